//! Whether what happens is kept, and where: how it stands with the store.
//!
//! Owns the way from opening an account's history to using it. Never: what is in it.

use super::model::Model;
use crate::port::store::{Refusal, Trouble, Which};
use crate::port::{Keepsake, Welcome};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    pub shelf: Shelf,
    /// Writing fails for now; what is to be written is held, and tried again.
    pub trouble: Option<Trouble>,
    /// The session of the run before is being taken up again.
    pub resuming: bool,
    /// It could not be: its end is told at the login.
    pub dead: bool,
    /// That session, until the network has it.
    pub(super) keepsake: Option<Keepsake>,
}

/// An account's history, seen from the reducer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shelf {
    /// There is no store in this run.
    #[default]
    None,
    /// To be opened first of all.
    Wanted(Which),
    /// Being opened: for this login, or for the one to come.
    Opening(Option<Box<Welcome>>),
    /// Nothing is kept yet: the first login makes an account.
    Empty,
    Open {
        uin: i64,
    },
    /// It cannot be used; nothing in it was touched, and nothing is kept in this run.
    Refused(Refusal),
    /// The store ended although nobody told it to: what it held may be lost.
    Gone,
}

impl History {
    /// An account's history is open, whether it can be written to at the moment or not.
    pub fn is_open(&self) -> bool {
        matches!(self.shelf, Shelf::Open { .. })
    }

    pub fn is_opening(&self) -> bool {
        matches!(self.shelf, Shelf::Opening(_))
    }

    /// What happens now will be found again.
    pub fn keeps(&self) -> bool {
        self.is_open() && self.trouble.is_none()
    }

    pub(super) fn is_gone(&self) -> bool {
        self.shelf == Shelf::Gone
    }

    /// Why weft cannot go on without it: another weft is at it, or somebody was named who is not there.
    pub fn fatal(&self) -> Option<&Refusal> {
        match &self.shelf {
            Shelf::Refused(refusal @ (Refusal::Locked { .. } | Refusal::Unknown { .. })) => Some(refusal),
            Shelf::Refused(
                Refusal::Unnumbered | Refusal::Newer { .. } | Refusal::Corrupt | Refusal::Unusable(_),
            )
            | Shelf::None
            | Shelf::Wanted(_)
            | Shelf::Opening(_)
            | Shelf::Empty
            | Shelf::Open { .. }
            | Shelf::Gone => None,
        }
    }
}

impl Model {
    /// With a store: this account's history is opened first.
    #[must_use]
    pub fn keeping(mut self, which: Which) -> Self {
        self.history.shelf = Shelf::Wanted(which);
        self
    }
}
