//! Whether a text names me (`protocol.md §6.3`): nothing structured tells, so the text is searched for `@` and my name.

use super::directory::Directory;
use super::rows::text_of;
use crate::domain::id::PeerId;
use crate::domain::message::Body;
use crate::domain::text::SafeText;

/// What phones insert after a mention.
pub(super) const FOUR_PER_EM: char = '\u{2005}';

/// Plain text like any other mention, and meant for me too.
const EVERYBODY: [&str; 2] = ["所有人", "All"];

pub(super) fn names_me(directory: &Directory, group: PeerId, body: &Body) -> bool {
    let Some(text) = text_of(body).map(SafeText::as_str) else {
        return false;
    };
    let is_group = directory
        .peer(group)
        .is_some_and(|peer| peer.contact.user_name.is_group());
    if !is_group || !text.contains('@') {
        return false;
    }
    let mine = directory.my_name_in(group);
    mine.into_iter().chain(EVERYBODY).any(|name| mentions(text, name))
}

/// Whether `@name` stands in the text, ended by a space of either kind or by the text's end.
pub fn mentions(text: &str, name: &str) -> bool {
    let (text, name) = (plain(text), plain(name));
    if name.is_empty() {
        return false;
    }
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once('@') {
        let ends = after
            .strip_prefix(name.as_str())
            .is_some_and(|tail| tail.is_empty() || tail.starts_with([FOUR_PER_EM, ' ', '\n']));
        if ends {
            return true;
        }
        rest = after;
    }
    false
}

/// Without the variation selectors, which the member list and the text may disagree on.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{FE0E}' | '\u{FE0F}'))
        .collect()
}
