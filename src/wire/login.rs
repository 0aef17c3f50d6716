//! jslogin, the login poll, webwxnewloginpage, webwxinit, webwxstatusnotify, webwxlogout (`protocol.md §2, §4.1, §4.2`).

use super::http::{HttpRequest, HttpResponse};
use super::{Auth, Error, Mode, hosts::Hosts, sync::SyncKey};
use crate::domain::contact::Contact;
use crate::domain::id::UserName;
use crate::domain::secret::Secret;
use crate::domain::text::SafeText;
use crate::domain::time::Now;

/// What the login poll said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Poll {
    /// 408.
    Waiting,
    /// 201, with the avatar's JPEG where told.
    Scanned { avatar: Option<Vec<u8>> },
    /// 200. One shot.
    Confirmed { redirect_uri: String },
    /// 400.
    Expired,
    /// 202.
    Cancelled,
    /// 500 and anything else.
    Failed(i32),
}

/// What webwxnewloginpage said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ticket {
    Granted {
        auth: Auth,
        /// `redirecturl`: the account moved to another base host.
        moved_to: Option<String>,
    },
    /// `ret` ≠ 0, or no wxsid anywhere; the message verbatim.
    Refused { code: i32, message: SafeText },
}

/// webwxinit's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Init {
    pub me: Contact,
    pub recent: Vec<Contact>,
    pub chat_set: Vec<UserName>,
    pub sync_key: SyncKey,
    /// `SKey`, where non-empty: adopt it.
    pub skey: Option<Secret>,
}

/// `GET LOGIN/jslogin`. Time-out 10 s.
pub fn jslogin(_hosts: &Hosts, _mode: Mode, _now: Now) -> HttpRequest {
    stub()
}

/// The uuid, raw.
pub fn parse_jslogin(_response: &HttpResponse) -> Result<String, Error> {
    Err(Error::Malformed)
}

/// The content of the QR code: `https://login.weixin.qq.com/l/UUID`.
pub fn code_link(uuid: &str) -> String {
    format!("https://login.weixin.qq.com/l/{uuid}")
}

/// The login poll, held about 25 s by the server. Time-out 35 s. `first`: tip=1.
pub fn poll(_hosts: &Hosts, _uuid: &str, _first: bool, _now: Now) -> HttpRequest {
    stub()
}

pub fn parse_poll(_response: &HttpResponse) -> Result<Poll, Error> {
    Err(Error::Malformed)
}

/// Exchanges the one-shot ticket. `hosts` are the ones derived from `redirect_uri`. Time-out 10 s.
pub fn new_login_page(_redirect_uri: &str, _mode: Mode) -> HttpRequest {
    stub()
}

/// XML first, cookies for what it lacks; whatever the status (a 301 may carry the XML).
pub fn parse_new_login_page(_response: &HttpResponse) -> Result<Ticket, Error> {
    Err(Error::Malformed)
}

/// Time-out 15 s (JS does not retry it).
pub fn init(_hosts: &Hosts, _auth: &Auth, _device: &str, _now: Now) -> HttpRequest {
    stub()
}

pub fn parse_init(_response: &HttpResponse) -> Result<Init, Error> {
    Err(Error::Malformed)
}

/// webwxstatusnotify code 3 (`to` is oneself) or code 1 (chat read).
pub fn status_notify(_on: Notify<'_>, _auth: &Auth, _device: &str, _now: Now) -> HttpRequest {
    stub()
}

/// What webwxstatusnotify is about.
#[derive(Clone, Copy, Debug)]
pub struct Notify<'a> {
    pub hosts: &'a Hosts,
    pub code: u8,
    pub me: &'a UserName,
    pub to: &'a UserName,
}

/// Any call whose answer is only a `BaseResponse`.
pub fn parse_ack(_response: &HttpResponse) -> Result<(), Error> {
    Err(Error::Malformed)
}

/// `POST webwxlogout` with sid and uin as a form; the answer is ignored.
pub fn logout(_hosts: &Hosts, _auth: &Auth) -> HttpRequest {
    stub()
}

fn stub() -> HttpRequest {
    HttpRequest::get(String::new(), std::time::Duration::ZERO)
}
