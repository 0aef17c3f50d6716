//! To a session: from nothing by code, scan, confirmation, ticket and webwxinit (`protocol.md §2`, `§4.1`), or from a
//! kept one by [`returning`].
//!
//! Owns the stages, their retries and what a person is told about them. A ticket is exchanged once, whatever becomes of
//! the answer; where that fails only a new code helps.

use std::time::Duration;

use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::kept::{Kept, Keys};
use super::redirect::{self, Strayed};
use super::trouble::{ENVIRONMENT, Reply, Trouble, judge};
use super::turn::Access;
use super::{ModeChoice, Settings};
use crate::domain::text::SafeText;
use crate::domain::time::Now;
use crate::port::{Failure, LoginNews, News};
use crate::wire::hosts::Hosts;
use crate::wire::login::{self, Init, Poll, Ticket};
use crate::wire::{Auth, Mode};

mod code;
mod returning;

use code::{Code, Verdict};
use returning::Knock;

/// A code that lived shorter than this ended for no reason of time: the next one is not asked for at once.
const SHORT_LIFE: Duration = Duration::from_secs(10);
/// Before the next code after webwxinit or the ticket answered 1205 (`protocol.md §9.1`).
const CALM: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Login {
    server: Option<String>,
    choice: ModeChoice,
    mode: Mode,
    /// Where codes are asked for, and asked about.
    door: Hosts,
    stage: Stage,
    backoff: Backoff,
    /// Answers in a row that made no sense, while a kept session is taken up.
    nonsense: u32,
}

/// The session that a login led to.
#[derive(Debug)]
pub(super) enum Entered {
    /// webwxinit answered. `keys` are older than its own, where the session is one that was kept.
    New {
        access: Access,
        init: Box<Init>,
        keys: Option<Keys>,
    },
    /// The kept session lives: this was the answer to its webwxsync.
    Back(Kept),
}

#[derive(Debug)]
enum Stage {
    /// jslogin is in flight.
    Asking,
    /// The login poll is in flight.
    Polling(Code),
    /// webwxnewloginpage is in flight.
    Exchanging(Hosts),
    /// webwxinit is in flight.
    Loading(Loading),
    /// webwxsync of a kept session is in flight.
    CatchingUp(Box<Kept>),
    /// webwxinit is in flight: does the kept session live?
    Vouching(Box<Kept>),
    /// webwxpushloginurl is in flight.
    Knocking(Knock),
    Waiting {
        at: Duration,
        then: Then,
    },
    /// Until the person asks again.
    Refused,
}

#[derive(Debug)]
enum Then {
    Ask,
    Poll(Code),
    Load(Loading),
    CatchUp(Box<Kept>),
    Vouch(Box<Kept>),
    Knock(Knock),
}

#[derive(Debug)]
struct Loading {
    hosts: Hosts,
    auth: Auth,
    /// The one retry was used.
    again: bool,
}

impl Login {
    /// Asks for a code. `mode` is the one to begin with.
    pub fn begin(settings: &Settings, mode: Mode, desk: &mut Desk, now: Now) -> Self {
        let mut login = Self::at_the_door(settings, mode);
        login.ask(desk, now);
        login
    }

