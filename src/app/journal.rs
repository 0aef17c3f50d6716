//! What changed in a turn, told to the store at its end as one write.
//!
//! Owns what is not told yet, when a draft must be, and which receipts the store owes. Never: what any of it means. Marks are
//! made where things change; a thing changed twice in a turn is told once, as it is at the end.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::conversation::Line;
use super::letter::Letter;
use super::model::Model;
use super::step::{Effect, Step};
use crate::domain::id::{LocalId, MsgId, PeerId, Seq};
use crate::domain::message::{Raw, TakenBack};
use crate::port::store::{Change, ChatRecord, LineRecord, PeerRecord, Receipt, State, StoreCommand};
use crate::port::{Keepsake, NetCommand};

/// A draft is on its way to the disk at the latest so long after its first key that is not: at most a word is lost to a
/// power cut, and a fast typist costs four writes a second.
const DRAFT_WITHIN: Duration = Duration::from_millis(250);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// A store takes it; else nothing is noted.
    open: bool,
    me: Option<PeerId>,
    lines: BTreeMap<Seq, LineRecord>,
    gone: BTreeSet<Seq>,
    joined: Vec<(PeerId, PeerId)>,
    /// [`Change::Divided`].
    divided: Vec<Change>,
    /// [`Change::Recalled`]: lines that are not in memory.
    recalled: Vec<Change>,
    drafts: BTreeSet<PeerId>,
    /// What a draft replies to was chosen or taken off.
    quotes: BTreeSet<PeerId>,
    /// [`Change::Faces`], as they are now.
    faces: Option<Change>,
    drafts_due: Option<Duration>,
    /// [`Change::Keepsake`], the last of this turn.
    keepsake: Option<Change>,
    receipts: Vec<Receipt>,
    /// What the store was asked for and has not given, in the order in which it will.
    owed: VecDeque<Owed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Owed {
    receipt: Receipt,
    /// Nobody waits for it any more.
    settled: bool,
}

