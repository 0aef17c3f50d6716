//! Whom letters mean: people found by what they are called, as it is spelt or by its pinyin in any reading, and by the
//! reading the service tells.
//!
//! Owns the one match behind mentions, a group's members and people to choose from. Never: who is asked about, or in which
//! order equals stand.

use super::directory::Directory;
use crate::domain::contact::{Contact, Member};
use crate::domain::text::{Fit, SafeText, Spelling};

/// A member, a contact or not: by card name and nickname, and by all that is known of them besides.
pub(super) fn fit_member(directory: &Directory, member: &Member, spelling: &Spelling) -> Option<Fit> {
    let names = [&member.card_name, &member.nick_name].map(SafeText::as_str);
    let known = directory.id_of(&member.user_name);
    let known = known.and_then(|id| directory.peer(id));
    best(&names, spelling)
        .into_iter()
        .chain(known.and_then(|peer| fit_contact(&peer.contact, spelling)))
        .min()
}

/// By remark, nickname and WeChat ID.
pub(super) fn fit_contact(contact: &Contact, spelling: &Spelling) -> Option<Fit> {
    let told = &contact.pinyin;
    let names = [
        contact.remark_name.as_str(),
        contact.nick_name.as_str(),
        contact.alias.as_str(),
        &told.remark_full,
        &told.remark_initials,
        &told.full,
        &told.initials,
    ];
    best(&names, spelling)
}

fn best(names: &[&str], spelling: &Spelling) -> Option<Fit> {
    let told = names.iter().filter(|name| !name.is_empty());
    told.filter_map(|name| spelling.fit(name)).min()
}
