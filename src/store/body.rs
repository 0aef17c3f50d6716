//! Bodies as columns: a number for the kind, the words a search looks at, and what is left as JSON.
//!
//! The numbers are in files for ever: one is never given to another kind, and a kind that is gone keeps its own. What
//! cannot be read back (a kind of a later weft, JSON that was tampered with) is [`Body::Unsupported`] with its words.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::message::Body;
use crate::domain::text::SafeText;

const TEXT: i64 = 0;
const IMAGE: i64 = 1;
const STICKER: i64 = 2;
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

/// A body, ready to be written.
pub(super) struct Columns<'a> {
    pub kind: i64,
    pub text: Cow<'a, str>,
    pub rest: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Voice {
    millis: u32,
}

#[derive(Serialize, Deserialize)]
struct Video {
    seconds: u32,
}

#[derive(Serialize, Deserialize)]
struct Card {
    public: bool,
}

#[derive(Serialize, Deserialize)]
struct File {
    bytes: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Numbers {
    msg_type: u32,
    app_type: u32,
}

#[derive(Serialize, Deserialize)]
struct Request<'a> {
    name: Cow<'a, str>,
    greeting: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Link<'a> {
    title: Cow<'a, str>,
    description: Cow<'a, str>,
    source: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct MiniProgram<'a> {
    title: Cow<'a, str>,
    app: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Quote<'a> {
    reply: Cow<'a, str>,
    quoted: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Transfer<'a> {
    amount: Cow<'a, str>,
    memo: Cow<'a, str>,
}

/// A body as columns.
pub(super) fn columns(body: &Body) -> Columns<'_> {
    match body {
        Body::Text(text) => words(TEXT, text),
        Body::Image => wordless(IMAGE),
        Body::Sticker => wordless(STICKER),
        Body::Voice { millis } => with(wordless(VOICE), &Voice { millis: *millis }),
        Body::Video { seconds } => with(wordless(VIDEO), &Video { seconds: *seconds }),
        Body::Location { label } => words(LOCATION, label),
        Body::Card { name, public } => with(words(CARD, name), &Card { public: *public }),
        Body::File { name, bytes } => with(words(FILE, name), &File { bytes: *bytes }),
        Body::Music { title } => words(MUSIC, title),
        Body::ChatHistory { title } => words(CHAT_HISTORY, title),
        Body::RedPacket { title } => words(RED_PACKET, title),
        Body::Call => wordless(CALL),
        Body::Notice(text) => words(NOTICE, text),
        Body::Recalled(text) => words(RECALLED, text),
        Body::Unsupported {
            msg_type,
            app_type,
            title,
        } => with(
            words(UNSUPPORTED, title),
            &Numbers {
                msg_type: *msg_type,
                app_type: *app_type,
            },
        ),
        Body::FriendRequest { .. }
        | Body::Link { .. }
        | Body::MiniProgram { .. }
        | Body::Quote { .. }
        | Body::Transfer { .. } => several(body),
    }
}

/// Bodies of several texts: all of them are searched, and each is named in the JSON.
fn several(body: &Body) -> Columns<'_> {
    match body {
        Body::FriendRequest { name, greeting } => with(
            joined(FRIEND_REQUEST, &[name, greeting]),
            &Request {
                name: borrowed(name),
                greeting: borrowed(greeting),
            },
        ),
        Body::Link {
            title,
            description,
            source,
        } => with(
            joined(LINK, &[title, description, source]),
            &Link {
                title: borrowed(title),
                description: borrowed(description),
                source: borrowed(source),
            },
        ),
        Body::MiniProgram { title, app } => with(
            joined(MINI_PROGRAM, &[title, app]),
            &MiniProgram {
                title: borrowed(title),
                app: borrowed(app),
            },
        ),
        Body::Quote { reply, quoted } => with(
            joined(QUOTE, &[reply, quoted]),
            &Quote {
                reply: borrowed(reply),
                quoted: borrowed(quoted),
            },
        ),
        Body::Transfer { amount, memo } => with(
            joined(TRANSFER, &[amount, memo]),
            &Transfer {
                amount: borrowed(amount),
                memo: borrowed(memo),
            },
        ),
        Body::Text(_)
        | Body::Image
        | Body::Sticker
        | Body::Voice { .. }
        | Body::Video { .. }
        | Body::Location { .. }
        | Body::Card { .. }
        | Body::File { .. }
        | Body::Music { .. }
        | Body::ChatHistory { .. }
        | Body::RedPacket { .. }
        | Body::Call
        | Body::Notice(_)
        | Body::Recalled(_)
        | Body::Unsupported { .. } => columns(body),
    }
}

