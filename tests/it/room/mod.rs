//! A store in a few maps: what `port::store` promises, said as shortly as it can be, and as unlucky as a test wants it.
//!
//! The same [`Book`] is what the real store is compared with (`store::properties`), so that what is shown with this one
//! holds for that one.

mod book;

use std::collections::BTreeMap;

use weft::port::store::{
    Account, Change, Listed, Receipt, Refusal, State, StoreCommand, StoreEvent, Trouble, Which,
};

pub use book::{Book, id};

#[derive(Default)]
pub struct Room {
    accounts: BTreeMap<i64, Book>,
    last: Option<i64>,
    open: Option<i64>,
    /// Why nothing can be written now.
    pub trouble: Option<Trouble>,
    /// What every opening is answered with.
    pub refusal: Option<Refusal>,
    /// What could not be written.
    pub held: Vec<(Vec<Change>, Vec<Receipt>)>,
    /// Commits so far.
    pub writes: usize,
    /// A promise that is not kept: to show that a test would notice.
    pub lie: Option<Lie>,
    /// By [`Lie::Hasty`]: said to be on disk, and not there yet.
    hasty: Vec<Change>,
}

/// What a bad store does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Gives the receipt before the commit.
    Hasty,
    /// Keeps the cursor of a write, and forgets the messages that came with it.
    Forgetful,
    /// Tells nothing of what was not sent.
    NoOutbox,
    /// Does not know a message that it has.
    NoIds,
    /// Tells lines that were on their way as if they had never left.
    Sure,
    /// Hands out numbers that were used.
    Recount,
    /// Tells no draft.
    NoDrafts,
}

impl Lie {
    pub const ALL: [Self; 7] = [
        Self::Hasty,
        Self::Forgetful,
        Self::NoOutbox,
        Self::NoIds,
        Self::Sure,
        Self::Recount,
        Self::NoDrafts,
    ];
}

impl Room {
    pub fn perform(&mut self, command: StoreCommand) -> Vec<StoreEvent> {
        match command {
            StoreCommand::Open(which) => vec![self.open(&which)],
            StoreCommand::Write { changes, receipts } => self.write(changes, receipts),
            StoreCommand::Read(read) => vec![StoreEvent::Page(self.book().page(read))],
            StoreCommand::Line(seq) => vec![StoreEvent::Line {
                seq,
                line: self.book().lines.get(&seq).cloned().map(Box::new),
            }],
            StoreCommand::Stickers { most } => vec![StoreEvent::Stickers(self.book().stickers(most))],
            StoreCommand::Accounts => vec![StoreEvent::Accounts(self.listed())],
            StoreCommand::Search(search) => vec![StoreEvent::Found(self.book().found(&search))],
        }
    }

    /// The machine stops: what was not written is gone.
    pub fn crash(&mut self) {
        self.open = None;
        self.held.clear();
        self.hasty.clear();
    }

    /// The disk can be written again.
    pub fn mend(&mut self) -> Vec<StoreEvent> {
        self.trouble = None;
        let held = std::mem::take(&mut self.held);
        let mut events: Vec<StoreEvent> = held
            .into_iter()
            .flat_map(|(changes, receipts)| self.write(changes, receipts))
            .collect();
        events.push(StoreEvent::Recovered);
        events
    }

    /// What is kept of the account in use.
    pub fn book(&mut self) -> &mut Book {
        let uin = self.open.or(self.last).unwrap();
        self.accounts.get_mut(&uin).unwrap()
    }

    /// The same, before there is an account.
    pub fn kept(&self) -> Option<&Book> {
        self.accounts.get(&self.open.or(self.last)?)
    }

    fn open(&mut self, which: &Which) -> StoreEvent {
        if let Some(refusal) = &self.refusal {
            return StoreEvent::Refused(refusal.clone());
        }
        let uin = match which {
            Which::Uin(uin) => *uin,
            Which::New => {
                self.open = None;
                return self.none();
            }
            Which::Last => match self.last {
                Some(uin) => uin,
                None => return self.none(),
            },
            Which::Named(name) => match name.parse().ok().filter(|uin| self.accounts.contains_key(uin)) {
                Some(uin) => uin,
                None => return StoreEvent::Refused(Refusal::Unknown { name: name.clone() }),
            },
        };
        assert!(
            self.held.is_empty(),
            "nothing of another account is held when one is opened"
        );
        let fresh = !self.accounts.contains_key(&uin);
        (self.open, self.last) = (Some(uin), Some(uin));
        let lie = self.lie;
        let book = self.accounts.entry(uin).or_default();
        let ids = book.peers.keys().map(|id| id.0);
        assert!(
            ids.eq(0..u32::try_from(book.peers.len()).unwrap()),
            "no peer is left out"
        );
        if lie != Some(Lie::Sure) {
            book.restart();
        }
        let mut opened = book.opened(uin, fresh);
        match lie {
            Some(Lie::NoOutbox) => opened.unsent.clear(),
            Some(Lie::NoIds) => opened.seen.clear(),
            Some(Lie::NoDrafts) => opened.drafts.clear(),
            Some(Lie::Recount) => opened.last_seq.0 = (opened.last_seq.0 - 1).max(0),
            Some(Lie::Sure) => {
                for line in &mut opened.unsent {
                    if let State::Sending(local) = line.state {
                        line.state = State::Queued(local);
                    }
                }
            }
            Some(Lie::Hasty | Lie::Forgetful) | None => {}
        }
        StoreEvent::Opened(Box::new(opened))
    }

    fn listed(&self) -> Vec<Listed> {
        let listed = self.accounts.iter().map(|(uin, book)| Listed {
            account: Account {
                uin: *uin,
                name: book.name().into(),
            },
            session: book.keepsake.is_some(),
        });
        listed.collect()
    }

    fn none(&self) -> StoreEvent {
        let others = self.listed().into_iter().map(|listed| listed.account);
        StoreEvent::NoAccount {
            others: others.collect(),
        }
    }

    fn write(&mut self, changes: Vec<Change>, receipts: Vec<Receipt>) -> Vec<StoreEvent> {
        if let Some(trouble) = self.trouble {
            let first = self.held.is_empty();
            self.held.push((changes, receipts));
            return first
                .then_some(StoreEvent::Trouble(trouble))
                .into_iter()
                .collect();
        }
        self.writes += 1;
        let changes = match self.lie {
            Some(Lie::Hasty) => std::mem::replace(&mut self.hasty, changes),
            _ => changes,
        };
        let forgets = self.lie == Some(Lie::Forgetful) && self.writes.is_multiple_of(5);
        let (blind, book) = (self.lie == Some(Lie::NoIds), self.book());
        for change in changes {
            if blind {
                book.forget_ids();
            }
            if !forgets || !matches!(change, Change::Line(_)) {
                book.obey(change);
            }
        }
        vec![StoreEvent::Kept(receipts)]
    }
}
