//! A connection, and the schema behind it: brought up to date, or left alone.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::hold;
use crate::port::store::Refusal;

/// Version 1 is the first. A migration that was released is never edited: the next one mends it.
const MIGRATIONS: &[&str] = &[include_str!("../../assets/schema/0001.sql")];

/// - WAL with `synchronous=NORMAL`: what is committed survives the end of the program, `kill -9` included, for it is with
///   the system then. A power cut may take the last seconds, from the end and whole transactions at a time: cursor and
///   messages go back together and are delivered again; what was sent in them may be there again as waiting, or
///   unconfirmed, or be missing.
/// - The WAL is folded in every 4,000 pages (16 MiB), not every 1,000: the pages of a chat's end and of the indexes are
///   written again and again, and one more line costs a fifth. One that has grown is cut to 32 MiB once it is empty.
/// - 2 MiB of cache: the upper levels of the indexes of a million lines. The system caches the file as well; with 16 MiB the
///   program held 15 MiB more after a night's backlog, and was no faster to look at.
const HABITS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; \
    PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;";

/// Statements kept ready: all there are.
const STATEMENTS: usize = 64;

/// The database in this file, which exists; an empty one becomes a history.
pub(super) fn open(path: &Path) -> Result<Connection, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(|error| refusal(&error))?;
    // Until it is known to be ours not even what the program before left to be tidied up is touched.
    tidies_up(&db, false)?;
    let found = version(&db)?;
    db.execute_batch(HABITS).map_err(|error| refusal(&error))?;
    migrate(&mut db, found)?;
    tidies_up(&db, true)?;
    Ok(db)
}

/// The database in this file as it stands, for reading alone. One that would have to be migrated first is refused.
pub(super) fn open_read_only(uri: &str) -> Result<Connection, Refusal> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(uri, flags).map_err(|error| refusal(&error))?;
    if version(&db)? < MIGRATIONS.len() {
        return Err(Refusal::Unusable("attempt to write a readonly database".into()));
    }
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(db)
}

pub(super) fn open_in_memory() -> Result<Connection, Refusal> {
    let mut db = Connection::open_in_memory().map_err(|error| refusal(&error))?;
    migrate(&mut db, 0)?;
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
fn version(db: &Connection) -> Result<usize, Refusal> {
    let known = MIGRATIONS.len();
    let found: i64 = db
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| refusal(&error))?;
    match usize::try_from(found) {
        Err(_) => Err(Refusal::Corrupt),
        Ok(found) if found > known => Err(Refusal::Newer {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: u32::try_from(known).unwrap_or(u32::MAX),
        }),
        // Somebody else's database.
        Ok(0) if !is_empty(db).map_err(|error| refusal(&error))? => Err(Refusal::Corrupt),
        Ok(found) => Ok(found),
    }
}

fn is_empty(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare("SELECT 1 FROM sqlite_schema")?
        .exists([])
        .map(|any| !any)
}

/// All that is missing, or nothing.
fn migrate(db: &mut Connection, found: usize) -> Result<(), Refusal> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    let missing = MIGRATIONS.get(found..).unwrap_or_default();
    if missing.is_empty() {
        return Ok(());
    }
    let mut apply = || -> rusqlite::Result<()> {
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
    };
    apply().map_err(|error| refusal(&error))
}

/// Whether the end of the connection folds the WAL into the database.
fn tidies_up(db: &Connection, yes: bool) -> Result<(), Refusal> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)
        .map(drop)
        .map_err(|error| refusal(&error))
}
