//! What the reader sees: every line once, both ends, jumps, and what arrives meanwhile.

use weft::app::conversation::{Conversation, Edge, Scroll, Seen};
use weft::app::step::{Effect, Step};
use weft::app::windows;
use weft::domain::id::{MsgId, Seq, UserName};
use weft::domain::message::{Author, Item};
use weft::port::store::State;
use weft::port::{Failure, News};

use super::Shelf;
use crate::reducer::{App, friend, says, text, words};

#[test]
fn without_a_store_nothing_is_asked_and_nothing_let_go() {
    let mut app = App::chatting();
    app.open("@lan");
    app.synced((1..=5000).map(|n| says(n, "@lan", "x")).collect());
    app.keys("ctrl-home pageup ctrl-end pageup");
    assert_eq!(app.said("@lan").len(), 5000);
    assert!(!app.asked.iter().any(|effect| matches!(effect, Effect::Store(_))));
}

#[test]
fn paging_up_through_ten_thousand_lines_shows_each_once_and_ends_at_the_first() {
    let mut shelf = Shelf::reading(10_000);
    let mut met: Vec<i64> = Vec::new();
    for _ in 0..2000 {
        let shown = shelf.shown();
        let oldest = met.last().copied().unwrap_or(i64::MAX);
        met.extend(shown.iter().rev().filter(|seq| **seq < oldest));
        assert!(
            met.is_sorted_by(|newer, older| newer - 1 == *older),
            "a line is left out"
        );
        assert!(shelf.talk().lines.len() <= 1400, "memory grows");
        if shown.first() == Some(&1) {
            break;
        }
        let before = shelf.screen();
        shelf.keys("pageup");
        assert_ne!(shelf.screen(), before, "stuck at {shown:?}");
    }
    assert_eq!((met.len(), met.last()), (10_000, Some(&1)));
    assert!(shelf.reads < 100, "{} reads", shelf.reads);
    shelf.reads = 0;
    shelf.keys("pageup pageup ctrl-home pageup");
    assert_eq!(shelf.reads, 0, "nothing is before the first");
    for _ in 0..2000 {
        shelf.keys("pagedown");
        if !shelf.talk().scroll.is_up() {
            break;
        }
    }
    assert_eq!(shelf.shown().last(), Some(&10_000), "and down again");
    shelf.check().unwrap();
}

#[test]
fn what_the_history_let_go_of_meanwhile_is_not_waited_for() {
    let mut shelf = Shelf::reading(10_000);
    let lan = shelf.app.id("@lan");
    shelf.keys("pageup pageup");
    shelf.kept.get_mut(&lan).unwrap().retain(|line| line.seq.0 > 9990);
    for _ in 0..200 {
        shelf.keys("pageup");
    }
    assert_eq!(shelf.talk().older, Edge::End, "nothing is before what is shown");
    let reads = shelf.reads;
    shelf.keys("pageup ctrl-home pageup");
    assert_eq!(shelf.reads, reads, "and nothing more is asked for");
    shelf.keys("ctrl-end");
    assert_eq!(shelf.shown().last(), Some(&10_000));
    // Far away and back: what is not kept is not there any more.
    for n in 0..3000 {
        shelf.says("@lan", n, Author::Peer);
    }
    shelf.keys("ctrl-home");
    assert_eq!(shelf.shown().first(), Some(&9991));
    shelf.check().unwrap();
}

#[test]
fn home_and_end_go_to_the_ends_of_the_chat_not_of_the_window() {
    let mut shelf = Shelf::reading(10_000);
    shelf.keys("ctrl-home");
    assert_eq!(shelf.shown().first(), Some(&1));
    assert_eq!((shelf.talk().older, shelf.talk().newer), (Edge::End, Edge::More));
    shelf.check().unwrap();
    shelf.keys("ctrl-end");
    assert_eq!(shelf.shown().last(), Some(&10_000));
    assert_eq!(shelf.talk().scroll, Scroll::Follow);
    shelf.check().unwrap();
    let reads = shelf.reads;
    assert!(reads < 8, "{reads} reads");
}

#[test]
fn what_arrives_while_the_reader_is_far_up_is_counted_and_waits_in_the_store() {
    let mut shelf = Shelf::reading(10_000);
    shelf.keys("ctrl-home");
    let (screen, held) = (shelf.screen(), shelf.talk().lines.len());
    for n in 0..50 {
        shelf.says("@lan", n, Author::Peer);
        shelf.check().unwrap();
    }
    assert_eq!((shelf.screen(), shelf.talk().lines.len()), (screen, held));
    assert_eq!((shelf.talk().below, shelf.app.unread("@lan")), (50, 50));
    assert_eq!(words(&shelf.talk().last_line().unwrap().body), "news 10050");
    shelf.keys("ctrl-end");
    assert_eq!(shelf.shown().last(), Some(&10_050));
    assert_eq!((shelf.talk().below, shelf.app.unread("@lan")), (0, 0));
    let unread = shelf.talk().unread_from.unwrap();
    assert_eq!(
        shelf.talk().lines[unread].seq,
        Seq(10_001),
        "the first of them is marked"
    );
}

