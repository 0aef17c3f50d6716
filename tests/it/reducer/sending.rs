//! An own message, from the key to the service.

use weft::app::Event;
use weft::app::model::{Hint, Overlay};
use weft::app::outbox::MOST_IN_FLIGHT;
use weft::app::step::Effect;
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::Author;
use weft::port::store::State;
use weft::port::{Ending, Failure, MAX_TEXT_BYTES, News};

use super::{App, WALL, message, says};

/// Logged in, 阿岚's chat open.
fn writing() -> App {
    let mut app = App::chatting();
    app.open("@lan");
    app.asked.clear();
    app
}

fn send(app: &mut App, text: &str) {
    app.event(Event::Paste(text.to_owned()));
    app.keys("enter");
}

fn state(app: &App, at: usize) -> State {
    app.model.talk().unwrap().lines[at].state
}

#[test]
fn a_message_goes_from_queued_to_kept() {
    let mut app = writing();
    send(&mut app, "明早七点见\n别迟到 ");
    let out = app.sends();
    assert_eq!(out.len(), 1);
    assert_eq!(
        (out[0].to.as_str(), out[0].what.text().unwrap()),
        ("@lan", "明早七点见\n别迟到 ")
    );
    assert_eq!(out[0].local.to_string(), format!("{WALL}0000000"), "17 digits");
    let local = out[0].local;
    assert_eq!(state(&app, 0), State::Queued(local));
    assert_eq!(app.draft(), "");
    app.news(News::Sending(local));
    assert_eq!(state(&app, 0), State::Sending(local));
    app.news(News::Sent {
        local,
        id: Some(MsgId(7)),
    });
    assert_eq!(state(&app, 0), State::Kept(Some(MsgId(7))));
    assert_eq!(app.model.outbox.unsent(), 0);
    app.synced(vec![message(7, "@lan", Author::Me, 1, "明早七点见\n别迟到 ")]);
    assert_eq!(
        app.said("@lan").len(),
        1,
        "the echo of my own is no second message"
    );
}

#[test]
fn an_echo_faster_than_the_answer_is_no_twin() {
    let mut app = writing();
    send(&mut app, "hi");
    let local = app.sends()[0].local;
    app.synced(vec![message(7, "@lan", Author::Me, 0, "hi")]);
    app.news(News::Sent {
        local,
        id: Some(MsgId(7)),
    });
    assert_eq!(app.said("@lan"), ["hi"]);
    assert_eq!(state(&app, 0), State::Kept(Some(MsgId(7))));
}

