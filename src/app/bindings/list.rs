//! The list; its filter is a field like any other.

use super::{plain, shown};
use crate::app::action::Action;
use crate::app::keymap::{Binding, Code, Context};
use Code::{BackTab, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up};
use Context::List;

pub(super) const BINDINGS: &[Binding] = &[
    shown(List, &[plain(Up)], Action::Up, "key-up"),
    shown(List, &[plain(Down)], Action::Down, "key-down"),
    shown(List, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    shown(List, &[plain(PageDown)], Action::PageDown, "key-page-down"),
    shown(List, &[plain(Home)], Action::First, "key-first"),
    shown(List, &[plain(End)], Action::Last, "key-last"),
    shown(List, &[plain(Enter)], Action::Open, "key-open"),
    shown(List, &[plain(Left)], Action::TabLeft, "key-tab-left"),
    shown(List, &[plain(Right)], Action::TabRight, "key-tab-right"),
    shown(
        List,
        &[plain(Tab), plain(BackTab)],
        Action::NextPane,
        "key-next-pane",
    ),
];
