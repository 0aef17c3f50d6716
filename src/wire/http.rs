//! A request and a response, without a transport. The one file of `wire` that the simulator shares.

use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Options,
}

/// A request, complete but for its cookies (the jar adds them on the way out).
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    pub method: Method,
    /// Absolute, query included and already encoded.
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// From connecting to the last byte of the body.
    pub timeout: Duration,
}

/// Shows the endpoint only: the query and the body carry secrets and people's words.
impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.method, self.path())
    }
}

impl HttpRequest {
    pub fn get(url: String, timeout: Duration) -> Self {
        Self {
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: Vec::new(),
            timeout,
        }
    }

    /// A JSON post (`protocol.md §1.3`).
    pub fn post_json(url: String, body: Vec<u8>, timeout: Duration) -> Self {
        let headers = vec![("Content-Type".into(), "application/json; charset=UTF-8".into())];
        Self {
            method: Method::Post,
            url,
            headers,
            body,
            timeout,
        }
    }

    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The path, without origin and query: `/cgi-bin/mmwebwx-bin/synccheck`.
    pub fn path(&self) -> &str {
        let rest = self
            .url
            .split_once("://")
            .map_or(self.url.as_str(), |(_, rest)| rest);
        let path = rest.find('/').map_or("/", |at| rest.get(at..).unwrap_or("/"));
        path.split(['?', '#']).next().unwrap_or("/")
    }

    /// Scheme, host and port: `https://wx.qq.com`.
    pub fn origin(&self) -> &str {
        let start = self.url.find("://").map_or(0, |at| at + 3);
        let end = self
            .url
            .get(start..)
            .and_then(|rest| rest.find('/'))
            .map_or(self.url.len(), |at| start + at);
        self.url.get(..end).unwrap_or_default()
    }

    /// The raw query, without `?`.
    pub fn query(&self) -> &str {
        self.url
            .split_once('?')
            .map_or("", |(_, query)| query.split('#').next().unwrap_or(""))
    }
}

/// A response, body decompressed. Redirects are never followed: a 301 is an answer like any other.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct HttpResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} with {} bytes", self.status, self.body.len())
    }
}

impl HttpResponse {
    /// A 200 as the service labels nearly everything (`protocol.md §1.3`).
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("Content-Type".into(), "text/plain".into())],
            body: body.into(),
        }
    }

    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Every `Set-Cookie` value, raw.
    pub fn set_cookies(&self) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"))
            .map(|(_, v)| v.as_str())
    }
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpFailure {
    /// No connection, or it broke before the whole body was there.
    Offline,
    TimedOut,
    /// Bytes came that are not HTTP, or not the encoding they claim (`protocol.md §5.1`, malformed status line).
    Malformed,
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.as_str())
}
