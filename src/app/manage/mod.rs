//! What can be done about people and groups: remark, pin, friend requests, groups (`protocol.md §7.7`, §7.9, §7.10).
//!
//! Owns what was asked of the service and is not answered yet, and what follows from the answer. What can be taken back is
//! shown at once and taken back with the reason if it is refused; a group is changed once the service says so. Never: the
//! requests themselves (`session`), or what a contact's page looks like.

pub mod asked;
mod groups;
mod marks;
pub mod naming;
pub mod requests;
pub mod roster;
pub mod shared;

use super::model::{Hint, Model, Overlay};
use super::on_net::refresh_finder;
use super::people;
use super::reading::relist;
use super::step::{Step, Touched};
use super::trail;
use crate::domain::contact::Contact;
use crate::domain::id::{PeerId, Seq, UserName};
use crate::domain::text::SafeText;
use crate::port::{Errand, ErrandId, Failure, INVITED_FROM, LeftOut, Link, NetCommand};
use asked::{Asked, Deed, Said, What};
use naming::Naming;
use roster::Roster;
use shared::Shared;

pub(super) use requests::note as note_request;
pub(super) use shared::jump as go_there;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manage {
    pub naming: Naming,
    pub roster: Roster,
    pub shared: Shared,
    /// Words to whoever asks that did not go out, by the line of the request.
    unsaid: Option<(Seq, String)>,
    /// What the question on screen is about.
    pub deed: Option<Deed>,
    /// In the order in which they were asked.
    open: Vec<(ErrandId, Asked)>,
    /// [`Manage::invited_from`], where the service told it.
    pub(super) told_from: Option<usize>,
}

impl Manage {
    /// A group of so many, those to be added included, is joined by invitation.
    pub fn invited_from(&self) -> usize {
        self.told_from.unwrap_or(INVITED_FROM)
    }
}

/// What a key does about somebody, or about a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactAction {
    /// On a page: what somebody is called here.
    Remark,
    Pin,
    /// Cannot be done from here; the answer says where.
    Mute,
    /// Pictures, files and links of the chat.
    Shared,
    /// The group's members, with a field to look for one.
    Members,
    AddMembers,
    RemoveMembers,
    Rename,
    Leave,
    /// A new group out of the address book.
    NewGroup,
    /// Says yes to a friend request.
    Accept,
    /// Asks or tells whoever wants to be a friend something first.
    Answer,
}

pub(super) fn act(model: &mut Model, action: ContactAction, step: &mut Step) {
    step.touch(Touched::ALL);
    let group = people::page(model);
    if action.is_of_members() && group.is_some_and(|group| model.directory.has_left(group)) {
        model.hint = Some(Hint::LeftGroup);
        return;
    }
    match action {
        ContactAction::Remark => naming::remark(model),
        ContactAction::Pin => marks::pin(model, step),
        ContactAction::Mute => say(model, Said::MuteOnPhone),
        ContactAction::Shared => shared::open(model, step),
        ContactAction::Members => roster::members(model),
        ContactAction::AddMembers => groups::add(model),
        ContactAction::RemoveMembers => groups::remove(model),
        ContactAction::Rename => groups::rename(model),
        ContactAction::Leave => groups::leave(model),
        ContactAction::NewGroup => groups::create(model),
        ContactAction::Accept => requests::accept(model, step),
        ContactAction::Answer => requests::write(model),
    }
}

impl ContactAction {
    /// The service does it to a group for those who are in it.
    fn is_of_members(self) -> bool {
        match self {
            Self::Remark
            | Self::Pin
            | Self::Mute
            | Self::AddMembers
            | Self::RemoveMembers
            | Self::Rename
            | Self::Leave => true,
            Self::Shared | Self::Members | Self::NewGroup | Self::Accept | Self::Answer => false,
        }
    }
}

/// Yes, to the question about what is to be done.
pub(super) fn agree_to_deed(model: &mut Model, step: &mut Step) {
    match model.manage.deed.take() {
        Some(Deed::TakeRemarkOff(peer)) => marks::set_remark(model, peer, "", step),
        Some(deed) => groups::run(model, deed, step),
        None => {}
    }
    if model.overlay == Some(Overlay::ConfirmDeed) {
        model.overlay = None;
    }
    step.touch(Touched::ALL);
}

/// The person said no.
pub(super) fn on_closed(model: &mut Model) {
    model.manage.deed = None;
}

fn say(model: &mut Model, said: Said) {
    model.hint = Some(Hint::Managed(Box::new(said)));
}

/// Asks the person before anything is done.
fn ask(model: &mut Model, deed: Deed) {
    model.manage.deed = Some(deed);
    trail::open(model, Overlay::ConfirmDeed);
}

