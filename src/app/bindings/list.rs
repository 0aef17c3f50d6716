//! The list and its filter field.

use super::{alt, ctrl, edit, plain, shown};
use crate::app::action::{Action, Edit};
use crate::app::keymap::{Binding, Code, Context};
use Code::{
    BackTab, Backspace, Char, Delete, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up,
};
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
    edit(List, &[ctrl(Char('b'))], Edit::Left, "key-left"),
    edit(
        List,
        &[ctrl(Left), alt(Left), alt(Char('b'))],
        Edit::WordLeft,
        "key-word-left",
    ),
    edit(
        List,
        &[ctrl(Right), alt(Right), alt(Char('f'))],
        Edit::WordRight,
        "key-word-right",
    ),
    edit(List, &[ctrl(Char('a'))], Edit::LineStart, "key-line-start"),
    edit(List, &[ctrl(Char('e'))], Edit::LineEnd, "key-line-end"),
    edit(
        List,
        &[plain(Backspace), ctrl(Char('h'))],
        Edit::Backspace,
        "key-backspace",
    ),
    edit(
        List,
        &[plain(Delete), ctrl(Char('d'))],
        Edit::Delete,
        "key-delete",
    ),
    edit(
        List,
        &[ctrl(Char('w')), alt(Backspace)],
        Edit::KillWordBack,
        "key-kill-word-back",
    ),
    edit(
        List,
        &[ctrl(Delete), alt(Char('d'))],
        Edit::KillWordForward,
        "key-kill-word-forward",
    ),
    edit(List, &[ctrl(Char('u'))], Edit::KillToStart, "key-kill-to-start"),
    edit(List, &[ctrl(Char('k'))], Edit::KillToEnd, "key-kill-to-end"),
    edit(List, &[ctrl(Char('y'))], Edit::Yank, "key-yank"),
];
