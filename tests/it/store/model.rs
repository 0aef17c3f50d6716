//! Everything that can be read of a store, and what it must be.

use weft::domain::id::PeerId;
use weft::port::stickers::StickerRecord;
use weft::port::store::{LineRecord, Opened, Which};
use weft::store::Room;

use super::stickers::stickers;
use super::strategies::PEERS;
use super::{UIN, ask, lines, opened};
use crate::room::Book;

/// So many stickers are asked for: less than there may be.
const MOST: u16 = 3;

/// What is told at the start, each chat's lines, and the stickers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct All {
    pub opened: Opened,
    pub lines: Vec<Vec<LineRecord>>,
    pub stickers: Vec<StickerRecord>,
}

/// Reads everything, as a program that has just begun.
pub fn all(room: &mut Room) -> All {
    All {
        opened: opened(ask(room, Which::Uin(UIN))),
        lines: (0..PEERS).map(|chat| lines(room, chat)).collect(),
        stickers: stickers(room, MOST),
    }
}

/// What [`all`] is to tell of an account that is kept like this.
pub fn expected(book: &Book) -> All {
    let chat = |chat| book.of(PeerId(chat)).into_iter().cloned().collect();
    All {
        opened: book.opened(UIN, false),
        lines: (0..PEERS).map(chat).collect(),
        stickers: book.stickers(MOST),
    }
}
