//! Esc: one step back, the nearest first.

use super::act::unselect;
use super::model::{Focus, Model, Overlay};
use super::reading::{all_panes, read_open};
use super::step::{Step, Touched};
use super::{
    accounts, attach, completion, details, forwarding, list, manage, quoting, scrolling, trail, unfold,
    viewer,
};

/// What Esc closes, the nearest first: the first of them that is there. Of a list that has the keys everything comes before
/// anything of the conversation.
const NEAREST: [fn(&mut Model, &mut Step) -> bool; 8] = [
    cover,
    attach::call_off,
    completion::call_off,
    list::close,
    message,
    scrolled,
    quote,
    composer,
];

/// One step back. Text is taken away by no step but the filter's own.
pub(super) fn back(model: &mut Model, step: &mut Step) {
    let panes = model.overlay.is_some() || model.has_panes();
    _ = panes && NEAREST.iter().any(|close| close(model, step));
}

/// The page over the panes.
fn cover(model: &mut Model, step: &mut Step) -> bool {
    let Some(closed) = model.overlay.take() else {
        return false;
    };
    closed_over(model, &closed, step);
    if model.overlay.is_none() {
        trail::back(model);
    }
    read_open(model, step);
    step.touch(Touched::ALL);
    true
}

/// The choice of a message.
fn message(model: &mut Model, step: &mut Step) -> bool {
    let chosen = model.talk().is_some_and(|talk| talk.selected.is_some());
    if chosen {
        unselect(model, step);
    }
    chosen
}

fn scrolled(model: &mut Model, step: &mut Step) -> bool {
    let up = model.talk().is_some_and(|talk| talk.scroll.is_up());
    if up {
        scrolling::bottom(model, step);
    }
    up
}

fn quote(model: &mut Model, step: &mut Step) -> bool {
    model.focus == Focus::Composer && quoting::take_off(model, step)
}

/// To the list.
fn composer(model: &mut Model, step: &mut Step) -> bool {
    let writes = model.focus == Focus::Composer;
    if writes {
        model.focus = Focus::List;
        step.touch(all_panes());
    }
    writes
}

/// What closing it leads to.
fn closed_over(model: &mut Model, closed: &Overlay, step: &mut Step) {
    match closed {
        Overlay::Accounts => accounts::on_closed(model, step),
        Overlay::Forward if forwarding::back(model) => model.overlay = Some(Overlay::Forward),
        Overlay::Forward => model.forwarding = None,
        Overlay::Unfolded => unfold::back(model),
        Overlay::Details => details::close(model),
        Overlay::Attach => attach::leave(model, step),
        Overlay::ConfirmSend => attach::decline(model, step),
        Overlay::Viewer(viewer) => viewer::on_closed(model, *viewer, step),
        Overlay::ConfirmDeed => manage::on_closed(model),
        Overlay::Help { .. }
        | Overlay::Search
        | Overlay::Join
        | Overlay::Naming
        | Overlay::Roster
        | Overlay::Shared
        | Overlay::Links
        | Overlay::Request { .. }
        | Overlay::ConfirmQuit
        | Overlay::ConfirmLogout
        | Overlay::ConfirmRecall
        | Overlay::Faces
        | Overlay::Stickers
        | Overlay::Contact { .. }
        | Overlay::Login => {}
    }
}
