//! Once each, in the order they were said: whatever the service repeats, delays, mixes up or takes back.

use weft::app::keymap::Code;
use weft::port::store::From;
use weft::sim::saying::Saying;
use weft::sim::world::World;
use weft::sim::world::quirk::Quirks;
use weft::sim::world::setup::Setup;

use super::script::Script;
use super::{text, town};

/// What stands in the open chat, top to bottom.
fn lines(script: &Script) -> Vec<&str> {
    let talk = script.model.talk().unwrap();
    let texts = talk.lines.iter().map(|line| weft::app::rows::text_of(&line.body));
    texts.map(|text| text.map_or("·", |text| text.as_str())).collect()
}

fn status(code: u32, chats: &[&str]) -> Saying {
    Saying::Status {
        code,
        chats: chats.iter().map(|&chat| chat.to_owned()).collect(),
    }
}

#[test]
fn late_double_and_repeated_messages_stand_once_in_the_order_they_were_said() {
    let script = Script::logged_in(town()).server(|world, now| {
        for (ago, words) in [(10, "three"), (30, "one"), (20, "two"), (0, "four")] {
            assert!(world.say_ago(now, ago, ("anna", "anna"), text(words)).is_ok());
        }
        world.repeat(4);
    });
    let script = script.wait(5).server(|world, _| world.repeat(3)).wait(5);
    let script = script.server(|world, now| {
        assert!(
            world
                .say_ago(now, 25, ("anna", "anna"), text("two and a half"))
                .is_ok()
        );
    });
    let script = script.wait(5).open("Anna");
    assert_eq!(lines(&script), ["one", "two", "two and a half", "three", "four"]);
    script.online().blameless();
}

#[test]
fn a_new_login_repeats_what_is_known_and_nothing_stands_twice() {
    let mut script = Script::logged_in(Setup {
        replay: 100,
        ..town()
    });
    for n in 0..20 {
        script = script.server(|world, now| {
            assert!(world.say(now, "anna", "anna", text(&format!("line {n}"))).is_ok());
        });
    }
    let script = script
        .send("Anna", "mine")
        .wait(1)
        .server(|world, _| world.kick(1101))
        .wait(5);
    let script = script
        .key(Code::F(5))
        .wait(1)
        .scan()
        .confirm()
        .wait(20)
        .online()
        .open("Anna");
    let expected: Vec<String> = (0..20)
        .map(|n| format!("line {n}"))
        .chain(["mine".into()])
        .collect();
    assert_eq!(lines(&script), expected);
    script.blameless();
}

#[test]
fn a_backlog_of_a_thousand_comes_at_one_go() {
    let script = Script::logged_in(Setup { batch: 20, ..town() })
        .cut()
        .server(|world, now| {
            for n in 0..1000 {
                assert!(
                    world
                        .say(now, "anna", "anna", text(&format!("line {n:04}")))
                        .is_ok()
                );
            }
        });
    let mut script = script.wait(60).mend().wait(70).open("Anna");
    let expected: Vec<String> = (0..1000).map(|n| format!("line {n:04}")).collect();
    let kept = script.room.book().lines.values();
    let said: Vec<String> = kept.map(|line| line.body.said().into_owned()).collect();
    assert_eq!(said, expected);
    script.shows("line 0999").online().blameless();
}

#[test]
fn words_from_the_phone_without_a_sender_are_mine() {
    let script = Script::logged_in(town()).server(|world, now| {
        world.behave(Quirks {
            blank_sender: true,
            ..Quirks::default()
        });
        assert!(world.from_phone(now, "anna", text("on my way")).is_ok());
        assert!(world.from_phone(now, "hike", text("all of us")).is_ok());
    });
    let script = script.wait(2).open("Anna");
    assert_eq!(lines(&script), ["on my way"]);
    assert_eq!(script.model.talk().unwrap().lines[0].from, From::Me);
    let script = script.open("周末").shows("all of us");
    assert_eq!(script.model.talk().unwrap().lines[0].from, From::Me);
    script.blameless();
}

