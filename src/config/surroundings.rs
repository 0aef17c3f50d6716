//! What is not a setting but decides what `auto` means.
//!
//! Owns what the environment speaks for. Never: reads it.

use crate::domain::picture::Protocol;

#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The person's locale, as a tag.
    pub locale: Option<String>,
    /// `NO_COLOR` is set.
    pub no_color: bool,
    /// `TERM`.
    pub term: String,
    /// `COLORTERM`.
    pub colours: String,
    /// `TERM_PROGRAM`, or what iTerm2 hands on over ssh (`LC_TERMINAL`).
    pub program: String,
    /// `KITTY_WINDOW_ID` or `GHOSTTY_RESOURCES_DIR` is set: also inside tmux, where `TERM` and `TERM_PROGRAM` are its own.
    pub placeholders: bool,
    /// `TMUX` is set.
    pub tmux: bool,
}

impl Surroundings {
    /// From a function that knows the environment.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Self {
        let of = |name: &str| read(name).filter(|value| !value.is_empty());
        let any = |names: [&'static str; 2]| names.into_iter().find_map(&of).unwrap_or_default();
        Self {
            locale: None,
            no_color: of("NO_COLOR").is_some(),
            term: of("TERM").unwrap_or_default(),
            colours: of("COLORTERM").unwrap_or_default(),
            program: any(["LC_TERMINAL", "TERM_PROGRAM"]),
            placeholders: !any(["KITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR"]).is_empty(),
            tmux: of("TMUX").is_some(),
        }
    }

    /// It may be asked what it is: the others would print the question, or have nobody to answer it.
    pub fn answers(&self) -> bool {
        !matches!(self.term.as_str(), "" | "dumb" | "linux" | "cons25" | "emacs")
    }

    /// Any colour, and not 256 of them.
    pub fn true_colour(&self) -> bool {
        let told = matches!(self.colours.as_str(), "truecolor" | "24bit");
        // Over ssh COLORTERM is lost, TERM is not.
        told || self.term.ends_with("-direct")
            || self.is_term(&["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm"])
    }

    fn is_term(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.term.starts_with(name))
    }

    /// How pictures are shown until the terminal has told; `None` where none can be.
    pub fn guess(&self) -> Option<Protocol> {
        if !self.answers() {
            return None;
        }
        let program = self.program.as_str();
        Some(
            if self.placeholders || self.is_term(&["xterm-kitty", "xterm-ghostty"]) {
                Protocol::Kitty
            } else if matches!(program, "iTerm.app" | "iTerm2" | "WezTerm" | "mintty") {
                Protocol::Iterm2
            } else if self.is_term(&["foot", "mlterm", "yaft", "contour"]) {
                Protocol::Sixel
            } else {
                Protocol::Blocks
            },
        )
    }
}
