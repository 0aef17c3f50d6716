//! What else a client can do: status notify, remarks and pins, friends, logout, small pages (`protocol.md §4.2`, §7.7,
//! §7.10, §7.11). Groups are in `rooms`.

use serde_json::Value;

use super::breach::BreachKind;
use super::cast::{Id, ME};
use super::session::Event;
use super::{Post, Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::{Asked, same_sid, scalar};
use crate::sim::encode::Object;
use crate::sim::encode::message::ticket_of;
use crate::sim::saying::Saying;
use crate::wire::http::HttpResponse;

impl World {
    pub(super) fn status_notify(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        if let Err(ret) = self.admit(asked) {
            return Reply::ok(Object::answer(ret).str("MsgID", "").end());
        }
        // Here a number, and only here (`protocol.md §4.2`).
        let numbered = asked.json.get("ClientMsgId").is_some_and(Value::is_number);
        if !numbered || !matches!(asked.number("/Code"), Some(1 | 3)) {
            self.breach(asked, BreachKind::OddBody);
        }
        // The phone answers "web is here" with its recent chats (`protocol.md §4.2`, §5.3).
        if asked.number("/Code") == Some(3) {
            let chats = self
                .cast
                .recent
                .iter()
                .map(|&id| self.cast.get(id).person.key.clone())
                .collect();
            self.phone_status(now, ME, 4, chats);
        }
        let msg_id = self.new_msg_id();
        Reply::ok(Object::answer(0).str("MsgID", &msg_id.to_string()).end())
    }

    pub(super) fn phone_status(&mut self, now: Now, about: Id, code: u32, chats: Vec<String>) {
        let post = Post {
            id: self.new_msg_id(),
            chat: about,
            from: ME,
            at: now.wall().0,
            saying: Saying::Status { code, chats },
        };
        self.post(post);
    }

    pub(super) fn notice(&mut self, now: Now, chat: Id, words: String) -> u64 {
        let post = Post {
            id: self.new_msg_id(),
            chat,
            from: chat,
            at: now.wall().0,
            saying: Saying::Notice(words),
        };
        self.post(post)
    }

    /// Remarks and pins, of others only (`protocol.md §7.7`).
    pub(super) fn oplog(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let ret = self.admit(asked).and_then(|at| self.mark(now, asked, at));
        Reply::ok(Object::answer(ret.err().unwrap_or(0)).end())
    }

    fn mark(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Result<(), i32> {
        let id = self.named(asked, at, asked.text("/UserName")).ok_or(1)?;
        if id == ME {
            self.breach(asked, BreachKind::WrongTarget);
            return Err(1);
        }
        let remark = asked.text("/RemarkName").to_owned();
        let had = self.cast.get(id).person.remark.clone();
        match asked.number("/CmdId") {
            Some(2) => {}
            Some(3) => {
                // Pinning without the remark erases it.
                if remark.is_empty() && !had.is_empty() {
                    self.breach(asked, BreachKind::RemarkErased);
                }
                self.cast.get_mut(id).person.pinned = asked.number("/OP") == Some(1);
            }
            _ => return Err(1),
        }
        self.cast.get_mut(id).person.remark = remark;
        self.tell_later(now, Event::Changed(id));
        Ok(())
    }

    pub(super) fn named(&mut self, asked: &Asked<'_>, at: usize, name: &str) -> Option<Id> {
        let id = self.sessions.get(at).and_then(|s| s.names.id(name));
        if id.is_none() {
            self.breach(asked, BreachKind::UnknownName);
        }
        id
    }

    pub(super) fn verify_user(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let ret = self.admit(asked).and_then(|at| self.befriend(now, asked, at));
        Reply::ok(Object::answer(ret.err().unwrap_or(0)).end())
    }

    /// Yes or words to whoever asked, by the ticket that came with the request. Sending requests was switched off in 2018 (`protocol.md §7.10`).
    fn befriend(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Result<(), i32> {
        let name = scalar(asked.json.pointer("/VerifyUserList/0/Value"));
        let known = self.named(asked, at, &name);
        let (Some(opcode @ (3 | 6)), Some(id)) = (asked.number("/Opcode"), known) else {
            return Err(1);
        };
        let lengths = ["/VerifyUserListSize", "/SceneListCount"].map(|count| asked.number(count));
        let lists = ["/VerifyUserList", "/SceneList"].map(|list| asked.list(list).len());
        let from_web = asked.number("/SceneList/0") == Some(33) && !asked.text("/skey").is_empty();
        if (lengths, lists) != ([Some(1); 2], [1; 2]) || !from_web {
            self.breach(asked, BreachKind::OddBody);
        }
        let ticket = asked.text("/VerifyUserList/0/VerifyUserTicket");
        let asks = |post: &&Post| post.from == id && matches!(post.saying, Saying::FriendRequest { .. });
        let mut requests = self.log.iter().filter(asks);
        if !requests.any(|post| ticket_of(post.id) == ticket) {
            self.breach(asked, BreachKind::WrongTicket);
            return Err(1);
        }
        if opcode == 6 {
            let words = asked.text("/VerifyContent").to_owned();
            self.answered.push((self.cast.get(id).person.key.clone(), words));
            return Ok(());
        }
        let contact = self.cast.get_mut(id);
        contact.in_book = true;
        contact.person.stranger = false;
        let nick = contact.person.nick.clone();
        self.notice(now, id, format!("你已添加了{nick}，现在可以开始聊天了。"));
        self.tell_later(now, Event::Changed(id));
        Ok(())
    }

    pub(super) fn search_contact(&mut self, asked: &Asked<'_>) -> Reply {
        // Practically dead at the service: never finds anybody (`protocol.md §7.11`).
        match self.admit(asked) {
            Ok(_) => Reply::ok(Object::answer(0).list("List", &[]).end()),
            Err(ret) => Reply::ok(Object::answer(ret).list("List", &[]).end()),
        }
    }

    pub(super) fn logout(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let form = String::from_utf8_lossy(&asked.request.body).into_owned();
        let sid = asked.cookie("wxsid").unwrap_or_default();
        let ours = self
            .session()
            .is_some_and(|s| s.sid == sid || form.contains("sid=") && same_sid(sid, &s.sid));
        let headers = self.spent_cookies(now, asked);
        // Who was put out a moment ago need not know it yet.
        let was = self.sessions.iter().any(|s| s.sid == sid && s.ended.is_some());
        if ours {
            self.end_session(1101);
        } else if !was {
            self.breach(asked, BreachKind::WrongCookies);
        }
        redirect(&format!("{}/", asked.request.origin()), headers)
    }

    pub(super) fn check_url(&mut self, asked: &Asked<'_>) -> Reply {
        match (self.by_cookies(asked), asked.param("requrl")) {
            (Ok(_), Some(url)) => redirect(url, Vec::new()),
            _ => self.start_page(asked),
        }
    }

    #[expect(clippy::unused_self, reason = "answers like every other endpoint")]
    pub(super) fn start_page(&mut self, _asked: &Asked<'_>) -> Reply {
        let mut response = HttpResponse::ok(
            "<!DOCTYPE html><html><head><title>微信网页版</title></head><body></body></html>",
        );
        response.headers = vec![("Content-Type".into(), "text/html; charset=utf-8".into())];
        Reply::Ready(response.into())
    }
}

fn redirect(to: &str, cookies: Vec<(String, String)>) -> Reply {
    let mut response = HttpResponse::ok("");
    response.status = 301;
    response.headers.push(("Location".into(), to.into()));
    response.headers.extend(cookies);
    Reply::Ready(response.into())
}
