//! What the history costs: opening, paging and writing with 5,000 chats and 1,000,000 lines kept, on disk.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tempfile::{TempDir, tempdir};
use weft::domain::contact::{Contact, ContactKind};
use weft::domain::id::{BatchId, MsgId, PeerId, Seq, UserName};
use weft::domain::message::{Body, Raw};
use weft::domain::secret::Secret;
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Keepsake;
use weft::port::store::{
    Change, ChatRecord, From, LineRecord, PeerRecord, Place, Read, Receipt, State, StoreCommand, StoreEvent,
    Which,
};
use weft::store::Room;

const CHATS: u32 = 5_000;
const LINES: i64 = 1_000_000;
const UIN: i64 = 2_748_112_906;
/// Every other line is of this chat.
const BUSY: PeerId = PeerId(0);

const WORDS: [&str; 24] = [
    "今天",
    "我们",
    "一起",
    "吃饭",
    "吧",
    "好的",
    "红包",
    "明天",
    "开会",
    "在",
    "哪里",
    "谢谢",
    "weft",
    "ok",
    "不",
    "知道",
    "图片",
    "看到",
    "了",
    "已经",
    "发给",
    "老板",
    "哈哈",
    "https://example.com/a?b=c",
];

/// Words of about 18 characters, the same in every run.
fn words(seq: i64) -> String {
    let mut state = seq.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut words = String::new();
    for _ in 0..2 + state % 12 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(seq.unsigned_abs());
        let at = usize::try_from((state >> 33) % 97).unwrap();
        words.push_str(WORDS.get(at % WORDS.len()).unwrap());
    }
    words
}

fn line(seq: i64) -> Change {
    let chat = match seq % 2 {
        0 => BUSY,
        _ => PeerId(u32::try_from(seq / 2 % i64::from(CHATS)).unwrap()),
    };
    let words = words(seq);
    Change::Line(Box::new(LineRecord {
        seq: Seq(seq),
        chat,
        at: Timestamp(1_600_000_000 + seq),
        from: From::Peer(chat),
        // As the service numbers them: permanent, not in order.
        state: State::Kept(Some(MsgId(
            seq.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 1,
        ))),
        body: Body::Text(SafeText::new(&words)),
        raw: Some(Box::new(Raw {
            msg_type: 1,
            content: words.into(),
            ..Raw::default()
        })),
    }))
}

fn chat(id: u32) -> [Change; 2] {
    let mut name = String::from("@");
    for _ in 0..8 {
        write!(name, "{id:08x}").unwrap();
    }
    let contact = Contact {
        kind: ContactKind::Friend,
        nick_name: SafeText::line(&format!("朋友{id}")),
        ..Contact::bare(UserName::new(name))
    };
    let peer = PeerRecord {
        id: PeerId(id),
        contact,
        gone: false,
        current: true,
        same_as: None,
        members: Vec::new(),
        since: Seq(0),
        apart: Vec::new(),
    };
    let chat = ChatRecord {
        peer: PeerId(id),
        unread: 0,
        mentioned: false,
        last_at: Timestamp(1_600_000_000),
        opened_at: Timestamp(0),
        rank: id,
    };
    [Change::Peer(Box::new(peer)), Change::Chat(chat)]
}

fn write(room: &mut Room, changes: Vec<Change>) {
    let receipts = vec![Receipt::Batch(BatchId(0))];
    let events = room.perform(StoreCommand::Write { changes, receipts });
    assert!(matches!(events.as_slice(), [StoreEvent::Kept(_)]), "{events:?}");
}

fn open(home: &Path) -> Room {
    let mut room = Room::at(home);
    let events = room.perform(StoreCommand::Open(Which::Uin(UIN)));
    assert!(matches!(events.as_slice(), [StoreEvent::Opened(_)]), "{events:?}");
    black_box(events);
    room
}

fn full_home() -> TempDir {
    let home = tempdir().unwrap();
    let mut room = open(home.path());
    write(&mut room, (0..CHATS).flat_map(chat).collect());
    for first in (1..=LINES).step_by(5_000) {
        write(&mut room, (first..first + 5_000).map(line).collect());
    }
    home
}

fn page(room: &mut Room, from: Place) {
    let read = Read {
        chat: BUSY,
        from,
        count: 200,
    };
    let events = room.perform(StoreCommand::Read(read));
    let full = matches!(events.as_slice(), [StoreEvent::Page(page)] if page.lines.len() == 200);
    assert!(full, "no page");
    black_box(events);
}

fn store(c: &mut Criterion) {
    let home = full_home();
    c.bench_function("store/open, 5,000 chats of 1,000,000 lines", |b| {
        b.iter(|| open(home.path()));
    });

    let mut room = open(home.path());
    c.bench_function("store/page of 200, the last", |b| {
        b.iter(|| page(&mut room, Place::End));
    });
    let middle = Place::Before(Timestamp(1_600_000_000 + LINES / 2), Seq(LINES / 2));
    c.bench_function("store/page of 200, from the middle of 500,000", |b| {
        b.iter(|| page(&mut room, middle));
    });

    let mut next = LINES;
    let mut batch = |count: i64| -> Vec<Change> {
        let first = next + 1;
        next += count;
        (first..=next).map(line).collect()
    };
    let session = "webwx_data_ticket=gSc7;".repeat(150);
    let mut group = c.benchmark_group("store");
    group.throughput(Throughput::Elements(50));
    group.bench_function("a batch of 50 lines and the session", |b| {
        b.iter(|| {
            let mut changes = batch(50);
            changes.push(Change::Keepsake(Some(Keepsake(Secret::new(session.as_str())))));
            write(&mut room, changes);
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("one line", |b| {
        b.iter(|| write(&mut room, batch(1)));
    });
    group.finish();
}

criterion_group!(benches, store);
criterion_main!(benches);
