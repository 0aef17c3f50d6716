//! Searching, as a person does it.

use weft::app::Event;
use weft::app::model::{Focus, Overlay};
use weft::app::search::model::PAGE;
use weft::domain::id::{PeerId, Seq};
use weft::domain::message::Author;
use weft::port::store::{Found, LineRecord, Search, StoreCommand, StoreEvent};

use crate::reducer::{App, WALL, message, says, says_in};

/// With a history on disk: the store answers.
fn with_store() -> App {
    let mut app = talked();
    app.model.history.shelf = weft::app::history::Shelf::Open { uin: 7 };
    app
}

/// Some talk in each chat, and more in 阿岚's than fits a screen.
fn talked() -> App {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "明天爬山吗"), says(2, "@zhou", "爬什么山")]);
    app.synced(vec![says_in(3, "@@hike", "@wu", "周末爬山，谁去？")]);
    app.synced((10..60).map(|n| says(n, "@lan", "别的事")).collect());
    app.synced(vec![message(70, "@lan", Author::Me, 70, "爬山我去")]);
    app.asked.clear();
    app
}

fn found(app: &App) -> Vec<String> {
    let hits = app.model.search.hits.iter();
    hits.map(|hit| hit.body.said().into_owned()).collect()
}

fn asked(app: &mut App) -> Vec<Search> {
    let searches = app.store().into_iter().filter_map(|command| {
        if let StoreCommand::Search(search) = command {
            Some(search)
        } else {
            None
        }
    });
    searches.collect()
}

fn answer(app: &mut App, number: u64, hits: Vec<LineRecord>, more: bool) {
    app.event(Event::Store(StoreEvent::Found(Found { number, hits, more })));
}

fn hits(numbers: impl Iterator<Item = i64>) -> Vec<LineRecord> {
    numbers.map(|seq| super::says(seq, "爬山")).collect()
}

#[test]
fn without_a_store_what_is_in_memory_is_found_newest_first() {
    let mut app = talked();
    app.keys("f3");
    assert_eq!(app.model.overlay, Some(Overlay::Search));
    app.types("爬山");
    assert_eq!(found(&app), ["爬山我去", "周末爬山，谁去？", "明天爬山吗"]);
    app.types(" 谁");
    assert_eq!(found(&app), ["周末爬山，谁去？"]);
    app.keys("ctrl-u");
    assert_eq!(found(&app), [""; 0]);
    app.types("is:mine");
    assert_eq!(found(&app), ["爬山我去"]);
    assert!(asked(&mut app).is_empty());
}

#[test]
fn enter_goes_to_the_message_and_a_key_comes_back() {
    let mut app = talked();
    app.open("@zhou");
    app.keys("f3");
    app.types("爬山");
    app.keys("down down enter");
    assert_eq!(app.model.overlay, None);
    assert_eq!(app.model.chats.open, Some(app.id("@lan")));
    let talk = app.model.talk().unwrap();
    assert_eq!(talk.selected, Some(0), "the message is chosen");
    assert!(talk.scroll.is_up(), "and on screen");
    app.keys("f3");
    assert_eq!(app.model.search.selected, 2, "the results are as they were");
    app.keys("esc alt-,");
    assert_eq!(app.model.chats.open, Some(app.id("@zhou")));
}

#[test]
fn closing_destroys_nothing() {
    let mut app = talked();
    app.keys("f3");
    app.types("爬山");
    app.keys("down esc");
    assert_eq!(app.model.overlay, None);
    app.types("l");
    assert_eq!(
        app.model.finder.query.text(),
        "l",
        "the keys go to the list again"
    );
    app.keys("f3");
    let search = &app.model.search;
    assert_eq!(
        (search.field.text(), search.hits.len(), search.selected),
        ("爬山", 3, 1)
    );
}

