//! Moving in the conversation: rows, pages, ends, and choosing a message.

use super::conversation::{Edge, Scroll};
use super::model::{Focus, Model};
use super::reading::{all_panes, read_open};
use super::step::{Step, Touched};
use super::{rows, windows};

pub(super) fn by(model: &mut Model, delta: isize, step: &mut Step) {
    let size = model.messages_room();
    let zone = model.settings.zone.clone();
    if let Some(talk) = model.talk_mut() {
        let to = rows::scroll_by(talk, &zone, size, delta);
        if to != talk.scroll {
            talk.scroll = to;
            step.touch(Touched::CONVERSATION);
        }
    }
    read_open(model, step);
}

/// A page is a screenful but for one row, so that the eye finds its place.
pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    let rows = isize::try_from(model.messages_size().height).unwrap_or(1);
    by(model, pages.saturating_mul((rows - 1).max(1)), step);
}

pub(super) fn top(model: &mut Model, step: &mut Step) {
    windows::to_start(model, step);
}

pub(super) fn bottom(model: &mut Model, step: &mut Step) {
    windows::to_end(model, step);
}

/// Alt-↑ and Alt-↓: the message before or after the chosen one; past the last, none.
pub(super) fn select(model: &mut Model, up: bool, step: &mut Step) {
    let size = model.messages_room();
    let zone = model.settings.zone.clone();
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let count = talk.lines.len();
    let chosen = match (talk.selected, up) {
        (None, true) if talk.newer == Edge::End => count.checked_sub(1),
        (None, true) => rows::visible(talk, &zone, size)
            .iter()
            .rev()
            .find_map(rows::Row::line),
        (Some(at), true) => Some(at.saturating_sub(1)),
        (None, false) => None,
        (Some(at), false) if at + 1 < count => Some(at + 1),
        (Some(at), false) => Some(at).filter(|_| talk.newer == Edge::More),
    };
    if chosen == talk.selected {
        return;
    }
    talk.selected = chosen;
    talk.scroll = match chosen {
        Some(line) => rows::to_line(talk, &zone, size, line),
        None => Scroll::Follow,
    };
    step.touch(Touched::CONVERSATION);
    if chosen.is_some() && model.focus == Focus::List {
        model.focus = Focus::Composer;
        step.touch(all_panes());
    }
    read_open(model, step);
}
