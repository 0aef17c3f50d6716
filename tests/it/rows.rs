//! The conversation as rows.

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use weft::app::conversation::{Conversation, Line, Scroll};
use weft::app::rows::{
    Part, Row, below_title, card_columns, for_each_part, line_at, listed, scroll_by, text_columns, text_of,
    title_of, to_line, top, visible, words_of,
};
use weft::domain::geometry::Size;
use weft::domain::id::PeerId;
use weft::domain::message::{Body, Picture};
use weft::domain::text::{Faces, SafeText, drawn, graphemes, width};
use weft::domain::time::Timestamp;
use weft::port::store::{From, State};

use crate::store::strategies::body;
use crate::text::{cut, nasty};

const ANNA: From = From::Peer(PeerId(1));
const BEN: From = From::Peer(PeerId(2));
/// 2024-03-10, 10:00 in Shanghai.
const MORNING: i64 = 1_710_036_000;

fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

fn size(width: u16, height: u16) -> Size {
    Size { width, height }
}

fn line(from: From, at: i64, body: Body) -> Line {
    Line {
        seq: weft::domain::id::Seq(0),
        under: PeerId(0),
        at: Timestamp(at),
        from,
        body,
        state: State::Kept(None),
    }
}

fn says(from: From, at: i64, words: &str) -> Line {
    line(from, at, Body::Text(SafeText::new(words)))
}

fn chat(lines: Vec<Line>) -> Conversation {
    Conversation {
        lines,
        ..Conversation::default()
    }
}

/// Rows as a reader would name them.
fn told(chat: &Conversation, rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|row| match row {
            Row::Day(day) => format!("== {day}"),
            Row::Unread => "-- unread".to_owned(),
            Row::Head { line } => format!("{:?}:", chat.lines[*line].from),
            Row::Text { line, range, last } => {
                let text = text_of(&chat.lines[*line].body).unwrap().as_str();
                format!("  {}{}", cut(text, range.clone()), if *last { "." } else { "" })
            }
            Row::Picture { line, row } => format!("  [picture {line}, {row}]"),
            Row::Card { line, part, last } => {
                format!("  [{part:?} of {line}]{}", if *last { "." } else { "" })
            }
            Row::Trouble { line, row } => format!("  [trouble of {line}, {row}]"),
            Row::Gap => String::new(),
        })
        .collect()
}

fn shown(chat: &Conversation, size: Size) -> Vec<String> {
    told(chat, &visible(chat, &zone(), size))
}

fn scrolled(chat: &Conversation, size: Size, rows: isize) -> Conversation {
    Conversation {
        scroll: scroll_by(chat, &zone(), size, rows),
        ..chat.clone()
    }
}

#[test]
fn a_run_by_one_person_has_one_head_and_a_day_one_line() {
    let mut chat = chat(vec![
        says(ANNA, MORNING, "早"),
        says(ANNA, MORNING + 180, "今天去爬山吗"),
        says(ANNA, MORNING + 361, "?"),
        says(From::Me, MORNING + 362, "好"),
        line(From::Me, MORNING + 363, Body::Image(Picture::default())),
        line(
            From::Service,
            MORNING + 364,
            Body::Notice(SafeText::new("Ben joined")),
        ),
        says(From::Me, MORNING + 365, "hi Ben"),
        line(
            From::Service,
            MORNING + 86_400,
            Body::Notice(SafeText::new("renamed")),
        ),
        says(BEN, MORNING + 86_401, "back"),
    ]);
    chat.unread_from = Some(8);
    assert_eq!(
        shown(&chat, size(30, 40)),
        [
            "== 2024-03-10",
            "Peer(PeerId(1)):",
            "  早.",
            "  今天去爬山吗.",
            "",
            "Peer(PeerId(1)):",
            "  ?.",
            "",
            "Me:",
            "  好.",
            "  [Label of 4].",
            "  Ben joined.",
            "",
            "Me:",
            "  hi Ben.",
            "== 2024-03-11",
            "  renamed.",
            "",
            "-- unread",
            "Peer(PeerId(2)):",
            "  back."
        ]
    );
}

