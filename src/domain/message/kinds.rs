//! What each kind of message carries.
//!
//! Values only, decoded and safe to show. Their fields stand in people's files by their names: one that is added is absent in
//! older files, and one that is renamed keeps the old name as an alias.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Body;
use crate::domain::id::MsgId;
use crate::domain::text::SafeText;

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
