//! The search: what is typed, what came of it, and the hits, newest first.
//!
//! Owns how a hit looks: where it was said, by whom, when, and the words around what was looked for. Never: which lines are
//! hits, or what of a text was looked for, which is `domain::text`'s to say.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;

use super::canvas::{Row, columns, one_line, paragraph, restyle, rows};
use super::{View, card, clock, keys, names, sheet};
use crate::app::action::Action;
use crate::app::layout::{SearchAreas, hit_height, search_areas};
use crate::app::rows::text_of;
use crate::app::search::query::Fault;
use crate::domain::contact::ContactKind;
use crate::domain::geometry::Area;
use crate::domain::text::{clip, graphemes, slice, width};
use crate::port::store::{From, LineRecord};

/// How the filters are written, told while nothing is typed.
const HELP: [&str; 6] = [
    "search-help-from",
    "search-help-in",
    "search-help-when",
    "search-help-has",
    "search-help-mine",
    "search-help-phrase",
];
/// Columns before the words of a hit, under the name.
const INDENT: u16 = 2;
/// Columns a hit's chat may take where its words stand beside it.
const BESIDE: u16 = 12;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let search = &view.model.search;
    let title = match search.chat {
        Some(chat) => view.say_with("search-title-in", &[("name", (&*names::peer(view, chat)).into())]),
        None => view.say("search-title").into_owned(),
    };
    let more = below(view, &areas);
    sheet::frame(view, &areas, (&title, &keys_row(view), more), buffer);
    sheet::field(view, areas.field, &search.field, buffer);
    if search.old {
        let width = columns(search.field.text()).min(areas.field.width);
        restyle(buffer, Area { width, ..areas.field }, view.theme().bar);
    }
    told(view, areas.told, buffer);
    if search.asks() {
        hits(view, &areas, buffer);
    } else {
        let mut at = 1;
        for id in HELP {
            at = paragraph(buffer, areas.hits, at, &view.say(id), view.theme().dim);
        }
    }
}

/// Hits below those in view.
fn below(view: View<'_>, areas: &SearchAreas) -> usize {
    let search = &view.model.search;
    let fits = usize::from(areas.hits.height / hit_height(view.model));
    search.hits.len().saturating_sub(search.top + fits)
}

/// What of the field makes no sense, else what came of it.
fn told(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let (theme, search) = (view.theme(), &view.model.search);
    let faults = &search.faults;
    let last = area.height.saturating_sub(1);
    for (nth, at) in (0..area.height).enumerate() {
        let to = if at == last { faults.len() } else { nth + 1 };
        let here = faults.get(nth..to).unwrap_or_default();
        let told: Vec<String> = here.iter().map(|fault| self::fault(fault, view)).collect();
        Row::new(buffer, area, at).say(&told.join(" "), theme.warning);
    }
    if !faults.is_empty() {
        return;
    }
    let mut row = Row::new(buffer, area, 0);
    let count = search.hits.len();
    let id = match count {
        _ if !search.asks() => "search-what",
        0 if search.is_waiting() => "search-waiting",
        0 => "search-nothing",
        _ if search.more => "search-found-more",
        _ => "search-found",
    };
    row.say(&view.say_with(id, &[("count", count.into())]), theme.dim);
}

fn fault(fault: &Fault, view: View<'_>) -> String {
    let (id, typed) = match fault {
        Fault::Nobody(typed) => ("search-nobody", typed),
        Fault::NoDate(typed) => ("search-no-date", typed),
        Fault::NoKind(typed) => ("search-no-kind", typed),
        Fault::NotMine(typed) => ("search-not-mine", typed),
    };
    view.say_with(id, &[("typed", typed.as_str().into())])
}

fn keys_row(view: View<'_>) -> String {
    let id = if view.model.search.chat.is_some() {
        "search-keys-in"
    } else if view.model.chats.open.is_some() {
        "search-keys"
    } else {
        "search-keys-no-chat"
    };
    let actions = [
        ("go", Action::Open),
        ("scope", Action::Search),
        ("close", Action::Back),
    ];
    keys::tell_of_list(view, id, &actions, view.model.search.hits.is_empty())
}

fn hits(view: View<'_>, areas: &SearchAreas, buffer: &mut Buffer) {
    let (search, height) = (&view.model.search, hit_height(view.model));
    let fits = usize::from(areas.hits.height.div_ceil(height));
    let listed = search.hits.iter().enumerate().skip(search.top).take(fits);
    for (nth, (at, hit)) in (0..).zip(listed) {
        let area = rows(areas.hits, height * nth, height);
        if height > 1 {
            let row = Row::new(buffer, area, 0);
            head(view, hit, row);
            let mut row = Row::new(buffer, area, 1);
            row.skip(INDENT);
            words(view, hit, row);
        } else {
            beside(view, hit, Row::new(buffer, area, 0));
        }
        if at == search.selected {
            restyle(buffer, area, view.theme().bar);
        }
    }
}

