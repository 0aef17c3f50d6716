//! The long poll, the batch it announces, and sending.

use pretty_assertions::assert_eq;
use weft::domain::id::{LocalId, MsgId, UserName};
use weft::domain::message::{Author, Body, Item};
use weft::domain::text::SafeText;
use weft::wire::Error;
use weft::wire::http::HttpResponse;
use weft::wire::send::{self, Text};
use weft::wire::sync::{Check, SyncKey, check, parse_check, parse_sync, sync};

use super::{DEVICE, auth, batch, hosts, json, me, now, query, raw};

fn ok(body: &str) -> HttpResponse {
    HttpResponse::ok(body)
}

#[test]
fn the_long_poll_carries_every_number_of_the_key() {
    let key = SyncKey(vec![(1, 684_295_295), (2, 684_295_306), (1000, 1_552_031_401)]);
    let request = check(&hosts(), &auth(), DEVICE, &key, now());
    assert_eq!(
        (request.origin(), request.path()),
        ("https://webpush.wx2.qq.com", "/cgi-bin/mmwebwx-bin/synccheck")
    );
    assert!(
        request
            .url
            .contains("synckey=1_684295295%7C2_684295306%7C1000_1552031401&")
    );
    assert!(
        request.url.contains("sid=GLRE%2Byss%2F3NhRQe2&"),
        "a raw plus would arrive as a blank"
    );
    assert_eq!(query(&request, "uin"), "2663483803");
    assert_eq!(query(&request, "deviceid"), DEVICE);
    assert_eq!(query(&request, "r"), "1552032632747");
    assert_eq!(request.timeout.as_secs(), 35);
}

