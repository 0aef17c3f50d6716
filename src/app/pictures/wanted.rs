//! Which pictures are to be seen, now and soon.
//!
//! Owns which of a message's pictures is small enough to be fetched unasked. Never: whether it is there.

use super::super::conversation::Line;
use super::super::model::{Model, Overlay};
use super::super::rows::{self, Room};
use super::super::viewer;
use crate::domain::contact::ContactKind;
use crate::domain::geometry::Size;
use crate::domain::id::PeerId;
use crate::domain::message::Body;
use crate::domain::picture::Canvas;
use crate::port::media::{Asset, Part, Source, View, Zoom};
use crate::port::store::State;

/// Somebody's picture on their page.
pub const FACE: Size = Size { width: 4, height: 2 };

/// A picture that is to be seen, and where its bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub asset: Asset,
    pub source: Source,
    pub view: View,
    pub urgent: bool,
}

/// The picture of a message among the rows.
pub fn of_line(line: &Line, room: Room, canvas: Canvas) -> Option<Wanted> {
    let within = rows::space(line, room)?;
    let (asset, source) = small(line)?;
    Some(Wanted {
        asset,
        source,
        view: still(within, canvas),
        urgent: false,
    })
}

/// What is fetched unasked: a thumbnail, a sticker, a map.
pub(in crate::app) fn small(line: &Line) -> Option<(Asset, Source)> {
    let State::Kept(Some(message)) = line.state else {
        return None;
    };
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

fn still(within: Size, canvas: Canvas) -> View {
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
        }
    );
    whole.then(|| Wanted {
        view: View {
            moving: true,
            ..wanted.view
        },
        ..wanted.clone()
    })
}

/// Somebody's picture on their page.
pub fn of_peer(model: &Model, peer: PeerId) -> Option<Wanted> {
    let canvas = model.terminal.canvas()?;
    let known = model.directory.peer(peer)?;
    let contact = &known.contact;
    let user_name = contact.user_name.clone();
    let source = match contact.kind {
        ContactKind::Group => Source::GroupFace(user_name),
        ContactKind::Friend | ContactKind::Stranger | ContactKind::PublicAccount | ContactKind::Special => {
            Source::Face {
                user_name,
                room: None,
            }
        }
    };
    // Without a number nobody knows whether a kept one is still theirs.
    (known.current && contact.avatar_seq != 0).then(|| Wanted {
        asset: Asset::Face {
            peer,
            seq: contact.avatar_seq,
        },
        source,
        view: still(FACE, canvas),
        urgent: true,
    })
}

/// What is to be seen now, and what soon: what is in the middle first.
pub(super) fn wanted(model: &Model) -> Vec<Wanted> {
    let Some(canvas) = model.terminal.canvas() else {
        return Vec::new();
    };
    match &model.overlay {
        Some(Overlay::Viewer(at)) => viewer::wanted(model, at).into_iter().collect(),
        Some(Overlay::Contact { peer, .. }) => of_peer(model, *peer).into_iter().collect(),
        Some(
            Overlay::Help { .. }
            | Overlay::Search
            | Overlay::ConfirmQuit
            | Overlay::ConfirmLogout
            | Overlay::ConfirmRecall
            | Overlay::ConfirmSend
            | Overlay::Join
            | Overlay::Accounts
            | Overlay::Attach
            | Overlay::Details
            | Overlay::Faces
            | Overlay::Forward
            | Overlay::Links
            | Overlay::Request { .. }
            | Overlay::Naming
            | Overlay::Picker
            | Overlay::Shared
            | Overlay::ConfirmDeed
            | Overlay::Unfolded
            | Overlay::Login,
        ) => Vec::new(),
        None => near(model, canvas),
    }
}

fn near(model: &Model, canvas: Canvas) -> Vec<Wanted> {
    let Some(talk) = model.talk() else {
        return Vec::new();
    };
    let room = model.messages_room();
    let near = rows::near(talk, &model.settings.zone, room);
    let middle = near.start.midpoint(near.end);
    let lines = talk.lines.get(near.clone()).unwrap_or_default();
    let mut wanted: Vec<(usize, Wanted)> = near
        .zip(lines)
        .filter_map(|(at, line)| Some((at, of_line(line, room, canvas)?)))
        .collect();
    wanted.sort_by_key(|(at, _)| at.abs_diff(middle));
    // The chosen one moves, while somebody looks.
    let chosen = wanted.iter().find(|(at, _)| talk.selected == Some(*at));
    let moves = chosen.and_then(|(_, wanted)| moving(wanted));
    let moves = moves.filter(|_| model.window_focused);
    wanted
        .into_iter()
        .map(|(_, wanted)| wanted)
        .chain(moves)
        .collect()
}
