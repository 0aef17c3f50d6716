//! Keys by their names, out of the one key table.
//!
//! Owns what a key is called. Never: what it does, which is `app::keymap`.

use super::View;
use super::canvas::BETWEEN_HINTS;
use crate::app::action::{Action, Deed};
use crate::app::keymap::{Binding, Code, Context, Key, binding, bindings, context};

/// The key to press for this where the keys go now; empty where none does it.
pub(super) fn of(view: View<'_>, action: Action) -> String {
    // The way out is the same everywhere, whatever else leads out here.
    let context = if action == Action::Back {
        Context::Everywhere
    } else {
        context(view.model)
    };
    let here = binding(context, action);
    let bound = here.or_else(|| bindings().find(|binding| binding.action == action));
    bound
        .and_then(|binding| binding.keys.first())
        .map(|key| name(*key))
        .unwrap_or_default()
}

/// A sentence with keys in it, each by what it does.
pub(super) fn tell(view: View<'_>, id: &str, actions: &[(&str, Action)]) -> String {
    let keys = actions.iter().map(|(name, action)| (*name, of(view, *action)));
    let keys: Vec<(&str, String)> = keys.collect();
    let args: Vec<_> = keys
        .iter()
        .map(|(name, key)| (*name, key.as_str().into()))
        .collect();
    view.say_with(id, &args)
}

/// The same below a list: where there is nothing in it, without what is done with an entry.
pub(super) fn tell_of_list(view: View<'_>, id: &str, actions: &[(&str, Action)], empty: bool) -> String {
    let told = tell(view, id, actions);
    if !empty {
        return told;
    }
    let of_entries =
        [Action::Open, Action::Mark, Action::Deed(Deed::Complete)].map(|action| of(view, action));
    let hints = told.split(BETWEEN_HINTS);
    let meant = hints.filter(|hint| !of_entries.iter().any(|key| hint.starts_with(key.as_str())));
    meant.collect::<Vec<_>>().join(BETWEEN_HINTS)
}

/// All keys of a row of the table.
pub fn all(binding: &Binding) -> String {
    if binding.action == Action::NthChat(1) {
        // Nine rows of the table, one of the help.
        return format!(
            "{} … 9",
            binding.keys.first().map(|key| name(*key)).unwrap_or_default()
        );
    }
    binding
        .keys
        .iter()
        .map(|key| name(*key))
        .collect::<Vec<_>>()
        .join(", ")
}

/// As it is printed on keyboards, in ASCII: an arrow may be two cells wide.
pub fn name(key: Key) -> String {
    let mut name = String::new();
    for (held, modifier) in [(key.ctrl, "Ctrl-"), (key.alt, "Alt-"), (key.shift, "Shift-")] {
        if held {
            name.push_str(modifier);
        }
    }
    match key.code {
        Code::Char(' ') => name.push_str("Space"),
        // A capital after Ctrl, as key caps have it; after Alt the case tells two bindings apart.
        Code::Char(c) if key.ctrl => name.extend(c.to_uppercase()),
        Code::Char(c) => name.push(c),
        Code::F(number) => name.extend(["F", &number.to_string()]),
        Code::Enter => name.push_str("Enter"),
        Code::Tab => name.push_str("Tab"),
        Code::BackTab => name.push_str("Shift-Tab"),
        Code::Esc => name.push_str("Esc"),
        Code::Backspace => name.push_str("Backspace"),
        Code::Delete => name.push_str("Delete"),
        Code::Insert => name.push_str("Insert"),
        Code::Up => name.push_str("Up"),
        Code::Down => name.push_str("Down"),
        Code::Left => name.push_str("Left"),
        Code::Right => name.push_str("Right"),
        Code::Home => name.push_str("Home"),
        Code::End => name.push_str("End"),
        Code::PageUp => name.push_str("PgUp"),
        Code::PageDown => name.push_str("PgDn"),
    }
    name
}
