//! Stickers to send: those that were received or sent before and can be sent again by their MD5.
//!
//! Owns which of them fits what is typed, and how many stand beside each other. Never: which there are (`store`, or the open
//! windows where nothing is kept), or how a picture is come by (`pictures`).

use std::cmp::Reverse;
use std::ops::Range;

use super::action::Edit;
use super::compose;
use super::editor::Editor;
use super::layout;
use super::model::{Hint, Model, Overlay};
use super::moving::along;
use super::names::Name;
use super::pictures::{self, Wanted};
use super::reading::read_open;
use super::rows;
use super::step::{Step, Touched};
use crate::domain::geometry::{Area, Size};
use crate::domain::message::Body;
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
#[derive(Clone, Debug, PartialEq)]
pub struct Stickers {
    pub field: Editor,
    /// In the order in which they are offered.
    pub all: Vec<StickerRecord>,
    /// Places of what fits.
    pub hits: Vec<usize>,
    pub selected: usize,
    /// The store's answer is still to come.
    pub waiting: bool,
}

impl Default for Stickers {
    fn default() -> Self {
        Self {
            field: Editor::line(),
            all: Vec::new(),
            hits: Vec::new(),
            selected: 0,
            waiting: false,
        }
    }
}

impl Stickers {
    /// What stands at this place of what fits.
    pub fn hit(&self, nth: usize) -> Option<&StickerRecord> {
        self.all.get(*self.hits.get(nth)?)
    }
}

/// How they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    area: Area,
    tile: Size,
    /// Beside each other.
    pub across: usize,
    /// As pictures; else as rows of words.
    pub pictured: bool,
}

/// `None` when the screen is too small.
pub fn grid(model: &Model) -> Option<Grid> {
    let area = layout::search_areas(model)?.hits;
    let across = area.width / TILE.width;
    let pictured = model.terminal.canvas().is_some() && across >= FEWEST && area.height >= TILE.height;
    Some(Grid {
        area,
        tile: if pictured {
            TILE
        } else {
            Size {
                width: area.width,
                height: 1,
            }
        },
        across: if pictured { across.into() } else { 1 },
        pictured,
    })
}

impl Grid {
    fn down(self) -> usize {
        usize::from(self.area.height / self.tile.height.max(1)).max(1)
    }

    /// Which of so many are seen while the bar is on this one.
    pub fn shown(self, selected: usize, count: usize) -> Range<usize> {
        let top = (selected / self.across + 1).saturating_sub(self.down());
        let first = top * self.across;
        first..(first + self.down() * self.across).min(count)
    }

    /// Where one stands, counted from the first that is seen.
    pub fn tile(self, nth: usize) -> Area {
        let [column, row] =
            [nth % self.across, nth / self.across].map(|at| u16::try_from(at).unwrap_or(u16::MAX));
        let Size { width, height } = self.tile;
        Area {
            x: self.area.x.saturating_add(column.saturating_mul(width)),
            y: self.area.y.saturating_add(row.saturating_mul(height)),
            width,
            height,
        }
    }
}

pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        model.hint = Some(Hint::NoChat);
        return;
    };
    if model.directory.is_read_only(chat) {
        model.hint = Some(Hint::ReadOnly);
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
    look(model, step);
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
        look(model, step);
    }
}

pub(super) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    model.stickers.field.insert(text);
    look(model, step);
}

/// Left and right go over the grid: the field is a word or two.
pub(super) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    if edit == Edit::Left {
        move_by(model, -1, step);
    } else if edit == Edit::Right {
        move_by(model, 1, step);
    } else if model.stickers.field.edit_line(edit) {
        look(model, step);
    } else {
        step.touch(Touched::ALL);
    }
}

fn look(model: &mut Model, step: &mut Step) {
    let spelling = Spelling::new(model.stickers.field.text());
    let all = model.stickers.all.iter().enumerate();
    let hits = all.filter(|(_, record)| fits(model, record, &spelling));
    model.stickers.hits = hits.map(|(place, _)| place).collect();
    model.stickers.selected = 0;
    step.touch(Touched::ALL);
}

/// By the words on it, by whoever it came from, or by the chat it was in.
fn fits(model: &Model, record: &StickerRecord, spelling: &Spelling) -> bool {
    let chat = model.directory.resolve(record.chat);
    let is = |name: Name<'_>| match name {
        Name::Known(name) => spelling.fit(&name).is_some(),
        Name::Unknown { .. } => false,
    };
    let speaker = match record.from {
        From::Peer(peer) => is(model.directory.name_in(chat, peer)),
        From::Me | From::Service => false,
    };
    model.stickers.field.is_empty()
        || spelling.fit(record.sticker.words.as_str()).is_some()
        || speaker
        || is(model.directory.name(chat))
}

fn move_by(model: &mut Model, stickers: isize, step: &mut Step) {
    let count = model.stickers.hits.len();
    model.stickers.selected = along(model.stickers.selected, stickers, count);
    step.touch(Touched::ALL);
}

/// Up and down: a row of the grid.
pub(super) fn rows(model: &mut Model, rows: isize, step: &mut Step) {
    let across = grid(model).map_or(1, |grid| grid.across);
    move_by(
        model,
        rows.saturating_mul(isize::try_from(across).unwrap_or(1)),
        step,
    );
}

pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    let down = grid(model).map_or(1, Grid::down);
    rows(
        model,
        pages.saturating_mul(isize::try_from(down).unwrap_or(1)),
        step,
    );
}

/// Enter: it leaves at once, for it was seen and chosen. What is being written stays.
pub(super) fn send(model: &mut Model, step: &mut Step) {
    let chosen = model.stickers.hit(model.stickers.selected);
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
    let (Some(grid), Some(canvas)) = (grid(model).filter(|grid| grid.pictured), model.terminal.canvas())
    else {
        return Vec::new();
    };
    let stickers = &model.stickers;
    let of = |nth| Some(pictures::of_sticker(stickers.hit(nth)?, canvas));
    let chosen = of(stickers.selected).filter(|_| model.window_focused);
    let shown = grid.shown(stickers.selected, stickers.hits.len());
    let moves = chosen.as_ref().and_then(pictures::moving);
    shown.filter_map(of).chain(moves).collect()
}
