//! Managing people and groups: the questions, the field, and what came of it, in words.
//!
//! Owns their layout and sentences. Never: who may do what, which is `app::manage`.

pub mod request;
pub mod roster;
pub mod shared;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Row, columns, paragraph};
use super::{View, fault, keys, names, panel};
use crate::app::action::Action;
use crate::app::layout::PROMPT;
use crate::app::manage::ContactAction;
use crate::app::manage::asked::{Deed, Said, What};
use crate::app::manage::naming::Of;
use crate::domain::contact::Group;
use crate::domain::geometry::Area;
use crate::domain::id::{PeerId, UserName};
use crate::domain::text::slice;
use crate::port::{Failure, Unwilling};

/// Names told in a sentence before the rest is a number.
const NAMED: usize = 5;
/// Content of the field's panel.
const FIELD: (u16, u16) = (48, 4);

/// One line for the status bar.
pub fn said(said: &Said, view: View<'_>) -> String {
    let id = match said {
        Said::Asked(what) => return in_act("managed-asked", *what, &[], view),
        Said::Done(what) => return in_act("managed-done", *what, &[], view),
        Said::Refused { what, why, words } => {
            if what.is_of_groups() && *why == Failure::Garbled {
                return in_act("managed-shut", *what, &[], view);
            }
            let why = fault::failure(*why, &view.look.words);
            if words.is_empty() {
                return in_act("managed-refused", *what, &[("why", &why)], view);
            }
            let args = [("why", &*why), ("words", words.as_str())];
            return in_act("managed-refused-words", *what, &args, view);
        }
        Said::LeftOut { what, who } => {
            let who: Vec<String> = who
                .iter()
                .map(|(peer, why)| left_out(*peer, *why, view))
                .collect();
            let who = who.join(&view.say("contact-comma"));
            return in_act("managed-left-out", *what, &[("who", &who)], view);
        }
        Said::MuteOnPhone => "managed-mute",
        Said::NotHere => "managed-not-here",
        Said::NotMet => "managed-not-met",
        Said::GroupsOff => "managed-groups-off",
        Said::NotOwner => "managed-not-owner",
        Said::TooFew => "managed-too-few",
        Said::NobodyChosen => "managed-nobody",
        Said::RequestOld => "managed-request-old",
        Said::AlreadyAccepted => "managed-accepted",
        Said::NothingShared => "managed-nothing-shared",
    };
    view.say(id).into_owned()
}

fn in_act(id: &str, what: What, more: &[(&str, &str)], view: View<'_>) -> String {
    let what = view.say(act(what));
    let mut args = vec![("what", (&*what).into())];
    args.extend(more.iter().map(|(name, words)| (*name, (*words).into())));
    view.say_with(id, &args)
}

fn act(what: What) -> &'static str {
    match what {
        What::Remark => "act-remark",
        What::Pin => "act-pin",
        What::Unpin => "act-unpin",
        What::Accept => "act-accept",
        What::Answer => "act-answer",
        What::Create => "act-create",
        What::Add => "act-add",
        What::Invite => "act-invite",
        What::Remove => "act-remove",
        What::Rename => "act-rename",
        What::Leave => "act-leave",
    }
}

fn left_out(peer: PeerId, why: Unwilling, view: View<'_>) -> String {
    let id = match why {
        Unwilling::Blocks => "left-out-blocks",
        Unwilling::Deleted => "left-out-deleted",
    };
    view.say_with(id, &[("name", (&*names::peer(view, peer)).into())])
}

/// The question before something is done that others notice: with whom, and what follows.
pub fn confirm(view: View<'_>, all: Area, deed: &Deed, buffer: &mut Buffer) {
    let name = deed.of().map(|peer| names::peer(view, peer)).unwrap_or_default();
    let who = people(deed.members(), view);
    let (id, topic) = match deed {
        Deed::TakeRemarkOff(peer) => {
            let peer = view.model.directory.peer(*peer);
            let nick = peer.map_or("", |peer| peer.contact.nick_name.as_str());
            ("deed-remark", nick)
        }
        Deed::Create { .. } => ("deed-create", ""),
        Deed::Add { invited: false, .. } => ("deed-add", ""),
        Deed::Add { invited: true, .. } => ("deed-invite", ""),
        Deed::Remove { .. } => ("deed-remove", ""),
        Deed::Rename { topic, .. } => ("deed-rename", topic.as_str()),
        Deed::Leave(_) => ("deed-leave", ""),
    };
    let args = [
        ("name", (&*name).into()),
        ("who", (&*who).into()),
        ("topic", topic.into()),
        ("limit", view.model.manage.invited_from().into()),
    ];
    let keys = [("agree", Action::Agree), ("back", Action::Back)];
    let choice = keys::tell(view, "deed-choice", &keys);
    let title = view.say(act(deed.what()));
    panel::ask(view, all, (&title, &view.say_with(id, &args), &choice), buffer);
}

