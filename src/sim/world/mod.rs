//! The service: answers requests, holds long polls, keeps people and their words. Pure: no socket, no clock.
//!
//! One file per concern: `login` (codes and tickets), `door` (who may pass), `book` (contacts), `sync`, `send`,
//! `manage` (what else a client can do), `rooms` (groups), `media`, `upload` and `form`, `parcel` (what messages carry), `hold` (long polls), `others` (everybody but the client),
//! `fault` (what goes wrong), `quirk` (what is unusual and yet right).

pub mod breach;
pub mod cast;
pub mod fault;
pub mod quirk;
pub mod setup;

mod book;
mod door;
mod form;
mod hold;
mod login;
mod manage;
mod media;
mod others;
mod parcel;
mod rooms;
mod send;
pub(crate) mod session;
mod sync;
mod upload;

pub use login::{Code, Stage};

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use std::time::Duration;

use fastrand::Rng;

use self::breach::{Breach, BreachKind, Delivered};
use self::cast::{Cast, Id, Unknown};
use self::fault::{FaultRule, WireFault};
use self::hold::Hold;
pub use self::hold::HoldId;
use self::quirk::Quirks;
use self::session::{Event, Session};
use self::setup::Setup;
use super::asked::Asked;
use super::saying::Saying;
use crate::domain::time::Now;
use crate::wire::http::{HttpRequest, HttpResponse};

/// A response, and what is to go wrong below HTTP while it travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub response: HttpResponse,
    pub fault: Option<WireFault>,
}

impl From<HttpResponse> for Answer {
    fn from(response: HttpResponse) -> Self {
        Self {
            response,
            fault: None,
        }
    }
}

/// What a request gets at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Ready(Answer),
    /// Later, by [`World::settle`].
    Held(HoldId),
}

impl Reply {
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::Ready(HttpResponse::ok(body).into())
    }
}

/// A message as the service keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    /// Permanent: the same after any login (`protocol.md §3.4`).
    pub id: u64,
    pub chat: Id,
    pub from: Id,
    /// Unix seconds.
    pub at: i64,
    pub saying: Saying,
}

/// The service and everybody in it.
pub struct World {
    setup: Setup,
    rng: Rng,
    cast: Cast,
    log: Vec<Post>,
    codes: Vec<Code>,
    sessions: Vec<Session>,
    holds: BTreeMap<HoldId, Hold>,
    next_hold: u64,
    faults: Vec<FaultRule>,
    breaches: Vec<Breach>,
    delivered: Vec<Delivered>,
    /// Words in answer to friend requests, and the key of whom they are to.
    answered: Vec<(String, String)>,
    /// By `ClientMsgId`, across logins.
    sent: HashMap<String, usize>,
    uploads: upload::Uploads,
    /// Media asked for before, by address: what [`Quirks::empty_media`] leaves empty once.
    fetched: HashSet<String>,
    /// What messages carry that somebody brought, by their id; `matter` makes the rest.
    carried: HashMap<u64, Arc<[u8]>>,
    /// Messages of which nothing is to be had any more.
    expired: HashSet<u64>,
    serving: Option<media::Serving>,
    quirks: Quirks,
    /// Records written by hand, told by webwxinit and webwxgetcontact before their own.
    odd_records: Vec<String>,
    uin: u32,
    /// Cookies for a push login: `webwxuvid` and `webwx_auth_ticket`, for the account's lifetime.
    device: (String, String),
    /// Ret 3 until the phone is back (`protocol.md §9.1`).
    phone_away: bool,
    /// Since when, on the monotonic clock.
    away_since: Option<Duration>,
    /// So many next posts are answered with 1205.
    slow: u32,
    /// So many next synchecks claim news that are none.
    storm: u32,
    /// What webwxsync will tell, and from when on ([`Quirks::lag`]).
    later: Vec<(Duration, Event)>,
    /// When people were brought into a group last, on the monotonic clock.
    gathered: Option<Duration>,
    /// Selector for the next synccheck with news, if it is to be unusual.
    selector: Option<u32>,
}

impl World {
    pub fn new(setup: Setup) -> Self {
        let mut rng = Rng::with_seed(setup.seed);
        let cast = Cast::new(&setup);
        // Always beyond i32 (`protocol.md §11.2`, trap 4).
        let uin = rng.u32(2_400_000_000..3_900_000_000);
        let ticket = format!(
            "CI{}/{}+{}==",
            session::letters(&mut rng, 20),
            session::letters(&mut rng, 40),
            session::letters(&mut rng, 24)
        );
        let device = (session::hex(&mut rng, 96), ticket);
        Self {
            cast,
            rng,
            uin,
            device,
            setup,
            log: Vec::new(),
            codes: Vec::new(),
            sessions: Vec::new(),
            holds: BTreeMap::new(),
            next_hold: 0,
            faults: Vec::new(),
            breaches: Vec::new(),
            delivered: Vec::new(),
            answered: Vec::new(),
            sent: HashMap::new(),
            uploads: upload::Uploads::default(),
            fetched: HashSet::new(),
            carried: HashMap::new(),
            expired: HashSet::new(),
            serving: None,
            quirks: Quirks::default(),
            odd_records: Vec::new(),
            phone_away: false,
            away_since: None,
            slow: 0,
            storm: 0,
            later: Vec::new(),
            gathered: None,
            selector: None,
        }
    }

    /// Takes a request in.
    pub fn request(&mut self, now: Now, request: &HttpRequest) -> Reply {
        self.age(now);
        let asked = Asked::new(request);
        let endpoint = asked.endpoint();
        let fault = self.take_fault(endpoint);
        let reply = match &fault {
            Some(rule) if rule.swallowed => Reply::ok(""),
            _ => self.dispatch(now, &asked),
        };
        match fault {
            Some(rule) => self.spoil(now, reply, endpoint, rule.fault),
            None => reply,
        }
    }

