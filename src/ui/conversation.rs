//! The conversation pane: who it is with, and what was said.
//!
//! Owns how a row of [`crate::app::rows`] looks. Never: which rows are in view, or how text is wrapped.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::canvas::{Row, centre, clear, columns, ruled};
use super::card::{Card, short_in};
use super::{View, avatar, clock, completion, keys, names, picture, trouble};
use crate::app::action::Action;
use crate::app::conversation::{Conversation, Line};
use crate::app::files;
use crate::app::layout::Areas;
use crate::app::pictures::{self, BY_NAME};
use crate::app::recalling::seconds_left;
use crate::app::rows::{self, INDENT, MARK, Part};
use crate::domain::contact::ContactKind;
use crate::domain::geometry::{Area, Size};
use crate::domain::id::PeerId;
use crate::domain::message::Body;
use crate::domain::text::slice;
use crate::port::store::{From, State};

pub fn draw(view: View<'_>, areas: &Areas, buffer: &mut Buffer) {
    let Some(chat) = view.model.chats.open else {
        return welcome(view, areas.conversation, buffer);
    };
    title(view, chat, areas.conversation, buffer);
    let Some(conversation) = view.model.conversations.by_peer.get(&chat) else {
        return;
    };
    let area = areas.messages;
    let room = rows::Room {
        size: Size {
            width: area.width,
            height: area.height,
        },
        ..view.model.messages_room()
    };
    let visible = rows::visible(conversation, &view.model.settings.zone, room);
    let pane = Pane {
        view,
        chat,
        conversation,
        area,
        room,
    };
    for (at, row) in (0..area.height).zip(&visible) {
        pane.row(at, row, buffer);
    }
    if conversation.below > 0 {
        pane.below(buffer);
    }
    completion::draw(view, area, buffer);
}

/// No chat is open yet.
fn welcome(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let (theme, middle) = (view.theme(), area.height / 2);
    centre(
        buffer,
        area,
        middle.saturating_sub(2),
        "weft",
        theme.accent.patch(theme.strong),
    );
    let lines = [
        ("welcome-open", Action::Open),
        ("welcome-jump", Action::JumpToChat),
        ("welcome-help", Action::Help),
    ];
    for (nth, (id, action)) in (0u16..).zip(lines) {
        let words = keys::tell(view, id, &[("key", action)]);
        centre(buffer, area, middle + nth, &words, theme.dim);
    }
}

fn title(view: View<'_>, chat: PeerId, area: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    let peer = view.model.directory.peer(chat);
    let mut told: Vec<Cow<'_, str>> = Vec::new();
    let left = view.model.directory.has_left(chat);
    if left {
        told.push(view.say("title-left"));
    }
    if let Some(peer) = peer.filter(|_| !left) {
        let flags = peer.contact.flags.unwrap_or_default();
        if let Some(group) = &peer.contact.group
            && group.member_count > 0
        {
            told.push(
                view.say_with("title-members", &[("count", group.member_count.into())])
                    .into(),
            );
        }
        match peer.contact.kind {
            ContactKind::PublicAccount => told.push(view.say("title-account")),
            ContactKind::Friend | ContactKind::Stranger | ContactKind::Group | ContactKind::Special => {}
        }
        let owned = peer.contact.group.as_ref().and_then(|group| group.owned_by_me);
        let marks = [
            (owned == Some(true), "title-owned"),
            (flags.starred, "title-starred"),
            (flags.muted, "title-muted"),
            (flags.blacklisted, "title-blocked"),
            (peer.gone, "title-gone"),
        ];
        told.extend(
            marks
                .into_iter()
                .filter(|(shown, _)| *shown)
                .map(|(_, id)| view.say(id)),
        );
    }
    if view.model.directory.suggestions(chat).next().is_some() {
        told.push(keys::tell(view, "title-unsure", &[("key", Action::Contact)]).into());
    }
    let told = told.join(&format!(" {} ", theme.glyphs.separator));
    let mut row = Row::new(buffer, area, 0);
    row.skip(INDENT).reserve(1);
    // The name comes first: what is told of it stands only where both fit in full.
    let name = names::peer(view, chat);
    if columns(&name) + columns(&told) + 2 <= row.left() {
        row.put(&name, theme.strong).skip(2).put(&told, theme.dim);
    } else if left {
        // Whoever would write there is to know it before.
        let told = view.say("title-left");
        row.right(&told, theme.dim).reserve(2).say(&name, theme.strong);
    } else {
        row.say(&name, theme.strong);
    }
}

