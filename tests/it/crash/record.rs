//! Both accounts of what happened: the file that the program leaves, and what the service says.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row};
use serde_json::Value;

/// As `assets/schema` has them.
pub const KEPT: i64 = 0;
pub const QUEUED: i64 = 1;
pub const SENDING: i64 = 2;
pub const FAILED: i64 = 3;
pub const UNCONFIRMED: i64 = 4;
const ME: i64 = -1;

/// The history as a dead program left it.
#[derive(Default)]
pub struct Record {
    /// By seq.
    pub lines: Vec<Kept>,
    pub drafts: Vec<String>,
    /// What SQLite finds amiss in the file.
    pub amiss: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub seq: i64,
    pub chat: i64,
    pub at: i64,
    pub mine: bool,
    pub state: i64,
    pub msg_id: Option<u64>,
    pub text: String,
}

/// A message that the service took from the program.
pub struct Delivered {
    pub chat: String,
    pub text: String,
    pub msg_id: u64,
}

/// The one account's database; there is none before the first login.
fn history(home: &Path) -> Option<PathBuf> {
    let accounts = fs::read_dir(home.join("history")).ok()?.flatten();
    let mut files = accounts.map(|account| account.path().join("history.db"));
    files.find(|file| file.is_file())
}

/// Whether the program has this on disk by now, without being in its way.
pub fn is_kept(home: &Path, question: &str, text: &str) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    history(home)
        .and_then(|file| Connection::open_with_flags(file, flags).ok())
        // While it is being made it has no tables yet.
        .is_some_and(|db| db.query_row(question, [text], |row| row.get(0)).unwrap_or(false))
}

impl Record {
    /// Reads copies: the next start of the program finds the files as they were left.
    pub fn of(home: &Path) -> Self {
        let Some(file) = history(home) else {
            return Self::default();
        };
        let room = tempfile::tempdir().unwrap();
        for ending in ["db", "db-wal"] {
            let from = file.with_extension(ending);
            if from.exists() {
                fs::copy(from, room.path().join("history").with_extension(ending)).unwrap();
            }
        }
        let db = Connection::open(room.path().join("history.db")).unwrap();
        let tables: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        if tables == 0 {
            return Self::default();
        }
        let found: String = db
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        Self {
            lines: all(
                &db,
                "SELECT seq, chat, at, speaker, state, msg_id, text FROM line ORDER BY seq",
                kept,
            ),
            drafts: all(&db, "SELECT text FROM draft", |row| row.get(0)),
            amiss: (found != "ok").then_some(found),
        }
    }

    pub fn mine(&self) -> impl Iterator<Item = &Kept> {
        self.lines.iter().filter(|line| line.mine)
    }

    pub fn received(&self) -> impl Iterator<Item = &Kept> {
        self.lines.iter().filter(|line| !line.mine)
    }
}

fn all<T>(db: &Connection, question: &str, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut statement = db.prepare(question).unwrap();
    let rows = statement.query_map([], read).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        seq: row.get(0)?,
        chat: row.get(1)?,
        at: row.get(2)?,
        mine: row.get::<_, i64>(3)? == ME,
        state: row.get(4)?,
        msg_id: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
        text: row.get(6)?,
    })
}

/// What `/_sim/delivered` tells, in the order in which it came.
pub fn delivered(told: &Value) -> Vec<Delivered> {
    let word = |one: &Value, name| one[name].as_str().unwrap().to_owned();
    let list = told.as_array().unwrap().iter();
    list.map(|one| Delivered {
        chat: word(one, "chat"),
        text: word(one, "text"),
        msg_id: word(one, "msg_id").parse().unwrap(),
    })
    .collect()
}
