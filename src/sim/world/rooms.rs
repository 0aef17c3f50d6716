//! Groups as a client makes and changes them (`protocol.md §7.9`): who may, with whom, how often.
//!
//! Never: what the other members do, which is `others`.

use std::time::Duration;

use super::breach::BreachKind;
use super::cast::{Id, Kind, ME, Member};
use super::session::Event;
use super::setup::Group;
use super::{Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::{Asked, scalar};
use crate::sim::encode::Object;
use crate::sim::encode::contact::member_with;

const APART: Duration = Duration::from_secs(20);
/// Made without some of those named.
const PARTLY: i32 = -2013;
const TOO_OFTEN: i32 = 1205;
const WORDS_TOO_OFTEN: &str = "操作太频繁，请稍后再试。";

/// What an operation came to: the `Ret`, the group, and who was named.
struct Outcome {
    ret: i32,
    room: Id,
    named: Vec<Id>,
}

impl World {
    pub(super) fn create_room(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        if self.quirks.no_groups {
            return Reply::ok("{}");
        }
        let (at, done) = match self.admit(asked) {
            Ok(at) => (at, self.make_room(now, asked, at)),
            Err(ret) => (0, Err(ret)),
        };
        let name = |outcome: &Outcome| {
            let session = self.sessions.get(at);
            session
                .map_or("", |session| session.names.of(outcome.room))
                .to_owned()
        };
        let room = done.as_ref().map(name).unwrap_or_default();
        let body = self.outcome_of(at, done);
        Reply::ok(
            body.str("Topic", "")
                .str("PYInitial", "")
                .str("QuanPin", "")
                .str("ChatRoomName", &room)
                .str("BlackList", "")
                .end(),
        )
    }

    pub(super) fn update_room(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        if self.quirks.no_groups {
            return Reply::ok("{}");
        }
        let (at, done) = match self.admit(asked) {
            Ok(at) => (at, self.change_room(now, asked, at)),
            Err(ret) => (0, Err(ret)),
        };
        Reply::ok(self.outcome_of(at, done).end())
    }

    fn outcome_of(&self, at: usize, done: Result<Outcome, i32>) -> Object {
        let outcome = match done {
            Ok(outcome) => outcome,
            Err(ret) => {
                let words = if ret == TOO_OFTEN { WORDS_TOO_OFTEN } else { "" };
                return Object::answer_with(ret, words)
                    .num("MemberCount", 0)
                    .list("MemberList", &[]);
            }
        };
        let members: Vec<String> = self.view(at).map_or_else(Vec::new, |view| {
            let group = self.cast.get(outcome.room);
            let written = outcome.named.iter().map(|&who| {
                let status = self.cast.get(who).person.unwilling.unwrap_or(0);
                let card = String::new();
                member_with(view, group, &Member { who, card }, (false, status))
            });
            written.collect()
        });
        let words = if outcome.ret == 0 { "Everything is OK" } else { "" };
        Object::answer_with(outcome.ret, words)
            .num("MemberCount", members.len())
            .list("MemberList", &members)
    }

    fn make_room(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Result<Outcome, i32> {
        let list = asked.list("/MemberList");
        let given: Vec<String> = list.iter().map(|m| scalar(m.get("UserName"))).collect();
        let named = self.friends(asked, at, &given)?;
        if named.len() < 2 || asked.number("/MemberCount") != i64::try_from(given.len()).ok() {
            return self.wrong(asked, BreachKind::WrongMembers);
        }
        self.not_too_fast(now, asked)?;
        let (willing, unwilling) = self.split(&named);
        let keys = willing.iter().map(|&id| self.cast.get(id).person.key.clone());
        let group = Group {
            key: format!("room-{}", self.cast.len()),
            nick: asked.text("/Topic").into(),
            members: keys.collect(),
            owner: "me".into(),
            ..Group::default()
        };
        let room = self.cast.add_group(&group);
        self.notice(now, room, "你创建了群聊".into());
        self.tell_later(now, Event::Changed(room));
        let ret = if unwilling.is_empty() { 0 } else { PARTLY };
        Ok(Outcome { ret, room, named })
    }

    fn change_room(&mut self, now: Now, asked: &Asked<'_>, at: usize) -> Result<Outcome, i32> {
        let room = self.named(asked, at, asked.text("/ChatRoomName")).ok_or(1)?;
        let contact = self.cast.get(room);
        if contact.kind != Kind::Group || contact.gone || !contact.me_in {
            return Err(1201);
        }
        let named = match asked.param("fun") {
            Some("addmember") => self.bring(now, asked, (at, room), "/AddMemberList")?,
            Some("invitemember") => self.bring(now, asked, (at, room), "/InviteMemberList")?,
            Some("delmember") => self.put_out(now, asked, (at, room))?,
            Some("modtopic") => {
                let title = asked.text("/NewTopic").to_owned();
                self.notice(now, room, format!("你修改群名为“{title}”"));
                self.cast.get_mut(room).person.nick = title;
                Vec::new()
            }
            Some("quitchatroom") => {
                let contact = self.cast.get_mut(room);
                contact.me_in = false;
                contact.members.retain(|m| m.who != ME);
                self.cast.recent.retain(|&chat| chat != room);
                Vec::new()
            }
            Some(_) | None => return Err(1),
        };
        self.tell_later(now, Event::Changed(room));
        Ok(Outcome { ret: 0, room, named })
    }

    /// Oneself or somebody who is in it already spoils the whole call. From so many members on people are invited.
    fn bring(
        &mut self,
        now: Now,
        asked: &Asked<'_>,
        (at, room): (usize, Id),
        list: &str,
    ) -> Result<Vec<Id>, i32> {
        let given: Vec<String> = asked.text(list).split(',').map(str::to_owned).collect();
        let named = self.friends(asked, at, &given)?;
        let inside = |id: &Id| self.cast.get(room).members.iter().any(|m| m.who == *id);
        if named.iter().any(inside) {
            return self.wrong(asked, BreachKind::WrongMembers);
        }
        let many = self.cast.get(room).members.len() + named.len() >= self.setup.invited_from;
        if many != (list == "/InviteMemberList") {
            return self.wrong(asked, BreachKind::NotInvited);
        }
        self.not_too_fast(now, asked)?;
        let (willing, _) = self.split(&named);
        // Whoever is invited says yes a while later: `others`.
        if !many && !willing.is_empty() {
            let nicks: Vec<&str> = willing
                .iter()
                .map(|&id| self.cast.get(id).person.nick.as_str())
                .collect();
            let words = format!("你邀请\"{}\"加入了群聊  ", nicks.join("、"));
            let card = String::new;
            let members = willing.iter().map(|&who| Member { who, card: card() });
            self.cast.get_mut(room).members.extend(members);
            self.notice(now, room, words);
        }
        Ok(named)
    }

    /// By the owner alone.
    fn put_out(&mut self, now: Now, asked: &Asked<'_>, (at, room): (usize, Id)) -> Result<Vec<Id>, i32> {
        let list = asked.text("/DelMemberList");
        let given: Vec<String> = list.split(',').map(str::to_owned).collect();
        let named = self.people(asked, at, &given)?;
        let contact = self.cast.get(room);
        let inside = |id: &Id| contact.members.iter().any(|m| m.who == *id);
        if contact.owner != Some(ME) || !named.iter().all(inside) {
            return self.wrong(asked, BreachKind::WrongMembers);
        }
        for &who in &named {
            let nick = self.cast.get(who).person.nick.clone();
            self.cast.get_mut(room).members.retain(|m| m.who != who);
            self.notice(now, room, format!("你将\"{nick}\"移出了群聊"));
        }
        Ok(named)
    }

    /// People of this session by name: no group, no account, not oneself.
    fn people(&mut self, asked: &Asked<'_>, at: usize, names: &[String]) -> Result<Vec<Id>, i32> {
        let mut ids = Vec::new();
        for name in names {
            let id = self.named(asked, at, name).ok_or(1)?;
            if self.cast.get(id).kind != Kind::Person {
                return self.wrong(asked, BreachKind::WrongMembers);
            }
            ids.push(id);
        }
        Ok(ids)
    }

    /// Nobody else can be brought into a group.
    fn friends(&mut self, asked: &Asked<'_>, at: usize, names: &[String]) -> Result<Vec<Id>, i32> {
        let ids = self.people(asked, at, names)?;
        if ids.iter().all(|id| self.cast.get(*id).in_book) {
            Ok(ids)
        } else {
            self.wrong(asked, BreachKind::WrongMembers)
        }
    }

    fn split(&self, named: &[Id]) -> (Vec<Id>, Vec<Id>) {
        let willing = |id: &Id| self.cast.get(*id).person.unwilling.is_none();
        named.iter().copied().partition(willing)
    }

    fn not_too_fast(&mut self, now: Now, asked: &Asked<'_>) -> Result<(), i32> {
        let since = self.gathered.replace(now.mono);
        if since.is_some_and(|since| now.mono < since.saturating_add(APART)) {
            return self
                .wrong(asked, BreachKind::GroupsTooFast)
                .map_err(|_| TOO_OFTEN);
        }
        Ok(())
    }

    fn wrong<T>(&mut self, asked: &Asked<'_>, kind: BreachKind) -> Result<T, i32> {
        self.breach(asked, kind);
        Err(1)
    }
}