/// The first few by name, the rest by number.
fn people(members: &[UserName], view: View<'_>) -> String {
    let named: Vec<String> = members
        .iter()
        .take(NAMED)
        .map(|name| called(name, view))
        .collect();
    let named = named.join(&view.say("contact-comma"));
    let more = members.len().saturating_sub(NAMED);
    if more == 0 {
        return named;
    }
    view.say_with(
        "people-more",
        &[("who", (&*named).into()), ("count", more.into())],
    )
}

fn called(name: &UserName, view: View<'_>) -> String {
    let known = view.model.directory.id_of(name);
    known.map_or_else(
        || view.say("name-unknown").into_owned(),
        |peer| names::peer(view, peer).into_owned(),
    )
}

/// A field of one line, and what it is for.
pub fn naming(view: View<'_>, all: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    let naming = &view.model.manage.naming;
    let (title, about) = match &naming.of {
        Of::Remark(peer) => {
            let name = names::peer(view, *peer);
            let title = view.say_with("naming-remark", &[("name", (&*name).into())]);
            (title, "naming-remark-about")
        }
        Of::Topic(_) => (view.say("act-rename").into_owned(), "naming-topic-about"),
        Of::NewGroup(_) => (view.say("act-create").into_owned(), "naming-group-about"),
        Of::Answer(..) => (view.say("act-answer").into_owned(), "naming-answer-about"),
    };
    let inner = panel::open(view, all, (&title, FIELD), buffer);
    paragraph(buffer, inner, 0, &view.say(about), theme.dim);
    let area = field(inner);
    let (shown, _) = naming.field.line_view(area.width.max(1));
    Row::new(buffer, inner, area.y - inner.y)
        .put(theme.glyphs.prompt, theme.accent)
        .skip(PROMPT.saturating_sub(columns(theme.glyphs.prompt)))
        .put(slice(naming.field.text(), shown), theme.text);
    let keys = [("agree", Action::Open), ("back", Action::Back)];
    let last = inner.height.saturating_sub(1);
    Row::new(buffer, inner, last).hints(&keys::tell(view, "naming-keys", &keys), theme.dim);
}

/// Where the caret of the field stands.
pub fn naming_caret(view: View<'_>, all: Area) -> Position {
    let area = field(panel::inside(all, FIELD));
    let (_, at) = view.model.manage.naming.field.line_view(area.width.max(1));
    Position::new(area.x + at, area.y)
}

/// Its words, after the prompt, in a panel's inside.
fn field(inner: Area) -> Area {
    Area {
        x: inner.x + PROMPT,
        y: inner.y + inner.height.saturating_sub(2),
        width: inner.width.saturating_sub(PROMPT),
        height: 1,
    }
}

/// Rows of a page that say what can be done with a group and by whom, or why nothing can.
pub fn about_groups(view: View<'_>, group: Option<&Group>) -> String {
    let may = view.say(match group.and_then(|group| group.owned_by_me) {
        Some(true) => "groups-mine",
        Some(false) | None => "groups-theirs",
    });
    format!("{may}\n{}", ways(view))
}

fn ways(view: View<'_>) -> String {
    if view.model.settings.group_actions {
        let action = Action::Manage;
        let actions = [
            ("add", action(ContactAction::AddMembers)),
            ("remove", action(ContactAction::RemoveMembers)),
            ("rename", action(ContactAction::Rename)),
            ("leave", action(ContactAction::Leave)),
        ];
        return keys::tell(view, "groups-on", &actions);
    }
    view.say("groups-off").into_owned()
}
