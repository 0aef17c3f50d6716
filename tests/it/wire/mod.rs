//! Bytes in, values out: every builder and parser of the protocol, on golden answers and on garbage.

use std::time::Duration;

use weft::domain::id::UserName;
use weft::domain::message::{Body, Item, Message};
use weft::domain::secret::Secret;
use weft::domain::time::Now;
use weft::wire::hosts::Hosts;
use weft::wire::http::{HttpRequest, HttpResponse};
use weft::wire::sync::{Sync, parse_sync};
use weft::wire::{Auth, Error};

mod apps;
mod bounds;
mod carrying;
mod contacts;
mod fuzz;
mod hostile;
mod hosts;
pub mod kinds;
mod login;
mod manage;
mod media;
mod messages;
mod notices;
mod quotes;
mod records;
mod sync;
mod text;
mod upload;

pub(super) const DEVICE: &str = "e138413478611227";

pub(super) fn auth() -> Auth {
    Auth {
        uin: 2_663_483_803,
        sid: Secret::new("GLRE+yss/3NhRQe2"),
        skey: Secret::new("@crypt_ae446460_e9e8807e9992e98fb587194ac764792f"),
        pass_ticket: Secret::new("NuMItNqHBs1e%2FNgDfLKw%2BEwd%3D"),
        data_ticket: Secret::new("gSdemo/+1"),
    }
}

pub(super) fn hosts() -> Hosts {
    Hosts::after_login("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=A").unwrap()
}

pub(super) fn now() -> Now {
    Now {
        mono: Duration::from_secs(1),
        wall_ms: 1_552_032_632_747,
    }
}

pub(super) fn me() -> UserName {
    UserName::from("@e5403f77")
}

/// The value of one field of a query, decoded once.
pub(super) fn query(request: &HttpRequest, name: &str) -> String {
    let raw = request
        .query()
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_else(|| panic!("no {name} in {}", request.query()));
    percent_encoding::percent_decode_str(raw)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

pub(super) fn json(request: &HttpRequest) -> serde_json::Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// A batch whose `AddMsgList` is this JSON.
pub(super) fn batch(messages: &str) -> Sync {
    let body = format!(r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"AddMsgList":[{messages}]}}"#);
    parse_sync(&HttpResponse::ok(body), &me()).unwrap()
}

/// A message from a friend with these fields over an empty envelope.
pub(super) fn raw(fields: serde_json::Value) -> String {
    let mut all = serde_json::json!({
        "MsgId": "8656501658143517703", "FromUserName": "@2ab0", "ToUserName": "@e5403f77", "MsgType": 1,
        "Content": "", "Status": 3, "CreateTime": 1_566_031_611, "VoiceLength": 0, "PlayLength": 0, "FileName": "",
        "FileSize": "", "MediaId": "", "Url": "", "AppMsgType": 0, "StatusNotifyCode": 0, "StatusNotifyUserName": "",
        "RecommendInfo": {"UserName": "", "NickName": "", "VerifyFlag": 0}, "SubMsgType": 0,
        "NewMsgId": 8_656_501_658_143_517_703_u64, "OriContent": ""
    });
    let serde_json::Value::Object(fields) = fields else {
        panic!("fields are an object")
    };
    all.as_object_mut().unwrap().extend(fields);
    all.to_string()
}

pub(super) fn items(fields: serde_json::Value) -> Vec<Item> {
    batch(&raw(fields)).items
}

pub(super) fn message(fields: serde_json::Value) -> Message {
    let items = items(fields);
    let [Item::Message(message)] = items.as_slice() else {
        panic!("one message, not {items:?}")
    };
    message.clone()
}

pub(super) fn body(fields: serde_json::Value) -> Body {
    message(fields).body
}

/// As the service escapes XML on its way: line breaks as markup, everything else as entities.
pub(super) fn escaped(xml: &str) -> String {
    xml.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "<br/>")
}

/// Everything a person may read of it.
pub(super) fn words(body: &Body) -> String {
    body.said().into_owned()
}
