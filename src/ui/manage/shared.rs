//! What was shared in a chat, newest first.
//!
//! Owns its layout. Never: what counts as shared.

use ratatui::buffer::Buffer;

use super::super::canvas::{Row, one_line, paragraph};
use super::super::{View, card, clock, keys, names, sheet};
use crate::app::action::Action;
use crate::app::layout::search_areas;
use crate::app::manage::shared::{self, Leads};
use crate::domain::geometry::Area;
use crate::domain::text::clip;
use crate::port::store::LineRecord;

/// Columns of who said it.
const WHO: u16 = 14;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let (theme, shared) = (view.theme(), &view.model.manage.shared);
    let name = shared
        .peer
        .map(|peer| names::peer(view, peer))
        .unwrap_or_default();
    let title = view.say_with("shared-title", &[("name", (&*name).into())]);
    let more = sheet::below(areas.hits, (shared.hits.len(), shared.selected));
    sheet::frame(view, &areas, (&title, &keys(view), more), buffer);
    let told = match (shared.hits.is_empty(), shared.waiting) {
        (true, true) => "search-waiting",
        (true, false) => "managed-nothing-shared",
        (false, _) if shared.more => "shared-newest",
        (false, _) => "shared-count",
    };
    let count = [("count", shared.hits.len().into())];
    let head = Area {
        height: if shared.hits.is_empty() { 2 } else { 1 },
        ..areas.told
    };
    paragraph(buffer, head, 0, &view.say_with(told, &count), theme.dim);
    let hits = (&*shared.hits, shared.bar());
    sheet::list(view, areas.hits, hits, buffer, |_, hit, row| {
        entry(view, hit, row);
    });
}

/// What the keys do with what the bar is on: Enter by its kind.
fn keys(view: View<'_>) -> String {
    let id = match shared::leads(view.model) {
        Some(Leads::Picture) => "shared-keys-picture",
        Some(Leads::Links) => "shared-keys-links",
        Some(Leads::Message) => "shared-keys",
        None => "shared-keys-none",
    };
    let actions = [
        ("open", Action::Open),
        ("go", Action::LookInto),
        ("back", Action::Back),
    ];
    keys::tell(view, id, &actions)
}

fn entry(view: View<'_>, hit: &LineRecord, mut row: Row<'_>) {
    let theme = view.theme();
    if let Some(at) = clock::in_list(hit.at, view) {
        row.right(&at, theme.dim).reserve(1);
    }
    let who = names::from(view, (hit.chat, hit.from));
    row.put(&clip(&who, WHO), theme.strong).skip(1);
    let said = card::short_in(&hit.body, view);
    row.say(&one_line(&said), theme.text);
}
