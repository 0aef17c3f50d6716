//! synccheck and webwxsync: one queue, told from the place a key stands for (`protocol.md §5.1`, §5.2).

use super::book::{key_list, key_text};
use super::breach::BreachKind;
use super::hold::HoldKind;
use super::session::{self, Event};
use super::{Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::Asked;
use crate::sim::encode::contact::{View, changed, profile, with_names};
use crate::sim::encode::{Object, message};
use crate::wire::http::HttpResponse;

/// What a stretch of the queue says, written down.
#[derive(Default)]
struct News {
    messages: Vec<String>,
    changed: Vec<String>,
    deleted: Vec<String>,
    profile: bool,
}

impl World {
    pub(super) fn sync_check(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        if !self.on_host(asked, &self.setup.family.push()) {
            return Reply::ok(verdict(1100, 0));
        }
        let at = match self.by_cookies(asked) {
            Ok(at) => at,
            Err(code) => return Reply::ok(verdict(code, 0)),
        };
        let param = |name| asked.param(name).unwrap_or_default().to_owned();
        if let Err(code) = self.keys_fit(asked, at, &param("sid"), &param("skey")) {
            return Reply::ok(verdict(code, 0));
        }
        if param("uin") != self.uin.to_string() {
            self.breach(asked, BreachKind::WrongUin);
            return Reply::ok(verdict(1101, 0));
        }
        self.device_fits(asked, &param("deviceid"));
        if self.checks_held(at) {
            self.breach(asked, BreachKind::SecondSyncCheck);
            if let Some(session) = self.sessions.get_mut(at) {
                session.repeats = true;
            }
        }
        let keys = param("synckey");
        let session = self.sessions.get_mut(at);
        let place = session.and_then(|session| session.place_of(&keys));
        let Some(place) = place else {
            self.breach(asked, BreachKind::UnknownSyncKey);
            return Reply::ok(verdict(0, 2));
        };
        match self.check_answer(at, place, false) {
            Some(body) => Reply::ok(body),
            None => self.hold(now, HoldKind::Check { session: at, place }),
        }
    }

    pub(super) fn check_has_news(&self, at: usize, place: usize) -> bool {
        self.sessions.get(at).is_none_or(|session| {
            session.ended.is_some() || session.queue.len() > place || self.phone_away || self.storm > 0
        })
    }

    /// What a synccheck gets now; nothing means that it waits on.
    pub(super) fn check_answer(&mut self, at: usize, place: usize, over: bool) -> Option<String> {
        if !self.check_has_news(at, place) {
            return over.then(|| verdict(0, 0));
        }
        let session = self.sessions.get(at)?;
        if let Some(code) = session.ended {
            return Some(verdict(code, 0));
        }
        let usual = match session.queue.get(place) {
            Some(Event::Changed(_) | Event::Deleted(_) | Event::RawContact(_) | Event::Profile) => 4,
            Some(Event::Message(log)) if self.is_phone_move(*log) => 7,
            Some(Event::Message(_) | Event::Raw(_)) => 2,
            None => {
                self.storm = self.storm.saturating_sub(1);
                2
            }
        };
        let selector = self.selector.take().unwrap_or(usual);
        if self.quirks.loose_check {
            return Some(format!(
                "window.synccheck = {{ retcode: \"0\" , selector: {selector} }}"
            ));
        }
        Some(verdict(0, selector))
    }

    pub(super) fn sync(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let at = match self.by_base_request(asked) {
            Ok(at) => at,
            Err(ret) => return Reply::ok(nothing(ret)),
        };
        if self.phone_away {
            return Reply::ok(nothing(3));
        }
        let place = self.place_asked(at, asked);
        let batch = self.setup.batch;
        let Some(session) = self.sessions.get_mut(at) else {
            return Reply::ok(nothing(1101));
        };
        session.inited = true;
        session.synced = true;
        session.renewed = now.mono;
        let end = session.queue.len().min(place + batch);
        let from = if std::mem::take(&mut session.repeats) {
            place.saturating_sub(3)
        } else {
            place
        };
        let more = session.queue.len() > end;
        let keys = session.keys(end, true, false, now);
        let check_keys = session.keys(end, true, true, now);
        let fresh = std::mem::take(&mut session.rotates).then(|| session::skey(&mut self.rng));
        if let Some(skey) = &fresh {
            session.skey_before = std::mem::replace(&mut session.skey, skey.clone());
        }
        let events: Vec<Event> = session.queue.get(from..end).unwrap_or_default().to_vec();
        let Some(view) = self.view(at) else {
            return Reply::ok(nothing(1101));
        };
        let news = self.written(view, &events);
        let body = answer(&news)
            .raw("Profile", &profile(view, news.profile))
            .num("ContinueFlag", u8::from(more))
            .raw("SyncKey", &key_list(&keys))
            .str("SKey", &fresh.unwrap_or_default());
        let body = if self.quirks.no_check_key {
            body
        } else {
            body.raw("SyncCheckKey", &key_list(&check_keys))
        };
        let mut response = HttpResponse::ok(body.end());
        response.headers.extend(self.fresh_cookies(now, asked));
        Reply::Ready(response.into())
    }

    fn is_phone_move(&self, log: usize) -> bool {
        let saying = self.log.get(log).map(|post| &post.saying);
        matches!(
            saying,
            Some(crate::sim::saying::Saying::Status { code: 2 | 5, .. })
        )
    }

    /// Where the asked key stands. A key nobody gave out starts the session over: old messages come again.
    fn place_asked(&mut self, at: usize, asked: &Asked<'_>) -> usize {
        let keys = key_text(asked.list("/SyncKey/List"));
        let session = self.sessions.get_mut(at);
        let place = session.and_then(|session| session.place_of(&keys));
        if place.is_none() {
            self.breach(asked, BreachKind::UnknownSyncKey);
        }
        place.unwrap_or(0)
    }

    fn written(&self, view: View<'_>, events: &[Event]) -> News {
        let mut news = News::default();
        for event in events {
            match event {
                Event::Message(at) => news
                    .messages
                    .extend(self.log.get(*at).map(|post| message::message(view, post))),
                Event::Raw(raw) => news.messages.push(with_names(view, raw)),
                Event::RawContact(raw) => news.changed.push(with_names(view, raw)),
                Event::Changed(id) => news.changed.push(changed(view, *id)),
                Event::Deleted(id) => {
                    let gone = Object::new()
                        .str("UserName", view.names.of(*id))
                        .num("ContactFlag", 0);
                    news.deleted.push(gone.end());
                }
                Event::Profile => news.profile = true,
            }
        }
        news
    }
}

fn answer(news: &News) -> Object {
    Object::answer(0)
        .num("AddMsgCount", news.messages.len())
        .list("AddMsgList", &news.messages)
        .num("ModContactCount", news.changed.len())
        .list("ModContactList", &news.changed)
        .num("DelContactCount", news.deleted.len())
        .list("DelContactList", &news.deleted)
        .num("ModChatRoomMemberCount", 0)
        .list("ModChatRoomMemberList", &[])
}

/// A refusal: every list empty, `Count` 0, which no client may take for a key (`protocol.md §5.2`, rule 1).
fn nothing(ret: i32) -> String {
    let no_keys = key_list(&[]);
    let buff = Object::new().str("Buff", "").end();
    let profile = Object::new()
        .num("BitFlag", 0)
        .raw("UserName", &buff)
        .raw("NickName", &buff)
        .end();
    Object::answer(ret)
        .num("AddMsgCount", 0)
        .list("AddMsgList", &[])
        .num("ModContactCount", 0)
        .list("ModContactList", &[])
        .num("DelContactCount", 0)
        .list("DelContactList", &[])
        .num("ModChatRoomMemberCount", 0)
        .list("ModChatRoomMemberList", &[])
        .raw("Profile", &profile)
        .num("ContinueFlag", 0)
        .raw("SyncKey", &no_keys)
        .str("SKey", "")
        .raw("SyncCheckKey", &no_keys)
        .end()
}

fn verdict(retcode: i32, selector: u32) -> String {
    format!("window.synccheck={{retcode:\"{retcode}\",selector:\"{selector}\"}}")
}
