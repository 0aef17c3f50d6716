//! What this program was built with, for whoever asks which one they have.
//!
//! Owns the list of the optional features. Never: what follows from one.

use std::fmt::Write as _;

/// As `Cargo.toml` calls them, and whether they are built in.
pub const FEATURES: [(&str, bool); 2] = [
    ("clipboard", cfg!(feature = "clipboard")),
    ("voice", cfg!(feature = "voice")),
];

/// The program's name and number, and what was built in, on a line.
pub fn version() -> String {
    let mut line = concat!("weft ", env!("CARGO_PKG_VERSION")).to_owned();
    for (name, _) in FEATURES.iter().filter(|(_, built)| *built) {
        // Writing to a string cannot fail.
        let _ = write!(line, " +{name}");
    }
    line.push('\n');
    line
}
