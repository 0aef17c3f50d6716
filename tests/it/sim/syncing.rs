//! synccheck and webwxsync: holds, keys, paging, kicks, moods.

use serde_json::{Value, json};
use weft::sim::saying::Saying;
use weft::wire::http::Method;

use super::browser::{Browser, due, held, ready, setup, text};

const NOTHING: &str = "window.synccheck={retcode:\"0\",selector:\"0\"}";
const NEWS: &str = "window.synccheck={retcode:\"0\",selector:\"2\"}";

#[test]
fn a_check_is_held_until_news_or_its_time_is_over() {
    let mut browser = Browser::at_home(setup());
    held(&browser.check());
    assert_eq!(
        browser.world.deadline(),
        Some(browser.now.plus(std::time::Duration::from_secs(25)).mono)
    );
    browser.wait(25);
    assert_eq!(due(&mut browser), NOTHING);

    held(&browser.check());
    browser
        .world
        .say(browser.now, "zhou", "zhou", Saying::text("hello"))
        .unwrap();
    assert_eq!(due(&mut browser), NEWS);
    assert_eq!(browser.news().len(), 1);
    held(&browser.check());
    assert!(browser.breached().is_empty());
}

#[test]
fn keys_grow_and_the_two_of_them_differ() {
    let mut browser = Browser::at_home(setup());
    assert_eq!(browser.keys["Count"], 4);
    browser.sync();
    assert_eq!(browser.keys["Count"], 7);
    assert_ne!(browser.keys, browser.check_keys);
    held(&browser.check());
}

#[test]
fn an_unknown_key_is_answered_at_once_and_the_same_key_twice_tells_the_same() {
    let mut browser = Browser::at_home(setup());
    let path = browser.check_path(&json!({ "List": [{ "Key": 1, "Val": 1 }] }));
    assert_eq!(text(&ready(browser.ask(Method::Get, &path, b""))), NEWS);
    assert_eq!(browser.breached(), ["UnknownSyncKey at synccheck"]);

    browser
        .world
        .say(browser.now, "zhou", "zhou", Saying::text("once"))
        .unwrap();
    let keys = browser.keys.clone();
    let first = browser.news();
    browser.keys = keys;
    assert_eq!(browser.news(), first, "nothing is lost by asking again");
    assert!(browser.news().is_empty());
}

