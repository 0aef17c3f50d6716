//! Who is who: the service's `UserName`s of this login, and the peers weft knows them as.
//!
//! Owns the peers and what their records say. Never: the order of a list, what was said.

use std::collections::{BTreeSet, HashMap};

use super::matching::{self, Meeting};
use super::names::sort_key;
use crate::domain::contact::{Contact, ContactKind, Flags, Group, Member, Sex};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::{SafeText, fold};

/// Peers by stable id. A `PeerId` is an index: peers are never removed, only marked as gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    pub peers: Vec<Peer>,
    /// Names of this login only.
    pub by_name: HashMap<UserName, PeerId>,
    pub me: Option<UserName>,
    /// What the store has not been told of yet.
    pub(super) changed: BTreeSet<PeerId>,
    /// The account's number, where told: the same for ever.
    pub uin: Option<i64>,
    /// Joins that could be taken apart, so far.
    pub(super) joins: u32,
    /// How far this login has come in telling who is who (see `matching`).
    pub(super) meeting: Meeting,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about where a peer stands; all sixteen happen"
)]
pub struct Peer {
    pub contact: Contact,
    /// Deleted, or left.
    pub gone: bool,
    /// The record was fetched, or is on its way: do not ask again.
    pub fetched: bool,
    /// Met in this login: its `UserName` means something to the service.
    pub current: bool,
    /// Known twice until its record, or the person, told who it is: this is the peer it turned out to be. It keeps what
    /// that one was known by before, if it was somebody itself: so it can be taken apart again.
    pub same_as: Option<PeerId>,
    /// Numbers the joins that can be taken apart again, upwards. Zero: there is nothing to take apart.
    pub joined: u32,
    /// Of those joined into this one that can be taken out again, the last.
    pub last_twin: Option<PeerId>,
    /// Was not met in the login before this one either.
    pub stale: bool,
    /// Whom the person said it is not: never joined by itself.
    pub apart: Vec<PeerId>,
    /// Names of a group's members in an earlier login, each once and in order: who it is in the next one.
    pub old_members: Box<[Box<str>]>,
    pub sort_key: Box<str>,
    /// What a search looks at: folded fields, each ended by `\0` (see `finder`).
    pub found_by: Box<str>,
    /// Indices of the group's members in the order of their names, so that a speaker is found among five hundred.
    roster: Box<[u32]>,
}

impl Directory {
    /// Follows a peer known twice to the one it is.
    pub fn resolve(&self, id: PeerId) -> PeerId {
        let mut same = id;
        while let Some(next) = self.peers.get(same.0 as usize).and_then(|peer| peer.same_as) {
            same = next;
        }
        same
    }

    /// Under whom comes in what is said in this chat, or by this person, now: the one joined into it last, who brought the
    /// name the service knows. So each line goes with its own should they be taken apart.
    pub(super) fn face(&self, id: PeerId) -> PeerId {
        let mut face = self.resolve(id);
        while let Some(twin) = self.peers.get(face.0 as usize).and_then(|peer| peer.last_twin) {
            face = twin;
        }
        face
    }

    pub fn peer(&self, id: PeerId) -> Option<&Peer> {
        self.peers.get(self.resolve(id).0 as usize)
    }

    pub(super) fn peer_mut(&mut self, id: PeerId) -> Option<&mut Peer> {
        let id = self.resolve(id);
        self.peers.get_mut(id.0 as usize)
    }

    pub fn id_of(&self, name: &UserName) -> Option<PeerId> {
        self.by_name.get(name).copied()
    }

    pub fn me_id(&self) -> Option<PeerId> {
        self.id_of(self.me.as_ref()?)
    }

    /// The name to use with the service, if this peer has been met in this login.
    pub fn address(&self, id: PeerId) -> Option<&UserName> {
        self.peer(id)
            .filter(|peer| peer.current)
            .map(|peer| &peer.contact.user_name)
    }

    /// Whether this is the account of the login before; true when there was none.
    pub(super) fn is_same_account(&self, me: &Contact, uin: i64) -> bool {
        if let Some(before) = self.uin.filter(|_| uin != 0) {
            return before == uin;
        }
        let before = self.me_id().and_then(|id| self.peer(id));
        before.is_none_or(|peer| matching::same_account(&peer.contact, me))
    }

    pub(super) fn merge(&mut self, id: PeerId, record: Contact) {
        if let Some(peer) = self.peers.get_mut(id.0 as usize) {
            peer.merge(record);
            self.changed.insert(id);
        }
    }

