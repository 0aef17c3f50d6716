//! Bytes to a request. Never: a byte read by itself.

use std::time::Duration;

use crate::wire::http::{HttpRequest, Method};

/// A request and what its connection needs to know.
pub(super) struct Incoming {
    pub request: HttpRequest,
    /// HEAD: the same answer without its body.
    pub head: bool,
    pub close: bool,
    pub gzip: bool,
}

pub(super) enum Parsed {
    /// A request, and how many bytes it took.
    Whole(Box<Incoming>, usize),
    /// More bytes are needed; the caller may wait for a go-ahead before sending them.
    Partial {
        waits_for_go: bool,
    },
    Broken,
}

/// What can follow a head.
enum Body {
    Whole(Vec<u8>, usize),
    Partial,
    Broken,
}

impl Incoming {
    pub fn parse(buffer: &[u8]) -> Parsed {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Request::new(&mut headers);
        let start = match head.parse(buffer) {
            Ok(httparse::Status::Complete(start)) => start,
            Ok(httparse::Status::Partial) => return Parsed::Partial { waits_for_go: false },
            Err(_) => return Parsed::Broken,
        };
        let headers: Vec<(String, String)> = head
            .headers
            .iter()
            .map(|h| (h.name.to_owned(), String::from_utf8_lossy(h.value).into_owned()))
            .collect();
        let (body, used) = match body(&headers, buffer.get(start..).unwrap_or_default()) {
            Body::Whole(body, used) => (body, start + used),
            Body::Partial => {
                let waits_for_go = has(&headers, "expect", "100-continue") && buffer.len() == start;
                return Parsed::Partial { waits_for_go };
            }
            Body::Broken => return Parsed::Broken,
        };
        let method = match head.method {
            Some("POST" | "PUT") => Method::Post,
            Some("OPTIONS") => Method::Options,
            _ => Method::Get,
        };
        let old = head.version == Some(0);
        Parsed::Whole(
            Box::new(Self {
                head: head.method == Some("HEAD"),
                close: has(&headers, "connection", "close")
                    || old && !has(&headers, "connection", "keep-alive"),
                gzip: has(&headers, "accept-encoding", "gzip"),
                request: HttpRequest {
                    method,
                    url: url(head.path.unwrap_or("/"), &headers),
                    headers,
                    body,
                    timeout: Duration::MAX,
                },
            }),
            used,
        )
    }
}

/// Absolute, whichever form the target has. A real host name means TLS that ended before us.
fn url(target: &str, headers: &[(String, String)]) -> String {
    if target.contains("://") && !target.starts_with('/') {
        return target.to_owned();
    }
    let host = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map_or("127.0.0.1", |(_, host)| host.as_str());
    let real = host.ends_with(".qq.com") || host.ends_with(".wechat.com");
    let scheme = if real { "https" } else { "http" };
    format!("{scheme}://{host}{target}")
}

fn body(headers: &[(String, String)], rest: &[u8]) -> Body {
    if has(headers, "transfer-encoding", "chunked") {
        return chunked(rest);
    }
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = match length.map(|(_, value)| value.trim().parse()) {
        Some(Ok(length)) => length,
        Some(Err(_)) => return Body::Broken,
        None => 0,
    };
    match rest.get(..length) {
        Some(body) => Body::Whole(body.to_vec(), length),
        None => Body::Partial,
    }
}

fn chunked(rest: &[u8]) -> Body {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let (start, size) = match httparse::parse_chunk_size(rest.get(at..).unwrap_or_default()) {
            Ok(httparse::Status::Complete(parsed)) => parsed,
            Ok(httparse::Status::Partial) => return Body::Partial,
            Err(_) => return Body::Broken,
        };
        let Ok(size) = usize::try_from(size) else {
            return Body::Broken;
        };
        let from = at + start;
        let Some(chunk) = rest.get(from..).and_then(|r| r.get(..size.checked_add(2)?)) else {
            return Body::Partial;
        };
        body.extend_from_slice(chunk.get(..size).unwrap_or_default());
        at = from + size + 2;
        if size == 0 {
            return Body::Whole(body, at);
        }
    }
}

/// Does a header list this token?
fn has(headers: &[(String, String)], name: &str, token: &str) -> bool {
    headers
        .iter()
        .filter(|(n, _)| n.eq_ignore_ascii_case(name))
        .any(|(_, value)| value.to_ascii_lowercase().contains(token))
}
