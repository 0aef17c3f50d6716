//! Who is meant by a name in a filter: by remark, nickname, alias, pinyin or initials, as in the list's own filter.

use crate::app::directory::{Directory, Peer};
use crate::app::finder::score;
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::domain::text::fold;

/// More people than this are not one name: the first of them are taken.
const MOST: usize = 500;

/// Everybody of that name who can speak. Those whose name is just that, where there are any.
pub fn speakers(directory: &Directory, name: &str) -> Vec<PeerId> {
    named(directory, name, |peer| peer.contact.kind != ContactKind::Group)
}

/// Every chat of that name.
pub fn chats(directory: &Directory, name: &str) -> Vec<PeerId> {
    named(directory, name, |_| true)
}

fn named(directory: &Directory, name: &str, is_meant: impl Fn(&Peer) -> bool) -> Vec<PeerId> {
    let wanted = fold(name);
    if wanted.is_empty() {
        return Vec::new();
    }
    let fitting = directory.ids().filter_map(|id| {
        let peer = directory.peer(id).filter(|peer| is_meant(peer))?;
        Some((score(&peer.found_by, &wanted)?, id))
    });
    let mut fitting: Vec<(u8, PeerId)> = fitting.collect();
    fitting.sort_unstable();
    let exactly = fitting.iter().take_while(|(score, _)| *score <= WHOLE).count();
    let count = if exactly > 0 { exactly } else { MOST };
    fitting.into_iter().take(count).map(|(_, id)| id).collect()
}

/// Scores up to this are of a whole field.
const WHOLE: u8 = 1;
