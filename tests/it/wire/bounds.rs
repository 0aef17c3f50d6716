//! A property for the parser of each kind: whatever stands in its fields, what comes out is a value of that kind.

use proptest::prelude::*;
use serde_json::{Value, json};
use weft::domain::message::{Body, Link, Place, Record, Sticker, Thrown};
use weft::domain::text::SafeText;

use super::kinds::kind;
use super::{body, escaped};
use crate::text::nasty;

/// What a field may hold: a number of any size or sign, nothing, words of any kind, more XML.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[0-9]{0,30}",
        1 => "-?[0-9]{1,3}(\\.[0-9]{0,40})?",
        1 => "[0-9a-fA-F]{32}",
        1 => "(/cgi-bin/mmwebwx-bin/|http://|weixin://)?[!-~]{0,20}",
        2 => nasty(),
        1 => Just("&#x110000;&amp;amp;&lt;msg&gt;]]><![CDATA[".to_owned()),
        1 => Just("9".repeat(500)),
    ]
}

/// As XML has it between tags or in quotes.
fn quoted(text: &str) -> String {
    escaped(text).replace('\'', "&#39;")
}

fn attributes(names: &[&str], values: &[String]) -> String {
    let pairs = names.iter().zip(values.iter().cycle());
    let written = pairs.map(|(name, value)| [" ", name, "=\"", &quoted(value), "\""].concat());
    written.collect()
}

fn elements(names: &[&str], values: &[String]) -> String {
    let pairs = names.iter().zip(values.iter().cycle());
    let written = pairs.map(|(name, value)| ["<", name, ">", &quoted(value), "</", name, ">"].concat());
    written.collect()
}

/// One message whose envelope says such things too.
fn said(kind: u32, app: u32, xml: &str, values: &[String]) -> Body {
    let at = |n: usize| values[n % values.len()].clone();
    body(json!({
        "MsgType": kind, "AppMsgType": app, "Content": escaped(xml), "ImgWidth": at(0), "ImgHeight": at(1),
        "VoiceLength": at(2), "PlayLength": at(3), "FileSize": at(4), "FileName": at(5), "Url": at(6),
        "HasProductId": at(7), "RecommendInfo": recommended(values),
    }))
}

fn recommended(values: &[String]) -> Value {
    let at = |n: usize| values[n % values.len()].clone();
    json!({"UserName": at(1), "NickName": at(2), "Content": at(3), "Alias": at(4), "Scene": at(5), "Ticket": at(6),
        "VerifyFlag": at(7), "Province": at(0), "City": at(1)})
}

fn one_line(text: &SafeText) -> bool {
    !text.as_str().contains(['\n', '\t'])
}

fn page(link: &Link) -> bool {
    [&link.title, &link.source, &link.url, &link.cover]
        .into_iter()
        .all(one_line)
}

fn place(place: &Place) -> bool {
    let degrees = |told: &str, most: f64| told.parse().is_ok_and(|told: f64| told.abs() <= most);
    let nowhere = place.latitude.is_empty() && place.longitude.is_empty();
    let map = &*place.map;
    (nowhere || degrees(&place.latitude, 90.0) && degrees(&place.longitude, 180.0))
        && (map.is_empty() || map.starts_with("/cgi-bin/mmwebwx-bin/"))
        && map.bytes().all(|b| b.is_ascii_graphic())
        && [&place.name, &place.address, &place.url]
            .into_iter()
            .all(one_line)
}

fn sticker(sticker: &Sticker) -> bool {
    let md5 = &*sticker.md5;
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    let points = match sticker.thrown {
        Some(Thrown::Dice(points)) => (1..=6).contains(&points),
        Some(Thrown::Scissors | Thrown::Rock | Thrown::Paper) | None => true,
    };
    (md5.is_empty() || md5.len() == 32 && md5.bytes().all(hex))
        && points
        && one_line(&sticker.url)
        && one_line(&sticker.words)
}

