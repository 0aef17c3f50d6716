//! The composer: what is being typed, and to whom.
//!
//! Owns how typed text looks. Never: a change to it; padding exists in cells only, so that it can never be sent.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Row, columns, ruled};
use super::{View, keys, names};
use crate::app::action::Action;
use crate::app::compose::size_to_tell;
use crate::app::editor::Editor;
use crate::app::layout::Areas;
use crate::app::model::Focus;
use crate::domain::geometry::Area;
use crate::port::MAX_TEXT_BYTES;

/// Columns of line before the name on the rule.
const LEAD: u16 = 2;

pub fn draw(view: View<'_>, areas: &Areas, buffer: &mut Buffer) {
    rule(view, areas.composer, buffer);
    quote(view, areas.quote, buffer);
    input(view, areas, buffer);
}

/// What is replied to: who said it, and what.
fn quote(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let quote = view.model.talk().and_then(|talk| talk.quote.as_deref());
    let Some(quote) = quote.filter(|_| !area.is_empty()) else {
        return;
    };
    let theme = view.theme();
    let line = quote.line();
    let words = view.say_with("composer-quote", &[("text", line.as_str().into())]);
    let mut row = Row::new(buffer, area, 0);
    row.put(theme.glyphs.vertical, theme.accent).skip(1).reserve(1);
    let off = keys::tell(view, "composer-quote-off", &[("key", Action::Back)]);
    if view.model.focus == Focus::Composer && columns(&words) + columns(&off) + 2 <= row.left() {
        row.right(&off, theme.dim).reserve(2);
    }
    row.say(&words, theme.dim);
}

/// Prompt and text, on the rows below the rule.
pub fn input(view: View<'_>, areas: &Areas, buffer: &mut Buffer) {
    let Some(editor) = draft(view) else { return };
    let theme = view.theme();
    let prompt = if view.model.focus == Focus::Composer {
        theme.accent
    } else {
        theme.dim
    };
    let beside = Area {
        width: areas.input.x - areas.composer.x,
        x: areas.composer.x,
        ..areas.input
    };
    Row::new(buffer, beside, 0).put(theme.glyphs.prompt, prompt);
    let area = areas.input;
    let rows = editor.rows(area.width);
    // Only a text that overflows its rows needs to know where the caret is.
    let overflows = rows.len() > area.height.into();
    let first = if overflows {
        first_row(editor.caret_at(area.width).0, area)
    } else {
        0
    };
    for (at, range) in (0..area.height).zip(rows.into_iter().skip(first)) {
        let words = editor.text().get(range).unwrap_or_default();
        Row::new(buffer, area, at).put(words, theme.text);
    }
}

/// Where the caret stands, on a cell of the input: an input method opens its window there.
pub fn caret(view: View<'_>, areas: &Areas) -> Option<Position> {
    let (editor, area) = (draft(view)?, areas.input);
    let (row, column) = editor.caret_at(area.width);
    let row = row.saturating_sub(first_row(row, area));
    let down = u16::try_from(row)
        .unwrap_or(u16::MAX)
        .min(area.height.checked_sub(1)?);
    Some(Position::new(
        area.x + column.min(area.width.checked_sub(1)?),
        area.y + down,
    ))
}

fn draft(view: View<'_>) -> Option<&Editor> {
    let talk = view.model.talk()?;
    Some(&talk.draft)
}

/// A text of more rows than fit is shown so that the caret's row is the last.
fn first_row(caret_row: usize, area: Area) -> usize {
    (caret_row + 1).saturating_sub(area.height.into())
}

/// To whom; at its right end the size of a text near the limit, else how to send.
fn rule(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    let focused = view.model.focus == Focus::Composer;
    let line = (theme.glyphs.horizontal, theme.rule);
    let mut row = Row::new(buffer, area, 0);
    let Some(chat) = view.model.chats.open else {
        row.fill(line.0, line.1);
        return;
    };
    let size = size_to_tell(view.model);
    let shut = view.model.directory.is_read_only(chat);
    let (told, style) = if let Some(bytes) = size {
        let args = [("bytes", bytes.into()), ("limit", MAX_TEXT_BYTES.into())];
        let style = if bytes > MAX_TEXT_BYTES {
            theme.error
        } else {
            theme.warning
        };
        (view.say_with("composer-size", &args), style)
    } else if shut {
        (view.say("composer-shut").into_owned(), theme.warning)
    } else if focused {
        let keys = [("send", Action::Send), ("newline", Action::NewLine)];
        (keys::tell(view, "composer-keys", &keys), theme.dim)
    } else {
        (String::new(), theme.dim)
    };
    let name = names::peer(view, chat);
    // The name before the hint, but never the size: what cannot be sent must say so.
    let must = size.is_some() || shut;
    if !told.is_empty() && (must || columns(&told) + columns(&name) + 8 <= row.left()) {
        row.right(line.0, line.1)
            .reserve(1)
            .right(&told, style)
            .reserve(1);
    }
    let style = if focused { theme.accent } else { theme.dim };
    ruled(&mut row, LEAD, (&name, style), line);
}
