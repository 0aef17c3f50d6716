//! Everybody but the client: the phone, the other people, the service's moods. For scripts and tests.

use std::sync::Arc;

use super::cast::{Contact, Id, Kind, ME, Member, Unknown};
use super::fault::{Fault, FaultRule};
use super::login::{Code, Stage};
use super::session::Event;
use super::setup::{Account, Group, Person};
use super::{Post, World};
use crate::domain::time::Now;
use crate::sim::saying::Saying;

/// The phone and the login.
impl World {
    fn move_code(&mut self, now: Now, from: &[Stage], to: Stage) -> bool {
        let open = |code: &&mut Code| from.contains(&code.stage);
        let Some(code) = self.codes.iter_mut().rev().find(open) else {
            return false;
        };
        code.stage = to;
        code.since = now;
        true
    }

    /// Scans the newest code. False where there is none to scan.
    pub fn scan(&mut self, now: Now) -> bool {
        self.move_code(now, &[Stage::Shown], Stage::Scanned)
    }

    pub fn confirm(&mut self, now: Now) -> bool {
        self.move_code(now, &[Stage::Scanned], Stage::Confirmed)
    }

    pub fn cancel(&mut self, now: Now) -> bool {
        self.move_code(now, &[Stage::Shown, Stage::Scanned], Stage::Cancelled)
    }

    /// Cancel as it was observed once: the poll goes on with 408, and the code can be scanned again
    /// (`protocol.md §2.3`).
    pub fn cancel_quietly(&mut self, now: Now) -> bool {
        let done = self.move_code(now, &[Stage::Scanned], Stage::Shown);
        self.untell();
        done
    }

    pub fn expire(&mut self, now: Now) -> bool {
        self.move_code(now, &[Stage::Shown, Stage::Scanned], Stage::Expired)
    }

    /// Ends the session: 1100, 1101 or 1102 (`protocol.md §9.2`).
    pub fn kick(&mut self, code: i32) {
        self.end_session(code);
    }

    /// The phone has been offline too long: Ret 3 until it is back (`protocol.md §9.1`).
    pub fn phone_offline(&mut self, offline: bool) {
        self.phone_away = offline;
    }

    /// The next `n` posts are answered with 1205.
    pub fn slow_down(&mut self, n: u32) {
        self.slow = n;
    }

    /// The next `n` synchecks without news claim some (`protocol.md §5.1`, stuck loop).
    pub fn empty_storm(&mut self, n: u32) {
        self.storm = n;
    }

    /// The next synccheck with news names this selector.
    pub fn odd_selector(&mut self, selector: u32) {
        self.selector = Some(selector);
    }

    /// The next webwxsync hands out a new skey.
    pub fn rotate_skey(&mut self) {
        if let Some(session) = self.session_mut() {
            session.rotates = true;
        }
    }

    /// Somebody logs in with the same account in another browser (`protocol.md §9.2`).
    pub fn log_in_elsewhere(&mut self, now: Now) {
        self.begin_session(now);
        if let Some(session) = self.session_mut() {
            session.inited = true;
        }
    }

    /// The next `n` requests of an endpoint are answered with 1205, and nothing comes of them.
    pub fn slow_down_at(&mut self, endpoint: &str, n: u32) {
        self.inject(FaultRule::new(endpoint, Fault::Ret(1205)).times(n).swallowed());
    }

    pub fn set_account(&mut self, account: Account) {
        self.setup.account = account;
    }

    /// The chat was opened on the phone: it is read.
    pub fn open_on_phone(&mut self, now: Now, chat: &str) -> Result<(), Unknown> {
        let id = self.find(chat)?;
        self.phone_status(now, id, 2, vec![chat.into()]);
        self.phone_away = false;
        Ok(())
    }

    /// The chat was left on the phone.
    pub fn leave_on_phone(&mut self, now: Now, chat: &str) -> Result<(), Unknown> {
        let id = self.find(chat)?;
        self.phone_status(now, id, 5, vec![chat.into()]);
        Ok(())
    }
}

/// What people say.
impl World {
    /// Somebody speaks in a chat: their own, or a group. The message's id comes back.
    pub fn say(&mut self, now: Now, from: &str, chat: &str, saying: Saying) -> Result<u64, Unknown> {
        self.say_ago(now, 0, (from, chat), saying)
    }

    /// The same, but said some seconds ago and only now delivered.
    pub fn say_ago(
        &mut self,
        now: Now,
        ago: i64,
        (from, chat): (&str, &str),
        saying: Saying,
    ) -> Result<u64, Unknown> {
        let (from, chat) = (self.find(from)?, self.find(chat)?);
        let post = Post {
            id: self.new_msg_id(),
            chat,
            from,
            at: now.wall().0 - ago,
            saying,
        };
        Ok(self.post(post))
    }

    /// The same, carrying these bytes in place of those made up for it.
    pub fn say_carrying(
        &mut self,
        now: Now,
        (from, chat): (&str, &str),
        saying: Saying,
        bytes: impl Into<Arc<[u8]>>,
    ) -> Result<u64, Unknown> {
        let id = self.say(now, from, chat, saying)?;
        self.carried.insert(id, bytes.into());
        Ok(id)
    }

    /// Oneself, on the phone.
    pub fn from_phone(&mut self, now: Now, chat: &str, saying: Saying) -> Result<u64, Unknown> {
        self.phone_away = false;
        self.say(now, "me", chat, saying)
    }

