//! The addresses in a message, and the choice among them.
//!
//! Owns what counts as an address, and which are opened: pages of the web, shown letter for letter as the browser will get
//! them, names of hosts in the form that cannot pretend; how many rows of one are in view. Never: opens one whose end was not in view.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use url::Url;

use super::files::Told;
use super::layout;
use super::message_act::to_clipboard;
use super::model::{Hint, Model, Overlay};
use super::moving::{By, along};
use super::step::{Step, Touched};
use super::trail;
use crate::domain::id::MsgId;
use crate::domain::message::{Body, Link};
use crate::domain::text::{SafeText, wrap};
use crate::port::media::MediaCommand;

/// More than anybody chooses from.
const MOST: usize = 100;
/// Columns of an address at most, and those around it.
const WIDEST: u16 = 96;
const AROUND: u16 = 8;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// At least one while the choice is open.
    pub list: Vec<Address>,
    pub selected: usize,
    /// The message they are in.
    pub(super) of: Option<MsgId>,
    /// The first row in view of the chosen address; less where fewer are out of view.
    top: usize,
}

/// How the choice stands on the screen, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub columns: u16,
    /// Rows of the list; none where there is but one address.
    pub listed: u16,
    /// Rows of the chosen address.
    pub address: u16,
}

impl Room {
    /// With whose page it is, what the keys do, and a blank row below the list.
    pub fn rows(self) -> u16 {
        self.listed + u16::from(self.listed > 0) + self.address + 2
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What the message calls it; may be empty.
    pub title: SafeText,
    /// In full.
    pub shown: SafeText,
    /// Whose page it is; empty for what is no page: that is never opened.
    pub host: SafeText,
}

impl Address {
    pub(super) fn of(raw: &str, title: &SafeText) -> Option<Self> {
        let raw = raw.trim();
        if raw.is_empty() {
            return None;
        }
        let title = title.clone();
        let page = Url::parse(raw)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        Some(match page {
            Some(page) => Self {
                title,
                shown: SafeText::line(page.as_str()),
                host: SafeText::line(page.host_str().unwrap_or_default()),
            },
            None => Self {
                title,
                shown: SafeText::line(raw),
                host: SafeText::default(),
            },
        })
    }

