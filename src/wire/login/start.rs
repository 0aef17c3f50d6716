//! webwxinit, webwxstatusnotify and webwxlogout: a session's first and last words (`protocol.md §4.1, §4.2, §7.11`).

use serde::{Deserialize, Serialize};

use super::Init;
use crate::domain::id::UserName;
use crate::domain::secret::Secret;
use crate::domain::time::Now;
use crate::wire::base::{BaseRequest, BaseResponse, CALL, Link, encode, inverted_ms, referred};
use crate::wire::hosts::Hosts;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::lenient::{Ack, Int, List, Object, Str, answer};
use crate::wire::record;
use crate::wire::sync::{RawKey, names};
use crate::wire::{Auth, Error};

/// What webwxstatusnotify is about.
#[derive(Clone, Copy, Debug)]
pub struct Notify<'a> {
    pub hosts: &'a Hosts,
    pub code: u8,
    pub me: &'a UserName,
    pub to: &'a UserName,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct InitBody<'a> {
    base_request: BaseRequest<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NotifyBody<'a> {
    base_request: BaseRequest<'a>,
    code: u8,
    from_user_name: &'a str,
    to_user_name: &'a str,
    /// Milliseconds, as a number: here only, webwxsendmsg has a string.
    client_msg_id: i64,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct InitAnswer<'a> {
    base_response: Object<BaseResponse>,
    #[serde(borrow)]
    contact_list: List<'a>,
    sync_key: Object<RawKey>,
    #[serde(borrow)]
    user: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow)]
    chat_set: Str<'a>,
    #[serde(borrow, rename = "SKey")]
    skey: Str<'a>,
    invite_start_count: Int,
}

/// What is told of oneself alone.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Own {
    uin: Int,
}

/// Time-out 15 s (JS does not retry it).
pub fn init(hosts: &Hosts, auth: &Auth, device: &str, now: Now) -> HttpRequest {
    let link = Link::api(&hosts.base, "webwxinit")
        .verbatim("r", inverted_ms(now))
        .ticketed(auth);
    let body = InitBody {
        base_request: BaseRequest::new(auth, device),
    };
    referred(link.post(&body, CALL), hosts)
}

pub fn parse_init(response: &HttpResponse) -> Result<Init, Error> {
    answer(response, |text| {
        let raw: InitAnswer<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base_response.check()?;
        let user = raw.user.ok_or(Error::Malformed)?;
        let me = record::read(user.get(), None).ok_or(Error::Malformed)?;
        let own: Own = serde_json::from_str(user.get()).unwrap_or_default();
        Ok(Init {
            uin: own.uin.or_zero(),
            recent: raw
                .contact_list
                .read(|item| record::read(item, Some(&me.user_name))),
            chat_set: names(&raw.chat_set),
            sync_key: raw.sync_key.key().unwrap_or_default(),
            skey: (!raw.skey.is_empty()).then(|| Secret::new(&*raw.skey)),
            invited_from: raw.invite_start_count.to().filter(|count| *count > 0),
            me,
        })
    })
}

/// webwxstatusnotify code 3 (`to` is oneself) or code 1 (chat read).
pub fn status_notify(on: Notify<'_>, auth: &Auth, device: &str, now: Now) -> HttpRequest {
    let body = NotifyBody {
        base_request: BaseRequest::new(auth, device),
        code: on.code,
        from_user_name: on.me.as_str(),
        to_user_name: on.to.as_str(),
        client_msg_id: now.wall_ms,
    };
    let link = Link::api(&on.hosts.base, "webwxstatusnotify").ticketed(auth);
    referred(link.post(&body, CALL), on.hosts)
}

/// Any call whose answer is only a `BaseResponse`.
pub fn parse_ack(response: &HttpResponse) -> Result<(), Error> {
    answer(response, |text| {
        let ack: Ack = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        ack.base.check()
    })
}

/// `POST webwxlogout` with sid and uin as a form; the answer is ignored.
pub fn logout(hosts: &Hosts, auth: &Auth) -> HttpRequest {
    let link = Link::api(&hosts.base, "webwxlogout")
        .verbatim("redirect", 1)
        .verbatim("type", 0)
        .text("skey", auth.skey.expose());
    let form = format!("sid={}&uin={}", encode(auth.sid.expose()), auth.uin);
    referred(link.form(form, CALL), hosts)
}
