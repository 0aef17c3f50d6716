//! The list pane: tabs and filter field above, chats or the address book below.
//!
//! Owns where an entry stands. Never: how it looks (`entry`), which entries there are, or in what order.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::View;
use super::canvas::{Row, columns, inset, paragraph, rows};
use super::entry::Entry;
use crate::app::finder::Tab;
use crate::app::layout::{Areas, entry_height};
use crate::app::model::Focus;
use crate::domain::geometry::Area;
use crate::domain::id::PeerId;
use crate::domain::text::slice;

/// Prompt, and a cell of air: the typed filter begins here, and so does the caret.
const FIELD: u16 = 2;
/// Between the caret and the first tab.
const TABS: u16 = 4;

pub fn draw(view: View<'_>, areas: &Areas, buffer: &mut Buffer) {
    let theme = view.theme();
    if areas.list_rows.width < areas.list.width {
        let edge = Area {
            x: areas.list_rows.x + areas.list_rows.width,
            width: 1,
            ..areas.list
        };
        for at in 0..edge.height {
            Row::new(buffer, edge, at).put(theme.glyphs.vertical, theme.rule);
        }
    }
    head(view, head_area(areas), buffer);
    let entries = entries(view);
    if entries.peers.is_empty() {
        return nothing(view, areas.list_rows, buffer);
    }
    let fits = areas.list_rows.height.div_ceil(entry_height(view.model));
    for at in (entries.top..entries.peers.len()).take(fits.into()) {
        if let Some(entry) = entries.entry(view, areas, at) {
            entry.draw(buffer);
        }
    }
}

/// What draws the entry of `peer`, where it is in view.
pub fn entry_of<'a>(view: View<'a>, areas: &Areas, peer: PeerId) -> Option<Entry<'a>> {
    let entries = entries(view);
    let fits = areas.list_rows.height.div_ceil(entry_height(view.model));
    let mut in_view = entries.peers.iter().skip(entries.top).take(fits.into());
    let nth = in_view.position(|listed| *listed == peer)?;
    entries.entry(view, areas, entries.top + nth)
}

/// Where the caret of the filter field stands.
pub fn caret(view: View<'_>, areas: &Areas) -> Position {
    let area = head_area(areas);
    let width = field_width(view, area);
    let (_, at) = view.model.finder.query.line_view(width);
    Position::new(area.x + FIELD.min(area.width.saturating_sub(1)) + at, area.y)
}

fn head_area(areas: &Areas) -> Area {
    Area {
        width: areas.list_rows.width,
        height: 1,
        ..areas.list
    }
}

/// Columns of the filter: all but the name of the tab it looks through.
fn field_width(view: View<'_>, area: Area) -> u16 {
    let tab = columns(&tab_name(view, view.model.finder.tab));
    let all = area.width.saturating_sub(FIELD);
    let beside = all.saturating_sub(tab + 3);
    if beside >= 8 { beside } else { all.max(1) }
}

fn tab_name(view: View<'_>, tab: Tab) -> Cow<'_, str> {
    view.say(match tab {
        Tab::Chats => "tab-chats",
        Tab::Book => "tab-book",
        Tab::Accounts => "tab-accounts",
    })
}

fn head(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let (theme, finder) = (view.theme(), &view.model.finder);
    let focused = view.model.focus == Focus::List;
    let prompt = if focused { theme.accent } else { theme.dim };
    let mut row = Row::new(buffer, area, 0);
    row.put(theme.glyphs.prompt, prompt).skip(FIELD - 1);
    if finder.query.is_empty() {
        // The folder stands in the place of the chats it is one of.
        let first = if finder.tab == Tab::Accounts {
            Tab::Accounts
        } else {
            Tab::Chats
        };
        let second = (area.width / 2).max(TABS + columns(&tab_name(view, first)) + 2);
        for (tab, at) in [(first, TABS), (Tab::Book, second)] {
            let style = match (tab == finder.tab, focused) {
                (true, true) => theme.accent.patch(theme.strong),
                (true, false) => theme.strong,
                (false, _) => theme.dim,
            };
            Row::new(buffer, area, 0)
                .skip(at)
                .say(&tab_name(view, tab), style);
        }
        return;
    }
    let width = field_width(view, area);
    let (shown, _) = finder.query.line_view(width);
    if width + FIELD < area.width {
        row.reserve(1).right(&tab_name(view, finder.tab), theme.dim);
    }
    row.put(slice(finder.query.text(), shown), theme.text);
}

/// What is listed.
struct Entries<'a> {
    peers: &'a [PeerId],
    top: usize,
    selected: Option<usize>,
    /// One row each, under letters.
    book: bool,
}

impl Entries<'_> {
    /// The entry at this place of the list, which is in view.
    fn entry<'a>(&self, view: View<'a>, areas: &Areas, at: usize) -> Option<Entry<'a>> {
        let height = entry_height(view.model);
        let nth = u16::try_from(at.checked_sub(self.top)?).ok()?;
        let above = at.checked_sub(1).filter(|_| nth > 0);
        Some(Entry {
            view,
            peer: *self.peers.get(at)?,
            selected: self.selected == Some(at),
            area: rows(areas.list_rows, nth.saturating_mul(height), height),
            book: self.book,
            above: above.and_then(|above| self.peers.get(above)).copied(),
        })
    }
}

fn entries(view: View<'_>) -> Entries<'_> {
    let (chats, finder) = (&view.model.chats, &view.model.finder);
    if finder.lists_hits() {
        return Entries {
            peers: &finder.hits,
            top: finder.top,
            selected: Some(finder.selected),
            book: finder.query.is_empty() && finder.tab == Tab::Book,
        };
    }
    // Looked for among what can be seen: the list may have thousands of rows.
    let in_view = chats
        .order
        .iter()
        .enumerate()
        .skip(chats.top)
        .take(view.model.screen.height.into());
    let selected = in_view
        .filter(|(_, peer)| Some(**peer) == chats.selected)
        .map(|(at, _)| at)
        .next();
    Entries {
        peers: &chats.order,
        top: chats.top,
        selected,
        book: false,
    }
}

fn nothing(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let id = match (view.model.finder.query.is_empty(), view.model.finder.tab) {
        (false, _) => "list-no-hit",
        (true, Tab::Chats | Tab::Accounts) => "list-no-chats",
        (true, Tab::Book) if view.model.loading.is_some() => "list-book-loading",
        (true, Tab::Book) => "list-no-contacts",
    };
    let inner = inset(area, 2);
    paragraph(buffer, inner, 1, &view.say(id), view.theme().dim);
}
