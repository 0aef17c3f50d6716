//! One contact record, in any of the three shapes the service uses (`protocol.md §4.1, §4.5, §5.2`).
//!
//! Owns the reading of a record: kinds, flags, names. Never: merges one record with another.

use serde::Deserialize;

use super::content::text::decode;
use super::lenient::{Int, List, Str};
use crate::domain::contact::{Contact, ContactKind, Flags, Group, Member, Pinyin, Sex};
use crate::domain::id::UserName;
use crate::domain::text::SafeText;

/// Bits of `ContactFlag`.
const IN_BOOK: i64 = 0x1;
const BLACKLISTED: i64 = 0x8;
const HIDDEN: i64 = 0x20;
const STARRED: i64 = 0x40;
const MUTED: i64 = 0x200;
const PINNED: i64 = 0x800;
/// The bit of `VerifyFlag` that makes an official account.
const BRAND: i64 = 0x8;

/// What the vendor's own client never lists.
const SHIELDED: &[&str] = &[
    "newsapp",
    "wxid_novlwrv3lqwv11",
    "gh_22b87fa7cb3c",
    "notification_messages",
];

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct RawContact<'a> {
    #[serde(borrow)]
    user_name: Str<'a>,
    #[serde(borrow)]
    nick_name: Str<'a>,
    #[serde(borrow)]
    remark_name: Str<'a>,
    #[serde(borrow)]
    head_img_url: Str<'a>,
    #[serde(borrow)]
    signature: Str<'a>,
    #[serde(borrow)]
    province: Str<'a>,
    #[serde(borrow)]
    city: Str<'a>,
    #[serde(borrow)]
    alias: Str<'a>,
    #[serde(borrow, rename = "PYInitial")]
    initials: Str<'a>,
    #[serde(borrow, rename = "PYQuanPin")]
    full: Str<'a>,
    #[serde(borrow, rename = "RemarkPYInitial")]
    remark_initials: Str<'a>,
    #[serde(borrow, rename = "RemarkPYQuanPin")]
    remark_full: Str<'a>,
    #[serde(borrow)]
    encry_chat_room_id: Str<'a>,
    /// In webwxsync's records only, where `IsOwner` is missing.
    #[serde(borrow)]
    chat_room_owner: Str<'a>,
    #[serde(borrow)]
    member_list: List<'a>,
    member_count: Int,
    contact_flag: Int,
    verify_flag: Int,
    star_friend: Int,
    statues: Int,
    sex: Int,
    is_owner: Int,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::struct_field_names, reason = "these are the service's names")]
struct RawMember<'a> {
    #[serde(borrow)]
    user_name: Str<'a>,
    #[serde(borrow)]
    nick_name: Str<'a>,
    #[serde(borrow)]
    display_name: Str<'a>,
}

/// The record, `None` where it is none or names nobody. `me`, where known, tells whose the group is.
pub(super) fn read(json: &str, me: Option<&UserName>) -> Option<Contact> {
    let raw: RawContact<'_> = serde_json::from_str(json).ok()?;
    if raw.user_name.is_empty() {
        return None;
    }
    let user_name = UserName::from(&*raw.user_name);
    let kind = raw.kind(&user_name);
    let group = (kind == ContactKind::Group).then(|| Box::new(raw.group(me)));
    Some(Contact {
        kind,
        flags: raw.flags(kind),
        nick_name: raw.nick_name(),
        remark_name: line(&raw.remark_name),
        alias: line(&raw.alias),
        signature: line(&raw.signature),
        province: line(&raw.province),
        city: line(&raw.city),
        sex: sex(raw.sex),
        pinyin: Pinyin {
            initials: (*raw.initials).into(),
            full: (*raw.full).into(),
            remark_initials: (*raw.remark_initials).into(),
            remark_full: (*raw.remark_full).into(),
        },
        avatar_seq: avatar_seq(&raw.head_img_url),
        group,
        user_name,
    })
}

impl RawContact<'_> {
    /// Special accounts are told by name first: some of them carry an official account's flag as well (`weixin` has 56).
    fn kind(&self, user_name: &UserName) -> ContactKind {
        if user_name.is_group() {
            ContactKind::Group
        } else if user_name.is_special() {
            ContactKind::Special
        } else if self.verify_flag.or_zero::<i64>() & BRAND != 0 {
            ContactKind::PublicAccount
        } else if self.contact_flag.or_zero::<i64>() & IN_BOOK != 0 {
            ContactKind::Friend
        } else {
            ContactKind::Stranger
        }
    }

    fn flags(&self, kind: ContactKind) -> Option<Flags> {
        let bits: i64 = self.contact_flag.to()?;
        let name = &*self.user_name;
        Some(Flags {
            in_book: bits & IN_BOOK != 0,
            pinned: bits & PINNED != 0,
            // For people `Statues` is always 0 and means nothing.
            muted: match kind {
                ContactKind::Group => self.statues.get() == Some(0),
                ContactKind::Friend
                | ContactKind::Stranger
                | ContactKind::PublicAccount
                | ContactKind::Special => bits & MUTED != 0,
            },
            starred: bits & STARRED != 0 || self.star_friend.or_zero::<i64>() != 0,
            blacklisted: bits & BLACKLISTED != 0,
            shielded: bits & HIDDEN != 0
                || SHIELDED.contains(&name)
                || name.ends_with("@lbsroom")
                || name.ends_with("@talkroom"),
        })
    }

    /// The vendor's client forces these names; here they only fill a gap.
    fn nick_name(&self) -> SafeText {
        let told = line(&self.nick_name);
        if !told.is_empty() {
            return told;
        }
        SafeText::line(match &*self.user_name {
            "weixin" => "微信团队",
            "filehelper" => "文件传输助手",
            "newsapp" => "腾讯新闻",
            "fmessage" => "朋友推荐消息",
            _ => "",
        })
    }

    fn group(&self, me: Option<&UserName>) -> Group {
        let members = self.member_list.read(member);
        let keeper = &*self.chat_room_owner;
        let owned_by_me = match (self.is_owner.get(), me) {
            (Some(flag), _) => Some(flag != 0),
            (None, Some(me)) if !keeper.is_empty() => Some(keeper == me.as_str()),
            (None, _) => None,
        };
        let listed = u32::try_from(self.member_list.len()).unwrap_or(u32::MAX);
        Group {
            room_id: (*self.encry_chat_room_id).into(),
            owned_by_me,
            owner: (!keeper.is_empty()).then(|| UserName::from(keeper)),
            member_count: self.member_count.to().filter(|n| *n > 0).unwrap_or(listed),
            members,
        }
    }
}

fn member(json: &str) -> Option<Member> {
    let raw: RawMember<'_> = serde_json::from_str(json).ok()?;
    (!raw.user_name.is_empty()).then(|| Member {
        user_name: UserName::from(&*raw.user_name),
        nick_name: line(&raw.nick_name),
        card_name: line(&raw.display_name),
    })
}

pub(super) fn line(raw: &str) -> SafeText {
    SafeText::line(&decode(raw))
}

pub(super) fn sex(raw: Int) -> Sex {
    match raw.get() {
        Some(1) => Sex::Male,
        Some(2) => Sex::Female,
        _ => Sex::Unknown,
    }
}

/// `seq=` of a picture's address.
pub(super) fn avatar_seq(url: &str) -> u64 {
    url.split(['?', '&'])
        .find_map(|part| part.strip_prefix("seq="))
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}
