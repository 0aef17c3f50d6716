//! Groups: made, joined by others, renamed, left (`protocol.md §7.9`).
//!
//! Owns who may do what, and what a group looks like once the service has said yes: its own record may come minutes later.
//! The live service shut all of it down for web clients in 2018, so it is off but for a setting. Removing is the owner's;
//! renaming and adding is tried for anybody, since the service alone knows a group's rules.

use super::asked::{Asked, Deed, Said};
use super::naming::Of;
use super::roster::Purpose;
use super::{address, ask, change, naming, roster, say, send};
use crate::app::model::Model;
use crate::app::people;
use crate::app::reading;
use crate::app::step::Step;
use crate::domain::contact::{Contact, ContactKind, Group, Member};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::SafeText;
use crate::port::{Errand, LeftOut};

/// Others that a new group needs.
const FEWEST: usize = 2;

/// Whether the person wants to try.
fn allowed(model: &mut Model) -> bool {
    let on = model.settings.group_actions;
    if !on {
        say(model, Said::GroupsOff);
    }
    on
}

/// The group whose page is open.
fn meant(model: &mut Model) -> Option<PeerId> {
    let group = people::page(model).filter(|peer| is_group(model, *peer));
    if group.is_none() {
        say(model, Said::NotHere);
    }
    group.filter(|_| allowed(model))
}

pub(super) fn is_group(model: &Model, peer: PeerId) -> bool {
    let peer = model.directory.peer(peer);
    peer.is_some_and(|peer| peer.contact.kind == ContactKind::Group)
}

pub(super) fn create(model: &mut Model) {
    if allowed(model) {
        roster::open(model, Purpose::New);
    }
}

pub(super) fn add(model: &mut Model) {
    if let Some(group) = meant(model) {
        roster::open(model, Purpose::Add(group));
    }
}

pub(super) fn remove(model: &mut Model) {
    let Some(group) = meant(model) else {
        return;
    };
    let known = model.directory.peer(group);
    let owned = known.and_then(|peer| peer.contact.group.as_ref()?.owned_by_me);
    // Where the service has not told whose it is, it may still say no.
    if owned == Some(false) {
        say(model, Said::NotOwner);
    } else {
        roster::open(model, Purpose::Remove(group));
    }
}

pub(super) fn rename(model: &mut Model) {
    if let Some(group) = meant(model) {
        let now = model.directory.peer(group);
        let now = now.map(|peer| peer.contact.nick_name.as_str().to_owned());
        naming::open(model, Of::Topic(group), &now.unwrap_or_default());
    }
}

pub(super) fn leave(model: &mut Model) {
    if let Some(group) = meant(model) {
        ask(model, Deed::Leave(group));
    }
}

/// These were chosen.
pub(super) fn chosen(model: &mut Model, purpose: Purpose, members: Vec<UserName>) {
    match purpose {
        Purpose::Members(_) => {}
        _ if members.is_empty() => say(model, Said::NobodyChosen),
        Purpose::New if members.len() < FEWEST => say(model, Said::TooFew),
        Purpose::New => naming::open(model, Of::NewGroup(members), ""),
        Purpose::Remove(group) => ask(model, Deed::Remove { group, members }),
        Purpose::Add(group) => {
            let known = model.directory.peer(group);
            let now = known.and_then(|peer| peer.contact.group.as_deref());
            let now = now.map_or(0, |group| group.members.len().max(group.member_count as usize));
            let invited = now + members.len() >= model.manage.invited_from();
            ask(
                model,
                Deed::Add {
                    group,
                    members,
                    invited,
                },
            );
        }
    }
}

/// The new group's name was typed.
pub(super) fn named(model: &mut Model, members: Vec<UserName>, topic: &str) {
    let topic = SafeText::line(topic);
    ask(
        model,
        Deed::Create {
            members,
            topic,
            made: None,
        },
    );
}

/// Another name was typed. Nothing, or the same, changes nothing.
pub(super) fn renamed(model: &mut Model, group: PeerId, topic: &str) {
    let topic = SafeText::line(topic);
    let known = model.directory.peer(group);
    let same = known.is_some_and(|peer| peer.contact.nick_name == topic);
    if same || topic.is_empty() {
        people::show_page(model, group);
    } else {
        ask(model, Deed::Rename { group, topic });
    }
}

