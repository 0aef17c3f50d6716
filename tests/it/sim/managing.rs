//! Remarks, friends and groups at the simulated service: strict where the real one is (`protocol.md §7.7`–§7.10).

use serde_json::{Value, json};
use weft::sim::saying::Saying;
use weft::sim::world::quirk::Quirks;
use weft::sim::world::setup::{Group, Person, Setup};

use super::browser::Browser;

fn setup() -> Setup {
    let others = ["wu", "li"].map(|key| Person::new(key, key));
    let mut setup = Setup::new(5)
        .with(Person::new("anna", "Anna"))
        .with(Person {
            remark: "周队".into(),
            ..Person::new("zhou", "老周")
        })
        .with(Person {
            unwilling: Some(3),
            ..Person::new("ex", "Ex")
        })
        .with(Person {
            stranger: true,
            ..Person::new("lin", "小林")
        });
    for other in others {
        setup = setup.with(other);
    }
    setup.with_group(Group {
        owner: "me".into(),
        ..Group::new("mine", "我的群", &["anna"])
    })
}

fn ret(answer: &Value) -> i64 {
    answer["BaseResponse"]["Ret"].as_i64().unwrap()
}

fn update(browser: &mut Browser, fun: &str, field: &str, who: &[&str]) -> Value {
    let names: Vec<String> = who.iter().map(|key| browser.name(key)).collect();
    let mut body = json!({ "ChatRoomName": browser.name("mine") });
    body[field] = names.join(",").into();
    browser.post(&format!("webwxupdatechatroom?fun={fun}&f=json"), body)
}

fn create(browser: &mut Browser, who: &[&str]) -> Value {
    let list: Vec<Value> = who
        .iter()
        .map(|key| json!({ "UserName": browser.name(key) }))
        .collect();
    browser.post(
        "webwxcreatechatroom?r=1",
        json!({ "MemberCount": list.len(), "MemberList": list, "Topic": "" }),
    )
}

#[test]
fn a_pin_without_the_remark_erases_it_and_is_a_breach() {
    let mut browser = Browser::at_home(setup());
    let zhou = browser.name("zhou");
    browser.post("webwxoplog", json!({ "UserName": zhou, "CmdId": 3, "OP": 1 }));
    assert_eq!(browser.sync()["ModContactList"][0]["RemarkName"], "");
    assert_eq!(browser.breached(), ["RemarkErased at webwxoplog"]);
    let me = browser.me.clone();
    let answer = browser.post(
        "webwxoplog",
        json!({ "UserName": me, "CmdId": 2, "RemarkName": "我" }),
    );
    assert_eq!(ret(&answer), 1);
}

#[test]
fn a_change_comes_back_as_late_as_the_service_is() {
    let mut browser = Browser::at_home(setup());
    browser.world.behave(Quirks {
        lag: Some(60),
        ..Quirks::default()
    });
    let anna = browser.name("anna");
    browser.post(
        "webwxoplog",
        json!({ "UserName": anna, "CmdId": 2, "RemarkName": "安" }),
    );
    assert_eq!(browser.sync()["ModContactCount"], 0);
    browser.wait(60);
    assert_eq!(browser.sync()["ModContactList"][0]["RemarkName"], "安");
}

#[test]
fn a_request_is_accepted_by_its_own_ticket_alone_and_none_can_be_sent() {
    let mut browser = Browser::at_home(setup());
    let hello = Saying::FriendRequest {
        nick: "小林".into(),
        greeting: "你好".into(),
    };
    browser.world.say(browser.now, "lin", "fmessage", hello).unwrap();
    let info = browser.news()[0]["RecommendInfo"].clone();
    let mut answer = |opcode: u8, ticket: Value| ret(&browser.verify(opcode, &info["UserName"], &ticket));
    assert_eq!(answer(3, json!("v2_other@stranger")), 1);
    assert_eq!(answer(2, json!("")), 1, "switched off in 2018");
    assert_eq!(answer(6, json!("v2_other@stranger")), 1);
    assert_eq!(answer(6, info["Ticket"].clone()), 0, "words accept nothing");
    assert_eq!(answer(3, info["Ticket"].clone()), 0);
    assert_eq!(browser.breached(), ["WrongTicket at webwxverifyuser"; 2]);
}

#[test]
fn a_new_group_tells_who_is_not_in_it() {
    let mut browser = Browser::at_home(setup());
    let answer = create(&mut browser, &["anna", "ex", "wu"]);
    assert_eq!(ret(&answer), -2013);
    let statuses: Vec<&Value> = answer["MemberList"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["MemberStatus"])
        .collect();
    assert_eq!(statuses, [0, 3, 0]);
    assert!(answer["ChatRoomName"].as_str().unwrap().starts_with("@@"));
    assert_eq!(
        browser.sync()["ModContactList"][0]["MemberCount"],
        3,
        "with oneself"
    );
    let again = create(&mut browser, &["anna", "wu"]);
    assert_eq!(ret(&again), 1205, "too soon");
    assert_eq!(again["BaseResponse"]["ErrMsg"], "操作太频繁，请稍后再试。");
    browser.wait(20);
    assert_eq!(ret(&create(&mut browser, &["anna", "wu"])), 0);
    browser.wait(20);
    assert_eq!(ret(&create(&mut browser, &["anna"])), 1, "two others at least");
    assert_eq!(ret(&create(&mut browser, &["anna", "lin"])), 1, "friends only");
    assert_eq!(ret(&create(&mut browser, &["anna", "me"])), 1);
    let wrong = "WrongMembers at webwxcreatechatroom";
    assert_eq!(
        browser.breached(),
        ["GroupsTooFast at webwxcreatechatroom", wrong, wrong, wrong]
    );
}

#[test]
fn who_is_in_it_already_spoils_the_call_and_only_the_owner_removes() {
    let mut browser = Browser::at_home(setup());
    assert_eq!(
        ret(&update(
            &mut browser,
            "addmember",
            "AddMemberList",
            &["wu", "anna"]
        )),
        1
    );
    assert_eq!(
        ret(&update(&mut browser, "addmember", "AddMemberList", &["wu"])),
        0
    );
    assert_eq!(browser.sync()["ModContactList"][0]["MemberCount"], 3);
    assert_eq!(
        ret(&update(&mut browser, "invitemember", "InviteMemberList", &["li"])),
        1,
        "too few"
    );
    assert_eq!(
        ret(&update(&mut browser, "delmember", "DelMemberList", &["wu"])),
        0
    );
    let news = browser.sync();
    assert_eq!(news["ModContactList"][0]["MemberCount"], 2);
    assert_eq!(news["AddMsgList"][0]["Content"], "你将&quot;wu&quot;移出了群聊");
    assert_eq!(
        ret(&update(&mut browser, "delmember", "DelMemberList", &["li"])),
        1,
        "not in it"
    );
    assert_eq!(ret(&update(&mut browser, "quitchatroom", "X", &[])), 0);
    assert_eq!(
        ret(&update(&mut browser, "modtopic", "NewTopic", &[])),
        1201,
        "not one's own any more"
    );
}

#[test]
fn since_2018_there_is_no_answer() {
    let mut browser = Browser::at_home(setup());
    browser.world.quirks_mut().no_groups = true;
    assert_eq!(create(&mut browser, &["anna", "wu"]), json!({}));
    assert_eq!(update(&mut browser, "quitchatroom", "X", &[]), json!({}));
}
