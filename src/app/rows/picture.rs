//! The space of a picture among the rows.
//!
//! Owns how large it is: told by the message alone, before a byte of the picture is there, so that nothing moves when it
//! comes. Never: whether it is there.

use super::text_columns;
use crate::app::conversation::Line;
use crate::domain::geometry::Size;
use crate::domain::message::{Body, Sticker};
use crate::domain::picture::Cell;

/// A pane of so many cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub size: Size,
    /// Pixels of a cell; `None` where no pictures are shown.
    pub cell: Option<Cell>,
}

impl From<Size> for Room {
    /// Without pictures.
    fn from(size: Size) -> Self {
        Self { size, cell: None }
    }
}

/// On lower or narrower panes words are all there is room for.
const LOWEST: u16 = 10;
const NARROWEST: u16 = 24;

/// The most a kind of picture takes, whatever the pane.
const PHOTO: Size = Size {
    width: 40,
    height: 14,
};
pub const STICKER: Size = Size { width: 16, height: 7 };
const MAP: Size = Size { width: 32, height: 8 };

/// What is taken for the shape where a message does not tell: that of most photos, and of the service's maps.
const USUAL_PHOTO: (u16, u16) = (4, 3);
const USUAL_STICKER: (u16, u16) = (1, 1);
const USUAL_MAP: (u16, u16) = (2, 1);

/// The cells kept for the picture of a message; `None` where there is none to be had or no room for one.
pub fn space(line: &Line, room: Room) -> Option<Size> {
    let cell = room.cell?;
    let (most, shape) = of(line)?;
    if room.size.height < LOWEST || room.size.width < NARROWEST {
        return None;
    }
    let most = Size {
        width: most.width.min(text_columns(room.size.width)),
        height: most.height.min(room.size.height / 2),
    };
    Some(fit(shape, most, cell))
}

/// Whether a message has a picture that can be had, on any pane.
pub(in crate::app) fn has_picture(line: &Line) -> bool {
    of(line).is_some()
}

fn of(line: &Line) -> Option<(Size, (u16, u16))> {
    // Before it is sent only what tells its shape has a space: the same as afterwards.
    let unsent = line.state.local().is_some() && told(&line.body);
    let to_be_had = unsent || line.state.id().is_some();
    to_be_had.then(|| shape(&line.body)).flatten()
}

/// Where the picture of a kind is small enough to be fetched unasked.
fn shape(body: &Body) -> Option<(Size, (u16, u16))> {
    match body {
        Body::Image(picture) => Some((PHOTO, or((picture.width, picture.height), USUAL_PHOTO))),
        Body::Video(clip) => Some((PHOTO, or((clip.width, clip.height), USUAL_PHOTO))),
        Body::Sticker(sticker) if !sticker.store => Some((STICKER, sticker_shape(sticker))),
        Body::Location(place) if !place.map.is_empty() => Some((MAP, USUAL_MAP)),
        Body::Text(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Location(_)
        | Body::Card(_)
        | Body::FriendRequest(_)
        | Body::Link(_)
        | Body::Articles(_)
        | Body::File(_)
        | Body::MiniProgram(_)
        | Body::Music(_)
        | Body::ChatHistory(_)
        | Body::Quote(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_)
        | Body::Unsupported { .. } => None,
    }
}

/// The cells of a sticker where there is room for all of it.
pub fn sticker(sticker: &Sticker, cell: Cell) -> Size {
    fit(sticker_shape(sticker), STICKER, cell)
}

fn sticker_shape(sticker: &Sticker) -> (u16, u16) {
    or((sticker.width, sticker.height), USUAL_STICKER)
}

/// What is told, if it is.
fn or(told: (u16, u16), usual: (u16, u16)) -> (u16, u16) {
    if told.0 == 0 || told.1 == 0 { usual } else { told }
}

fn told(body: &Body) -> bool {
    let (width, height) = if let Body::Image(picture) = body {
        (picture.width, picture.height)
    } else if let Body::Sticker(sticker) = body {
        (sticker.width, sticker.height)
    } else {
        (0, 0)
    };
    width > 0 && height > 0
}

/// As large as fits, in the shape of the pixels; at least one cell.
pub fn fit((wide, high): (u16, u16), most: Size, cell: Cell) -> Size {
    let [wide, high] = [wide, high].map(u64::from);
    let [across, down] = [cell.width, cell.height].map(u64::from);
    let (columns, rows) = (u64::from(most.width), u64::from(most.height));
    // The width that the full height would have, and the other way round.
    let by_height = (rows * down * wide).div_ceil(across * high);
    let (columns, rows) = if by_height <= columns {
        (by_height, rows)
    } else {
        (columns, (columns * across * high).div_ceil(down * wide))
    };
    let cells = |count: u64, most: u16| u16::try_from(count).unwrap_or(most).clamp(1, most.max(1));
    Size {
        width: cells(columns, most.width),
        height: cells(rows, most.height),
    }
}
