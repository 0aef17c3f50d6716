//! Who is meant by a name in a filter: by remark, nickname, alias, pinyin or initials, as in the list's own filter.

use crate::app::directory::{Directory, Peer};
use crate::app::finder::score;
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::domain::text::fold;

/// More people than this are not one name: the first of them are taken.
const MOST: usize = 500;

/// Everybody of that name who can speak, with whoever turned out to be one of them. Those whose name is just that, where
/// there are any.
pub fn speakers(directory: &Directory, name: &str) -> Vec<PeerId> {
    let named = named(directory, name, |peer| peer.contact.kind != ContactKind::Group);
    let twins = (0..)
        .zip(&directory.peers)
        .filter(|(_, peer)| peer.same_as.is_some());
    let twins = twins
        .map(|(id, _)| PeerId(id))
        .filter(|twin| named.contains(&directory.resolve(*twin)));
    let twins: Vec<PeerId> = twins.collect();
    [named, twins].concat()
}

/// Every chat of that name.
pub fn chats(directory: &Directory, name: &str) -> Vec<PeerId> {
    named(directory, name, |_| true)
}

fn named(directory: &Directory, name: &str, is_meant: impl Fn(&Peer) -> bool) -> Vec<PeerId> {
    let (whole, near) = called(directory, name, is_meant);
    if whole.is_empty() { near } else { whole }
}

/// Whose name is just that, and whose name it is a part of: the likelier ones first, and not more than a few hundred.
pub fn called(
    directory: &Directory,
    name: &str,
    is_meant: impl Fn(&Peer) -> bool,
) -> (Vec<PeerId>, Vec<PeerId>) {
    let wanted = fold(name);
    if wanted.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let fitting = directory.ids().filter_map(|id| {
        let peer = directory.peer(id).filter(|peer| is_meant(peer))?;
        Some((score(&peer.found_by, &wanted)?, id))
    });
    let mut fitting: Vec<(u8, PeerId)> = fitting.collect();
    fitting.sort_unstable();
    let whole = fitting.partition_point(|(score, _)| *score <= WHOLE);
    let near = fitting.split_off(whole);
    let ids = |some: Vec<(u8, PeerId)>, most| some.into_iter().take(most).map(|(_, id)| id).collect();
    (ids(fitting, usize::MAX), ids(near, MOST))
}

/// Scores up to this are of a whole field.
const WHOLE: u8 = 1;
