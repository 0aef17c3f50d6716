//! People to choose from: a field, whom it finds, and who is marked.
//!
//! Owns its layout. Never: who is listed.

use ratatui::buffer::Buffer;

use super::super::canvas::Row;
use super::super::{View, contact, keys, names, sheet};
use crate::app::action::Action;
use crate::app::layout::search_areas;
use crate::app::manage::roster::Purpose;
use crate::domain::id::UserName;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let Some(areas) = search_areas(view.model) else {
        return;
    };
    let roster = &view.model.manage.roster;
    let name = roster.purpose.group().map(|group| names::peer(view, group));
    let id = match roster.purpose {
        Purpose::Members(_) => "roster-members",
        Purpose::Remove(_) => "roster-remove",
        Purpose::Add(_) => "roster-add",
        Purpose::New => "roster-new",
    };
    let title = view.say_with(id, &[("name", (&*name.unwrap_or_default()).into())]);
    let keys = if roster.marks() {
        "roster-keys"
    } else {
        "roster-keys-members"
    };
    let actions = [
        ("agree", Action::Open),
        ("mark", Action::Mark),
        ("back", Action::Back),
    ];
    let picker = &roster.picker;
    let more = sheet::below(areas.hits, (picker.hits.len(), picker.bar()));
    let keys = keys::tell_of_list(view, keys, &actions, picker.chosen().is_empty());
    sheet::frame(view, &areas, (&title, &keys, more), buffer);
    sheet::field(view, areas.field, &roster.picker.field, buffer);
    let told = if roster.picker.hits.is_empty() {
        "roster-nobody"
    } else {
        "roster-found"
    };
    let count = [("count", roster.picker.hits.len().into())];
    let mut row = Row::new(buffer, areas.told, 0);
    sheet::count(view, &roster.picker, &mut row);
    row.say(&view.say_with(told, &count), view.theme().dim);
    let hits = (&*roster.picker.hits, roster.picker.bar());
    sheet::list(view, areas.hits, hits, buffer, |_, name, row| {
        hit(view, name, row);
    });
}

fn hit(view: View<'_>, name: &UserName, mut row: Row<'_>) {
    let roster = &view.model.manage.roster;
    if roster.marks() {
        sheet::mark(view, roster.picker.marked.contains(name), &mut row);
    }
    entry(view, (roster.purpose, name), &mut row);
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
