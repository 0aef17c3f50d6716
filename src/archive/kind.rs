//! What is said, by its kind, as it stands in a line of the file.
//!
//! Owns what the kinds and their fields are called there. A field that older files do not have has a default. Never: what
//! answers a friend request, which is of one login and nobody else's.

use serde::{Deserialize, Serialize};

use crate::domain::id::MsgId;
use crate::domain::message::{
    Body, By, Card, Clip, File, Link, OnPhone, Picture, Place, Quote, Recalled, Record, Request,
    Said as Item, Sticker, Transfer,
};
use crate::domain::text::SafeText;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(in crate::archive) enum Said {
    Text {
        text: SafeText,
    },
    Image(Picture),
    Sticker(Box<Sticker>),
    Voice {
        millis: u32,
    },
    Video(Clip),
    Location(Box<Place>),
    Card(Box<Card>),
    FriendRequest(Stranger),
    Link(Box<Link>),
    Articles {
        articles: Vec<Link>,
    },
    File(File),
    MiniProgram(Program),
    Music(Box<Link>),
    ChatHistory {
        title: SafeText,
        #[serde(default)]
        summary: SafeText,
        #[serde(default)]
        items: Vec<Entry>,
    },
    Quote(Reply),
    Transfer(Box<Transfer>),
    RedPacket {
        title: SafeText,
    },
    Call,
    OnPhone {
        what: OnPhone,
        title: SafeText,
    },
    Announcement {
        text: SafeText,
    },
    Notice {
        text: SafeText,
    },
    Recalled {
        text: SafeText,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Box<Said>>,
    },
    Unsupported {
        msg_type: u32,
        app_type: u32,
        title: SafeText,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::archive) struct Stranger {
    name: SafeText,
    greeting: SafeText,
    alias: SafeText,
    province: SafeText,
    city: SafeText,
    scene: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::archive) struct Program {
    title: SafeText,
    app: SafeText,
    description: SafeText,
    #[serde(skip_serializing_if = "SafeText::is_empty")]
    url: SafeText,
    #[serde(skip_serializing_if = "SafeText::is_empty")]
    cover: SafeText,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::archive) struct Reply {
    text: SafeText,
    name: SafeText,
    quoted: SafeText,
    /// Decimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
}

/// A message of several that were forwarded as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::archive) struct Entry {
    #[serde(default)]
    name: SafeText,
    #[serde(default)]
    at: SafeText,
    said: Said,
}

impl Said {
    pub fn of(body: &Body) -> Self {
        match body.clone() {
            Body::Text(text) => Self::Text { text },
            Body::Image(picture) => Self::Image(picture),
            Body::Sticker(sticker) => Self::Sticker(sticker),
            Body::Voice { millis } => Self::Voice { millis },
            Body::Video(clip) => Self::Video(clip),
            Body::Location(place) => Self::Location(place),
            Body::Card(card) => Self::Card(card),
            Body::FriendRequest(request) => Self::FriendRequest((*request).into()),
            Body::Link(link) => Self::Link(link),
            Body::Articles(articles) => Self::Articles { articles },
            Body::File(file) => Self::File(file),
            Body::MiniProgram(link) => Self::MiniProgram((*link).into()),
            Body::Music(link) => Self::Music(link),
            Body::ChatHistory(record) => Self::ChatHistory {
                items: record.items.iter().map(Entry::of).collect(),
                title: record.title,
                summary: record.summary,
            },
            Body::Quote(quote) => Self::Quote((*quote).into()),
            Body::Transfer(transfer) => Self::Transfer(transfer),
            Body::RedPacket { title } => Self::RedPacket { title },
            Body::Call => Self::Call,
            Body::OnPhone { what, title } => Self::OnPhone { what, title },
            Body::Announcement(text) => Self::Announcement { text },
            Body::Notice(text) => Self::Notice { text },
            Body::Recalled(recalled) => Self::Recalled {
                text: SafeText::new(recalled.by.sentence()),
                was: recalled.was.map(|was| Box::new(Self::of(&was))),
            },
            Body::Unsupported {
                msg_type,
                app_type,
                title,
            } => Self::Unsupported {
                msg_type,
                app_type,
                title,
            },
        }
    }

