//! The words of a message that a search looks at: what people wrote, names and titles.
//!
//! Never: what a kind is called, which is the catalogue's.

use std::borrow::Cow;

use super::{Body, By, Link, Recalled, Record};
use crate::domain::text::SafeText;

impl Body {
    /// Each on a line; empty where nobody wrote any.
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
            Self::Recalled(Recalled { by, was }) => match (by, was) {
                (By::Told(sentence), Some(was)) => format!("{}\n{}", sentence.as_str(), was.said()).into(),
                (By::Told(sentence), None) => sentence.as_str().into(),
                (By::Me, was) => was.as_deref().map_or_else(Cow::default, Self::said),
            },
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
