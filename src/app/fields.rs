//! A field with hits below it: which one has the keys, told by what covers the panes.
//!
//! Owns what typing and moving have alike in all of them. Never: what is found, or what Enter does with it.

use super::action::Edit;
use super::editor::Editor;
use super::layout::{self, search_areas};
use super::manage::roster;
use super::model::{Model, Overlay};
use super::moving::By;
use super::picker::{Bar, Grid, Picker};
use super::search::model::Search;
use super::step::{Step, Touched};
use super::{attach, faces, forwarding, joiner, search, stickers};
use crate::domain::geometry::{Area, Point, Size};

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
    if takes_old(model) {
        change(model, |field| replace(field, text), step);
    } else {
        change(model, |field| field.insert(text), step);
    }
}

/// Whether what is typed is the old words of the search, which they are no more.
fn takes_old(model: &mut Model) -> bool {
    field(model) == Some(Field::Search) && std::mem::take(&mut model.search.old)
}

/// As browsers do with what is marked. Whether the text is another one.
fn replace(field: &mut Editor, text: &str) -> bool {
    let before = field.text().to_owned();
    field.set_text(text);
    field.text() != before
}

/// What is pasted: into the file picker the files that are meant.
pub(super) fn paste(model: &mut Model, text: &str, step: &mut Step) {
    if field(model) != Some(Field::Attach) || !attach::paste_into(model, text, step) {
        type_text(model, text, step);
    }
}

/// Left and right go over a grid: the field above it is a word or two.
pub(super) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    let erases = matches!(
        edit,
        Edit::Backspace | Edit::Delete | Edit::KillWordBack | Edit::KillWordForward
    );
    if takes_old(model) && erases {
        return change(model, Editor::clear, step);
    }
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

/// A click on what stands there: of a search it leads there, a face or a sticker is taken, and where several can be chosen it
/// is marked. Else the bar goes to it; where it is already, this is Enter.
pub(super) fn press(model: &mut Model, at: Point, step: &mut Step) {
    let Some(field) = field(model) else {
        return;
    };
    let Some(Pressed { hit, bar, first }) = pressed(model, field, at) else {
        return;
    };
    let by = hit.cast_signed() - bar.cast_signed();
    self::bar(model, field, by, step);
    if let Some(top) = top_mut(model, field) {
        *top = first;
    }
    let at_once = matches!(field, Field::Search | Field::Faces | Field::Stickers);
    if marks(model) {
        mark(model, step);
        if field == Field::Roster {
            // There Space goes on to the next.
            model.manage.roster.picker.selected = hit;
        }
    } else if by == 0 || at_once {
        agree(model, step);
    }
}

/// Which hit was clicked, where the bar was, and the first hit shown.
struct Pressed {
    hit: usize,
    bar: usize,
    first: usize,
}

fn pressed(model: &Model, field: Field, at: Point) -> Option<Pressed> {
    let hits = search_areas(model)?.hits;
    let (hits, bar, count) = match field {
        Field::Search => {
            let Search {
                selected,
                top,
                hits: found,
                ..
            } = &model.search;
            let (selected, top) = (*selected, *top);
            (hits, Bar { selected, top }, found.len())
        }
        Field::Join => listed(layout::joined(hits), &model.joiner.picker),
        Field::Faces => listed(hits, &model.faces.picker),
        Field::Stickers => listed(hits, &model.stickers.picker),
        Field::Forward => listed(hits, &model.forwarding.as_deref()?.picker),
        Field::Attach => listed(
            layout::browser_areas(model)?.search.hits,
            &model.attach.browser.picker,
        ),
        Field::Roster => listed(hits, &model.manage.roster.picker),
    };
    let row = at.y.checked_sub(hits.y).filter(|_| hits.contains(at))?;
    let (hit, first) = match (field, grid(model, field)) {
        (Field::Search, _) => (bar.top + usize::from(row / layout::hit_height(model)), bar.top),
        (_, Some(grid)) => (grid.at(at, bar.selected, count)?, 0),
        (_, None) => {
            let first = bar.first(hits.height);
            (first + usize::from(row), first)
        }
    };
    let bar = bar.selected;
    (hit < count).then_some(Pressed { hit, bar, first })
}

fn listed<T>(area: Area, picker: &Picker<T>) -> (Area, Bar, usize) {
    (area, picker.bar(), picker.hits.len())
}

/// The first hit shown of a list with one row each.
fn top_mut(model: &mut Model, field: Field) -> Option<&mut usize> {
    Some(match field {
        Field::Search | Field::Faces | Field::Stickers => return None,
        Field::Join => &mut model.joiner.picker.top,
        Field::Forward => &mut model.forwarding.as_deref_mut()?.picker.top,
        Field::Attach => &mut model.attach.browser.picker.top,
        Field::Roster => &mut model.manage.roster.picker.top,
    })
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
