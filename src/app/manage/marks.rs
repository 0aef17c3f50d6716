//! Remark and pin: shown at once, and taken back if the service refuses.

use super::asked::{Asked, Called, Said, What};
use super::{address, change, say, send};
use crate::app::model::Model;
use crate::app::people;
use crate::app::step::Step;
use crate::domain::id::PeerId;
use crate::domain::text::SafeText;
use crate::port::Errand;

/// Calls somebody by this from now on; by nothing: takes it off.
pub(super) fn set_remark(model: &mut Model, peer: PeerId, typed: &str, step: &mut Step) {
    let remark = SafeText::line(typed.trim());
    let Some(user) = address(model, peer) else {
        return;
    };
    let Some(was) = model.directory.peer(peer).map(|peer| Called::of(&peer.contact)) else {
        return;
    };
    let what = Errand::SetRemark {
        user,
        remark: remark.clone(),
    };
    if send(model, what, Asked::Remark { peer, was }, step) {
        change(model, peer, |contact| Called::new(remark).put(contact));
        say(model, Said::Asked(What::Remark));
    }
    people::show_page(model, peer);
}

/// Puts the chat of the page to the top of the list, or back. The remark goes along: it would be erased.
pub(super) fn pin(model: &mut Model, step: &mut Step) {
    let Some(peer) = people::page(model) else {
        return;
    };
    let Some(user) = address(model, peer) else {
        return;
    };
    let Some(known) = model.directory.peer(peer) else {
        return;
    };
    let (was, remark) = (known.flags().pinned, known.contact.remark_name.clone());
    let what = Errand::Pin {
        user,
        on: !was,
        remark,
    };
    if send(model, what, Asked::Pin { peer, was }, step) {
        change(model, peer, |contact| {
            contact.flags.get_or_insert_default().pinned = !was;
        });
        say(model, Said::Asked(if was { What::Unpin } else { What::Pin }));
    }
}
