//! The reducer: what happened goes in, what to do and what to redraw comes out.
//!
//! Owns every decision of the program. Never: a clock, a channel, a widget, the wire.

pub mod action;
pub mod chats;
pub mod compose;
pub mod conversation;
pub mod directory;
pub mod editor;
pub mod finder;
pub mod keymap;
pub mod layout;
pub mod login;
pub mod model;
pub mod rows;
pub mod step;

use crate::domain::geometry::{Point, Size};
use crate::domain::time::Now;
use crate::port::NetEvent;
use keymap::Key;
use model::Model;
use step::{Effect, Step};

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
    /// The network actor ended although nobody told it to.
    NetGone,
    /// What no actor could take.
    Undelivered(Effect),
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

/// One turn. Pure: the same model, moment and event give the same step.
pub fn update(_model: &mut Model, _now: Now, _event: Event) -> Step {
    Step::default()
}

/// When [`Event::Wake`] is due on the mono clock, if ever.
pub fn deadline(_model: &Model) -> Option<std::time::Duration> {
    None
}
