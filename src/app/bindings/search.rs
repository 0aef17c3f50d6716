//! A field with a list below it.

use super::{alt, ctrl, edit, plain, shown};
use crate::app::action::{Action, Deed, Edit};
use crate::app::keymap::{Binding, Code, Context};
use Code::{Backspace, Char, Delete, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up};
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
    edit(Search, &[plain(Left), ctrl(Char('b'))], Edit::Left, "key-left"),
    edit(
        Search,
        &[ctrl(Left), alt(Left), alt(Char('b'))],
        Edit::WordLeft,
        "key-word-left",
    ),
    edit(
        Search,
        &[ctrl(Right), alt(Right), alt(Char('f'))],
        Edit::WordRight,
        "key-word-right",
    ),
    edit(
        Search,
        &[plain(Home), ctrl(Char('a'))],
        Edit::LineStart,
        "key-line-start",
    ),
    edit(
        Search,
        &[plain(End), ctrl(Char('e'))],
        Edit::LineEnd,
        "key-line-end",
    ),
    edit(
        Search,
        &[plain(Backspace), ctrl(Char('h'))],
        Edit::Backspace,
        "key-backspace",
    ),
    edit(
        Search,
        &[plain(Delete), ctrl(Char('d'))],
        Edit::Delete,
        "key-delete",
    ),
    edit(
        Search,
        &[ctrl(Char('w')), alt(Backspace)],
        Edit::KillWordBack,
        "key-kill-word-back",
    ),
    edit(
        Search,
        &[ctrl(Delete), alt(Char('d'))],
        Edit::KillWordForward,
        "key-kill-word-forward",
    ),
    edit(Search, &[ctrl(Char('u'))], Edit::KillToStart, "key-kill-to-start"),
    edit(Search, &[ctrl(Char('k'))], Edit::KillToEnd, "key-kill-to-end"),
    edit(Search, &[ctrl(Char('y'))], Edit::Yank, "key-yank"),
    edit(Search, &[plain(Right)], Edit::Right, "key-right"),
    edit(
        Search,
        &[ctrl(Char('_')), ctrl(Char('7')), ctrl(Char('/')), alt(Char('z'))],
        Edit::Undo,
        "key-undo",
    ),
    edit(Search, &[alt(Char('Z')), alt(Char('_'))], Edit::Redo, "key-redo"),
];
