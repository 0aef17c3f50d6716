//! The store as one would write it down: what it must be equal to.

use std::collections::BTreeMap;

use weft::domain::id::{LocalId, MsgId, PeerId, Seq};
use weft::port::Keepsake;
use weft::port::store::{Account, Change, ChatRecord, From, LineRecord, Opened, PeerRecord, State, Which};
use weft::store::Room;

use super::strategies::PEERS;
use super::{UIN, ask, lines, opened};

#[derive(Clone, Debug, Default)]
pub struct Model {
    name: Box<str>,
    me: Option<PeerId>,
    peers: BTreeMap<PeerId, PeerRecord>,
    chats: BTreeMap<PeerId, ChatRecord>,
    lines: BTreeMap<Seq, LineRecord>,
    drafts: BTreeMap<PeerId, String>,
    keepsake: Option<Keepsake>,
    last_seq: Seq,
    last_local: u64,
}

/// Everything that can be read, each chat's lines included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct All {
    pub opened: Opened,
    pub lines: Vec<Vec<LineRecord>>,
}

/// Reads everything, as a program that has just begun.
pub fn all(room: &mut Room) -> All {
    All {
        opened: opened(ask(room, Which::Uin(UIN))),
        lines: (0..PEERS).map(|chat| lines(room, chat)).collect(),
    }
}

fn id(line: &LineRecord) -> Option<MsgId> {
    match line.state {
        State::Kept(id) => id,
        State::Queued(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => None,
    }
}

impl Model {
    pub fn after(changes: &[Change]) -> Self {
        let mut model = Self::default();
        for change in changes {
            model.obey(change);
        }
        model
    }

    pub fn obey(&mut self, change: &Change) {
        match change {
            Change::Me(me) => self.me = Some(*me),
            Change::Peer(peer) => {
                self.peers.insert(peer.id, (**peer).clone());
            }
            Change::Chat(chat) => {
                self.chats.insert(chat.peer, chat.clone());
            }
            Change::Line(line) => self.line(line),
            Change::LineGone(seq) => {
                self.lines.remove(seq);
            }
            Change::Recalled { chat, target, notice } => {
                let meant = |line: &&mut LineRecord| match target {
                    Some(_) => line.state == State::Kept(*target),
                    None => {
                        line.chat == *chat && line.from == From::Me && matches!(line.state, State::Kept(_))
                    }
                };
                let last = self
                    .lines
                    .values_mut()
                    .filter(meant)
                    .max_by_key(|line| (line.at, line.seq));
                if let Some(line) = last {
                    line.body = notice.clone();
                }
            }
            Change::Draft { chat, text } => {
                self.drafts.insert(*chat, text.clone());
            }
            Change::Joined { twin, into } => self.join(*twin, *into),
            Change::Divided { twin, from, since } => {
                for line in self.lines.values_mut().filter(|line| line.seq > *since) {
                    if line.chat == *from {
                        line.chat = *twin;
                    }
                    if line.from == From::Peer(*from) {
                        line.from = From::Peer(*twin);
                    }
                }
            }
            Change::Keepsake(keepsake) => self.keepsake.clone_from(keepsake),
        }
        self.drafts.retain(|_, text| !text.is_empty());
        let own = self.me.and_then(|me| self.peers.get(&me));
        if let Some(own) = own {
            self.name = own.contact.nick_name.as_str().into();
        }
    }

    fn line(&mut self, line: &LineRecord) {
        self.last_seq = self.last_seq.max(line.seq);
        self.last_local = self.last_local.max(line.state.local().map_or(0, |local| local.0));
        let before = self.lines.get(&line.seq);
        let elsewhere = id(line).is_some()
            && self
                .lines
                .values()
                .any(|other| other.seq != line.seq && id(other) == id(line));
        if elsewhere {
            if before.is_some_and(|before| before.state.local().is_some()) {
                self.lines.remove(&line.seq);
            }
            return;
        }
        let raw = line
            .raw
            .clone()
            .or_else(|| before.and_then(|before| before.raw.clone()));
        self.lines.insert(line.seq, LineRecord { raw, ..line.clone() });
    }

    fn join(&mut self, twin: PeerId, into: PeerId) {
        if twin == into {
            return;
        }
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

    /// The program died and begins anew.
    pub fn restart(&mut self) {
        for line in self.lines.values_mut() {
            if let State::Sending(local) = line.state {
                line.state = State::Unconfirmed(local);
            }
        }
    }

    fn chat(&self, chat: PeerId) -> Vec<LineRecord> {
        let mut lines: Vec<_> = self
            .lines
            .values()
            .filter(|line| line.chat == chat)
            .cloned()
            .collect();
        lines.sort_by_key(|line| (line.at, line.seq));
        lines
    }

    /// What [`all`] is to tell.
    pub fn all(&self) -> All {
        let tails = self.chats.keys().filter_map(|chat| self.chat(*chat).pop());
        let unsent = self.lines.values().filter(|line| line.state.local().is_some());
        All {
            opened: Opened {
                account: Account {
                    uin: UIN,
                    name: self.name.clone(),
                },
                fresh: false,
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
                seen: self.lines.values().filter_map(id).collect(),
                last_seq: self.last_seq,
                last_local: LocalId(self.last_local),
                keepsake: self.keepsake.clone(),
            },
            lines: (0..PEERS).map(|chat| self.chat(PeerId(chat))).collect(),
        }
    }
}
