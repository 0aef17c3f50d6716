//! What the service does to some accounts and not to others: nobody should notice.

use weft::app::keymap::Code;
use weft::session::ModeChoice;
use weft::sim::world::World;
use weft::sim::world::fault::{Fault, FaultRule};
use weft::sim::world::quirk::Quirks;
use weft::sim::world::setup::{Account, Group, Person, REFUSED_ENGLISH, Setup};

use super::script::Script;
use super::{text, town};

fn with(quirks: Quirks) -> Script {
    Script::start(town()).server(|world, _| world.behave(quirks))
}

/// Gets in, hears Anna, answers her.
#[track_caller]
fn talks(script: Script) -> Script {
    let script = script
        .online()
        .server(|world, now| assert!(world.say(now, "anna", "anna", text("do you hear me?")).is_ok()))
        .wait(5)
        .open("Anna")
        .shows("do you hear me?")
        .keys("loud and clear")
        .key(Code::Enter)
        .wait(5)
        .hides("not sent");
    let last = script.world.delivered().last().map(|sent| sent.text.clone());
    assert_eq!(last.as_deref(), Some("loud and clear"));
    script
}

#[test]
fn a_scan_without_a_picture_is_a_scan() {
    let quirks = Quirks {
        no_avatar: true,
        ..Quirks::default()
    };
    talks(with(quirks).scan().shows("Scanned").confirm().wait(10)).blameless();
}

#[test]
fn a_scan_told_again_and_again_is_not_chased() {
    let quirks = Quirks {
        scan_again: 1000,
        ..Quirks::default()
    };
    let script = with(quirks).scan().wait(30).shows("Scanned");
    let asked = 1000 - script.world.quirks().scan_again;
    assert!(asked <= 31, "asked {asked} times in 30 s");
    talks(script.confirm().wait(10)).blameless();
}

#[test]
fn a_cancel_that_is_not_told_leaves_a_code_that_still_works() {
    let script = Script::start(town())
        .scan()
        .server(|world, now| assert!(world.cancel_quietly(now)))
        .wait(60);
    assert_eq!(script.world.codes().len(), 1, "the code was thrown away");
    talks(script.scan().shows("Scanned").confirm().wait(10)).blameless();
}

#[test]
fn an_english_refusal_is_told_verbatim() {
    let account = Account::Refused {
        ret: 1203,
        message: REFUSED_ENGLISH.into(),
    };
    Script::start_as(Setup { account, ..town() }, ModeChoice::Web)
        .scan()
        .confirm()
        .wait(5)
        .shows("Your login may be compromised.")
        .shows("1203");
}

#[test]
fn an_account_that_has_moved_is_followed_to_its_new_base() {
    let script = Script::abroad_after(town(), |world| {
        world.quirks_mut().moved_to =
            Some("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=x&lang=zh_CN".into());
    });
    let script = talks(script).blameless();
    for endpoint in ["webwxinit", "webwxsync", "webwxgetcontact", "webwxsendmsg"] {
        assert_eq!(script.hosts_of(endpoint), ["https://wx2.qq.com"], "{endpoint}");
    }
    assert_eq!(script.hosts_of("synccheck"), ["https://webpush.wx2.qq.com"]);
}

#[test]
fn a_server_of_ones_own_cannot_move_the_account_to_the_world() {
    let script = Script::start(town()).server(|world, _| {
        world.quirks_mut().moved_to = Some("https://example.com/".into());
    });
    let script = script.scan().confirm().wait(30).shows("example.com");
    assert!(script.hosts_of("webwxinit").is_empty());
}

#[test]
fn the_skey_is_taken_from_wherever_it_comes() {
    let late = Quirks {
        late_skey: true,
        ..Quirks::default()
    };
    let fresh = Quirks {
        skey_at_init: true,
        ..Quirks::default()
    };
    for quirks in [late, fresh] {
        talks(with(quirks).scan().confirm().wait(10)).blameless();
    }
}

#[test]
fn the_skey_may_change_with_every_sync() {
    let mut script = Script::logged_in(town());
    for round in 0..5 {
        let words = format!("round {round}");
        script = script.server(|world, now| {
            world.rotate_skey();
            assert!(world.say(now, "anna", "anna", text(&words)).is_ok());
        });
        script = script.wait(3).send("Anna", &words).wait(3).hides("not sent");
    }
    assert_eq!(script.world.delivered().len(), 5);
    script.blameless();
}

#[test]
fn one_key_for_both_will_do() {
    let quirks = Quirks {
        no_check_key: true,
        ..Quirks::default()
    };
    talks(with(quirks).scan().confirm().wait(10))
        .wait(120)
        .online()
        .blameless();
}