#[test]
fn ids_grow_within_one_millisecond_and_when_the_clock_goes_back() {
    let mut app = writing();
    send(&mut app, "a");
    send(&mut app, "b");
    app.now.wall_ms -= 3_600_000;
    send(&mut app, "c");
    let ids: Vec<_> = app.sends().iter().map(|out| out.local.0).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn nothing_is_sent_where_nothing_is_typed() {
    let mut app = writing();
    send(&mut app, " \n\u{3000}\n");
    assert_eq!(app.sends(), []);
    assert_eq!(app.model.hint, None);
}

#[test]
fn a_text_too_long_stays_where_it_is() {
    let mut app = writing();
    let long = "长".repeat(MAX_TEXT_BYTES / 3 + 1);
    send(&mut app, &long);
    assert_eq!(app.sends(), []);
    let bytes = long.len();
    let limit = MAX_TEXT_BYTES;
    assert_eq!(app.model.hint, Some(Hint::TooLong { bytes, limit }));
    assert_eq!(app.draft(), long);
    app.keys("backspace");
    assert_eq!(app.model.hint, None, "the next key answers it");
    app.keys("enter");
    assert_eq!(app.sends().len(), 1);
}

#[test]
fn the_network_gets_a_few_at_once_and_all_in_order() {
    let mut app = writing();
    for n in 0..20 {
        send(&mut app, &n.to_string());
    }
    let mut sent = app.sends();
    assert_eq!(sent.len(), MOST_IN_FLIGHT);
    let mut at = 0;
    while let Some(next) = sent.get(at) {
        let local = next.local;
        app.news(News::Sent {
            local,
            id: Some(MsgId(at as u64 + 1)),
        });
        sent.extend(app.sends());
        at += 1;
    }
    let texts: Vec<_> = sent
        .iter()
        .map(|out| out.what.text().unwrap().to_owned())
        .collect();
    assert_eq!(texts, (0..20).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn a_failed_message_can_be_sent_again_as_the_same_one() {
    let mut app = writing();
    app.keys("alt-r");
    assert_eq!(app.model.hint, Some(Hint::NoFailedMessage));
    send(&mut app, "again");
    let local = app.sends()[0].local;
    app.news(News::NotSent {
        local,
        why: Failure::TimedOut,
    });
    assert_eq!(state(&app, 0), State::Failed(local, Failure::TimedOut));
    app.keys("alt-r");
    let out = app.sends();
    assert_eq!(
        (out.len(), out[0].local, out[0].what.text().unwrap()),
        (1, local, "again")
    );
    app.keys("alt-r");
    assert_eq!(app.sends(), [], "it is on its way");
}

#[test]
fn a_failed_message_can_be_taken_back_and_loses_no_other_word() {
    let mut app = writing();
    send(&mut app, "first");
    let local = app.sends()[0].local;
    app.types("second");
    app.news(News::NotSent {
        local,
        why: Failure::NotAllowed,
    });
    app.keys("alt-e");
    assert_eq!(app.draft(), "first\nsecond");
    assert!(app.said("@lan").is_empty());
    assert_eq!(app.model.outbox.unsent(), 0);
    app.keys("ctrl-_ ctrl-_");
    assert_eq!(app.draft(), "second", "undone");
}

#[test]
fn a_failure_elsewhere_is_said() {
    let mut app = writing();
    send(&mut app, "x");
    let local = app.sends()[0].local;
    app.open("@zhou");
    app.news(News::NotSent {
        local,
        why: Failure::ChatGone,
    });
    let chat = app.id("@lan");
    assert_eq!(
        app.model.hint,
        Some(Hint::SendFailed {
            chat,
            why: Failure::ChatGone
        })
    );
}

#[test]
fn when_the_session_ends_what_was_on_its_way_failed_and_what_is_typed_stays() {
    let mut app = writing();
    for n in 0..10 {
        send(&mut app, &n.to_string());
    }
    app.news(News::Ended(Ending::Environment));
    let talk = app.model.talk().unwrap();
    assert!(
        talk.lines
            .iter()
            .all(|line| matches!(line.state, State::Failed(_, Failure::SessionOver)))
    );
    send(&mut app, "later");
    assert_eq!(app.model.hint, Some(Hint::NotLoggedIn));
    assert_eq!(app.draft(), "later");
    app.sends();
    app.epoch = 2;
    app.welcome(vec![super::friend("@lan9", "阿岚")]);
    app.keys("alt-r");
    let out = app.sends();
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].to, UserName::from("@lan9"), "under the new name");
}

#[test]
fn a_message_to_somebody_the_new_login_does_not_know_fails_for_good() {
    let mut app = writing();
    send(&mut app, "x");
    app.news(News::Ended(Ending::Environment));
    app.epoch = 2;
    app.sends();
    app.news(News::Welcome(Box::new(weft::port::Welcome {
        same: false,
        uin: 7,
        me: super::friend("@me", "我"),
        recent: vec![],
        order: vec![],
    })));
    app.keys("alt-r");
    assert_eq!(app.sends(), [], "it waits for the address book");
    app.news(News::BookProgress {
        contacts: 0,
        complete: true,
    });
    assert!(matches!(state(&app, 0), State::Failed(_, Failure::ChatGone)));
}

#[test]
fn own_words_go_below_what_they_answer_whatever_the_clocks_say() {
    let mut app = writing();
    app.synced(vec![message(1, "@lan", Author::Peer, 90, "from a clock ahead")]);
    send(&mut app, "answer");
    assert_eq!(app.said("@lan"), ["from a clock ahead", "answer"]);
}

#[test]
fn sending_leads_back_to_the_end() {
    let mut app = App::chatting();
    app.synced((1..100).map(|n| says(n, "@lan", "x")).collect());
    app.open("@lan");
    app.keys("pageup");
    send(&mut app, "here");
    assert!(!app.model.talk().unwrap().scroll.is_up());
    assert_eq!(app.model.talk().unwrap().unread_from, None);
}

#[test]
fn quitting_asks_once_while_a_message_is_unsent() {
    let mut app = writing();
    send(&mut app, "x");
    app.keys("ctrl-q");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmQuit));
    assert!(!app.asked.contains(&Effect::Quit));
    app.keys("esc");
    assert_eq!(app.model.overlay, None);
    app.keys("ctrl-q enter");
    assert!(app.asked.contains(&Effect::Quit));
    app.asked.clear();
    app.keys("esc ctrl-c");
    assert_eq!(app.model.hint, Some(Hint::HowToQuit));
    assert!(!app.asked.contains(&Effect::Quit));
    app.event(Event::Terminate);
    assert!(app.asked.contains(&Effect::Quit), "a signal is not asked back");
}

#[test]
fn friend_requests_are_not_answered_here() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "fmessage", "hello")]);
    app.open("fmessage");
    send(&mut app, "hello?");
    assert_eq!(app.sends(), []);
    assert_eq!(app.model.hint, Some(Hint::ReadOnly));
    assert_eq!(app.draft(), "hello?");
}
