//! Pictures, stickers and videos: what the envelope and the XML tell of them (`protocol.md §6.7`).
//!
//! Since 2019 the content may be an opaque token in place of the XML: then only the envelope tells. Never: the bytes.

use super::envelope::RawMessage;
use super::page::address;
use super::xml::{Xml, source};
use crate::domain::message::{Clip, Picture, Sticker, Thrown};
use crate::domain::text::SafeText;

pub(super) fn picture(raw: &RawMessage<'_>, content: &str) -> Picture {
    let text = source(content);
    let xml = Xml::parse(&text);
    let (width, height) = thumb(raw, &xml, "img");
    Picture {
        width,
        height,
        bytes: number(&xml, "img", "length"),
    }
}

pub(super) fn clip(raw: &RawMessage<'_>, content: &str, micro: bool) -> Clip {
    let text = source(content);
    let xml = Xml::parse(&text);
    let (width, height) = thumb(raw, &xml, "videomsg");
    let seconds = raw.play_length.to().filter(|seconds| *seconds > 0);
    Clip {
        seconds: seconds.unwrap_or_else(|| number(&xml, "videomsg", "playlength")),
        micro,
        width,
        height,
        bytes: number(&xml, "videomsg", "length"),
    }
}

/// Milliseconds.
pub(super) fn voice(raw: &RawMessage<'_>, content: &str) -> u32 {
    let told = raw.voice_length.to().filter(|millis| *millis > 0);
    told.unwrap_or_else(|| {
        let text = source(content);
        number(&Xml::parse(&text), "voicemsg", "voicelength")
    })
}

pub(super) fn sticker(raw: &RawMessage<'_>, content: &str) -> Sticker {
    let text = source(content);
    let xml = Xml::parse(&text);
    let told = (number(&xml, "emoji", "width"), number(&xml, "emoji", "height"));
    let (width, height) = if told == (0, 0) { size(raw) } else { told };
    Sticker {
        md5: md5(&xml.attribute("emoji", "md5")),
        url: address("", &xml.attribute("emoji", "cdnurl")),
        width,
        height,
        store: raw.has_product_id.or_zero::<i64>() != 0 || content.trim().is_empty(),
        thrown: thrown(&xml),
        words: SafeText::line(&xml.attribute("emoji", "attachedtext")),
    }
}

/// 32 hex digits, or nothing.
pub(super) fn md5(told: &str) -> Box<str> {
    let valid = told.len() == 32 && told.bytes().all(|b| b.is_ascii_hexdigit());
    told.to_ascii_lowercase()
        .get(..if valid { told.len() } else { 0 })
        .unwrap_or_default()
        .into()
}

/// `<gameext>`: rock-paper-scissors is 1 with 1 to 3, dice are 2 with 4 to 9.
fn thrown(xml: &Xml<'_>) -> Option<Thrown> {
    let told = |name| number::<u8>(xml, "gameext", name);
    match (told("type"), told("content")) {
        (1, 1) => Some(Thrown::Scissors),
        (1, 2) => Some(Thrown::Rock),
        (1, 3) => Some(Thrown::Paper),
        (2, sides @ 4..=9) => Some(Thrown::Dice(sides - 3)),
        _ => None,
    }
}

/// Pixels of the thumbnail, by the envelope.
pub(super) fn size(raw: &RawMessage<'_>) -> (u16, u16) {
    (raw.img_width.or_zero(), raw.img_height.or_zero())
}

fn thumb(raw: &RawMessage<'_>, xml: &Xml<'_>, element: &str) -> (u16, u16) {
    match size(raw) {
        (0, 0) => (
            number(xml, element, "cdnthumbwidth"),
            number(xml, element, "cdnthumbheight"),
        ),
        told => told,
    }
}

/// An attribute that is a number; 0 where it is none, or more than can be.
fn number<T: std::str::FromStr + Default>(xml: &Xml<'_>, element: &str, name: &str) -> T {
    xml.attribute(element, name).trim().parse().unwrap_or_default()
}
