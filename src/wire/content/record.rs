//! Messages forwarded as one: `<recorditem>`, which holds a document of its own (`protocol.md §6.6`).
//!
//! An item tells its kind by `datatype`, and one of them may be such a record again. Bounded in items and in depth,
//! whatever it says of itself. What has no kind here keeps its words.

use super::media::md5;
use super::page::address;
use super::xml::{Part, Xml, source};
use crate::domain::message::{Body, Card, Clip, File, Link, OnPhone, Picture, Place, Record, Said, Sticker};
use crate::domain::text::SafeText;

/// Records in records that are unfolded.
const DEPTH: u8 = 4;
/// Messages of one record with all that are in it; the service takes a hundred at a time.
const ITEMS: usize = 400;

/// The record of a message of type 19.
pub(super) fn read(title: SafeText, xml: &Xml<'_>) -> Record {
    let mut left = ITEMS;
    let summary = SafeText::new(xml.text(&["appmsg", "des"]));
    let inner = xml.part("recorditem");
    let mut record = inner
        .map(|inner| held(inner, DEPTH, &mut left))
        .unwrap_or_default();
    if !title.is_empty() {
        record.title = title;
    }
    if !summary.is_empty() {
        record.summary = summary;
    }
    record
}

/// What an element holds: a document as its text, or as elements.
fn held(holder: Part<'_, '_>, depth: u8, left: &mut usize) -> Record {
    let text = source(holder.own_text());
    if !text.contains('<') {
        return unfolded(holder, depth, left);
    }
    let xml = Xml::parse_long(&text);
    xml.part("recordinfo")
        .or_else(|| xml.part("datalist"))
        .map(|info| unfolded(info, depth, left))
        .unwrap_or_default()
}

fn unfolded(info: Part<'_, '_>, depth: u8, left: &mut usize) -> Record {
    let info = info.child("recordinfo").unwrap_or(info);
    let mut items = Vec::new();
    for item in info.parts("dataitem") {
        if *left == 0 {
            break;
        }
        *left -= 1;
        items.push(Said {
            name: SafeText::line(item.text("sourcename")),
            at: SafeText::line(item.text("sourcetime")),
            body: body(item, depth, left),
        });
    }
    Record {
        title: SafeText::line(info.text("title")),
        summary: SafeText::new(first(&[info.text("desc"), info.text("info")])),
        items,
    }
}

fn body(item: Part<'_, '_>, depth: u8, left: &mut usize) -> Body {
    let (title, words) = (item.text("datatitle"), item.text("datadesc"));
    match item.attribute("datatype").trim().parse().unwrap_or(0_u32) {
        1 => Body::Text(SafeText::new(words)),
        2 => Body::Image(Picture {
            width: number(item, "thumbwidth"),
            height: number(item, "thumbheight"),
            bytes: number(item, "datasize"),
        }),
        3 => Body::Voice {
            millis: number(item, "duration"),
        },
        4 => clip(item, false),
        15 => clip(item, true),
        5 => Body::Link(Box::new(page(item))),
        6 => place(item),
        7 => Body::Music(Box::new(page(item))),
        8 => Body::File(File {
            name: SafeText::line(first(&[title, words])),
            bytes: Some(number(item, "datasize")).filter(|bytes| *bytes > 0),
        }),
        16 => Body::Card(Box::new(Card {
            name: SafeText::line(&carded(item)),
            ..Card::default()
        })),
        17 => nested(item, depth, left),
        19 => Body::MiniProgram(Box::new(page(item))),
        22 => Body::OnPhone {
            what: OnPhone::Channel,
            title: SafeText::line(first(&[title, words])),
        },
        37 => sticker(item),
        _ => unknown(first(&[title, words])),
    }
}

/// What words there are are shown; without any the kind stays unknown, and markup is none.
fn unknown(words: &str) -> Body {
    if words.is_empty() || words.starts_with('<') {
        Body::Unsupported {
            msg_type: 0,
            app_type: 0,
            title: SafeText::default(),
        }
    } else {
        Body::Text(SafeText::new(words))
    }
}

fn nested(item: Part<'_, '_>, depth: u8, left: &mut usize) -> Body {
    let holder = item.child("recordxml").or_else(|| item.child("recorditem"));
    let inner = depth.checked_sub(1).zip(holder);
    let mut record = inner
        .map(|(depth, holder)| held(holder, depth, left))
        .unwrap_or_default();
    let (title, summary) = (item.text("datatitle"), item.text("datadesc"));
    if !title.is_empty() {
        record.title = SafeText::line(title);
    }
    if !summary.is_empty() {
        record.summary = SafeText::new(summary);
    }
    Body::ChatHistory(Box::new(record))
}

fn clip(item: Part<'_, '_>, micro: bool) -> Body {
    Body::Video(Clip {
        seconds: number(item, "duration"),
        micro,
        width: number(item, "thumbwidth"),
        height: number(item, "thumbheight"),
        bytes: number(item, "datasize"),
    })
}

fn sticker(item: Part<'_, '_>) -> Body {
    let told = |name| {
        item.child("emojiitem")
            .map(|emoji| emoji.text(name))
            .unwrap_or_default()
    };
    Body::Sticker(Box::new(Sticker {
        md5: md5(told("md5")),
        url: address("", told("cdnurlstring")),
        width: told("uiemoticonwidth").parse().unwrap_or_default(),
        height: told("uiemoticonheight").parse().unwrap_or_default(),
        ..Sticker::default()
    }))
}

/// Of what leads somewhere, the item itself tells something and its `weburlitem` more.
fn page(item: Part<'_, '_>) -> Link {
    let web = |name| {
        item.child("weburlitem")
            .map(|web| web.text(name))
            .unwrap_or_default()
    };
    let program = item
        .child("appbranditem")
        .map(|program| program.text("sourcedisplayname"))
        .unwrap_or_default();
    Link {
        title: SafeText::line(first(&[web("title"), item.text("datatitle")])),
        description: SafeText::new(first(&[web("desc"), item.text("datadesc")])),
        source: SafeText::line(first(&[program, web("appname"), web("sourcedisplayname")])),
        url: address(
            item.text("link"),
            first(&[web("link"), item.text("streamweburl")]),
        ),
        cover: address("", web("thumburl")),
    }
}

fn place(item: Part<'_, '_>) -> Body {
    let told = |name| {
        item.child("locitem")
            .map(|place| place.text(name))
            .unwrap_or_default()
    };
    let (latitude, longitude) = super::place::valid(told("lat"), told("lng")).unwrap_or_default();
    Body::Location(Box::new(Place {
        name: SafeText::line(told("poiname")),
        address: SafeText::line(first(&[told("label"), item.text("datadesc")])),
        latitude,
        longitude,
        ..Place::default()
    }))
}

/// A card is the XML of one, in the place of words.
fn carded(item: Part<'_, '_>) -> String {
    let told = item.text("datadesc");
    let text = source(told);
    let name = Xml::parse(&text).attribute("msg", "nickname");
    if name.is_empty() && !text.contains('<') {
        told.to_owned()
    } else {
        name
    }
}

fn number<T: std::str::FromStr + Default>(item: Part<'_, '_>, name: &str) -> T {
    item.text(name).parse().unwrap_or_default()
}

fn first<'x>(told: &[&'x str]) -> &'x str {
    told.iter()
        .copied()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}
