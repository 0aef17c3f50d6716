//! Every kind of message as the service writes it: one golden item each, which the simulator's encoder must produce and
//! the parser must read. The two share no type; `UPDATE=1 cargo test wire::kinds` writes the items anew, to be looked at.

use std::path::PathBuf;

use pretty_assertions::assert_eq;
use serde_json::Value;
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::{Author, Body, Clip, Item, Picture};
use weft::domain::text::SafeText;
use weft::sim::saying::Saying;

use super::batch;
use crate::sim::browser::{Browser, setup};

mod apps;
mod plain;
mod record;

/// In place of whatever number the simulator gave the message.
const ID: u64 = 4_835_386_562_261_263_795;

/// A kind, by the name of its file.
struct Case {
    name: &'static str,
    saying: Saying,
    body: Body,
}

fn case(name: &'static str, saying: Saying, body: Body) -> Case {
    Case { name, saying, body }
}

fn safe(text: &str) -> SafeText {
    SafeText::new(text)
}

fn cases() -> Vec<Case> {
    [plain::cases(), apps::cases(), record::cases()].concat()
}

impl Clone for Case {
    fn clone(&self) -> Self {
        case(self.name, self.saying.clone(), self.body.clone())
    }
}

/// The item as it goes out, names and numbers made the same for every world.
fn written(from: &str, chat: &str, saying: &Saying) -> Value {
    let mut browser = Browser::at_home(setup());
    let id = browser
        .world
        .say(browser.now, from, chat, saying.clone())
        .unwrap();
    let news = browser.news();
    let [item] = news.as_slice() else {
        panic!("one message, not {news:?}")
    };
    let mut text = item.to_string().replace(&id.to_string(), &ID.to_string());
    text = text.replace(
        &format!("@crypt_{:08x}", id >> 32),
        &format!("@crypt_{:08x}", ID >> 32),
    );
    for width in [128, 64, 32, 1] {
        text = text.replace(&format!("{id:0width$x}"), &format!("{ID:0width$x}"));
    }
    for key in ["zhou", "hike", "amu"] {
        text = text.replace(
            &browser.name(key),
            &format!("@{}{key}", if key == "hike" { "@" } else { "" }),
        );
    }
    serde_json::from_str(&text.replace(&browser.me, "@e5403f77")).unwrap()
}

fn fixture(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/wire/kinds");
    folder.join(format!("{name}.json"))
}

/// How large a picture is differs from message to message; the envelope and the XML say it, each in its own way.
fn measured(body: &Body, item: &Value) -> Body {
    let side = |name: &str| u16::try_from(item[name].as_u64().unwrap()).unwrap();
    let (width, height) = (side("ImgWidth"), side("ImgHeight"));
    let content = item["Content"].as_str().unwrap();
    let mut told = [" length=&quot;", " length=\""].into_iter();
    let told = told.find_map(|before| content.split_once(before));
    let digits = |rest: &str| rest.split(['&', '"']).next().unwrap().parse().unwrap();
    let bytes: u32 = told.map_or(0, |(_, rest)| digits(rest));
    if let Body::Image(_) = body {
        Body::Image(Picture { width, height, bytes })
    } else if let Body::Video(clip) = body {
        Body::Video(Clip {
            width,
            height,
            bytes: bytes.into(),
            ..*clip
        })
    } else {
        body.clone()
    }
}

/// The body of the one message in it.
fn read(json: &str) -> (Author, Body) {
    let mut items = batch(json).items;
    let Some(Item::Message(message)) = items.pop() else {
        panic!("a message: {json}")
    };
    assert_eq!(items, []);
    assert_eq!(message.id, MsgId(ID));
    (message.author, message.body)
}

#[test]
fn the_encoder_writes_what_the_service_writes_and_the_parser_reads_it() {
    for case in cases() {
        let written = written("zhou", "zhou", &case.saying);
        let golden = golden(case.name, &written);
        assert_eq!(
            read(&golden).1,
            measured(&case.body, &written),
            "{}: the parser",
            case.name
        );
    }
}

/// What is no message of its own: what the phone did, what is taken back, what is not for people.
fn instructions() -> [(&'static str, Saying, Vec<Item>); 4] {
    let zhou = || UserName::from("@zhou");
    let notice = "\"阿岚\" 撤回了一条消息";
    let told = |code| Saying::Status {
        code,
        chats: vec!["zhou".into(), "hike".into()],
    };
    let revoked = Saying::Revoke {
        target: 77,
        notice: notice.into(),
    };
    let unseen = Saying::Unknown {
        msg_type: 9999,
        app_type: 0,
        title: "x".into(),
    };
    let recall = Item::Recall {
        id: MsgId(ID),
        chat: zhou(),
        target: Some(MsgId(77)),
        notice: safe(notice),
    };
    let recent = vec![zhou(), UserName::from("@@hike")];
    [
        ("recall", revoked, vec![recall]),
        ("read_on_phone", told(2), vec![Item::ReadOnPhone(zhou())]),
        ("recent_chats", told(4), vec![Item::RecentChats(recent)]),
        ("system_notice", unseen, Vec::new()),
    ]
}

/// The golden item of this name, written anew where that is asked for.
fn golden(name: &str, written: &Value) -> String {
    let file = fixture(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, format!("{written:#}\n")).unwrap();
    }
    let golden = std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let value: Value = serde_json::from_str(&golden).unwrap();
    assert_eq!(*written, value, "{name}: the encoder");
    golden
}

#[test]
fn what_is_no_message_is_written_and_read_to_the_letter_too() {
    for (name, saying, items) in instructions() {
        let golden = golden(name, &written("zhou", "zhou", &saying));
        assert_eq!(batch(&golden).items, items, "{name}: the parser");
    }
}

