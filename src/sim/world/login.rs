//! From a code to a session: jslogin, the poll, the ticket, push login, refusals (`protocol.md §2`).

use std::time::Duration;

use super::breach::BreachKind;
use super::hold::HoldKind;
use super::session::{self, Event, Session};
use super::setup::{Account, REFUSED_CHINESE};
use super::{Reply, World};
use crate::domain::time::Now;
use crate::sim::asked::Asked;
use crate::sim::encode::text::escape;
use crate::sim::encode::{Object, base64};
use crate::sim::saying::Saying;
use crate::wire::http::HttpResponse;

const APP_ID: &str = "wx782c26e4c19acffb";
const PUSHED_LIFE: Duration = Duration::from_mins(5);
/// Where push login is asked for besides the account's own base.
const PUSH_DOOR: &str = "login.weixin.qq.com";

/// What the phone has done with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Shown,
    Scanned,
    Confirmed,
    /// Tapped away: the poll says 202.
    Cancelled,
    /// Also: used up.
    Expired,
}

/// A login code.
#[derive(Clone, Debug)]
pub struct Code {
    pub uuid: String,
    pub stage: Stage,
    /// When it came into its present stage.
    pub since: Now,
    /// Raised on the phone by push login: no scan needed.
    pub pushed: bool,
    /// The address the confirmed poll hands out, without its query.
    base: String,
    ticket: String,
    spent: bool,
    told: bool,
    born: Duration,
}

impl Code {
    /// One on the phone waits at least as long as the vendor's page does (`protocol.md §2.4`).
    fn dies(&self, life: Duration) -> Duration {
        let life = if self.pushed { life.max(PUSHED_LIFE) } else { life };
        self.born.saturating_add(life)
    }
}

impl World {
    /// The codes that were given out, oldest first.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Codes grow old.
    pub(super) fn age(&mut self, now: Now) {
        let life = self.setup.code_life;
        self.end_what_is_over(now.mono);
        self.tell_what_is_late(now.mono);
        for code in &mut self.codes {
            let open = matches!(code.stage, Stage::Shown | Stage::Scanned);
            if open && code.dies(life) <= now.mono {
                code.stage = Stage::Expired;
                code.since = now;
            }
        }
    }

    /// A code that is shown again has not been scanned as far as anybody was told.
    pub(super) fn untell(&mut self) {
        for code in &mut self.codes {
            code.told = code.told && code.stage != Stage::Shown;
        }
    }

    /// When the next open code grows too old.
    pub(super) fn next_expiry(&self) -> Option<Duration> {
        let open = |code: &&Code| matches!(code.stage, Stage::Shown | Stage::Scanned);
        self.codes
            .iter()
            .filter(open)
            .map(|code| code.dies(self.setup.code_life))
            .min()
    }

    pub(super) fn jslogin(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        if asked.param("appid") != Some(APP_ID) {
            self.breach(asked, BreachKind::WrongAppId);
            return Reply::ok("window.QRLogin.code = 400; window.QRLogin.uuid = \"\";");
        }
        let uuid = self.new_code(now, asked, false);
        Reply::ok(format!(
            "window.QRLogin.code = 200; window.QRLogin.uuid = \"{uuid}\";"
        ))
    }

    fn new_code(&mut self, now: Now, asked: &Asked<'_>, pushed: bool) -> String {
        let uuid = format!(
            "{}_{}==",
            session::letters(&mut self.rng, 4),
            session::letters(&mut self.rng, 5)
        );
        let base = if asked.on_loopback() {
            asked.request.origin().to_owned()
        } else {
            format!("https://{}", self.setup.family.base())
        };
        let ticket = format!(
            "A{}-{}@qrticket_0",
            session::letters(&mut self.rng, 13),
            session::letters(&mut self.rng, 8)
        );
        self.codes.push(Code {
            uuid: uuid.clone(),
            stage: if pushed { Stage::Scanned } else { Stage::Shown },
            since: now,
            pushed,
            base,
            ticket,
            spent: false,
            told: pushed,
            born: now.mono,
        });
        uuid
    }

    pub(super) fn login_poll(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let uuid = asked.param("uuid").unwrap_or_default().to_owned();
        let tip = asked.param("tip") == Some("1");
        match self.poll_answer(&uuid, tip, false) {
            Some(body) => {
                if body.starts_with("window.code=400") {
                    let known = self.codes.iter().any(|c| c.uuid == uuid);
                    if !known {
                        self.breach(asked, BreachKind::UnknownCode);
                    }
                }
                Reply::ok(body)
            }
            None => self.hold(now, HoldKind::Poll { uuid, tip }),
        }
    }

    pub(super) fn poll_has_news(&self, uuid: &str, tip: bool) -> bool {
        self.codes
            .iter()
            .find(|c| c.uuid == uuid)
            .is_none_or(|code| match code.stage {
                Stage::Shown => false,
                Stage::Scanned => !code.pushed && (tip || !code.told || self.quirks.scan_again > 0),
                Stage::Confirmed | Stage::Cancelled | Stage::Expired => true,
            })
    }

