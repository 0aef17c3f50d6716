//! Up, down, pages and ends, in whatever has the keys. Owns only the way to the file that knows.

use super::action::Action;
use super::bindings::bindings;
use super::keymap::Context;
use super::manage::{picker, shared};
use super::model::{Model, Overlay};
use super::step::{Step, Touched};
use super::{accounts, completion, details, fields, links, list, people, unfold};

/// Rows of the key table for a page key.
const HELP_PAGE: isize = 10;

#[derive(Clone, Copy)]
pub(super) enum By {
    Entries(isize),
    Pages(isize),
}

/// Up, down, pages and ends: of the key table while it is shown, else of the list.
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

fn move_in(model: &mut Model, context: Context, by: By, step: &mut Step) {
    match (context, by) {
        (Context::Help, By::Entries(rows)) => scroll_help(model, rows, step),
        (Context::Help, By::Pages(pages)) => scroll_help(model, pages * HELP_PAGE, step),
        (Context::Contact, By::Entries(rows)) => people::scroll(model, rows, step),
        (Context::Contact, By::Pages(pages)) => people::scroll(model, pages * HELP_PAGE, step),
        (Context::Search, _) => fields::move_by(model, by, step),
        (Context::Complete, By::Entries(entries)) => completion::move_by(model, entries, step),
        (Context::Unfolded, By::Entries(entries)) => unfold::move_by(model, entries, step),
        (Context::Unfolded, By::Pages(pages)) => unfold::page(model, pages, step),
        (Context::Details, By::Entries(rows)) => details::scroll(model, rows, step),
        (Context::Details, By::Pages(pages)) => details::page(model, pages, step),
        (Context::Links, By::Entries(entries)) => links::move_by(model, entries, step),
        (Context::Accounts, By::Entries(entries)) => accounts::move_by(model, entries, step),
        (Context::Picker, By::Entries(entries)) => picker::move_by(model, entries, step),
        (Context::Picker, By::Pages(pages)) => picker::page(model, pages, step),
        (Context::Shared, By::Entries(entries)) => shared::move_by(model, entries, step),
        (Context::Shared, By::Pages(pages)) => shared::page(model, pages, step),
        (Context::List, By::Entries(entries)) => list::move_by(model, entries, step),
        (Context::List, By::Pages(pages)) => list::page(model, pages, step),
        (
            Context::Everywhere
            | Context::Message
            | Context::Login
            | Context::Composer
            | Context::Complete
            | Context::Confirm
            | Context::Links
            | Context::Viewer
            | Context::Request
            | Context::Field
            | Context::Accounts,
            _,
        ) => {}
    }
}

/// Scrolls the key table; it ends with its last key on top at the latest.
pub(super) fn scroll_help(model: &mut Model, rows: isize, step: &mut Step) {
    let last = bindings().filter(|binding| binding.shown).count();
    if let Some(Overlay::Help { top }) = &mut model.overlay {
        let to = usize::from(*top).saturating_add_signed(rows).min(last);
        *top = u16::try_from(to).unwrap_or(u16::MAX);
        step.touch(Touched::ALL);
    }
}
