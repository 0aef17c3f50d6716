//! News from the store: what was kept comes back, and what waits for the disk goes on.
//!
//! Owns the start with a history, the change from one account to another, and what is said when there is none.

use super::arriving::is_listed;
use super::conversation::Line;
use super::directory::{Directory, Peer};
use super::files;
use super::history::Shelf;
use super::journal::{self, Journal};
use super::letter::Letter;
use super::login::{self, Stage};
use super::manage::shared;
use super::model::Model;
use super::reading::relist;
use super::step::{Effect, Step, Touched};
use super::{accounts, attach, details, forwarding, jump, list, on_net, search, stickers, viewer, windows};
use crate::domain::id::{PeerId, Seq};
use crate::port::store::{ChatRecord, LineRecord, Opened, PeerRecord, Refusal, State, StoreEvent, Which};
use crate::port::{NetCommand, Welcome};

pub(super) fn on_store(model: &mut Model, event: StoreEvent, step: &mut Step) {
    match event {
        StoreEvent::Opened(opened) => on_opened(model, *opened, step),
        StoreEvent::NoAccount { others } => {
            if model.history.is_opening() {
                accounts::on_none(model, &others, step);
            }
        }
        StoreEvent::Line { seq, line } => on_line(model, seq, line, step),
        StoreEvent::Stickers(all) => stickers::on_stickers(model, all, step),
        StoreEvent::Accounts(list) => accounts::on_list(model, list, step),
        StoreEvent::Refused(refusal) => on_refused(model, refusal, step),
        StoreEvent::Kept(receipts) => journal::on_kept(model, receipts, step),
        StoreEvent::Page(page) => {
            windows::on_page(model, page, step);
            viewer::on_page(model, step);
        }
        StoreEvent::Found(found) if jump::is_ours(&found) => jump::on_found(model, &found, step),
        StoreEvent::Found(found) => {
            if let Some(found) = shared::on_found(model, found, step) {
                search::on_found(model, found, step);
            }
        }
        StoreEvent::Trouble(trouble) => {
            model.history.trouble = Some(trouble);
            model.windows.reading = false;
            journal::give_all(model, step);
            step.touch(Touched::STATUS);
        }
        StoreEvent::Recovered => {
            model.history.trouble = None;
            model.windows.reading = true;
            step.touch(Touched::STATUS);
        }
    }
}

fn on_line(model: &mut Model, seq: Seq, line: Option<Box<LineRecord>>, step: &mut Step) {
    forwarding::on_line(model, seq, line.as_deref(), step);
    details::on_line(model, seq, line.as_deref(), step);
    files::on_line(model, seq, line, step);
}

/// The store's thread is no more. The chat goes on, and says that nothing is kept.
pub(super) fn on_gone(model: &mut Model, step: &mut Step) {
    journal::give_all(model, step);
    model.journal = Journal::default();
    model.history.trouble = None;
    drop(model.redeliver.unwritten());
    without(model, Shelf::Gone, step);
    model.windows.reading = false;
    // What it was asked for and has not told is as good as not kept.
    let forwarded = model.forwarding.as_deref().map(|forwarding| forwarding.line.seq);
    let looked_at = model.details.as_deref().map(|details| details.line.seq);
    let wished = model.files.lines_asked();
    for seq in forwarded.into_iter().chain(looked_at).chain(wished) {
        on_line(model, seq, None, step);
    }
    model.manage.shared.waiting = false;
    model.search.give_up();
}

/// Opens the history of whoever just logged in, unless it is the one that is open. Whether the login waits for that.
pub(super) fn change_account(model: &mut Model, welcome: Welcome, step: &mut Step) -> Option<Welcome> {
    let other = match model.history.shelf {
        Shelf::Empty => true,
        // The login before told no number.
        Shelf::Refused(Refusal::Unnumbered) => welcome.uin != 0,
        Shelf::Open { uin } => uin != welcome.uin,
        Shelf::None | Shelf::Wanted(_) | Shelf::Opening(_) | Shelf::Refused(_) | Shelf::Gone => false,
    };
    if !other {
        return Some(welcome);
    }
    accounts::leave_history(model, Which::Uin(welcome.uin), step);
    model.history.shelf = Shelf::Opening(Some(Box::new(welcome)));
    step.touch(Touched::ALL);
    None
}

fn on_opened(model: &mut Model, opened: Opened, step: &mut Step) {
    let Shelf::Opening(held) = &mut model.history.shelf else {
        return;
    };
    let held = held.take();
    model.history.shelf = Shelf::Open {
        uin: opened.account.uin,
    };
    accounts::arrived(model);
    model.history.trouble = None;
    model.journal = Journal::opened();
    model.windows.reading = true;
    restore(model, opened);
    step.touch(Touched::ALL);
    match held {
        Some(welcome) => {
            model.history.keepsake = None;
            on_net::welcome(model, *welcome, step);
        }
        None => connect(model, step),
    }
}