fn say(script: Script, words: &'static str) -> Script {
    script.server(|world, now| assert!(world.say(now, "anna", "anna", text(words)).is_ok()))
}

fn revoke(target: u64, who: &str) -> Saying {
    Saying::Revoke {
        target,
        notice: format!("{who} 撤回了一条消息"),
    }
}

#[test]
fn a_recall_of_a_message_nobody_has_touches_nothing_else() {
    let script = say(Script::logged_in(town()), "stays").server(|world, now| {
        assert!(world.say(now, "anna", "anna", revoke(999, "Anna")).is_ok());
    });
    let script = say(script, "and goes on").wait(2).open("Anna");
    let shown = lines(&script);
    assert!(
        shown.contains(&"stays") && shown.contains(&"and goes on"),
        "{shown:?}"
    );
    script.online().blameless();
}

#[test]
fn my_own_message_recalled_on_the_phone_goes_here_too() {
    let by_id = |world: &mut World, now| {
        let id = world.delivered().last().unwrap().msg_id;
        assert!(world.say(now, "me", "anna", revoke(id, "你")).is_ok());
    };
    let by_zero = |world: &mut World, now| {
        assert!(world.say(now, "me", "anna", revoke(0, "你")).is_ok());
    };
    for recall in [by_id as fn(&mut World, _), by_zero] {
        let script = say(Script::logged_in(town()), "hello")
            .send("Anna", "first")
            .wait(1);
        let script = script
            .send("Anna", "slip of the tongue")
            .wait(1)
            .server(recall)
            .wait(2);
        let script = script
            .hides("slip of the tongue")
            .shows("first")
            .shows("hello")
            .shows("你 撤回了一条消息");
        assert_eq!(lines(&script).len(), 3);
        script.blameless();
    }
}

#[test]
fn a_recall_told_twice_takes_back_one_message() {
    let script = say(Script::logged_in(town()), "hello")
        .send("Anna", "slip")
        .wait(1);
    let script = script.server(|world, now| {
        assert!(world.say(now, "me", "anna", revoke(0, "你")).is_ok());
    });
    let script = script
        .wait(2)
        .hides("slip")
        .keys("said on purpose")
        .key(Code::Enter)
        .wait(1);
    let script = script.server(|world, _| world.repeat(2)).wait(5);
    script.shows("said on purpose").online().blameless();
}

#[test]
fn a_late_message_that_comes_with_its_recall_is_taken_back() {
    let script = say(Script::logged_in(town()), "now")
        .wait(1)
        .crash()
        .server(|world, now| {
            let late = world.say_ago(now, 20, ("anna", "anna"), text("late")).unwrap();
            assert!(world.recall(now, late));
        });
    let script = script.restart().wait(1).open("Anna");
    script.shows("now").hides("late").blameless();
}

#[test]
fn what_the_phone_does_is_never_a_line() {
    let script = say(Script::logged_in(town()), "only this").server(|world, now| {
        for code in [1, 2, 4, 5, 9, 77] {
            assert!(
                world
                    .say(now, "me", "anna", status(code, &["anna", "hike"]))
                    .is_ok()
            );
            assert!(world.say(now, "me", "filehelper", status(code, &[])).is_ok());
            assert!(
                world
                    .say(now, "me", "me", status(code, &["filehelper", "anna"]))
                    .is_ok()
            );
        }
        let notice = Saying::Unknown {
            msg_type: 9999,
            app_type: 0,
            title: "a system notice".into(),
        };
        assert!(world.say(now, "anna", "anna", notice).is_ok());
    });
    let script = script.wait(5).hides("a system notice").open("Anna");
    assert_eq!(lines(&script), ["only this"]);
    let total: usize = script
        .model
        .conversations
        .by_peer
        .values()
        .map(|talk| talk.lines.len())
        .sum();
    assert_eq!(total, 1);
    script.online().blameless();
}
