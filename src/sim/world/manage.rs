//! What else a client can do: status notify, remarks and pins, friends, groups, logout, small pages
//! (`protocol.md §4.2`, §7.7–§7.11).

use super::breach::BreachKind;
use super::cast::{Id, ME, Member};
use super::session::Event;
use super::setup::Group;
use super::{Post, Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::{Asked, same_sid, scalar};
use crate::sim::encode::Object;
use crate::sim::encode::contact::member;
use crate::sim::saying::Saying;
use crate::wire::http::HttpResponse;

impl World {
    pub(super) fn status_notify(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let ret = match self.admit(asked) {
            Ok(_) => 0,
            Err(ret) => return Reply::ok(Object::answer(ret).str("MsgID", "").end()),
        };
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
        Reply::ok(Object::answer(ret).str("MsgID", &msg_id.to_string()).end())
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

    pub(super) fn oplog(&mut self, asked: &Asked<'_>) -> Reply {
        let at = match self.admit(asked) {
            Ok(at) => at,
            Err(ret) => return Reply::ok(Object::answer(ret).end()),
        };
        let Some(id) = self.named(asked, at, asked.text("/UserName")) else {
            return Reply::ok(Object::answer(1).end());
        };
        let remark = asked.text("/RemarkName").to_owned();
        let contact = self.cast.get_mut(id);
        match asked.number("/CmdId") {
            Some(2) => contact.person.remark = remark,
            // Pinning without the remark erases it (`protocol.md §7.7`).
            Some(3) => {
                contact.person.pinned = asked.number("/OP") == Some(1);
                contact.person.remark = remark;
            }
            _ => return Reply::ok(Object::answer(1).end()),
        }
        self.tell(Event::Changed(id));
        Reply::ok(Object::answer(0).end())
    }

    fn named(&mut self, asked: &Asked<'_>, at: usize, name: &str) -> Option<Id> {
        let id = self.sessions.get(at).and_then(|s| s.names.id(name));
        if id.is_none() {
            self.breach(asked, BreachKind::UnknownName);
        }
        id
    }

    pub(super) fn verify_user(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let at = match self.admit(asked) {
            Ok(at) => at,
            Err(ret) => return Reply::ok(Object::answer(ret).end()),
        };
        let name = scalar(asked.json.pointer("/VerifyUserList/0/Value"));
        let known = self.named(asked, at, &name);
        // Only accepting still works: sending requests was switched off in 2018 (`protocol.md §7.10`).
        let (Some(3), Some(id)) = (asked.number("/Opcode"), known) else {
            return Reply::ok(Object::answer(1).end());
        };
        let contact = self.cast.get_mut(id);
        contact.in_book = true;
        contact.person.stranger = false;
        let nick = contact.person.nick.clone();
        self.tell(Event::Changed(id));
        self.notice(now, id, format!("你已添加了{nick}，现在可以开始聊天了。"));
        Reply::ok(Object::answer(0).end())
    }

    pub(super) fn create_room(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let at = match self.admit(asked) {
            Ok(at) => at,
            Err(ret) => return Reply::ok(Object::answer(ret).end()),
        };
        let names: Vec<String> = asked
            .list("/MemberList")
            .iter()
            .map(|m| scalar(m.get("UserName")))
            .collect();
        let ids: Vec<Id> = names
            .iter()
            .filter_map(|name| self.named(asked, at, name))
            .collect();
        if ids.len() < 2 || ids.contains(&ME) {
            return Reply::ok(Object::answer(1).end());
        }
        let keys: Vec<String> = ids
            .iter()
            .map(|&id| self.cast.get(id).person.key.clone())
            .collect();
        let group = Group {
            key: format!("room-{}", self.cast.len()),
            nick: asked.text("/Topic").into(),
            members: keys,
            owner: "me".into(),
            ..Group::default()
        };
        let room = self.cast.add_group(&group);
        self.notice(now, room, "你创建了群聊".into());
        self.tell(Event::Changed(room));
        let Some(view) = self.view(at) else {
            return Reply::ok(Object::answer(1101).end());
        };
        let contact = self.cast.get(room);
        let members: Vec<String> = contact
            .members
            .iter()
            .map(|m| member(view, contact, m, false))
            .collect();
        Reply::ok(
            Object::answer_with(0, "Everything is OK")
                .str("Topic", "")
                .str("PYInitial", "")
                .str("QuanPin", "")
                .num("MemberCount", members.len())
                .list("MemberList", &members)
                .str("ChatRoomName", view.names.of(room))
                .str("BlackList", "")
                .end(),
        )
    }

    pub(super) fn update_room(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let done = self
            .admit(asked)
            .and_then(|at| self.change_room(now, asked, at).ok_or(1));
        let body = match done {
            Ok(()) => Object::answer(0),
            Err(ret) => Object::answer(ret),
        };
        Reply::ok(body.num("MemberCount", 0).list("MemberList", &[]).end())
    }

    fn change_room(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Option<()> {
        let room = self.named(asked, at, asked.text("/ChatRoomName"))?;
        let list = |field: &str| -> Vec<String> { asked.text(field).split(',').map(str::to_owned).collect() };
        match asked.param("fun")? {
            "addmember" | "invitemember" => {
                let field = if asked.param("fun") == Some("addmember") {
                    "/AddMemberList"
                } else {
                    "/InviteMemberList"
                };
                for name in list(field) {
                    let who = self.named(asked, at, &name)?;
                    let inside = self.cast.get(room).members.iter().any(|m| m.who == who);
                    if inside {
                        return None;
                    }
                    self.cast.get_mut(room).members.push(Member {
                        who,
                        card: String::new(),
                    });
                }
            }
            "delmember" => {
                for name in list("/DelMemberList") {
                    let who = self.named(asked, at, &name)?;
                    self.cast.get_mut(room).members.retain(|m| m.who != who);
                }
            }
            "modtopic" => {
                let title = asked.text("/NewTopic").to_owned();
                self.notice(now, room, format!("你修改群名为“{title}”"));
                self.cast.get_mut(room).person.nick = title;
            }
            "quitchatroom" => self.cast.get_mut(room).me_in = false,
            _ => return None,
        }
        self.tell(Event::Changed(room));
        Some(())
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
