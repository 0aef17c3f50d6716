//! Messages come once, in order, whatever happens to the line.

use weft::app::keymap::Code;
use weft::sim::world::World;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};

use super::script::Script;
use super::{text, town};

/// How often a message stands in Anna's conversation.
fn count(script: &Script, words: &str) -> usize {
    let lines = script
        .model
        .conversations
        .by_peer
        .values()
        .flat_map(|talk| talk.lines.iter());
    lines
        .filter(|line| {
            format!("{:?}", line.body).starts_with("Text") && said(line).is_some_and(|t| t == words)
        })
        .count()
}

fn said(line: &weft::app::conversation::Line) -> Option<&str> {
    weft::app::rows::text_of(&line.body).map(weft::domain::text::SafeText::as_str)
}

fn anna(words: &'static str) -> impl FnOnce(&mut World, weft::domain::time::Now) {
    move |world, now| assert!(world.say(now, "anna", "anna", text(words)).is_ok())
}

#[test]
fn a_message_is_on_screen_the_moment_it_is_said() {
    Script::logged_in(town())
        .server(anna("早上好 🌞"))
        .shows("早上好 🌞")
        .open("Anna")
        .shows("早上好 🌞")
        .blameless();
}

#[test]
fn an_hour_offline_loses_nothing() {
    let script = Script::logged_in(town()).server(anna("before")).cut().wait(1800);
    let script = script
        .shows("no connection")
        .server(anna("during"))
        .wait(1800)
        .server(anna("late"))
        .mend()
        .wait(70);
    let script = script
        .online()
        .open("Anna")
        .shows("before")
        .shows("during")
        .shows("late");
    for words in ["before", "during", "late"] {
        assert_eq!(count(&script, words), 1, "{words}");
    }
    script.blameless();
}

#[test]
fn no_fault_of_the_line_loses_or_doubles_a_message() {
    use WireFault::{BrokenGzip, Drip, GarbledStatus, HalfBody, Reset, Twice};
    let wire = [Reset, HalfBody, Drip, BrokenGzip, GarbledStatus, Twice].map(Fault::Wire);
    let page = [
        Fault::Status(502),
        Fault::Status(404),
        Fault::HtmlPage,
        Fault::WrongType,
        Fault::BrokenJson,
        Fault::Empty,
    ];
    let late = [
        Fault::Hang,
        Fault::Delay(20_000),
        Fault::Ret(-1),
        Fault::Redirect("https://example.com/".into()),
    ];
    for fault in wire.into_iter().chain(page).chain(late) {
        for endpoint in ["synccheck", "webwxsync"] {
            let rule = FaultRule::new(endpoint, fault.clone()).times(3);
            let script = Script::logged_in(town())
                .server(|world, _| world.inject(rule))
                .server(anna("through it all"));
            let script = script.wait(240).server(anna("and after")).wait(30);
            for words in ["through it all", "and after"] {
                assert_eq!(
                    count(&script, words),
                    1,
                    "{words:?} after {fault:?} on {endpoint}:\n{}",
                    script.screen()
                );
            }
            script.online();
        }
    }
}

#[test]
fn an_overlap_shows_nothing_twice() {
    let script = Script::logged_in(town())
        .server(anna("once"))
        .server(|world, _| world.repeat(1))
        .wait(5);
    assert_eq!(count(&script, "once"), 1);
}

#[test]
fn a_storm_of_empty_news_slows_the_asking_down() {
    let script = Script::logged_in(town())
        .server(|world, _| world.empty_storm(1000))
        .wait(60);
    script
        .server(|world, _| world.empty_storm(0))
        .wait(15)
        .server(anna("still here"))
        .wait(15)
        .shows("still here")
        .blameless();
}

#[test]
fn every_odd_selector_means_look() {
    for selector in [3, 4, 5, 6, 7, 99] {
        Script::logged_in(town())
            .server(|world, _| world.odd_selector(selector))
            .server(anna("seen"))
            .wait(2)
            .shows("seen")
            .blameless();
    }
}

#[test]
fn the_phone_away_is_told_and_ends_when_it_is_back() {
    Script::logged_in(town())
        .server(|world, _| world.phone_offline(true))
        .server(anna("while away"))
        .wait(120)
        .shows("the phone has been offline too long")
        .server(|world, _| world.phone_offline(false))
        .wait(70)
        .online()
        .shows("while away")
        .blameless();
}

#[test]
fn being_kicked_keeps_the_screen_and_one_key_leads_back_in() {
    for code in [1100, 1101, 1102] {
        Script::logged_in(town())
            .send("Anna", "remember this")
            .keys("half a thought")
            .server(|world, _| world.kick(code))
            .wait(5)
            .shows("remember this")
            .shows("half a thought")
            .shows("logs in again")
            .key(Code::F(5))
            .wait(1)
            .shows("Confirm the login on your phone")
            .confirm()
            .wait(10)
            .shows("remember this")
            .shows("half a thought")
            .server(anna("welcome back"))
            .shows("welcome back")
            .online();
    }
}

#[test]
fn what_is_read_on_the_phone_is_read_here() {
    let script = Script::logged_in(town())
        .server(anna("one"))
        .server(anna("two"))
        .shows("2 unread");
    script
        .server(|world, now| world.open_on_phone(now, "anna").unwrap())
        .hides("2 unread")
        .blameless();
}

#[test]
fn my_words_from_the_phone_are_mine_and_in_the_right_chat() {
    let script = Script::logged_in(town()).server(anna("come?"));
    let script =
        script.server(|world, now| assert!(world.from_phone(now, "anna", text("on my way")).is_ok()));
    let script = script.open("Anna").shows("on my way").shows("come?");
    let talk = script.model.talk().unwrap();
    assert_eq!(talk.lines.len(), 2);
    assert_eq!(talk.lines.last().unwrap().from, weft::port::store::From::Me);
    script.blameless();
}

#[test]
fn a_burst_while_scrolled_up_moves_nothing_and_is_counted() {
    let mut script = Script::logged_in(town());
    for n in 0..60 {
        script = script.server(|world, now| {
            assert!(
                world
                    .say(now, "anna", "anna", text(&format!("old {n:02}")))
                    .is_ok()
            );
        });
    }
    let script = script.open("Anna").wait(1).key(Code::PageUp);
    let stood: Vec<String> = script
        .screen()
        .lines()
        .skip(1)
        .take(10)
        .map(|row| row.chars().skip(26).collect())
        .collect();
    let script = script.server(|world, now| {
        for n in 0..300 {
            world
                .say(now, "anna", "anna", text(&format!("new {n:03}")))
                .unwrap();
        }
    });
    let script = script.wait(5).shows("300 new below");
    let stands: Vec<String> = script
        .screen()
        .lines()
        .skip(1)
        .take(10)
        .map(|row| row.chars().skip(26).collect())
        .collect();
    assert_eq!(stands, stood, "the reader's place moved");
    assert_eq!(script.model.talk().unwrap().lines.len(), 360);
    script.key(Code::End).ctrl('g').blameless();
}

#[test]
fn a_recalled_message_says_by_whom() {
    let script = Script::logged_in(town())
        .server(anna("oops, wrong chat"))
        .open("Anna")
        .shows("oops, wrong chat");
    script
        .server(|world, now| {
            let id = world.last_said("anna", "anna").unwrap();
            assert!(world.recall(now, id));
        })
        .hides("oops, wrong chat")
        .shows("撤回了一条消息")
        .blameless();
}
