//! Clients that nobody here wrote, against `weft sim`: what the simulator says is understood by others too, and what it asks
//! for is what others give. Both keep their own hosts, addresses and cookies; only their sockets are led to loopback.

pub mod stage;

use std::process::Command;

use serde_json::{Value, json};
use weft::sim::demo;

use self::stage::{Client, Simulator};

/// Chinese, a joined emoji, what HTML would eat, and what a careless writer of JSON would undo.
const WRITTEN: &str = "收到，马上来 👨‍👩‍👧 <b>&amp;</b> \"C:\\u4f60\" & 好";
const HEARD: &str = "晚上吃面吗？🍜 1 < 2 && \"ok\"\n老地方";

/// What is particular about a client.
struct Kind {
    command: fn() -> Option<Command>,
    name: &'static str,
    /// What it calls a message of this `MsgType` and `AppMsgType`; [`PLACE`] for a text that is a place.
    calls: fn(u32, u32) -> String,
    /// Entities it leaves in what it hands on.
    leaves: fn(&str) -> String,
    /// What it is known to do otherwise than the vendor's page, by kind of breach, each with its reason.
    known: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy)]
enum End {
    LogsOut,
    /// 1101: logged in elsewhere (`protocol.md §9.1`).
    IsKicked,
}

const TEXT: u32 = 1;
const IMAGE: u32 = 3;
const VOICE: u32 = 34;
const REQUEST: u32 = 37;
/// Somebody the address book suggests.
const SUGGESTION: u32 = 40;
const CARD: u32 = 42;
const VIDEO: u32 = 43;
const STICKER: u32 = 47;
/// In truth a 1 with sub-type 48 (`protocol.md §6.5`).
const PLACE: u32 = 48;
const APP: u32 = 49;
const CALL: u32 = 50;
const MICRO_VIDEO: u32 = 62;
const NOTICE: u32 = 10_000;
const RECALL: u32 = 10_002;
const FILE: u32 = 6;

const ITCHAT: Kind = Kind {
    command: stage::itchat,
    name: "itchat-uos",
    calls: |msg_type, app_type| {
        let name = match (msg_type, app_type) {
            (TEXT, _) => "Text",
            (IMAGE | STICKER, _) => "Picture",
            (VOICE, _) => "Recording",
            (REQUEST, _) => "Friends",
            (CARD, _) => "Card",
            (VIDEO | MICRO_VIDEO, _) => "Video",
            (PLACE, _) => "Map",
            (APP, FILE) => "Attachment",
            (APP, 17 | 2000) | (NOTICE | RECALL, _) => "Note",
            (APP, _) => "Sharing",
            _ => "Useless",
        };
        name.to_owned()
    },
    leaves: str::to_owned,
    known: &[
        (
            "OldLoginPage",
            "fetches redirect_uri as it came, without version=v2",
        ),
        ("NoSkey", "forgets the skey after the login and lives without"),
        ("WrongPassTicket", "sends its DeviceID in the ticket's place"),
        ("OddDeviceId", "one in a hundred of its random numbers is short"),
        ("OddClientMsgId", "has fourteen digits, of seconds"),
    ],
};

const WECHAT4U: Kind = Kind {
    command: stage::wechat4u,
    name: "wechat4u",
    calls: |msg_type, app_type| match (msg_type, app_type) {
        (PLACE, _) => "1".to_owned(),
        (APP, app_type) => format!("49/{app_type}"),
        (msg_type, _) => msg_type.to_string(),
    },
    // It undoes `<`, `>` and line breaks, nothing else.
    leaves: |text| text.replace('&', "&amp;").replace('"', "&quot;"),
    known: &[
        (
            "OldLoginPage",
            "fetches redirect_uri as it came, without version=v2",
        ),
        ("OddForm", "names the parts of an upload in an order of its own"),
        ("OddClientMsgId", "has sixteen digits, as a number"),
    ],
};

