//! Pictures, sounds and files, with the service's habits around them (`protocol.md §8`, §11.2).
//!
//! Owns who gets what: a range where one is asked for, nothing without cookies, nothing of what has expired, and the wrong
//! file for whoever fetches two at once. Never: the bytes themselves, which are `matter`'s or were uploaded.

use std::borrow::Cow;
use std::time::Duration;

use super::breach::BreachKind;
use super::cast::{Id, Kind};
use super::hold::HoldId;
use super::{Answer, Post, Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::Asked;
use crate::sim::encode::message;
use crate::sim::encode::text::encry_file_name;
use crate::sim::matter;
use crate::sim::saying::Saying;
use crate::wire::http::HttpResponse;

/// How long the file host takes: long enough for two requests to meet.
const SERVED: Duration = Duration::from_millis(20);
const OCTETS: &str = "application/octet-stream";

/// The file that is being served.
pub(super) struct Serving {
    hold: HoldId,
    response: HttpResponse,
}

impl World {
    /// From now on nothing is to be had of what this message carries, as after some days.
    pub fn expire_media(&mut self, id: u64) {
        self.expired.insert(id);
    }

    pub(super) fn qr_picture(&mut self, asked: &Asked<'_>) -> Reply {
        let uuid = asked.endpoint();
        if !self.codes().iter().any(|code| code.uuid == uuid) {
            self.breach(asked, BreachKind::UnknownCode);
        }
        body("image/jpeg", matter::PICTURE.to_vec())
    }

    /// What lies on other hosts than the service's own: stickers and covers. Nobody's cookies belong there.
    pub(super) fn elsewhere(&mut self, asked: &Asked<'_>) -> Reply {
        if asked.cookie("wxsid").is_some() {
            self.breach(asked, BreachKind::CookiesElsewhere);
        }
        let path = asked.request.path();
        if path.starts_with(STICKERS) {
            self.ranged(asked, "image/gif", matter::STICKER)
        } else {
            self.ranged(asked, "image/jpeg", matter::cover(path.len() as u64))
        }
    }

    /// Without its cookies: an empty 200, never a 401 (`protocol.md §8`).
    pub(super) fn fetch_media(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let Ok(at) = self.by_cookies(asked) else {
            return nothing();
        };
        if asked.endpoint() != "webwxgetmedia" {
            self.on_host(asked, self.setup.family.base());
        }
        if !self.skey_fits(asked, at) {
            return nothing();
        }
        if self.quirks.empty_media && self.fetched.insert(asked.request.url.clone()) {
            return nothing();
        }
        match asked.endpoint() {
            "webwxgeticon" | "webwxgetheadimg" => self.fetch_face(asked, at),
            "webwxgetpubliclinkimg" => self.ranged(asked, "image/png", matter::MAP),
            "webwxgetmsgimg" => self.fetch_picture(asked),
            "webwxgetvoice" => self.fetch_sound(asked),
            "webwxgetvideo" => {
                let response = self.fetch_video(asked);
                self.serve_alone(now, asked, response)
            }
            _ => {
                let response = self.fetch_file(asked, at);
                self.serve_alone(now, asked, response)
            }
        }
    }

    /// Where a key is told it is the one of now, or the one before.
    fn skey_fits(&mut self, asked: &Asked<'_>, at: usize) -> bool {
        let Some(skey) = asked.param("skey").filter(|skey| !skey.is_empty()) else {
            return true;
        };
        let right = self
            .sessions
            .get(at)
            .is_some_and(|session| skey == session.skey || skey == session.skey_before);
        if !right {
            self.breach(asked, BreachKind::WrongSkey);
        }
        right
    }

    /// The message a request is about, unless it has expired.
    fn asked_about(&self, asked: &Asked<'_>) -> Option<&Post> {
        let id: u64 = ["MsgID", "msgid", "MsgId"]
            .into_iter()
            .find_map(|name| asked.param(name)?.parse().ok())?;
        self.log
            .iter()
            .rev()
            .find(|post| post.id == id && !self.expired.contains(&id))
    }

    /// All bytes of what a message carries.
    pub(super) fn whole(&self, post: &Post) -> Option<(&'static str, Cow<'_, [u8]>)> {
        let (kind, made) = matter::whole(&post.saying, post.id)?;
        let bytes = match self.carried.get(&post.id) {
            Some(bytes) => Cow::Borrowed(&**bytes),
            None => made,
        };
        Some((kind, bytes))
    }

    fn fetch_picture(&self, asked: &Asked<'_>) -> Reply {
        let Some(post) = self.asked_about(asked) else {
            return nothing();
        };
        let carried = self.carried.contains_key(&post.id);
        // Whoever sent a picture from here sees it whole where it is to be small: the simulator shrinks nothing.
        let found = match asked.param("type") {
            Some("slave") if !carried || !matches!(post.saying, Saying::Image) => {
                matter::thumb(&post.saying, post.id).map(|bytes| ("image/jpeg", bytes))
            }
            Some(_) | None => {
                let pictured = matches!(
                    post.saying,
                    Saying::Image | Saying::Sticker | Saying::Dice(_) | Saying::Hand(_)
                );
                self.whole(post).filter(|_| pictured)
            }
        };
        match found {
            Some((kind, bytes)) => self.ranged(asked, kind, &bytes),
            None => nothing(),
        }
    }

    fn fetch_sound(&self, asked: &Asked<'_>) -> Reply {
        let found = self.asked_about(asked).and_then(|post| {
            let spoken = matches!(post.saying, Saying::Voice { .. });
            self.whole(post).filter(|_| spoken)
        });
        match found {
            Some((kind, bytes)) => self.ranged(asked, kind, &bytes),
            None => nothing(),
        }
    }

    /// Without `Range` the answer is empty (`protocol.md §8`).
    fn fetch_video(&mut self, asked: &Asked<'_>) -> HttpResponse {
        if asked.request.header("range").is_none() {
            self.breach(asked, BreachKind::NoRange);
            return empty();
        }
        let found = self.asked_about(asked).and_then(|post| {
            let filmed = matches!(post.saying, Saying::Video { .. } | Saying::MicroVideo { .. });
            self.whole(post).filter(|_| filmed)
        });
        found.map_or_else(empty, |(kind, bytes)| self.piece(asked, kind, &bytes))
    }

    fn fetch_file(&mut self, asked: &Asked<'_>, at: usize) -> HttpResponse {
        let host = self.setup.family.file();
        let ticket = self.sessions.get(at).map(|s| s.data_ticket.clone());
        if !self.on_host(asked, &host) || asked.param("webwx_data_ticket") != ticket.as_deref() {
            self.breach(asked, BreachKind::WrongDataTicket);
            return empty();
        }
        self.ticket_fits(asked, at, asked.param("pass_ticket"));
        let media = asked.param("mediaid").unwrap_or_default();
        let found = self.log.iter().rev().find_map(|post| {
            let Saying::File { name, .. } = &post.saying else {
                return None;
            };
            let there = message::media_id(post.id) == media && !self.expired.contains(&post.id);
            there.then(|| (name.clone(), post.clone()))
        });
        let Some((name, post)) = found else {
            return empty();
        };
        // Encoded twice it is decoded to something else than the name (`protocol.md §11.2`, trap 17). A plus is a blank.
        let named = asked.param("encryfilename").or_else(|| asked.param("filename"));
        let spoken = |name: &str| name.replace('+', " ");
        if named.map(spoken) != Some(spoken(&name)) {
            self.breach(asked, BreachKind::WrongFileName);
            return empty();
        }
        let Some((_, bytes)) = self.whole(&post) else {
            return empty();
        };
        let mut response = self.piece(asked, OCTETS, &bytes);
        let disposition = format!("attachment; filename=\"{}\"", encry_file_name(&name));
        response.headers.push(("Content-Disposition".into(), disposition));
        response
    }

    fn fetch_face(&mut self, asked: &Asked<'_>, at: usize) -> Reply {
        let name = asked.param("username").unwrap_or_default();
        let id = self.sessions.get(at).and_then(|s| s.names.id(name));
        let Some(id) = id else {
            self.breach(asked, BreachKind::UnknownName);
            return nothing();
        };
        let contact = self.cast.get(id);
        // Who is no friend is seen in a group that both are in, or where they ask to be one (`protocol.md §8`).
        let foreign = contact.kind == Kind::Person && !contact.in_book;
        if foreign && !self.met(asked, at, id) && asked.param("msgid").is_none() {
            return nothing();
        }
        self.ranged(asked, "image/png", &matter::face(contact.avatar))
    }

    fn met(&self, asked: &Asked<'_>, at: usize, who: Id) -> bool {
        let room = asked.param("chatroomid");
        let room = room.and_then(|room| self.sessions.get(at)?.names.id(room));
        room.is_some_and(|room| self.cast.get(room).members.iter().any(|member| member.who == who))
    }

    fn ranged(&self, asked: &Asked<'_>, content_type: &str, bytes: &[u8]) -> Reply {
        Reply::Ready(self.piece(asked, content_type, bytes).into())
    }

    fn piece(&self, asked: &Asked<'_>, content_type: &str, bytes: &[u8]) -> HttpResponse {
        let told = asked.request.header("range").filter(|_| !self.quirks.no_range);
        piece(told.and_then(range), content_type, bytes)
    }

    /// One file at a time: who asks for a second meanwhile gets the first one's bytes (`protocol.md §8`).
    fn serve_alone(&mut self, now: Now, asked: &Asked<'_>, response: HttpResponse) -> Reply {
        let meanwhile = self
            .serving
            .as_ref()
            .filter(|serving| self.holds.contains_key(&serving.hold))
            .map(|serving| serving.response.clone());
        if let Some(response) = meanwhile {
            self.breach(asked, BreachKind::ParallelDownload);
            return Reply::Ready(response.into());
        }
        let until = now.mono.saturating_add(SERVED);
        let reply = self.hold_back(Answer::from(response.clone()), Some(until));
        if let Reply::Held(hold) = reply {
            self.serving = Some(Serving { hold, response });
        }
        reply
    }
}

/// Where stickers lie on their own host.
pub(super) const STICKERS: &str = "/wx_emoji/";
/// Where the covers of articles lie on theirs.
pub(super) const COVERS: &str = "/demo/";

fn empty() -> HttpResponse {
    HttpResponse::ok("")
}

fn nothing() -> Reply {
    Reply::Ready(empty().into())
}

fn body(content_type: &str, bytes: Vec<u8>) -> Reply {
    Reply::Ready(of_type(200, content_type, bytes).into())
}

fn of_type(status: u16, content_type: &str, body: Vec<u8>) -> HttpResponse {
    HttpResponse {
        status,
        headers: vec![("Content-Type".into(), content_type.into())],
        body,
    }
}

/// The bytes asked for by `Range`, with 206; all of them where none is.
fn piece(range: Option<(usize, Option<usize>)>, content_type: &str, bytes: &[u8]) -> HttpResponse {
    let Some((from, to)) = range else {
        return of_type(200, content_type, bytes.to_vec());
    };
    let whole = bytes.len();
    let to = to.map_or(whole, |to| to.saturating_add(1).min(whole));
    let (status, range, piece) = match bytes.get(from..to) {
        Some(piece) if !piece.is_empty() => (206, format!("bytes {from}-{}/{whole}", to - 1), piece.to_vec()),
        Some(_) | None => (416, format!("bytes */{whole}"), Vec::new()),
    };
    let mut response = of_type(status, content_type, piece);
    response.headers.push(("Content-Range".into(), range));
    response
}

/// `bytes=0-`, `bytes=100-199`.
fn range(value: &str) -> Option<(usize, Option<usize>)> {
    let (from, to) = value.strip_prefix("bytes=")?.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()))
}
