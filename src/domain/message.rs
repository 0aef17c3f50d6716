//! Messages, decoded: one [`Body`] per kind.

use std::borrow::Cow;

use super::id::{MsgId, UserName};
use super::text::SafeText;
use super::time::Timestamp;

/// A message as it came from the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MsgId,
    /// The other side: a person, a group, an account. Never oneself.
    pub chat: UserName,
    pub author: Author,
    pub at: Timestamp,
    pub body: Body,
    /// As it came.
    pub raw: Box<Raw>,
}

/// What the service sent, for whatever a later version can make of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Raw {
    pub msg_type: u32,
    pub app_type: u32,
    /// `Content`, cut at [`Raw::LIMIT`] bytes.
    pub content: Box<str>,
    /// What fetches the picture, voice, video or file (`protocol.md §8`); empty where there is none.
    pub media_id: Box<str>,
    pub file_name: Box<str>,
    /// 0 where not told.
    pub file_bytes: u64,
    pub url: Box<str>,
}

impl Raw {
    /// Bytes of raw content kept: enough for every kind the service sends.
    pub const LIMIT: usize = 64 * 1024;
}

/// Says of what kind, never what.
impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Raw({}/{}, {} bytes)",
            self.msg_type,
            self.app_type,
            self.content.len()
        )
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    Me,
    /// The other side of a chat of two.
    Peer,
    /// A member of the group, by the prefix that is a group's only proof of authorship (`protocol.md §6.3`).
    Member(UserName),
    /// The service itself: joins, leaves, renames, red packets.
    Service,
}

/// What is said. Text is decoded (entities, emoji spans, line breaks, prefix) and safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Text(SafeText),
    Image,
    Sticker,
    Voice {
        millis: u32,
    },
    Video {
        seconds: u32,
    },
    Location {
        label: SafeText,
    },
    Card {
        name: SafeText,
        public: bool,
    },
    FriendRequest {
        name: SafeText,
        greeting: SafeText,
    },
    Link {
        title: SafeText,
        description: SafeText,
        source: SafeText,
    },
    File {
        name: SafeText,
        bytes: Option<u64>,
    },
    MiniProgram {
        title: SafeText,
        app: SafeText,
    },
    Music {
        title: SafeText,
    },
    /// Several messages forwarded as one (type 19).
    ChatHistory {
        title: SafeText,
    },
    /// 57: the reply, and what it quotes where told. The downgraded text form stays `Text`.
    Quote {
        reply: SafeText,
        quoted: SafeText,
    },
    Transfer {
        amount: SafeText,
        memo: SafeText,
    },
    RedPacket {
        title: SafeText,
    },
    Call,
    /// A grey line: system notices.
    Notice(SafeText),
    /// Said once, recalled since; the sentence names by whom.
    Recalled(SafeText),
    /// A kind that the web protocol does not carry or weft does not know: its numbers and its title, if any.
    Unsupported {
        msg_type: u32,
        app_type: u32,
        title: SafeText,
    },
}

impl Body {
    /// The words of it that a search looks at: what people wrote, names and titles. What a kind is called is not among them.
    pub fn said(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Notice(text) | Self::Recalled(text) => text.as_str().into(),
            Self::Image | Self::Sticker | Self::Voice { .. } | Self::Video { .. } | Self::Call => "".into(),
            Self::Location { label } => label.as_str().into(),
            Self::Card { name, .. } | Self::File { name, .. } => name.as_str().into(),
            Self::FriendRequest { name, greeting } => lines(&[name, greeting]),
            Self::Link {
                title,
                description,
                source,
            } => lines(&[title, description, source]),
            Self::MiniProgram { title, app } => lines(&[title, app]),
            Self::Music { title }
            | Self::ChatHistory { title }
            | Self::RedPacket { title }
            | Self::Unsupported { title, .. } => title.as_str().into(),
            Self::Quote { reply, quoted } => lines(&[reply, quoted]),
            Self::Transfer { amount, memo } => lines(&[amount, memo]),
        }
    }
}

fn lines<'a>(parts: &[&SafeText]) -> Cow<'a, str> {
    let told: Vec<&str> = parts
        .iter()
        .map(|part| part.as_str())
        .filter(|part| !part.is_empty())
        .collect();
    told.join("\n").into()
}

/// One item of a sync, in the order to be obeyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Message(Message),
    /// `target` is `None` when the service names none: the last message sent by oneself (`protocol.md §6.8`).
    Recall {
        /// The recall's own: a second delivery of one that names no message must not take back another.
        id: MsgId,
        chat: UserName,
        target: Option<MsgId>,
        notice: SafeText,
    },
    /// The phone opened this chat: it is read (`protocol.md §5.3`, codes 1 and 2).
    ReadOnPhone(UserName),
    /// The phone's recent chats, in order (code 4).
    RecentChats(Vec<UserName>),
}
