//! People to choose from: a field, whom it finds, and who is marked.
//!
//! Owns its layout. Never: who is listed.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::super::canvas::{Row, clear, restyle, rows};
use super::super::{View, contact, keys, names, panel};
use crate::app::action::Action;
use crate::app::layout::{PROMPT, SearchAreas, search_areas};
use crate::app::manage::Wish;
use crate::app::manage::picker::Purpose;
use crate::domain::geometry::Area;
use crate::domain::id::UserName;
use crate::domain::text::slice;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let (theme, picker) = (view.theme(), &view.model.manage.picker);
    clear(buffer, areas.frame);
    let name = picker.purpose.group().map(|group| names::peer(view, group));
    let id = match picker.purpose {
        Purpose::Members(_) => "picker-members",
        Purpose::Remove(_) => "picker-remove",
        Purpose::Add(_) => "picker-add",
        Purpose::New => "picker-new",
    };
    let title = view.say_with(id, &[("name", (&*name.unwrap_or_default()).into())]);
    panel::edge(view, areas.frame, &title, buffer);
    let prompt = Area {
        x: areas.field.x - PROMPT,
        width: PROMPT,
        ..areas.field
    };
    Row::new(buffer, prompt, 0).put(theme.glyphs.prompt, theme.accent);
    let (shown, _) = picker.field.line_view(areas.field.width);
    Row::new(buffer, areas.field, 0).put(slice(picker.field.text(), shown), theme.text);
    let counts = [
        ("count", picker.hits.len().into()),
        ("marked", picker.marked.len().into()),
    ];
    let told = match (picker.hits.is_empty(), picker.marked.is_empty()) {
        (true, true) => "picker-nobody",
        (_, false) => "picker-marked",
        (false, true) => "picker-found",
    };
    Row::new(buffer, areas.told, 0).say(&view.say_with(told, &counts), theme.dim);
    hits(view, areas.hits, buffer);
    keys_row(view, &areas, buffer);
}

/// Where the caret of the field stands.
pub fn caret(view: View<'_>) -> Option<Position> {
    let area = search_areas(view.model)?.field;
    let (_, at) = view.model.manage.picker.field.line_view(area.width);
    Some(Position::new(area.x + at, area.y))
}

/// The rows in view, and no others: a group may have five hundred members.
fn hits(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let (theme, picker) = (view.theme(), &view.model.manage.picker);
    let first = (picker.selected + 1).saturating_sub(area.height.into());
    let listed = picker.hits.iter().enumerate().skip(first);
    for (at, (nth, name)) in (0..area.height).zip(listed) {
        let mut row = Row::new(buffer, area, at);
        if picker.marks() {
            if picker.marked.contains(name) {
                row.put(theme.glyphs.chosen, theme.accent).skip(1);
            } else {
                row.skip(2);
            }
        }
        entry(view, (picker.purpose, name), &mut row);
        if nth == picker.selected {
            restyle(buffer, rows(area, at, 1), theme.bar);
        }
    }
}

/// A member as the group's page has them, a friend with what tells them apart.
fn entry(view: View<'_>, (purpose, name): (Purpose, &UserName), row: &mut Row<'_>) {
    let theme = view.theme();
    let directory = &view.model.directory;
    let group = match purpose {
        Purpose::Members(group) | Purpose::Remove(group) => directory.peer(group),
        Purpose::Add(_) | Purpose::New => None,
    };
    if let Some(member) = group.and_then(|group| group.member(name)) {
        return contact::member(view, member, row);
    }
    if let Some(peer) = directory.id_of(name) {
        let notes = contact::notes(view, peer);
        row.right(&notes, theme.dim).reserve(2);
        row.say(&names::peer(view, peer), theme.text);
    }
}

fn keys_row(view: View<'_>, areas: &SearchAreas, buffer: &mut Buffer) {
    let (agree, back) = (keys::of(view, Action::Open), keys::of(view, Action::Back));
    let mark = keys::of(view, Action::Manage(Wish::Mark));
    let id = if view.model.manage.picker.marks() {
        "picker-keys"
    } else {
        "picker-keys-members"
    };
    let args = [
        ("agree", (&*agree).into()),
        ("mark", (&*mark).into()),
        ("back", (&*back).into()),
    ];
    Row::new(buffer, areas.keys, 0).say(&view.say_with(id, &args), view.theme().dim);
}
