//! The help overlay: the key table, as a person reads it.
//!
//! Owns its layout: what does not fit beside each other is broken into rows, for nothing of it is to be guessed. Never: a key
//! or a meaning of its own, so that it cannot be out of date.

use ratatui::buffer::Buffer;

use super::canvas::{columns, paragraph, paragraph_rows, restyle, rows};
use super::{View, keys, panel};
use crate::app::action::Action;
use crate::app::help::{NOTES, SECTIONS, keys as keys_of};
use crate::app::keymap::Binding;
use crate::domain::geometry::Area;

/// Columns between keys and meaning.
const BETWEEN: u16 = 2;
const MOST_KEYS: u16 = 26;
const WIDEST: u16 = 92;

/// One row of the table.
enum Entry {
    Section(&'static str),
    /// What no key of the section tells.
    Note(&'static str),
    Key(&'static Binding),
    Gap,
}

/// The key at the place `chosen` is in view, under the bar.
pub fn draw(view: View<'_>, all: Area, chosen: usize, buffer: &mut Buffer) {
    let entries = entries();
    let height = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let wish = (
        WIDEST.min(all.width),
        height.min(all.height.saturating_sub(4)).saturating_add(1),
    );
    let inner = panel::open(view, all, (&view.say("help-title"), wish), buffer);
    let list = rows(inner, 0, inner.height.saturating_sub(1));
    let widest = entries.iter().map(key_columns).max().unwrap_or_default();
    let table = Table {
        view,
        keys: widest.min(MOST_KEYS).min(all.width / 3),
        list,
    };
    let mut of_keys = (0..).zip(&entries).filter(|(_, entry)| key_columns(entry) > 0);
    let bar = of_keys.nth(chosen).map_or(0, |(at, _)| at);
    let mut at = 0;
    let mut shown = table.first(&entries, bar);
    for (nth, entry) in entries.iter().enumerate().skip(shown) {
        let next = at + table.rows(entry);
        if next > list.height && nth > bar {
            break;
        }
        let area = rows(list, at, (next - at).min(list.height - at));
        table.draw(entry, area, buffer);
        if nth == bar {
            restyle(buffer, area, view.theme().bar);
        }
        (at, shown) = (next, nth + 1);
    }
    let below = entries.iter().skip(shown);
    let more = below.filter(|entry| key_columns(entry) > 0).count();
    let back = keys::tell(view, "help-close", &[("back", Action::Back)]);
    panel::foot(view, inner, (&back, more), buffer);
}

/// Where keys and meanings stand.
#[derive(Clone, Copy)]
struct Table<'a> {
    view: View<'a>,
    /// Columns of the keys.
    keys: u16,
    list: Area,
}

impl Table<'_> {
    /// The first entry in view: the title of the section with the bar, unless the bar would be below the last row then, or rows
    /// be left empty.
    fn first(self, entries: &[Entry], bar: usize) -> usize {
        let above = entries.iter().enumerate().take(bar + 1).rev();
        let mut titles = above.filter(|(_, entry)| matches!(entry, Entry::Section(_)));
        let title = titles.next().map_or(0, |(nth, _)| nth);
        let full = self.ending_with(entries, entries.len().saturating_sub(1));
        title.min(full).max(self.ending_with(entries, bar))
    }

    /// The first entry in view where this one is the last.
    fn ending_with(self, entries: &[Entry], last: usize) -> usize {
        let mut left = self.list.height;
        let above = entries.iter().enumerate().take(last + 1).rev();
        let fit = above.take_while(|(_, entry)| {
            let rows = self.rows(entry);
            let fits = rows <= left;
            left = left.saturating_sub(rows);
            fits
        });
        fit.last().map_or(last, |(nth, _)| nth)
    }

    fn meaning(self) -> u16 {
        self.list.width.saturating_sub(self.keys + BETWEEN)
    }

    fn rows(self, entry: &Entry) -> u16 {
        match entry {
            Entry::Gap | Entry::Section(_) => 1,
            Entry::Note(id) => paragraph_rows(&self.view.say(id), self.list.width),
            Entry::Key(binding) => {
                let meaning = paragraph_rows(&self.view.say(binding.help), self.meaning());
                paragraph_rows(&keys::all(binding), self.keys).max(meaning)
            }
        }
    }

    fn draw(self, entry: &Entry, area: Area, buffer: &mut Buffer) {
        let (view, theme) = (self.view, self.view.theme());
        match entry {
            Entry::Gap => {}
            Entry::Section(id) => {
                paragraph(buffer, area, 0, &view.say(id), theme.strong);
            }
            Entry::Note(id) => {
                paragraph(buffer, area, 0, &view.say(id), theme.dim);
            }
            Entry::Key(binding) => {
                let width = self.keys.min(area.width);
                let keys = Area { width, ..area };
                paragraph(buffer, keys, 0, &keys::all(binding), theme.key);
                let meaning = Area {
                    x: area.x + area.width - self.meaning(),
                    width: self.meaning(),
                    ..area
                };
                paragraph(buffer, meaning, 0, &view.say(binding.help), theme.text);
            }
        }
    }
}

fn key_columns(entry: &Entry) -> u16 {
    match entry {
        Entry::Key(binding) => columns(&keys::all(binding)),
        Entry::Section(_) | Entry::Note(_) | Entry::Gap => 0,
    }
}

fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for (context, title) in SECTIONS {
        if !entries.is_empty() {
            entries.push(Entry::Gap);
        }
        entries.push(Entry::Section(title));
        let notes = NOTES.iter().filter(|(of, _)| *of == context);
        entries.extend(notes.map(|(_, id)| Entry::Note(id)));
        entries.extend(keys_of(context).map(Entry::Key));
    }
    entries
}
