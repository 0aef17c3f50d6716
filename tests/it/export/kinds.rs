//! What stands in a line of the file for each kind, what the first weft wrote there, and what never does.

use std::fmt::Write as _;

use weft::archive::Format;
use weft::domain::id::MsgId;
use weft::domain::message::{
    Body, By, Card, Clip, File, Link, Picture, Place, Quote, Raw, Recalled, Record, Request, Said, Sticker,
    Thrown, Transfer,
};
use weft::domain::text::SafeText;
use weft::port::store::LineRecord;
use weft::store::Room;

use super::{export, home_with, import};
use crate::store::{chat, line, lines, open, peer, put, put_peer};

const HEADER: &str = r#"{"weft":"history","version":1,"account":2748112906}
{"peer":1,"kind":"friend","name":"Anna"}
"#;

/// Each kind as the first weft wrote it, and what it is now.
fn first() -> Vec<(&'static str, Body)> {
    [plain(), titled(), told()].concat()
}

fn safe(text: &str) -> SafeText {
    SafeText::new(text)
}

fn plain() -> Vec<(&'static str, Body)> {
    vec![
        (r#""kind":"text","text":"hi""#, Body::Text(safe("hi"))),
        (r#""kind":"image""#, Body::Image(Picture::default())),
        (r#""kind":"sticker""#, Body::Sticker(Box::default())),
        (r#""kind":"voice","millis":1500"#, Body::Voice { millis: 1500 }),
        (
            r#""kind":"video","seconds":9"#,
            Body::Video(Clip {
                seconds: 9,
                ..Clip::default()
            }),
        ),
        (
            r#""kind":"location","label":"Main Street 1(Square)""#,
            Body::Location(Box::new(Place {
                address: safe("Main Street 1(Square)"),
                ..Place::default()
            })),
        ),
        (
            r#""kind":"card","name":"Ben","public":true"#,
            Body::Card(Box::new(Card {
                name: safe("Ben"),
                public: true,
                ..Card::default()
            })),
        ),
        (
            r#""kind":"friend_request","name":"Ben","greeting":"hello""#,
            Body::FriendRequest(Box::new(Request {
                name: safe("Ben"),
                greeting: safe("hello"),
                ..Request::default()
            })),
        ),
        (r#""kind":"call""#, Body::Call),
        (
            r#""kind":"notice","text":"Ben joined""#,
            Body::Notice(safe("Ben joined")),
        ),
        (
            r#""kind":"recalled","text":"Ben recalled""#,
            Body::Recalled(Recalled {
                by: By::told(safe("Ben recalled")),
                was: None,
            }),
        ),
    ]
}

fn titled() -> Vec<(&'static str, Body)> {
    let page = |description: &str, source: &str, url: &str| {
        Box::new(Link {
            title: safe("t"),
            description: safe(description),
            source: safe(source),
            url: safe(url),
            cover: safe(""),
        })
    };
    vec![
        (
            r#""kind":"link","title":"t","description":"d","source":"s","url":"http://a.b/?c&d""#,
            Body::Link(page("d", "s", "http://a.b/?c&d")),
        ),
        (
            r#""kind":"file","name":"a.pdf","bytes":7"#,
            Body::File(File {
                name: safe("a.pdf"),
                bytes: Some(7),
            }),
        ),
        (
            r#""kind":"mini_program","title":"t","app":"s","url":"http://a.b""#,
            Body::MiniProgram(page("", "s", "http://a.b")),
        ),
        (r#""kind":"music","title":"t""#, Body::Music(page("", "", ""))),
        (
            r#""kind":"chat_history","title":"t""#,
            Body::ChatHistory(Box::new(Record {
                title: safe("t"),
                ..Record::default()
            })),
        ),
        (
            r#""kind":"quote","text":"yes","quoted":"Ben：well?""#,
            Body::Quote(Box::new(Quote {
                reply: safe("yes"),
                quoted: safe("Ben：well?"),
                ..Quote::default()
            })),
        ),
    ]
}

fn told() -> Vec<(&'static str, Body)> {
    vec![
        (
            r#""kind":"transfer","amount":"￥1","memo":"tea""#,
            Body::Transfer(Box::new(Transfer {
                amount: safe("￥1"),
                memo: safe("tea"),
                ..Transfer::default()
            })),
        ),
        (
            r#""kind":"red_packet","title":"t""#,
            Body::RedPacket { title: safe("t") },
        ),
        (
            r#""kind":"unsupported","msg_type":49,"app_type":63,"title":"t""#,
            Body::Unsupported {
                msg_type: 49,
                app_type: 63,
                title: safe("t"),
            },
        ),
    ]
}

#[test]
fn a_file_of_the_first_weft_is_taken_in() {
    let mut file = HEADER.to_owned();
    for ((said, _), nth) in first().iter().zip(1..) {
        let _infallible = writeln!(
            file,
            "{{\"chat\":1,\"from\":1,\"epoch\":{nth},\"id\":\"{nth}\",{said}}}"
        );
    }
    let home = tempfile::tempdir().unwrap();
    import(home.path(), &file).unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let found: Vec<Body> = lines(&mut room, 0).into_iter().map(|line| line.body).collect();
    let want: Vec<Body> = first().into_iter().map(|(_, body)| body).collect();
    assert_eq!(found, want);
}

fn written(line: &LineRecord) -> String {
    let home = home_with(vec![
        put_peer(&peer(0, "me")),
        put_peer(&peer(1, "Anna")),
        weft::port::store::Change::Chat(chat(1)),
        put(line),
    ]);
    let file = export(home.path(), Format::Jsonl);
    file.lines().last().unwrap().to_owned()
}

#[test]
fn what_answers_a_friend_request_is_in_no_file() {
    let request = Request {
        name: safe("Ben"),
        scene: 14,
        user_name: "@2cbb".into(),
        ticket: "v2_9d2e@stranger".into(),
        ..Request::default()
    };
    let line = LineRecord {
        body: Body::FriendRequest(Box::new(request)),
        raw: Some(Box::new(Raw {
            content: "ticket=v2_9d2e@stranger".into(),
            ..Raw::default()
        })),
        ..line(1, 1, "")
    };
    let written = written(&line);
    assert!(written.contains("\"scene\":14"), "{written}");
    assert!(
        !written.contains("2cbb") && !written.contains("9d2e"),
        "{written}"
    );
}

#[test]
fn a_record_and_what_was_taken_back_are_told_whole() {
    let thrown = Sticker {
        thrown: Some(Thrown::Dice(6)),
        ..Sticker::default()
    };
    let record = Record {
        title: safe("t"),
        summary: safe("s"),
        items: vec![Said {
            name: safe("Ben"),
            at: safe("2024-5-1 13:09"),
            body: Body::Sticker(Box::new(thrown)),
        }],
    };
    let recalled = Recalled {
        by: By::told(safe("Ben recalled")),
        was: Some(Box::new(Body::ChatHistory(Box::new(record)))),
    };
    let told = written(&LineRecord {
        body: Body::Recalled(recalled),
        ..line(1, 1, "")
    });
    let said = r#""kind":"recalled","text":"Ben recalled","was":{"kind":"chat_history","title":"t","summary":"s","items":[{"name":"Ben","at":"2024-5-1 13:09","said":{"kind":"sticker","md5":"","url":"","width":0,"height":0,"store":false,"thrown":{"dice":6},"words":""}}]}"#;
    assert!(told.contains(said), "{told}");

    let quote = Quote {
        reply: safe("yes"),
        of: Some(MsgId(u64::MAX)),
        ..Quote::default()
    };
    let told = written(&LineRecord {
        body: Body::Quote(Box::new(quote)),
        ..line(1, 1, "")
    });
    let said = r#""kind":"quote","text":"yes","name":"","quoted":"","of":"18446744073709551615""#;
    assert!(told.contains(said), "{told}");
}
