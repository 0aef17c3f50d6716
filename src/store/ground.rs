//! What an account stands on: its file; or, for as long as that cannot be written, whatever there is until it can.
//!
//! A full disk, a folder that became read-only and a disk that reports errors pass: an account is opened all the same,
//! and goes over to its file with the first write that the file takes (`History::land`). Damage, a newer schema and
//! another weft do not pass; they keep it closed.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::files::{self, Lock};
use super::hold;
use super::schema::{self, Sharing};
use crate::port::store::{Refusal, Trouble};

pub(super) struct Ground {
    pub db: Connection,
    /// None for an account in memory, and for one that can only be read and was never locked.
    pub lock: Option<Lock>,
    /// Nothing was kept before.
    pub fresh: bool,
    /// The accounts' folder, while the account's file cannot be written: what is read is a copy of it or it itself,
    /// for reading alone; of an account without a file it is nothing.
    pub adrift: Option<PathBuf>,
}

/// Why an account's file cannot be written.
pub(super) struct Barred {
    pub refusal: Refusal,
    /// What it is called while it lasts; `None` where waiting mends nothing.
    pub trouble: Option<Trouble>,
}

impl Barred {
    /// The system's words, for whoever asks why.
    pub fn words(&self) -> Box<str> {
        match &self.refusal {
            Refusal::Unusable(words) => words.clone(),
            Refusal::Locked { .. } => "locked by another weft".into(),
            Refusal::Newer { .. } => "written by a newer weft".into(),
            Refusal::Unknown { .. } | Refusal::Unnumbered => "no such account".into(),
            Refusal::Corrupt => "damaged".into(),
        }
    }
}

impl From<Refusal> for Barred {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            trouble: None,
        }
    }
}

impl From<io::Error> for Barred {
    fn from(error: io::Error) -> Self {
        Self {
            refusal: files::unusable(&error),
            trouble: Some(files::trouble(&error)),
        }
    }
}

impl From<rusqlite::Error> for Barred {
    fn from(error: rusqlite::Error) -> Self {
        let refusal = schema::refusal(&error);
        let passes = refusal != Refusal::Corrupt;
        Self {
            refusal,
            trouble: passes.then(|| hold::trouble(&error)),
        }
    }
}

impl Ground {
    /// The account's file in this folder, made where it is new, or nothing.
    pub fn firm(home: &Path, uin: i64) -> Result<Self, Refusal> {
        let mut lock = None;
        let opened = firm(home, uin, &mut lock);
        let (db, fresh) = opened.map_err(|barred| barred.refusal)?;
        Ok(Self::written(db, lock, fresh))
    }

    fn written(db: Connection, lock: Option<Lock>, fresh: bool) -> Self {
        Self {
            db,
            lock,
            fresh,
            adrift: None,
        }
    }
}

/// The account in this folder, made where it is new.
pub(super) fn find(home: &Path, uin: i64) -> Result<Ground, Refusal> {
    let mut lock = None;
    match firm(home, uin, &mut lock) {
        Ok((db, fresh)) => Ok(Ground::written(db, lock, fresh)),
        Err(barred) => loose(home, uin, barred, lock),
    }
}

/// The account's file, to be written, and whether it is new.
pub(super) fn firm(home: &Path, uin: i64, lock: &mut Option<Lock>) -> Result<(Connection, bool), Barred> {
    files::make(home, uin)?;
    if lock.is_none() {
        *lock = Some(files::lock(home, uin)?);
    }
    let path = files::history(home, uin);
    let db = match schema::open(&path, Sharing::Yes) {
        // Not even for the memory that is shared is there room. The lock says that nobody is here to share it with.
        Err(Barred {
            trouble: Some(Trouble::DiskFull),
            ..
        }) => schema::open(&path, Sharing::No)?,
        opened => opened?,
    };
    let fresh = make_account(&db, uin)?;
    Ok((db, fresh))
}

/// What there is of an account whose file cannot be written for now.
fn loose(home: &Path, uin: i64, barred: Barred, lock: Option<Lock>) -> Result<Ground, Refusal> {
    let Some(trouble) = barred.trouble else {
        return Err(barred.refusal);
    };
    let lock = match lock {
        Some(lock) => Some(lock),
        None => files::lock_read_only(home, uin)?,
    };
    let ground = |db, fresh| Ground {
        db,
        lock,
        fresh,
        adrift: Some(home.to_owned()),
    };
    match begun(home, uin) {
        Ok(Some(db)) => Ok(ground(db, false)),
        // What is said in a first login is held until there is room. Where nobody may ever write it is not.
        Ok(None) if trouble == Trouble::DiskFull => {
            let db = schema::open_in_memory()?;
            let fresh = make_account(&db, uin).map_err(|error| schema::refusal(&error))?;
            Ok(ground(db, fresh))
        }
        Ok(None) | Err(Refusal::Unusable(_)) => Err(barred.refusal),
        Err(refusal) => Err(refusal),
    }
}

/// The account as it stands, for reading alone; `None` where it is not even begun.
pub(super) fn begun(home: &Path, uin: i64) -> Result<Option<Connection>, Refusal> {
    if !files::history(home, uin).is_file() {
        return Ok(None);
    }
    let uri = files::read_only_uri(home, uin);
    if !is_begun(&uri).map_err(|error| schema::refusal(&error))? {
        return Ok(None);
    }
    schema::open_read_only(&uri).map(Some)
}

/// Whether the account's own row was ever written: the last thing of its beginning.
fn is_begun(uri: &str) -> rusqlite::Result<bool> {
    let db = schema::peek(uri)?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(version != 0 && db.prepare("SELECT 1 FROM account")?.exists([])?)
}

/// Makes the account's own row; whether it is new.
pub(super) fn make_account(db: &Connection, uin: i64) -> rusqlite::Result<bool> {
    let sql =
        "INSERT OR IGNORE INTO account (only, uin, name, last_seq, last_local) VALUES (1, ?1, '', 0, 0)";
    db.execute(sql, [uin]).map(|made| made > 0)
}
