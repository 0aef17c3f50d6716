//! What a request carries, read forgivingly: query, cookies, form, JSON. Never: an opinion on it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::wire::http::HttpRequest;

/// A request taken apart once.
pub(crate) struct Asked<'a> {
    pub request: &'a HttpRequest,
    query: Vec<(String, String)>,
    cookies: Vec<(String, String)>,
    /// `Null` where the body is not JSON.
    pub json: Value,
    /// The body wrote characters as `\uXXXX`, which the service does not undo (`protocol.md §3.3`).
    pub escaped: bool,
}

impl<'a> Asked<'a> {
    pub fn new(request: &'a HttpRequest) -> Self {
        let cookies = request
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"))
            .flat_map(|(_, value)| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let (json, escaped) = json_of(&request.body);
        Self {
            request,
            query: pairs(request.query()),
            cookies,
            json,
            escaped,
        }
    }

    /// The last piece of the path: `webwxsync`.
    pub fn endpoint(&self) -> &'a str {
        self.request.path().rsplit('/').next().unwrap_or_default()
    }

    /// The scheme and host a relative address of this request would belong to.
    pub fn host(&self) -> &'a str {
        let origin = self.request.origin();
        let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
        authority.split(':').next().unwrap_or_default()
    }

    pub fn on_loopback(&self) -> bool {
        let origin = self.request.origin();
        let host = self.host();
        host.starts_with("127.")
            || host == "localhost"
            || host.ends_with(".localhost")
            || origin.contains("[::1]")
    }

    /// A query parameter, decoded once.
    pub fn param(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        find(&self.cookies, name)
    }

    /// A string at a JSON pointer, empty where there is none.
    pub fn text(&self, pointer: &str) -> &str {
        self.json
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A number at a JSON pointer, also where it is written as a string (`protocol.md §3.1`).
    pub fn number(&self, pointer: &str) -> Option<i64> {
        self.json.pointer(pointer).and_then(number)
    }

    /// A list at a JSON pointer, empty where there is none.
    pub fn list(&self, pointer: &str) -> &[Value] {
        self.json
            .pointer(pointer)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }
}

/// A number or a numeric string.
pub(crate) fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// A scalar as text, whichever way it is written.
pub(crate) fn scalar(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// Decoded until it no longer changes: tickets come at any depth of encoding (`protocol.md §3.2`).
pub(crate) fn fully_decoded(text: &str) -> String {
    let mut now = text.to_owned();
    for _ in 0..5 {
        let next = decoded(&now);
        if next == now {
            break;
        }
        now = next;
    }
    now
}

/// Equal where `+`, `%2B` and a blank are one character (`protocol.md §3.3`).
pub(crate) fn same_sid(given: &str, sid: &str) -> bool {
    decoded(given).replace(' ', "+") == sid
}

/// `a=1&b=2`, percent-decoded once; a `+` stays what it is.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn find<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

fn json_of(body: &[u8]) -> (Value, bool) {
    if body.first() != Some(&b'{') {
        return (Value::Null, false);
    }
    let text = String::from_utf8_lossy(body);
    let kept = keep_escapes(&text);
    let escaped = matches!(kept, Cow::Owned(_));
    (serde_json::from_str(&kept).unwrap_or(Value::Null), escaped)
}

/// Doubles the backslash of every `\uXXXX`, so that it is read as the six characters the recipient will see.
fn keep_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars();
    let mut found = false;
    while let Some(c) = chars.next() {
        out.push(c);
        if c != '\\' {
            continue;
        }
        if let Some(next) = chars.next() {
            if next == 'u' {
                found = true;
                out.push('\\');
            }
            out.push(next);
        }
    }
    if found {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(text)
    }
}
