//! People's pictures (avatars): on their page, in the list of chats, before the names of a group's speakers.
//!
//! Owns where there is room for one, and whose is in view. Never: whether it is there, or how it looks.

use std::sync::Arc;

use super::wanted::{Origin, Wanted, here, still};
use crate::app::chats::FOLDER;
use crate::app::conversation::Line;
use crate::app::layout::{self, LOW, WIDE};
use crate::app::login::Stage;
use crate::app::model::Model;
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::geometry::Size;
use crate::domain::id::{PeerId, UserName};
use crate::domain::picture::{Avatars, Canvas, Protocol};
use crate::port::media::{Asset, Source};
use crate::port::store::From;

/// On the two rows of a chat's entry.
pub const LISTED: Size = Size { width: 4, height: 2 };
/// Before the name of who speaks.
pub const BY_NAME: Size = Size { width: 2, height: 1 };
/// On their page, and where the screen is low.
const PAGE: Size = Size { width: 10, height: 5 };
const LOW_PAGE: Size = Size { width: 4, height: 2 };

/// Columns from which there is room in the list: beside a conversation those of the screen, alone its own.
const BESIDE: u16 = 80;
const ALONE: u16 = 28;

/// What they are made for, where they are shown at all.
fn canvas(model: &Model) -> Option<Canvas> {
    let canvas = model.terminal.canvas()?;
    let shown = match model.settings.avatars {
        // Four cells of half blocks are sixteen pixels: nobody is known by those.
        Avatars::Auto => canvas.protocol != Protocol::Blocks,
        Avatars::Always => true,
        Avatars::Never => false,
    };
    shown.then_some(canvas)
}

/// Whether they stand in the list, at entries of two rows.
pub fn in_list(model: &Model) -> bool {
    let Size { width, height } = model.screen;
    let room = width >= BESIDE || (ALONE..WIDE).contains(&width);
    room && height >= LOW && canvas(model).is_some()
}

/// By how many columns the list beside a conversation is wider for them.
pub fn list_columns(model: &Model) -> u16 {
    if in_list(model) { LISTED.width + 1 } else { 0 }
}

/// Whether they stand before the names of who speaks in this chat: where there is more than one.
pub fn has_names(model: &Model, chat: PeerId) -> bool {
    let group = |kind| kind == ContactKind::Group;
    let known = model.directory.peer(chat);
    known.is_some_and(|peer| group(peer.contact.kind)) && canvas(model).is_some()
}

/// Whose it is before a name.
pub fn speaker(model: &Model, from: From) -> Option<PeerId> {
    match from {
        From::Me => model.directory.me_id(),
        From::Peer(peer) => Some(peer),
        From::Service => None,
    }
}

/// Somebody's picture in so many cells; `None` where none is to be had.
pub fn avatar(model: &Model, peer: PeerId, within: Size) -> Option<Wanted> {
    let canvas = model.terminal.canvas()?;
    let peer = model.directory.resolve(peer);
    let known = model.directory.peer(peer)?;
    let contact = &known.contact;
    let user_name = contact.user_name.clone();
    let source = match contact.kind {
        ContactKind::Group => Source::GroupFace(user_name),
        ContactKind::Friend | ContactKind::Stranger | ContactKind::PublicAccount | ContactKind::Special => {
            let room = room_with(model, &user_name);
            if room.is_none() && contact.kind == ContactKind::Stranger && contact.avatar_seq == 0 {
                return None;
            }
            Source::Face { user_name, room }
        }
    };
    Some(Wanted {
        asset: Asset::Face {
            peer,
            seq: seq(contact),
        },
        // By a name of another login nobody can be asked for.
        origin: if known.current {
            Origin::Service(source)
        } else {
            Origin::Kept
        },
        view: still(within, canvas),
        urgent: false,
    })
}

/// Somebody's picture on their page.
pub fn page(model: &Model, peer: PeerId) -> Option<Wanted> {
    let wanted = avatar(model, peer, page_size(model))?;
    (wanted.origin != Origin::Kept).then_some(Wanted {
        urgent: true,
        ..wanted
    })
}

/// Whoever scanned the code, while they are asked to confirm it.
pub fn at_login(model: &Model) -> Option<Wanted> {
    let canvas = model.terminal.canvas()?;
    let Stage::Scanned { avatar: Some(bytes) } = &model.login.stage else {
        return None;
    };
    Some(Wanted {
        asset: here(bytes),
        origin: Origin::Bytes(Arc::clone(bytes)),
        view: still(page_size(model), canvas),
        urgent: true,
    })
}

pub(super) fn page_size(model: &Model) -> Size {
    if model.screen.height < LOW { LOW_PAGE } else { PAGE }
}

/// What is another number with another picture. Where none is told a picture is taken for theirs as long as they are called
/// the same: for one login.
fn seq(contact: &Contact) -> u64 {
    match (contact.avatar_seq, here(&contact.user_name)) {
        (0, Asset::Here(number)) => number,
        (seq, _) => seq,
    }
}

/// The group that is open, if they are in it: without one the service shows nobody who is no friend (`protocol.md §8`).
fn room_with(model: &Model, member: &UserName) -> Option<Box<str>> {
    let open = model.directory.peer(model.chats.open?)?;
    let group = open.contact.group.as_deref().filter(|_| open.current)?;
    open.member(member)?;
    (!group.room_id.is_empty()).then(|| group.room_id.clone())
}

/// Those before the names of who said these lines, each once.
pub(super) fn of_lines(model: &Model, lines: &[Line]) -> Vec<Wanted> {
    if !model.chats.open.is_some_and(|chat| has_names(model, chat)) {
        return Vec::new();
    }
    let mut speakers: Vec<PeerId> = lines
        .iter()
        .filter_map(|line| speaker(model, line.from))
        .collect();
    speakers.sort_unstable();
    speakers.dedup();
    let wanted = speakers
        .into_iter()
        .filter_map(|peer| avatar(model, peer, BY_NAME));
    wanted.collect()
}

/// Those of the chats in view.
pub(super) fn of_list(model: &Model) -> Vec<Wanted> {
    let rows = layout::areas(model).map_or(0, |areas| areas.list_rows.height);
    if rows == 0 || !in_list(model) || layout::entry_height(model) != LISTED.height {
        return Vec::new();
    }
    let finder = &model.finder;
    let (peers, top) = if finder.lists_hits() {
        (&finder.hits, finder.top)
    } else {
        (&model.chats.order, model.chats.top)
    };
    let in_view = peers.iter().skip(top).take(rows.div_ceil(LISTED.height).into());
    let wanted = in_view.filter_map(|peer| avatar(model, entry(model, *peer), LISTED));
    wanted.collect()
}

/// Whose picture stands at an entry: at the folder's that of the account heard of last.
pub fn entry(model: &Model, listed: PeerId) -> PeerId {
    let newest = model.chats.folded.first();
    match newest {
        Some(newest) if listed == FOLDER => *newest,
        Some(_) | None => listed,
    }
}
