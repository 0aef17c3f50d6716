//! The store, driven by hand: what it was told is what it tells, whatever happens in between.

use std::fs;
use std::path::Path;

use weft::domain::contact::Contact;
use weft::domain::id::{LocalId, MsgId, PeerId, Seq, UserName};
use weft::domain::message::TakenBack;
use weft::domain::message::{Body, By, Recalled};
use weft::domain::secret::Secret;
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Keepsake;
use weft::port::store::{
    Change, ChatRecord, From, LineRecord, Opened, Page, PeerRecord, Place, Read, Receipt, State,
    StoreCommand, StoreEvent, Which,
};
use weft::store::Room;

mod accounts;
mod bodies;
#[cfg(target_os = "linux")]
mod disk;
mod failing;
mod forgetting;
mod history;
mod index;
mod model;
mod paging;
mod properties;
mod stickers;
pub mod strategies;
mod thread;

pub const UIN: i64 = 2_748_112_906;

/// What opening answers, where it answers with one event.
pub fn ask(room: &mut Room, which: Which) -> StoreEvent {
    let mut events = room.perform(StoreCommand::Open(which));
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

pub fn open(room: &mut Room) -> Opened {
    opened(ask(room, Which::Uin(UIN)))
}

pub fn opened(event: StoreEvent) -> Opened {
    let StoreEvent::Opened(opened) = event else {
        panic!("not opened: {event:?}");
    };
    *opened
}

pub fn told(changes: Vec<Change>) -> StoreCommand {
    StoreCommand::Write {
        changes,
        receipts: Vec::new(),
    }
}

/// Writes, on a disk that takes it.
pub fn keep(room: &mut Room, changes: Vec<Change>) {
    assert_eq!(room.perform(told(changes)), [StoreEvent::Kept(Vec::new())]);
}

pub fn page(room: &mut Room, chat: u32, from: Place, count: u16) -> Page {
    let read = Read {
        chat: PeerId(chat),
        from,
        count,
    };
    match room.perform(StoreCommand::Read(read)).as_slice() {
        [StoreEvent::Page(page)] => page.clone(),
        other => panic!("no page: {other:?}"),
    }
}

pub fn lines(room: &mut Room, chat: u32) -> Vec<LineRecord> {
    page(room, chat, Place::End, u16::MAX).lines
}

pub fn text(words: &str) -> Body {
    Body::Text(SafeText::new(words))
}

fn taken_back(notice: &str) -> TakenBack {
    TakenBack {
        by: By::told(SafeText::new(notice)),
        keep: false,
    }
}

fn recalled(notice: &str) -> Body {
    Body::Recalled(Recalled {
        by: By::told(SafeText::new(notice)),
        was: None,
    })
}

/// A line that was received at second `seq`.
pub fn line(seq: i64, chat: u32, words: &str) -> LineRecord {
    LineRecord {
        seq: Seq(seq),
        chat: PeerId(chat),
        at: Timestamp(seq),
        from: From::Peer(PeerId(chat)),
        state: State::Kept(Some(MsgId(1000 + seq.unsigned_abs()))),
        body: text(words),
        raw: None,
    }
}

/// An own line on its way.
pub fn own(seq: i64, chat: u32, state: State) -> LineRecord {
    LineRecord {
        from: From::Me,
        state,
        ..line(seq, chat, "hello")
    }
}

pub fn put(line: &LineRecord) -> Change {
    Change::Line(Box::new(line.clone()))
}

pub fn peer(id: u32, name: &str) -> PeerRecord {
    PeerRecord {
        id: PeerId(id),
        contact: Contact {
            nick_name: SafeText::line(name),
            ..Contact::bare(UserName::from(&*format!("@{id:x}")))
        },
        gone: false,
        current: true,
        same_as: None,
        members: Vec::new(),
        joined: 0,
        apart: Vec::new(),
    }
}

pub fn put_peer(peer: &PeerRecord) -> Change {
    Change::Peer(Box::new(peer.clone()))
}

pub fn chat(id: u32) -> ChatRecord {
    ChatRecord {
        peer: PeerId(id),
        unread: 3,
        mentioned: true,
        last_at: Timestamp(7),
        opened_at: Timestamp(5),
        rank: 2,
    }
}

pub fn keepsake(words: &str) -> Keepsake {
    Keepsake(Secret::new(words))
}

pub fn outgoing(local: u64) -> Receipt {
    Receipt::Outgoing(LocalId(local))
}

/// What a `kill -9` at this moment leaves behind: the files as they are, to be opened elsewhere.
pub fn killed(home: &Path, elsewhere: &Path) {
    fs::create_dir_all(elsewhere).unwrap();
    for entry in fs::read_dir(home).unwrap() {
        let entry = entry.unwrap();
        let to = elsewhere.join(entry.file_name());
        if entry.path().is_dir() {
            killed(&entry.path(), &to);
        } else if entry.file_name() != "history.db-shm" {
            // The shared memory is of the machine that runs; a program that starts makes it anew from the WAL.
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What SQLite says with this code.
pub fn sqlite(code: std::ffi::c_int) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}
