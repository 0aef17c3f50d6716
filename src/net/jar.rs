//! The one cookie jar, for every transport (RFC 6265; `protocol.md §2.5`).
//!
//! Owns what the service set, and which of it goes with which request. One jar and domain matching: a jar for each host
//! is what made old clients lose their session on the push host. Never: a socket, a runtime.

use cookie_store::CookieStore;
use url::Url;

use crate::wire::http::{HttpRequest, HttpResponse};

#[derive(Default)]
pub struct Jar {
    store: CookieStore,
    /// URLs and `Set-Cookie` lines not yet read: that takes longer than to show a message that came with them, and only
    /// the next request needs to know.
    unread: Vec<(String, String)>,
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

    fn read(&mut self) {
        for (url, cookie) in std::mem::take(&mut self.unread) {
            let Ok(url) = Url::parse(&url) else {
                continue;
            };
            if let Err(why) = self.store.parse(&cookie, &url) {
                tracing::debug!(%why, "a cookie was not kept");
            }
        }
    }
}
