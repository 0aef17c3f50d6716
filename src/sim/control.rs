//! The outside's handle on a running world: JSON over loopback, below `/_sim/`. What `weft sim --help` explains.

use serde_json::{Value, json};

use super::happening::Happening;
use super::hub::Hub;
use super::world::World;
use crate::wire::http::{HttpRequest, HttpResponse};

pub(crate) const PREFIX: &str = "/_sim/";

/// How to drive a served world; for `weft sim --help`.
pub const HELP: &str = r#"Driving the simulator (all on the same port, JSON in and out):
  GET  /_sim/state        who is there and what they are called now, login codes, held requests
  GET  /_sim/delivered    what the client sent: chat, text, ClientMsgId, how often asked
  GET  /_sim/breaches     what the client did that the service would not have liked
  POST /_sim/NAME         makes something happen; the fields go into the body

  scan, confirm, expire, cancel {"quiet":false}       the phone and the newest login code; a quiet cancel leaves it 408
  account    {"account":"welcome"}                    desktop_only, without_sid, {"refused":{"ret":1203,"message":"…"}}
  say        {"from":"KEY","chat":"KEY","text":"…"}   chat is the person's own unless told;
             {"from":"KEY","what":{"voice":{"millis":3000}}}  any kind of message:
             image, voice, video, micro_video, sticker, store_sticker, dice, hand, location, live_location,
             card, suggestion, friend_request, link, articles, file, mini_program, music, history, forwarded,
             quote_text, quote, quote_of, transfer, transfer_done, red_packet, announcement, channel, call,
             notice, revoke, status, unknown
  burst      {"from":"KEY","chat":"KEY","n":300,"text":"line "}
  raw        {"json":"{…an AddMsg; ${KEY} stands for a UserName…}"}
  raw_contact {"json":"{…a record…}","book":false}    in a sync, or with book in webwxinit and webwxgetcontact
  phone      {"chat":"KEY","text":"…"}                oneself, on the phone
  open, leave {"chat":"KEY"}                          a chat on the phone: it is read
  recall     {"from":"KEY","chat":"KEY"}
  rename     {"who":"KEY","name":"…","by":"KEY"}      remark {"who","name"}   mark {"who","pinned","muted","starred"}
  befriend   {"key":"…","nick":"…"}   delete {"who"}  join {"group","who","by"}   part {"group","who"}
  remove_me  {"group","by"}   gather {"key","nick","members":["KEY"]}   a new group
  kick       {"code":1101}      second_login (another browser)     phone_offline {"offline":true}
  slow_down  {"n":3,"endpoint":"webwxsendmsg"}           Ret 1205; at every endpoint that posts where none is named
  storm      {"n":5}            selector {"selector":7}             rotate_skey      repeat {"n":10}
  quirks     what is unusual from now on; whatever is left out is as usual:
             no_avatar, scan_again:N (201 again at once), numeric_ret, no_push_login, desktop_301, moved_to:"URL",
             late_skey (only webwxinit tells it), skey_at_init (a new one), no_check_key, loose_check, blank_sender
             (own words from the phone), empty_pages:N (of the address book), tokens (for the XML of media), empty_media (the
             first time each), no_range (media come whole, whatever is asked for),
             lag:SECONDS (until a change of one's own comes back), no_groups (their endpoints are shut, as since 2018),
            risk_control:SECONDS (1102 so long after a login)
  fault      {"endpoint":"webwxsync","fault":F,"skip":0,"times":1,"swallowed":false}
             F: {"status":502}, "html_page", "wrong_type", "broken_json", "short", "empty", {"body":"…"}, {"ret":1205}, {"redirect":"URL"},
             {"delay":MS}, "hang", {"wire":W} with W: reset, half_body, drip, broken_gzip, garbled_status, twice
  heal                                                no more faults; quirks stay
"#;

/// Answers a request below `/_sim/`.
pub(crate) fn handle(hub: &Hub, request: &HttpRequest) -> HttpResponse {
    let name = request.path().strip_prefix(PREFIX).unwrap_or_default();
    match name {
        "state" => hub.with(|world, _| told(200, &state(world))),
        "delivered" => hub.with(|world, _| told(200, &delivered(world))),
        "breaches" => hub.with(|world, _| told(200, &breaches(world))),
        "" | "help" => HttpResponse::ok(HELP),
        _ => happen(hub, name, &request.body),
    }
}

fn happen(hub: &Hub, name: &str, body: &[u8]) -> HttpResponse {
    let fields = if body.is_empty() {
        Ok(json!({}))
    } else {
        serde_json::from_slice(body)
    };
    let happening = fields.and_then(|mut fields: Value| {
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("do".into(), name.into());
        }
        serde_json::from_value::<Happening>(fields)
    });
    match happening {
        Err(error) => told(400, &json!({ "error": error.to_string() })),
        Ok(happening) => match hub.with(|world, now| happening.perform(world, now)) {
            Ok(()) => told(200, &json!({ "ok": true })),
            Err(amiss) => told(409, &json!({ "error": amiss.to_string() })),
        },
    }
}

fn told(status: u16, value: &Value) -> HttpResponse {
    HttpResponse {
        status,
        headers: vec![("Content-Type".into(), "application/json; charset=utf-8".into())],
        body: format!("{value:#}\n").into_bytes(),
    }
}

fn state(world: &World) -> Value {
    let contacts: Vec<Value> = world
        .everybody()
        .map(|(key, nick)| json!({ "key": key, "nick": nick, "user_name": world.user_name(key) }))
        .collect();
    let codes: Vec<Value> = world
        .codes()
        .iter()
        .map(|code| json!({ "uuid": code.uuid, "stage": format!("{:?}", code.stage).to_lowercase() }))
        .collect();
    json!({ "logged_in": world.logged_in(), "held": world.held(), "codes": codes, "contacts": contacts })
}

fn delivered(world: &World) -> Value {
    let list = world.delivered().iter().map(|d| {
        json!({
            "chat": d.chat,
            "type": d.msg_type,
            "text": d.text,
            "md5": d.md5,
            "client_msg_id": d.client_msg_id,
            "msg_id": d.msg_id.to_string(),
            "asked": d.asked,
            "recalled": d.recalled,
        })
    });
    Value::Array(list.collect())
}

fn breaches(world: &World) -> Value {
    let list = world
        .breaches()
        .iter()
        .map(|breach| json!({ "kind": format!("{:?}", breach.kind), "endpoint": breach.endpoint }));
    Value::Array(list.collect())
}
