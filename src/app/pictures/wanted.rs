//! Which pictures are to be seen, now and soon.
//!
//! Owns which of a message's pictures is small enough to be fetched unasked. Never: whether it is there.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

use super::super::attach;
use super::super::conversation::Line;
use super::super::manage::requests;
use super::super::model::{Model, Overlay};
use super::super::people;
use super::super::rows::{self, Room};
use super::super::{stickers, viewer};
use super::avatars;
use super::{Pictures, Stage};
use crate::domain::geometry::Size;
use crate::domain::id::{LocalId, PeerId, Seq};
use crate::domain::message::Body;
use crate::domain::picture::Canvas;
use crate::port::Parcel;
use crate::port::media::{Asset, Part, Source, View, Zoom};
use crate::port::stickers::StickerRecord;

/// A picture that is to be seen, and where its bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub asset: Asset,
    pub origin: Origin,
    pub view: View,
    pub urgent: bool,
}

/// Where the bytes of a picture come from.
#[derive(Clone, PartialEq, Eq)]
pub enum Origin {
    /// Fetched, and kept in the cache.
    Service(Source),
    /// Fetched at another time: in the cache or, for now, nowhere.
    Kept,
    /// In no file: these bytes.
    Bytes(Arc<[u8]>),
    /// A file of the person's, on its way out or about to be: nothing is fetched.
    Here(PathBuf),
    /// Nowhere before the message it is in is sent.
    Later,
}

/// Where somebody keeps their files is theirs.
impl std::fmt::Debug for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Service(source) => source.fmt(f),
            Self::Kept => f.write_str("Kept"),
            Self::Bytes(_) => f.write_str("Bytes"),
            Self::Here(_) => f.write_str("Here"),
            Self::Later => f.write_str("Later"),
        }
    }
}

/// The picture of a message among the rows.
pub fn of_line(model: &Model, line: &Line, room: Room, canvas: Canvas) -> Option<Wanted> {
    let within = rows::space(line, room)?;
    let (asset, origin) = match line.state.local() {
        Some(local) => unsent(model, local),
        None => sent(model, line)?,
    };
    Some(Wanted {
        asset,
        origin,
        view: still(within, canvas),
        urgent: false,
    })
}

/// The small one; where that is not to be had, the whole one if it is on the disk for another reason.
fn sent(model: &Model, line: &Line) -> Option<(Asset, Origin)> {
    let (asset, source) = small(line)?;
    let stage = |asset| model.pictures.stages.get(&asset);
    let lacks = model.files.fault(asset).is_some() || stage(asset) == Some(&Stage::Unreadable);
    if let (true, Body::Image(_), Some(message)) = (lacks, &line.body, line.state.id()) {
        let part = Part::Whole;
        let whole = Asset::Of { message, part };
        let sought = matches!(stage(whole), Some(Stage::Lacking | Stage::Unreadable));
        if !sought && model.files.fault(whole).is_none() {
            return Some((whole, Origin::Kept));
        }
    }
    Some((asset, Origin::Service(source)))
}

/// A sticker that is offered, as large as in its chat.
pub fn of_sticker(record: &StickerRecord, canvas: Canvas) -> Wanted {
    Wanted {
        asset: Asset::Of {
            message: record.message,
            part: Part::Whole,
        },
        origin: Origin::Service(Source::Sticker(record.message)),
        view: still(rows::sticker(&record.sticker, canvas.cell), canvas),
        urgent: false,
    }
}

/// Of an own message that the service does not have: the file itself, where one is sent.
pub(in crate::app) fn unsent(model: &Model, local: LocalId) -> (Asset, Origin) {
    match model.outbox.letter(local).map(|letter| &letter.parcel) {
        Some(Parcel::Upload(file)) => {
            let asset = here((&file.md5, file.bytes));
            (asset, Origin::Here(file.path.clone()))
        }
        Some(Parcel::Text(_) | Parcel::Sticker { .. } | Parcel::Forward { .. }) | None => {
            (Asset::Here(local.0), Origin::Later)
        }
    }
}

/// A file of this machine, by what tells it from others. The same number in every run is not needed, and not promised.
pub(in crate::app) fn here(known_by: impl Hash) -> Asset {
    let mut hasher = DefaultHasher::new();
    known_by.hash(&mut hasher);
    Asset::Here(hasher.finish())
}

