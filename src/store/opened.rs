//! What the first frames need of a history: everything but its lines, and of them the last of each chat.
//!
//! Every query goes by an index and costs what it returns: none grows with the history. For the unsent lines SQLite is
//! told which: left to itself it walks the whole table to be spared the sorting.

use rusqlite::{Connection, OptionalExtension as _};

use super::write::Marks;
use super::{line, peer};
use crate::domain::id::{MsgId, PeerId};
use crate::domain::message::Quote;
use crate::domain::secret::Secret;
use crate::port::Keepsake;
use crate::port::store::{Account, LineRecord, Listed, Opened, State};

/// So many message ids are enough to know one that is delivered again: several times what the service holds back for a
/// session that was away.
const SEEN: u32 = 4096;

pub(super) fn opened(db: &Connection, uin: i64) -> rusqlite::Result<Opened> {
    let marks = Marks::of(db)?;
    let (account, me) = account(db, uin)?;
    Ok(Opened {
        account,
        fresh: false,
        me,
        peers: peer::all(db)?,
        chats: peer::chats(db)?,
        tails: lines(
            db,
            "chat JOIN line ON line.seq = (SELECT seq FROM line WHERE chat = chat.peer \
                ORDER BY at DESC, seq DESC LIMIT 1) ORDER BY chat.peer",
        )?,
        unsent: lines(db, "line INDEXED BY line_unsent WHERE state <> 0 ORDER BY seq")?,
        drafts: drafts(db)?,
        quotes: quotes(db)?,
        faces: faces(db)?,
        seen: seen(db)?,
        last_seq: marks.seq,
        last_local: marks.local,
        keepsake: keepsake(db)?,
    })
}

/// Whose history it is.
pub(super) fn account(db: &Connection, uin: i64) -> rusqlite::Result<(Account, Option<PeerId>)> {
    db.query_row("SELECT name, me FROM account", [], |row| {
        let name = row.get(0)?;
        Ok((Account { uin, name }, row.get::<_, Option<u32>>(1)?.map(PeerId)))
    })
}

/// The account, for a list of accounts. Asks only for what every version of the schema has.
pub(super) fn listed(db: &Connection, uin: i64) -> rusqlite::Result<Listed> {
    let sql = "SELECT name, EXISTS (SELECT 1 FROM session) FROM account";
    db.query_row(sql, [], |row| {
        let account = Account {
            uin,
            name: row.get(0)?,
        };
        let session = row.get(1)?;
        Ok(Listed { account, session })
    })
}

/// Lines as they stand for a program that has only begun: what was on its way is unconfirmed.
fn lines(db: &Connection, of: &str) -> rusqlite::Result<Vec<LineRecord>> {
    let sql = format!("SELECT {} FROM {of}", line::COLUMNS);
    let mut statement = db.prepare(&sql)?;
    let lines = statement.query_map([], |row| {
        let mut line = line::restored(row)?;
        if let State::Sending(local) = line.state {
            line.state = State::Unconfirmed(local);
        }
        Ok(line)
    })?;
    lines.collect()
}

fn drafts(db: &Connection) -> rusqlite::Result<Vec<(PeerId, String)>> {
    db.prepare("SELECT chat, text FROM draft ORDER BY chat")?
        .query_map([], |row| Ok((PeerId(row.get(0)?), row.get(1)?)))?
        .collect()
}

/// One that cannot be read is none.
fn quotes(db: &Connection) -> rusqlite::Result<Vec<(PeerId, Quote)>> {
    let mut statement = db.prepare("SELECT chat, quote FROM quote ORDER BY chat")?;
    let kept = statement.query_map([], |row| Ok((PeerId(row.get(0)?), row.get::<_, String>(1)?)))?;
    let mut quotes = Vec::new();
    for row in kept {
        let (chat, quote) = row?;
        quotes.extend(serde_json::from_str(&quote).ok().map(|quote| (chat, quote)));
    }
    Ok(quotes)
}

fn faces(db: &Connection) -> rusqlite::Result<Vec<Box<str>>> {
    db.prepare("SELECT face FROM face ORDER BY place")?
        .query_map([], |row| row.get(0))?
        .collect()
}

fn seen(db: &Connection) -> rusqlite::Result<Vec<MsgId>> {
    let sql = "SELECT msg_id FROM line WHERE msg_id IS NOT NULL ORDER BY seq DESC LIMIT ?1";
    let mut statement = db.prepare(sql)?;
    let ids = statement.query_map([SEEN], |row| Ok(MsgId(row.get::<_, i64>(0)?.cast_unsigned())))?;
    let mut ids: Vec<_> = ids.collect::<rusqlite::Result<_>>()?;
    ids.reverse();
    Ok(ids)
}

fn keepsake(db: &Connection) -> rusqlite::Result<Option<Keepsake>> {
    db.query_row("SELECT keepsake FROM session", [], |row| {
        Ok(Keepsake(Secret::new(row.get::<_, String>(0)?)))
    })
    .optional()
}
