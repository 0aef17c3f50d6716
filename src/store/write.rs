//! Changes, written: one function per kind of change.
//!
//! Runs inside a transaction that is somebody else's. Every statement is made so that no constraint of the schema can
//! refuse it: what fails here fails because of the disk.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{body, index, line, peer, raw};
use crate::domain::id::{LocalId, MsgId, PeerId, Seq};
use crate::domain::message::{Quote, TakenBack};
use crate::port::Keepsake;
use crate::port::store::{Change, LineRecord};

/// What was kept of `raw` stays where a change tells none. `raw` leaves out content that is the line's text, so that has
/// to be written down before another text takes its place (`raw::Rest`).
const LINE: &str = "INSERT INTO line (seq, chat, at, speaker, msg_id, state, local, why, kind, text, body, \
    msg_type, app_type, raw, under) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
    ON CONFLICT (seq) DO UPDATE SET chat = excluded.chat, under = excluded.under, at = excluded.at, speaker = excluded.speaker, \
    msg_id = excluded.msg_id, state = excluded.state, local = excluded.local, why = excluded.why, \
    kind = excluded.kind, text = excluded.text, body = excluded.body, \
    raw = CASE WHEN excluded.msg_type IS NOT NULL THEN excluded.raw \
        WHEN msg_type IS NULL OR text = excluded.text THEN raw \
        WHEN raw IS NOT NULL AND NOT json_valid(raw) THEN raw \
        WHEN json_type(raw, '$.content') IS NOT NULL THEN raw \
        ELSE json_set(coalesce(raw, '{}'), '$.content', text) END, \
    msg_type = coalesce(excluded.msg_type, msg_type), app_type = coalesce(excluded.app_type, app_type)";

/// How far an account has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// The largest numbers handed out so far, lines that are gone included.
    pub seq: Seq,
    pub local: LocalId,
    /// Transactions so far that told what to keep.
    pub writes: i64,
}

impl Marks {
    /// On disk.
    pub fn of(db: &Connection) -> rusqlite::Result<Self> {
        db.query_row("SELECT last_seq, last_local, writes FROM account", [], |row| {
            Ok(Self {
                seq: Seq(row.get(0)?),
                local: LocalId(row.get::<_, i64>(1)?.cast_unsigned()),
                writes: row.get(2)?,
            })
        })
    }

    /// As far as this change tells.
    pub fn raise(&mut self, change: &Change) {
        if let Change::Line(line) = change {
            self.seq = self.seq.max(line.seq);
            self.local = line
                .state
                .local()
                .map_or(self.local, |local| self.local.max(local));
        }
    }
}

pub(super) fn marks(db: &Connection, marks: Marks) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE account SET last_seq = ?1, last_local = ?2, writes = ?3")?
        .execute(params![marks.seq.0, marks.local.0.cast_signed(), marks.writes])?;
    Ok(())
}

/// What was on its way when the program died: nobody knows whether it arrived.
pub(super) fn unconfirm(db: &Connection) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE line SET state = ?1 WHERE state = ?2 AND state <> 0",
        [line::UNCONFIRMED, line::SENDING],
    )?;
    Ok(())
}

pub(super) fn change(db: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Me(me) => {
            db.prepare_cached("UPDATE account SET me = ?1")?.execute([me.0])?;
            name(db, *me)
        }
        Change::Peer(record) => {
            peer::put(db, record)?;
            name(db, record.id)
        }
        Change::Chat(chat) => peer::put_chat(db, chat),
        Change::Line(record) => put_line(db, record),
        Change::LineGone(seq) => line_gone(db, *seq),
        Change::Recalled { chat, target, how } => recalled(db, (*chat, *target), how),
        Change::Draft { chat, text } => draft(db, *chat, text),
        Change::Quote { chat, quote } => put_quote(db, *chat, quote.as_deref()),
        Change::Faces(recent) => put_faces(db, recent),
        Change::Joined { twin, into } => joined(db, *twin, *into),
        Change::Divided { twin, from } => divided(db, *twin, *from),
        Change::Keepsake(keepsake) => put_keepsake(db, keepsake.as_ref()),
    }
}

/// The account goes by the name of who it is.
fn name(db: &Connection, peer: PeerId) -> rusqlite::Result<()> {
    let sql =
        "UPDATE account SET name = coalesce((SELECT nick_name FROM peer WHERE id = me), name) WHERE me = ?1";
    db.prepare_cached(sql)?.execute([peer.0])?;
    Ok(())
}

fn put_line(db: &Connection, record: &LineRecord) -> rusqlite::Result<()> {
    let seq = record.seq.0;
    let state = line::state(record.state);
    if let Some(id) = state.msg_id
        && known_elsewhere(db, id, seq)?
    {
        // An own message may have come back from the service under a number of its own before it was known as sent.
        return not_unsent(db, record.seq);
    }
    let columns = body::columns(&record.body);
    let raw = record.raw.as_deref();
    let before = text(db, record.seq)?;
    let chat = peer::now(db, record.chat)?;
    db.prepare_cached(LINE)?.execute(params![
        seq,
        chat.0,
        record.at.0,
        line::speaker(record.from),
        state.msg_id,
        state.state,
        state.local,
        state.why,
        columns.kind,
        columns.text,
        columns.rest,
        raw.map(|raw| raw.msg_type),
        raw.map(|raw| raw.app_type),
        raw.and_then(|raw| raw::column(raw, &columns.text)),
        Some(record.chat.0).filter(|under| *under != chat.0),
    ])?;
    index::put(
        db,
        record.seq,
        before.as_deref().unwrap_or_default(),
        &columns.text,
    )
}

