//! Stickers that came once are chosen and sent again.

use weft::app::Event;
use weft::app::history::Shelf;
use weft::app::model::{Hint, Overlay};
use weft::domain::contact::{Contact, ContactKind};
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::{Author, Body, Item, Sticker};
use weft::domain::time::Timestamp;
use weft::port::stickers::StickerRecord;
use weft::port::store::{From, State, StoreCommand, StoreEvent};
use weft::port::{News, Parcel, Welcome};

use super::{App, friend, group, says, says_in, text};

fn sticker(md5: &str, words: &str) -> Sticker {
    Sticker {
        md5: md5.into(),
        words: text(words),
        ..Sticker::default()
    }
}

fn with(mut item: Item, author: Option<Author>, sticker: Sticker) -> Item {
    if let Item::Message(message) = &mut item {
        message.body = Body::Sticker(Box::new(sticker));
        message.author = author.unwrap_or_else(|| message.author.clone());
    }
    item
}

/// Some came and one went; 老周's chat is open. Nothing is kept.
fn collected() -> App {
    let mut app = App::started();
    app.welcome(vec![
        friend("@lan", "阿岚"),
        friend("@zhou", "老周"),
        group(
            "@@hike",
            "周末爬山",
            &[("@me", "我"), ("@lan", "阿岚"), ("@wu", "小吴")],
        ),
    ]);
    app.synced(vec![
        with(says(1, "@lan", ""), None, sticker("cat", "")),
        with(says_in(2, "@@hike", "@wu", ""), None, sticker("dog", "早安")),
        with(
            says(3, "@zhou", ""),
            Some(Author::Me),
            sticker("fox", "Well done"),
        ),
        with(says(4, "@lan", ""), None, sticker("hen", "")),
        with(says(5, "@lan", ""), None, sticker("", "")),
    ]);
    app.open("@zhou");
    app.asked.clear();
    app
}

fn offered(app: &App) -> Vec<&str> {
    let stickers = &app.model.stickers;
    let hits = 0..stickers.picker.hits.len();
    hits.map(|nth| &*stickers.hit(nth).unwrap().sticker.md5).collect()
}

#[test]
fn without_a_history_those_of_the_open_windows_are_offered() {
    let mut app = collected();
    app.keys("alt-:");
    assert_eq!(app.model.overlay, Some(Overlay::Stickers));
    assert_eq!(offered(&app), ["fox", "hen", "dog", "cat"]);
    assert!(!app.model.stickers.waiting);
}

#[test]
fn enter_sends_the_chosen_one_at_once_and_leaves_the_draft_alone() {
    let mut app = collected();
    app.types("on my way");
    app.keys("f7 down down enter");
    assert_eq!(app.model.overlay, None);
    assert_eq!(app.draft(), "on my way");
    let sent = app.sends();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].to.as_str(), &sent[0].what),
        ("@zhou", &Parcel::Sticker { md5: "dog".into() })
    );
    let talk = app.model.talk().unwrap();
    let line = talk.lines.last().unwrap();
    assert_eq!(line.from, From::Me);
    assert_eq!(line.body, Body::Sticker(Box::new(sticker("dog", "早安"))));
    app.keys("f7");
    let dog = app.model.stickers.hit(2).unwrap();
    assert_eq!(
        (&*dog.sticker.md5, dog.sent),
        ("dog", 0),
        "what is only on its way is not with the service"
    );
}

#[test]
fn typing_finds_them_by_words_by_whom_they_came_from_and_by_chat() {
    for (typed, found) in [
        ("早", vec!["dog"]),
        ("zaoan", vec!["dog"]),
        ("well", vec!["fox"]),
        ("阿岚", vec!["hen", "cat"]),
        ("al", vec!["hen", "cat"]),
        ("小吴", vec!["dog"]),
        ("爬山", vec!["dog"]),
        ("老周", vec!["fox"]),
        ("nobody", vec![]),
    ] {
        let mut app = collected();
        app.keys("f7 right");
        app.types(typed);
        assert_eq!(offered(&app), found, "{typed}");
        assert_eq!(app.model.stickers.picker.selected, 0);
        app.keys("enter");
        assert_eq!(app.sends().len(), usize::from(!found.is_empty()), "{typed}");
    }
}

