//! Pictures, sounds and files: small made-up bodies with the service's habits around them, and uploads
//! (`protocol.md §7.4`, §7.5, §8).

use std::collections::HashMap;

use super::breach::BreachKind;
use super::session;
use super::{Reply, World};
use crate::sim::asked::{Asked, number};
use crate::sim::encode::text::encry_file_name;
use crate::sim::encode::{Object, message};
use crate::sim::saying::Saying;
use crate::wire::http::{HttpResponse, Method};

/// Every picture there is: a small JPEG.
pub(super) const PICTURE: &[u8] = include_bytes!("../../../assets/demo/picture.jpg");

/// Uploads by MD5: chunks seen, and the id once complete.
#[derive(Default)]
pub(super) struct Uploads {
    done: HashMap<String, String>,
}

impl World {
    pub(super) fn qr_picture(&mut self, asked: &Asked<'_>) -> Reply {
        let uuid = asked.endpoint();
        if !self.codes().iter().any(|code| code.uuid == uuid) {
            self.breach(asked, BreachKind::UnknownCode);
        }
        body("image/jpeg", PICTURE.to_vec())
    }

    /// Without its cookies: an empty 200, never a 401 (`protocol.md §8`).
    pub(super) fn fetch_media(&mut self, asked: &Asked<'_>) -> Reply {
        let Ok(at) = self.by_cookies(asked) else {
            return body("text/plain", Vec::new());
        };
        let id = ["MsgID", "msgid", "MsgId"]
            .into_iter()
            .find_map(|name| asked.param(name)?.parse().ok());
        let saying = self
            .log
            .iter()
            .rev()
            .find(|post| Some(post.id) == id)
            .map(|post| post.saying.clone());
        match asked.endpoint() {
            "webwxgeticon" | "webwxgetheadimg" | "webwxgetpubliclinkimg" => {
                body("image/jpeg", PICTURE.to_vec())
            }
            "webwxgetmsgimg" => match saying {
                None | Some(Saying::StoreSticker) => body("image/jpeg", Vec::new()),
                Some(_) => body("image/jpeg", PICTURE.to_vec()),
            },
            "webwxgetvoice" => body("audio/mp3", if saying.is_some() { sound() } else { Vec::new() }),
            "webwxgetvideo" => video(asked),
            _ => self.fetch_file(asked, at),
        }
    }

    fn fetch_file(&mut self, asked: &Asked<'_>, at: usize) -> Reply {
        let host = self.setup.family.file();
        let ticket = self.sessions.get(at).map(|s| s.data_ticket.clone());
        if !self.on_host(asked, &host) || asked.param("webwx_data_ticket") != ticket.as_deref() {
            self.breach(asked, BreachKind::WrongDataTicket);
            return body("text/plain", Vec::new());
        }
        let media = asked.param("mediaid").unwrap_or_default();
        let found = self.log.iter().rev().find_map(|post| {
            let Saying::File { name, bytes } = &post.saying else {
                return None;
            };
            (message::media_id(post.id) == media).then(|| (name.clone(), *bytes))
        });
        let Some((name, bytes)) = found else {
            return body("text/plain", Vec::new());
        };
        let size = usize::try_from(bytes).unwrap_or(usize::MAX).min(1 << 22);
        let text = format!("{name}\n").into_bytes();
        let mut response = HttpResponse::ok(text.into_iter().cycle().take(size).collect::<Vec<u8>>());
        response.headers = vec![
            ("Content-Type".into(), "application/octet-stream".into()),
            (
                "Content-Disposition".into(),
                format!("attachment; filename=\"{}\"", encry_file_name(&name)),
            ),
        ];
        Reply::Ready(response.into())
    }

    pub(super) fn upload(&mut self, asked: &Asked<'_>) -> Reply {
        if asked.request.method == Method::Options {
            let mut response = HttpResponse::ok("");
            response
                .headers
                .push(("Access-Control-Allow-Origin".into(), "*".into()));
            return Reply::Ready(response.into());
        }
        let ret = |ret| Reply::ok(Object::answer(ret).str("MediaId", "").num("StartPos", 0).end());
        let host = self.setup.family.file();
        if !self.on_host(asked, &host) {
            return ret(1);
        }
        let Some(form) = Form::read(asked) else {
            return ret(1);
        };
        let at = match self.by_cookies(asked) {
            Ok(at) => at,
            Err(code) => return ret(code),
        };
        let Some(session) = self.sessions.get(at) else {
            return ret(1101);
        };
        if form.text("webwx_data_ticket") != session.data_ticket {
            self.breach(asked, BreachKind::WrongDataTicket);
            return ret(-14);
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
            return ret(code);
        }
        if self.slow > 0 {
            self.slow -= 1;
            return ret(1205);
        }
        self.store(&form, &request)
    }

    /// Only the last chunk is answered with an id (`protocol.md §7.4`).
    fn store(&mut self, form: &Form, request: &serde_json::Value) -> Reply {
        let chunks: u64 = form.text("chunks").parse().unwrap_or(1);
        let chunk: u64 = form.text("chunk").parse().unwrap_or(0);
        let total = request.get("TotalLen").and_then(number).unwrap_or(0);
        let name = form.file_name().unwrap_or_else(|| form.text("name"));
        let last = chunk + 1 >= chunks;
        let media = if last {
            format!(
                "@crypt_{}_{}",
                session::hex(&mut self.rng, 8),
                session::hex(&mut self.rng, 128)
            )
        } else {
            String::new()
        };
        let md5 = request
            .get("FileMd5")
            .and_then(|md5| md5.as_str())
            .unwrap_or_default();
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

fn body(content_type: &str, bytes: Vec<u8>) -> Reply {
    let mut response = HttpResponse::ok(bytes);
    response.headers = vec![("Content-Type".into(), content_type.into())];
    Reply::Ready(response.into())
}

/// One silent MPEG frame.
fn sound() -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
    frame.resize(417, 0);
    frame
}

/// Without `Range` the answer is empty (`protocol.md §8`).
fn video(asked: &Asked<'_>) -> Reply {
    if asked.request.header("range").is_none() {
        return body("video/mp4", Vec::new());
    }
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.extend_from_slice(b"\0\0\0\x08mdat");
    let end = bytes.len();
    let mut response = HttpResponse::ok(bytes);
    response.status = 206;
    response.headers = vec![
        ("Content-Type".into(), "video/mp4".into()),
        ("Content-Range".into(), format!("bytes 0-{}/{end}", end - 1)),
    ];
    Reply::Ready(response.into())
}
