//! What a key costs the reducer with ten thousand contacts and a hundred thousand messages loaded.
#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use weft::app::faces;
use weft::app::finder::search;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::{Event, update};
use weft::domain::contact::{Contact, ContactKind, Flags, Group, Member, Pinyin};
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
        raw: Box::default(),
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
        avatars: weft::domain::picture::Avatars::Never,
        fold_accounts: false,
        group_actions: false,
        keep_recalled: false,
        service: Service::Other,
        faces: weft::domain::text::Faces::Emoji,
        cache: "/cache".into(),
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
        same: false,
        uin: 7,
        me: person(CONTACTS),
        recent: Vec::new(),
        order,
    };
    let batch = Batch {
        keepsake: None,
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

const GROUPS: usize = 500;
const MEMBERS: usize = 500;

/// Everybody under the names of this login: the pages of the book, then the groups with their members.
fn renamed(login: usize) -> Vec<News> {
    let name = |lead: &str, n: usize| UserName::new(format!("{lead}{login:x}{n:063x}"));
    let people = (0..CONTACTS).map(|n| Contact {
        avatar_seq: 600_000_000 + n as u64,
        user_name: name("@", n),
        ..person(n)
    });
    let people: Vec<Contact> = people.collect();
    let groups = (0..GROUPS).map(|n| {
        let members = (0..MEMBERS).map(|m| {
            let who = (n * 37 + m * 11) % CONTACTS;
            Member {
                user_name: name("@", who),
                nick_name: person(who).nick_name,
                card_name: SafeText::default(),
            }
        });
        Contact {
            nick_name: SafeText::new(&format!("群{n}")),
            group: Some(Box::new(Group {
                members: members.collect(),
                ..Group::default()
            })),
            ..Contact::bare(name("@@", n))
        }
    });
    let groups: Vec<Contact> = groups.collect();
    let me = person(CONTACTS);
    let welcome = Welcome {
        same: false,
        uin: 7,
        me,
        recent: Vec::new(),
        order: Vec::new(),
    };
    let complete = News::BookProgress {
        contacts: 0,
        complete: true,
    };
    let pages = people.chunks(500).map(<[Contact]>::to_vec).map(News::Contacts);
    let answers = groups.chunks(50).map(<[Contact]>::to_vec).map(News::Contacts);
    std::iter::once(News::Welcome(Box::new(welcome)))
        .chain(pages)
        .chain([complete])
        .chain(answers)
        .collect()
}

fn told(model: &mut Model, now: Now, news: Vec<News>) {
    for news in news {
        let epoch = Epoch(1);
        black_box(update(model, now, Event::Net(NetEvent { epoch, news })));
    }
}

/// A login in which everybody has another name: who is who is found out again.
fn logins(c: &mut Criterion) {
    let (mut model, now) = loaded();
    told(&mut model, now, renamed(0));
    let known = model.directory.peers.len();
    let again = renamed(1);
    let mut group = c.benchmark_group("log in again");
    group.sample_size(10);
    group.bench_function("10,000 contacts, 500 groups of 500 members", |b| {
        b.iter_batched(
            || (model.clone(), again.clone()),
            |(mut model, again)| {
                told(&mut model, now, again);
                assert!(model.directory.peers.len() < known + CONTACTS / 10, "known again");
                model
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
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
    for typed in ["sm", "rocket", "微", "weixiao", "xx"] {
        c.bench_function(&format!("find faces by {typed}"), |b| {
            b.iter(|| black_box(faces::search(typed, &[])));
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

criterion_group!(app, benches, logins);
criterion_main!(app);
