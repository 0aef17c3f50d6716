//! Who is who across logins: the service renames everybody at each login (`protocol.md §3.4`).
//!
//! Owns the evidence by which a record of this login is taken for a peer of an earlier one. It never takes a bare
//! nickname of a stranger for evidence, and never one that two peers share.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::directory::Peer;
use crate::domain::contact::{Contact, ContactKind, Sex};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::SafeText;

/// What the peers of earlier logins can be known by. `None`: several share it, so it proves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    clues: HashMap<Clue, Option<PeerId>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Clue {
    /// Special accounts keep their names.
    Literal(UserName),
    Alias(SafeText),
    Remark(bool, SafeText),
    Person(SafeText, Sex, SafeText, SafeText),
    GroupName(SafeText),
}

impl Evidence {
    pub fn of(peers: &[Peer]) -> Self {
        let mut clues = HashMap::new();
        for (index, peer) in peers.iter().enumerate() {
            if peer.same_as.is_some() {
                continue;
            }
            let id = PeerId(u32::try_from(index).unwrap_or(u32::MAX));
            for clue in clues_of(&peer.contact) {
                match clues.entry(clue) {
                    Entry::Vacant(free) => {
                        free.insert(Some(id));
                    }
                    Entry::Occupied(mut taken) => {
                        taken.insert(None);
                    }
                }
            }
        }
        Self { clues }
    }

    /// The one peer the strongest clue of this record points to. `peers` as they are now: whoever has been met in
    /// this login already is not met twice.
    pub fn find(&self, record: &Contact, peers: &[Peer]) -> Option<PeerId> {
        clues_of(record).into_iter().find_map(|clue| {
            let id = self.clues.get(&clue).copied().flatten()?;
            let peer = peers.get(id.0 as usize)?;
            (!peer.current && !contradicts(&peer.contact, record)).then_some(id)
        })
    }
}

/// Strongest first.
fn clues_of(contact: &Contact) -> Vec<Clue> {
    let mut clues = Vec::new();
    let group = contact.kind == ContactKind::Group;
    if !contact.user_name.as_str().starts_with('@') && !contact.user_name.is_group() {
        clues.push(Clue::Literal(contact.user_name.clone()));
    }
    if !contact.alias.is_empty() {
        clues.push(Clue::Alias(contact.alias.clone()));
    }
    if !contact.remark_name.is_empty() {
        clues.push(Clue::Remark(group, contact.remark_name.clone()));
    }
    if contact.nick_name.is_empty() {
        return clues;
    }
    if group {
        clues.push(Clue::GroupName(contact.nick_name.clone()));
    } else if is_told(contact) {
        clues.push(Clue::Person(
            contact.nick_name.clone(),
            contact.sex,
            contact.province.clone(),
            contact.city.clone(),
        ));
    }
    clues
}

/// Whether a nickname says enough: it is in the address book, or comes with a sex or a place.
fn is_told(contact: &Contact) -> bool {
    contact.kind != ContactKind::Stranger
        || contact.sex != Sex::Unknown
        || !contact.province.is_empty()
        || !contact.city.is_empty()
}

fn contradicts(old: &Contact, new: &Contact) -> bool {
    let aliases_differ = !old.alias.is_empty() && !new.alias.is_empty() && old.alias != new.alias;
    let group_or_not = (old.kind == ContactKind::Group) != (new.kind == ContactKind::Group);
    aliases_differ || group_or_not
}

/// Whether this record, just welcomed, is the account that was logged in before.
pub fn same_account(before: &Contact, now: &Contact) -> bool {
    if !before.alias.is_empty() && !now.alias.is_empty() {
        return before.alias == now.alias;
    }
    before.nick_name == now.nick_name
}
