//! What people can say: one variant per kind of message (`protocol.md §6.2`, §6.5–6.8). Never: how it is written down.

use serde::Deserialize;

/// A message's substance, whoever says it wherever.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Saying {
    Text(String),
    Image,
    Voice {
        millis: u32,
    },
    Video {
        seconds: u32,
    },
    MicroVideo {
        seconds: u32,
    },
    /// A sticker with its XML; see [`Saying::StoreSticker`].
    Sticker,
    /// A sticker from the store: no content, not downloadable.
    StoreSticker,
    /// A sticker that is a throw of dice: 1 to 6.
    Dice(u8),
    /// A sticker that is a hand of rock-paper-scissors.
    Hand(Hand),
    /// 1 with sub-type 48, as the service delivers it.
    Location {
        label: String,
        poi: String,
        latitude: f64,
        longitude: f64,
    },
    /// 17: the start of a shared live location.
    LiveLocation,
    Card {
        nick: String,
        #[serde(default)]
        public: bool,
    },
    /// 40: somebody the phone's address book suggests.
    Suggestion {
        nick: String,
    },
    /// Comes from `fmessage`, whoever says it.
    FriendRequest {
        nick: String,
        greeting: String,
    },
    Link {
        title: String,
        #[serde(default)]
        description: String,
        #[serde(default)]
        url: String,
        #[serde(default)]
        source: String,
    },
    /// A public account's push of several articles, each a title and its digest.
    Articles(Vec<(String, String)>),
    File {
        name: String,
        bytes: u64,
    },
    MiniProgram {
        title: String,
        app: String,
    },
    Music {
        title: String,
        artist: String,
    },
    /// Several messages forwarded as one.
    History {
        title: String,
        lines: Vec<String>,
    },
    /// As [`Saying::History`], with the messages themselves.
    Forwarded {
        title: String,
        items: Vec<Forwarded>,
    },
    /// The downgraded form in which the service delivers quotes (`protocol.md §6.5`).
    QuoteText {
        name: String,
        quoted: String,
        reply: String,
    },
    /// 49/57.
    Quote {
        name: String,
        quoted: String,
        reply: String,
    },
    /// 49/57, and which message it quotes.
    QuoteOf {
        target: u64,
        name: String,
        quoted: String,
        reply: String,
    },
    Transfer {
        amount: String,
        memo: String,
    },
    /// What became of a transfer.
    TransferDone {
        amount: String,
        memo: String,
        accepted: bool,
    },
    /// 49/87: to the whole group.
    Announcement(String),
    /// 49/51: a video of the vendor's channels.
    Channel {
        name: String,
        words: String,
    },
    /// 49/2001. Far more often it is a [`Saying::Notice`].
    RedPacket {
        title: String,
    },
    Call,
    /// A grey line, 10000.
    Notice(String),
    /// A recall: of this message, or of the last own one where 0.
    Revoke {
        target: u64,
        notice: String,
    },
    /// The phone's doings, 51: a code of `protocol.md §5.3` and the chats it is about, by key.
    Status {
        code: u32,
        chats: Vec<String>,
    },
    /// A type the protocol sheet does not explain.
    Unknown {
        msg_type: u32,
        app_type: u32,
        title: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    Scissors,
    Rock,
    Paper,
}

/// A message of several that are forwarded as one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forwarded {
    pub name: String,
    /// As the phone writes it: `2024-5-1 13:09`.
    pub time: String,
    pub what: Box<Saying>,
}

impl Saying {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Said by the service, not by a member: carries no sender's prefix.
    pub(crate) fn is_service(&self) -> bool {
        matches!(self, Self::Notice(_) | Self::Status { .. })
    }
}
