//! What can be chosen of a setting, where nothing but a setting needs to know.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own colours.
    Terminal,
    Mono,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    Ascii,
}

/// Which client weft says it is (`protocol.md §1.4`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Plain web; as the desktop client when that is refused with 1203.
    Auto,
    Web,
    Desktop,
}

/// From quiet to talkative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}
