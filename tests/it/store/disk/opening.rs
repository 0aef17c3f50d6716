//! A disk that fails while an account is opened, new or old, and one that stays without room for a while.

use std::fs;
use std::path::Path;

use pretty_assertions::assert_eq;
use rustix::io::Errno;
use tempfile::TempDir;
use weft::domain::id::LocalId;
use weft::port::store::{Opened, Refusal, State, StoreCommand, StoreEvent, Trouble, Which};
use weft::store::Room;

use super::sweeps::{is_right_in_the_end, look, receipts, troubles};
use super::{Disk, Fault, OPEN, READ, REMOVE, SYNC, TRUNCATE, WRITE, is_sound, on_a_disk, state};
use crate::store::failing::write;
use crate::store::{UIN, keep, killed, line, lines, open, outgoing, own, put, told};

const EVERYTHING: i32 = OPEN | READ | WRITE | SYNC | TRUNCATE | REMOVE;
const WRITING: i32 = OPEN | WRITE | SYNC | TRUNCATE | REMOVE;

/// As a program leaves it that was killed: with a log beside the database.
fn left_behind(disk: &Disk) -> TempDir {
    let (living, home) = (disk.home(), disk.home());
    let mut room = Room::at(living.path());
    open(&mut room);
    let many = (1..40).map(|seq| put(&line(seq, 1, &"天气真好".repeat(200))));
    keep(&mut room, many.collect());
    keep(&mut room, vec![put(&own(40, 1, State::Sending(LocalId(5))))]);
    copied(living.path(), home.path());
    home
}

/// All the files, the memory that connections share included.
fn copied(from: &Path, to: &Path) {
    killed(from, to);
    let shared = Path::new(&UIN.to_string()).join("history.db-shm");
    if from.join(&shared).exists() {
        fs::copy(from.join(&shared), to.join(shared)).unwrap();
    }
}

fn opening(room: &mut Room) -> Vec<StoreEvent> {
    room.perform(StoreCommand::Open(Which::Uin(UIN)))
}

/// What it opened with, if it did.
fn opened(events: &[StoreEvent]) -> Option<&Opened> {
    match events.first() {
        Some(StoreEvent::Opened(opened)) => Some(opened),
        _ => None,
    }
}

/// Opens while the disk fails, and goes on when it is mended; whether anything failed.
fn opens(disk: &Disk, home: &TempDir, n: i32, fault: Fault) -> bool {
    let before = home.path().join(UIN.to_string()).join("history.db-wal").exists();
    let mut room = Room::at(home.path());
    disk.break_at(n, fault);
    let mut events = opening(&mut room);
    if opened(&events).is_some() {
        events.extend(look(&mut room));
        events.extend(room.perform(write(vec![put(&line(50, 1, "held"))], outgoing(9))));
    }
    let hit = disk.hits() > 0;
    disk.mend();
    let elsewhere = disk.home();
    killed(home.path(), elsewhere.path());
    let left = state(elsewhere.path());
    is_sound(elsewhere.path());
    let kept = receipts(&events).len();
    assert!(
        left.lines[1].len() >= kept + if before { 40 } else { 0 },
        "operation {n}"
    );

    match events.first() {
        Some(StoreEvent::Opened(opened)) => {
            assert_eq!(opened.fresh, !before, "operation {n}");
            events.extend(room.retry());
            assert_eq!(receipts(&events), [outgoing(9)], "operation {n}: {events:?}");
            assert_eq!(room.retry_after(), None);
            is_right_in_the_end(&events);
        }
        // To SQLite what a disk cannot read is damaged.
        Some(StoreEvent::Refused(Refusal::Corrupt)) if fault.kinds & READ != 0 => {}
        Some(StoreEvent::Refused(Refusal::Unusable(_))) => assert_eq!(events.len(), 1),
        other => panic!("operation {n}: {other:?}"),
    }
    drop(room);
    assert_eq!(
        state(home.path()).lines[1].len(),
        kept.max(receipts(&events).len()) + if before { 40 } else { 0 }
    );
    is_sound(home.path());
    hit
}

fn sweep(disk: &Disk, kinds: i32, error: Errno, before: &TempDir) {
    for (times, torn) in [(1, false), (1, true), (i32::MAX, false)] {
        let fault = Fault {
            kinds,
            error,
            times,
            torn,
        };
        let tried = (0..).take_while(|n| {
            let home = disk.home();
            copied(before.path(), home.path());
            opens(disk, &home, *n, fault)
        });
        let tried = tried.count();
        assert!(tried > 5, "only {tried} operations were tried of {fault:?}");
    }
}

