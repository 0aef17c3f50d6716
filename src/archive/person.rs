//! A peer as a record of the file, and back.
//!
//! Owns the name by which a peer that came from a file is known until it is met in a login: made from its record, so that
//! the same file finds it again.

use super::record::{self, Kind};
use crate::domain::contact::{Contact, ContactKind, Group, Member, Pinyin, Sex};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::SafeText;
use crate::port::store::PeerRecord;

/// Without a name of the service's: only a special account's is the same after a login.
pub(super) fn record(number: u32, kept: &PeerRecord) -> record::Peer {
    let contact = &kept.contact;
    let text = |text: &SafeText| text.as_str().to_owned();
    // Evidence is kept as it came; a file may be shown.
    let safe = |text: &str| SafeText::new(text).as_str().to_owned();
    let group = contact.group.as_deref();
    record::Peer {
        number,
        kind: match contact.kind {
            ContactKind::Friend => Kind::Friend,
            ContactKind::Stranger => Kind::Stranger,
            ContactKind::Group => Kind::Group,
            ContactKind::PublicAccount => Kind::Account,
            ContactKind::Special => Kind::Special,
        },
        special: literal(&contact.user_name),
        name: text(&contact.nick_name),
        remark: text(&contact.remark_name),
        alias: text(&contact.alias),
        signature: text(&contact.signature),
        province: text(&contact.province),
        city: text(&contact.city),
        sex: match contact.sex {
            Sex::Unknown => None,
            Sex::Male => Some(record::Sex::Male),
            Sex::Female => Some(record::Sex::Female),
        },
        pinyin: [
            &contact.pinyin.initials,
            &contact.pinyin.full,
            &contact.pinyin.remark_initials,
            &contact.pinyin.remark_full,
        ]
        .map(|reading| safe(reading)),
        picture: contact.avatar_seq,
        gone: kept.gone,
        size: group.map(|group| group.member_count),
        mine: group.and_then(|group| group.owned_by_me),
        members: kept.members.iter().map(|name| safe(name)).collect(),
    }
}

/// Of whom the history knows nothing at all.
pub(super) fn nobody(number: u32) -> record::Peer {
    let nobody = PeerRecord {
        id: PeerId(0),
        contact: Contact::bare(UserName::new("@")),
        gone: false,
        current: false,
        same_as: None,
        members: Vec::new(),
        joined: 0,
        apart: Vec::new(),
    };
    record(number, &nobody)
}

fn literal(name: &UserName) -> String {
    let is_plain = name.as_str().chars().all(|c| c.is_ascii_graphic());
    let is_literal = is_plain && !name.as_str().starts_with('@') && !name.is_group();
    if is_literal {
        name.as_str().to_owned()
    } else {
        String::new()
    }
}

/// Who that is, with a group's members; `twin` counts those before it of which the file says exactly the same.
pub(super) fn contact(told: &record::Peer, twin: usize) -> Contact {
    let line = |text: &String| SafeText::line(text);
    let [initials, full, remark_initials, remark_full] = &told.pinyin;
    let member = |name: &String| Member {
        user_name: UserName::new(""),
        nick_name: SafeText::line(name),
        card_name: SafeText::default(),
    };
    let group = (told.kind == Kind::Group || told.size.is_some()).then(|| {
        Box::new(Group {
            room_id: Box::default(),
            owned_by_me: told.mine,
            owner: None,
            member_count: told.size.unwrap_or_default(),
            members: told.members.iter().map(member).collect(),
        })
    });
    Contact {
        user_name: user_name(told, twin),
        kind: match told.kind {
            Kind::Friend => ContactKind::Friend,
            Kind::Stranger => ContactKind::Stranger,
            Kind::Group => ContactKind::Group,
            Kind::Account => ContactKind::PublicAccount,
            Kind::Special => ContactKind::Special,
        },
        flags: None,
        nick_name: line(&told.name),
        remark_name: line(&told.remark),
        alias: line(&told.alias),
        signature: line(&told.signature),
        province: line(&told.province),
        city: line(&told.city),
        sex: match told.sex {
            None => Sex::Unknown,
            Some(record::Sex::Male) => Sex::Male,
            Some(record::Sex::Female) => Sex::Female,
        },
        pinyin: Pinyin {
            initials: initials.as_str().into(),
            full: full.as_str().into(),
            remark_initials: remark_initials.as_str().into(),
            remark_full: remark_full.as_str().into(),
        },
        avatar_seq: told.picture,
        group,
    }
}

/// Nobody here yet.
pub(super) fn newcomer(told: &record::Peer, contact: &Contact, id: PeerId) -> PeerRecord {
    PeerRecord {
        id,
        contact: Contact {
            // A group of which nobody told how large it is had no such record.
            group: contact.without_members().group.filter(|_| told.size.is_some()),
            ..contact.without_members()
        },
        gone: told.gone,
        current: false,
        same_as: None,
        members: told.members.iter().map(|name| name.as_str().into()).collect(),
        joined: 0,
        apart: Vec::new(),
    }
}

fn user_name(told: &record::Peer, twin: usize) -> UserName {
    let special = &told.special;
    if !special.is_empty() && !special.starts_with('@') && !special.ends_with("@chatroom") {
        return UserName::new(special.as_str());
    }
    let told = record::Peer {
        number: 0,
        ..told.clone()
    };
    let hash = fnv(&serde_json::to_vec(&told).unwrap_or_default());
    let at = if told.kind == Kind::Group { "@@" } else { "@" };
    UserName::new(format!("{at}import-{hash:016x}-{twin}"))
}

/// FNV-1a: it is in files, so it must be the same for ever; nobody gains by making two alike.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
