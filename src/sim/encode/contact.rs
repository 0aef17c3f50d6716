//! Contact records in the three shapes the service has: the full one, the one inside a sync, the own one
//! (`protocol.md §4.1`, §4.4, §5.2). Never: who is asked about.

use std::collections::HashMap;
use std::sync::Arc;

use super::Object;
use super::text::escape;
use crate::sim::matter;
use crate::sim::world::Post;
use crate::sim::world::cast::{Cast, Contact, Id, Kind, ME, Member};
use crate::sim::world::session::Names;

/// What a record is written from: the cast, and what it is called today.
#[derive(Clone, Copy)]
pub(crate) struct View<'w> {
    pub cast: &'w Cast,
    pub names: &'w Names,
    pub skey: &'w str,
    /// Own words name no sender (`protocol.md §5.2`, rule 12).
    pub blank: bool,
    /// What messages carry that somebody brought, by their id.
    pub carried: &'w HashMap<u64, Arc<[u8]>>,
    /// A token stands for the XML of media (`protocol.md §6.7`).
    pub tokens: bool,
}

impl View<'_> {
    /// How many bytes of its own a message carries.
    pub fn bytes(&self, post: &Post) -> u64 {
        let brought = self.carried.get(&post.id).map(|bytes| bytes.len() as u64);
        brought.unwrap_or_else(|| matter::length(&post.saying, post.id))
    }
}

/// How much of a group's members a record tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Members {
    /// webwxgetcontact: an empty list.
    None,
    /// webwxinit: user names alone.
    Nameless,
    /// webwxbatchgetcontact.
    Full,
}

/// The full record of webwxinit, webwxgetcontact and webwxbatchgetcontact.
pub(crate) fn record(view: View<'_>, id: Id, members: Members) -> String {
    let contact = view.cast.get(id);
    let person = &contact.person;
    let (initials, pinyin) = reading(&person.nick, &person.pinyin);
    let (remark_initials, remark_pinyin) = reading(&person.remark, &person.remark_pinyin);
    // As many as are listed: a client is known to ask for a saved group's members only where the count says none.
    let list = member_list(view, contact, members);
    let object = Object::new()
        .num("Uin", 0)
        .str("UserName", view.names.of(id))
        .str("NickName", &escape(&person.nick))
        .str("HeadImgUrl", &head(view, id, members == Members::Full))
        .num("ContactFlag", contact_flag(contact))
        .num("MemberCount", list.len())
        .list("MemberList", &list)
        .str("RemarkName", &escape(&person.remark))
        .num("HideInputBarFlag", 0)
        .num("Sex", person.sex)
        .str("Signature", &escape(&person.signature))
        .num("VerifyFlag", verify_flag(contact))
        .num("OwnerUin", 0)
        .str("PYInitial", &initials)
        .str("PYQuanPin", &pinyin)
        .str("RemarkPYInitial", &remark_initials)
        .str("RemarkPYQuanPin", &remark_pinyin)
        .num("StarFriend", u8::from(person.starred))
        .num("AppAccountFlag", 0)
        .num("Statues", statues(contact))
        .num("AttrStatus", attr_status(contact))
        .str("Province", &person.province)
        .str("City", &person.city)
        .str("Alias", &person.alias);
    object
        .num("SnsFlag", if contact.kind == Kind::Person { 257 } else { 0 })
        .num("UniFriend", 0)
        .str("DisplayName", "")
        .num("ChatRoomId", 0)
        .str("KeyWord", key_word(contact))
        .str(
            "EncryChatRoomId",
            if members == Members::Full {
                view.names.room(id)
            } else {
                ""
            },
        )
        .num("IsOwner", u8::from(contact.owner == Some(ME)))
        .end()
}

/// The record inside webwxsync: a different shape (`protocol.md §5.2`, rule 7).
pub(crate) fn changed(view: View<'_>, id: Id) -> String {
    let contact = view.cast.get(id);
    let person = &contact.person;
    let owner = contact.owner.map_or("", |owner| view.names.of(owner));
    let group = contact.kind == Kind::Group;
    Object::new()
        .str("UserName", view.names.of(id))
        .str("NickName", &escape(&person.nick))
        .num("Sex", person.sex)
        .num("HeadImgUpdateFlag", 1)
        .num("ContactType", 0)
        .str("Alias", &person.alias)
        .str("ChatRoomOwner", owner)
        .str("HeadImgUrl", &head(view, id, false))
        .num("ContactFlag", contact_flag(contact))
        .num("MemberCount", if group { contact.members.len() } else { 0 })
        .list("MemberList", &member_list(view, contact, Members::Full))
        .num("HideInputBarFlag", 0)
        .str("Signature", &escape(&person.signature))
        .num("VerifyFlag", verify_flag(contact))
        .str("RemarkName", &escape(&person.remark))
        .num("Statues", statues(contact))
        .num("AttrStatus", attr_status(contact))
        .str("Province", &person.province)
        .str("City", &person.city)
        .num("SnsFlag", if contact.kind == Kind::Person { 257 } else { 0 })
        .str("KeyWord", key_word(contact))
        .end()
}

/// `User` of webwxinit.
pub(crate) fn oneself(view: View<'_>, uin: u32) -> String {
    let person = &view.cast.get(ME).person;
    Object::new()
        .num("Uin", uin)
        .str("UserName", view.names.of(ME))
        .str("NickName", &escape(&person.nick))
        .str("HeadImgUrl", &head(view, ME, false))
        .str("RemarkName", "")
        .str("PYInitial", "")
        .str("PYQuanPin", "")
        .str("RemarkPYInitial", "")
        .str("RemarkPYQuanPin", "")
        .num("HideInputBarFlag", 0)
        .num("StarFriend", 0)
        .num("Sex", person.sex)
        .str("Signature", &escape(&person.signature))
        .num("AppAccountFlag", 0)
        .num("VerifyFlag", 0)
        .num("ContactFlag", 0)
        .num("WebWxPluginSwitch", 0)
        .num("HeadImgFlag", 1)
        .num("SnsFlag", 17)
        .end()
}

