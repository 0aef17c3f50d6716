//! Everything known of one message, for whoever wants to know: facts, addresses, and what the service sent.
//!
//! Owns which facts there are, which of them the bar is on, and which rows are in view. The raw form is not in memory: the store is asked, and until it
//! answers the page shows what is known. Never: a word of its own, or a decision by what it shows.

mod form;

use std::ops::Range;

use super::conversation::Line;
use super::files::Told;
use super::layout;
use super::message_act::to_clipboard;
use super::model::{Hint, Model, Overlay};
use super::rows;
use super::step::{Step, Touched};
use crate::domain::id::{MsgId, PeerId, Seq};
use crate::domain::message::{Body, TakenBack};
use crate::domain::text::{SafeText, for_each_row};
use crate::port::store::{LineRecord, State, StoreCommand};

/// Columns of a page on which every reason has room on one row, or on two.
const WIDE: u16 = 100;
const NARROW: u16 = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub chat: PeerId,
    pub line: LineRecord,
    /// The answer is not here yet.
    pub waiting: bool,
    /// Where it leads and what it is fetched from.
    addresses: Vec<SafeText>,
    /// What the service sent, an element a line; empty where that is not kept.
    raw: SafeText,
    md5: Option<Box<str>>,
    /// What the bar is on, of [`Details::entries`].
    pub chosen: usize,
    /// The first row in view.
    pub top: usize,
}

/// What can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Fact(Fact),
    /// The nth of them.
    Address(usize),
    /// All of it.
    Raw,
}

/// One row of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Kind,
    Who,
    When,
    State,
    Id(MsgId),
    /// `MsgType` and `AppMsgType`.
    Types(u32, u32),
    Bytes(u64),
    /// Pixels.
    Extent(u16, u16),
    FileName(SafeText),
    Md5(Box<str>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Fact(Fact),
    /// The nth row of the rest of why it failed, where one has no room for every reason.
    Why(usize),
    Gap,
    AddressesHead,
    /// A byte range of the nth address.
    Address(usize, Range<usize>),
    RawHead,
    /// A byte range of [`Details::raw`].
    Raw(Range<usize>),
}

impl Details {
    fn of(chat: PeerId, line: LineRecord, waiting: bool) -> Self {
        let mut details = Self {
            chat,
            line,
            waiting,
            addresses: Vec::new(),
            raw: SafeText::default(),
            md5: None,
            chosen: 0,
            top: 0,
        };
        details.read();
        details
    }

    /// Reads what the line has.
    fn read(&mut self) {
        let raw = self.line.raw.as_deref();
        self.raw = raw.map(|raw| form::pretty(&raw.content)).unwrap_or_default();
        self.md5 = if let Body::Sticker(sticker) = &self.line.body
            && !sticker.md5.is_empty()
        {
            Some(sticker.md5.clone())
        } else {
            form::md5(self.raw.as_str())
        };
        self.addresses.clear();
        let url = raw.map(|raw| SafeText::line(&raw.url));
        for address in addresses(&self.line.body).into_iter().chain(url) {
            if !address.is_empty() && !self.addresses.contains(&address) {
                self.addresses.push(address);
            }
        }
    }

    pub fn raw(&self) -> &str {
        self.raw.as_str()
    }

    pub fn address(&self, nth: usize) -> &str {
        self.addresses.get(nth).map_or("", SafeText::as_str)
    }

    fn facts(&self) -> impl Iterator<Item = Fact> {
        let raw = self.line.raw.as_deref();
        let (bytes, extent) = sizes(&self.line.body);
        let bytes = Some(bytes).filter(|bytes| *bytes > 0);
        let bytes = bytes.or(raw.map(|raw| raw.file_bytes).filter(|bytes| *bytes > 0));
        let name = raw.map(|raw| SafeText::line(&raw.file_name));
        let own = [
            Some(Fact::Kind),
            Some(Fact::Who),
            Some(Fact::When),
            Some(Fact::State),
        ];
        let told = [
            self.line.state.id().map(Fact::Id),
            raw.map(|raw| Fact::Types(raw.msg_type, raw.app_type)),
            name.filter(|name| !name.is_empty()).map(Fact::FileName),
            bytes.map(Fact::Bytes),
            extent.map(|(width, height)| Fact::Extent(width, height)),
            self.md5.clone().map(Fact::Md5),
        ];
        own.into_iter().chain(told).flatten()
    }

