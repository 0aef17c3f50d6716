//! Fetching what messages carry and what people look like (`protocol.md §8`): a request for each source, and whether what
//! comes back is bytes of that kind or a page in their place.
//!
//! Owns the spelling of the parameters, which addresses are followed, and the first bytes of each kind. Never: a file, or
//! when something is asked for.

use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::base::{Link, referred};
use super::hosts::Hosts;
use super::http::{HttpRequest, HttpResponse};
use super::lenient::Ack;
use super::{Auth, Error};
use crate::domain::id::{MsgId, UserName};

/// For the head of the answer, and for every silence after it: a large file may take as long as it moves.
const IDLE: Duration = Duration::from_secs(30);

/// Hosts of the service's own that hold stickers, covers and portraits (`protocol.md §6.7`). What a stranger writes into a
/// message is not fetched from anywhere else: the request alone would tell them who reads it, from where, and when.
const ELSEWHERE: [&str; 4] = [".qpic.cn", ".qlogo.cn", ".qq.com", ".wechat.com"];

/// The one path of the base host that a message may name (`protocol.md §6.5`).
const MAP: &str = "/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?";

/// How many bytes of a body [`judge`] looks at.
pub const SNIFF: usize = 512;

/// What a body is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Picture,
    Sound,
    Film,
    File,
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Bytes of that kind: those from `from` on, of `whole` where told.
    Media { from: u64, whole: Option<u64> },
    /// Common right after the message, and for ever once it has expired.
    Empty,
    /// Bytes of some other kind.
    Strange,
    /// An error in its place.
    Page(Error),
}

/// What webwxgetmedia needs to know of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileRef<'a> {
    /// `FromUserName` of the message.
    pub sender: &'a UserName,
    pub media_id: &'a str,
    /// Already percent-encoded by the service: encoded once more it would name nothing (`protocol.md §8`).
    pub encry_file_name: &'a str,
    pub name: &'a str,
}

/// An image as it was sent.
pub fn image(hosts: &Hosts, auth: &Auth, id: MsgId) -> HttpRequest {
    get(hosts, picture(hosts, auth, id))
}

/// The small JPEG of an image, video, link or place.
pub fn thumb(hosts: &Hosts, auth: &Auth, id: MsgId) -> HttpRequest {
    get(hosts, picture(hosts, auth, id).verbatim("type", "slave"))
}

/// A sticker as it moves.
pub fn sticker(hosts: &Hosts, auth: &Auth, id: MsgId) -> HttpRequest {
    get(hosts, picture(hosts, auth, id).verbatim("type", "big"))
}

/// An mp3.
pub fn voice(hosts: &Hosts, auth: &Auth, id: MsgId) -> HttpRequest {
    get(hosts, by_msgid(hosts, auth, "webwxgetvoice", id))
}

/// An mp4. Without `Range` the answer would be empty.
pub fn video(hosts: &Hosts, auth: &Auth, id: MsgId) -> HttpRequest {
    get(hosts, by_msgid(hosts, auth, "webwxgetvideo", id)).with_header("Range", "bytes=0-")
}

/// A file, from the file host.
pub fn file(hosts: &Hosts, auth: &Auth, file: FileRef<'_>) -> HttpRequest {
    let link = Link::api(&hosts.file, "webwxgetmedia")
        .text("sender", file.sender.as_str())
        .text("mediaid", file.media_id);
    let encoded = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'%' | b'-' | b'_' | b'.' | b'~' | b'+');
    let link = match file.encry_file_name {
        // Messages from before 2017-12.
        "" => link.text("filename", file.name),
        name if name.bytes().all(encoded) => link.verbatim("encryfilename", name),
        // Not as the service writes it: it may not add parameters of its own.
        name => link.text("encryfilename", name),
    };
    let link = link
        .verbatim("fromuser", auth.uin)
        .text("pass_ticket", auth.pass_ticket.expose())
        .text("webwx_data_ticket", auth.data_ticket.expose());
    get(hosts, link)
}

/// The map of a place, by the path its message names. `None` for any other path: a message does not choose what is done
/// in the person's name.
pub fn map(hosts: &Hosts, path: &str) -> Option<HttpRequest> {
    path.starts_with(MAP)
        .then(|| get(hosts, Link::new(format!("{}{path}", hosts.base))))
}

/// Somebody's picture. `room`: `EncryChatRoomId`, without which the service does not show who is no friend.
pub fn face(hosts: &Hosts, auth: &Auth, who: &UserName, room: Option<&str>) -> HttpRequest {
    let link = Link::api(&hosts.base, "webwxgeticon")
        .verbatim("seq", 0)
        .text("username", who.as_str())
        .text("skey", auth.skey.expose());
    let link = match room {
        Some(room) => link.text("chatroomid", room),
        None => link,
    };
    get(hosts, link)
}

/// The picture of whoever asks to be a friend: no friend yet, so the service shows it by their message
/// (`protocol.md §6.7`).
pub fn asker(hosts: &Hosts, auth: &Auth, who: &UserName, message: MsgId) -> HttpRequest {
    let link = Link::api(&hosts.base, "webwxgeticon")
        .text("username", who.as_str())
        .text("skey", auth.skey.expose())
        .verbatim("msgid", message.0);
    get(hosts, link)
}

