//! What is said, in which order, and where the reader stands.

use weft::app::Event;
use weft::app::conversation::{Line, Scroll};
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::time::Timestamp;
use weft::port::store::From;
use weft::port::{NetCommand, News};

use super::{App, WALL, message, says, says_in, text};

#[test]
fn lines_stand_in_order_of_time_then_arrival_and_never_twice() {
    let mut app = App::chatting();
    let items = vec![
        message(1, "@lan", Author::Peer, 10, "b"),
        message(2, "@lan", Author::Peer, 5, "a"),
        message(3, "@lan", Author::Peer, 10, "c"),
        message(1, "@lan", Author::Peer, 10, "b"),
    ];
    app.synced(items.clone());
    app.synced(items);
    assert_eq!(app.said("@lan"), ["a", "b", "c"]);
    assert_eq!(app.unread("@lan"), 3);
}

#[test]
fn every_batch_is_kept_in_its_turn() {
    let mut app = App::chatting();
    for n in 1..4 {
        app.synced(vec![says(n, "@lan", "x")]);
        let last = app.net().pop();
        assert!(
            matches!(last, Some(NetCommand::Kept(id)) if id.0 == n),
            "{last:?}"
        );
    }
}

#[test]
fn own_words_from_the_phone_are_mine_and_read() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "?"), message(2, "@lan", Author::Me, 2, "!")]);
    let talk = app.model.conversations.get(app.id("@lan")).unwrap();
    assert_eq!(talk.lines[1].from, From::Me);
    assert_eq!(app.unread("@lan"), 0, "who answers has read");
    app.synced(vec![says_in(3, "@@hike", "@me", "with a prefix")]);
    let talk = app.model.conversations.get(app.id("@@hike")).unwrap();
    assert_eq!(talk.lines[0].from, From::Me);
}

#[test]
fn grey_lines_count_as_nothing() {
    let mut app = App::chatting();
    app.synced(vec![Item::Message(Message {
        raw: Box::default(),
        id: MsgId(1),
        chat: UserName::from("@@hike"),
        author: Author::Service,
        at: Timestamp(WALL),
        body: Body::Notice(text("\"阿岚\"邀请\"小吴\"加入了群聊")),
    })]);
    assert_eq!(app.unread("@@hike"), 0);
    assert!(!app.rang());
}

#[test]
fn a_recalled_message_is_marked_in_its_place() {
    let mut app = App::chatting();
    app.synced(vec![
        says(1, "@lan", "oops"),
        says(2, "@lan", "ok"),
        message(3, "@zhou", Author::Me, 3, "mine"),
    ]);
    let recall = |chat: &str, target: Option<MsgId>| Item::Recall {
        id: MsgId(900 + target.map_or(0, |target| target.0)),
        chat: UserName::from(chat),
        target,
        notice: text("撤回"),
    };
    app.synced(vec![recall("@lan", Some(MsgId(1)))]);
    assert_eq!(app.said("@lan"), ["~撤回", "ok"]);
    app.synced(vec![recall("@lan", Some(MsgId(77)))]);
    assert_eq!(app.said("@lan"), ["~撤回", "ok"], "unknown: nothing is shown");
    app.synced(vec![recall("@me", Some(MsgId(2)))]);
    assert_eq!(app.said("@lan"), ["~撤回", "~撤回"], "from and to swapped");
    app.synced(vec![recall("@zhou", None)]);
    assert_eq!(app.said("@zhou"), ["~撤回"], "the last of mine");
}

#[test]
fn while_scrolled_up_the_place_holds_and_new_messages_are_counted() {
    let mut app = App::chatting();
    app.synced((1..=300).map(|n| says(n, "@lan", "long ago")).collect());
    app.open("@lan");
    app.keys("pageup pageup");
    let place = app.model.talk().unwrap().scroll;
    assert!(place.is_up());
    app.synced((301..=600).map(|n| says(n, "@lan", "burst")).collect());
    let talk = app.model.talk().unwrap();
    assert_eq!((talk.scroll, talk.below), (place, 300));
    assert_eq!(app.unread("@lan"), 300, "not seen yet");
    app.synced(vec![message(
        601,
        "@lan",
        Author::Peer,
        -5,
        "late, from long before",
    )]);
    let (Scroll::At { line: before, .. }, Scroll::At { line: after, .. }) =
        (place, app.model.talk().unwrap().scroll)
    else {
        panic!("scrolled up");
    };
    assert_eq!(after, before + 1, "the same message on top");
    app.net();
    app.keys("ctrl-end");
    assert_eq!((app.unread("@lan"), app.model.talk().unwrap().below), (0, 0));
    assert_eq!(app.net(), [NetCommand::MarkRead(UserName::from("@lan"))]);
}

#[test]
fn up_and_down_in_the_composer_go_on_into_the_conversation() {
    let mut app = App::chatting();
    app.synced((1..=300).map(|n| says(n, "@lan", "line")).collect());
    app.open("@lan");
    app.event(Event::Paste("one\ntwo".to_owned()));
    app.keys("up");
    assert!(
        !app.model.talk().unwrap().scroll.is_up(),
        "the caret had a row to go"
    );
    app.keys("up");
    assert!(app.model.talk().unwrap().scroll.is_up());
    app.keys("down down");
    assert!(!app.model.talk().unwrap().scroll.is_up());
}

#[test]
fn choosing_messages_stops_at_the_first_and_ends_past_the_last() {
    let mut app = App::chatting();
    app.synced((1..=3).map(|n| says(n, "@lan", "line")).collect());
    app.open("@lan");
    app.keys("alt-up alt-up alt-up alt-up alt-up");
    assert_eq!(app.model.talk().unwrap().selected, Some(0));
    app.keys("alt-down alt-down alt-down");
    assert_eq!(app.model.talk().unwrap().selected, None);
}

#[test]
fn drafts_stay_with_their_chats() {
    let mut app = App::chatting();
    app.open("@lan");
    app.types("for lan");
    app.open("@zhou");
    assert_eq!(app.draft(), "");
    app.types("for zhou");
    app.open("@lan");
    assert_eq!(app.draft(), "for lan");
    assert!(app.model.chats.get(app.id("@zhou")).unwrap().has_draft);
    app.keys("ctrl-u");
    assert!(!app.model.chats.get(app.id("@lan")).unwrap().has_draft);
    app.keys("ctrl-7");
    assert_eq!(app.draft(), "for lan", "undone");
}

#[test]
fn full_width_signs_are_text() {
    let mut app = App::chatting();
    app.open("@lan");
    app.types("／：＠？");
    assert_eq!(app.draft(), "／：＠？");
}

#[test]
fn a_hundred_thousand_lines_are_small() {
    assert!(size_of::<Line>() <= 112, "{}", size_of::<Line>());
    let mut app = App::chatting();
    app.synced((1..=10_000).map(|n| says(n, "@lan", "x")).collect());
    let talk = app.model.conversations.get(app.id("@lan")).unwrap();
    assert!(talk.lines.capacity() <= talk.lines.len() * 9 / 8 + 8);
}

#[test]
fn the_own_profile_can_change() {
    let mut app = App::chatting();
    let mut batch = app.batch(Vec::new());
    batch.profile = Some(Box::new(super::friend("", "新名字")));
    app.news(News::Synced(batch));
    assert_eq!(app.model.directory.my_name(), Some("新名字"));
}
