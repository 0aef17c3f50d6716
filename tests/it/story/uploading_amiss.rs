//! Every way in which sending a file goes wrong: it arrives once and whole, or it says why not and can be tried again.

use std::fs;

use weft::app::keymap::Code;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::sim::world::setup::Person;

use super::fetching::{fault, noise, trips};
use super::script::Script;
use super::town;
use super::uploading::{THREE_CHUNKS, arrived, film, send};

const UPLOAD: &str = "webwxuploadmedia";

/// A file of three chunks is there to be sent.
fn at_home() -> Script {
    Script::logged_in(town())
        .resize(120, 24)
        .has_file("talk.pdf", &noise(THREE_CHUNKS))
}

/// From the second chunk on, one answer takes so long.
fn slow_in_the_middle(script: Script, millis: u64) -> Script {
    let mut rule = FaultRule::new(UPLOAD, Fault::Delay(millis));
    rule.skip = 1;
    script.server(|world, _| world.inject(rule))
}

#[track_caller]
fn arrives_once(script: Script) -> Script {
    let arrived = arrived(&script);
    assert!(
        arrived == [(6, noise(THREE_CHUNKS))],
        "{} arrived:\n{}",
        arrived.len(),
        script.screen()
    );
    script.hides("not sent")
}

#[test]
fn what_passes_is_tried_again_by_itself() {
    let ways = [
        Fault::Ret(-1),
        Fault::Status(502),
        Fault::HtmlPage,
        Fault::Empty,
        Fault::Hang,
        Fault::Wire(WireFault::Reset),
        Fault::Wire(WireFault::HalfBody),
    ];
    for endpoint in [UPLOAD, "webwxsendappmsg"] {
        for way in &ways {
            for swallowed in [true, false] {
                if endpoint != UPLOAD && *way == Fault::Ret(-1) {
                    // Of a message, and not of a chunk, that is a refusal.
                    continue;
                }
                let mut rule = FaultRule::new(endpoint, way.clone()).times(2);
                rule.skip = u32::from(endpoint == UPLOAD);
                rule.swallowed = swallowed;
                let script = at_home().server(|world, _| world.inject(rule));
                let script = send(script, "talk.pdf").wait(900).online();
                let whole = arrived(&script) == [(6, noise(THREE_CHUNKS))];
                assert!(whole, "{way:?} at {endpoint}, {swallowed}:\n{}", script.screen());
                script.hides("not sent").blameless();
            }
        }
    }
}

#[test]
fn a_refusal_is_said_and_another_try_is_one_key() {
    let ways = [
        (Fault::Ret(1), "refused by WeChat (code 1)"),
        (Fault::Ret(1205), "too many messages in a short time"),
        (Fault::Ret(-1), "refused by WeChat (code -1)"),
        (Fault::Status(500), "the server said HTTP 500"),
    ];
    for (way, words) in ways {
        let script = send(fault(at_home(), UPLOAD, way.clone(), 99), "talk.pdf").wait(900);
        assert!(script.screen().contains(words), "{way:?}:\n{}", script.screen());
        assert_eq!(arrived(&script), []);
        let script = script.server(|world, _| world.heal());
        arrives_once(script.alt(Code::Char('r')).wait(4000).online());
    }
}

#[test]
fn the_network_goes_in_the_middle_and_comes_back() {
    let script = send(slow_in_the_middle(at_home(), 10_000), "talk.pdf")
        .wait(2)
        .shows("60%");
    let script = script.cut().wait(60).mend().wait(120).online();
    arrives_once(script).blameless();
}

#[test]
fn a_file_that_changes_meanwhile_is_not_sent() {
    let script = send(slow_in_the_middle(at_home(), 5_000), "talk.pdf").wait(2);
    fs::write(script.home("talk.pdf"), noise(THREE_CHUNKS + 1)).unwrap();
    let script = script.wait(30).shows("the file has changed since it was chosen");
    assert_eq!(arrived(&script), []);
    script.online().blameless();
}

#[test]
fn a_file_that_goes_meanwhile_is_not_sent() {
    let script = send(slow_in_the_middle(at_home(), 5_000), "talk.pdf").wait(2);
    let path = script.home("talk.pdf");
    fs::remove_file(&path).unwrap();
    let script = script
        .wait(30)
        .shows("the file is not there any more, or cannot be read");
    assert_eq!(arrived(&script), []);
    // It is back, and so is the one key.
    fs::write(path, noise(THREE_CHUNKS)).unwrap();
    arrives_once(script.alt(Code::Char('r')).wait(30).online()).blameless();
}

