//! What the client says, and what becomes of it.

use md5::{Digest as _, Md5};
use proptest::prelude::{any, proptest};
use proptest::{prop_assert_eq, prop_assume};
use serde_json::json;
use std::fmt::Write as _;
use weft::wire::http::Method;

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
        r#"{{"BaseRequest":{{"Uin":"{uin}","Sid":"{sid}","Skey":"{skey}","DeviceID":"e138413478611227"}},"Msg":{{"Type":1,"Content":"\u4f60\\u597d\/","FromUserName":"{me}","ToUserName":"filehelper","LocalID":"15520326327470123","ClientMsgId":"15520326327470123"}},"Scene":0}}"#
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
    assert_eq!(browser.answer(Method::Post, &path, form.as_bytes()).status, 301);
    browser.cookies = kept;
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 1101);
}

/// A chunk and a bit.
fn picture() -> Vec<u8> {
    (0..CHUNK + 1000).map(|at| (at % 251) as u8).collect()
}

/// 32 digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

const CHUNK: usize = 524_288;

/// One chunk of a picture; `change` spoils the form.
fn upload(browser: &mut Browser, chunk: usize, change: impl Fn(String) -> String) -> serde_json::Value {
    let ticket = browser
        .cookies
        .iter()
        .find(|(n, _)| n == "webwx_data_ticket")
        .unwrap()
        .1
        .clone();
    let bytes = picture();
    let md5 = hex(&Md5::digest(&bytes));
    let base = json!({ "Uin": browser.uin, "Sid": browser.sid, "Skey": browser.skey, "DeviceID": "e138413478611227" });
    let request = json!({
        "UploadType": 2, "BaseRequest": base, "ClientMediaId": 1, "TotalLen": bytes.len(), "StartPos": 0,
        "DataLen": bytes.len(), "MediaType": 4, "FromUserName": browser.me, "ToUserName": "filehelper", "FileMd5": md5,
    });
    let fields = [
        ("id", "WU_FILE_0"),
        ("name", "微信.jpg"),
        ("type", "image/jpeg"),
        ("lastModifiedDate", "Tue May 17 2022 15:22:56 GMT+0800"),
        ("size", &bytes.len().to_string()),
        ("chunks", "2"),
        ("chunk", &chunk.to_string()),
        ("mediatype", "pic"),
        ("uploadmediarequest", &request.to_string()),
        ("webwx_data_ticket", &ticket),
        ("pass_ticket", &browser.ticket),
    ];
    let head: String = fields
        .map(|(name, value)| {
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .concat();
    let head = change(
        head + "--XX\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"微信.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
    );
    let piece = bytes.chunks(CHUNK).nth(chunk).unwrap();
    let body = [head.as_bytes(), piece, b"\r\n--XX--\r\n"].concat();
    let url = "http://127.0.0.1:8080/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json".to_owned();
    let mut upload = weft::wire::http::HttpRequest::get(url, std::time::Duration::MAX)
        .with_header("Content-Type", "multipart/form-data; boundary=XX")
        .with_header("Cookie", &browser.cookie_line());
    upload.method = Method::Post;
    upload.body = body;
    let answer = super::browser::ready(browser.world.request(browser.now, &upload));
    serde_json::from_slice(&answer.response.body).unwrap()
}

fn as_it_is(form: String) -> String {
    form
}

#[test]
fn a_lost_chunk_is_missed_until_it_is_sent_again() {
    let mut browser = Browser::at_home(setup());
    let early = upload(&mut browser, 1, as_it_is);
    assert_eq!(
        (&early["BaseResponse"]["Ret"], &early["MediaId"]),
        (&json!(-1), &json!(""))
    );
    upload(&mut browser, 0, as_it_is);
    let whole = upload(&mut browser, 1, as_it_is);
    assert_eq!(whole["BaseResponse"]["Ret"], 0);
    assert!(whole["MediaId"].as_str().unwrap().starts_with("@crypt_"));
    let md5 = hex(&Md5::digest(picture()));
    let known = browser.post("webwxcheckupload", json!({ "FileMd5": md5, "FileName": "a.jpg" }));
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
            let answer = upload(&mut browser, chunk, as_it_is);
            assert_eq!(answer["EncryFileName"], "%E5%BE%AE%E4%BF%A1%2Ejpg");
            answer["MediaId"].as_str().unwrap().to_owned()
        })
        .collect();
    assert!(media[0].is_empty() && media[1].starts_with("@crypt_"));
    let me = browser.me.clone();
    let msg = json!({ "Type": 3, "MediaId": media[1], "Content": "", "FromUserName": me, "ToUserName": "filehelper", "LocalID": "15520326327470123", "ClientMsgId": "15520326327470123" });
    let sent = browser.post(
        "webwxsendmsgimg?fun=async&f=json",
        json!({ "Msg": msg, "Scene": 0 }),
    );
    assert_eq!(sent["BaseResponse"]["Ret"], 0);
    let delivered = &browser.world.delivered()[0];
    assert_eq!(delivered.msg_type, 3);
    assert_eq!(delivered.media.as_deref(), Some(&*picture()));
    let path = format!(
        "/cgi-bin/mmwebwx-bin/webwxgetmsgimg?&MsgID={}&skey={}",
        sent["MsgID"].as_str().unwrap(),
        browser.skey.replace('@', "%40")
    );
    assert_eq!(browser.answer(Method::Get, &path, b"").body, picture());
    assert!(browser.breached().is_empty(), "{:?}", browser.breached());
}

