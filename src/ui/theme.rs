//! Every colour and every glyph of weft's own, in one value.
//!
//! Owns how things look. Never: where they stand. The terminal's own foreground and background are kept, and only the
//! sixteen named colours are used (but for the QR code), so that dark, light and hand-made palettes all stay readable.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::id::PeerId;

/// What the widgets ask for, by meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub text: Style,
    /// Names, titles: what the eye looks for first.
    pub strong: Style,
    /// Times, previews, hints: there when looked for.
    pub dim: Style,
    /// The one accent: what is active, what is mine.
    pub accent: Style,
    /// The bar on the chosen row while its pane has the keys.
    pub bar: Style,
    /// The same row while another pane has them.
    pub idle_bar: Style,
    pub unread: Style,
    /// Somebody named me.
    pub mention: Style,
    /// What was looked for, where it was found.
    pub found: Style,
    pub warning: Style,
    pub error: Style,
    /// Lines between panes.
    pub rule: Style,
    /// A key, where keys are explained.
    pub key: Style,
    /// Light and dark modules of the QR code: see [`QR`].
    pub qr: Style,
    /// What pictures of half blocks are drawn in.
    pub depth: Depth,
    senders: &'static [Color],
    pub glyphs: Glyphs,
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    True,
    /// 256.
    Indexed,
    /// None but the terminal's own foreground: shades of glyphs.
    None,
}

/// Black on white as entries of the 256-colour cube: the sixteen named ones may be swapped by a terminal's own palette,
/// and a phone may not read an inverted code (`protocol.md §2.2`).
const QR: Style = Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(231));

/// Readable on black and on white alike; green and red mean something else.
const SENDERS: &[Color] = &[
    Color::Cyan,
    Color::Magenta,
    Color::LightBlue,
    Color::Yellow,
    Color::LightMagenta,
    Color::Blue,
];

impl Theme {
    /// The terminal's own sixteen colours.
    pub const fn terminal() -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            strong: plain.add_modifier(Modifier::BOLD),
            dim: plain.add_modifier(Modifier::DIM),
            accent: plain.fg(Color::Green),
            bar: plain.add_modifier(Modifier::REVERSED),
            idle_bar: plain.add_modifier(Modifier::BOLD),
            unread: plain.fg(Color::Green).add_modifier(Modifier::BOLD),
            mention: plain.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            found: plain
                .fg(Color::Yellow)
                .add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            warning: plain.fg(Color::Yellow),
            error: plain.fg(Color::Red),
            rule: plain.add_modifier(Modifier::DIM),
            key: plain.fg(Color::Green),
            qr: QR,
            depth: Depth::Indexed,
            senders: SENDERS,
            glyphs: Glyphs::UNICODE,
        }
    }

    /// No colour at all (`NO_COLOR`): weight, dimness and reversal carry the meaning.
    pub const fn mono() -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        Self {
            accent: strong,
            unread: strong,
            mention: strong.add_modifier(Modifier::UNDERLINED),
            found: strong.add_modifier(Modifier::UNDERLINED),
            warning: strong,
            error: strong.add_modifier(Modifier::UNDERLINED),
            key: strong,
            depth: Depth::None,
            senders: &[],
            ..Self::terminal()
        }
    }

    /// The same with chrome of ASCII only.
    #[must_use]
    pub const fn ascii(mut self) -> Self {
        self.glyphs = Glyphs::ASCII;
        self
    }

    /// The same on a terminal that takes any colour.
    #[must_use]
    pub const fn in_true_colour(mut self) -> Self {
        if let Depth::Indexed = self.depth {
            self.depth = Depth::True;
        }
        self
    }

    /// A person's colour: the same in every chat, for as long as weft knows them.
    pub fn sender(&self, peer: PeerId) -> Style {
        // Fibonacci hashing: neighbouring ids, who often sit in one group, get different colours.
        let hash = u64::from(peer.0).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let at = usize::try_from(hash)
            .unwrap_or_default()
            .checked_rem(self.senders.len());
        let colour = at.and_then(|at| self.senders.get(at));
        colour.map_or(self.strong, |colour| self.strong.fg(*colour))
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::terminal()
    }
}

/// Chrome, one cell each, none of them wide anywhere but on terminals told to widen ambiguous characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    pub vertical: &'static str,
    pub horizontal: &'static str,
    /// Corners of a panel: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Where typing goes.
    pub prompt: &'static str,
    /// Beside the open chat, and the chosen message.
    pub mark: &'static str,
    /// Beside one of several that were chosen.
    pub chosen: &'static str,
    pub separator: &'static str,
    pub queued: &'static str,
    pub sending: &'static str,
    pub failed: &'static str,
    /// Nobody knows whether it arrived.
    pub doubtful: &'static str,
    pub pinned: &'static str,
    pub muted: &'static str,
    pub mention: &'static str,
    pub draft: &'static str,
    pub online: &'static str,
    pub offline: &'static str,
    pub below: &'static str,
    /// Before the name of a file.
    pub file: &'static str,
    /// Something to be heard or watched.
    pub play: &'static str,
    /// Over and over: the line of a voice message.
    pub wave: [&'static str; 4],
    /// Behind a voice that was not heard yet.
    pub unheard: &'static str,
    /// A part of a bar that is full; what is empty is `horizontal`.
    pub full: &'static str,
    /// From empty to full.
    pub shades: &'static [&'static str],
}

impl Glyphs {
    pub const UNICODE: Self = Self {
        vertical: "│",
        horizontal: "─",
        corners: ["╭", "╮", "╰", "╯"],
        prompt: "›",
        mark: "▎",
        chosen: "✓",
        separator: "·",
        queued: "·",
        sending: "…",
        failed: "!",
        doubtful: "?",
        pinned: "^",
        muted: "~",
        mention: "@",
        draft: "›",
        online: "●",
        offline: "○",
        below: "↓",
        file: "▤",
        play: "▶",
        wave: ["▂", "▃", "▅", "▃"],
        unheard: "●",
        full: "━",
        shades: &[" ", "░", "▒", "▓", "█"],
    };

    pub const ASCII: Self = Self {
        vertical: "|",
        horizontal: "-",
        corners: ["+", "+", "+", "+"],
        prompt: ">",
        mark: "|",
        chosen: "x",
        separator: "-",
        queued: ".",
        sending: "~",
        failed: "!",
        doubtful: "?",
        pinned: "^",
        muted: "~",
        mention: "@",
        draft: ">",
        online: "*",
        offline: "o",
        below: "v",
        file: "#",
        play: ">",
        wave: [".", ":", "|", ":"],
        unheard: "*",
        full: "=",
        shades: &[" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"],
    };
}
