//! The full-text index: kept true line by line, and made anew from the lines where it is damaged.
//!
//! Nothing is in it that the lines do not tell, so no damage to it costs more than the time to make it again. Never: how
//! it is asked (`search`), and what its words are (`tokens`).

use rusqlite::ffi::SQLITE_CORRUPT_VTAB;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params};

use super::tokens;
use crate::domain::id::Seq;

/// A line that said `before` now says `after`. One without words has no row in the index.
pub(super) fn put(db: &Connection, seq: Seq, before: &str, after: &str) -> rusqlite::Result<()> {
    if before == after {
        return Ok(());
    }
    if !before.is_empty() {
        db.prepare_cached("DELETE FROM said WHERE rowid = ?1")?
            .execute([seq.0])?;
    }
    if after.is_empty() {
        Ok(())
    } else {
        add(db, seq.0, after)
    }
}

fn add(db: &Connection, seq: i64, text: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO said (rowid, body) VALUES (?1, ?2)")?
        .execute(params![seq, tokens::spaced(text)])
        .map(drop)
}

/// Whether this error is the index's: it says so itself, or does not hold together. No statement of the store can break
/// a constraint (`write`), so where one is broken it is in the index's own tables.
pub(super) fn is_to_blame(db: &Connection, error: &rusqlite::Error) -> bool {
    let is = |code| error.sqlite_error_code() == Some(code);
    says_so(error)
        || is(ErrorCode::ConstraintViolation)
        || is(ErrorCode::DatabaseCorrupt)
            && db
                .execute("INSERT INTO said (said) VALUES ('integrity-check')", [])
                .is_err_and(|error| says_so(&error))
}

fn says_so(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error()
        .is_some_and(|error| error.extended_code == SQLITE_CORRUPT_VTAB)
}

/// Made anew, in one transaction: so many lines are in it. A million take about twenty seconds, in which nothing else is
/// written or read.
pub(super) fn rebuild(db: &Connection) -> rusqlite::Result<usize> {
    let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    let sql: String = db.query_row("SELECT sql FROM sqlite_schema WHERE name = 'said'", [], |row| {
        row.get(0)
    })?;
    db.execute_batch("DROP TABLE said")?;
    db.execute_batch(&sql)?;
    let mut count = 0;
    let mut lines = db.prepare("SELECT seq, text FROM line WHERE text <> '' ORDER BY seq")?;
    let mut rows = lines.query([])?;
    while let Some(row) = rows.next()? {
        add(db, row.get(0)?, row.get_ref(1)?.as_str()?)?;
        count += 1;
    }
    drop(rows);
    transaction.commit()?;
    Ok(count)
}
