//! The page of a contact: everything known of somebody, and who they may be besides.
//!
//! Owns its layout. Never: what is known, or who may do what.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::{BETWEEN_HINTS, Row, columns, rows};
use super::{View, evidence, keys, manage, names, panel, picture};
use crate::app::action::Action;
use crate::app::directory::Peer;
use crate::app::manage::ContactAction;
use crate::app::pictures;
use crate::domain::contact::{ContactKind, Member, Sex};
use crate::domain::geometry::Area;
use crate::domain::id::PeerId;
use crate::domain::text::{SafeText, wrap};

const WIDEST: u16 = 64;
/// Columns between a label and what it labels.
const BETWEEN: u16 = 2;

/// One row, but for the members, which are made as they come into view.
pub(super) struct Line<'a> {
    label: Cow<'a, str>,
    words: String,
    style: Style,
}

impl Line<'_> {
    pub fn draw(&self, view: View<'_>, row: &mut Row<'_>) {
        row.put(&self.label, view.theme().dim)
            .say(&self.words, self.style);
    }
}

/// `top` rows are scrolled away; what lies behind the end counts as the end.
pub fn draw(view: View<'_>, all: Area, (id, top): (PeerId, u16), buffer: &mut Buffer) {
    let Some(peer) = view.model.directory.peer(id) else {
        return;
    };
    let width = WIDEST.min(all.width.saturating_sub(6));
    let page = Page {
        view,
        id,
        peer,
        left: view.model.directory.has_left(id),
        width,
    };
    let lines = page.lines();
    let members: Vec<&Member> = page.members().collect();
    let height = u16::try_from(lines.len() + members.len()).unwrap_or(u16::MAX);
    let wish = (width, height.min(all.height.saturating_sub(4)).saturating_add(1));
    let title = names::peer(view, id);
    let inner = panel::open(view, all, (&title, wish), buffer);
    let list = rows(inner, 0, inner.height.saturating_sub(1));
    let first = top.min(height.saturating_sub(list.height));
    for at in 0..list.height {
        let nth = usize::from(first + at);
        let mut row = Row::new(buffer, list, at);
        if let Some(line) = lines.get(nth) {
            line.draw(view, &mut row);
        } else if let Some(member) = nth.checked_sub(lines.len()).and_then(|nth| members.get(nth)) {
            self::member(view, member, row.skip(BETWEEN));
        }
    }
    face(view, id, (list, first), buffer);
    let more = height.saturating_sub(first + list.height);
    panel::foot(view, inner, (&page.keys(), more.into()), buffer);
}

/// Their picture beside nothing else, while the top of the page is in view.
fn face(view: View<'_>, id: PeerId, (list, first): (Area, u16), buffer: &mut Buffer) {
    let Some(wanted) = pictures::page(view.model, id) else {
        return;
    };
    let size = wanted.view.within;
    for row in first..size.height {
        let here = Area {
            y: list.y + (row - first),
            width: size.width.min(list.width),
            height: size.height,
            x: list.x,
        };
        if row - first < list.height {
            picture::row(view, &wanted, (here, row), buffer);
        }
    }
}

struct Page<'a> {
    view: View<'a>,
    id: PeerId,
    peer: &'a Peer,
    /// A group I am in no more.
    left: bool,
    width: u16,
}

impl<'a> Page<'a> {
    fn lines(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let members = self.members().count();
        if let Some(face) = pictures::page(self.view.model, self.id) {
            for _ in 0..face.view.within.height {
                plain_row("", self.view.theme().text, &mut lines);
            }
        }
        // What asks for an answer comes first.
        self.offers(&mut lines);
        self.facts(&mut lines);
        self.joined(&mut lines);
        if members > 0 {
            let count = [("count", members.into())];
            self.heading(&self.view.say_with("contact-members", &count), &mut lines);
        }
        lines
    }

