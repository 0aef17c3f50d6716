//! People to choose from, by what they are called: the members of a group, or the address book.
//!
//! Owns who is listed and who is marked. Never: what becomes of them (`groups`).

use super::asked::Said;
use super::{groups, say};
use crate::app::fetching;
use crate::app::members::{fit_contact, fit_member};
use crate::app::model::{Model, Overlay};
use crate::app::people;
use crate::app::picker::Picker;
use crate::app::step::{Step, Touched};
use crate::app::trail;
use crate::domain::contact::{ContactKind, Member};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::{Fit, Spelling};

#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    pub purpose: Purpose,
    pub picker: Picker<UserName>,
}

/// What they are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be looked at.
    Members(PeerId),
    Remove(PeerId),
    Add(PeerId),
    New,
}

impl Purpose {
    pub fn group(self) -> Option<PeerId> {
        match self {
            Self::Members(group) | Self::Remove(group) | Self::Add(group) => Some(group),
            Self::New => None,
        }
    }
}

impl Default for Roster {
    fn default() -> Self {
        Self {
            purpose: Purpose::New,
            picker: Picker::default(),
        }
    }
}

impl Roster {
    /// Several can be chosen.
    pub fn marks(&self) -> bool {
        !matches!(self.purpose, Purpose::Members(_))
    }
}

/// The members of the group whose page is open.
pub(super) fn members(model: &mut Model) {
    match people::page(model).filter(|peer| groups::is_group(model, *peer)) {
        Some(group) => open(model, Purpose::Members(group)),
        None => say(model, Said::NotHere),
    }
}

pub(super) fn open(model: &mut Model, purpose: Purpose) {
    model.manage.roster = Roster {
        purpose,
        ..Roster::default()
    };
    trail::open(model, Overlay::Roster);
    look(model);
}

/// This one too, or not this one; the bar goes on to the next.
pub(in crate::app) fn mark(model: &mut Model) {
    let picker = &mut model.manage.roster.picker;
    picker.mark(usize::MAX);
    picker.move_by(1);
}

/// Those marked, else the one the bar is on.
pub(in crate::app) fn agree(model: &mut Model, step: &mut Step) {
    let Roster { purpose, picker } = &model.manage.roster;
    match (*purpose, picker.hit().cloned()) {
        (Purpose::Members(group), Some(name)) => {
            let person = model.directory.intern(&name);
            fetching::want(model, person, Some(group), true);
            people::show_page(model, person);
        }
        (purpose, _) => {
            let chosen = picker.chosen().to_vec();
            groups::chosen(model, purpose, chosen);
        }
    }
    step.touch(Touched::ALL);
}

pub(in crate::app) fn look(model: &mut Model) {
    let typed = model.manage.roster.picker.field.text().trim();
    let wanted = (!typed.is_empty()).then(|| Spelling::new(typed));
    let wanted = wanted.as_ref();
    let hits = match model.manage.roster.purpose {
        Purpose::Members(group) => of_group(model, group, wanted, true),
        Purpose::Remove(group) => of_group(model, group, wanted, false),
        Purpose::Add(group) => friends(model, Some(group), wanted),
        Purpose::New => friends(model, None, wanted),
    };
    model.manage.roster.picker.show(hits);
}

/// In the group's own order where they fit equally well. Nothing typed is everybody.
fn of_group(model: &Model, group: PeerId, wanted: Option<&Spelling>, with_me: bool) -> Vec<UserName> {
    let directory = &model.directory;
    let Some(group) = directory.peer(group) else {
        return Vec::new();
    };
    let mine = |member: &&Member| with_me || Some(&member.user_name) != directory.me.as_ref();
    let fit = |member: &Member| match wanted {
        Some(wanted) => fit_member(directory, member, wanted),
        None => Some(Fit::Whole),
    };
    let mut hits: Vec<_> = group
        .members()
        .filter(mine)
        .filter_map(|member| Some((fit(member)?, &member.user_name)))
        .collect();
    hits.sort_by_key(|(fit, _)| *fit);
    hits.into_iter().map(|(_, name)| name.clone()).collect()
}

/// Friends who are not in the group yet, as the address book has them.
fn friends(model: &Model, group: Option<PeerId>, wanted: Option<&Spelling>) -> Vec<UserName> {
    let directory = &model.directory;
    let group = group.and_then(|group| directory.peer(group));
    let mut hits: Vec<_> = directory
        .ids()
        .filter_map(|id| {
            let peer = directory.peer(id)?;
            let name = directory.address(id)?;
            let friend = peer.contact.kind == ContactKind::Friend && directory.in_book(id);
            let inside = group.is_some_and(|group| group.member(name).is_some());
            if !friend || inside {
                return None;
            }
            let fit = match wanted {
                Some(wanted) => fit_contact(&peer.contact, wanted)?,
                None => Fit::Whole,
            };
            Some((fit, &*peer.sort_key, name))
        })
        .collect();
    hits.sort_unstable();
    hits.into_iter().map(|(.., name)| name.clone()).collect()
}
