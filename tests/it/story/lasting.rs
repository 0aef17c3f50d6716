//! Nothing is ever lost: the program comes back as it was, whatever stopped it.

use weft::app::keymap::Code;
use weft::domain::time::Now;
use weft::port::store::{Refusal, Trouble};
use weft::sim::world::World;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::sim::world::setup::Person;

use super::script::Script;
use super::{text, town};

pub(super) fn anna(words: &'static str) -> impl FnOnce(&mut World, Now) {
    move |world, now| assert!(world.say(now, "anna", "anna", text(words)).is_ok())
}

fn sent(script: &Script) -> Vec<&str> {
    let delivered = script.world.delivered().iter();
    delivered.map(|delivered| delivered.text.as_str()).collect()
}

/// How often it was said by anybody, as far as is kept.
fn kept(script: &mut Script, words: &str) -> usize {
    let lines = script.room.book().lines.values();
    lines
        .filter(|line| weft::app::rows::text_of(&line.body).is_some_and(|text| text.as_str() == words))
        .count()
}

/// A line under way when the machine stops: the service has it, or not.
fn under_way(arrived: bool) -> Script {
    let rule = FaultRule::new("webwxsendmsg", Fault::Hang);
    let rule = if arrived { rule } else { rule.swallowed() };
    Script::logged_in(town())
        .server(|world, _| world.inject(rule))
        .send("Anna", "did you hear?")
        .crash()
        .restart()
        .online()
}

#[test]
fn a_restart_needs_no_scan_and_shows_the_chats_before_any_answer() {
    let script = Script::logged_in(town())
        .server(anna("see you at seven"))
        .open("Anna")
        .cut()
        .crash();
    let script = script
        .restart()
        .shows("Anna")
        .shows("周末爬山")
        .shows("see you at seven")
        .hides("Scan with WeChat");
    script
        .mend()
        .wait(70)
        .online()
        .shows("see you at seven")
        .blameless();
}

#[test]
fn who_was_not_read_of_yet_is_there_after_the_restart() {
    let slow = FaultRule::new("webwxgetcontact", Fault::Hang);
    let script = Script::start(town()).server(|world, _| world.inject(slow));
    let script = script
        .scan()
        .confirm()
        .wait(1)
        .crash()
        .restart()
        .wait(10)
        .online();
    script.key(Code::F(2)).shows("Anna").shows("老周").blameless();
}

#[test]
fn what_came_meanwhile_arrives_once() {
    let mut script = Script::logged_in(town()).server(anna("before")).crash();
    script = script.server(anna("meanwhile")).restart().server(anna("after"));
    for words in ["before", "meanwhile", "after"] {
        assert_eq!(kept(&mut script, words), 1, "{words}");
    }
    script
        .online()
        .open("Anna")
        .shows("meanwhile")
        .shows("after")
        .blameless();
}

#[test]
fn unread_counts_and_read_marks_come_back() {
    let script = Script::logged_in(town())
        .server(anna("one"))
        .server(anna("two"))
        .reopen()
        .shows("2 unread")
        .open("Anna")
        .hides("unread");
    script.reopen().hides("2 unread").blameless();
}

#[test]
fn a_draft_survives_the_machine_and_a_quit_the_last_key() {
    let script = Script::logged_in(town())
        .open("Anna")
        .keys("half a thou")
        .wait(1)
        .crash()
        .restart();
    let script = script
        .shows("Draft: half a thou")
        .open("Anna")
        .shows("› half a thou");
    script
        .keys("ght")
        .reopen()
        .open("Anna")
        .shows("› half a thought")
        .blameless();
}

#[test]
fn a_draft_is_kept_the_moment_its_chat_is_left() {
    Script::logged_in(town())
        .open("Anna")
        .keys("for anna")
        .open("老周")
        .crash()
        .restart()
        .shows("Draft: for anna");
}

#[test]
fn what_was_queued_goes_out_in_order_after_the_restart() {
    let script = Script::logged_in(town())
        .cut()
        .wait(1)
        .send("Anna", "one")
        .send("Anna", "two")
        .send("老周", "three")
        .crash()
        .mend()
        .restart()
        .wait(5);
    assert_eq!(sent(&script), ["one", "two", "three"]);
    script.online().hides("did it arrive").blameless();
}

#[test]
fn words_may_be_queued_before_the_session_is_back() {
    let script = Script::logged_in(town())
        .reopen()
        .cut()
        .crash()
        .restart()
        .send("Anna", "early")
        .mend()
        .wait(70);
    assert_eq!(sent(&script), ["early"]);
    script.online().hides("not sent").blameless();
}

