//! What a message says: one [`Body`] per kind of `protocol.md §6`.
//!
//! Values only, decoded and safe to show. What is large is behind one pointer, so that a line of plain text stays small.
//! The fields of the kinds stand in people's files by their names: one that is added is absent in older files, and one
//! that is renamed keeps the old name as an alias.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::id::MsgId;
use crate::domain::text::SafeText;

/// What is said. Text is decoded (entities, emoji spans, line breaks, prefix) and safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Text(SafeText),
    Image(Picture),
    Sticker(Box<Sticker>),
    Voice {
        millis: u32,
    },
    Video(Clip),
    Location(Box<Place>),
    Card(Box<Card>),
    FriendRequest(Box<Request>),
    /// One article, page or video elsewhere; a group invitation too.
    Link(Box<Link>),
    /// A public account's post of several articles: at least two, the first on top.
    Articles(Vec<Link>),
    File(File),
    MiniProgram(Box<Link>),
    /// `description` is who sings.
    Music(Box<Link>),
    /// Several messages forwarded as one (type 19).
    ChatHistory(Box<Record>),
    /// A reply to something: type 57 and the text form that the web protocol makes of it (`protocol.md §6.5`).
    Quote(Box<Quote>),
    Transfer(Box<Transfer>),
    RedPacket {
        title: SafeText,
    },
    Call,
    /// What the service only names and the phone shows.
    OnPhone {
        what: OnPhone,
        title: SafeText,
    },
    /// To the whole group (type 87).
    Announcement(SafeText),
    /// A grey line: system notices, pats.
    Notice(SafeText),
    /// Said once, recalled since.
    Recalled(Recalled),
    /// A kind that the web protocol does not carry or weft does not know: its numbers and its title, if any.
    Unsupported {
        msg_type: u32,
        app_type: u32,
        title: SafeText,
    },
}

/// Pixels of the thumbnail, 0 where not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    pub width: u16,
    pub height: u16,
    /// Of the picture itself; 0 where not told.
    pub bytes: u32,
}

/// An emoticon of the person's own or of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sticker {
    /// 32 hex digits by which it can be sent again; empty where not told.
    pub md5: Box<str>,
    /// Fetchable without cookies; empty where not told.
    pub url: SafeText,
    pub width: u16,
    pub height: u16,
    /// Of the store: its bytes are not to be had (`protocol.md §6.7`).
    pub store: bool,
    /// Dice and rock-paper-scissors: what was thrown.
    pub thrown: Option<Thrown>,
    /// The words on it, where told.
    pub words: SafeText,
}

impl Sticker {
    /// By its MD5 alone (`protocol.md §7.3`). One of the store is more than that, and of a throw it would be what nobody threw.
    pub fn can_be_sent(&self) -> bool {
        !self.md5.is_empty() && !self.store && self.thrown.is_none()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thrown {
    /// 1 to 6.
    Dice(u8),
    Scissors,
    Rock,
    Paper,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clip {
    pub seconds: u32,
    /// Type 62, a few seconds taken in the chat.
    pub micro: bool,
    /// Pixels of the thumbnail, 0 where not told.
    pub width: u16,
    pub height: u16,
    /// 0 where not told.
    pub bytes: u64,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// May be empty.
    pub name: SafeText,
    #[serde(rename = "label")]
    pub address: SafeText,
    /// Latitude and longitude in degrees, GCJ-02, as the service writes them; empty where not told.
    pub latitude: Box<str>,
    pub longitude: Box<str>,
    /// Somebody shares where they are as they go (type 17): only the phone shows it.
    pub live: bool,
    /// The map the service links to; may be empty.
    pub url: SafeText,
    /// The path of the map's picture on the base host; may be empty.
    pub map: Box<str>,
}

/// A person or an account that somebody recommends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    pub name: SafeText,
    /// The id they chose for themselves, where told.
    pub alias: SafeText,
    pub province: SafeText,
    pub city: SafeText,
    pub public: bool,
}

/// Somebody wants to be a friend.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    pub name: SafeText,
    pub greeting: SafeText,
    pub alias: SafeText,
    pub province: SafeText,
    pub city: SafeText,
    /// How they found the account (`protocol.md §6.7`); 0 where not told.
    pub scene: u32,
    /// What an answer needs (`protocol.md §7.10`); both mean something in this login only. Empty where not told.
    pub user_name: Box<str>,
    pub ticket: Box<str>,
    /// It was accepted here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub accepted: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    pub title: SafeText,
    pub description: SafeText,
    /// The account, program or app it is from.
    #[serde(alias = "app")]
    pub source: SafeText,
    /// As the service tells it, entities undone; may be empty.
    #[serde(skip_serializing_if = "SafeText::is_empty")]
    pub url: SafeText,
    /// The address of its picture; may be empty.
    #[serde(skip_serializing_if = "SafeText::is_empty")]
    pub cover: SafeText,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct File {
    pub name: SafeText,
    pub bytes: Option<u64>,
}

/// Messages forwarded as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub title: SafeText,
    /// The first lines, as the sender's phone wrote them.
    pub summary: SafeText,
    /// What can be unfolded; empty where the service left it out.
    pub items: Vec<Said>,
}

/// One message of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub name: SafeText,
    /// As the record writes it; may be empty.
    pub at: SafeText,
    pub body: Body,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quote {
    pub reply: SafeText,
    /// Who said what is quoted; may be empty.
    pub name: SafeText,
    /// What was said, or the placeholder of its kind (`[图片]`); may be empty.
    pub quoted: SafeText,
    /// Which message that was. Only type 57 tells.
    pub of: Option<MsgId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transfer {
    pub amount: SafeText,
    pub memo: SafeText,
    pub step: TransferStep,
}

/// `paysubtype` (`protocol.md §6.6`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferStep {
    #[default]
    Unknown,
    Sent,
    Accepted,
    Returned,
}

/// Kinds of which the web protocol carries a name and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnPhone {
    VoiceReminder,
    Product,
    StickerPack,
    Coupon,
    /// A video of the vendor's own channels (51).
    Channel,
    /// A list that a group fills in together (53).
    Solitaire,
    Live,
    /// A file that is still being sent to the service by the phone (74).
    Uploading,
}

