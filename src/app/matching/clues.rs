//! By what somebody can be found among ten thousand: every clue leads to the few who have it.
//!
//! Owns which clues a record gives and who has each. A clue is kept as a hash: a collision makes two clues look shared,
//! which proves less, never more; what counts as evidence is compared in full.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::is_literal;
use crate::app::directory::Peer;
use crate::domain::contact::{Contact, ContactKind, Sex};
use crate::domain::id::PeerId;

/// A clue that more have is not followed.
const FEW: usize = 4;
/// A member of more groups than this tells nothing about any of them.
const COMMON: usize = 64;
/// So many members of a group are looked up to find the groups it may be.
const LOOKED_UP: usize = 64;
/// So many groups are then compared in full.
const COMPARED: usize = 8;

/// A record with what is taken out of it once.
pub(super) struct Record<'a> {
    pub contact: &'a Contact,
    pub told: Told,
    pub members: Vec<&'a str>,
}

impl<'a> Record<'a> {
    pub(super) fn of(contact: &'a Contact) -> Self {
        Self {
            contact,
            told: Told::of(contact),
            members: super::member_names(contact),
        }
    }
}

/// The clues of one record.
#[derive(Clone, Copy, Default)]
pub(super) struct Told {
    account: Option<u64>,
    pub alias: Option<u64>,
    pub remark: Option<u64>,
    pub nick: Option<u64>,
    /// Nickname with sex and place, where any of them is told.
    pub person: Option<u64>,
    pub pinyin: Option<u64>,
    pub avatar: Option<u64>,
    pub signature: Option<u64>,
}

impl Told {
    pub(super) fn of(contact: &Contact) -> Self {
        if is_literal(contact) {
            return Self {
                account: clue(0, contact.user_name.as_str()),
                ..Self::default()
            };
        }
        let group = contact.kind == ContactKind::Group;
        let nick = contact.nick_name.as_str();
        let (province, city) = (contact.province.as_str(), contact.city.as_str());
        let placed = contact.sex != Sex::Unknown || !province.is_empty() || !city.is_empty();
        Self {
            account: None,
            alias: clue(1, contact.alias.as_str()),
            remark: clue(2 + u8::from(group), contact.remark_name.as_str()),
            nick: clue(4 + u8::from(group), nick),
            person: (placed && !nick.is_empty()).then(|| hash(&(6, nick, contact.sex, province, city))),
            pinyin: clue(7 + u8::from(group), &contact.pinyin.full),
            avatar: (contact.avatar_seq != 0).then(|| hash(&(9, contact.avatar_seq))),
            signature: clue(10, contact.signature.as_str()),
        }
    }

    fn all(self) -> impl Iterator<Item = u64> {
        let Self {
            account,
            alias,
            remark,
            nick,
            person,
            pinyin,
            avatar,
            signature,
        } = self;
        [account, alias, remark, nick, person, pinyin, avatar, signature]
            .into_iter()
            .flatten()
    }
}

fn clue(tag: u8, text: &str) -> Option<u64> {
    (!text.is_empty()).then(|| hash(&(tag, text)))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Who has which clue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues {
    by_key: HashMap<u64, Few>,
    /// Member names by hash, with the groups they were in; sorted.
    members: Vec<(u64, u32)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Few {
    ids: [u32; FEW],
    /// One more than fit: too many.
    count: usize,
}

impl Few {
    fn add(&mut self, id: u32) {
        if self.ids().any(|known| known == id) {
            return;
        }
        if let Some(free) = self.ids.get_mut(self.count) {
            *free = id;
        }
        self.count = (self.count + 1).min(FEW + 1);
    }

    fn ids(&self) -> impl Iterator<Item = u32> {
        self.ids.into_iter().take(self.count)
    }
}

impl Clues {
    /// Of everybody known before this login who was, or was not, there the last time. Their groups' member names must be
    /// in `old_members` by now.
    pub(super) fn of(peers: &[Peer], stale: bool) -> Self {
        let mut clues = Self::default();
        for (peer, id) in peers.iter().zip(0..) {
            if peer.same_as.is_none() && !peer.current && peer.stale == stale {
                clues.note(PeerId(id), &peer.contact);
                let groups = peer.old_members.iter().map(|name| (hash(name), id));
                clues.members.extend(groups);
            }
        }
        clues.members.sort_unstable();
        clues
    }

    pub(super) fn note(&mut self, id: PeerId, contact: &Contact) {
        for key in Told::of(contact).all() {
            self.by_key.entry(key).or_default().add(id.0);
        }
    }

    /// Nobody shares it.
    pub(super) fn alone(&self, key: u64) -> bool {
        self.by_key.get(&key).is_none_or(|few| few.count <= 1)
    }

    /// Nobody but this one has it.
    pub(super) fn only(&self, key: u64, id: Option<PeerId>) -> bool {
        let few = self.by_key.get(&key);
        few.is_none_or(|few| few.ids().all(|known| Some(PeerId(known)) == id))
    }

    /// Who has any of this record's clues, each once; a clue of many is not followed.
    pub(super) fn candidates(&self, record: &Record<'_>) -> Vec<PeerId> {
        let mut found: Vec<u32> = record
            .told
            .all()
            .filter_map(|key| self.by_key.get(&key))
            .filter(|few| few.count <= FEW)
            .flat_map(Few::ids)
            .chain(self.groups_of(&record.members))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(PeerId).collect()
    }

    /// The groups that share most of these members.
    fn groups_of(&self, names: &[&str]) -> Vec<u32> {
        let mut shared: HashMap<u32, usize> = HashMap::new();
        let with = names.iter().filter_map(|name| self.groups_with(name));
        for groups in with.take(LOOKED_UP) {
            for (_, id) in groups {
                *shared.entry(*id).or_default() += 1;
            }
        }
        let mut most: Vec<_> = shared.into_iter().map(|(id, count)| (count, id)).collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        most.into_iter().take(COMPARED).map(|(_, id)| id).collect()
    }

    fn groups_with(&self, name: &str) -> Option<&[(u64, u32)]> {
        let key = hash(&name);
        let from = self.members.partition_point(|(known, _)| *known < key);
        let rest = self.members.get(from..)?;
        let count = rest
            .iter()
            .take(COMMON + 1)
            .take_while(|(known, _)| *known == key)
            .count();
        rest.get(..count).filter(|_| (1..=COMMON).contains(&count))
    }
}

/// How many names two sorted lists share, and how many there are in all.
pub(super) fn overlap(old: &[Box<str>], new: &[&str]) -> (u32, u32) {
    let (mut shared, mut all) = (0, 0);
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return (shared, all),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => old.as_ref().cmp(**new),
        };
        all += 1;
        if order.is_eq() {
            shared += 1;
        }
        if order.is_le() {
            old.next();
        }
        if order.is_ge() {
            new.next();
        }
    }
}
