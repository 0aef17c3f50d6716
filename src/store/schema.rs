//! A connection, and the schema behind it: brought up to date, or left alone.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::ground::Barred;
use super::hold;
use crate::port::store::{Refusal, Trouble};

/// Version 1 is the first. A migration that was released is never edited: the next one mends it.
const MIGRATIONS: &[&str] = &[
    include_str!("../../assets/schema/0001.sql"),
    include_str!("../../assets/schema/0002.sql"),
    include_str!("../../assets/schema/0003.sql"),
];

/// - WAL with `synchronous=NORMAL`: what is committed survives the end of the program, `kill -9` included, for it is with
///   the system then. A power cut may take the last seconds, from the end and whole transactions at a time: cursor and
///   messages go back together and are delivered again; what was sent in them may be there again as waiting, or
///   unconfirmed, or be missing.
/// - The WAL is folded in every 4,000 pages (16 MiB), not every 1,000: the pages of a chat's end and of the indexes are
///   written again and again, and one more line costs a fifth. One that has grown is cut to 32 MiB once it is empty.
/// - 2 MiB of cache: the upper levels of the indexes of a million lines. The system caches the file as well; with 16 MiB the
///   program held 15 MiB more after a night's backlog, and was no faster to look at.
const HABITS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
    PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -2048; \
    PRAGMA temp_store = MEMORY;";

/// Pages that nothing is in any more can be given back a few at a time (`sweep`). Has to be said before there is anything in
/// the file: a history that was made without it keeps them for what comes.
const BIRTHMARK: &str = "PRAGMA auto_vacuum = INCREMENTAL";

/// Statements kept ready: all there are.
const STATEMENTS: usize = 64;

/// Whether others may read the database meanwhile. Else nothing beside it is needed but the WAL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    Yes,
    No,
}

/// The database in this file, which exists, to be written; an empty one becomes a history.
pub(super) fn open(path: &Path, sharing: Sharing) -> Result<Connection, Barred> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    if db.is_readonly("main")? {
        // SQLite helps itself where the file may not be written.
        return Err(Barred {
            refusal: Refusal::Unusable("attempt to write a readonly database".into()),
            trouble: Some(Trouble::ReadOnly),
        });
    }
    if sharing == Sharing::No {
        db.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    }
    // Until it is known to be ours not even what the program before left to be tidied up is touched.
    tidies_up(&db, false)?;
    let found = version(&db)?;
    if found == 0 {
        db.execute_batch(BIRTHMARK)?;
    }
    db.execute_batch(HABITS)?;
    migrate(&mut db, found)?;
    tidies_up(&db, true)?;
    Ok(db)
}

/// The database in this file as it stands, for reading alone. One that would have to be migrated first is refused.
pub(super) fn open_read_only(uri: &str) -> Result<Connection, Refusal> {
    let db = peek(uri).map_err(|error| refusal(&error))?;
    if version(&db).map_err(|barred| barred.refusal)? < MIGRATIONS.len() {
        return Err(Refusal::Unusable("attempt to write a readonly database".into()));
    }
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(db)
}

/// The same, of whatever version.
pub(super) fn peek(uri: &str) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(uri, flags)
}

pub(super) fn open_in_memory() -> Result<Connection, Refusal> {
    let mut db = Connection::open_in_memory().map_err(|error| refusal(&error))?;
    migrate(&mut db, 0).map_err(|error| refusal(&error))?;
    Ok(db)
}

/// Why this error of the system or of SQLite keeps an account closed.
pub(super) fn refusal(error: &rusqlite::Error) -> Refusal {
    // A file that lacks a table is no history.
    if hold::is_damage(error) || error.sqlite_error_code() == Some(ErrorCode::Unknown) {
        Refusal::Corrupt
    } else {
        Refusal::Unusable(error.to_string().into())
    }
}

/// The schema's version, not beyond what is known here.
fn version(db: &Connection) -> Result<usize, Barred> {
    let known = MIGRATIONS.len();
    let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match usize::try_from(found) {
        Err(_) => Err(Refusal::Corrupt.into()),
        Ok(found) if found > known => Err(Refusal::Newer {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: u32::try_from(known).unwrap_or(u32::MAX),
        }
        .into()),
        // Somebody else's database.
        Ok(0) if !is_empty(db)? => Err(Refusal::Corrupt.into()),
        Ok(found) => Ok(found),
    }
}

fn is_empty(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare("SELECT 1 FROM sqlite_schema")?
        .exists([])
        .map(|any| !any)
}

/// All that is missing, or nothing.
fn migrate(db: &mut Connection, found: usize) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    let missing = MIGRATIONS.get(found..).unwrap_or_default();
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for sql in missing {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(
        None,
        "user_version",
        u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX),
    )?;
    transaction.commit()
}

/// Whether the end of the connection folds the WAL into the database.
fn tidies_up(db: &Connection, yes: bool) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)
        .map(drop)
}