/// `Profile` of webwxsync, its strings nested in `Buff`; all empty where nothing changed.
pub(crate) fn profile(view: View<'_>, changed: bool) -> String {
    let person = &view.cast.get(ME).person;
    let told = |text: &str| if changed { escape(text) } else { String::new() };
    let buff = |text: &str| Object::new().str("Buff", text).end();
    let name = if changed { view.names.of(ME) } else { "" };
    Object::new()
        .num("BitFlag", if changed { 190 } else { 0 })
        .raw("UserName", &buff(name))
        .raw("NickName", &buff(&told(&person.nick)))
        .num("BindUin", 0)
        .raw("BindEmail", &buff(""))
        .raw("BindMobile", &buff(""))
        .num("Status", 0)
        .num("Sex", if changed { person.sex } else { 0 })
        .num("PersonalCard", 0)
        .str("Alias", "")
        .num("HeadImgUpdateFlag", 0)
        .str("HeadImgUrl", "")
        .str("Signature", &told(&person.signature))
        .end()
}

pub(crate) fn member(view: View<'_>, group: &Contact, member: &Member, nameless: bool) -> String {
    member_with(view, group, member, (nameless, 0))
}

/// As webwxcreatechatroom and webwxupdatechatroom tell one: with the `MemberStatus` of those who could not be added.
pub(crate) fn member_with(
    view: View<'_>,
    group: &Contact,
    member: &Member,
    (nameless, status): (bool, u8),
) -> String {
    let contact = view.cast.get(member.who);
    let hidden = nameless || (group.nameless && !contact.in_book);
    let told = |text: &str| if hidden { String::new() } else { escape(text) };
    Object::new()
        .num("Uin", 0)
        .str("UserName", view.names.of(member.who))
        .str("NickName", &told(&contact.person.nick))
        .num("AttrStatus", if nameless { 0 } else { attr_status(contact) })
        .str("PYInitial", "")
        .str("PYQuanPin", "")
        .str("RemarkPYInitial", "")
        .str("RemarkPYQuanPin", "")
        .num("MemberStatus", status)
        .str("DisplayName", &told(&member.card))
        .str("KeyWord", if nameless { "" } else { key_word(contact) })
        .end()
}

fn member_list(view: View<'_>, group: &Contact, members: Members) -> Vec<String> {
    match members {
        Members::None => Vec::new(),
        Members::Nameless | Members::Full => group
            .members
            .iter()
            .map(|m| member(view, group, m, members == Members::Nameless))
            .collect(),
    }
}

/// A group's picture address ends with an empty skey in its own record (`protocol.md §4.4`).
fn head(view: View<'_>, id: Id, bare: bool) -> String {
    let contact = view.cast.get(id);
    let (group, name) = (contact.kind == Kind::Group, view.names.of(id));
    let endpoint = if group { "webwxgetheadimg" } else { "webwxgeticon" };
    let skey = if group && bare { "" } else { view.skey };
    format!(
        "/cgi-bin/mmwebwx-bin/{endpoint}?seq={}&username={name}&skey={skey}",
        contact.avatar
    )
}

/// The bits of `protocol.md §4.5`.
pub(crate) fn contact_flag(contact: &Contact) -> u32 {
    let group = contact.kind == Kind::Group;
    let person = &contact.person;
    u32::from(contact.in_book)
        | 0x2
        | if person.blacklisted { 0x8 } else { 0 }
        | if person.starred { 0x40 } else { 0 }
        | if person.muted && !group { 0x200 } else { 0 }
        | if person.pinned { 0x800 } else { 0 }
}

fn statues(contact: &Contact) -> u8 {
    u8::from(contact.kind == Kind::Group && !contact.person.muted)
}

pub(crate) fn verify_flag(contact: &Contact) -> u32 {
    match contact.kind {
        Kind::Public => 24,
        Kind::Special if contact.person.key == "weixin" => 56,
        Kind::Me | Kind::Person | Kind::Special | Kind::Group => 0,
    }
}

/// Opaque bits, beyond i32 for some.
fn attr_status(contact: &Contact) -> u32 {
    match contact.kind {
        Kind::Person if contact.avatar.is_multiple_of(2) => 2_147_584_103,
        Kind::Person => 33_788_773,
        Kind::Me | Kind::Public | Kind::Special | Kind::Group => 0,
    }
}

fn key_word(contact: &Contact) -> &str {
    match contact.kind {
        Kind::Public => "gh_",
        Kind::Special => contact.person.key.get(..3).unwrap_or_default(),
        Kind::Me | Kind::Person => "wxi",
        Kind::Group => "",
    }
}

/// A record or message written by hand: `${key}` stands for what that contact is called today.
pub(crate) fn with_names(view: View<'_>, json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some((before, after)) = rest.split_once("${") {
        let (key, tail) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(view.cast.find(key).map_or("", |id| view.names.of(id)));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Initials and full reading; `?` for what cannot be read (`protocol.md §4.5`).
fn reading(name: &str, pinyin: &str) -> (String, String) {
    if pinyin.is_empty() {
        let plain: String = name
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '?' })
            .collect();
        return (plain.to_ascii_uppercase(), plain);
    }
    let initials: String = pinyin
        .split(' ')
        .filter_map(|syllable| syllable.chars().next())
        .collect();
    (initials.to_ascii_uppercase(), pinyin.replace(' ', ""))
}
