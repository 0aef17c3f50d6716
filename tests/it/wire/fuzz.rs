//! Golden messages, spoilt in every way a seed can think of: nothing panics or hangs, no message is lost, and what comes
//! out of one is never much more than what went in.
//!
//! `WEFT_SEEDS=1000000 cargo test --release wire::fuzz` tries so many; `WEFT_SEED=7` that one alone.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fastrand::Rng;
use serde::Serialize;
use serde_json::Value;
use weft::domain::message::{Body, Item};
use weft::wire::http::HttpResponse;

use super::bounds::sound;
use super::hostile::read_all;
use super::{batch, escaped};

const SEEDS: u64 = 4000;

/// What a text is spoilt with.
const PIECES: [&str; 44] = [
    "<",
    ">",
    "&",
    "\"",
    "/>",
    "</",
    "&lt;",
    "&gt;",
    "&amp;",
    "&amp;lt;",
    "&#",
    "&#x110000;",
    "&#0;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<!DOCTYPE a [<!ENTITY b \"&b;&b;\">]>",
    "&b;",
    "<br/>",
    "\n",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "<span class=\"emoji emoji1f604\"></span>",
    "<span class=\"emoji emoji",
    ":<br/>",
    "@11aa:<br/>",
    "<msg>",
    "<appmsg>",
    "<recorditem>",
    "<recordxml>",
    "<recordinfo>",
    "<dataitem datatype=\"17\">",
    "<dataitem datatype=\"6\"><locitem>",
    "<item>",
    "<mmreader>",
    "<refermsg><content>",
    "「a：",
    "」\n- - - - - - - - - - - - - - -\n",
    "99999999999999999999999",
    "-1",
];

/// Fields that are put in the place of another's value.
const FIELDS: [&str; 14] = [
    "MsgType",
    "AppMsgType",
    "SubMsgType",
    "ImgWidth",
    "PlayLength",
    "VoiceLength",
    "FileSize",
    "FileName",
    "Url",
    "OriContent",
    "HasProductId",
    "RecommendInfo",
    "EncryFileName",
    "FromUserName",
];

fn corpus() -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/wire/kinds");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort_unstable();
    let text = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    text.map(|text| serde_json::from_str(&text).unwrap()).collect()
}

fn piece(rng: &mut Rng) -> String {
    let piece = *rng.choice(&PIECES).unwrap();
    // Now and then very many, or one in the other.
    piece.repeat(if rng.u8(..) == 0 { rng.usize(1..5000) } else { 1 })
}

fn place(rng: &mut Rng, text: &str) -> usize {
    text.floor_char_boundary(rng.usize(..=text.len()))
}

fn spoilt_text(rng: &mut Rng, text: &str, other: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..rng.usize(1..6) {
        let (from, to) = (place(rng, &text), place(rng, &text));
        let (from, to) = (from.min(to), from.max(to));
        match rng.u8(..6) {
            0 => text.insert_str(from, &piece(rng)),
            1 => text.replace_range(from..to, ""),
            2 => text.replace_range(from..to, &piece(rng)),
            3 => {
                let again = text.get(from..to).unwrap().repeat(rng.usize(1..4));
                text.insert_str(to, &again);
            }
            4 => {
                let (a, b) = (place(rng, other), place(rng, other));
                text.insert_str(from, other.get(a.min(b)..a.max(b)).unwrap());
            }
            _ => text.truncate(from),
        }
    }
    text
}

/// As deep as it goes: the content without its escapes, then escaped again or not.
fn spoilt(rng: &mut Rng, corpus: &[Value]) -> Value {
    let mut item = rng.choice(corpus).unwrap().clone();
    let other = rng.choice(corpus).unwrap();
    let plain =
        |item: &Value| html_escape::decode_html_entities(item["Content"].as_str().unwrap()).into_owned();
    let content = match rng.u8(..4) {
        0 => spoilt_text(
            rng,
            item["Content"].as_str().unwrap(),
            other["Content"].as_str().unwrap(),
        ),
        1 => spoilt_text(rng, &plain(&item), &plain(other)),
        2 => other["Content"].as_str().unwrap().to_owned(),
        _ => escaped(&spoilt_text(rng, &plain(&item), &plain(other))),
    };
    item["Content"] = content.into();
    for _ in 0..rng.usize(0..3) {
        let field = *rng.choice(&FIELDS).unwrap();
        item[field] = match rng.u8(..5) {
            0 => other[field].clone(),
            1 => piece(rng).into(),
            2 => rng.u64(..).into(),
            3 => Value::Null,
            _ => rng
                .choice(&[3_u32, 19, 37, 47, 48, 49, 57, 87, 10_002])
                .copied()
                .into(),
        };
    }
    item
}

