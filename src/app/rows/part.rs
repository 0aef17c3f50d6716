//! A message's own rows: its words, or the rows of its card.
//!
//! Owns how many rows a body takes at a width, and which of its texts stands on which. No word of the program's own is
//! known here, so that the count is the same in every language: what a card says of itself has one clipped row, and only
//! people's words are wrapped. Never: what a row looks like, or what stands above the message.

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::message::{Body, By, Link, Record, TransferStep};
use crate::domain::text::{Faces, SafeText, drawn, for_each_row};

/// Columns before the rows of a card that has several, for its bar.
pub const BAR: u16 = 2;
/// Wider than this no row of a card is pleasant to read.
const WIDEST: u16 = 76;
/// Rows that a title, and the words below it, may take.
const WRAPPED: usize = 2;
/// Things listed below a title.
const LISTED: usize = 4;
/// Characters for each column that are looked at to fill a row: more than any row shows, so that a text of any length
/// costs no more than its first rows.
const LOOKED_AT: usize = 4;

/// One row of a message. Ranges are of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of what is said ([`words_of`]).
    Text(Range<usize>),
    /// Of what a reply is to ([`Quote::line`](crate::domain::message::Quote::line)).
    Quoted(Range<usize>),
    /// Of what was said before it was taken back ([`was_of`]); empty where that was no text.
    Was(Range<usize>),
    /// What kind it is and all that is known of it.
    Label,
    /// Of its title ([`title_of`]).
    Title(Range<usize>),
    /// Of what it says beside its title ([`below_title`]).
    Below(Range<usize>),
    /// The nth of the things listed in it ([`listed`]).
    Item(usize),
    /// How it stands, or what of it is known: what it cannot be understood without.
    Standing,
    /// What kind it is, where it is from, what can be done with it.
    Foot,
}

/// The rows of a body, told one by one: at least one.
pub(super) fn for_each_part(body: &Body, (columns, faces): (u16, Faces), mut part: impl FnMut(Part)) {
    match body {
        Body::Text(text) | Body::Notice(text) => words(text, (columns, faces), &mut part),
        Body::Announcement(text) => {
            part(Part::Label);
            words(text, (columns, faces), &mut part);
        }
        Body::Quote(quote) => {
            let quoted = quote.line();
            let quoted = drawn(quoted.as_str(), faces);
            at_most(WRAPPED, &quoted, card_columns(columns), |row| {
                part(Part::Quoted(row));
            });
            words(&quote.reply, (columns, faces), &mut part);
        }
        Body::Recalled(recalled) => {
            match &recalled.by {
                By::Told(sentence) => words(sentence, (columns, faces), &mut part),
                By::Me => part(Part::Label),
            }
            match recalled.was.as_deref().map(was_of) {
                Some(Some(was)) => {
                    for_each_row(&drawn(was.as_str(), faces), columns, |row| {
                        part(Part::Was(row));
                    });
                }
                Some(None) => part(Part::Was(0..0)),
                None => {}
            }
        }
        Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Location(_)
        | Body::Card(_)
        | Body::FriendRequest(_)
        | Body::Link(_)
        | Body::Articles(_)
        | Body::File(_)
        | Body::MiniProgram(_)
        | Body::Music(_)
        | Body::ChatHistory(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Unsupported { .. } => card(body, columns, &mut part),
    }
}

fn words(text: &SafeText, (columns, faces): (u16, Faces), part: &mut impl FnMut(Part)) {
    for_each_row(&drawn(text.as_str(), faces), columns, |row| {
        part(Part::Text(row));
    });
}

/// Title, words, list, foot; one row where there is no title.
fn card(body: &Body, columns: u16, part: &mut impl FnMut(Part)) {
    let title = title_of(body);
    if title.trim().is_empty() && !stands(body) {
        return part(Part::Label);
    }
    if title.trim().is_empty() {
        // What follows says all there is.
    } else if let Body::File(_) = body {
        // A name is cut in its middle, and keeps its end.
        part(Part::Title(0..title.len()));
    } else {
        at_most(WRAPPED, title, card_columns(columns), |row| {
            part(Part::Title(row));
        });
    }
    at_most(WRAPPED, below_title(body), card_columns(columns), |row| {
        part(Part::Below(row));
    });
    for nth in 0..count_listed(body).min(LISTED) {
        part(Part::Item(nth));
    }
    if stands(body) {
        part(Part::Standing);
    }
    part(Part::Foot);
}

/// Whether how it stands has a row of its own.
fn stands(body: &Body) -> bool {
    if let Body::Transfer(transfer) = body {
        transfer.step != TransferStep::Unknown
    } else if let Body::FriendRequest(request) = body {
        !request.accepted
    } else {
        matches!(body, Body::Unsupported { .. })
    }
}

/// Columns for the rows of a card with a bar.
pub fn card_columns(columns: u16) -> u16 {
    columns.saturating_sub(BAR).clamp(1, WIDEST)
}

/// The first rows of a text that have something on them. The last one goes on to the text's end, to be clipped, where
/// there would be more.
fn at_most(most: usize, text: &str, columns: u16, mut row: impl FnMut(Range<usize>)) {
    let looked_at = LOOKED_AT * most * usize::from(columns);
    let end = text
        .char_indices()
        .nth(looked_at)
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text);
    let (mut count, mut before) = (0, None::<Range<usize>>);
    for_each_row(head, columns, |range| {
        let inked = head.get(range.clone()).is_some_and(|row| !row.trim().is_empty());
        count += usize::from(inked);
        if inked
            && count <= most
            && let Some(full) = before.replace(range)
        {
            row(full);
        }
    });
    if let Some(last) = before {
        let more = count > most || end < text.len();
        row(if more { last.start..text.len() } else { last });
    }
}

