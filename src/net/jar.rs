//! The one cookie jar, for every transport (RFC 6265; `protocol.md §2.5`).
//!
//! Owns what the service set, and which of it goes with which request. One jar and domain matching: a jar for each host
//! is what made old clients lose their session on the push host. Its cookies can be taken out and put back, with the
//! moment each is over. Never: a socket, a runtime.

use std::fmt::Write as _;

use cookie_store::{CookieDomain, CookieExpiration, CookieStore};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde::{Deserialize, Serialize};
use url::Url;

use super::keepsake::Told;
use crate::wire::http::{HttpRequest, HttpResponse};

#[derive(Default)]
pub struct Jar {
    store: CookieStore,
    /// URLs and `Set-Cookie` lines not yet read: that takes longer than to show a message that came with them, and only
    /// the next request needs to know.
    unread: Vec<(String, String)>,
    /// What was last told of it, to be kept.
    pub(super) told: Option<Told>,
}

/// One cookie with everything that says where it goes and until when. Access to the account: never printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Cookie {
    domain: String,
    /// For that host and none below it.
    host_only: bool,
    path: String,
    name: String,
    value: String,
    secure: bool,
    http_only: bool,
    /// Unix seconds; `None`: as long as the session.
    expires: Option<i64>,
}

/// Says how many, never which: cookies are access to the account.
impl std::fmt::Debug for Jar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Jar({} cookies)", self.store.iter_unexpired().count())
    }
}

impl Jar {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the `Cookie` header, if there is anything to send there.
    pub fn attach(&mut self, request: &mut HttpRequest) {
        self.read();
        let Ok(url) = Url::parse(&request.url) else {
            return;
        };
        let pairs: Vec<String> = self
            .store
            .get_request_values(&url)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !pairs.is_empty() {
            request.headers.push(("Cookie".into(), pairs.join("; ")));
        }
    }

    /// Keeps what the answer to `url` sets. A cookie that is malformed or meant for another host is left out.
    pub fn store(&mut self, url: &str, response: &HttpResponse) {
        let cookies = response.set_cookies();
        self.unread
            .extend(cookies.map(|cookie| (url.to_owned(), cookie.to_owned())));
    }

    /// All that are still good, in one order whatever the order they came in.
    pub(super) fn cookies(&mut self) -> Vec<Cookie> {
        self.read();
        let mut cookies: Vec<Cookie> = self.store.iter_unexpired().filter_map(Cookie::of).collect();
        cookies.sort();
        cookies
    }

    /// These in place of all there were; what is over by now is left out.
    pub(super) fn replace(&mut self, cookies: &[Cookie]) {
        self.forget();
        for cookie in cookies {
            if let Ok(url) = Url::parse(&format!("https://{}/", cookie.domain)) {
                self.keep(&cookie.line(), &url);
            }
        }
    }

    /// Empties it.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    fn read(&mut self) {
        if self.unread.iter().any(|(_, cookie)| self.is_anothers(cookie)) {
            self.store.clear();
        }
        for (url, cookie) in std::mem::take(&mut self.unread) {
            let Ok(url) = Url::parse(&url) else {
                continue;
            };
            self.keep(&cookie, &url);
        }
    }

    /// Whether this is set by the login of an account that the jar knows nothing of: what another one left does not go
    /// along with it.
    fn is_anothers(&self, cookie: &str) -> bool {
        let pair = cookie.split(';').next().unwrap_or_default();
        let uin = pair.trim().strip_prefix("wxuin=").filter(|uin| !uin.is_empty());
        let knows = |uin| {
            let mut held = self.store.iter_unexpired();
            held.any(|held| held.name() == "wxuin" && held.value() == uin)
        };
        uin.is_some_and(|uin| !knows(uin))
    }

    fn keep(&mut self, line: &str, url: &Url) {
        if let Err(why) = self.store.parse(line, url) {
            tracing::debug!(%why, "a cookie was not kept");
        }
    }
}

impl Cookie {
    fn of(cookie: &cookie_store::Cookie<'_>) -> Option<Self> {
        let (domain, host_only) = match &cookie.domain {
            CookieDomain::HostOnly(host) => (host.clone(), true),
            CookieDomain::Suffix(domain) => (domain.clone(), false),
            CookieDomain::NotPresent | CookieDomain::Empty => return None,
        };
        Some(Self {
            domain,
            host_only,
            path: String::from(&cookie.path),
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            secure: cookie.secure() == Some(true),
            http_only: cookie.http_only() == Some(true),
            expires: match cookie.expires {
                CookieExpiration::AtUtc(at) => Some(at.unix_timestamp()),
                CookieExpiration::SessionEnd => None,
            },
        })
    }

    /// The same but for the hour it is good until, which every answer puts off by a little.
    pub(super) fn by_the_hour(mut self) -> Self {
        self.expires = self.expires.map(|at| at.div_euclid(3600));
        self
    }

    /// As the service would set it.
    fn line(&self) -> String {
        let mut line = format!("{}={}; Path={}", self.name, self.value, self.path);
        // A String takes whatever is written.
        if !self.host_only {
            let _ = write!(line, "; Domain={}", self.domain);
        }
        if self.secure {
            line.push_str("; Secure");
        }
        if self.http_only {
            line.push_str("; HttpOnly");
        }
        let printer = DateTimePrinter::new();
        let end = self.expires.and_then(|at| {
            let at = Timestamp::from_second(at).ok()?;
            printer.timestamp_to_rfc9110_string(&at).ok()
        });
        if let Some(end) = end {
            let _ = write!(line, "; Expires={end}");
        }
        line
    }
}
