//! Letting go of what is too old or too much: the oldest lines first, a little at a time.
//!
//! Owns which lines go and when. Never goes: an own line that the service does not have, the last line of a chat, a draft.
//! A step takes some hundred lines in a transaction of its own and gives the disk a megabyte back, so that whoever asks
//! for a page waits for one step at most. To find the oldest, the places of all lines are walked once for every [`FOUND`] that
//! go: 11 ms for 200,000 lines where few are that old, 60 to 70 where all are (unoptimised).

use std::collections::VecDeque;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::write;
use crate::domain::id::Seq;
use crate::domain::time::{Clock, Now, Timestamp};

/// How much of a history is kept; all of it where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Lines of so many days.
    pub days: Option<u32>,
    /// So many megabytes (of 1,048,576 bytes), the search index included.
    pub megabytes: Option<u32>,
}

/// Lines of a step.
const LINES: usize = 250;
/// Lines found at once.
const FOUND: u32 = 20_000;
/// Pages given back in a step, and pages left for what is to come.
const PAGES: i64 = 256;
/// Between two steps.
const PAUSE: Duration = Duration::from_millis(20);
/// Between two sweeps.
const DAY: Duration = Duration::from_hours(24);
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// The sweeper of one open history.
pub(super) struct Sweeper {
    keep: Keep,
    clock: Clock,
    /// When there is something to do.
    due: Duration,
    sweep: Sweep,
}

#[derive(Default)]
struct Sweep {
    /// All lines up to here have been looked at.
    mark: Option<(i64, i64)>,
    /// Next to go, unless something keeps them.
    found: VecDeque<(i64, i64)>,
}

impl Sweeper {
    pub fn new(keep: Keep, clock: Clock) -> Option<Self> {
        (keep != Keep::default()).then(|| Self {
            keep,
            due: clock().mono,
            clock,
            sweep: Sweep::default(),
        })
    }

    /// Another history was opened: all of it is to be looked at.
    pub fn begin(&mut self) {
        self.sweep = Sweep::default();
        self.due = (self.clock)().mono;
    }

    /// How long until there is something to do.
    pub fn after(&self) -> Duration {
        self.due.saturating_sub((self.clock)().mono)
    }

    /// A step, if it is time for one. Where the disk does not take it, tomorrow is another day.
    pub fn step(&mut self, db: &Connection) {
        let now = (self.clock)();
        if now.mono < self.due {
            return;
        }
        let more = self.lines(db, now).and_then(|more| Ok(more || give_back(db)?));
        let more = more.unwrap_or_else(|error| {
            tracing::warn!(%error, "old lines stay");
            false
        });
        if !more {
            self.sweep = Sweep::default();
        }
        self.due = now.mono + if more { PAUSE } else { DAY };
    }

    /// Some lines go. Whether there may be more.
    fn lines(&mut self, db: &Connection, now: Now) -> rusqlite::Result<bool> {
        let Some(before) = self.limit(db, now.wall())? else {
            return Ok(false);
        };
        let sweep = &mut self.sweep;
        if sweep.found.is_empty() {
            sweep.found = find(db, sweep.mark, before)?;
            sweep.mark = sweep.found.back().copied();
        }
        if sweep.found.is_empty() {
            return Ok(false);
        }
        let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        let count = LINES.min(sweep.found.len());
        for (at, seq) in sweep.found.drain(..count) {
            if at < before.0 && may_go(&transaction, seq)? {
                write::line_gone(&transaction, Seq(seq))?;
            }
        }
        transaction.commit()?;
        Ok(true)
    }

    /// Lines before this moment go; `None`: none.
    fn limit(&self, db: &Connection, now: Timestamp) -> rusqlite::Result<Option<Timestamp>> {
        if let Some(megabytes) = self.keep.megabytes
            && used(db)? > i64::from(megabytes) << 20
        {
            return Ok(Some(Timestamp(i64::MAX)));
        }
        let seconds = self.keep.days.map(|days| i64::from(days) * SECONDS_OF_A_DAY);
        Ok(seconds.map(|seconds| Timestamp(now.0.saturating_sub(seconds))))
    }
}

/// The oldest lines after `mark`.
fn find(
    db: &Connection,
    mark: Option<(i64, i64)>,
    before: Timestamp,
) -> rusqlite::Result<VecDeque<(i64, i64)>> {
    let (at, seq) = mark.unwrap_or((i64::MIN, i64::MIN));
    db.prepare_cached(
        "SELECT at, seq FROM line INDEXED BY line_in_chat WHERE (at, seq) > (?1, ?2) AND at < ?3 \
         ORDER BY at, seq LIMIT ?4",
    )?
    .query_map(params![at, seq, before.0, FOUND], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?
    .collect()
}

/// Not what is still to be sent or decided, and not the last line of its chat.
fn may_go(db: &Connection, seq: i64) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT 1 FROM line WHERE seq = ?1 AND state = 0 AND EXISTS (SELECT 1 FROM line AS later \
         WHERE later.chat = line.chat AND (later.at, later.seq) > (line.at, line.seq))",
    )?
    .exists([seq])
}

/// Bytes that something is in.
fn used(db: &Connection) -> rusqlite::Result<i64> {
    let pages = number(db, "PRAGMA page_count")? - number(db, "PRAGMA freelist_count")?;
    Ok(pages * number(db, "PRAGMA page_size")?)
}

/// Some pages that nothing is in go back to the system. Whether there may be more.
fn give_back(db: &Connection) -> rusqlite::Result<bool> {
    let free = number(db, "PRAGMA freelist_count")?;
    if free <= PAGES {
        return Ok(false);
    }
    db.execute_batch(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
    // A file that was not made for it keeps them, and uses them for what comes.
    Ok(number(db, "PRAGMA freelist_count")? < free)
}

fn number(db: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    db.query_row(pragma, [], |row| row.get(0))
}
