//! A history that lines from elsewhere are taken into, while no weft has it open.
//!
//! Owns the lock meanwhile, and what is asked of the history to know what it has already. Never: whose a line is, or
//! whether it is taken.

use std::path::Path;

use rusqlite::{OptionalExtension as _, params};

use super::ground::Ground;
use super::history::History;
use super::hold::Write;
use super::home::Home;
use super::reader::{Fault, Missing};
use super::{body, line};
use crate::domain::id::{MsgId, PeerId, Seq};
use crate::port::store::{Change, From, LineRecord, Opened, Which};

/// An account's history, locked.
pub struct Intake {
    history: History,
    /// The first number that was given away before.
    first: Seq,
}

impl Intake {
    /// The account's history below this folder; made where a number is named that is new. What it tells is without its
    /// session.
    ///
    /// # Errors
    /// Where there is none, it cannot be used, or a weft has it open.
    pub fn open(home: &Path, which: &Which) -> Result<(Self, Opened), Missing> {
        let folder = home;
        let mut home = Home::Folder(folder.to_owned());
        let uin = home.find(which).map_err(Missing::of)?;
        let ground = Ground::firm(folder, uin).map_err(Missing::Refused)?;
        let (history, opened) = History::begin(uin, ground).map_err(Missing::Refused)?;
        if home.last().is_none() {
            home.remember(uin);
        }
        let first = first(&history).map_err(|error| Missing::Refused(super::schema::refusal(&error)))?;
        let opened = Opened {
            keepsake: None,
            ..opened
        };
        Ok((Self { history, first }, opened))
    }

    /// So many numbers that are smaller than all there are: what comes from elsewhere is older than what is to come, and
    /// a search tells the newest first.
    pub fn numbers(&self, count: u32) -> std::ops::Range<i64> {
        let end = self.first.0;
        end.saturating_sub(i64::from(count))..end
    }

    /// Where the message of this id stands, and who said it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn place(&self, id: MsgId) -> Result<Option<(PeerId, From)>, Fault> {
        let sql = format!("SELECT {} FROM line WHERE msg_id = ?1", line::COLUMNS);
        let found = self
            .history
            .db
            .prepare_cached(&sql)?
            .query_row([id.0.cast_signed()], |row| {
                let line = line::restored(row)?;
                Ok((line.chat, line.from))
            })
            .optional()?;
        Ok(found)
    }

    /// The lines there were before that have the same words, by the same, at the same moment of the same chat.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn like(&self, record: &LineRecord) -> Result<Vec<LineRecord>, Fault> {
        let columns = body::columns(&record.body);
        let sql = format!(
            "SELECT {} FROM line WHERE chat = ?1 AND at = ?2 AND speaker = ?3 AND kind = ?4 AND text = ?5 AND seq >= ?6",
            line::COLUMNS
        );
        let mut read = self.history.db.prepare_cached(&sql)?;
        let same = params![
            record.chat.0,
            record.at.0,
            line::speaker(record.from),
            columns.kind,
            columns.text,
            self.first.0
        ];
        let lines = read.query_map(same, line::restored)?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// One transaction.
    ///
    /// # Errors
    /// When it is not on disk.
    pub fn write(&mut self, changes: Vec<Change>) -> Result<(), Fault> {
        self.history.push(Write {
            changes,
            receipts: Vec::new(),
        });
        self.history.retry(&mut None);
        if self.history.holds() {
            return Err(Fault(self.history.words().into()));
        }
        Ok(())
    }

    /// What the account goes by, where nobody knows yet.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn call(&self, name: &str) -> Result<(), Fault> {
        let sql = "UPDATE account SET name = ?1 WHERE name = ''";
        self.history.db.execute(sql, [name])?;
        Ok(())
    }
}

fn first(history: &History) -> rusqlite::Result<Seq> {
    let first: Option<i64> = history
        .db
        .query_row("SELECT min(seq) FROM line", [], |row| row.get(0))?;
    Ok(Seq(first.unwrap_or(1).min(1)))
}

/// Says whose, and never what is in it.
impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake")
            .field("uin", &self.history.uin)
            .finish_non_exhaustive()
    }
}
