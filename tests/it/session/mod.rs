//! The protocol machine, driven by hand: no socket, no runtime, and hours that pass in microseconds.
//!
//! The service's side is written out as bytes (`protocol.md`), so that a wrong field name cannot be wrong on both sides.

mod downloads;
mod errands;
mod leaving;
mod login;
mod property;
mod recalls;
mod records;
mod returning;
mod sending;
mod service;
mod syncing;
mod uploads;

use std::time::Duration;

use weft::domain::id::{BatchId, LocalId, UserName};
use weft::domain::time::Now;
use weft::port::{
    Batch, Ending, Failure, Keepsake, Link, LoginNews, NetCommand, NetEvent, News, Outgoing, Parcel,
};
use weft::session::{Carried, Chore, Freight, Mishap, ModeChoice, Output, Session, Settings, Ticket};
use weft::wire::http::{HttpFailure, HttpRequest, HttpResponse};

const JSLOGIN: &str = "/jslogin";
const POLL: &str = "/cgi-bin/mmwebwx-bin/login";
const EXCHANGE: &str = "/cgi-bin/mmwebwx-bin/webwxnewloginpage";
const INIT: &str = "/cgi-bin/mmwebwx-bin/webwxinit";
const NOTIFY: &str = "/cgi-bin/mmwebwx-bin/webwxstatusnotify";
const BOOK: &str = "/cgi-bin/mmwebwx-bin/webwxgetcontact";
const CHECK: &str = "/cgi-bin/mmwebwx-bin/synccheck";
const SYNC: &str = "/cgi-bin/mmwebwx-bin/webwxsync";
const SEND: &str = "/cgi-bin/mmwebwx-bin/webwxsendmsg";
const RECORDS: &str = "/cgi-bin/mmwebwx-bin/webwxbatchgetcontact";
const LOGOUT: &str = "/cgi-bin/mmwebwx-bin/webwxlogout";
const OPLOG: &str = "/cgi-bin/mmwebwx-bin/webwxoplog";
const VERIFY: &str = "/cgi-bin/mmwebwx-bin/webwxverifyuser";
const CREATE: &str = "/cgi-bin/mmwebwx-bin/webwxcreatechatroom";
const UPDATE: &str = "/cgi-bin/mmwebwx-bin/webwxupdatechatroom";
const REVOKE: &str = "/cgi-bin/mmwebwx-bin/webwxrevokemsg";
const ERRANDS: [&str; 5] = [OPLOG, VERIFY, CREATE, UPDATE, REVOKE];
const PUSH: &str = "/cgi-bin/mmwebwx-bin/webwxpushloginurl";

const UUID: &str = r#"window.QRLogin.code = 200; window.QRLogin.uuid = "Qe3PDEPf1Q==";"#;
const WAITING: &str = "window.code=408;";
const SCANNED: &str = "window.code=201;";
const CONFIRMED: &str = "window.code=200;\nwindow.redirect_uri=\"https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=AyG@qrticket_0&uuid=Qe3PDEPf1Q==&lang=zh_CN&scan=1551166580\";";
const GRANTED: &str = "<error><ret>0</ret><message></message><skey>@crypt_ae446460_first</skey><wxsid>GLRECysse3NhRQe2</wxsid><wxuin>2663483803</wxuin><pass_ticket>NuMItNqHBs1e%2FNgDfLKw%2BEwd%3D</pass_ticket><isgrayscale>1</isgrayscale></error>";
const ACK: &str = r#"{"BaseResponse":{"Ret":0,"ErrMsg":""},"MsgID":"1"}"#;
const QUIET: &str = r#"window.synccheck={retcode:"0",selector:"0"}"#;
const NEWS: &str = r#"window.synccheck={retcode:"0",selector:"2"}"#;
const NO_MORE_PAGES: &str =
    r#"{"BaseResponse":{"Ret":0,"ErrMsg":""},"MemberCount":0,"MemberList":[],"Seq":0}"#;

fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// An answer that says no.
fn ret(code: i32) -> String {
    format!(r#"{{"BaseResponse":{{"Ret":{code},"ErrMsg":""}},"Count":0,"ContactList":[]}}"#)
}

fn retcode(code: i32) -> String {
    format!(r#"window.synccheck={{retcode:"{code}",selector:"0"}}"#)
}

fn init(skey: &str) -> String {
    format!(
        r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"Count":1,
 "ContactList":[{{"UserName":"filehelper","NickName":"文件传输助手","ContactFlag":2}}],
 "SyncKey":{{"Count":2,"List":[{{"Key":1,"Val":100}},{{"Key":2,"Val":200}}]}},
 "User":{{"Uin":2663483803,"UserName":"@me","NickName":"阿岚"}},
 "ChatSet":"filehelper,@@room,","SKey":"{skey}","ClientVersion":1}}"#
    )
}

