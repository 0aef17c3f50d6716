//! The store: one thread that owns one SQLite database per account.
//!
//! Owns the files, the schema and every query. Never: a decision about what is kept, or what it means.
//!
//! [`Room`] is the store without its thread: a command in, its answers out. [`spawn`] puts it on a thread. What is
//! committed survives the end of the program at any instruction; `schema` says what a power cut may take.
//!
//! While writing fails, changes are held in memory, in order, and tried again; `hold` says for how long between. Reading
//! goes on meanwhile, and tells what is on disk. An account whose file cannot be written is opened all the same (`ground`),
//! and a full-text index that is damaged is made anew (`index`).

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::domain::id::Seq;
use crate::domain::time::Clock;
use crate::port::store::{
    Found, LineRecord, Listed, Page, Read, Refusal, Search, StoreCommand, StoreEvent, Which,
};

mod body;
mod files;
mod ground;
mod history;
mod hold;
mod home;
mod index;
mod intake;
mod line;
mod opened;
mod peer;
mod raw;
mod read;
mod reader;
mod schema;
pub mod search;
mod stickers;
mod sweep;
mod thread;
pub mod tokens;
mod write;

use history::History;
use hold::Write;
use home::Home;
pub use intake::Intake;
pub use reader::{Fault, Missing, Range, Reader};
pub use sweep::Keep;
use sweep::Sweeper;
pub use thread::{Handle, spawn};

/// The store without its thread: what the thread runs, and what tests drive by hand.
pub struct Room {
    home: Home,
    open: Option<History>,
    /// Accounts that are open no more but for what is still to be written to them.
    parked: Vec<History>,
    faults: Option<Faults>,
    sweeper: Option<Sweeper>,
}

/// Where writing can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Before a transaction.
    Begin,
    /// Before each change in it.
    Change,
    /// Before its commit.
    Commit,
    /// After it: written, and yet the answer is that it was not.
    Committed,
}

/// Called at each [`Point`] with the connection that is about to be used: a test's failing disk.
pub type Faults = Box<dyn FnMut(Point, &Connection) -> rusqlite::Result<()> + Send>;

/// So many changes are lost with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{changes} changes could not be written to the history")]
pub struct Unsaved {
    pub changes: usize,
}

impl Room {
    /// Accounts below this folder, which is made when it is first needed: `home/UIN/history.db`, folders 0700, files 0600.
    pub fn at(home: &Path) -> Self {
        Self::new(Home::Folder(home.to_owned()))
    }

    /// Accounts in memory, gone with the room.
    pub fn in_memory() -> Self {
        Self::new(Home::Memory {
            closed: BTreeMap::new(),
            last: None,
        })
    }

    fn new(home: Home) -> Self {
        Self {
            home,
            open: None,
            parked: Vec::new(),
            faults: None,
            sweeper: None,
        }
    }

    /// The same room, which lets go of what is more than is to be kept.
    #[must_use]
    pub fn keeping(self, keep: Keep, clock: Clock) -> Self {
        Self {
            sweeper: Sweeper::new(keep, clock),
            ..self
        }
    }

