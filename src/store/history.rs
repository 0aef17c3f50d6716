//! One account's history, open: its connection, its lock, and what is still to be written to it.

use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::files::Lock;
use super::hold::{Hold, Write, trouble};
use super::write::{self, Marks};
use super::{Faults, Point, opened, schema};
use crate::port::store::{Change, Opened, Refusal, StoreEvent};

pub(super) struct History {
    pub uin: i64,
    pub db: Connection,
    hold: Hold,
    /// On disk.
    marks: Marks,
    /// Lines that were on their way when the program before this one died still stand so on disk.
    unsettled: bool,
    /// Why writing failed last.
    words: Box<str>,
    /// None for an account in memory, and for one that can only be read and was never locked.
    _lock: Option<Lock>,
}

impl History {
    /// Takes the account's own row and the lines that were on their way in hand, and reads what the first frames need.
    pub fn begin(uin: i64, db: Connection, lock: Option<Lock>) -> Result<(Self, Opened), Refusal> {
        let refusal = |error| schema::refusal(&error);
        let read_only = db.is_readonly("main").map_err(refusal)?;
        let fresh = !read_only && make_account(&db, uin).map_err(refusal)?;
        let opened = Opened {
            fresh,
            ..opened::opened(&db, uin).map_err(refusal)?
        };
        let marks = Marks {
            seq: opened.last_seq,
            local: opened.last_local,
        };
        let history = Self {
            uin,
            db,
            hold: Hold::default(),
            marks,
            unsettled: true,
            words: Box::default(),
            _lock: lock,
        };
        Ok((history, opened))
    }

    pub fn push(&mut self, write: Write) {
        self.hold.push(write);
    }

    /// Whether anything waits to be written.
    pub fn holds(&self) -> bool {
        !self.hold.is_empty()
    }

    pub fn held(&self) -> usize {
        self.hold.changes()
    }

    /// Why it is not: the system's words.
    pub fn words(&self) -> &str {
        &self.words
    }

    pub fn retry_after(&self) -> Option<Duration> {
        self.hold.retry_after()
    }

    /// What was on its way when the program before this one died is unconfirmed, on disk too. Where the disk does not
    /// take it, it goes with the first write that it takes.
    pub fn settle(&mut self, faults: &mut Option<Faults>) -> Option<StoreEvent> {
        let error = self.commit(faults).err()?;
        self.ails(&error)
    }

    /// Writes what waits, unless that failed before: then the next attempt has its time.
    pub fn flush(&mut self, faults: &mut Option<Faults>) -> Vec<StoreEvent> {
        if self.hold.is_stuck() {
            return Vec::new();
        }
        self.retry(faults)
    }

    /// Writes what waits, as far as it goes.
    pub fn retry(&mut self, faults: &mut Option<Faults>) -> Vec<StoreEvent> {
        let mut events = Vec::new();
        if !self.holds() {
            return events;
        }
        while self.holds() {
            if let Err(error) = self.commit(faults) {
                warn(&error);
                self.words = error.to_string().into();
                events.extend(self.hold.failed(trouble(&error)));
                return events;
            }
            events.push(self.hold.done());
        }
        events.extend(self.hold.recovered());
        events
    }

    /// Reading failed as well as writing may: the file is damaged, or cannot be reached.
    pub fn ails(&mut self, error: &rusqlite::Error) -> Option<StoreEvent> {
        warn(error);
        self.hold.ails(trouble(error))
    }

    /// One transaction.
    fn commit(&mut self, faults: &mut Option<Faults>) -> rusqlite::Result<()> {
        let mut strike = |point| match faults {
            Some(faults) => faults(point, &self.db),
            None => Ok(()),
        };
        strike(Point::Begin)?;
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        if self.unsettled {
            write::unconfirm(&transaction)?;
        }
        let mut marks = self.marks;
        for change in self.hold.next() {
            strike(Point::Change)?;
            write::change(&transaction, change)?;
            marks.raise(change);
        }
        if marks != self.marks {
            write::marks(&transaction, marks)?;
        }
        strike(Point::Commit)?;
        transaction.commit()?;
        self.unsettled = false;
        self.marks = marks;
        if self
            .hold
            .next()
            .any(|change| matches!(change, Change::Keepsake(None)))
        {
            forget(&self.db);
        }
        strike(Point::Committed)
    }
}

/// Whether it is new.
fn make_account(db: &Connection, uin: i64) -> rusqlite::Result<bool> {
    let sql =
        "INSERT OR IGNORE INTO account (only, uin, name, last_seq, last_local) VALUES (1, ?1, '', 0, 0)";
    db.execute(sql, [uin]).map(|made| made > 0)
}

/// After a logout no copy of the session is left in the WAL either. One that is being read by somebody else stays until
/// the history is closed.
fn forget(db: &Connection) {
    let folded = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    if let Err(error) = folded {
        warn(&error);
    }
}

/// SQLite's words name tables and files, never what is in them.
fn warn(error: &rusqlite::Error) {
    tracing::warn!(%error, "the history");
}
