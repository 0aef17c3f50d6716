//! A page of what was folded up in a message: a forwarded record, a list of articles.
//!
//! Owns how it looks: as a conversation does. Never: which rows there are, which is `app::unfold`'s to say.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::canvas::{BETWEEN_HINTS, Row, clear, rect, rows};
use super::card::Card;
use super::{View, keys, panel};
use crate::app::action::{Action, Deed};
use crate::app::files::Voice;
use crate::app::layout::page_areas;
use crate::app::rows::{BAR, INDENT, MARK};
use crate::app::unfold::{self, Leads, Page};
use crate::domain::text::slice;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let (Some(areas), Some(page)) = (page_areas(view.model), view.model.unfolded.page()) else {
        return;
    };
    clear(buffer, areas.frame);
    let title = page.title.as_str();
    let title = if title.is_empty() {
        view.say("unfolded-title")
    } else {
        title.into()
    };
    panel::edge(view, areas.frame, &title, buffer);
    let all = page.rows(areas.rows.width, view.model.settings.faces);
    let first = page.top.min(all.len().saturating_sub(areas.rows.height.into()));
    for (at, row) in (0..areas.rows.height).zip(all.iter().skip(first)) {
        draw_row(view, page, row, Row::new(buffer, areas.rows, at));
        if row.entry() == Some(page.chosen) {
            let theme = view.theme();
            Row::new(buffer, areas.rows, at).put(theme.glyphs.mark, theme.accent);
            let weight = theme.text.add_modifier(Modifier::BOLD);
            buffer.set_style(
                rect(rows(areas.rows, at, 1)),
                weight.remove_modifier(Modifier::DIM),
            );
        }
    }
    let args = [
        ("nth", (page.chosen + 1).into()),
        ("count", page.entries.len().into()),
    ];
    let nth = [
        view.say_with("unfolded-nth", &args),
        format!("{}/{}", page.chosen + 1, page.entries.len()),
    ];
    panel::foot_beside(view, areas.keys, (&told(view, page), &nth), buffer);
}

/// The keys that mean something to what is chosen.
fn told(view: View<'_>, page: &Page) -> String {
    let mut told = Vec::new();
    let mut tell = |id, action| told.push(keys::tell(view, id, &[("key", action)]));
    if let Some(said) = page.entry() {
        match unfold::leads(&said.body) {
            Leads::Inside => tell("unfolded-inside", Action::Open),
            Leads::Browser => tell("unfolded-browser", Action::Open),
            Leads::Links => tell("unfolded-links", Action::Open),
            Leads::OnPhone | Leads::Nowhere => {}
        }
        if !unfold::words(&said.body).is_empty() {
            tell("unfolded-copy", Action::Deed(Deed::Copy));
        }
    }
    tell("unfolded-back", Action::Back);
    told.join(BETWEEN_HINTS)
}

fn draw_row(view: View<'_>, page: &Page, row: &unfold::Row, mut cells: Row<'_>) {
    let theme = view.theme();
    let Some(said) = row.entry().and_then(|entry| page.entries.get(entry)) else {
        return;
    };
    cells.skip(INDENT).reserve(MARK);
    match row {
        unfold::Row::Head(_) => {
            cells
                .say(said.name.as_str(), theme.strong)
                .skip(2)
                .say(said.at.as_str(), theme.dim);
        }
        unfold::Row::Part { part, .. } => {
            let card = Card {
                view,
                body: &said.body,
                progress: None,
                voice: Voice::Still,
            };
            card.draw(part, false, &mut cells);
        }
        unfold::Row::Address { range, .. } => {
            cells.put(theme.glyphs.vertical, theme.rule).skip(BAR - 1);
            if let Some(address) = unfold::address(&said.body) {
                cells.put(slice(address.shown.as_str(), range.clone()), theme.dim);
            }
        }
        unfold::Row::Gap => {}
    }
}
