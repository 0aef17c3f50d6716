//! What the service sent, made readable: an element a line, as deep as it stands.
//!
//! Never: changes a word of it, or fails on what is no XML.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::domain::text::SafeText;

/// Columns before a line, for each element around it; no deeper than so many.
const STEP: usize = 2;
const DEEPEST: usize = 12;
/// Hex digits of an MD5.
const MD5: usize = 32;

/// The first MD5 that an element or attribute of that name tells.
pub(super) fn md5(raw: &str) -> Option<Box<str>> {
    let told = raw.split("md5").skip(1).find_map(|rest| {
        let value = rest.trim_start_matches([' ', '=', '"', '>']);
        let digits = value.get(..MD5)?;
        digits
            .bytes()
            .all(|digit| digit.is_ascii_hexdigit())
            .then_some(digits)
    });
    told.map(Into::into)
}

/// What the service sent, entities undone once and an element a line, as far as it is XML at all.
pub(super) fn pretty(content: &str) -> SafeText {
    let broken = content.replace("<br/>", "\n");
    let escaped = broken.contains("&lt;") && !broken.contains('<');
    let text = if escaped {
        html_escape::decode_html_entities(&broken).into_owned()
    } else {
        broken
    };
    match text.find('<') {
        Some(start) => {
            let (before, xml) = text.split_at(start);
            let mut pretty = before.trim().to_owned();
            indent(xml, &mut pretty);
            SafeText::new(&pretty)
        }
        None => SafeText::new(&text),
    }
}

/// The pieces of a document by how deep they stand. From where it makes no sense any more, as it came.
fn indent(xml: &str, pretty: &mut String) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut depth, mut from, mut inline) = (0_usize, 0, false);
    loop {
        let event = reader.read_event();
        let to = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        let piece = xml.get(from..to).unwrap_or_default().trim();
        let (before, after, joins, words_follow) = match event {
            Ok(Event::Start(_)) => (depth, depth + 1, false, true),
            // The end of an element with nothing but words in it stands beside them.
            Ok(Event::End(_)) => (depth.saturating_sub(1), depth.saturating_sub(1), inline, false),
            Ok(Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => (depth, depth, true, true),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {
                (depth, depth, false, false)
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                let rest = xml.get(from..).unwrap_or_default();
                pretty.push('\n');
                pretty.push_str(rest.trim());
                break;
            }
        };
        from = to;
        if piece.is_empty() {
            continue;
        }
        if !joins && !pretty.is_empty() {
            pretty.push('\n');
            pretty.extend(std::iter::repeat_n(' ', STEP * before.min(DEEPEST)));
        }
        pretty.push_str(piece);
        (depth, inline) = (after, words_follow);
    }
}
