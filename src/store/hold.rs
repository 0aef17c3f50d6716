//! What is to be written and is not yet: kept in order, and tried again.
//!
//! Bounded by nothing but memory: while the disk is full a message is either here or nowhere. A day of a busy account is a
//! few megabytes.

use std::collections::VecDeque;
use std::time::Duration;

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

use super::ground::Barred;
use crate::port::store::{Change, Receipt, Refusal, StoreEvent, Trouble};

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

/// Why something could not be written.
pub(super) struct Snag {
    pub why: Trouble,
    /// The system's.
    pub words: Box<str>,
}

impl From<&rusqlite::Error> for Snag {
    fn from(error: &rusqlite::Error) -> Self {
        Self {
            why: trouble(error),
            words: error.to_string().into(),
        }
    }
}

/// What keeps the account's file from being written: what waiting does not mend is told as what it is for now.
impl From<Barred> for Snag {
    fn from(barred: Barred) -> Self {
        let damaged = barred.refusal == Refusal::Corrupt;
        let for_now = if damaged {
            Trouble::Corrupt
        } else {
            Trouble::ReadOnly
        };
        Self {
            why: barred.trouble.unwrap_or(for_now),
            words: barred.words(),
        }
    }
}

#[derive(Default)]
pub(super) struct Hold {
    waiting: VecDeque<Write>,
    /// So many of them were in the attempt that failed: the next one is made of the same, for it may be there already.
    tried: usize,
    /// Things that went wrong since a write went well.
    tries: u32,
    /// Writing what waits was tried, and failed.
    stuck: bool,
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
        self.stuck
    }

    /// What waits first was in the attempt before this one.
    pub fn was_tried(&self) -> bool {
        self.tried > 0
    }

    /// Something was said to be wrong, and not yet that it is right again.
    pub fn is_troubled(&self) -> bool {
        self.said.is_some()
    }

    /// So many changes wait.
    pub fn changes(&self) -> usize {
        self.waiting.iter().map(|write| write.changes.len()).sum()
    }

    /// What the next transaction is made of; empty when all is done.
    pub fn next(&self) -> impl Iterator<Item = &Change> {
        let writes = self.waiting.iter().take(self.together());
        writes.flat_map(|write| &write.changes)
    }

    fn together(&self) -> usize {
        if self.tried > 0 {
            self.tried
        } else {
            self.waiting.len().min(TOGETHER)
        }
    }

    /// That is on disk; `None` where nothing waited.
    pub fn done(&mut self) -> Option<StoreEvent> {
        self.stuck = false;
        if self.waiting.is_empty() {
            return None;
        }
        let done = self.together();
        (self.tries, self.tried) = (0, 0);
        let writes = self.waiting.drain(..done);
        Some(StoreEvent::Kept(
            writes.flat_map(|write| write.receipts).collect(),
        ))
    }

    /// Writing it failed.
    pub fn failed(&mut self, why: Trouble) -> Option<StoreEvent> {
        (self.stuck, self.tried) = (true, self.together());
        self.ails(why)
    }

    /// Something is wrong. Said once, and again only where it is another thing.
    pub fn ails(&mut self, why: Trouble) -> Option<StoreEvent> {
        self.tries = self.tries.saturating_add(1);
        let news = self.said.replace(why) != Some(why);
        news.then_some(StoreEvent::Trouble(why))
    }

    /// Nothing waits any more.
    pub fn recovered(&mut self) -> Option<StoreEvent> {
        self.said.take().map(|_| StoreEvent::Recovered)
    }

    /// How long to wait before the next attempt; `None` while none is needed. Trouble with reading alone is looked into as
    /// well: nobody would ever hear that it is over.
    pub fn retry_after(&self) -> Option<Duration> {
        self.said?;
        let doublings = self.tries.saturating_sub(1).min(6);
        Some(FIRST.saturating_mul(1 << doublings).min(LONGEST))
    }
}

pub(super) fn trouble(error: &rusqlite::Error) -> Trouble {
    if is_damage(error) {
        return Trouble::Corrupt;
    }
    let code = error.sqlite_error_code();
    let is = |one| code == Some(one);
    let extended = error.sqlite_error().map(|error| error.extended_code);
    // The memory that connections share is a file beside the database, and is made as large as it is to be.
    if is(ErrorCode::DiskFull) || extended == Some(SQLITE_IOERR_SHMSIZE) {
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
