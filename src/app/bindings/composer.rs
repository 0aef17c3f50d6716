//! The line being written: what a field does, and more.

use super::{alt, ctrl, edit, plain, shown};
use crate::app::action::{Action, Deed, Edit};
use crate::app::keymap::{Binding, Code, Context, Key};
use Code::{BackTab, Backspace, Char, Down, End, Enter, Home, PageDown, PageUp, Tab, Up};
use Context::Composer;

pub(super) const BINDINGS: &[Binding] = &[
    shown(Composer, &[plain(Enter)], Action::Send, "key-send"),
    shown(
        Composer,
        &[alt(Enter), Key::shift(Enter), ctrl(Char('j'))],
        Action::NewLine,
        "key-new-line",
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
        &[alt(Char('v')), ctrl(Char('v'))],
        Action::Deed(Deed::Paste),
        "key-paste",
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
    edit(Composer, &[plain(Up)], Edit::RowUp, "key-row-up"),
    edit(Composer, &[plain(Down)], Edit::RowDown, "key-row-down"),
    edit(Composer, &[alt(Home)], Edit::TextStart, "key-text-start"),
    edit(Composer, &[alt(End)], Edit::TextEnd, "key-text-end"),
    shown(
        Composer,
        &[ctrl(Char('w')), alt(Backspace), ctrl(Backspace)],
        Action::Edit(Edit::KillWordBack),
        "key-kill-word-back",
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
