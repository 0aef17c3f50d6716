//! One login's secrets, names and queue. A new login makes all of them anew (`protocol.md §3.4`, §11.3).

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::time::Duration;

use fastrand::Rng;

use super::cast::{Cast, Contact, Id, Kind};
use crate::domain::time::Now;

/// Something webwxsync will tell.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// A place in the world's log.
    Message(usize),
    /// An `AddMsg` written by hand.
    Raw(String),
    /// An item of `ModContactList` written by hand.
    RawContact(String),
    Changed(Id),
    Deleted(Id),
    /// The own record changed.
    Profile,
}

/// What contacts are called in this session.
#[derive(Default)]
pub(crate) struct Names {
    today: Vec<String>,
    rooms: Vec<String>,
    ids: HashMap<String, Id>,
}

impl Names {
    pub fn of(&self, id: Id) -> &str {
        self.today.get(id.0).map_or("", String::as_str)
    }

    pub fn room(&self, id: Id) -> &str {
        self.rooms.get(id.0).map_or("", String::as_str)
    }

    pub fn id(&self, name: &str) -> Option<Id> {
        self.ids.get(name).copied()
    }

    /// Names everybody who has none yet.
    pub fn complete(&mut self, cast: &Cast, rng: &mut Rng) {
        for id in cast.ids().skip(self.today.len()) {
            let contact = cast.get(id);
            let name = match contact.kind {
                Kind::Special => contact.person.key.clone(),
                Kind::Group => format!("@@{}", hex(rng, 64)),
                Kind::Public => format!("@{}", hex(rng, 32)),
                Kind::Me | Kind::Person => format!("@{}", hex(rng, person_digits(contact))),
            };
            let room = match contact.kind {
                Kind::Group => format!("@{}", hex(rng, 32)),
                Kind::Me | Kind::Person | Kind::Public | Kind::Special => String::new(),
            };
            self.ids.insert(name.clone(), id);
            if !room.is_empty() {
                self.ids.insert(room.clone(), id);
            }
            self.today.push(name);
            self.rooms.push(room);
        }
    }
}

/// Older accounts have 32 digits, others 64 (`protocol.md §3.4`).
fn person_digits(contact: &Contact) -> usize {
    if contact.avatar.is_multiple_of(3) { 32 } else { 64 }
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "a record of independent marks, as the service keeps it"
)]
pub(crate) struct Session {
    pub sid: String,
    pub skey: String,
    /// Still good: requests under way when it changed carry it.
    pub skey_before: String,
    /// As in the XML: percent-encoded once.
    pub pass_ticket: String,
    pub data_ticket: String,
    pub names: Names,
    pub queue: Vec<Event>,
    /// Why it is over, as a retcode.
    pub ended: Option<i32>,
    pub inited: bool,
    /// webwxsync was asked.
    pub synced: bool,
    /// The next webwxsync repeats what the last one told (`protocol.md §5.1`).
    pub repeats: bool,
    /// The next webwxsync hands out a new skey.
    pub rotates: bool,
    pub since: Now,
    /// When the cookies were set last, on the monotonic clock.
    pub renewed: Duration,
    base: i64,
    issued: VecDeque<String>,
}

impl Session {
    pub fn new(now: Now, rng: &mut Rng) -> Self {
        let skey = skey(rng);
        Self {
            // Both characters that clients forget to encode are always in it (`protocol.md §3.3`).
            sid: format!("{}+{}/{}", letters(rng, 6), letters(rng, 5), letters(rng, 3)),
            skey_before: skey.clone(),
            skey,
            pass_ticket: format!(
                "{}%2F{}%2B{}%3D",
                letters(rng, 12),
                letters(rng, 9),
                letters(rng, 6)
            ),
            data_ticket: format!("gS{}", letters(rng, 22)),
            names: Names::default(),
            queue: Vec::new(),
            ended: None,
            inited: false,
            synced: false,
            repeats: false,
            rotates: false,
            since: now,
            renewed: now.mono,
            base: rng.i64(600_000_000..700_000_000),
            issued: VecDeque::new(),
        }
    }

    /// The keys for a place in the queue; grown ones, as after the first webwxsync (`protocol.md §11.3`).
    pub fn keys(&mut self, place: usize, grown: bool, check: bool, now: Now) -> Vec<(u32, i64)> {
        let (base, place) = (self.base, i64::try_from(place).unwrap_or(0));
        let login = self.since.wall().0;
        let mut keys = vec![
            (1, base),
            (2, base + 11 + place),
            (3, base + 2 + i64::from(check)),
        ];
        if grown {
            keys.push((11, base - 1031));
            keys.push((201, now.wall().0));
        }
        keys.push((1000, login - 1_223));
        if grown {
            keys.push((1001, login - 1_151));
        }
        self.issued.push_back(text_of(&keys));
        if self.issued.len() > 64 {
            self.issued.pop_front();
        }
        keys
    }

    /// The place these keys stand for, if they were given out, and not too long ago: those that are asked with stay known.
    pub fn place_of(&mut self, keys: &str) -> Option<usize> {
        let at = self.issued.iter().position(|text| text == keys)?;
        let known = self.issued.remove(at);
        self.issued.extend(known);
        let place = usize::try_from(second_of(keys)? - self.base - 11).ok()?;
        (place <= self.queue.len()).then_some(place)
    }
}

/// `1_684295295|2_684295306|…`
pub(crate) fn text_of(keys: &[(u32, i64)]) -> String {
    let mut out = String::new();
    for (key, value) in keys {
        let bar = if out.is_empty() { "" } else { "|" };
        let _infallible = write!(out, "{bar}{key}_{value}");
    }
    out
}

pub(crate) fn skey(rng: &mut Rng) -> String {
    format!("@crypt_{}_{}", hex(rng, 8), hex(rng, 32))
}

pub(crate) fn hex(rng: &mut Rng, digits: usize) -> String {
    (0..digits)
        .map(|_| char::from_digit(rng.u32(0..16), 16).unwrap_or('0'))
        .collect()
}

pub(crate) fn letters(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.alphanumeric()).collect()
}

/// The value of key 2, which holds the place.
fn second_of(keys: &str) -> Option<i64> {
    keys.split('|')
        .find_map(|pair| pair.strip_prefix("2_"))?
        .parse()
        .ok()
}
