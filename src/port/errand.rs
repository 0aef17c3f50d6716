//! What a person wants the service to do once: the vocabulary between the reducer and the network. Values only.

use crate::domain::id::{LocalId, MsgId, UserName};
use crate::domain::secret::Secret;
use crate::domain::text::SafeText;

/// Tells answers apart; the reducer numbers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrandId(pub u64);

/// What a person asks the service to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Takes an own message back, within two minutes (`protocol.md §7.6`).
    Recall {
        to: UserName,
        message: MsgId,
        /// The ClientMsgId it was sent under, where known.
        local: Option<LocalId>,
    },
    /// What the person calls somebody; empty takes it off (`protocol.md §7.7`).
    SetRemark {
        user: UserName,
        remark: SafeText,
    },
    /// `remark` is the one of now: without it the service erases it.
    Pin {
        user: UserName,
        on: bool,
        remark: SafeText,
    },
    /// Says yes to a friend request (`protocol.md §7.10`).
    AcceptFriend {
        user: UserName,
        ticket: Secret,
    },
    /// Words to whoever asks, which accept nothing.
    AnswerRequest {
        user: UserName,
        ticket: Secret,
        words: SafeText,
    },
    /// A new group with these and oneself (`protocol.md §7.9`, as all that follow). `topic` may be empty.
    CreateGroup {
        members: Vec<UserName>,
        topic: SafeText,
    },
    AddMembers {
        group: UserName,
        members: Vec<UserName>,
    },
    /// In place of [`Errand::AddMembers`] from so many members on ([`INVITED_FROM`]): each is asked.
    InviteMembers {
        group: UserName,
        members: Vec<UserName>,
    },
    RemoveMembers {
        group: UserName,
        members: Vec<UserName>,
    },
    RenameGroup {
        group: UserName,
        topic: SafeText,
    },
    LeaveGroup {
        group: UserName,
    },
}

/// `InviteStartCount`, where the service tells none: a group of so many, those to be added included, is joined by invitation
/// (`protocol.md §7.9`).
pub const INVITED_FROM: usize = 40;

/// Somebody who could not be put into a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub user: UserName,
    pub why: Unwilling,
}

/// `MemberStatus` (`protocol.md §7.9`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwilling {
    /// They block this account.
    Blocks,
    /// They deleted it.
    Deleted,
}
