//! Whom the peers of a file are here.
//!
//! Owns the order of the evidence: a message that is kept here tells whose chat it is in and who said it, since a `MsgId` is
//! the service's own and lasts for ever (`protocol.md §3.4`); then whoever came in from the same record before; then what a
//! login would go by; last, in the account's own history, who is described by the very same words and is the only one. Never:
//! one who is described like another, or a bare name in another account's file: that is somebody new, whom the person
//! can join.

use std::collections::{HashMap, HashSet};

use super::person;
use super::record::Peer;
use crate::app::directory::Directory;
use crate::app::matching;
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::id::PeerId;
use crate::domain::text::SafeText;
use crate::port::store::PeerRecord;

/// The peers of a file by their number there.
pub(super) struct Whom {
    here: HashMap<u32, PeerId>,
    /// Not here before.
    pub newcomers: Vec<PeerRecord>,
}

impl Whom {
    pub fn of(&self, number: u32) -> Option<PeerId> {
        self.here.get(&number).copied()
    }
}

/// What is known about a file.
pub(super) struct File<'a> {
    pub peers: &'a [Peer],
    /// Whom messages prove somebody to be.
    pub proven: &'a HashMap<u32, PeerId>,
    /// It is of this account.
    pub own: bool,
}

pub(super) fn whom(directory: &Directory, file: &File<'_>) -> Whom {
    let contacts = contacts(file.peers);
    let mut here: HashMap<u32, PeerId> = HashMap::new();
    for (told, contact) in file.peers.iter().zip(&contacts) {
        let group = contact.kind == ContactKind::Group;
        let is_such = |id: &PeerId| {
            let peer = directory.peer(*id);
            peer.is_some_and(|peer| (peer.contact.kind == ContactKind::Group) == group)
        };
        if let Some(id) = file.proven.get(&told.number).filter(|id| is_such(id)) {
            here.insert(told.number, directory.resolve(*id));
        }
    }
    let rules = [
        came_before(directory, &contacts),
        matching::recognise(directory, &contacts),
        if file.own {
            described_alike(directory, &contacts)
        } else {
            Vec::new()
        },
    ];
    for rule in rules {
        let mut taken: HashSet<PeerId> = here.values().copied().collect();
        for (told, id) in file.peers.iter().zip(rule) {
            if let Some(id) = id.filter(|id| !here.contains_key(&told.number) && taken.insert(*id)) {
                here.insert(told.number, id);
            }
        }
    }
    let mut newcomers = Vec::new();
    for (told, contact) in file.peers.iter().zip(&contacts) {
        here.entry(told.number).or_insert_with(|| {
            let id = directory.peers.len() + newcomers.len();
            let id = PeerId(u32::try_from(id).unwrap_or(u32::MAX));
            newcomers.push(person::newcomer(told, contact, id));
            id
        });
    }
    Whom { here, newcomers }
}

fn contacts(peers: &[Peer]) -> Vec<Contact> {
    let mut twins: HashMap<String, usize> = HashMap::new();
    let contact = |told: &Peer| {
        let first = person::contact(told, 0);
        let twin = twins.entry(first.user_name.as_str().to_owned()).or_default();
        *twin += 1;
        if *twin == 1 {
            first
        } else {
            person::contact(told, *twin - 1)
        }
    };
    peers.iter().map(contact).collect()
}

/// Whoever was made of the very same record, and has not been met since.
fn came_before(directory: &Directory, contacts: &[Contact]) -> Vec<Option<PeerId>> {
    let mut by_name = HashMap::new();
    for (peer, id) in directory.peers.iter().zip(0..) {
        by_name.insert(&peer.contact.user_name, directory.resolve(PeerId(id)));
    }
    let found = contacts.iter().map(|contact| by_name.get(&contact.user_name));
    found.map(Option::<&PeerId>::copied).collect()
}

/// Whoever is the only one, here and there, of whom all these words are said.
fn described_alike(directory: &Directory, contacts: &[Contact]) -> Vec<Option<PeerId>> {
    let me = directory.me_id();
    let mut here: HashMap<Description<'_>, Vec<PeerId>> = HashMap::new();
    for id in directory.ids().filter(|id| Some(*id) != me) {
        if let Some(peer) = directory.peer(id) {
            here.entry(description(&peer.contact)).or_default().push(id);
        }
    }
    let mut there: HashMap<Description<'_>, usize> = HashMap::new();
    for contact in contacts {
        *there.entry(description(contact)).or_default() += 1;
    }
    let only = |contact: &Contact| {
        let description = description(contact);
        let is_named = description.1.iter().any(|word| !word.is_empty());
        let found = here.get(&description)?;
        let [id] = found.as_slice() else { return None };
        (is_named && there.get(&description) == Some(&1)).then_some(*id)
    };
    contacts.iter().map(only).collect()
}

type Description<'a> = (bool, [&'a str; 3]);

fn description(contact: &Contact) -> Description<'_> {
    let words = [&contact.nick_name, &contact.remark_name, &contact.alias];
    (contact.kind == ContactKind::Group, words.map(SafeText::as_str))
}