fn record(record: &Record, depth: usize) -> bool {
    let mut items = record.items.iter();
    depth <= 5
        && one_line(&record.title)
        && items.all(|item| one_line(&item.name) && one_line(&item.at) && sound(&item.body, depth + 1))
}

/// What holds of any body, whoever made it. `depth`: records around it.
pub(super) fn sound(body: &Body, depth: usize) -> bool {
    match body {
        Body::Sticker(told) => sticker(told),
        Body::Location(told) => place(told),
        Body::Card(card) => [&card.name, &card.alias, &card.province, &card.city]
            .into_iter()
            .all(one_line),
        Body::FriendRequest(request) => one_line(&request.name) && one_line(&request.greeting),
        Body::Link(link) | Body::Music(link) | Body::MiniProgram(link) => page(link),
        Body::Articles(links) => (2..=16).contains(&links.len()) && links.iter().all(page),
        Body::File(file) => one_line(&file.name) && file.bytes != Some(0),
        Body::ChatHistory(told) => record(told, depth),
        Body::Quote(quote) => one_line(&quote.name) && quote.of.is_none_or(|of| of.0 > 0),
        Body::Transfer(transfer) => one_line(&transfer.amount) && one_line(&transfer.memo),
        Body::RedPacket { title } | Body::OnPhone { title, .. } | Body::Unsupported { title, .. } => {
            one_line(title)
        }
        Body::Recalled(recalled) => recalled.was.as_deref().is_none_or(|was| sound(was, depth)),
        Body::Text(_)
        | Body::Image(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::Call
        | Body::Announcement(_)
        | Body::Notice(_) => true,
    }
}

/// Sound, and of one of these kinds.
fn is(body: &Body, kinds: &[&str]) -> bool {
    kinds.contains(&kind(body)) && sound(body, 0)
}

proptest! {
    #[test]
    fn pictures_voices_and_videos(values in prop::collection::vec(value(), 8)) {
        let names = ["length", "cdnthumbwidth", "cdnthumbheight", "voicelength", "playlength", "hdlength"];
        for (kind, element, name) in [(3, "img", "image"), (34, "voicemsg", "voice"), (43, "videomsg", "video"), (62, "videomsg", "video")] {
            let xml = format!("<msg><{element}{} /></msg>", attributes(&names, &values));
            prop_assert!(is(&said(kind, 0, &xml, &values), &[name]));
        }
    }

    #[test]
    fn stickers(values in prop::collection::vec(value(), 8), game in 0_u8..4, outcome in 0_u8..12) {
        let names = ["md5", "cdnurl", "width", "height", "attachedtext", "productid"];
        let xml = format!(
            "<msg><emoji{}></emoji><gameext type=\"{game}\" content=\"{outcome}\"></gameext></msg>", attributes(&names, &values)
        );
        prop_assert!(is(&said(47, 0, &xml, &values), &["sticker"]));
    }

    #[test]
    fn places(values in prop::collection::vec(value(), 8), path in value()) {
        let xml = format!("<msg><location{} /></msg>", attributes(&["x", "y", "label", "poiname", "scale"], &values));
        for (kind, origin) in [(1, xml.as_str()), (1, ""), (48, xml.as_str())] {
            let fields = json!({"MsgType": kind, "SubMsgType": 48, "Content": format!("{}:<br/>{path}", escaped(&values[0])),
                "OriContent": origin, "Url": format!("http://a/?coord={}", values[1])});
            prop_assert!(is(&body(fields), &["location"]));
        }
    }

    #[test]
    fn people(values in prop::collection::vec(value(), 8)) {
        let names = ["nickname", "fromnickname", "content", "alias", "province", "city", "scene", "ticket", "certflag"];
        let xml = format!("<msg{} />", attributes(&names, &values));
        for (kind, name) in [(37, "friend request"), (40, "card"), (42, "card")] {
            prop_assert!(is(&said(kind, 0, &xml, &values), &[name]));
        }
    }

    #[test]
    fn pages(values in prop::collection::vec(value(), 8), items in 0_usize..30) {
        let names = ["title", "des", "url", "dataurl", "thumburl", "sourcedisplayname", "songalbumurl"];
        let item = format!("<item>{}</item>", elements(&["title", "url", "cover", "digest"], &values));
        let push = format!("<mmreader><category><name>{}</name>{}</category></mmreader>", quoted(&values[0]), item.repeat(items));
        let xml = format!("<msg><appmsg>{}{push}</appmsg></msg>", elements(&names, &values));
        let several = if items < 2 { "link" } else { "articles" };
        for (app, name) in [
            (3, "music"), (4, several), (5, several), (7, several), (33, "mini program"), (36, "mini program"), (92, "music"),
            (100_001, several),
        ] {
            prop_assert!(is(&said(49, app, &xml, &values), &[name]));
        }
    }

    #[test]
    fn attachments(values in prop::collection::vec(value(), 8)) {
        let inner = elements(&["totallen", "emoticonmd5", "paysubtype", "feedesc", "pay_memo", "textannouncement", "desc"], &values);
        let xml = format!(
            "<msg><appmsg><title>{}</title><appattach>{inner}</appattach><wcpayinfo>{inner}</wcpayinfo>{inner}<finderFeed>{inner}</finderFeed></appmsg></msg>",
            quoted(&values[0])
        );
        for (app, name) in [
            (1, "text"), (2, "image"), (6, "file"), (8, "sticker"), (9, "on the phone"), (16, "on the phone"), (17, "location"),
            (51, "on the phone"), (74, "on the phone"), (87, "announcement"), (2000, "transfer"), (2001, "red packet"),
            (4711, "unsupported"),
        ] {
            prop_assert!(is(&said(49, app, &xml, &values), &[name]), "{app}");
        }
    }

    #[test]
    fn quotes(values in prop::collection::vec(value(), 8), kind in "[0-9]{0,2}", svrid in value()) {
        let inner = elements(&["type", "svrid", "displayname", "content"], &[kind, svrid, values[0].clone(), values[1].clone()]);
        let xml = format!("<msg><appmsg><title>{}</title><type>57</type><refermsg>{inner}</refermsg></appmsg></msg>", quoted(&values[2]));
        prop_assert!(is(&said(49, 57, &xml, &values), &["quote"]));
        prop_assert!(is(&Body::spoken(SafeText::new(&values[3])), &["text", "quote"]));
    }

    #[test]
    fn records(
        values in prop::collection::vec(value(), 8), kinds in prop::collection::vec("[0-9]{0,2}|17|37", 0..5), wrapped: bool
    ) {
        let names = ["datatitle", "datadesc", "datasize", "duration", "thumbwidth", "thumbheight", "sourcename", "sourcetime", "link"];
        let inner = elements(&names, &values);
        let more = elements(&["md5", "cdnurlstring", "uiemoticonwidth", "lat", "lng", "label", "poiname", "title", "thumburl"], &values);
        let mut list = String::new();
        for kind in kinds {
            // Each holds all that stand before it.
            list = format!(
                "{list}<dataitem datatype=\"{kind}\">{inner}<locitem>{more}</locitem><emojiitem>{more}</emojiitem><weburlitem>{more}</weburlitem><recordxml><recordinfo>{list}</recordinfo></recordxml></dataitem>"
            );
        }
        let info = format!("<recordinfo>{list}</recordinfo>");
        let info = if wrapped { format!("<![CDATA[{info}]]>") } else { info };
        let xml = format!("<msg><appmsg><title>{}</title><recorditem>{info}</recorditem></appmsg></msg>", quoted(&values[0]));
        prop_assert!(is(&said(49, 19, &xml, &values), &["chat history"]));
    }
}
