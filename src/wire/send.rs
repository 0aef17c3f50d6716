//! webwxsendmsg (`protocol.md §7`).
//!
//! Owns the shape of an outgoing text. Never: when it goes, or whether it goes again.

use serde::{Deserialize, Serialize};

use super::base::{BaseRequest, BaseResponse, CALL, Link, referred};
use super::http::{HttpRequest, HttpResponse};
use super::lenient::{Int, Object, answer};
use super::{Auth, Error, hosts::Hosts};
use crate::domain::id::{LocalId, MsgId, UserName};

/// A text on its way: raw UTF-8, no `\u` escapes.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub local: LocalId,
    pub from: &'a UserName,
    pub to: &'a UserName,
    pub content: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SendBody<'a> {
    base_request: BaseRequest<'a>,
    msg: Msg<'a>,
    /// 0 for a message of one's own; leaving it out has made sends fail.
    scene: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Msg<'a> {
    r#type: u8,
    content: &'a str,
    from_user_name: &'a str,
    to_user_name: &'a str,
    #[serde(rename = "LocalID")]
    local_id: &'a str,
    client_msg_id: &'a str,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SendAnswer {
    #[serde(rename = "BaseResponse")]
    base: Object<BaseResponse>,
    #[serde(rename = "MsgID")]
    id: Int,
}

/// `POST webwxsendmsg`, Type 1, Scene 0. Time-out 15 s.
pub fn text(hosts: &Hosts, auth: &Auth, device: &str, text: Text<'_>) -> HttpRequest {
    let local = text.local.to_string();
    let body = SendBody {
        base_request: BaseRequest::new(auth, device),
        msg: Msg {
            r#type: 1,
            content: text.content,
            from_user_name: text.from.as_str(),
            to_user_name: text.to.as_str(),
            local_id: &local,
            client_msg_id: &local,
        },
        scene: 0,
    };
    let link = Link::api(&hosts.base, "webwxsendmsg").ticketed(auth);
    referred(link.post(&body, CALL), hosts)
}

/// The service's id for the message, where told.
pub fn parse_sent(response: &HttpResponse) -> Result<Option<MsgId>, Error> {
    answer(response, |text| {
        let raw: SendAnswer = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base.check()?;
        Ok(raw.id.to().filter(|id| *id != 0).map(MsgId))
    })
}
