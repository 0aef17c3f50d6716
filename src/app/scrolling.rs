//! Moving in the conversation: rows, pages, ends, and choosing a message, which then stays in view.

use super::conversation::{Conversation, Edge, Key, Line, Scroll, is_news};
use super::layout::areas;
use super::model::{Focus, Model};
use super::reading::{all_panes, read_open};
use super::step::{Step, Touched};
use super::{Event, rows, windows};
use crate::domain::geometry::Size;

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

/// A message that is chosen and in view, and how large the pane was.
#[derive(Clone, Copy)]
pub(super) struct Held {
    message: Option<Key>,
    pane: Size,
    /// What was said last.
    end: Option<Key>,
}

/// What of the conversation is to stay in view over this event. The person may scroll away from what they chose; nothing
/// else does.
pub(super) fn held(model: &Model, event: &Event) -> Option<Held> {
    let talk = model.talk()?;
    let at = talk.selected?;
    let persons = matches!(event, Event::Key(_) | Event::Mouse(_) | Event::Paste(_));
    let pane = model.conversations.pane;
    let message = talk.lines.get(at).map(Line::key);
    let shown = !persons && Some(pane) == pane_size(model) && in_view(model, talk).contains(&at);
    Some(Held {
        message: message.filter(|_| shown),
        pane,
        end: talk.lines.last().map(Line::key),
    })
}

/// At the end of a turn: the pane where the chosen message is in view, if it was so or the pane is another one now.
pub(super) fn hold(model: &mut Model, held: Option<Held>, step: &mut Step) {
    let Some(pane) = pane_size(model) else {
        return;
    };
    model.conversations.pane = pane;
    let Some(held) = held else {
        return;
    };
    let (room, zone) = (model.messages_room(), model.settings.zone.clone());
    let Some((talk, at)) = model.talk().and_then(|talk| Some((talk, talk.selected?))) else {
        return;
    };
    let same = talk.lines.get(at).map(Line::key) == held.message;
    let resized = pane != held.pane;
    if !resized && (!same || in_view(model, talk).contains(&at)) {
        return;
    }
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let followed = !talk.scroll.is_up() && !resized;
    talk.scroll = rows::to_line(talk, &zone, room, at);
    if followed {
        // What came in goes unseen now.
        let last = rows::visible(talk, &zone, room)
            .iter()
            .rev()
            .find_map(rows::Row::line);
        let below = talk.lines.iter().skip(last.map_or(0, |last| last + 1));
        let new = below.filter(|line| Some(line.key()) > held.end);
        let news = new.filter(|line| is_news(line.from, &line.body)).count();
        talk.below = u32::try_from(news).unwrap_or(u32::MAX);
    }
    step.touch(Touched::CONVERSATION);
}

/// `None` while the conversation is not on screen.
fn pane_size(model: &Model) -> Option<Size> {
    let messages = areas(model)?.messages;
    (!messages.is_empty()).then_some(Size {
        width: messages.width,
        height: messages.height,
    })
}

/// The lines of which something is in view.
fn in_view(model: &Model, talk: &Conversation) -> Vec<usize> {
    let rows = rows::visible(talk, &model.settings.zone, model.messages_room());
    rows.iter().filter_map(rows::Row::line).collect()
}