#[test]
fn itchat_chats_and_logs_out() {
    chats(&ITCHAT, &[], End::LogsOut);
}

#[test]
fn itchat_chats_overseas_and_is_thrown_out() {
    chats(&ITCHAT, &["--overseas"], End::IsKicked);
}

#[test]
fn wechat4u_chats_and_is_thrown_out() {
    chats(&WECHAT4U, &[], End::IsKicked);
}

#[test]
fn wechat4u_chats_overseas_and_logs_out() {
    chats(&WECHAT4U, &["--overseas"], End::LogsOut);
}

fn chats(kind: &Kind, flags: &[&str], end: End) {
    let Some(command) = (kind.command)() else {
        stage::missing(kind.name);
        return;
    };
    let simulator = Simulator::start(flags);
    let mut client = Client::start(command, &simulator);
    logs_in(&simulator, &mut client);
    knows_everybody(&mut client);
    receives(kind, &simulator, &mut client);
    sends(&simulator, &mut client);
    sends_files(&simulator, &mut client);
    assert_eq!(simulator.told("state")["logged_in"], true);
    match end {
        End::LogsOut => {
            client.told(&json!({ "do": "log out" }));
            client.until("over", |_| true);
            client.ends();
        }
        End::IsKicked => {
            simulator.does("kick", &json!({ "code": 1101 }));
            client.until("over", |_| true);
        }
    }
    assert_eq!(simulator.told("state")["logged_in"], false);
    behaved(kind, &simulator);
}

fn logs_in(simulator: &Simulator, client: &mut Client) {
    client.until("code", |_| true);
    simulator.does("scan", &json!({}));
    client.until("scanned", |_| true);
    simulator.does("confirm", &json!({}));
    assert_eq!(client.until("login", |_| true)["name"], "阿岚");
}

