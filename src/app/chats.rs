//! The chat list: who is in it, in what order, how much is unread.

use std::collections::HashMap;

use crate::domain::id::PeerId;
use crate::domain::time::Timestamp;

#[derive(Clone, Debug, Default)]
pub struct Chats {
    /// Pinned first, then by last message (`protocol.md §4.5`).
    pub order: Vec<PeerId>,
    pub by_peer: HashMap<PeerId, Chat>,
    /// The chat the bar is on. It stays on its chat while the list re-sorts.
    pub selected: Option<PeerId>,
    /// First row shown, kept so that the selection stays in view.
    pub top: usize,
    /// The chat in the conversation pane.
    pub open: Option<PeerId>,
}

#[derive(Clone, Debug, Default)]
pub struct Chat {
    pub unread: u32,
    /// Somebody named me in an unread message.
    pub mentioned: bool,
    pub last_at: Timestamp,
    /// Own text not yet sent.
    pub has_draft: bool,
}
