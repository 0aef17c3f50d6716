//! Words leave once, exactly as typed, or stay.

use proptest::prelude::*;
use weft::app::Event;
use weft::app::keymap::Code;
use weft::domain::text::is_hostile;
use weft::port::MAX_TEXT_BYTES;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::sim::world::setup::{Person, Setup};

use super::script::Script;
use super::town;

fn sent(script: &Script) -> Vec<&str> {
    script
        .world
        .delivered()
        .iter()
        .map(|delivered| delivered.text.as_str())
        .collect()
}

#[test]
fn a_line_goes_out_once_in_raw_utf8() {
    let script = Script::logged_in(town())
        .send("Anna", "你好👨‍👩‍👧[微笑] a<b&c \\ \"q\"")
        .wait(1);
    assert_eq!(sent(&script), ["你好👨‍👩‍👧[微笑] a<b&c \\ \"q\""]);
    script.shows("你好").blameless();
}

#[test]
fn several_lines_are_one_message() {
    let script = Script::logged_in(town())
        .open("Anna")
        .keys("明早七点")
        .alt(Code::Enter)
        .keys("别迟到")
        .key(Code::Enter)
        .wait(1);
    assert_eq!(sent(&script), ["明早七点\n别迟到"]);
    script.blameless();
}

#[test]
fn a_lost_answer_is_asked_again_and_arrives_once() {
    for fault in [
        Fault::Wire(WireFault::Reset),
        Fault::Wire(WireFault::HalfBody),
        Fault::Hang,
        Fault::Status(502),
        Fault::HtmlPage,
    ] {
        let rule = FaultRule::new("webwxsendmsg", fault.clone()).times(2);
        let script = Script::logged_in(town())
            .server(|world, _| world.inject(rule))
            .send("Anna", "once")
            .wait(120);
        assert_eq!(sent(&script), ["once"], "after {fault:?}");
        script.hides("not sent").blameless();
    }
}

#[test]
fn a_lost_request_is_sent_again() {
    let rule = FaultRule::new("webwxsendmsg", Fault::Wire(WireFault::Reset))
        .swallowed()
        .times(2);
    let script = Script::logged_in(town())
        .server(|world, _| world.inject(rule))
        .send("Anna", "once")
        .wait(120);
    assert_eq!(sent(&script), ["once"]);
    script.hides("not sent").blameless();
}

#[test]
fn a_refusal_is_shown_and_can_be_tried_again_or_edited() {
    let wall = Person {
        refuses: Some(1204),
        ..Person::new("wall", "The Wall")
    };
    let script = Script::logged_in(town().with(wall))
        .send("The Wall", "let me in")
        .wait(1);
    let script = script.shows("not sent").shows("let me in");
    let script = script.server(|world, _| world.change("wall", |wall| wall.refuses = None).unwrap());
    let script = script.alt(Code::Char('r')).wait(1).hides("not sent");
    assert_eq!(sent(&script), ["let me in"]);
}

#[test]
fn a_failed_line_goes_back_into_the_box() {
    let wall = Person {
        refuses: Some(1204),
        ..Person::new("wall", "The Wall")
    };
    let script = Script::logged_in(town().with(wall))
        .send("The Wall", "let me in")
        .wait(1)
        .alt(Code::Char('e'));
    assert_eq!(script.model.talk().unwrap().draft.text(), "let me in");
    script.hides("not sent");
}

#[test]
fn what_is_too_long_stays_in_the_box_with_its_count() {
    let script = Script::logged_in(town()).open("Anna");
    let long = "长".repeat(MAX_TEXT_BYTES / 3 + 1);
    let mut script = script;
    script.feed(Event::Paste(long.clone()));
    let script = script.key(Code::Enter).wait(1).shows("Too long to send");
    assert!(sent(&script).is_empty());
    assert_eq!(script.model.talk().unwrap().draft.text(), long);
}

#[test]
fn lines_written_offline_go_out_in_order_when_the_line_is_back() {
    let script = Script::logged_in(town())
        .cut()
        .send("Anna", "one")
        .send("Anna", "two")
        .send("老周", "three")
        .mend()
        .wait(120);
    assert_eq!(sent(&script), ["one", "two", "three"]);
    script.hides("not sent").blameless();
}

#[test]
fn a_line_written_in_a_tunnel_waits_for_its_end_however_long() {
    let script = Script::logged_in(town())
        .cut()
        .wait(600)
        .send("Anna", "out of the tunnel")
        .wait(3600);
    let script = script.hides("not sent").mend().wait(62);
    assert_eq!(sent(&script), ["out of the tunnel"]);
    script.online().blameless();
}

#[test]
fn a_pause_asked_for_by_the_service_is_kept_and_nothing_is_lost() {
    let script = Script::logged_in(town())
        .server(|world, _| world.slow_down(2))
        .send("Anna", "patience")
        .wait(2);
    let script = script.shows("asks for a pause").wait(600);
    assert_eq!(sent(&script), ["patience"]);
    script.online().hides("not sent");
}

#[test]
fn a_draft_stays_with_its_chat() {
    Script::logged_in(town())
        .open("Anna")
        .keys("for anna only")
        .open("老周")
        .shows("Draft: for anna only")
        .hides("› for anna only")
        .open("Anna")
        .shows("› for anna only")
        .key(Code::Esc)
        .key(Code::Esc)
        .open("Anna")
        .shows("› for anna only");
}

#[test]
fn escape_sequences_in_names_and_messages_do_not_reach_the_screen() {
    let setup: Setup = town().with(Person::new("evil", "ev\u{1b}[31mil\u{202e}\u{7}"));
    let script = Script::logged_in(setup).server(|world, now| {
        let words = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}gnp.exe\u{e0041}&#27;[2J";
        world.say(now, "evil", "evil", super::text(words)).unwrap();
    });
    let screen = script.screen();
    assert!(!screen.chars().any(|c| is_hostile(c) && c != '\n'), "{screen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_typed_is_what_arrives(typed in "\\PC{1,60}|[\\s\\S]{1,40}") {
        let mut script = Script::logged_in(town()).open("Anna");
        script.feed(Event::Paste(typed.clone()));
        let kept: String = script.model.talk().unwrap().draft.text().to_owned();
        let expected: String = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
        let expected: String = expected.chars().filter(|&c| !is_hostile(c)).collect();
        prop_assert_eq!(&kept, &expected);
        let script = script.key(Code::Enter).wait(1);
        if kept.trim().is_empty() {
            prop_assert!(sent(&script).is_empty());
        } else {
            prop_assert_eq!(sent(&script), vec![kept.as_str()]);
        }
    }
}
