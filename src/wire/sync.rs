//! synccheck and webwxsync (`protocol.md §5`).
//!
//! Owns the long poll's two numbers and the batch's envelope; a single message is `content`'s. Never: when to ask.

use serde::{Deserialize, Serialize};

use super::base::{BaseRequest, BaseResponse, CALL, HELD, Link, body, inverted_ms, referred};
use super::content::{self, Arrival};
use super::http::{HttpRequest, HttpResponse};
use super::lenient::{Int, List, Object, Str, answer};
use super::{Auth, Error, hosts::Hosts, record};
use crate::domain::contact::Contact;
use crate::domain::id::UserName;
use crate::domain::message::Item;
use crate::domain::secret::Secret;
use crate::domain::time::{Now, Timestamp};

/// `SyncKey` or `SyncCheckKey`: opaque pairs in the server's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncKey(pub Vec<(i64, i64)>);

/// synccheck's two numbers, uninterpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    pub retcode: i32,
    pub selector: i32,
}

/// webwxsync's answer with Ret 0. Keys are `None` when absent or of Count 0: never store those.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sync {
    pub profile: Option<Box<Contact>>,
    pub deleted: Vec<UserName>,
    pub changed: Vec<Contact>,
    /// Messages sorted by `CreateTime` then arrival; what cannot be read is left out, never the batch.
    pub items: Vec<Item>,
    pub more: bool,
    pub sync_key: Option<SyncKey>,
    pub sync_check_key: Option<SyncKey>,
    /// `SKey`, where non-empty: adopt it.
    pub skey: Option<Secret>,
}

