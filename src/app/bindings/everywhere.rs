//! Whatever has the focus.

use super::{ACCOUNTS, BOOK, alt, ctrl, plain, shown, usual};
use crate::app::action::{Action, Deed};
use crate::app::keymap::{Binding, Code, Context};
use crate::app::manage::ContactAction;
use Code::{Char, Down, End, Esc, F, Home, Up};
use Context::Everywhere;

pub(super) const BINDINGS: &[Binding] = &[
    // everywhere
    shown(Everywhere, &[plain(F(1))], Action::Help, "key-help"),
    shown(Everywhere, &[ctrl(Char('q'))], Action::Quit, "key-quit"),
    usual(
        Everywhere,
        &[ctrl(Char('c'))],
        Action::HowToQuit,
        "key-how-to-quit",
    ),
    shown(Everywhere, &[plain(Esc)], Action::Back, "key-back"),
    shown(Everywhere, &[ctrl(Char('l'))], Action::Redraw, "key-redraw"),
    shown(Everywhere, &[plain(F(5))], Action::LoginAgain, "key-login-again"),
    shown(Everywhere, &[alt(Char('q'))], Action::LogOut, "key-log-out"),
    shown(Everywhere, ACCOUNTS, Action::Accounts, "key-accounts"),
    // moving between panes and chats
    shown(Everywhere, &[ctrl(Char('p'))], Action::JumpToChat, "key-jump"),
    shown(Everywhere, BOOK, Action::Book, "key-book"),
    shown(
        Everywhere,
        &[alt(Char('a'))],
        Action::NextUnread,
        "key-next-unread",
    ),
    shown(Everywhere, &[alt(Char('i'))], Action::Contact, "key-contact"),
    shown(
        Everywhere,
        &[alt(Char('g'))],
        Action::Manage(ContactAction::NewGroup),
        "key-new-group",
    ),
    shown(Everywhere, &[alt(Char('1'))], Action::NthChat(1), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('2'))], Action::NthChat(2), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('3'))], Action::NthChat(3), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('4'))], Action::NthChat(4), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('5'))], Action::NthChat(5), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('6'))], Action::NthChat(6), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('7'))], Action::NthChat(7), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('8'))], Action::NthChat(8), "key-nth-chat"),
    usual(Everywhere, &[alt(Char('9'))], Action::NthChat(9), "key-nth-chat"),
    // the search
    shown(Everywhere, &[ctrl(Char('f'))], Action::Search, "key-search"),
    shown(
        Everywhere,
        &[plain(F(3))],
        Action::SearchEverywhere,
        "key-search-everywhere",
    ),
    shown(Everywhere, &[alt(Char(','))], Action::GoBack, "key-go-back"),
    // the conversation, whatever has the focus
    shown(
        Everywhere,
        &[alt(Char(';')), plain(F(6))],
        Action::Deed(Deed::Faces),
        "key-faces",
    ),
    shown(
        Everywhere,
        &[alt(Char(':')), plain(F(7))],
        Action::Deed(Deed::Stickers),
        "key-stickers",
    ),
    shown(Everywhere, &[ctrl(Up)], Action::ScrollUp, "key-scroll-up"),
    shown(Everywhere, &[ctrl(Down)], Action::ScrollDown, "key-scroll-down"),
    shown(
        Everywhere,
        &[ctrl(Home), alt(Char('<'))],
        Action::ScrollTop,
        "key-scroll-top",
    ),
    shown(
        Everywhere,
        &[ctrl(End), alt(Char('>'))],
        Action::ScrollBottom,
        "key-scroll-bottom",
    ),
    shown(Everywhere, &[alt(Up)], Action::SelectUp, "key-select-up"),
    shown(Everywhere, &[alt(Down)], Action::SelectDown, "key-select-down"),
    shown(Everywhere, &[alt(Char('r'))], Action::Resend, "key-resend"),
    shown(
        Everywhere,
        &[alt(Char('e'))],
        Action::EditFailed,
        "key-edit-failed",
    ),
    shown(Everywhere, &[alt(Char('s'))], Action::MarkSent, "key-mark-sent"),
    shown(
        Everywhere,
        &[alt(Char('x'))],
        Action::DropFailed,
        "key-drop-failed",
    ),
];
