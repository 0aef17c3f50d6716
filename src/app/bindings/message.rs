//! A message that was chosen.

use super::{alt, ctrl, plain, shown, usual};
use crate::app::action::{Action, Deed};
use crate::app::keymap::{Binding, Code, Context};
use crate::app::manage::ContactAction;
use Code::{Char, Down, Enter, PageDown, PageUp, Up};
use Context::Message;

pub(super) const BINDINGS: &[Binding] = &[
    shown(Message, &[plain(Enter)], Action::Deed(Deed::Enter), "key-enter"),
    shown(
        Message,
        &[plain(Char('o')), ctrl(Char('o'))],
        Action::Deed(Deed::Open),
        "key-open-file",
    ),
    shown(
        Message,
        &[plain(Char('s')), ctrl(Char('s'))],
        Action::Deed(Deed::Save),
        "key-save-file",
    ),
    shown(
        Message,
        &[plain(Char('x')), ctrl(Char('x'))],
        Action::Deed(Deed::Stop),
        "key-stop",
    ),
    shown(
        Message,
        &[plain(Char('l')), alt(Char('l'))],
        Action::Deed(Deed::Links),
        "key-links",
    ),
    shown(
        Message,
        &[plain(Char('y')), alt(Char('y'))],
        Action::Deed(Deed::Copy),
        "key-copy",
    ),
    shown(Message, &[plain(Up)], Action::SelectUp, "key-select-up"),
    shown(Message, &[plain(Down)], Action::SelectDown, "key-select-down"),
    shown(
        Message,
        &[plain(Char('q')), alt(Char('\''))],
        Action::Quote,
        "key-quote",
    ),
    shown(
        Message,
        &[plain(Char('f')), alt(Char('f'))],
        Action::Forward,
        "key-forward",
    ),
    shown(
        Message,
        &[plain(Char('u')), alt(Char('k'))],
        Action::Recall,
        "key-recall",
    ),
    shown(
        Message,
        &[plain(Char('e'))],
        Action::EditFailed,
        "key-edit-failed",
    ),
    shown(
        Message,
        &[plain(Char('v')), alt(Char('v'))],
        Action::View,
        "key-view",
    ),
    shown(
        Message,
        &[plain(Char('a')), ctrl(Char('a'))],
        Action::Manage(ContactAction::Accept),
        "key-accept",
    ),
    usual(
        Message,
        &[plain(PageUp)],
        Action::ScrollPageUp,
        "key-scroll-page-up",
    ),
    usual(
        Message,
        &[plain(PageDown)],
        Action::ScrollPageDown,
        "key-scroll-page-down",
    ),
    shown(
        Message,
        &[plain(Char('g')), ctrl(Char('g'))],
        Action::LookInto,
        "key-look-into",
    ),
    shown(
        Message,
        &[plain(Char('i')), alt(Char('d'))],
        Action::Details,
        "key-details",
    ),
];
