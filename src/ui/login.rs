//! The login screen: a code to scan, and every stage of the login in words.
//!
//! Owns where code and words stand on screens of every size. Never: when a code is fetched, or what the service said:
//! its sentences are shown as they came.

mod stages;

use ratatui::buffer::Buffer;

use super::canvas::{Row, centre, columns, inset, paragraph, paragraph_rows, rows};
use super::qr::Qr;
use super::{View, keys, picture};
use crate::app::accounts::is_choice;
use crate::app::action::Action;
use crate::app::login::Stage;
use crate::app::pictures::{self, Wanted};
use crate::domain::geometry::Area;
use stages::Paragraph;

/// The widest column of running text: longer lines are hard to read.
const MEASURE: u16 = 60;
/// The narrowest column beside the code.
const BESIDE: u16 = 24;
/// Columns between code and words.
const BETWEEN: u16 = 3;

pub fn draw(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let body = rows(all, 0, all.height.saturating_sub(1));
    let qr = code(view, body);
    hints(
        view,
        qr.is_some(),
        rows(all, all.height.saturating_sub(1), 1),
        buffer,
    );
    if let Some(qr) = qr.filter(|_| !view.model.login.show_link) {
        return with_code(view, &qr, body, buffer);
    }
    let column = inset(body, 2);
    let width = column.width.min(MEASURE);
    let column = Area {
        x: column.x + (column.width - width) / 2,
        width,
        ..column
    };
    let words = stages::words(view, true);
    match pictures::at_login(view.model) {
        Some(face) if height_of(&words, width) + face.view.within.height < column.height => {
            with_face(view, (&face, &words), column, buffer);
        }
        Some(_) | None => write(&words, column, buffer),
    }
}

/// Who scanned the code, above what is to be done.
fn with_face(view: View<'_>, (face, words): (&Wanted, &[Paragraph]), column: Area, buffer: &mut Buffer) {
    let size = face.view.within;
    let height = size.height + 1 + height_of(words, column.width);
    let top = (column.height - height) / 2;
    let place = Area {
        width: size.width.min(column.width),
        ..rows(column, top, size.height)
    };
    if picture::shown(view, face).is_some() {
        picture::whole(view, face, place, buffer);
    }
    let below = size.height + 1;
    write(words, rows(column, top + below, height - below), buffer);
}

/// The code of this stage, if there is one and the screen is large enough for it.
fn code(view: View<'_>, body: Area) -> Option<Qr> {
    let Stage::Code { link, .. } = &view.model.login.stage else {
        return None;
    };
    // Two rows for words below, where a tighter white margin makes them possible.
    Qr::fitting(link, body.width, body.height.saturating_sub(2))
        .or_else(|| Qr::fitting(link, body.width, body.height))
}

/// The code with its words beside it, or below it where the screen is not wide enough.
fn with_code(view: View<'_>, qr: &Qr, body: Area, buffer: &mut Buffer) {
    let (width, height) = qr.size();
    let words = stages::words(view, false);
    let beside = body.width.saturating_sub(width + BETWEEN + 2);
    if beside >= BESIDE {
        let column = beside.min(MEASURE - BESIDE / 2);
        let left = body.x + (body.width - (width + BETWEEN + column)) / 2;
        let top = (body.height - height) / 2;
        let code = Area {
            x: left,
            width,
            ..rows(body, top, height)
        };
        qr.draw(code, view.theme().qr, buffer);
        let text = Area {
            x: left + width + BETWEEN,
            width: column,
            ..body
        };
        return write(&words, text, buffer);
    }
    let left = body.x + (body.width - width) / 2;
    let brief = stages::brief(view);
    let room = body.height - height;
    let below = u16::try_from(brief.len()).unwrap_or(u16::MAX).min(room);
    let top = (room - below) / 2;
    qr.draw(
        Area {
            x: left,
            width,
            ..rows(body, top, height)
        },
        view.theme().qr,
        buffer,
    );
    for (at, Paragraph { words, style, .. }) in (top + height..body.height).zip(&brief) {
        centre(buffer, body, at, words, *style);
    }
}

fn height_of(words: &[Paragraph], width: u16) -> u16 {
    let rows = |paragraph: &Paragraph| paragraph.gap + paragraph_rows(&paragraph.words, width);
    words.iter().map(rows).sum()
}

/// In the middle of `area`; where there is not room for all, the empty rows go first.
fn write(words: &[Paragraph], area: Area, buffer: &mut Buffer) {
    let height = height_of(words, area.width);
    let (tight, mut at) = (height > area.height, area.height.saturating_sub(height) / 2);
    for Paragraph { words, style, gap } in words {
        let gap = if tight { 0 } else { *gap };
        at = paragraph(buffer, area, at + gap, words, *style);
    }
}

/// What can be done now, on the last row; what does not fit is left out from the right.
fn hints(view: View<'_>, fits: bool, area: Area, buffer: &mut Buffer) {
    let login = &view.model.login;
    let mut wanted: Vec<(Action, &str)> = Vec::new();
    match login.stage {
        Stage::Warning => wanted.push((Action::Continue, "login-key-continue")),
        Stage::Code { .. } if fits && login.show_link => wanted.push((Action::ToggleLink, "login-key-code")),
        Stage::Code { .. } if fits => wanted.push((Action::ToggleLink, "login-key-link")),
        Stage::Refused { .. } => wanted.push((Action::Continue, "login-key-new-code")),
        Stage::Retrying { .. } => wanted.push((Action::Continue, "login-key-retry")),
        Stage::Fetching
        | Stage::Code { .. }
        | Stage::Scanned { .. }
        | Stage::AskedPhone { .. }
        | Stage::Confirmed
        | Stage::Cancelled
        | Stage::Expired
        | Stage::Done => {}
    }
    if is_choice(view.model) {
        wanted.push((Action::Accounts, "hint-accounts"));
    }
    wanted.extend([(Action::Quit, "hint-quit"), (Action::Help, "hint-help")]);
    let theme = view.theme();
    let told: Vec<_> = wanted
        .into_iter()
        .map(|(action, id)| (keys::of(view, action), view.say(id)))
        .collect();
    let width = |(key, words): &(String, std::borrow::Cow<'_, str>)| columns(key) + columns(words) + 4;
    let mut fitting = told.len();
    while fitting > 1 && told.iter().take(fitting).map(width).sum::<u16>() > area.width {
        fitting -= 1;
    }
    let used: u16 = told.iter().take(fitting).map(width).sum();
    let mut row = Row::new(buffer, area, 0);
    row.skip(area.width.saturating_sub(used.saturating_sub(3)) / 2);
    for (key, words) in told.iter().take(fitting) {
        row.put(key, theme.key).skip(1).say(words, theme.dim).skip(3);
    }
}
