//! Bodies as columns: a number for the kind, the words a search looks at, and what is left as JSON.
//!
//! The numbers are in files for ever: one is never given to another kind, and a kind that is gone keeps its own. So are
//! the names in the JSON, and one that is missing there is what was not known yet when the row was written. What cannot be
//! read back (a kind of a later weft, JSON that was tampered with) is [`Body::Unsupported`] with its words.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::message::{Body, By, Card, File, Link, OnPhone, Place, Recalled, Record, Said};
use crate::domain::text::SafeText;
use crate::port::store::Has;

/// The schema's own index of kinds leaves it out.
const TEXT: i64 = 0;
const IMAGE: i64 = 1;
pub(super) const STICKER: i64 = 2;
const VOICE: i64 = 3;
const VIDEO: i64 = 4;
const LOCATION: i64 = 5;
const CARD: i64 = 6;
const FRIEND_REQUEST: i64 = 7;
const LINK: i64 = 8;
const FILE: i64 = 9;
const MINI_PROGRAM: i64 = 10;
const MUSIC: i64 = 11;
const CHAT_HISTORY: i64 = 12;
const QUOTE: i64 = 13;
const TRANSFER: i64 = 14;
const RED_PACKET: i64 = 15;
const CALL: i64 = 16;
const NOTICE: i64 = 17;
const RECALLED: i64 = 18;
const UNSUPPORTED: i64 = 19;
const ARTICLES: i64 = 20;
const ON_PHONE: i64 = 21;
const ANNOUNCEMENT: i64 = 22;

/// How deep one body may stand in another (records in records, a recalled one) and still be read back.
const DEPTH: u8 = 8;

/// The kinds that people write, with links in them now and then.
pub(super) const WRITTEN: [i64; 3] = [TEXT, QUOTE, ANNOUNCEMENT];

/// The kinds that are such content.
pub(super) fn numbers(has: Has) -> &'static [i64] {
    match has {
        Has::Image => &[IMAGE],
        Has::File => &[FILE],
        Has::Link => &[LINK, ARTICLES],
        Has::Voice => &[VOICE],
        Has::Video => &[VIDEO],
    }
}

/// A body, ready to be written.
pub(super) struct Columns<'a> {
    pub kind: i64,
    pub text: Cow<'a, str>,
    pub rest: Option<String>,
}

/// A body as columns. Where it is more than one text, each is named in the JSON.
pub(super) fn columns(body: &Body) -> Columns<'_> {
    let (kind, rest) = match body {
        Body::Text(_) => (TEXT, None),
        Body::Image(picture) => (IMAGE, json(picture)),
        Body::Sticker(sticker) => (STICKER, json(sticker)),
        Body::Voice { millis } => (VOICE, json(&Voice { millis: *millis })),
        Body::Video(clip) => (VIDEO, json(clip)),
        Body::Location(place) => (LOCATION, json(place)),
        Body::Card(card) => (CARD, json(card)),
        Body::FriendRequest(request) => (FRIEND_REQUEST, json(request)),
        Body::Link(link) => (LINK, json(link)),
        Body::Articles(links) => (ARTICLES, json(links)),
        Body::File(file) => (FILE, json(file)),
        Body::MiniProgram(link) => (MINI_PROGRAM, json(link)),
        Body::Music(link) => (MUSIC, json(link)),
        Body::ChatHistory(record) => (CHAT_HISTORY, json(&History::of(record))),
        Body::Quote(quote) => (QUOTE, json(quote)),
        Body::Transfer(transfer) => (TRANSFER, json(transfer)),
        Body::RedPacket { .. } => (RED_PACKET, None),
        Body::Call => (CALL, None),
        Body::OnPhone { what, .. } => (ON_PHONE, json(&Named { what: *what })),
        Body::Announcement(_) => (ANNOUNCEMENT, None),
        Body::Notice(_) => (NOTICE, None),
        Body::Recalled(recalled) => (RECALLED, taken_back(recalled)),
        Body::Unsupported {
            msg_type, app_type, ..
        } => {
            let (msg_type, app_type) = (*msg_type, *app_type);
            (UNSUPPORTED, json(&Numbers { msg_type, app_type }))
        }
    };
    Columns {
        kind,
        text: body.said(),
        rest,
    }
}

#[derive(Serialize, Deserialize)]
struct Voice {
    millis: u32,
}

#[derive(Serialize, Deserialize)]
struct Named {
    what: OnPhone,
}

#[derive(Serialize, Deserialize)]
struct Numbers {
    msg_type: u32,
    app_type: u32,
}

#[derive(Serialize, Deserialize)]
struct TakenBack<'a> {
    /// Rows of before `mine` have the service's sentence for that too.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    notice: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    mine: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<Nested<'a>>,
}

#[derive(Serialize, Deserialize)]
struct History<'a> {
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Item<'a> {
    name: Cow<'a, str>,
    at: Cow<'a, str>,
    said: Nested<'a>,
}

/// A body inside another: its columns.
#[derive(Serialize, Deserialize)]
struct Nested<'a> {
    kind: i64,
    text: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rest: Option<Box<RawValue>>,
}

impl<'a> Nested<'a> {
    fn of(body: &'a Body) -> Self {
        let Columns { kind, text, rest } = columns(body);
        let rest = rest.and_then(|rest| RawValue::from_string(rest).ok());
        Self { kind, text, rest }
    }

    fn restored(&self, depth: u8) -> Body {
        let rest = self.rest.as_deref().map(RawValue::get);
        let body = depth
            .checked_sub(1)
            .and_then(|depth| known(self.kind, &self.text, rest, depth));
        body.unwrap_or_else(|| Body::Unsupported {
            msg_type: 0,
            app_type: 0,
            title: SafeText::new(&self.text),
        })
    }
}

