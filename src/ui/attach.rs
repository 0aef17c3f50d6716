//! The file picker, and the question before files are sent.
//!
//! Owns their layout. Never: which files fit what is typed.

use ratatui::buffer::Buffer;

use super::canvas::{Row, columns, paragraph, paragraph_rows};
use super::{View, card, clock, keys, names, panel, preview, sheet};
use crate::app::action::{Action, Deed};
use crate::app::layout::browser_areas;
use crate::domain::geometry::Area;
use crate::domain::text::SafeText;
use crate::port::media::Entry;

/// Below this width an entry is its name and its size.
const DATED: u16 = 50;
/// Files named in the question; of more the number is told.
const NAMED: usize = 5;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(all) = browser_areas(view.model) else {
        return;
    };
    let areas = all.search;
    let browser = &view.model.attach.browser;
    let name = view.model.chats.open.map(|chat| names::peer(view, chat));
    let name = name.unwrap_or_default();
    let title = view.say_with("attach-title", &[("name", (&*name).into())]);
    let keys = [
        ("pick", Action::Open),
        ("complete", Action::Deed(Deed::Complete)),
        ("back", Action::Back),
    ];
    let keys = keys::tell_of_list(view, "attach-keys", &keys, browser.picker.hits.is_empty());
    let more = sheet::below(areas.hits, (browser.picker.hits.len(), browser.picker.bar()));
    sheet::frame(view, &areas, (&title, &keys, more), buffer);
    sheet::field(view, areas.field, &browser.picker.field, buffer);
    let mut row = Row::new(buffer, areas.told, 0);
    if all.facts.is_empty() {
        row.right(&preview::what(view), view.theme().dim).reserve(2);
    }
    row.say(&told(view), view.theme().dim);
    let entries = browser.listing.as_ref().map(|listing| listing.entries.as_slice());
    let entries = entries.unwrap_or_default();
    let hits = (&*browser.picker.hits, browser.picker.bar());
    sheet::list(view, areas.hits, hits, buffer, |_, place, row| {
        if let Some(found) = entries.get(*place) {
            entry(view, found, row);
        }
    });
    preview::draw(view, &all, buffer);
}

/// What came of the path.
fn told(view: View<'_>) -> String {
    let browser = &view.model.attach.browser;
    let Some(listing) = browser
        .listing
        .as_ref()
        .filter(|_| !view.model.attach.is_looking())
    else {
        return view.say("attach-reading").into_owned();
    };
    if let Some(why) = &listing.fault {
        let why = SafeText::line(why);
        return view.say_with("attach-unreadable", &[("why", why.as_str().into())]);
    }
    let id = match (browser.picker.hits.is_empty(), listing.more) {
        (true, _) => "attach-nothing",
        (false, true) => "attach-more",
        (false, false) => "attach-found",
    };
    view.say_with(id, &[("count", browser.picker.hits.len().into())])
}

fn entry(view: View<'_>, entry: &Entry, mut row: Row<'_>) {
    let theme = view.theme();
    let wide = row.left() >= DATED;
    let name = SafeText::line(&entry.name);
    if entry.folder {
        row.say(&format!("{}/", name.as_str()), theme.accent);
        return;
    }
    if let Some(at) = clock::in_list(entry.at, view).filter(|_| wide) {
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
            let (kind, size) = (
                preview::kind(view, file.kind, file.pixels),
                card::size(file.bytes),
            );
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
    let choice = if question.pasted {
        "send-choice-pasted"
    } else {
        "send-choice"
    };
    let choice = keys::tell(view, choice, &[("agree", Action::Agree), ("back", Action::Back)]);
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
