//! The help overlay: the key table, as a person reads it.
//!
//! Owns its layout. Never: a key or a meaning of its own, so that it cannot be out of date.

use ratatui::buffer::Buffer;

use super::canvas::{Row, columns, rows};
use super::{View, keys, panel};
use crate::app::keymap::{Binding, Context, bindings};
use crate::domain::geometry::Area;

/// Columns between keys and meaning.
const BETWEEN: u16 = 2;
const MOST_KEYS: u16 = 26;
const WIDEST: u16 = 72;

/// One row of the table.
enum Entry {
    Section(&'static str),
    Key(&'static Binding),
    Gap,
}

/// `top` rows are scrolled away; what lies behind the end counts as the end.
pub fn draw(view: View<'_>, all: Area, top: u16, buffer: &mut Buffer) {
    let theme = view.theme();
    let entries = entries();
    let widest = entries.iter().map(key_columns).max().unwrap_or_default();
    let keys_width = widest.min(MOST_KEYS).min(all.width / 3);
    let height = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let wish = (
        WIDEST.min(all.width),
        height.min(all.height.saturating_sub(4)).saturating_add(1),
    );
    let title = view.say("help-title");
    let inner = panel::open(view, all, (&title, wish), buffer);
    let list = rows(inner, 0, inner.height.saturating_sub(1));
    let first = top.min(height.saturating_sub(list.height));
    for (at, entry) in (0..list.height).zip(entries.iter().skip(first.into())) {
        let mut row = Row::new(buffer, list, at);
        match entry {
            Entry::Gap => {}
            Entry::Section(id) => {
                row.say(&view.say(id), theme.strong);
            }
            Entry::Key(binding) => {
                let keys = keys::all(binding);
                let rest = row.left().saturating_sub(keys_width);
                row.reserve(rest).say(&keys, theme.key);
                Row::new(buffer, list, at)
                    .skip(keys_width + BETWEEN)
                    .say(&view.say(binding.help), theme.text);
            }
        }
    }
    let more = height.saturating_sub(first + list.height);
    panel::foot(view, inner, (&view.say("help-close"), more.into()), buffer);
}

fn key_columns(entry: &Entry) -> u16 {
    match entry {
        Entry::Key(binding) => columns(&keys::all(binding)),
        Entry::Section(_) | Entry::Gap => 0,
    }
}

fn entries() -> Vec<Entry> {
    let sections = [
        (Context::Everywhere, "help-everywhere"),
        (Context::List, "help-list"),
        (Context::Composer, "help-composer"),
        (Context::Message, "help-message"),
        (Context::Search, "help-search"),
        (Context::Contact, "help-contact"),
        (Context::Links, "help-links"),
        (Context::Details, "help-details"),
        (Context::Viewer, "help-viewer"),
        (Context::Login, "help-login"),
    ];
    let mut entries = Vec::new();
    for (context, title) in sections {
        if !entries.is_empty() {
            entries.push(Entry::Gap);
        }
        entries.push(Entry::Section(title));
        let shown = bindings().filter(|binding| binding.shown && binding.context == context);
        entries.extend(shown.map(Entry::Key));
    }
    entries
}
