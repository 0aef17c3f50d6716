//! webwxinit, webwxgetcontact and webwxbatchgetcontact.

use serde_json::{Value, json};
use weft::sim::world::setup::Person;

use super::browser::{Browser, setup};

fn by_name<'l>(list: &'l Value, name: &str) -> &'l Value {
    list.as_array()
        .unwrap()
        .iter()
        .find(|c| c["UserName"] == name)
        .expect(name)
}

fn book(browser: &mut Browser, seq: u64) -> Value {
    let path = format!(
        "/cgi-bin/mmwebwx-bin/webwxgetcontact?seq={seq}&skey={}&r=1",
        browser.skey
    );
    serde_json::from_str(&browser.get(&path)).unwrap()
}

#[test]
fn init_tells_of_oneself_the_recent_chats_and_four_keys() {
    let browser = Browser::at_home(setup());
    assert_eq!(browser.init["SyncKey"]["Count"], 4);
    assert_eq!(browser.init["User"]["Uin"].to_string(), browser.uin);
    let group = by_name(&browser.init["ContactList"], &browser.name("hike"));
    assert_eq!(
        group["NickName"],
        "周末爬山<span class=\"emoji emoji26f0\"></span>"
    );
    assert_eq!(
        group["MemberList"][1]["NickName"], "",
        "members are named by the batch only"
    );
    assert!(browser.init["ChatSet"].as_str().unwrap().ends_with(','));
    assert!(browser.breached().is_empty());
}

#[test]
fn the_book_comes_in_pages_until_seq_is_zero() {
    let mut setup = setup();
    for i in 0..25 {
        setup = setup.with(Person::new(&format!("p{i}"), &format!("朋友{i}")));
    }
    setup.page = 10;
    let mut browser = Browser::at_home(setup);
    let (mut seq, mut names) = (0, Vec::new());
    for _ in 0..5 {
        let page = book(&mut browser, seq);
        names.extend(
            page["MemberList"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| c["UserName"].to_string()),
        );
        seq = page["Seq"].as_u64().unwrap();
        if seq == 0 {
            break;
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), seq), (count, 0));
    assert_eq!(
        count,
        1 + 3 + 5 + 1 + 25,
        "oneself, special accounts, the cast without its stranger, the saved group, the rest"
    );
}

#[test]
fn names_come_escaped_with_flags_and_pinyin() {
    let mut browser = Browser::at_home(setup());
    let answer = book(&mut browser, 0);
    let group = by_name(&answer["MemberList"], &browser.name("hike"));
    assert_eq!(
        (&group["MemberCount"], &group["MemberList"]),
        (&json!(0), &json!([]))
    );
    let friend = by_name(&answer["MemberList"], &browser.name("xiaoman"));
    assert_eq!(friend["RemarkName"], "满满&amp;可可");
    assert_eq!(
        friend["Signature"],
        "晒太阳<span class=\"emoji emoji2600\"></span>"
    );
    assert_eq!(friend["ContactFlag"], 2051);
    assert_eq!(
        (&friend["PYInitial"], &friend["PYQuanPin"]),
        (&json!("XM"), &json!("xiaoman"))
    );
    let paper = by_name(&answer["MemberList"], &browser.name("paper"));
    assert_eq!(paper["VerifyFlag"], 24);
}

#[test]
fn the_book_is_empty_without_cookies() {
    let mut browser = Browser::at_home(setup());
    browser.cookies.clear();
    let answer = book(&mut browser, 0);
    assert_eq!(
        (&answer["BaseResponse"]["Ret"], &answer["MemberList"]),
        (&json!(1100), &json!([]))
    );
    assert_eq!(browser.breached(), ["MissingCookies at webwxgetcontact"]);
}

#[test]
fn a_batch_resolves_groups_members_and_strangers_and_stops_at_fifty() {
    let mut browser = Browser::at_home(setup());
    let (hike, amu) = (browser.name("hike"), browser.name("amu"));
    let list = json!([{ "UserName": hike, "ChatRoomId": "" }, { "UserName": amu, "EncryChatRoomId": hike }]);
    let answer = browser.post(
        "webwxbatchgetcontact?type=ex&r=1",
        json!({ "Count": 2, "List": list }),
    );
    let group = by_name(&answer["ContactList"], &hike);
    let room = group["EncryChatRoomId"].as_str().unwrap().to_owned();
    assert!(group["HeadImgUrl"].as_str().unwrap().ends_with("skey="));
    assert_eq!(group["MemberList"][1]["DisplayName"], "领队老周");
    assert_eq!(by_name(&answer["ContactList"], &amu)["NickName"], "阿木");

    let by_room = json!([{ "UserName": amu, "EncryChatRoomId": room }]);
    assert_eq!(
        browser.post("webwxbatchgetcontact", json!({ "Count": 1, "List": by_room }))["Count"],
        1
    );
    assert!(browser.breached().is_empty());

    let many: Vec<Value> = (0..60)
        .map(|_| json!({ "UserName": amu, "EncryChatRoomId": "" }))
        .collect();
    assert_eq!(
        browser.post("webwxbatchgetcontact", json!({ "Count": 60, "List": many }))["Count"],
        50
    );
    assert_eq!(browser.breached(), ["BatchTooLong at webwxbatchgetcontact"]);
}

#[test]
fn a_wrong_skey_is_1101_and_too_fast_is_1205() {
    let mut browser = Browser::at_home(setup());
    browser.world.slow_down(1);
    assert_eq!(
        browser.post("webwxbatchgetcontact", json!({ "Count": 0, "List": [] }))["BaseResponse"]["Ret"],
        1205
    );
    browser.skey = "@crypt_0_0".into();
    assert_eq!(
        browser.post("webwxbatchgetcontact", json!({ "Count": 0, "List": [] }))["BaseResponse"]["Ret"],
        1101
    );
    assert_eq!(browser.breached(), ["WrongSkey at webwxbatchgetcontact"]);
}

#[test]
fn an_empty_skey_passes_at_init_and_is_noted_later() {
    let mut browser = Browser::new(setup());
    browser.log_in();
    browser.skey.clear();
    browser.initialise();
    assert!(browser.init["SKey"].as_str().unwrap().starts_with("@crypt_"));
    browser.sync();
    assert!(browser.breached().is_empty());
    assert_eq!(
        browser.post("webwxbatchgetcontact", json!({ "Count": 0, "List": [] }))["BaseResponse"]["Ret"],
        0
    );
    assert_eq!(browser.breached(), ["NoSkey at webwxbatchgetcontact"]);
}
