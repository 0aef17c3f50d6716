//! What the picker's bar is on: its picture, and what is known of it.
//!
//! Owns their layout. Never: which files are looked at.

use ratatui::buffer::Buffer;

use super::canvas::{Row, rows};
use super::{View, card, clock, files, picture};
use crate::app::attach;
use crate::app::layout::BrowserAreas;
use crate::domain::geometry::Area;
use crate::domain::message::AttachmentKind;
use crate::port::media::{Entry, Glance};

pub fn draw(view: View<'_>, areas: &BrowserAreas, buffer: &mut Buffer) {
    let Some((entry, glance)) = attach::glance(view.model) else {
        return;
    };
    let mut below = areas.picture.y;
    if let Some(wanted) = attach::wanted(view.model) {
        let size = wanted.view.within;
        let area = Area {
            width: size.width.min(areas.picture.width),
            height: size.height.min(areas.picture.height),
            ..areas.picture
        };
        picture::whole(view, &wanted, area, buffer);
        below += area.height;
    }
    let facts = Area {
        y: below,
        ..areas.facts
    };
    let theme = view.theme();
    let told = [what(view), when(view, entry, glance)];
    for (at, told) in (0..facts.height).zip(told) {
        Row::new(buffer, rows(facts, at, 1), 0).say(&told, theme.dim);
    }
}

/// What it is, in a few words; empty before that is known.
pub fn what(view: View<'_>) -> String {
    match attach::glance(view.model) {
        None => String::new(),
        Some((_, Glance::Folder { entries, more })) => {
            let id = if more { "folder-more" } else { "folder-entries" };
            view.say_with(id, &[("count", entries.into())])
        }
        Some((_, Glance::File { kind, pixels })) => self::kind(view, kind, pixels),
    }
}

/// What a file is sent as, and how large a picture is.
pub fn kind(view: View<'_>, kind: AttachmentKind, pixels: Option<(u16, u16)>) -> String {
    let kind = view.say(files::kind(kind));
    match pixels {
        Some(pixels) => format!("{kind} · {}", card::extent(pixels)),
        None => kind.into_owned(),
    }
}

/// How large a file is, and when it was last written.
fn when(view: View<'_>, entry: &Entry, glance: Glance) -> String {
    if let Glance::Folder { .. } = glance {
        return String::new();
    }
    let zone = &view.model.settings.zone;
    let size = card::size(entry.bytes);
    let today = clock::civil(view.model.now.wall(), zone);
    match clock::civil(entry.at, zone).filter(|_| entry.at.0 > 0) {
        Some(at) => {
            let at = clock::brief(at, today.unwrap_or(at).date(), view.look);
            format!("{size} · {at}")
        }
        None => size,
    }
}
