//! What is kept of one account, as one would write it down: what the store must be equal to.

use std::collections::BTreeMap;

use weft::app::conversation::Line;
use weft::app::search::memory;
use weft::domain::id::{LocalId, MsgId, PeerId, Seq};
use weft::domain::message::Quote;
use weft::port::Keepsake;
use weft::port::stickers::{StickerRecord, offered};
use weft::port::store::{
    Account, Change, ChatRecord, Found, From, LineRecord, Opened, Page, PeerRecord, Place, Read, Search,
    State,
};

#[derive(Clone, Debug, Default)]
pub struct Book {
    name: Box<str>,
    me: Option<PeerId>,
    pub peers: BTreeMap<PeerId, PeerRecord>,
    pub chats: BTreeMap<PeerId, ChatRecord>,
    pub lines: BTreeMap<Seq, LineRecord>,
    /// In whose chat each stands.
    stands: BTreeMap<Seq, PeerId>,
    pub drafts: BTreeMap<PeerId, String>,
    pub quotes: BTreeMap<PeerId, Quote>,
    pub faces: Vec<Box<str>>,
    pub keepsake: Option<Keepsake>,
    last_seq: Seq,
    last_local: Option<LocalId>,
    /// Where each message is.
    ids: BTreeMap<MsgId, Seq>,
}

