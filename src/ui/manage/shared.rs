//! What was shared in a chat, newest first.
//!
//! Owns its layout. Never: what counts as shared.

use ratatui::buffer::Buffer;

use super::super::canvas::{Row, clear, restyle, rows};
use super::super::{View, card, clock, keys, names, panel};
use crate::app::action::Action;
use crate::app::layout::{SearchAreas, search_areas};
use crate::domain::geometry::Area;
use crate::domain::text::clip;
use crate::port::store::{From, LineRecord};

/// Columns of who said it.
const WHO: u16 = 14;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let (theme, shared) = (view.theme(), &view.model.manage.shared);
    clear(buffer, areas.frame);
    let name = shared
        .peer
        .map(|peer| names::peer(view, peer))
        .unwrap_or_default();
    let title = view.say_with("shared-title", &[("name", (&*name).into())]);
    panel::edge(view, areas.frame, &title, buffer);
    let told = match (shared.hits.is_empty(), shared.waiting) {
        (true, true) => "search-waiting",
        (true, false) => "managed-nothing-shared",
        (false, _) => "shared-count",
    };
    let count = [("count", shared.hits.len().into())];
    let head = Area {
        height: 1,
        ..areas.told
    };
    Row::new(buffer, head, 0).say(&view.say_with(told, &count), theme.dim);
    let first = (shared.selected + 1).saturating_sub(areas.hits.height.into());
    let listed = shared.hits.iter().enumerate().skip(first);
    for (at, (nth, hit)) in (0..areas.hits.height).zip(listed) {
        entry(view, hit, rows(areas.hits, at, 1), buffer);
        if nth == shared.selected {
            restyle(buffer, rows(areas.hits, at, 1), theme.bar);
        }
    }
    keys_row(view, &areas, buffer);
}

fn entry(view: View<'_>, hit: &LineRecord, area: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    let mut row = Row::new(buffer, area, 0);
    let zone = &view.model.settings.zone;
    if let Some(at) = clock::civil(hit.at, zone) {
        let today = clock::civil(view.model.now.wall(), zone).unwrap_or(at).date();
        row.right(&clock::brief(at, today, view.look), theme.dim)
            .reserve(1);
    }
    let who = match hit.from {
        From::Me => view.say("you"),
        From::Peer(peer) => names::speaker(view, hit.chat, peer),
        From::Service => view.say("service"),
    };
    row.put(&clip(&who, WHO), theme.strong).skip(1);
    let said = card::short_in(&hit.body, view);
    row.say(&said.replace(['\n', '\t'], " "), theme.text);
}

fn keys_row(view: View<'_>, areas: &SearchAreas, buffer: &mut Buffer) {
    let (go, back) = (keys::of(view, Action::Open), keys::of(view, Action::Back));
    let args = [("go", (&*go).into()), ("back", (&*back).into())];
    Row::new(buffer, areas.keys, 0).say(&view.say_with("shared-keys", &args), view.theme().dim);
}
