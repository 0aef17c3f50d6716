//! The words of managing: what is asked of the service, of the person, and what came of it. Values only.

use crate::domain::contact::Contact;
use crate::domain::id::{PeerId, Seq, UserName};
use crate::domain::text::SafeText;
use crate::port::{Failure, LeftOut, Unwilling};

/// What was asked of the service, with what it takes to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Remark {
        peer: PeerId,
        was: Called,
    },
    Pin {
        peer: PeerId,
        was: bool,
    },
    Accept {
        chat: PeerId,
        seq: Seq,
        peer: PeerId,
    },
    /// The words come back into the field if they are refused.
    Answer {
        seq: Seq,
        words: String,
    },
    Group {
        deed: Deed,
        left_out: Vec<LeftOut>,
    },
}

/// A remark with its pinyin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Called {
    remark: SafeText,
    initials: Box<str>,
    full: Box<str>,
}

impl Called {
    /// A remark whose pinyin the service has yet to tell.
    pub fn new(remark: SafeText) -> Self {
        Self {
            remark,
            initials: Box::default(),
            full: Box::default(),
        }
    }

    pub fn of(contact: &Contact) -> Self {
        Self {
            remark: contact.remark_name.clone(),
            initials: contact.pinyin.remark_initials.clone(),
            full: contact.pinyin.remark_full.clone(),
        }
    }

    pub fn put(self, contact: &mut Contact) {
        contact.remark_name = self.remark;
        contact.pinyin.remark_initials = self.initials;
        contact.pinyin.remark_full = self.full;
    }
}

/// What is asked about before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    TakeRemarkOff(PeerId),
    Create {
        members: Vec<UserName>,
        topic: SafeText,
        /// The group's name, once it is there.
        made: Option<UserName>,
    },
    Add {
        group: PeerId,
        members: Vec<UserName>,
        /// Too large for adding: each is asked.
        invited: bool,
    },
    Remove {
        group: PeerId,
        members: Vec<UserName>,
    },
    Rename {
        group: PeerId,
        topic: SafeText,
    },
    Leave(PeerId),
}

impl Deed {
    pub fn what(&self) -> What {
        match self {
            Self::TakeRemarkOff(_) => What::Remark,
            Self::Create { .. } => What::Create,
            Self::Add { invited: false, .. } => What::Add,
            Self::Add { invited: true, .. } => What::Invite,
            Self::Remove { .. } => What::Remove,
            Self::Rename { .. } => What::Rename,
            Self::Leave(_) => What::Leave,
        }
    }

    /// Whose page it belongs to.
    pub fn of(&self) -> Option<PeerId> {
        match self {
            Self::TakeRemarkOff(peer)
            | Self::Add { group: peer, .. }
            | Self::Remove { group: peer, .. }
            | Self::Rename { group: peer, .. }
            | Self::Leave(peer) => Some(*peer),
            Self::Create { .. } => None,
        }
    }

    pub fn members(&self) -> &[UserName] {
        match self {
            Self::Create { members, .. } | Self::Add { members, .. } | Self::Remove { members, .. } => {
                members
            }
            Self::TakeRemarkOff(_) | Self::Rename { .. } | Self::Leave(_) => &[],
        }
    }
}

/// In which act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Remark,
    Pin,
    Unpin,
    Accept,
    Answer,
    Create,
    Add,
    Invite,
    Remove,
    Rename,
    Leave,
}

impl What {
    /// Of the kind that the live service shut down for web clients.
    pub fn is_of_groups(self) -> bool {
        match self {
            Self::Remark | Self::Pin | Self::Unpin | Self::Accept | Self::Answer => false,
            Self::Create | Self::Add | Self::Invite | Self::Remove | Self::Rename | Self::Leave => true,
        }
    }
}

/// One line about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Asked of the service.
    Asked(What),
    Done(What),
    Refused {
        what: What,
        why: Failure,
        /// The service's own, where it has any.
        words: SafeText,
    },
    /// Done, but for these.
    LeftOut {
        what: What,
        who: Vec<(PeerId, Unwilling)>,
    },
    /// Web clients cannot.
    MuteOnPhone,
    /// Not on this page.
    NotHere,
    /// Its name in this login is not known yet.
    NotMet,
    /// The setting is off.
    GroupsOff,
    NotOwner,
    /// A group needs two others.
    TooFew,
    NobodyChosen,
    /// The request came in an earlier login, or without what an answer needs.
    RequestOld,
    AlreadyAccepted,
    /// Nothing of the kind is kept.
    NothingShared,
}
