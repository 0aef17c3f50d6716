//! The mouse: a press goes to what is under it, the wheel scrolls what it is over.
//!
//! Owns that in lists and among messages a click chooses, and another one on the same is Enter; what is left at once (a chat, a
//! hit of the search) is opened by the first.

use super::action::Deed;
use super::fields;
use super::keymap::{Context, context};
use super::layout::{Areas, areas, entry_height, page_areas, search_areas, tab_at};
use super::list;
use super::manage::shared;
use super::message_act;
use super::model::{Focus, Model};
use super::moving::{self, By};
use super::reading::{all_panes, read_open};
use super::scrolling;
use super::step::Step;
use super::{Mouse, MouseKind, completion, rows, unfold};
use crate::domain::geometry::{Area, Point};

/// Rows of the conversation for one notch of the wheel.
const NOTCH: isize = 3;

pub(super) fn on_mouse(model: &mut Model, mouse: Mouse, step: &mut Step) {
    if !model.has_panes() {
        return;
    }
    let over = By::Entries(if mouse.kind == MouseKind::WheelUp { -1 } else { 1 });
    match (&model.overlay, mouse.kind) {
        (Some(_), MouseKind::Press) => press_over(model, mouse.at, step),
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

/// On what covers the panes.
fn press_over(model: &mut Model, at: Point, step: &mut Step) {
    model.hint = None;
    match context(model) {
        Context::Search | Context::Roster => fields::press(model, at, step),
        Context::Shared => {
            if let Some(hits) = search_areas(model)
                .map(|areas| areas.hits)
                .filter(|hits| hits.contains(at))
            {
                shared::press(model, at.y - hits.y, hits.height, step);
            }
        }
        Context::Unfolded => {
            if let Some(rows) = page_areas(model)
                .map(|areas| areas.rows)
                .filter(|rows| rows.contains(at))
            {
                unfold::press(model, usize::from(at.y - rows.y), step);
            }
        }
        Context::Everywhere
        | Context::Login
        | Context::List
        | Context::Composer
        | Context::Complete
        | Context::Message
        | Context::Help
        | Context::Confirm
        | Context::Contact
        | Context::Accounts
        | Context::Details
        | Context::Links
        | Context::Viewer
        | Context::Request
        | Context::Field => {}
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
        press_talk(model, areas, at, step);
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

fn press_talk(model: &mut Model, areas: Areas, at: Point, step: &mut Step) {
    if model.chats.open.is_none() || completion::press(model, areas.messages, at, step) {
        return;
    }
    model.focus = Focus::Composer;
    model.completion = None;
    step.touch(all_panes());
    read_open(model, step);
    if areas.messages.contains(at) {
        return press_message(model, at.y - areas.messages.y, step);
    }
    let input = areas.input;
    let Some(talk) = model.talk_mut() else {
        return;
    };
    if areas.composer.contains(at) {
        // Whoever clicks where one writes has words for the draft.
        talk.selected = None;
    }
    if input.contains(at) {
        let (row, column) = (usize::from(at.y - input.y), at.x - input.x);
        let first = first_row(talk.draft.caret_at(input.width).0, input.height.into());
        talk.draft.place(first + row, column, input.width);
    }
}

/// A click chooses the message; one on the chosen message is Enter.
fn press_message(model: &mut Model, row: u16, step: &mut Step) {
    let (room, zone) = (model.messages_room(), model.settings.zone.clone());
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let Some(line) = rows::line_at(talk, &zone, room, row) else {
        return;
    };
    if talk.selected == Some(line) {
        message_act::act(model, Deed::Enter, step);
    } else {
        talk.selected = Some(line);
    }
}

/// The first row of a text too long for its box that is shown: the caret's row is the last, if it is not in view.
pub fn first_row(caret_row: usize, shown: usize) -> usize {
    (caret_row + 1).saturating_sub(shown)
}