/// The text that [`Part::Text`] is a range of, as [`drawn`]; `None` for what is a card.
pub fn words_of(body: &Body, faces: Faces) -> Option<Cow<'_, str>> {
    super::text_of(body).map(|text| drawn(text.as_str(), faces))
}

/// The text that was taken back; `None` where it was something else.
pub fn was_of(was: &Body) -> Option<&SafeText> {
    if let Body::Text(text) | Body::Announcement(text) = was {
        Some(text)
    } else if let Body::Quote(quote) = was {
        Some(&quote.reply)
    } else {
        None
    }
}

/// What a card is called by; empty where nothing is told.
pub fn title_of(body: &Body) -> &str {
    let texts: [&SafeText; 3] = match body {
        Body::Link(link) | Body::MiniProgram(link) | Body::Music(link) => titles(link),
        Body::Articles(links) => return links.first().map_or("", |link| first_told(titles(link))),
        Body::Location(place) => [&place.name, &place.address, &place.address],
        Body::Card(card) => [&card.name, &card.alias, &card.alias],
        Body::FriendRequest(request) => [&request.name, &request.alias, &request.greeting],
        Body::File(file) => return file.name.as_str(),
        Body::ChatHistory(record) => return record.title.as_str(),
        Body::Transfer(transfer) => [&transfer.amount, &transfer.memo, &transfer.memo],
        Body::RedPacket { title } | Body::OnPhone { title, .. } | Body::Unsupported { title, .. } => {
            return title.as_str();
        }
        Body::Text(_)
        | Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Quote(_)
        | Body::Call
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_) => return "",
    };
    first_told(texts)
}

fn titles(link: &Link) -> [&SafeText; 3] {
    [&link.title, &link.description, &link.url]
}

fn first_told(texts: [&SafeText; 3]) -> &str {
    let mut told = texts.into_iter().map(SafeText::as_str);
    told.find(|text| !text.is_empty()).unwrap_or_default()
}

/// What a card says below its title; empty where that is all.
pub fn below_title(body: &Body) -> &str {
    let (title, below) = match body {
        Body::Link(link) | Body::MiniProgram(link) => (&link.title, &link.description),
        Body::Articles(links) => match links.first() {
            Some(link) => (&link.title, &link.description),
            None => return "",
        },
        Body::Location(place) => (&place.name, &place.address),
        Body::FriendRequest(request) => (&request.name, &request.greeting),
        Body::Transfer(transfer) => (&transfer.amount, &transfer.memo),
        Body::Text(_)
        | Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Card(_)
        | Body::File(_)
        | Body::Music(_)
        | Body::ChatHistory(_)
        | Body::Quote(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_)
        | Body::Unsupported { .. } => return "",
    };
    if title.is_empty() { "" } else { below.as_str() }
}

/// One of the things listed in a card.
pub enum Listed<'a> {
    Article(&'a Link),
    Said(&'a crate::domain::message::Said),
    /// As the sender's phone wrote it.
    Line(&'a str),
}

/// The nth of the things listed below a title.
pub fn listed(body: &Body, nth: usize) -> Option<Listed<'_>> {
    if let Body::Articles(links) = body {
        links.get(nth + 1).map(Listed::Article)
    } else if let Body::ChatHistory(record) = body {
        match record.items.get(nth) {
            Some(said) => Some(Listed::Said(said)),
            None => summary(record).nth(nth).map(Listed::Line),
        }
    } else {
        None
    }
}

fn count_listed(body: &Body) -> usize {
    if let Body::Articles(links) = body {
        links.len().saturating_sub(1)
    } else if let Body::ChatHistory(record) = body {
        match record.items.len() {
            0 => summary(record).count(),
            items => items,
        }
    } else {
        0
    }
}

fn summary(record: &Record) -> impl Iterator<Item = &str> {
    let lines = record.summary.as_str().lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).take(LISTED)
}
