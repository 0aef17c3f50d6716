//! Whatever goes wrong between the program and the service, everywhere it can: in the end one is in, and all is there.

use weft::app::directory::Peer;
use weft::app::keymap::Code;
use weft::domain::text::is_hostile;
use weft::session::ModeChoice;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::sim::world::setup::{Account, Group, Person, Setup};

use super::script::Script;
use super::{text, town};

fn faults() -> Vec<Fault> {
    use WireFault::{BrokenGzip, Drip, GarbledStatus, HalfBody, Reset, Twice};
    let wire = [Reset, HalfBody, Drip, BrokenGzip, GarbledStatus, Twice].map(Fault::Wire);
    let answers = [
        Fault::Status(404),
        Fault::Status(502),
        Fault::HtmlPage,
        Fault::WrongType,
        Fault::BrokenJson,
        Fault::Empty,
        Fault::Ret(-1),
        Fault::Ret(1),
        Fault::Ret(1205),
        Fault::Redirect("https://example.com/".into()),
        Fault::Delay(20_000),
        Fault::Hang,
    ];
    wire.into_iter().chain(answers).collect()
}

/// Does what a patient person does: scans and taps whatever code is there, or asks for one.
fn gets_in(mut script: Script) -> Script {
    for _ in 0..12 {
        if script.model.is_live() {
            return script;
        }
        script = script.wait(90);
        if script.screen().contains("Enter") {
            script = script.key(Code::Enter).wait(1);
        }
        script = script.scan().confirm().wait(60);
    }
    script
}

#[test]
fn no_fault_on_the_way_in_keeps_anybody_out() {
    for endpoint in ["jslogin", "login", "webwxnewloginpage", "webwxinit"] {
        for fault in faults() {
            for swallowed in [true, false] {
                let mut rule = FaultRule::new(endpoint, fault.clone()).times(2);
                rule.swallowed = swallowed;
                let script = Script::start(town()).server(|world, _| world.inject(rule));
                let script = gets_in(script);
                assert!(
                    script.model.is_live(),
                    "{fault:?} on {endpoint}, swallowed: {swallowed}:\n{}",
                    script.screen()
                );
                script
                    .wait(120)
                    .online()
                    .send("Anna", "in")
                    .wait(5)
                    .hides("not sent");
            }
        }
    }
}

#[test]
fn no_fault_of_the_address_book_loses_a_name() {
    let group = Group {
        saved: false,
        ..Group::new("den", "没存的群", &["me", "anna", "lone"])
    };
    let stranger = Person {
        stranger: true,
        ..Person::new("lone", "陌生人甲")
    };
    let mut setup = town().with(stranger).with_group(group);
    setup.page = 2;
    for endpoint in ["webwxgetcontact", "webwxbatchgetcontact", "webwxstatusnotify"] {
        for fault in faults() {
            let mut rule = FaultRule::new(endpoint, fault.clone()).times(2);
            rule.skip = 1;
            let script = Script::start(setup.clone()).server(|world, _| world.inject(rule));
            let script = script.scan().confirm().wait(5).server(|world, now| {
                assert!(world.say(now, "lone", "den", text("who is that?")).is_ok());
            });
            let script = script.wait(900).online();
            for name in ["Anna", "老周", "城市早报", "周末爬山", "没存的群", "陌生人甲"] {
                let known = |peer: &Peer| peer.contact.nick_name.as_str() == name;
                assert!(
                    script.model.directory.peers.iter().any(known),
                    "{name} is missing after {fault:?} on {endpoint}"
                );
            }
            script.open("没存的群").shows("陌生人甲").shows("who is that?");
        }
    }
}

/// Answers that are well-formed enough to be believed, and nonsense all the same.
const NONSENSE: [&str; 14] = [
    "null",
    "[]",
    "{}",
    "0",
    "{\"BaseResponse\":null}",
    "{\"BaseResponse\":{\"Ret\":0}}",
    "{\"BaseResponse\":{\"Ret\":\"0\",\"ErrMsg\":7},\"SyncKey\":null,\"User\":[],\"AddMsgList\":{},\"MemberList\":7,\"ContactList\":\"x\"}",
    "{\"BaseResponse\":{\"Ret\":0},\"SyncKey\":{\"Count\":1,\"List\":[null,{\"Key\":\"x\",\"Val\":1e99}]},\"SyncCheckKey\":{\"Count\":-1,\"List\":{}},\"ContinueFlag\":1}",
    "window.QRLogin.code = 200; window.QRLogin.uuid = \"\u{1b}[2J\u{202e}\";",
    "window.code=201;window.userAvatar = 'data:img/jpg;base64,!!!!';",
    "window.code=200;window.redirect_uri=\"javascript:alert(1)\";",
    "window.synccheck={retcode:\"0\",selector:\"99999999999999\"}",
    "window.synccheck={retcode:\"\",selector:\"\"}",
    "<error><ret>x</ret><message>\u{1b}[2J</message><skey></error>",
];

#[test]
fn no_nonsense_anywhere_keeps_anybody_out_or_reaches_the_terminal() {
    let endpoints = [
        "jslogin",
        "login",
        "webwxnewloginpage",
        "webwxinit",
        "webwxstatusnotify",
        "webwxgetcontact",
        "webwxbatchgetcontact",
        "synccheck",
        "webwxsync",
        "webwxsendmsg",
    ];
    for endpoint in endpoints {
        for nonsense in NONSENSE {
            let rule = FaultRule::new(endpoint, Fault::Body(nonsense.into())).times(2);
            let mut script = Script::start(town()).server(|world, _| world.inject(rule));
            for _ in 0..5 {
                assert!(
                    !script.screen().chars().any(|c| c != '\n' && is_hostile(c)),
                    "{nonsense} on {endpoint}"
                );
                script = script.wait(1);
            }
            let script = gets_in(script);
            assert!(
                script.model.is_live(),
                "{nonsense} on {endpoint}:\n{}",
                script.screen()
            );
            let script = script.wait(300).server(|world, now| {
                assert!(world.say(now, "anna", "anna", text("heard")).is_ok());
            });
            let script = script.wait(60).online().open("Anna").shows("heard");
            script
                .keys("said")
                .key(Code::Enter)
                .wait(120)
                .hides("not sent")
                .online();
        }
    }
}

#[test]
fn a_refusal_in_hostile_words_is_words() {
    let account = Account::Refused {
        ret: 1203,
        message: "\u{1b}[2J\u{202e}no&#27;[31m<br/>way".into(),
    };
    let script = Script::start_as(Setup { account, ..town() }, ModeChoice::Web)
        .scan()
        .confirm()
        .wait(5);
    let screen = script.screen();
    assert!(!screen.chars().any(|c| c != '\n' && is_hostile(c)), "{screen:?}");
    script.shows("way").shows("1203");
}