#[test]
fn the_two_numbers_are_found_in_every_spelling() {
    for (text, retcode, selector) in [
        (r#"window.synccheck={retcode:"0",selector:"2"}"#, 0, 2),
        (r#"window.synccheck={retcode: "1101", selector: "0"}"#, 1101, 0),
        ("window.synccheck = { retcode:0 , selector:7 };", 0, 7),
        (r#"{"retcode":"-1","selector":"0"}"#, -1, 0),
    ] {
        assert_eq!(parse_check(&ok(text)), Ok(Check { retcode, selector }), "{text}");
    }
    for text in [
        "",
        "<html>",
        "window.synccheck={retcode:\"0\"",
        "window.synccheck={retcode:\"0\",selector:\"\"}",
        "retcode:x,selector:1}",
        "retcode:\"11",
    ] {
        assert_eq!(parse_check(&ok(text)), Err(Error::Malformed), "{text}");
    }
}

#[test]
fn a_batch_is_asked_for_with_the_key_in_the_servers_order() {
    let key = SyncKey(vec![(3, 9), (1, i64::MAX)]);
    let request = sync(&hosts(), &auth(), DEVICE, &key, now());
    let body = json(&request);
    assert_eq!(
        body["SyncKey"],
        serde_json::json!({"Count": 2, "List": [{"Key": 3, "Val": 9}, {"Key": 1, "Val": i64::MAX}]})
    );
    assert_eq!(body["rr"], -1_549_438_892);
    assert!(request.url.contains("sid=GLRE%2Byss%2F3NhRQe2&"));
    assert_eq!(body["BaseRequest"]["DeviceID"], DEVICE);
}

#[test]
fn a_batch_is_read_in_order_and_in_full() {
    let sync = parse_sync(&ok(include_str!("../fixtures/wire/sync.json")), &me()).unwrap();
    let said: Vec<_> = sync
        .items
        .iter()
        .map(|item| {
            let Item::Message(m) = item else {
                panic!("{item:?}")
            };
            (m.id.0, m.chat.as_str(), super::words(&m.body))
        })
        .collect();
    let want = [
        (
            8_656_501_658_143_517_703,
            "@@7c1e",
            "明早七点出发<地铁口>".to_owned(),
        ),
        (2, "@2ab0", "second".to_owned()),
        (3, "@2ab0", "third".to_owned()),
        (4, "@2ab0", "mine".to_owned()),
    ];
    assert_eq!(said, want);
    assert!(sync.more);
    assert_eq!(sync.deleted, [UserName::from("@gone")]);
    let changed = &sync.changed[0];
    assert_eq!(changed.nick_name.as_str(), "周末爬山2队");
    assert_eq!(changed.group.as_ref().unwrap().owned_by_me, Some(true));
    let profile = sync.profile.unwrap();
    assert_eq!(
        (
            profile.user_name.as_str(),
            profile.nick_name.as_str(),
            profile.avatar_seq
        ),
        ("@e5403f77", "阿岚&", 9)
    );
    assert_eq!(
        sync.sync_key,
        Some(SyncKey(vec![
            (1, 684_295_295),
            (11, 684_294_264),
            (1000, 99_999_999_999)
        ]))
    );
    assert_eq!(
        sync.sync_check_key,
        Some(SyncKey(vec![(1, 684_295_296), (201, 1_552_032_663)]))
    );
    assert_eq!(sync.skey.unwrap().expose(), "@crypt_new");
}

#[test]
fn an_empty_key_or_skey_is_never_handed_on() {
    for keys in [
        r#""SyncKey":{"Count":0,"List":[]},"SyncCheckKey":{"Count":0,"List":[{"Key":1,"Val":2}]}"#,
        r#""SyncKey":null"#,
        r#""SyncKey":{"Count":1,"List":[{"Key":1}]},"SyncCheckKey":{"Count":1,"List":[{"Key":1,"Val":"x"}]}"#,
        r#""SyncKey":{"Count":1,"List":[null]}"#,
    ] {
        let text = format!(
            r#"{{"BaseResponse":{{"Ret":0}},"SKey":"","Profile":{{"BitFlag":0}},"AddMsgList":null,{keys}}}"#
        );
        let sync = parse_sync(&ok(&text), &me()).unwrap();
        assert_eq!(
            (sync.sync_key, sync.sync_check_key, sync.skey, sync.profile),
            (None, None, None, None),
            "{keys}"
        );
        assert!(!sync.more && sync.items.is_empty());
    }
    let asleep = r#"{"BaseResponse":{"Ret":3,"ErrMsg":""},"SyncKey":{"Count":0,"List":[]}}"#;
    assert_eq!(parse_sync(&ok(asleep), &me()), Err(Error::Ret(3)));
}

#[test]
fn own_messages_from_the_phone_belong_to_the_other_side() {
    for from in ["@e5403f77", ""] {
        let message = super::message(serde_json::json!({
            "FromUserName": from, "ToUserName": "@@7c1e", "Content": "@11aa:<br/>not a prefix"
        }));
        assert_eq!(message.chat.as_str(), "@@7c1e");
        assert_eq!(message.author, Author::Me);
        assert_eq!(super::words(&message.body), "@11aa:\nnot a prefix");
    }
}

#[test]
fn what_the_phone_did_is_obeyed_and_never_shown() {
    let notify = |code: u32, to: &str, names: &str| {
        super::items(serde_json::json!({
            "MsgType": 51, "FromUserName": "@e5403f77", "ToUserName": to, "StatusNotifyCode": code,
            "StatusNotifyUserName": names, "Content": "&lt;msg&gt;<br/>&lt;op id='4'&gt;"
        }))
    };
    let read = |name: &str| vec![Item::ReadOnPhone(UserName::from(name))];
    assert_eq!(notify(2, "@@7c1e", "@@7c1e"), read("@@7c1e"));
    assert_eq!(notify(1, "@2ab0", ""), read("@2ab0"));
    assert_eq!(notify(2, "@e5403f77", "@2ab0"), read("@2ab0"));
    let recent = ["filehelper", "@@7c1e", "@2ab0"].map(UserName::from).to_vec();
    assert_eq!(
        notify(4, "@e5403f77", "filehelper,@@7c1e,@2ab0,"),
        [Item::RecentChats(recent)]
    );
    for (code, names) in [(4, ""), (5, "@@7c1e"), (9, ""), (77, "@x")] {
        assert_eq!(notify(code, "filehelper", names), [], "{code}");
    }
    assert_eq!(
        super::items(serde_json::json!({"MsgType": 9999, "Content": "x"})),
        []
    );
}

#[test]
fn a_message_without_an_id_is_kept_and_known_again() {
    let nameless = |content: &str| {
        let fields = serde_json::json!({"MsgId": "", "NewMsgId": 0, "Content": content});
        super::message(fields).id
    };
    assert_eq!(nameless("a"), nameless("a"));
    assert_ne!(nameless("a"), nameless("b"));
    assert!(nameless("a").0 >= 1 << 63, "real ids fit 63 bits");
    let other = super::message(serde_json::json!({"MsgId": null}));
    assert_eq!(other.id, MsgId(8_656_501_658_143_517_703), "NewMsgId stands in");
}

#[test]
fn a_message_without_a_time_stays_where_it_came() {
    let at = |id: u32, time: i64| {
        raw(serde_json::json!({"MsgId": id, "CreateTime": time, "Content": id.to_string()}))
    };
    let list = [at(1, 0), at(2, 500), at(3, 0), at(4, 400)].join(",");
    let times: Vec<_> = batch(&list)
        .items
        .iter()
        .map(|item| {
            let Item::Message(m) = item else {
                panic!("{item:?}")
            };
            (m.id.0, m.at.0)
        })
        .collect();
    assert_eq!(times, [(4, 400), (1, 500), (2, 500), (3, 500)]);
}

#[test]
fn a_text_goes_out_raw_under_one_id() {
    let (from, to) = (me(), UserName::from("@@7c1e"));
    let content = "明早七点见[微笑]\n\"别\\迟到\" \u{7f}\u{2028}\u{2029}</script>&amp;👨‍👩‍👧é/";
    let text = Text {
        local: LocalId(15_520_326_327_470_123),
        from: &from,
        to: &to,
        content,
    };
    let request = send::text(&hosts(), &auth(), DEVICE, text);
    let body = String::from_utf8(request.body.clone()).unwrap();
    assert!(
        !body.contains("\\u"),
        "an escape would be shown literally: {body}"
    );
    assert!(
        body.contains(r#""LocalID":"15520326327470123","ClientMsgId":"15520326327470123"},"Scene":0}"#),
        "{body}"
    );
    let sent = json(&request);
    assert_eq!(sent["Msg"]["Content"], content);
    assert_eq!(sent["Msg"]["Type"], 1);
    assert_eq!(
        (&sent["Msg"]["FromUserName"], &sent["Msg"]["ToUserName"]),
        (&"@e5403f77".into(), &"@@7c1e".into())
    );
    assert_eq!(query(&request, "pass_ticket"), auth().pass_ticket.expose());
    let short = Text {
        local: LocalId(7),
        ..text
    };
    assert_eq!(
        json(&send::text(&hosts(), &auth(), DEVICE, short))["Msg"]["LocalID"],
        "00000000000000007"
    );
}

#[test]
fn the_answer_to_a_text_names_it_where_it_can() {
    let sent = |text: &str| send::parse_sent(&ok(text));
    let told = Ok(Some(MsgId(4_527_210_051_674_039_705)));
    assert_eq!(
        sent(r#"{"BaseResponse":{"Ret":0,"ErrMsg":""},"MsgID":"4527210051674039705","LocalID":"15"}"#),
        told
    );
    assert_eq!(
        sent(r#"{"BaseResponse":{"Ret":0},"MsgID":4527210051674039705}"#),
        told
    );
    assert_eq!(sent(r#"{"BaseResponse":{"Ret":0},"MsgID":""}"#), Ok(None));
    assert_eq!(
        sent(r#"{"BaseResponse":{"Ret":1204,"ErrMsg":""},"MsgID":"","LocalID":""}"#),
        Err(Error::Ret(1204))
    );
    assert_eq!(sent("<html>"), Err(Error::Malformed));
}

#[test]
fn a_record_that_is_no_message_costs_no_other() {
    let good = raw(serde_json::json!({"Content": "kept"}));
    let list = format!(
        r#"{{"MsgType":1}},{{"FromUserName":"@a","MsgType":1e999}},[1],{good},{{"MsgType":1,"FromUserName":""}}"#
    );
    let items = batch(&list).items;
    let [Item::Message(message)] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert_eq!(message.body, Body::Text(SafeText::new("kept")));
}