/// What is left of a recalled message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// The service's sentence: it names by whom.
    pub notice: SafeText,
    /// What was said, where the person wants that kept.
    pub was: Option<Box<Body>>,
}

/// How a message is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub notice: SafeText,
    /// What was said stays, under the mark.
    pub keep: bool,
}

impl TakenBack {
    /// Marks what was said. Marked once more it says the new sentence, and what stayed stays.
    pub fn mark(&self, body: &mut Body) {
        let said = std::mem::replace(body, Body::Call);
        let was = if let Body::Recalled(recalled) = said {
            recalled.was
        } else {
            self.keep.then(|| Box::new(said))
        };
        *body = Body::Recalled(Recalled {
            notice: self.notice.clone(),
            was,
        });
    }
}

/// Never where somebody is.
impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name, address, live, ..
        } = self;
        write!(f, "Place({name:?}, {address:?}, live: {live})")
    }
}

/// Never what answers it.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            greeting,
            scene,
            ..
        } = self;
        write!(f, "Request({name:?}, {greeting:?}, scene: {scene})")
    }
}

impl Body {
    /// The words of it that a search looks at: what people wrote, names and titles. What a kind is called is not among them.
    pub fn said(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Notice(text) | Self::Announcement(text) => text.as_str().into(),
            Self::Image(_) | Self::Voice { .. } | Self::Video(_) | Self::Call => "".into(),
            Self::Sticker(sticker) => sticker.words.as_str().into(),
            Self::Location(place) => lines([&place.name, &place.address]),
            Self::Card(card) => lines([&card.name, &card.alias]),
            Self::FriendRequest(request) => lines([&request.name, &request.greeting]),
            Self::Link(link) | Self::MiniProgram(link) | Self::Music(link) => lines(link.words()),
            Self::Articles(links) => lines(links.iter().flat_map(Link::words)),
            Self::File(file) => file.name.as_str().into(),
            Self::ChatHistory(record) => record.said().into(),
            Self::Quote(quote) => lines([&quote.reply, &quote.name, &quote.quoted]),
            Self::Transfer(transfer) => lines([&transfer.amount, &transfer.memo]),
            Self::RedPacket { title } | Self::OnPhone { title, .. } | Self::Unsupported { title, .. } => {
                title.as_str().into()
            }
            Self::Recalled(recalled) => match &recalled.was {
                Some(was) => format!("{}\n{}", recalled.notice.as_str(), was.said()).into(),
                None => recalled.notice.as_str().into(),
            },
        }
    }
}

impl Body {
    /// The page it leads to; of several articles the first.
    pub fn link(&self) -> Option<&Link> {
        if let Self::Link(link) | Self::MiniProgram(link) | Self::Music(link) = self {
            Some(link)
        } else if let Self::Articles(links) = self {
            links.first()
        } else {
            None
        }
    }
}

impl Quote {
    /// What is quoted on one line: `name：words`, as far as they are told.
    pub fn line(&self) -> SafeText {
        match (self.name.is_empty(), self.quoted.is_empty()) {
            (false, false) => SafeText::line(&format!("{}：{}", self.name.as_str(), self.quoted.as_str())),
            (true, _) => SafeText::line(self.quoted.as_str()),
            (false, true) => SafeText::line(self.name.as_str()),
        }
    }
}

impl Link {
    fn words(&self) -> [&SafeText; 3] {
        [&self.title, &self.description, &self.source]
    }
}

impl Record {
    /// Title, then every message with its speaker; the summary only where the messages are not there.
    fn said(&self) -> String {
        if self.items.is_empty() {
            return lines([&self.title, &self.summary]).into_owned();
        }
        let mut all = self.title.as_str().to_owned();
        for item in &self.items {
            for words in [item.name.as_str(), &item.body.said()] {
                if !words.is_empty() {
                    all.push('\n');
                    all.push_str(words);
                }
            }
        }
        all
    }
}

fn lines<'a, 'b>(parts: impl IntoIterator<Item = &'b SafeText>) -> Cow<'a, str> {
    let told: Vec<&str> = parts
        .into_iter()
        .map(SafeText::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    told.join("\n").into()
}