pub fn id(line: &LineRecord) -> Option<MsgId> {
    match line.state {
        State::Kept(id) => id,
        State::Queued(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => None,
    }
}

impl Book {
    pub fn after(changes: &[Change]) -> Self {
        let mut book = Self::default();
        for change in changes {
            book.obey(change.clone());
        }
        book
    }

    pub fn obey(&mut self, change: Change) {
        match change {
            Change::Me(me) => self.me = Some(me),
            Change::Peer(peer) => drop(self.peers.insert(peer.id, *peer)),
            Change::Chat(chat) => drop(self.chats.insert(chat.peer, chat)),
            Change::Line(line) => self.line(*line),
            Change::LineGone(seq) => self.gone(seq),
            Change::Recalled { chat, target, how } => {
                let mine = |line: &&LineRecord| line.from == From::Me && matches!(line.state, State::Kept(_));
                let last = || self.of(chat).into_iter().rfind(mine).map(|line| line.seq);
                let seq = target.map_or_else(last, |id| self.ids.get(&id).copied());
                if let Some(line) = seq.and_then(|seq| self.lines.get_mut(&seq)) {
                    how.mark(&mut line.body);
                    if !how.keep {
                        line.raw = Some(Box::default());
                    }
                    let (seq, under) = (line.seq, line.chat);
                    self.stands.insert(seq, self.now(under));
                }
            }
            Change::Quote { chat, quote } => match quote {
                Some(quote) => drop(self.quotes.insert(chat, *quote)),
                None => drop(self.quotes.remove(&chat)),
            },
            Change::Faces(faces) => self.faces = faces,
            Change::Draft { chat, text } => drop(self.drafts.insert(chat, text)),
            Change::Joined { twin, into } => self.join(twin, into),
            Change::Divided { twin, from } => self.divide(twin, from),
            Change::Keepsake(keepsake) => self.keepsake = keepsake,
        }
        self.drafts.retain(|_, text| !text.is_empty());
        if let Some(own) = self.me.and_then(|me| self.peers.get(&me)) {
            self.name = own.contact.nick_name.as_str().into();
        }
    }

    /// What the search in memory finds: that the real store finds the same is proven elsewhere (`search::agree`).
    pub fn found(&self, search: &Search) -> Found {
        let lines = self.lines.values();
        let lines: Vec<(PeerId, Line)> = lines
            .filter_map(|line| Some((*self.stands.get(&line.seq)?, Line::of(line.clone()))))
            .collect();
        memory::found(lines.iter().map(|(chat, line)| (*chat, line)), search)
    }

    pub fn stickers(&self, most: u16) -> Vec<StickerRecord> {
        let newest_first = self.lines.values().rev().cloned();
        offered(newest_first.filter_map(StickerRecord::of), most.into())
    }

    fn line(&mut self, mut line: LineRecord) {
        self.last_seq = self.last_seq.max(line.seq);
        self.last_local = self.last_local.max(line.state.local());
        let before = self.lines.get(&line.seq);
        let known = id(&line).and_then(|id| self.ids.get(&id));
        if known.is_some_and(|known| *known != line.seq) {
            // It came from the service before it was known as sent.
            if before.is_some_and(|before| before.state.local().is_some()) {
                self.gone(line.seq);
            }
            return;
        }
        line.raw = line.raw.or(before.and_then(|before| before.raw.clone()));
        self.gone(line.seq);
        self.ids.extend(id(&line).map(|id| (id, line.seq)));
        self.stands.insert(line.seq, self.now(line.chat));
        self.lines.insert(line.seq, line);
    }

    fn gone(&mut self, seq: Seq) {
        if let Some(id) = self.lines.remove(&seq).as_ref().and_then(id) {
            self.ids.remove(&id);
        }
    }

    fn join(&mut self, twin: PeerId, into: PeerId) {
        if twin == into {
            return;
        }
        for chat in self.stands.values_mut().filter(|chat| **chat == twin) {
            *chat = into;
        }
        if let Some(chat) = self.chats.remove(&twin) {
            self.chats
                .entry(into)
                .or_insert(ChatRecord { peer: into, ..chat });
        }
        self.drafts.remove(&twin);
        self.quotes.remove(&twin);
    }

    fn divide(&mut self, twin: PeerId, from: PeerId) {
        let own = self.joined_into(twin);
        for (seq, chat) in self.stands.iter_mut().filter(|(_, chat)| **chat == from) {
            if self.lines.get(seq).is_some_and(|line| own.contains(&line.chat)) {
                *chat = twin;
            }
        }
    }

    /// Who somebody turned out to be; whoever tampers with the file sends nobody round in circles for ever.
    fn now(&self, mut peer: PeerId) -> PeerId {
        for _ in 0..64 {
            let Some(next) = self.peers.get(&peer).and_then(|peer| peer.same_as) else {
                break;
            };
            peer = next;
        }
        peer
    }

    /// A peer, and whoever turned out to be it.
    fn joined_into(&self, peer: PeerId) -> Vec<PeerId> {
        let mut own = vec![peer];
        loop {
            let more = self.peers.values().filter(|peer| {
                let into = peer.same_as.is_some_and(|same| own.contains(&same));
                into && !own.contains(&peer.id)
            });
            let more: Vec<PeerId> = more.map(|peer| peer.id).collect();
            if more.is_empty() {
                return own;
            }
            own.extend(more);
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Knows no message again.
    pub fn forget_ids(&mut self) {
        self.ids.clear();
    }

    /// The program begins: whatever was on its way when it ended, nobody knows whether it arrived.
    pub fn restart(&mut self) {
        for line in self.lines.values_mut() {
            if let State::Sending(local) = line.state {
                line.state = State::Unconfirmed(local);
            }
        }
    }

    pub fn opened(&self, uin: i64, fresh: bool) -> Opened {
        let tails = self
            .chats
            .keys()
            .filter_map(|chat| self.of(*chat).last().copied().cloned());
        let unsent = self.lines.values().filter(|line| line.state.local().is_some());
        let drafts = self.drafts.iter().map(|(chat, text)| (*chat, text.clone()));
        Opened {
            account: Account {
                uin,
                name: self.name.clone(),
            },
            fresh,
            me: self.me,
            peers: self.peers.values().cloned().collect(),
            chats: self.chats.values().cloned().collect(),
            tails: tails.collect(),
            unsent: unsent.cloned().collect(),
            drafts: drafts.collect(),
            quotes: self.quotes.clone().into_iter().collect(),
            faces: self.faces.clone(),
            seen: self.lines.values().filter_map(id).collect(),
            last_seq: self.last_seq,
            last_local: self.last_local.unwrap_or(LocalId(0)),
            keepsake: self.keepsake.clone(),
        }
    }

    /// A chat's lines in its order.
    pub fn of(&self, chat: PeerId) -> Vec<&LineRecord> {
        let stands = |line: &&LineRecord| self.stands.get(&line.seq) == Some(&chat);
        let mut lines: Vec<_> = self.lines.values().filter(stands).collect();
        lines.sort_by_key(|line| (line.at, line.seq));
        lines
    }

    pub fn page(&self, read: Read) -> Page {
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
