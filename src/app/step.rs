//! What one turn of the reducer asks for.

use crate::port::NetCommand;

/// Effects to perform, in order, and the regions whose pixels may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub effects: Vec<Effect>,
    pub touched: Touched,
}

impl Step {
    pub(super) fn touch(&mut self, regions: Touched) {
        self.touched = self.touched.and(regions);
    }

    pub(super) fn net(&mut self, command: NetCommand) {
        self.effects.push(Effect::Net(command));
    }

    pub(super) fn term(&mut self, command: TermCommand) {
        self.effects.push(Effect::Term(command));
    }
}

/// Something to be done, as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Net(NetCommand),
    Term(TermCommand),
    /// The person has read the warning about third-party logins (`protocol.md §10`): never show it again.
    RememberWarning,
    Quit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermCommand {
    /// The window title: `weft`, or `weft (3)` with so many unread.
    Title {
        unread: u32,
    },
    Bell,
}

/// A set of screen regions. A step claims what it left alone by not naming it; a property test checks the claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched(u8);

impl Touched {
    pub const NONE: Self = Self(0);
    pub const LIST: Self = Self(1);
    pub const CONVERSATION: Self = Self(2);
    pub const COMPOSER: Self = Self(4);
    pub const STATUS: Self = Self(8);
    /// Everything, overlays and the login screen included.
    pub const ALL: Self = Self(31);

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}
