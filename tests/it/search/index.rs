//! The store's search, over a real database.

use weft::domain::id::{MsgId, PeerId, Seq};
use weft::domain::message::{Body, Clip, Picture};
use weft::domain::time::Timestamp;
use weft::port::store::{From, Has, LineRecord, Search, State};

use super::{History, asking, file, line, link, numbers, says};

#[test]
fn one_and_two_characters_find_everything_newest_first() {
    let mut history = History::of(&[
        says(1, "我们去吃饭吧"),
        says(2, "好"),
        says(3, "我们的饭很好吃"),
        says(4, "OK"),
    ]);
    assert_eq!(history.numbers(&["好"]), [3, 2]);
    assert_eq!(history.numbers(&["我们"]), [3, 1]);
    assert_eq!(history.numbers(&["吃饭"]), [1]);
    assert_eq!(history.numbers(&["饭", "好"]), [3]);
    assert_eq!(history.numbers(&["没有"]), [0; 0]);
}

#[test]
fn letters_come_as_they_are_typed() {
    let mut history = History::of(&[says(1, "Let's meet at 9"), says(2, "会议Meeting室"), says(3, "m")]);
    assert_eq!(history.numbers(&["m"]), [3]);
    for typed in ["me", "mee", "ＭＥＥＴ"] {
        assert_eq!(history.numbers(&[typed]), [2, 1], "{typed}");
    }
    assert_eq!(history.numbers(&["meeting室"]), [2]);
    assert_eq!(history.numbers(&["let's me"]), [1]);
}

#[test]
fn punctuation_counts_although_the_index_skips_it() {
    let mut history = History::of(&[says(1, "我们的"), says(2, "我们，的确"), says(3, "a.b a,b")]);
    assert_eq!(history.numbers(&["我们，的"]), [2]);
    assert_eq!(history.numbers(&["我们的"]), [1]);
    assert_eq!(history.numbers(&["a,b"]), [3]);
    assert_eq!(history.numbers(&["a;b"]), [0; 0]);
}

#[test]
fn signs_of_the_indexs_own_language_are_only_signs() {
    let mut history = History::of(&[
        says(1, "他说\"好\"吗"),
        says(2, "NEAR(a b) OR c* NOT d"),
        says(3, "C++ 👍"),
    ]);
    assert_eq!(history.numbers(&["\"好\""]), [1]);
    assert_eq!(history.numbers(&["NEAR(a b)"]), [2]);
    assert_eq!(history.numbers(&["OR"]), [2]);
    assert_eq!(history.numbers(&["c*"]), [2]);
    assert_eq!(history.numbers(&["c++"]), [3]);
    assert_eq!(history.numbers(&["👍"]), [3]);
    assert_eq!(history.numbers(&["body:好", "'"]), [0; 0]);
}

/// Everything of two chats, one of them a group with three people and oneself.
fn mixed() -> Vec<LineRecord> {
    let by = |line: LineRecord, chat: u32, from: From| LineRecord {
        chat: PeerId(chat),
        from,
        ..line
    };
    vec![
        says(1, "明天见"),
        by(says(2, "明天几点？"), 1, From::Me),
        by(line(3, Body::Image(Picture::default())), 2, From::Peer(PeerId(7))),
        by(line(4, file("明天的计划.pdf")), 2, From::Peer(PeerId(8))),
        by(line(5, link("明天的天气")), 2, From::Me),
        by(says(6, "看https://example.test/明天"), 2, From::Peer(PeerId(7))),
        by(line(7, Body::Voice { millis: 900 }), 2, From::Me),
        by(
            line(
                8,
                Body::Video(Clip {
                    seconds: 9,
                    ..Clip::default()
                }),
            ),
            1,
            From::Peer(PeerId(1)),
        ),
    ]
}

