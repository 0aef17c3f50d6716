//! The list pane's other face: the address book, and the filter while typing.

use super::editor::Editor;
use crate::domain::id::PeerId;

#[derive(Clone, Debug, Default)]
pub struct Finder {
    pub tab: Tab,
    /// The filter field. Empty: everything is shown.
    pub query: Editor,
    /// What is listed: the hits best first while filtering, else (in the book) everybody by sort key.
    pub hits: Vec<PeerId>,
    pub selected: usize,
    pub top: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Chats,
    Book,
}