#[test]
fn a_line_under_way_is_asked_about_and_neither_repeated_nor_dropped() {
    for arrived in [true, false] {
        let script = under_way(arrived).wait(600).open("Anna").shows("did it arrive?");
        assert_eq!(sent(&script).len(), usize::from(arrived), "not by itself");
        let script = script.alt(Code::Char('r')).wait(5).hides("did it arrive?");
        assert_eq!(sent(&script), ["did you hear?"], "the same message, once");
        let script = script
            .reopen()
            .open("Anna")
            .hides("did it arrive?")
            .shows("did you hear?");
        script.blameless();
    }
}

#[test]
fn who_knows_that_it_arrived_says_so() {
    let script = under_way(true)
        .open("Anna")
        .alt(Code::Char('s'))
        .hides("did it arrive?");
    let script = script.reopen().wait(600).open("Anna").shows("did you hear?");
    assert_eq!(sent(&script), ["did you hear?"]);
    script.hides("did it arrive?").blameless();
}

#[test]
fn who_does_not_want_it_any_more_takes_it_back_or_drops_it() {
    let script = under_way(false).open("Anna").alt(Code::Char('e'));
    let script = script.shows("› did you hear?").reopen().open("Anna");
    script.shows("› did you hear?").hides("did it arrive?");
    let script = under_way(false).open("Anna").alt(Code::Char('x'));
    let script = script.hides("did you hear?").ctrl('y').shows("› did you hear?");
    assert!(sent(&script.reopen().wait(600)).is_empty());
}

#[test]
fn what_failed_is_still_failed_and_can_still_be_sent() {
    let wall = Person {
        refuses: Some(1204),
        ..Person::new("wall", "The Wall")
    };
    let script = Script::logged_in(town().with(wall))
        .send("The Wall", "let me in")
        .wait(1)
        .crash()
        .restart()
        .open("The Wall")
        .shows("not sent");
    let script = script.server(|world, _| world.change("wall", |wall| wall.refuses = None).unwrap());
    let script = script.alt(Code::Char('r')).wait(1).hides("not sent");
    assert_eq!(sent(&script), ["let me in"]);
}

#[test]
fn a_full_disk_is_told_and_the_chat_goes_on_until_it_is_mended() {
    let mut script = Script::logged_in(town())
        .disk_fails(Trouble::DiskFull)
        .server(anna("never mind the disk"))
        .shows("not saving: the disk is full")
        .send("Anna", "I do not")
        .wait(5);
    assert_eq!(sent(&script), ["I do not"]);
    assert_eq!(kept(&mut script, "never mind the disk"), 0);
    script = script
        .server(anna("good"))
        .shows("good")
        .disk_mends()
        .hides("not saving");
    for words in ["never mind the disk", "I do not", "good"] {
        assert_eq!(kept(&mut script, words), 1, "{words}");
    }
    script.reopen().online().blameless();
}

#[test]
fn what_could_not_be_written_is_told_again_by_the_service() {
    let script = Script::logged_in(town())
        .disk_fails(Trouble::DiskFull)
        .server(anna("told twice"))
        .crash();
    let mut script = script.disk_mends().restart().wait(5);
    assert_eq!(kept(&mut script, "told twice"), 1);
    script.online();
}

#[test]
fn a_damaged_history_is_told_and_the_chat_goes_on_without() {
    let mut script = Script::logged_in(town()).crash();
    script.room.refusal = Some(Refusal::Corrupt);
    let script = script
        .restart()
        .wait(5)
        .shows("The history is damaged")
        .scan()
        .confirm();
    script
        .wait(10)
        .online()
        .shows("not saving: the history is damaged")
        .shows("周末爬山");
}

#[test]
fn a_logout_forgets_the_session_and_keeps_the_history() {
    let mut script = Script::logged_in(town())
        .server(anna("to be kept"))
        .alt(Code::Char('q'))
        .shows("Log out?")
        .key(Code::Enter)
        .wait(5)
        .shows("Logged out.");
    assert_eq!(script.room.book().keepsake, None);
    script = script.reopen().wait(5).shows("Scan with WeChat");
    script
        .scan()
        .confirm()
        .wait(10)
        .online()
        .shows("to be kept")
        .blameless();
}

#[test]
fn a_session_that_died_meanwhile_asks_for_a_login_over_the_chats() {
    let script = Script::logged_in(town())
        .server(anna("before"))
        .crash()
        .server(|world, _| world.kick(1101));
    let script = script.restart().wait(10);
    script
        .scan()
        .confirm()
        .wait(10)
        .online()
        .open("Anna")
        .shows("before");
}

