//! The history as text.

use weft::archive::{self, Book, Format, Unclear};
use weft::domain::contact::{ContactKind, Group};
use weft::domain::id::{LocalId, PeerId};
use weft::domain::message::{Body, By, Link, Picture, Quote, Raw, Recalled};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Failure;
use weft::port::store::{Change, From, LineRecord, PeerRecord, State, Which};
use weft::store::{Range, Reader};
use weft::words::{Language, Words};

use super::{export, home_with};
use crate::store::{UIN, line, peer, put, put_peer};

fn safe(words: &str) -> SafeText {
    SafeText::new(words)
}

fn named(id: u32, nick: &str, remark: &str) -> PeerRecord {
    let mut peer = peer(id, nick);
    peer.contact.kind = ContactKind::Friend;
    peer.contact.remark_name = safe(remark);
    peer
}

fn group(id: u32, name: &str) -> PeerRecord {
    let mut group = peer(id, name);
    group.contact.kind = ContactKind::Group;
    group.contact.group = Some(Box::new(Group::default()));
    group
}

fn at(hour: i64) -> Timestamp {
    Timestamp(1_790_000_000 + hour * 3600)
}

/// In the group, at that hour.
fn said(hour: i64, from: From, body: Body) -> LineRecord {
    LineRecord {
        from,
        body,
        at: at(hour),
        ..line(hour, 1, "")
    }
}

fn linked() -> LineRecord {
    let body = Body::Link(Box::new(Link {
        title: safe("A title"),
        source: safe("Somewhere"),
        ..Link::default()
    }));
    let raw = Raw {
        url: "https://example.test/a?b=1&amp;c=2".into(),
        ..Raw::default()
    };
    LineRecord {
        raw: Some(Box::new(raw)),
        ..said(4, From::Peer(PeerId(2)), body)
    }
}

/// A group with everybody in it, and two of the same name.
fn cast() -> Vec<Change> {
    let anna = From::Peer(PeerId(2));
    let own = |seq, state| LineRecord {
        state,
        ..said(seq, From::Me, Body::Text(safe("hello")))
    };
    let quote = Body::Quote(Box::new(Quote {
        reply: safe("yes"),
        quoted: safe("are you\nthere?"),
        ..Quote::default()
    }));
    let people = [
        named(0, "me", ""),
        group(1, "周末爬山 🏔"),
        named(2, "annika", "Anna"),
        named(3, "Sam", ""),
        named(4, "Sam", ""),
    ];
    let lines = [
        said(
            1,
            anna,
            Body::Text(safe("几点？\n13:14  You: not what I said\n\n👨‍👩‍👧 ok")),
        ),
        said(2, From::Me, Body::Image(Picture::default())),
        said(3, From::Service, Body::Notice(safe("Sam joined"))),
        linked(),
        said(5, anna, quote),
        said(
            20,
            anna,
            Body::Recalled(Recalled {
                by: By::told(safe("Anna recalled a message")),
                was: None,
            }),
        ),
        own(21, State::Queued(LocalId(1))),
        own(22, State::Failed(LocalId(2), Failure::NotAllowed)),
        own(23, State::Unconfirmed(LocalId(3))),
        LineRecord {
            chat: PeerId(3),
            ..said(6, From::Peer(PeerId(3)), Body::Voice { millis: 3500 })
        },
        LineRecord {
            at: at(7),
            ..line(31, 4, "the other Sam")
        },
    ];
    let mut changes: Vec<Change> = people.iter().map(put_peer).collect();
    changes.push(Change::Me(PeerId(0)));
    changes.extend(lines.iter().map(put));
    changes
}

#[test]
fn a_person_can_read_it() {
    let home = home_with(cast());
    insta::assert_snapshot!("export_text", export(home.path(), Format::Text));
}

#[test]
fn a_chat_is_named_by_what_it_is_called_and_said_apart_from_others() {
    let home = home_with(cast());
    let words = Words::new(Language::English);
    let reader = Reader::open(home.path(), &Which::Uin(UIN)).unwrap();
    let book = Book::new(&reader, &words, jiff::tz::TimeZone::UTC);
    let choose = |name: &str| archive::choose(&book, book.chats(Range::ALL).unwrap(), &[name.to_owned()]);
    let ids = |name: &str| {
        let chosen = choose(name).unwrap();
        chosen.iter().map(|chat| chat.id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids("周末爬山 🏔"), [1]);
    assert_eq!(ids("#4"), [4]);
    match choose("sam") {
        Err(Unclear::Several { these, .. }) => {
            let told: Vec<String> = these
                .iter()
                .map(|chat| archive::told_apart(&book, chat))
                .collect();
            assert_eq!(told, ["#3 Sam (friend, 1 message)", "#4 Sam (friend, 1 message)"]);
        }
        other => panic!("{other:?}"),
    }
    match choose("爬山") {
        Err(Unclear::Unknown { near, .. }) => assert_eq!(near.len(), 1),
        other => panic!("{other:?}"),
    }
    // Anna speaks, and has no chat.
    assert!(matches!(choose("Anna"), Err(Unclear::Unknown { near, .. }) if near.is_empty()));
    let both = archive::choose(
        &book,
        book.chats(Range::ALL).unwrap(),
        &["#4".into(), "#3".into(), "#4".into()],
    );
    assert_eq!(both.unwrap().len(), 2);
}

#[test]
fn a_range_of_time_has_both_its_ends() {
    let home = home_with(cast());
    let words = Words::new(Language::English);
    let reader = Reader::open(home.path(), &Which::Uin(UIN)).unwrap();
    let book = Book::new(&reader, &words, jiff::tz::TimeZone::UTC);
    let range = Range {
        first: Timestamp(1_790_000_000 + 5 * 3600),
        last: Timestamp(1_790_000_000 + 7 * 3600),
    };
    let chats = book.chats(range).unwrap();
    let counts: Vec<(u32, u64)> = chats.iter().map(|chat| (chat.id.0, chat.lines)).collect();
    assert_eq!(counts, [(1, 1), (3, 1), (4, 1)]);
    for format in [Format::Text, Format::Html, Format::Jsonl] {
        let mut out = Vec::new();
        let tally = book
            .write(&chats, (range, format), &mut out, &mut |_| {})
            .unwrap();
        assert_eq!((tally.lines, tally.chats), (3, 3), "{format:?}");
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("the other Sam") && !out.contains("A title"), "{out}");
    }
}