    /// None of a group that was left: who is in it since then is not told.
    fn members(&self) -> impl Iterator<Item = &'a Member> {
        self.peer.members().filter(|_| !self.left)
    }

    fn facts(&self, lines: &mut Vec<Line<'a>>) {
        let contact = &self.peer.contact;
        let place = [&contact.province, &contact.city].map(SafeText::as_str).join(" ");
        let sex = match contact.sex {
            Sex::Unknown => None,
            Sex::Male => Some("contact-male"),
            Sex::Female => Some("contact-female"),
        };
        let kind = listed(self.view, [Some(self.kind()), sex].into_iter().flatten());
        let marks = listed(self.view, self.marks());
        let (size, owner) = (self.size(), self.owner());
        let card = self.card();
        let facts = [
            ("contact-remark", contact.remark_name.as_str()),
            ("contact-nick", contact.nick_name.as_str()),
            ("contact-alias", contact.alias.as_str()),
            ("contact-region", place.trim()),
            ("contact-signature", contact.signature.as_str()),
            ("contact-kind", &kind),
            ("contact-size", &size),
            ("contact-owner", &owner),
            ("contact-card", card),
            ("contact-marks", &marks),
        ];
        if !lines.is_empty() {
            plain_row("", self.view.theme().text, lines);
        }
        lines.extend(labelled(self.view, self.width, &facts));
        if contact.kind == ContactKind::Group {
            plain_row("", self.view.theme().text, lines);
            let about = if self.left {
                self.view.say("hint-left-group").into_owned()
            } else {
                manage::about_groups(self.view, contact.group.as_deref())
            };
            self.words(&about, self.view.theme().dim, lines);
        }
    }

    /// The keys that mean something here, what is wanted most first and the way out last.
    fn keys(&self) -> String {
        let view = self.view;
        let group = self.peer.contact.kind == ContactKind::Group;
        let (inside, writable) = (!self.left, !view.model.directory.is_read_only(self.id));
        let wishes = [
            (Action::Open, "page-write", writable),
            (Action::Open, "page-read", !writable),
            (
                Action::Manage(ContactAction::Members),
                "page-members",
                group && inside,
            ),
            (Action::Manage(ContactAction::Shared), "page-shared", true),
            (Action::Manage(ContactAction::Remark), "page-remark", inside),
            (Action::Manage(ContactAction::Pin), "page-pin", inside),
            (Action::Manage(ContactAction::Mute), "page-mute", inside),
            (Action::JoinWith, "page-join", true),
            (Action::Back, "page-back", true),
        ];
        let told = wishes
            .into_iter()
            .filter(|(.., here)| *here)
            .map(|(action, id, _)| {
                let key = keys::of(view, action);
                view.say_with(id, &[("key", (&*key).into())])
            });
        told.collect::<Vec<_>>().join(BETWEEN_HINTS)
    }

    /// Whose the group is, as far as the service has told.
    fn owner(&self) -> Cow<'a, str> {
        let group = self.peer.contact.group.as_deref().filter(|_| !self.left);
        if group.is_none() {
            return "".into();
        }
        if group.and_then(|group| group.owned_by_me) == Some(true) {
            return self.view.say("you");
        }
        let owner = self.view.model.directory.owner_of(self.id);
        owner.unwrap_or_default().into()
    }

    /// Of a group, as announced.
    fn size(&self) -> String {
        let group = self.peer.contact.group.as_deref();
        let count = group.map_or(0, |group| group.member_count);
        if count == 0 || self.left {
            return String::new();
        }
        self.view.say_with("title-members", &[("count", count.into())])
    }

    /// What a group's members call me.
    fn card(&self) -> &str {
        let me = self.view.model.directory.me.as_ref();
        let mine = me.and_then(|me| self.peer.member(me)).filter(|_| !self.left);
        mine.map_or("", |member| member.card_name.as_str())
    }

    fn kind(&self) -> &'static str {
        match self.peer.contact.kind {
            ContactKind::Friend => "contact-kind-friend",
            ContactKind::Stranger => "contact-kind-stranger",
            ContactKind::Group => "contact-kind-group",
            ContactKind::PublicAccount => "contact-kind-account",
            ContactKind::Special => "contact-kind-special",
        }
    }

    fn marks(&self) -> impl Iterator<Item = &'static str> {
        let flags = self.peer.flags();
        let marks = [
            (flags.starred, "title-starred"),
            (flags.pinned, "contact-pinned"),
            (flags.muted, "title-muted"),
            (flags.blacklisted, "title-blocked"),
            (self.left, "title-left"),
            (self.peer.gone && !self.left, "title-gone"),
            (!self.peer.current, "contact-unmet"),
        ];
        marks.into_iter().filter(|(so, _)| *so).map(|(_, id)| id)
    }

    /// Who this may be, why, and the key that says so.
    fn offers(&self, lines: &mut Vec<Line<'a>>) {
        let (view, theme) = (self.view, self.view.theme());
        let mut offers = view.model.directory.suggestions(self.id).zip(1u32..).peekable();
        if offers.peek().is_some() {
            self.heading(&view.say("contact-offers"), lines);
        }
        for (offer, nth) in offers {
            let other = if offer.new == self.id {
                offer.old
            } else {
                offer.new
            };
            let name = names::peer(view, other);
            let args = [("nth", nth.into()), ("name", (&*name).into())];
            self.words(&view.say_with("contact-offer", &args), theme.text, lines);
            self.words(&evidence::told(view, &offer.evidence), theme.dim, lines);
        }
    }

    /// Who was joined into this one, and the key that takes them apart.
    fn joined(&self, lines: &mut Vec<Line<'a>>) {
        let (view, theme) = (self.view, self.view.theme());
        let directory = &view.model.directory;
        let twin = self.peer.last_twin;
        let Some(twin) = twin.and_then(|twin| directory.peers.get(twin.0 as usize)) else {
            return;
        };
        self.heading(&view.say("contact-joined"), lines);
        let former = [&twin.contact.remark_name, &twin.contact.nick_name];
        let former = former.into_iter().find(|name| !name.is_empty());
        let unknown = view.say("name-unknown");
        self.words(former.map_or(&unknown, |name| name.as_str()), theme.text, lines);
        let key = keys::of(view, Action::Divide);
        let how = view.say_with("contact-joined-how", &[("key", (&*key).into())]);
        self.words(&how, theme.dim, lines);
    }

    fn heading(&self, words: &str, lines: &mut Vec<Line<'a>>) {
        let theme = self.view.theme();
        if !lines.is_empty() {
            plain_row("", theme.text, lines);
        }
        plain_row(words, theme.strong, lines);
    }

    fn words(&self, words: &str, style: Style, lines: &mut Vec<Line<'a>>) {
        for range in wrap(words, self.width.saturating_sub(BETWEEN).max(1)) {
            lines.push(Line {
                label: padded("", BETWEEN).into(),
                words: words.get(range).unwrap_or_default().to_owned(),
                style,
            });
        }
    }
}

