//! The list pane: tabs and filter field above, chats or the address book below.
//!
//! Owns how an entry looks. Never: which entries there are, or in what order.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Row, columns, inset, paragraph, restyle, rows};
use super::{View, card, clock, names};
use crate::app::chats::Chat;
use crate::app::conversation::{From, Line, State};
use crate::app::directory::Peer;
use crate::app::finder::Tab;
use crate::app::layout::{Areas, entry_height};
use crate::app::model::Focus;
use crate::app::names::initial;
use crate::domain::contact::ContactKind;
use crate::domain::geometry::Area;
use crate::domain::id::PeerId;
use crate::domain::text::slice;

/// Prompt, and a cell of air: the typed filter begins here, and so does the caret.
const FIELD: u16 = 2;
/// Between the caret and the first tab.
const TABS: u16 = 4;
/// An unread count above this is said as "99+".
const MOST_UNREAD: u32 = 99;

pub fn draw(view: View<'_>, areas: &Areas, buffer: &mut Buffer) {
    let theme = view.theme();
    if areas.list_rows.width < areas.list.width {
        let edge = Area {
            x: areas.list_rows.x + areas.list_rows.width,
            width: 1,
            ..areas.list
        };
        for at in 0..edge.height {
            Row::new(buffer, edge, at).put(theme.glyphs.vertical, theme.rule);
        }
    }
    head(view, head_area(areas), buffer);
    let entries = entries(view);
    if entries.peers.is_empty() {
        return nothing(view, areas.list_rows, buffer);
    }
    let height = entry_height(view.model);
    let fits = usize::from(areas.list_rows.height.div_ceil(height));
    for (nth, at) in (entries.top..entries.peers.len()).take(fits).enumerate() {
        let Some(peer) = entries.peers.get(at).copied() else {
            break;
        };
        let row = u16::try_from(nth).unwrap_or(u16::MAX).saturating_mul(height);
        let area = rows(areas.list_rows, row, height);
        let entry = Entry {
            view,
            peer,
            selected: entries.selected == Some(at),
            area,
        };
        if entries.book {
            let before = at
                .checked_sub(1)
                .and_then(|before| entries.peers.get(before))
                .copied();
            entry.in_book(before.filter(|_| nth > 0), buffer);
        } else {
            entry.as_chat(buffer);
        }
    }
}

/// Where the caret of the filter field stands.
pub fn caret(view: View<'_>, areas: &Areas) -> Position {
    let area = head_area(areas);
    let width = field_width(view, area);
    let (_, at) = view.model.finder.query.line_view(width);
    Position::new(area.x + FIELD.min(area.width.saturating_sub(1)) + at, area.y)
}

fn head_area(areas: &Areas) -> Area {
    Area {
        width: areas.list_rows.width,
        height: 1,
        ..areas.list
    }
}

/// Columns of the filter: all but the name of the tab it looks through.
fn field_width(view: View<'_>, area: Area) -> u16 {
    let tab = columns(&tab_name(view, view.model.finder.tab));
    let all = area.width.saturating_sub(FIELD);
    let beside = all.saturating_sub(tab + 3);
    if beside >= 8 { beside } else { all.max(1) }
}

fn tab_name(view: View<'_>, tab: Tab) -> Cow<'_, str> {
    view.say(match tab {
        Tab::Chats => "tab-chats",
        Tab::Book => "tab-book",
    })
}

fn head(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let (theme, finder) = (view.theme(), &view.model.finder);
    let focused = view.model.focus == Focus::List;
    let prompt = if focused { theme.accent } else { theme.dim };
    let mut row = Row::new(buffer, area, 0);
    row.put(theme.glyphs.prompt, prompt).skip(FIELD - 1);
    if finder.query.is_empty() {
        let second = (area.width / 2).max(TABS + columns(&tab_name(view, Tab::Chats)) + 2);
        for (tab, at) in [(Tab::Chats, TABS), (Tab::Book, second)] {
            let style = match (tab == finder.tab, focused) {
                (true, true) => theme.accent.patch(theme.strong),
                (true, false) => theme.strong,
                (false, _) => theme.dim,
            };
            Row::new(buffer, area, 0)
                .skip(at)
                .say(&tab_name(view, tab), style);
        }
        return;
    }
    let width = field_width(view, area);
    let (shown, _) = finder.query.line_view(width);
    if width + FIELD < area.width {
        row.reserve(1).right(&tab_name(view, finder.tab), theme.dim);
    }
    row.put(slice(finder.query.text(), shown), theme.text);
}

/// What is listed.
struct Entries<'a> {
    peers: &'a [PeerId],
    top: usize,
    selected: Option<usize>,
    /// One row each, under letters.
    book: bool,
}

