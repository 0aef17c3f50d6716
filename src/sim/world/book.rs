//! The account's people: webwxinit, webwxgetcontact, webwxbatchgetcontact (`protocol.md §4.1`, §4.3, §4.4).

use serde_json::Value;

use super::breach::BreachKind;
use super::cast::{Id, Kind, ME};
use super::session;
use super::{Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::{Asked, scalar};
use crate::sim::encode::Object;
use crate::sim::encode::contact::{Members, View, oneself, record, with_names};

/// Where `Seq` starts: big, as at the service.
const SEQ: usize = 653_000_000;
/// Added to a `Seq` that an empty page hands out: the place is the same, and the number another.
const NEXT_TRY: usize = 1_000_000;

impl World {
    pub(super) fn view(&self, at: usize) -> Option<View<'_>> {
        let session = self.sessions.get(at)?;
        Some(View {
            cast: &self.cast,
            names: &session.names,
            skey: &session.skey,
            blank: self.quirks.blank_sender,
            carried: &self.carried,
            tokens: self.quirks.tokens,
        })
    }

    pub(super) fn init(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let at = match self.by_base_request(asked) {
            Ok(at) => at,
            Err(ret) => return Reply::ok(Object::answer(ret).num("Count", 0).list("ContactList", &[]).end()),
        };
        let Some(session) = self.sessions.get_mut(at) else {
            return refused(1101);
        };
        // Before the replayed messages while nothing was told, or a lost answer would take them along; later after all
        // that is there, so that whoever takes these keys for the old ones misses something.
        let place = if session.synced { session.queue.len() } else { 0 };
        session.inited = true;
        if self.quirks.skey_at_init {
            let fresh = session::skey(&mut self.rng);
            session.skey_before = std::mem::replace(&mut session.skey, fresh);
        }
        let keys = session.keys(place, false, false, now);
        self.phone_away = false;
        let Some(view) = self.view(at) else {
            return refused(1101);
        };
        let chats: Vec<&str> = self.cast.recent.iter().map(|&id| view.names.of(id)).collect();
        let recent = self.cast.recent.iter().take(10);
        let contacts: Vec<String> = self
            .odd_records
            .iter()
            .map(|odd| with_names(view, odd))
            .chain(recent.map(|&id| record(view, id, Members::Nameless)))
            .collect();
        let body = Object::answer(0)
            .num("Count", contacts.len())
            .list("ContactList", &contacts)
            .raw("SyncKey", &key_list(&keys))
            .raw("User", &oneself(view, self.uin))
            .str("ChatSet", &format!("{},", chats.join(",")))
            .str("SKey", view.skey)
            .num("ClientVersion", 654_311_966)
            .num("SystemTime", now.wall().0)
            .num("GrayScale", 1)
            .num("InviteStartCount", self.setup.invited_from)
            .num("MPSubscribeMsgCount", 0)
            .list("MPSubscribeMsgList", &[])
            .num("ClickReportInterval", 600_000);
        Reply::ok(body.end())
    }

    pub(super) fn get_contact(&mut self, asked: &Asked<'_>) -> Reply {
        let empty = |ret| {
            Reply::ok(
                Object::answer(ret)
                    .num("MemberCount", 0)
                    .list("MemberList", &[])
                    .num("Seq", 0)
                    .end(),
            )
        };
        // Without its cookies this endpoint says 1100, whatever the cause (`protocol.md §11.3`).
        let Ok(at) = self.by_cookies(asked) else {
            return empty(1100);
        };
        let skey = asked.param("skey").unwrap_or_default().to_owned();
        let sid = self.sessions.get(at).map(|s| s.sid.clone()).unwrap_or_default();
        if let Err(ret) = self.keys_fit(asked, at, &sid, &skey) {
            return empty(ret);
        }
        self.ticket_fits(asked, at, asked.param("pass_ticket"));
        let seq: usize = asked.param("seq").and_then(|seq| seq.parse().ok()).unwrap_or(0);
        let from = seq.saturating_sub(SEQ) % NEXT_TRY;
        if self.quirks.empty_pages > 0 {
            self.quirks.empty_pages -= 1;
            return page(&[], seq.max(SEQ) + NEXT_TRY);
        }
        let Some(view) = self.view(at) else {
            return empty(1101);
        };
        let book: Vec<Id> = self.cast.ids().filter(|&id| self.in_book(id)).collect();
        let next = (from + self.setup.page).min(book.len());
        let odd = if from == 0 {
            self.odd_records.as_slice()
        } else {
            &[]
        };
        let records = book.get(from..next).unwrap_or_default().iter();
        let records: Vec<String> = odd
            .iter()
            .map(|odd| with_names(view, odd))
            .chain(records.map(|&id| record(view, id, Members::None)))
            .collect();
        page(&records, if next < book.len() { SEQ + next } else { 0 })
    }

    fn in_book(&self, id: Id) -> bool {
        let contact = self.cast.get(id);
        match contact.kind {
            Kind::Me | Kind::Special => true,
            Kind::Person | Kind::Public | Kind::Group => contact.in_book && !contact.gone,
        }
    }

    pub(super) fn batch_get_contact(&mut self, asked: &Asked<'_>) -> Reply {
        let refused = |ret| Reply::ok(Object::answer(ret).num("Count", 0).list("ContactList", &[]).end());
        let at = match self.admit(asked) {
            Ok(at) => at,
            Err(ret) => return refused(ret),
        };
        let items = asked.list("/List");
        if items.len() > 50 {
            self.breach(asked, BreachKind::BatchTooLong);
        }
        if asked.number("/Count") != i64::try_from(items.len()).ok() {
            self.breach(asked, BreachKind::OddBody);
        }
        let mut found = Vec::new();
        for item in items.iter().take(50) {
            match self.wanted(at, item) {
                Some(id) => found.push(id),
                None => self.breach(asked, BreachKind::UnknownName),
            }
        }
        let Some(view) = self.view(at) else {
            return refused(1101);
        };
        let records: Vec<String> = found.iter().map(|&id| record(view, id, Members::Full)).collect();
        Reply::ok(
            Object::answer(0)
                .num("Count", records.len())
                .list("ContactList", &records)
                .end(),
        )
    }

    /// A group, a person, or a member together with a group they are in: its name or its room id will do.
    fn wanted(&self, at: usize, item: &Value) -> Option<Id> {
        let names = &self.sessions.get(at)?.names;
        let id = names.id(&scalar(item.get("UserName")))?;
        let room = [item.get("EncryChatRoomId"), item.get("ChatRoomId")]
            .into_iter()
            .map(scalar)
            .find(|room| !room.is_empty() && room != "0");
        match room {
            None => Some(id),
            Some(room) => {
                let group = names.id(&room)?;
                let inside = self.cast.get(group).members.iter().any(|m| m.who == id);
                (inside || group == id || id == ME).then_some(id)
            }
        }
    }
}

fn page(records: &[String], seq: usize) -> Reply {
    Reply::ok(
        Object::answer(0)
            .num("MemberCount", records.len())
            .list("MemberList", records)
            .num("Seq", seq)
            .end(),
    )
}

fn refused(ret: i32) -> Reply {
    Reply::ok(Object::answer(ret).end())
}

/// `{"Count":4,"List":[{"Key":1,"Val":…}…]}`
pub(super) fn key_list(keys: &[(u32, i64)]) -> String {
    let list: Vec<String> = keys
        .iter()
        .map(|(key, value)| Object::new().num("Key", key).num("Val", value).end())
        .collect();
    Object::new().num("Count", list.len()).list("List", &list).end()
}

/// The text of a key list, as synccheck writes it.
pub(super) fn key_text(list: &[Value]) -> String {
    let keys: Vec<(u32, i64)> = list
        .iter()
        .filter_map(|item| {
            let key = crate::sim::asked::number(item.get("Key")?)?;
            let value = crate::sim::asked::number(item.get("Val")?)?;
            Some((u32::try_from(key).ok()?, value))
        })
        .collect();
    session::text_of(&keys)
}
