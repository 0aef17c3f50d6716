//! The conversation as rows: what the renderer draws and what scrolling counts.
//!
//! Owns which rows a message takes and which of them are on screen. Everything costs as much as the rows it walks,
//! never as much as the conversation: it starts at the anchor or at the end. Never: words, colours, a cache.

mod block;
mod part;
mod picture;
mod scroll;

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::conversation::{Conversation, Scroll};
use crate::domain::message::{Body, By};
use crate::domain::text::{Faces, SafeText};
use block::Pane;

pub use part::{BAR, Listed, Part, below_title, card_columns, listed, title_of, was_of, words_of};
pub(super) use picture::has_picture;
pub use picture::{Room, STICKER, fit, space, sticker};
pub use scroll::{above, bottom, held, line_at, near, scroll_by, to_line, top};
pub(super) use scroll::{standing, to_middle};

/// Columns left free before the text of a message.
pub const INDENT: u16 = 2;
/// Columns left free behind it, for the delivery mark.
pub const MARK: u16 = 2;
/// A run by one person breaks after a silence longer than this, in seconds.
pub(in crate::app) const RUN_SECONDS: i64 = 180;

/// One row of the messages pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A day begins.
    Day(Date),
    /// What follows was unread when the chat was opened.
    Unread,
    /// Who speaks and when: above the first message of a run by one person (runs break after 3 minutes).
    Head { line: usize },
    /// Row `row` of the space for a message's picture.
    Picture { line: usize, row: u16 },
    /// A row of text: a byte range of the text of `line` ([`words_of`]). `last` carries the delivery state.
    Text {
        line: usize,
        range: Range<usize>,
        last: bool,
    },
    /// A row of what is no text, or stands beside it: pictures, files, links, what a reply is to … `last` as above.
    Card { line: usize, part: Part, last: bool },
    /// Row `row` of why a message was not sent or did not come, and what can be done.
    Trouble { line: usize, row: u16 },
    /// Space between two runs.
    Gap,
}

impl Row {
    fn of(line: usize, part: Part) -> Self {
        let last = false;
        if let Part::Text(range) = part {
            Self::Text { line, range, last }
        } else {
            Self::Card { line, part, last }
        }
    }

    /// The message this row is of; day lines, the unread line and gaps are of none.
    pub fn line(&self) -> Option<usize> {
        match *self {
            Self::Head { line }
            | Self::Picture { line, .. }
            | Self::Text { line, .. }
            | Self::Card { line, .. }
            | Self::Trouble { line, .. } => Some(line),
            Self::Day(_) | Self::Unread | Self::Gap => None,
        }
    }
}

/// The rows on screen now, top to bottom: at most `size.height`. The first ones stand at the top where there are fewer.
pub fn visible(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>) -> Vec<Row> {
    let Some(pane) = Pane::new(conversation, zone, size.into()) else {
        return Vec::new();
    };
    match conversation.scroll {
        Scroll::Follow => pane.tail(),
        Scroll::At { .. } => pane.shown(),
    }
}

/// Rows below a message that tell why it was not sent or did not come: where all such fits on one, there is one.
pub fn trouble_rows(width: u16) -> u16 {
    const ENOUGH: u16 = 120;
    if width < ENOUGH { 2 } else { 1 }
}

/// Columns for the text of messages in a pane of `width`.
pub fn text_columns(width: u16) -> u16 {
    width.saturating_sub(INDENT + MARK).max(1)
}

/// The rows of a message by itself, without what stands above it in a conversation.
pub fn for_each_part(body: &Body, columns: u16, faces: Faces, part: impl FnMut(Part)) {
    part::for_each_part(body, (columns, faces), part);
}

/// The words of what is drawn as text, as they were said; `None` for what is a card, or is told in words of the program's own.
pub fn text_of(body: &Body) -> Option<&SafeText> {
    match body {
        Body::Text(text) | Body::Notice(text) | Body::Announcement(text) => Some(text),
        Body::Recalled(recalled) => match &recalled.by {
            By::Told(sentence) => Some(sentence),
            By::Me => None,
        },
        Body::Quote(quote) => Some(&quote.reply),
        Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Location(_)
        | Body::Card(_)
        | Body::FriendRequest(_)
        | Body::Link(_)
        | Body::Articles(_)
        | Body::File(_)
        | Body::MiniProgram(_)
        | Body::Music(_)
        | Body::ChatHistory(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Unsupported { .. } => None,
    }
}
