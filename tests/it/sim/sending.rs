//! What the client says, and what becomes of it.

use proptest::prelude::{any, proptest};
use proptest::{prop_assert_eq, prop_assume};
use serde_json::json;

use super::browser::{Browser, setup};

#[test]
fn a_text_arrives_exactly_and_once() {
    let mut browser = Browser::at_home(setup());
    let said = "明早七点见[微笑]\n\"别\" <迟到> & 带水 👨‍👩‍👧 / \\";
    let answer = browser.send(&browser.name("hike"), said);
    assert_eq!(answer["BaseResponse"]["Ret"], 0);
    assert_eq!(answer["LocalID"], "15520326327470001");
    let again = browser.send_as("15520326327470001", &browser.name("hike"), said);
    assert_eq!(again["MsgID"], answer["MsgID"]);
    let sent = &browser.world.delivered()[0];
    assert_eq!(
        (sent.chat.as_str(), sent.text.as_str(), sent.asked),
        ("hike", said, 2)
    );
    assert_eq!(browser.world.delivered().len(), 1);
    assert!(browser.news().is_empty(), "own words are not echoed");
    assert!(browser.breached().is_empty());
}

proptest! {
    #[test]
    fn any_text_written_as_raw_utf8_arrives_as_it_is(said in any::<String>()) {
        prop_assume!(said.len() < 16_000 && !said.chars().any(|c| c < ' ' && !"\n\r\t".contains(c)));
        let mut browser = Browser::at_home(setup());
        browser.send("filehelper", &said);
        prop_assert_eq!(&browser.world.delivered()[0].text, &said);
    }
}

#[test]
fn escapes_are_delivered_as_the_six_characters_they_are() {
    let mut browser = Browser::at_home(setup());
    let me = browser.me.clone();
    let (uin, sid, skey) = (browser.uin.clone(), browser.sid.clone(), browser.skey.clone());
    let body = format!(
        r#"{{"BaseRequest":{{"Uin":"{uin}","Sid":"{sid}","Skey":"{skey}","DeviceID":"e138413478611227"}},"Msg":{{"Type":1,"Content":"\u4f60\\u597d\/","FromUserName":"{me}","ToUserName":"filehelper","LocalID":"1","ClientMsgId":"1"}},"Scene":0}}"#
    );
    assert_eq!(
        browser.post_raw("webwxsendmsg", body.as_bytes())["BaseResponse"]["Ret"],
        0
    );
    assert_eq!(browser.world.delivered()[0].text, r"\u4f60\u597d/");
    assert_eq!(browser.breached(), ["EscapedText at webwxsendmsg"]);
}

#[test]
fn refusals_have_their_codes() {
    let mut browser = Browser::at_home(setup());
    let ret =
        |browser: &mut Browser, to: &str| browser.send(to, "hi")["BaseResponse"]["Ret"].as_i64().unwrap();
    let (me, ghost, amu) = (browser.me.clone(), browser.name("ghost"), browser.name("amu"));
    assert_eq!(ret(&mut browser, &me), 1204);
    assert_eq!(ret(&mut browser, &ghost), 1204);
    assert_eq!(ret(&mut browser, &amu), 1204, "a stranger");
    assert_eq!(ret(&mut browser, "@nobody"), 1204);
    let hike = browser.name("hike");
    browser.world.remove_me(browser.now, "hike", "zhou").unwrap();
    assert_eq!(ret(&mut browser, &hike), 1204);
    browser.world.delete_contact("hike").unwrap();
    assert_eq!(ret(&mut browser, &hike), 1201);
    browser.world.slow_down(1);
    assert_eq!(ret(&mut browser, "filehelper"), 1205);
    assert_eq!(ret(&mut browser, "filehelper"), 0);
    assert_eq!(
        browser.send("filehelper", &"长".repeat(6_000))["BaseResponse"]["Ret"],
        1
    );
    assert_eq!(
        browser.breached(),
        ["UnknownName at webwxsendmsg", "TextTooLong at webwxsendmsg"]
    );
}

#[test]
fn whoever_shut_the_door_says_so_afterwards() {
    let mut browser = Browser::at_home(setup());
    let shy = browser.name("shy");
    assert_eq!(browser.send(&shy, "hi")["BaseResponse"]["Ret"], 0);
    let news = browser.news();
    assert_eq!(
        (&news[0]["MsgType"], &news[0]["Content"]),
        (&json!(10000), &json!("小刺猬开启了朋友验证"))
    );
}

#[test]
fn what_was_said_can_be_taken_back_and_people_can_be_remarked_and_pinned() {
    let mut browser = Browser::at_home(setup());
    let id = browser.send("filehelper", "oops")["MsgID"].clone();
    let answer = browser.post(
        "webwxrevokemsg",
        json!({ "SvrMsgId": id, "ToUserName": "filehelper", "ClientMsgId": "1" }),
    );
    assert_eq!(answer["BaseResponse"]["Ret"], 0);
    assert!(browser.world.delivered()[0].recalled);

    let zhou = browser.name("zhou");
    browser.post(
        "webwxoplog",
        json!({ "UserName": zhou, "CmdId": 2, "RemarkName": "周队" }),
    );
    browser.post(
        "webwxoplog",
        json!({ "UserName": zhou, "CmdId": 3, "OP": 1, "RemarkName": "周队" }),
    );
    let changed = browser.sync()["ModContactList"][1].clone();
    assert_eq!(
        (&changed["RemarkName"], &changed["ContactFlag"]),
        (&json!("周队"), &json!(2051))
    );
}

