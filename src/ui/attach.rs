//! The file picker, and the question before files are sent.
//!
//! Owns their layout. Never: which files fit what is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Row, clear, columns, paragraph, paragraph_rows, restyle, rows};
use super::{View, card, clock, files, keys, names, panel};
use crate::app::action::{Action, Deed};
use crate::app::layout::{PROMPT, SearchAreas, search_areas};
use crate::domain::geometry::Area;
use crate::domain::text::{SafeText, slice};
use crate::port::media::Entry;

/// Below this width an entry is its name and its size.
const DATED: u16 = 50;
/// Files named in the question; of more the number is told.
const NAMED: usize = 5;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let (theme, picker) = (view.theme(), &view.model.attach.picker);
    clear(buffer, areas.frame);
    let name = view.model.chats.open.map(|chat| names::peer(view, chat));
    let name = name.unwrap_or_default();
    let title = view.say_with("attach-title", &[("name", (&*name).into())]);
    panel::edge(view, areas.frame, &title, buffer);
    let prompt = Area {
        x: areas.field.x - PROMPT,
        width: PROMPT,
        ..areas.field
    };
    Row::new(buffer, prompt, 0).put(theme.glyphs.prompt, theme.accent);
    let (shown, _) = picker.field.line_view(areas.field.width);
    Row::new(buffer, areas.field, 0).put(slice(picker.field.text(), shown), theme.text);
    Row::new(buffer, areas.told, 0).say(&told(view), theme.dim);
    list(view, areas.hits, buffer);
    keys_row(view, &areas, buffer);
}

/// What came of the path.
fn told(view: View<'_>) -> String {
    let picker = &view.model.attach.picker;
    let Some(listing) = &picker.listing else {
        return view.say("attach-reading").into_owned();
    };
    if let Some(why) = &listing.fault {
        let why = SafeText::line(why);
        return view.say_with("attach-unreadable", &[("why", why.as_str().into())]);
    }
    let id = match (picker.hits.is_empty(), listing.more) {
        (true, _) => "attach-nothing",
        (false, true) => "attach-more",
        (false, false) => "attach-found",
    };
    view.say_with(id, &[("count", picker.hits.len().into())])
}

/// Where the caret of the field stands.
pub fn caret(view: View<'_>) -> Option<Position> {
    let area = search_areas(view.model)?.field;
    let (_, at) = view.model.attach.picker.field.line_view(area.width);
    Some(Position::new(area.x + at, area.y))
}

fn list(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let picker = &view.model.attach.picker;
    let first = (picker.selected + 1).saturating_sub(area.height.into());
    let entries = picker.listing.as_ref().map(|listing| listing.entries.as_slice());
    let entries = entries.unwrap_or_default();
    let shown = picker.hits.iter().enumerate().skip(first);
    for (at, (nth, place)) in (0..area.height).zip(shown) {
        let Some(found) = entries.get(*place) else {
            continue;
        };
        entry(view, found, Row::new(buffer, area, at));
        if nth == picker.selected {
            restyle(buffer, rows(area, at, 1), view.theme().bar);
        }
    }
}

fn entry(view: View<'_>, entry: &Entry, mut row: Row<'_>) {
    let theme = view.theme();
    let wide = row.left() >= DATED;
    let name = SafeText::line(&entry.name);
    if entry.folder {
        row.say(&format!("{}/", name.as_str()), theme.accent);
        return;
    }
    if let Some(at) = clock::civil(entry.at, &view.model.settings.zone).filter(|_| wide) {
        let today = clock::civil(view.model.now.wall(), &view.model.settings.zone).unwrap_or(at);
        let at = clock::brief(at, today.date(), view.look);
        row.right(
            &format!(
                "{}{at}",
                " ".repeat(usize::from(10_u16.saturating_sub(columns(&at))))
            ),
            theme.dim,
        );
        row.reserve(2);
    }
    row.right(&card::size(entry.bytes), theme.dim).reserve(2);
    row.say(name.as_str(), theme.text);
}

fn keys_row(view: View<'_>, areas: &SearchAreas, buffer: &mut Buffer) {
    let (pick, complete, back) = (
        keys::of(view, Action::Open),
        keys::of(view, Action::Deed(Deed::Complete)),
        keys::of(view, Action::Back),
    );
    let args = [
        ("pick", (&*pick).into()),
        ("complete", (&*complete).into()),
        ("back", (&*back).into()),
    ];
    Row::new(buffer, areas.keys, 0).say(&view.say_with("attach-keys", &args), view.theme().dim);
}

/// Before anything leaves: what, how large, as what, to whom.
pub fn confirm(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let Some(question) = &view.model.attach.question else {
        return;
    };
    let theme = view.theme();
    let name = names::peer(view, question.chat);
    let count = question.files.len();
    let args = [("count", count.into()), ("name", (&*name).into())];
    let asked = view.say_with("send-question", &args);
    let mut told: Vec<String> = question
        .files
        .iter()
        .take(NAMED)
        .map(|file| {
            let (kind, size) = (view.say(files::kind(file.kind)), card::size(file.bytes));
            let args = [
                ("name", file.name.as_str().into()),
                ("size", (&*size).into()),
                ("kind", (&*kind).into()),
            ];
            view.say_with("send-file", &args)
        })
        .collect();
    if count > NAMED {
        told.push(view.say_with("send-more", &[("count", (count - NAMED).into())]));
    }
    let (agree, back) = (keys::of(view, Action::Agree), keys::of(view, Action::Back));
    let keys = [("agree", (&*agree).into()), ("back", (&*back).into())];
    let choice = view.say_with(
        if question.pasted {
            "send-choice-pasted"
        } else {
            "send-choice"
        },
        &keys,
    );
    let width = all.width.saturating_sub(6).min(60);
    let parts = [vec![asked], told, vec![choice]].concat();
    let height = parts
        .iter()
        .map(|part| paragraph_rows(part, width))
        .sum::<u16>()
        .saturating_add(2);
    let title = view.say("send-title");
    let inner = panel::open(view, all, (&title, (width, height)), buffer);
    let last = parts.len().saturating_sub(1);
    let mut next = 0;
    for (at, part) in parts.iter().enumerate() {
        // A blank row sets question and answer apart where there is room for it.
        next += u16::from((at == 1 || at == last) && inner.height >= height);
        let style = if at == last {
            theme.dim
        } else if at == 0 {
            theme.text
        } else {
            theme.strong
        };
        next = paragraph(buffer, inner, next, part, style);
    }
}
