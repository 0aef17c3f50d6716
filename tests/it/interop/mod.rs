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
    /// What it calls a kind of message.
    kinds: Kinds,
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

struct Kinds {
    text: &'static str,
    image: &'static str,
    voice: &'static str,
    file: &'static str,
    link: &'static str,
    card: &'static str,
    recall: &'static str,
}

const ITCHAT: Kind = Kind {
    command: stage::itchat,
    name: "itchat-uos",
    kinds: Kinds {
        text: "Text",
        image: "Picture",
        voice: "Recording",
        file: "Attachment",
        link: "Sharing",
        card: "Card",
        recall: "Note",
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
    ],
};

const WECHAT4U: Kind = Kind {
    command: stage::wechat4u,
    name: "wechat4u",
    kinds: Kinds {
        text: "1",
        image: "3",
        voice: "34",
        file: "49/6",
        link: "49/5",
        card: "42",
        recall: "10002",
    },
    // It undoes `<`, `>` and line breaks, nothing else.
    leaves: |text| text.replace('&', "&amp;").replace('"', "&quot;"),
    known: &[(
        "OldLoginPage",
        "fetches redirect_uri as it came, without version=v2",
    )],
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

fn receives(kind: &Kind, simulator: &Simulator, client: &mut Client) {
    let kinds = &kind.kinds;
    let say = |what: Value| simulator.does("say", &json!({ "from": "laozhou", "what": what }));
    let hear = |client: &mut Client, kind: &str| {
        let heard = client.until("message", |event| event["kind"] == kind);
        assert_eq!(
            (&heard["place"], &heard["sender"]),
            (&json!("friend"), &json!("老周"))
        );
        heard
    };

    say(json!({ "text": HEARD }));
    assert_eq!(hear(client, kinds.text)["text"], (kind.leaves)(HEARD));
    say(json!("image"));
    hear(client, kinds.image);
    say(json!({ "voice": { "millis": 3000 } }));
    hear(client, kinds.voice);
    say(json!({ "file": { "name": "路线 v2.pdf", "bytes": 12345 } }));
    hear(client, kinds.file);
    say(json!({ "card": { "nick": "阿木" } }));
    hear(client, kinds.card);
    say(json!({ "text": "不对" }));
    hear(client, kinds.text);
    simulator.does("recall", &json!({ "from": "laozhou" }));
    let recalled = hear(client, kinds.recall);
    assert!(
        recalled["text"].as_str().unwrap().contains("撤回了一条消息"),
        "{recalled}"
    );

    let link = json!({ "link": { "title": "明天有雨 & 风", "url": "https://example.org/rain" } });
    simulator.does("say", &json!({ "from": "weather", "what": link }));
    let link = client.until("message", |event| event["kind"] == kinds.link);
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
        (&json!(kinds.text), &json!("领队老周"), &json!("几点出发？😀"))
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