fn on_refused(model: &mut Model, refusal: Refusal, step: &mut Step) {
    if !model.history.is_opening() || accounts::go_back(model, &refusal, step) {
        return;
    }
    without(model, Shelf::Refused(refusal), step);
    if model.history.fatal().is_some() {
        step.effects.push(Effect::Quit);
    }
}

/// Nothing is kept in this run; whatever waited for the store goes on.
fn without(model: &mut Model, shelf: Shelf, step: &mut Step) {
    let before = std::mem::replace(&mut model.history.shelf, shelf);
    step.touch(Touched::ALL);
    match before {
        Shelf::Opening(Some(welcome)) => on_net::welcome(model, *welcome, step),
        Shelf::Opening(None) if model.history.fatal().is_none() => connect(model, step),
        Shelf::Opening(None)
        | Shelf::None
        | Shelf::Wanted(_)
        | Shelf::Empty
        | Shelf::Open { .. }
        | Shelf::Refused(_)
        | Shelf::Gone => {}
    }
}

/// The network begins: with the session that was kept, else with a login. Before the first login of all, the person has
/// the word.
pub(super) fn connect(model: &mut Model, step: &mut Step) {
    if model.login.stage == Stage::Warning && !model.has_panes() {
        return;
    }
    match model.history.keepsake.take() {
        Some(keepsake) => {
            model.login.stage = Stage::Fetching;
            model.history.resuming = true;
            step.net(NetCommand::Resume(keepsake));
        }
        None => login::begin(model, step),
    }
}

/// The model as the last run left it, as far as the first frames show it.
fn restore(model: &mut Model, opened: Opened) {
    model.directory = Directory::kept(opened.peers, opened.me);
    model.directory.uin = Some(opened.account.uin).filter(|uin| *uin != 0);
    model.directory.resume();
    model.last_seq = opened.last_seq;
    model.files.voices.before = opened.last_seq;
    model.last_local = model.last_local.max(opened.last_local);
    model.conversations.seen.extend(opened.seen);
    model.history.keepsake = opened.keepsake;
    for record in opened.tails {
        windows::begin(model, record);
    }
    for record in opened.unsent {
        unsent(model, record);
    }
    for (chat, text) in opened.drafts {
        let talk = model.conversations.of(chat);
        talk.draft.set_text(&text);
    }
    for (chat, quote) in opened.quotes {
        model.conversations.of(chat).quote = Some(Box::new(quote));
    }
    model.faces.recent = opened.faces;
    chats(model, opened.chats);
    list::refresh(model);
    // None of this is news to the store.
    model.directory.changed.clear();
    model.chats.changed.clear();
}

impl Directory {
    /// Who is who, as it was kept.
    pub fn kept(peers: Vec<PeerRecord>, me: Option<PeerId>) -> Self {
        let mut directory = Self::default();
        directory.peers.reserve_exact(peers.len());
        for record in peers {
            let name = record.contact.user_name.clone();
            if record.current && record.same_as.is_none() {
                directory.by_name.insert(name.clone(), record.id);
            }
            if Some(record.id) == me {
                directory.me = Some(name);
            }
            let mut peer = Peer::new(record.contact);
            (peer.apart, peer.joined) = (record.apart, record.joined);
            (peer.gone, peer.current) = (record.gone, record.current);
            (peer.same_as, peer.old_members) = (record.same_as, record.members.into());
            directory.peers.push(peer);
        }
        directory
    }
}

/// In their order, so that each is put at the end.
fn chats(model: &mut Model, mut records: Vec<ChatRecord>) {
    records.sort_by_key(|chat| (std::cmp::Reverse(chat.last_at.max(chat.opened_at)), chat.rank));
    for record in records {
        let peer = record.peer;
        let listed = is_listed(model, peer);
        let draft = model
            .conversations
            .get(peer)
            .is_some_and(super::conversation::Conversation::has_draft);
        model.chats.change(peer, listed, |chat| {
            chat.unread = record.unread;
            chat.mentioned = record.mentioned;
            chat.last_at = record.last_at;
            chat.opened_at = record.opened_at;
            chat.rank = record.rank;
            chat.has_draft = draft;
        });
        relist(model, peer);
    }
}

/// An own message the service does not have: what was queued goes out by itself, what was under way is asked about.
fn unsent(model: &mut Model, mut record: LineRecord) {
    let Some((local, letter)) = Letter::restored(&record) else {
        return;
    };
    record.state = match record.state {
        // A file may be gone by now, or another one: it is looked at before it goes anywhere.
        State::Queued(_) if attach::is_upload(&letter) => {
            model.outbox.keep(local, letter);
            model.files.unchecked.push(local);
            record.state
        }
        State::Queued(_) => {
            model.outbox.push(local, letter);
            record.state
        }
        State::Sending(_) => {
            model.journal.own(&letter, State::Unconfirmed(local));
            model.outbox.keep(local, letter);
            State::Unconfirmed(local)
        }
        State::Kept(_) | State::Failed(..) | State::Unconfirmed(_) => {
            model.outbox.keep(local, letter);
            record.state
        }
    };
    let chat = model.directory.resolve(record.chat);
    model.conversations.of(chat).insert(Line::of(record));
}
