//! Every kind of message as one clear line: for the list, a hit of the search, an export.
//!
//! Owns `[kind] what is known`. Never: a second row.

use std::borrow::Cow;

use super::facts::{kind, length, size, sticker, unsupported};
use crate::domain::message::{Body, By, File, Link, Place, Quote};
use crate::domain::text::{SafeText, drawn};
use crate::ui::View;
use crate::words::Words;

/// As [`short`], as it is drawn.
pub fn short_in(body: &Body, view: View<'_>) -> String {
    let short = short(body, &view.look.words);
    match drawn(&short, view.model.settings.faces) {
        Cow::Borrowed(_) => short,
        Cow::Owned(drawn) => drawn,
    }
}

/// `[kind] detail`; what people wrote without a kind.
pub fn short(body: &Body, words: &Words) -> String {
    let detail: Cow<'_, str> = match body {
        Body::Text(text) | Body::Notice(text) => return first_line(text).into_owned(),
        Body::Recalled(recalled) => return taken_back(&recalled.by, words),
        Body::Quote(quote) => return replied(quote, words),
        Body::Announcement(text) => first_line(text),
        Body::Image(_) => "".into(),
        Body::Sticker(emoji) => sticker(emoji, words).into(),
        Body::Voice { millis } => length(millis.div_ceil(1000), words),
        Body::Video(clip) => length(clip.seconds, words),
        Body::Location(place) => location(place),
        Body::Card(card) => card.name.as_str().into(),
        Body::FriendRequest(request) => pair(&request.name, &request.greeting, ": "),
        Body::Link(link) => page(link),
        Body::Articles(links) => links.first().map_or_else(Cow::default, page),
        Body::File(file) => named(file),
        Body::MiniProgram(link) => pair(&link.title, &link.source, " · "),
        Body::Music(link) => pair(&link.title, &link.description, " · "),
        Body::ChatHistory(record) => record.title.as_str().into(),
        Body::Transfer(transfer) => pair(&transfer.amount, &transfer.memo, " · "),
        Body::RedPacket { title } | Body::OnPhone { title, .. } => title.as_str().into(),
        Body::Call => words.say("on-the-phone"),
        Body::Unsupported {
            msg_type,
            app_type,
            title,
        } => unknown((*msg_type, *app_type), title, words),
    };
    let kind = words.say(kind(body));
    if detail.is_empty() {
        format!("[{kind}]")
    } else {
        format!("[{kind}] {detail}")
    }
}

/// Who took it back: oneself in the person's language, anybody else as the service says it.
fn taken_back(by: &By, words: &Words) -> String {
    match by {
        By::Me => words.say("recalled-by-me").into_owned(),
        By::Told(sentence) => first_line(sentence).into_owned(),
    }
}

fn replied(quote: &Quote, words: &Words) -> String {
    let quoted = quote.line();
    if quoted.is_empty() {
        return quote.reply.as_str().to_owned();
    }
    let args = [
        ("reply", quote.reply.as_str().into()),
        ("quoted", quoted.as_str().into()),
    ];
    words.say_with("quote-line", &args)
}

fn page(link: &Link) -> Cow<'_, str> {
    let title = if link.title.is_empty() {
        &link.description
    } else {
        &link.title
    };
    pair(title, &link.source, " · ")
}

/// The address with the place's name behind it, as the vendor writes it.
fn location(place: &Place) -> Cow<'_, str> {
    match (place.address.is_empty(), place.name.is_empty()) {
        (false, false) => format!("{}({})", place.address.as_str(), place.name.as_str()).into(),
        (_, true) => place.address.as_str().into(),
        (true, false) => place.name.as_str().into(),
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

fn pair<'a>(first: &'a SafeText, second: &'a SafeText, between: &str) -> Cow<'a, str> {
    match (first.is_empty(), second.is_empty()) {
        (_, true) => first.as_str().into(),
        (true, false) => second.as_str().into(),
        (false, false) => format!("{}{between}{}", first.as_str(), second.as_str()).into(),
    }
}

fn named(file: &File) -> Cow<'_, str> {
    match file.bytes {
        None => file.name.as_str().into(),
        Some(bytes) => format!("{} · {}", file.name.as_str(), size(bytes)).into(),
    }
}

fn unknown<'a>(numbers: (u32, u32), title: &'a SafeText, words: &Words) -> Cow<'a, str> {
    let told = unsupported(numbers, words);
    if title.is_empty() {
        told.into()
    } else {
        format!("{} · {told}", title.as_str()).into()
    }
}
