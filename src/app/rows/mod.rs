//! The conversation as rows: what the renderer draws and what scrolling counts.
//!
//! Owns which rows a message takes and which of them are on screen. Everything costs as much as the rows it walks,
//! never as much as the conversation: it starts at the anchor or at the end. Never: words, colours, a cache.

mod block;
mod scroll;

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::conversation::{Conversation, Scroll};
use crate::domain::geometry::Size;
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use block::Pane;

pub use scroll::{above, bottom, held, line_at, scroll_by, standing, to_line, to_middle, top};

/// Columns left free before the text of a message.
pub const INDENT: u16 = 2;
/// Columns left free behind it, for the delivery mark.
pub const MARK: u16 = 2;
/// A run by one person breaks after a silence longer than this, in seconds.
pub const RUN_SECONDS: i64 = 180;

/// One row of the messages pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A day begins.
    Day(Date),
    /// What follows was unread when the chat was opened.
    Unread,
    /// Who speaks and when: above the first message of a run by one person (runs break after 3 minutes).
    Head { line: usize },
    /// A row of text: a byte range of the text of `line`. `last` carries the delivery state.
    Text {
        line: usize,
        range: Range<usize>,
        last: bool,
    },
    /// A message that is one clipped row whatever its width: pictures, files, links …
    Card { line: usize },
    /// Space between two runs.
    Gap,
}

impl Row {
    /// The message this row is of; day lines, the unread line and gaps are of none.
    pub fn line(&self) -> Option<usize> {
        match *self {
            Self::Head { line } | Self::Text { line, .. } | Self::Card { line } => Some(line),
            Self::Day(_) | Self::Unread | Self::Gap => None,
        }
    }
}

/// The rows on screen now, top to bottom: at most `size.height`. The first ones stand at the top where there are fewer.
pub fn visible(conversation: &Conversation, zone: &TimeZone, size: Size) -> Vec<Row> {
    let Some(pane) = Pane::new(conversation, zone, size) else {
        return Vec::new();
    };
    match conversation.scroll {
        Scroll::Follow => pane.tail(),
        Scroll::At { .. } => pane.shown(),
    }
}

/// Columns for the text of messages in a pane of `width`.
pub fn text_columns(width: u16) -> u16 {
    width.saturating_sub(INDENT + MARK).max(1)
}

/// The text that [`Row::Text`] is a range of; `None` for what is one [`Row::Card`].
pub fn text_of(body: &Body) -> Option<&SafeText> {
    match body {
        Body::Text(text) | Body::Notice(text) | Body::Recalled(text) => Some(text),
        Body::Quote { reply, .. } => Some(reply),
        Body::Image
        | Body::Sticker
        | Body::Voice { .. }
        | Body::Video { .. }
        | Body::Location { .. }
        | Body::Card { .. }
        | Body::FriendRequest { .. }
        | Body::Link { .. }
        | Body::File { .. }
        | Body::MiniProgram { .. }
        | Body::Music { .. }
        | Body::ChatHistory { .. }
        | Body::Transfer { .. }
        | Body::RedPacket { .. }
        | Body::Call
        | Body::Unsupported { .. } => None,
    }
}