/// The chat, who spoke where that is not told by the chat, and when.
fn head(view: View<'_>, hit: &LineRecord, mut row: Row<'_>) {
    let theme = view.theme();
    row.right(&when(view, hit), theme.dim).reserve(1);
    row.say(&names::peer(view, hit.chat), theme.strong);
    if let Some(who) = who(view, hit) {
        row.skip(1).put(theme.glyphs.separator, theme.dim).skip(1);
        row.say(&who, theme.text);
    }
}

/// Chat and words on one row.
fn beside(view: View<'_>, hit: &LineRecord, mut row: Row<'_>) {
    let theme = view.theme();
    row.right(&when(view, hit), theme.dim).reserve(1);
    if view.model.search.chat.is_none() {
        let chat = names::peer(view, hit.chat);
        row.put(&clip(&chat, BESIDE), theme.strong).skip(1);
    } else if let Some(who) = who(view, hit) {
        row.put(&clip(&who, BESIDE), theme.strong).skip(1);
    }
    words(view, hit, row);
}

fn when(view: View<'_>, hit: &LineRecord) -> String {
    let zone = &view.model.settings.zone;
    let Some(at) = clock::civil(hit.at, zone) else {
        return String::new();
    };
    let today = clock::civil(view.model.now.wall(), zone).unwrap_or(at).date();
    let day = clock::brief(at, today, view.look);
    if at.date() == today {
        return day;
    }
    format!("{day} {}", clock::hour(at))
}

fn who<'a>(view: View<'a>, hit: &LineRecord) -> Option<Cow<'a, str>> {
    let group = view
        .model
        .directory
        .peer(hit.chat)
        .is_some_and(|peer| peer.contact.kind == ContactKind::Group);
    match hit.from {
        From::Me => Some(view.say("you")),
        From::Peer(peer) if group => Some(names::speaker(view, hit.chat, peer)),
        From::Peer(_) | From::Service => None,
    }
}

/// As much of the words as fits, with what was looked for in it and marked.
fn words(view: View<'_>, hit: &LineRecord, mut row: Row<'_>) {
    let theme = view.theme();
    let (text, marks) = shown(view, hit);
    let start = start(&text, marks.first(), row.left());
    if start > 0 {
        row.put("…", theme.dim);
    }
    let rest = slice(&text, start..text.len());
    let clipped = clip(rest, row.left());
    let end = clipped.strip_suffix('…').filter(|_| *clipped != *rest);
    let end = end.map_or(clipped.len(), str::len);
    let mut at = 0;
    for mark in marks {
        let from = mark.start.saturating_sub(start).clamp(at, end);
        let to = mark.end.saturating_sub(start).clamp(from, end);
        row.put(slice(&clipped, at..from), theme.text);
        row.put(slice(&clipped, from..to), theme.found);
        at = to;
    }
    row.put(slice(&clipped, at..clipped.len()), theme.text);
}

/// The text to show on one row, and what of it was looked for. A card that shows nothing of it gives way to the words.
fn shown(view: View<'_>, hit: &LineRecord) -> (String, Vec<Range<usize>>) {
    let sought = &view.model.search.sought;
    let flat = |text: &str| one_line(text).into_owned();
    let text = match text_of(&hit.body) {
        Some(text) => flat(text.as_str()),
        None => flat(&card::short(&hit.body, &view.look.words)),
    };
    let marks = sought.marks(&text);
    if marks.is_empty() && !sought.is_empty() {
        let text = flat(&hit.body.said());
        let marks = sought.marks(&text);
        return (text, marks);
    }
    (text, marks)
}

/// Where to begin so that the first mark is on the row, with a third of the row before it.
fn start(text: &str, mark: Option<&Range<usize>>, columns: u16) -> usize {
    let Some(mark) = mark else {
        return 0;
    };
    let columns = usize::from(columns);
    let before = width(slice(text, 0..mark.start));
    if width(slice(text, 0..mark.end)) < columns {
        return 0;
    }
    let mut skip = before.saturating_sub(columns / 3);
    let first = graphemes(text).find(|grapheme| {
        let done = skip == 0;
        skip = skip.saturating_sub(grapheme.width.into());
        done
    });
    first.map_or(0, |grapheme| grapheme.start.min(mark.start))
}