fn entries(view: View<'_>) -> Entries<'_> {
    let (chats, finder) = (&view.model.chats, &view.model.finder);
    if finder.lists_hits() {
        return Entries {
            peers: &finder.hits,
            top: finder.top,
            selected: Some(finder.selected),
            book: finder.query.is_empty(),
        };
    }
    // Looked for among what can be seen: the list may have thousands of rows.
    let in_view = chats
        .order
        .iter()
        .enumerate()
        .skip(chats.top)
        .take(view.model.screen.height.into());
    let selected = in_view
        .filter(|(_, peer)| Some(**peer) == chats.selected)
        .map(|(at, _)| at)
        .next();
    Entries {
        peers: &chats.order,
        top: chats.top,
        selected,
        book: false,
    }
}

fn nothing(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let id = match (view.model.finder.query.is_empty(), view.model.finder.tab) {
        (false, _) => "list-no-hit",
        (true, Tab::Chats) => "list-no-chats",
        (true, Tab::Book) if view.model.loading.is_some() => "list-book-loading",
        (true, Tab::Book) => "list-no-contacts",
    };
    let inner = inset(area, 2);
    paragraph(buffer, inner, 1, &view.say(id), view.theme().dim);
}

/// One chat or contact on its rows.
struct Entry<'a> {
    view: View<'a>,
    peer: PeerId,
    selected: bool,
    area: Area,
}

