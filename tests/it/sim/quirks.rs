//! Habits on demand, and the happenings that stand for them outside.

use serde_json::{Value, json};
use weft::sim::happening::Happening;
use weft::sim::saying::Saying;
use weft::sim::world::quirk::Quirks;

use super::browser::{Browser, due, held, ready, setup, text};

/// As it comes from outside.
fn happen(browser: &mut Browser, happening: Value) {
    let happening: Happening = serde_json::from_value(happening).unwrap();
    happening.perform(&mut browser.world, browser.now).unwrap();
}

#[test]
fn a_scan_may_come_without_a_picture_and_again_and_again() {
    let mut browser = Browser::new(setup());
    happen(
        &mut browser,
        json!({ "do": "quirks", "no_avatar": true, "scan_again": 2 }),
    );
    let uuid = browser.new_code();
    happen(&mut browser, json!({ "do": "scan" }));
    for tip in [1, 0, 0] {
        assert_eq!(text(&ready(browser.poll(&uuid, tip))), "window.code=201;");
    }
    held(&browser.poll(&uuid, 0));
}

#[test]
fn a_quiet_cancel_is_408_and_the_code_can_be_scanned_again() {
    let mut browser = Browser::new(setup());
    let uuid = browser.new_code();
    happen(&mut browser, json!({ "do": "scan" }));
    ready(browser.poll(&uuid, 1));
    held(&browser.poll(&uuid, 0));
    happen(&mut browser, json!({ "do": "cancel", "quiet": true }));
    browser.wait(25);
    assert_eq!(due(&mut browser), "window.code=408;");
    happen(&mut browser, json!({ "do": "scan" }));
    assert!(text(&ready(browser.poll(&uuid, 0))).starts_with("window.code=201;"));
}

#[test]
fn push_login_may_answer_with_a_number_and_may_refuse() {
    let mut browser = Browser::at_home(setup());
    let path = format!("/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin={}", browser.uin);
    browser.world.quirks_mut().numeric_ret = true;
    let answer: Value = serde_json::from_str(&browser.get(&path)).unwrap();
    assert_eq!(answer["ret"], 0);
    browser.world.quirks_mut().no_push_login = true;
    let answer: Value = serde_json::from_str(&browser.get(&path)).unwrap();
    assert_eq!((&answer["ret"], &answer["uuid"]), (&json!(1), &json!("")));
}

#[test]
fn the_ticket_may_tell_of_another_base_and_of_no_skey() {
    let mut browser = Browser::new(setup());
    browser.world.behave(Quirks {
        moved_to: Some("http://127.0.0.1:9/x?a=1&b=2".into()),
        late_skey: true,
        ..Quirks::default()
    });
    let redirect = browser.redirect();
    let xml = browser.get(&format!("{redirect}&fun=new&version=v2"));
    assert!(xml.contains("<redirecturl>http://127.0.0.1:9/x?a=1&amp;b=2</redirecturl>"));
    assert!(xml.contains("<skey></skey>"));
}

#[test]
fn the_skey_changes_at_init_and_the_old_one_is_good_a_little_longer() {
    let mut browser = Browser::new(setup());
    browser.log_in();
    let first = browser.skey.clone();
    browser.world.quirks_mut().skey_at_init = true;
    browser.initialise();
    assert_ne!(browser.init["SKey"], first);
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 0);
}

#[test]
fn a_sync_may_name_one_key_and_a_check_may_be_written_loosely() {
    let mut browser = Browser::at_home(setup());
    browser.world.behave(Quirks {
        no_check_key: true,
        loose_check: true,
        blank_sender: true,
        ..Quirks::default()
    });
    browser
        .world
        .from_phone(browser.now, "zhou", Saying::text("hi"))
        .unwrap();
    let check = text(&ready(browser.check()));
    assert_eq!(check, "window.synccheck = { retcode: \"0\" , selector: 2 }");
    let body = json!({ "SyncKey": browser.keys });
    let answer = browser.post("webwxsync", body);
    assert!(answer.get("SyncCheckKey").is_none() && answer["SyncKey"]["Count"] != 0);
    assert_eq!(answer["AddMsgList"][0]["FromUserName"], "");
}

#[test]
fn an_empty_page_leads_on_to_the_same_place() {
    let mut browser = Browser::at_home(setup());
    browser.world.quirks_mut().empty_pages = 1;
    let page = |browser: &mut Browser, seq: &Value| -> Value {
        let path = format!(
            "/cgi-bin/mmwebwx-bin/webwxgetcontact?seq={seq}&skey={}",
            browser.skey
        );
        serde_json::from_str(&browser.get(&path)).unwrap()
    };
    let empty = page(&mut browser, &json!(0));
    assert_eq!(empty["MemberCount"], 0);
    assert_ne!(empty["Seq"], 0);
    let whole = page(&mut browser, &empty["Seq"]);
    assert_eq!(whole["Seq"], 0);
    assert!(whole["MemberCount"].as_u64().unwrap() > 5);
}

