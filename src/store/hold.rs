//! What is to be written and is not yet: kept in order, and tried again.
//!
//! Bounded by nothing but memory: while the disk is full a message is either here or nowhere. A day of a busy account is a
//! few megabytes.

use std::collections::VecDeque;
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::port::store::{Change, Receipt, StoreEvent, Trouble};

/// At most so many writes go into one transaction: all that fit the inbox at once. With nearly no room left on the disk
/// what is held comes through piece by piece.
const TOGETHER: usize = 256;
/// Between two attempts: doubled after each that failed.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(1);

/// One [`crate::port::store::StoreCommand::Write`].
pub(super) struct Write {
    pub changes: Vec<Change>,
    pub receipts: Vec<Receipt>,
}

#[derive(Default)]
pub(super) struct Hold {
    waiting: VecDeque<Write>,
    /// Attempts to write what waits, all of them failed.
    tries: u32,
    /// What was said last about what is wrong.
    said: Option<Trouble>,
}

impl Hold {
    pub fn push(&mut self, write: Write) {
        self.waiting.push_back(write);
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Writing what waits was tried and failed: the next attempt has its time.
    pub fn is_stuck(&self) -> bool {
        self.tries > 0
    }

    /// So many changes wait.
    pub fn changes(&self) -> usize {
        self.waiting.iter().map(|write| write.changes.len()).sum()
    }

    /// What the next transaction is made of; empty when all is done.
    pub fn next(&self) -> impl Iterator<Item = &Change> {
        self.waiting
            .iter()
            .take(TOGETHER)
            .flat_map(|write| &write.changes)
    }

    /// That is on disk.
    pub fn done(&mut self) -> StoreEvent {
        self.tries = 0;
        let done = self.waiting.len().min(TOGETHER);
        let writes = self.waiting.drain(..done);
        StoreEvent::Kept(writes.flat_map(|write| write.receipts).collect())
    }

    /// Writing it failed.
    pub fn failed(&mut self, why: Trouble) -> Option<StoreEvent> {
        self.tries = self.tries.saturating_add(1);
        self.ails(why)
    }

    /// Something is wrong. Said once, and again only where it is another thing.
    pub fn ails(&mut self, why: Trouble) -> Option<StoreEvent> {
        let news = self.said.replace(why) != Some(why);
        news.then_some(StoreEvent::Trouble(why))
    }

    /// Nothing waits any more.
    pub fn recovered(&mut self) -> Option<StoreEvent> {
        self.said.take().map(|_| StoreEvent::Recovered)
    }

    /// How long to wait before the next attempt; `None` while none is needed.
    pub fn retry_after(&self) -> Option<Duration> {
        let doublings = self.tries.checked_sub(1)?.min(6);
        Some(FIRST.saturating_mul(1 << doublings).min(LONGEST))
    }
}

pub(super) fn trouble(error: &rusqlite::Error) -> Trouble {
    if is_damage(error) {
        return Trouble::Corrupt;
    }
    let code = error.sqlite_error_code();
    let is = |one| code == Some(one);
    if is(ErrorCode::DiskFull) {
        Trouble::DiskFull
    } else if is(ErrorCode::ReadOnly) || is(ErrorCode::PermissionDenied) {
        Trouble::ReadOnly
    } else {
        Trouble::Io
    }
}

/// Whether the file is not what it should be: by SQLite's word, or because a value in it (an error without a code) cannot
/// have been written here.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        None | Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}
