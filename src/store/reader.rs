//! A history read from outside, as it stood at one moment: whoever has it open goes on writing meanwhile.
//!
//! Owns which lines are read and in which order. Never: the lock, a change, the session (it is not even looked at), more
//! than a page of lines in memory.

use std::path::Path;

use rusqlite::{Connection, params};

use super::home::Home;
use super::{files, line, opened, peer, schema};
use crate::domain::id::{PeerId, Seq};
use crate::domain::time::Timestamp;
use crate::port::store::{Account, LineRecord, PeerRecord, Refusal, StoreEvent, Which};

/// Lines of a page.
const PAGE: u16 = 500;

/// An account's history, open for reading alone.
pub struct Reader {
    db: Connection,
    pub account: Account,
    pub me: Option<PeerId>,
    /// In the order of their ids, none left out.
    pub peers: Vec<PeerRecord>,
}

/// Why there is no history to be read, or to be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody was named and nobody was here last; these could be named.
    Nobody {
        others: Vec<Account>,
    },
    Refused(Refusal),
}

/// A history that was opened cannot be used any more: the system's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub(super) Box<str>);

/// From the first moment to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub first: Timestamp,
    pub last: Timestamp,
}

impl Range {
    pub const ALL: Self = Self {
        first: Timestamp(i64::MIN),
        last: Timestamp(i64::MAX),
    };
}

impl Missing {
    pub(super) fn of(event: StoreEvent) -> Self {
        match event {
            StoreEvent::NoAccount { others } => Self::Nobody { others },
            StoreEvent::Refused(refusal) => Self::Refused(refusal),
            StoreEvent::Opened(_)
            | StoreEvent::Kept(_)
            | StoreEvent::Page(_)
            | StoreEvent::Found(_)
            | StoreEvent::Line { .. }
            | StoreEvent::Stickers(_)
            | StoreEvent::Accounts(_)
            | StoreEvent::Trouble(_)
            | StoreEvent::Recovered => Self::Nobody { others: Vec::new() },
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string().into())
    }
}

impl Reader {
    /// The account's history below this folder, as it is now.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn open(home: &Path, which: &Which) -> Result<Self, Missing> {
        let uin = Home::Folder(home.to_owned()).find(which).map_err(Missing::of)?;
        let refused = |error| Missing::Refused(schema::refusal(&error));
        let db = schema::open_read_only(&files::reading_uri(home, uin)).map_err(Missing::Refused)?;
        // Until its end this connection sees what it sees now.
        db.execute_batch("BEGIN").map_err(refused)?;
        let (account, me) = opened::account(&db, uin).map_err(refused)?;
        let peers = peer::all(&db).map_err(refused)?;
        Ok(Self {
            db,
            account,
            me,
            peers,
        })
    }

    /// The chats of which anything is kept in this range, with the number of their lines.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn chats(&self, range: Range) -> Result<Vec<(PeerId, u64)>, Fault> {
        // From chat to chat by the index: what is between two is not walked.
        let sql = "WITH RECURSIVE one(chat) AS (SELECT min(chat) FROM line UNION ALL \
            SELECT (SELECT min(chat) FROM line WHERE chat > one.chat) FROM one WHERE one.chat IS NOT NULL) \
            SELECT chat, (SELECT count(*) FROM line WHERE line.chat = one.chat AND at BETWEEN ?1 AND ?2) \
            FROM one WHERE chat IS NOT NULL";
        let mut statement = self.db.prepare(sql)?;
        let chats = statement.query_map(params![range.first.0, range.last.0], |row| {
            Ok((PeerId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
        })?;
        let chats: rusqlite::Result<Vec<_>> = chats.filter(|chat| !matches!(chat, Ok((_, 0)))).collect();
        Ok(chats?)
    }

    /// Every line of a chat in this range, in the order of the chat.
    ///
    /// # Errors
    /// `E` when the disk fails, and what `each` answers.
    pub fn lines<E: From<Fault>>(
        &self,
        chat: PeerId,
        range: Range,
        mut each: impl FnMut(LineRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut after = (range.first, Seq(i64::MIN));
        loop {
            let page = self.page(chat, after, range.last)?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = (last.at, last.seq);
            page.into_iter().try_for_each(&mut each)?;
        }
    }

    fn page(&self, chat: PeerId, after: (Timestamp, Seq), last: Timestamp) -> Result<Vec<LineRecord>, Fault> {
        let sql = format!(
            "SELECT {} FROM line WHERE chat = ?1 AND (at, seq) > (?2, ?3) AND at <= ?4 \
             ORDER BY at, seq LIMIT ?5",
            line::COLUMNS
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let lines = statement.query_map(
            params![chat.0, after.0.0, after.1.0, last.0, PAGE],
            line::restored,
        )?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// Every line of these chats in this range, in the order of time, whatever the chat.
    ///
    /// Only places are sorted, and what does not fit the cache of the connection goes to a temporary file of SQLite's.
    ///
    /// # Errors
    /// `E` when the disk fails, and what `each` answers.
    pub fn in_time<E: From<Fault>>(
        &self,
        chats: &[PeerId],
        range: Range,
        mut each: impl FnMut(LineRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        let numbers: Vec<u32> = chats.iter().map(|chat| chat.0).collect();
        let numbers = serde_json::to_string(&numbers).unwrap_or_default();
        let one = format!("SELECT {} FROM line WHERE seq = ?1", line::COLUMNS);
        let mut one = self.db.prepare(&one).map_err(Fault::from)?;
        let mut places = self
            .db
            .prepare(
                "SELECT seq FROM line WHERE chat IN (SELECT value FROM json_each(?1)) \
                 AND at BETWEEN ?2 AND ?3 ORDER BY at, seq",
            )
            .map_err(Fault::from)?;
        let mut rows = places
            .query(params![numbers, range.first.0, range.last.0])
            .map_err(Fault::from)?;
        while let Some(row) = rows.next().map_err(Fault::from)? {
            let seq: i64 = row.get(0).map_err(Fault::from)?;
            each(one.query_row([seq], line::restored).map_err(Fault::from)?)?;
        }
        Ok(())
    }
}

/// Says whose, and never what is in it.
impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("uin", &self.account.uin)
            .finish_non_exhaustive()
    }
}
