//! Pictures, sounds and files: small made-up bodies with the service's habits around them (`protocol.md §8`).

use super::breach::BreachKind;
use super::{Reply, World};
use crate::sim::asked::Asked;
use crate::sim::encode::message;
use crate::sim::encode::text::encry_file_name;
use crate::sim::saying::Saying;
use crate::wire::http::HttpResponse;

/// Every picture there is: a small JPEG.
pub(super) const PICTURE: &[u8] = include_bytes!("../../../assets/demo/picture.jpg");

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
        if self.quirks.empty_media && self.fetched.insert(asked.request.url.clone()) {
            return body("text/plain", Vec::new());
        }
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
