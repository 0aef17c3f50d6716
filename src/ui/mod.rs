//! The view: a model goes in, cells come out.
//!
//! Owns every cell and the real cursor. One widget per file, each drawing its own area only, so that one can be redrawn
//! without the others. Computes nothing that costs more than the rows in view. Never: a change to the model, a word of
//! its own (see `words`), a colour of its own (see [`theme`]), the wire, the network.

mod accounts;
mod attach;
mod avatar;
mod canvas;
mod card;
mod caret;
mod clock;
mod completion;
mod composer;
mod contact;
mod conversation;
mod details;
mod diff;
mod entry;
mod evidence;
mod faces;
mod fault;
mod files;
mod forwarding;
mod help;
mod joiner;
pub mod keys;
mod links;
mod list;
mod login;
mod manage;
mod names;
mod panel;
mod pen;
mod picture;
pub mod placeholder;
pub mod plain;
mod preview;
mod qr;
mod region;
mod screen;
mod search;
mod sheet;
mod status;
mod stickers;
mod strokes;
pub mod theme;
mod trouble;
mod unfolded;
mod viewer;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub use fault::refusal;
pub use pen::Pen;
pub use screen::{Screen, Synchronize, mode_2026};
pub use strokes::{Stroke, escape};

use crate::app::layout::{Areas, areas};
use crate::app::model::{Model, Overlay};
use crate::app::step::Touched;
use crate::domain::geometry::Area;
use crate::words::Words;
use theme::Theme;

/// Words and colours.
#[derive(Debug)]
pub struct Look {
    pub words: Words,
    pub theme: Theme,
}

/// The whole screen, composed from nothing: what [`Screen::draw`] arrives at in steps.
pub fn paint(model: &Model, look: &Look) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.screen.width, model.screen.height));
    compose(model, look, &mut buffer);
    buffer
}

/// What every widget is given.
#[derive(Clone, Copy)]
struct View<'a> {
    model: &'a Model,
    look: &'a Look,
}

impl<'a> View<'a> {
    fn theme(self) -> &'a Theme {
        &self.look.theme
    }

    fn say(self, id: &'a str) -> std::borrow::Cow<'a, str> {
        self.look.words.say(id)
    }

    fn say_with(self, id: &str, args: &[(&str, crate::words::Arg<'_>)]) -> String {
        self.look.words.say_with(id, args)
    }
}

/// A region of the screen that can be drawn by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    List,
    Conversation,
    Composer,
    Status,
}

impl Pane {
    fn area(self, areas: &Areas) -> Area {
        match self {
            Self::List => areas.list,
            Self::Conversation => areas.conversation,
            Self::Composer => areas.composer,
            Self::Status => areas.status,
        }
    }

    fn touched(self) -> Touched {
        match self {
            Self::List => Touched::LIST,
            Self::Conversation => Touched::CONVERSATION,
            Self::Composer => Touched::COMPOSER,
            Self::Status => Touched::STATUS,
        }
    }

    fn draw(self, model: &Model, look: &Look, areas: &Areas, buffer: &mut Buffer) {
        if self.area(areas).is_empty() {
            return;
        }
        let view = View { model, look };
        match self {
            Self::List => list::draw(view, areas, buffer),
            Self::Conversation => conversation::draw(view, areas, buffer),
            Self::Composer => composer::draw(view, areas, buffer),
            Self::Status => status::draw(view, areas.status, buffer),
        }
    }
}

/// Whether something covers the panes, so that the screen is composed as one.
fn covered(model: &Model) -> bool {
    model.shows_login() || model.overlay.is_some()
}

fn compose(model: &Model, look: &Look, buffer: &mut Buffer) {
    let view = View { model, look };
    let all = Area {
        x: 0,
        y: 0,
        width: model.screen.width,
        height: model.screen.height,
    };
    let Some(areas) = areas(model) else {
        panel::too_small(view, all, buffer);
        return;
    };
    if model.shows_login() {
        login::draw(view, all, buffer);
    } else {
        for pane in [Pane::List, Pane::Conversation, Pane::Composer, Pane::Status] {
            pane.draw(model, look, &areas, buffer);
        }
    }
    // What the service answers is told in the status bar: pages leave it free.
    let above = Area {
        height: all.height.saturating_sub(1),
        ..all
    };
    match &model.overlay {
        None | Some(Overlay::Login) => {}
        Some(Overlay::Help { chosen }) => help::draw(view, all, *chosen, buffer),
        Some(Overlay::Contact { peer, top }) => contact::draw(view, above, (*peer, *top), buffer),
        Some(Overlay::Search) => search::draw(view, buffer),
        Some(Overlay::Join) => joiner::draw(view, buffer),
        Some(Overlay::Accounts) => accounts::draw(view, all, buffer),
        Some(Overlay::Unfolded) => unfolded::draw(view, buffer),
        Some(Overlay::Details) => details::draw(view, buffer),
        Some(Overlay::Links) => links::draw(view, above, buffer),
        Some(Overlay::Attach) => attach::draw(view, buffer),
        Some(Overlay::ConfirmSend) => attach::confirm(view, all, buffer),
        Some(Overlay::Viewer(at)) => viewer::draw(view, all, at, buffer),
        Some(Overlay::ConfirmQuit) => panel::confirm(view, all, &panel::QUIT, buffer),
        Some(Overlay::Faces) => faces::draw(view, buffer),
        Some(Overlay::Stickers) => stickers::draw(view, buffer),
        Some(Overlay::Forward) => forwarding::draw(view, buffer),
        Some(Overlay::ConfirmRecall) => panel::confirm(view, all, &panel::RECALL, buffer),
        Some(Overlay::Request { chat, seq, top }) => {
            manage::request::draw(view, above, ((*chat, *seq), *top), buffer);
        }
        Some(Overlay::Naming) => manage::naming(view, all, buffer),
        Some(Overlay::Roster) => manage::roster::draw(view, buffer),
        Some(Overlay::Shared) => manage::shared::draw(view, buffer),
        Some(Overlay::ConfirmDeed) => {
            if let Some(deed) = &model.manage.deed {
                manage::confirm(view, all, deed, buffer);
            }
        }
        Some(Overlay::ConfirmLogout) => panel::confirm(view, all, &panel::LOGOUT, buffer),
    }
}
