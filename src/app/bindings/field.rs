//! A field of one line, and what every text field does.

use super::{alt, ctrl, edit, plain, usual};
use crate::app::action::{Action, Edit};
use crate::app::keymap::{Binding, Code, Context, Key};
use Code::{Backspace, Char, Delete, End, Enter, Home, Left, Right};
use Context::Field;

pub(super) const BINDINGS: &[Binding] = &[
    usual(Field, &[plain(Enter)], Action::Open, "key-agree"),
    edit(Field, &[plain(Left), ctrl(Char('b'))], Edit::Left, "key-left"),
    edit(Field, &[plain(Right)], Edit::Right, "key-right"),
    edit(
        Field,
        &[ctrl(Left), alt(Left), alt(Char('b'))],
        Edit::WordLeft,
        "key-word-left",
    ),
    edit(
        Field,
        &[ctrl(Right), alt(Right), alt(Char('f'))],
        Edit::WordRight,
        "key-word-right",
    ),
    edit(
        Field,
        &[plain(Home), ctrl(Char('a'))],
        Edit::LineStart,
        "key-line-start",
    ),
    edit(
        Field,
        &[plain(End), ctrl(Char('e'))],
        Edit::LineEnd,
        "key-line-end",
    ),
    edit(
        Field,
        &[plain(Backspace), ctrl(Char('h')), Key::shift(Backspace)],
        Edit::Backspace,
        "key-backspace",
    ),
    edit(
        Field,
        &[plain(Delete), ctrl(Char('d'))],
        Edit::Delete,
        "key-delete",
    ),
    edit(
        Field,
        &[ctrl(Char('w')), alt(Backspace), ctrl(Backspace)],
        Edit::KillWordBack,
        "key-kill-word-back",
    ),
    edit(
        Field,
        &[ctrl(Delete), alt(Char('d'))],
        Edit::KillWordForward,
        "key-kill-word-forward",
    ),
    edit(Field, &[ctrl(Char('u'))], Edit::KillToStart, "key-kill-to-start"),
    edit(Field, &[ctrl(Char('k'))], Edit::KillToEnd, "key-kill-to-end"),
    edit(Field, &[ctrl(Char('y'))], Edit::Yank, "key-yank"),
    edit(Field, &[ctrl(Char('t'))], Edit::Transpose, "key-transpose"),
    // Terminals send Ctrl-_ as Ctrl-7 or Ctrl-/.
    edit(
        Field,
        &[ctrl(Char('_')), ctrl(Char('7')), ctrl(Char('/')), alt(Char('z'))],
        Edit::Undo,
        "key-undo",
    ),
    edit(Field, &[alt(Char('Z')), alt(Char('_'))], Edit::Redo, "key-redo"),
];
