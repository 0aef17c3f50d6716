//! JSON Lines: what stands in a line. The README tells it to those who read such a file.
//!
//! First a header, then one record a line: a peer before it is first named by its number, which means something in this
//! file alone, and messages in the order of time. A field that has nothing to say is left out, and one that is not known
//! is passed over, so that there can be more of them; what changes its meaning changes [`VERSION`].

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub(super) use super::kind::Said;
use crate::port::Failure;

/// Larger versions are not read.
pub(super) const VERSION: u32 = 1;
/// What the header calls it.
pub(super) const HISTORY: &str = "history";

#[derive(Serialize, Deserialize)]
pub(super) struct Header<'a> {
    pub weft: Cow<'a, str>,
    pub version: u32,
    /// The account's number.
    pub account: i64,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub name: Cow<'a, str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Friend,
    Stranger,
    Group,
    Account,
    Special,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sex {
    Male,
    Female,
}

/// A person, group or account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Peer {
    #[serde(rename = "peer")]
    pub number: u32,
    pub kind: Kind,
    /// The literal name of one of the service's own accounts: the same for everybody and for ever.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub special: String,
    /// The nickname, or a group's title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alias: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub province: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Initials and reading of the nickname, and of the remark.
    #[serde(default, skip_serializing_if = "are_empty")]
    pub pinyin: [String; 4],
    /// Changes with the picture.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub picture: u64,
    /// Deleted, or left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// A group: how many are in it, whether it is one's own, and what its members are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
}

fn are_empty(texts: &[String; 4]) -> bool {
    texts.iter().all(String::is_empty)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands every field by reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Who speaks: `"me"`, `"service"`, or a peer's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum From {
    Word(Word),
    Peer(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    Me,
    Service,
}

/// Where an own message stands that is not with the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Not sent; `why` says why, where it is not that there was no connection.
    Unsent,
    /// It was on its way: nobody knows whether it arrived.
    Unconfirmed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message {
    /// The number of the chat's peer.
    pub chat: u32,
    pub from: From,
    /// For people and other programs, in RFC 3339 with the zone's offset; `epoch` counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Seconds since 1970.
    pub epoch: i64,
    /// The service's id: decimal digits, as text since it has more of them than a number in JSON is good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Failure>,
    #[serde(flatten)]
    pub said: Said,
}
