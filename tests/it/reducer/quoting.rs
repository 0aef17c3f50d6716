//! A reply and what it replies to.

use proptest::prelude::*;
use weft::app::model::Hint;
use weft::app::quoting;
use weft::domain::id::MsgId;
use weft::domain::message::{Author, Body, File, Item, Message, Picture, Quote};
use weft::domain::text::{SafeText, graphemes};
use weft::domain::time::Timestamp;
use weft::port::store::{Change, State, StoreCommand};

use super::{App, WALL, message, says, says_in, text};
use weft::app::step::Effect;

fn of(id: u64, chat: &str, author: Author, body: Body) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(id),
        chat: chat.into(),
        author,
        at: Timestamp(WALL + i64::try_from(id).unwrap()),
        body,
    })
}

fn quote(app: &App) -> Option<(String, String)> {
    let quote = app.model.talk()?.quote.as_deref()?;
    Some((quote.name.as_str().to_owned(), quote.quoted.as_str().to_owned()))
}

#[test]
fn a_reply_carries_what_it_quotes_as_phones_write_it() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "在吗？\n明早几点")]);
    app.open("@lan");
    app.asked.clear();
    app.keys("alt-up q");
    assert_eq!(quote(&app), Some(("阿岚".into(), "在吗？ 明早几点".into())));
    assert_eq!(
        app.model.talk().unwrap().selected,
        None,
        "the keys go to the draft"
    );
    app.types("七点");
    app.keys("enter");
    let sent = app.sends();
    assert_eq!(
        sent[0].what.text().unwrap(),
        "「阿岚：在吗？ 明早几点」\n- - - - - - - - - - - - - - -\n七点"
    );
    assert_eq!(quote(&app), None);
    let line = app.model.talk().unwrap().lines.last().unwrap();
    assert_eq!(line.state, State::Queued(sent[0].local));
    let shown = Quote {
        reply: text("七点"),
        name: text("阿岚"),
        quoted: text("在吗？ 明早几点"),
        of: Some(MsgId(1)),
    };
    assert_eq!(
        line.body,
        Body::Quote(Box::new(shown)),
        "shown as what it is, at once"
    );
}

#[test]
fn media_is_quoted_by_its_placeholder_and_a_quote_by_its_reply() {
    let mut app = App::chatting();
    let file = File {
        name: text("行程表.xlsx"),
        bytes: None,
    };
    let quoted = Quote {
        reply: text("那就七点"),
        name: text("我"),
        quoted: text("几点"),
        of: None,
    };
    for (id, body, words) in [
        (1, Body::Image(Picture::default()), "[图片]"),
        (2, Body::File(file), "[文件]行程表.xlsx"),
        (3, Body::Voice { millis: 900 }, "[语音]"),
        (4, Body::Quote(Box::new(quoted)), "那就七点"),
    ] {
        app.synced(vec![of(id, "@lan", Author::Peer, body)]);
        app.open("@lan");
        app.keys("alt-up alt-'");
        assert_eq!(quote(&app), Some(("阿岚".into(), words.into())));
    }
}

#[test]
fn others_are_quoted_by_the_name_everybody_reads() {
    let mut app = App::chatting();
    let remarked = weft::domain::contact::Contact {
        remark_name: text("我的小吴"),
        ..super::friend("@wu", "小吴")
    };
    app.changed(vec![remarked]);
    app.synced(vec![says_in(1, "@@hike", "@wu", "到了")]);
    app.open("@@hike");
    app.keys("alt-up q");
    assert_eq!(quote(&app), Some(("小吴".into(), "到了".into())));
}

#[test]
fn esc_and_backspace_before_the_first_character_take_it_off_and_nothing_else() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "在吗")]);
    app.open("@lan");
    app.keys("alt-up q");
    app.types("ab");
    app.keys("backspace");
    assert!(quote(&app).is_some());
    app.keys("home backspace");
    assert_eq!((quote(&app), app.draft()), (None, "a"));
    app.keys("alt-up q esc");
    assert_eq!((quote(&app), app.draft()), (None, "a"));
    assert_eq!(
        app.model.focus,
        weft::app::model::Focus::Composer,
        "one step only"
    );
}

