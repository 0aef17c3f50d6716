//! `BaseRequest`, `BaseResponse`, and what every authenticated request carries (`protocol.md §3`).
//!
//! Owns the URL and header conventions shared by the endpoints. Never: the shape of any one endpoint.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::Error;
use super::hosts::Hosts;
use super::http::{HttpRequest, HttpResponse};
use super::lenient::Int;
use crate::domain::secret::Secret;
use crate::domain::time::Now;

/// Plain web, or the UOS desktop client (`protocol.md §1.4`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Web,
    Desktop,
}

/// What proves a session. `DeviceID` is drawn anew for every request by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    pub uin: i64,
    pub sid: Secret,
    /// Follows webwxinit's and webwxsync's `SKey` when non-empty.
    pub skey: Secret,
    /// Verbatim as the XML had it: already percent-encoded once (`protocol.md §3.2`).
    pub pass_ticket: Secret,
    /// The cookie `webwx_data_ticket`, which the file host wants beside the cookie (`protocol.md §2.7`). Follows every
    /// answer that sets it.
    pub data_ticket: Secret,
}

/// JSON calls (`protocol.md §1.3`, network policy).
pub(super) const CALL: Duration = Duration::from_secs(15);
/// Long polls, which the server holds for about 25 s.
pub(super) const HELD: Duration = Duration::from_secs(35);

/// The service answers browsers only (`protocol.md §1.3`); a plain desktop Chrome is what most clients claim to be.
const USER_AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                          Chrome/142.0.0.0 Safari/537.36";

/// What JavaScript's `encodeURIComponent` leaves alone: letters, digits and `-_.!~*'()`.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// Percent-encodes one value of a query or a form, as `encodeURIComponent` does.
pub(super) fn encode(raw: &str) -> impl Display + '_ {
    utf8_percent_encode(raw, COMPONENT)
}

/// A URL under construction: every value given as text is encoded exactly once.
pub(super) struct Link(String);

impl Link {
    /// `ORIGIN/cgi-bin/mmwebwx-bin/ENDPOINT`.
    pub(super) fn api(origin: &str, endpoint: &str) -> Self {
        Self(format!("{origin}/cgi-bin/mmwebwx-bin/{endpoint}"))
    }

    /// Any other address, query included or not.
    pub(super) fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    #[must_use]
    pub(super) fn text(self, name: &str, value: &str) -> Self {
        self.verbatim(name, encode(value))
    }

    /// For numbers and constants that need no encoding.
    #[must_use]
    pub(super) fn verbatim(mut self, name: &str, value: impl Display) -> Self {
        let mark = if self.0.contains('?') { '&' } else { '?' };
        let _ = write!(self.0, "{mark}{name}={value}"); // a String takes whatever is written
        self
    }

    /// `lang` and `pass_ticket`, which the vendor's page puts on nearly every call. The ticket is encoded a second
    /// time (`%252F`), as that page does (`protocol.md §3.2`).
    #[must_use]
    pub(super) fn ticketed(self, auth: &Auth) -> Self {
        let link = self.verbatim("lang", LANG);
        if auth.pass_ticket.is_empty() {
            return link;
        }
        link.text("pass_ticket", auth.pass_ticket.expose())
    }

    /// A GET that looks like a browser's.
    pub(super) fn get(self, timeout: Duration) -> HttpRequest {
        HttpRequest::get(self.0, timeout).with_header("User-Agent", USER_AGENT)
    }

    /// A JSON post that looks like a browser's. `serde_json` writes raw UTF-8 and escapes control characters only,
    /// which the service needs (`protocol.md §3.3`).
    pub(super) fn post(self, body: &impl Serialize, timeout: Duration) -> HttpRequest {
        let body = serde_json::to_vec(body).unwrap_or_default(); // no map with odd keys, no fallible Serialize in here
        HttpRequest::post_json(self.0, body, timeout).with_header("User-Agent", USER_AGENT)
    }

    /// A form post, for the one endpoint that wants it.
    pub(super) fn form(self, body: String, timeout: Duration) -> HttpRequest {
        let mut request = HttpRequest::post_json(self.0, body.into_bytes(), timeout);
        request.headers = vec![("Content-Type".into(), "application/x-www-form-urlencoded".into())];
        request.with_header("User-Agent", USER_AGENT)
    }
}

/// The language of notices made by the server. Chinese is what every client asks for, so its strings are the best known.
pub(super) const LANG: &str = "zh_CN";

/// A browser on the service's page names that page (`protocol.md §1.3`).
pub(super) fn referred(request: HttpRequest, hosts: &Hosts) -> HttpRequest {
    let page = format!("{}/", hosts.base);
    request.with_header("Referer", &page)
}

/// JavaScript's `~Date.now()`: the bitwise complement of the milliseconds' low 32 bits.
pub(super) fn inverted_ms(now: Now) -> i32 {
    !(now.wall_ms as i32)
}

/// Goes first in every JSON body.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BaseRequest<'a> {
    uin: i64,
    sid: &'a str,
    skey: &'a str,
    #[serde(rename = "DeviceID")]
    device_id: &'a str,
}

impl<'a> BaseRequest<'a> {
    pub(super) fn new(auth: &'a Auth, device: &'a str) -> Self {
        Self {
            uin: auth.uin,
            sid: auth.sid.expose(),
            skey: auth.skey.expose(),
            device_id: device,
        }
    }
}

/// Comes first in every JSON answer. One without it is a disabled endpoint or an error page (`protocol.md §9.1`).
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BaseResponse {
    #[serde(rename = "Ret")]
    ret: Int,
}

impl BaseResponse {
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.ret.get() {
            Some(0) => Ok(()),
            Some(ret) => Err(Error::Ret(i32::try_from(ret).unwrap_or(i32::MIN))),
            None => Err(Error::Malformed),
        }
    }
}

/// The body of a 2xx as text. Invalid UTF-8 does occur inside names and is replaced, not refused (`protocol.md §1.3`).
pub(super) fn body(response: &HttpResponse) -> Result<Cow<'_, str>, Error> {
    if (200..300).contains(&response.status) {
        Ok(lossy(response))
    } else {
        Err(Error::Status(response.status))
    }
}

/// What an answer sets `webwx_data_ticket` to.
pub fn data_ticket(response: &HttpResponse) -> Option<Secret> {
    cookie(response, "webwx_data_ticket").map(Secret::new)
}

/// The value of a `Set-Cookie`, attributes left off; `None` where it is empty.
pub(super) fn cookie<'t>(response: &'t HttpResponse, name: &str) -> Option<&'t str> {
    response.set_cookies().find_map(|cookie| {
        let (key, value) = cookie.split(';').next()?.split_once('=')?;
        let value = value.trim();
        (key.trim() == name && !value.is_empty()).then_some(value)
    })
}

/// The body as text, whatever the status.
pub(super) fn lossy(response: &HttpResponse) -> Cow<'_, str> {
    let bytes = response
        .body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&response.body);
    String::from_utf8_lossy(bytes)
}
