//! Why a message was not sent or did not come, and the keys that help: below it.
//!
//! Owns how that stands on the rows that `app::rows` keeps for it: the reason before all. Never: how many rows there are.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::{BETWEEN_HINTS, Row, columns};
use super::{View, fault, files, status};
use crate::app::conversation::Line;
use crate::app::files::failed;
use crate::app::possible;
use crate::app::rows::{INDENT, trouble_rows};
use crate::domain::geometry::Area;
use crate::domain::text;
use crate::port::store::State;

struct Trouble {
    glyph: &'static str,
    style: Style,
    why: String,
}

fn of(view: View<'_>, line: &Line) -> Option<Trouble> {
    let theme = view.theme();
    let (glyph, style, why) = match line.state {
        State::Failed(_, why) => {
            let why = fault::failure(why, &view.look.words);
            let why = view.say_with("not-sent", &[("why", (&*why).into())]);
            (theme.glyphs.failed, theme.error, why)
        }
        State::Unconfirmed(_) => {
            let why = view.say("did-it-arrive").into_owned();
            (theme.glyphs.doubtful, theme.warning, why)
        }
        State::Kept(_) | State::Queued(_) | State::Sending(_) => {
            let (_, why) = failed(view.model, line)?;
            let why = files::not_fetched(why, &view.look.words);
            (theme.glyphs.failed, theme.error, why)
        }
    };
    Some(Trouble { glyph, style, why })
}

/// Row `row` of it, on row `at` of the messages.
pub fn draw(view: View<'_>, line: &Line, (area, at, row): (Area, u16, u16), buffer: &mut Buffer) {
    let Some(trouble) = of(view, line) else { return };
    let mut cells = Row::new(buffer, area, at);
    cells.skip(INDENT);
    if row == 0 {
        cells.put(trouble.glyph, trouble.style);
    } else {
        cells.skip(columns(trouble.glyph));
    }
    cells.skip(1).reserve(1);
    let laid = laid_out(view, line, &trouble.why, (cells.left(), trouble_rows(area.width)));
    if let Some((why, keys)) = laid.get(usize::from(row)) {
        cells.say(why, trouble.style).put(keys, view.theme().dim);
    }
}

/// The reason, then the keys: behind it where they fit, else on the next row; of those that fit nowhere the first.
fn laid_out(view: View<'_>, line: &Line, why: &str, (width, rows): (u16, u16)) -> Vec<(String, String)> {
    let most = usize::from(rows.max(1));
    let ranges = text::wrap(why, width);
    let mut laid: Vec<(String, String)> = Vec::with_capacity(most);
    for (nth, range) in ranges.into_iter().take(most).enumerate() {
        // Should it be longer than all rows, the last one is cut.
        let end = if nth + 1 == most { why.len() } else { range.end };
        let words = why.get(range.start..end).unwrap_or_default();
        laid.push((words.trim_end().to_owned(), String::new()));
    }
    let remedies = possible::remedies(view.model, line);
    let hints: Vec<String> = remedies.filter_map(|action| status::told(view, action)).collect();
    let before = columns(BETWEEN_HINTS);
    let left = |laid: &[(String, String)]| {
        let last = laid.last().map_or(0, |(why, _)| columns(why));
        width.saturating_sub(last.saturating_add(before))
    };
    let beside = laid.len() == most || columns(&hints.join(BETWEEN_HINTS)) <= left(&laid);
    if !beside {
        laid.push((String::new(), first_of(&hints, width)));
    } else if let keys = first_of(&hints, left(&laid))
        && !keys.is_empty()
        && let Some((_, beside)) = laid.last_mut()
    {
        *beside = format!("{BETWEEN_HINTS}{keys}");
    }
    laid
}

/// As many as fit.
fn first_of(hints: &[String], width: u16) -> String {
    let mut told = String::new();
    for hint in hints {
        let between = if told.is_empty() { "" } else { BETWEEN_HINTS };
        let more = format!("{told}{between}{hint}");
        if columns(&more) > width {
            break;
        }
        told = more;
    }
    told
}