/// The person said yes.
pub(super) fn run(model: &mut Model, deed: Deed, step: &mut Step) {
    let of = deed.of();
    let group = match of {
        Some(group) => match address(model, group) {
            Some(name) => name,
            None => return,
        },
        None => UserName::from(""),
    };
    let what = match &deed {
        Deed::TakeRemarkOff(_) => return,
        Deed::Create { members, topic, .. } => Errand::CreateGroup {
            members: members.clone(),
            topic: topic.clone(),
        },
        Deed::Add {
            members,
            invited: false,
            ..
        } => Errand::AddMembers {
            group,
            members: members.clone(),
        },
        Deed::Add { members, .. } => Errand::InviteMembers {
            group,
            members: members.clone(),
        },
        Deed::Remove { members, .. } => Errand::RemoveMembers {
            group,
            members: members.clone(),
        },
        Deed::Rename { topic, .. } => Errand::RenameGroup {
            group,
            topic: topic.clone(),
        },
        Deed::Leave(_) => Errand::LeaveGroup { group },
    };
    let said = Said::Asked(deed.what());
    let left_out = Vec::new();
    if send(model, what, Asked::Group { deed, left_out }, step) {
        say(model, said);
    }
    if let Some(group) = of {
        people::show_page(model, group);
    }
}

/// The service did it.
pub(super) fn done(model: &mut Model, deed: Deed, left_out: &[LeftOut], step: &mut Step) {
    let what = deed.what();
    let who: Vec<_> = left_out
        .iter()
        .map(|one| (model.directory.intern(&one.user), one.why))
        .collect();
    let inside = |name: &UserName| left_out.iter().all(|one| one.user != *name);
    match deed {
        // Of a new group whose name nobody told, the next webwxsync tells; whoever is invited has yet to say yes.
        Deed::TakeRemarkOff(_) | Deed::Add { invited: true, .. } | Deed::Create { made: None, .. } => {}
        Deed::Create {
            members,
            topic,
            made: Some(name),
        } => {
            let me = model.directory.me.clone();
            let members = me.into_iter().chain(members.into_iter().filter(inside)).collect();
            made(model, name, (members, topic), step);
        }
        Deed::Add { group, members, .. } => {
            let new: Vec<Member> = members
                .iter()
                .filter(|name| inside(name))
                .map(|name| member(model, name))
                .collect();
            change(model, group, |contact| {
                let group = contact.group.get_or_insert_default();
                group.members.extend(new);
                count(group);
            });
        }
        Deed::Remove { group, members } => change(model, group, |contact| {
            let group = contact.group.get_or_insert_default();
            group
                .members
                .retain(|member| !members.contains(&member.user_name));
            count(group);
        }),
        Deed::Rename { group, topic } => change(model, group, |contact| contact.nick_name = topic),
        Deed::Leave(group) => {
            if let Some(peer) = model.directory.peer_mut(group) {
                peer.gone = true;
            }
            change(model, group, |_| {});
            if people::page(model) == Some(model.directory.resolve(group)) {
                model.overlay = None;
            }
        }
    }
    say(
        model,
        if who.is_empty() {
            Said::Done(what)
        } else {
            Said::LeftOut { what, who }
        },
    );
}

/// The new group, open.
fn made(model: &mut Model, name: UserName, (members, topic): (Vec<UserName>, SafeText), step: &mut Step) {
    let members: Vec<Member> = members.iter().map(|name| member(model, name)).collect();
    let mut group = Group {
        owned_by_me: Some(true),
        members,
        ..Group::default()
    };
    count(&mut group);
    let group = people::take_in(
        model,
        Contact {
            kind: ContactKind::Group,
            nick_name: topic,
            group: Some(Box::new(group)),
            ..Contact::bare(name)
        },
    );
    model.overlay = None;
    reading::open(model, group, step);
}

fn count(group: &mut Group) {
    group.member_count = u32::try_from(group.members.len()).unwrap_or(u32::MAX);
}

fn member(model: &Model, name: &UserName) -> Member {
    let id = model.directory.id_of(name);
    let known = id.and_then(|id| model.directory.peer(id));
    Member {
        user_name: name.clone(),
        nick_name: known
            .map(|peer| peer.contact.nick_name.clone())
            .unwrap_or_default(),
        card_name: SafeText::default(),
    }
}
