//! The picker of stickers: a field, what is known of the chosen one, and a grid of pictures, or a list where there are none.
//!
//! Owns its layout. Never: which there are, or which of them fits.

use ratatui::buffer::Buffer;

use super::canvas::{Row, inset, restyle, rows};
use super::{View, clock, keys, names, panel, picture, sheet};
use crate::app::action::{Action, Deed};
use crate::app::layout::search_areas;
use crate::app::pictures::of_sticker;
use crate::app::stickers::{canvas, grid};
use crate::domain::geometry::Area;
use crate::domain::picture::Canvas;
use crate::port::stickers::StickerRecord;
use crate::port::store::From;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let (Some(areas), Some(grid)) = (search_areas(view.model), grid(view.model)) else {
        return;
    };
    let stickers = &view.model.stickers;
    let keys = [
        ("send", Action::Open),
        ("faces", Action::Deed(Deed::Complete)),
        ("back", Action::Back),
    ];
    let keys = keys::tell(view, "stickers-keys", &keys);
    let more = grid.below(stickers.picker.selected, stickers.picker.hits.len());
    sheet::frame(view, &areas, (&view.say("stickers-title"), &keys, more), buffer);
    sheet::field(view, areas.field, &stickers.picker.field, buffer);
    let canvas = canvas(view.model);
    told(view, (areas.told, canvas.is_some()), buffer);
    let shown = grid.shown(stickers.picker.selected, stickers.picker.hits.len());
    for (at, nth) in shown.enumerate() {
        let Some(record) = stickers.hit(nth) else { continue };
        let tile = (grid.tile(at), nth == stickers.picker.selected);
        match canvas {
            Some(canvas) => pictured(view, (record, canvas), tile, buffer),
            None => worded(view, record, tile, buffer),
        }
    }
}

/// What is known of the chosen one and its picture does not say; or why there is none.
fn told(view: View<'_>, (area, pictured): (Area, bool), buffer: &mut Buffer) {
    let (theme, stickers) = (view.theme(), &view.model.stickers);
    let mut row = Row::new(buffer, area, 0);
    let Some(record) = stickers.hit(stickers.picker.selected) else {
        let why = match (stickers.waiting, stickers.all.is_empty()) {
            (true, _) => "search-waiting",
            (false, true) => "stickers-none",
            (false, false) => "stickers-no-fit",
        };
        row.say(&view.say(why), theme.dim);
        return;
    };
    if pictured {
        row.right(&clock::in_list(record.at, view).unwrap_or_default(), theme.dim)
            .reserve(3);
    }
    if record.sent > 0 {
        let sent = view.say_with("stickers-sent", &[("count", record.sent.into())]);
        row.right(&sent, theme.dim).reserve(1);
    }
    if !pictured {
        row.say(&view.say("stickers-what"), theme.dim);
        return;
    }
    if !record.sticker.words.is_empty() {
        row.say(record.sticker.words.as_str(), theme.strong).skip(1);
    }
    row.say(&whence(view, record), theme.dim);
}

fn pictured(
    view: View<'_>,
    (record, canvas): (&StickerRecord, Canvas),
    (tile, chosen): (Area, bool),
    buffer: &mut Buffer,
) {
    if chosen {
        let theme = view.theme();
        panel::frame(theme, tile, theme.accent, buffer);
    }
    let wanted = of_sticker(record, canvas);
    let room = rows(inset(tile, 1), 1, tile.height.saturating_sub(2));
    let size = wanted.view.within;
    let middle = Area {
        x: room.x + room.width.saturating_sub(size.width) / 2,
        y: room.y + room.height.saturating_sub(size.height) / 2,
        width: size.width.min(room.width),
        height: size.height.min(room.height),
    };
    picture::whole(view, &wanted, middle, buffer);
}

fn worded(view: View<'_>, record: &StickerRecord, (area, chosen): (Area, bool), buffer: &mut Buffer) {
    let theme = view.theme();
    let mut row = Row::new(buffer, area, 0);
    row.right(&clock::in_list(record.at, view).unwrap_or_default(), theme.dim)
        .reserve(1);
    let called = record.sticker.words.as_str();
    if called.is_empty() {
        row.say(&view.say("kind-sticker"), theme.text);
    } else {
        row.say(called, theme.text);
    }
    row.skip(1).say(&whence(view, record), theme.dim);
    if chosen {
        restyle(buffer, area, theme.bar);
    }
}

/// Whose it was, and where.
fn whence(view: View<'_>, record: &StickerRecord) -> String {
    let chat = view.model.directory.resolve(record.chat);
    let place = names::peer(view, chat);
    match record.from {
        From::Peer(peer) => {
            let name = names::speaker(view, chat, peer);
            if name == place {
                view.say_with("stickers-from", &[("name", (&*name).into())])
            } else {
                let args = [("name", (&*name).into()), ("chat", (&*place).into())];
                view.say_with("stickers-from-in", &args)
            }
        }
        From::Me | From::Service => view.say_with("stickers-to", &[("name", (&*place).into())]),
    }
}
