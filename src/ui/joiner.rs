//! Whom a contact is to be joined with: a field, whom it finds, and what speaks for the chosen one.
//!
//! Owns its layout. Never: who is listed, or what the evidence proves.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Row, clear, paragraph, restyle, rows};
use super::{View, contact, keys, names, panel};
use crate::app::action::Action;
use crate::app::layout::{PROMPT, SearchAreas, search_areas};
use crate::domain::geometry::Area;
use crate::domain::text::slice;

/// Rows for the evidence: it is to be seen before it is agreed to.
const REASONS: u16 = 3;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let (theme, joiner) = (view.theme(), &view.model.joiner);
    clear(buffer, areas.frame);
    let name = names::peer(view, joiner.peer);
    let title = view.say_with("join-title", &[("name", (&*name).into())]);
    panel::edge(view, areas.frame, &title, buffer);
    let prompt = Area {
        x: areas.field.x - PROMPT,
        width: PROMPT,
        ..areas.field
    };
    Row::new(buffer, prompt, 0).put(theme.glyphs.prompt, theme.accent);
    let (shown, _) = joiner.field.line_view(areas.field.width);
    Row::new(buffer, areas.field, 0).put(slice(joiner.field.text(), shown), theme.text);
    let told = match (joiner.hits.is_empty(), joiner.field.is_empty()) {
        (true, true) => "join-nobody-at-all",
        (true, false) => "join-nobody",
        (false, _) => "join-what",
    };
    Row::new(buffer, areas.told, 0).say(&view.say(told), theme.dim);
    let height = areas.hits.height.saturating_sub(REASONS);
    hits(view, rows(areas.hits, 0, height), buffer);
    if !joiner.hits.is_empty() {
        reasons(view, rows(areas.hits, height, REASONS), buffer);
    }
    keys_row(view, &areas, buffer);
}

/// Where the caret of the field stands.
pub fn caret(view: View<'_>) -> Option<Position> {
    let area = search_areas(view.model)?.field;
    let (_, at) = view.model.joiner.field.line_view(area.width);
    Some(Position::new(area.x + at, area.y))
}

fn hits(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let (theme, joiner) = (view.theme(), &view.model.joiner);
    let first = (joiner.selected + 1).saturating_sub(area.height.into());
    let listed = joiner.hits.iter().enumerate().skip(first);
    for (at, (nth, peer)) in (0..area.height).zip(listed) {
        let mut row = Row::new(buffer, area, at);
        let notes = contact::notes(view, *peer);
        row.right(&notes, theme.dim).reserve(2);
        row.say(&names::peer(view, *peer), theme.text);
        if nth == joiner.selected {
            restyle(buffer, rows(area, at, 1), theme.bar);
        }
    }
}

fn reasons(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let evidence = view.model.joiner.evidence.as_ref();
    let words = evidence.map(|evidence| contact::evidence(view, evidence));
    let words = words.filter(|words| !words.is_empty());
    let none = || view.say("join-no-evidence").into_owned();
    paragraph(buffer, area, 1, &words.unwrap_or_else(none), view.theme().strong);
}

fn keys_row(view: View<'_>, areas: &SearchAreas, buffer: &mut Buffer) {
    let (agree, back) = (keys::of(view, Action::Open), keys::of(view, Action::Back));
    let args = [("agree", (&*agree).into()), ("back", (&*back).into())];
    Row::new(buffer, areas.keys, 0).say(&view.say_with("join-keys", &args), view.theme().dim);
}