    /// What the bar can be on, top to bottom. What stands in words of a language is there to be read.
    pub fn entries(&self) -> Vec<Entry> {
        let facts = self.facts().filter(|fact| fact.data().is_some()).map(Entry::Fact);
        let addresses = (0..self.addresses.len()).map(Entry::Address);
        let raw = (!self.raw.is_empty()).then_some(Entry::Raw);
        facts.chain(addresses).chain(raw).collect()
    }

    fn words(&self, entry: &Entry) -> SafeText {
        match entry {
            Entry::Fact(fact) => SafeText::line(&fact.data().unwrap_or_default()),
            Entry::Address(nth) => SafeText::line(self.address(*nth)),
            Entry::Raw => self.raw.clone(),
        }
    }

    /// All rows, top to bottom.
    pub fn rows(&self, columns: u16) -> Vec<Row> {
        let mut rows: Vec<Row> = self.facts().map(Row::Fact).collect();
        let more = match columns {
            _ if !matches!(self.line.state, State::Failed(..)) => 0,
            ..NARROW => 2,
            NARROW..WIDE => 1,
            WIDE.. => 0,
        };
        let state = rows.iter().position(|row| *row == Row::Fact(Fact::State));
        let behind = state.map_or(0, |state| state + 1);
        rows.splice(behind..behind, (0..more).map(Row::Why));
        let columns = rows::card_columns(columns.saturating_add(rows::BAR)).max(1);
        if !self.addresses.is_empty() {
            rows.extend([Row::Gap, Row::AddressesHead]);
        }
        for (nth, address) in self.addresses.iter().enumerate() {
            for_each_row(address.as_str(), columns, |range| {
                rows.push(Row::Address(nth, range));
            });
        }
        rows.extend([Row::Gap, Row::RawHead]);
        if !self.raw.is_empty() {
            for_each_row(self.raw.as_str(), columns, |range| rows.push(Row::Raw(range)));
        }
        rows
    }
}

impl Fact {
    /// What is the same in every language.
    fn data(&self) -> Option<String> {
        match self {
            Self::Kind | Self::Who | Self::When | Self::State => None,
            Self::Id(id) => Some(id.0.to_string()),
            Self::Types(msg_type, app_type) => Some(format!("{msg_type}/{app_type}")),
            Self::Bytes(bytes) => Some(bytes.to_string()),
            Self::Extent(width, height) => Some(format!("{width}×{height}")),
            Self::FileName(name) => Some(name.as_str().to_owned()),
            Self::Md5(md5) => Some(md5.to_string()),
        }
    }
}

impl Row {
    pub fn is_of(&self, entry: &Entry) -> bool {
        match (self, entry) {
            (Self::Fact(fact), Entry::Fact(of)) => fact == of,
            (Self::Address(nth, _), Entry::Address(of)) => nth == of,
            (Self::Raw(_), Entry::Raw) => true,
            (
                Self::Fact(_)
                | Self::Why(_)
                | Self::Gap
                | Self::AddressesHead
                | Self::Address(..)
                | Self::RawHead
                | Self::Raw(_),
                _,
            ) => false,
        }
    }
}

fn addresses(body: &Body) -> Vec<SafeText> {
    if let Body::Articles(links) = body {
        links.iter().map(|link| link.url.clone()).collect()
    } else if let Body::Sticker(sticker) = body {
        vec![sticker.url.clone()]
    } else if let Body::Location(place) = body {
        vec![place.url.clone()]
    } else {
        let link = body.link().map(|link| vec![link.url.clone(), link.cover.clone()]);
        link.unwrap_or_default()
    }
}

/// Bytes, 0 where not told, and pixels.
fn sizes(body: &Body) -> (u64, Option<(u16, u16)>) {
    let extent = |width: u16, height: u16| (width > 0 && height > 0).then_some((width, height));
    if let Body::Image(picture) = body {
        (picture.bytes.into(), extent(picture.width, picture.height))
    } else if let Body::Video(clip) = body {
        (clip.bytes, extent(clip.width, clip.height))
    } else if let Body::Sticker(sticker) = body {
        (0, extent(sticker.width, sticker.height))
    } else if let Body::File(file) = body {
        (file.bytes.unwrap_or_default(), None)
    } else {
        (0, None)
    }
}

/// The page of the chosen message.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some((chat, line)) = model.chats.open.zip(model.chosen().map(Line::record)) else {
        return;
    };
    let kept = model.history.is_open();
    if kept {
        step.store(StoreCommand::Line(line.seq));
    }
    model.details = Some(Box::new(Details::of(chat, line, kept)));
    model.overlay = Some(Overlay::Details);
    step.touch(Touched::ALL);
}

