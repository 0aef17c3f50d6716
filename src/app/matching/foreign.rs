//! People of somewhere else's history, and whom they are here.
//!
//! Owns nothing of the rule: strangers are met as in a login, all at once, and whoever that would take for a peer of an
//! earlier one is that peer. Never: a change to anybody who is known.

use crate::app::directory::Directory;
use crate::domain::contact::Contact;
use crate::domain::id::{PeerId, UserName};

/// Who of `directory` these are, in their order. A special account keeps its literal name; nobody else's name counts.
pub fn recognise(directory: &Directory, strangers: &[Contact]) -> Vec<Option<PeerId>> {
    let known = directory.peers.len();
    let mut met = directory.clone();
    met.begin_login();
    let names: Vec<UserName> = strangers.iter().zip(0..).map(stranger_name).collect();
    for (contact, name) in strangers.iter().zip(&names) {
        let contact = Contact {
            user_name: name.clone(),
            ..contact.clone()
        };
        met.adopt(contact);
    }
    met.complete_all();
    let me = directory.me_id().map(|me| directory.resolve(me));
    let who = names.iter().map(|name| {
        let id = met.resolve(met.id_of(name)?);
        ((id.0 as usize) < known && Some(id) != me).then_some(id)
    });
    who.collect()
}

/// A name of this meeting alone.
fn stranger_name((contact, nth): (&Contact, usize)) -> UserName {
    let name = &contact.user_name;
    if super::is_literal(contact) {
        name.clone()
    } else if name.is_group() {
        UserName::new(format!("@@{nth}"))
    } else {
        UserName::new(format!("@{nth}"))
    }
}
