//! The picker of faces and emoji: a field, and a grid of what fits.
//!
//! Owns its layout. Never: what there is, or which of it fits.

use ratatui::buffer::Buffer;

use super::canvas::{Row, restyle};
use super::{View, keys, panel, sheet};
use crate::app::action::{Action, Deed};
use crate::app::faces::{Face, face, grid};
use crate::app::layout::search_areas;
use crate::domain::geometry::Area;
use crate::domain::text::slice;
use crate::words::Language;

/// Columns kept for the face itself: two, and one beside it.
const GLYPH: u16 = 3;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let keys = [
        ("put", Action::Open),
        ("stickers", Action::Deed(Deed::Complete)),
        ("back", Action::Back),
    ];
    let keys = keys::tell(view, "faces-keys", &keys);
    let picker = &view.model.faces.picker;
    let more = grid(view.model).map_or(0, |grid| grid.below(picker.selected, picker.hits.len()));
    sheet::frame(view, &areas, (&view.say("faces-title"), "", 0), buffer);
    foot(view, areas.keys, (&keys, more), buffer);
    sheet::field(view, areas.field, &picker.field, buffer);
    told(view, areas.told, buffer);
    cells(view, buffer);
}

/// The line being written, as far as it goes: one sees what was put in.
fn told(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    if view.model.faces.picker.hits.is_empty() {
        Row::new(buffer, area, 0).say(&view.say("faces-none"), theme.dim);
    } else if let Some(talk) = view.model.talk().filter(|talk| talk.has_draft()) {
        let (text, caret) = (talk.draft.text(), talk.draft.caret());
        let line = slice(text, 0..caret).rsplit('\n').next().unwrap_or_default();
        // The end of it is what was put in.
        let mut from = 0;
        for grapheme in crate::domain::text::graphemes(line) {
            if crate::domain::text::width(slice(line, from..line.len())) <= area.width.into() {
                break;
            }
            from = grapheme.end();
        }
        Row::new(buffer, area, 0).put(slice(line, from..line.len()), theme.dim);
    } else {
        Row::new(buffer, area, 0).say(&view.say("faces-what"), theme.dim);
    }
}

/// What the bar is on in full, then as many of the keys as there is room for.
fn foot(view: View<'_>, area: Area, (keys, more): (&str, usize), buffer: &mut Buffer) {
    let mut row = Row::new(buffer, area, 0);
    let chosen = view.model.faces.picker.hit().and_then(|place| face(*place));
    if let Some(face) = chosen {
        row.say(name(view, face), view.theme().strong).skip(2);
    }
    let left = row.left();
    let beside = Area {
        x: area.x + area.width.saturating_sub(left),
        width: left,
        ..area
    };
    panel::foot(view, beside, (keys, more), buffer);
}

fn cells(view: View<'_>, buffer: &mut Buffer) {
    let picker = &view.model.faces.picker;
    let Some(grid) = grid(view.model) else { return };
    for (at, nth) in grid.shown(picker.selected, picker.hits.len()).enumerate() {
        let Some(place) = picker.hits.get(nth) else {
            continue;
        };
        let cell = grid.tile(at);
        named(view, *place, Row::new(buffer, cell, 0).reserve(1));
        if nth == picker.selected {
            restyle(buffer, cell, view.theme().bar);
        }
    }
}

/// The face, and what it is called in the person's language.
pub fn named(view: View<'_>, place: u16, row: &mut Row<'_>) {
    let Some(face) = face(place) else { return };
    let theme = view.theme();
    let before = row.left();
    row.put(face.glyph, theme.text);
    let used = before - row.left();
    row.skip(GLYPH.saturating_sub(used));
    row.say(name(view, face), theme.text);
}

fn name(view: View<'_>, face: &'static Face) -> &'static str {
    match view.look.words.language() {
        Language::Chinese => face.chinese.first().copied().unwrap_or(face.english),
        Language::English => face.english,
    }
}

/// What it is called in the other language: it may have been found by that.
pub fn also(view: View<'_>, place: u16) -> Option<&'static str> {
    let face = face(place)?;
    match view.look.words.language() {
        Language::Chinese => Some(face.english),
        Language::English => face.chinese.first().copied(),
    }
}