/// What is told of somebody, label by label; what is empty is left out.
pub(super) fn labelled<'a>(view: View<'_>, width: u16, facts: &[(&str, &str)]) -> Vec<Line<'a>> {
    let told = facts.iter().filter(|(_, words)| !words.is_empty());
    let told: Vec<_> = told
        .map(|(label, words)| (view.look.words.say(label), *words))
        .collect();
    let labels = told.iter().map(|(label, _)| columns(label)).max();
    let indent = labels.unwrap_or_default() + BETWEEN;
    let mut lines = Vec::new();
    for (label, words) in told {
        let mut label = padded(&label, indent);
        for range in wrap(words, width.saturating_sub(indent).max(1)) {
            lines.push(Line {
                label: std::mem::replace(&mut label, padded("", indent)).into(),
                words: words.get(range).unwrap_or_default().to_owned(),
                style: view.theme().text,
            });
        }
    }
    lines
}

/// My remark or the nickname, and the card name beside it.
pub(super) fn member(view: View<'_>, member: &Member, row: &mut Row<'_>) {
    let theme = view.theme();
    let id = view.model.directory.id_of(&member.user_name);
    let known = id.and_then(|id| view.model.directory.peer(id));
    let remark = known.map_or("", |peer| peer.contact.remark_name.as_str());
    let known = known.map_or("", |peer| peer.contact.nick_name.as_str());
    let names = [remark, member.nick_name.as_str(), known];
    let name = names.into_iter().find(|name| !name.is_empty());
    let card = member.card_name.as_str();
    match name {
        Some(name) => row.say(name, theme.text).skip(BETWEEN).say(card, theme.dim),
        None if card.is_empty() => row.say(&view.say("name-unknown"), theme.dim),
        None => row.say(card, theme.text),
    };
}

/// What tells somebody from another of the same name, in a row.
pub fn notes(view: View<'_>, id: PeerId) -> String {
    let Some(peer) = view.model.directory.peer(id) else {
        return String::new();
    };
    let contact = &peer.contact;
    let place = [&contact.province, &contact.city].map(SafeText::as_str).join(" ");
    let mut notes = vec![contact.alias.as_str(), place.trim()];
    if !contact.remark_name.is_empty() {
        notes.insert(0, contact.nick_name.as_str());
    }
    notes.retain(|note| !note.is_empty());
    notes.join(&view.say("contact-comma"))
}

pub(super) fn listed(view: View<'_>, ids: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<_> = ids.map(|id| view.say(id)).collect();
    words.join(&view.say("contact-comma"))
}

fn plain_row(words: &str, style: Style, lines: &mut Vec<Line<'_>>) {
    lines.push(Line {
        label: "".into(),
        words: words.to_owned(),
        style,
    });
}

fn padded(words: &str, to: u16) -> String {
    let blanks = to.saturating_sub(columns(words));
    format!("{words}{}", " ".repeat(blanks.into()))
}
