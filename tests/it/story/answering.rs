//! Replies, recalls and forwards through every layer, and across a restart.

use weft::app::keymap::Code;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};

use super::script::Script;
use super::{text, town};

fn sent(script: &Script) -> Vec<&str> {
    let delivered = script.world.delivered();
    delivered
        .iter()
        .map(|delivered| delivered.text.as_str())
        .collect()
}

fn asked(script: Script) -> Script {
    script.server(|world, now| {
        world.say(now, "anna", "anna", text("几点？")).unwrap();
    })
}

const RULE: &str = "- - - - - - - - - - - - - - -";

#[test]
fn a_quote_survives_a_restart_and_arrives_as_phones_read_it() {
    let script = asked(Script::logged_in(town()).open("Anna").wait(2))
        .alt(Code::Up)
        .keys("q")
        .shows("几点？")
        .keys("七")
        .wait(2)
        .reopen()
        .wait(10)
        .open("Anna")
        .shows("Reply to Anna：几点？")
        .keys("点")
        .key(Code::Enter)
        .wait(2);
    assert_eq!(sent(&script), [format!("「Anna：几点？」\n{RULE}\n七点")]);
    script.hides("Reply to").blameless();
}

#[test]
fn a_line_is_recalled_and_its_words_come_back() {
    let script = Script::logged_in(town())
        .send("Anna", "oops")
        .wait(2)
        .alt(Code::Up)
        .shows("1:5")
        .keys("u")
        .shows("Recall?")
        .key(Code::Enter)
        .wait(2);
    assert!(script.world.delivered()[0].recalled);
    let script = script
        .shows("You recalled a message")
        .hides("oops")
        .keys("e")
        .shows("oops")
        .key(Code::Enter)
        .wait(2);
    assert_eq!(sent(&script), ["oops", "oops"]);
    script.blameless();
}

#[test]
fn a_recall_whose_answer_is_lost_is_asked_once_more() {
    let rule = FaultRule::new("webwxrevokemsg", Fault::Wire(WireFault::Reset)).times(1);
    let script = Script::logged_in(town())
        .server(|world, _| world.inject(rule))
        .send("Anna", "oops")
        .wait(2)
        .alt(Code::Up)
        .keys("u")
        .key(Code::Enter)
        .wait(30);
    assert!(script.world.delivered()[0].recalled);
    script.shows("You recalled a message").blameless();
}

#[test]
fn a_recall_that_comes_too_late_is_told_in_the_services_words() {
    let rule = FaultRule::new("webwxrevokemsg", Fault::Hang).swallowed().times(1);
    let script = Script::logged_in(town())
        .send("Anna", "oops")
        .wait(119)
        .server(|world, _| world.inject(rule))
        .alt(Code::Up)
        .keys("u")
        .key(Code::Enter)
        .wait(60);
    assert!(!script.world.delivered()[0].recalled);
    script
        .shows("Not recalled: 你可以撤回2分钟内发送的消息")
        .shows("oops")
        .blameless();
}

#[test]
fn a_line_is_forwarded_to_two_chats_and_paced_like_any_other() {
    let script = asked(Script::logged_in(town()).open("Anna").wait(2))
        .alt(Code::Up)
        .keys("f")
        .shows("Forward")
        .keys("laozhou ")
        .ctrl('u')
        .keys("爬山 ")
        .key(Code::Enter)
        .shows("Forward to 老周, 周末爬山?")
        .key(Code::Enter)
        .wait(5);
    assert_eq!(sent(&script), ["几点？", "几点？"]);
    let chats: Vec<&str> = script
        .world
        .delivered()
        .iter()
        .map(|sent| sent.chat.as_str())
        .collect();
    assert_eq!(chats, ["zhou", "hike"]);
    script.shows("Forwarded to 2 chats").blameless();
}

#[test]
fn a_mention_arrives_letter_for_letter() {
    let script = Script::logged_in(town())
        .open("爬山")
        .wait(3)
        .keys("@laoz")
        .shows("老周")
        .key(Code::Tab)
        .keys("来吗")
        .key(Code::Enter)
        .wait(2);
    assert_eq!(sent(&script), ["@老周\u{2005}来吗"]);
    script.blameless();
}