    /// What the client did that the service would not have liked, in order.
    pub fn breaches(&self) -> &[Breach] {
        &self.breaches
    }

    /// What the client sent, in order.
    pub fn delivered(&self) -> &[Delivered] {
        &self.delivered
    }

    /// What those who want to be friends were told before a yes: their key, and the words.
    pub fn answered(&self) -> &[(String, String)] {
        &self.answered
    }

    /// The code for everyone's eyes: what is set up.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Is somebody logged in?
    pub fn logged_in(&self) -> bool {
        self.session().is_some_and(|s| s.inited)
    }

    /// Everybody there is, oneself first: by key, with their nickname of now.
    pub fn everybody(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cast.ids().map(|id| {
            let person = &self.cast.get(id).person;
            (person.key.as_str(), person.nick.as_str())
        })
    }

    /// What a person or chat is called in the present session.
    pub fn user_name(&self, key: &str) -> Option<&str> {
        let id = self.cast.find(key).ok()?;
        Some(self.session()?.names.of(id))
    }

    fn dispatch(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let path = asked.request.path();
        match asked.endpoint() {
            "jslogin" => self.jslogin(now, asked),
            "login" => self.login_poll(now, asked),
            "webwxpushloginurl" => self.push_login(now, asked),
            "webwxnewloginpage" => self.new_login_page(now, asked),
            "webwxinit" => self.init(now, asked),
            "webwxstatusnotify" => self.status_notify(now, asked),
            "webwxgetcontact" => self.get_contact(asked),
            "webwxbatchgetcontact" => self.batch_get_contact(asked),
            "synccheck" => self.sync_check(now, asked),
            "webwxsync" => self.sync(now, asked),
            "webwxsendmsg" | "webwxsendmsgimg" | "webwxsendvideomsg" | "webwxsendappmsg"
            | "webwxsendemoticon" => self.send(now, asked),
            "webwxuploadmedia" => self.upload(asked),
            "webwxcheckupload" => self.check_upload(asked),
            "webwxrevokemsg" => self.revoke(now, asked),
            "webwxoplog" => self.oplog(now, asked),
            "webwxverifyuser" => self.verify_user(now, asked),
            "webwxcreatechatroom" => self.create_room(now, asked),
            "webwxupdatechatroom" => self.update_room(now, asked),
            "webwxlogout" => self.logout(now, asked),
            "webwxstatreport" | "webwxsendfeedback" | "webwxreportstat" => {
                Reply::ok(super::encode::Object::answer(0).end())
            }
            "webwxsearchcontact" => self.search_contact(asked),
            "webwxcheckurl" => self.check_url(asked),
            "webwxgeticon"
            | "webwxgetheadimg"
            | "webwxgetmsgimg"
            | "webwxgetvoice"
            | "webwxgetvideo"
            | "webwxgetmedia"
            | "webwxgetpubliclinkimg" => self.fetch_media(now, asked),
            _ if [media::STICKERS, media::COVERS]
                .iter()
                .any(|at| path.starts_with(at)) =>
            {
                self.elsewhere(asked)
            }
            _ if path.starts_with("/qrcode/") => self.qr_picture(asked),
            _ if path.starts_with("/l/") || path == "/" => self.start_page(asked),
            _ => {
                self.breach(asked, BreachKind::UnknownEndpoint);
                let mut response = HttpResponse::ok("<html><body>404</body></html>");
                response.status = 404;
                Reply::Ready(response.into())
            }
        }
    }

    fn breach(&mut self, asked: &Asked<'_>, kind: BreachKind) {
        self.breaches.push(Breach {
            kind,
            endpoint: asked.endpoint().to_owned(),
        });
    }

    /// The session that is alive, if any.
    fn session(&self) -> Option<&Session> {
        self.sessions.last().filter(|s| s.ended.is_none())
    }

    fn session_mut(&mut self) -> Option<&mut Session> {
        self.sessions.last_mut().filter(|s| s.ended.is_none())
    }

    fn new_msg_id(&mut self) -> u64 {
        self.rng.u64(1_000_000_000_000_000_000..9_200_000_000_000_000_000)
    }

    /// Puts a message into the log and before the client.
    fn post(&mut self, post: Post) -> u64 {
        let id = post.id;
        if !matches!(post.saying, Saying::Status { .. }) {
            self.cast.touch(post.chat);
        }
        self.log.push(post);
        self.tell(Event::Message(self.log.len() - 1));
        id
    }

    fn tell(&mut self, event: Event) {
        let (cast, rng) = (&self.cast, &mut self.rng);
        if let Some(session) = self.sessions.last_mut().filter(|s| s.ended.is_none()) {
            session.names.complete(cast, rng);
            session.queue.push(event);
        }
    }

    /// What the client itself changed comes back, after a while where the service is slow.
    fn tell_later(&mut self, now: Now, event: Event) {
        match self.quirks.lag {
            None => self.tell(event),
            Some(seconds) => {
                let at = now.mono.saturating_add(Duration::from_secs(seconds));
                self.later.push((at, event));
            }
        }
    }

    fn tell_what_is_late(&mut self, now: Duration) {
        let (due, later) = std::mem::take(&mut self.later)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        self.later = later;
        let due: Vec<(Duration, Event)> = due;
        for (_, event) in due {
            self.tell(event);
        }
    }

    fn find(&self, key: &str) -> Result<Id, Unknown> {
        self.cast.find(key)
    }
}
