//! One entry of the list: a chat on two rows or one, a contact on one.
//!
//! Owns how it looks. Never: which entries there are, or where they stand (`list`).

use ratatui::buffer::Buffer;

use super::canvas::{Row, clear, one_line, restyle};
use super::{View, avatar, card, clock, names};
use crate::app::chats::{Chat, FOLDER};
use crate::app::conversation::{Conversation, Line};
use crate::app::directory::Peer;
use crate::app::model::Focus;
use crate::app::names::initial;
use crate::app::pictures::{self, LISTED};
use crate::domain::contact::ContactKind;
use crate::domain::geometry::Area;
use crate::domain::id::PeerId;
use crate::domain::message::Body;
use crate::port::store::{From, State};

/// An unread count above this is said as "99+".
const MOST_UNREAD: u32 = 99;

/// One chat or contact on its rows.
pub struct Entry<'a> {
    pub view: View<'a>,
    pub peer: PeerId,
    pub selected: bool,
    pub area: Area,
    /// In the address book: one row, under letters.
    pub book: bool,
    /// Who stands above it in view: the letter is told where it changes.
    pub above: Option<PeerId>,
}

impl Entry<'_> {
    pub fn draw(&self, buffer: &mut Buffer) {
        if self.peer == FOLDER {
            self.as_folder(buffer);
        } else if self.book {
            self.in_book(buffer);
        } else {
            self.as_chat(buffer);
        }
    }

    /// What stands in the folder: how much is unread, and what was said last, by whom.
    fn as_folder(&self, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let chats = &view.model.chats;
        let (Some(folder), Some(newest)) = (chats.get(FOLDER), chats.folded.first()) else {
            return;
        };
        let two_rows = self.area.height > 1;
        let mut row = Row::new(buffer, self.area, 0);
        row.skip(1 + self.before()).reserve(1);
        if !two_rows {
            self.badges(folder, &mut row);
        }
        self.time(folder, &mut row);
        let strong = folder.unread > 0 || self.selected;
        let style = if strong { theme.strong } else { theme.text };
        row.say(&view.say("tab-accounts"), style);
        if two_rows {
            let mut row = Row::new(buffer, self.area, 1);
            row.skip(1 + self.before()).reserve(1);
            self.badges(folder, &mut row);
            let name = names::peer(view, *newest);
            let last = view.model.conversations.get(*newest);
            let said = last.and_then(Conversation::last_line);
            let said = said.map(|line| card::short_in(&line.body, view));
            let words = match said {
                Some(text) => {
                    let args = [("name", (&*name).into()), ("text", (&*text).into())];
                    view.say_with("list-preview", &args)
                }
                None => name.into_owned(),
            };
            row.say(&one_line(&words), theme.dim);
        }
        self.bar(buffer);
        self.picture(buffer);
    }

    /// Columns of their picture and one behind it, between the mark and the words.
    fn before(&self) -> u16 {
        let room = self.area.height >= LISTED.height && pictures::in_list(self.view.model);
        if room { LISTED.width + 1 } else { 0 }
    }

    /// Drawn last: the bar is around it, not over it.
    fn picture(&self, buffer: &mut Buffer) {
        if self.before() > 0 {
            let peer = pictures::entry(self.view.model, self.peer);
            let place = Area {
                x: self.area.x.saturating_add(1),
                width: LISTED.width,
                ..self.area
            };
            clear(buffer, place);
            avatar::draw(self.view, peer, place, buffer);
        }
    }

    fn time(&self, chat: &Chat, row: &mut Row<'_>) {
        let (view, theme) = (self.view, self.view.theme());
        if let Some(at) = clock::in_list(chat.last_at, view).filter(|_| chat.last_at.0 > 0) {
            row.right(&at, theme.dim).reserve(1);
        }
    }

    /// Name and time, then what was said last and how much of it is unread; on low screens one row with the count.
    fn as_chat(&self, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let nobody = Chat::default();
        let chat = view.model.chats.by_peer.get(&self.peer).unwrap_or(&nobody);
        let two_rows = self.area.height > 1;
        let mut row = Row::new(buffer, self.area, 0);
        self.mark(&mut row);
        row.skip(self.before()).reserve(1);
        if !two_rows {
            self.badges(chat, &mut row);
        }
        self.time(chat, &mut row);
        let style = if chat.unread > 0 || self.selected {
            theme.strong
        } else {
            theme.text
        };
        row.say(&names::peer(view, self.peer), style);
        if two_rows {
            let mut row = Row::new(buffer, self.area, 1);
            self.mark(&mut row);
            row.skip(self.before()).reserve(1);
            self.badges(chat, &mut row);
            self.preview(chat, &mut row);
        }
        self.bar(buffer);
        self.picture(buffer);
    }

    /// In the address book: the letter where it changes, the name, what it is.
    fn in_book(&self, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        let directory = &view.model.directory;
        let (kind, head) = directory.peer(self.peer).map(shelf).unwrap_or_default();
        let above = self.above.and_then(|above| directory.peer(above)).map(shelf);
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
        let last = conversation.and_then(Conversation::last_line);
        let Some(conversation) = conversation.filter(|_| last.is_some() || chat.has_draft) else {
            return self.nothing_said(row);
        };
        let open = view.model.chats.open == Some(self.peer);
        if chat.has_draft && !open {
            row.say(&view.say("list-draft"), theme.warning).skip(1);
            row.say(&one_line(conversation.draft.text()), theme.dim);
            return;
        }
        let Some(line) = last else {
            return;
        };
        let mark = match line.state {
            State::Failed(..) => Some((theme.glyphs.failed, theme.error)),
            State::Unconfirmed(_) => Some((theme.glyphs.doubtful, theme.warning)),
            State::Queued(_) => Some((theme.glyphs.queued, theme.dim)),
            State::Sending(_) => Some((theme.glyphs.sending, theme.dim)),
            State::Kept(_) => None,
        };
        if let Some((glyph, style)) = mark {
            row.put(glyph, style).skip(1);
        }
        let said = card::short_in(&line.body, view);
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
        if let Body::Notice(_) | Body::Recalled(_) = line.body {
            // It names whom it is about.
            return said;
        }
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