#[test]
fn the_unread_line_and_the_chosen_message_stay_where_they_are() {
    let mut shelf = Shelf::with(5000);
    for n in 0..30 {
        shelf.says("@lan", n, Author::Peer);
    }
    shelf.app.open("@lan");
    assert_eq!(shelf.app.unread("@lan"), 0);
    shelf.settle();
    let marked = |shelf: &Shelf| shelf.talk().unread_from.map(|at| shelf.talk().lines[at].seq.0);
    assert_eq!(marked(&shelf), Some(5001));
    shelf.keys("alt-up alt-up alt-up");
    let chosen = |shelf: &Shelf| shelf.talk().selected.map(|at| shelf.talk().lines[at].seq.0);
    assert_eq!(chosen(&shelf), Some(5028));
    for _ in 0..12 {
        shelf.keys("pageup");
        assert_eq!((marked(&shelf), chosen(&shelf)), (Some(5001), Some(5028)));
    }
    for _ in 0..100 {
        shelf.keys("pageup");
    }
    assert_eq!(marked(&shelf), None, "far below the window");
    shelf.keys("ctrl-end");
    assert_eq!(marked(&shelf), Some(5001), "and there again");
}

#[test]
fn more_unread_than_a_page_are_marked_once_the_reader_gets_there() {
    let mut shelf = Shelf::with(3000);
    let lan = shelf.app.id("@lan");
    for n in 0..900 {
        shelf.says("@lan", n, Author::Peer);
    }
    assert!(shelf.app.model.conversations.get(lan).unwrap().lines.len() <= 101);
    shelf.open("@lan");
    for _ in 0..200 {
        shelf.keys("pageup");
        if shelf.talk().unread_from.is_some() {
            break;
        }
    }
    let at = shelf.talk().unread_from.unwrap();
    assert_eq!(shelf.talk().lines[at].seq, Seq(3001));
}

#[test]
fn a_jump_shows_the_line_in_its_context_and_back_leads_home() {
    let mut shelf = Shelf::reading(10_000);
    shelf.open("@zhou");
    shelf.open("@lan");
    shelf.keys("pageup");
    let (before, lan) = (shelf.screen(), shelf.app.id("@lan"));
    let mut step = Step::default();
    windows::jump(&mut shelf.app.model, lan, Seq(5000), &mut step);
    shelf.keys("f5");
    let talk = shelf.talk();
    assert_eq!(talk.selected.map(|at| talk.lines[at].seq), Some(Seq(5000)));
    let shown = shelf.shown();
    assert!(shown.contains(&4999) && shown.contains(&5001), "{shown:?}");
    shelf.check().unwrap();
    assert!(windows::back(&mut shelf.app.model, &mut step));
    shelf.keys("f5");
    assert_eq!(shelf.screen(), before);
    assert!(!windows::back(&mut shelf.app.model, &mut step), "nowhere to go");
}

#[test]
fn a_jump_into_another_chat_reads_nothing_there_and_comes_back() {
    let mut shelf = Shelf::with(1000);
    shelf.says("@lan", 0, Author::Peer);
    shelf.open("@zhou");
    let (lan, zhou) = (shelf.app.id("@lan"), shelf.app.id("@zhou"));
    let mut step = Step::default();
    windows::jump(&mut shelf.app.model, lan, Seq(10), &mut step);
    shelf.keys("f5");
    assert!(shelf.shown().contains(&10));
    assert_eq!(shelf.app.unread("@lan"), 1);
    assert!(windows::back(&mut shelf.app.model, &mut step));
    assert_eq!(shelf.app.model.chats.open, Some(zhou));
}

#[test]
fn a_line_that_is_not_kept_is_looked_for_once() {
    let mut shelf = Shelf::reading(1000);
    let lan = shelf.app.id("@lan");
    let before = shelf.screen();
    windows::jump(&mut shelf.app.model, lan, Seq(7777), &mut Step::default());
    shelf.reads = 0;
    shelf.keys("f5 f5 f5");
    assert_eq!((shelf.reads, shelf.screen()), (1, before));
}

#[test]
fn a_hundred_thousand_messages_leave_the_window_small() {
    let mut shelf = Shelf::reading(100);
    for n in 0..100 {
        let first = n * 1000 + 1000;
        let items = (first..first + 1000).map(|id| says(id, "@lan", "x")).collect();
        shelf.app.synced(items);
        assert!(shelf.talk().lines.len() <= 1200);
        assert!(shelf.talk().lines.capacity() <= 1400);
    }
    assert!(shelf.app.model.conversations.seen.len() <= Seen::LIMIT);
    shelf.app.open("@zhou");
    assert_eq!(shelf.app.said("@lan").len(), 50);
}

