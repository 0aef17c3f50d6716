//! The addresses in a message, and the choice among them.
//!
//! Owns what counts as an address, and which are opened: pages of the web, shown letter for letter as the browser will get
//! them, names of hosts in the form that cannot pretend. Never: opens one without its being seen in full.

use linkify::{LinkFinder, LinkKind};
use url::Url;

use super::files::Told;
use super::message_act::to_clipboard;
use super::model::{Hint, Model, Overlay};
use super::moving::along;
use super::step::{Step, Touched};
use super::trail;
use crate::domain::id::MsgId;
use crate::domain::message::{Body, Link};
use crate::domain::text::SafeText;
use crate::port::media::MediaCommand;

/// More than anybody chooses from.
const MOST: usize = 100;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// At least one while the choice is open.
    pub list: Vec<Address>,
    pub selected: usize,
    /// The message they are in.
    pub(super) of: Option<MsgId>,
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
            selected: 0,
            of,
        };
        trail::open(model, Overlay::Links);
        step.touch(Touched::ALL);
    }
    any
}

pub(super) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    let links = &mut model.links;
    links.selected = along(links.selected, entries, links.list.len());
    step.touch(Touched::ALL);
}

/// To the browser with the one the bar is on.
pub(super) fn follow(model: &mut Model, step: &mut Step) {
    let Some(address) = model.links.list.get(model.links.selected).cloned() else {
        return;
    };
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
    model.links.selected = at;
    step.touch(Touched::ALL);
}

pub(super) fn copy(model: &mut Model, step: &mut Step) {
    if let Some(address) = model.links.list.get(model.links.selected) {
        let address = address.shown.clone();
        to_clipboard(model, address, step);
    }
}