fn wordless(kind: i64) -> Columns<'static> {
    Columns {
        kind,
        text: Cow::Borrowed(""),
        rest: None,
    }
}

fn words(kind: i64, text: &SafeText) -> Columns<'_> {
    Columns {
        kind,
        text: borrowed(text),
        rest: None,
    }
}

/// One below the other, so that no phrase is found across two of them by sight.
fn joined<'a>(kind: i64, texts: &[&'a SafeText]) -> Columns<'a> {
    let texts: Vec<_> = texts
        .iter()
        .map(|text| text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    Columns {
        kind,
        text: Cow::Owned(texts.join("\n")),
        rest: None,
    }
}

fn with<'a>(columns: Columns<'a>, rest: &impl Serialize) -> Columns<'a> {
    Columns {
        rest: serde_json::to_string(rest).ok(),
        ..columns
    }
}

fn borrowed(text: &SafeText) -> Cow<'_, str> {
    Cow::Borrowed(text.as_str())
}

/// The body that was kept. `types` are the numbers the service gave the message, for a kind nobody knows here.
pub(super) fn restored(kind: i64, text: &str, rest: Option<&str>, types: (u32, u32)) -> Body {
    known(kind, text, rest.unwrap_or("null")).unwrap_or_else(|| Body::Unsupported {
        msg_type: types.0,
        app_type: types.1,
        title: SafeText::new(text),
    })
}

fn known(kind: i64, text: &str, rest: &str) -> Option<Body> {
    let words = || SafeText::new(text);
    Some(match kind {
        TEXT => Body::Text(words()),
        IMAGE => Body::Image,
        STICKER => Body::Sticker,
        VOICE => Body::Voice {
            millis: read::<Voice>(rest)?.millis,
        },
        VIDEO => Body::Video {
            seconds: read::<Video>(rest)?.seconds,
        },
        LOCATION => Body::Location { label: words() },
        CARD => Body::Card {
            name: words(),
            public: read::<Card>(rest)?.public,
        },
        FILE => Body::File {
            name: words(),
            bytes: read::<File>(rest)?.bytes,
        },
        MUSIC => Body::Music { title: words() },
        CHAT_HISTORY => Body::ChatHistory { title: words() },
        RED_PACKET => Body::RedPacket { title: words() },
        CALL => Body::Call,
        NOTICE => Body::Notice(words()),
        RECALLED => Body::Recalled(words()),
        UNSUPPORTED => {
            let numbers = read::<Numbers>(rest)?;
            Body::Unsupported {
                msg_type: numbers.msg_type,
                app_type: numbers.app_type,
                title: words(),
            }
        }
        _ => several_known(kind, rest)?,
    })
}

fn several_known(kind: i64, rest: &str) -> Option<Body> {
    let safe = |text: Cow<'_, str>| SafeText::new(&text);
    Some(match kind {
        FRIEND_REQUEST => {
            let Request { name, greeting } = read(rest)?;
            Body::FriendRequest {
                name: safe(name),
                greeting: safe(greeting),
            }
        }
        LINK => {
            let Link {
                title,
                description,
                source,
            } = read(rest)?;
            Body::Link {
                title: safe(title),
                description: safe(description),
                source: safe(source),
            }
        }
        MINI_PROGRAM => {
            let MiniProgram { title, app } = read(rest)?;
            Body::MiniProgram {
                title: safe(title),
                app: safe(app),
            }
        }
        QUOTE => {
            let Quote { reply, quoted } = read(rest)?;
            Body::Quote {
                reply: safe(reply),
                quoted: safe(quoted),
            }
        }
        TRANSFER => {
            let Transfer { amount, memo } = read(rest)?;
            Body::Transfer {
                amount: safe(amount),
                memo: safe(memo),
            }
        }
        _ => return None,
    })
}

fn read<'a, T: Deserialize<'a>>(rest: &'a str) -> Option<T> {
    serde_json::from_str(rest).ok()
}
