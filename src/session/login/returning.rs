//! Back into a session without a scan: webwxsync as if nothing had been, else webwxinit, else the phone is asked
//! (`protocol.md §9.4`, `§2.4`).
//!
//! Owns when a kept session is believed to be dead: only the service's own word ends it, never a network that fails.

use super::{CALM, Code, Entered, Login, Stage, Then, tell};
use crate::domain::text::SafeText;
use crate::domain::time::Now;
use crate::port::{Failure, LoginNews};
use crate::session::desk::{Desk, Question};
use crate::session::kept::{Former, Kept};
use crate::session::trouble::{ENVIRONMENT, Reply, Trouble, judge};
use crate::session::{ModeChoice, Settings};
use crate::wire::http::HttpRequest;
use crate::wire::{Mode, login, sync};

/// After so many answers in a row that make no sense the next way is tried (`protocol.md §9.1`).
const NONSENSE: u32 = 4;

/// A request to have the phone asked.
#[derive(Debug)]
pub(super) struct Knock {
    former: Former,
    /// The login host in place of the account's own.
    elsewhere: bool,
}

impl Login {
    /// Takes a kept session up again. It keeps its mode; should it come to a new login, the person's choice counts.
    pub fn resume(settings: &Settings, kept: Kept, desk: &mut Desk, now: Now) -> Self {
        let mode = match settings.mode {
            ModeChoice::Web => Mode::Web,
            ModeChoice::Desktop => Mode::Desktop,
            ModeChoice::Auto => kept.access.mode,
        };
        let mut login = Self::at_the_door(settings, mode);
        login.catch_up(desk, Box::new(kept), now);
        login
    }

    /// Has the phone of an account that was in here asked; a code if that is refused.
    pub fn ask_phone(settings: &Settings, mode: Mode, former: Former, desk: &mut Desk) -> Self {
        let mut login = Self::at_the_door(settings, mode);
        login.knock(desk, Knock::at_home(former));
        login
    }

    /// To a session that may still live, though nobody is in it yet.
    pub fn goodbye(&self) -> Option<HttpRequest> {
        let kept = match &self.stage {
            Stage::CatchingUp(kept)
            | Stage::Vouching(kept)
            | Stage::Waiting {
                then: Then::CatchUp(kept) | Then::Vouch(kept),
                ..
            } => kept,
            Stage::Asking
            | Stage::Polling(_)
            | Stage::Exchanging(_)
            | Stage::Loading(_)
            | Stage::Knocking(_)
            | Stage::Waiting { .. }
            | Stage::Refused => return None,
        };
        Some(login::logout(&kept.access.hosts, &kept.access.auth))
    }

    pub(super) fn catch_up(&mut self, desk: &mut Desk, kept: Box<Kept>, now: Now) {
        let device = desk.device();
        let access = &kept.access;
        let request = sync::sync(&access.hosts, &access.auth, &device, &kept.keys.sync, now);
        desk.ask(Question::Login, request);
        self.stage = Stage::CatchingUp(kept);
    }

    pub(super) fn caught_up(
        &mut self,
        desk: &mut Desk,
        kept: Box<Kept>,
        reply: &Reply,
        now: Now,
    ) -> Option<Entered> {
        match judge(reply, login::parse_ack) {
            // What the answer brings is the live session's to read.
            Ok(()) | Err(Trouble::PhoneOffline(_)) => return Some(Entered::Back(*kept)),
            Err(Trouble::Passing(why)) if self.bears(why) => self.retry(desk, Then::CatchUp(kept), why, now),
            Err(Trouble::TooFrequent) => self.calm_down(desk, Then::CatchUp(kept), now),
            Err(Trouble::Passing(_) | Trouble::Gone(_) | Trouble::Environment | Trouble::Refused(_)) => {
                self.nonsense = 0;
                self.vouch(desk, kept, now);
            }
        }
        None
    }

