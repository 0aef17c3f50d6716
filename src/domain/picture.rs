//! How a terminal can be shown a picture.
//!
//! Owns the words for it, and what multiplexers want wrapped. Never: a pixel (`media`), a guess (`config`), a cell (`ui`).

/// What draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// kitty's graphics with placeholders: sent once, and characters stand where it is seen.
    Kitty,
    /// OSC 1337, written where it stands.
    Iterm2,
    /// DEC's, written where it stands.
    Sixel,
    /// Half blocks in colour, or shades without: characters like any other.
    Blocks,
}

/// What the person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The best there is; until the terminal has told, what its environment speaks for, if anything.
    Auto(Option<Protocol>),
    Only(Protocol),
    Off,
}

/// Whether people's pictures stand in the list of chats and before their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Avatars {
    /// Where the terminal has pixels.
    #[default]
    Auto,
    /// In half blocks too.
    Always,
    Never,
}

/// A cell in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    pub width: u16,
    pub height: u16,
}

impl Cell {
    /// What a terminal that does not tell is taken for.
    pub const USUAL: Self = Self { width: 8, height: 16 };

    /// No font is smaller or larger: what says so is garbled.
    pub fn checked(width: u16, height: u16) -> Option<Self> {
        let sane = (2..=128).contains(&width) && (4..=256).contains(&height);
        sane.then_some(Self { width, height })
    }
}

/// What pictures are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Canvas {
    pub protocol: Protocol,
    pub cell: Cell,
    /// Inside tmux: what is meant for the terminal around it is wrapped.
    pub tmux: bool,
}

/// How wide the terminal draws what terminals do not agree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Characters that East Asian fonts have wide (`…`, `·`) take two columns.
    pub ambiguous_wide: bool,
    /// Emoji joined by U+200D are one of two columns; else each of them is drawn.
    pub joins: bool,
    /// Two regional letters are a flag of two columns; else each of them takes two.
    pub flags: bool,
}

impl Default for Widths {
    fn default() -> Self {
        Self {
            ambiguous_wide: false,
            joins: true,
            flags: true,
        }
    }
}

/// `sequence` as the terminal around tmux gets it (`allow-passthrough`).
pub fn wrapped(sequence: &str, tmux: bool) -> String {
    if tmux {
        format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b"))
    } else {
        sequence.to_owned()
    }
}