/// Everybody in the address book and in the recent chats, under their own names, and nobody twice.
fn knows_everybody(client: &mut Client) {
    let cast = demo::setup(1).unwrap();
    let people = |public| {
        let known = cast
            .people
            .iter()
            .filter(move |p| p.public == public && !p.stranger);
        known.map(|p| p.nick.clone())
    };
    let friends = sorted(people(false).chain([cast.me.nick.clone()]));
    let accounts = sorted(people(true));
    let groups = cast.groups.iter();
    let groups = sorted(
        groups
            .filter(|g| g.saved || cast.recent.contains(&g.key))
            .map(|g| g.nick.clone()),
    );
    assert!(friends.len() > 20 && groups.len() > 3 && accounts.len() > 3);
    let said = |event: &Value, list: &str| {
        let names = event[list].as_array().unwrap().iter();
        sorted(names.map(|name| html_escape::decode_html_entities(name.as_str().unwrap()).into_owned()))
    };
    client.until("contacts", |event| {
        said(event, "friends") == friends
            && said(event, "groups") == groups
            && said(event, "accounts") == accounts
    });
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// What can be said, by whoever says it, and the types it comes in.
fn every_kind() -> Vec<(Value, u32, u32)> {
    let app = |what, app_type| (what, APP, app_type);
    vec![
        (json!("image"), IMAGE, 0),
        (json!("sticker"), STICKER, 0),
        (json!("store_sticker"), STICKER, 0),
        (json!({ "voice": { "millis": 3000 } }), VOICE, 0),
        (json!({ "video": { "seconds": 7 } }), VIDEO, 0),
        (json!({ "micro_video": { "seconds": 3 } }), MICRO_VIDEO, 0),
        (
            json!({ "location": { "label": "人民大道185号", "poi": "人民广场", "latitude": 31.230_378, "longitude": 121.473_658 } }),
            PLACE,
            0,
        ),
        (json!({ "card": { "nick": "阿木" } }), CARD, 0),
        (
            json!({ "quote_text": { "name": "阿岚", "quoted": "[图片]", "reply": "哪里？" } }),
            TEXT,
            0,
        ),
        (json!("call"), CALL, 0),
        (json!({ "notice": "位置共享已经结束" }), NOTICE, 0),
        app(json!({ "music": { "title": "山丘", "artist": "李宗盛" } }), 3),
        app(
            json!({ "link": { "title": "周末 & 徒步", "url": "https://example.org/?a=1&b=2" } }),
            5,
        ),
        app(json!({ "file": { "name": "路线 v2.pdf", "bytes": 12345 } }), FILE),
        app(json!("live_location"), 17),
        app(
            json!({ "history": { "title": "群聊的聊天记录", "lines": ["甲: 好", "乙: 行"] } }),
            19,
        ),
        app(json!({ "mini_program": { "title": "点单", "app": "茶" } }), 33),
        app(
            json!({ "quote": { "name": "阿岚", "quoted": "几点", "reply": "七点" } }),
            57,
        ),
        app(
            json!({ "transfer": { "amount": "￥12.00", "memo": "饭钱" } }),
            2000,
        ),
        app(json!({ "red_packet": { "title": "恭喜发财" } }), 2001),
        (json!({ "dice": 6 }), STICKER, 0),
        (json!({ "hand": "rock" }), STICKER, 0),
        (json!({ "suggestion": { "nick": "小吴" } }), SUGGESTION, 0),
        app(json!({ "articles": [["头条", "一"], ["次条", "二"]] }), 5),
        app(
            json!({ "forwarded": { "title": "聊天记录", "items": [{ "name": "甲", "time": "2024-5-1 13:09", "what": "image" }] } }),
            19,
        ),
        app(json!({ "channel": { "name": "山野志", "words": "雪山" } }), 51),
        app(json!({ "announcement": "周六七点" }), 87),
        app(
            json!({ "transfer_done": { "amount": "￥12.00", "memo": "饭钱", "accepted": true } }),
            2000,
        ),
    ]
}

/// Types that tell a title at most.
fn bare() -> impl Iterator<Item = (Value, u32, u32)> {
    let apps = [1, 2, 4, 7, 9, 10, 13, 15, 16, 36, 53, 63, 74, 92, 4711].map(|kind| (APP, kind));
    // Calls that are over, and that one is invited to.
    let types = apps.into_iter().chain([(52, 0), (53, 0)]);
    types.map(|(msg_type, app_type)| {
        let what = json!({ "unknown": { "msg_type": msg_type, "app_type": app_type, "title": "标题" } });
        (what, msg_type, app_type)
    })
}

fn receives(kind: &Kind, simulator: &Simulator, client: &mut Client) {
    let say = |what: Value| simulator.does("say", &json!({ "from": "laozhou", "what": what }));
    let hear = |client: &mut Client, msg_type: u32, app_type: u32| {
        let called = (kind.calls)(msg_type, app_type);
        let heard = client.until("message", |event| event["kind"] == called);
        assert_eq!(
            (&heard["place"], &heard["sender"]),
            (&json!("friend"), &json!("老周"))
        );
        heard
    };

    say(json!({ "text": HEARD }));
    assert_eq!(hear(client, TEXT, 0)["text"], (kind.leaves)(HEARD));
    for (what, msg_type, app_type) in every_kind().into_iter().chain(bare()) {
        say(what.clone());
        let heard = hear(client, msg_type, app_type);
        // Who fetches what there is to fetch has bytes of all but the store's stickers (`protocol.md §8`).
        if let Some((bytes, "bytes")) = heard["text"].as_str().and_then(|text| text.split_once(' ')) {
            assert_eq!(bytes == "0", what == "store_sticker", "{what}: {heard}");
        }
    }
    let asked = json!({ "friend_request": { "nick": "阿木", "greeting": "我是阿木" } });
    simulator.does(
        "say",
        &json!({ "from": "laozhou", "chat": "fmessage", "what": asked }),
    );
    client.until("message", |event| event["kind"] == (kind.calls)(REQUEST, 0));
    say(json!({ "text": "不对" }));
    hear(client, TEXT, 0);
    simulator.does("recall", &json!({ "from": "laozhou" }));
    let recalled = hear(client, RECALL, 0);
    assert!(
        recalled["text"].as_str().unwrap().contains("撤回了一条消息"),
        "{recalled}"
    );

    let link = json!({ "link": { "title": "明天有雨 & 风", "url": "https://example.org/rain" } });
    simulator.does("say", &json!({ "from": "weather", "what": link }));
    let link = client.until("message", |event| event["kind"] == (kind.calls)(APP, 5));
    assert_eq!(
        (&link["place"], &link["sender"]),
        (&json!("account"), &json!("天气晚报"))
    );

    simulator.does(
        "say",
        &json!({ "from": "laozhou", "chat": "hike", "text": "几点出发？😀" }),
    );
    let group = client.until("message", |event| event["place"] == "周末爬山⛰");
    assert_eq!(
        (&group["kind"], &group["sender"], &group["text"]),
        (
            &json!((kind.calls)(TEXT, 0)),
            &json!("领队老周"),
            &json!("几点出发？😀")
        )
    );
}

/// Delivered once each, to the letter.
fn sends(simulator: &Simulator, client: &mut Client) {
    for (name, key) in [("小满", "xiaoman"), ("filehelper", "filehelper")] {
        client.told(&json!({ "do": "send", "to": name, "text": format!("{WRITTEN} {key}") }));
        assert_eq!(client.until("sent", |_| true)["ret"], 0);
    }
    let delivered = simulator.told("delivered");
    let delivered: Vec<_> = delivered
        .as_array()
        .unwrap()
        .iter()
        .map(|sent| {
            (
                sent["chat"].as_str(),
                sent["type"].as_i64(),
                sent["text"].as_str(),
                sent["asked"].as_i64(),
            )
        })
        .collect();
    let text = |key: &str| format!("{WRITTEN} {key}");
    let (friend, own) = (text("xiaoman"), text("filehelper"));
    assert_eq!(
        delivered,
        [
            (Some("xiaoman"), Some(1), Some(friend.as_str()), Some(1)),
            (Some("filehelper"), Some(1), Some(own.as_str()), Some(1)),
        ]
    );
}

/// A picture, a video and a file of two chunks, to the letter too.
fn sends_files(simulator: &Simulator, client: &mut Client) {
    let before = simulator.told("delivered").as_array().unwrap().len();
    let png = b"\x89PNG\r\n\x1a\n and what would be pixels".to_vec();
    let mp4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08mdat".to_vec();
    let long: Vec<u8> = (0..700_000_u32).map(|n| (n % 251) as u8).collect();
    let files = [
        ("晚霞.png", 3, png),
        ("clip.mp4", 43, mp4),
        ("路线 v3.gpx", 6, long),
    ];
    for (name, _, bytes) in &files {
        let path = simulator.place(name, bytes);
        client.told(&json!({ "do": "send file", "to": "小满", "path": path }));
        assert_eq!(client.until("sent", |_| true)["ret"], 0, "{name}");
    }
    let delivered = simulator.told("delivered");
    let delivered = delivered.as_array().unwrap().iter().skip(before);
    let delivered: Vec<_> = delivered
        .map(|sent| (&sent["chat"], sent["type"].as_i64()))
        .collect();
    let chat = json!("xiaoman");
    let wanted: Vec<_> = files.iter().map(|(_, kind, _)| (&chat, Some(*kind))).collect();
    assert_eq!(delivered, wanted);
}

/// Nothing the service would not have liked, but for what the client is known for.
fn behaved(kind: &Kind, simulator: &Simulator) {
    let breaches = simulator.told("breaches");
    let unknown: Vec<&Value> = breaches
        .as_array()
        .unwrap()
        .iter()
        .filter(|breach| !kind.known.iter().any(|(known, _)| breach["kind"] == *known))
        .collect();
    assert!(unknown.is_empty(), "{}: {unknown:?}", kind.name);
}