#[test]
fn the_phone_hears_that_web_is_here_and_logout_ends_it() {
    let mut browser = Browser::at_home(setup());
    let me = browser.me.clone();
    browser.post(
        "webwxstatusnotify",
        json!({ "Code": 3, "FromUserName": me, "ToUserName": me, "ClientMsgId": 1 }),
    );
    let status = browser.news()[0].clone();
    assert_eq!(
        (&status["MsgType"], &status["StatusNotifyCode"]),
        (&json!(51), &json!(4))
    );
    assert!(
        status["StatusNotifyUserName"]
            .as_str()
            .unwrap()
            .contains(&browser.name("hike"))
    );

    let path = format!(
        "/cgi-bin/mmwebwx-bin/webwxlogout?redirect=1&type=0&skey={}",
        browser.skey
    );
    let form = format!("sid={}&uin={}", browser.sid, browser.uin);
    let kept = browser.cookies.clone();
    assert_eq!(
        browser
            .answer(weft::wire::http::Method::Post, &path, form.as_bytes())
            .status,
        301
    );
    browser.cookies = kept;
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 1101);
}

/// One chunk of a picture.
fn upload(browser: &mut Browser, chunk: u32, chunks: u32) -> serde_json::Value {
    let ticket = browser
        .cookies
        .iter()
        .find(|(n, _)| n == "webwx_data_ticket")
        .unwrap()
        .1
        .clone();
    let base = json!({ "Sid": browser.sid, "Skey": browser.skey });
    let request = json!({ "BaseRequest": base, "TotalLen": 8, "FileMd5": "c305" }).to_string();
    let fields = [
        ("name", "微信.jpg"),
        ("chunks", &chunks.to_string()),
        ("chunk", &chunk.to_string()),
        ("uploadmediarequest", &request),
        ("webwx_data_ticket", &ticket),
    ];
    let mut body: String = fields
        .map(|(name, value)| {
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .concat();
    body += "--XX\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"微信.jpg\"\r\n\r\nDATA\r\n--XX--\r\n";
    let url = "http://127.0.0.1:8080/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json".to_owned();
    let mut upload = weft::wire::http::HttpRequest::get(url, std::time::Duration::MAX)
        .with_header("Content-Type", "multipart/form-data; boundary=XX")
        .with_header("Cookie", &browser.cookie_line());
    upload.method = weft::wire::http::Method::Post;
    upload.body = body.into_bytes();
    let answer = super::browser::ready(browser.world.request(browser.now, &upload));
    serde_json::from_slice(&answer.response.body).unwrap()
}

#[test]
fn a_lost_chunk_is_missed_until_it_is_sent_again() {
    let mut browser = Browser::at_home(setup());
    upload(&mut browser, 0, 3);
    let early = upload(&mut browser, 2, 3);
    assert_eq!(
        (&early["BaseResponse"]["Ret"], &early["MediaId"]),
        (&json!(-1), &json!(""))
    );
    upload(&mut browser, 1, 3);
    let whole = upload(&mut browser, 2, 3);
    assert_eq!(whole["BaseResponse"]["Ret"], 0);
    assert!(whole["MediaId"].as_str().unwrap().starts_with("@crypt_"));
    let known = browser.post(
        "webwxcheckupload",
        json!({ "FileMd5": "c305", "FileName": "a.jpg" }),
    );
    assert_eq!(known["MediaId"], whole["MediaId"]);
    let unknown = browser.post(
        "webwxcheckupload",
        json!({ "FileMd5": "0000", "FileName": "a.jpg" }),
    );
    assert_eq!(unknown["MediaId"], "");
}

#[test]
fn an_upload_is_answered_at_its_last_chunk_and_the_picture_is_sent_with_its_id() {
    let mut browser = Browser::at_home(setup());
    let media: Vec<String> = (0..2)
        .map(|chunk| {
            let answer = upload(&mut browser, chunk, 2);
            assert_eq!(answer["EncryFileName"], "%E5%BE%AE%E4%BF%A1%2Ejpg");
            answer["MediaId"].as_str().unwrap().to_owned()
        })
        .collect();
    assert!(media[0].is_empty() && media[1].starts_with("@crypt_"));
    let me = browser.me.clone();
    let msg = json!({ "Type": 3, "MediaId": media[1], "Content": "", "FromUserName": me, "ToUserName": "filehelper", "LocalID": "9", "ClientMsgId": "9" });
    assert_eq!(
        browser.post("webwxsendmsgimg?fun=async&f=json", json!({ "Msg": msg }))["BaseResponse"]["Ret"],
        0
    );
    assert_eq!(browser.world.delivered()[0].msg_type, 3);
    assert!(browser.breached().is_empty(), "{:?}", browser.breached());
}
