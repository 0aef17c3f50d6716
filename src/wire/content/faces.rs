//! WeChat's bracketed face codes (`protocol.md App. B`): what `[微笑]` may be drawn as.
//!
//! On the wire they are plain text and messages keep them so; whoever draws may look them up.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A constant, parsed at its first use.
static FACES: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/faces.toml")).unwrap_or_default());

/// The emoji for the name between the brackets, in any language a phone writes it in; case counts.
pub fn face(name: &str) -> Option<&'static str> {
    FACES.get(name).map(String::as_str)
}
