//! Bodies, and what came with them: every kind comes back, and what is not known comes back as words.

use rusqlite::Connection;
use tempfile::tempdir;
use weft::domain::message::{Body, Raw};
use weft::domain::text::SafeText;
use weft::port::store::LineRecord;
use weft::store::Room;

use super::{UIN, keep, line, lines, open, put};

/// What stands in the file for each of them.
const KEPT: [(i64, &str, &str); 20] = [
    (0, "words", ""),
    (1, "", ""),
    (2, "", ""),
    (3, "", r#"{"millis":1500}"#),
    (4, "", r#"{"seconds":9}"#),
    (5, "label", ""),
    (6, "name", r#"{"public":true}"#),
    (7, "name\nhello", r#"{"name":"name","greeting":"hello"}"#),
    (
        8,
        "title\nsource",
        r#"{"title":"title","description":"","source":"source"}"#,
    ),
    (9, "name", r#"{"bytes":18446744073709551615}"#),
    (10, "title\napp", r#"{"title":"title","app":"app"}"#),
    (11, "title", ""),
    (12, "title", ""),
    (13, "reply\nquoted", r#"{"reply":"reply","quoted":"quoted"}"#),
    (14, "￥1\nmemo", r#"{"amount":"￥1","memo":"memo"}"#),
    (15, "title", ""),
    (16, "", ""),
    (17, "notice", ""),
    (18, "recalled", ""),
    (19, "title", r#"{"msg_type":49,"app_type":2000}"#),
];

/// One of each kind, in the order of their numbers.
fn kinds() -> [Body; 20] {
    let safe = SafeText::new;
    let (title, name) = (safe("title"), safe("name"));
    [
        Body::Text(safe("words")),
        Body::Image,
        Body::Sticker,
        Body::Voice { millis: 1500 },
        Body::Video { seconds: 9 },
        Body::Location { label: safe("label") },
        Body::Card {
            name: name.clone(),
            public: true,
        },
        Body::FriendRequest {
            name: name.clone(),
            greeting: safe("hello"),
        },
        Body::Link {
            title: title.clone(),
            description: safe(""),
            source: safe("source"),
        },
        Body::File {
            name,
            bytes: Some(u64::MAX),
        },
        Body::MiniProgram {
            title: title.clone(),
            app: safe("app"),
        },
        Body::Music { title: title.clone() },
        Body::ChatHistory { title: title.clone() },
        Body::Quote {
            reply: safe("reply"),
            quoted: safe("quoted"),
        },
        Body::Transfer {
            amount: safe("￥1"),
            memo: safe("memo"),
        },
        Body::RedPacket { title: title.clone() },
        Body::Call,
        Body::Notice(safe("notice")),
        Body::Recalled(safe("recalled")),
        Body::Unsupported {
            msg_type: 49,
            app_type: 2000,
            title,
        },
    ]
}

/// The numbers are in people's files: a kind keeps its own.
#[test]
fn kinds_keep_their_numbers() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let told: Vec<_> = (1..)
        .zip(kinds())
        .map(|(seq, body)| LineRecord {
            body,
            ..line(seq, 1, "")
        })
        .collect();
    keep(&mut room, told.iter().map(put).collect());
    assert_eq!(lines(&mut room, 1), told);

    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    let mut rows = db
        .prepare("SELECT kind, text, body FROM line ORDER BY seq")
        .unwrap();
    let rows = rows
        .query_map([], |row| {
            let rest: Option<String> = row.get(2)?;
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                rest.unwrap_or_default(),
            ))
        })
        .unwrap();
    assert_eq!(
        rows.map(Result::unwrap).collect::<Vec<_>>(),
        KEPT.map(|(kind, text, rest)| { (kind, text.to_owned(), rest.to_owned()) })
    );
}

#[test]
fn a_kind_nobody_knows_comes_back_as_its_words() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let mut told = line(1, 1, "from a later weft");
    told.raw = Some(Box::new(Raw {
        msg_type: 49,
        app_type: 87,
        content: "<msg/>".into(),
        ..Raw::default()
    }));
    let card = LineRecord {
        body: Body::Card {
            name: SafeText::new("Mia"),
            public: false,
        },
        ..line(2, 1, "")
    };
    keep(&mut room, vec![put(&told), put(&card)]);
    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    db.execute_batch(
        "UPDATE line SET kind = 77 WHERE seq = 1; UPDATE line SET body = '{broken' WHERE seq = 2",
    )
    .unwrap();
    let unsupported = |msg_type, app_type, title: &str| Body::Unsupported {
        msg_type,
        app_type,
        title: SafeText::new(title),
    };
    let found = lines(&mut room, 1);
    assert_eq!(found[0].body, unsupported(49, 87, "from a later weft"));
    assert_eq!(found[0].raw, told.raw);
    assert_eq!(found[1].body, unsupported(0, 0, "Mia"));
}

#[test]
fn what_was_put_into_the_file_by_somebody_else_is_made_safe() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, vec![put(&line(1, 1, "hi"))]);
    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    db.execute("UPDATE line SET text = ?1", ["\u{1b}[31mred"])
        .unwrap();
    assert_eq!(lines(&mut room, 1)[0].body, super::text("[31mred"));
}
