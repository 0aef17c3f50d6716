//! What a frame costs with 5,000 chats and 100,000 lines in the open one.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::step::Touched;
use weft::app::{Event, update};
use weft::domain::contact::{Contact, ContactKind, Flags};
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, MsgId, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::text::SafeText;
use weft::domain::time::{Now, Timestamp};
use weft::port::{Batch, NetEvent, News, Welcome};
use weft::ui::theme::Theme;
use weft::ui::{Look, Screen, paint};
use weft::words::{Language, Words};

const CHATS: u64 = 5_000;
const LINES: u64 = 100_000;
const NOW: Now = Now {
    mono: Duration::from_mins(1),
    wall_ms: 1_795_320_900_000,
};

fn friend(name: &str) -> Contact {
    Contact {
        kind: ContactKind::Friend,
        flags: Some(Flags {
            in_book: true,
            ..Flags::default()
        }),
        nick_name: SafeText::line(name),
        ..Contact::bare(UserName::from(name))
    }
}

fn said(id: u64, chat: &str, words: &str) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(id),
        chat: chat.into(),
        author: Author::Peer,
        at: Timestamp(NOW.wall().0 - 200_000 + i64::try_from(id).unwrap()),
        body: Body::Text(SafeText::new(words)),
    })
}

fn net(model: &mut Model, news: News) {
    let epoch = model.epoch;
    update(model, NOW, Event::Net(NetEvent { epoch, news }));
}

fn key(model: &mut Model, key: Key) -> Touched {
    update(model, NOW, Event::Key(key)).touched
}

/// Everything through the reducer's door, as the network would bring it.
fn loaded() -> Model {
    let settings = Settings {
        zone: TimeZone::UTC,
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
    let mut model = Model::new(
        settings,
        Size {
            width: 160,
            height: 50,
        },
    );
    let welcome = Welcome {
        same: false,
        uin: 7,
        me: friend("me"),
        recent: Vec::new(),
        order: Vec::new(),
    };
    net(&mut model, News::Welcome(Box::new(welcome)));
    net(
        &mut model,
        News::Contacts((0..CHATS).map(|nth| friend(&format!("Chat {nth:05}"))).collect()),
    );
    let mut items: Vec<_> = (0..CHATS)
        .map(|nth| said(nth, &format!("Chat {nth:05}"), "hello 你好"))
        .collect();
    let long = |nth| {
        said(
            CHATS + nth,
            "Chat 00000",
            &format!("message {nth} of a long conversation 你好，世界"),
        )
    };
    items.extend((0..LINES).map(long));
    let empty = Batch {
        keepsake: None,
        id: BatchId(1),
        profile: None,
        deleted: Vec::new(),
        changed: Vec::new(),
        items,
    };
    net(&mut model, News::Synced(empty));
    key(&mut model, Key::alt(Code::Char('1')));
    model
}

fn frame(bench: &mut Criterion) {
    let mut model = loaded();
    let look = Look {
        words: Words::new(Language::Chinese),
        theme: Theme::terminal(),
    };
    bench.bench_function("the whole screen from nothing", |run| {
        run.iter(|| paint(&model, &look));
    });
    let mut screen = Screen::new(weft::ui::Pen::new(std::io::sink()));
    screen.draw(&model, &look, Touched::ALL).unwrap();
    // A draft begun: the first key of one redraws the list, for its draft mark.
    for c in "see you at the station".chars() {
        let touched = key(&mut model, Key::plain(Code::Char(c)));
        screen.draw(&model, &look, touched).unwrap();
    }
    bench.bench_function(
        "a key in the composer and its backspace, update and draw",
        |run| {
            run.iter(|| {
                let touched = key(&mut model, Key::plain(Code::Char('x')));
                screen.draw(&model, &look, touched).unwrap();
                let touched = key(&mut model, Key::plain(Code::Backspace));
                screen.draw(&model, &look, touched).unwrap();
            });
        },
    );
    bench.bench_function("a page up and down, update and draw", |run| {
        run.iter(|| {
            for code in [Code::PageUp, Code::PageDown] {
                let touched = key(&mut model, Key::plain(code));
                screen.draw(&model, &look, touched).unwrap();
            }
        });
    });
    key(&mut model, Key::plain(Code::Tab));
    screen.draw(&model, &look, Touched::ALL).unwrap();
    bench.bench_function("a step in the list and back, update and draw", |run| {
        run.iter(|| {
            for code in [Code::Down, Code::Up] {
                let touched = key(&mut model, Key::plain(code));
                screen.draw(&model, &look, touched).unwrap();
            }
        });
    });
    bench.bench_function("reading a catalogue at start", |run| {
        run.iter(|| Words::new(Language::Chinese));
    });
}

criterion_group!(benches, frame);
criterion_main!(benches);
