//! The chat list: who is in it, in what order, how much is unread; and the folder that some of them stand in.
//!
//! Owns the order and the counts. Which chats are folded it is told; they have one entry in the list, [`FOLDER`]. Never: who
//! somebody is (`directory`), what was said (`conversation`); both tell it through [`Chats::change`].

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::domain::id::PeerId;
use crate::domain::time::Timestamp;

/// The entry of the list behind which the folded chats stand: nobody has this id.
pub const FOLDER: PeerId = PeerId(u32::MAX);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chats {
    /// Pinned first, then by last message (`protocol.md §4.5`). [`FOLDER`] stands among them by what was said in it last.
    pub order: Vec<PeerId>,
    /// What stands in the folder, in the same order.
    pub folded: Vec<PeerId>,
    /// What its entry tells.
    folder: Chat,
    pub by_peer: HashMap<PeerId, Chat>,
    /// The chat the bar is on. It stays on its chat while the list re-sorts.
    pub selected: Option<PeerId>,
    /// First entry shown, kept so that the selection stays in view.
    pub top: usize,
    /// The chat in the conversation pane.
    pub open: Option<PeerId>,
    /// Read here while there was no session: the phone is to be told.
    pub(super) untold: BTreeSet<PeerId>,
    /// What the store has not been told of yet.
    pub(super) changed: BTreeSet<PeerId>,
    unread_total: u32,
    moves: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own in the list; none excludes another"
)]
pub struct Chat {
    pub unread: u32,
    /// Somebody named me in an unread message.
    pub mentioned: bool,
    /// When something was last said; zero where nothing was since the program started.
    pub last_at: Timestamp,
    /// Own text not yet sent.
    pub has_draft: bool,
    /// As the contact's flags say.
    pub pinned: bool,
    /// As the contact's flags say: counted here, not in the total, and never rung for.
    pub muted: bool,
    /// When it was opened from the address book with nothing said in it: that moves it up too.
    pub opened_at: Timestamp,
    /// Its place among the phone's recent chats, where nothing newer is known.
    pub rank: u32,
    /// Stands in the folder.
    pub folded: bool,
    listed: bool,
}

impl Chats {
    pub fn get(&self, peer: PeerId) -> Option<&Chat> {
        match peer {
            FOLDER => Some(&self.folder),
            peer => self.by_peer.get(&peer),
        }
    }

    pub(super) fn is_folded(&self, peer: PeerId) -> bool {
        self.get(peer).is_some_and(|chat| chat.folded)
    }

    /// Unread messages of all listed chats that are not muted.
    pub fn unread_total(&self) -> u32 {
        self.unread_total
    }

    /// How often the order has changed.
    pub fn moves(&self) -> u64 {
        self.moves
    }

    /// Where a chat stands in the list.
    pub fn position(&self, peer: PeerId) -> Option<usize> {
        self.order.iter().position(|listed| *listed == peer)
    }

    /// Changes a chat, made if need be, and moves it to where it then belongs.
    pub(super) fn change(&mut self, peer: PeerId, listed: bool, change: impl FnOnce(&mut Chat)) {
        let changed = &mut self.changed;
        let chat = self.by_peer.entry(peer).or_insert_with(|| {
            changed.insert(peer);
            Chat {
                rank: u32::MAX,
                ..Chat::default()
            }
        });
        let before = (chat.key(), chat.listed, chat.folded);
        let lasting = chat.lasting();
        let counted = chat.counted();
        change(chat);
        chat.listed = listed;
        let after = (chat.key(), chat.listed, chat.folded);
        if lasting != chat.lasting() {
            self.changed.insert(peer);
        }
        self.unread_total = self.unread_total.saturating_sub(counted) + chat.counted();
        if before != after {
            let was = before.1.then(|| self.take_out(peer, before.2)).flatten();
            let is = listed.then(|| self.put_in(peer, after.2));
            self.moves += u64::from(was != is);
        }
        if before.2 || after.2 {
            self.fill_folder();
        }
    }

    /// Returns where it stood: in the list or in the folder.
    fn take_out(&mut self, peer: PeerId, folded: bool) -> Option<(bool, usize)> {
        let order = if folded { &mut self.folded } else { &mut self.order };
        let at = order.iter().position(|listed| *listed == peer)?;
        order.remove(at);
        Some((folded, at))
    }

    fn put_in(&mut self, peer: PeerId, folded: bool) -> (bool, usize) {
        let key = self.key(peer);
        let order = if folded { &self.folded } else { &self.order };
        let at = order.partition_point(|other| self.key(*other) < key);
        let order = if folded { &mut self.folded } else { &mut self.order };
        order.insert(at, peer);
        (folded, at)
    }

    /// Its entry tells what is unread in it, and stands where its newest chat would.
    fn fill_folder(&mut self) {
        let was = self.take_out(FOLDER, false);
        let chats = || self.folded.iter().filter_map(|peer| self.by_peer.get(peer));
        let loud = chats().filter(|chat| !chat.muted).map(|chat| chat.unread).sum();
        let all: u32 = chats().map(|chat| chat.unread).sum();
        let newest = chats()
            .next()
            .map(|chat| (chat.last_at, chat.opened_at, chat.rank));
        let (last_at, opened_at, rank) = newest.unwrap_or_default();
        self.folder = Chat {
            unread: if loud > 0 { loud } else { all },
            muted: loud == 0 && all > 0,
            last_at,
            opened_at,
            rank,
            ..Chat::default()
        };
        let is = newest.is_some().then(|| self.put_in(FOLDER, false));
        self.moves += u64::from(was != is);
    }

    fn key(&self, peer: PeerId) -> Option<Key> {
        self.get(peer).map(Chat::key)
    }

    /// Takes a chat out, as if it had never been there.
    pub(super) fn remove(&mut self, peer: PeerId) -> Option<Chat> {
        self.change(peer, false, |_| {});
        self.by_peer.remove(&peer)
    }

    /// The first chat to be read next: one that names me, then one that counts, then a muted one, then one in the folder.
    pub(super) fn next_unread(&self) -> Option<PeerId> {
        let mut best: Option<(u8, PeerId)> = None;
        let listed = self.order.iter().filter(|peer| **peer != FOLDER);
        for peer in listed.chain(&self.folded) {
            let urgency = match self.get(*peer) {
                Some(chat) if chat.unread == 0 => continue,
                Some(chat) if chat.folded => 3,
                Some(chat) if chat.mentioned => 0,
                Some(chat) if !chat.muted => 1,
                Some(_) => 2,
                None => continue,
            };
            if best.is_none_or(|(least, _)| urgency < least) {
                best = Some((urgency, *peer));
            }
        }
        best.map(|(_, peer)| peer)
    }
}

type Key = (Reverse<bool>, Reverse<Timestamp>, u32);

impl Chat {
    /// Nothing in it is unread any more.
    pub(super) fn read(&mut self) {
        self.unread = 0;
        self.mentioned = false;
    }

    fn key(&self) -> Key {
        let active = self.last_at.max(self.opened_at);
        (Reverse(self.pinned), Reverse(active), self.rank)
    }

    /// What outlives the program; the rest follows from the contact and the draft.
    fn lasting(&self) -> (u32, bool, Timestamp, Timestamp, u32) {
        (
            self.unread,
            self.mentioned,
            self.last_at,
            self.opened_at,
            self.rank,
        )
    }

    fn counted(&self) -> u32 {
        if self.listed && !self.muted {
            self.unread
        } else {
            0
        }
    }
}
