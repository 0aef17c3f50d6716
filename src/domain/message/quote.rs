//! Replies in the form of a text, as the web protocol delivers them and as they can be sent (`protocol.md §6.5`).

use super::{Body, Quote};
use crate::domain::text::SafeText;

/// Between what is quoted and the reply: the service's own line, and the vendor's web client's.
const RULES: [&str; 2] = ["- - - - - - - - - - - - - - -", "—————————"];
/// No name is longer, in characters: what stands before a colon further on is a sentence.
const NAME: usize = 64;

impl Body {
    /// What somebody wrote: a text, or the reply that its form makes of it.
    pub fn spoken(text: SafeText) -> Self {
        Quote::spoken(text.as_str()).map_or_else(|| Self::Text(text), |quote| Self::Quote(Box::new(quote)))
    }
}

impl Quote {
    /// `「name：words」`, a rule on a line of its own, and the reply. Nothing that is only like it.
    pub fn spoken(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('「')?;
        let (quoted, reply) = parted(inner)?;
        let (name, words) = [quoted.split_once('：'), quoted.split_once(": ")]
            .into_iter()
            .flatten()
            .min_by_key(|(name, _)| name.len())?;
        let named = !name.is_empty() && !name.contains('\n') && name.chars().count() <= NAME;
        (named && !reply.trim().is_empty()).then(|| Self {
            reply: SafeText::new(reply),
            name: SafeText::line(name),
            quoted: SafeText::new(words),
            of: None,
        })
    }
}

/// At the rule behind the bracket that closes the first one: what is quoted may have such a form itself. Where brackets
/// do not match, at the first rule.
fn parted(inner: &str) -> Option<(&str, &str)> {
    let mut first = None;
    let mut open = 1_i32;
    for (at, c) in inner.char_indices() {
        match c {
            '「' => open += 1,
            '」' => open -= 1,
            _ => continue,
        }
        if c != '」' {
            continue;
        }
        let rest = inner.get(at + c.len_utf8()..).unwrap_or_default();
        let Some(reply) = ruled(rest) else { continue };
        let parts = (inner.get(..at).unwrap_or_default(), reply);
        if open == 0 {
            return Some(parts);
        }
        first = first.or(Some(parts));
    }
    first
}

fn ruled(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('\n')?;
    RULES
        .iter()
        .find_map(|rule| rest.strip_prefix(rule)?.strip_prefix('\n'))
}