    pub(super) fn vouch(&mut self, desk: &mut Desk, kept: Box<Kept>, now: Now) {
        let device = desk.device();
        let request = login::init(&kept.access.hosts, &kept.access.auth, &device, now);
        desk.ask(Question::Login, request);
        self.stage = Stage::Vouching(kept);
    }

    pub(super) fn vouched(
        &mut self,
        desk: &mut Desk,
        kept: Box<Kept>,
        reply: &Reply,
        now: Now,
    ) -> Option<Entered> {
        match judge(reply, login::parse_init) {
            Ok(init) => {
                let Kept { mut access, keys, .. } = *kept;
                // The older keys, or what came meanwhile would be skipped; under another name they mean nothing.
                let keys = (access.me == init.me.user_name).then_some(keys);
                access.me = init.me.user_name.clone();
                access.invited_from = init.invited_from.or(access.invited_from);
                if let Some(skey) = &init.skey {
                    access.auth.skey = skey.clone();
                }
                let init = Box::new(init);
                return Some(Entered::New { access, init, keys });
            }
            Err(Trouble::Passing(why)) if self.bears(why) => self.retry(desk, Then::Vouch(kept), why, now),
            Err(trouble @ Trouble::PhoneOffline(_)) => {
                self.retry(desk, Then::Vouch(kept), trouble.failure(), now);
            }
            Err(Trouble::TooFrequent) => self.calm_down(desk, Then::Vouch(kept), now),
            Err(Trouble::Environment) => {
                let (code, message) = (ENVIRONMENT, SafeText::default());
                tell(desk, LoginNews::Refused { code, message });
                self.stage = Stage::Refused;
            }
            Err(Trouble::Passing(_) | Trouble::Gone(_) | Trouble::Refused(_)) => {
                self.knock(desk, Knock::at_home(Former::from(&kept.access)));
            }
        }
        None
    }

    pub(super) fn knock(&mut self, desk: &mut Desk, knock: Knock) {
        let door = if knock.elsewhere {
            login::PUSH_DOOR
        } else {
            &knock.former.hosts.base
        };
        let request = login::push_login(door, &knock.former.hosts, knock.former.uin, self.mode);
        desk.ask(Question::Login, request);
        self.stage = Stage::Knocking(knock);
    }

    pub(super) fn knocked(&mut self, desk: &mut Desk, knock: Knock, reply: &Reply, now: Now) {
        match judge(reply, login::parse_push_login) {
            Ok(uuid) => {
                self.backoff.reset();
                self.door = knock.former.hosts;
                let code = Code::pushed(uuid, now);
                tell(desk, code.news());
                self.poll(desk, code, now);
            }
            Err(Trouble::Passing(why @ (Failure::Offline | Failure::TimedOut))) => {
                let next = self.next_door(knock);
                self.retry(desk, Then::Knock(next), why, now);
            }
            Err(Trouble::Passing(_)) if !knock.elsewhere && self.server.is_none() => {
                let next = self.next_door(knock);
                self.knock(desk, next);
            }
            Err(
                Trouble::Passing(_)
                | Trouble::Gone(_)
                | Trouble::Environment
                | Trouble::TooFrequent
                | Trouble::PhoneOffline(_)
                | Trouble::Refused(_),
            ) => self.ask(desk, now),
        }
    }

    /// A server of one's own has one door.
    fn next_door(&self, knock: Knock) -> Knock {
        Knock {
            elsewhere: !knock.elsewhere && self.server.is_none(),
            ..knock
        }
    }

    /// Whether the same is asked once more: a line that fails says nothing about the session, and nonsense only when
    /// it goes on.
    fn bears(&mut self, why: Failure) -> bool {
        self.nonsense += u32::from(why == Failure::Garbled);
        self.nonsense < NONSENSE
    }

    fn calm_down(&mut self, desk: &mut Desk, then: Then, now: Now) {
        let at = now.mono.saturating_add(CALM);
        self.wait(desk, at, then, Failure::TooFrequent);
    }
}

impl Knock {
    fn at_home(former: Former) -> Self {
        Self {
            former,
            elsewhere: false,
        }
    }
}
