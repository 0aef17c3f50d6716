//! The mouse: a press goes to what is under it, the wheel scrolls what it is over.

use super::keymap::context;
use super::layout::{areas, entry_height, hit_height, search_areas, tab_at};
use super::list;
use super::model::{Focus, Model, Overlay};
use super::moving::{self, By};
use super::reading::{all_panes, read_open};
use super::scrolling;
use super::search;
use super::step::Step;
use super::{Mouse, MouseKind};
use crate::domain::geometry::{Area, Point};

/// Rows of the conversation for one notch of the wheel.
const NOTCH: isize = 3;

pub(super) fn on_mouse(model: &mut Model, mouse: Mouse, step: &mut Step) {
    if !model.has_panes() {
        return;
    }
    let over = By::Entries(if mouse.kind == MouseKind::WheelUp { -1 } else { 1 });
    match (&model.overlay, mouse.kind) {
        (Some(Overlay::Search), MouseKind::Press) => press_hit(model, mouse.at, step),
        (Some(_), MouseKind::Press) => {}
        (Some(_), MouseKind::WheelUp | MouseKind::WheelDown) => {
            moving::move_in(model, context(model), over, step);
        }
        (None, MouseKind::Press) => {
            model.hint = None;
            press(model, mouse.at, step);
        }
        (None, MouseKind::WheelUp) => wheel(model, mouse.at, -1, step),
        (None, MouseKind::WheelDown) => wheel(model, mouse.at, 1, step),
    }
}

fn press_hit(model: &mut Model, at: Point, step: &mut Step) {
    if let Some(hits) = search_areas(model).map(|areas| areas.hits)
        && hits.contains(at)
    {
        search::press(model, usize::from((at.y - hits.y) / hit_height(model)), step);
    }
}

fn wheel(model: &mut Model, at: Point, notches: isize, step: &mut Step) {
    let Some(areas) = areas(model) else {
        return;
    };
    if areas.list.contains(at) {
        list::scroll(model, notches, step);
    } else if areas.conversation.contains(at) {
        scrolling::by(model, notches * NOTCH, step);
    }
}

fn press(model: &mut Model, at: Point, step: &mut Step) {
    let Some(areas) = areas(model) else {
        return;
    };
    if areas.list_rows.contains(at) {
        press_entry(model, areas.list_rows, at, step);
    } else if areas.list.contains(at) {
        if model.finder.query.is_empty() && at.y == areas.list.y {
            list::show(model, tab_at(areas.list, at.x), step);
        } else {
            model.focus = Focus::List;
            step.touch(all_panes());
        }
    } else if areas.composer.contains(at) || areas.conversation.contains(at) {
        press_talk(model, areas.input, at, step);
    }
}

fn press_entry(model: &mut Model, rows: Area, at: Point, step: &mut Step) {
    let nth = usize::from((at.y - rows.y) / entry_height(model));
    let (listed, top) = if model.finder.lists_hits() {
        (&model.finder.hits, model.finder.top)
    } else {
        (&model.chats.order, model.chats.top)
    };
    if top + nth < listed.len() {
        list::put_bar(model, top + nth, step);
        list::open(model, step);
    }
}

fn press_talk(model: &mut Model, input: Area, at: Point, step: &mut Step) {
    if model.chats.open.is_none() {
        return;
    }
    model.focus = Focus::Composer;
    model.completion = None;
    if let Some(talk) = model.talk_mut().filter(|_| input.contains(at)) {
        let (row, column) = (usize::from(at.y - input.y), at.x - input.x);
        let first = first_row(talk.draft.caret_at(input.width).0, input.height.into());
        talk.draft.place(first + row, column, input.width);
    }
    read_open(model, step);
    step.touch(all_panes());
}

/// The first row of a text too long for its box that is shown: the caret's row is the last, if it is not in view.
pub fn first_row(caret_row: usize, shown: usize) -> usize {
    (caret_row + 1).saturating_sub(shown)
}
