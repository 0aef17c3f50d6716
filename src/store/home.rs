//! Where the accounts are: in a folder, or in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rusqlite::Connection;

use super::history::History;
use super::{files, opened, schema};
use crate::port::store::{Account, Opened, Refusal, StoreEvent, Which};

pub(super) enum Home {
    Folder(PathBuf),
    Memory {
        closed: BTreeMap<i64, Connection>,
        last: Option<i64>,
    },
}

impl Home {
    /// The number of the account that is meant, or what there is to say instead. No other account may be open.
    pub fn find(&self, which: &Which) -> Result<i64, StoreEvent> {
        match which {
            Which::Uin(uin) => Ok(*uin),
            Which::Last => self
                .last()
                .filter(|uin| self.numbers().contains(uin))
                .ok_or_else(|| StoreEvent::NoAccount {
                    others: self.accounts(),
                }),
            Which::Named(name) => self
                .named(name)
                .ok_or_else(|| StoreEvent::Refused(Refusal::Unknown { name: name.clone() })),
        }
    }

    /// By number, else by name; of several that have the name the one used last, else the first.
    fn named(&self, name: &str) -> Option<i64> {
        let accounts = self.accounts();
        let number = name.parse().ok();
        if let Some(account) = accounts.iter().find(|account| Some(account.uin) == number) {
            return Some(account.uin);
        }
        let of_that_name = || accounts.iter().filter(|account| *account.name == *name);
        let last = self.last();
        of_that_name()
            .find(|account| Some(account.uin) == last)
            .or_else(|| of_that_name().next())
            .map(|account| account.uin)
    }

    fn last(&self) -> Option<i64> {
        match self {
            Self::Folder(home) => files::last(home),
            Self::Memory { last, .. } => *last,
        }
    }

    fn numbers(&self) -> Vec<i64> {
        match self {
            Self::Folder(home) => files::accounts(home),
            Self::Memory { closed, .. } => closed.keys().copied().collect(),
        }
    }

    fn accounts(&self) -> Vec<Account> {
        let account = |uin| Account {
            uin,
            name: self.name(uin).unwrap_or_default(),
        };
        self.numbers().into_iter().map(account).collect()
    }

    /// As last known; another weft may have it open meanwhile.
    fn name(&self, uin: i64) -> Option<Box<str>> {
        match self {
            Self::Folder(home) => {
                let db = schema::open_read_only(&files::read_only_uri(home, uin)).ok()?;
                opened::name(&db).ok()
            }
            Self::Memory { closed, .. } => opened::name(closed.get(&uin)?).ok(),
        }
    }

    /// Opens the account, and makes it where it is new.
    pub fn open(&mut self, uin: i64) -> Result<(History, Opened), Refusal> {
        let opened = match self {
            Self::Folder(home) => {
                let made = files::make(home, uin);
                let opened = match made {
                    Ok(()) => {
                        let lock = files::lock(home, uin)?;
                        let db = schema::open(&files::history(home, uin))?;
                        History::begin(uin, db, Some(lock))?
                    }
                    Err(error) if files::is_read_only(&error) && files::history(home, uin).is_file() => {
                        let lock = files::lock_read_only(home, uin)?;
                        let db = schema::open_read_only(&files::read_only_uri(home, uin))?;
                        History::begin(uin, db, lock)?
                    }
                    Err(error) => return Err(files::unusable(&error)),
                };
                if let Err(error) = files::remember(home, uin) {
                    tracing::warn!(%error, "which account was used last is not kept");
                }
                opened
            }
            Self::Memory { closed, last } => {
                let db = closed.remove(&uin).map_or_else(schema::open_in_memory, Ok)?;
                *last = Some(uin);
                History::begin(uin, db, None)?
            }
        };
        Ok(opened)
    }

    /// Ends the connection, and gives the lock back; in memory the history stays.
    pub fn close(&mut self, history: History) {
        if let Self::Memory { closed, .. } = self {
            closed.insert(history.uin, history.db);
        }
    }
}
