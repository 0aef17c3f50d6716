//! What overlays in which one chooses have alike: an edge with a title, a field, a list, and the keys below.
//!
//! Owns where these stand, and which rows of a list are in view. Never: what is listed, or a word of any.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Row, clear, restyle, rows};
use super::{View, panel};
use crate::app::editor::Editor;
use crate::app::layout::{PROMPT, SearchAreas, search_areas};
use crate::app::picker::{Bar, Picker};
use crate::domain::geometry::Area;
use crate::domain::text::slice;

/// Edge and title, what the keys do, and how many rows are below those in view.
pub fn frame(
    view: View<'_>,
    areas: &SearchAreas,
    (title, keys, more): (&str, &str, usize),
    buffer: &mut Buffer,
) {
    clear(buffer, areas.frame);
    panel::edge(view, areas.frame, title, buffer);
    panel::foot(view, areas.keys, (keys, more), buffer);
}

/// Of so many rows those below the last in view.
pub fn below(area: Area, (count, bar): (usize, impl Into<Bar>)) -> usize {
    count.saturating_sub(bar.into().first(area.height) + usize::from(area.height))
}

/// What is typed, behind a prompt.
pub fn field(view: View<'_>, area: Area, field: &Editor, buffer: &mut Buffer) {
    let theme = view.theme();
    let prompt = Area {
        x: area.x - PROMPT,
        width: PROMPT,
        ..area
    };
    Row::new(buffer, prompt, 0).put(theme.glyphs.prompt, theme.accent);
    let (shown, _) = field.line_view(area.width);
    Row::new(buffer, area, 0).put(slice(field.text(), shown), theme.text);
}

/// Where the caret of the field stands: an input method opens its window there.
pub fn caret(view: View<'_>, field: &Editor) -> Option<Position> {
    let area = search_areas(view.model)?.field;
    let (_, at) = field.line_view(area.width);
    Some(Position::new(area.x + at, area.y))
}

/// Before one of those that several can be chosen of.
pub fn mark(view: View<'_>, chosen: bool, row: &mut Row<'_>) {
    let theme = view.theme();
    row.put(if chosen { theme.glyphs.chosen } else { " " }, theme.accent)
        .skip(1);
}

/// How many are chosen, where there are any, at the right end.
pub fn count<T>(view: View<'_>, picker: &Picker<T>, row: &mut Row<'_>) {
    let marked = picker.marked.len();
    if marked > 0 {
        let words = view.say_with("roster-marked", &[("marked", marked.into())]);
        row.right(&words, view.theme().accent).reserve(2);
    }
}

/// One row each, as many as there is room for, the chosen one among them. No others are looked at.
pub fn list<T>(
    view: View<'_>,
    area: Area,
    (items, bar): (&[T], impl Into<Bar>),
    buffer: &mut Buffer,
    mut draw: impl FnMut(usize, &T, Row<'_>),
) {
    let bar = bar.into();
    let first = bar.first(area.height);
    let shown = items.iter().enumerate().skip(first);
    for (at, (nth, item)) in (0..area.height).zip(shown) {
        draw(nth, item, Row::new(buffer, area, at));
        if nth == bar.selected {
            restyle(buffer, rows(area, at, 1), view.theme().bar);
        }
    }
}
