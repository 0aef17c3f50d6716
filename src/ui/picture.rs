//! A picture in the space kept for it: the picture, a quiet frame while it comes, or why it does not.
//!
//! Owns what its cells hold. Never: where the space is, or what a terminal is sent for it ([`super::strokes`]).

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

use super::canvas::{Row, centre, columns};
use super::placeholder::{self, Part};
use super::theme::{Depth, Theme};
use super::{View, files, status};
use crate::app::action::Action;
use crate::app::pictures::{self, Outlook, Wanted};
use crate::domain::geometry::Area;
use crate::domain::text;
use crate::port::media::{Frame, Ink, Progress, Rendered, Rgb};

/// The upper half of a cell in its colour, on the colour of the lower.
const UPPER: &str = "▀";
const LOWER: &str = "▄";
/// Columns that hold the longest word of why a picture did not come.
const NARROWEST: u16 = 12;

/// Row `row` of a space as large as `area`, drawn on the area's first row: the space may begin above the screen.
pub fn row(view: View<'_>, wanted: &Wanted, (area, row): (Area, u16), buffer: &mut Buffer) {
    match shown(view, wanted) {
        Some(shown) => cells(view.theme(), shown, (area, row), buffer),
        None => waiting(view, wanted, (area, row), buffer),
    }
}

/// All of it.
pub fn whole(view: View<'_>, wanted: &Wanted, area: Area, buffer: &mut Buffer) {
    for at in 0..area.height {
        let here = Area {
            y: area.y.saturating_add(at),
            ..area
        };
        row(view, wanted, (here, at), buffer);
    }
}

/// The frame that is to be seen now.
pub fn shown<'a>(view: View<'a>, wanted: &Wanted) -> Option<(&'a Rendered, &'a Frame)> {
    let pictures = &view.model.pictures;
    let moving = pictures::moving(wanted).and_then(|moving| pictures.frame_of((moving.asset, moving.view)));
    moving.or_else(|| pictures.frame_of((wanted.asset, wanted.view)))
}

fn cells(
    theme: &Theme,
    (picture, frame): (&Rendered, &Frame),
    (area, row): (Area, u16),
    buffer: &mut Buffer,
) {
    if row >= picture.size.height {
        return;
    }
    let width = picture.size.width.min(area.width);
    for column in 0..width {
        let at = (area.x.saturating_add(column), area.y);
        let Some(cell) = buffer.cell_mut(at) else { continue };
        match &frame.ink {
            Ink::Halves(halves) => {
                let at = usize::from(row) * usize::from(picture.size.width) + usize::from(column);
                let (glyph, style) = half_block(theme, halves.get(at).copied().unwrap_or_default());
                cell.set_symbol(glyph).set_style(style);
            }
            Ink::Sent(_) | Ink::Strips(_) => {
                let id = frame.id.0;
                placeholder::put(cell, Part { id, row, column });
            }
        }
    }
}

fn half_block(theme: &Theme, [upper, lower]: [Option<Rgb>; 2]) -> (&'static str, Style) {
    let ink = match theme.depth {
        Depth::True => |Rgb(r, g, b)| Color::Rgb(r, g, b),
        Depth::Indexed => |colour| Color::Indexed(indexed(colour)),
        Depth::None => return (shade(theme, [upper, lower]), theme.text),
    };
    let style = Style::new();
    match (upper.map(ink), lower.map(ink)) {
        (None, None) => (" ", style),
        (Some(upper), None) => (UPPER, style.fg(upper)),
        (None, Some(lower)) => (LOWER, style.fg(lower)),
        (Some(upper), Some(lower)) if upper == lower => (" ", style.bg(upper)),
        (Some(upper), Some(lower)) => (UPPER, style.fg(upper).bg(lower)),
    }
}

/// The nearest of the 240 colours that every palette has alike: a cube of six steps a side, and 24 greys.
fn indexed(Rgb(r, g, b): Rgb) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let nearest = |value: u8| {
        let steps = (0u8..).zip(STEPS);
        steps
            .min_by_key(|(_, step)| step.abs_diff(value))
            .unwrap_or_default()
    };
    let [(ri, rv), (gi, gv), (bi, bv)] = [r, g, b].map(nearest);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    // Greys go from 8 to 238 in steps of 10.
    let grey = u8::try_from(mean.saturating_sub(3) / 10)
        .unwrap_or_default()
        .min(23);
    let grey_value = 8 + 10 * grey;
    let far = |other: [u8; 3]| -> u32 {
        let apart = [r, g, b]
            .into_iter()
            .zip(other)
            .map(|(a, b)| u32::from(a.abs_diff(b)));
        apart.map(|by| by * by).sum()
    };
    if far([grey_value; 3]) < far([rv, gv, bv]) {
        232 + grey
    } else {
        16 + 36 * ri + 6 * gi + bi
    }
}