/// What is fetched unasked: a thumbnail, a sticker, a map.
pub(in crate::app) fn small(line: &Line) -> Option<(Asset, Source)> {
    let message = line.state.id()?;
    let of = |part| Asset::Of { message, part };
    if let Body::Image(_) | Body::Video(_) = &line.body {
        Some((of(Part::Thumb), Source::Thumb(message)))
    } else if let Body::Sticker(_) = &line.body {
        Some((of(Part::Whole), Source::Sticker(message)))
    } else if let Body::Location(place) = &line.body {
        Some((of(Part::Thumb), Source::Path(place.map.clone())))
    } else {
        None
    }
}

/// What becomes of its download is still to be seen.
pub(in crate::app) fn awaits(pictures: &Pictures, asset: Asset) -> bool {
    matches!(pictures.stages.get(&asset), Some(Stage::Fetching { .. }))
}

pub(in crate::app) fn still(within: Size, canvas: Canvas) -> View {
    View {
        within,
        canvas,
        zoom: Zoom::WHOLE,
        moving: false,
    }
}

/// The same with all its frames, where it may have several.
pub fn moving(wanted: &Wanted) -> Option<Wanted> {
    let whole = matches!(
        wanted.asset,
        Asset::Of {
            part: Part::Whole,
            ..
        } | Asset::Here(_)
    );
    whole.then(|| Wanted {
        view: View {
            moving: true,
            ..wanted.view
        },
        ..wanted.clone()
    })
}

/// The picture of whoever asks to be a friend, on the page of their request. By a name that is of this login alone.
pub fn of_request(model: &Model, place: (PeerId, Seq)) -> Option<Wanted> {
    let canvas = model.terminal.canvas()?;
    let line = requests::line(model, place)?;
    let request = requests::of(line)?;
    let asker = requests::asker(model, request)?;
    let message = line.state.id()?;
    Some(Wanted {
        asset: Asset::Of {
            message,
            part: Part::Thumb,
        },
        origin: Origin::Service(Source::Asker {
            user_name: model.directory.address(asker)?.clone(),
            message,
        }),
        view: still(avatars::page_size(model), canvas),
        urgent: true,
    })
}

/// What is to be seen now, and what soon: what is in the middle first.
pub(super) fn wanted(model: &Model) -> Vec<Wanted> {
    let Some(canvas) = model.terminal.canvas() else {
        return Vec::new();
    };
    if model.shows_login() {
        return avatars::at_login(model).into_iter().collect();
    }
    match &model.overlay {
        None => near(model, canvas),
        Some(Overlay::Viewer(at)) => {
            let whole = viewer::wanted(model, at).into_iter();
            whole.chain(viewer::meanwhile(model, at)).collect()
        }
        Some(Overlay::Request { chat, seq, .. }) => of_request(model, (*chat, *seq)).into_iter().collect(),
        Some(Overlay::Stickers) => stickers::wanted(model),
        Some(Overlay::Attach) => attach::wanted(model).into_iter().collect(),
        Some(_) => people::page(model)
            .and_then(|peer| avatars::page(model, peer))
            .into_iter()
            .collect(),
    }
}

fn near(model: &Model, canvas: Canvas) -> Vec<Wanted> {
    let Some(talk) = model.talk() else {
        return avatars::of_list(model);
    };
    let room = model.messages_room();
    let near = rows::near(talk, &model.settings.zone, room);
    let middle = near.start.midpoint(near.end);
    let lines = talk.lines.get(near.clone()).unwrap_or_default();
    let mut wanted: Vec<(usize, Wanted)> = near
        .zip(lines)
        .filter_map(|(at, line)| Some((at, of_line(model, line, room, canvas)?)))
        .collect();
    wanted.sort_by_key(|(at, _)| at.abs_diff(middle));
    // The chosen one moves, while somebody looks.
    let chosen = wanted.iter().find(|(at, _)| talk.selected == Some(*at));
    let moves = chosen.and_then(|(_, wanted)| moving(wanted));
    let moves = moves.filter(|_| model.window_focused);
    wanted
        .into_iter()
        .map(|(_, wanted)| wanted)
        .chain(avatars::of_lines(model, lines))
        .chain(avatars::of_list(model))
        .chain(moves)
        .collect()
}