/// A message that is not kept has nothing to be recalled of.
fn recalled(
    db: &Connection,
    (chat, target): (PeerId, Option<MsgId>),
    how: &TakenBack,
) -> rusqlite::Result<()> {
    let (which, key) = match target {
        Some(id) => ("msg_id = ?1", id.0.cast_signed()),
        None => (
            "chat = ?1 AND speaker = -1 AND state = 0 ORDER BY at DESC, seq DESC LIMIT 1",
            chat.0.into(),
        ),
    };
    let sql = format!("SELECT {} FROM line WHERE {which}", line::COLUMNS);
    let kept = db
        .prepare_cached(&sql)?
        .query_row([key], line::restored)
        .optional()?;
    kept.map_or(Ok(()), |mut kept| {
        how.mark(&mut kept.body);
        kept.raw = (!how.keep).then(Box::default);
        put_line(db, &kept)
    })
}

fn known_elsewhere(db: &Connection, msg_id: i64, seq: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM line WHERE msg_id = ?1 AND seq <> ?2")?
        .exists([msg_id, seq])
}

/// The message of this line is kept under another number: it is not waiting to be sent any more.
fn not_unsent(db: &Connection, seq: Seq) -> rusqlite::Result<()> {
    let unsent = db
        .prepare_cached("SELECT 1 FROM line WHERE seq = ?1 AND state <> 0")?
        .exists([seq.0])?;
    if unsent { line_gone(db, seq) } else { Ok(()) }
}

pub(super) fn line_gone(db: &Connection, seq: Seq) -> rusqlite::Result<()> {
    if let Some(before) = text(db, seq)? {
        db.prepare_cached("DELETE FROM line WHERE seq = ?1")?
            .execute([seq.0])?;
        index::put(db, seq, &before, "")?;
    }
    Ok(())
}

/// What the index knows of this line; `None` where there is no such line.
fn text(db: &Connection, seq: Seq) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT text FROM line WHERE seq = ?1")?
        .query_row([seq.0], |row| row.get(0))
        .optional()
}

fn draft(db: &Connection, chat: PeerId, text: &str) -> rusqlite::Result<()> {
    if text.is_empty() {
        db.prepare_cached("DELETE FROM draft WHERE chat = ?1")?
            .execute([chat.0])?;
    } else {
        db.prepare_cached("INSERT OR REPLACE INTO draft (chat, text) VALUES (?1, ?2)")?
            .execute(params![chat.0, text])?;
    }
    Ok(())
}

fn put_quote(db: &Connection, chat: PeerId, quote: Option<&Quote>) -> rusqlite::Result<()> {
    match quote.and_then(|quote| serde_json::to_string(quote).ok()) {
        Some(quote) => db
            .prepare_cached("INSERT OR REPLACE INTO quote (chat, quote) VALUES (?1, ?2)")?
            .execute(params![chat.0, quote])?,
        None => db
            .prepare_cached("DELETE FROM quote WHERE chat = ?1")?
            .execute([chat.0])?,
    };
    Ok(())
}

fn put_faces(db: &Connection, recent: &[Box<str>]) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM face")?.execute([])?;
    let mut put = db.prepare_cached("INSERT INTO face (place, face) VALUES (?1, ?2)")?;
    for (place, face) in (0i64..).zip(recent) {
        put.execute(params![place, face])?;
    }
    Ok(())
}

/// A chat that `into` has already stays. The draft of both is told with the join: written twice, it is one draft.
fn joined(db: &Connection, twin: PeerId, into: PeerId) -> rusqlite::Result<()> {
    if twin == into {
        return Ok(());
    }
    let pair = [into.0, twin.0];
    for sql in [
        "UPDATE line SET under = nullif(coalesce(under, chat), ?1), chat = ?1 WHERE chat = ?2",
        "UPDATE OR IGNORE chat SET peer = ?1 WHERE peer = ?2",
    ] {
        db.prepare_cached(sql)?.execute(pair)?;
    }
    db.prepare_cached("DELETE FROM chat WHERE peer = ?1")?
        .execute([twin.0])?;
    put_quote(db, twin, None)?;
    draft(db, twin, "")
}

/// What came in under the twin, or under whoever is joined into it, is in its chat again.
fn divided(db: &Connection, twin: PeerId, from: PeerId) -> rusqlite::Result<()> {
    let sql = "WITH RECURSIVE own (id) AS \
        (VALUES (?1) UNION SELECT peer.id FROM peer JOIN own ON peer.same_as = own.id) \
        UPDATE line SET under = nullif(coalesce(under, chat), ?1), chat = ?1 \
        WHERE chat = ?2 AND coalesce(under, chat) IN (SELECT id FROM own)";
    db.prepare_cached(sql)?.execute([twin.0, from.0])?;
    Ok(())
}

/// The keepsake before gives access too: its bytes are overwritten, not only let go.
fn put_keepsake(db: &Connection, keepsake: Option<&Keepsake>) -> rusqlite::Result<()> {
    db.execute_batch("PRAGMA secure_delete = ON")?;
    match keepsake {
        Some(keepsake) => db
            .prepare_cached("INSERT OR REPLACE INTO session (only, keepsake) VALUES (1, ?1)")?
            .execute([keepsake.0.expose()])?,
        None => db.prepare_cached("DELETE FROM session")?.execute([])?,
    };
    db.execute_batch("PRAGMA secure_delete = OFF")
}
