//! What people, groups and accounts are called (`protocol.md §4.5`).
//!
//! Owns the choice among the names the service tells. Never: a word of the program's own (`ui` finds those).

use std::borrow::Cow;

use super::directory::{Directory, Peer};
use crate::domain::contact::{Contact, ContactKind, Member};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::SafeText;

/// How many members name a group that has no name.
const NAMING_MEMBERS: usize = 10;

/// What to call somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    Known(Cow<'a, str>),
    /// The service has not told yet. `tail` tells two such apart: the end of the `UserName`, or all of it for a
    /// special account, of which the literal name (`filehelper`) tells what it is in every language.
    Unknown {
        kind: ContactKind,
        tail: &'a str,
    },
}

impl Name<'_> {
    pub fn is_known(&self) -> bool {
        match self {
            Self::Known(_) => true,
            Self::Unknown { .. } => false,
        }
    }
}

impl Directory {
    /// As in the list, a title, a chat of two: remark, else nickname, else for a group its first members.
    pub fn name(&self, id: PeerId) -> Name<'_> {
        let Some(peer) = self.peer(id) else {
            return Name::Unknown {
                kind: ContactKind::Stranger,
                tail: "",
            };
        };
        own_name(&peer.contact)
            .map(Cow::Borrowed)
            .or_else(|| self.named_by_members(&peer.contact).map(Cow::Owned))
            .map_or_else(|| unknown(&peer.contact), Name::Known)
    }

    /// As a group calls its member: my remark, else the card name in the group, else the nickname.
    pub fn name_in(&self, group: PeerId, member: PeerId) -> Name<'_> {
        let Some(person) = self.peer(member) else {
            return self.name(member);
        };
        if !person.contact.remark_name.is_empty() {
            return Name::Known(Cow::Borrowed(person.contact.remark_name.as_str()));
        }
        let told = self
            .peer(group)
            .and_then(|group| group.member(&person.contact.user_name))
            .and_then(member_name);
        told.or_else(|| own_name(&person.contact)).map_or_else(
            || unknown(&person.contact),
            |name| Name::Known(Cow::Borrowed(name)),
        )
    }

    /// Who is logged in.
    pub fn my_name(&self) -> Option<&str> {
        own_name(&self.peer(self.me_id()?)?.contact)
    }

    /// What others call me in this group: my card name, else my nickname.
    pub(super) fn my_name_in(&self, group: PeerId) -> Option<&str> {
        let me = self.me.as_ref()?;
        self.peer(group)
            .and_then(|group| group.member(me))
            .and_then(member_name)
            .or_else(|| self.my_name())
    }

    /// What everybody calls this member of the group: the card name, else the nickname. Not the own remark, which nobody else
    /// knows, and which may not be meant for them.
    pub(super) fn public_name_in(&self, group: PeerId, member: PeerId) -> Option<&str> {
        let person = self.peer(member)?;
        let told = self
            .peer(group)
            .and_then(|group| group.member(&person.contact.user_name))
            .and_then(member_name);
        told.or_else(|| Some(person.contact.nick_name.as_str()).filter(|name| !name.is_empty()))
    }

    fn named_by_members(&self, contact: &Contact) -> Option<String> {
        let members = &contact.group.as_ref()?.members;
        let mut title = String::new();
        let names = members
            .iter()
            .take(NAMING_MEMBERS)
            .filter_map(|member| self.member_title(member));
        for name in names {
            if !title.is_empty() {
                title.push_str(", ");
            }
            title.push_str(name);
        }
        (!title.is_empty()).then_some(title)
    }

    /// Who owns a group that is not one's own, where the service has told.
    pub fn owner_of(&self, group: PeerId) -> Option<&str> {
        let peer = self.peer(group)?;
        let owner = peer.contact.group.as_deref()?.owner.as_ref()?;
        self.member_title(peer.member(owner)?)
    }

    fn member_title<'a>(&'a self, member: &'a Member) -> Option<&'a str> {
        let person = self.by_name.get(&member.user_name).and_then(|id| self.peer(*id));
        person
            .map(|peer| peer.contact.remark_name.as_str())
            .filter(|remark| !remark.is_empty())
            .or_else(|| member_name(member))
            .or_else(|| person.and_then(|peer| own_name(&peer.contact)))
    }
}

/// Not the service's name for an account of its own that has one in the person's language.
fn own_name(contact: &Contact) -> Option<&str> {
    let nick = Some(&contact.nick_name).filter(|_| !has_common_name(contact));
    [Some(&contact.remark_name), nick]
        .into_iter()
        .flatten()
        .map(SafeText::as_str)
        .find(|name| !name.is_empty())
}

fn has_common_name(contact: &Contact) -> bool {
    contact.kind == ContactKind::Special && !contact.user_name.common_names().is_empty()
}

pub(super) fn member_name(member: &Member) -> Option<&str> {
    [&member.card_name, &member.nick_name]
        .into_iter()
        .map(SafeText::as_str)
        .find(|name| !name.is_empty())
}

fn unknown(contact: &Contact) -> Name<'_> {
    let tail = match contact.kind {
        ContactKind::Special => contact.user_name.as_str(),
        ContactKind::Friend | ContactKind::Stranger | ContactKind::Group | ContactKind::PublicAccount => {
            tail(&contact.user_name)
        }
    };
    Name::Unknown {
        kind: contact.kind,
        tail,
    }
}

/// The last four characters.
fn tail(name: &UserName) -> &str {
    let raw = name.as_str();
    let from = raw.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    raw.get(from..).unwrap_or(raw)
}

/// Where a record stands in the address book: full pinyin of the remark, else of the nickname, else the nickname, in
/// capitals, letters and digits only; what does not begin with a Latin letter comes last, under `~`.
pub(super) fn sort_key(contact: &Contact) -> Box<str> {
    let source = [
        &*contact.pinyin.remark_full,
        &*contact.pinyin.full,
        contact.nick_name.as_str(),
    ]
    .into_iter()
    .find(|source| !source.is_empty())
    .unwrap_or_default();
    let mut key: String = source
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    if !key.starts_with(|first: char| first.is_ascii_uppercase()) {
        key.insert(0, '~');
    }
    key.into()
}

/// The letter a contact is filed under in the address book: `A`–`Z`, or `#`.
pub fn initial(peer: &Peer) -> char {
    match peer.sort_key.chars().next() {
        Some(letter) if letter.is_ascii_uppercase() => letter,
        Some(_) | None => '#',
    }
}
