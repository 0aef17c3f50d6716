//! Whatever is told, in whatever order, on whatever disk: it reads back as a simple model says.

use std::collections::VecDeque;

use proptest::prelude::*;
use rusqlite::ffi;
use tempfile::tempdir;
use weft::port::store::{Change, StoreCommand, StoreEvent};
use weft::store::{Faults, Room};

use super::model::{All, all, expected};
use super::strategies::change;
use super::{keep, killed, open, outgoing};
use crate::room::Book;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_told_is_what_is_read(
        runs in prop::collection::vec(prop::collection::vec(prop::collection::vec(change(), 1..6), 0..6), 1..4),
    ) {
        let home = tempdir().unwrap();
        let mut book = Book::default();
        for (at, run) in runs.into_iter().enumerate() {
            let mut room = Room::at(home.path());
            let opened = open(&mut room);
            prop_assert_eq!(opened.fresh, at == 0);
            for changes in run {
                for change in &changes {
                    book.obey(change.clone());
                }
                keep(&mut room, changes);
            }
            book.restart();
            drop(room);
            prop_assert_eq!(all(&mut Room::at(home.path())), expected(&book));
        }
    }

    /// The disk fails where it likes, the program dies where it likes: what was answered with `Kept` is there, no write is
    /// there in part, and none is there before the one it follows.
    #[test]
    fn what_was_kept_survives_any_failure(
        writes in prop::collection::vec(prop::collection::vec(change(), 0..5), 1..10),
        script in prop::collection::vec(prop::bool::weighted(0.2), 0..60),
        retries in prop::collection::vec(any::<bool>(), 10),
    ) {
        let (home, elsewhere) = (tempdir().unwrap(), tempdir().unwrap());
        let mut room = Room::at(home.path());
        open(&mut room);
        let mut room = room.with_faults(failing(script));
        let mut told = Vec::new();
        let (mut kept, mut next) = (0, 0);
        for (at, (changes, retry)) in writes.iter().zip(retries).enumerate() {
            told.push(changes.clone());
            let mut events = room.perform(StoreCommand::Write {
                changes: changes.clone(),
                receipts: vec![outgoing(at as u64)],
            });
            if retry {
                events.extend(room.retry());
            }
            for event in events {
                if let StoreEvent::Kept(receipts) = event {
                    for receipt in receipts {
                        prop_assert_eq!(receipt, outgoing(next));
                        next += 1;
                        kept += 1;
                    }
                }
            }
        }
        killed(home.path(), elsewhere.path());
        let found = all(&mut Room::at(elsewhere.path()));
        prop_assert!((kept..=told.len()).any(|count| state_after(&told[..count]) == found));

        // The disk is mended: everything comes through.
        let mut room = room.with_faults(Box::new(|_, _| Ok(())));
        room.retry();
        prop_assert_eq!(room.retry_after(), None);
        prop_assert_eq!(room.close(), Ok(()));
        prop_assert_eq!(all(&mut Room::at(home.path())), state_after(&told));
    }
}

fn state_after(writes: &[Vec<Change>]) -> All {
    let mut book = Book::after(&writes.concat());
    book.restart();
    expected(&book)
}

/// A disk that fails at the points of a script.
fn failing(script: Vec<bool>) -> Faults {
    let mut script = VecDeque::from(script);
    Box::new(move |_, _| {
        if script.pop_front().unwrap_or(false) {
            return Err(super::sqlite(ffi::SQLITE_IOERR_WRITE));
        }
        Ok(())
    })
}