#[test]
fn the_services_own_lines_are_not_quoted() {
    let mut app = App::chatting();
    app.synced(vec![of(
        1,
        "@lan",
        Author::Service,
        Body::Notice(text("位置共享已经结束")),
    )]);
    app.open("@lan");
    app.keys("alt-up q");
    assert_eq!(app.model.hint, Some(Hint::NotQuotable));
    assert_eq!(quote(&app), None);
}

#[test]
fn the_quote_stays_with_its_chat_and_its_draft() {
    let mut app = App::chatting();
    app.synced(vec![
        says(1, "@lan", "在吗"),
        message(2, "@zhou", Author::Peer, 2, "喂"),
    ]);
    app.open("@lan");
    app.keys("alt-up q");
    app.open("@zhou");
    assert_eq!(quote(&app), None);
    app.open("@lan");
    assert!(quote(&app).is_some());
}

#[test]
fn a_failed_reply_goes_back_into_the_composer_with_its_quote() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "在吗")]);
    app.open("@lan");
    app.keys("alt-up q");
    app.types("在");
    app.keys("enter");
    let local = app.sends()[0].local;
    app.news(weft::port::News::NotSent {
        local,
        why: weft::port::Failure::NotAllowed,
    });
    app.keys("alt-e");
    assert_eq!(app.draft(), "在");
    assert_eq!(quote(&app), Some(("阿岚".into(), "在吗".into())));
    assert_eq!(app.said("@lan"), ["在吗"]);
}

#[test]
fn the_store_is_told_at_once() {
    let mut app = App::chatting();
    app.model.history.shelf = weft::app::history::Shelf::Opening(None);
    app.event(weft::app::Event::Store(weft::port::store::StoreEvent::Opened(
        Box::new(crate::room::Book::default().opened(7, true)),
    )));
    app.welcome(vec![super::friend("@lan", "阿岚")]);
    app.synced(vec![says(1, "@lan", "在吗")]);
    app.open("@lan");
    app.asked.clear();
    app.keys("alt-up q");
    let chat = app.id("@lan");
    let told = app.asked.iter().any(|effect| {
        let Effect::Store(StoreCommand::Write { changes, .. }) = effect else {
            return false;
        };
        let quoted =
            |change: &Change| matches!(change, Change::Quote { chat: of, quote: Some(_) } if *of == chat);
        changes.iter().any(quoted)
    });
    assert!(told);
}

proptest! {
    /// What a phone reads: the first line in corner brackets, fifteen hyphens, and the reply, letter for letter.
    #[test]
    fn what_is_sent_has_the_form_that_phones_read(said in "\\PC{0,300}", reply in "(?s).{0,80}") {
        let mut app = App::chatting();
        app.synced(vec![says(1, "@lan", &said)]);
        app.open("@lan");
        app.keys("alt-up q");
        let Some((name, quoted)) = quote(&app) else {
            prop_assert!(SafeText::line(&said).is_empty());
            return Ok(());
        };
        prop_assert!(graphemes(&quoted).count() <= 101 && !quoted.contains('\n'));
        let quote = app.model.talk().unwrap().quote.as_deref().unwrap();
        let sent = quoting::text(quote, &reply);
        prop_assert_eq!(quoting::size(quote, &reply), sent.len());
        let (first, rest) = sent.split_once('\n').unwrap();
        let (rule, after) = rest.split_once('\n').unwrap();
        let bare = first.strip_prefix('「').and_then(|first| first.strip_suffix('」')).unwrap();
        prop_assert_eq!(bare.split_once('：').unwrap(), (name.as_str(), quoted.as_str()));
        prop_assert_eq!(rule, ["-"; 15].join(" "));
        prop_assert_eq!(after, reply);
    }
}