#[test]
fn filters_narrow_with_words_and_without() {
    let mut history = History::of(&mixed());
    let mut ask = |words: &[&str], narrow: &dyn Fn(&mut Search)| {
        let mut search = asking(words);
        narrow(&mut search);
        numbers(&history.found(&search))
    };
    assert_eq!(ask(&["明天"], &|_| {}), [6, 5, 4, 2, 1]);
    assert_eq!(ask(&["明天"], &|s| s.within = vec![PeerId(2)]), [6, 5, 4]);
    assert_eq!(ask(&["明天"], &|s| s.from = vec![From::Me]), [5, 2]);
    assert_eq!(
        ask(&[], &|s| s.from =
            vec![From::Peer(PeerId(7)), From::Peer(PeerId(8))]),
        [6, 4, 3]
    );
    assert_eq!(ask(&["明天"], &|s| s.since = Some(Timestamp(5))), [6, 5]);
    assert_eq!(ask(&["明天"], &|s| s.until = Some(Timestamp(5))), [4, 2, 1]);
    for (has, expected) in [
        (Has::Image, vec![3]),
        (Has::File, vec![4]),
        (Has::Link, vec![6, 5]),
        (Has::Voice, vec![7]),
        (Has::Video, vec![8]),
    ] {
        assert_eq!(ask(&[], &|s| s.has = vec![has]), expected, "{has:?}");
    }
    assert_eq!(ask(&[], &|s| s.has = vec![Has::Image, Has::File]), [4, 3]);
    assert_eq!(ask(&["明天"], &|s| s.has = vec![Has::File]), [4]);
    assert_eq!(ask(&["明天"], &|s| s.has = vec![Has::Image]), [0; 0]);
    assert_eq!(ask(&[], &|s| s.within = vec![PeerId(9)]), [0; 0]);
}

#[test]
fn pages_follow_one_another_and_the_last_says_so() {
    let lines: Vec<_> = (1..=25).map(|seq| says(seq, "好 ok")).collect();
    let mut history = History::of(&lines);
    let mut all = Vec::new();
    let mut before = None;
    for expected in [10, 10, 5] {
        let found = history.found(&Search {
            number: 3,
            count: 10,
            before,
            ..asking(&["好"])
        });
        assert_eq!((found.number, found.hits.len()), (3, expected));
        assert_eq!(found.more, expected == 10);
        before = found.hits.last().map(|hit| hit.seq);
        all.extend(numbers(&found));
    }
    assert_eq!(all, (1..=25).rev().collect::<Vec<_>>());
    let exactly = Search {
        count: 25,
        ..asking(&["好"])
    };
    assert!(!history.found(&exactly).more);
    let beyond = Search {
        before: Some(Seq(1)),
        ..asking(&["ok"])
    };
    assert_eq!(history.found(&beyond).hits.len(), 0);
}

/// A chat with more lines than are looked at one by one.
#[test]
fn a_long_chat_is_searched_by_the_index() {
    let lines: Vec<_> = (1..=4100)
        .map(|seq| says(seq, if seq % 1000 == 0 { "找到了" } else { "别的" }))
        .collect();
    let mut history = History::of(&lines);
    let here = |search: Search| Search {
        within: vec![PeerId(1)],
        ..search
    };
    assert_eq!(
        numbers(&history.found(&here(asking(&["找到"])))),
        [4000, 3000, 2000, 1000]
    );
    let late = Search {
        since: Some(Timestamp(4099)),
        ..here(asking(&[]))
    };
    assert_eq!(numbers(&history.found(&late)), [4100, 4099]);
    assert_eq!(history.found(&here(asking(&[]))).hits.len(), 50);
}

#[test]
fn a_message_is_found_by_its_id() {
    let kept = |seq, id| LineRecord {
        state: State::Kept(Some(MsgId(id))),
        ..says(seq, "好")
    };
    let big = u64::MAX - 3;
    let mut history = History::of(&[kept(1, 17), kept(2, big), says(3, "好")]);
    let by = |id| Search {
        id: Some(MsgId(id)),
        ..asking(&[])
    };
    assert_eq!(numbers(&history.found(&by(big))), [2]);
    assert_eq!(numbers(&history.found(&by(18))), [0; 0]);
    let elsewhere = Search {
        within: vec![PeerId(9)],
        ..by(17)
    };
    assert_eq!(numbers(&history.found(&elsewhere)), [0; 0]);
}
