//! What stands over the panes: the frame of an overlay, the question before quitting, the word that there is no room.
//!
//! Owns where an overlay stands. Never: what is underneath.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::{Row, centre, clear, columns, inset, least, paragraph, paragraph_rows, rows};
use super::theme::Theme;
use super::{View, keys};
use crate::app::action::Action;
use crate::app::layout::{MIN_HEIGHT, MIN_WIDTH, edge_rows};
use crate::domain::geometry::Area;

/// Columns between a panel's edge and its words.
const PADDING: u16 = 3;

/// Columns between the keys of a page and what stands beside them.
const BESIDE: u16 = 2;

/// Empties the middle of `all`, draws an edge with a title, and gives the area inside. `wish` is in cells of content;
/// what does not fit is cut to the screen.
pub fn open(view: View<'_>, all: Area, (title, wish): (&str, (u16, u16)), buffer: &mut Buffer) -> Area {
    let area = outside(all, wish);
    clear(buffer, area);
    edge(view, area, title, buffer);
    inside(all, wish)
}

/// The area inside of a panel that wishes for so many cells.
pub fn inside(all: Area, wish: (u16, u16)) -> Area {
    let Area { width, height, .. } = outside(all, wish);
    let inner = inset(outside(all, wish), PADDING.min(width / 8 + 1));
    let above = if height > 6 { edge_rows(all.height) } else { 1 };
    rows(inner, above, height.saturating_sub(2 * above))
}

fn outside(all: Area, wish: (u16, u16)) -> Area {
    let width = wish.0.saturating_add(2 * PADDING).min(all.width);
    let height = wish.1.saturating_add(2 * edge_rows(all.height)).min(all.height);
    Area {
        x: all.x + (all.width - width) / 2,
        y: all.y + (all.height - height) / 2,
        width,
        height,
    }
}

/// The edge of a panel, with its title.
pub fn edge(view: View<'_>, area: Area, title: &str, buffer: &mut Buffer) {
    let theme = view.theme();
    frame(theme, area, theme.rule, buffer);
    let title_style = theme.accent.patch(theme.strong);
    let mut row = Row::new(buffer, area, 0);
    row.skip(2)
        .put(" ", title_style)
        .reserve(3)
        .say(title, title_style);
    row.release(1).put(" ", title_style);
}

/// A line around what is inside.
pub fn frame(theme: &Theme, area: Area, style: Style, buffer: &mut Buffer) {
    let glyphs = theme.glyphs;
    let [top_left, top_right, bottom_left, bottom_right] = glyphs.corners;
    let last = area.height.saturating_sub(1);
    for at in 1..last {
        let mut row = Row::new(buffer, area, at);
        row.right(glyphs.vertical, style).put(glyphs.vertical, style);
    }
    for (at, left, right) in [(0, top_left, top_right), (last, bottom_left, bottom_right)] {
        let mut row = Row::new(buffer, area, at);
        row.right(right, style)
            .put(left, style)
            .fill(glyphs.horizontal, style);
    }
}

/// The last row of a page: the keys, and how many rows are below.
pub fn foot(view: View<'_>, area: Area, (hints, more): (&str, usize), buffer: &mut Buffer) {
    let beside = if more > 0 {
        let long = view.say_with("help-more", &[("count", more.into())]);
        vec![long, format!("{} {more}", view.theme().glyphs.below)]
    } else {
        Vec::new()
    };
    foot_beside(view, area, (hints, &beside), buffer);
}

/// The last row of a page: the keys, and at its end the first of `beside` that takes no room from any; else the last, if it
/// leaves the key that is wanted most and the way out. What stands between those two gives way to it.
pub fn foot_beside(view: View<'_>, area: Area, (hints, beside): (&str, &[String]), buffer: &mut Buffer) {
    let theme = view.theme();
    let mut row = Row::new(buffer, area, area.height.saturating_sub(1));
    let room = |kept: u16| row.left().saturating_sub(kept.saturating_add(BESIDE));
    let (all, some) = (room(columns(hints)), room(least(hints)));
    let long = beside.iter().find(|told| columns(told) <= all);
    if let Some(told) = long.or(beside.last().filter(|told| columns(told) <= some)) {
        row.right(told, theme.dim).reserve(BESIDE);
    }
    row.hints(hints, theme.dim);
}

/// A question: its title, what is asked, and what the keys do.
pub struct Question {
    title: &'static str,
    words: &'static str,
    choice: &'static str,
}

/// Before quitting with a message that would be lost.
pub const QUIT: Question = Question {
    title: "quit-title",
    words: "quit-question",
    choice: "quit-choice",
};

pub const LOGOUT: Question = Question {
    title: "logout-title",
    words: "logout-question",
    choice: "logout-choice",
};

pub const RECALL: Question = Question {
    title: "recall-title",
    words: "recall-question",
    choice: "recall-choice",
};

pub fn confirm(view: View<'_>, all: Area, asked: &Question, buffer: &mut Buffer) {
    let keys = [("agree", Action::Agree), ("back", Action::Back)];
    let choice = keys::tell(view, asked.choice, &keys);
    let (title, question) = (view.say(asked.title), view.say(asked.words));
    ask(view, all, (&title, &question, &choice), buffer);
}

/// A question with its title, and what the keys do.
pub fn ask(view: View<'_>, all: Area, (title, question, choice): (&str, &str, &str), buffer: &mut Buffer) {
    let theme = view.theme();
    let width = all.width.saturating_sub(2 * PADDING).min(52);
    let height = paragraph_rows(question, width) + 1 + paragraph_rows(choice, width);
    let inner = open(view, all, (title, (width, height)), buffer);
    let next = paragraph(buffer, inner, 0, question, theme.text);
    paragraph(buffer, inner, next + 1, choice, theme.dim);
}

/// Below the smallest screen weft can be used on: says so, and nothing else.
pub fn too_small(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let args = [
        ("width", u32::from(MIN_WIDTH).into()),
        ("height", u32::from(MIN_HEIGHT).into()),
    ];
    let long = view.say_with("too-small", &args);
    let height = paragraph_rows(&long, all.width);
    if height <= all.height && all.width >= 10 {
        paragraph(buffer, all, (all.height - height) / 2, &long, view.theme().text);
    } else {
        let short = format!("{MIN_WIDTH}x{MIN_HEIGHT}");
        centre(
            buffer,
            all,
            all.height.saturating_sub(1) / 2,
            &short,
            view.theme().text,
        );
    }
}