/// What a webwxsync brings: messages, the SyncKey's first value (0: an empty key), and the continue flag.
fn synced(messages: &[(u64, &str)], key: i64, more: u8) -> String {
    let list: Vec<String> = messages
        .iter()
        .map(|(id, text)| {
            format!(
                r#"{{"MsgId":"{id}","FromUserName":"@anna","ToUserName":"@me","MsgType":1,"Content":"{text}","Status":3,"CreateTime":1552032700}}"#
            )
        })
        .collect();
    let count = list.len();
    let keys = |shift: i64| {
        if key == 0 {
            r#"{"Count":0,"List":[]}"#.to_owned()
        } else {
            format!(r#"{{"Count":1,"List":[{{"Key":1,"Val":{}}}]}}"#, key + shift)
        }
    };
    format!(
        r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"AddMsgCount":{count},"AddMsgList":[{}],
 "ModContactCount":0,"ModContactList":[],"DelContactCount":0,"DelContactList":[],
 "Profile":{{"BitFlag":0,"UserName":{{"Buff":""}}}},"ContinueFlag":{more},
 "SyncKey":{},"SKey":"","SyncCheckKey":{}}}"#,
        list.join(","),
        keys(0),
        keys(5000)
    )
}

fn sent(id: u64) -> String {
    format!(r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"MsgID":"{id}","LocalID":"1"}}"#)
}

fn message(local: u64, text: &str) -> Outgoing {
    Outgoing {
        local: LocalId(local),
        to: UserName::from("@anna"),
        what: Parcel::Text(text.into()),
    }
}

/// A session, its open requests and its news.
struct Bench {
    session: Session,
    now: Now,
    open: Vec<(Ticket, HttpRequest)>,
    /// What goes along with the open requests, and the chores that are open.
    freight: Vec<(Ticket, Freight)>,
    chores: Vec<(Ticket, Chore)>,
    news: Vec<News>,
    /// What was told to be kept, apart from batches.
    kept: Vec<Keepsake>,
    /// That a message leaves is written at once.
    signs: bool,
    /// Every request ever made, by path.
    made: Vec<String>,
}

impl Bench {
    fn new(settings: Settings) -> Self {
        let now = Now {
            mono: secs(1),
            wall_ms: 1_552_032_600_000,
        };
        Self {
            session: Session::new(settings, 7),
            now,
            open: Vec::new(),
            freight: Vec::new(),
            chores: Vec::new(),
            news: Vec::new(),
            kept: Vec::new(),
            signs: true,
            made: Vec::new(),
        }
    }

    /// Asked to log in, in plain web mode.
    fn logging_in() -> Self {
        let mut bench = Self::new(Settings {
            server: None,
            mode: ModeChoice::Web,
        });
        bench.command(NetCommand::Login);
        bench
    }

    /// Logged in: synccheck and webwxstatusnotify are in flight.
    fn welcomed() -> Self {
        let mut bench = Self::logging_in();
        bench.reply(JSLOGIN, UUID);
        bench.reply(POLL, SCANNED);
        bench.reply(POLL, CONFIRMED);
        bench.reply(EXCHANGE, GRANTED);
        bench.reply(INIT, &init("@crypt_ae446460_second"));
        bench.told();
        bench
    }

    /// Logged in and settled: only synccheck is in flight.
    fn settled() -> Self {
        let mut bench = Self::welcomed();
        bench.reply(NOTIFY, ACK);
        bench.reply(BOOK, NO_MORE_PAGES);
        bench.told();
        assert_eq!(bench.paths(), [CHECK]);
        bench
    }

