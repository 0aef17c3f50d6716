//! A multipart form taken apart, part by part in the order they came. Never: an opinion on it.

use crate::sim::asked::Asked;

pub(super) struct Form<'a> {
    pub parts: Vec<Part<'a>>,
}

pub(super) struct Part<'a> {
    pub name: String,
    headers: String,
    pub bytes: &'a [u8],
}

impl<'a> Form<'a> {
    pub fn read(asked: &Asked<'a>) -> Option<Self> {
        let content_type = asked.request.header("content-type")?;
        let (_, boundary) = content_type.split_once("boundary=")?;
        let marker = format!("--{}", boundary.trim_matches('"'));
        let parts = split(&asked.request.body, marker.as_bytes())
            .into_iter()
            .filter_map(|part| {
                let end = find(part, b"\r\n\r\n")?;
                let headers = String::from_utf8_lossy(part.get(..end)?).into_owned();
                let name = quoted(&headers, " name=\"")?;
                let bytes = part.get(end + 4..part.len().checked_sub(2)?)?;
                Some(Part { name, headers, bytes })
            })
            .collect();
        Some(Self { parts })
    }

    pub fn text(&self, name: &str) -> String {
        let part = self.parts.iter().find(|part| part.name == name);
        part.map_or_else(String::new, |part| {
            String::from_utf8_lossy(part.bytes).into_owned()
        })
    }

    /// The part that is a file.
    pub fn file(&self) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.headers.contains("filename"))
    }
}

impl Part<'_> {
    pub fn file_name(&self) -> Option<String> {
        quoted(&self.headers, " filename=\"")
    }

    /// The form of RFC 2231, which the service refuses (`protocol.md §7.4`).
    pub fn is_encoded(&self) -> bool {
        self.headers.contains("filename*=")
    }
}

fn quoted(headers: &str, before: &str) -> Option<String> {
    let (_, rest) = headers.split_once(before)?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

/// By its first byte, which is rare in what is searched: forms are half a megabyte, and there are many.
fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let (first, rest) = needle.split_first()?;
    let mut from = 0;
    loop {
        let at = from + hay.get(from..)?.iter().position(|byte| byte == first)?;
        if hay.get(at + 1..)?.starts_with(rest) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn split<'b>(body: &'b [u8], marker: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some(at) = find(rest, marker) {
        parts.push(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + marker.len()..).unwrap_or_default();
    }
    parts
}
