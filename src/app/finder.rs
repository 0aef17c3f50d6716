//! The list pane's other face: the address book, and the filter while typing.
//!
//! Owns what is listed there and in which order. Never: the chats' own order.

use super::chats::Chats;
use super::directory::{Directory, Peer};
use super::editor::Editor;
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::domain::text::fold;

#[derive(Clone, Debug, PartialEq)]
pub struct Finder {
    pub tab: Tab,
    /// The filter field. Empty: everything is shown.
    pub query: Editor,
    /// What is listed: the hits best first while filtering, else in the book everybody by sort key, and in the folder its
    /// chats in their order.
    pub hits: Vec<PeerId>,
    pub selected: usize,
    pub top: usize,
    /// The keys were taken here from the composer, while this was listed: Esc gives them back.
    pub(super) from: Option<Tab>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Chats,
    Book,
    /// The folder of public accounts.
    Accounts,
}

impl Default for Finder {
    fn default() -> Self {
        Self {
            tab: Tab::default(),
            query: Editor::line(),
            hits: Vec::new(),
            selected: 0,
            top: 0,
            from: None,
        }
    }
}

impl Finder {
    /// Whether the list shows `hits` and not the chats in their order.
    pub fn lists_hits(&self) -> bool {
        self.tab != Tab::Chats || !self.query.is_empty()
    }

    pub fn hit(&self) -> Option<PeerId> {
        self.hits.get(self.selected).copied()
    }

    /// Looks again. The bar goes to the best hit if `afresh`, else stays on its peer.
    pub(super) fn look(&mut self, directory: &Directory, chats: &Chats, afresh: bool) {
        let on = self.hit();
        self.hits = match self.tab {
            _ if !self.query.is_empty() => search(directory, chats, self.query.text()),
            Tab::Accounts => chats.folded.clone(),
            Tab::Chats | Tab::Book => book(directory),
        };
        let found = on.and_then(|peer| self.hits.iter().position(|hit| *hit == peer));
        let last = self.hits.len().saturating_sub(1);
        self.selected = if afresh {
            0
        } else {
            found.unwrap_or(self.selected).min(last)
        };
        self.top = if afresh { 0 } else { self.top.min(last) };
    }
}

/// Everybody in the address book: starred ones first, groups after people, accounts after groups.
fn book(directory: &Directory) -> Vec<PeerId> {
    let mut listed: Vec<(u8, &str, PeerId)> = directory
        .ids()
        .filter(|id| directory.in_book(*id))
        .filter_map(|id| {
            let peer = directory.peer(id)?;
            Some((shelf(peer), &*peer.sort_key, id))
        })
        .collect();
    listed.sort_unstable();
    listed.into_iter().map(|(_, _, id)| id).collect()
}

/// Sections of the address book, in order.
fn shelf(peer: &Peer) -> u8 {
    match peer.contact.kind {
        ContactKind::Friend | ContactKind::Stranger if peer.flags().starred => 0,
        ContactKind::Friend | ContactKind::Stranger => 1,
        ContactKind::Group => 2,
        ContactKind::PublicAccount => 3,
        ContactKind::Special => 4,
    }
}

/// Chats and contacts that fit what is typed, best first; of equals, who spoke last.
pub fn search(directory: &Directory, chats: &Chats, typed: &str) -> Vec<PeerId> {
    let wanted = fold(typed);
    let mut hits: Vec<_> = directory
        .ids()
        .filter_map(|id| {
            let peer = directory.peer(id)?;
            let score = score(&peer.found_by, &wanted)?;
            let chat = chats.get(id);
            if directory.is_hidden(id) || (chat.is_none() && peer.contact.kind == ContactKind::Stranger) {
                return None;
            }
            let spoke = chat.map(|chat| chat.last_at.max(chat.opened_at));
            Some((score, std::cmp::Reverse(spoke), &*peer.sort_key, id))
        })
        .collect();
    hits.sort_unstable();
    hits.into_iter().map(|(_, _, _, id)| id).collect()
}

/// How well a peer's fields (`Peer::found_by`) fit: smaller is better, `None` not at all.
///
/// A whole field, then its beginning, then anywhere in a name; pinyin counts from its beginning, and its readings also
/// in the middle once three letters are typed, since fewer fit half the address book.
pub(super) fn score(found_by: &str, wanted: &str) -> Option<u8> {
    if !found_by.contains(wanted) {
        return None;
    }
    let mut best: Option<u8> = None;
    for (index, field) in found_by.split('\0').enumerate() {
        if field.is_empty() {
            continue;
        }
        let (is_name, weak) = (index < NAMES, u8::from(index >= NAMES));
        let fit = if field == wanted {
            Some(weak)
        } else if field.starts_with(wanted) {
            Some(2 + weak)
        } else if field.contains(wanted) && (is_name || wanted.len() >= 3) {
            Some(4 + weak)
        } else {
            None
        };
        best = match (best, fit) {
            (Some(best), Some(fit)) => Some(best.min(fit)),
            (best, fit) => best.or(fit),
        };
    }
    best
}

/// Fields of `Peer::found_by` that are the peer's own names (remark, nickname, alias); the rest is pinyin, and what everybody
/// calls an account of the service's own.
pub(super) const NAMES: usize = 3;
