//! WeChat's bracketed face codes (`protocol.md App. B`): what `[微笑]` may be drawn as.
//!
//! On the wire they are plain text, and what is kept, copied, searched and sent stays so: whoever draws, or counts what is
//! drawn, asks here.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::width::width;

/// Bytes of the longest name there is, and some more.
const LONGEST: usize = 24;

/// A constant, parsed at its first use.
static FACES: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/faces.toml")).unwrap_or_default());

/// The emoji for the name between the brackets, in any language a phone writes it in; case counts.
pub fn face(name: &str) -> Option<&'static str> {
    FACES.get(name).map(String::as_str)
}

/// The emoji where every terminal gives it two cells: one character, wide by itself.
fn wide(name: &str) -> Option<&'static str> {
    face(name).filter(|face| face.chars().nth(1).is_none() && width(face) == 2)
}

/// How the codes of faces are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faces {
    /// As they came.
    #[default]
    Text,
    Emoji,
}

/// `text` as it is drawn. A text without any is not copied.
pub fn drawn(text: &str, faces: Faces) -> Cow<'_, str> {
    if faces == Faces::Text || !text.as_bytes().contains(&b'[') {
        return Cow::Borrowed(text);
    }
    let mut drawn = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let end = after.bytes().take(LONGEST).position(|byte| byte == b']');
        let found = end.and_then(|end| Some((wide(after.get(..end)?)?, after.get(end + 1..)?)));
        drawn.push_str(before);
        rest = if let Some((face, behind)) = found {
            drawn.push_str(face);
            behind
        } else {
            drawn.push('[');
            after
        };
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    drawn.push_str(rest);
    Cow::Owned(drawn)
}