#[test]
fn an_error_while_an_account_is_made_leaves_nothing_half_made() {
    on_a_disk(
        "opening::an_error_while_an_account_is_made_leaves_nothing_half_made",
        |disk| {
            let nothing = disk.home();
            sweep(disk, EVERYTHING, Errno::IO, &nothing);
            sweep(disk, WRITING, Errno::NOSPC, &nothing);
        },
    );
}

#[test]
fn an_error_while_an_account_is_opened_harms_nothing() {
    on_a_disk(
        "opening::an_error_while_an_account_is_opened_harms_nothing",
        |disk| {
            let before = left_behind(disk);
            sweep(disk, EVERYTHING, Errno::IO, &before);
            sweep(disk, WRITING, Errno::NOSPC, &before);
        },
    );
}

/// From the first operation on, until it is mended.
fn without_end(kinds: i32, error: Errno) -> Fault {
    Fault {
        kinds,
        error,
        times: i32::MAX,
        torn: false,
    }
}

#[test]
fn an_account_that_nothing_can_be_written_to_is_read_and_written_when_it_can_be() {
    on_a_disk(
        "opening::an_account_that_nothing_can_be_written_to_is_read_and_written_when_it_can_be",
        |disk| {
            for (kinds, error, word) in [
                (WRITE, Errno::NOSPC, Trouble::DiskFull),
                (WRITING, Errno::NOSPC, Trouble::DiskFull),
                (WRITING, Errno::ROFS, Trouble::ReadOnly),
            ] {
                let home = left_behind(disk);
                let mut room = Room::at(home.path());
                disk.break_at(0, without_end(kinds, error));
                let events = opening(&mut room);
                assert_eq!(
                    opened(&events).map(|opened| opened.unsent.len()),
                    Some(1),
                    "{events:?}"
                );
                assert_eq!(troubles(&events), [word]);
                assert_eq!(lines(&mut room, 1).len(), 40);
                assert_eq!(
                    room.perform(write(vec![put(&line(50, 1, "held"))], outgoing(9))),
                    []
                );
                assert_eq!(room.retry(), []);
                disk.mend();
                assert_eq!(
                    room.retry(),
                    [StoreEvent::Kept(vec![outgoing(9)]), StoreEvent::Recovered]
                );
                // Written through and through, and no other weft gets in between.
                assert_eq!(
                    room.perform(told(vec![put(&line(51, 1, "more"))])),
                    [StoreEvent::Kept(Vec::new())]
                );
                let second = Room::at(home.path()).perform(StoreCommand::Open(Which::Last));
                assert!(
                    matches!(
                        second[..],
                        [StoreEvent::Refused(Refusal::Locked { pid: Some(_) })]
                    ),
                    "{second:?}"
                );
                assert_eq!(lines(&mut room, 1).len(), 42);
                drop(room);
                is_sound(home.path());
                let state = state(home.path());
                assert_eq!(state.lines[1].len(), 42);
                assert_eq!(state.opened.unsent[0].state, State::Unconfirmed(LocalId(5)));
            }
        },
    );
}

#[test]
fn a_first_login_on_a_full_disk_is_kept_when_there_is_room() {
    on_a_disk(
        "opening::a_first_login_on_a_full_disk_is_kept_when_there_is_room",
        |disk| {
            for kinds in [WRITE, WRITING] {
                let home = disk.home();
                let mut room = Room::at(home.path());
                disk.break_at(0, without_end(kinds, Errno::NOSPC));
                let events = opening(&mut room);
                assert_eq!(
                    opened(&events).map(|opened| opened.fresh),
                    Some(true),
                    "{events:?}"
                );
                assert_eq!(troubles(&events), [Trouble::DiskFull]);
                assert_eq!(
                    room.perform(write(vec![put(&line(1, 1, "held"))], outgoing(9))),
                    []
                );
                assert_eq!(room.retry(), []);
                disk.mend();
                assert_eq!(
                    room.retry(),
                    [StoreEvent::Kept(vec![outgoing(9)]), StoreEvent::Recovered]
                );
                assert_eq!(lines(&mut room, 1).len(), 1);
                drop(room);
                is_sound(home.path());
                let events = Room::at(home.path()).perform(StoreCommand::Open(Which::Last));
                assert_eq!(
                    opened(&events).map(|opened| opened.seen.len()),
                    Some(1),
                    "{events:?}"
                );
            }
        },
    );
}
