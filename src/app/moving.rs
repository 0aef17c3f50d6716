//! Up, down, pages and ends, in whatever has the keys. Owns only the way to the file that knows.

use super::action::Action;
use super::keymap::Context;
use super::manage::{requests, shared};
use super::model::Model;
use super::step::Step;
use super::{accounts, completion, details, fields, help, links, list, people, search, unfold};

/// Entries, or rows, of a page where nothing says how many are in view.
const PAGE: isize = 10;

#[derive(Clone, Copy)]
pub(super) enum By {
    Entries(isize),
    Pages(isize),
}

impl By {
    pub(super) fn entries(self) -> isize {
        match self {
            Self::Entries(entries) => entries,
            Self::Pages(pages) => pages.saturating_mul(PAGE),
        }
    }
}

/// Where a bar is that moves by so many of `count` entries: at the ends at most.
pub(super) fn along(at: usize, entries: isize, count: usize) -> usize {
    at.saturating_add_signed(entries).min(count.saturating_sub(1))
}

pub(super) fn act(model: &mut Model, context: Context, action: Action, step: &mut Step) {
    let ways = [
        (Action::Up, By::Entries(-1)),
        (Action::Down, By::Entries(1)),
        (Action::PageUp, By::Pages(-1)),
        (Action::PageDown, By::Pages(1)),
        (Action::First, By::Entries(isize::MIN)),
        (Action::Last, By::Entries(isize::MAX)),
    ];
    if let Some((_, by)) = ways.into_iter().find(|(way, _)| *way == action) {
        move_in(model, context, by, step);
    }
}

/// The same for the wheel.
pub(super) fn move_in(model: &mut Model, context: Context, by: By, step: &mut Step) {
    match (context, by) {
        (Context::Help, _) => help::move_by(model, by, step),
        (Context::Contact, _) => people::scroll(model, by.entries(), step),
        (Context::Request, _) => requests::scroll(model, by.entries(), step),
        (Context::Search | Context::Roster, _) => fields::move_by(model, by, step),
        (Context::Complete, _) => completion::move_by(model, by.entries(), step),
        (Context::Unfolded, By::Entries(entries)) => unfold::move_by(model, entries, step),
        (Context::Unfolded, By::Pages(pages)) => unfold::page(model, pages, step),
        (Context::Details, By::Entries(entries)) => details::move_by(model, entries, step),
        (Context::Details, By::Pages(pages)) => details::page(model, pages, step),
        (Context::Links, _) => links::move_by(model, by, step),
        (Context::Accounts, _) => accounts::move_by(model, by.entries(), step),
        (Context::Shared, _) => shared::move_by(model, by.entries(), step),
        (Context::List, By::Entries(entries)) => list::move_by(model, entries, step),
        (Context::List, By::Pages(pages)) => list::page(model, pages, step),
        (
            Context::Everywhere
            | Context::Message
            | Context::Login
            | Context::Composer
            | Context::Confirm
            | Context::Viewer
            | Context::Field,
            _,
        ) => {}
    }
}

/// What the bar is on stays in view, in what remembers its first row; all else counts from the bar.
pub(super) fn on_resize(model: &mut Model) {
    search::show_selected(model);
    unfold::show_chosen(model);
    details::show_chosen(model);
}