    fn at_the_door(settings: &Settings, mode: Mode) -> Self {
        Self {
            server: settings.server.clone(),
            choice: settings.mode,
            mode,
            door: Hosts::before_login(settings.server.as_deref()),
            stage: Stage::Refused,
            backoff: Backoff::network(),
            nonsense: 0,
        }
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    pub fn answer(&mut self, desk: &mut Desk, reply: &Reply, now: Now) -> Option<Entered> {
        match std::mem::replace(&mut self.stage, Stage::Refused) {
            Stage::Asking => self.asked(desk, reply, now),
            Stage::Polling(code) => self.polled(desk, code, reply, now),
            Stage::Exchanging(hosts) => self.exchanged(desk, hosts, reply, now),
            Stage::Loading(loading) => return self.loaded(desk, loading, reply, now),
            Stage::CatchingUp(kept) => return self.caught_up(desk, kept, reply, now),
            Stage::Vouching(kept) => return self.vouched(desk, kept, reply, now),
            Stage::Knocking(knock) => self.knocked(desk, knock, reply, now),
            stage @ (Stage::Waiting { .. } | Stage::Refused) => self.stage = stage,
        }
        None
    }

    pub fn pump(&mut self, desk: &mut Desk, now: Now) {
        match std::mem::replace(&mut self.stage, Stage::Refused) {
            Stage::Waiting { at, then } if at <= now.mono => self.go_on(desk, then, now),
            // Nobody answered on the phone: the poll is given up.
            Stage::Polling(code) if code.is_over(now) => self.ask(desk, now),
            stage @ (Stage::Waiting { .. }
            | Stage::Asking
            | Stage::Polling(_)
            | Stage::Exchanging(_)
            | Stage::Loading(_)
            | Stage::CatchingUp(_)
            | Stage::Vouching(_)
            | Stage::Knocking(_)
            | Stage::Refused) => self.stage = stage,
        }
    }

    fn go_on(&mut self, desk: &mut Desk, then: Then, now: Now) {
        match then {
            Then::Ask => self.ask(desk, now),
            Then::Poll(code) if code.is_over(now) => self.ask(desk, now),
            Then::Poll(code) => {
                // An answer may take 25 s, and a code that nobody sees cannot be scanned meanwhile.
                if code.is_in_doubt() {
                    tell(desk, code.news());
                }
                self.poll(desk, code, now);
            }
            Then::Load(loading) => self.load(desk, loading, now),
            Then::CatchUp(kept) => self.catch_up(desk, kept, now),
            Then::Vouch(kept) => self.vouch(desk, kept, now),
            Then::Knock(knock) => self.knock(desk, knock),
        }
    }

    pub fn deadline(&self) -> Option<Duration> {
        match &self.stage {
            Stage::Waiting { at, .. } => Some(*at),
            Stage::Polling(code) => code.deadline(),
            Stage::Asking
            | Stage::Exchanging(_)
            | Stage::Loading(_)
            | Stage::CatchingUp(_)
            | Stage::Vouching(_)
            | Stage::Knocking(_)
            | Stage::Refused => None,
        }
    }

    pub fn retry_now(&mut self, now: Now) {
        if let Stage::Waiting { at, .. } = &mut self.stage {
            *at = now.mono;
        }
    }

    fn ask(&mut self, desk: &mut Desk, now: Now) {
        tell(desk, LoginNews::Fetching);
        self.door = Hosts::before_login(self.server.as_deref());
        desk.ask(Question::Login, login::jslogin(&self.door, self.mode, now));
        self.stage = Stage::Asking;
    }

    fn poll(&mut self, desk: &mut Desk, mut code: Code, now: Now) {
        let request = login::poll(&self.door, code.uuid(), code.wants_scan(), now);
        desk.ask(Question::Login, request);
        code.asked(now);
        self.stage = Stage::Polling(code);
    }

    fn load(&mut self, desk: &mut Desk, loading: Loading, now: Now) {
        let device = desk.device();
        let request = login::init(&loading.hosts, &loading.auth, &device, now);
        desk.ask(Question::Login, request);
        self.stage = Stage::Loading(loading);
    }

    fn asked(&mut self, desk: &mut Desk, reply: &Reply, now: Now) {
        match judge(reply, login::parse_jslogin) {
            Ok(uuid) => {
                let code = Code::new(uuid, now);
                tell(desk, code.news());
                self.poll(desk, code, now);
            }
            Err(trouble) => self.retry(desk, Then::Ask, trouble.failure(), now),
        }
    }

    fn polled(&mut self, desk: &mut Desk, mut code: Code, reply: &Reply, now: Now) {
        let verdict = match judge(reply, login::parse_poll) {
            Ok(poll) => {
                if let Poll::Waiting | Poll::Scanned { .. } = poll {
                    self.backoff.reset();
                }
                code.take(desk, poll, now)
            }
            Err(trouble) => code.stumble(trouble.failure(), now),
        };
        match verdict {
            Verdict::Again { at } => {
                self.stage = Stage::Waiting {
                    at,
                    then: Then::Poll(code),
                }
            }
            Verdict::Retry(why) => self.retry(desk, Then::Poll(code), why, now),
            Verdict::GiveUp(why) => self.retry(desk, Then::Ask, why, now),
            Verdict::Confirmed(redirect_uri) => self.exchange(desk, &redirect_uri),
            Verdict::Over(news) => {
                // Where no code was shown, none ran out: the next is fetched without a word.
                if !(code.is_pushed() && news == LoginNews::Expired) {
                    tell(desk, news);
                }
                let at = if code.age(now) < SHORT_LIFE {
                    now.mono.saturating_add(self.backoff.next(&mut desk.rng))
                } else {
                    now.mono
                };
                self.stage = Stage::Waiting { at, then: Then::Ask };
            }
        }
    }

    fn exchange(&mut self, desk: &mut Desk, redirect_uri: &str) {
        tell(desk, LoginNews::Confirmed);
        match redirect::follow(self.server.as_deref(), redirect_uri) {
            Ok(hosts) => {
                desk.ask(Question::Login, login::new_login_page(redirect_uri, self.mode));
                self.stage = Stage::Exchanging(hosts);
            }
            Err(strayed) => self.turn_away(desk, &strayed),
        }
    }

    fn exchanged(&mut self, desk: &mut Desk, hosts: Hosts, reply: &Reply, now: Now) {
        match judge(reply, login::parse_new_login_page) {
            Ok(Ticket::Granted { auth, moved_to }) => {
                let hosts = match moved_to {
                    Some(url) => match redirect::follow(self.server.as_deref(), &url) {
                        Ok(moved) => moved,
                        Err(strayed) => return self.turn_away(desk, &strayed),
                    },
                    None => hosts,
                };
                self.load(
                    desk,
                    Loading {
                        hosts,
                        auth,
                        again: false,
                    },
                    now,
                );
            }
            Ok(Ticket::Refused { code, message }) => self.refused(desk, code, message, now),
            // The ticket may be spent: only a new code is sure to work.
            Err(trouble) => self.start_over(desk, trouble, now),
        }
    }

    fn loaded(&mut self, desk: &mut Desk, loading: Loading, reply: &Reply, now: Now) -> Option<Entered> {
        match judge(reply, login::parse_init) {
            Ok(init) => {
                let Loading { hosts, mut auth, .. } = loading;
                if let Some(skey) = &init.skey {
                    auth.skey = skey.clone();
                }
                let access = Access {
                    server: self.server.clone(),
                    mode: self.mode,
                    hosts,
                    auth,
                    me: init.me.user_name.clone(),
                    invited_from: init.invited_from,
                };
                let (init, keys) = (Box::new(init), None);
                return Some(Entered::New { access, init, keys });
            }
            Err(Trouble::Passing(why @ (Failure::Offline | Failure::TimedOut))) if !loading.again => {
                let loading = Loading {
                    again: true,
                    ..loading
                };
                self.retry(desk, Then::Load(loading), why, now);
            }
            Err(Trouble::Environment) => self.refused(desk, ENVIRONMENT, SafeText::default(), now),
            // Let in and at once put out again: another code would only be the same once more (`protocol.md §10`).
            Err(Trouble::Gone(code)) => self.refused(desk, code, SafeText::default(), now),
            Err(trouble) => self.start_over(desk, trouble, now),
        }
        None
    }

    /// The service said no. In auto mode plain web's 1203 leads to one try as the desktop client (`protocol.md §1.4`).
    fn refused(&mut self, desk: &mut Desk, code: i32, message: SafeText, now: Now) {
        if code == ENVIRONMENT && self.choice == ModeChoice::Auto && self.mode == Mode::Web {
            tell(desk, LoginNews::TryingDesktop { code, message });
            self.mode = Mode::Desktop;
            self.ask(desk, now);
        } else {
            tell(desk, LoginNews::Refused { code, message });
            self.stage = Stage::Refused;
        }
    }

    /// weft itself says no: code 0, and where the redirect led.
    fn turn_away(&mut self, desk: &mut Desk, strayed: &Strayed) {
        let message = SafeText::line(&strayed.0);
        tell(desk, LoginNews::Refused { code: 0, message });
        self.stage = Stage::Refused;
    }

    fn start_over(&mut self, desk: &mut Desk, trouble: Trouble, now: Now) {
        if trouble == Trouble::TooFrequent {
            let at = now.mono.saturating_add(CALM);
            self.wait(desk, at, Then::Ask, Failure::TooFrequent);
        } else {
            self.retry(desk, Then::Ask, trouble.failure(), now);
        }
    }

    fn retry(&mut self, desk: &mut Desk, then: Then, why: Failure, now: Now) {
        let at = now.mono.saturating_add(self.backoff.next(&mut desk.rng));
        self.wait(desk, at, then, why);
    }

    fn wait(&mut self, desk: &mut Desk, at: Duration, then: Then, why: Failure) {
        let attempt = self.backoff.attempt().max(1);
        tell(desk, LoginNews::Retrying { attempt, at, why });
        self.stage = Stage::Waiting { at, then };
    }
}

fn tell(desk: &mut Desk, news: LoginNews) {
    desk.tell(News::Login(news));
}
