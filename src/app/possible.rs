//! What the chosen message can, as it is and stands at this moment: what is wanted most first.
//!
//! Owns the order. Never: a rule of its own. Whether an action would do something is told by whoever does it.

use super::action::{Action, Deed};
use super::conversation::Line;
use super::manage::{ContactAction, requests};
use super::model::Model;
use super::{files, forwarding, jump, message_act, quoting, recalling, stuck, viewer};

/// An action, and whether it would do something for this message of the open chat.
type Offer = (Action, fn(&Model, &Line) -> bool);

const OFFERS: [Offer; 17] = [
    (Action::Manage(ContactAction::Accept), requests::is_open),
    (Action::Deed(Deed::Stop), message_act::stops),
    (Action::Resend, message_act::tries_again),
    (Action::EditFailed, stuck::edits),
    (Action::MarkSent, stuck::is_in_doubt),
    (Action::DropFailed, stuck::is_stuck),
    (Action::Recall, recalling::is_open),
    (Action::Deed(Deed::Enter), |_, line| requests::of(line).is_some()),
    (Action::LookInto, |_, line| jump::leads_on(&line.body)),
    (Action::View, viewer::shows),
    (Action::Deed(Deed::Links), |_, line| {
        message_act::mentions(&line.body)
    }),
    (Action::Deed(Deed::Open), message_act::opens),
    (Action::Deed(Deed::Save), files::saves),
    (Action::Quote, quoting::is_quotable),
    (Action::Forward, forwarding::may),
    (Action::Deed(Deed::Copy), |_, line| {
        !message_act::words(&line.body).is_empty()
    }),
    (Action::Details, |_, _| true),
];

/// All of it for the chosen message.
pub(super) fn with_chosen(model: &Model) -> Vec<Action> {
    let chosen = model.chosen();
    chosen.map_or_else(Vec::new, |line| with(model, line).collect())
}

/// What helps a message that was not sent, or whose download failed.
pub fn remedies(model: &Model, line: &Line) -> impl Iterator<Item = Action> {
    with(model, line).filter(|action| {
        matches!(
            action,
            Action::Resend | Action::EditFailed | Action::MarkSent | Action::DropFailed
        )
    })
}

fn with(model: &Model, line: &Line) -> impl Iterator<Item = Action> {
    let offered = OFFERS.into_iter().filter(|(_, offered)| offered(model, line));
    offered.map(|(action, _)| action)
}
