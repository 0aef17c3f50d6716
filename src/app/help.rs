//! The key table on the screen: its sections, where it opens, and the key the bar is on.
//!
//! Never: a key or a meaning of its own, so that it cannot be out of date.

use super::keymap::{Binding, Context, bindings, context};
use super::model::{Model, Overlay};
use super::moving::{By, along};
use super::step::{Step, Touched};
use super::trail;

/// Where keys hold, and what that is called.
pub const SECTIONS: [(Context, &str); 13] = [
    (Context::Everywhere, "help-everywhere"),
    (Context::List, "help-list"),
    (Context::Composer, "help-composer"),
    (Context::Message, "help-message"),
    (Context::Search, "help-search"),
    (Context::Roster, "help-roster"),
    (Context::Contact, "help-contact"),
    (Context::Request, "help-request"),
    (Context::Links, "help-links"),
    (Context::Details, "help-details"),
    (Context::Unfolded, "help-unfolded"),
    (Context::Viewer, "help-viewer"),
    (Context::Login, "help-login"),
];
/// What is to be known beside the keys.
pub const NOTES: [(Context, &str); 2] = [
    (Context::Everywhere, "help-mouse"),
    (Context::Message, "help-letters"),
];
/// Rows of the screen that are not the table's.
const AROUND: u16 = 6;
/// Rows that most keys take at most with what they do.
const ROWS: u16 = 2;

/// The keys of a section.
pub fn keys(of: Context) -> impl Iterator<Item = &'static Binding> {
    bindings().filter(move |binding| binding.shown && binding.context == of)
}

/// Opens the table at the keys that hold where one is.
pub(super) fn open(model: &mut Model) {
    let here = context(model);
    let mut kinds = here.kinds();
    let section = kinds.find_map(|kind| SECTIONS.iter().position(|(of, _)| *of == kind));
    let above = SECTIONS.iter().take(section.unwrap_or_default());
    let chosen = above.map(|(of, _)| keys(*of).count()).sum();
    trail::open(model, Overlay::Help { chosen });
}

/// A page leaves hardly a key unseen, however its meaning is broken into rows.
pub(super) fn move_by(model: &mut Model, by: By, step: &mut Step) {
    let page = (model.screen.height.saturating_sub(AROUND) / ROWS).max(1);
    let keys = match by {
        By::Entries(keys) => keys,
        By::Pages(pages) => pages.saturating_mul(isize::from(page.cast_signed())),
    };
    let count = SECTIONS
        .iter()
        .map(|(context, _)| self::keys(*context).count())
        .sum();
    if let Some(Overlay::Help { chosen }) = &mut model.overlay {
        *chosen = along(*chosen, keys, count);
        step.touch(Touched::ALL);
    }
}
