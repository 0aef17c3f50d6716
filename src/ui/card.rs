//! Every kind of message as one clear line.
//!
//! Owns what is told of a kind: its name, and what is known of it. Never: raw XML, a guess.

use std::borrow::Cow;

use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::words::Words;

/// `[label] detail`; text messages have no label.
pub struct Card<'a> {
    pub label: Cow<'a, str>,
    pub detail: Cow<'a, str>,
}

impl Card<'_> {
    /// On one line, for the list.
    pub fn into_line(self) -> String {
        match (self.label.is_empty(), self.detail.is_empty()) {
            (true, _) => self.detail.into_owned(),
            (false, true) => format!("[{}]", self.label),
            (false, false) => format!("[{}] {}", self.label, self.detail),
        }
    }
}

pub fn card<'a>(body: &'a Body, words: &'a Words) -> Card<'a> {
    let (label, detail): (&str, Cow<'a, str>) = match body {
        Body::Text(text) | Body::Notice(text) | Body::Recalled(text) => ("", first_line(text)),
        Body::Quote { reply, quoted } => return quote(reply, quoted, words),
        Body::Image => ("kind-image", "".into()),
        Body::Sticker => ("kind-sticker", "".into()),
        Body::Voice { millis } => ("kind-voice", length(millis.div_ceil(1000), words)),
        Body::Video { seconds } => ("kind-video", length(*seconds, words)),
        Body::Location { label } => ("kind-location", label.as_str().into()),
        Body::Card { name, public: false } => ("kind-card", name.as_str().into()),
        Body::Card { name, public: true } => ("kind-account-card", name.as_str().into()),
        Body::FriendRequest { name, greeting } => ("kind-friend-request", pair(name, greeting, ": ")),
        Body::Link {
            title,
            description,
            source,
        } => {
            let title = if title.is_empty() { description } else { title };
            ("kind-link", pair(title, source, " · "))
        }
        Body::File { name, bytes } => ("kind-file", file(name, *bytes)),
        Body::MiniProgram { title, app } => ("kind-mini-program", pair(title, app, " · ")),
        Body::Music { title } => ("kind-music", title.as_str().into()),
        Body::ChatHistory { title } => ("kind-chat-history", title.as_str().into()),
        Body::Transfer { amount, memo } => ("kind-transfer", pair(amount, memo, " · ")),
        Body::RedPacket { title } => ("kind-red-packet", title.as_str().into()),
        Body::Call => ("kind-call", words.say("on-the-phone")),
        Body::Unsupported {
            msg_type,
            app_type,
            title,
        } => (
            "kind-unsupported",
            unsupported((*msg_type, *app_type), title, words),
        ),
    };
    let label = if label.is_empty() {
        "".into()
    } else {
        words.say(label)
    };
    Card { label, detail }
}

fn quote<'a>(reply: &'a SafeText, quoted: &SafeText, words: &'a Words) -> Card<'a> {
    let detail = if quoted.is_empty() {
        reply.as_str().into()
    } else {
        let quoted = SafeText::line(quoted.as_str());
        let args = [
            ("reply", reply.as_str().into()),
            ("quoted", quoted.as_str().into()),
        ];
        words.say_with("quote-line", &args).into()
    };
    Card {
        label: "".into(),
        detail,
    }
}

fn first_line(text: &SafeText) -> Cow<'_, str> {
    let mut lines = text.as_str().lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    if lines.next().is_some() {
        format!("{first} …").into()
    } else {
        first.into()
    }
}

fn length(seconds: u32, words: &Words) -> Cow<'static, str> {
    if seconds == 0 {
        // Not told: some messages carry no length.
        return "".into();
    }
    if seconds < 60 {
        return words.say_with("seconds", &[("count", seconds.into())]).into();
    }
    format!("{}:{:02}", seconds / 60, seconds % 60).into()
}

fn pair<'a>(first: &'a SafeText, second: &'a SafeText, between: &str) -> Cow<'a, str> {
    match (first.is_empty(), second.is_empty()) {
        (_, true) => first.as_str().into(),
        (true, false) => second.as_str().into(),
        (false, false) => format!("{}{between}{}", first.as_str(), second.as_str()).into(),
    }
}

fn file(name: &SafeText, bytes: Option<u64>) -> Cow<'_, str> {
    match bytes {
        None => name.as_str().into(),
        Some(bytes) => format!("{} · {}", name.as_str(), size(bytes)).into(),
    }
}

/// In powers of 1024, as WeChat counts.
fn size(bytes: u64) -> String {
    const STEP: u64 = 1024;
    let mut unit = STEP;
    for name in ["KB", "MB", "GB"] {
        if bytes < unit {
            break;
        }
        let next = unit * STEP;
        if bytes < next || name == "GB" {
            let tenths = bytes.saturating_mul(10) / unit;
            return if tenths < 100 {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            } else {
                format!("{} {name}", tenths / 10)
            };
        }
        unit = next;
    }
    format!("{bytes} B")
}

fn unsupported<'a>(numbers: (u32, u32), title: &'a SafeText, words: &Words) -> Cow<'a, str> {
    let (msg_type, app_type) = numbers;
    let number = if app_type == 0 {
        msg_type.to_string()
    } else {
        format!("{msg_type}/{app_type}")
    };
    let told = words.say_with("unsupported-type", &[("number", (&*number).into())]);
    if title.is_empty() {
        told.into()
    } else {
        format!("{} · {told}", title.as_str()).into()
    }
}
