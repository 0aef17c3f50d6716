//! What a message says: one [`Body`] per kind of `protocol.md §6`.
//!
//! Owns which kinds there are, and what is left of one that was recalled. What is large is behind one pointer, so that a
//! line of plain text stays small. Never: what a kind carries, which is `kinds`.

use super::kinds::{
    Card, Clip, File, Link, OnPhone, Picture, Place, Quote, Record, Request, Sticker, Transfer,
};
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

/// What is left of a recalled message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    pub by: By,
    /// What was said, where the person wants that kept.
    pub was: Option<Box<Body>>,
}

/// Who took a message back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The person themselves, here or on the phone: that is said in their language.
    Me,
    /// Whom the service's sentence names.
    Told(SafeText),
}

/// What the service tells every client of an account that took a message back (`protocol.md App. D.3`). With a name in it a
/// sentence is another one, whatever the name: the service quotes it.
const BY_ME: [&str; 2] = ["你撤回了一条消息", "You recalled a message"];

impl By {
    pub fn told(sentence: SafeText) -> Self {
        if BY_ME.contains(&sentence.as_str()) {
            Self::Me
        } else {
            Self::Told(sentence)
        }
    }

    /// As the service says it, for other programs: [`By::told`] of it is this.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Me => BY_ME[0],
            Self::Told(sentence) => sentence.as_str(),
        }
    }
}

/// How a message is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub by: By,
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
            by: self.by.clone(),
            was,
        });
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
