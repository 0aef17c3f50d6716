//! The kinds of message, told by `MsgType` (`protocol.md §6.2, §6.5, §6.7`).

use super::envelope::{LOCATION, RawMessage};
use super::text::decode;
use super::xml::{Xml, source};
use super::{app, media, page, people, place};
use crate::domain::message::Body;
use crate::domain::text::SafeText;

/// The vendor's news, whose texts are articles (`protocol.md §6.2`).
const NEWS: &str = "newsapp";

/// What is said, of the content without its sender's prefix.
pub(super) fn read(raw: &RawMessage<'_>, content: &str) -> Body {
    match raw.msg_type.or_zero::<u32>() {
        1 => text(raw, content),
        3 => Body::Image(media::picture(raw, content)),
        34 => Body::Voice {
            millis: media::voice(raw, content),
        },
        37 => Body::FriendRequest(Box::new(people::request(raw, content))),
        40 | 42 => Body::Card(Box::new(people::card(raw, content))),
        43 => Body::Video(media::clip(raw, content, false)),
        47 => Body::Sticker(Box::new(media::sticker(raw, content))),
        48 => Body::Location(Box::new(place::read(raw, content))),
        49 => app::read(raw, content),
        50 | 52 | 53 => Body::Call,
        62 => Body::Video(media::clip(raw, content, true)),
        msg_type => Body::Unsupported {
            msg_type,
            app_type: raw.app_msg_type.or_zero(),
            title: line(&raw.file_name),
        },
    }
}

fn text(raw: &RawMessage<'_>, content: &str) -> Body {
    if raw.sub_msg_type.or_zero::<u32>() == LOCATION {
        return Body::Location(Box::new(place::read(raw, content)));
    }
    if raw.app_msg_type.or_zero::<u32>() == app::RED_PACKET {
        return Body::RedPacket { title: line(content) };
    }
    news(raw, content).unwrap_or_else(|| Body::spoken(SafeText::new(&decode(content))))
}

fn news(raw: &RawMessage<'_>, content: &str) -> Option<Body> {
    if &*raw.from_user_name != NEWS {
        return None;
    }
    let text = source(content);
    let xml = Xml::parse(&text);
    let title = || SafeText::line(xml.text(&["item", "title"]));
    xml.has("mmreader").then(|| page::read(title(), raw, &xml))
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
