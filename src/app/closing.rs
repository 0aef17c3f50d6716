//! Esc: one step back, the nearest first.

use super::act::unselect;
use super::finder::Tab;
use super::model::{Focus, Model, Overlay};
use super::reading::{all_panes, read_open};
use super::step::{Step, Touched};
use super::{
    accounts, attach, completion, details, forwarding, list, manage, quoting, scrolling, trail, unfold,
    viewer,
};

/// One step back, the nearest first. Text is taken away by no step but the filter's own.
pub(super) fn back(model: &mut Model, step: &mut Step) {
    if let Some(closed) = model.overlay.take() {
        closed_over(model, &closed, step);
        if model.overlay.is_none() {
            trail::back(model);
        }
        read_open(model, step);
        step.touch(Touched::ALL);
        return;
    }
    if !model.has_panes() {
        return;
    }
    let (chosen, up) = model.talk().map_or((false, false), |talk| {
        (talk.selected.is_some(), talk.scroll.is_up())
    });
    if attach::call_off(model, step) {
        return;
    }
    if completion::offered(model).is_some() {
        return completion::close(model);
    }
    let filtered = model.focus == Focus::List && !model.finder.query.is_empty();
    if chosen {
        unselect(model, step);
    } else if up {
        scrolling::bottom(model, step);
    } else if filtered {
        list::clear_query(model, step);
    } else if model.focus == Focus::Composer && quoting::take_off(model, step) {
    } else if model.focus == Focus::Composer {
        model.focus = Focus::List;
        step.touch(all_panes());
    } else if model.finder.tab != Tab::Chats {
        list::show(model, Tab::Chats, step);
    }
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