/// Hands an errand to the session. Whether there is one to hand it to.
fn send(model: &mut Model, what: Errand, asked: Asked, step: &mut Step) -> bool {
    if !model.is_live() {
        model.hint = Some(Hint::NotLoggedIn);
        return false;
    }
    let errand = model.next_errand();
    model.manage.open.push((errand, asked));
    step.net(NetCommand::Do { errand, what });
    true
}

/// The name the service knows somebody by, told where there is none.
fn address(model: &mut Model, peer: PeerId) -> Option<UserName> {
    let name = model.directory.address(peer).cloned();
    if name.is_none() {
        say(model, Said::NotMet);
    }
    name
}

/// Somebody's record changes here, before the service tells of it.
fn change(model: &mut Model, peer: PeerId, change: impl FnOnce(&mut Contact)) {
    model.directory.change(peer, change);
    let peer = model.directory.resolve(peer);
    relist(model, peer);
    refresh_finder(model);
}

pub(super) fn on_done(model: &mut Model, errand: ErrandId, step: &mut Step) {
    let Some(asked) = take(model, errand) else {
        return;
    };
    let what = asked.what();
    match asked {
        Asked::Remark { .. } | Asked::Pin { .. } | Asked::Answer { .. } => {}
        Asked::Accept { chat, seq, peer } => requests::accepted(model, (chat, seq, peer)),
        Asked::Group { deed, left_out } => {
            groups::done(model, deed, &left_out, step);
            return step.touch(Touched::ALL);
        }
    }
    say(model, Said::Done(what));
    step.touch(Touched::ALL);
}

pub(super) fn on_gathered(
    model: &mut Model,
    errand: ErrandId,
    (group, left_out): (Option<UserName>, Vec<LeftOut>),
    step: &mut Step,
) {
    let asked = model.manage.open.iter_mut().find(|(open, _)| *open == errand);
    let Some((_, Asked::Group { deed, left_out: told })) = asked else {
        return;
    };
    told.clone_from(&left_out);
    if let (Deed::Create { made, .. }, Some(name)) = (deed, group) {
        *made = Some(name);
    }
    step.touch(Touched::STATUS);
}

pub(super) fn on_not_done(
    model: &mut Model,
    errand: ErrandId,
    (why, words): (Failure, SafeText),
    step: &mut Step,
) {
    let Some(asked) = take(model, errand) else {
        return;
    };
    let what = asked.what();
    take_back(model, asked);
    say(model, Said::Refused { what, why, words });
    step.touch(Touched::ALL);
}

/// That the service is being asked is no news while the line says why it takes so long.
pub(super) fn on_link(model: &mut Model) {
    let asking = matches!(&model.hint, Some(Hint::Managed(said)) if matches!(**said, Said::Asked(_)));
    if asking && model.link != Link::Up {
        model.hint = None;
    }
}

/// Nobody will answer any more.
pub(super) fn give_up(model: &mut Model) {
    // The last first: each gives back what it found.
    while let Some((_, asked)) = model.manage.open.pop() {
        let what = asked.what();
        take_back(model, asked);
        let (why, words) = (Failure::SessionOver, SafeText::default());
        say(model, Said::Refused { what, why, words });
    }
}

fn take(model: &mut Model, errand: ErrandId) -> Option<Asked> {
    let open = &mut model.manage.open;
    let at = open.iter().position(|(open, _)| *open == errand)?;
    Some(open.remove(at).1)
}

/// What was shown at once is shown as it was. Where the same was asked for once more, that is what holds for now, and what
/// it would be taken back to is older.
fn take_back(model: &mut Model, asked: Asked) {
    let mut open = model.manage.open.iter_mut().map(|(_, later)| later);
    if let Some(later) = open.find(|later| later.is_of_same(&asked)) {
        *later = asked;
        return;
    }
    match asked {
        Asked::Remark { peer, was } => change(model, peer, |contact| was.put(contact)),
        Asked::Pin { peer, was } => change(model, peer, |contact| {
            contact.flags.get_or_insert_default().pinned = was;
        }),
        Asked::Answer { seq, words } => model.manage.unsaid = Some((seq, words)),
        Asked::Accept { .. } | Asked::Group { .. } => {}
    }
}

impl Asked {
    /// Both change the same thing at once about the same peer.
    fn is_of_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Remark { peer, .. }, Self::Remark { peer: same, .. })
            | (Self::Pin { peer, .. }, Self::Pin { peer: same, .. }) => peer == same,
            (
                Self::Remark { .. }
                | Self::Pin { .. }
                | Self::Accept { .. }
                | Self::Answer { .. }
                | Self::Group { .. },
                _,
            ) => false,
        }
    }

    fn what(&self) -> What {
        match self {
            Self::Remark { .. } => What::Remark,
            Self::Pin { was: false, .. } => What::Pin,
            Self::Pin { was: true, .. } => What::Unpin,
            Self::Accept { .. } => What::Accept,
            Self::Answer { .. } => What::Answer,
            Self::Group { deed, .. } => deed.what(),
        }
    }
}
