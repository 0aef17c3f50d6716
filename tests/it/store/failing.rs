//! Disks that fail: what is told about it, what is held, and that nothing is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pretty_assertions::assert_eq;
use rusqlite::ffi;
use tempfile::tempdir;
use weft::domain::id::{BatchId, LocalId, PeerId};
use weft::port::store::{
    Change, From, LineRecord, Receipt, Refusal, State, StoreCommand, StoreEvent, Trouble, Which,
};
use weft::store::{Faults, Point, Room, Unsaved};

use super::model::{all, expected};
use super::{UIN, ask, chat, keep, keepsake, killed, line, lines, open, opened, outgoing, own, put, told};
use crate::room::Book;

/// Something that is switched on and off while the room has it.
#[derive(Clone, Default)]
struct Switch(Arc<AtomicBool>);

impl Switch {
    fn set(&self, on: bool) {
        self.0.store(on, Ordering::Relaxed);
    }

    /// While on, this statement has been given to SQLite; while off, that one.
    fn says(&self, on: &'static str, off: &'static str) -> Faults {
        let switch = self.clone();
        Box::new(move |point, db| match point {
            Point::Begin if switch.0.load(Ordering::Relaxed) => db.execute_batch(on),
            Point::Begin => db.execute_batch(off),
            Point::Change | Point::Commit | Point::Committed => Ok(()),
        })
    }

    fn full_disk(&self) -> Faults {
        self.says("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000")
    }

    fn read_only(&self) -> Faults {
        self.says("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
    }
}

pub fn write(changes: Vec<Change>, receipt: Receipt) -> StoreCommand {
    StoreCommand::Write {
        changes,
        receipts: vec![receipt],
    }
}

/// More than fits the pages there are.
fn much(seq: i64) -> Vec<Change> {
    vec![put(&line(seq, 1, &"天气真好".repeat(2000)))]
}

#[test]
fn a_full_disk_is_told_once_and_everything_comes_through_when_there_is_room() {
    let (home, elsewhere) = (tempdir().unwrap(), tempdir().unwrap());
    let full = Switch::default();
    let mut room = Room::at(home.path()).with_faults(full.full_disk());
    open(&mut room);
    keep(&mut room, much(1));
    full.set(true);
    let batch = Receipt::Batch(BatchId(1));
    assert_eq!(
        room.perform(write(much(2), batch)),
        [StoreEvent::Trouble(Trouble::DiskFull)]
    );
    assert_eq!(room.perform(write(much(3), outgoing(7))), []);
    assert!(room.retry_after().is_some());
    assert_eq!(room.retry(), []);
    // Meanwhile: what is on disk can be read, and a crash loses what was never said to be kept.
    assert_eq!(lines(&mut room, 1).len(), 1);
    killed(home.path(), elsewhere.path());
    assert_eq!(open(&mut Room::at(elsewhere.path())).seen.len(), 1);

    full.set(false);
    assert_eq!(
        room.retry(),
        [
            // As it was tried, in case it is there already.
            StoreEvent::Kept(vec![batch]),
            StoreEvent::Kept(vec![outgoing(7)]),
            StoreEvent::Recovered
        ]
    );
    assert_eq!(room.retry_after(), None);
    assert_eq!(lines(&mut room, 1).len(), 3);
}

/// A recall that names no message means the last one before it, so it must not be told again after the next.
#[test]
fn what_went_through_without_a_word_is_not_written_twice() {
    let mine = |seq, words: &str| {
        put(&LineRecord {
            from: From::Me,
            ..line(seq, 1, words)
        })
    };
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, vec![Change::Chat(chat(1)), mine(1, "meant")]);
    let mut unheard = true;
    let mut room = room.with_faults(Box::new(move |point, _| match point {
        Point::Committed if std::mem::take(&mut unheard) => Err(rusqlite::Error::SqliteFailure(
            ffi::Error::new(ffi::SQLITE_IOERR_FSYNC),
            None,
        )),
        Point::Begin | Point::Change | Point::Commit | Point::Committed => Ok(()),
    }));
    let recall = Change::Recalled {
        chat: PeerId(1),
        target: None,
        how: super::taken_back("taken back"),
    };
    let first = room.perform(write(vec![recall, mine(2, "not meant")], outgoing(1)));
    assert_eq!(first, [StoreEvent::Trouble(Trouble::Io)]);
    assert_eq!(
        room.perform(write(vec![put(&line(3, 1, "later"))], outgoing(2))),
        []
    );
    assert_eq!(
        room.retry(),
        [
            StoreEvent::Kept(vec![Receipt::Outgoing(LocalId(1))]),
            StoreEvent::Kept(vec![Receipt::Outgoing(LocalId(2))]),
            StoreEvent::Recovered
        ]
    );
    let said = lines(&mut room, 1);
    let said: Vec<_> = said.iter().map(|line| line.body.said()).collect();
    assert_eq!(said, ["taken back", "not meant", "later"]);
}