    /// Takes a message back; by its author.
    pub fn recall(&mut self, now: Now, id: u64) -> bool {
        let Some(post) = self.log.iter().find(|post| post.id == id) else {
            return false;
        };
        let (chat, from) = (post.chat, post.from);
        let notice = if from == ME {
            "你撤回了一条消息".to_owned()
        } else {
            format!("\"{}\" 撤回了一条消息", self.cast.name_in(chat, from))
        };
        let post = Post {
            id: self.new_msg_id(),
            chat,
            from,
            at: now.wall().0,
            saying: Saying::Revoke { target: id, notice },
        };
        self.post(post);
        true
    }

    /// The last message somebody said in a chat.
    pub fn last_said(&self, from: &str, chat: &str) -> Option<u64> {
        let (from, chat) = (self.find(from).ok()?, self.find(chat).ok()?);
        let said = |post: &&Post| post.from == from && post.chat == chat && !post.saying.is_service();
        self.log.iter().rev().find(said).map(|post| post.id)
    }

    /// An `AddMsg` written by hand; `${key}` stands for what that contact is called when it is told.
    pub fn deliver_raw(&mut self, json: &str) {
        self.tell(Event::Raw(json.to_owned()));
    }

    /// An item of `ModContactList` written by hand; `${key}` as above.
    pub fn change_raw(&mut self, json: &str) {
        self.tell(Event::RawContact(json.to_owned()));
    }

    /// A contact record written by hand, which webwxinit and webwxgetcontact tell before their own; `${key}` as above.
    pub fn add_raw_record(&mut self, json: &str) {
        self.odd_records.push(json.to_owned());
    }

    /// The last `n` messages once more, as overlaps do (`protocol.md §5.2`, rule 10).
    pub fn repeat(&mut self, n: usize) {
        for at in self.log.len().saturating_sub(n)..self.log.len() {
            self.tell(Event::Message(at));
        }
    }
}

/// Who is who.
impl World {
    /// A new nickname, or a group's new name (with its notice, by whom).
    pub fn rename(&mut self, now: Now, who: &str, name: &str, by: Option<&str>) -> Result<(), Unknown> {
        let id = self.find(who)?;
        self.cast.get_mut(id).person.nick = name.into();
        if let Some(by) = by {
            let by = self.cast.name_in(id, self.find(by)?).to_owned();
            self.notice(now, id, format!("\"{by}\"修改群名为“{name}”"));
        }
        self.tell(if id == ME {
            Event::Profile
        } else {
            Event::Changed(id)
        });
        Ok(())
    }

    /// Changes a record and tells of it: remark, pin, mute, star.
    pub fn change(&mut self, who: &str, change: impl FnOnce(&mut Person)) -> Result<(), Unknown> {
        let id = self.find(who)?;
        change(&mut self.cast.get_mut(id).person);
        self.tell(Event::Changed(id));
        Ok(())
    }

    /// A new friend; a stranger known from groups becomes one.
    pub fn add_contact(&mut self, now: Now, person: Person) {
        let nick = person.nick.clone();
        let id = self.cast.add(person, Kind::Person);
        self.cast.get_mut(id).in_book = true;
        self.tell(Event::Changed(id));
        self.notice(now, id, format!("你已添加了{nick}，现在可以开始聊天了。"));
    }

    pub fn add_group(&mut self, group: &Group) {
        let id = self.cast.add_group(group);
        self.cast.touch(id);
        self.tell(Event::Changed(id));
    }

    pub fn delete_contact(&mut self, who: &str) -> Result<(), Unknown> {
        let id = self.find(who)?;
        let contact = self.cast.get_mut(id);
        contact.in_book = false;
        contact.gone = contact.kind == Kind::Group;
        self.cast.recent.retain(|&chat| chat != id);
        self.tell(Event::Deleted(id));
        Ok(())
    }

    pub fn member_in(&mut self, now: Now, group: &str, who: &str, by: &str) -> Result<(), Unknown> {
        let room = self.find(group)?;
        let who = self.cast.person_or_stranger(who);
        let inviter = self.find(by)?;
        self.with_member(room, who);
        let name = self.cast.get(who).person.nick.clone();
        let words = if inviter == ME {
            format!("你邀请\"{name}\"加入了群聊  ")
        } else {
            format!("\"{}\"邀请\"{name}\"加入了群聊", self.cast.name_in(room, inviter))
        };
        self.notice(now, room, words);
        self.tell(Event::Changed(room));
        Ok(())
    }

    fn with_member(&mut self, room: Id, who: Id) {
        let contact: &mut Contact = self.cast.get_mut(room);
        if !contact.members.iter().any(|m| m.who == who) {
            contact.members.push(Member {
                who,
                card: String::new(),
            });
        }
    }

    /// Leaves of their own will: no notice, only the record (`protocol.md` App. D.3).
    pub fn member_out(&mut self, group: &str, who: &str) -> Result<(), Unknown> {
        let (room, who) = (self.find(group)?, self.find(who)?);
        self.cast.get_mut(room).members.retain(|m| m.who != who);
        self.tell(Event::Changed(room));
        Ok(())
    }

    /// Oneself is put out of a group.
    pub fn remove_me(&mut self, now: Now, group: &str, by: &str) -> Result<(), Unknown> {
        let (room, by) = (self.find(group)?, self.find(by)?);
        let words = format!("你被\"{}\"移出群聊", self.cast.name_in(room, by));
        let contact = self.cast.get_mut(room);
        contact.me_in = false;
        contact.members.retain(|m| m.who != ME);
        self.notice(now, room, words);
        self.tell(Event::Changed(room));
        Ok(())
    }
}