/// The store's answer, if it is about the message on screen.
pub(super) fn on_line(model: &mut Model, seq: Seq, line: Option<&LineRecord>, step: &mut Step) {
    let Some(details) = model.details.as_mut().filter(|details| details.line.seq == seq) else {
        return;
    };
    details.waiting = false;
    let taken_back = |line: &LineRecord| matches!(line.body, Body::Recalled(_));
    // It may have been read before it was taken back.
    let is_late = |line: &&LineRecord| taken_back(&details.line) && !taken_back(line);
    if let Some(line) = line.filter(|line| !is_late(line)) {
        details.line = line.clone();
        details.read();
    }
    if model.overlay == Some(Overlay::Details) {
        step.touch(Touched::ALL);
    }
}

/// It was taken back, and the page says so. Whether it is about that message.
pub(super) fn taken_back(model: &mut Model, message: MsgId, how: &TakenBack) -> bool {
    let details = model.details.as_deref_mut();
    let Some(details) = details.filter(|details| details.line.state.id() == Some(message)) else {
        return false;
    };
    how.mark(&mut details.line.body);
    if !how.keep {
        details.line.raw = None;
    }
    (details.chosen, details.top) = (0, 0);
    details.read();
    true
}

pub(super) fn close(model: &mut Model) {
    model.details = None;
}

/// The entry above or below; one that is longer than the page is scrolled through first.
pub(super) fn move_by(model: &mut Model, by: isize, step: &mut Step) {
    let Some((rows, height)) = measured(model) else {
        return;
    };
    let Some(details) = &mut model.details else {
        return;
    };
    let entries = details.entries();
    let (first, last) = span(&rows, entries.get(details.chosen));
    let end = rows.len().saturating_sub(height);
    if by == 1 && (last >= details.top + height || details.chosen + 1 >= entries.len()) {
        details.top = (details.top + 1).min(end);
    } else if by == -1 && (first < details.top || details.chosen == 0) {
        details.top = details.top.saturating_sub(1);
    } else {
        let most = entries.len().saturating_sub(1);
        details.chosen = details.chosen.saturating_add_signed(by).min(most);
        let (first, last) = span(&rows, entries.get(details.chosen));
        details.top = match by {
            isize::MIN => 0,
            isize::MAX => end,
            _ if first < details.top => first.max((last + 1).saturating_sub(height)),
            _ if last >= details.top + height => first.min((last + 1).saturating_sub(height)),
            _ => details.top,
        };
    }
    step.touch(Touched::ALL);
}

/// In another window: what the bar is on is in view.
pub(super) fn show_chosen(model: &mut Model) {
    let Some((rows, height)) = measured(model) else {
        return;
    };
    if let Some(details) = &mut model.details {
        let (first, last) = span(&rows, details.entries().get(details.chosen));
        let end = (last + 1).saturating_sub(height);
        details.top = details.top.clamp(end.min(first), first);
    }
}

/// A page up or down, but for one row; what is first in view is chosen.
pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    let Some((rows, height)) = measured(model) else {
        return;
    };
    let Some(details) = &mut model.details else {
        return;
    };
    let by = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    let top = details.top.saturating_add_signed(by.saturating_mul(pages));
    details.top = top.min(rows.len().saturating_sub(height));
    let in_view = rows.get(details.top..).unwrap_or_default();
    let entries = details.entries();
    let seen = |entry: &Entry| in_view.iter().take(height).any(|row| row.is_of(entry));
    details.chosen = entries.iter().position(seen).unwrap_or(details.chosen);
    step.touch(Touched::ALL);
}

/// What the bar is on, to the clipboard.
pub(super) fn copy(model: &mut Model, step: &mut Step) {
    let details = model.details.as_deref();
    let words = details.and_then(|details| Some(details.words(details.entries().get(details.chosen)?)));
    match words {
        Some(words) => to_clipboard(model, words, step),
        None => model.hint = Some(Hint::File(Told::NoWords)),
    }
}

/// The first and last row of an entry.
fn span(rows: &[Row], entry: Option<&Entry>) -> (usize, usize) {
    let is_of = |row: &Row| entry.is_some_and(|entry| row.is_of(entry));
    let first = rows.iter().position(is_of).unwrap_or_default();
    (first, rows.iter().rposition(is_of).unwrap_or(first))
}

/// All rows, and how many of them are in view.
fn measured(model: &Model) -> Option<(Vec<Row>, usize)> {
    let (details, areas) = model.details.as_deref().zip(layout::page_areas(model))?;
    let height = usize::from(areas.rows.height).max(1);
    Some((details.rows(areas.rows.width), height))
}
