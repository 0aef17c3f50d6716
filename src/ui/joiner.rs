//! Whom a contact is to be joined with: a field, whom it finds, and what speaks for the chosen one.
//!
//! Owns its layout. Never: who is listed, or what the evidence proves.

use ratatui::buffer::Buffer;

use super::canvas::{Row, paragraph, rows};
use super::{View, contact, evidence, keys, names, sheet};
use crate::app::action::Action;
use crate::app::layout::{REASONS, joined, search_areas};
use crate::domain::geometry::Area;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let joiner = &view.model.joiner;
    let picker = &joiner.picker;
    let name = names::peer(view, joiner.peer);
    let title = view.say_with("join-title", &[("name", (&*name).into())]);
    let keys = [("agree", Action::Open), ("back", Action::Back)];
    let list = joined(areas.hits);
    let more = sheet::below(list, (picker.hits.len(), picker.bar()));
    let keys = keys::tell_of_list(view, "join-keys", &keys, picker.hits.is_empty());
    sheet::frame(view, &areas, (&title, &keys, more), buffer);
    sheet::field(view, areas.field, &picker.field, buffer);
    let told = match (picker.hits.is_empty(), picker.field.is_empty()) {
        (true, true) => "join-nobody-at-all",
        (true, false) => "join-nobody",
        (false, _) => "join-what",
    };
    Row::new(buffer, areas.told, 0).say(&view.say(told), view.theme().dim);
    let hits = (&*picker.hits, picker.bar());
    sheet::list(view, list, hits, buffer, |_, peer, mut row| {
        row.right(&contact::notes(view, *peer), view.theme().dim)
            .reserve(2);
        row.say(&names::peer(view, *peer), view.theme().text);
    });
    if !picker.hits.is_empty() {
        reasons(view, rows(areas.hits, list.height, REASONS), buffer);
    }
}

fn reasons(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let evidence = view.model.joiner.evidence.as_ref();
    let words = evidence.map(|evidence| evidence::told(view, evidence));
    let words = words.filter(|words| !words.is_empty());
    let none = || view.say("join-no-evidence").into_owned();
    paragraph(buffer, area, 1, &words.unwrap_or_else(none), view.theme().strong);
}
