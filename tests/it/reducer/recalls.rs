//! What is taken back: the mark always, what was said only where the person wants that kept.

use weft::domain::id::{MsgId, PeerId};
use weft::domain::message::{Author, Body, By, Item, Recalled, TakenBack};
use weft::port::store::{Change, LineRecord, StoreCommand};

use super::lasting::{chatting, serve, told};
use super::{App, message, says, text};
use crate::room::Room;

fn recall(id: u64, target: Option<u64>) -> Item {
    Item::Recall {
        id: MsgId(id),
        chat: "@lan".into(),
        target: target.map(MsgId),
        notice: text(&format!("recalled by {id}")),
    }
}

fn marked(by: u64, was: Option<&str>) -> Body {
    Body::Recalled(Recalled {
        by: By::told(text(&format!("recalled by {by}"))),
        was: was.map(|was| Box::new(Body::Text(text(was)))),
    })
}

fn keeping(keep: bool) -> (App, Room) {
    let (mut app, room) = chatting();
    app.model.settings.keep_recalled = keep;
    (app, room)
}

/// With something beside its words in what came.
fn says_with_more(id: u64, said: &str) -> Item {
    let mut item = says(id, "@lan", said);
    if let Item::Message(message) = &mut item {
        message.raw.content = format!("<msg>{said}</msg>").into();
        message.raw.media_id = "@crypt_1".into();
    }
    item
}

fn kept(room: &mut Room) -> Vec<LineRecord> {
    room.book().lines.values().cloned().collect()
}

fn shown(app: &App) -> Vec<Body> {
    let lines = app.model.talk().unwrap().lines.iter();
    lines.map(|line| line.body.clone()).collect()
}

#[test]
fn the_mark_is_all_that_stays_on_screen_and_on_disk() {
    let (mut app, mut room) = keeping(false);
    app.open("@lan");
    app.synced(vec![says_with_more(1, "oops")]);
    serve(&mut app, &mut room);
    app.synced(vec![recall(90, Some(1))]);
    serve(&mut app, &mut room);
    assert_eq!(shown(&app), [marked(90, None)]);
    let lines = kept(&mut room);
    assert_eq!(lines[0].body, marked(90, None));
    assert_eq!(
        lines[0].raw,
        Some(Box::default()),
        "nor does anything of how it came"
    );
}

#[test]
fn what_was_said_stays_under_the_mark_where_that_is_wanted() {
    let (mut app, mut room) = keeping(true);
    app.open("@lan");
    app.synced(vec![says_with_more(1, "oops")]);
    serve(&mut app, &mut room);
    app.synced(vec![recall(90, Some(1))]);
    serve(&mut app, &mut room);
    assert_eq!(shown(&app), [marked(90, Some("oops"))]);
    let lines = kept(&mut room);
    assert_eq!(lines[0].body, marked(90, Some("oops")));
    let raw = lines[0].raw.as_ref().unwrap();
    assert_eq!((&*raw.content, &*raw.media_id), ("<msg>oops</msg>", "@crypt_1"));

    // Told once more, the sentence is the new one and what was said is what it was.
    app.synced(vec![recall(91, Some(1))]);
    serve(&mut app, &mut room);
    assert_eq!(shown(&app), [marked(91, Some("oops"))]);
    assert_eq!(kept(&mut room)[0].body, marked(91, Some("oops")));
}

#[test]
fn a_message_that_comes_and_goes_in_one_turn_is_marked_alike() {
    for keep in [false, true] {
        let (mut app, mut room) = keeping(keep);
        app.synced(vec![says_with_more(1, "oops"), recall(90, Some(1))]);
        serve(&mut app, &mut room);
        let lines = kept(&mut room);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].body, marked(90, keep.then_some("oops")));
        let raw = lines[0].raw.as_deref().unwrap();
        assert_eq!(raw.content.is_empty(), !keep);
    }
}

/// The store is told of what is far from memory in the same words.
#[test]
fn a_message_far_from_memory_is_marked_as_the_setting_says() {
    for keep in [false, true] {
        let (mut app, _room) = keeping(keep);
        told(&mut app);
        app.synced(vec![recall(90, Some(4711)), recall(91, None)]);
        let mut recalls = Vec::new();
        for command in told(&mut app) {
            let StoreCommand::Write { changes, .. } = command else {
                continue;
            };
            for change in changes {
                if let Change::Recalled { chat, target, how } = change {
                    recalls.push((chat, target, how));
                }
            }
        }
        let how = |by: u64| TakenBack {
            by: By::told(text(&format!("recalled by {by}"))),
            keep,
        };
        let lan: PeerId = app.id("@lan");
        assert_eq!(recalls, [(lan, Some(MsgId(4711)), how(90)), (lan, None, how(91))]);
    }
}

#[test]
fn ones_own_last_message_is_kept_or_not_as_any_other() {
    for keep in [false, true] {
        let (mut app, mut room) = keeping(keep);
        app.open("@lan");
        app.synced(vec![
            message(1, "@lan", Author::Me, 0, "mine"),
            message(2, "@lan", Author::Peer, 1, "theirs"),
        ]);
        serve(&mut app, &mut room);
        app.synced(vec![recall(90, None)]);
        serve(&mut app, &mut room);
        let want = [marked(90, keep.then_some("mine")), Body::Text(text("theirs"))];
        assert_eq!(shown(&app), want);
        let bodies: Vec<Body> = kept(&mut room).into_iter().map(|line| line.body).collect();
        assert_eq!(bodies, want);
    }
}