#[test]
fn the_day_is_the_readers_own() {
    let chat = chat(vec![
        says(ANNA, MORNING + 14 * 3600 - 1, "late"),
        says(ANNA, MORNING + 14 * 3600, "later"),
    ]);
    let rows = visible(&chat, &zone(), size(30, 10));
    assert_eq!(rows[0], Row::Day(date(2024, 3, 10)));
    assert_eq!(rows[3], Row::Day(date(2024, 3, 11)));
    assert_eq!(visible(&chat, &TimeZone::UTC, size(30, 10)).len(), 4);
}

#[test]
fn a_moment_beyond_every_calendar_is_no_reason_to_fall_over() {
    for at in [i64::MIN, -1, 0, i64::MAX] {
        assert_eq!(
            visible(&chat(vec![says(ANNA, at, "?")]), &zone(), size(30, 10)).len(),
            3
        );
    }
}

#[test]
fn the_end_is_followed_and_a_short_chat_starts_at_the_top() {
    let mut chat = chat(
        (0..50)
            .map(|i| says(ANNA, MORNING + i, &format!("line {i}")))
            .collect(),
    );
    assert_eq!(shown(&chat, size(30, 2)), ["  line 48.", "  line 49."]);
    chat.lines.push(says(ANNA, MORNING + 50, "news"));
    assert_eq!(shown(&chat, size(30, 2)), ["  line 49.", "  news."]);
    chat.lines.truncate(1);
    assert_eq!(shown(&chat, size(30, 9)).len(), 3);
    chat.lines.clear();
    assert!(shown(&chat, size(30, 9)).is_empty());
    assert_eq!(scroll_by(&chat, &zone(), size(30, 9), -1), Scroll::Follow);
}

#[test]
fn a_message_longer_than_the_screen_scrolls_row_by_row() {
    let long: Vec<String> = (0..30).map(|i| format!("row {i}")).collect();
    let chat = chat(vec![says(ANNA, MORNING, &long.join("\n"))]);
    let up = scrolled(&chat, size(30, 4), -3);
    assert_eq!(up.scroll, Scroll::At { line: 0, row: 25 });
    assert_eq!(
        shown(&up, size(30, 4)),
        ["  row 23", "  row 24", "  row 25", "  row 26"]
    );
    let down = scrolled(&up, size(30, 4), 1);
    assert_eq!(
        shown(&down, size(30, 4)),
        ["  row 24", "  row 25", "  row 26", "  row 27"]
    );
    assert_eq!(scrolled(&down, size(30, 4), 2).scroll, Scroll::Follow);
}

#[test]
fn what_arrives_below_does_not_move_the_reader() {
    let chat = chat(
        (0..50)
            .map(|i| says(ANNA, MORNING + i, &format!("line {i}")))
            .collect(),
    );
    let mut up = scrolled(&chat, size(30, 5), -10);
    let before = shown(&up, size(30, 5));
    up.lines.push(says(BEN, MORNING + 60, "news"));
    assert_eq!(shown(&up, size(30, 5)), before);
}

#[test]
fn a_chosen_line_comes_into_view_and_no_further() {
    let mut chat = chat(
        (0..50)
            .map(|i| says(ANNA, MORNING + i, &format!("line {i}")))
            .collect(),
    );
    let pane = size(30, 5);
    assert_eq!(to_line(&chat, &zone(), pane, 47), Scroll::Follow);
    chat.scroll = to_line(&chat, &zone(), pane, 20);
    assert_eq!(shown(&chat, pane)[0], "  line 20.");
    chat.scroll = to_line(&chat, &zone(), pane, 25);
    assert_eq!(shown(&chat, pane)[4], "  line 25.");
    assert_eq!(to_line(&chat, &zone(), pane, 22), chat.scroll);
    assert_eq!(line_at(&chat, &zone(), pane, 4), Some(25));
    assert_eq!(line_at(&chat, &zone(), pane, 5), None);
    chat.scroll = to_line(&chat, &zone(), pane, 0);
    assert_eq!(chat.scroll, top(&chat, &zone(), pane));
    assert_eq!(
        line_at(&chat, &zone(), pane, 0),
        None,
        "the day line is of no message"
    );
    assert_eq!(to_line(&chat, &zone(), pane, 49), Scroll::Follow);
}

