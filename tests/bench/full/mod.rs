//! A history with 5,000 chats and 1,000,000 lines, on disk, the same in every run.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use tempfile::{TempDir, tempdir};
use weft::domain::contact::{Contact, ContactKind};
use weft::domain::id::{BatchId, MsgId, PeerId, Seq, UserName};
use weft::domain::message::{Body, Raw};
use weft::domain::secret::Secret;
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::Keepsake;
use weft::port::store::{
    Change, ChatRecord, From, LineRecord, PeerRecord, Receipt, State, StoreCommand, StoreEvent, Which,
};
use weft::store::Room;

pub const CHATS: u32 = 5_000;
pub const LINES: i64 = 1_000_000;
pub const UIN: i64 = 2_748_112_906;
/// Every other line is of this chat.
pub const BUSY: PeerId = PeerId(0);

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

pub fn line(seq: i64) -> Change {
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
        joined: 0,
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

pub fn write(room: &mut Room, changes: Vec<Change>) {
    let receipts = vec![Receipt::Batch(BatchId(0))];
    let events = room.perform(StoreCommand::Write { changes, receipts });
    assert!(matches!(events.as_slice(), [StoreEvent::Kept(_)]), "{events:?}");
}

pub fn open(home: &Path) -> Room {
    let mut room = Room::at(home);
    let events = room.perform(StoreCommand::Open(Which::Uin(UIN)));
    assert!(matches!(events.as_slice(), [StoreEvent::Opened(_)]), "{events:?}");
    black_box(events);
    room
}

/// Takes half a minute to build.
pub fn full_home() -> TempDir {
    let home = tempdir().unwrap();
    let mut room = open(home.path());
    let me = PeerId(CHATS);
    let session = Keepsake(Secret::new("of this login"));
    let mut people: Vec<Change> = (0..=CHATS).flat_map(chat).collect();
    people.extend([Change::Me(me), Change::Keepsake(Some(session))]);
    write(&mut room, people);
    for first in (1..=LINES).step_by(5_000) {
        write(&mut room, (first..first + 5_000).map(line).collect());
    }
    home
}