/// How bright the cell is, in glyphs from empty to full.
fn shade(theme: &Theme, halves: [Option<Rgb>; 2]) -> &'static str {
    // Rec. 601, in thousandths.
    let bright = |colour: Option<Rgb>| {
        let Rgb(r, g, b) = colour.unwrap_or_default();
        u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114
    };
    let bright: u32 = halves.into_iter().map(bright).sum::<u32>() / 2;
    let shades = theme.glyphs.shades;
    let at = usize::try_from(bright).unwrap_or_default() * shades.len() / 255_001;
    shades.get(at).copied().unwrap_or(" ")
}

/// The corners of what will stand here, and what is known of it in the middle.
fn waiting(view: View<'_>, wanted: &Wanted, (area, at): (Area, u16), buffer: &mut Buffer) {
    let theme = view.theme();
    let glyphs = theme.glyphs;
    let [top_left, top_right, bottom_left, bottom_right] = glyphs.corners;
    let last = area.height.saturating_sub(1);
    let mut row = Row::new(buffer, area, 0);
    if at == 0 && last > 0 {
        row.put(top_left, theme.rule).right(top_right, theme.rule);
    } else if at == last && last > 0 {
        row.put(bottom_left, theme.rule).right(bottom_right, theme.rule);
    }
    let told = told(view, wanted, area);
    let height = u16::try_from(told.len()).unwrap_or(area.height);
    let first = area.height.saturating_sub(height) / 2;
    let here = at.checked_sub(first).and_then(|nth| told.get(usize::from(nth)));
    if let Some(words) = here {
        centre(buffer, area, 0, words, theme.dim);
    }
}

/// What stands in the middle: of what did not come, as much of why and of the key that tries again as there is room for.
fn told(view: View<'_>, wanted: &Wanted, area: Area) -> Vec<String> {
    let glyphs = view.theme().glyphs;
    let room = area.width.saturating_sub(2);
    if let Outlook::Failed = pictures::outlook(view.model, wanted) {
        let in_full = outlook(view, wanted);
        let short = view.say("picture-failed").into_owned();
        // Behind a page the key is for what is on the page.
        let key = view
            .model
            .overlay
            .is_none()
            .then(|| status::told(view, Action::Resend));
        let key = key.flatten().into_iter().collect::<Vec<_>>();
        let tries = [
            [vec![in_full], key.clone()].concat(),
            [vec![short.clone()], key.clone()].concat(),
            vec![short],
            key,
        ];
        let rows = usize::from(area.height.saturating_sub(2).max(1));
        let wrapped = tries.iter().map(|words| paragraphs(words, room));
        let fitting = |words: &Vec<String>| !words.is_empty() && words.len() <= rows;
        // Words that would be cut in two are no words.
        let fitting = wrapped.filter(|_| room >= NARROWEST).find(fitting);
        return fitting.unwrap_or_else(|| vec![glyphs.failed.to_owned()]);
    }
    let words = outlook(view, wanted);
    let fits = columns(&words) <= room;
    vec![if fits { words } else { glyphs.sending.to_owned() }]
}

fn paragraphs(told: &[String], width: u16) -> Vec<String> {
    let rows = told.iter().flat_map(|words| {
        let ranges = text::wrap(words, width).into_iter();
        ranges.map(|range| text::slice(words, range).trim_end().to_owned())
    });
    rows.collect()
}

/// What is known of one that is not there.
pub fn outlook(view: View<'_>, wanted: &Wanted) -> String {
    match pictures::outlook(view.model, wanted) {
        Outlook::Coming => coming(view, wanted),
        Outlook::Failed => {
            let why = view.model.files.fault(wanted.asset);
            why.map_or_else(
                || view.say("picture-failed").into_owned(),
                |why| files::not_fetched(why, &view.look.words),
            )
        }
        Outlook::Later => view.say("picture-later").into_owned(),
        Outlook::Unreadable => view.say("picture-unreadable").into_owned(),
    }
}

/// How much of it is here, where that is known.
fn coming(view: View<'_>, wanted: &Wanted) -> String {
    match view.model.files.downloads.get(&wanted.asset) {
        Some(Progress::Moving { done, of: Some(of) }) if *of > 0 => {
            let percent = u32::try_from(done.saturating_mul(100) / of)
                .unwrap_or(100)
                .min(100);
            view.say_with("picture-percent", &[("percent", percent.into())])
        }
        Some(Progress::Moving { .. } | Progress::Done { .. } | Progress::Failed(_)) | None => {
            view.say("picture-coming").into_owned()
        }
    }
}
