//! Which records to ask for: what is on screen first, the rest once the address book is complete, nothing twice.

use super::layout::entries_shown;
use super::model::Model;
use super::step::{Step, Touched};
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::port::{NetCommand, Wanted};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetching {
    wanted: Vec<Wanted>,
}

/// Asks for what this turn found wanting, and for what is now on screen without a name or members.
pub(super) fn fetch(model: &mut Model, step: &mut Step) {
    if !model.is_live() {
        model.fetching.wanted.clear();
        return;
    }
    if step.touched.has(Touched::LIST) {
        for peer in listed_now(model) {
            want(model, peer, None, true);
        }
    }
    if let Some(open) = model.chats.open {
        want(model, open, None, true);
    }
    let mut wanted = std::mem::take(&mut model.fetching.wanted);
    if !wanted.is_empty() {
        wanted.sort_by_key(|wanted| !wanted.urgent);
        step.net(NetCommand::Fetch(wanted));
    }
}

/// Notes that a peer's record is wanted, if it is and was not asked for.
pub(super) fn want(model: &mut Model, peer: PeerId, group: Option<PeerId>, urgent: bool) {
    let group = group.and_then(|group| model.directory.address(group)).cloned();
    let Some(peer) = model.directory.peer_mut(peer).filter(|peer| peer.wants_record()) else {
        return;
    };
    peer.fetched = true;
    let user_name = peer.contact.user_name.clone();
    model.fetching.wanted.push(Wanted {
        user_name,
        group,
        urgent,
    });
}

/// The address book is complete: whatever it did not tell about chats and groups is asked for now.
pub(super) fn want_the_rest(model: &mut Model) {
    let wanting: Vec<PeerId> = model
        .directory
        .ids()
        .filter(|id| {
            let group = model
                .directory
                .peer(*id)
                .is_some_and(|peer| peer.contact.kind == ContactKind::Group);
            group || model.chats.get(*id).is_some()
        })
        .collect();
    for peer in wanting {
        want(model, peer, None, false);
    }
}

/// Peers whose entries are on screen.
fn listed_now(model: &Model) -> Vec<PeerId> {
    let shown = entries_shown(model);
    let (listed, top) = if model.finder.lists_hits() {
        (&model.finder.hits, model.finder.top)
    } else {
        (&model.chats.order, model.chats.top)
    };
    listed.iter().skip(top).take(shown).copied().collect()
}
