//! The one key table. Help overlay, README and status bar are made from it.
//!
//! It follows what people's fingers know from other messengers and from readline (`messengers.md §2`). Left alone:
//! Ctrl-Z, which suspends, and Alt with letters that no other program uses.

mod composer;
mod everywhere;
mod field;
mod list;
mod message;
mod panels;
mod search;

use super::action::{Action, Edit};
use super::keymap::{Binding, Code, Context, Key};
use Code::{Char, F};

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

/// Every binding there is, context by context.
pub fn bindings() -> impl Iterator<Item = &'static Binding> {
    [
        everywhere::BINDINGS,
        list::BINDINGS,
        composer::BINDINGS,
        message::BINDINGS,
        search::BINDINGS,
        field::BINDINGS,
        panels::BINDINGS,
    ]
    .into_iter()
    .flatten()
}
