//! JSON Lines: what stands in a line. The README tells it to those who read such a file.
//!
//! First a header, then one record a line: a peer before it is first named by its number, which means something in this
//! file alone, and messages in the order of time. A field that has nothing to say is left out, and one that is not known
//! is passed over, so that there can be more of them; what changes its meaning changes [`VERSION`].

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::message::Body;
use crate::domain::text::SafeText;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Why {
    TimedOut,
    /// Of HTTP.
    Status(u16),
    Garbled,
    /// The service's own number.
    Refused(i32),
    NotAllowed,
    ChatGone,
    TooFrequent,
    SessionOver,
    TooLong,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message<'a> {
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
    pub why: Option<Why>,
    #[serde(flatten)]
    pub said: Said<'a>,
    /// Where a link leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What is said, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Said<'a> {
    Text {
        text: Cow<'a, str>,
    },
    Image,
    Sticker,
    Voice {
        millis: u32,
    },
    Video {
        seconds: u32,
    },
    Location {
        label: Cow<'a, str>,
    },
    Card {
        name: Cow<'a, str>,
        public: bool,
    },
    FriendRequest {
        name: Cow<'a, str>,
        greeting: Cow<'a, str>,
    },
    Link {
        title: Cow<'a, str>,
        description: Cow<'a, str>,
        source: Cow<'a, str>,
    },
    File {
        name: Cow<'a, str>,
        bytes: Option<u64>,
    },
    MiniProgram {
        title: Cow<'a, str>,
        app: Cow<'a, str>,
    },
    Music {
        title: Cow<'a, str>,
    },
    ChatHistory {
        title: Cow<'a, str>,
    },
    Quote {
        text: Cow<'a, str>,
        quoted: Cow<'a, str>,
    },
    Transfer {
        amount: Cow<'a, str>,
        memo: Cow<'a, str>,
    },
    RedPacket {
        title: Cow<'a, str>,
    },
    Call,
    Notice {
        text: Cow<'a, str>,
    },
    Recalled {
        text: Cow<'a, str>,
    },
    Unsupported {
        msg_type: u32,
        app_type: u32,
        title: Cow<'a, str>,
    },
}

fn cow(text: &SafeText) -> Cow<'_, str> {
    Cow::Borrowed(text.as_str())
}

impl<'a> Said<'a> {
    pub fn of(body: &'a Body) -> Self {
        match body {
            Body::Text(text) => Self::Text { text: cow(text) },
            Body::Image => Self::Image,
            Body::Sticker => Self::Sticker,
            Body::Voice { millis } => Self::Voice { millis: *millis },
            Body::Video { seconds } => Self::Video { seconds: *seconds },
            Body::Location { label } => Self::Location { label: cow(label) },
            Body::Card { name, public } => Self::Card {
                name: cow(name),
                public: *public,
            },
            Body::FriendRequest { name, greeting } => Self::FriendRequest {
                name: cow(name),
                greeting: cow(greeting),
            },
            Body::Link {
                title,
                description,
                source,
            } => Self::Link {
                title: cow(title),
                description: cow(description),
                source: cow(source),
            },
            Body::File { name, bytes } => Self::File {
                name: cow(name),
                bytes: *bytes,
            },
            Body::MiniProgram { title, app } => Self::MiniProgram {
                title: cow(title),
                app: cow(app),
            },
            Body::Music { title } => Self::Music { title: cow(title) },
            Body::ChatHistory { title } => Self::ChatHistory { title: cow(title) },
            Body::Quote { reply, quoted } => Self::Quote {
                text: cow(reply),
                quoted: cow(quoted),
            },
            Body::Transfer { amount, memo } => Self::Transfer {
                amount: cow(amount),
                memo: cow(memo),
            },
            Body::RedPacket { title } => Self::RedPacket { title: cow(title) },
            Body::Call => Self::Call,
            Body::Notice(text) => Self::Notice { text: cow(text) },
            Body::Recalled(text) => Self::Recalled { text: cow(text) },
            Body::Unsupported {
                msg_type,
                app_type,
                title,
            } => Self::Unsupported {
                msg_type: *msg_type,
                app_type: *app_type,
                title: cow(title),
            },
        }
    }

    /// Safe to show, whoever wrote the file.
    pub fn body(&self) -> Body {
        let safe = |text: &Cow<'_, str>| SafeText::new(text);
        match self {
            Self::Text { text } => Body::Text(safe(text)),
            Self::Image => Body::Image,
            Self::Sticker => Body::Sticker,
            Self::Voice { millis } => Body::Voice { millis: *millis },
            Self::Video { seconds } => Body::Video { seconds: *seconds },
            Self::Location { label } => Body::Location { label: safe(label) },
            Self::Card { name, public } => Body::Card {
                name: safe(name),
                public: *public,
            },
            Self::FriendRequest { name, greeting } => Body::FriendRequest {
                name: safe(name),
                greeting: safe(greeting),
            },
            Self::Link {
                title,
                description,
                source,
            } => Body::Link {
                title: safe(title),
                description: safe(description),
                source: safe(source),
            },
            Self::File { name, bytes } => Body::File {
                name: safe(name),
                bytes: *bytes,
            },
            Self::MiniProgram { title, app } => Body::MiniProgram {
                title: safe(title),
                app: safe(app),
            },
            Self::Music { title } => Body::Music { title: safe(title) },
            Self::ChatHistory { title } => Body::ChatHistory { title: safe(title) },
            Self::Quote { text, quoted } => Body::Quote {
                reply: safe(text),
                quoted: safe(quoted),
            },
            Self::Transfer { amount, memo } => Body::Transfer {
                amount: safe(amount),
                memo: safe(memo),
            },
            Self::RedPacket { title } => Body::RedPacket { title: safe(title) },
            Self::Call => Body::Call,
            Self::Notice { text } => Body::Notice(safe(text)),
            Self::Recalled { text } => Body::Recalled(safe(text)),
            Self::Unsupported {
                msg_type,
                app_type,
                title,
            } => Body::Unsupported {
                msg_type: *msg_type,
                app_type: *app_type,
                title: safe(title),
            },
        }
    }
}