#[test]
fn what_the_service_would_refuse_is_not_offered() {
    let script = at_home().has_file("empty.txt", b"").open("Anna");
    let huge = script.home("huge.img");
    fs::File::create(&huge)
        .unwrap()
        .set_len(101 * 1024 * 1024)
        .unwrap();
    for path in [huge, script.home("empty.txt")] {
        let script = at_home().open("Anna").paste(path.to_str().unwrap());
        script.shows("Cannot be sent").hides("Send?").key(Code::Enter);
    }
    // A video that is too large to be shown goes as a file.
    let script = at_home().has_file("film.mp4", &film(21 * 1024 * 1024));
    let script = send(script, "film.mp4").wait(10);
    assert_eq!(arrived(&script).first().map(|(kind, _)| *kind), Some(6));
}

#[test]
fn x_stops_it_for_good() {
    let script = send(slow_in_the_middle(at_home(), 5_000), "talk.pdf")
        .wait(2)
        .shows("60%");
    let script = script.alt(Code::Up).keys("x").shows("cancelled").hides("60%");
    let script = script.wait(60);
    assert_eq!(arrived(&script), []);
    assert_eq!(trips(&script, UPLOAD).len(), 1, "nothing more of it left");
    arrives_once(script.key(Code::Esc).alt(Code::Char('r')).wait(10)).blameless();
}

#[test]
fn logged_out_in_the_middle_it_says_so_and_goes_in_the_next_login() {
    let script = send(slow_in_the_middle(at_home(), 10_000), "talk.pdf").wait(2);
    let script = script.server(|world, _| world.kick(1101)).wait(30);
    assert_eq!(arrived(&script), []);
    let script = script
        .key(Code::F(5))
        .wait(1)
        .confirm()
        .scan()
        .confirm()
        .wait(30)
        .online();
    let script = script.open("Anna");
    let script = if arrived(&script).is_empty() {
        script.shows("not sent").alt(Code::Char('r')).wait(30)
    } else {
        script
    };
    arrives_once(script);
}

#[test]
fn a_restart_in_the_middle_goes_on_with_what_was_to_be_sent() {
    let script = send(slow_in_the_middle(at_home(), 10_000), "talk.pdf").wait(2);
    let script = script.crash().restart().wait(30).online().open("Anna");
    arrives_once(script).hides("did it arrive?").blameless();
}

/// From then on nobody knows.
#[test]
fn a_restart_after_the_message_left_asks_and_one_key_sends_it_again() {
    let slow = FaultRule::new("webwxsendappmsg", Fault::Delay(10_000)).swallowed();
    let script = send(at_home().server(|world, _| world.inject(slow)), "talk.pdf").wait(2);
    let script = script.crash().restart().wait(30).online().open("Anna");
    let script = script.resize(120, 24).shows("did it arrive?");
    assert_eq!(arrived(&script), []);
    arrives_once(script.alt(Code::Char('r')).wait(10)).blameless();
}

#[test]
fn after_a_restart_another_file_of_that_name_is_not_sent() {
    let script = send(slow_in_the_middle(at_home(), 10_000), "talk.pdf")
        .wait(2)
        .crash();
    // As large as the one there was.
    fs::write(script.home("talk.pdf"), vec![7; THREE_CHUNKS]).unwrap();
    let script = script.restart().resize(120, 24).wait(30).online().open("Anna");
    let script = script.shows("the file has changed since it was chosen");
    assert_eq!(arrived(&script), []);
    script.blameless();
}

#[test]
fn a_chat_that_nobody_writes_to_takes_no_file() {
    let script = Script::logged_in(town().with(Person {
        stranger: true,
        ..Person::new("lin", "小林")
    }));
    let script = script.has_file("plan.txt", b"at seven").server(|world, now| {
        let request = weft::sim::saying::Saying::FriendRequest {
            nick: "小林".into(),
            greeting: "我是小林".into(),
        };
        world.say(now, "lin", "fmessage", request).unwrap();
    });
    let script = script.wait(1).open("朋友推荐");
    let path = script.home("plan.txt");
    let script = script
        .paste(path.to_str().unwrap())
        .shows("This chat cannot be written to.");
    let script = script.key(Code::Enter).wait(5);
    assert_eq!(arrived(&script), []);
    script.blameless();
}

#[test]
fn one_who_takes_no_messages_refuses_the_message_and_not_the_file() {
    let wall = Person {
        refuses: Some(1204),
        ..Person::new("wall", "Wall")
    };
    let script = Script::logged_in(town().with(wall))
        .resize(120, 24)
        .has_file("plan.txt", b"at seven");
    let path = script.home("plan.txt");
    let script = script
        .open("Wall")
        .paste(path.to_str().unwrap())
        .key(Code::Enter)
        .wait(5);
    let script = script.shows("not sent: WeChat does not allow writing to this chat");
    assert_eq!(arrived(&script), []);
    assert_eq!(trips(&script, UPLOAD).len(), 1);
}
