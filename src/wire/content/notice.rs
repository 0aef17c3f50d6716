//! The service's own lines: joins, renames, recalls, pats (`protocol.md §6.8, App. D`).
//!
//! The words stay as the server chose them. Never: draws conclusions from them, for names can contain anything.

use super::text::{decode, prefix};
use super::xml::{Xml, source};
use crate::domain::id::MsgId;
use crate::domain::text::SafeText;

/// What a 10000 or a 10002 turns out to be.
pub(super) enum System {
    Recall {
        target: Option<MsgId>,
        notice: SafeText,
    },
    Notice(SafeText),
    /// An instruction without words.
    Nothing,
}

/// Longer templates are cut: each name in one costs a walk over the document.
const TEMPLATE: usize = 2048;

pub(super) fn read(content: &str) -> System {
    if !content.contains("<sysmsg") && !content.contains("&lt;sysmsg") {
        return System::Notice(plain(content));
    }
    let text = source(content);
    let xml = Xml::parse(&text);
    if xml.has("revokemsg") {
        return recall(&xml);
    }
    match xml.text(&["content_template", "plain"]) {
        "" => System::from_line(&templated(&xml)),
        words => System::from_line(words),
    }
}

impl System {
    fn from_line(line: &str) -> Self {
        if line.trim().is_empty() {
            Self::Nothing
        } else {
            Self::Notice(plain(line))
        }
    }
}

/// `newmsgid` before `msgid`; the literal 0 is the last message sent by oneself. With no id that can be read there is
/// nothing to take back, and only the words remain.
fn recall(xml: &Xml<'_>) -> System {
    let notice = SafeText::line(xml.text(&["revokemsg", "replacemsg"]));
    let id = |tag| xml.text(&["revokemsg", tag]).parse::<u64>().ok();
    match id("newmsgid").filter(|id| *id != 0).or_else(|| id("msgid")) {
        Some(0) => System::Recall { target: None, notice },
        Some(target) => System::Recall {
            target: Some(MsgId(target)),
            notice,
        },
        None if notice.is_empty() => System::Nothing,
        None => System::Notice(notice),
    }
}

/// The first `<plain>` or `<template>` there is, its placeholders filled.
fn templated(xml: &Xml<'_>) -> String {
    match xml.text(&["plain"]) {
        "" => fill(xml.text(&["template"]), |name| linked(xml, name)),
        words => words.to_owned(),
    }
}

/// The names a `<link>` stands for, else its title; empty where the document has no such link.
fn linked(xml: &Xml<'_>, name: &str) -> String {
    let link = ("link", "name", name);
    let names: Vec<_> = xml.below(link, "nickname").collect();
    if names.is_empty() {
        return xml.below(link, "title").next().unwrap_or_default().to_owned();
    }
    names.join(xml.below(link, "separator").next().unwrap_or("、"))
}

/// `$x$` and `${x}` replaced by what `value` says. A `${x}` it knows nothing of is an account's id and stays as that.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let end = template.floor_char_boundary(TEMPLATE);
    let mut rest = template.get(..end).unwrap_or_default();
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, tail) = match braced.or_else(|| after.split_once('$')) {
            Some((name, tail)) if is_name(name) => (name, tail),
            _ => {
                out.push('$');
                rest = after;
                continue;
            }
        };
        match value(name) {
            words if words.is_empty() && braced.is_some() => out.push_str(name),
            words => out.push_str(&words),
        }
        rest = tail;
    }
    out + rest
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@'))
}

/// A line of words: decoded, links and icons reduced to their text.
fn plain(content: &str) -> SafeText {
    let content = prefix(content)
        .filter(|(name, _)| name.starts_with('@'))
        .map_or(content, |(_, rest)| rest);
    SafeText::new(without_tags(&decode(content)).trim())
}

/// Drops `<a …>`, `</a>` and `<img …>`, and nothing else: a group may well be called `<3`.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        if let Some(tail) = tag_end(after) {
            rest = tail;
        } else {
            out.push('<');
            rest = after;
        }
    }
    out + rest
}

/// What follows the tag whose `<` was just read, if it is one of the known.
fn tag_end(after: &str) -> Option<&str> {
    let name = after.strip_prefix('/').unwrap_or(after);
    let known = ["a", "img"].into_iter().find_map(|tag| name.strip_prefix(tag))?;
    known
        .starts_with([' ', '>', '/', '\t', '\n'])
        .then(|| known.split_once('>').map(|(_, tail)| tail))?
}