#[test]
fn a_lone_row_shows_the_words_of_the_chosen_line() {
    let mut chat = chat(vec![
        says(ANNA, MORNING, "one"),
        says(BEN, MORNING, "two"),
        says(ANNA, MORNING, "three"),
    ]);
    for (i, words) in ["  one.", "  two.", "  three."].iter().enumerate() {
        chat.scroll = to_line(&chat, &zone(), size(30, 1), i);
        assert_eq!(shown(&chat, size(30, 1)), [*words]);
    }
}

fn any_line() -> impl Strategy<Value = Line> {
    let from = prop_oneof![Just(From::Me), Just(ANNA), Just(BEN), Just(From::Service)];
    let body = prop_oneof![
        4 => nasty().prop_map(|text| Body::Text(SafeText::new(&text))),
        4 => body(),
        1 => nasty().prop_map(|text| Body::Notice(SafeText::new(&text))),
    ];
    let after = prop_oneof![Just(0_i64), Just(100), Just(181), Just(50_000), Just(-30)];
    (from, after, body).prop_map(|(from, at, body)| line(from, at, body))
}

fn any_chat() -> impl Strategy<Value = Conversation> {
    (
        prop::collection::vec(any_line(), 1..16),
        prop::option::of(0..16_usize),
    )
        .prop_map(|(mut lines, unread_from)| {
            let mut at = MORNING;
            for line in &mut lines {
                at += line.at.0;
                line.at = Timestamp(at);
            }
            Conversation {
                unread_from,
                ..chat(lines)
            }
        })
}

fn any_size() -> impl Strategy<Value = Size> {
    (1..40_u16, 1..12_u16).prop_map(|(width, height)| size(width, height))
}

/// All rows there are.
fn everything(chat: &Conversation, width: u16) -> Vec<Row> {
    let whole = Conversation {
        scroll: Scroll::Follow,
        ..chat.clone()
    };
    visible(&whole, &zone(), size(width, u16::MAX))
}