#[test]
fn media_may_be_empty_the_first_time() {
    let mut browser = Browser::at_home(setup());
    let id = browser
        .world
        .say(browser.now, "zhou", "zhou", Saying::Image)
        .unwrap();
    browser.world.quirks_mut().empty_media = true;
    let path = format!("/cgi-bin/mmwebwx-bin/webwxgetmsgimg?MsgID={id}");
    let mut bytes = || {
        let reply = browser.ask(weft::wire::http::Method::Get, &path, b"");
        ready(reply).response.body.len()
    };
    assert_eq!(bytes(), 0);
    assert!(bytes() > 0);
}

#[test]
fn words_can_be_taken_back_for_two_minutes() {
    let mut browser = Browser::at_home(setup());
    let id = browser.send("filehelper", "oops")["MsgID"].clone();
    let ask = json!({ "SvrMsgId": id, "ToUserName": "filehelper", "ClientMsgId": "1" });
    browser.wait(121);
    assert_ne!(browser.post("webwxrevokemsg", ask)["BaseResponse"]["Ret"], 0);
    assert!(!browser.world.delivered()[0].recalled);
}

#[test]
fn risk_control_strikes_after_its_time_and_cookies_end_unrenewed() {
    for (seconds, risk) in [(5, Some(5)), (12 * 3600, None)] {
        let mut browser = Browser::at_home(setup());
        browser.sync();
        browser.world.quirks_mut().risk_control = risk;
        browser.wait(seconds - 1);
        assert!(browser.world.logged_in());
        browser.wait(1);
        assert!(text(&ready(browser.check())).contains("retcode:\"1102\""));
    }
}

#[test]
fn another_browser_ends_this_one_and_1205_keeps_to_its_endpoint() {
    let mut browser = Browser::at_home(setup());
    happen(
        &mut browser,
        json!({ "do": "slow_down", "n": 1, "endpoint": "webwxsendmsg" }),
    );
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 0);
    assert_eq!(browser.send("filehelper", "a")["BaseResponse"]["Ret"], 1205);
    assert!(
        browser.world.delivered().is_empty(),
        "and it was sent all the same"
    );
    assert_eq!(browser.send("filehelper", "a")["BaseResponse"]["Ret"], 0);
    happen(&mut browser, json!({ "do": "second_login" }));
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 1101);
}

#[test]
fn records_by_hand_and_new_groups_are_told() {
    let mut browser = Browser::at_home(setup());
    browser.news();
    let json = r#"{"UserName":"${zhou}","NickName":null}"#;
    happen(&mut browser, json!({ "do": "raw_contact", "json": json }));
    happen(
        &mut browser,
        json!({ "do": "raw_contact", "json": json, "book": true }),
    );
    happen(
        &mut browser,
        json!({ "do": "gather", "key": "new", "nick": "新群", "members": ["zhou", "amu"] }),
    );
    let changed = browser.sync()["ModContactList"].clone();
    assert_eq!(changed[0]["UserName"], browser.name("zhou"));
    assert_eq!(changed[1]["NickName"], "新群");
    let path = format!("/cgi-bin/mmwebwx-bin/webwxgetcontact?seq=0&skey={}", browser.skey);
    let book: Value = serde_json::from_str(&browser.get(&path)).unwrap();
    assert_eq!(
        book["MemberList"][0],
        json!({ "UserName": browser.name("zhou"), "NickName": null })
    );
}

#[test]
fn an_account_can_be_refused_while_the_world_runs() {
    let mut browser = Browser::new(setup());
    let refused = json!({ "refused": { "ret": 1203, "message": "no" } });
    happen(&mut browser, json!({ "do": "account", "account": refused }));
    let redirect = browser.redirect();
    let xml = browser.get(&format!("{redirect}&fun=new&version=v2"));
    assert!(xml.contains("<ret>1203</ret><message>no</message>"));
    happen(&mut browser, json!({ "do": "account", "account": "welcome" }));
    browser.log_in();
}

#[test]
fn every_happening_every_saying_and_every_quirk_is_in_the_help() {
    let names = |error: String| -> Vec<String> {
        let parts = error.split('`').skip(1).step_by(2).skip(1);
        parts.map(str::to_owned).collect()
    };
    let happenings = serde_json::from_value::<Happening>(json!({ "do": "?" })).unwrap_err();
    let quirks = serde_json::from_value::<Quirks>(json!({ "?": 1 })).unwrap_err();
    let sayings = serde_json::from_value::<Saying>(json!({ "?": 1 })).unwrap_err();
    let all: Vec<String> = names(happenings.to_string())
        .into_iter()
        .chain(names(quirks.to_string()))
        .chain(names(sayings.to_string()))
        .collect();
    assert!(all.len() > 75, "{all:?}");
    for name in all {
        assert!(
            weft::sim::control::HELP.contains(&name),
            "{name} is not in the help"
        );
    }
}