#[test]
fn no_golden_item_is_of_a_kind_that_is_gone() {
    let folder = fixture("x").parent().unwrap().to_owned();
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort_unstable();
    let cases = cases();
    let all = cases.iter().map(|case| case.name);
    let all = all.chain(instructions().map(|(name, _, _)| name));
    let mut named: Vec<String> = all.map(|name| format!("{name}.json")).collect();
    named.sort_unstable();
    assert_eq!(files, named);
}

/// A member's prefix and one's own lack of one change nothing of what is said (`protocol.md §6.3`).
#[test]
fn a_kind_is_the_same_in_a_group_and_from_oneself() {
    // Of the service, or named after whoever says it.
    let special = |case: &Case| {
        matches!(
            case.saying,
            Saying::FriendRequest { .. } | Saying::Notice(_) | Saying::Articles(_)
        )
    };
    for case in cases().into_iter().filter(|case| !special(case)) {
        let item = written("amu", "hike", &case.saying);
        let (author, body) = read(&item.to_string());
        assert_eq!(author, Author::Member(UserName::from("@amu")), "{}", case.name);
        assert_eq!(body, measured(&case.body, &item), "{} in a group", case.name);
        for chat in ["zhou", "hike"] {
            let item = written("me", chat, &case.saying);
            let (author, body) = read(&item.to_string());
            assert_eq!(
                (author, body),
                (Author::Me, measured(&case.body, &item)),
                "{} from oneself",
                case.name
            );
        }
    }
}

/// Since 2019 the XML of media may be a token: then the envelope tells what it can.
#[test]
fn media_without_their_xml_are_what_the_envelope_tells() {
    for case in plain::cases() {
        let mut browser = Browser::at_home(setup());
        browser.world.quirks_mut().tokens = true;
        for (from, chat) in [("zhou", "zhou"), ("amu", "hike")] {
            let saying = case.saying.clone();
            browser.world.say(browser.now, from, chat, saying).unwrap();
        }
        for item in browser.news() {
            let media = matches!(item["MsgType"].as_u64(), Some(3 | 34 | 43 | 62));
            let Some(Item::Message(message)) = batch(&item.to_string()).items.pop() else {
                panic!("a message: {item}")
            };
            let content = message.raw.content.rsplit(":<br/>").next().unwrap().to_owned();
            assert_eq!(
                media,
                content.starts_with('@') && content.len() == 129,
                "{}",
                case.name
            );
            if media {
                assert_eq!(message.body, measured(&case.body, &item), "{}", case.name);
            }
        }
    }
}

#[test]
fn every_body_there_is_has_a_golden_item() {
    let mut told: Vec<&str> = cases().iter().map(|case| kind(&case.body)).collect();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), KINDS, "{told:?}");
}

/// Every number that `protocol.md §6.2` and `§6.6` name: `MsgType`, and for 49 `AppMsgType`.
#[test]
fn every_type_of_the_protocol_has_a_golden_item() {
    let names = cases().into_iter().map(|case| case.name);
    let names = names.chain(instructions().map(|(name, _, _)| name));
    let types = names.map(|name| {
        let item = std::fs::read_to_string(fixture(name)).unwrap();
        let item: Value = serde_json::from_str(&item).unwrap();
        ["MsgType", "AppMsgType"].map(|field| item[field].as_u64().unwrap())
    });
    let types: std::collections::BTreeSet<_> = types.collect();
    // 35 stands for all that are never seen, 4711 for all that came later. 100001 is the page's own word for 5.
    let plain = [
        1, 3, 34, 35, 37, 40, 42, 43, 47, 48, 50, 51, 52, 53, 62, 9999, 10000, 10002,
    ];
    let apps = [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 15, 16, 17, 19, 33, 36, 51, 53, 57, 63, 74, 87, 92, 2000, 2001,
        4711,
    ];
    let wanted = plain.map(|kind| [kind, 0]).into_iter();
    let wanted = wanted.chain(apps.map(|kind| [49, kind])).chain([[1, 2001]]);
    assert_eq!(types, wanted.collect());
}

/// The messages among them as they are read, by name.
pub fn messages() -> Vec<(&'static str, Body)> {
    let read = |case: Case| {
        let item = std::fs::read_to_string(fixture(case.name)).unwrap();
        (case.name, read(&item).1)
    };
    cases().into_iter().map(read).collect()
}

/// All but what is left of a recalled message, which is no message of its own.
const KINDS: usize = 22;

pub(super) fn kind(body: &Body) -> &'static str {
    match body {
        Body::Text(_) => "text",
        Body::Image(_) => "image",
        Body::Sticker(_) => "sticker",
        Body::Voice { .. } => "voice",
        Body::Video(_) => "video",
        Body::Location(_) => "location",
        Body::Card(_) => "card",
        Body::FriendRequest(_) => "friend request",
        Body::Link(_) => "link",
        Body::Articles(_) => "articles",
        Body::File(_) => "file",
        Body::MiniProgram(_) => "mini program",
        Body::Music(_) => "music",
        Body::ChatHistory(_) => "chat history",
        Body::Quote(_) => "quote",
        Body::Transfer(_) => "transfer",
        Body::RedPacket { .. } => "red packet",
        Body::Call => "call",
        Body::OnPhone { .. } => "on the phone",
        Body::Announcement(_) => "announcement",
        Body::Notice(_) => "notice",
        Body::Recalled(_) => "recalled",
        Body::Unsupported { .. } => "unsupported",
    }
}
