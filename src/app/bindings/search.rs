//! A field with a list below it.

use super::{plain, shown};
use crate::app::action::{Action, Deed};
use crate::app::keymap::{Binding, Code, Context};
use Code::{Down, Enter, PageDown, PageUp, Tab, Up};
use Context::Search;

pub(super) const BINDINGS: &[Binding] = &[
    shown(Search, &[plain(Up)], Action::Up, "key-up"),
    shown(Search, &[plain(Down)], Action::Down, "key-down"),
    shown(Search, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    shown(Search, &[plain(PageDown)], Action::PageDown, "key-page-down"),
    shown(Search, &[plain(Enter)], Action::Open, "key-go-there"),
    shown(
        Search,
        &[plain(Tab)],
        Action::Deed(Deed::Complete),
        "key-complete-path",
    ),
];
