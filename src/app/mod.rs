//! The reducer: what happened goes in, what to do and what to redraw comes out.
//!
//! Owns every decision of the program. Never: a clock, a channel, a widget, the wire. `update` only dispatches; each
//! concern has its file. A sub-model (`chats`, `conversation`, `directory`, `finder`, `outbox`, `search`) changes none but
//! itself; what concerns several of them is in the file of the verb (`reading`, `compose`, `arriving` …).

pub mod accounts;
mod act;
pub mod action;
mod arriving;
pub mod attach;
mod bindings;
pub mod chats;
mod closing;
pub mod completion;
pub mod compose;
pub mod conversation;
pub mod details;
pub mod directory;
pub mod editor;
pub mod external;
pub mod faces;
mod fetching;
pub mod fields;
pub mod files;
pub mod finder;
pub mod forwarding;
pub mod help;
pub mod history;
pub mod joiner;
mod journal;
pub mod jump;
pub mod keymap;
pub mod layout;
mod letter;
pub mod links;
mod list;
pub mod login;
pub mod manage;
pub mod matching;
mod members;
pub mod mention;
mod message_act;
pub mod model;
mod mouse;
mod moving;
pub mod names;
mod on_net;
mod on_store;
pub mod outbox;
mod people;
pub mod picker;
pub mod pictures;
pub mod possible;
pub mod quoting;
pub mod rare;
mod reach;
mod reading;
pub mod recalling;
mod redeliver;
pub mod rows;
mod scrolling;
pub mod search;
mod settle;
pub mod step;
pub mod stickers;
mod stuck;
mod taken_back;
pub mod terminal;
mod trail;
pub mod unfold;
pub mod viewer;
pub mod windows;

use std::time::Duration;

use crate::domain::geometry::{Point, Size};
use crate::domain::id::PeerId;
use crate::domain::time::Now;
use crate::port::media::MediaEvent;
use crate::port::store::{StoreCommand, StoreEvent};
use crate::port::{Failure, Link, NetCommand, NetEvent};
use external::NotEdited;
use history::Shelf;
use keymap::Key;
use login::Stage;
use model::{Hint, Model};
use settle::Before;
use step::{Effect, Step, TermCommand, Touched};
use terminal::Answer;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Key(Key),
    /// A bracketed paste, raw.
    Paste(String),
    Mouse(Mouse),
    Resize(Size),
    /// The terminal window gained or lost the focus.
    Focus(bool),
    Net(NetEvent),
    Store(StoreEvent),
    Media(MediaEvent),
    /// The terminal told something about itself.
    Answer(Answer),
    /// The network actor ended although nobody told it to.
    NetGone,
    /// The store ended although nobody told it to.
    StoreGone,
    /// The media thread ended although nobody told it to.
    MediaGone,
    /// What no actor could take.
    Undelivered(Effect),
    /// What an editor left of a draft.
    Edited {
        chat: PeerId,
        outcome: Result<String, NotEdited>,
    },
    /// The deadline came.
    Wake,
    /// SIGTERM, SIGHUP or SIGINT.
    Terminate,
}

/// A mouse report weft listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub at: Point,
    pub kind: MouseKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    Press,
    WheelUp,
    WheelDown,
}

/// What to do first, before any event.
pub fn start(model: &mut Model) -> Step {
    let mut step = Step {
        touched: Touched::ALL,
        ..Step::default()
    };
    step.term(TermCommand::Title { unread: 0 });
    terminal::ask(model, &mut step);
    if let Shelf::Wanted(which) = &model.history.shelf {
        step.store(StoreCommand::Open(which.clone()));
        model.history.shelf = Shelf::Opening(None);
    } else if model.login.stage != Stage::Warning {
        step.net(NetCommand::Login);
    }
    step
}

/// Whether news from the network can be taken in: not between two accounts.
pub fn takes_news(model: &Model) -> bool {
    !model.history.is_opening()
}

/// What the store could not take so far, for the end of the program.
pub fn unwritten(model: &mut Model) -> Vec<StoreCommand> {
    model.redeliver.unwritten()
}

/// One turn. Pure: the same model, moment and event give the same step.
pub fn update(model: &mut Model, now: Now, event: Event) -> Step {
    let before = Before::of(model, &event);
    let mut step = Step::default();
    model.now = now;
    match event {
        Event::Key(key) => act::on_key(model, key, &mut step),
        Event::Paste(text) => act::on_paste(model, &text, &mut step),
        Event::Mouse(mouse) => mouse::on_mouse(model, mouse, &mut step),
        Event::Resize(size) => {
            model.screen = size;
            terminal::on_resize(model, &mut step);
            moving::on_resize(model);
            step.touch(Touched::ALL);
        }
        Event::Focus(focused) => {
            model.window_focused = focused;
            reading::read_open(model, &mut step);
            pictures::on_focus(model, &mut step);
        }
        Event::Answer(answer) => terminal::on_answer(model, answer, &mut step),
        Event::Net(event) => on_net::on_net(model, event, &mut step),
        Event::Store(event) => on_store::on_store(model, event, &mut step),
        Event::Media(event) => files::on_media(model, event, &mut step),
        Event::MediaGone => {
            model.media_gone = true;
            attach::on_gone(model, &mut step);
            files::quiet(model, &mut step);
            files::on_gone(model);
        }
        Event::StoreGone => on_store::on_gone(model, &mut step),
        Event::NetGone => {
            model.network_gone = true;
            model.link = Link::Down;
            on_net::give_up(model);
            model.hint = Some(Hint::NetworkGone);
            compose::fail_all(model, Failure::SessionOver, &mut step);
            accounts::on_left(model, &mut step);
            step.touch(Touched::ALL);
        }
        Event::Undelivered(effect) => redeliver::keep(model, effect),
        Event::Edited { chat, outcome } => external::on_edited(model, chat, outcome, &mut step),
        Event::Wake => wake(model, &mut step),
        Event::Terminate => step.effects.push(Effect::Quit),
    }
    settle::settle(model, &before, &mut step);
    step
}

/// When [`Event::Wake`] is due on the mono clock, if ever: nothing counts, no wake-up.
pub fn deadline(model: &Model) -> Option<Duration> {
    [
        login::countdown(model),
        link_countdown(model),
        recalling::countdown(model),
        model.redeliver.due(),
        model.journal.due(),
        pictures::due(model),
        files::due(model),
    ]
    .into_iter()
    .flatten()
    .min()
}

fn wake(model: &mut Model, step: &mut Step) {
    if model.shows_login() && model.login.counts_to().is_some() {
        step.touch(Touched::ALL);
    }
    if link_counts_to(model).is_some() {
        step.touch(Touched::STATUS);
    }
    redeliver::flush(model, step);
    pictures::turn(model, step);
    files::turn(model, step);
}

/// The status bar says when the line is tried again, to the second.
fn link_countdown(model: &Model) -> Option<Duration> {
    next_second(model.now, link_counts_to(model)?)
}

fn link_counts_to(model: &Model) -> Option<Duration> {
    match model.link {
        Link::Retrying { at, .. } | Link::SlowedDown { until: at } => Some(at),
        Link::Down | Link::Up | Link::PhoneOffline => None,
    }
}

/// When a countdown to `end` next shows another number of seconds; `None` once it is over.
fn next_second(now: Now, end: Duration) -> Option<Duration> {
    let left = end.saturating_sub(now.mono);
    let shown = left.as_millis().div_ceil(1000);
    let rest = u64::try_from(shown).ok()?.checked_sub(1)?;
    end.checked_sub(Duration::from_secs(rest))
        .map(|next| next.max(now.mono + Duration::from_millis(1)))
}