#[test]
fn a_disk_that_cannot_be_written_any_more_is_told_as_such() {
    let home = tempdir().unwrap();
    let read_only = Switch::default();
    let mut room = Room::at(home.path()).with_faults(read_only.read_only());
    open(&mut room);
    read_only.set(true);
    let events = room.perform(told(vec![Change::Chat(chat(1))]));
    assert_eq!(events, [StoreEvent::Trouble(Trouble::ReadOnly)]);
    // What cannot be written is known to be lost when the program ends.
    assert_eq!(room.close(), Err(Unsaved { changes: 1 }));
}

#[test]
fn another_trouble_is_told_anew() {
    let codes = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&codes);
    let faults: Faults = Box::new(move |point, _| {
        let code = match asked.load(Ordering::Relaxed) {
            0 => return Ok(()),
            1 => ffi::SQLITE_FULL,
            2 => ffi::SQLITE_IOERR_FSYNC,
            _ => ffi::SQLITE_CORRUPT,
        };
        match point {
            Point::Commit => Err(super::sqlite(code)),
            Point::Begin | Point::Change | Point::Committed => Ok(()),
        }
    });
    let mut room = Room::in_memory();
    open(&mut room);
    let mut room = room.with_faults(faults);
    let mut told_of = |code, room: &mut Room| {
        codes.store(code, Ordering::Relaxed);
        room.retry()
    };
    codes_first(&mut room, &mut told_of);
    assert_eq!(told_of(2, &mut room), [StoreEvent::Trouble(Trouble::Io)]);
    assert_eq!(told_of(2, &mut room), []);
    assert_eq!(told_of(3, &mut room), [StoreEvent::Trouble(Trouble::Corrupt)]);
    let waited = room.retry_after().unwrap();
    told_of(3, &mut room);
    assert!(
        room.retry_after().unwrap() > waited,
        "it is not asked faster and faster"
    );
    assert_eq!(
        told_of(0, &mut room),
        [StoreEvent::Kept(Vec::new()), StoreEvent::Recovered]
    );
}

fn codes_first(room: &mut Room, told_of: &mut impl FnMut(usize, &mut Room) -> Vec<StoreEvent>) {
    assert_eq!(told_of(1, room), [], "nothing waits");
    let events = room.perform(told(vec![Change::Chat(chat(1))]));
    assert_eq!(events, [StoreEvent::Trouble(Trouble::DiskFull)]);
}

/// A day of a chat: everything that is written, by kind.
pub fn day() -> Vec<Vec<Change>> {
    let draft = |text: &str| Change::Draft {
        chat: PeerId(1),
        text: text.into(),
    };
    vec![
        vec![super::put_peer(&super::peer(0, "Anna")), Change::Me(PeerId(0))],
        vec![put(&line(1, 1, "吃了吗")), Change::Chat(chat(1)), draft("还")],
        vec![put(&own(2, 1, State::Queued(LocalId(5)))), draft("")],
        vec![put(&own(2, 1, State::Sending(LocalId(5))))],
        vec![
            put(&own(2, 1, State::Kept(None))),
            Change::Keepsake(Some(keepsake("a=1"))),
        ],
        vec![put(&line(3, 2, "old")), put(&line(4, 3, "new"))],
        vec![
            Change::Joined {
                twin: PeerId(2),
                into: PeerId(3),
            },
            Change::LineGone(super::Seq(4)),
        ],
        vec![Change::Keepsake(None)],
    ]
}

