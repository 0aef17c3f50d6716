//! Where the accounts are: in a folder, or in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rusqlite::Connection;

use super::ground::{self, Ground};
use super::history::History;
use super::{files, opened, schema};
use crate::port::store::{Account, Listed, Opened, Refusal, StoreEvent, Which};

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
            // Whoever comes without a number would be taken for anybody else who does.
            Which::Uin(0) => Err(StoreEvent::Refused(Refusal::Unnumbered)),
            Which::Uin(uin) => Ok(*uin),
            Which::New => Err(self.no_account()),
            Which::Last => self
                .last()
                .filter(|uin| self.numbers().contains(uin))
                .ok_or_else(|| self.no_account()),
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

    pub fn last(&self) -> Option<i64> {
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

    fn no_account(&self) -> StoreEvent {
        StoreEvent::NoAccount {
            others: self.accounts(),
        }
    }

    fn accounts(&self) -> Vec<Account> {
        let listed = self.listed().into_iter();
        listed.map(|listed| listed.account).collect()
    }

    /// As last known; another weft may have one of them open meanwhile. One that cannot be read is listed all the same.
    pub fn listed(&self) -> Vec<Listed> {
        let unread = |uin| Listed {
            account: Account {
                uin,
                name: Box::default(),
            },
            session: false,
        };
        let numbers = self.numbers().into_iter();
        numbers
            .map(|uin| self.look_at(uin).unwrap_or_else(|| unread(uin)))
            .collect()
    }

    fn look_at(&self, uin: i64) -> Option<Listed> {
        match self {
            Self::Folder(home) => {
                let db = schema::peek(&files::read_only_uri(home, uin)).ok()?;
                opened::listed(&db, uin).ok()
            }
            Self::Memory { closed, .. } => opened::listed(closed.get(&uin)?, uin).ok(),
        }
    }

    /// Opens the account, and makes it where it is new.
    pub fn open(&mut self, uin: i64) -> Result<(History, Opened), Refusal> {
        let ground = match self {
            Self::Folder(home) => ground::find(home, uin)?,
            Self::Memory { closed, .. } => {
                let db = closed.remove(&uin).map_or_else(schema::open_in_memory, Ok)?;
                let fresh = ground::make_account(&db, uin).map_err(|error| schema::refusal(&error))?;
                Ground {
                    db,
                    lock: None,
                    fresh,
                    adrift: None,
                }
            }
        };
        History::begin(uin, ground)
    }

    /// This account is the one used last.
    pub fn remember(&mut self, uin: i64) {
        match self {
            Self::Folder(home) => {
                if let Err(error) = files::remember(home, uin) {
                    tracing::warn!(%error, "which account was used last is not kept");
                }
            }
            Self::Memory { last, .. } => *last = Some(uin),
        }
    }

    /// Ends the connection, and gives the lock back; in memory the history stays.
    pub fn close(&mut self, history: History) {
        if let Self::Memory { closed, .. } = self {
            closed.insert(history.uin, history.db);
        }
    }
}