impl Entry<'_> {
    /// Name and time, then what was said last and how much of it is unread; on low screens one row with the count.
    fn as_chat(&self, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let nobody = Chat::default();
        let chat = view.model.chats.by_peer.get(&self.peer).unwrap_or(&nobody);
        let two_rows = self.area.height > 1;
        let mut row = Row::new(buffer, self.area, 0);
        self.mark(&mut row);
        row.reserve(1);
        if !two_rows {
            self.badges(chat, &mut row);
        }
        if let Some(at) = clock::civil(chat.last_at, &view.model.settings.zone).filter(|_| chat.last_at.0 > 0)
        {
            let today = clock::civil(view.model.now.wall(), &view.model.settings.zone)
                .unwrap_or(at)
                .date();
            row.right(&clock::brief(at, today, view.look), theme.dim)
                .reserve(1);
        }
        let style = if chat.unread > 0 || self.selected {
            theme.strong
        } else {
            theme.text
        };
        row.say(&names::peer(view, self.peer), style);
        if two_rows {
            let mut row = Row::new(buffer, self.area, 1);
            self.mark(&mut row);
            row.reserve(1);
            self.badges(chat, &mut row);
            self.preview(chat, &mut row);
        }
        self.bar(buffer);
    }

    /// In the address book: the letter where it changes, the name, what it is.
    fn in_book(&self, before: Option<PeerId>, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let directory = &view.model.directory;
        let (kind, head) = directory.peer(self.peer).map(shelf).unwrap_or_default();
        let above = before.and_then(|before| directory.peer(before)).map(shelf);
        let mut row = Row::new(buffer, self.area, 0);
        self.mark(&mut row);
        let head = if above == Some((kind, head)) { ' ' } else { head };
        row.put(head.encode_utf8(&mut [0; 4]), theme.accent)
            .skip(1)
            .reserve(1);
        if let Some(id) = kind_mark(kind) {
            row.right(&view.say(id), theme.dim).reserve(1);
        }
        row.say(
            &names::peer(view, self.peer),
            if self.selected { theme.strong } else { theme.text },
        );
        self.bar(buffer);
    }

    /// The open chat has a mark at its side.
    fn mark(&self, row: &mut Row<'_>) {
        let theme = self.view.theme();
        if self.view.model.chats.open == Some(self.peer) {
            row.put(theme.glyphs.mark, theme.accent);
        } else {
            row.skip(1);
        }
    }

    fn badges(&self, chat: &Chat, row: &mut Row<'_>) {
        let theme = self.view.theme();
        if chat.unread > 0 {
            let count = if chat.unread > MOST_UNREAD {
                format!("{MOST_UNREAD}+")
            } else {
                chat.unread.to_string()
            };
            row.right(&count, if chat.muted { theme.dim } else { theme.unread })
                .reserve(1);
        }
        let marks = [
            (chat.mentioned, theme.glyphs.mention, theme.mention),
            (chat.muted, theme.glyphs.muted, theme.dim),
            (chat.pinned, theme.glyphs.pinned, theme.dim),
        ];
        for (_, glyph, style) in marks.into_iter().filter(|(shown, ..)| *shown) {
            row.right(glyph, style).reserve(1);
        }
    }

    fn preview(&self, chat: &Chat, row: &mut Row<'_>) {
        let (view, theme) = (self.view, self.view.theme());
        let conversation = view.model.conversations.by_peer.get(&self.peer);
        let Some(conversation) = conversation.filter(|talk| !talk.lines.is_empty() || chat.has_draft) else {
            return self.nothing_said(row);
        };
        let open = view.model.chats.open == Some(self.peer);
        if chat.has_draft && !open {
            row.say(&view.say("list-draft"), theme.warning).skip(1);
            row.say(&one_line(conversation.draft.text()), theme.dim);
            return;
        }
        let Some(line) = conversation.lines.last() else {
            return;
        };
        let mark = match line.state {
            State::Failed(..) => Some((theme.glyphs.failed, theme.error)),
            State::Queued(_) => Some((theme.glyphs.queued, theme.dim)),
            State::Sending(_) => Some((theme.glyphs.sending, theme.dim)),
            State::Kept(_) => None,
        };
        if let Some((glyph, style)) = mark {
            row.put(glyph, style).skip(1);
        }
        let said = card::card(&line.body, view.look).into_line();
        row.say(&one_line(&self.with_sender(line, said)), theme.dim);
    }

    /// A chat without a word in it tells what it is.
    fn nothing_said(&self, row: &mut Row<'_>) {
        let (view, theme) = (self.view, self.view.theme());
        let Some(peer) = view.model.directory.peer(self.peer) else {
            return;
        };
        match kind_mark(peer.contact.kind) {
            Some(id) => row.say(&view.say(id), theme.dim),
            None => row.say(&one_line(peer.contact.signature.as_str()), theme.dim),
        };
    }

    fn with_sender(&self, line: &Line, said: String) -> String {
        let view = self.view;
        let group = view
            .model
            .directory
            .peer(self.peer)
            .is_some_and(|peer| peer.contact.kind == ContactKind::Group);
        let name = match line.from {
            From::Me => view.say("you"),
            From::Peer(id) if group => names::speaker(view, self.peer, id),
            From::Peer(_) | From::Service => return said,
        };
        view.say_with(
            "list-preview",
            &[("name", (&*name).into()), ("text", (&*said).into())],
        )
    }

    fn bar(&self, buffer: &mut Buffer) {
        if !self.selected {
            return;
        }
        let theme = self.view.theme();
        let style = if self.view.model.focus == Focus::List {
            theme.bar
        } else {
            theme.idle_bar
        };
        restyle(buffer, self.area, style);
    }
}

/// Where somebody stands in the address book: what they are, and the letter or mark their part begins with.
fn shelf(peer: &Peer) -> (ContactKind, char) {
    let starred =
        peer.flags().starred && matches!(peer.contact.kind, ContactKind::Friend | ContactKind::Stranger);
    (peer.contact.kind, if starred { '*' } else { initial(peer) })
}

fn kind_mark(kind: ContactKind) -> Option<&'static str> {
    match kind {
        ContactKind::Group => Some("mark-group"),
        ContactKind::PublicAccount => Some("mark-account"),
        ContactKind::Special => Some("mark-special"),
        ContactKind::Friend | ContactKind::Stranger => None,
    }
}

fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\t']) {
        text.replace(['\n', '\t'], " ").into()
    } else {
        text.into()
    }
}
