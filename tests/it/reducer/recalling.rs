//! What was said is taken back, within two minutes.

use weft::app::model::{Hint, Overlay};
use weft::app::recalling::seconds_left;
use weft::app::{Event, deadline};
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::{Author, Item};
use weft::domain::text::SafeText;
use weft::port::{Errand, ErrandId, Failure, NetCommand, News};

use super::{App, WALL, message, says, text};

/// 阿岚's chat, with an own line said just now and chosen.
fn said() -> App {
    let mut app = App::chatting();
    app.synced(vec![
        says(1, "@lan", "在吗"),
        message(7, "@lan", Author::Me, 2, "再"),
    ]);
    app.now.wall_ms = (WALL + 2) * 1000;
    app.open("@lan");
    app.keys("alt-up");
    app.asked.clear();
    app
}

fn errands(app: &mut App) -> Vec<(ErrandId, Errand)> {
    let mut errands = Vec::new();
    for command in app.net() {
        if let NetCommand::Do { errand, what } = command {
            errands.push((errand, what));
        }
    }
    errands
}

#[test]
fn it_is_asked_once_and_then_the_service_is() {
    let mut app = said();
    app.keys("u");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmRecall));
    assert!(errands(&mut app).is_empty());
    app.keys("enter");
    let asked = errands(&mut app);
    let recall = Errand::Recall {
        to: UserName::from("@lan"),
        message: MsgId(7),
        local: None,
    };
    assert_eq!(asked, [(ErrandId(1), recall)]);
    assert_eq!(app.said("@lan"), ["在吗", "再"], "not before it is done");
    app.news(News::Done(ErrandId(1)));
    assert_eq!(app.said("@lan"), ["在吗", "~你撤回了一条消息"]);
    assert_eq!(app.model.hint, Some(Hint::Recalled));
}

#[test]
fn its_words_can_be_edited_again_also_after_the_service_told_of_it_too() {
    let mut app = said();
    app.keys("alt-k enter");
    app.news(News::Done(ErrandId(1)));
    app.synced(vec![Item::Recall {
        id: MsgId(8),
        chat: UserName::from("@lan"),
        target: Some(MsgId(7)),
        notice: text("你撤回了一条消息"),
    }]);
    app.keys("e");
    assert_eq!(app.draft(), "再");
    assert_eq!(app.model.talk().unwrap().selected, None);
    app.types("见");
    app.keys("enter");
    assert_eq!(app.sends()[0].what.text(), Some("再见"));
}

#[test]
fn a_refusal_is_told_in_the_services_words_and_the_line_stays() {
    let mut app = said();
    app.keys("u enter");
    let words = SafeText::line("你可以撤回2分钟内发送的消息");
    app.news(News::NotDone {
        errand: ErrandId(1),
        why: Failure::Refused(1),
        words: words.clone(),
    });
    let why = Failure::Refused(1);
    assert_eq!(app.model.hint, Some(Hint::NotRecalled { why, words }));
    assert_eq!(app.said("@lan"), ["在吗", "再"]);
}

#[test]
fn only_what_is_mine_and_new_can_be_recalled() {
    let mut app = said();
    app.keys("alt-up u");
    assert_eq!(app.model.hint, Some(Hint::NotRecallable), "hers");
    let mut app = said();
    app.pass(121);
    app.keys("u");
    assert_eq!(app.model.hint, Some(Hint::NotRecallable), "too old");
    let mut app = said();
    app.keys("u");
    app.pass(121);
    app.keys("enter");
    assert_eq!(app.model.hint, Some(Hint::NotRecallable), "too late for a yes");
    assert!(errands(&mut app).is_empty());
}

#[test]
fn the_countdown_runs_while_it_is_looked_at_and_wakes_nobody_else() {
    let mut app = said();
    assert_eq!(seconds_left(&app.model), Some(120));
    app.pass(30);
    let step = app.event(Event::Wake);
    assert_eq!(seconds_left(&app.model), Some(90));
    assert!(step.touched.has(weft::app::step::Touched::CONVERSATION));
    let next = deadline(&app.model).unwrap();
    assert_eq!(next, app.now.mono + std::time::Duration::from_secs(1));
    app.keys("esc");
    assert_eq!((seconds_left(&app.model), deadline(&app.model)), (None, None));
    app.keys("alt-up");
    app.pass(90);
    app.event(Event::Wake);
    assert_eq!((seconds_left(&app.model), deadline(&app.model)), (None, None));
}