    pub fn is_page(&self) -> bool {
        !self.host.is_empty()
    }
}

/// Every address of a message, each once, in the order of their places.
pub fn addresses(body: &Body) -> Vec<Address> {
    let mut found = Vec::new();
    collect(body, &mut found);
    found
}

/// Whether there is one.
pub(super) fn any(body: &Body) -> bool {
    !addresses(body).is_empty()
}

fn collect(body: &Body, found: &mut Vec<Address>) {
    match body {
        Body::Text(text) | Body::Announcement(text) | Body::Notice(text) => in_text(text, found),
        Body::Quote(quote) => {
            in_text(&quote.reply, found);
            in_text(&quote.quoted, found);
        }
        Body::Link(link) | Body::MiniProgram(link) | Body::Music(link) => of_link(link, found),
        Body::Articles(links) => links.iter().for_each(|link| of_link(link, found)),
        Body::Location(place) => add(place.url.as_str(), &place.name, found),
        Body::ChatHistory(record) => record.items.iter().for_each(|item| collect(&item.body, found)),
        Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Card(_)
        | Body::FriendRequest(_)
        | Body::File(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Recalled(_)
        | Body::Unsupported { .. } => {}
    }
}

fn of_link(link: &Link, found: &mut Vec<Address>) {
    add(link.url.as_str(), &link.title, found);
}

/// What a person wrote: an address ends where Chinese begins. `linkify` by itself goes on behind it where more of what an
/// address is made of follows, as in `https://a.example，还有https://b.example`.
fn in_text(text: &SafeText, found: &mut Vec<Address>) {
    let mut finder = LinkFinder::new();
    finder.url_can_be_iri(false).kinds(&[LinkKind::Url]);
    for part in text.as_str().split(|c: char| !c.is_ascii()) {
        for link in finder.links(part) {
            add(link.as_str(), &SafeText::default(), found);
        }
    }
}

fn add(raw: &str, title: &SafeText, found: &mut Vec<Address>) {
    if let Some(address) = Address::of(raw, title)
        && found.len() < MOST
        && found.iter().all(|known| known.shown != address.shown)
    {
        found.push(address);
    }
}

/// The choice among the addresses of the chosen message; a single one is shown in full before it is opened, too.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let chosen = model.chosen().map(|line| (line.body.clone(), line.state.id()));
    if !chosen.is_some_and(|(body, of)| offer(model, (&body, of), step)) {
        model.hint = Some(Hint::File(Told::NoLinks));
    }
}

/// The choice among the addresses in this body, which is all or a part of the message `of`. Whether there are any.
pub(super) fn offer(model: &mut Model, (body, of): (&Body, Option<MsgId>), step: &mut Step) -> bool {
    let list = addresses(body);
    let any = !list.is_empty();
    if any {
        model.links = Links {
            list,
            of,
            ..Links::default()
        };
        trail::open(model, Overlay::Links);
        step.touch(Touched::ALL);
    }
    any
}

/// Above the status bar. The address has all rows it needs but one for the list: it is what is agreed to.
pub fn room(model: &Model) -> Room {
    let height = model.screen.height.saturating_sub(1);
    let columns = WIDEST.min(model.screen.width.saturating_sub(AROUND)).max(1);
    let several = model.links.list.len() > 1;
    let most = height.saturating_sub(2 * layout::edge_rows(height) + 2);
    let list = if several { model.links.list.len() } else { 0 };
    let list = u16::try_from(list).unwrap_or(u16::MAX);
    let wanted = u16::try_from(wrapped(model, columns).len()).unwrap_or(u16::MAX);
    let address = wanted.min(most.saturating_sub(2 * u16::from(several))).max(1);
    let listed = list.min(most.saturating_sub(address + 1)).max(u16::from(several));
    Room {
        columns,
        listed,
        address,
    }
}

fn wrapped(model: &Model, columns: u16) -> Vec<Range<usize>> {
    let chosen = model.links.list.get(model.links.selected);
    chosen.map_or_else(Vec::new, |chosen| wrap(chosen.shown.as_str(), columns))
}

/// The rows in view of the chosen address, as ranges of it, and how many are below them.
pub fn in_view(model: &Model) -> (Vec<Range<usize>>, usize) {
    let Room { columns, address, .. } = room(model);
    let rows = wrapped(model, columns);
    let below = rows.len().saturating_sub(address.into());
    let top = model.links.top.min(below);
    let shown = rows.into_iter().skip(top).take(address.into()).collect();
    (shown, below - top)
}

/// Among several the bar goes up and down; a single one is scrolled.
pub(super) fn move_by(model: &mut Model, by: By, step: &mut Step) {
    let count = model.links.list.len();
    match by {
        By::Entries(entries) if count > 1 => choose(model, along(model.links.selected, entries, count)),
        By::Entries(rows) => scroll(model, rows),
        By::Pages(pages) => {
            let page = isize::try_from(room(model).address).unwrap_or(1);
            scroll(model, pages.saturating_mul(page));
        }
    }
    step.touch(Touched::ALL);
}

fn choose(model: &mut Model, selected: usize) {
    let links = &mut model.links;
    if links.selected != selected {
        (links.selected, links.top) = (selected, 0);
    }
}

fn scroll(model: &mut Model, rows: isize) {
    let Room { columns, address, .. } = room(model);
    let out_of_view = wrapped(model, columns).len().saturating_sub(address.into());
    model.links.top = along(model.links.top.min(out_of_view), rows, out_of_view + 1);
}

/// To the browser with the one the bar is on; where the end of it is not in view, on to that first.
pub(super) fn follow(model: &mut Model, step: &mut Step) {
    let Some(address) = model.links.list.get(model.links.selected).cloned() else {
        return;
    };
    if in_view(model).1 > 0 {
        return move_by(model, By::Pages(1), step);
    }
    if browse(model, address, step) {
        trail::back(model);
        step.touch(Touched::ALL);
    }
}

/// To the browser with one that stands on the screen in full. Whether it goes there; why not, is said.
pub(super) fn browse(model: &mut Model, address: Address, step: &mut Step) -> bool {
    let not = if !address.is_page() {
        Some(Told::Foreign)
    } else if model.media_gone {
        Some(Told::Gone)
    } else {
        step.media(MediaCommand::OpenLink(address.shown));
        None
    };
    let goes = not.is_none();
    model.hint = not.map(Hint::File);
    goes
}

/// A number goes there; where there is but one, or the bar is on it already, to the browser.
pub(super) fn nth(model: &mut Model, nth: u8, step: &mut Step) {
    let at = usize::from(nth.saturating_sub(1));
    if at >= model.links.list.len() {
        return;
    }
    if model.links.selected == at {
        return follow(model, step);
    }
    choose(model, at);
    step.touch(Touched::ALL);
}

pub(super) fn copy(model: &mut Model, step: &mut Step) {
    if let Some(address) = model.links.list.get(model.links.selected) {
        let address = address.shown.clone();
        to_clipboard(model, address, step);
    }
}
