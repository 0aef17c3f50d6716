//! A field with a list below it: which one has the keys, told by what covers the panes.
//!
//! Owns only the way to the file that knows.

use super::action::Edit;
use super::model::{Model, Overlay};
use super::moving::By;
use super::step::Step;
use super::{attach, faces, forwarding, joiner, search, stickers};

#[derive(Clone, Copy)]
enum Field {
    /// What was said.
    Search,
    /// Whom a contact is to be joined with.
    Join,
    /// Faces and emoji.
    Faces,
    /// Stickers.
    Stickers,
    /// Where a message is to be forwarded to.
    Forward,
    /// A path.
    Attach,
}

fn field(model: &Model) -> Field {
    let fields = [
        (Overlay::Join, Field::Join),
        (Overlay::Faces, Field::Faces),
        (Overlay::Stickers, Field::Stickers),
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
        Field::Stickers => stickers::type_text(model, text, step),
        Field::Forward => forwarding::type_text(model, text, step),
        Field::Attach => attach::type_text(model, text, step),
    }
}

pub(super) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    match field(model) {
        Field::Search => search::edit(model, edit, step),
        Field::Join => joiner::edit(model, edit, step),
        Field::Faces => faces::edit(model, edit, step),
        Field::Stickers => stickers::edit(model, edit, step),
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
        Field::Stickers => stickers::send(model, step),
        Field::Forward => forwarding::agree(model, step),
        Field::Attach => attach::pick(model, step),
    }
}

/// Tab: the rest of the word, or the other page.
pub(super) fn complete(model: &mut Model, step: &mut Step) {
    match field(model) {
        Field::Attach => attach::complete(model, step),
        Field::Faces => stickers::open(model, step),
        Field::Stickers => faces::open(model, step),
        Field::Search | Field::Join | Field::Forward => {}
    }
}

pub(super) fn move_by(model: &mut Model, by: By, step: &mut Step) {
    match (field(model), by) {
        (Field::Search, By::Entries(hits)) => search::move_by(model, hits, step),
        (Field::Search, By::Pages(pages)) => search::page(model, pages, step),
        (Field::Join, _) => joiner::move_by(model, by.entries(), step),
        (Field::Faces, By::Entries(rows)) => faces::rows(model, rows, step),
        (Field::Faces, By::Pages(pages)) => faces::page(model, pages, step),
        (Field::Stickers, By::Entries(rows)) => stickers::rows(model, rows, step),
        (Field::Stickers, By::Pages(pages)) => stickers::page(model, pages, step),
        (Field::Forward, _) => forwarding::move_by(model, by.entries(), step),
        (Field::Attach, _) => attach::move_by(model, by.entries(), step),
    }
}