    /// The same room on a disk that fails as told.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self {
            faults: Some(faults),
            ..self
        }
    }

    pub fn perform(&mut self, command: StoreCommand) -> Vec<StoreEvent> {
        self.perform_all([command])
    }

    /// Obeys in order. Writes that follow one another share a transaction, and one [`StoreEvent::Kept`].
    pub fn perform_all(&mut self, commands: impl IntoIterator<Item = StoreCommand>) -> Vec<StoreEvent> {
        let mut events = Vec::new();
        for command in commands {
            if let StoreCommand::Write { changes, receipts } = command {
                if let Some(open) = &mut self.open {
                    open.push(Write { changes, receipts });
                }
                continue;
            }
            events.extend(self.flush());
            match command {
                StoreCommand::Open(which) => events.extend(self.open(&which)),
                StoreCommand::Read(read) => events.extend(self.read(read)),
                StoreCommand::Search(search) => events.extend(self.search(&search)),
                StoreCommand::Line(seq) => events.extend(self.line(seq)),
                StoreCommand::Stickers { most } => events.extend(self.stickers(most)),
                StoreCommand::Accounts => events.push(StoreEvent::Accounts(self.accounts())),
                StoreCommand::Write { .. } => {}
            }
        }
        events.extend(self.flush());
        events
    }

    /// How long to wait before [`Room::retry`]; `None` while nothing is held or known to be wrong.
    pub fn retry_after(&self) -> Option<Duration> {
        let open = self.open.iter();
        open.chain(&self.parked).filter_map(History::retry_after).min()
    }

    /// Tries again to write what is held, or whether what was wrong still is.
    pub fn retry(&mut self) -> Vec<StoreEvent> {
        for mut history in std::mem::take(&mut self.parked) {
            // Its receipts were for a session that is over.
            history.retry(&mut self.faults);
            self.put_away(history);
        }
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let events = open.retry(&mut self.faults);
        if events.contains(&StoreEvent::Recovered) {
            self.home.remember(open.uin);
        }
        events
    }

    /// How long until [`Room::sweep`] has something to do; `None` while it never has.
    pub fn sweep_after(&self) -> Option<Duration> {
        let open = self.open.as_ref().filter(|open| open.is_at_rest())?;
        let sweeper = self.sweeper.as_ref()?;
        open.db
            .is_readonly("main")
            .is_ok_and(|read_only| !read_only)
            .then(|| sweeper.after())
    }

    /// Lets go of a little of what is more than is to be kept: for when nothing else is to be done.
    pub fn sweep(&mut self) {
        let open = self.open.as_ref().filter(|open| open.is_at_rest());
        if let Some((open, sweeper)) = open.zip(self.sweeper.as_mut()) {
            sweeper.step(&open.db);
        }
    }

    /// Tries a last time to write what is held, and closes every account.
    ///
    /// # Errors
    /// When something is lost.
    pub fn close(mut self) -> Result<(), Unsaved> {
        self.retry();
        let open = self.open.iter();
        match open.chain(&self.parked).map(History::held).sum() {
            0 => Ok(()),
            changes => Err(Unsaved { changes }),
        }
    }

    fn flush(&mut self) -> Vec<StoreEvent> {
        match &mut self.open {
            Some(open) => open.flush(&mut self.faults),
            None => Vec::new(),
        }
    }

    fn open(&mut self, which: &Which) -> Vec<StoreEvent> {
        if let Some(before) = self.open.take() {
            self.put_away(before);
        }
        let opened = self
            .home
            .find(which)
            .and_then(|uin| self.open_number(uin).map_err(StoreEvent::Refused));
        opened.unwrap_or_else(|instead| vec![instead])
    }

    fn open_number(&mut self, uin: i64) -> Result<Vec<StoreEvent>, Refusal> {
        if self.parked.iter().any(|history| history.uin == uin) {
            // On disk its history lacks lines whose numbers are given away: it cannot be gone on with.
            self.retry();
            if let Some(history) = self.parked.iter().find(|history| history.uin == uin) {
                return Err(Refusal::Unusable(history.words().into()));
            }
        }
        let (mut history, opened) = self.home.open(uin)?;
        self.home.remember(uin);
        let mut events = vec![StoreEvent::Opened(Box::new(opened))];
        events.extend(history.settle(&mut self.faults));
        self.open = Some(history);
        if let Some(sweeper) = &mut self.sweeper {
            sweeper.begin();
        }
        Ok(events)
    }

    /// Those in use are asked themselves.
    fn accounts(&self) -> Vec<Listed> {
        let in_use = self.open.iter().chain(&self.parked);
        let mut listed: Vec<Listed> = in_use
            .filter_map(|history| opened::listed(&history.db, history.uin).ok())
            .collect();
        let others = self.home.listed();
        listed.extend(others.into_iter().filter(|other| {
            let mut in_use = self.open.iter().chain(&self.parked);
            !in_use.any(|history| history.uin == other.account.uin)
        }));
        listed.sort_by_key(|listed| listed.account.uin);
        listed
    }

    fn put_away(&mut self, history: History) {
        if history.holds() {
            self.parked.push(history);
        } else {
            self.home.close(history);
        }
    }

    fn read(&mut self, read: Read) -> Vec<StoreEvent> {
        let nothing = || Page {
            chat: read.chat,
            from: read.from,
            lines: Vec::new(),
            older: false,
            newer: false,
        };
        self.ask(|db| read::page(db, read), nothing, StoreEvent::Page)
    }

    fn search(&mut self, search: &Search) -> Vec<StoreEvent> {
        let nothing = || Found {
            number: search.number,
            hits: Vec::new(),
            more: false,
        };
        self.ask(|db| search::found(db, search), nothing, StoreEvent::Found)
    }

    fn line(&mut self, seq: Seq) -> Vec<StoreEvent> {
        let answer = |line: Option<LineRecord>| StoreEvent::Line {
            seq,
            line: line.map(Box::new),
        };
        self.ask(|db| read::line(db, seq), || None, answer)
    }

    fn stickers(&mut self, most: u16) -> Vec<StoreEvent> {
        self.ask(|db| stickers::newest(db, most), Vec::new, StoreEvent::Stickers)
    }

    /// A question is always answered. Where the answer cannot be read it is nothing, after word of what is wrong.
    fn ask<A>(
        &mut self,
        question: impl Fn(&Connection) -> rusqlite::Result<A>,
        nothing: impl FnOnce() -> A,
        answer: impl FnOnce(A) -> StoreEvent,
    ) -> Vec<StoreEvent> {
        let Some(open) = &mut self.open else {
            return vec![answer(nothing())];
        };
        match open.ask(question) {
            Ok(found) => vec![answer(found)],
            Err(trouble) => trouble.into_iter().chain([answer(nothing())]).collect(),
        }
    }
}

/// Says where, and never what is on its way there.
impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Room")
            .field("open", &self.open.as_ref().map(|open| open.uin))
            .finish_non_exhaustive()
    }
}
