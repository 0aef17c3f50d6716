//! Several accounts on one machine: each its own history, and one key from the one to the other.

use weft::app::keymap::Code;
use weft::sim::world::World;
use weft::sim::world::setup::{Person, Setup};

use super::lasting::anna;
use super::script::Script;
use super::{text, town};

/// Another person's world.
fn village() -> World {
    World::new(Setup::new(99).with(Person::new("bert", "Bert")))
}

#[test]
fn two_accounts_do_not_mix() {
    let script = Script::logged_in(town())
        .server(anna("for the first"))
        .open("Anna")
        .keys("half")
        .wait(1)
        .crash();
    let (script, first) = script.meet(village());
    let script = script.restart().wait(10).scan().confirm().wait(10).online();
    let script = script
        .key(Code::F(2))
        .shows("Bert")
        .hides("Anna")
        .key(Code::F(2))
        .server(|world, now| assert!(world.say(now, "bert", "bert", text("for the second")).is_ok()));
    let script = script
        .reopen()
        .shows("for the second")
        .hides("for the first")
        .crash();
    let (script, _) = script.meet(first);
    script
        .restart()
        .wait(10)
        .scan()
        .confirm()
        .wait(10)
        .online()
        .shows("Draft: half")
        .hides("Bert")
        .open("Anna")
        .shows("for the first");
}

#[test]
fn from_one_account_to_the_other_and_back_without_a_scan() {
    let script = Script::logged_in(town())
        .server(anna("for the first"))
        .open("Anna")
        .keys("half");
    // The list, past the one in use: a new account.
    let script = script.key(Code::F(4)).shows("in use").key(Code::End);
    let (script, first) = script.cut().key(Code::Enter).meet(village());
    let script = script.mend().wait(10).scan().confirm().wait(10).online();
    let script = script
        .server(|world, now| assert!(world.say(now, "bert", "bert", text("for the second")).is_ok()))
        .hides("Anna")
        .open("Bert")
        .keys("to bert")
        .key(Code::F(4))
        .shows("A new account")
        .key(Code::Home);
    let (script, second) = script.cut().key(Code::Enter).meet(first);
    let script = script
        .shows("Draft: half")
        .hides("Bert")
        .hides("Scan with WeChat")
        .server(anna("meanwhile"))
        .mend()
        .wait(70)
        .online();
    let script = script
        .open("Anna")
        .shows("for the first")
        .shows("meanwhile")
        .shows("› half");
    let (script, _) = script
        .alt(Code::Char('u'))
        .key(Code::End)
        .key(Code::Up)
        .cut()
        .key(Code::Enter)
        .meet(second);
    script
        .mend()
        .wait(70)
        .online()
        .open("Bert")
        .shows("for the second")
        .shows("› to bert")
        .hides("Anna");
}

#[test]
fn an_account_whose_session_died_says_so_when_it_is_chosen() {
    let script = Script::logged_in(town())
        .server(anna("before"))
        .key(Code::F(4))
        .key(Code::End);
    let (script, mut first) = script.cut().key(Code::Enter).meet(village());
    let script = script.mend().wait(10).scan().confirm().wait(10).online();
    first.kick(1101);
    let (script, _) = script
        .key(Code::F(4))
        .key(Code::Home)
        .cut()
        .key(Code::Enter)
        .meet(first);
    script
        .shows("before")
        .mend()
        .wait(70)
        .shows("has ended")
        .scan()
        .confirm()
        .wait(10)
        .online()
        .open("Anna")
        .shows("before");
}
