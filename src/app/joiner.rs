//! Whom a contact is to be joined with: anybody of the same kind, found by what is typed.
//!
//! Owns who is listed and in which order, and the evidence for the one the bar is on. Never: the join itself (`people`).

use std::cmp::Reverse;

use super::finder::score;
use super::matching::Evidence;
use super::model::{Model, Overlay};
use super::people;
use super::picker::Picker;
use super::step::{Step, Touched};
use super::trail;
use crate::domain::id::PeerId;
use crate::domain::text::fold;

#[derive(Clone, Debug, PartialEq)]
pub struct Joiner {
    /// Who is to be joined.
    pub peer: PeerId,
    /// Of equals, who spoke last comes first.
    pub picker: Picker<PeerId>,
    /// For the one the bar is on; `None` where nothing speaks for it.
    pub evidence: Option<Evidence>,
}

impl Default for Joiner {
    fn default() -> Self {
        Self {
            peer: PeerId(0),
            picker: Picker::default(),
            evidence: None,
        }
    }
}

/// From a contact's page to the choice.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    if let Some(peer) = people::page(model) {
        model.joiner = Joiner {
            peer,
            ..Joiner::default()
        };
        trail::open(model, Overlay::Join);
        look(model);
        step.touch(Touched::ALL);
    }
}

pub(super) fn move_by(model: &mut Model, entries: isize) {
    model.joiner.picker.move_by(entries);
    weigh(model);
}

/// The person says that the one the bar is on is the same.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    if let Some(other) = model.joiner.picker.hit() {
        people::join_with(model, model.joiner.peer, *other, step);
    }
}

/// Everybody who can be meant. Those who are gone too: whoever deleted somebody and added them again has them twice.
pub(super) fn look(model: &mut Model) {
    let Model {
        joiner,
        directory,
        chats,
        ..
    } = model;
    let wanted = fold(joiner.picker.field.text());
    let fitting = directory.ids().filter(|id| directory.can_unite(joiner.peer, *id));
    let mut hits: Vec<_> = fitting
        .filter_map(|id| {
            let peer = directory.peer(id).filter(|peer| !peer.is_blank())?;
            let spoke = chats.get(id).map(|chat| chat.last_at.max(chat.opened_at));
            Some((
                score(&peer.found_by, &wanted)?,
                Reverse(spoke),
                &*peer.sort_key,
                id,
            ))
        })
        .collect();
    hits.sort_unstable();
    joiner.picker.show(hits.into_iter().map(|(.., id)| id).collect());
    weigh(model);
}

fn weigh(model: &mut Model) {
    let joiner = &mut model.joiner;
    let other = joiner.picker.hit();
    joiner.evidence = other.and_then(|other| model.directory.evidence(joiner.peer, *other));
}
