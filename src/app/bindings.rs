//! The one key table. Help overlay, README and status bar are made from it.
//!
//! It follows what people's fingers know from other messengers and from readline (`messengers.md §2`). Left alone:
//! Ctrl-Z, which suspends, and Alt with letters that no other program uses.

use super::action::{Action, Edit};
use super::keymap::{Binding, Code, Context, Key};
use Code::{
    BackTab, Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up,
};
use Context::{Accounts, Composer, Confirm, Contact, Everywhere, Help, List, Login, Search};

const fn plain(code: Code) -> Key {
    Key::plain(code)
}

const fn ctrl(code: Code) -> Key {
    Key::ctrl(code)
}

const fn alt(code: Code) -> Key {
    Key::alt(code)
}

const fn shown(context: Context, keys: &'static [Key], action: Action, help: &'static str) -> Binding {
    Binding {
        context,
        keys,
        action,
        help,
        shown: true,
    }
}

const fn usual(context: Context, keys: &'static [Key], action: Action, help: &'static str) -> Binding {
    Binding {
        context,
        keys,
        action,
        help,
        shown: false,
    }
}

const fn edit(context: Context, keys: &'static [Key], edit: Edit, help: &'static str) -> Binding {
    usual(context, keys, Action::Edit(edit), help)
}

const BOOK: &[Key] = &[plain(F(2)), alt(Char('c'))];
const ACCOUNTS: &[Key] = &[plain(F(4)), alt(Char('u'))];

pub const BINDINGS: &[Binding] = &[
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
    // login
    shown(Login, &[plain(Enter)], Action::Continue, "key-continue"),
    shown(Login, &[plain(Tab)], Action::ToggleLink, "key-toggle-link"),
    shown(Login, &[ctrl(Char('n'))], Action::NewCode, "key-new-code"),
    // the list
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
    // the composer
    shown(Composer, &[plain(Enter)], Action::Send, "key-send"),
    shown(
        Composer,
        &[alt(Enter), Key::shift(Enter), ctrl(Char('j'))],
        Action::NewLine,
        "key-new-line",
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
    // the search
    shown(Search, &[plain(Up)], Action::Up, "key-up"),
    shown(Search, &[plain(Down)], Action::Down, "key-down"),
    shown(Search, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    shown(Search, &[plain(PageDown)], Action::PageDown, "key-page-down"),
    shown(Search, &[plain(Enter)], Action::Open, "key-go-there"),
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
    // help
    usual(Help, &[plain(Up)], Action::Up, "key-up"),
    usual(Help, &[plain(Down)], Action::Down, "key-down"),
    usual(Help, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(
        Help,
        &[plain(PageDown), plain(Char(' '))],
        Action::PageDown,
        "key-page-down",
    ),
    usual(Help, &[plain(Home)], Action::First, "key-first"),
    usual(Help, &[plain(Enter), plain(Char('q'))], Action::Back, "key-back"),
    // the page of a contact
    shown(Contact, &[plain(Char('1'))], Action::Join(1), "key-join"),
    usual(Contact, &[plain(Char('2'))], Action::Join(2), "key-join"),
    usual(Contact, &[plain(Char('3'))], Action::Join(3), "key-join"),
    usual(Contact, &[plain(Char('4'))], Action::Join(4), "key-join"),
    usual(Contact, &[plain(Char('5'))], Action::Join(5), "key-join"),
    shown(Contact, &[plain(Char('j'))], Action::JoinWith, "key-join-with"),
    shown(Contact, &[plain(Char('s'))], Action::Divide, "key-divide"),
    shown(Contact, &[plain(Enter)], Action::Open, "key-open"),
    usual(Contact, &[plain(Up)], Action::Up, "key-up"),
    usual(Contact, &[plain(Down)], Action::Down, "key-down"),
    usual(Contact, &[plain(PageUp)], Action::PageUp, "key-page-up"),
    usual(
        Contact,
        &[plain(PageDown), plain(Char(' '))],
        Action::PageDown,
        "key-page-down",
    ),
    usual(Contact, &[plain(Home)], Action::First, "key-first"),
    usual(Contact, &[plain(End)], Action::Last, "key-last"),
    usual(Accounts, &[plain(Up)], Action::Up, "key-up"),
    usual(Accounts, &[plain(Down)], Action::Down, "key-down"),
    usual(Accounts, &[plain(Home)], Action::First, "key-first"),
    usual(Accounts, &[plain(End)], Action::Last, "key-last"),
    usual(Accounts, &[plain(Enter)], Action::Open, "key-accounts"),
    // a question
    usual(Confirm, &[plain(Enter)], Action::Agree, "key-agree"),
];
