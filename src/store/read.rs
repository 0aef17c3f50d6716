//! Pages of a chat, by the index on (chat, at, seq).

use rusqlite::{Connection, OptionalExtension as _, ToSql, params};

use super::line;
use crate::domain::id::{PeerId, Seq};
use crate::domain::time::Timestamp;
use crate::port::store::{LineRecord, Page, Place, Read};

/// A line's place in its chat.
type Key = (Timestamp, Seq);

/// Which way from a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Older,
    Newer,
}

/// The page that was asked for. Around a line that is not (or no more) in the chat nothing is found.
pub(super) fn page(db: &Connection, read: Read) -> rusqlite::Result<Page> {
    let Read { chat, from, count } = read;
    let (lines, older, newer) = match from {
        Place::End => {
            let (lines, older) = side(db, chat, None, Way::Older, count)?;
            (lines, older, false)
        }
        Place::Before(at, seq) => {
            let (lines, older) = side(db, chat, Some((at, seq)), Way::Older, count)?;
            let last = lines.last().map(key);
            let newer = match last {
                Some(last) => is_any(db, chat, last, Way::Newer)?,
                None => is_at(db, chat, (at, seq))? || is_any(db, chat, (at, seq), Way::Newer)?,
            };
            (lines, older, newer)
        }
        Place::After(at, seq) => {
            let (lines, newer) = side(db, chat, Some((at, seq)), Way::Newer, count)?;
            let first = lines.first().map(key);
            let older = match first {
                Some(first) => is_any(db, chat, first, Way::Older)?,
                None => is_at(db, chat, (at, seq))? || is_any(db, chat, (at, seq), Way::Older)?,
            };
            (lines, older, newer)
        }
        Place::Around(seq) => around(db, chat, seq, count)?,
    };
    Ok(Page {
        chat,
        from,
        lines,
        older,
        newer,
    })
}

/// One line, whole.
pub(super) fn line(db: &Connection, seq: Seq) -> rusqlite::Result<Option<LineRecord>> {
    let sql = format!("SELECT {} FROM line WHERE seq = ?1", line::COLUMNS);
    db.prepare_cached(&sql)?
        .query_row([seq.0], line::restored)
        .optional()
}

fn key(line: &LineRecord) -> Key {
    (line.at, line.seq)
}

fn around(
    db: &Connection,
    chat: PeerId,
    seq: Seq,
    count: u16,
) -> rusqlite::Result<(Vec<LineRecord>, bool, bool)> {
    let sql = format!("SELECT {} FROM line WHERE seq = ?1 AND chat = ?2", line::COLUMNS);
    let middle = db
        .prepare_cached(&sql)?
        .query_row(params![seq.0, chat.0], line::restored)
        .optional()?;
    let Some(middle) = middle else {
        return Ok((Vec::new(), false, false));
    };
    let at = Some(key(&middle));
    let (mut lines, older) = side(db, chat, at, Way::Older, count)?;
    let (after, newer) = side(db, chat, at, Way::Newer, count)?;
    lines.push(middle);
    lines.extend(after);
    Ok((lines, older, newer))
}

/// At most `count` lines to one side of a place (none: the end), in the order of the chat, and whether there are more
/// beyond them.
fn side(
    db: &Connection,
    chat: PeerId,
    from: Option<Key>,
    way: Way,
    count: u16,
) -> rusqlite::Result<(Vec<LineRecord>, bool)> {
    let (beyond, order) = match (from, way) {
        (None, _) => ("", "DESC"),
        (Some(_), Way::Older) => ("AND (at, seq) < (?3, ?4)", "DESC"),
        (Some(_), Way::Newer) => ("AND (at, seq) > (?3, ?4)", "ASC"),
    };
    let sql = format!(
        "SELECT {} FROM line WHERE chat = ?1 {beyond} ORDER BY at {order}, seq {order} LIMIT ?2",
        line::COLUMNS
    );
    let one_more = u32::from(count) + 1;
    let mut values: Vec<&dyn ToSql> = vec![&chat.0, &one_more];
    if let Some((at, seq)) = &from {
        values.extend([&at.0 as &dyn ToSql, &seq.0]);
    }
    let mut statement = db.prepare_cached(&sql)?;
    let lines: rusqlite::Result<Vec<_>> = statement.query_map(&*values, line::restored)?.collect();
    let mut lines = lines?;
    let more = lines.len() > usize::from(count);
    lines.truncate(usize::from(count));
    if way == Way::Older {
        lines.reverse();
    }
    Ok((lines, more))
}

/// Whether there is any line beyond this place.
fn is_any(db: &Connection, chat: PeerId, (at, seq): Key, way: Way) -> rusqlite::Result<bool> {
    let sql = match way {
        Way::Older => "SELECT 1 FROM line WHERE chat = ?1 AND (at, seq) < (?2, ?3)",
        Way::Newer => "SELECT 1 FROM line WHERE chat = ?1 AND (at, seq) > (?2, ?3)",
    };
    db.prepare_cached(sql)?.exists(params![chat.0, at.0, seq.0])
}

/// Whether a line stands at this very place.
fn is_at(db: &Connection, chat: PeerId, (at, seq): Key) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM line WHERE seq = ?3 AND chat = ?1 AND at = ?2")?
        .exists(params![chat.0, at.0, seq.0])
}