#[test]
fn in_trouble_nothing_is_let_go() {
    let mut shelf = Shelf::reading(1000);
    shelf.keys("ctrl-home");
    shelf.app.model.windows.reading = false;
    let held = shelf.talk().lines.len();
    shelf.reads = 0;
    shelf.keys("ctrl-end pageup pagedown ctrl-home");
    assert_eq!((shelf.reads, shelf.talk().lines.len()), (0, held));
    assert_eq!(shelf.shown().first(), Some(&1));
    shelf.keys("ctrl-end");
    assert!(shelf.talk().scroll.is_up(), "the end is not in memory");
    let last = shelf.talk().lines.last().unwrap().seq.0;
    assert_eq!(shelf.shown().last(), Some(&last));
}

#[test]
fn own_words_are_never_let_go_before_they_are_sent() {
    let mut shelf = Shelf::reading(3000);
    let local = shelf.sends("lost?");
    shelf.app.news(News::NotSent {
        local,
        why: Failure::Offline,
    });
    for n in 0..2000 {
        shelf.says("@lan", n, Author::Peer);
    }
    shelf.settle();
    assert_eq!(shelf.shown().len(), shelf.screen().len());
    assert!(
        !shelf.talk().lines.iter().any(|line| line.state.local().is_some()),
        "far up"
    );
    shelf.app.keys("alt-r");
    shelf.app.news(News::Sending(local));
    shelf.app.news(News::NotSent {
        local,
        why: Failure::TimedOut,
    });
    shelf.keys("alt-e");
    assert_eq!(shelf.app.draft(), "lost?", "taken back from beyond the window");
}

#[test]
fn sending_from_far_up_leads_to_the_end() {
    let mut shelf = Shelf::reading(3000);
    shelf.keys("ctrl-home");
    let local = shelf.sends("here I am");
    shelf.settle();
    assert_eq!(shelf.shown().last(), Some(&3001));
    shelf.check().unwrap();
    shelf.app.news(News::Sent {
        local,
        id: Some(MsgId(99_999)),
    });
    assert_eq!(
        shelf.talk().lines.last().unwrap().state,
        State::Kept(Some(MsgId(99_999)))
    );
}

#[test]
fn a_recall_reaches_a_page_that_is_on_its_way() {
    let mut shelf = Shelf::reading(3000);
    shelf.app.keys("ctrl-home");
    shelf.heard();
    shelf.app.synced(vec![Item::Recall {
        id: MsgId(88_888),
        chat: UserName::from("@lan"),
        target: Some(MsgId(2)),
        notice: text("撤回"),
    }]);
    shelf.settle();
    assert_eq!(words(&shelf.talk().lines[1].body), "~撤回");
}

#[test]
fn ids_are_remembered_up_to_a_bound_the_newest_longest() {
    let mut seen = Seen::default();
    seen.extend((0..10_000).map(MsgId));
    assert_eq!(seen.len(), Seen::LIMIT);
    assert!(!seen.contains(MsgId(0)) && seen.contains(MsgId(9_999)));
    assert!(!seen.insert(MsgId(9_999)) && seen.insert(MsgId(0)));
}

#[test]
fn a_chat_that_is_joined_while_its_page_is_on_its_way_has_no_gap() {
    let mut shelf = Shelf::with(1000);
    shelf.app.open("@lan");
    shelf.heard();
    let lan = shelf.app.id("@lan");
    shelf.app.epoch += 1;
    shelf.app.welcome(vec![friend("@zhou2", "老周")]);
    shelf.app.changed(vec![friend("@lan2", "")]);
    let twin = shelf.app.id("@lan2");
    // One of them between the lines of the page.
    shelf.says("@lan2", -50 * 60 + 1, Author::Peer);
    shelf.says("@lan2", 5, Author::Peer);
    shelf.join(twin, lan);
    shelf.app.news(News::Contacts(vec![friend("@lan2", "阿岚")]));
    assert_eq!(shelf.app.id("@lan2"), lan);
    shelf.settle();
    shelf.check().unwrap();
    assert!(shelf.talk().lines.len() > 200 && shelf.talk().newer == Edge::End);
    assert_eq!(shelf.reads, 2, "what was read before the join is read again");
}

#[test]
fn a_chat_that_is_divided_is_two_windows() {
    let mut shelf = Shelf::reading(1000);
    shelf.app.types("draft");
    let whole = shelf.talk().clone();
    let (earlier, later) = whole.divide(|line| line.seq > Seq(990));
    let ends = |talk: &Conversation| {
        let (first, last) = (
            talk.lines.first().unwrap().seq.0,
            talk.lines.last().unwrap().seq.0,
        );
        (first, last, talk.older, talk.newer)
    };
    let first = shelf.talk().lines[0].seq.0;
    assert_eq!(ends(&earlier), (first, 990, Edge::More, Edge::End));
    assert_eq!(ends(&later), (991, 1000, Edge::More, Edge::End));
    assert!(later.has_draft() && !earlier.has_draft());
}
