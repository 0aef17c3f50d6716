//! A picture in the space kept for it: the picture, a quiet frame while it comes, or why it does not.
//!
//! Owns what its cells hold. Never: where the space is, or what a terminal is sent for it ([`super::strokes`]).

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

use super::View;
use super::canvas::{Row, centre, columns};
use super::placeholder::{self, Part};
use super::theme::{Depth, Theme};
use crate::app::pictures::{self, Outlook, Wanted};
use crate::domain::geometry::Area;
use crate::port::media::{Frame, Ink, Progress, Rendered, Rgb};

/// The upper half of a cell in its colour, on the colour of the lower.
const UPPER: &str = "▀";
const LOWER: &str = "▄";

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
    if at != last / 2 {
        return;
    }
    let words = outlook(view, wanted);
    let room = area.width.saturating_sub(2);
    let words = if columns(&words) <= room {
        &*words
    } else {
        glyphs.sending
    };
    centre(buffer, area, 0, words, theme.dim);
}

/// What is known of one that is not there.
pub fn outlook(view: View<'_>, wanted: &Wanted) -> String {
    match pictures::outlook(view.model, wanted) {
        Outlook::Coming => coming(view, wanted),
        Outlook::Failed => view.say("picture-failed").into_owned(),
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
