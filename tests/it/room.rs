//! A store in a few maps: what `port::store` promises, said as shortly as it can be, and as unlucky as a test wants it.

use std::collections::BTreeMap;

use weft::domain::id::{LocalId, PeerId, Seq};
use weft::port::Keepsake;
use weft::port::store::{
    Account, Change, ChatRecord, Found, From, LineRecord, Opened, Page, PeerRecord, Place, Read, Receipt,
    Refusal, State, StoreCommand, StoreEvent, Trouble, Which,
};

#[derive(Default)]
pub struct Room {
    accounts: BTreeMap<i64, Book>,
    last: Option<i64>,
    open: Option<i64>,
    /// Why nothing can be written now.
    pub trouble: Option<Trouble>,
    /// What every opening is answered with.
    pub refusal: Option<Refusal>,
    held: Vec<(Vec<Change>, Vec<Receipt>)>,
    /// Commits so far.
    pub writes: usize,
}

#[derive(Default)]
pub struct Book {
    me: Option<PeerId>,
    pub peers: BTreeMap<PeerId, PeerRecord>,
    pub chats: BTreeMap<PeerId, ChatRecord>,
    pub lines: BTreeMap<Seq, LineRecord>,
    pub drafts: BTreeMap<PeerId, String>,
    pub keepsake: Option<Keepsake>,
    last_seq: Seq,
    last_local: Option<LocalId>,
}

impl Room {
    pub fn perform(&mut self, command: StoreCommand) -> Vec<StoreEvent> {
        match command {
            StoreCommand::Open(which) => vec![self.open(&which)],
            StoreCommand::Write { changes, receipts } => self.write(changes, receipts),
            StoreCommand::Read(read) => vec![StoreEvent::Page(self.book().page(read))],
            StoreCommand::Search(search) => vec![StoreEvent::Found(Found {
                number: search.number,
                hits: Vec::new(),
                more: false,
            })],
        }
    }

    /// The machine stops: what was not written is gone.
    pub fn crash(&mut self) {
        self.open = None;
        self.held.clear();
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

    fn open(&mut self, which: &Which) -> StoreEvent {
        if let Some(refusal) = &self.refusal {
            return StoreEvent::Refused(refusal.clone());
        }
        let uin = match which {
            Which::Uin(uin) => *uin,
            Which::Last => match self.last {
                Some(uin) => uin,
                None => return StoreEvent::NoAccount { others: Vec::new() },
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
        StoreEvent::Opened(Box::new(self.accounts.entry(uin).or_default().opened(uin, fresh)))
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
        let book = self.book();
        for change in changes {
            book.change(change);
        }
        vec![StoreEvent::Kept(receipts)]
    }
}

impl Book {
    fn change(&mut self, change: Change) {
        match change {
            Change::Me(me) => self.me = Some(me),
            Change::Peer(peer) => drop(self.peers.insert(peer.id, *peer)),
            Change::Chat(chat) => drop(self.chats.insert(chat.peer, chat)),
            Change::Line(line) => self.line(*line),
            Change::LineGone(seq) => drop(self.lines.remove(&seq)),
            Change::Recalled { chat, target, notice } => {
                let meant = |line: &&mut LineRecord| match target {
                    Some(_) => line.state == State::Kept(target),
                    None => line.chat == chat && line.from == From::Me && line.state.local().is_none(),
                };
                let last = self
                    .lines
                    .values_mut()
                    .filter(meant)
                    .max_by_key(|line| (line.at, line.seq));
                if let Some(line) = last {
                    line.body = notice;
                }
            }
            Change::Draft { chat, text } if text.is_empty() => drop(self.drafts.remove(&chat)),
            Change::Draft { chat, text } => drop(self.drafts.insert(chat, text)),
            Change::Joined { twin, into } => {
                for line in self.lines.values_mut() {
                    if line.chat == twin {
                        line.chat = into;
                    }
                    if line.from == From::Peer(twin) {
                        line.from = From::Peer(into);
                    }
                }
                if let Some(chat) = self.chats.remove(&twin) {
                    self.chats
                        .entry(into)
                        .or_insert(ChatRecord { peer: into, ..chat });
                }
                self.drafts.remove(&twin);
            }
            Change::Divided { twin, from, since } => {
                for line in self.lines.values_mut().filter(|line| line.seq > since) {
                    if line.chat == from {
                        line.chat = twin;
                    }
                    if line.from == From::Peer(from) {
                        line.from = From::Peer(twin);
                    }
                }
            }
            Change::Keepsake(keepsake) => self.keepsake = keepsake,
        }
    }

    fn line(&mut self, mut line: LineRecord) {
        let twin = |other: &LineRecord| {
            matches!(line.state, State::Kept(Some(_))) && other.state == line.state && other.seq != line.seq
        };
        if self.lines.values().any(twin) {
            return;
        }
        self.last_seq = self.last_seq.max(line.seq);
        self.last_local = self.last_local.max(line.state.local());
        let before = self.lines.remove(&line.seq);
        line.raw = line.raw.or(before.and_then(|before| before.raw));
        self.lines.insert(line.seq, line);
    }

    fn opened(&self, uin: i64, fresh: bool) -> Opened {
        let ids: Vec<u32> = self.peers.keys().map(|id| id.0).collect();
        let all = (0..).take(ids.len()).collect::<Vec<u32>>();
        assert_eq!(ids, all, "no peer is left out");
        let seen = self.lines.values().filter_map(|line| match line.state {
            State::Kept(id) => id,
            State::Queued(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => None,
        });
        let tails = self
            .chats
            .keys()
            .filter_map(|chat| self.of(*chat).last().map(|line| (*line).clone()));
        let unsent = self.lines.values().filter(|line| line.state.local().is_some());
        Opened {
            account: Account {
                uin,
                name: Box::default(),
            },
            fresh,
            me: self.me,
            peers: self.peers.values().cloned().collect(),
            chats: self.chats.values().cloned().collect(),
            tails: tails.collect(),
            unsent: unsent.cloned().collect(),
            drafts: self
                .drafts
                .iter()
                .map(|(chat, text)| (*chat, text.clone()))
                .collect(),
            seen: seen.collect(),
            last_seq: self.last_seq,
            last_local: self.last_local.unwrap_or(LocalId(0)),
            keepsake: self.keepsake.clone(),
        }
    }

    /// A chat's lines in its order.
    pub fn of(&self, chat: PeerId) -> Vec<&LineRecord> {
        let mut lines: Vec<_> = self.lines.values().filter(|line| line.chat == chat).collect();
        lines.sort_by_key(|line| (line.at, line.seq));
        lines
    }

    fn page(&self, read: Read) -> Page {
        let all = self.of(read.chat);
        let count = usize::from(read.count);
        let at = |key| all.partition_point(|line| (line.at, line.seq) < key);
        let range = match read.from {
            Place::End => all.len().saturating_sub(count)..all.len(),
            Place::Before(when, seq) => {
                let end = at((when, seq));
                end.saturating_sub(count)..end
            }
            Place::After(when, seq) => {
                let start = at((when, Seq(seq.0 + 1)));
                start..(start + count).min(all.len())
            }
            Place::Around(seq) => {
                let middle = all.iter().position(|line| line.seq == seq).unwrap_or(all.len());
                middle.saturating_sub(count)..(middle + count + 1).min(all.len())
            }
        };
        Page {
            chat: read.chat,
            from: read.from,
            older: range.start > 0,
            newer: range.end < all.len(),
            lines: all[range].iter().map(|line| (*line).clone()).collect(),
        }
    }
}
