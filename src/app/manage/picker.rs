//! People to choose from, by name, card name or pinyin: the members of a group, or the address book.
//!
//! Owns who is listed and who is marked. Never: what becomes of them (`groups`).

use super::asked::Said;
use super::{groups, say};
use crate::app::action::Edit;
use crate::app::editor::Editor;
use crate::app::fetching;
use crate::app::finder::score;
use crate::app::model::{Model, Overlay};
use crate::app::people;
use crate::app::step::{Step, Touched};
use crate::domain::contact::{ContactKind, Member};
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::fold;

/// Columns the field is taken to have: it is one line whatever they are.
const ONE_LINE: u16 = u16::MAX;
/// Entries of a page.
const PAGE: isize = 10;
/// Fields of `Peer::found_by` that are names; the rest is pinyin.
const NAMES: usize = 3;

#[derive(Clone, Debug, PartialEq)]
pub struct Picker {
    pub purpose: Purpose,
    pub field: Editor,
    /// Best first.
    pub hits: Vec<UserName>,
    /// In the order in which they were marked.
    pub marked: Vec<UserName>,
    pub selected: usize,
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

impl Default for Picker {
    fn default() -> Self {
        Self {
            purpose: Purpose::New,
            field: Editor::line(),
            hits: Vec::new(),
            marked: Vec::new(),
            selected: 0,
        }
    }
}

impl Picker {
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
    model.manage.picker = Picker {
        purpose,
        ..Picker::default()
    };
    model.manage.page = purpose.group();
    model.overlay = Some(Overlay::Picker);
    look(model);
}

pub(in crate::app) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    if model.manage.picker.field.insert(text) {
        look(model);
    }
    step.touch(Touched::ALL);
}

pub(in crate::app) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    model.manage.picker.field.apply(edit, ONE_LINE);
    look(model);
    step.touch(Touched::ALL);
}

pub(in crate::app) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    let picker = &mut model.manage.picker;
    let last = picker.hits.len().saturating_sub(1);
    picker.selected = picker.selected.saturating_add_signed(entries).min(last);
    step.touch(Touched::ALL);
}

pub(in crate::app) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    move_by(model, pages.saturating_mul(PAGE), step);
}

/// This one too, or not this one; the bar goes on to the next.
pub(super) fn mark(model: &mut Model) {
    let picker = &mut model.manage.picker;
    let Some(name) = picker.hits.get(picker.selected).cloned() else {
        return;
    };
    if let Some(at) = picker.marked.iter().position(|marked| *marked == name) {
        picker.marked.remove(at);
    } else {
        picker.marked.push(name);
    }
    let last = picker.hits.len().saturating_sub(1);
    picker.selected = (picker.selected + 1).min(last);
}

/// Those marked, else the one the bar is on.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    let picker = &model.manage.picker;
    let under = picker.hits.get(picker.selected);
    let (purpose, mut chosen) = (picker.purpose, picker.marked.clone());
    match (purpose, under.cloned()) {
        (Purpose::Members(group), Some(name)) => {
            let person = model.directory.intern(&name);
            fetching::want(model, person, Some(group), true);
            people::show_page(model, person);
        }
        (_, under) => {
            if chosen.is_empty() {
                chosen.extend(under);
            }
            groups::chosen(model, purpose, chosen);
        }
    }
    step.touch(Touched::ALL);
}

fn look(model: &mut Model) {
    let wanted = fold(model.manage.picker.field.text());
    let hits = match model.manage.picker.purpose {
        Purpose::Members(group) => of_group(model, group, &wanted, true),
        Purpose::Remove(group) => of_group(model, group, &wanted, false),
        Purpose::Add(group) => friends(model, Some(group), &wanted),
        Purpose::New => friends(model, None, &wanted),
    };
    model.manage.picker.hits = hits;
    model.manage.picker.selected = 0;
}

/// In the group's own order where they fit equally well.
fn of_group(model: &Model, group: PeerId, wanted: &str, with_me: bool) -> Vec<UserName> {
    let Some(group) = model.directory.peer(group) else {
        return Vec::new();
    };
    let mine = |member: &&Member| with_me || Some(&member.user_name) != model.directory.me.as_ref();
    let mut hits: Vec<_> = group
        .members()
        .filter(mine)
        .filter_map(|member| Some((score(&found_by(model, member), wanted)?, member)))
        .collect();
    hits.sort_by_key(|(fit, _)| *fit);
    hits.into_iter()
        .map(|(_, member)| member.user_name.clone())
        .collect()
}

/// Card name, nickname and remark, then what the service's pinyin makes of the person, where they are known.
fn found_by(model: &Model, member: &Member) -> String {
    let id = model.directory.id_of(&member.user_name);
    let known = id.and_then(|id| model.directory.peer(id));
    let remark = known.map_or("", |peer| peer.contact.remark_name.as_str());
    let mut fields = String::new();
    for name in [member.card_name.as_str(), member.nick_name.as_str(), remark] {
        fields.push_str(&fold(name));
        fields.push('\0');
    }
    if let Some(peer) = known {
        for reading in peer.found_by.split('\0').skip(NAMES) {
            fields.push_str(reading);
            fields.push('\0');
        }
    }
    fields
}

/// Friends who are not in the group yet, as the address book has them.
fn friends(model: &Model, group: Option<PeerId>, wanted: &str) -> Vec<UserName> {
    let directory = &model.directory;
    let group = group.and_then(|group| directory.peer(group));
    let mut hits: Vec<_> = directory
        .ids()
        .filter_map(|id| {
            let peer = directory.peer(id)?;
            let name = directory.address(id)?;
            let friend = peer.contact.kind == ContactKind::Friend && directory.in_book(id);
            let inside = group.is_some_and(|group| group.member(name).is_some());
            let fit = score(&peer.found_by, wanted)?;
            (friend && !inside).then_some((fit, &*peer.sort_key, name))
        })
        .collect();
    hits.sort_unstable();
    hits.into_iter().map(|(.., name)| name.clone()).collect()
}
