//! A field of one line: what somebody is called here, what a group is called.
//!
//! Owns what is typed. Never: what it is good for.

use super::asked::Deed;
use super::{ask, groups, marks};
use crate::app::action::Edit;
use crate::app::editor::Editor;
use crate::app::model::{Model, Overlay};
use crate::app::people;
use crate::app::step::{Step, Touched};
use crate::domain::id::{PeerId, UserName};

/// Columns the field is taken to have: it is one line whatever they are.
const ONE_LINE: u16 = u16::MAX;

#[derive(Clone, Debug, PartialEq)]
pub struct Naming {
    pub of: Of,
    pub field: Editor,
}

/// What is being named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    Remark(PeerId),
    Topic(PeerId),
    /// With these, and possibly without a name.
    NewGroup(Vec<UserName>),
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            of: Of::NewGroup(Vec::new()),
            field: Editor::line(),
        }
    }
}

/// On a page: what they are called here.
pub(super) fn remark(model: &mut Model) {
    let Some(peer) = people::page(model) else {
        return;
    };
    let now = model.directory.peer(peer);
    let now = now.map(|peer| peer.contact.remark_name.as_str().to_owned());
    open(model, Of::Remark(peer), &now.unwrap_or_default());
}

pub(super) fn open(model: &mut Model, of: Of, text: &str) {
    let mut field = Editor::line();
    field.set_text(text);
    field.apply(Edit::LineEnd, ONE_LINE);
    model.manage.page = match &of {
        Of::Remark(peer) | Of::Topic(peer) => Some(*peer),
        Of::NewGroup(_) => None,
    };
    model.manage.naming = Naming { of, field };
    model.overlay = Some(Overlay::Naming);
}

pub(in crate::app) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    model.manage.naming.field.insert(text);
    step.touch(Touched::ALL);
}

pub(in crate::app) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    model.manage.naming.field.apply(edit, ONE_LINE);
    step.touch(Touched::ALL);
}

/// What is typed is the name.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    let typed = model.manage.naming.field.text().trim().to_owned();
    match model.manage.naming.of.clone() {
        Of::Remark(peer) => {
            let now = model.directory.peer(peer).map(|peer| &peer.contact.remark_name);
            let same = now.is_some_and(|now| now.as_str() == typed);
            if same {
                people::show_page(model, peer);
            } else if typed.is_empty() {
                ask(model, Deed::TakeRemarkOff(peer));
            } else {
                marks::set_remark(model, peer, &typed, step);
            }
        }
        Of::Topic(group) => groups::renamed(model, group, &typed),
        Of::NewGroup(members) => groups::named(model, members, &typed),
    }
    step.touch(Touched::ALL);
}
