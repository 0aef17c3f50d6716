//! A field with hits below it: which one has the keys, told by what covers the panes.
//!
//! Owns what typing and moving have alike in all of them. Never: what is found, or what Enter does with it.

use super::action::Edit;
use super::editor::Editor;
use super::layout::{self, search_areas};
use super::manage::roster;
use super::model::{Model, Overlay};
use super::moving::By;
use super::picker::Grid;
use super::step::{Step, Touched};
use super::{attach, faces, forwarding, joiner, search, stickers};
use crate::domain::geometry::Size;

#[derive(Clone, Copy, PartialEq, Eq)]
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
    /// People.
    Roster,
}

fn field(model: &Model) -> Option<Field> {
    let fields = [
        (Overlay::Search, Field::Search),
        (Overlay::Join, Field::Join),
        (Overlay::Faces, Field::Faces),
        (Overlay::Stickers, Field::Stickers),
        (Overlay::Forward, Field::Forward),
        (Overlay::Attach, Field::Attach),
        (Overlay::Roster, Field::Roster),
    ];
    let on_screen = model.overlay.as_ref()?;
    let shown = fields.into_iter().find(|(overlay, _)| overlay == on_screen);
    shown.map(|(_, field)| field)
}

/// What is typed there.
pub fn typed(model: &Model) -> Option<&Editor> {
    Some(match field(model)? {
        Field::Search => &model.search.field,
        Field::Join => &model.joiner.picker.field,
        Field::Faces => &model.faces.picker.field,
        Field::Stickers => &model.stickers.picker.field,
        Field::Forward => &model.forwarding.as_deref()?.picker.field,
        Field::Attach => &model.attach.browser.picker.field,
        Field::Roster => &model.manage.roster.picker.field,
    })
}

fn typed_mut(model: &mut Model) -> Option<&mut Editor> {
    Some(match field(model)? {
        Field::Search => &mut model.search.field,
        Field::Join => &mut model.joiner.picker.field,
        Field::Faces => &mut model.faces.picker.field,
        Field::Stickers => &mut model.stickers.picker.field,
        Field::Forward => &mut model.forwarding.as_deref_mut()?.picker.field,
        Field::Attach => &mut model.attach.browser.picker.field,
        Field::Roster => &mut model.manage.roster.picker.field,
    })
}

pub(super) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    change(model, |field| field.insert(text), step);
}

/// Left and right go over a grid: the field above it is a word or two.
pub(super) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    let ways = [(Edit::Left, -1), (Edit::Right, 1)];
    let way = ways.into_iter().find(|(way, _)| *way == edit);
    if let (Some(field @ (Field::Faces | Field::Stickers)), Some((_, hits))) = (field(model), way) {
        bar(model, field, hits, step);
    } else {
        change(model, |field| field.edit_line(edit), step);
    }
}

/// Where the text is another one now, other hits fit.
fn change(model: &mut Model, change: impl FnOnce(&mut Editor) -> bool, step: &mut Step) {
    // What was asked was about what the bar was on.
    forwarding::back(model);
    let changed = typed_mut(model).is_some_and(change);
    step.touch(Touched::ALL);
    let Some(field) = field(model).filter(|_| changed) else {
        return;
    };
    match field {
        Field::Search => search::look(model, step),
        Field::Join => joiner::look(model),
        Field::Faces => faces::look(model),
        Field::Stickers => stickers::look(model),
        Field::Forward => forwarding::look(model),
        Field::Attach => attach::look_into(model, step),
        Field::Roster => roster::look(model),
    }
}

pub(super) fn move_by(model: &mut Model, by: By, step: &mut Step) {
    if let Some(field) = field(model) {
        let hits = grid(model, field).map_or(by.entries(), |grid| grid.hits(by));
        bar(model, field, hits, step);
    }
}

/// `None` for lists of one row each, and where the screen is too small.
fn grid(model: &Model, field: Field) -> Option<Grid> {
    match field {
        Field::Search => {
            let area = search_areas(model)?.hits;
            let height = layout::hit_height(model);
            Some(Grid::new(
                area,
                Size {
                    width: area.width,
                    height,
                },
            ))
        }
        Field::Faces => faces::grid(model),
        Field::Stickers => stickers::grid(model),
        Field::Join | Field::Forward | Field::Attach | Field::Roster => None,
    }
}

/// Moves the bar by so many hits.
fn bar(model: &mut Model, field: Field, hits: isize, step: &mut Step) {
    forwarding::back(model);
    step.touch(Touched::ALL);
    match field {
        Field::Search => search::move_by(model, hits, step),
        Field::Join => joiner::move_by(model, hits),
        Field::Faces => model.faces.picker.move_by(hits),
        Field::Stickers => model.stickers.picker.move_by(hits),
        Field::Forward => {
            if let Some(forwarding) = model.forwarding.as_deref_mut() {
                forwarding.picker.move_by(hits);
            }
        }
        Field::Attach => model.attach.browser.picker.move_by(hits),
        Field::Roster => model.manage.roster.picker.move_by(hits),
    }
}

/// Enter.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    match field(model) {
        Some(Field::Search) => search::jump(model, step),
        Some(Field::Join) => joiner::agree(model, step),
        Some(Field::Faces) => faces::put(model, step),
        Some(Field::Stickers) => stickers::send(model, step),
        Some(Field::Forward) => forwarding::agree(model, step),
        Some(Field::Attach) => attach::pick(model, step),
        Some(Field::Roster) => roster::agree(model, step),
        None => {}
    }
}

/// Tab: the rest of the word, or the other page.
pub(super) fn complete(model: &mut Model, step: &mut Step) {
    match field(model) {
        Some(Field::Attach) => attach::complete(model, step),
        Some(Field::Faces) => stickers::open(model, step),
        Some(Field::Stickers) => faces::open(model, step),
        Some(Field::Search | Field::Join | Field::Forward | Field::Roster) | None => {}
    }
}

/// Space, where several can be chosen: this one too, or not this one.
pub(super) fn mark(model: &mut Model, step: &mut Step) {
    step.touch(Touched::ALL);
    match field(model) {
        Some(Field::Forward) => forwarding::mark(model),
        Some(Field::Roster) => roster::mark(model),
        Some(Field::Search | Field::Join | Field::Faces | Field::Stickers | Field::Attach) | None => {}
    }
}

/// Whether several can be chosen.
pub(super) fn marks(model: &Model) -> bool {
    match field(model) {
        Some(Field::Forward) => true,
        Some(Field::Roster) => model.manage.roster.marks(),
        Some(Field::Search | Field::Join | Field::Faces | Field::Stickers | Field::Attach) | None => false,
    }
}