#[test]
fn a_backlog_comes_in_batches() {
    let mut setup = setup();
    setup.batch = 100;
    let mut browser = Browser::at_home(setup);
    for i in 0..250 {
        browser
            .world
            .say(browser.now, "zhou", "hike", Saying::Text(i.to_string()))
            .unwrap();
    }
    let mut seen = Vec::new();
    let mut flags = Vec::new();
    for _ in 0..3 {
        let answer = browser.sync();
        flags.push(answer["ContinueFlag"].as_u64().unwrap());
        seen.extend(
            answer["AddMsgList"]
                .as_array()
                .unwrap()
                .iter()
                .map(|m| m["Content"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(flags, [1, 1, 0]);
    assert_eq!(seen.len(), 250);
    assert!(seen[249].ends_with(":<br/>249"));
}

#[test]
fn two_checks_at_once_are_a_breach_and_bring_old_messages_again() {
    let mut browser = Browser::at_home(setup());
    browser
        .world
        .say(browser.now, "zhou", "zhou", Saying::text("old"))
        .unwrap();
    assert_eq!(browser.news().len(), 1);
    held(&browser.check());
    held(&browser.check());
    assert_eq!(browser.breached(), ["SecondSyncCheck at synccheck"]);
    assert_eq!(browser.news()[0]["Content"], "old");
}

#[test]
fn an_abandoned_check_is_no_second_one() {
    let mut browser = Browser::at_home(setup());
    let weft::sim::world::Reply::Held(hold) = browser.check() else {
        panic!("answered at once")
    };
    browser.world.abandon(hold);
    held(&browser.check());
    assert!(browser.breached().is_empty());
    assert_eq!(browser.world.held(), 1);
}

#[test]
fn missing_cookies_and_a_raw_plus_are_told_as_the_service_does() {
    let mut browser = Browser::at_home(setup());
    let right = browser.check_path(&browser.keys);
    held(&browser.ask(Method::Get, &right.replace("%2B", "+"), b""));
    let wrong = right.replace("sid=", "sid=x");
    assert!(text(&ready(browser.ask(Method::Get, &wrong, b""))).contains("retcode:\"1101\""));
    browser.cookies.clear();
    assert!(text(&ready(browser.ask(Method::Get, &right, b""))).contains("retcode:\"1102\""));
    assert_eq!(
        browser.breached(),
        ["WrongSid at synccheck", "MissingCookies at synccheck"]
    );
}

#[test]
fn a_kick_answers_the_held_check_and_everything_after() {
    let mut browser = Browser::at_home(setup());
    held(&browser.check());
    browser.world.kick(1100);
    assert!(due(&mut browser).contains("retcode:\"1100\""));
    let answer = browser.sync();
    assert_eq!(
        (&answer["BaseResponse"]["Ret"], &answer["SyncKey"]["Count"]),
        (&json!(1100), &json!(0))
    );
}

#[test]
fn with_the_phone_away_sync_is_3_with_no_key_until_it_is_back() {
    let mut browser = Browser::at_home(setup());
    browser.world.phone_offline(true);
    assert_eq!(text(&ready(browser.check())), NEWS);
    let answer = browser.sync();
    assert_eq!(
        (&answer["BaseResponse"]["Ret"], &answer["SyncKey"]["Count"]),
        (&json!(3), &json!(0))
    );
    browser.world.open_on_phone(browser.now, "zhou").unwrap();
    assert_eq!(browser.news()[0]["StatusNotifyCode"], 2);
}

#[test]
fn cookies_are_renewed_and_the_skey_changes_when_told() {
    let mut browser = Browser::at_home(setup());
    browser.world.rotate_skey();
    let answer = browser.sync();
    let fresh = answer["SKey"].as_str().unwrap().to_owned();
    assert!(fresh.starts_with("@crypt_"));
    assert!(browser.cookies.iter().any(|(name, _)| name == "wxpluginkey"));
    browser.sync();
    browser.skey = fresh;
    assert_eq!(browser.sync()["SKey"], "");
    assert!(
        browser.breached().is_empty(),
        "the old key is good for what was under way"
    );
}

#[test]
fn people_change_come_and_go() {
    let mut browser = Browser::at_home(setup());
    browser.sync();
    browser
        .world
        .rename(browser.now, "hike", "周末爬山2队", Some("zhou"))
        .unwrap();
    browser
        .world
        .member_in(browser.now, "hike", "shy", "zhou")
        .unwrap();
    browser.world.delete_contact("ghost").unwrap();
    browser.world.rename(browser.now, "me", "阿岚岚", None).unwrap();
    let answer = browser.sync();
    let said: Vec<&Value> = answer["AddMsgList"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["Content"])
        .collect();
    assert_eq!(
        said,
        [
            "&quot;领队老周&quot;修改群名为“周末爬山2队”",
            "&quot;领队老周&quot;邀请&quot;小刺猬&quot;加入了群聊",
        ]
    );
    assert_eq!(answer["ModContactList"][1]["MemberCount"], 5);
    assert_eq!(answer["ModContactList"][1]["ChatRoomOwner"], browser.name("zhou"));
    assert_eq!(answer["DelContactList"][0]["UserName"], browser.name("ghost"));
    assert_eq!(
        (
            &answer["Profile"]["BitFlag"],
            &answer["Profile"]["NickName"]["Buff"]
        ),
        (&json!(190), &json!("阿岚岚"))
    );
}

#[test]
fn news_of_people_and_of_the_phone_have_their_own_selectors() {
    let mut browser = Browser::at_home(setup());
    browser
        .world
        .change("zhou", |p| p.remark = "周队".into())
        .unwrap();
    assert!(text(&ready(browser.check())).contains("selector:\"4\""));
    browser.sync();
    browser.world.open_on_phone(browser.now, "zhou").unwrap();
    assert!(text(&ready(browser.check())).contains("selector:\"7\""));
    browser.sync();
    browser.world.empty_storm(2);
    assert_eq!(text(&ready(browser.check())), NEWS);
    assert!(browser.news().is_empty());
    assert_eq!(text(&ready(browser.check())), NEWS);
    held(&browser.check());
}
