//! A day of a chat on a disk that fails at its n-th operation, for every n, once or until it is mended.

use pretty_assertions::assert_eq;
use rustix::io::Errno;
use weft::domain::id::PeerId;
use weft::port::store::{Place, Read, Receipt, Search, StoreCommand, StoreEvent, Trouble};
use weft::store::Room;

use super::{Disk, Fault, OPEN, READ, REMOVE, SYNC, TRUNCATE, WRITE, is_sound, on_a_disk, state};
use crate::room::Book;
use crate::store::failing::{day, write};
use crate::store::model::{All, expected};
use crate::store::{killed, open, outgoing};

/// What there is to be read after each of the day's writes, before the first included.
pub fn mornings() -> Vec<All> {
    let morning = |writes: usize| {
        let mut book = Book::after(&day()[..writes].concat());
        book.restart();
        expected(&book)
    };
    (0..=day().len()).map(morning).collect()
}

pub fn receipts(events: &[StoreEvent]) -> Vec<Receipt> {
    let mut kept = Vec::new();
    for event in events {
        if let StoreEvent::Kept(receipts) = event {
            kept.extend(receipts);
        }
    }
    kept
}

pub fn troubles(events: &[StoreEvent]) -> Vec<Trouble> {
    let mut told = Vec::new();
    for event in events {
        if let StoreEvent::Trouble(trouble) = event {
            told.push(*trouble);
        }
    }
    told
}

/// What was wrong was told to be right again, once, and nothing else was.
pub fn is_right_in_the_end(events: &[StoreEvent]) {
    let mut troubled = false;
    for event in events {
        if matches!(event, StoreEvent::Trouble(_)) {
            troubled = true;
        } else if *event == StoreEvent::Recovered {
            assert!(troubled, "{events:?}");
            troubled = false;
        }
    }
    assert!(!troubled, "{events:?}");
}

/// Looking at what is there, which goes on whatever the disk does.
pub fn look(room: &mut Room) -> Vec<StoreEvent> {
    let (chat, from, count) = (PeerId(1), Place::End, 9);
    let search = Search {
        words: vec!["吃".into()],
        count: 9,
        ..Search::default()
    };
    room.perform_all([
        StoreCommand::Read(Read { chat, from, count }),
        StoreCommand::Search(search),
    ])
}

/// One day; whether anything failed.
fn lives_through(disk: &Disk, n: i32, fault: Fault, words: &[Trouble]) -> bool {
    let mornings = mornings();
    let home = disk.home();
    let mut room = Room::at(home.path());
    open(&mut room);
    disk.break_at(n, fault);
    let mut events = Vec::new();
    for (number, changes) in (0..).zip(day()) {
        events.extend(room.perform(write(changes, outgoing(number))));
        events.extend(look(&mut room));
    }
    let hit = disk.hits() > 0;
    disk.mend();

    // The program dies here: what it said is kept is there, and of the rest nothing is there in part.
    let elsewhere = disk.home();
    killed(home.path(), elsewhere.path());
    let found = state(elsewhere.path());
    let said = receipts(&events).len();
    assert!(
        mornings[said..].contains(&found),
        "{said} were kept, operation {n}"
    );
    is_sound(elsewhere.path());

    // Or it lives on, and the disk is well again.
    events.extend(room.retry());
    assert_eq!(room.retry_after(), None, "operation {n}");
    let all: Vec<_> = (0..day().len() as u64).map(outgoing).collect();
    assert_eq!(receipts(&events), all, "operation {n}");
    let told = troubles(&events);
    assert!(
        told.iter().all(|told| words.contains(told)),
        "operation {n}: {told:?}"
    );
    is_right_in_the_end(&events);
    drop(room);
    assert_eq!(state(home.path()), mornings[day().len()], "operation {n}");
    is_sound(home.path());
    hit
}

/// Every operation of the day fails once, whole and in part, and every one is the first of a disk that is out of order.
fn sweep(disk: &Disk, kinds: i32, error: Errno, words: &[Trouble]) {
    for (times, torn) in [(1, false), (1, true), (i32::MAX, false)] {
        let fault = Fault {
            kinds,
            error,
            times,
            torn,
        };
        let mut n = 0;
        while lives_through(disk, n, fault, words) {
            n += 1;
        }
        assert!(n > 2, "only {n} operations were tried of {fault:?}");
    }
}

#[test]
fn a_disk_that_fills_up_at_any_write_loses_nothing() {
    on_a_disk(
        "sweeps::a_disk_that_fills_up_at_any_write_loses_nothing",
        |disk| {
            sweep(disk, WRITE | OPEN, Errno::NOSPC, &[Trouble::DiskFull]);
        },
    );
}

#[test]
fn an_error_at_any_operation_loses_nothing() {
    on_a_disk("sweeps::an_error_at_any_operation_loses_nothing", |disk| {
        let written = OPEN | WRITE | SYNC | TRUNCATE | REMOVE;
        sweep(disk, written, Errno::IO, &[Trouble::Io]);
        // To SQLite what a disk cannot read is damaged.
        let words = [Trouble::Io, Trouble::Corrupt];
        sweep(disk, READ | written, Errno::IO, &words);
    });
}

#[test]
fn a_disk_that_turns_read_only_loses_nothing() {
    on_a_disk("sweeps::a_disk_that_turns_read_only_loses_nothing", |disk| {
        sweep(
            disk,
            WRITE | TRUNCATE | OPEN | REMOVE,
            Errno::ROFS,
            &[Trouble::Io],
        );
    });
}
