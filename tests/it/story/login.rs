//! Getting in, and being refused.

use weft::app::keymap::Code;
use weft::session::ModeChoice;
use weft::sim::world::fault::{Fault, FaultRule};
use weft::sim::world::setup::{Account, Setup};

use super::script::Script;
use super::town;

#[test]
fn a_scan_and_a_tap_lead_to_the_chats() {
    Script::start(town())
        .shows("Scan with WeChat")
        .shows("Valid for another")
        .scan()
        .shows("Scanned")
        .confirm()
        .wait(5)
        .shows("周末爬山")
        .online()
        .blameless();
}

#[test]
fn a_code_that_runs_out_is_renewed_without_a_key() {
    let script = Script::start(town());
    let first = script.world.codes().len();
    let script = script
        .wait(300)
        .shows("Scan with WeChat")
        .shows("The last code ran out");
    assert!(script.world.codes().len() > first, "no second code was asked for");
    script.scan().confirm().wait(5).online().blameless();
}

#[test]
fn a_tap_on_cancel_brings_a_new_code() {
    let script = Script::start(town())
        .scan()
        .server(|world, now| assert!(world.cancel(now)))
        .wait(5);
    script
        .shows("Scan with WeChat")
        .scan()
        .confirm()
        .wait(5)
        .online()
        .blameless();
}

#[test]
fn a_refusal_is_told_in_the_services_own_words_and_nothing_loops() {
    let words = "为了你的帐号安全，此微信号不能登录网页微信。";
    let account = Account::Refused {
        ret: 1203,
        message: words.into(),
    };
    let script = Script::start_as(Setup { account, ..town() }, ModeChoice::Web)
        .scan()
        .confirm()
        .wait(5);
    let script = script.shows("此微信号不能登录网页微信").shows("1203");
    let codes = script.world.codes().len();
    let script = script.wait(3600);
    assert_eq!(
        script.world.codes().len(),
        codes,
        "it asked again although nobody pressed a key"
    );
    script
        .shows("此微信号不能登录网页微信")
        .key(Code::Enter)
        .wait(1)
        .shows("Scan with WeChat");
}

#[test]
fn an_account_for_the_desktop_only_gets_in_by_the_second_way() {
    let setup = Setup {
        account: Account::DesktopOnly,
        ..town()
    };
    Script::start(setup)
        .scan()
        .confirm()
        .wait(2)
        .shows("takes the place of WeChat")
        .scan()
        .confirm()
        .wait(5)
        .online()
        .blameless();
}

#[test]
fn the_desktop_clients_301_is_an_answer() {
    Script::start_as(town(), ModeChoice::Desktop)
        .server(|world, _| world.quirks_mut().desktop_301 = true)
        .scan()
        .confirm()
        .wait(5)
        .online()
        .blameless();
}

#[test]
fn a_session_without_its_cookie_is_a_refusal() {
    let setup = Setup {
        account: Account::WithoutSid,
        ..town()
    };
    Script::start_as(setup, ModeChoice::Web)
        .scan()
        .confirm()
        .wait(5)
        .shows("refused");
}

#[test]
fn without_a_network_it_says_when_it_tries_again_and_then_does() {
    Script::start(town())
        .cut()
        .wait(7)
        .shows("WeChat cannot be reached")
        .shows("Next try in")
        .mend()
        .wait(60)
        .shows("Scan with WeChat")
        .scan()
        .confirm()
        .wait(5)
        .online()
        .blameless();
}

#[test]
fn enter_does_not_wait_for_the_next_try() {
    let script = Script::start(town()).cut().wait(100).mend();
    script
        .shows("WeChat cannot be reached")
        .key(Code::Enter)
        .wait(1)
        .shows("Scan with WeChat");
}

#[test]
fn an_hour_of_a_failing_server_is_no_hammering() {
    let script = Script::start(town())
        .server(|world, _| world.inject(FaultRule::new("*", Fault::Status(502)).times(100_000)))
        .wait(3600);
    let script = script.shows("502");
    script
        .server(|world, _| world.heal())
        .wait(61)
        .shows("Scan with WeChat");
}

#[test]
fn the_link_can_be_had_in_place_of_the_code_and_back() {
    Script::start(town())
        .hides("https://login.weixin.qq.com/l/")
        .key(Code::Tab)
        .shows("https://login.weixin.qq.com/l/")
        .key(Code::Tab)
        .hides("https://login.weixin.qq.com/l/");
}
