//! Names for files on this machine, made of what strangers call them.
//!
//! Owns what a name may be made of. Never: a folder, which no name given here can leave.

use crate::domain::text::graphemes;

/// Bytes of a name, with room for a number: file systems take 255.
const MOST: usize = 200;
/// Bytes of an extension, dot included: what is longer is no extension.
const EXTENSION: usize = 16;
/// What nothing is left of is called.
const NAMELESS: &str = "file";
/// Names that stand for devices elsewhere, and come back to bite on a stick or a share.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name to use for `wish`. Where that has no extension, `extension` (without its dot) is put behind it.
///
/// One component of a path, whatever was wished for: no separators, no characters that mean something to a shell's globs or to
/// other systems' files, no control, invisible or direction character; no dot, blank or dash at its beginning, no dot or
/// blank at its end; at most 200 bytes of whole characters.
pub fn sanitized(wish: &str, extension: Option<&str>) -> String {
    let clean: String = wish.chars().filter(|c| !is_hidden(*c)).map(plain).collect();
    let clean = clean.trim_matches(is_edge).trim_start_matches(is_edge_before);
    let (stem, own) = split(clean);
    let mut stem = stem.trim_end_matches(is_edge).to_owned();
    if stem.is_empty() {
        stem.push_str(NAMELESS);
    }
    if is_reserved(&stem) {
        stem.insert(0, '_');
    }
    let end = match (own, extension) {
        (Some(own), _) => own.to_owned(),
        (None, Some(found)) => format!(".{found}"),
        (None, None) => String::new(),
    };
    let room = MOST - end.len().min(EXTENSION);
    if stem.len() > room {
        let whole = graphemes(&stem).map(|grapheme| grapheme.end());
        let whole = whole.take_while(|end| *end <= room).last();
        stem.truncate(whole.unwrap_or(stem.floor_char_boundary(room)));
        if end.is_empty() {
            // What stands behind a dot where it was cut is an extension now.
            return sanitized(&stem, None);
        }
    }
    let stem = stem.trim_end_matches(is_edge);
    format!("{stem}{end}")
}

/// The same name for another file: `holiday.jpg` → `holiday (2).jpg`.
pub fn numbered(name: &str, number: u32) -> String {
    let (stem, extension) = split(name);
    format!("{stem} ({number}){}", extension.unwrap_or_default())
}

/// The extension of a name in small letters, without its dot.
pub fn extension(name: &str) -> Option<String> {
    split(name)
        .1
        .map(|extension| extension.trim_start_matches('.').to_lowercase())
}

/// What stands before the last dot, and that dot with what stands behind it: letters and digits, a few.
fn split(name: &str) -> (&str, Option<&str>) {
    let dot = name.rfind('.').filter(|dot| *dot > 0);
    let Some((stem, extension)) = dot.and_then(|dot| name.split_at_checked(dot)) else {
        return (name, None);
    };
    let told = extension.get(1..).unwrap_or_default();
    let sound = !told.is_empty() && told.chars().all(char::is_alphanumeric) && extension.len() <= EXTENSION;
    if sound {
        (stem, Some(extension))
    } else {
        (name, None)
    }
}

fn plain(c: char) -> char {
    match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\0' => '_',
        '\n' | '\t' => ' ',
        _ => c,
    }
}

/// What nobody sees, and what changes the order in which the rest is seen.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\0'))
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn is_edge(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

/// A name that begins with a dash is an option to whoever handles it without care.
fn is_edge_before(c: char) -> bool {
    c == '-' || is_edge(c)
}

/// With or without an extension: systems that reserve them do not look at it.
fn is_reserved(stem: &str) -> bool {
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    let port = |kind| {
        let number: Option<&str> = first.strip_prefix(kind);
        number.is_some_and(|number| number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()))
    };
    RESERVED.contains(&first.as_str()) || port("com") || port("lpt")
}
