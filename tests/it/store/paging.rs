//! Pages: the lines that were asked for, in the order of the chat, and whether there are more.

use proptest::prelude::*;
use weft::domain::id::Seq;
use weft::domain::time::Timestamp;
use weft::port::store::{LineRecord, Place};
use weft::store::Room;

use super::{keep, line, open, page, put};

fn key(line: &LineRecord) -> (Timestamp, Seq) {
    (line.at, line.seq)
}

/// The page as a person would count it out.
fn counted(all: &[LineRecord], from: Place, count: usize) -> (Vec<LineRecord>, bool, bool) {
    let before = |at, seq| all.iter().filter(|line| key(line) < (at, seq)).count();
    let until = |at, seq| all.iter().filter(|line| key(line) <= (at, seq)).count();
    let (start, end) = match from {
        Place::End => (all.len().saturating_sub(count), all.len()),
        Place::Before(at, seq) => {
            let end = before(at, seq);
            (end.saturating_sub(count), end)
        }
        Place::After(at, seq) => {
            let start = until(at, seq);
            (start, (start + count).min(all.len()))
        }
        Place::Around(seq) => match all.iter().position(|line| line.seq == seq) {
            Some(at) => (at.saturating_sub(count), (at + count + 1).min(all.len())),
            None => return (Vec::new(), false, false),
        },
    };
    (all[start..end].to_vec(), start > 0, end < all.len())
}

fn place() -> impl Strategy<Value = Place> {
    let at = (-3_i64..12).prop_map(Timestamp);
    let seq = || (-1_i64..32).prop_map(Seq);
    prop_oneof![
        Just(Place::End),
        (at.clone(), seq()).prop_map(|(at, seq)| Place::Before(at, seq)),
        (at, seq()).prop_map(|(at, seq)| Place::After(at, seq)),
        seq().prop_map(Place::Around),
    ]
}

proptest! {
    #[test]
    fn a_page_is_what_counting_gives(
        times in prop::collection::vec((-2_i64..10, any::<bool>()), 0..30),
        asked in prop::collection::vec((place(), 0_u16..8), 1..12),
    ) {
        let mut room = Room::in_memory();
        open(&mut room);
        // Numbered as they came, in two chats, with times that repeat and go back.
        let all: Vec<_> = (1..)
            .zip(times)
            .map(|(seq, (at, other))| LineRecord {
                at: Timestamp(at),
                ..line(seq, 1 + u32::from(other), "hi")
            })
            .collect();
        keep(&mut room, all.iter().map(put).collect());
        let mut chat: Vec<_> = all.into_iter().filter(|line| line.chat.0 == 1).collect();
        chat.sort_by_key(key);
        for (from, count) in asked {
            let page = page(&mut room, 1, from, count);
            prop_assert_eq!(page.from, from);
            let found = (page.lines, page.older, page.newer);
            prop_assert_eq!(found, counted(&chat, from, usize::from(count)), "{:?} {}", from, count);
        }
    }
}

#[test]
fn going_up_page_by_page_passes_every_line_once() {
    let mut room = Room::in_memory();
    open(&mut room);
    let all: Vec<_> = (1..=95).map(|seq| line(seq, 1, "hi")).collect();
    keep(&mut room, all.iter().map(put).collect());
    let mut seen = Vec::new();
    let mut from = Place::End;
    loop {
        let page = page(&mut room, 1, from, 10);
        let first = page.lines.first().map(key).unwrap();
        seen.splice(0..0, page.lines);
        if !page.older {
            break;
        }
        from = Place::Before(first.0, first.1);
    }
    assert_eq!(seen, all);
}