#[test]
fn the_open_chat_is_searched_alone_until_told_otherwise() {
    let mut app = talked();
    app.open("@zhou");
    app.keys("ctrl-f");
    app.types("山");
    assert_eq!(found(&app), ["爬什么山"]);
    app.keys("ctrl-f");
    assert_eq!(found(&app).len(), 4);
    app.keys("ctrl-f");
    assert_eq!(found(&app), ["爬什么山"]);
    app.types(" in:阿岚");
    assert_eq!(found(&app), ["爬山我去", "明天爬山吗"], "a filter says where");
    app.keys("esc");
    app.model.focus = Focus::List;
    app.keys("ctrl-f");
    assert_eq!(
        app.model.search.chat, None,
        "from the list everything is searched"
    );
}

#[test]
fn a_fast_hand_asks_only_what_is_newest() {
    let mut app = with_store();
    app.keys("f3");
    app.types("爬");
    let first = asked(&mut app);
    assert_eq!(first.len(), 1);
    assert_eq!(
        (first[0].words.as_slice(), first[0].count),
        (&["爬".to_owned()][..], PAGE)
    );
    app.types("山 ab");
    assert_eq!(asked(&mut app), [], "one is under way");
    answer(&mut app, first[0].number, hits(1..3), false);
    assert_eq!(found(&app), [""; 0], "an answer to what nobody asks any more");
    let second = asked(&mut app);
    assert_eq!(second.len(), 1);
    assert_eq!(second[0].words, ["爬山", "ab"]);
    answer(&mut app, first[0].number, hits(1..3), false);
    assert_eq!(found(&app).len(), 0, "twice is not once more");
    answer(&mut app, second[0].number, hits((1..6).rev()), false);
    assert_eq!(found(&app).len(), 5);
    assert_eq!(asked(&mut app), []);
}

#[test]
fn older_pages_come_when_the_end_is_reached() {
    let mut app = with_store();
    app.keys("f3");
    app.types("爬");
    let number = asked(&mut app)[0].number;
    answer(&mut app, number, hits((100..160).rev()), true);
    app.keys("pagedown pagedown");
    assert_eq!(asked(&mut app), []);
    app.keys(&"pagedown ".repeat(9));
    let next = asked(&mut app);
    assert_eq!(next.len(), 1, "once");
    assert_eq!(
        (next[0].before, next[0].words[0].as_str()),
        (Some(Seq(100)), "爬")
    );
    answer(&mut app, next[0].number, hits((50..100).rev()), false);
    let search = &app.model.search;
    assert_eq!(
        (search.hits.len(), search.selected, search.more),
        (110, 59, false)
    );
    app.keys("down");
    assert_eq!(app.model.search.hit().map(|hit| hit.seq), Some(Seq(99)));
    app.keys(&"pagedown ".repeat(20));
    assert_eq!(asked(&mut app), [], "no more");
}

#[test]
fn a_store_that_did_not_answer_is_asked_again() {
    let mut app = with_store();
    app.keys("f3");
    app.types("爬");
    assert_eq!(asked(&mut app).len(), 1);
    app.keys("esc f3");
    assert_eq!(asked(&mut app).len(), 1);
}

#[test]
fn names_narrow_the_question() {
    let mut app = with_store();
    let zhou = app.id("@zhou");
    app.keys("f3");
    app.types("in:老周");
    let number = asked(&mut app)[0].number;
    answer(&mut app, number, Vec::new(), false);
    let question = asked(&mut app).pop().unwrap();
    assert_eq!(question.within, [PeerId(zhou.0)]);
    assert!(question.words.is_empty());
}

#[test]
fn nothing_behind_the_search_moves() {
    let mut app = talked();
    app.open("@zhou");
    let open = app.model.chats.open;
    app.keys("f3 alt-1 alt-a ctrl-p ctrl-up alt-up alt-r tab ctrl-home");
    assert_eq!(app.model.chats.open, open);
    assert_eq!(app.model.overlay, Some(Overlay::Search));
    assert_eq!(app.model.now.wall_ms, WALL * 1000);
}

/// Three hits on screen, asked about once.
fn searching() -> App {
    let mut app = with_store();
    app.keys("f3");
    app.types("爬");
    let number = asked(&mut app).last().unwrap().number;
    answer(&mut app, number, hits([30, 20, 10].into_iter()), false);
    app
}

