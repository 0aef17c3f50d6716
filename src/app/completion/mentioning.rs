//! Whom an `@` can mean, and the mention as phones write it.
//!
//! A mention is text and nothing else (`protocol.md §6.3`): what is put in is the name that everybody in the group reads.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::app::members::fit_member;
use crate::app::mention::FOUR_PER_EM;
use crate::app::model::Model;
use crate::app::names::member_name;
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::{Fit, Spelling, slice};
use crate::port::store::From;

/// To the whole group, where it is one's own: phones let nobody else say it.
pub(in crate::app) const EVERYBODY: &str = "所有人";

/// Somebody who can be mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What everybody calls them: this is put in.
    pub name: Box<str>,
    /// What they are called besides, for whoever chooses; may be empty.
    pub also: Box<str>,
}

impl Member {
    /// As it goes into the text.
    pub fn mention(&self) -> String {
        format!("@{}{FOUR_PER_EM}", self.name)
    }
}

/// Members of the group who fit, best first; of equals, who spoke last.
pub(super) fn members(model: &Model, chat: PeerId, typed: &str) -> Vec<Member> {
    let directory = &model.directory;
    let Some(group) = directory
        .peer(chat)
        .filter(|peer| peer.contact.user_name.is_group())
    else {
        return Vec::new();
    };
    let spelling = Spelling::new(typed);
    let spoke = spoke(model, chat);
    let others = group
        .members()
        .filter(|member| directory.me.as_ref() != Some(&member.user_name));
    let mut hits: Vec<(Fit, Reverse<Option<usize>>, usize, Member)> = others
        .enumerate()
        .filter_map(|(place, member)| {
            let name = member_name(member)?;
            let person = directory
                .id_of(&member.user_name)
                .and_then(|id| directory.peer(id));
            let remark = person.map_or("", |person| person.contact.remark_name.as_str());
            let fit = fit_member(directory, member, &spelling)?;
            let last = spoke.get(&member.user_name).copied();
            Some((
                fit,
                Reverse(last),
                place,
                offer(name, remark, member.nick_name.as_str()),
            ))
        })
        .collect();
    hits.sort_by_key(|(fit, last, place, _)| (*fit, *last, *place));
    let mut members: Vec<Member> = hits.into_iter().map(|(.., member)| member).collect();
    let mine = group.contact.group.as_deref().and_then(|group| group.owned_by_me);
    if mine == Some(true) && spelling.fit(EVERYBODY).is_some() {
        let at = usize::from(!typed.is_empty()).min(members.len());
        members.insert(at, offer(EVERYBODY, "", ""));
    }
    members
}

fn offer(name: &str, remark: &str, nick: &str) -> Member {
    let also = [remark, nick]
        .into_iter()
        .find(|also| !also.is_empty() && *also != name);
    Member {
        name: name.into(),
        also: also.unwrap_or_default().into(),
    }
}

/// Who has spoken, by the last line of theirs that is in memory.
fn spoke(model: &Model, chat: PeerId) -> HashMap<UserName, usize> {
    let lines = model.conversations.get(chat).map_or(&[][..], |talk| &talk.lines);
    let mut spoke = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let From::Peer(peer) = line.from
            && let Some(peer) = model.directory.peer(peer)
        {
            spoke.insert(peer.contact.user_name.clone(), at);
        }
    }
    spoke
}

/// Where the mention begins that ends at the caret: it is taken away as a whole.
pub(in crate::app) fn whole_mention(model: &Model) -> Option<usize> {
    let (chat, talk) = model.chats.open.zip(model.talk())?;
    let group = model.directory.peer(chat)?;
    let before = slice(talk.draft.text(), 0..talk.draft.caret()).strip_suffix(FOUR_PER_EM)?;
    let names = group.members().filter_map(member_name).chain([EVERYBODY]);
    names
        .filter_map(|name| before.strip_suffix(name)?.strip_suffix('@').map(str::len))
        .min()
}
