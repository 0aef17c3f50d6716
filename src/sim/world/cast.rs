//! Who there is: people, groups and accounts, the same through every login. Never: what they are called today.

use std::collections::HashMap;

use super::setup::{Group, Person, Setup};

/// A place in the cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(pub usize);

/// Nobody of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody here is called {0:?}")]
pub struct Unknown(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Me,
    Person,
    Public,
    Special,
    Group,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub who: Id,
    pub card: String,
}

#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a record of independent marks, as the service keeps it"
)]
pub(crate) struct Contact {
    pub kind: Kind,
    pub person: Person,
    /// In the address book; for groups: saved to it.
    pub in_book: bool,
    pub avatar: u32,
    /// Groups only.
    pub members: Vec<Member>,
    pub owner: Option<Id>,
    pub me_in: bool,
    pub nameless: bool,
    /// The chat is no more: sending to it is 1201.
    pub gone: bool,
}

pub(crate) struct Cast {
    all: Vec<Contact>,
    by_key: HashMap<String, Id>,
    /// Chats, latest first.
    pub recent: Vec<Id>,
}

pub(crate) const ME: Id = Id(0);

/// The accounts everybody has (`protocol.md §4.5`).
const SPECIAL: [(&str, &str, &str); 3] = [
    ("filehelper", "文件传输助手", "wen jian chuan shu zhu shou"),
    ("weixin", "微信团队", "wei xin tuan dui"),
    ("fmessage", "朋友推荐消息", "peng you tui jian xiao xi"),
];

impl Cast {
    pub fn new(setup: &Setup) -> Self {
        let mut cast = Self {
            all: Vec::new(),
            by_key: HashMap::new(),
            recent: Vec::new(),
        };
        cast.add(setup.me.clone(), Kind::Me);
        for (key, nick, pinyin) in SPECIAL {
            let person = Person {
                pinyin: pinyin.into(),
                ..Person::new(key, nick)
            };
            cast.add(person, Kind::Special);
        }
        for person in &setup.people {
            let kind = if person.public { Kind::Public } else { Kind::Person };
            cast.add(person.clone(), kind);
        }
        for group in &setup.groups {
            cast.add_group(group);
        }
        cast.recent = setup
            .recent
            .iter()
            .filter_map(|key| cast.find(key).ok())
            .collect();
        cast
    }

    pub fn add(&mut self, person: Person, kind: Kind) -> Id {
        if let Some(&id) = self.by_key.get(&person.key) {
            return id;
        }
        let id = Id(self.all.len());
        self.by_key.insert(person.key.clone(), id);
        self.all.push(Contact {
            kind,
            in_book: kind != Kind::Group && !person.stranger,
            person,
            avatar: 640_000_000_u32.wrapping_add((id.0 as u32).wrapping_mul(7919)),
            members: Vec::new(),
            owner: None,
            me_in: true,
            nameless: false,
            gone: false,
        });
        id
    }

    /// Members nobody has introduced become strangers under their key.
    pub fn add_group(&mut self, group: &Group) -> Id {
        let person = Person {
            key: group.key.clone(),
            nick: group.nick.clone(),
            remark: group.remark.clone(),
            pinyin: group.pinyin.clone(),
            pinned: group.pinned,
            muted: group.muted,
            ..Person::default()
        };
        let id = self.add(person, Kind::Group);
        let me = (!group.without_me && !group.members.iter().any(|m| m == "me")).then(|| "me".to_owned());
        let keys: Vec<String> = me.into_iter().chain(group.members.iter().cloned()).collect();
        let members = keys
            .into_iter()
            .map(|key| Member {
                card: group.cards.get(&key).cloned().unwrap_or_default(),
                who: self.person_or_stranger(&key),
            })
            .collect();
        let owner = self.find(&group.owner).ok();
        if let Some(contact) = self.all.get_mut(id.0) {
            contact.members = members;
            contact.owner = owner;
            contact.in_book = group.saved;
            contact.me_in = !group.without_me;
            contact.nameless = group.nameless;
        }
        id
    }

    pub fn person_or_stranger(&mut self, key: &str) -> Id {
        let stranger = Person {
            stranger: true,
            ..Person::new(key, key)
        };
        self.add(stranger, Kind::Person)
    }

    pub fn find(&self, key: &str) -> Result<Id, Unknown> {
        self.by_key.get(key).copied().ok_or_else(|| Unknown(key.into()))
    }

    /// Ids are made here alone, so that every one has its contact; a foreign one is answered with oneself.
    pub fn get(&self, id: Id) -> &Contact {
        &self.all[id.0.min(self.all.len() - 1)]
    }

    pub fn get_mut(&mut self, id: Id) -> &mut Contact {
        let last = self.all.len() - 1;
        &mut self.all[id.0.min(last)]
    }

    pub fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.all.len()).map(Id)
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Moves a chat to the front of the recent ones.
    pub fn touch(&mut self, chat: Id) {
        if self.recent.first() != Some(&chat) {
            self.recent.retain(|&id| id != chat);
            self.recent.insert(0, chat);
        }
    }

    /// What a group's members see above this one's words.
    pub fn name_in(&self, group: Id, who: Id) -> &str {
        let card = self
            .get(group)
            .members
            .iter()
            .find(|m| m.who == who)
            .map_or("", |m| m.card.as_str());
        if card.is_empty() {
            &self.get(who).person.nick
        } else {
            card
        }
    }
}