fn chosen(app: &App) -> Option<i64> {
    app.model.search.hit().map(|hit| hit.seq.0)
}

#[test]
fn what_is_said_meanwhile_is_found_and_the_chosen_hit_stays_chosen() {
    let mut app = searching();
    app.keys("down");
    assert_eq!(chosen(&app), Some(20));
    app.synced(vec![says(200, "@zhou", "爬不动")]);
    let again = asked(&mut app);
    assert_eq!(again.len(), 1, "the same question, once");
    assert_eq!(
        (again[0].words.as_slice(), again[0].before),
        (&["爬".to_owned()][..], None)
    );
    app.synced(vec![says(201, "@zhou", "爬得动")]);
    assert_eq!(asked(&mut app), [], "one at a time");
    answer(
        &mut app,
        again[0].number,
        hits([40, 30, 20, 10].into_iter()),
        false,
    );
    assert_eq!(chosen(&app), Some(20));
    let third = asked(&mut app);
    assert_eq!(third.len(), 1, "and once more for what came since");
    // Taken back by whoever said it: the next older one is chosen.
    answer(&mut app, third[0].number, hits([40, 30, 10].into_iter()), false);
    assert_eq!(chosen(&app), Some(10));
    assert_eq!(asked(&mut app), []);
}

#[test]
fn as_many_hits_are_asked_for_again_as_there_were() {
    let mut app = with_store();
    app.keys("f3");
    app.types("爬");
    let page = i64::from(PAGE);
    let number = asked(&mut app).last().unwrap().number;
    answer(
        &mut app,
        number,
        hits((1..=page).rev().map(|seq| seq + 1000)),
        true,
    );
    app.keys("pagedown pagedown pagedown pagedown pagedown pagedown pagedown pagedown");
    let more = asked(&mut app);
    answer(&mut app, more[0].number, hits((1..=page).rev()), false);
    let on = chosen(&app);
    app.synced(vec![says(200, "@zhou", "爬")]);
    let again = asked(&mut app);
    assert_eq!((again[0].count, again[0].before), (2 * PAGE, None));
    answer(
        &mut app,
        again[0].number,
        hits((1..=page).rev().map(|seq| seq + 1000).chain((1..=page).rev())),
        false,
    );
    assert_eq!(chosen(&app), on);
}

#[test]
fn a_search_that_is_closed_asks_when_it_is_opened() {
    let mut app = searching();
    app.keys("down esc");
    app.synced(vec![says(200, "@zhou", "爬不动")]);
    assert_eq!(asked(&mut app), []);
    app.keys("f3");
    let again = asked(&mut app);
    assert_eq!(again.len(), 1);
    answer(
        &mut app,
        again[0].number,
        hits([40, 30, 20, 10].into_iter()),
        false,
    );
    assert_eq!(chosen(&app), Some(20));
    app.keys("esc f3");
    assert_eq!(asked(&mut app), [], "nothing was said since");
}

#[test]
fn opened_anew_the_old_words_are_there_until_something_is_typed() {
    let mut app = talked();
    app.keys("f3");
    app.types("爬山");
    app.keys("esc f3");
    assert_eq!(app.model.search.field.text(), "爬山");
    assert_eq!(found(&app).len(), 3, "and what was found");
    app.types("别");
    assert_eq!(app.model.search.field.text(), "别", "in their place");
    app.types("的");
    assert_eq!(app.model.search.field.text(), "别的");
    app.keys("esc f3 backspace");
    assert_eq!(app.model.search.field.text(), "", "taken away as one");
    app.types("爬");
    app.keys("esc f3 end");
    app.types("山");
    assert_eq!(
        app.model.search.field.text(),
        "爬山",
        "whoever goes into them goes on there"
    );
    app.keys("esc f3");
    app.event(Event::Paste("谁".into()));
    assert_eq!(app.model.search.field.text(), "谁");
    app.keys("ctrl-f");
    app.types("去");
    assert_eq!(
        app.model.search.field.text(),
        "谁去",
        "it was not closed in between"
    );
    app.keys("alt-z");
    assert_eq!(app.model.search.field.text(), "谁");
}