    /// What is known of somebody changes by what was done here.
    pub(super) fn change(&mut self, id: PeerId, change: impl FnOnce(&mut Contact)) {
        let id = self.resolve(id);
        if let Some(peer) = self.peers.get_mut(id.0 as usize) {
            change(&mut peer.contact);
            peer.index();
            self.changed.insert(id);
        }
    }

    /// What a member's own record is not needed for: the name its group has for it outlives the login.
    pub(super) fn remember_member_name(&mut self, group: PeerId, member: PeerId) {
        let Some(person) = self.peer(member).filter(|peer| peer.is_blank()) else {
            return;
        };
        let told = self
            .peer(group)
            .and_then(|group| group.member(&person.contact.user_name))
            .map(|member| member.nick_name.clone())
            .filter(|name| !name.is_empty());
        if let (Some(name), Some(person)) = (told, self.peer_mut(member)) {
            person.contact.nick_name = name;
            self.changed.insert(self.resolve(member));
        }
    }

    /// Never listed: shielded by the service, deleted, or a group I am not in any more (`protocol.md §4.5`).
    pub fn is_hidden(&self, id: PeerId) -> bool {
        let Some(peer) = self.peer(id) else {
            return true;
        };
        peer.gone || peer.flags().shielded || self.me_id() == Some(self.resolve(id)) || self.is_left(peer)
    }

    fn is_left(&self, peer: &Peer) -> bool {
        let loaded = peer.current && peer.members().next().is_some();
        loaded && self.me.as_ref().is_some_and(|me| peer.member(me).is_none())
    }

    /// A group I am in no more: what was said there stays, and nothing can be done with it.
    pub fn has_left(&self, id: PeerId) -> bool {
        let group = |peer: &&Peer| peer.contact.kind == ContactKind::Group;
        let group = self.peer(id).filter(group);
        group.is_some_and(|group| group.gone || self.is_left(group))
    }

    /// In the address book: not hidden, and more than somebody seen in passing.
    pub fn in_book(&self, id: PeerId) -> bool {
        let known = self
            .peer(id)
            .is_some_and(|peer| peer.contact.kind != ContactKind::Stranger);
        known && !self.is_hidden(id)
    }

    /// Nothing can be written there: friend requests arrive in it and nobody reads it, or nobody would let it in.
    pub fn is_read_only(&self, id: PeerId) -> bool {
        let requests = |peer: &Peer| peer.contact.user_name.as_str() == "fmessage";
        self.peer(id).is_some_and(requests) || self.has_left(id)
    }

    pub fn ids(&self) -> impl Iterator<Item = PeerId> + '_ {
        let all = self.peers.iter().zip(0..);
        all.filter(|(peer, _)| peer.same_as.is_none())
            .map(|(_, index)| PeerId(index))
    }
}

impl Peer {
    /// Met just now.
    pub fn new(contact: Contact) -> Self {
        let mut peer = Self {
            contact,
            gone: false,
            fetched: false,
            current: true,
            same_as: None,
            joined: 0,
            last_twin: None,
            stale: false,
            apart: Vec::new(),
            old_members: Box::default(),
            sort_key: Box::default(),
            found_by: Box::default(),
            roster: Box::default(),
        };
        peer.index();
        peer
    }

    /// Nothing is known but the name the service gave.
    pub fn is_blank(&self) -> bool {
        self.contact.nick_name.is_empty() && self.contact.remark_name.is_empty()
    }

    pub fn flags(&self) -> Flags {
        self.contact.flags.unwrap_or_default()
    }

    pub fn members(&self) -> impl Iterator<Item = &Member> {
        let group = self.contact.group.as_deref();
        group.map(|group| group.members.iter()).into_iter().flatten()
    }

    /// The group's members by name, those of the run before while nobody has told them anew.
    pub(super) fn member_names(&self) -> Vec<Box<str>> {
        let told: Vec<Box<str>> = self
            .members()
            .map(|member| &member.nick_name)
            .filter(|name| !name.is_empty())
            .map(|name| name.as_str().into())
            .collect();
        if told.is_empty() {
            self.old_members.to_vec()
        } else {
            told
        }
    }

    pub fn member(&self, name: &UserName) -> Option<&Member> {
        let members = &self.contact.group.as_deref()?.members;
        let at = self
            .roster
            .binary_search_by_key(&Some(name), |index| {
                members.get(*index as usize).map(|member| &member.user_name)
            })
            .ok()?;
        members.get(*self.roster.get(at)? as usize)
    }

