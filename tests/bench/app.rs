//! What a key costs the reducer with ten thousand contacts and a hundred thousand messages loaded.
#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use weft::app::finder::search;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::{Event, update};
use weft::domain::contact::{Contact, ContactKind, Flags, Pinyin};
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, Epoch, MsgId, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::text::SafeText;
use weft::domain::time::{Now, Timestamp};
use weft::port::{Batch, NetEvent, News, Welcome};

const CONTACTS: usize = 10_000;
const CHATS: usize = 5_000;
const MESSAGES: u64 = 100_000;

fn person(n: usize) -> Contact {
    const FAMILY: [(&str, &str); 5] = [
        ("王", "wang"),
        ("李", "li"),
        ("周", "zhou"),
        ("吴", "wu"),
        ("岚", "lan"),
    ];
    let pick = |n: usize| FAMILY.get(n % FAMILY.len()).copied().expect("in range");
    let (family, given, last) = (pick(n), pick(n / 5), pick(n / 25));
    Contact {
        kind: ContactKind::Friend,
        nick_name: SafeText::new(&format!("{}{}{} {n}", family.0, given.0, last.0)),
        pinyin: Pinyin {
            full: format!("{}{}{}{n}", family.1, given.1, last.1).into(),
            initials: [family, given, last]
                .iter()
                .filter_map(|(_, read)| read.chars().next())
                .collect(),
            ..Pinyin::default()
        },
        flags: Some(Flags {
            in_book: true,
            ..Flags::default()
        }),
        ..Contact::bare(UserName::new(format!("@{n:064x}")))
    }
}

fn says(n: u64) -> Item {
    Item::Message(Message {
        id: MsgId(n + 1),
        chat: person(0).user_name,
        author: Author::Peer,
        at: Timestamp(1_790_000_000 + i64::try_from(n).expect("small")),
        body: Body::Text(SafeText::new("明早七点在地铁口见，别迟到，记得带水和外套")),
    })
}

/// Loaded through the same events as in life.
fn loaded() -> (Model, Now) {
    let settings = Settings {
        zone: jiff::tz::TimeZone::UTC,
        warn: false,
        bell: false,
        service: Service::Other,
    };
    let size = Size {
        width: 160,
        height: 50,
    };
    let now = Now {
        wall_ms: 1_790_000_000_000,
        ..Now::default()
    };
    let mut model = Model::new(settings, size);
    let people: Vec<Contact> = (0..CONTACTS).map(person).collect();
    let order = people
        .iter()
        .take(CHATS)
        .map(|person| person.user_name.clone())
        .collect();
    let welcome = Welcome {
        me: person(CONTACTS),
        recent: Vec::new(),
        order,
    };
    let batch = Batch {
        id: BatchId(1),
        profile: None,
        deleted: Vec::new(),
        changed: Vec::new(),
        items: (0..MESSAGES).map(says).collect(),
    };
    for news in [
        News::Welcome(Box::new(welcome)),
        News::Contacts(people),
        News::Synced(batch),
    ] {
        let epoch = Epoch(1);
        update(&mut model, now, Event::Net(NetEvent { epoch, news }));
    }
    press(&mut model, now, Code::Enter);
    (model, now)
}

fn press(model: &mut Model, now: Now, code: Code) {
    black_box(update(model, now, Event::Key(Key::plain(code))));
}

fn benches(c: &mut Criterion) {
    let (mut model, now) = loaded();
    for typed in ["l", "lan", "周", "zhouwu", "nobody"] {
        c.bench_function(&format!("filter 10,000 contacts by {typed}"), |b| {
            b.iter(|| black_box(search(&model.directory, &model.chats, typed)));
        });
    }
    c.bench_function("key in the composer", |b| {
        b.iter(|| {
            press(&mut model, now, Code::Char('x'));
            press(&mut model, now, Code::Backspace);
        });
    });
    c.bench_function("page up and down in 100,000 messages", |b| {
        b.iter(|| {
            press(&mut model, now, Code::PageUp);
            press(&mut model, now, Code::PageDown);
        });
    });
    press(&mut model, now, Code::Esc);
    c.bench_function("step in a list of 5,000 chats", |b| {
        b.iter(|| {
            press(&mut model, now, Code::Down);
            press(&mut model, now, Code::Up);
        });
    });
}

criterion_group!(app, benches);
criterion_main!(app);