struct Pane<'a> {
    view: View<'a>,
    chat: PeerId,
    conversation: &'a Conversation,
    area: Area,
    room: rows::Room,
}

impl Pane<'_> {
    fn line(&self, at: usize) -> Option<&Line> {
        self.conversation.lines.get(at)
    }

    fn row(&self, at: u16, row: &rows::Row, buffer: &mut Buffer) {
        match row {
            rows::Row::Day(date) => self.day(at, *date, buffer),
            rows::Row::Unread => self.unread(at, buffer),
            rows::Row::Head { line } => self.head(at, *line, buffer),
            rows::Row::Text { line, range, last } => self.text(at, *line, (range.clone(), *last), buffer),
            rows::Row::Picture { line, row } => self.picture(at, *line, *row, buffer),
            rows::Row::Card { line, part, last } => self.card(at, *line, (part, *last), buffer),
            rows::Row::Trouble { line, row } => self.trouble(at, *line, *row, buffer),
            rows::Row::Gap => {}
        }
    }

    fn day(&self, at: u16, date: jiff::civil::Date, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let today = clock::civil(view.model.now.wall(), &view.model.settings.zone)
            .map_or(date, jiff::civil::DateTime::date);
        let words = clock::day(date, today, view.look);
        centre(buffer, self.area, at, &words, theme.dim);
    }

    fn unread(&self, at: u16, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let words = view.say("unread-line");
        let lead = self.area.width.saturating_sub(columns(&words) + 2 * INDENT + 2) / 2;
        let mut row = Row::new(buffer, self.area, at);
        row.skip(INDENT).reserve(INDENT);
        ruled(
            &mut row,
            lead,
            (&words, theme.accent),
            (theme.glyphs.horizontal, theme.accent),
        );
    }

    /// Who speaks, and when.
    fn head(&self, at: u16, line: usize, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let Some(line) = self.line(line) else { return };
        let (name, style) = match line.from {
            From::Me => (view.say("you"), theme.accent.patch(theme.strong)),
            From::Peer(id) => (names::speaker(view, self.chat, id), theme.sender(id)),
            From::Service => (view.say("service"), theme.dim),
        };
        let before = self.face(at, line.from, buffer);
        let mut row = Row::new(buffer, self.area, at);
        row.skip(INDENT + before).reserve(1);
        let hour = clock::civil(line.at, &view.model.settings.zone)
            .map(clock::hour)
            .unwrap_or_default();
        row.reserve(columns(&hour) + 2).say(&name, style);
        row.release(columns(&hour) + 2).skip(2).put(&hour, theme.dim);
    }

    /// Their picture before the name; the columns it takes with one behind it.
    fn face(&self, at: u16, from: From, buffer: &mut Buffer) -> u16 {
        let model = self.view.model;
        let speaker = pictures::speaker(model, from).filter(|_| pictures::has_names(model, self.chat));
        let Some(peer) = speaker else {
            return 0;
        };
        let place = Area {
            x: self.area.x.saturating_add(INDENT),
            width: BY_NAME.width,
            ..super::canvas::rows(self.area, at, BY_NAME.height)
        };
        avatar::draw(self.view, peer, place, buffer);
        BY_NAME.width + 1
    }

    fn text(&self, at: u16, index: usize, part: (std::ops::Range<usize>, bool), buffer: &mut Buffer) {
        let theme = self.view.theme();
        let (range, last) = part;
        let Some(line) = self.line(index) else { return };
        let words = rows::words_of(&line.body, self.conversation.faces);
        let words = slice(words.as_deref().unwrap_or_default(), range);
        if is_notice(line) {
            centre(buffer, self.area, at, words.trim(), theme.dim);
            return self.selection(at, index, buffer);
        }
        let mut row = Row::new(buffer, self.area, at);
        row.skip(INDENT).put(words, theme.text);
        let room = row.left();
        if last {
            self.delivery(at, line, room, buffer);
        }
        self.selection(at, index, buffer);
    }

    fn picture(&self, at: u16, index: usize, row: u16, buffer: &mut Buffer) {
        let model = self.view.model;
        let canvas = model.terminal.canvas();
        let wanted = self.line(index).zip(canvas);
        let wanted = wanted.and_then(|(line, canvas)| pictures::of_line(model, line, self.room, canvas));
        let Some(wanted) = wanted else { return };
        // The space begins above the pane where its first rows are scrolled away: its rows are counted, not placed.
        let space = Area {
            x: self.area.x.saturating_add(INDENT),
            y: self.area.y.saturating_add(at),
            width: wanted.view.within.width,
            height: wanted.view.within.height,
        };
        picture::row(self.view, &wanted, (space, row), buffer);
        if self.conversation.selected == Some(index) {
            let theme = self.view.theme();
            Row::new(buffer, self.area, at).put(theme.glyphs.mark, theme.accent);
        }
    }

    /// A row of what is no text, or stands beside it.
    fn card(&self, at: u16, index: usize, (part, last): (&Part, bool), buffer: &mut Buffer) {
        let view = self.view;
        let Some(line) = self.line(index) else { return };
        if let (Part::Label, true) = (part, is_notice(line)) {
            let words = short_in(&line.body, view);
            centre(buffer, self.area, at, &words, view.theme().dim);
            return self.selection(at, index, buffer);
        }
        let card = Card {
            view,
            body: &line.body,
            progress: files::moves(view.model, line),
            voice: files::voice(view.model, line),
        };
        let mut row = Row::new(buffer, self.area, at);
        row.skip(INDENT).reserve(MARK);
        card.draw(part, last, &mut row);
        let room = row.left() + MARK;
        if last {
            self.delivery(at, line, room, buffer);
        }
        self.selection(at, index, buffer);
    }

    /// What went wrong with a message.
    fn trouble(&self, at: u16, index: usize, row: u16, buffer: &mut Buffer) {
        if let Some(line) = self.line(index) {
            trouble::draw(self.view, line, (self.area, at, row), buffer);
            self.selection(at, index, buffer);
        }
    }

    /// Where an own message stands: after it, where `rows` keeps two columns for it. What went wrong stands below.
    fn delivery(&self, at: u16, line: &Line, room: u16, buffer: &mut Buffer) {
        let theme = self.view.theme();
        let glyph = match line.state {
            State::Kept(_) => return self.countdown(at, line, room, buffer),
            State::Queued(_) => theme.glyphs.queued,
            State::Sending(_) => theme.glyphs.sending,
            State::Unconfirmed(_) | State::Failed(..) => return,
        };
        let from = self.area.width.saturating_sub(room);
        Row::new(buffer, self.area, at)
            .skip(from + 1)
            .put(glyph, theme.dim);
    }

    /// How long the chosen message can still be taken back: behind it, or over its end where it is as wide as the pane.
    fn countdown(&self, at: u16, line: &Line, room: u16, buffer: &mut Buffer) {
        let chosen = self.conversation.selected.and_then(|at| self.line(at));
        let chosen = chosen.is_some_and(|chosen| chosen.key() == line.key());
        let Some(left) = seconds_left(self.view.model).filter(|_| chosen) else {
            return;
        };
        let words = format!(" {}:{:02} ", left / 60, left % 60);
        let from = self.area.width.saturating_sub(room.max(columns(&words)));
        let place = Area {
            x: self.area.x + from,
            width: columns(&words).min(self.area.width),
            ..super::canvas::rows(self.area, at, 1)
        };
        clear(buffer, place);
        Row::new(buffer, place, 0).put(&words, self.view.theme().accent);
    }

    /// The chosen message has a mark at its side, and is weighted.
    fn selection(&self, at: u16, index: usize, buffer: &mut Buffer) {
        if self.conversation.selected != Some(index) {
            return;
        }
        let theme = self.view.theme();
        Row::new(buffer, self.area, at).put(theme.glyphs.mark, theme.accent);
        let weight = Style::new()
            .add_modifier(Modifier::BOLD)
            .remove_modifier(Modifier::DIM);
        let area = super::canvas::rect(super::canvas::rows(self.area, at, 1));
        buffer.set_style(area, weight);
    }

    /// Messages came while the reader is further up.
    fn below(&self, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let words = view.say_with("new-below", &[("count", self.conversation.below.into())]);
        let words = format!(" {} {words} ", theme.glyphs.below);
        let width = columns(&words).min(self.area.width);
        let area = Area {
            x: self.area.x + self.area.width - width,
            y: self.area.y + self.area.height.saturating_sub(1),
            width,
            height: 1,
        };
        clear(buffer, area);
        Row::new(buffer, area, 0).say(&words, theme.accent.patch(theme.bar));
    }
}

/// A grey line by nobody: the service's own, or one said and recalled.
fn is_notice(line: &Line) -> bool {
    matches!(line.body, Body::Notice(_) | Body::Recalled(_))
}
