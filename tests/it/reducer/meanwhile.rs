//! A message is taken back while something else than its line shows it, or is about to send it on.

use weft::app::Event;
use weft::app::model::{Hint, Overlay};
use weft::domain::id::MsgId;
use weft::domain::message::{Author, Body, Item, Link, Message, Record, Said};
use weft::domain::time::Timestamp;
use weft::port::store::StoreEvent;

use super::lasting::{chatting, serve, told};
use super::{App, WALL, says, text};
use crate::room::Room;

fn recall(target: u64) -> Item {
    Item::Recall {
        id: MsgId(90),
        chat: "@lan".into(),
        target: Some(MsgId(target)),
        notice: text("阿岚撤回了一条消息"),
    }
}

fn holds(id: u64, body: Body) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(id),
        chat: "@lan".into(),
        author: Author::Peer,
        at: Timestamp(WALL),
        body,
    })
}

/// 阿岚's chat with her message, chosen.
fn chosen(keep: bool, item: Item) -> (App, Room) {
    let (mut app, mut room) = chatting();
    app.model.settings.keep_recalled = keep;
    app.open("@lan");
    app.synced(vec![item]);
    serve(&mut app, &mut room);
    app.keys("alt-up");
    (app, room)
}

const SECRET: &str = "门锁密码 4711 https://secret.example/4711";

/// Nothing that the screen is made from has the words.
fn is_gone(app: &App) {
    for shown in [
        format!("{:?}", app.model.details),
        format!("{:?}", app.model.links),
        format!("{:?}", app.model.forwarding),
        format!("{:?}", app.model.unfolded),
        format!("{:?}", app.model.manage.shared),
        format!("{:?}", app.model.search.hits),
        format!("{:?}", app.model.talk()),
    ] {
        assert!(!shown.contains("4711"), "{shown}");
    }
}

#[test]
fn details_tell_that_it_was_recalled_whatever_the_store_still_answers() {
    for keep in [false, true] {
        let (mut app, mut room) = chosen(keep, says(5, "@lan", SECRET));
        app.keys("i");
        let late: Vec<StoreEvent> = told(&mut app)
            .into_iter()
            .flat_map(|command| room.perform(command))
            .collect();
        app.synced(vec![recall(5)]);
        for event in late {
            app.event(Event::Store(event));
        }
        let details = app.model.details.as_deref().unwrap();
        assert!(matches!(details.line.body, Body::Recalled(_)), "{keep}");
        if !keep {
            is_gone(&app);
        }
    }
}

#[test]
fn the_choice_of_links_closes_and_says_why() {
    let (mut app, _room) = chosen(false, says(5, "@lan", SECRET));
    app.keys("l f1");
    app.synced(vec![recall(5)]);
    assert_eq!(app.model.hint, Some(Hint::TakenBack));
    app.keys("esc");
    assert_eq!(app.model.overlay, None, "nor is it below what covered it");
    is_gone(&app);
}

#[test]
fn another_message_disturbs_nothing() {
    let (mut app, _room) = chosen(false, says(5, "@lan", SECRET));
    app.synced(vec![says(4, "@lan", "在吗")]);
    app.keys("l");
    app.synced(vec![recall(4)]);
    assert_eq!(
        (app.model.overlay, &app.model.hint),
        (Some(Overlay::Links), &None)
    );
}

#[test]
fn an_unfolded_record_closes_with_all_that_is_in_it() {
    let inner = Record {
        title: text("4711"),
        items: vec![Said {
            name: text("小吴"),
            at: text("昨天"),
            body: Body::Link(Box::new(Link {
                url: text("https://secret.example/4711"),
                ..Link::default()
            })),
        }],
        ..Record::default()
    };
    let (mut app, _room) = chosen(false, holds(5, Body::ChatHistory(Box::new(inner))));
    app.keys("enter l");
    assert_eq!(app.model.overlay, Some(Overlay::Links));
    app.synced(vec![recall(5)]);
    assert_eq!(
        (app.model.overlay, &app.model.hint),
        (None, &Some(Hint::TakenBack))
    );
    is_gone(&app);
}

#[test]
fn nothing_of_it_is_forwarded() {
    for keys in ["f", "f space enter"] {
        let (mut app, mut room) = chosen(false, says(5, "@lan", SECRET));
        app.keys(keys);
        serve(&mut app, &mut room);
        app.synced(vec![recall(5)]);
        assert_eq!(
            (app.model.overlay, &app.model.hint),
            (None, &Some(Hint::TakenBack))
        );
        is_gone(&app);
        app.net();
        app.keys("enter");
        assert_eq!(app.sends(), []);
    }
}

#[test]
fn a_reply_to_it_goes_out_without_its_words() {
    let (mut app, _room) = chosen(false, says(5, "@lan", SECRET));
    app.keys("q");
    app.types("好的");
    app.synced(vec![recall(5)]);
    assert_eq!(app.model.hint, Some(Hint::TakenBack));
    is_gone(&app);
    assert_eq!(app.draft(), "好的", "what was typed stays");
    app.keys("enter");
    let talk = app.model.talk().unwrap();
    assert_eq!(talk.lines.last().unwrap().body, Body::Text(text("好的")));
}

#[test]
fn a_reply_in_another_chat_loses_it_quietly() {
    let (mut app, _room) = chosen(false, says(5, "@lan", SECRET));
    app.keys("q");
    app.open("@zhou");
    app.synced(vec![recall(5)]);
    assert_eq!(app.model.hint, None);
    let talk = app.model.conversations.get(app.id("@lan")).unwrap();
    assert_eq!(talk.quote, None);
}

#[test]
fn what_was_shared_lists_it_no_longer() {
    let link = Body::Link(Box::new(Link {
        title: text("4711"),
        url: text("https://secret.example/4711"),
        ..Link::default()
    }));
    let (mut app, mut room) = chosen(false, holds(5, link));
    app.keys("esc alt-i m");
    serve(&mut app, &mut room);
    assert_eq!(app.model.manage.shared.hits.len(), 1);
    app.synced(vec![recall(5)]);
    assert_eq!(app.model.overlay, Some(Overlay::Shared));
    is_gone(&app);
}
