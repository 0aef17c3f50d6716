//! Everything known of one message, for whoever wants to know: facts, addresses, and what the service sent.
//!
//! Owns which facts there are and which rows are in view. The raw form is not in memory: the store is asked, and until it
//! answers the page shows what is known. Never: a word of its own, or a decision by what it shows.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::conversation::Line;
use super::history::Shelf;
use super::layout;
use super::model::{Model, Overlay};
use super::rows;
use super::step::{Step, Touched};
use crate::domain::id::{MsgId, PeerId, Seq};
use crate::domain::message::Body;
use crate::domain::text::{SafeText, for_each_row};
use crate::port::store::{LineRecord, State, StoreCommand};

/// Columns before a line of what the service sent, for each element around it; no deeper than so many.
const STEP: usize = 2;
const DEEPEST: usize = 12;
/// Hex digits of an MD5.
const MD5: usize = 32;

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
    /// The first row in view.
    pub top: usize,
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
            top: 0,
        };
        details.read();
        details
    }

    /// Reads what the line has.
    fn read(&mut self) {
        let raw = self.line.raw.as_deref();
        self.raw = raw.map(|raw| pretty(&raw.content)).unwrap_or_default();
        self.md5 = if let Body::Sticker(sticker) = &self.line.body
            && !sticker.md5.is_empty()
        {
            Some(sticker.md5.clone())
        } else {
            md5(self.raw.as_str())
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
        let id = match self.line.state {
            State::Kept(id) => id,
            State::Queued(_) | State::Sending(_) | State::Failed(..) | State::Unconfirmed(_) => None,
        };
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
            id.map(Fact::Id),
            raw.map(|raw| Fact::Types(raw.msg_type, raw.app_type)),
            name.filter(|name| !name.is_empty()).map(Fact::FileName),
            bytes.map(Fact::Bytes),
            extent.map(|(width, height)| Fact::Extent(width, height)),
            self.md5.clone().map(Fact::Md5),
        ];
        own.into_iter().chain(told).flatten()
    }

    /// All rows, top to bottom.
    pub fn rows(&self, columns: u16) -> Vec<Row> {
        let mut rows: Vec<Row> = self.facts().map(Row::Fact).collect();
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

fn addresses(body: &Body) -> Vec<SafeText> {
    match body {
        Body::Link(link) | Body::MiniProgram(link) | Body::Music(link) => {
            vec![link.url.clone(), link.cover.clone()]
        }
        Body::Articles(links) => links.iter().map(|link| link.url.clone()).collect(),
        Body::Sticker(sticker) => vec![sticker.url.clone()],
        Body::Location(place) => vec![place.url.clone()],
        Body::Text(_)
        | Body::Image(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Card(_)
        | Body::FriendRequest(_)
        | Body::File(_)
        | Body::ChatHistory(_)
        | Body::Quote(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_)
        | Body::Unsupported { .. } => Vec::new(),
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

/// The first MD5 that an element or attribute of that name tells.
fn md5(raw: &str) -> Option<Box<str>> {
    let told = raw.split("md5").skip(1).find_map(|rest| {
        let value = rest.trim_start_matches([' ', '=', '"', '>']);
        let digits = value.get(..MD5)?;
        digits
            .bytes()
            .all(|digit| digit.is_ascii_hexdigit())
            .then_some(digits)
    });
    told.map(Into::into)
}

/// What the service sent, entities undone once and an element a line, as far as it is XML at all.
fn pretty(content: &str) -> SafeText {
    let broken = content.replace("<br/>", "\n");
    let escaped = broken.contains("&lt;") && !broken.contains('<');
    let text = if escaped {
        html_escape::decode_html_entities(&broken).into_owned()
    } else {
        broken
    };
    match text.find('<') {
        Some(start) => {
            let (before, xml) = text.split_at(start);
            let mut pretty = before.trim().to_owned();
            indent(xml, &mut pretty);
            SafeText::new(&pretty)
        }
        None => SafeText::new(&text),
    }
}

/// The pieces of a document by how deep they stand. From where it makes no sense any more, as it came.
fn indent(xml: &str, pretty: &mut String) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut depth, mut from, mut inline) = (0_usize, 0, false);
    loop {
        let event = reader.read_event();
        let to = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        let piece = xml.get(from..to).unwrap_or_default().trim();
        let (before, after, joins, words_follow) = match event {
            Ok(Event::Start(_)) => (depth, depth + 1, false, true),
            // The end of an element with nothing but words in it stands beside them.
            Ok(Event::End(_)) => (depth.saturating_sub(1), depth.saturating_sub(1), inline, false),
            Ok(Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => (depth, depth, true, true),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {
                (depth, depth, false, false)
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                let rest = xml.get(from..).unwrap_or_default();
                pretty.push('\n');
                pretty.push_str(rest.trim());
                break;
            }
        };
        from = to;
        if piece.is_empty() {
            continue;
        }
        if !joins && !pretty.is_empty() {
            pretty.push('\n');
            pretty.extend(std::iter::repeat_n(' ', STEP * before.min(DEEPEST)));
        }
        pretty.push_str(piece);
        (depth, inline) = (after, words_follow);
    }
}

/// The page of the chosen message.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let talk = model.talk();
    let chosen = talk.and_then(|talk| talk.lines.get(talk.selected?));
    let Some((chat, line)) = model.chats.open.zip(chosen.map(Line::record)) else {
        return;
    };
    let kept = matches!(model.history.shelf, Shelf::Open { .. });
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
    if let Some(line) = line {
        details.line = line.clone();
        details.read();
    }
    if model.overlay == Some(Overlay::Details) {
        step.touch(Touched::ALL);
    }
}

pub(super) fn close(model: &mut Model) {
    model.details = None;
}

pub(super) fn scroll(model: &mut Model, by: isize, step: &mut Step) {
    let areas = layout::page_areas(model).unwrap_or_default();
    if let Some(details) = &mut model.details {
        let rows = details.rows(areas.rows.width).len();
        let last = rows.saturating_sub(areas.rows.height.into());
        details.top = details.top.saturating_add_signed(by).min(last);
        step.touch(Touched::ALL);
    }
}

pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    let height = layout::page_areas(model).map_or(1, |areas| areas.rows.height);
    let rows = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    scroll(model, rows.saturating_mul(pages), step);
}
