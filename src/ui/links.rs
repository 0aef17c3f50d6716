//! The addresses in a message: what is there, and in full where the chosen one leads.
//!
//! Owns how they look. Never: shortens the one that is about to be opened without saying so.

use ratatui::buffer::Buffer;

use super::canvas::{Row, paragraph, paragraph_rows, rows};
use super::{View, keys, panel, sheet};
use crate::app::action::{Action, Deed};
use crate::app::links::Address;
use crate::domain::geometry::Area;

const WIDEST: u16 = 96;
/// Rows for one address in full, at most.
const IN_FULL: u16 = 6;

pub fn draw(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let links = &view.model.links;
    let Some(chosen) = links.list.get(links.selected) else {
        return;
    };
    let theme = view.theme();
    let width = WIDEST.min(all.width.saturating_sub(8)).max(1);
    let several = links.list.len() > 1;
    let listed = if several { links.list.len() } else { 0 };
    let listed = u16::try_from(listed).unwrap_or(u16::MAX);
    // On a low screen both share what there is: one row of the choice, and of the address as much as goes.
    let most = all.height.saturating_sub(5).max(4);
    let least = 2 * u16::from(several);
    let wanted = paragraph_rows(chosen.shown.as_str(), width);
    let full = wanted.min(IN_FULL).min(most.saturating_sub(least + 2)).max(1);
    let below = full + 2 + u16::from(several);
    let wish = (width, listed.saturating_add(below).min(most));
    let title = view.say("links-title");
    let inner = panel::open(view, all, (&title, wish), buffer);
    let room = inner.height.saturating_sub(below).min(listed);
    let list = (&*links.list, links.selected);
    sheet::list(view, rows(inner, 0, room), list, buffer, |nth, address, row| {
        entry(view, (nth, address), row);
    });
    let rest = rows(inner, room + u16::from(room > 0), inner.height);
    let keys_row = inner.height.saturating_sub(1);
    // The address before all: where rows are few, what it is called and whose it is stand back.
    let next = paragraph(
        buffer,
        rows(rest, 0, full),
        0,
        chosen.shown.as_str(),
        theme.strong,
    );
    if wanted > full {
        Row::new(buffer, rest, full.saturating_sub(1)).right("…", theme.warning);
    }
    let (words, style) = if chosen.is_page() {
        let host = view.say_with("links-host", &[("host", chosen.host.as_str().into())]);
        (host, theme.accent)
    } else {
        (view.say("links-foreign").into_owned(), theme.warning)
    };
    if rest.y + next < inner.y + keys_row {
        Row::new(buffer, rest, next).say(&words, style);
    }
    let keys = [
        ("open", Action::Open),
        ("copy", Action::Deed(Deed::Copy)),
        ("back", Action::Back),
    ];
    let more = if several {
        sheet::below(rows(inner, 0, room), (links.list.len(), links.selected))
    } else {
        0
    };
    panel::foot(
        view,
        inner,
        (&keys::tell(view, "links-keys", &keys), more),
        buffer,
    );
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