/// A disk on which one write fails, the `n`-th.
fn fails_at(n: usize) -> (Faults, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let faults: Faults = Box::new(move |_, _| {
        if counted.fetch_add(1, Ordering::Relaxed) == n {
            return Err(super::sqlite(ffi::SQLITE_IOERR_WRITE));
        }
        Ok(())
    });
    (faults, count)
}

#[test]
fn an_error_at_any_write_loses_nothing() {
    let mut whole = Book::after(&day().concat());
    whole.restart();
    let mut n = 0;
    loop {
        let home = tempdir().unwrap();
        let mut room = Room::at(home.path());
        open(&mut room);
        let (faults, count) = fails_at(n);
        let mut room = room.with_faults(faults);
        let mut receipts = Vec::new();
        let (mut troubles, mut recovered) = (0, 0);
        for (number, changes) in (0..).zip(day()) {
            let mut events = room.perform(write(changes, outgoing(number)));
            events.extend(room.retry());
            for event in events {
                troubles += i32::from(event == StoreEvent::Trouble(Trouble::Io));
                recovered += i32::from(event == StoreEvent::Recovered);
                if let StoreEvent::Kept(some) = event {
                    receipts.extend(some);
                }
            }
        }
        assert_eq!(
            receipts,
            (0..day().len() as u64).map(outgoing).collect::<Vec<_>>()
        );
        drop(room);
        assert_eq!(all(&mut Room::at(home.path())), expected(&whole), "write {n}");
        let hit = count.load(Ordering::Relaxed) > n;
        assert_eq!(
            (troubles, recovered),
            (i32::from(hit), i32::from(hit)),
            "write {n}"
        );
        if !hit {
            break;
        }
        n += 1;
    }
    assert!(n > 30, "only {n} writes were tried");
}

#[test]
fn on_a_full_disk_an_account_opens_and_says_so() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, vec![put(&own(1, 1, State::Sending(LocalId(5))))]);
    drop(room);
    let full = Switch::default();
    full.set(true);
    let mut room = Room::at(home.path()).with_faults(full.read_only());
    let events = room.perform(StoreCommand::Open(Which::Last));
    let [StoreEvent::Opened(before), StoreEvent::Trouble(Trouble::ReadOnly)] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(before.unsent[0].state, State::Unconfirmed(LocalId(5)));
    // Written with the first write that the disk takes, and before it.
    full.set(false);
    let again = vec![put(&own(2, 1, State::Sending(LocalId(6))))];
    assert_eq!(
        room.perform(told(again)),
        [StoreEvent::Kept(Vec::new()), StoreEvent::Recovered]
    );
    let states: Vec<_> = lines(&mut room, 1).iter().map(|line| line.state).collect();
    assert_eq!(
        states,
        [State::Unconfirmed(LocalId(5)), State::Sending(LocalId(6))]
    );
}

#[test]
fn what_an_account_could_not_write_is_written_while_another_is_open() {
    for home in [Some(tempdir().unwrap()), None] {
        let full = Switch::default();
        let room = home
            .as_ref()
            .map_or_else(Room::in_memory, |home| Room::at(home.path()));
        let mut room = room.with_faults(full.read_only());
        opened(ask(&mut room, Which::Uin(2)));
        open(&mut room);
        full.set(true);
        room.perform(told(vec![put(&line(1, 1, "hi"))]));
        let events = room.perform(StoreCommand::Open(Which::Uin(2)));
        assert!(matches!(events[0], StoreEvent::Opened(_)), "{events:?}");
        // Its numbers are given away: it cannot be gone on with before they are on disk.
        let event = ask(&mut room, Which::Uin(UIN));
        let StoreEvent::Refused(Refusal::Unusable(words)) = event else {
            panic!("{event:?}");
        };
        assert!(words.contains("readonly"), "{words}");
        full.set(false);
        assert!(room.retry_after().is_some());
        assert_eq!(room.retry(), []);
        assert_eq!(room.retry_after(), None);
        assert_eq!(open(&mut room).seen.len(), 1);
    }
}
