//! Foreign text becomes safe text here, and nowhere else.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::grapheme::{capped, graphemes, snap_right};

/// Text that may reach a terminal, a title, a log or a file name.
///
/// Built from foreign text at the edge. No C0 or C1 control but `\n` and `\t`, no escape sequence, no bidi embedding,
/// override or isolate, no tag character, no grapheme of more than 16 characters. `Debug` prints a length, so no log
/// line can carry a person's words.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(Box<str>);

impl SafeText {
    /// Keeps line breaks.
    pub fn new(raw: &str) -> Self {
        Self(bounded(&clean(raw)).into())
    }

    /// One line: every run of breaks and tabs becomes one space, ends trimmed. For names and titles.
    pub fn line(raw: &str) -> Self {
        let clean = clean(raw);
        let mut line = String::with_capacity(clean.len());
        for part in clean.split(['\n', '\t']).filter(|part| !part.is_empty()) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        }
        Self(bounded(line.trim()).into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

/// What stands in a file may have been written by anybody.
impl<'de> Deserialize<'de> for SafeText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<'_, str>::deserialize(from).map(|raw| Self::new(&raw))
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} chars>", self.0.chars().count())
    }
}

/// Whether no terminal may carry this character (dropped from what is typed or pasted, and from what arrives).
///
/// Controls but `\n` and `\t`; the line breaks that [`clean`] writes as `\n`; bidi embeddings, overrides and isolates,
/// which reorder what stands after them; tag characters, which hide words in an emoji; noncharacters, which Unicode
/// keeps out of interchange (§23.7) and terminals draw as something else.
pub fn is_hostile(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => false,
        '\u{2028}'..='\u{202E}' // breaks, embeddings, overrides
        | '\u{2066}'..='\u{2069}' // isolates
        | '\u{FDD0}'..='\u{FDEF}' // noncharacters; the others end in FFFE and FFFF
        | '\u{E0000}'..='\u{E007F}' // tags
        => true,
        _ => c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

/// `raw` with every line break (`\r\n`, `\r`, NEL, LS, PS) as `\n`, and without hostile characters.
///
/// What an editor holds after `raw` was pasted, and what is sent: nothing else is ever changed.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if !raw.chars().any(is_hostile) {
        return Cow::Borrowed(raw);
    }
    let mut clean = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            _ if is_hostile(c) => {}
            _ => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// `text` with every grapheme cut to what [`capped`] shows of it.
fn bounded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || graphemes(text).all(|g| capped(g.text).len() == g.text.len()) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut cut: Option<&str> = None;
    for grapheme in graphemes(text) {
        let shown = capped(grapheme.text);
        // A cut may lay bare an end that joins with what follows, and the pile would grow again: that goes as well.
        if cut.is_some_and(|before| joins(before, shown)) {
            continue;
        }
        cut = (shown.len() < grapheme.text.len()).then_some(shown);
        kept.push_str(shown);
    }
    Cow::Owned(kept)
}

/// Whether two graphemes put side by side are one.
fn joins(before: &str, after: &str) -> bool {
    let both = [before, after].concat();
    snap_right(&both, before.len()) != before.len()
}