/// Bytes of all it says, as JSON: every field of every message in it.
fn weight(body: &Body) -> usize {
    fn json(part: &impl Serialize) -> usize {
        serde_json::to_string(part).unwrap().len()
    }
    match body {
        Body::Image(part) => json(part),
        Body::Sticker(part) => json(part),
        Body::Video(part) => json(part),
        Body::Location(part) => json(part),
        Body::Card(part) => json(part),
        Body::FriendRequest(part) => json(part),
        Body::Link(part) | Body::MiniProgram(part) | Body::Music(part) => json(part),
        Body::Articles(part) => json(part),
        Body::File(part) => json(part),
        Body::Quote(part) => json(part),
        Body::Transfer(part) => json(part),
        Body::ChatHistory(record) => {
            let items = record.items.iter();
            let items = items.map(|item| 40 + json(&item.name) + json(&item.at) + weight(&item.body));
            json(&record.title) + json(&record.summary) + items.sum::<usize>()
        }
        Body::Text(_)
        | Body::Voice { .. }
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_)
        | Body::Unsupported { .. } => 40 + body.said().len(),
    }
}

fn try_one(seed: u64, corpus: &[Value]) {
    let mut rng = Rng::with_seed(seed);
    let item = spoilt(&mut rng, corpus);
    let json = item.to_string();
    let items = batch(&json).items;
    assert!(items.len() <= 1);
    if let Some(Item::Message(message)) = items.first() {
        let weight = weight(&message.body);
        assert!(
            weight <= 16 * json.len() + 1000,
            "{weight} bytes out of {}",
            json.len()
        );
        assert!(sound(&message.body, 0), "{:?}", message.body);
        let raw = &message.raw;
        let kept = [
            &raw.content,
            &raw.media_id,
            &raw.file_name,
            &raw.encry_file_name,
            &raw.url,
        ];
        assert!(kept.iter().all(|text| text.len() <= 64 * 1024));
    }
    // And below JSON, where there is no text any more.
    let mut bytes = json.into_bytes();
    for _ in 0..rng.usize(0..4) {
        let at = rng.usize(..bytes.len());
        bytes[at] = rng.u8(..);
    }
    bytes.truncate(rng.usize(..=bytes.len()));
    read_all(&HttpResponse::ok(bytes));
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn no_spoilt_message_panics_hangs_or_grows() {
    let corpus = corpus();
    let one = number("WEFT_SEED");
    let count = one.map_or(number("WEFT_SEEDS").unwrap_or(SEEDS), |_| 1);
    let first = one.unwrap_or(0);
    for seed in first..first + count {
        let tried = catch_unwind(AssertUnwindSafe(|| try_one(seed, &corpus)));
        assert!(
            tried.is_ok(),
            "seed {seed}: WEFT_SEED={seed} cargo test wire::fuzz"
        );
    }
}

/// Of a message that is still JSON, nothing but its own number may keep it from being shown: all kinds of content do.
#[test]
fn no_spoilt_content_loses_its_message() {
    let corpus = corpus();
    for seed in 0..SEEDS / 4 {
        let mut rng = Rng::with_seed(seed);
        let mut item = spoilt(&mut rng, &corpus);
        item["MsgType"] = rng
            .choice(&[1_u32, 3, 34, 40, 42, 43, 47, 48, 49, 50, 62, 4711])
            .copied()
            .into();
        item["FromUserName"] = "@2ab0".into();
        assert_eq!(batch(&item.to_string()).items.len(), 1, "seed {seed}");
    }
}