impl Journal {
    pub(super) fn opened() -> Self {
        Self {
            open: true,
            ..Self::default()
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    pub(super) fn me(&mut self, me: PeerId) {
        self.me = Some(me);
    }

    /// A line as it is now. Its raw form is told with the turn it arrives in, and never held after that.
    pub(super) fn line(&mut self, line: &Line, raw: Option<Box<Raw>>) {
        self.record(LineRecord { raw, ..line.record() });
    }

    /// An own message, wherever it stands.
    pub(super) fn own(&mut self, letter: &Letter, state: State) {
        self.record(letter.record(state));
    }

    fn record(&mut self, mut record: LineRecord) {
        if !self.open {
            return;
        }
        if let Some(before) = self.lines.remove(&record.seq) {
            record.raw = record.raw.or(before.raw);
        }
        self.lines.insert(record.seq, record);
    }

    pub(super) fn gone(&mut self, seq: Seq) {
        self.lines.remove(&seq);
        if self.open {
            self.gone.insert(seq);
        }
    }

    /// A message that is not in memory was taken back by whoever said it.
    pub(super) fn recalled(&mut self, chat: PeerId, target: Option<MsgId>, how: TakenBack) {
        if !self.open {
            return;
        }
        // It may have come in this very turn, and gone straight beyond the window.
        let same = |line: &&mut LineRecord| target.is_some() && line.state == State::Kept(target);
        match self.lines.values_mut().find(same) {
            Some(line) => {
                how.mark(&mut line.body);
                if !how.keep {
                    line.raw = Some(Box::default());
                }
            }
            None => self.recalled.push(Change::Recalled { chat, target, how }),
        }
    }

    pub(super) fn joined(&mut self, twin: PeerId, into: PeerId) {
        if self.open {
            self.joined.push((twin, into));
        }
    }

    pub(super) fn divided(&mut self, twin: PeerId, from: PeerId) {
        if self.open {
            self.divided.push(Change::Divided { twin, from });
        }
    }

    /// Something was typed there.
    pub(super) fn draft(&mut self, chat: PeerId, now: Duration) {
        if self.open {
            self.drafts.insert(chat);
            self.drafts_due.get_or_insert(now.saturating_add(DRAFT_WITHIN));
        }
    }

    pub(super) fn quote(&mut self, chat: PeerId) {
        if self.open {
            self.quotes.insert(chat);
        }
    }

    pub(super) fn faces(&mut self, recent: &[Box<str>]) {
        if self.open {
            self.faces = Some(Change::Faces(recent.to_vec()));
        }
    }

    pub(super) fn keepsake(&mut self, keepsake: Option<Keepsake>) {
        if self.open {
            self.keepsake = Some(Change::Keepsake(keepsake));
        }
    }

    pub(super) fn receipt(&mut self, receipt: Receipt) {
        if self.open {
            self.receipts.push(receipt);
        }
    }

    /// When drafts must be told.
    pub(super) fn due(&self) -> Option<Duration> {
        self.drafts_due
    }

    /// A new session numbers its batches anew: the receipts of the one before are nobody's.
    pub(super) fn forget_batches(&mut self) {
        for owed in &mut self.owed {
            owed.settled |= matches!(owed.receipt, Receipt::Batch(_));
        }
    }

    /// The store gave this one. Whether anybody still waited for it.
    fn take(&mut self, receipt: Receipt) -> bool {
        let at = self.owed.iter().position(|owed| owed.receipt == receipt);
        at.and_then(|at| self.owed.remove(at))
            .is_some_and(|owed| !owed.settled)
    }

    /// Everything that somebody waits for; nobody does any more.
    fn settle(&mut self) -> Vec<Receipt> {
        let waited = self.owed.iter_mut().filter(|owed| !owed.settled);
        waited
            .map(|owed| {
                owed.settled = true;
                owed.receipt
            })
            .collect()
    }

    fn is_quiet(&self) -> bool {
        self.me.is_none()
            && self.lines.is_empty()
            && self.gone.is_empty()
            && self.joined.is_empty()
            && self.divided.is_empty()
            && self.recalled.is_empty()
            && self.quotes.is_empty()
            && self.faces.is_none()
            && self.keepsake.is_none()
            && self.receipts.is_empty()
    }
}

/// The end of a turn: one write, if anything is to be told.
pub(super) fn flush(model: &mut Model, step: &mut Step) {
    let peers = std::mem::take(&mut model.directory.changed);
    let chats = std::mem::take(&mut model.chats.changed);
    if !model.journal.open {
        return;
    }
    let quiet = model.journal.is_quiet() && peers.is_empty() && chats.is_empty();
    if quiet && !drafts_must(model, step) {
        return;
    }
    write(model, (peers, chats), step);
}

/// The account's history is left: all of it is told, drafts included.
pub(super) fn close(model: &mut Model, step: &mut Step) {
    let peers = std::mem::take(&mut model.directory.changed);
    let chats = std::mem::take(&mut model.chats.changed);
    if model.journal.open {
        write(model, (peers, chats), step);
    }
    model.journal = Journal::default();
}

/// Their time has come, their chat was left, or the program ends.
fn drafts_must(model: &Model, step: &Step) -> bool {
    let journal = &model.journal;
    let due = journal.drafts_due.is_some_and(|due| due <= model.now.mono);
    let left = journal
        .drafts
        .iter()
        .any(|chat| model.chats.open != Some(model.directory.resolve(*chat)));
    due || left || (!journal.drafts.is_empty() && step.effects.contains(&Effect::Quit))
}

fn write(model: &mut Model, told: (BTreeSet<PeerId>, BTreeSet<PeerId>), step: &mut Step) {
    let changes = changes(model, told);
    let journal = &mut model.journal;
    journal.drafts_due = None;
    let receipts = std::mem::take(&mut journal.receipts);
    if changes.is_empty() && receipts.is_empty() {
        return;
    }
    let owed = receipts.iter().map(|receipt| Owed {
        receipt: *receipt,
        settled: false,
    });
    journal.owed.extend(owed);
    step.store(StoreCommand::Write { changes, receipts });
    if model.history.trouble.is_some() {
        give_all(model, step);
    }
}

/// What went first comes first: an id is free before another line takes it, and what a join leaves is told after it.
fn changes(model: &mut Model, (peers, chats): (BTreeSet<PeerId>, BTreeSet<PeerId>)) -> Vec<Change> {
    let journal = &mut model.journal;
    let mut changes: Vec<Change> = journal.me.take().map(Change::Me).into_iter().collect();
    let directory = &model.directory;
    let peers = peers.into_iter().filter_map(|id| {
        let peer = directory.peers.get(id.0 as usize)?;
        Some(Change::Peer(Box::new(PeerRecord {
            id,
            contact: peer.contact.without_members(),
            gone: peer.gone,
            current: peer.current,
            same_as: peer.same_as,
            members: peer.member_names(),
            joined: peer.joined,
            apart: peer.apart.clone(),
        })))
    });
    changes.extend(peers);
    changes.extend(
        std::mem::take(&mut journal.gone)
            .into_iter()
            .map(Change::LineGone),
    );
    let lines = std::mem::take(&mut journal.lines).into_values();
    let lines = lines.map(|line| Change::Line(Box::new(line)));
    // A recall of what is not in memory means a line of an earlier turn, never one that came after it in this.
    changes.append(&mut journal.recalled);
    changes.extend(lines);
    let joined = std::mem::take(&mut journal.joined).into_iter();
    changes.extend(joined.map(|(twin, into)| Change::Joined { twin, into }));
    changes.append(&mut journal.divided);
    let chats = chats.into_iter().filter_map(|peer| {
        let chat = model.chats.get(peer)?;
        Some(Change::Chat(ChatRecord {
            peer,
            unread: chat.unread,
            mentioned: chat.mentioned,
            last_at: chat.last_at,
            opened_at: chat.opened_at,
            rank: chat.rank,
        }))
    });
    changes.extend(chats);
    let drafts: BTreeSet<PeerId> = std::mem::take(&mut journal.drafts)
        .into_iter()
        .map(|chat| directory.resolve(chat))
        .collect();
    changes.extend(drafts.into_iter().map(|chat| {
        let talk = model.conversations.get(chat);
        let text = talk.map_or("", |talk| talk.draft.text()).to_owned();
        Change::Draft { chat, text }
    }));
    for chat in std::mem::take(&mut journal.quotes) {
        let chat = directory.resolve(chat);
        let talk = model.conversations.get(chat);
        let quote = talk.and_then(|talk| talk.quote.clone());
        changes.push(Change::Quote { chat, quote });
    }
    changes.extend(journal.faces.take());
    changes.extend(journal.keepsake.take());
    changes
}

/// It is on disk: whoever waited for that may go on.
pub(super) fn on_kept(model: &mut Model, receipts: Vec<Receipt>, step: &mut Step) {
    for receipt in receipts {
        if model.journal.take(receipt) {
            give(model, receipt, step);
        }
    }
}

/// It may never be on disk, and nobody is to wait for that: the chat goes on.
pub(super) fn give_all(model: &mut Model, step: &mut Step) {
    for receipt in model.journal.settle() {
        give(model, receipt, step);
    }
}

fn give(model: &mut Model, receipt: Receipt, step: &mut Step) {
    match receipt {
        Receipt::Batch(id) => step.net(NetCommand::Kept(id)),
        Receipt::Outgoing(local) => model.outbox.clear(local),
    }
}

/// That this message leaves is written before it does.
pub(super) fn leaves(model: &mut Model, local: LocalId) {
    if !model.journal.open {
        model.outbox.clear(local);
        return;
    }
    if let Some(letter) = model.outbox.letter(local) {
        model.journal.own(letter, State::Sending(local));
        model.journal.receipt(Receipt::Outgoing(local));
    }
}