pub fn group_face(hosts: &Hosts, auth: &Auth, group: &UserName) -> HttpRequest {
    let link = Link::api(&hosts.base, "webwxgetheadimg")
        .verbatim("seq", 0)
        .text("username", group.as_str())
        .text("skey", auth.skey.expose());
    get(hosts, link)
}

/// An address a message names, for a request without cookies. `None` where that is not followed. With a server of one's
/// own (`server`), it stands for these hosts too.
pub fn elsewhere(server: Option<&str>, address: &str) -> Option<HttpRequest> {
    let url = Url::parse(address).ok()?;
    let host = url.domain()?;
    let known = ELSEWHERE.iter().any(|end| host.ends_with(end));
    if !known
        || !matches!(url.scheme(), "http" | "https")
        || url.port().is_some()
        || !url.username().is_empty()
    {
        return None;
    }
    let link = match server {
        Some(origin) => {
            let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
            Link::new(format!("{}{}{query}", origin.trim_end_matches('/'), url.path()))
        }
        None => Link::new(url),
    };
    Some(link.get(IDLE))
}

/// What the head of an answer and the first bytes of its body are. For more than that many bytes of `body` no more is
/// known. `asked`: from which byte on.
pub fn judge(kind: Kind, response: &HttpResponse, asked: u64) -> Body {
    if !matches!(response.status, 200 | 206) {
        return Body::Page(Error::Status(response.status));
    }
    if response.body.is_empty() {
        return Body::Empty;
    }
    let length = || response.header("content-length")?.trim().parse::<u64>().ok();
    let (from, whole) = match (response.status, response.header("content-range").map(range)) {
        (206, Some(Some(range))) => range,
        // A piece of nobody knows what: good only where the first one was asked for.
        (206, None) if asked == 0 => (0, length()),
        (206, _) => return Body::Page(Error::Malformed),
        _ => (0, length()),
    };
    if from > 0 {
        return Body::Media { from, whole };
    }
    match page(kind, response) {
        Some(error) => Body::Page(error),
        None if kind == Kind::Picture && !is_picture(&response.body) => Body::Strange,
        None => Body::Media { from, whole },
    }
}

/// `bytes 0-499/1234`: where it begins, and the size of the whole.
fn range(value: &str) -> Option<(u64, Option<u64>)> {
    let (range, whole) = value.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = range.split_once('-')?;
    Some((from.trim().parse().ok()?, whole.trim().parse().ok()))
}

/// The error that stands where media was asked for.
fn page(kind: Kind, response: &HttpResponse) -> Option<Error> {
    let body = response.body.as_slice();
    // A page somebody sent as a file is a file: the service says so.
    if matches!(kind, Kind::File) && response.header("content-disposition").is_some() {
        return None;
    }
    if let Some(error) = told(body) {
        return Some(error);
    }
    let start = body.trim_ascii_start();
    let is = |tag: &[u8]| {
        start
            .get(..tag.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(tag))
    };
    (is(b"<!doctype html") || is(b"<html")).then_some(Error::Malformed)
}

/// What an answer in JSON says, also where only its beginning is known.
fn told(body: &[u8]) -> Option<Error> {
    #[derive(Deserialize)]
    struct Ret {
        #[serde(rename = "Ret")]
        ret: i32,
    }
    let text = String::from_utf8_lossy(body.trim_ascii());
    if !text.starts_with('{') {
        return None;
    }
    if let Ok(ack) = serde_json::from_str::<Ack>(&text) {
        return Some(ack.base.check().err().unwrap_or(Error::Malformed));
    }
    let (_, rest) = text.split_once("\"BaseResponse\"")?;
    let rest = rest.trim_start().strip_prefix(':')?;
    let base = serde_json::Deserializer::from_str(rest)
        .into_iter::<Ret>()
        .next()?;
    Some(base.map_or(Error::Malformed, |base| Error::Ret(base.ret)))
}

/// JPEG, PNG, GIF, WebP or BMP.
fn is_picture(bytes: &[u8]) -> bool {
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    let starts: [&[u8]; 5] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM"];
    riff || starts.iter().any(|start| bytes.starts_with(start))
}

fn picture(hosts: &Hosts, auth: &Auth, id: MsgId) -> Link {
    // The page leaves its first parameter empty (`protocol.md §8`).
    Link::api(&hosts.base, "webwxgetmsgimg?")
        .verbatim("MsgID", id.0)
        .text("skey", auth.skey.expose())
}

fn by_msgid(hosts: &Hosts, auth: &Auth, endpoint: &str, id: MsgId) -> Link {
    Link::api(&hosts.base, endpoint)
        .verbatim("msgid", id.0)
        .text("skey", auth.skey.expose())
}

fn get(hosts: &Hosts, link: Link) -> HttpRequest {
    referred(link.get(IDLE), hosts)
}