#[test]
fn a_form_that_the_service_would_not_like_is_written_down() {
    let spoilt = [
        ("\"Uin\":", "\"Nobody\":", "WrongUin"),
        ("e138413478611227", "138413478611227", "OddDeviceId"),
        (
            "name=\"pass_ticket\"\r\n\r\n",
            "name=\"pass_ticket\"\r\n\r\nun",
            "WrongPassTicket",
        ),
        ("\"DataLen\":525288", "\"DataLen\":5", "OddForm"),
        ("name=\"chunk\"", "name=\"piece\"", "OddForm"),
        ("\r\n\r\npic\r\n", "\r\n\r\ndoc\r\n", "WrongMediaType"),
        ("\"TotalLen\":525288", "\"TotalLen\":525289", "WrongLength"),
        ("\"FileMd5\":\"", "\"FileMd5\":\"0", "WrongMd5"),
        (
            "\"ToUserName\":\"filehelper\"",
            "\"ToUserName\":\"@nobody\"",
            "UnknownName",
        ),
    ];
    for (what, by, breach) in spoilt {
        let mut browser = Browser::at_home(setup());
        for chunk in 0..2 {
            upload(&mut browser, chunk, |form| form.replace(what, by));
        }
        let wrote = browser.breached().iter().any(|line| line.starts_with(breach));
        assert!(wrote, "{breach}: {:?}", browser.breached());
    }
    let mut browser = Browser::at_home(setup());
    let rfc = |form: String| form.replace("filename=\"微信.jpg\"", "filename*=UTF-8''x.jpg");
    assert_eq!(upload(&mut browser, 0, rfc)["BaseResponse"]["Ret"], 1);
}

/// A body that lacks something is put up with, and written down.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_a_body_lacks_is_written_down() {
    let mut browser = Browser::at_home(setup());
    let (me, id) = (browser.me.clone(), "15520326327470123");
    let say = |scene: serde_json::Value, local: &str, client: &str| {
        json!({ "Msg": { "Type": 1, "Content": "x", "FromUserName": me, "ToUserName": "filehelper",
            "LocalID": local, "ClientMsgId": client }, "Scene": scene })
    };
    let zhou = browser.name("zhou");
    let asked = json!({ "FileMd5": "1", "FileName": "a", "FileSize": 5, "FileType": 7, "FromUserName": me, "ToUserName": zhou });
    let without = |name: &str| {
        let mut body = asked.clone();
        body.as_object_mut().unwrap().remove(name);
        body
    };
    let bodies = [
        ("webwxsendmsg", say(json!(0), id, id), None),
        ("webwxsendmsg", say(json!(0), "1", "1"), Some("OddClientMsgId")),
        (
            "webwxsendmsg",
            say(json!(0), id, "15520326327470124"),
            Some("OddClientMsgId"),
        ),
        (
            "webwxsendmsg",
            say(json!(null), "15520326327470125", "15520326327470125"),
            Some("WrongScene"),
        ),
        ("webwxcheckupload", asked.clone(), None),
        ("webwxcheckupload", without("FileType"), Some("OddBody")),
        ("webwxcheckupload", without("FileSize"), Some("OddBody")),
        ("webwxcheckupload", without("FromUserName"), Some("WrongSender")),
        ("webwxcheckupload", without("ToUserName"), Some("UnknownName")),
        (
            "webwxstatusnotify",
            json!({ "Code": 3, "FromUserName": me, "ToUserName": me, "ClientMsgId": 1 }),
            None,
        ),
        (
            "webwxstatusnotify",
            json!({ "Code": 3, "FromUserName": me, "ToUserName": me, "ClientMsgId": "1" }),
            Some("OddBody"),
        ),
        (
            "webwxbatchgetcontact",
            json!({ "Count": 1, "List": [{ "UserName": zhou, "EncryChatRoomId": "" }] }),
            None,
        ),
        (
            "webwxbatchgetcontact",
            json!({ "Count": 2, "List": [{ "UserName": zhou, "EncryChatRoomId": "" }] }),
            Some("OddBody"),
        ),
    ];
    for (endpoint, body, breach) in bodies {
        let before = browser.breached().len();
        let answer = browser.post(endpoint, body);
        assert_eq!(answer["BaseResponse"]["Ret"], 0);
        let breached: Vec<String> = browser.breached().split_off(before);
        let wanted: Vec<String> = breach
            .iter()
            .map(|breach| format!("{breach} at {endpoint}"))
            .collect();
        assert_eq!(breached, wanted);
    }
}
