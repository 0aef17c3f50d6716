//! The kinds of message, told by `MsgType` (`protocol.md §6.2, §6.5, §6.7`).

use std::borrow::Cow;

use super::app;
use super::envelope::{LOCATION, RawMessage};
use super::text::{BREAKS, decode, prefix};
use super::xml::{Xml, source};
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::wire::lenient::Int;

/// What is said, of the content without its sender's prefix.
pub(super) fn read(raw: &RawMessage<'_>, content: &str) -> Body {
    match raw.msg_type.or_zero::<u32>() {
        1 => text(raw, content),
        3 => Body::Image,
        34 => Body::Voice {
            millis: length(raw.voice_length, content, "voicemsg", "voicelength"),
        },
        37 => {
            let xml = source(content);
            let xml = Xml::parse(&xml);
            Body::FriendRequest {
                name: either(
                    &raw.recommend_info.nick_name,
                    &xml.attribute("msg", "fromnickname"),
                ),
                greeting: either(&raw.recommend_info.content, &xml.attribute("msg", "content")),
            }
        }
        40 | 42 => card(raw, content),
        43 | 62 => Body::Video {
            seconds: length(raw.play_length, content, "videomsg", "playlength"),
        },
        47 => Body::Sticker,
        48 => location(raw, content),
        49 => app::read(raw, content),
        50 | 52 | 53 => Body::Call,
        msg_type => Body::Unsupported {
            msg_type,
            app_type: raw.app_msg_type.or_zero(),
            title: line(&raw.file_name),
        },
    }
}

fn text(raw: &RawMessage<'_>, content: &str) -> Body {
    if raw.sub_msg_type.or_zero::<u32>() == LOCATION {
        return location(raw, content);
    }
    if raw.app_msg_type.or_zero::<u32>() == app::RED_PACKET {
        return Body::RedPacket { title: line(content) };
    }
    Body::Text(SafeText::new(&decode(content)))
}

fn card(raw: &RawMessage<'_>, content: &str) -> Body {
    let xml = source(content);
    let xml = Xml::parse(&xml);
    let certified = xml
        .attribute("msg", "certflag")
        .parse()
        .is_ok_and(|flag: u32| flag != 0);
    Body::Card {
        name: either(&raw.recommend_info.nick_name, &xml.attribute("msg", "nickname")),
        public: certified || raw.recommend_info.verify_flag.or_zero::<i64>() != 0,
    }
}

/// The address with the place's name behind it, as the vendor writes it: from the original XML, else from the text
/// before the map's path.
fn location(raw: &RawMessage<'_>, content: &str) -> Body {
    let origin = if raw.ori_content.is_empty() {
        content
    } else {
        &*raw.ori_content
    };
    let xml = source(origin);
    let xml = Xml::parse(&xml);
    let (address, place) = (
        xml.attribute("location", "label"),
        xml.attribute("location", "poiname"),
    );
    let label: Cow<'_, str> = match (address.is_empty(), place.is_empty()) {
        (false, false) => format!("{address}({place})").into(),
        (false, true) => address.into(),
        (true, false) => place.into(),
        (true, true) if xml.has("msg") => Cow::default(),
        (true, true) => spoken_place(content).into(),
    };
    Body::Location { label: line(&label) }
}

fn spoken_place(content: &str) -> &str {
    let content = prefix(content)
        .filter(|(name, _)| name.starts_with('@'))
        .map_or(content, |(_, rest)| rest);
    let ends = BREAKS.iter().filter_map(|mark| content.find(mark));
    let first = ends.min().and_then(|end| content.get(..end)).unwrap_or(content);
    let first = first.strip_suffix(':').unwrap_or(first);
    if first.starts_with("/cgi-bin/") || first.contains("://") {
        ""
    } else {
        first
    }
}

/// The envelope's number, else the XML's, else 0.
fn length(told: Int, content: &str, element: &str, attribute: &str) -> u32 {
    told.to().filter(|n| *n > 0).unwrap_or_else(|| {
        let xml = source(content);
        Xml::parse(&xml)
            .attribute(element, attribute)
            .parse()
            .unwrap_or(0)
    })
}

/// One line of an envelope's text, or of the XML's where that is empty.
pub(super) fn either(envelope: &str, xml: &str) -> SafeText {
    if envelope.is_empty() {
        SafeText::line(xml)
    } else {
        line(envelope)
    }
}

pub(super) fn line(raw: &str) -> SafeText {
    SafeText::line(&decode(raw))
}
