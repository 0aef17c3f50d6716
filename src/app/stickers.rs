//! Stickers to send: those that were received or sent before and can be sent again by their MD5.
//!
//! Owns which of them fits what is typed, and whether they stand as pictures. Never: which there are (`store`, or the open
//! windows where nothing is kept), or how a picture is come by (`pictures`).

use std::cmp::Reverse;

use super::compose;
use super::layout;
use super::model::{Model, Overlay};
use super::names::Name;
use super::picker::{Grid, Picker};
use super::pictures::{self, Wanted};
use super::reach::to_composer;
use super::reading::read_open;
use super::rows;
use super::step::{Step, Touched};
use crate::domain::geometry::Size;
use crate::domain::id::UserName;
use crate::domain::message::Body;
use crate::domain::picture::Canvas;
use crate::domain::text::Spelling;
use crate::port::Parcel;
use crate::port::stickers::{StickerRecord, offered};
use crate::port::store::{From, LineRecord, StoreCommand};

/// So many are offered: more than anybody looks through.
const MOST: u16 = 200;
/// Cells of one in the grid: as large as in a chat, so that the picture made for one serves the other, and an edge around
/// it by which the chosen one is known.
const TILE: Size = Size {
    width: rows::STICKER.width + 2,
    height: rows::STICKER.height + 2,
};
/// With fewer beside each other a list tells more.
const FEWEST: u16 = 2;

/// The picker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stickers {
    /// Places of what fits.
    pub picker: Picker<usize>,
    /// In the order in which they are offered.
    pub all: Vec<StickerRecord>,
    /// The store's answer is still to come.
    pub waiting: bool,
}

impl Stickers {
    /// What stands at this place of what fits.
    pub fn hit(&self, nth: usize) -> Option<&StickerRecord> {
        self.all.get(*self.picker.hits.get(nth)?)
    }
}

/// Where pictures can be shown, and there is room for them; else a row of words each.
pub fn canvas(model: &Model) -> Option<Canvas> {
    let area = layout::search_areas(model)?.hits;
    let fits = area.width / TILE.width >= FEWEST && area.height >= TILE.height;
    model.terminal.canvas().filter(|_| fits)
}

/// `None` when the screen is too small.
pub fn grid(model: &Model) -> Option<Grid> {
    let area = layout::search_areas(model)?.hits;
    let row = Size {
        width: area.width,
        height: 1,
    };
    let tile = canvas(model).map_or(row, |_| TILE);
    Some(Grid::new(area, tile))
}

pub(super) fn open(model: &mut Model, step: &mut Step) {
    if to_composer(model, step).is_none() {
        return;
    }
    model.stickers = Stickers::default();
    model.overlay = Some(Overlay::Stickers);
    if model.history.is_open() {
        model.stickers.waiting = true;
        step.store(StoreCommand::Stickers { most: MOST });
    } else {
        model.stickers.all = in_memory(model);
    }
    look(model);
    step.touch(Touched::ALL);
}

/// Where nothing is kept, those of the open windows.
fn in_memory(model: &Model) -> Vec<StickerRecord> {
    let talks = model.conversations.by_peer.values();
    let lines = talks.flat_map(|talk| &talk.lines);
    let stickers = lines.filter(|line| matches!(line.body, Body::Sticker(_)));
    let mut records: Vec<LineRecord> = stickers.map(super::conversation::Line::record).collect();
    records.sort_unstable_by_key(|record| Reverse(record.seq));
    offered(records.into_iter().filter_map(StickerRecord::of), MOST.into())
}

/// The store's answer.
pub(super) fn on_stickers(model: &mut Model, all: Vec<StickerRecord>, step: &mut Step) {
    if std::mem::take(&mut model.stickers.waiting) {
        model.stickers.all = all;
        look(model);
        step.touch(Touched::ALL);
    }
}

pub(super) fn look(model: &mut Model) {
    let spelling = Spelling::new(model.stickers.picker.field.text());
    let all = model.stickers.all.iter().enumerate();
    let hits = all.filter(|(_, record)| fits(model, record, &spelling));
    let hits = hits.map(|(place, _)| place).collect();
    model.stickers.picker.show(hits);
}

/// By the words on it, by whoever it came from, or by the chat it was in.
fn fits(model: &Model, record: &StickerRecord, spelling: &Spelling) -> bool {
    let chat = model.directory.resolve(record.chat);
    let is = |name: Name<'_>| match name {
        Name::Known(name) => spelling.fit(&name).is_some(),
        Name::Unknown { tail, .. } => {
            let names = UserName::from(tail).common_names();
            names.iter().any(|name| spelling.fit(name).is_some())
        }
    };
    let speaker = match record.from {
        From::Peer(peer) => is(model.directory.name_in(chat, peer)),
        From::Me | From::Service => false,
    };
    model.stickers.picker.field.is_empty()
        || spelling.fit(record.sticker.words.as_str()).is_some()
        || speaker
        || is(model.directory.name(chat))
}

/// Enter: it leaves at once, for it was seen and chosen. What is being written stays.
pub(super) fn send(model: &mut Model, step: &mut Step) {
    let chosen = model.stickers.hit(model.stickers.picker.selected);
    let (Some(record), Some(chat)) = (chosen, model.chats.open) else {
        return;
    };
    let sticker = record.sticker.clone();
    step.touch(Touched::ALL);
    if let Some(hint) = compose::refusal(model, chat, 0) {
        model.hint = Some(hint);
        return;
    }
    let md5 = sticker.md5.clone();
    model.overlay = None;
    compose::post(
        model,
        chat,
        (Parcel::Sticker { md5 }, Body::Sticker(sticker)),
        step,
    );
    read_open(model, step);
}

/// The pictures that are seen, in their order, and once more the chosen one, which moves.
pub(super) fn wanted(model: &Model) -> Vec<Wanted> {
    let (Some(grid), Some(canvas)) = (grid(model), canvas(model)) else {
        return Vec::new();
    };
    let stickers = &model.stickers;
    let of = |nth| Some(pictures::of_sticker(stickers.hit(nth)?, canvas));
    let chosen = of(stickers.picker.selected).filter(|_| model.window_focused);
    let shown = grid.shown(stickers.picker.selected, stickers.picker.hits.len());
    let moves = chosen.as_ref().and_then(pictures::moving);
    shown.filter_map(of).chain(moves).collect()
}
