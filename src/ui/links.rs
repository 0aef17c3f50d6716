//! The addresses in a message: what is there, and in full where the chosen one leads.
//!
//! Owns how they look. Never: shortens the one that is about to be opened.

use ratatui::buffer::Buffer;

use super::canvas::{Row, rows};
use super::{View, keys, panel, sheet};
use crate::app::action::{Action, Deed};
use crate::app::links::{Address, in_view, room};
use crate::domain::geometry::Area;
use crate::domain::text::slice;

pub fn draw(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let links = &view.model.links;
    let Some(chosen) = links.list.get(links.selected) else {
        return;
    };
    let theme = view.theme();
    let room = room(view.model);
    let title = view.say("links-title");
    let inner = panel::open(view, all, (&title, (room.columns, room.rows())), buffer);
    let list = (&*links.list, links.selected);
    sheet::list(
        view,
        rows(inner, 0, room.listed),
        list,
        buffer,
        |nth, address, row| {
            entry(view, (nth, address), row);
        },
    );
    let at = room.listed + u16::from(room.listed > 0);
    let (shown, below) = in_view(view.model);
    for (at, range) in (at..).zip(shown) {
        Row::new(buffer, inner, at).put(slice(chosen.shown.as_str(), range), theme.strong);
    }
    let (words, style) = if chosen.is_page() {
        let host = view.say_with("links-host", &[("host", chosen.host.as_str().into())]);
        (host, theme.accent)
    } else {
        (view.say("links-foreign").into_owned(), theme.warning)
    };
    Row::new(buffer, inner, at + room.address).say(&words, style);
    let below = below.try_into().unwrap_or(u32::MAX);
    let listed = rows(inner, 0, room.listed);
    let more = match room.listed {
        0 => 0,
        _ => sheet::below(listed, (links.list.len(), links.selected)),
    };
    panel::foot(view, inner, (&keys(view, below), more), buffer);
}

/// Enter leads to the end of the address first, so many rows below.
fn keys(view: View<'_>, below: u32) -> String {
    let keys = [
        ("open", Action::Open),
        ("copy", Action::Deed(Deed::Copy)),
        ("back", Action::Back),
    ];
    if below == 0 {
        return keys::tell(view, "links-keys", &keys);
    }
    let [open, copy, back] = keys.map(|(_, action)| keys::of(view, action));
    let args = [
        ("count", below.into()),
        ("open", (&*open).into()),
        ("copy", (&*copy).into()),
        ("back", (&*back).into()),
    ];
    view.say_with("links-keys-more", &args)
}

fn entry(view: View<'_>, (nth, address): (usize, &Address), mut row: Row<'_>) {
    let theme = view.theme();
    row.put(&format!("{:>2} ", nth + 1), theme.dim);
    if address.title.is_empty() {
        row.say(address.shown.as_str(), theme.text);
    } else {
        row.right(address.host.as_str(), theme.dim).reserve(2);
        row.say(address.title.as_str(), theme.text);
    }
}
