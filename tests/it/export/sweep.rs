//! What is too old or too much goes, a little at a time, and what must stay stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use weft::domain::id::{LocalId, MsgId, PeerId};
use weft::domain::time::{Clock, Now, Timestamp};
use weft::port::Failure;
use weft::port::store::{Change, LineRecord, Place, Search, State, StoreCommand, StoreEvent};
use weft::store::{Keep, Room};

use crate::store::{UIN, chat, keep, line, lines, open, own, page, peer, put, put_peer, text};

const DAY: i64 = 24 * 60 * 60;
const NOW: i64 = 2000 * DAY;

/// A clock that a test moves by hand: seconds.
#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Hand {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(NOW)))
    }

    fn clock(&self) -> Clock {
        let at = Arc::clone(&self.0);
        Arc::new(move || {
            let seconds = at.load(Ordering::Relaxed);
            Now {
                mono: Duration::from_secs(seconds.unsigned_abs()),
                wall_ms: seconds * 1000,
            }
        })
    }

    fn later(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// Steps until the sweeper wants to sleep for long; how many there were.
fn sweep(room: &mut Room, hand: &Hand) -> usize {
    for steps in 0..100_000 {
        match room.sweep_after() {
            Some(after) if after < Duration::from_mins(1) => {
                hand.later(1);
                room.sweep();
            }
            Some(_) | None => return steps,
        }
    }
    panic!("it never ends");
}

fn of_day(day: i64, record: LineRecord) -> LineRecord {
    LineRecord {
        at: Timestamp(NOW - day * DAY + record.seq.0),
        ..record
    }
}

fn room(keep: Keep) -> (Room, Hand) {
    let hand = Hand::new();
    let mut room = Room::in_memory().keeping(keep, hand.clock());
    open(&mut room);
    (room, hand)
}

const THIRTY: Keep = Keep {
    days: Some(30),
    megabytes: None,
};

fn numbers(room: &mut Room, chat: u32) -> Vec<i64> {
    lines(room, chat).iter().map(|line| line.seq.0).collect()
}

fn hits(room: &mut Room, word: &str) -> usize {
    let events = room.perform(StoreCommand::Search(Search {
        words: vec![word.to_owned()],
        count: 99,
        ..Search::default()
    }));
    match events.as_slice() {
        [StoreEvent::Found(found)] => found.hits.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_word_from_the_person_everything_stays() {
    let (mut room, _) = room(Keep::default());
    keep(
        &mut room,
        vec![put(&of_day(4000, line(1, 1, "old"))), put(&line(2, 1, "new"))],
    );
    assert_eq!(room.sweep_after(), None);
    room.sweep();
    assert_eq!(numbers(&mut room, 1).len(), 2);
}

#[test]
fn old_lines_go_with_their_words_and_what_must_stay_stays() {
    let (mut room, hand) = room(THIRTY);
    let failed = State::Failed(LocalId(3), Failure::TooLong);
    keep(
        &mut room,
        vec![
            put_peer(&peer(1, "Anna")),
            Change::Chat(chat(1)),
            Change::Chat(chat(2)),
            put(&of_day(90, line(1, 1, "ancient words"))),
            put(&of_day(60, own(2, 1, State::Queued(LocalId(2))))),
            put(&of_day(60, own(3, 1, failed))),
            put(&of_day(31, line(4, 1, "old words"))),
            put(&of_day(29, line(5, 1, "new words"))),
            put(&of_day(400, line(6, 2, "the only words of this chat"))),
            Change::Draft {
                chat: PeerId(1),
                text: "half a thought".to_owned(),
            },
        ],
    );
    assert_eq!(hits(&mut room, "words"), 4);
    sweep(&mut room, &hand);
    assert_eq!(numbers(&mut room, 1), [2, 3, 5]);
    assert_eq!(numbers(&mut room, 2), [6], "a chat keeps its last line");
    assert_eq!(hits(&mut room, "words"), 2);
    let opened = open(&mut room);
    assert_eq!(
        (opened.unsent.len(), opened.drafts.len(), opened.tails.len()),
        (2, 1, 2)
    );
}

#[test]
fn it_looks_again_the_next_day() {
    let (mut room, hand) = room(THIRTY);
    keep(
        &mut room,
        vec![
            put(&of_day(29, line(1, 1, "a"))),
            put(&of_day(0, line(2, 1, "b"))),
        ],
    );
    sweep(&mut room, &hand);
    assert_eq!(numbers(&mut room, 1), [1, 2]);
    let after = room.sweep_after().unwrap();
    assert!(
        after > Duration::from_hours(23) && after <= Duration::from_hours(24),
        "{after:?}"
    );
    hand.later(2 * DAY);
    sweep(&mut room, &hand);
    assert_eq!(numbers(&mut room, 1), [2]);
}

#[test]
fn a_step_is_small_and_nothing_is_swept_while_the_disk_fails() {
    let (mut room, hand) = room(THIRTY);
    let old = (1..=2000)
        .map(|seq| put(&of_day(90, line(seq, 1, "old"))))
        .collect();
    keep(&mut room, old);
    let before = numbers(&mut room, 1).len();
    hand.later(1);
    room.sweep();
    let gone = before - numbers(&mut room, 1).len();
    assert!((1..=250).contains(&gone), "{gone}");
    sweep(&mut room, &hand);
    assert_eq!(numbers(&mut room, 1), [2000]);

    let failing = Room::in_memory().with_faults(Box::new(|_, _| {
        Err(crate::store::sqlite(rusqlite::ffi::SQLITE_FULL))
    }));
    let mut failing = failing.keeping(THIRTY, hand.clock());
    failing.perform(StoreCommand::Open(weft::port::store::Which::Uin(UIN)));
    assert_eq!(failing.sweep_after(), None);
}

#[test]
fn a_history_that_has_grown_too_large_loses_its_oldest_lines_and_the_disk_gets_them_back() {
    let home = tempfile::tempdir().unwrap();
    let size = || {
        let file = home.path().join(UIN.to_string()).join("history.db");
        std::fs::metadata(file).unwrap().len()
    };
    let mut room = Room::at(home.path());
    open(&mut room);
    let words = "a story of many words, 说来话长 ".repeat(12);
    for some in 0..40_i64 {
        let lines = (1..=250).map(|nth| {
            let seq = some * 250 + nth;
            let peer = u32::try_from(seq % 7).unwrap();
            put(&LineRecord {
                at: Timestamp(seq * 60),
                state: State::Kept(Some(MsgId(seq.unsigned_abs()))),
                body: text(&format!("{words}{seq}")),
                ..line(seq, peer, "")
            })
        });
        keep(&mut room, lines.collect());
    }
    room.close().unwrap();
    let full = size();
    assert!(full > 6 << 20, "{full}");

    let hand = Hand::new();
    let most = Keep {
        days: None,
        megabytes: Some(4),
    };
    let mut room = Room::at(home.path()).keeping(most, hand.clock());
    open(&mut room);
    sweep(&mut room, &hand);
    let mut left: Vec<i64> = (0..7).flat_map(|chat| numbers(&mut room, chat)).collect();
    left.sort_unstable();
    let first = *left.first().unwrap();
    assert_eq!(
        left,
        (first..=10_000).collect::<Vec<_>>(),
        "the oldest went, whatever the chat"
    );
    assert!(
        left.len() > 1000,
        "and not more of them than need be: {}",
        left.len()
    );
    room.close().unwrap();
    let now = size();
    assert!(now <= (4 << 20) + (2 << 20), "{now} of {full}");
}

#[test]
fn a_page_tells_that_there_is_nothing_older_any_more() {
    let (mut room, hand) = room(THIRTY);
    let old = (1..=20).map(|seq| put(&of_day(90, line(seq, 1, "old"))));
    let new = (21..=30).map(|seq| put(&of_day(1, line(seq, 1, "new"))));
    keep(&mut room, old.chain(new).collect());
    let first = page(&mut room, 1, Place::End, 10);
    assert!(first.older);
    sweep(&mut room, &hand);
    let top = &first.lines[0];
    let older = page(&mut room, 1, Place::Before(top.at, top.seq), 10);
    assert_eq!((older.lines.len(), older.older, older.newer), (0, false, true));
}
