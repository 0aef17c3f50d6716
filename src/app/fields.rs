//! A field with a list below it: which one has the keys, told by what covers the panes.
//!
//! Owns only the way to the file that knows.

use super::action::Edit;
use super::model::{Model, Overlay};
use super::moving::By;
use super::step::Step;
use super::{attach, faces, forwarding, joiner, search};

#[derive(Clone, Copy)]
enum Field {
    /// What was said.
    Search,
    /// Whom a contact is to be joined with.
    Join,
    /// Faces and emoji.
    Faces,
    /// Where a message is to be forwarded to.
    Forward,
    /// A path.
    Attach,
}

fn field(model: &Model) -> Field {
    let fields = [
        (Overlay::Join, Field::Join),
        (Overlay::Faces, Field::Faces),
        (Overlay::Forward, Field::Forward),
        (Overlay::Attach, Field::Attach),
    ];
    let shown = fields
        .into_iter()
        .find(|(overlay, _)| model.overlay.as_ref() == Some(overlay));
    shown.map_or(Field::Search, |(_, field)| field)
}

pub(super) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    match field(model) {
        Field::Search => search::type_text(model, text, step),
        Field::Join => joiner::type_text(model, text, step),
        Field::Faces => faces::type_text(model, text, step),
        Field::Forward => forwarding::type_text(model, text, step),
        Field::Attach => attach::type_text(model, text, step),
    }
}

pub(super) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    match field(model) {
        Field::Search => search::edit(model, edit, step),
        Field::Join => joiner::edit(model, edit, step),
        Field::Faces => faces::edit(model, edit, step),
        Field::Forward => forwarding::edit(model, edit, step),
        Field::Attach => attach::edit(model, edit, step),
    }
}

/// Enter.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    match field(model) {
        Field::Search => search::jump(model, step),
        Field::Join => joiner::agree(model, step),
        Field::Faces => faces::put(model, step),
        Field::Forward => forwarding::agree(model, step),
        Field::Attach => attach::pick(model, step),
    }
}

pub(super) fn move_by(model: &mut Model, by: By, step: &mut Step) {
    match (field(model), by) {
        (Field::Search, By::Entries(hits)) => search::move_by(model, hits, step),
        (Field::Search, By::Pages(pages)) => search::page(model, pages, step),
        (Field::Join, By::Entries(entries)) => joiner::move_by(model, entries, step),
        (Field::Join, By::Pages(pages)) => joiner::page(model, pages, step),
        (Field::Faces, By::Entries(rows)) => faces::rows(model, rows, step),
        (Field::Faces, By::Pages(pages)) => faces::page(model, pages, step),
        (Field::Forward, By::Entries(entries)) => forwarding::move_by(model, entries, step),
        (Field::Forward, By::Pages(pages)) => forwarding::page(model, pages, step),
        (Field::Attach, By::Entries(entries)) => attach::move_by(model, entries, step),
        (Field::Attach, By::Pages(pages)) => attach::page(model, pages, step),
    }
}
