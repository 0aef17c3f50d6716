//! Every kind of message is one clear line: no markup, no internal name, nothing that only a program understands.

use weft::sim::saying::Saying;
use weft::sim::world::World;

use super::script::Script;
use super::town;

fn kinds() -> Vec<(Saying, &'static str)> {
    [media(), people(), applications(), words()].concat()
}

fn media() -> Vec<(Saying, &'static str)> {
    vec![
        (Saying::Image, "Photo"),
        (Saying::Voice { millis: 7000 }, "Voice"),
        (Saying::Video { seconds: 12 }, "Video"),
        (Saying::MicroVideo { seconds: 5 }, "Video"),
        (Saying::Sticker, "Sticker"),
        (Saying::StoreSticker, "Sticker"),
    ]
}

fn people() -> Vec<(Saying, &'static str)> {
    let s = str::to_owned;
    vec![
        (
            Saying::Location {
                label: s("人民大道185号"),
                poi: s("人民广场"),
                latitude: 31.2,
                longitude: 121.4,
            },
            "人民广场",
        ),
        (Saying::LiveLocation, "位置共享"),
        (
            Saying::Card {
                nick: s("王 & Söhne"),
                public: false,
            },
            "王 & Söhne",
        ),
        (
            Saying::Card {
                nick: s("早报社"),
                public: true,
            },
            "早报社",
        ),
    ]
}

fn applications() -> Vec<(Saying, &'static str)> {
    let s = str::to_owned;
    vec![
        (
            Saying::Link {
                title: s("标题 <b> & \"q\""),
                description: s("d"),
                url: s("https://example.com/?a=1&b=2"),
                source: s("来源"),
            },
            "标题 <b> & \"q\"",
        ),
        (
            Saying::Articles(vec![(s("头条"), s("d")), (s("次条"), s("e"))]),
            "头条",
        ),
        (
            Saying::File {
                name: s("报告 1.pdf"),
                bytes: 2048,
            },
            "报告 1.pdf",
        ),
        (
            Saying::MiniProgram {
                title: s("小程序题"),
                app: s("App"),
            },
            "小程序题",
        ),
        (
            Saying::Music {
                title: s("一首歌"),
                artist: s("歌手"),
            },
            "一首歌",
        ),
        (
            Saying::History {
                title: s("群聊的聊天记录"),
                lines: vec![s("A: 1"), s("B: 2")],
            },
            "群聊的聊天记录",
        ),
    ]
}

fn words() -> Vec<(Saying, &'static str)> {
    let s = str::to_owned;
    vec![
        (
            Saying::QuoteText {
                name: s("阿岚"),
                quoted: s("[图片]"),
                reply: s("这张在哪拍的"),
            },
            "这张在哪拍的",
        ),
        (
            Saying::Quote {
                name: s("阿岚"),
                quoted: s("早"),
                reply: s("晚"),
            },
            "晚",
        ),
        (
            Saying::Transfer {
                amount: s("￥8.00"),
                memo: s("饭钱"),
            },
            "￥8.00",
        ),
        (
            Saying::RedPacket {
                title: s("恭喜发财")
            },
            "恭喜发财",
        ),
        (Saying::Call, "phone"),
        (
            Saying::Notice(s("你已添加了X，现在可以开始聊天了。")),
            "你已添加了X，现在可以开始聊天了。",
        ),
    ]
}

/// What no screen may show: markup, the service's names for people, paths of its interface.
const INTERNAL: [&str; 12] = [
    "<msg", "</", "<?xml", "<br", "<span", "&lt;", "&amp;", "&#", "@crypt_", "cgi-bin", "wxid_", "appmsg",
];

#[track_caller]
fn is_clear(script: &Script, what: &str) {
    let screen = script.screen();
    for internal in INTERNAL {
        assert!(!screen.contains(internal), "{what} shows {internal:?}:\n{screen}");
    }
    let hex = |word: &str| word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = screen.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words {
        assert!(!hex(word), "{what} shows {word}:\n{screen}");
    }
}

fn heard(from: &'static str, chat: &'static str, saying: &Saying) -> Script {
    let saying = saying.clone();
    Script::logged_in(town())
        .server(move |world: &mut World, now| assert!(world.say(now, from, chat, saying).is_ok()))
        .wait(5)
}

#[test]
fn every_kind_is_clear_in_the_list_and_in_the_conversation() {
    for (from, chat, open) in [
        ("anna", "anna", "Anna"),
        ("zhou", "hike", "周末"),
        ("me", "anna", "Anna"),
    ] {
        for (saying, shown) in kinds() {
            let what = format!("{saying:?} by {from} in {chat}");
            let script = heard(from, chat, &saying);
            is_clear(&script, &what);
            let script = script.open(open).wait(1);
            is_clear(&script, &what);
            assert!(
                script.screen().contains(shown),
                "{what} does not show {shown:?}:\n{}",
                script.screen()
            );
            assert_eq!(script.model.talk().unwrap().lines.len(), 1, "{what}");
            script.online().blameless();
        }
    }
}

#[test]
fn a_friend_request_says_who_and_why() {
    let request = Saying::FriendRequest {
        nick: "小林".into(),
        greeting: "我是小林 & 朋友".into(),
    };
    let script = heard("anna", "fmessage", &request);
    is_clear(&script, "a friend request");
    let script = script.open("朋友推荐").wait(1);
    is_clear(&script, "a friend request");
    script.shows("小林").shows("我是小林 & 朋友").blameless();
}

#[test]
fn every_type_there_is_or_may_be_is_one_line() {
    let types = (0..=62)
        .chain([100, 9998, 9999, 10000, 10002, 10003, u32::MAX])
        .map(|kind| (kind, 0));
    let apps = (0..=130)
        .chain([2000, 2001, 2003, 100_001, u32::MAX])
        .map(|kind| (49, kind));
    for (msg_type, app_type) in types.chain(apps) {
        let odd = Saying::Unknown {
            msg_type,
            app_type,
            title: "ein Titel".into(),
        };
        let what = format!("type {msg_type}/{app_type}");
        let script = heard("anna", "anna", &odd).open("Anna");
        is_clear(&script, &what);
        let lines = script.model.talk().map_or(0, |talk| talk.lines.len());
        let expected = usize::from(!matches!(msg_type, 51 | 9999));
        assert_eq!(lines, expected, "{what}:\n{}", script.screen());
        script.online();
    }
}

#[test]
fn a_type_without_any_field_is_one_line_too() {
    for msg_type in [1, 3, 34, 37, 40, 42, 43, 47, 48, 49, 50, 52, 53, 62, 777, 10000] {
        let script = Script::logged_in(town())
            .server(|world, _| {
                world.deliver_raw(&format!(
                    r#"{{"MsgId":"{}","FromUserName":"${{anna}}","ToUserName":"${{me}}","MsgType":{msg_type}}}"#,
                    9000 + msg_type
                ));
            })
            .wait(2)
            .open("Anna");
        is_clear(&script, &format!("a bare {msg_type}"));
        script.online().blameless();
    }
}