    /// Leads to this page, if it leads anywhere.
    pub fn leading(mut self, to: Option<SafeText>) -> Self {
        let url = if let Self::Link(link) | Self::Music(link) = &mut self {
            Some(&mut link.url)
        } else if let Self::MiniProgram(program) = &mut self {
            Some(&mut program.url)
        } else {
            None
        };
        if let (Some(url), Some(to)) = (url, to) {
            *url = to;
        }
        self
    }

    /// Safe to show, whoever wrote the file.
    pub fn body(&self) -> Body {
        match self.clone() {
            Self::Text { text } => Body::Text(text),
            Self::Image(picture) => Body::Image(picture),
            Self::Sticker(sticker) => Body::Sticker(sticker),
            Self::Voice { millis } => Body::Voice { millis },
            Self::Video(clip) => Body::Video(clip),
            Self::Location(place) => Body::Location(place),
            Self::Card(card) => Body::Card(card),
            Self::FriendRequest(stranger) => Body::FriendRequest(Box::new(stranger.into())),
            Self::Link(link) => Body::Link(link),
            Self::Articles { articles } => Body::Articles(articles),
            Self::File(file) => Body::File(file),
            Self::MiniProgram(program) => Body::MiniProgram(Box::new(program.into())),
            Self::Music(link) => Body::Music(link),
            Self::ChatHistory {
                title,
                summary,
                items,
            } => Body::ChatHistory(Box::new(Record {
                title,
                summary,
                items: items.iter().map(Entry::item).collect(),
            })),
            Self::Quote(reply) => Body::Quote(Box::new(reply.into())),
            Self::Transfer(transfer) => Body::Transfer(transfer),
            Self::RedPacket { title } => Body::RedPacket { title },
            Self::Call => Body::Call,
            Self::OnPhone { what, title } => Body::OnPhone { what, title },
            Self::Announcement { text } => Body::Announcement(text),
            Self::Notice { text } => Body::Notice(text),
            Self::Recalled { text, was } => Body::Recalled(Recalled {
                by: By::told(text),
                was: was.map(|was| Box::new(was.body())),
            }),
            Self::Unsupported {
                msg_type,
                app_type,
                title,
            } => Body::Unsupported {
                msg_type,
                app_type,
                title,
            },
        }
    }
}

impl Entry {
    fn of(item: &Item) -> Self {
        Self {
            name: item.name.clone(),
            at: item.at.clone(),
            said: Said::of(&item.body),
        }
    }

    fn item(&self) -> Item {
        Item {
            name: self.name.clone(),
            at: self.at.clone(),
            body: self.said.body(),
        }
    }
}

impl From<Request> for Stranger {
    fn from(request: Request) -> Self {
        Self {
            name: request.name,
            greeting: request.greeting,
            alias: request.alias,
            province: request.province,
            city: request.city,
            scene: request.scene,
        }
    }
}

impl From<Stranger> for Request {
    fn from(stranger: Stranger) -> Self {
        Self {
            name: stranger.name,
            greeting: stranger.greeting,
            alias: stranger.alias,
            province: stranger.province,
            city: stranger.city,
            scene: stranger.scene,
            ..Self::default()
        }
    }
}

impl From<Link> for Program {
    fn from(link: Link) -> Self {
        Self {
            title: link.title,
            app: link.source,
            description: link.description,
            url: link.url,
            cover: link.cover,
        }
    }
}

impl From<Program> for Link {
    fn from(program: Program) -> Self {
        Self {
            title: program.title,
            source: program.app,
            description: program.description,
            url: program.url,
            cover: program.cover,
        }
    }
}

impl From<Quote> for Reply {
    fn from(quote: Quote) -> Self {
        Self {
            text: quote.reply,
            name: quote.name,
            quoted: quote.quoted,
            of: quote.of.map(|of| of.0.to_string()),
        }
    }
}

impl From<Reply> for Quote {
    fn from(reply: Reply) -> Self {
        Self {
            reply: reply.text,
            name: reply.name,
            quoted: reply.quoted,
            of: reply.of.and_then(|of| of.parse().ok()).map(MsgId),
        }
    }
}
