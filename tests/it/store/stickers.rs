//! The stickers that are offered: one of a kind, what the person sends most first.

use pretty_assertions::assert_eq;
use tempfile::tempdir;
use weft::domain::id::{LocalId, MsgId, PeerId, Seq};
use weft::domain::message::{Body, Sticker, Thrown};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Failure;
use weft::port::stickers::StickerRecord;
use weft::port::store::{Change, From, LineRecord, State, StoreCommand, StoreEvent, Which};
use weft::store::Room;

use super::{UIN, ask, keep, line, open, opened, own, put};

pub fn stickers(room: &mut Room, most: u16) -> Vec<StickerRecord> {
    match room.perform(StoreCommand::Stickers { most }).as_slice() {
        [StoreEvent::Stickers(stickers)] => stickers.clone(),
        other => panic!("no stickers: {other:?}"),
    }
}

fn sticker(md5: &str) -> Sticker {
    Sticker {
        md5: md5.into(),
        words: SafeText::line(md5),
        ..Sticker::default()
    }
}

/// Received at second `seq` in this chat.
fn comes(seq: i64, chat: u32, sticker: Sticker) -> LineRecord {
    LineRecord {
        body: Body::Sticker(Box::new(sticker)),
        ..line(seq, chat, "")
    }
}

/// Sent at second `seq`.
fn goes(seq: i64, chat: u32, md5: &str) -> LineRecord {
    LineRecord {
        from: From::Me,
        ..comes(seq, chat, sticker(md5))
    }
}

fn names(stickers: &[StickerRecord]) -> Vec<&str> {
    stickers.iter().map(|record| &*record.sticker.md5).collect()
}

fn told(lines: &[LineRecord]) -> Vec<Change> {
    lines.iter().map(put).collect()
}

#[test]
fn each_is_told_once_with_the_newest_message_it_came_in() {
    let mut room = Room::in_memory();
    open(&mut room);
    assert_eq!(stickers(&mut room, 9), []);
    let lines = [
        comes(1, 1, sticker("cat")),
        comes(2, 1, sticker("dog")),
        line(3, 1, "a cat"),
        comes(4, 2, sticker("cat")),
        comes(5, 1, sticker("fox")),
    ];
    keep(&mut room, told(&lines));
    let found = stickers(&mut room, 9);
    assert_eq!(names(&found), ["fox", "cat", "dog"]);
    assert_eq!(
        found[1],
        StickerRecord {
            sticker: Box::new(sticker("cat")),
            message: MsgId(1004),
            chat: PeerId(2),
            at: Timestamp(4),
            from: From::Peer(PeerId(2)),
            sent: 0,
        }
    );
    assert_eq!(names(&stickers(&mut room, 2)), ["fox", "cat"]);
}

#[test]
fn what_the_person_sends_most_comes_first() {
    let mut room = Room::in_memory();
    open(&mut room);
    let lines = [
        goes(1, 1, "cat"),
        goes(2, 1, "dog"),
        goes(3, 2, "dog"),
        comes(4, 1, sticker("cat")),
        goes(5, 1, "fox"),
        comes(6, 1, sticker("hen")),
    ];
    keep(&mut room, told(&lines));
    let found = stickers(&mut room, 9);
    let counts: Vec<u32> = found.iter().map(|record| record.sent).collect();
    assert_eq!(names(&found), ["dog", "fox", "cat", "hen"]);
    assert_eq!(counts, [2, 1, 1, 0]);
    assert_eq!(
        found[2].from,
        From::Peer(PeerId(1)),
        "it came once more after it went"
    );
}

#[test]
fn what_cannot_be_sent_again_is_not_offered() {
    let mut room = Room::in_memory();
    open(&mut room);
    let queued = State::Queued(LocalId(7));
    let failed = State::Failed(LocalId(8), Failure::Offline);
    let unsent = |seq, state| LineRecord {
        body: Body::Sticker(Box::new(sticker("unsent"))),
        ..own(seq, 1, state)
    };
    let lines = [
        comes(1, 1, sticker("")),
        comes(
            2,
            1,
            Sticker {
                store: true,
                ..sticker("bought")
            },
        ),
        comes(
            3,
            1,
            Sticker {
                thrown: Some(Thrown::Dice(6)),
                ..sticker("thrown")
            },
        ),
        unsent(4, queued),
        unsent(5, failed),
        comes(6, 1, sticker("taken back")),
        comes(7, 1, sticker("good")),
        comes(8, 1, sticker("gone")),
    ];
    keep(&mut room, told(&lines));
    let recalled = Change::Recalled {
        chat: PeerId(1),
        target: Some(MsgId(1006)),
        how: super::taken_back("Anna recalled a message"),
    };
    keep(&mut room, vec![recalled, Change::LineGone(Seq(8))]);
    assert_eq!(names(&stickers(&mut room, 9)), ["good"]);
}

#[test]
fn they_are_there_after_a_restart_and_with_no_account_there_are_none() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, told(&[comes(1, 1, sticker("cat"))]));
    drop(room);
    let mut room = Room::at(home.path());
    opened(ask(&mut room, Which::Uin(UIN)));
    assert_eq!(names(&stickers(&mut room, 9)), ["cat"]);
    ask(&mut room, Which::New);
    assert_eq!(stickers(&mut room, 9), []);
}
