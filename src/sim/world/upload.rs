//! Uploads: multipart forms, chunk by chunk, and the question whether a file is known (`protocol.md §7.4`, §7.5).

use std::collections::{HashMap, HashSet};

use super::breach::BreachKind;
use super::session;
use super::{Reply, World};
use crate::sim::asked::{Asked, number};
use crate::sim::encode::Object;
use crate::sim::encode::text::encry_file_name;
use crate::wire::http::{HttpResponse, Method};

/// Complete ones by MD5, with their id; and the chunks of any.
#[derive(Default)]
pub(super) struct Uploads {
    done: HashMap<String, String>,
    seen: HashMap<String, HashSet<u64>>,
}

impl World {
    pub(super) fn upload(&mut self, asked: &Asked<'_>) -> Reply {
        if asked.request.method == Method::Options {
            let mut response = HttpResponse::ok("");
            response
                .headers
                .push(("Access-Control-Allow-Origin".into(), "*".into()));
            return Reply::Ready(response.into());
        }
        let host = self.setup.family.file();
        if !self.on_host(asked, &host) {
            return refused(1);
        }
        let Some(form) = Form::read(asked) else {
            return refused(1);
        };
        let at = match self.by_cookies(asked) {
            Ok(at) => at,
            Err(code) => return refused(code),
        };
        let Some(session) = self.sessions.get(at) else {
            return refused(1101);
        };
        if form.text("webwx_data_ticket") != session.data_ticket {
            self.breach(asked, BreachKind::WrongDataTicket);
            return refused(-14);
        }
        let request: serde_json::Value =
            serde_json::from_str(&form.text("uploadmediarequest")).unwrap_or_default();
        let sid = request
            .pointer("/BaseRequest/Sid")
            .and_then(|sid| sid.as_str())
            .unwrap_or_default()
            .to_owned();
        let skey = request
            .pointer("/BaseRequest/Skey")
            .and_then(|s| s.as_str())
            .unwrap_or_default()
            .to_owned();
        if let Err(code) = self.keys_fit(asked, at, &sid, &skey) {
            return refused(code);
        }
        if self.slow > 0 {
            self.slow -= 1;
            return refused(1205);
        }
        self.store(&form, &request)
    }

    /// Only the last chunk is answered with an id, and only where none was lost (`protocol.md §7.4`, §9.1).
    fn store(&mut self, form: &Form, request: &serde_json::Value) -> Reply {
        let chunks: u64 = form.text("chunks").parse().unwrap_or(1);
        let chunk: u64 = form.text("chunk").parse().unwrap_or(0);
        let total = request.get("TotalLen").and_then(number).unwrap_or(0);
        let name = form.file_name().unwrap_or_else(|| form.text("name"));
        let id = form.text("id");
        let last = chunk + 1 >= chunks;
        let md5 = request
            .get("FileMd5")
            .and_then(|md5| md5.as_str())
            .unwrap_or_default();
        let seen = self.uploads.seen.entry(format!("{md5} {id}")).or_default();
        seen.insert(chunk);
        if last && seen.len() < usize::try_from(chunks).unwrap_or(usize::MAX) {
            return refused(-1);
        }
        let media = if last {
            format!(
                "@crypt_{}_{}",
                session::hex(&mut self.rng, 8),
                session::hex(&mut self.rng, 128)
            )
        } else {
            String::new()
        };
        if last && !md5.is_empty() {
            self.uploads.done.insert(md5.to_owned(), media.clone());
        }
        Reply::ok(
            Object::answer(0)
                .str("MediaId", &media)
                .num("StartPos", total)
                .num("CDNThumbImgHeight", 100)
                .num("CDNThumbImgWidth", 100)
                .str("EncryFileName", &encry_file_name(&name))
                .end(),
        )
    }

    pub(super) fn check_upload(&mut self, asked: &Asked<'_>) -> Reply {
        if let Err(ret) = self.admit(asked) {
            return Reply::ok(Object::answer(ret).str("MediaId", "").end());
        }
        let known = self
            .uploads
            .done
            .get(asked.text("/FileMd5"))
            .cloned()
            .unwrap_or_default();
        let key = session::hex(&mut self.rng, 32);
        Reply::ok(
            Object::answer(0)
                .str("MediaId", &known)
                .str("AESKey", &key)
                .str("Signature", &format!("v1{key}"))
                .str("EncryFileName", &encry_file_name(asked.text("/FileName")))
                .end(),
        )
    }
}

fn refused(ret: i32) -> Reply {
    Reply::ok(Object::answer(ret).str("MediaId", "").num("StartPos", 0).end())
}

/// A multipart form: each part's name, its headers, its bytes.
struct Form {
    parts: Vec<(String, String, Vec<u8>)>,
}

impl Form {
    fn read(asked: &Asked<'_>) -> Option<Self> {
        let content_type = asked.request.header("content-type")?;
        let (_, boundary) = content_type.split_once("boundary=")?;
        let marker = format!("--{}", boundary.trim_matches('"'));
        let parts = split(&asked.request.body, marker.as_bytes())
            .into_iter()
            .filter_map(|part| {
                let end = find(part, b"\r\n\r\n")?;
                let headers = String::from_utf8_lossy(part.get(..end)?).into_owned();
                let name = quoted(&headers, " name=\"")?;
                let bytes = part.get(end + 4..part.len().checked_sub(2)?)?.to_vec();
                Some((name, headers, bytes))
            })
            .collect();
        Some(Self { parts })
    }

    fn text(&self, name: &str) -> String {
        let part = self.parts.iter().find(|(n, _, _)| n == name);
        part.map_or_else(String::new, |(_, _, bytes)| {
            String::from_utf8_lossy(bytes).into_owned()
        })
    }

    fn file_name(&self) -> Option<String> {
        self.parts
            .iter()
            .find_map(|(_, headers, _)| quoted(headers, "filename=\""))
    }
}

fn quoted(headers: &str, before: &str) -> Option<String> {
    let (_, rest) = headers.split_once(before)?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
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