#[derive(Serialize)]
struct SyncBody<'a> {
    #[serde(rename = "BaseRequest")]
    base: BaseRequest<'a>,
    #[serde(rename = "SyncKey")]
    key: KeyBody,
    rr: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct KeyBody {
    count: usize,
    list: Vec<Pair>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Pair {
    key: i64,
    val: i64,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct SyncAnswer<'a> {
    base_response: Object<BaseResponse>,
    #[serde(borrow)]
    add_msg_list: List<'a>,
    #[serde(borrow)]
    mod_contact_list: List<'a>,
    #[serde(borrow)]
    del_contact_list: List<'a>,
    #[serde(borrow)]
    profile: Object<RawProfile<'a>>,
    continue_flag: Int,
    sync_key: Object<RawKey>,
    sync_check_key: Object<RawKey>,
    #[serde(borrow, rename = "SKey")]
    skey: Str<'a>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RawKey {
    count: Int,
    list: Vec<RawPair>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct RawPair {
    key: Int,
    val: Int,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct RawDeleted<'a> {
    #[serde(borrow)]
    user_name: Str<'a>,
}

/// One's own record, with two of its strings one level deeper than anywhere else.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct RawProfile<'a> {
    bit_flag: Int,
    #[serde(borrow)]
    user_name: Object<Buff<'a>>,
    #[serde(borrow)]
    nick_name: Object<Buff<'a>>,
    sex: Int,
    #[serde(borrow)]
    alias: Str<'a>,
    #[serde(borrow)]
    head_img_url: Str<'a>,
    #[serde(borrow)]
    signature: Str<'a>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Buff<'a> {
    #[serde(borrow)]
    buff: Str<'a>,
}

/// `GET PUSH/synccheck`, held about 25 s. Time-out 35 s.
pub fn check(hosts: &Hosts, auth: &Auth, device: &str, key: &SyncKey, now: Now) -> HttpRequest {
    let pairs: Vec<_> = key.0.iter().map(|(k, v)| format!("{k}_{v}")).collect();
    let link = Link::api(&hosts.push, "synccheck")
        .verbatim("r", now.wall_ms)
        .text("skey", auth.skey.expose())
        .text("sid", auth.sid.expose())
        .verbatim("uin", auth.uin)
        .text("deviceid", device)
        .text("synckey", &pairs.join("|"))
        .verbatim("_", now.wall_ms);
    referred(link.get(HELD), hosts)
}

/// `window.synccheck={retcode:"0",selector:"2"}`, with blanks, and with quotes or without.
pub fn parse_check(response: &HttpResponse) -> Result<Check, Error> {
    let text = body(response)?;
    let (retcode, rest) = field(&text, "retcode").ok_or(Error::Malformed)?;
    let (selector, _) = field(rest, "selector").ok_or(Error::Malformed)?;
    Ok(Check { retcode, selector })
}

/// The number after `name:`, and the text after the number.
fn field<'t>(text: &'t str, name: &str) -> Option<(i32, &'t str)> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix(':')?.trim_start();
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit())?; // a number cut off by a lost tail is none
    let (digits, rest) = rest.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

/// `POST webwxsync`. Time-out 15 s.
pub fn sync(hosts: &Hosts, auth: &Auth, device: &str, key: &SyncKey, now: Now) -> HttpRequest {
    let list: Vec<_> = key.0.iter().map(|&(key, val)| Pair { key, val }).collect();
    let body = SyncBody {
        base: BaseRequest::new(auth, device),
        key: KeyBody {
            count: list.len(),
            list,
        },
        rr: inverted_ms(now),
    };
    let link = Link::api(&hosts.base, "webwxsync")
        .text("sid", auth.sid.expose())
        .text("skey", auth.skey.expose())
        .ticketed(auth);
    referred(link.post(&body, CALL), hosts)
}

/// `me` tells own messages from others'.
pub fn parse_sync(response: &HttpResponse, me: &UserName) -> Result<Sync, Error> {
    answer(response, |text| {
        let raw: SyncAnswer<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base_response.check()?;
        Ok(Sync {
            profile: raw.profile.contact(me).map(Box::new),
            deleted: raw.del_contact_list.read(deleted),
            changed: raw.mod_contact_list.read(|item| record::read(item, Some(me))),
            items: ordered(raw.add_msg_list.read(|item| content::read(item, me))),
            more: raw.continue_flag.or_zero::<i64>() != 0,
            sync_key: raw.sync_key.key(),
            sync_check_key: raw.sync_check_key.key(),
            skey: (!raw.skey.is_empty()).then(|| Secret::new(&*raw.skey)),
        })
    })
}

fn deleted(json: &str) -> Option<UserName> {
    let raw: RawDeleted<'_> = serde_json::from_str(json).ok()?;
    (!raw.user_name.is_empty()).then(|| UserName::from(&*raw.user_name))
}

/// By `CreateTime`, then arrival. A message without a time takes that of the one before it, rather than the year 1970.
fn ordered(mut arrivals: Vec<Arrival>) -> Vec<Item> {
    let mut latest = arrivals.iter().map(|a| a.at).find(|at| *at > 0).unwrap_or(0);
    for arrival in &mut arrivals {
        if arrival.at > 0 {
            latest = arrival.at;
            continue;
        }
        arrival.at = latest;
        if let Item::Message(message) = &mut arrival.item {
            message.at = Timestamp(latest);
        }
    }
    arrivals.sort_by_key(|arrival| arrival.at);
    arrivals.into_iter().map(|arrival| arrival.item).collect()
}

impl RawKey {
    /// `None` for what must never be stored: an error answer's Count 0, or a key that cannot be read in full.
    pub(super) fn key(&self) -> Option<SyncKey> {
        if self.count.get() == Some(0) || self.list.is_empty() {
            return None;
        }
        let pairs = self
            .list
            .iter()
            .map(|pair| Some((pair.key.to()?, pair.val.to()?)));
        pairs.collect::<Option<_>>().map(SyncKey)
    }
}

impl RawProfile<'_> {
    /// Filled only where `BitFlag` says that something changed.
    fn contact(&self, me: &UserName) -> Option<Contact> {
        if self.bit_flag.or_zero::<i64>() == 0 {
            return None;
        }
        let told = &*self.user_name.buff;
        let user_name = if told.is_empty() {
            me.clone()
        } else {
            UserName::from(told)
        };
        Some(Contact {
            nick_name: record::line(&self.nick_name.buff),
            alias: record::line(&self.alias),
            signature: record::line(&self.signature),
            sex: record::sex(self.sex),
            avatar_seq: record::avatar_seq(&self.head_img_url),
            ..Contact::bare(user_name)
        })
    }
}

/// The names of a comma list, which may end in a comma.
pub(super) fn names(list: &str) -> Vec<UserName> {
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(UserName::from)
        .collect()
}
