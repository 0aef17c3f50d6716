//! The one key table.

use std::collections::HashMap;

use weft::app::action::{Action, Edit};
use weft::app::help;
use weft::app::keymap::{Context, Key, bindings, resolve};

use super::key;

#[test]
fn no_key_means_two_things_in_one_place() {
    let mut taken: HashMap<(Context, Key), Action> = HashMap::new();
    for binding in bindings() {
        assert!(!binding.keys.is_empty(), "{}", binding.help);
        for key in binding.keys {
            let before = taken.insert((binding.context, *key), binding.action);
            assert_eq!(before, None, "{key:?} in {:?}", binding.context);
        }
    }
    for ((context, key), action) in &taken {
        let everywhere = taken.get(&(Context::Everywhere, *key));
        let hidden = *context != Context::Everywhere && everywhere.is_some();
        assert!(!hidden, "{action:?} in {context:?} hides {everywhere:?}");
    }
}

#[test]
fn every_key_that_is_to_be_shown_is_in_the_help() {
    let sections = help::SECTIONS.iter();
    let listed: Vec<_> = sections.flat_map(|(context, _)| help::keys(*context)).collect();
    for binding in bindings().filter(|binding| binding.shown) {
        let times = listed.iter().filter(|listed| **listed == binding).count();
        assert_eq!(times, 1, "{binding:?}");
    }
}

#[test]
fn keys_are_found_however_the_terminal_tells_them() {
    let composer = |name: &str| resolve(Context::Composer, key(name));
    assert_eq!(composer("enter"), Some(Action::Send));
    for newline in ["alt-enter", "shift-enter", "ctrl-j", "ctrl-J"] {
        assert_eq!(composer(newline), Some(Action::NewLine), "{newline}");
    }
    for undo in ["ctrl-_", "ctrl-7", "ctrl-/"] {
        assert_eq!(composer(undo), Some(Action::Edit(Edit::Undo)), "{undo}");
    }
    for redo in ["alt-Z", "alt-shift-Z"] {
        assert_eq!(composer(redo), Some(Action::Edit(Edit::Redo)), "{redo}");
    }
    assert_eq!(composer("shift-backtab"), Some(Action::NextPane));
    assert_eq!(composer("alt-shift-<"), Some(Action::ScrollTop));
    assert_eq!(composer("ctrl-z"), None, "suspends");
    assert_eq!(composer("A"), None, "text");
    assert_eq!(resolve(Context::List, key("enter")), Some(Action::Open));
    assert_eq!(resolve(Context::Login, key("enter")), Some(Action::Continue));
}

#[test]
fn only_plain_characters_type() {
    assert_eq!(key("x").typed(), Some('x'));
    assert_eq!(key("shift-X").typed(), Some('X'));
    assert_eq!(key("ctrl-x").typed(), None);
    assert_eq!(key("alt-x").typed(), None);
    assert_eq!(key("enter").typed(), None);
}