impl<'a> History<'a> {
    fn of(record: &'a Record) -> Self {
        let item = |said: &'a Said| Item {
            name: said.name.as_str().into(),
            at: said.at.as_str().into(),
            said: Nested::of(&said.body),
        };
        Self {
            title: record.title.as_str().into(),
            summary: record.summary.as_str().into(),
            items: record.items.iter().map(item).collect(),
        }
    }

    fn restored(&self, depth: u8) -> Record {
        let said = |item: &Item<'_>| Said {
            name: SafeText::new(&item.name),
            at: SafeText::new(&item.at),
            body: item.said.restored(depth),
        };
        Record {
            title: SafeText::new(&self.title),
            summary: SafeText::new(&self.summary),
            items: self.items.iter().map(said).collect(),
        }
    }
}

/// Nothing where only the service's sentence is left, which is the line's text.
fn taken_back(recalled: &Recalled) -> Option<String> {
    let (notice, mine) = match &recalled.by {
        By::Me => ("", true),
        By::Told(_) if recalled.was.is_none() => return None,
        By::Told(sentence) => (sentence.as_str(), false),
    };
    json(&TakenBack {
        notice: notice.into(),
        mine,
        was: recalled.was.as_deref().map(Nested::of),
    })
}

fn json(rest: &impl Serialize) -> Option<String> {
    serde_json::to_string(rest).ok()
}

/// The body that was kept. `types` are the numbers the service gave the message, for a kind nobody knows here.
pub(super) fn restored(kind: i64, text: &str, rest: Option<&str>, types: (u32, u32)) -> Body {
    known(kind, text, rest, DEPTH).unwrap_or_else(|| Body::Unsupported {
        msg_type: types.0,
        app_type: types.1,
        title: SafeText::new(text),
    })
}

fn known(kind: i64, text: &str, rest: Option<&str>, depth: u8) -> Option<Body> {
    let words = || SafeText::new(text);
    Some(match kind {
        TEXT => Body::Text(words()),
        IMAGE => Body::Image(told(rest)?),
        STICKER => Body::Sticker(told(rest)?),
        VOICE => Body::Voice {
            millis: read::<Voice>(rest?)?.millis,
        },
        VIDEO => Body::Video(told(rest)?),
        LINK => Body::Link(read(rest?)?),
        ARTICLES => Body::Articles(read(rest?)?),
        FRIEND_REQUEST => Body::FriendRequest(read(rest?)?),
        MINI_PROGRAM => Body::MiniProgram(read(rest?)?),
        QUOTE => Body::Quote(read(rest?)?),
        TRANSFER => Body::Transfer(read(rest?)?),
        RED_PACKET => Body::RedPacket { title: words() },
        CALL => Body::Call,
        ON_PHONE => Body::OnPhone {
            what: read::<Named>(rest?)?.what,
            title: words(),
        },
        ANNOUNCEMENT => Body::Announcement(words()),
        NOTICE => Body::Notice(words()),
        UNSUPPORTED => {
            let Numbers { msg_type, app_type } = read(rest?)?;
            Body::Unsupported {
                msg_type,
                app_type,
                title: words(),
            }
        }
        CHAT_HISTORY | RECALLED => nesting(kind, text, rest, depth)?,
        _ => once_one_text(kind, text, rest)?,
    })
}

/// Bodies that hold others. Their first rows had one text and no JSON.
fn nesting(kind: i64, text: &str, rest: Option<&str>, depth: u8) -> Option<Body> {
    let words = SafeText::new(text);
    Some(match (kind, rest) {
        (RECALLED, None) => Body::Recalled(Recalled {
            by: By::told(words),
            was: None,
        }),
        (RECALLED, Some(rest)) => {
            let TakenBack { notice, mine, was } = read(rest)?;
            let told = || By::told(SafeText::new(&notice));
            Body::Recalled(Recalled {
                by: if mine { By::Me } else { told() },
                was: was.map(|was| Box::new(was.restored(depth))),
            })
        }
        (_, None) => Body::ChatHistory(Box::new(Record {
            title: words,
            ..Record::default()
        })),
        (_, Some(rest)) => Body::ChatHistory(Box::new(read::<History<'_>>(rest)?.restored(depth))),
    })
}

/// Kinds whose first rows had one text, which no JSON named.
fn once_one_text(kind: i64, text: &str, rest: Option<&str>) -> Option<Body> {
    let words = || SafeText::new(text);
    Some(match kind {
        LOCATION => {
            let mut place: Box<Place> = told(rest)?;
            if rest.is_none() {
                place.address = words();
            }
            Body::Location(place)
        }
        CARD => {
            let mut card: Box<Card> = read(rest?)?;
            if card.name.is_empty() && card.alias.is_empty() {
                card.name = words();
            }
            Body::Card(card)
        }
        FILE => {
            let mut file: File = read(rest?)?;
            file.name = words();
            Body::File(file)
        }
        MUSIC => {
            let mut link: Box<Link> = told(rest)?;
            if rest.is_none() {
                link.title = words();
            }
            Body::Music(link)
        }
        _ => return None,
    })
}

/// No JSON: a row of a time when nothing more was known of the kind.
fn told<'a, T: Deserialize<'a> + Default>(rest: Option<&'a str>) -> Option<T> {
    rest.map_or_else(|| Some(T::default()), read)
}

fn read<'a, T: Deserialize<'a>>(rest: &'a str) -> Option<T> {
    serde_json::from_str(rest).ok()
}
