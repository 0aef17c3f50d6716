//! Bodies, and what came with them: every kind comes back, and what is not known comes back as words.

use rusqlite::Connection;
use tempfile::tempdir;
use weft::domain::id::{MsgId, PeerId};
use weft::domain::message::{
    Body, By, Card, Clip, File, Link, OnPhone, Picture, Place, Quote, Raw, Recalled, Record, Request,
    TakenBack, Transfer,
};
use weft::domain::text::SafeText;
use weft::port::store::{Change, From, LineRecord, Search, StoreCommand, StoreEvent};
use weft::store::Room;

use super::{UIN, keep, line, lines, open, put};

/// What the first weft wrote for each of them.
const FIRST: [(i64, &str, &str); 20] = [
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

/// What stands in the file for each of them.
const KEPT: [(i64, &str, &str); 23] = [
    (0, "words", ""),
    (1, "", r#"{"width":0,"height":0,"bytes":0}"#),
    (
        2,
        "",
        r#"{"md5":"","url":"","width":0,"height":0,"store":false,"thrown":null,"words":""}"#,
    ),
    (3, "", r#"{"millis":1500}"#),
    (
        4,
        "",
        r#"{"seconds":9,"micro":false,"width":0,"height":0,"bytes":0}"#,
    ),
    (
        5,
        "label",
        r#"{"name":"","label":"label","latitude":"","longitude":"","live":false,"url":"","map":""}"#,
    ),
    (
        6,
        "name",
        r#"{"name":"name","alias":"","province":"","city":"","public":true}"#,
    ),
    (
        7,
        "name\nhello",
        r#"{"name":"name","greeting":"hello","alias":"","province":"","city":"","scene":0,"user_name":"","ticket":""}"#,
    ),
    (
        8,
        "title\nsource",
        r#"{"title":"title","description":"","source":"source"}"#,
    ),
    (9, "name", r#"{"name":"name","bytes":18446744073709551615}"#),
    (
        10,
        "title\napp",
        r#"{"title":"title","description":"","source":"app"}"#,
    ),
    (11, "title", r#"{"title":"title","description":"","source":""}"#),
    (12, "title", r#"{"title":"title","summary":"","items":[]}"#),
    (
        13,
        "reply\nquoted",
        r#"{"reply":"reply","name":"","quoted":"quoted","of":null}"#,
    ),
    (
        14,
        "￥1\nmemo",
        r#"{"amount":"￥1","memo":"memo","step":"unknown"}"#,
    ),
    (15, "title", ""),
    (16, "", ""),
    (17, "notice", ""),
    (18, "recalled", ""),
    (19, "title", r#"{"msg_type":49,"app_type":2000}"#),
    (
        20,
        "title\nother",
        r#"[{"title":"title","description":"","source":""},{"title":"other","description":"","source":"","url":"http://a.b"}]"#,
    ),
    (21, "title", r#"{"what":"voice_reminder"}"#),
    (22, "to all", ""),
];

/// One of each kind, in the order of their numbers.
fn kinds() -> Vec<Body> {
    let article = |title, url| Link {
        title: SafeText::new(title),
        url: SafeText::new(url),
        ..Link::default()
    };
    let mut kinds = first_kinds();
    kinds.extend([
        Body::Articles(vec![article("title", ""), article("other", "http://a.b")]),
        Body::OnPhone {
            what: OnPhone::VoiceReminder,
            title: SafeText::new("title"),
        },
        Body::Announcement(SafeText::new("to all")),
    ]);
    kinds
}

fn first_kinds() -> Vec<Body> {
    [shown(), told()].concat()
}

fn shown() -> Vec<Body> {
    let safe = SafeText::new;
    let (title, name) = (safe("title"), safe("name"));
    vec![
        Body::Text(safe("words")),
        Body::Image(Picture::default()),
        Body::Sticker(Box::default()),
        Body::Voice { millis: 1500 },
        Body::Video(Clip {
            seconds: 9,
            ..Clip::default()
        }),
        Body::Location(Box::new(Place {
            address: safe("label"),
            ..Place::default()
        })),
        Body::Card(Box::new(Card {
            name: name.clone(),
            public: true,
            ..Card::default()
        })),
        Body::FriendRequest(Box::new(Request {
            name: name.clone(),
            greeting: safe("hello"),
            ..Request::default()
        })),
        Body::Link(Box::new(Link {
            title: title.clone(),
            source: safe("source"),
            ..Link::default()
        })),
        Body::File(File {
            name,
            bytes: Some(u64::MAX),
        }),
    ]
}

fn told() -> Vec<Body> {
    let safe = SafeText::new;
    let title = safe("title");
    vec![
        Body::MiniProgram(Box::new(Link {
            title: title.clone(),
            source: safe("app"),
            ..Link::default()
        })),
        Body::Music(Box::new(Link {
            title: title.clone(),
            ..Link::default()
        })),
        Body::ChatHistory(Box::new(Record {
            title: title.clone(),
            ..Record::default()
        })),
        Body::Quote(Box::new(Quote {
            reply: safe("reply"),
            quoted: safe("quoted"),
            ..Quote::default()
        })),
        Body::Transfer(Box::new(Transfer {
            amount: safe("￥1"),
            memo: safe("memo"),
            ..Transfer::default()
        })),
        Body::RedPacket { title: title.clone() },
        Body::Call,
        Body::Notice(safe("notice")),
        super::recalled("recalled"),
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

/// Rows that say less than is known of a kind today.
#[test]
fn rows_of_the_first_weft_read_back() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, (1..=20).map(|seq| put(&line(seq, 1, ""))).collect());
    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    for ((kind, text, rest), seq) in FIRST.iter().zip(1..) {
        let rest = Some(rest).filter(|rest| !rest.is_empty());
        let row = rusqlite::params![kind, text, rest, seq];
        db.execute(
            "UPDATE line SET kind = ?1, text = ?2, body = ?3 WHERE seq = ?4",
            row,
        )
        .unwrap();
    }
    let read: Vec<_> = lines(&mut room, 1).into_iter().map(|line| line.body).collect();
    assert_eq!(read, first_kinds());
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
        body: Body::Card(Box::new(Card {
            name: SafeText::new("Mia"),
            ..Card::default()
        })),
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

/// On disk as in memory: the mark, and what was said only where that is to stay (with how it came, which fetches it).
#[test]
fn a_recalled_line_keeps_what_it_is_told_to_keep() {
    for keep in [false, true] {
        let mut room = Room::in_memory();
        open(&mut room);
        let mut picture = line(1, 1, "");
        picture.body = Body::Image(Picture {
            width: 90,
            height: 120,
            bytes: 7,
        });
        picture.raw = Some(Box::new(Raw {
            msg_type: 3,
            content: "<msg/>".into(),
            encry_file_name: "a%2Eb".into(),
            ..Raw::default()
        }));
        let own = LineRecord {
            from: From::Me,
            ..line(2, 1, "mine")
        };
        keep_all(&mut room, &[&picture, &own]);
        let recall = |target: Option<MsgId>, notice: &str| Change::Recalled {
            chat: PeerId(1),
            target,
            how: TakenBack {
                by: By::told(SafeText::new(notice)),
                keep,
            },
        };
        // The second time the sentence is another one: what was said is not lost to the first.
        keep_one(&mut room, recall(Some(MsgId(1001)), "first"));
        keep_one(&mut room, recall(Some(MsgId(1001)), "taken back"));
        keep_one(&mut room, recall(None, "own"));
        let found = lines(&mut room, 1);
        let was = |body: &Body| keep.then(|| Box::new(body.clone()));
        let marked = |notice: &str, was| {
            let by = By::told(SafeText::new(notice));
            Body::Recalled(Recalled { by, was })
        };
        assert_eq!(found[0].body, marked("taken back", was(&picture.body)));
        assert_eq!(found[1].body, marked("own", was(&own.body)));
        let raw = if keep { picture.raw } else { Some(Box::default()) };
        assert_eq!(found[0].raw, raw);
        let search = |room: &mut Room, word: &str| {
            let search = Search {
                words: vec![word.into()],
                count: 9,
                ..Search::default()
            };
            match room.perform(StoreCommand::Search(search)).as_slice() {
                [StoreEvent::Found(found)] => found.hits.len(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(search(&mut room, "mine"), usize::from(keep));
        assert_eq!(search(&mut room, "own"), 1);
    }
}

/// Files of before have the sentence that the service told, which is Chinese, for an own recall too.
#[test]
fn an_own_recall_is_kept_as_a_fact_and_older_ones_read_as_such() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    let mine = |was: Option<&str>| {
        let was = was.map(|was| Box::new(Body::Text(SafeText::new(was))));
        Body::Recalled(Recalled { by: By::Me, was })
    };
    let bodies = [mine(None), mine(Some("said"))];
    for (seq, body) in (1..).zip(&bodies) {
        let body = body.clone();
        keep(
            &mut room,
            vec![put(&LineRecord {
                body,
                ..line(seq, 1, "")
            })],
        );
    }
    let read = |room: &mut Room| {
        lines(room, 1)
            .into_iter()
            .map(|line| line.body)
            .collect::<Vec<_>>()
    };
    assert_eq!(read(&mut room), bodies);
    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    let mut kept = db.prepare("SELECT text, body FROM line ORDER BY seq").unwrap();
    let kept: Vec<(String, String)> = kept
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kept[0], (String::new(), r#"{"mine":true}"#.to_owned()));
    assert_eq!(kept[1].0, "said");
    assert!(kept.iter().all(|(_, rest)| !rest.contains("撤回")), "{kept:?}");
    let sentence = "你撤回了一条消息";
    let old = format!(r#"{{"notice":"{sentence}","was":{{"kind":0,"text":"said"}}}}"#);
    db.execute("UPDATE line SET text = ?1, body = NULL WHERE seq = 1", [sentence])
        .unwrap();
    db.execute("UPDATE line SET body = ?1 WHERE seq = 2", [old])
        .unwrap();
    assert_eq!(read(&mut room), bodies);
}

fn keep_all(room: &mut Room, told: &[&LineRecord]) {
    keep(room, told.iter().map(|line| put(line)).collect());
}

fn keep_one(room: &mut Room, change: Change) {
    keep(room, vec![change]);
}

/// Whoever tampers with a file makes no program end: what is too deep is its words.
#[test]
fn bodies_in_bodies_without_end_come_back_as_words() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, vec![put(&line(1, 1, "hi"))]);
    let mut nested = r#"{"kind":0,"text":"deep"}"#.to_owned();
    for _ in 0..20_000 {
        nested = format!(r#"{{"kind":18,"text":"x","rest":{{"notice":"x","was":{nested}}}}}"#);
    }
    let db = Connection::open(home.path().join(UIN.to_string()).join("history.db")).unwrap();
    db.execute(
        "UPDATE line SET kind = 18, body = ?1",
        [format!(r#"{{"notice":"x","was":{nested}}}"#)],
    )
    .unwrap();
    let mut body = lines(&mut room, 1).remove(0).body;
    let mut depth = 0;
    while let Body::Recalled(Recalled { was: Some(was), .. }) = body {
        body = *was;
        depth += 1;
    }
    assert!(depth <= 9, "{depth}");
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
