//! `MsgType` 49: what apps, public accounts and the service itself attach, told by `AppMsgType` (`protocol.md §6.6`).

use super::body::either;
use super::envelope::RawMessage;
use super::text::decode;
use super::xml::{Xml, source};
use crate::domain::message::Body;
use crate::domain::text::SafeText;

/// Also seen as the `AppMsgType` of a `MsgType` 1.
pub(super) const RED_PACKET: u32 = 2001;

pub(super) fn read(raw: &RawMessage<'_>, content: &str) -> Body {
    let text = source(content);
    let xml = Xml::parse(&text);
    let title = either(&raw.file_name, headline(&xml));
    match kind(raw, &xml) {
        1 => Body::Text(SafeText::new(&multiline(raw, &xml))),
        2 => Body::Image,
        3 | 92 => Body::Music { title },
        4 | 5 | 7 | 100_001 => link(title, &xml),
        6 => Body::File {
            name: title,
            bytes: size(raw, &xml),
        },
        8 => Body::Sticker,
        19 => Body::ChatHistory { title },
        33 | 36 => Body::MiniProgram {
            title,
            app: SafeText::line(source_name(&xml)),
        },
        57 => Body::Quote {
            reply: SafeText::new(&multiline(raw, &xml)),
            quoted: quoted(&xml),
        },
        2000 => Body::Transfer {
            amount: SafeText::line(xml.text(&["wcpayinfo", "feedesc"])),
            memo: SafeText::line(xml.text(&["wcpayinfo", "pay_memo"])),
        },
        RED_PACKET => Body::RedPacket { title },
        app_type => Body::Unsupported {
            msg_type: 49,
            app_type,
            title,
        },
    }
}

/// The envelope's type; where that is 0 the XML's, and for a record of messages that has neither, what it carries.
fn kind(raw: &RawMessage<'_>, xml: &Xml<'_>) -> u32 {
    let told = raw.app_msg_type.or_zero();
    let inner = || xml.text(&["appmsg", "type"]).parse().unwrap_or(0);
    match if told == 0 { inner() } else { told } {
        0 if !xml.text(&["appmsg", "recorditem"]).is_empty() => 19,
        kind => kind,
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

/// A single article brings its digest; of a push of several, the titles of the others tell more.
fn link(title: SafeText, xml: &Xml<'_>) -> Body {
    let others: Vec<_> = xml
        .texts(&["mmreader", "category", "item", "title"])
        .skip(1)
        .collect();
    let description = match (others.is_empty(), xml.text(&["appmsg", "des"])) {
        (false, _) => others.join("\n"),
        (true, "") => xml.text(&["item", "digest"]).to_owned(),
        (true, words) => words.to_owned(),
    };
    let description = SafeText::new(&description);
    Body::Link {
        title,
        description,
        source: SafeText::line(source_name(xml)),
    }
}

fn source_name<'x>(xml: &'x Xml<'_>) -> &'x str {
    let paths: [&[&str]; 4] = [
        &["appmsg", "sourcedisplayname"],
        &["appinfo", "appname"],
        &["sources", "source", "name"],
        &["mmreader", "category", "name"],
    ];
    paths
        .into_iter()
        .map(|path| xml.text(path))
        .find(|name| !name.is_empty())
        .unwrap_or_default()
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

/// `name：words`, as the downgraded text form has it. What was quoted may itself be XML: then its title, if any.
fn quoted(xml: &Xml<'_>) -> SafeText {
    let name = xml.text(&["refermsg", "displayname"]);
    let content = xml.text(&["refermsg", "content"]);
    let plain = source(content);
    let words = if plain.trim_start().starts_with('<') {
        Xml::parse(&plain).text(&["appmsg", "title"]).to_owned()
    } else {
        content.to_owned()
    };
    match (name, words.as_str()) {
        ("", words) => SafeText::new(words),
        (name, "") => SafeText::new(name),
        (name, words) => SafeText::new(&format!("{name}：{words}")),
    }
}
