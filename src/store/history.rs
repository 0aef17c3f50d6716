//! One account's history, open: its connection, its lock, and what is still to be written to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::files::Lock;
use super::ground::{self, Barred, Ground};
use super::hold::{Hold, Snag, Write, trouble};
use super::write::{self, Marks};
use super::{Faults, Point, index, opened, schema};
use crate::port::store::{Change, Opened, Refusal, StoreEvent, Trouble};

pub(super) struct History {
    pub uin: i64,
    pub db: Connection,
    hold: Hold,
    /// On disk.
    marks: Marks,
    /// Lines that were on their way when the program before this one died still stand so on disk.
    unsettled: bool,
    /// The last attempt failed, as far as SQLite could say.
    doubtful: bool,
    /// Why writing failed last.
    words: Box<str>,
    /// As of [`Ground`].
    lock: Option<Lock>,
    adrift: Option<PathBuf>,
    /// Making the full-text index anew was tried. One that breaks again has a cause that this does not mend.
    mended: bool,
}

impl History {
    /// Takes the lines that were on their way in hand, and reads what the first frames need.
    pub fn begin(uin: i64, ground: Ground) -> Result<(Self, Opened), Refusal> {
        let Ground {
            db,
            lock,
            fresh,
            adrift,
        } = ground;
        let marks = Marks::of(&db).map_err(|error| schema::refusal(&error))?;
        let opened = Opened {
            fresh,
            ..opened::opened(&db, uin).map_err(|error| schema::refusal(&error))?
        };
        let history = Self {
            uin,
            db,
            hold: Hold::default(),
            marks,
            unsettled: true,
            doubtful: false,
            words: Box::default(),
            lock,
            adrift,
            mended: false,
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

    /// Everything is written, and nothing failed.
    pub fn is_at_rest(&self) -> bool {
        !self.holds() && !self.unsettled
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
        let snag = self.commit(faults).err()?;
        self.hold.ails(snag.why)
    }

    /// Writes what waits, unless that failed before: then the next attempt has its time.
    pub fn flush(&mut self, faults: &mut Option<Faults>) -> Vec<StoreEvent> {
        if !self.holds() || self.hold.is_stuck() {
            return Vec::new();
        }
        self.retry(faults)
    }

    /// Writes what waits, as far as it goes.
    pub fn retry(&mut self, faults: &mut Option<Faults>) -> Vec<StoreEvent> {
        let mut events = Vec::new();
        // With nothing to write, whether what was wrong still is.
        while self.holds() || self.hold.is_troubled() {
            if let Err(snag) = self.commit(faults) {
                self.words = snag.words;
                events.extend(self.hold.failed(snag.why));
                return events;
            }
            events.extend(self.hold.done());
            if !self.holds() {
                events.extend(self.hold.recovered());
            }
        }
        events
    }

    /// The answer to a question. What can be mended on the way is.
    pub fn ask<A>(
        &mut self,
        question: impl Fn(&Connection) -> rusqlite::Result<A>,
    ) -> Result<A, Option<StoreEvent>> {
        let answer = match question(&self.db) {
            Err(error) if self.mends(&error) => question(&self.db),
            answer => answer,
        };
        // Reading failed as well as writing may: the file is damaged, or cannot be reached.
        answer.map_err(|error| {
            warn(&error);
            self.hold.ails(trouble(&error))
        })
    }

    /// What waits is written, on the account's file, mended where it has to be.
    fn commit(&mut self, faults: &mut Option<Faults>) -> Result<(), Snag> {
        self.land()?;
        let done = match self.transact(faults) {
            Err(error) if self.mends(&error) => self.transact(faults),
            done => done,
        };
        done.map_err(|error| {
            warn(&error);
            Snag::from(&error)
        })
    }

    /// Goes over to the account's file, as soon as it can be written.
    fn land(&mut self) -> Result<(), Barred> {
        let Some(home) = self.adrift.clone() else {
            return Ok(());
        };
        // Connections of one program share what they know of a file, that it cannot be written included: the one before
        // ends first.
        self.db = schema::open_in_memory()?;
        match self.firm(&home) {
            Ok(db) => {
                tracing::info!("the history can be written again");
                // What could only be read could not be mended.
                (self.db, self.adrift, self.mended) = (db, None, false);
                Ok(())
            }
            Err(barred) => {
                if let Ok(Some(db)) = ground::begun(&home, self.uin) {
                    self.db = db;
                }
                Err(barred)
            }
        }
    }

    /// The account's file, as it was left.
    fn firm(&mut self, home: &Path) -> Result<Connection, Barred> {
        let (db, _) = ground::firm(home, self.uin, &mut self.lock)?;
        if Marks::of(&db)? == self.marks {
            return Ok(db);
        }
        // Never locked, it was another's for a while, who gave away the numbers that are given away here.
        Err(Barred {
            refusal: Refusal::Unusable("another weft has written to it".into()),
            trouble: Some(Trouble::ReadOnly),
        })
    }

    /// Whether this went wrong for what is right now: the full-text index, made anew.
    fn mends(&mut self, error: &rusqlite::Error) -> bool {
        if self.mended || !index::is_to_blame(&self.db, error) {
            return false;
        }
        self.mended = true;
        match index::rebuild(&self.db) {
            Ok(lines) => tracing::warn!(lines, "the full-text index was damaged, and is made anew"),
            Err(ref error) => warn(error),
        }
        true
    }

    /// One transaction.
    fn transact(&mut self, faults: &mut Option<Faults>) -> rusqlite::Result<()> {
        let done = self.attempt(faults);
        self.doubtful = done.is_err();
        done
    }

    fn attempt(&mut self, faults: &mut Option<Faults>) -> rusqlite::Result<()> {
        let mut strike = |point| match faults {
            Some(faults) => faults(point, &self.db),
            None => Ok(()),
        };
        strike(Point::Begin)?;
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        if self.doubtful {
            let there = Marks::of(&transaction)?;
            if there != self.marks {
                // The attempt before this one went through, though SQLite could not say so.
                (self.unsettled, self.marks) = (false, there);
                if self.hold.was_tried() {
                    return Ok(());
                }
            }
        }
        if self.unsettled {
            write::unconfirm(&transaction)?;
        }
        let mut marks = self.marks;
        for change in self.hold.next() {
            strike(Point::Change)?;
            write::change(&transaction, change)?;
            marks.raise(change);
        }
        marks.writes = marks.writes.wrapping_add(1);
        write::marks(&transaction, marks)?;
        strike(Point::Commit)?;
        transaction.commit()?;
        strike(Point::Committed)?;
        self.unsettled = false;
        self.marks = marks;
        if self
            .hold
            .next()
            .any(|change| matches!(change, Change::Keepsake(None)))
        {
            forget(&self.db);
        }
        Ok(())
    }
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