#[test]
fn a_synccheck_with_blanks_and_bare_digits_is_read() {
    let quirks = Quirks {
        loose_check: true,
        ..Quirks::default()
    };
    talks(with(quirks).scan().confirm().wait(10))
        .wait(60)
        .online()
        .blameless();
}

#[test]
fn empty_and_slow_pages_do_not_cut_the_address_book() {
    let mut setup = Setup { page: 40, ..town() };
    for n in 0..100 {
        setup = setup.with(Person::new(&format!("p{n}"), &format!("person {n}")));
    }
    let script = Script::start(setup).server(|world, _| {
        world.quirks_mut().empty_pages = 1;
        world.inject(FaultRule::new("webwxgetcontact", Fault::Delay(50_000)).times(2));
    });
    let script = script.scan().confirm().wait(240).blameless();
    for n in [0, 39, 40, 99] {
        let name = format!("person {n}");
        let known = |peer: &weft::app::directory::Peer| peer.contact.nick_name.as_str() == name;
        assert!(
            script.model.directory.peers.iter().any(known),
            "{name} is missing"
        );
    }
}

#[test]
fn risk_control_after_five_seconds_is_told_once_and_not_fought() {
    let quirks = Quirks {
        risk_control: Some(5),
        ..Quirks::default()
    };
    let script = with(quirks).scan().confirm().wait(60).shows("logs in again");
    let codes = script.world.codes().len();
    let script = script.wait(3600);
    assert_eq!(script.world.codes().len(), codes, "it logged in again by itself");
}

#[test]
fn a_phone_away_for_hours_ends_the_session_in_plain_words() {
    let script = Script::logged_in(town())
        .server(|world, _| world.phone_offline(true))
        .wait(3600);
    script
        .shows("the phone has been offline too long")
        .wait(2 * 3600)
        .shows("logs in again");
}

#[test]
fn a_login_in_another_browser_ends_this_one() {
    let script = Script::logged_in(town())
        .send("Anna", "mine")
        .wait(1)
        .server(World::log_in_elsewhere)
        .wait(10)
        .shows("mine")
        .shows("logs in again");
    let script = script.key(Code::F(5)).wait(1).scan().confirm().wait(10);
    talks(script.shows("mine"));
}

#[test]
fn too_often_at_any_endpoint_is_waited_out() {
    let endpoints = [
        "webwxgetcontact",
        "webwxbatchgetcontact",
        "webwxstatusnotify",
        "webwxsync",
        "synccheck",
        "webwxsendmsg",
        "webwxinit",
    ];
    for endpoint in endpoints {
        let script = Script::start(town()).server(|world, _| world.slow_down_at(endpoint, 2));
        let script = script.scan().confirm();
        let script = if endpoint == "webwxinit" {
            // The ticket is spent: each time a new code is shown after a pause.
            script.wait(70).scan().confirm().wait(150).scan().confirm()
        } else {
            script
        };
        let script = script.wait(600).online().send("Anna", "patience").wait(600);
        let script = script.online().hides("not sent");
        let sent = script
            .world
            .delivered()
            .iter()
            .filter(|sent| sent.text == "patience")
            .count();
        assert_eq!(sent, 1, "after 1205 at {endpoint}");
        script.blameless();
    }
}

#[test]
fn a_night_and_a_day_of_silence_do_not_end_the_session() {
    talks(Script::logged_in(town()).wait(30 * 3600)).blameless();
}

#[test]
fn members_without_names_are_asked_about() {
    let strangers: Vec<String> = (0..500).map(|n| format!("stranger {n}")).collect();
    let mut members: Vec<&str> = strangers.iter().map(String::as_str).collect();
    members.push("me");
    let group = Group {
        saved: true,
        nameless: true,
        ..Group::new("crowd", "五百人群", &members)
    };
    let script = Script::logged_in(town().with_group(group)).server(|world, now| {
        assert!(world.say(now, "stranger 321", "crowd", text("who am I?")).is_ok());
    });
    let script = script.wait(10).open("五百人群").wait(10);
    script.shows("who am I?").shows("stranger 321").blameless();
}

#[test]
fn cookies_renewed_by_every_sync_outlive_their_twelve_hours() {
    let mut script = Script::logged_in(town());
    for _ in 0..14 {
        script = script
            .wait(3600)
            .server(|world, now| assert!(world.say(now, "zhou", "hike", text("还在吗")).is_ok()));
    }
    talks(script).blameless();
}