    fn command(&mut self, command: NetCommand) {
        self.session.command(command, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(output) = self.session.poll() {
            match output {
                Output::Transmit { ticket, request } => {
                    self.made.push(request.path().to_owned());
                    self.open.push((ticket, request));
                }
                Output::Carry {
                    ticket,
                    request,
                    freight,
                } => {
                    self.made.push(request.path().to_owned());
                    self.open.push((ticket, request));
                    self.freight.push((ticket, freight));
                }
                Output::File { ticket, chore } => self.chores.push((ticket, chore)),
                Output::Cancel(ticket) => {
                    self.open.retain(|(open, _)| *open != ticket);
                    self.freight.retain(|(open, _)| *open != ticket);
                    self.chores.retain(|(open, _)| *open != ticket);
                }
                Output::Emit(NetEvent {
                    news: News::Keepsake(kept),
                    ..
                }) => self.kept.push(kept),
                Output::Emit(event) => {
                    if let News::Uploaded(local) = event.news
                        && self.signs
                    {
                        self.session.command(NetCommand::Post(local), self.now);
                    }
                    self.news.push(event.news);
                }
            }
        }
        let flying = |paths: &[&str]| {
            self.open
                .iter()
                .filter(|(_, r)| paths.contains(&r.path()))
                .count()
        };
        assert!(
            flying(&[CHECK, SYNC]) <= 1,
            "one of synccheck and webwxsync at a time"
        );
        assert!(flying(&[SEND]) <= 1, "one message at a time");
        assert!(flying(&ERRANDS) <= 1, "one errand at a time");
        let due = self.session.deadline().is_some_and(|at| at <= self.now.mono);
        assert!(!due, "a deadline that has passed would spin");
    }

    /// What is in flight.
    fn paths(&self) -> Vec<&str> {
        self.open.iter().map(|(_, request)| request.path()).collect()
    }

    /// The request in flight to that endpoint.
    fn request(&self, path: &str) -> &HttpRequest {
        let found = self.open.iter().find(|(_, request)| request.path() == path);
        &found
            .unwrap_or_else(|| panic!("no {path} among {:?}", self.paths()))
            .1
    }

    fn body(&self, path: &str) -> String {
        String::from_utf8(self.request(path).body.clone()).unwrap()
    }

    fn answer(&mut self, path: &str, result: Result<HttpResponse, HttpFailure>) {
        let at = self.open.iter().position(|(_, request)| request.path() == path);
        let at = at.unwrap_or_else(|| panic!("no {path} among {:?}", self.paths()));
        let (ticket, _) = self.open.remove(at);
        self.session.answer(ticket, result, self.now);
        self.drain();
    }

    fn reply(&mut self, path: &str, body: &str) {
        self.answer(path, Ok(HttpResponse::ok(body)));
    }

    fn fail(&mut self, path: &str, failure: HttpFailure) {
        self.answer(path, Err(failure));
    }

    /// Lets time pass, deadline by deadline, with nobody answering.
    fn wait(&mut self, by: Duration) {
        let end = self.now.mono + by;
        while let Some(at) = self.session.deadline().filter(|at| *at <= end) {
            self.now = self.now.plus(at.saturating_sub(self.now.mono));
            self.session.timeout(self.now);
            self.drain();
        }
        self.now = self.now.plus(end.saturating_sub(self.now.mono));
    }

    /// The news since the last look.
    fn told(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// The one batch among the news.
    fn batch(&mut self) -> BatchId {
        self.whole_batch().id
    }

    fn whole_batch(&mut self) -> Batch {
        let mut batches: Vec<Batch> = self
            .told()
            .into_iter()
            .filter_map(|news| {
                if let News::Synced(batch) = news {
                    Some(batch)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(batches.len(), 1, "one batch");
        batches.remove(0)
    }

    fn keep(&mut self, batch: BatchId) {
        self.command(NetCommand::Kept(batch));
    }

    fn count(&self, path: &str) -> usize {
        self.made.iter().filter(|made| *made == path).count()
    }
}

fn retrying(news: &[News]) -> Option<(u32, Duration, Failure)> {
    news.iter().find_map(|news| {
        if let News::Link(Link::Retrying { attempt, at, why })
        | News::Login(LoginNews::Retrying { attempt, at, why }) = news
        {
            Some((*attempt, *at, *why))
        } else {
            None
        }
    })
}

fn ended(news: &[News]) -> Option<Ending> {
    news.iter().find_map(|news| {
        if let News::Ended(ending) = news {
            Some(*ending)
        } else {
            None
        }
    })
}

/// What a request with a file gets back.
impl Bench {
    /// The freight of the request in flight to that endpoint.
    fn freight(&self, path: &str) -> &Freight {
        let (ticket, _) = self
            .open
            .iter()
            .find(|(_, request)| request.path() == path)
            .unwrap();
        let (_, freight) = self.freight.iter().find(|(open, _)| open == ticket).unwrap();
        freight
    }

    /// Answers the oldest request to that endpoint that has a file with it.
    fn carried(&mut self, path: &str, result: Result<Carried, Mishap>) {
        let at = self.open.iter().position(|(_, request)| request.path() == path);
        let (ticket, _) = self
            .open
            .remove(at.unwrap_or_else(|| panic!("no {path} among {:?}", self.paths())));
        self.land(ticket, result);
    }

    fn land(&mut self, ticket: Ticket, result: Result<Carried, Mishap>) {
        self.open.retain(|(open, _)| *open != ticket);
        self.freight.retain(|(open, _)| *open != ticket);
        self.session.carried(ticket, result, self.now);
        self.drain();
    }

    /// The oldest chore is done.
    fn filed(&mut self, result: Result<(), Box<str>>) -> Chore {
        let (ticket, chore) = self.chores.remove(0);
        self.session.filed(ticket, result, self.now);
        self.drain();
        chore
    }

    fn ticket(&self, path: &str) -> Ticket {
        self.open
            .iter()
            .find(|(_, request)| request.path() == path)
            .unwrap()
            .0
    }
}

/// A page, or nothing: nothing was written.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what a request with a file comes back as"
)]
fn unkept(body: &str) -> Result<Carried, Mishap> {
    Ok(Carried {
        response: HttpResponse::ok(body),
        kept: None,
    })
}
