//! `MsgType` 49: what apps, public accounts and the service itself attach, told by `AppMsgType` (`protocol.md §6.6`).

use super::body::either;
use super::envelope::RawMessage;
use super::text::decode;
use super::xml::{Xml, source};
use super::{media, page, quote, record};
use crate::domain::message::{Body, File, OnPhone, Picture, Place, Sticker, Transfer, TransferStep};
use crate::domain::text::SafeText;

/// Also seen as the `AppMsgType` of a `MsgType` 1.
pub(super) const RED_PACKET: u32 = 2001;

pub(super) fn read(raw: &RawMessage<'_>, content: &str) -> Body {
    let text = source(content);
    let xml = Xml::parse(&text);
    let title = either(&raw.file_name, headline(&xml));
    let boxed = |title| Box::new(page::page(title, raw, &xml));
    match kind(raw, &xml) {
        1 => Body::Text(SafeText::new(&multiline(raw, &xml))),
        2 => Body::Image(picture(raw)),
        3 | 92 => Body::Music(boxed(title)),
        4 | 5 | 7 | 100_001 => page::read(title, raw, &xml),
        6 => Body::File(File {
            name: title,
            bytes: size(raw, &xml),
        }),
        8 => Body::Sticker(Box::new(sticker(raw, &xml))),
        17 => Body::Location(Box::new(Place {
            name: title,
            live: true,
            ..Place::default()
        })),
        19 => Body::ChatHistory(Box::new(record::read(title, &xml))),
        33 | 36 => Body::MiniProgram(boxed(title)),
        57 => Body::Quote(Box::new(quote::read(SafeText::new(&multiline(raw, &xml)), &xml))),
        87 => Body::Announcement(SafeText::new(&announced(raw, &xml))),
        2000 => Body::Transfer(Box::new(transfer(&xml))),
        RED_PACKET => Body::RedPacket { title },
        app_type => match on_phone(app_type) {
            Some(what) => Body::OnPhone {
                what,
                title: named(what, title, &xml),
            },
            None => Body::Unsupported {
                msg_type: 49,
                app_type,
                title,
            },
        },
    }
}

/// The envelope's type; where that is 0 the XML's, and for a record of messages that has neither, what it carries.
fn kind(raw: &RawMessage<'_>, xml: &Xml<'_>) -> u32 {
    let told = raw.app_msg_type.or_zero();
    let inner = || xml.text(&["appmsg", "type"]).parse().unwrap_or(0);
    let recorded = || xml.part("recorditem").is_some_and(|item| !item.is_empty());
    match if told == 0 { inner() } else { told } {
        0 if recorded() => 19,
        kind => kind,
    }
}

fn on_phone(app_type: u32) -> Option<OnPhone> {
    Some(match app_type {
        9 => OnPhone::VoiceReminder,
        10 | 13 => OnPhone::Product,
        15 => OnPhone::StickerPack,
        16 => OnPhone::Coupon,
        51 => OnPhone::Channel,
        53 => OnPhone::Solitaire,
        63 => OnPhone::Live,
        74 => OnPhone::Uploading,
        _ => return None,
    })
}

/// In the place of a channel's title there is a request for a newer client: what it is of, and by whom, is below.
fn named(what: OnPhone, title: SafeText, xml: &Xml<'_>) -> SafeText {
    const UPGRADE: &str = "当前微信版本不支持展示该内容";
    if what != OnPhone::Channel {
        return title;
    }
    let [words, author] = ["desc", "nickname"].map(|name| SafeText::line(xml.text(&["finderFeed", name])));
    let words = if title.is_empty() || title.as_str().starts_with(UPGRADE) {
        words
    } else {
        title
    };
    match (author.is_empty(), words.is_empty()) {
        (true, _) => words,
        (false, true) => author,
        (false, false) => SafeText::line(&format!("{}: {}", author.as_str(), words.as_str())),
    }
}

fn headline<'x>(xml: &'x Xml<'_>) -> &'x str {
    match xml.text(&["appmsg", "title"]) {
        "" => xml.text(&["item", "title"]),
        title => title,
    }
}

/// What a person wrote into the title, with its line breaks.
fn multiline(raw: &RawMessage<'_>, xml: &Xml<'_>) -> String {
    match xml.text(&["appmsg", "title"]) {
        "" => decode(&raw.file_name).into_owned(),
        title => title.to_owned(),
    }
}

/// The words of an announcement; its title only names the kind.
fn announced(raw: &RawMessage<'_>, xml: &Xml<'_>) -> String {
    let words = ["textannouncement", "des"].map(|name| xml.text(&["appmsg", name]));
    let words = words.into_iter().find(|words| !words.is_empty());
    words.map_or_else(|| multiline(raw, xml), str::to_owned)
}

fn picture(raw: &RawMessage<'_>) -> Picture {
    let (width, height) = media::size(raw);
    Picture {
        width,
        height,
        bytes: 0,
    }
}

fn sticker(raw: &RawMessage<'_>, xml: &Xml<'_>) -> Sticker {
    let (width, height) = media::size(raw);
    Sticker {
        md5: media::md5(xml.text(&["appattach", "emoticonmd5"])),
        width,
        height,
        ..Sticker::default()
    }
}

fn transfer(xml: &Xml<'_>) -> Transfer {
    let told = |name| xml.text(&["wcpayinfo", name]);
    Transfer {
        amount: SafeText::line(told("feedesc")),
        memo: SafeText::line(told("pay_memo")),
        step: match told("paysubtype") {
            "1" => TransferStep::Sent,
            "3" => TransferStep::Accepted,
            "4" => TransferStep::Returned,
            _ => TransferStep::Unknown,
        },
    }
}

/// Bytes; `None` where neither the envelope nor the XML tells.
fn size(raw: &RawMessage<'_>, xml: &Xml<'_>) -> Option<u64> {
    let told = raw.file_size.to().filter(|n| *n > 0);
    told.or_else(|| {
        xml.text(&["appattach", "totallen"])
            .parse()
            .ok()
            .filter(|n| *n > 0)
    })
}