    /// What a poll gets now; nothing means that it waits on (`protocol.md §2.3`).
    pub(super) fn poll_answer(&mut self, uuid: &str, tip: bool, over: bool) -> Option<String> {
        if !self.poll_has_news(uuid, tip) {
            return over.then(|| "window.code=408;".to_owned());
        }
        let Some(code) = self.codes.iter_mut().find(|c| c.uuid == uuid) else {
            return Some("window.code=400;".into());
        };
        Some(match code.stage {
            Stage::Scanned => {
                if std::mem::replace(&mut code.told, true) {
                    self.quirks.scan_again = self.quirks.scan_again.saturating_sub(1);
                }
                if self.quirks.no_avatar {
                    return Some("window.code=201;".into());
                }
                let picture = base64(crate::sim::matter::PICTURE);
                format!("window.code=201;window.userAvatar = 'data:img/jpg;base64,{picture}';")
            }
            Stage::Confirmed => format!(
                "window.code=200;\nwindow.redirect_uri=\"{}/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket={}&uuid={}&lang=zh_CN&scan={}\";",
                code.base,
                code.ticket,
                code.uuid,
                code.since.wall().0,
            ),
            Stage::Cancelled => "window.code=202;".into(),
            Stage::Shown | Stage::Expired => "window.code=400;".into(),
        })
    }

    pub(super) fn push_login(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let uin = self.uin.to_string();
        if asked.host() != PUSH_DOOR {
            self.on_host(asked, self.setup.family.base());
        }
        let asked_for = asked.param("uin") == Some(uin.as_str());
        if !asked_for {
            self.breach(asked, BreachKind::WrongUin);
        }
        let (device, ticket) = &self.device;
        let known = asked_for
            && asked.cookie("wxuin") == Some(uin.as_str())
            && asked.cookie("webwxuvid") == Some(device)
            && asked.cookie("webwx_auth_ticket") == Some(ticket);
        let verdict = |ret: u8| {
            if self.quirks.numeric_ret {
                Object::new().num("ret", ret)
            } else {
                Object::new().str("ret", &ret.to_string())
            }
        };
        if !known || self.quirks.no_push_login {
            return Reply::ok(verdict(1).str("msg", "not allowed").str("uuid", "").end());
        }
        let answer = verdict(0).str("msg", "all ok");
        let uuid = self.new_code(now, asked, true);
        Reply::ok(answer.str("uuid", &uuid).end())
    }

    pub(super) fn new_login_page(&mut self, now: Now, asked: &Asked<'_>) -> Reply {
        let ticket = asked.param("ticket").unwrap_or_default();
        let known = self
            .codes
            .iter_mut()
            .find(|c| c.ticket == ticket && c.stage == Stage::Confirmed);
        let reused = match known {
            Some(code) => std::mem::replace(&mut code.spent, true),
            None => true,
        };
        if reused {
            self.breach(asked, BreachKind::TicketReused);
            return refused(1203, "check ticket failed");
        }
        let second = asked.param("version") == Some("v2");
        if !second {
            self.breach(asked, BreachKind::OldLoginPage);
        }
        // The two headers are what tells the desktop apart: clients that add nothing to the address they were given are
        // known to get in by them alone (`protocol.md §1.4`).
        let dressed = asked.request.header("client-version") == Some("2.0.0")
            && asked
                .request
                .header("extspam")
                .is_some_and(|value| value.len() >= 880);
        let desktop = dressed || asked.param("mod") == Some("desktop");
        match self.setup.account.clone() {
            Account::Refused { ret, message } => return refused(ret, &message),
            Account::DesktopOnly if !dressed => {
                return refused(1203, REFUSED_CHINESE);
            }
            Account::DesktopOnly | Account::Welcome | Account::WithoutSid => {}
        }
        let moved = desktop && (self.quirks.desktop_301 || !second);
        self.open_session(now, asked, moved)
    }

    /// A new session; whoever was logged in is out (`protocol.md §9.2`).
    fn open_session(&mut self, now: Now, asked: &Asked<'_>, moved: bool) -> Reply {
        self.begin_session(now);
        let away = self.quirks.moved_to.clone();
        let headers = self.login_cookies(now, asked, away.is_some());
        if let Some(address) = &away {
            self.move_to(address);
        }
        let Some(session) = self.session() else {
            return refused(-1, "");
        };
        let skey = if self.quirks.late_skey { "" } else { &session.skey };
        let away = away.map_or_else(String::new, |url| {
            format!("<redirecturl>{}</redirecturl>", escape(&url))
        });
        let body = format!(
            "<error><ret>0</ret><message></message><skey>{skey}</skey><wxsid>{}</wxsid><wxuin>{}</wxuin><pass_ticket>{}</pass_ticket><isgrayscale>1</isgrayscale>{away}</error>",
            session.sid, self.uin, session.pass_ticket,
        );
        let mut response = HttpResponse::ok(body);
        response.status = if moved { 301 } else { 200 };
        response.headers.extend(headers);
        Reply::Ready(response.into())
    }

    /// Somebody logs in, here or in another browser: names, keys and secrets are new, and the old ones worth nothing.
    pub(super) fn begin_session(&mut self, now: Now) {
        self.end_session(1101);
        let mut session = Session::new(now, &mut self.rng);
        session.names.complete(&self.cast, &mut self.rng);
        let from = self.log.len().saturating_sub(self.setup.replay);
        session.queue.extend(
            (from..self.log.len())
                .filter(|&at| {
                    !self
                        .log
                        .get(at)
                        .is_some_and(|p| matches!(p.saying, Saying::Status { .. }))
                })
                .map(Event::Message),
        );
        self.sessions.push(session);
        self.phone_away = false;
        if self.quirks.risk_control.is_some() {
            self.storm = self.storm.max(3);
        }
    }

    pub(super) fn end_session(&mut self, code: i32) {
        if let Some(session) = self.session_mut() {
            session.ended = Some(code);
        }
    }
}

fn refused(ret: i32, message: &str) -> Reply {
    Reply::ok(format!(
        "<error><ret>{ret}</ret><message>{message}</message></error>"
    ))
}
