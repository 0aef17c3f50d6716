//! Looking into messages: from a reply to what it replies to, and at everything known of one.

use weft::app::keymap::Code;
use weft::sim::saying::Saying;
use weft::sim::world::World;

use super::script::Script;
use super::town;

fn say(script: Script, from: &'static str, chat: &'static str, saying: Saying) -> Script {
    script
        .server(move |world: &mut World, now| assert!(world.say(now, from, chat, saying).is_ok()))
        .wait(1)
}

fn quote(name: &str, quoted: &str) -> Saying {
    Saying::Quote {
        name: name.into(),
        quoted: quoted.into(),
        reply: "this one!".into(),
    }
}

/// What is chosen in the open chat, as it was said.
fn chosen(script: &Script) -> String {
    let talk = script.model.talk().unwrap();
    let line = &talk.lines[talk.selected.expect("a chosen message")];
    weft::app::rows::text_of(&line.body)
        .map_or_else(|| format!("{:?}", line.body), |text| text.as_str().to_owned())
}

/// Says so much that what was said before is far away, then starts again: only the last lines are in memory.
fn much_later(mut script: Script) -> Script {
    for nth in 0..30 {
        script = script.server(move |world, now| {
            for line in 0..30 {
                let text = Saying::text(format!("line {line} of part {nth}"));
                assert!(world.say(now, "anna", "anna", text).is_ok());
            }
        });
    }
    script.wait(20)
}

#[test]
fn a_reply_leads_to_what_it_replies_to_and_back() {
    let script = say(
        Script::logged_in(town()),
        "anna",
        "anna",
        Saying::text("集合：早上七点，地铁口 B\n带：水"),
    );
    let script = much_later(say(script, "anna", "anna", Saying::text("something else")));
    let script = say(
        script,
        "anna",
        "anna",
        quote("Anna", "集合：早上七点，地铁口 B\n带：水"),
    );
    let script = script.reopen().wait(10).open("Anna").wait(1);
    assert!(
        script.model.talk().unwrap().lines.len() < 500,
        "all of it is in memory"
    );
    let script = script.alt(Code::Up).key(Code::Char('g')).wait(1);
    assert_eq!(chosen(&script), "集合：早上七点，地铁口 B\n带：水");
    let script = script.shows("something else").hides("of part 29");
    script
        .alt(Code::Char(','))
        .wait(1)
        .shows("of part 29")
        .blameless();
}

#[test]
fn a_reply_to_a_picture_leads_to_the_last_one_by_that_person() {
    let mut script = Script::logged_in(town());
    for saying in [
        Saying::text("before"),
        Saying::Image,
        Saying::text("after"),
        quote("Anna", "[图片]"),
    ] {
        script = say(script, "anna", "anna", saying);
    }
    let script = script.open("Anna").alt(Code::Up).key(Code::Char('g'));
    assert!(chosen(&script).starts_with("Image"), "{}", chosen(&script));
}

#[test]
fn what_is_not_kept_is_said_to_be_gone() {
    let script = say(
        Script::logged_in(town()),
        "anna",
        "anna",
        quote("Anna", "nobody has ever said this"),
    );
    let script = script.open("Anna").alt(Code::Up).key(Code::Char('g')).wait(1);
    assert_eq!(chosen(&script), "this one!");
    script
        .shows("not kept here")
        .key(Code::Char('i'))
        .shows("Reply")
        .key(Code::Esc);
}

#[test]
fn a_message_that_is_all_there_says_so() {
    let script = say(Script::logged_in(town()), "anna", "anna", Saying::text("hello"));
    script
        .open("Anna")
        .alt(Code::Up)
        .key(Code::Char('g'))
        .shows("all there is");
}

#[test]
fn an_unknown_kind_shows_what_the_service_sent() {
    let odd = Saying::Unknown {
        msg_type: 49,
        app_type: 118,
        title: "ein Titel".into(),
    };
    let script = say(Script::logged_in(town()), "anna", "anna", odd);
    let script = script.open("Anna").shows("ein Titel").shows("i shows what came");
    let script = script.alt(Code::Up).key(Code::Char('i')).wait(1);
    let script = script
        .shows("118")
        .shows("Anna")
        .shows("As it came")
        .shows("<title>ein Titel</title>");
    script.key(Code::Esc).hides("As it came").online().blameless();
}
