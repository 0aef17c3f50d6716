//! What people write, as the service sends it: entities, `<br/>`, emoji spans (`protocol.md §6.3`, §6.4).

use std::fmt::Write as _;

/// Plain text in a message or a name.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br/>"),
            '0'..='9' | '#' if chars.peek() == Some(&'\u{20e3}') => {
                chars.next();
                let _infallible = write!(out, "<span class=\"emoji emoji{:x}20e3\"></span>", u32::from(c));
            }
            '\u{1f1e6}'..='\u{1f1ff}' => match chars.peek().copied().filter(|&next| old_flag(c, next)) {
                Some(next) => {
                    chars.next();
                    let (a, b) = (u32::from(c), u32::from(next));
                    let _infallible = write!(out, "<span class=\"emoji emoji{a:x}{b:x}\"></span>");
                }
                None => out.push(c),
            },
            c => emoji_or_char(&mut out, c),
        }
    }
    out
}

/// XML inside `Content`: quotes stay, line breaks become `<br/>` (`protocol.md §6.8`).
pub(crate) fn escape_xml(xml: &str) -> String {
    xml.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\n', "<br/>")
}

/// A value inside an XML attribute or element, before [`escape_xml`].
pub(crate) fn xml_value(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}

/// `EncryFileName`: everything but letters and digits percent-encoded, even the dot (`protocol.md §6.1`).
pub(crate) fn encry_file_name(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn emoji_or_char(out: &mut String, c: char) {
    // The grin travels under a cat's number (`protocol.md §6.4`, App. C).
    let code = if c == '\u{1f601}' { 0x1f63c } else { u32::from(c) };
    if c == '\u{1f601}' || (is_old(c) && !is_mislabelled(c)) {
        let _infallible = write!(out, "<span class=\"emoji emoji{code:x}\"></span>");
    } else {
        out.push(c);
    }
}

/// Code points the service uses for other faces: the real cat (or dizzy star) can only come raw.
fn is_mislabelled(c: char) -> bool {
    matches!(
        c,
        '\u{1f639}'..='\u{1f63d}' | '\u{1f63f}' | '\u{1f4ab}' | '\u{1f64d}' | '\u{1f64e}'
    )
}

/// The emoji of 2010, which the service turns into spans; newer ones pass raw (`protocol.md §6.4`).
fn is_old(c: char) -> bool {
    matches!(
        c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}'
            | '\u{2600}' | '\u{2601}' | '\u{260e}' | '\u{2614}' | '\u{2615}' | '\u{261d}' | '\u{263a}'
            | '\u{2648}'..='\u{2653}' | '\u{2668}' | '\u{26a0}' | '\u{26a1}' | '\u{26bd}' | '\u{26be}'
            | '\u{26c4}' | '\u{26f0}' | '\u{26f3}' | '\u{2702}' | '\u{2708}' | '\u{270a}'..='\u{270c}'
            | '\u{2728}' | '\u{274c}' | '\u{2753}'..='\u{2755}' | '\u{2764}' | '\u{2b50}' | '\u{2b55}'
            | '\u{1f300}'..='\u{1f320}' | '\u{1f330}'..='\u{1f335}' | '\u{1f337}'..='\u{1f37c}'
            | '\u{1f380}'..='\u{1f393}' | '\u{1f3a0}'..='\u{1f3c4}' | '\u{1f3c6}'..='\u{1f3ca}'
            | '\u{1f3e0}'..='\u{1f3f0}' | '\u{1f400}'..='\u{1f43e}' | '\u{1f440}'
            | '\u{1f442}'..='\u{1f4f7}' | '\u{1f4f9}'..='\u{1f4fc}' | '\u{1f500}'..='\u{1f53d}'
            | '\u{1f5fb}'..='\u{1f640}' | '\u{1f645}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6c5}'
    )
}

/// The ten flags of 2010.
fn old_flag(a: char, b: char) -> bool {
    let letter = |c: char| {
        u8::try_from(u32::from(c).wrapping_sub(0x1f1e6)).map_or('?', |n| char::from(b'a' + n.min(25)))
    };
    let pair = [letter(a), letter(b)];
    ["cn", "de", "es", "fr", "gb", "it", "jp", "kr", "ru", "us"]
        .iter()
        .any(|flag| flag.chars().eq(pair))
}
