//! Remarks, pins, friend requests, groups, recalls: the shapes of `protocol.md §7.6`–§7.10, field by field.

use pretty_assertions::assert_eq;
use serde_json::json;
use weft::domain::id::{LocalId, MsgId, UserName};
use weft::wire::Error;
use weft::wire::http::{HttpRequest, HttpResponse, Method};
use weft::wire::manage::{
    By, Change, Gathered, accept, change_group, create_group, parse_gathered, pin, recall, refusal, remark,
    reply,
};

use super::{DEVICE, auth, hosts, json as body, now, query};

/// The body without what every request has, which is looked at here.
fn said(build: impl Fn(By<'_>) -> HttpRequest) -> (HttpRequest, serde_json::Value) {
    let (hosts, auth) = (hosts(), auth());
    let request = build(By {
        hosts: &hosts,
        auth: &auth,
        device: DEVICE,
        now: now(),
    });
    assert_eq!(request.method, Method::Post);
    assert!(request.url.starts_with("https://wx2.qq.com/cgi-bin/mmwebwx-bin/"));
    assert_eq!(query(&request, "pass_ticket"), auth.pass_ticket.expose());
    let mut all = body(&request);
    let base = all.as_object_mut().unwrap().remove("BaseRequest").unwrap();
    assert_eq!(
        base,
        json!({ "Uin": 2_663_483_803_i64, "Sid": auth.sid.expose(), "Skey": auth.skey.expose(), "DeviceID": DEVICE })
    );
    (request, all)
}

fn names(names: &[&str]) -> Vec<UserName> {
    names.iter().map(|name| UserName::from(*name)).collect()
}

#[test]
fn a_remark_and_a_pin_that_keeps_it() {
    let (request, sent) = said(|by| remark(by, &"@2ab0".into(), "满满"));
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxoplog");
    assert_eq!(
        sent,
        json!({ "UserName": "@2ab0", "CmdId": 2, "RemarkName": "满满" })
    );
    for (on, op) in [(true, 1), (false, 0)] {
        let (request, sent) = said(|by| pin(by, &"@@7c1e".into(), on, "满满"));
        assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxoplog");
        assert_eq!(
            sent,
            json!({ "UserName": "@@7c1e", "CmdId": 3, "OP": op, "RemarkName": "满满" })
        );
    }
}

#[test]
fn a_yes_to_a_friend_request() {
    let (request, sent) = said(|by| accept(by, &"@2cbb".into(), "v2_9d2e@stranger"));
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxverifyuser");
    assert_eq!(query(&request, "r"), "1552032632747");
    assert_eq!(
        sent,
        json!({
            "Opcode": 3, "VerifyUserListSize": 1,
            "VerifyUserList": [{ "Value": "@2cbb", "VerifyUserTicket": "v2_9d2e@stranger" }],
            "VerifyContent": "", "SceneListCount": 1, "SceneList": [33], "skey": auth().skey.expose(),
        })
    );
}

#[test]
fn words_to_whoever_asks() {
    let (request, sent) = said(|by| reply(by, &"@2cbb".into(), "v2_9d2e@stranger", "请问是哪位？"));
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxverifyuser");
    assert!(
        request.body.windows(6).any(|bytes| bytes == "请问".as_bytes()),
        "raw UTF-8"
    );
    assert_eq!(
        (&sent["Opcode"], &sent["VerifyContent"]),
        (&json!(6), &json!("请问是哪位？"))
    );
    assert_eq!(sent["VerifyUserList"][0]["VerifyUserTicket"], "v2_9d2e@stranger");
}

#[test]
fn a_group_is_made_and_changed() {
    let (request, sent) = said(|by| create_group(by, &names(&["@a", "@b"]), ""));
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxcreatechatroom");
    assert_eq!(query(&request, "r"), "1552032632747");
    assert_eq!(
        sent,
        json!({ "MemberCount": 2, "MemberList": [{ "UserName": "@a" }, { "UserName": "@b" }], "Topic": "" })
    );
    let two = names(&["@a", "@b"]);
    let changes = [
        (
            Change::Add(&two),
            "addmember",
            json!({ "AddMemberList": "@a,@b" }),
        ),
        (
            Change::Invite(&two),
            "invitemember",
            json!({ "InviteMemberList": "@a,@b" }),
        ),
        (
            Change::Remove(&two),
            "delmember",
            json!({ "DelMemberList": "@a,@b" }),
        ),
        (Change::Rename("新名"), "modtopic", json!({ "NewTopic": "新名" })),
        (Change::Leave, "quitchatroom", json!({})),
    ];
    for (change, fun, mut fields) in changes {
        let (request, sent) = said(|by| change_group(by, &"@@7c1e".into(), change));
        assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxupdatechatroom");
        assert_eq!(
            (query(&request, "fun"), query(&request, "f")),
            (fun.into(), "json".into())
        );
        fields["ChatRoomName"] = "@@7c1e".into();
        assert_eq!(sent, fields, "{fun}");
    }
}

#[test]
fn a_message_is_taken_back() {
    let (request, sent) = said(|by| {
        recall(
            by,
            &"@2ab0".into(),
            MsgId(4_527_210_051_674_039_705),
            LocalId(15_520_326_327_470_123),
        )
    });
    assert_eq!(request.path(), "/cgi-bin/mmwebwx-bin/webwxrevokemsg");
    assert_eq!(
        sent,
        json!({ "SvrMsgId": "4527210051674039705", "ToUserName": "@2ab0", "ClientMsgId": "15520326327470123" })
    );
}

#[test]
fn a_group_is_told_with_those_who_are_not_in_it() {
    let answer = |ret: i32| {
        HttpResponse::ok(format!(
            r#"{{"BaseResponse":{{"Ret":{ret},"ErrMsg":"Everything is OK"}},"Topic":"","PYInitial":"","QuanPin":"",
 "MemberCount":2,"MemberList":[{{"Uin":0,"UserName":"@a","NickName":"甲","MemberStatus":0}},
 {{"Uin":0,"UserName":"@b","NickName":"乙","MemberStatus":3}},{{"NickName":"谁"}},7],"ChatRoomName":"@@4534","BlackList":""}}"#
        ))
    };
    let made = Gathered {
        group: Some("@@4534".into()),
        members: vec![("@a".into(), 0), ("@b".into(), 3)],
    };
    assert_eq!(parse_gathered(&answer(0)), Ok(made.clone()));
    assert_eq!(
        parse_gathered(&answer(-2013)),
        Ok(made),
        "some could not be added: ok"
    );
    assert_eq!(parse_gathered(&answer(1)), Err(Error::Ret(1)));
    let changed = HttpResponse::ok(r#"{"BaseResponse":{"Ret":0},"MemberCount":0,"MemberList":[]}"#);
    assert_eq!(parse_gathered(&changed), Ok(Gathered::default()));
}

#[test]
fn a_shut_endpoint_is_no_answer_and_a_refusal_has_words() {
    for shut in ["", "{}", "<html></html>", "null"] {
        assert_eq!(
            parse_gathered(&HttpResponse::ok(shut)),
            Err(Error::Malformed),
            "{shut}"
        );
        assert!(refusal(&HttpResponse::ok(shut)).is_empty());
    }
    let no = HttpResponse::ok(r#"{"BaseResponse":{"Ret":1205,"ErrMsg":"操作太频繁，&lt;请&gt;稍后再试。"}}"#);
    assert_eq!(refusal(&no).as_str(), "操作太频繁，<请>稍后再试。");
    let mut page = HttpResponse::ok(r#"{"BaseResponse":{"Ret":1,"ErrMsg":"x"}}"#);
    page.status = 502;
    assert!(refusal(&page).is_empty());
}