    /// A record of its own would tell more than is known. A group's always does: webwxinit tells its members without
    /// their names, the address book without the members, and nobody else tells the card names (`protocol.md §4.1`).
    pub(super) fn wants_record(&self) -> bool {
        let lacking = match self.contact.kind {
            ContactKind::Group => true,
            ContactKind::Special => false,
            ContactKind::Friend | ContactKind::Stranger | ContactKind::PublicAccount => self.is_blank(),
        };
        self.current && !self.fetched && lacking
    }

    /// Only what the record tells overwrites; members are replaced as a whole (`protocol.md §5.2`, rule 7).
    fn merge(&mut self, record: Contact) {
        let mine = &mut self.contact;
        if record.flags.is_some() || mine.kind == ContactKind::Stranger {
            mine.kind = record.kind;
        }
        mine.user_name = record.user_name;
        mine.flags = record.flags.or(mine.flags);
        for (mine, told) in [
            (&mut mine.nick_name, record.nick_name),
            (&mut mine.remark_name, record.remark_name),
            (&mut mine.alias, record.alias),
            (&mut mine.signature, record.signature),
            (&mut mine.province, record.province),
            (&mut mine.city, record.city),
        ] {
            overwrite(mine, told);
        }
        if record.sex != Sex::Unknown {
            mine.sex = record.sex;
        }
        for (mine, told) in [
            (&mut mine.pinyin.initials, record.pinyin.initials),
            (&mut mine.pinyin.full, record.pinyin.full),
            (&mut mine.pinyin.remark_initials, record.pinyin.remark_initials),
            (&mut mine.pinyin.remark_full, record.pinyin.remark_full),
        ] {
            if !told.is_empty() {
                *mine = told;
            }
        }
        if record.avatar_seq != 0 {
            mine.avatar_seq = record.avatar_seq;
        }
        if let Some(told) = record.group {
            merge_group(mine.group.get_or_insert_default(), *told);
        }
        self.gone = false;
        self.current = true;
        self.index();
    }

    /// A new login begins: not met yet. A group's members are remembered by name, each once and in order.
    pub(super) fn part(&mut self) {
        self.current = false;
        self.fetched = false;
        let names = matching::member_names(&self.contact);
        let mut names: Vec<Box<str>> = if names.is_empty() {
            std::mem::take(&mut self.old_members).into()
        } else {
            names.into_iter().map(Box::from).collect()
        };
        names.sort_unstable();
        names.dedup();
        self.old_members = names.into();
    }

    /// Is known by this from now on, whatever it was known by.
    pub(super) fn put(&mut self, contact: Contact) {
        self.contact = contact;
        self.index();
    }

    fn index(&mut self) {
        let contact = &self.contact;
        self.sort_key = sort_key(contact);
        self.found_by = found_by(contact);
        let members = contact.group.as_deref().map_or(&[][..], |group| &group.members);
        let mut roster: Vec<u32> = (0..).take(members.len()).collect();
        roster.sort_by_key(|index| members.get(*index as usize).map(|member| &member.user_name));
        self.roster = roster.into();
    }
}

fn overwrite(mine: &mut SafeText, told: SafeText) {
    if !told.is_empty() {
        *mine = told;
    }
}

fn merge_group(mine: &mut Group, told: Group) {
    if !told.room_id.is_empty() {
        mine.room_id = told.room_id;
    }
    mine.owned_by_me = told.owned_by_me.or(mine.owned_by_me);
    mine.owner = told.owner.or(mine.owner.take());
    if told.member_count != 0 {
        mine.member_count = told.member_count;
    }
    if !told.members.is_empty() {
        mine.members = told.members;
    }
}

/// Names first, then what the service's pinyin makes of them, then what everybody calls an account of the service's own.
fn found_by(contact: &Contact) -> Box<str> {
    let pinyin = &contact.pinyin;
    let fields = [
        contact.remark_name.as_str(),
        contact.nick_name.as_str(),
        contact.alias.as_str(),
        &pinyin.remark_initials,
        &pinyin.initials,
        &pinyin.remark_full,
        &pinyin.full,
    ];
    let common = contact.user_name.common_names();
    let mut all = String::new();
    for field in fields.into_iter().chain(common.iter().copied()) {
        if !field.is_empty() {
            all.push_str(&fold(field));
        }
        all.push('\0');
    }
    all.into()
}
