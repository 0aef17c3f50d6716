//! A field of one line: what somebody is called here, what a group is called, what somebody is answered.
//!
//! Owns what is typed. Never: what it is good for.

use super::asked::Deed;
use super::{ask, groups, marks, requests};
use crate::app::action::Edit;
use crate::app::editor::Editor;
use crate::app::model::{Model, Overlay};
use crate::app::people;
use crate::app::step::{Step, Touched};
use crate::app::trail;
use crate::domain::id::{PeerId, Seq, UserName};

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
    /// No name: words to whoever asks to be a friend, by chat and line.
    Answer(PeerId, Seq),
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
    model.manage.naming = Naming { of, field };
    trail::open(model, Overlay::Naming);
}

pub(in crate::app) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    model.manage.naming.field.insert(text);
    step.touch(Touched::ALL);
}

pub(in crate::app) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    model.manage.naming.field.edit_line(edit);
    step.touch(Touched::ALL);
}

/// What is typed is the name.
pub(in crate::app) fn agree(model: &mut Model, step: &mut Step) {
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
        Of::Answer(chat, seq) => requests::answer(model, (chat, seq), &typed, step),
    }
    step.touch(Touched::ALL);
}