#[test]
fn a_session_that_webwxinit_vouches_for_still_knows_everybody_by_name() {
    let rule = FaultRule::new("webwxsync", Fault::Ret(-1)).swallowed();
    let script = Script::logged_in(town())
        .server(|world, now| assert!(world.say(now, "anna", "hike", text("before")).is_ok()))
        .crash()
        .server(|world, _| world.inject(rule))
        .restart()
        .wait(5);
    let script = script
        .server(|world, now| assert!(world.say(now, "zhou", "hike", text("after")).is_ok()))
        .online()
        .open("周末");
    script.shows("before").shows("after").blameless();
}

#[test]
fn killed_once_more_while_webwxinit_vouches_everybody_is_still_known() {
    let rule = FaultRule::new("webwxsync", Fault::Ret(-1)).swallowed();
    let book = FaultRule::new("webwxgetcontact", Fault::Hang);
    let script = Script::logged_in(town())
        .server(|world, now| assert!(world.say(now, "anna", "hike", text("before")).is_ok()))
        .crash()
        .server(|world, _| (world.inject(rule), world.inject(book)).1)
        .restart()
        .crash()
        .restart();
    let script = script
        .server(|world, now| assert!(world.say(now, "zhou", "hike", text("after")).is_ok()))
        .wait(5)
        .online()
        .open("周末");
    script.shows("before").shows("after").blameless();
}

/// Two lines to one chat, the first of which meets this fault.
fn two_lines(rule: FaultRule) -> Script {
    Script::logged_in(town())
        .server(|world, _| world.inject(rule))
        .send("Anna", "one")
        .send("Anna", "two")
}

#[test]
fn a_lost_or_slow_answer_holds_back_what_was_said_after() {
    for fault in [
        Fault::Wire(WireFault::Reset),
        Fault::Hang,
        Fault::Delay(3_000),
        Fault::Delay(40_000),
    ] {
        for swallowed in [true, false] {
            let mut rule = FaultRule::new("webwxsendmsg", fault.clone()).times(2);
            rule.swallowed = swallowed;
            let script = two_lines(rule).wait(200);
            assert_eq!(sent(&script), ["one", "two"], "{fault:?}");
            script.hides("not sent").online().blameless();
        }
    }
}

#[test]
fn a_refused_line_lets_others_pass_and_goes_when_it_is_told_to() {
    let refusal = FaultRule::new("webwxsendmsg", Fault::Ret(1204)).swallowed();
    let script = two_lines(refusal).wait(5).shows("not sent");
    assert_eq!(sent(&script), ["two"]);
    let script = script.reopen().open("Anna").shows("not sent");
    let script = script.alt(Code::Char('r')).wait(5).hides("not sent");
    assert_eq!(sent(&script), ["two", "one"]);
    script.online().blameless();
}

#[test]
fn an_answer_after_the_kill_is_asked_about_while_what_was_queued_goes_on() {
    for arrived in [true, false] {
        let slow = FaultRule::new("webwxsendmsg", Fault::Delay(5_000));
        let slow = if arrived { slow } else { slow.swallowed() };
        let script = Script::logged_in(town())
            .server(|world, _| world.inject(slow))
            .send("Anna", "one")
            .cut()
            .wait(1)
            .send("Anna", "two")
            .crash()
            .mend()
            .restart()
            .wait(20)
            .open("Anna")
            .shows("did it arrive?");
        let expected = if arrived { vec!["one", "two"] } else { vec!["two"] };
        assert_eq!(sent(&script), expected);
        let script = script.alt(Code::Char('r')).wait(5).hides("did it arrive?");
        let mut all = sent(&script);
        all.sort_unstable();
        assert_eq!(all, ["one", "two"], "the same message, once");
        script.online().blameless();
    }
}

#[test]
fn a_message_told_again_before_the_address_book_proves_whose_chat_it_is() {
    let slow = || FaultRule::new("webwxgetcontact", Fault::Delay(5_000)).times(9);
    let script = Script::start(town())
        .server(|world, now| {
            world.inject(slow());
            assert!(world.say(now, "zhou", "zhou", text("once")).is_ok());
        })
        .scan()
        .confirm()
        .wait(1)
        .crash()
        .server(|world, _| world.kick(1101))
        .restart()
        .wait(2)
        .confirm()
        .wait(20);
    script.online().open("老周").shows("once").blameless();
}
