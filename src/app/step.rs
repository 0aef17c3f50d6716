//! What one turn of the reducer asks for.

use crate::domain::id::PeerId;
use crate::domain::text::SafeText;
use crate::port::NetCommand;
use crate::port::media::MediaCommand;
use crate::port::store::StoreCommand;

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

    pub(super) fn store(&mut self, command: StoreCommand) {
        self.effects.push(Effect::Store(command));
    }

    pub(super) fn media(&mut self, command: MediaCommand) {
        self.effects.push(Effect::Media(command));
    }

    pub(super) fn term(&mut self, command: TermCommand) {
        self.effects.push(Effect::Term(command));
    }
}

/// Something to be done, as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Net(NetCommand),
    Store(StoreCommand),
    Media(MediaCommand),
    Term(TermCommand),
    /// This text in an editor of the person's own, while the screen is the editor's. Answered by `Event::Edited`.
    Edit {
        chat: PeerId,
        text: String,
    },
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
    /// To the clipboard of the terminal's own machine, by OSC 52.
    Copy(SafeText),
    /// Somebody else wrote on the screen: begin again from an empty one.
    Repaint,
    /// What can be found out about the terminal. None of the answers is waited for: they come as events, or never.
    Ask(Question),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// What it is, what it can draw, and how wide. Letters are printed on the last row, and wiped again.
    Everything { tmux: bool, last_row: u16 },
    /// How many pixels a cell has.
    Cell,
}

/// A set of screen regions. A step claims what it left alone by not naming it; a property test checks the claim.
///
/// The smallest things done most often name a part of a region alone: a step of the bar or a message in the open chat one or
/// two entries of the list, by whom they are about; a key in the composer the rows of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    regions: u8,
    /// Filled from the front; none where the whole list is touched.
    entries: [Option<PeerId>; 2],
}

impl Touched {
    pub const NONE: Self = Self::regions(0);
    pub const LIST: Self = Self::regions(1);
    pub const CONVERSATION: Self = Self::regions(2);
    pub const COMPOSER: Self = Self::regions(4);
    pub const STATUS: Self = Self::regions(8);
    /// The rows of the composer's text.
    pub const INPUT: Self = Self::regions(16);
    /// Everything, overlays and the login screen included.
    pub const ALL: Self = Self::regions(47);

    const fn regions(regions: u8) -> Self {
        Self {
            regions,
            entries: [None; 2],
        }
    }

    /// The entry of one chat or contact, where it is in view.
    pub const fn entry(peer: PeerId) -> Self {
        Self {
            regions: 0,
            entries: [Some(peer), None],
        }
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut both = Self {
            regions: self.regions | other.regions,
            ..self
        };
        for peer in other.entries() {
            let room = both
                .entries
                .iter_mut()
                .find(|known| known.is_none_or(|known| known == peer));
            match room {
                Some(room) => *room = Some(peer),
                None => both.regions |= Self::LIST.regions,
            }
        }
        if both.has(Self::LIST) {
            both.entries = [None; 2];
        }
        if both.has(Self::COMPOSER) {
            both.regions &= !Self::INPUT.regions;
        }
        both
    }

    pub const fn has(self, other: Self) -> bool {
        self.regions & other.regions == other.regions
    }

    /// Whether the list or a part of it is touched.
    pub(super) fn has_entries(self) -> bool {
        self.has(Self::LIST) || self.entries().next().is_some()
    }

    /// The entries that are touched alone.
    pub fn entries(self) -> impl Iterator<Item = PeerId> {
        self.entries.into_iter().flatten()
    }

    pub fn is_none(self) -> bool {
        self == Self::NONE
    }
}
