//! The line being written.

use super::{alt, ctrl, edit, plain, shown};
use crate::app::action::{Action, Deed, Edit};
use crate::app::keymap::{Binding, Code, Context, Key};
use Code::{
    BackTab, Backspace, Char, Delete, Down, End, Enter, F, Home, Left, PageDown, PageUp, Right, Tab, Up,
};
use Context::Composer;

pub(super) const BINDINGS: &[Binding] = &[
    shown(Composer, &[plain(Enter)], Action::Send, "key-send"),
    shown(
        Composer,
        &[alt(Enter), Key::shift(Enter), ctrl(Char('j'))],
        Action::NewLine,
        "key-new-line",
    ),
    shown(
        Composer,
        &[alt(Char(';')), plain(F(6))],
        Action::Faces,
        "key-faces",
    ),
    shown(Composer, &[ctrl(Char('g'))], Action::Editor, "key-editor"),
    shown(
        Composer,
        &[ctrl(Char('o')), alt(Char('o'))],
        Action::Deed(Deed::Attach),
        "key-attach",
    ),
    shown(
        Composer,
        &[plain(PageUp)],
        Action::ScrollPageUp,
        "key-scroll-page-up",
    ),
    shown(
        Composer,
        &[plain(PageDown)],
        Action::ScrollPageDown,
        "key-scroll-page-down",
    ),
    shown(
        Composer,
        &[plain(Tab), plain(BackTab)],
        Action::NextPane,
        "key-next-pane",
    ),
    edit(Composer, &[plain(Left), ctrl(Char('b'))], Edit::Left, "key-left"),
    edit(Composer, &[plain(Right)], Edit::Right, "key-right"),
    edit(
        Composer,
        &[ctrl(Left), alt(Left), alt(Char('b'))],
        Edit::WordLeft,
        "key-word-left",
    ),
    edit(
        Composer,
        &[ctrl(Right), alt(Right), alt(Char('f'))],
        Edit::WordRight,
        "key-word-right",
    ),
    edit(Composer, &[plain(Up)], Edit::RowUp, "key-row-up"),
    edit(Composer, &[plain(Down)], Edit::RowDown, "key-row-down"),
    edit(
        Composer,
        &[plain(Home), ctrl(Char('a'))],
        Edit::LineStart,
        "key-line-start",
    ),
    edit(
        Composer,
        &[plain(End), ctrl(Char('e'))],
        Edit::LineEnd,
        "key-line-end",
    ),
    edit(Composer, &[alt(Home)], Edit::TextStart, "key-text-start"),
    edit(Composer, &[alt(End)], Edit::TextEnd, "key-text-end"),
    edit(
        Composer,
        &[plain(Backspace), ctrl(Char('h')), Key::shift(Backspace)],
        Edit::Backspace,
        "key-backspace",
    ),
    edit(
        Composer,
        &[plain(Delete), ctrl(Char('d'))],
        Edit::Delete,
        "key-delete",
    ),
    shown(
        Composer,
        &[ctrl(Char('w')), alt(Backspace), ctrl(Backspace)],
        Action::Edit(Edit::KillWordBack),
        "key-kill-word-back",
    ),
    edit(
        Composer,
        &[ctrl(Delete), alt(Char('d'))],
        Edit::KillWordForward,
        "key-kill-word-forward",
    ),
    shown(
        Composer,
        &[ctrl(Char('u'))],
        Action::Edit(Edit::KillToStart),
        "key-kill-to-start",
    ),
    shown(
        Composer,
        &[ctrl(Char('k'))],
        Action::Edit(Edit::KillToEnd),
        "key-kill-to-end",
    ),
    shown(Composer, &[ctrl(Char('y'))], Action::Edit(Edit::Yank), "key-yank"),
    edit(Composer, &[ctrl(Char('t'))], Edit::Transpose, "key-transpose"),
    // Terminals send Ctrl-_ as Ctrl-7 or Ctrl-/.
    shown(
        Composer,
        &[ctrl(Char('_')), ctrl(Char('7')), ctrl(Char('/')), alt(Char('z'))],
        Action::Edit(Edit::Undo),
        "key-undo",
    ),
    shown(
        Composer,
        &[alt(Char('Z')), alt(Char('_'))],
        Action::Edit(Edit::Redo),
        "key-redo",
    ),
];