/// The row that the conversation says is its first, of those that it has at this size.
fn anchor(chat: &Conversation, size: Size) -> Row {
    let Scroll::At { line, row } = chat.scroll else {
        panic!("nothing is anchored")
    };
    let all = everything(chat, size.width);
    let next = Conversation {
        lines: chat.lines[..line].to_vec(),
        ..chat.clone()
    };
    let before = everything(&next, size.width).len();
    let with = Conversation {
        lines: chat.lines[..=line].to_vec(),
        ..chat.clone()
    };
    let last = everything(&with, size.width).len() - 1;
    all[(before + row).min(last)].clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rows_fit_the_pane(chat in any_chat(), pane in any_size(), up in 0..40_isize) {
        let chat = scrolled(&chat, pane, -up);
        let rows = visible(&chat, &zone(), pane);
        let all = everything(&chat, pane.width).len();
        prop_assert_eq!(rows.len(), all.min(usize::from(pane.height)));
        for row in rows {
            if let Row::Text { line, range, .. } = row {
                let part = cut(text_of(&chat.lines[line].body).unwrap().as_str(), range);
                let drawn = graphemes(part).filter(|g| g.width > 0).count();
                prop_assert!(width(part) <= usize::from(text_columns(pane.width)) || drawn <= 1);
            }
        }
    }

    #[test]
    fn scrolling_row_by_row_shows_every_row_once(chat in any_chat(), pane in any_size()) {
        let all = everything(&chat, pane.width);
        let mut chat = Conversation { scroll: top(&chat, &zone(), pane), ..chat };
        let mut seen = visible(&chat, &zone(), pane);
        while chat.scroll != Scroll::Follow {
            chat = scrolled(&chat, pane, 1);
            seen.extend(visible(&chat, &zone(), pane).pop());
        }
        prop_assert_eq!(&seen, &all);
        let mut back: Vec<Row> = visible(&chat, &zone(), pane).into_iter().rev().collect();
        while chat.scroll != top(&chat, &zone(), pane) {
            chat = scrolled(&chat, pane, -1);
            back.extend(visible(&chat, &zone(), pane).into_iter().next());
        }
        back.reverse();
        prop_assert_eq!(&back, &all);
    }

    #[test]
    fn up_and_down_again_is_where_one_was(chat in any_chat(), pane in any_size(), start in 0..60_isize, by in 1..30_isize) {
        let chat = scrolled(&chat, pane, -start);
        let before = visible(&chat, &zone(), pane);
        let up = scrolled(&chat, pane, -by);
        let stopped = up.scroll == top(&up, &zone(), pane);
        let again = scrolled(&up, pane, by);
        prop_assert!(stopped || visible(&again, &zone(), pane) == before);
        prop_assert!(stopped || again.scroll == chat.scroll);
        prop_assert_eq!(scrolled(&up, pane, isize::MAX).scroll, Scroll::Follow);
    }

    #[test]
    fn no_size_loses_the_place(chat in any_chat(), pane in any_size(), others in prop::collection::vec(any_size(), 1..5), up in 1..40_isize) {
        let chat = scrolled(&chat, pane, -up);
        let before = visible(&chat, &zone(), pane);
        if let Scroll::At { .. } = chat.scroll {
            for other in others {
                let rows = visible(&chat, &zone(), other);
                prop_assert!(rows.contains(&anchor(&chat, other)), "{:?}", rows);
            }
        }
        prop_assert_eq!(visible(&chat, &zone(), pane), before);
    }

    #[test]
    fn a_chosen_line_is_always_visible(chat in any_chat(), pane in any_size(), up in 0..40_isize, line in 0..16_usize) {
        let mut chat = scrolled(&chat, pane, -up);
        let line = line.min(chat.lines.len() - 1);
        chat.scroll = to_line(&chat, &zone(), pane, line);
        let rows = visible(&chat, &zone(), pane);
        let words = |row: &Row| matches!(row, Row::Text { line: at, .. } | Row::Card { line: at, .. } if *at == line);
        prop_assert!(rows.iter().any(words), "{rows:?}");
        prop_assert_eq!(to_line(&chat, &zone(), pane, line), chat.scroll);
    }

    /// Every row of a card stands for words that are there, in their order, none of them blank; the drawing may cut the
    /// last row alone.
    #[test]
    fn cards_have_few_rows_and_each_has_something_on_it(body in body(), columns in 1..90_u16, faces in prop::sample::select(vec![Faces::Text, Faces::Emoji])) {
        let mut parts = Vec::new();
        for_each_part(&body, columns, faces, |part| parts.push(part));
        prop_assert!(!parts.is_empty());
        if text_of(&body).is_none() {
            prop_assert!(parts.len() <= 9, "{parts:?}");
            prop_assert!(matches!(parts.last(), Some(Part::Label | Part::Foot)), "{parts:?}");
        }
        for (nth, part) in parts.iter().enumerate() {
            let (text, range, room) = match part {
                Part::Title(range) => (title_of(&body).to_owned(), range, card_columns(columns)),
                Part::Below(range) => (below_title(&body).to_owned(), range, card_columns(columns)),
                Part::Text(range) => (words_of(&body, faces).unwrap().into_owned(), range, columns),
                Part::Item(item) => {
                    prop_assert!(listed(&body, *item).is_some());
                    continue;
                }
                Part::Quoted(_) | Part::Was(_) | Part::Label | Part::Standing | Part::Foot => continue,
            };
            let row = cut(&text, range.clone());
            let same = |other: &Part| std::mem::discriminant(other) == std::mem::discriminant(part);
            let more = parts.get(nth + 1).is_some_and(same);
            let drawn = graphemes(row).filter(|g| g.width > 0).count();
            prop_assert!(!more || width(row) <= usize::from(room) || drawn <= 1, "{row:?}");
            prop_assert!(matches!(part, Part::Text(_)) || !row.trim().is_empty());
        }
    }

    #[test]
    fn faces_are_drawn_and_nothing_else_changes(words in prop::collection::vec(prop_oneof![nasty(), Just("[微笑]".to_owned()), Just("[".to_owned()), Just("]".to_owned()), Just("[蜡烛]".to_owned())], 0..6)) {
        let text = words.concat();
        let drawn = drawn(&text, Faces::Emoji);
        prop_assert_eq!(&*weft::domain::text::drawn(&text, Faces::Text), &text);
        prop_assert!(!drawn.contains("[微笑]"));
        prop_assert_eq!(drawn.matches("[蜡烛]").count(), text.matches("[蜡烛]").count());
        prop_assert!(!text.contains("[微笑]") || drawn.len() < text.len());
        prop_assert!(text.contains('[') || *drawn == *text);
    }
}