#[test]
fn one_is_sent_from_a_chosen_message_and_from_the_list() {
    for way in ["alt-up f7", "tab f7", "f6 f7"] {
        let mut app = collected();
        app.keys(way);
        assert_eq!(app.model.overlay, Some(Overlay::Stickers), "{way}");
        app.keys("enter");
        assert_eq!(app.sends().len(), 1, "{way}");
        let talk = app.model.talk().unwrap();
        assert_eq!((talk.selected, app.model.overlay), (None, None), "{way}");
    }
}

#[test]
fn arrows_walk_and_esc_closes() {
    let mut app = collected();
    app.keys("f7 right right left");
    assert_eq!(app.model.stickers.picker.selected, 1);
    app.keys("down down down down");
    assert_eq!(app.model.stickers.picker.selected, 3, "no further than the last");
    app.keys("pageup up");
    assert_eq!(app.model.stickers.picker.selected, 0);
    app.keys("esc");
    assert_eq!(app.model.overlay, None);
    assert!(app.sends().is_empty());
}

#[test]
fn tab_goes_over_to_the_faces_and_back() {
    let mut app = collected();
    app.keys("alt-; tab");
    assert_eq!(app.model.overlay, Some(Overlay::Stickers));
    app.keys("tab");
    assert_eq!(app.model.overlay, Some(Overlay::Faces));
}

#[test]
fn the_store_is_asked_and_what_it_tells_is_offered_while_the_picker_is_open() {
    let mut app = collected();
    app.model.history.shelf = Shelf::Open { uin: 7 };
    app.keys("f7");
    assert!(app.model.stickers.waiting);
    assert_eq!(offered(&app), [""; 0]);
    let mut asked = app.store();
    asked.retain(|command| matches!(command, StoreCommand::Stickers { .. }));
    assert_eq!(asked, [StoreCommand::Stickers { most: 200 }]);
    let record = StickerRecord {
        sticker: Box::new(sticker("owl", "")),
        message: MsgId(9),
        chat: app.id("@lan"),
        at: Timestamp(7),
        from: From::Peer(app.id("@lan")),
        sent: 3,
    };
    app.types("al");
    app.event(Event::Store(StoreEvent::Stickers(vec![record.clone()])));
    assert_eq!(offered(&app), ["owl"]);
    app.keys("esc");
    app.event(Event::Store(StoreEvent::Stickers(vec![record])));
    assert_eq!(app.model.overlay, None);
}

#[test]
fn a_chat_that_cannot_be_written_to_says_so() {
    let mut app = collected();
    app.changed(vec![Contact {
        kind: ContactKind::Special,
        ..Contact::bare(UserName::from("fmessage"))
    }]);
    app.synced(vec![with(says(9, "fmessage", ""), None, sticker("cat", ""))]);
    app.open("fmessage");
    app.keys("f7");
    assert_eq!(
        (app.model.overlay, app.model.hint.clone()),
        (None, Some(Hint::ReadOnly))
    );
}

#[test]
fn what_came_to_another_account_is_not_offered_any_more() {
    let mut app = collected();
    app.keys("f7");
    app.news(News::Welcome(Box::new(Welcome {
        same: false,
        uin: 8,
        me: friend("@you", "你"),
        recent: vec![friend("@bert", "Bert")],
        order: vec!["@bert".into()],
    })));
    app.keys("enter");
    assert_eq!(offered(&app), [""; 0]);
    assert!(app.sends().is_empty());
}

#[test]
fn without_a_session_nothing_leaves_and_the_picker_stays() {
    let mut app = collected();
    app.keys("f7");
    app.event(Event::NetGone);
    app.keys("enter");
    assert_eq!(app.model.hint, Some(Hint::NotLoggedIn));
    assert_eq!(app.model.overlay, Some(Overlay::Stickers));
    let own = |state| matches!(state, State::Queued(_));
    assert!(!app.model.talk().unwrap().lines.iter().any(|line| own(line.state)));
}
