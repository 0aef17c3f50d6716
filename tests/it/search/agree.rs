//! The index finds what looking at every line finds.

use proptest::collection::vec;
use proptest::prelude::*;
use weft::app::conversation::Line;
use weft::app::search::memory;
use weft::domain::id::PeerId;
use weft::domain::message::{Body, Link, Picture, Quote};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::store::{Found, From, Has, LineRecord, Search, State};

use super::{History, file, line, link, says};

/// Few characters, so that they meet: Han, kana, Hangul, letters, full width, accents, signs, spaces, and what means
/// something to SQL or FTS5.
const CHARACTERS: [&str; 34] = [
    "我",
    "们",
    "的",
    "好",
    "我们",
    "の",
    "が",
    "カ",
    "한",
    "a",
    "b",
    "ab",
    "A",
    "Ａ",
    "é",
    "1",
    "12",
    "，",
    "。",
    "？",
    " ",
    "\n",
    "👍",
    "❤️",
    "👨‍👩‍👧",
    "\"",
    "'",
    "*",
    "-",
    "_",
    ":",
    "я",
    "ﷺ",
    "𠮷",
];

fn text() -> impl Strategy<Value = String> {
    vec(prop::sample::select(&CHARACTERS[..]), 0..10).prop_map(|parts| parts.concat())
}

fn word() -> impl Strategy<Value = String> {
    vec(prop::sample::select(&CHARACTERS[..]), 1..4).prop_map(|parts| parts.concat())
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        12 => text().prop_map(|text| says(0, &text).body),
        1 => text().prop_map(|text| says(0, &format!("{text} https://example.test")).body),
        1 => text().prop_map(|name| file(&name)),
        1 => text().prop_map(|title| link(&title)),
        1 => (text(), text()).prop_map(|(reply, quoted)| Body::Quote(Box::new(Quote {
            reply: SafeText::new(&reply),
            quoted: SafeText::new(&format!("{quoted} http://example.test")),
            ..Quote::default()
        }))),
        1 => text().prop_map(|text| Body::Announcement(SafeText::new(&text))),
        1 => (text(), text()).prop_map(|(one, other)| {
            let article = |title: &str| Link { title: SafeText::line(title), ..Link::default() };
            Body::Articles(vec![article(&one), article(&other)])
        }),
        1 => Just(Body::Image(Picture::default())),
        1 => Just(Body::Voice { millis: 1 }),
    ]
}

fn from() -> impl Strategy<Value = From> {
    prop_oneof![
        Just(From::Me),
        Just(From::Service),
        (0..3_u32).prop_map(|peer| From::Peer(PeerId(peer)))
    ]
}

fn history() -> impl Strategy<Value = Vec<LineRecord>> {
    vec((body(), 0..3_u32, from(), 0..30_i64), 0..40).prop_map(|parts| {
        let numbered = (1..).zip(parts);
        numbered
            .map(|(seq, (body, chat, from, at))| LineRecord {
                chat: PeerId(chat),
                from,
                at: Timestamp(at),
                ..line(seq, body)
            })
            .collect()
    })
}

fn search() -> impl Strategy<Value = Search> {
    let has = prop::sample::select(vec![Has::Image, Has::File, Has::Link, Has::Voice, Has::Video]);
    let rarely = |strategy: BoxedStrategy<Option<Timestamp>>| prop_oneof![4 => Just(None), 1 => strategy];
    let moment = (0..30_i64).prop_map(|at| Some(Timestamp(at))).boxed();
    (
        vec(word(), 0..3),
        prop_oneof![3 => Just(Vec::new()), 1 => vec(from(), 1..3)],
        prop_oneof![3 => Just(Vec::new()), 1 => vec((0..4_u32).prop_map(PeerId), 1..3)],
        (rarely(moment.clone()), rarely(moment)),
        prop_oneof![4 => Just(Vec::new()), 1 => vec(has, 1..3)],
        1..6_u16,
    )
        .prop_map(|(words, from, within, (since, until), has, count)| Search {
            number: 1,
            words,
            from,
            within,
            since,
            until,
            has,
            id: None,
            before: None,
            count,
        })
}

/// Lines as the reducer has them; numbers of the service and raw content are not searched.
fn in_memory(history: &[LineRecord], search: &Search) -> Found {
    let lines: Vec<(PeerId, Line)> = history
        .iter()
        .map(|record| {
            let line = Line {
                seq: record.seq,
                under: record.chat,
                at: record.at,
                from: record.from,
                body: record.body.clone(),
                state: State::Kept(None),
            };
            (record.chat, line)
        })
        .collect();
    memory::found(lines.iter().map(|(chat, line)| (*chat, line)), search)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn store_and_memory_find_the_same(lines in history(), search in search()) {
        let mut history = History::of(&lines);
        let mut search = search;
        loop {
            let found = history.found(&search);
            prop_assert_eq!(&found, &in_memory(&lines, &search));
            search.before = found.hits.last().map(|hit| hit.seq);
            if !found.more {
                break;
            }
        }
    }

    #[test]
    fn nothing_typed_breaks_the_store(words in vec(any::<String>(), 0..4)) {
        let mut history = History::of(&[says(1, "好 ok")]);
        history.found(&Search { words, count: 5, ..Search::default() });
    }
}
