//! The accounts kept here, and the way from one to another.
//!
//! Owns the list and the order of a change: the session is left without a word to the service, what the account still has
//! to be written is written, and only then the other one's history is opened. News of the one never meet the other: they
//! come before [`News::Left`](crate::port::News::Left), or wait at the door while a history opens. Never: what is in an
//! account.

use super::conversation::Conversation;
use super::history::Shelf;
use super::login::{self, Login, Stage};
use super::model::{Hint, Model, Overlay};
use super::moving::along;
use super::step::{Step, Touched};
use super::trail;
use super::{journal, on_net, on_store};
use crate::port::store::{Account, Listed, Refusal, StoreCommand, Which};
use crate::port::{Link, NetCommand};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounts {
    /// As the store told when they were last looked at.
    pub list: Vec<Listed>,
    /// One behind the last: a new account.
    pub selected: usize,
    /// Nothing has begun: the person chooses first.
    pub waiting: bool,
    /// Where the way leads once the session is left.
    heading: Option<To>,
    /// A new account is what the person wants.
    new: bool,
    /// The account that was left for the one being opened: back to it, should that be refused.
    left: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Kept(i64),
    New,
}

/// Brings the list on screen.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    if model.history.is_opening() {
        return;
    }
    trail::open(model, Overlay::Accounts);
    model.accounts.selected = 0;
    if has_store(model) {
        step.store(StoreCommand::Accounts);
    }
    step.touch(Touched::ALL);
}

/// The store's part is there: it knows which accounts are kept, even where the one in use cannot be read.
fn has_store(model: &Model) -> bool {
    !matches!(model.history.shelf, Shelf::None | Shelf::Gone)
}

/// There is a choice: the login says whose it is.
pub fn is_choice(model: &Model) -> bool {
    let others = !model.accounts.list.is_empty();
    match model.history.shelf {
        Shelf::Open { .. } => model.has_panes(),
        Shelf::Empty => others,
        Shelf::None | Shelf::Wanted(_) | Shelf::Opening(_) | Shelf::Refused(_) | Shelf::Gone => false,
    }
}

/// The account in use.
pub fn current(model: &Model) -> Option<i64> {
    match model.history.shelf {
        Shelf::Open { uin } => Some(uin),
        Shelf::None
        | Shelf::Wanted(_)
        | Shelf::Opening(_)
        | Shelf::Empty
        | Shelf::Refused(_)
        | Shelf::Gone => None,
    }
}

/// The list, with the bar where it was, and at first on the account in use.
pub(super) fn on_list(model: &mut Model, list: Vec<Listed>, step: &mut Step) {
    let chosen = model.accounts.list.get(model.accounts.selected);
    let on = current(model).or(chosen.map(|listed| listed.account.uin));
    let at = list.iter().position(|listed| Some(listed.account.uin) == on);
    model.accounts.selected = at.unwrap_or(0);
    model.accounts.list = list;
    if model.overlay == Some(Overlay::Accounts) {
        step.touch(Touched::ALL);
    }
}

/// Moves the bar by so many entries.
pub(super) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    let accounts = &mut model.accounts;
    accounts.selected = along(accounts.selected, entries, accounts.list.len() + 1);
    step.touch(Touched::ALL);
}

/// Goes to the account the bar is on.
pub(super) fn choose(model: &mut Model, step: &mut Step) {
    let chosen = model.accounts.list.get(model.accounts.selected);
    let to = chosen.map_or(To::New, |listed| To::Kept(listed.account.uin));
    head(model, to, step);
}

/// The list is closed without a choice: at the start, where nothing else is on screen, a new account begins.
pub(super) fn on_closed(model: &mut Model, step: &mut Step) {
    if model.accounts.waiting {
        head(model, To::New, step);
    }
}

fn head(model: &mut Model, to: To, step: &mut Step) {
    model.overlay = None;
    step.touch(Touched::ALL);
    if model.accounts.heading.is_some() {
        // The session is being left already, once.
        model.accounts.heading = Some(to);
        return;
    }
    if current(model).map(To::Kept) == Some(to) {
        if !model.is_live() {
            login::again(model, step);
        }
        return;
    }
    if would_lose(model) {
        model.hint = Some(Hint::NotSaved);
        return;
    }
    model.accounts.heading = Some(to);
    if model.accounts.waiting || model.network_gone {
        on_left(model, step);
    } else {
        step.net(NetCommand::Leave);
    }
}

/// Words typed here that nothing keeps.
fn would_lose(model: &Model) -> bool {
    let drafts = || model.conversations.by_peer.values().any(Conversation::has_draft);
    !model.journal.is_open() && (model.outbox.unsent() > 0 || drafts())
}

/// No session is left: nothing of this account comes any more.
pub(super) fn on_left(model: &mut Model, step: &mut Step) {
    let Some(to) = model.accounts.heading.take() else {
        return;
    };
    model.accounts.left = current(model);
    model.accounts.new = to == To::New;
    model.accounts.waiting = false;
    model.ended = None;
    model.loading = None;
    model.link = Link::Down;
    (model.history.resuming, model.history.dead) = (false, false);
    let warned = model.login.stage != Stage::Warning;
    model.login = Login {
        stage: if warned { Stage::Done } else { Stage::Warning },
        show_link: model.login.show_link,
        ..Login::default()
    };
    let which = match to {
        To::Kept(uin) => Which::Uin(uin),
        To::New => Which::New,
    };
    if has_store(model) {
        leave_history(model, which, step);
        model.history.shelf = Shelf::Opening(None);
    } else {
        on_net::forget_account(model, step);
        login::begin(model, step);
    }
    step.touch(Touched::ALL);
}

/// Everything of the account in use is written, and another history is asked for. Whatever waits there goes out when that
/// account is logged in again.
pub(super) fn leave_history(model: &mut Model, which: Which, step: &mut Step) {
    journal::close(model, step);
    on_net::forget_account(model, step);
    step.store(StoreCommand::Open(which));
    model.windows.reading = false;
    model.history.trouble = None;
}

/// No history is open. Where there are some, and nobody asked for a new one, the person chooses; one is no choice.
pub(super) fn on_none(model: &mut Model, others: &[Account], step: &mut Step) {
    model.history.shelf = Shelf::Empty;
    let new = model.accounts.new;
    arrived(model);
    match others {
        others if new || others.is_empty() => on_store::connect(model, step),
        [only] => {
            step.store(StoreCommand::Open(Which::Uin(only.uin)));
            model.history.shelf = Shelf::Opening(None);
        }
        _ => {
            model.accounts.waiting = true;
            open(model, step);
        }
    }
}

/// A history is open: the way is at its end.
pub(super) fn arrived(model: &mut Model) {
    model.accounts.left = None;
    model.accounts.new = false;
}

/// The account that was chosen cannot be opened: back to the one that was left. Whether there is one.
pub(super) fn go_back(model: &mut Model, refusal: &Refusal, step: &mut Step) -> bool {
    let Some(left) = model.accounts.left.take() else {
        return false;
    };
    model.hint = Some(Hint::NotOpened(refusal.clone()));
    step.store(StoreCommand::Open(Which::Uin(left)));
    true
}
