//! How long the largest answers take to read: a full webwxsync batch, one of every kind there is, and a page of a large
//! address book.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use weft::domain::id::UserName;
use weft::wire::contacts::parse_page;
use weft::wire::http::HttpResponse;
use weft::wire::sync::parse_sync;

const LINK: &str = include_str!("../it/fixtures/wire/link.xml");
const FILE: &str = include_str!("../it/fixtures/wire/file.xml");

fn escaped(xml: &str) -> String {
    xml.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\n', "<br/>")
}

/// Mostly text in groups and chats of two, with a link, a file, a picture and a notice now and then.
fn message(n: u64) -> Value {
    let group = "@@7c1e5403f77aa9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4";
    let sender = "@11aa5403f77aa9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4";
    let (kind, app, content) = match n % 10 {
        0 => (49, 5, format!("{sender}:<br/>{}", escaped(LINK))),
        1 => (49, 6, format!("{sender}:<br/>{}", escaped(FILE))),
        2 => (3, 0, format!("{sender}:<br/>@{}", "9f3a".repeat(60))),
        3 => (10000, 0, "\"老周\"邀请\"阿木\"加入了群聊".to_owned()),
        _ => (
            1,
            0,
            format!(
                "{sender}:<br/>明早七点出发&lt;地铁口&gt;<span class=\"emoji emoji1f604\"></span>，别迟到 {n}"
            ),
        ),
    };
    json!({
        "MsgId": (8_656_501_658_143_517_703 + n).to_string(), "FromUserName": group, "ToUserName": "@e5403f77",
        "MsgType": kind, "Content": content, "Status": 3, "ImgStatus": 1, "CreateTime": 1_566_031_611 + n,
        "VoiceLength": 0, "PlayLength": 0, "FileName": "", "FileSize": "", "MediaId": "", "Url": "", "AppMsgType": app,
        "StatusNotifyCode": 0, "StatusNotifyUserName": "",
        "RecommendInfo": {"UserName": "", "NickName": "", "QQNum": 0, "Province": "", "City": "", "Content": "",
            "Signature": "", "Alias": "", "Scene": 0, "VerifyFlag": 0, "AttrStatus": 0, "Sex": 0, "Ticket": "", "OpCode": 0},
        "ForwardFlag": 0, "AppInfo": {"AppID": "", "Type": 0}, "HasProductId": 0, "Ticket": "", "ImgHeight": 0,
        "ImgWidth": 0, "SubMsgType": 0, "NewMsgId": 8_656_501_658_143_517_703 + n, "OriContent": "", "EncryFileName": ""
    })
}

/// The golden items of all kinds in turn, told apart by their ids.
fn mixed() -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/wire/kinds");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort_unstable();
    let golden: Vec<Value> = files
        .iter()
        .map(|file| serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
        .collect();
    let item = |(mut item, n): (Value, u64)| {
        item["MsgId"] = (8_656_501_658_143_517_703 + n).to_string().into();
        item
    };
    golden.into_iter().cycle().zip(0..500).map(item).collect()
}

fn answer(messages: &[Value]) -> HttpResponse {
    let answer = json!({"BaseResponse": {"Ret": 0, "ErrMsg": ""}, "AddMsgCount": messages.len(), "AddMsgList": messages});
    HttpResponse::ok(serde_json::to_vec_pretty(&answer).unwrap())
}

fn contact(n: u64) -> Value {
    let name = format!("@2ab05403f77aa9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0{n:08x}");
    let picture = format!(
        "/cgi-bin/mmwebwx-bin/webwxgeticon?seq={n}&username={name}&skey=@crypt_ae446460_e9e8807e9992e98fb587194ac764792f"
    );
    json!({
        "Uin": 0, "UserName": name, "NickName": format!("小满{n}<span class=\"emoji emoji1f604\"></span>"),
        "HeadImgUrl": picture, "ContactFlag": 3, "MemberCount": 0, "MemberList": [], "RemarkName": "满满&amp;可可",
        "HideInputBarFlag": 0, "Sex": 2, "Signature": "晒太阳，慢慢来，十条适合周末的徒步路线".repeat(3), "VerifyFlag": 0,
        "OwnerUin": 0, "PYInitial": "XM", "PYQuanPin": "xiaoman", "RemarkPYInitial": "MMKK",
        "RemarkPYQuanPin": "manmankeke", "StarFriend": 0, "AppAccountFlag": 0, "Statues": 0,
        "AttrStatus": 2_147_584_103_u64, "Province": "江苏", "City": "苏州", "Alias": "xiaoman_x", "SnsFlag": 257,
        "UniFriend": 0, "DisplayName": "", "ChatRoomId": 0, "KeyWord": "", "EncryChatRoomId": "", "IsOwner": 0
    })
}

fn bench(c: &mut Criterion) {
    let me = UserName::from("@e5403f77");
    let messages: Vec<_> = (0..500).map(message).collect();
    let (sync, mixed) = (answer(&messages), answer(&mixed()));
    let contacts: Vec<_> = (0..5000).map(contact).collect();
    let answer = json!({"BaseResponse": {"Ret": 0, "ErrMsg": ""}, "MemberCount": 5000, "MemberList": contacts, "Seq": 0});
    let page = HttpResponse::ok(serde_json::to_vec_pretty(&answer).unwrap());

    let mut group = c.benchmark_group("wire");
    group.throughput(Throughput::Bytes(sync.body.len() as u64));
    group.bench_function("webwxsync, 500 messages", |b| {
        b.iter(|| parse_sync(black_box(&sync), &me).unwrap().items.len());
    });
    group.throughput(Throughput::Bytes(mixed.body.len() as u64));
    group.bench_function("decode, 500 mixed messages", |b| {
        b.iter(|| parse_sync(black_box(&mixed), &me).unwrap().items.len());
    });
    group.throughput(Throughput::Bytes(page.body.len() as u64));
    group.sample_size(20);
    group.bench_function("webwxgetcontact, 5000 contacts", |b| {
        b.iter(|| parse_page(black_box(&page)).unwrap().contacts.len());
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
