//! What every visible message costs, and what a page of a long conversation costs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use weft::app::conversation::{Conversation, Line, Scroll};
use weft::app::editor::Editor;
use weft::app::rows;
use weft::domain::geometry::Size;
use weft::domain::id::{MsgId, PeerId};
use weft::domain::message::Body;
use weft::domain::text::{SafeText, clip, fold, width, wrap};
use weft::domain::time::Timestamp;
use weft::port::store::{From, State};

const SHORT: &str = "ok, see you at seven";
const HAN: &str = "今天晚上七点在地铁口见面，记得带上雨伞。";
const MIXED: &str =
    "微信网页版，你好。“引号”测试（括号）：hello-world https://example.com/a/b?c=d 100% ……——结束！👨‍👩‍👧";
const LONG: &str = "The quick brown fox jumps over the lazy dog, then sits down and thinks about it for a while: \
                    was it worth the trouble, and what will the dog say when it wakes up in the afternoon?";

fn text(c: &mut Criterion) {
    for (name, sample) in [("short", SHORT), ("han", HAN), ("mixed", MIXED), ("long", LONG)] {
        c.bench_function(&format!("wrap {name} at 70"), |b| {
            b.iter(|| wrap(black_box(sample), 70));
        });
        c.bench_function(&format!("wrap {name} at 20"), |b| {
            b.iter(|| wrap(black_box(sample), 20));
        });
    }
    c.bench_function("width mixed", |b| b.iter(|| width(black_box(MIXED))));
    c.bench_function("clip mixed at 28", |b| b.iter(|| clip(black_box(MIXED), 28)));
    c.bench_function("fold han", |b| b.iter(|| fold(black_box(HAN))));
    c.bench_function("safe mixed", |b| b.iter(|| SafeText::new(black_box(MIXED))));
}

/// A hundred thousand messages by three people, a third of them Chinese, a pause now and then.
fn conversation() -> Conversation {
    let samples = [SHORT, HAN, MIXED, "好的", LONG, "👍"].map(SafeText::new);
    let mut at = 1_700_000_000;
    let mut lines = Vec::with_capacity(100_000);
    for (i, text) in samples.iter().cycle().take(100_000).enumerate() {
        at += if i % 7 == 0 { 400 } else { 20 };
        lines.push(Line {
            seq: weft::domain::id::Seq(0),
            under: PeerId(0),
            at: Timestamp(at),
            from: if i % 5 < 2 {
                From::Me
            } else {
                From::Peer(PeerId((i % 3) as u32))
            },
            body: Body::Text(text.clone()),
            state: State::Kept(Some(MsgId(i as u64))),
        });
    }
    Conversation {
        lines,
        ..Conversation::default()
    }
}

fn pages(c: &mut Criterion) {
    let zone = TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC);
    let size = Size {
        width: 120,
        height: 46,
    };
    let mut chat = conversation();
    c.bench_function("visible, following 100,000", |b| {
        b.iter(|| rows::visible(&chat, &zone, size));
    });
    c.bench_function("page up in 100,000 (scroll and rows)", |b| {
        b.iter(|| {
            chat.scroll = rows::scroll_by(&chat, &zone, size, -44);
            if chat.scroll == (Scroll::At { line: 0, row: 0 }) {
                chat.scroll = Scroll::Follow;
            }
            rows::visible(&chat, &zone, size)
        });
    });
}

fn typing(c: &mut Criterion) {
    let mut draft = Editor::default();
    draft.insert(&MIXED.repeat(4));
    c.bench_function("a key in a draft of 11 rows, with its caret", |b| {
        b.iter(|| {
            draft.insert("x");
            let at = draft.caret_at(black_box(60));
            draft.apply(weft::app::action::Edit::Backspace, 60);
            at
        });
    });
    let paste = HAN.repeat(170);
    c.bench_function("a paste of 10 kB, with its caret", |b| {
        b.iter(|| {
            let mut draft = Editor::default();
            draft.insert(black_box(&paste));
            draft.caret_at(60)
        });
    });
}

criterion_group!(benches, text, pages, typing);
criterion_main!(benches);
