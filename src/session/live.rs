//! A session that lives: its parts, who gets which answer, and what happens when one of them raises an alarm.
//!
//! Every push ends in a pump, which lets each part start what is due. Never: a rule of a single endpoint.

use std::time::Duration;

use super::book::Book;
use super::desk::{Desk, Question};
use super::downloads::Downloads;
use super::errand::Errands;
use super::fetch::Fetch;
use super::freight::{Carried, Mishap};
use super::kept::{Former, Kept, Keys};
use super::line::Line;
use super::notices::Notices;
use super::outbox::Outbox;
use super::pulse::Pulse;
use super::syncing::Syncing;
use super::trouble::Reply;
use super::turn::{Access, Alarm, Turn};
use crate::domain::id::{BatchId, LocalId, UserName};
use crate::domain::time::Now;
use crate::port::media::{Asset, Download};
use crate::port::{Ending, Errand, ErrandId, Link, News, Outgoing, Wanted, Welcome};
use crate::wire::data_ticket;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::login::{self, Init};

#[derive(Debug)]
pub(super) struct Live {
    access: Access,
    line: Line,
    pulse: Pulse,
    syncing: Syncing,
    outbox: Outbox,
    errands: Errands,
    notices: Notices,
    book: Book,
    fetch: Fetch,
    downloads: Downloads,
    /// The session as it was told last to be kept.
    told: Option<Kept>,
    /// Cookies were set since.
    renewed: bool,
}

impl Live {
    /// Welcomes, and at the next pump listens and says "here". `keys`: older than webwxinit's, of the same session.
    pub fn begin(access: Access, init: Init, keys: Option<Keys>, desk: &mut Desk, now: Now) -> Self {
        // A ticket without a number still gets an answer that has it.
        let uin = match access.auth.uin {
            0 => init.uin,
            uin => uin,
        };
        desk.tell(News::Welcome(Box::new(Welcome {
            same: keys.is_some(),
            me: init.me,
            uin,
            recent: init.recent,
            order: init.chat_set,
        })));
        tell_rules(&access, desk);
        let syncing = match keys {
            Some(keys) => Syncing::behind(keys, now.mono),
            None => Syncing::new(init.sync_key, now.mono),
        };
        let mut live = Self::new(access, syncing, Notices::new(), Book::new());
        live.line.up(desk);
        live.keep(desk);
        live
    }

    /// Goes on where an earlier run stopped: the answer to its webwxsync is to be given next.
    pub fn resume(kept: Kept, desk: &mut Desk, now: Now) -> Self {
        let Kept { access, keys, book } = kept;
        let me = access.me.clone();
        desk.tell(News::Resumed { me });
        tell_rules(&access, desk);
        let syncing = Syncing::answered(keys, now.mono);
        if book {
            return Self::new(access, syncing, Notices::said_here(), Book::known());
        }
        // It stopped within seconds of the login, and people would stay nameless: the rest of a login is done over.
        desk.tell(News::BookProgress {
            contacts: 0,
            complete: false,
        });
        Self::new(access, syncing, Notices::new(), Book::new())
    }

    fn new(access: Access, syncing: Syncing, notices: Notices, book: Book) -> Self {
        Self {
            access,
            line: Line::new(),
            pulse: Pulse::new(),
            syncing,
            outbox: Outbox::new(),
            errands: Errands::new(),
            notices,
            book,
            fetch: Fetch::new(),
            downloads: Downloads::new(),
            told: None,
            renewed: false,
        }
    }

    /// The account, for when this session is over.
    pub fn former(&self) -> Former {
        Former::from(&self.access)
    }

    pub fn send(&mut self, desk: &mut Desk, message: Outgoing) {
        self.outbox.send(desk, message);
    }

    pub fn post(&mut self, local: LocalId) {
        self.outbox.post(local);
    }

    pub fn cancel_send(&mut self, desk: &mut Desk, local: LocalId) {
        self.outbox.cancel(desk, local);
    }

    pub fn download(&mut self, desk: &mut Desk, wanted: Download) {
        self.downloads.want(desk, wanted);
    }

    pub fn stop_download(&mut self, desk: &mut Desk, asset: Asset) {
        self.downloads.stop(desk, asset);
    }

    pub fn errand(&mut self, id: ErrandId, what: Errand) {
        self.errands.run(id, what);
    }

    pub fn want(&mut self, wanted: Vec<Wanted>, now: Now) {
        self.fetch.want(wanted, now.mono);
    }

    pub fn mark_read(&mut self, chat: UserName) {
        self.notices.mark_read(chat);
    }

    pub fn kept(&mut self, desk: &mut Desk, batch: BatchId, now: Now) {
        let mut turn = turn_of(&mut self.access, &mut self.line, &self.book, desk, now);
        self.syncing.kept(&mut turn, batch);
        self.keep(desk);
    }

    /// Ends every wait but the pause that the service itself asked for.
    pub fn retry_now(&mut self, now: Now) {
        if self.syncing.deadline() != self.line.deadline() {
            self.syncing.retry_now(now.mono);
        }
        self.pulse.retry_now(now.mono);
        self.outbox.retry_now(now.mono);
        self.errands.retry_now(now.mono);
        self.book.retry_now(now.mono);
        self.fetch.retry_now(now.mono);
        self.downloads.retry_now(now.mono);
    }

    /// Returns why the session is over, if it is.
    pub fn answer(&mut self, desk: &mut Desk, question: Question, reply: &Reply, now: Now) -> Option<Ending> {
        let was_up = self.line.is_up();
        if let Ok(response) = reply {
            self.mark_cookies(response);
        }
        let mut turn = turn_of(&mut self.access, &mut self.line, &self.book, desk, now);
        match question {
            Question::Check => {
                if self.syncing.on_check(&mut turn, reply) {
                    self.pulse.check_works();
                }
            }
            Question::Sync => {
                if self.syncing.on_sync(&mut turn, reply) {
                    self.pulse.sync_works();
                }
                if self.syncing.is_keeping() {
                    self.told = Some(kept(turn.access, &self.syncing, &self.book));
                    self.renewed = false;
                }
            }
            Question::Probe => self.pulse.answer(&mut turn, reply),
            Question::Send => self.outbox.answer(&mut turn, reply),
            Question::Page => self.book.answer(&mut turn, reply),
            Question::Records => self.fetch.answer(&mut turn, reply),
            Question::Notify => self.notices.answer(&mut turn, reply),
            Question::Upload => self.outbox.loaded(&mut turn, reply),
            Question::Errand => self.errands.answer(&mut turn, reply),
            Question::Login | Question::Logout | Question::Load(_) | Question::Filing(_) => {}
        }
        // What is carried for one is carried for all: nothing typed meanwhile waits out its own back-off.
        if !was_up && turn.line.is_up() {
            self.outbox.retry_now(now.mono);
            self.errands.retry_now(now.mono);
        }
        if let Some(ending) = heed(&mut self.pulse, &mut turn) {
            return Some(ending);
        }
        if self.pulse.is_sure() {
            self.syncing.cleared();
        }
        self.keep(desk);
        None
    }

    /// Returns why the session is over, if it is.
    pub fn carried(
        &mut self,
        desk: &mut Desk,
        question: Question,
        result: &Result<Carried, Mishap>,
        now: Now,
    ) -> Option<Ending> {
        let elsewhere = matches!(question, Question::Load(asset) if self.downloads.is_elsewhere(asset));
        if let (Ok(Carried { response, .. }), false) = (result, elsewhere) {
            self.mark_cookies(response);
        }
        let mut turn = turn_of(&mut self.access, &mut self.line, &self.book, desk, now);
        if let Question::Load(asset) = question {
            self.downloads.carried(&mut turn, asset, result);
        } else {
            self.outbox.carried(&mut turn, result);
        }
        let ending = heed(&mut self.pulse, &mut turn);
        if ending.is_none() {
            self.keep(desk);
        }
        ending
    }

    /// What an answer of the service sets: the cookies are to be kept, and where the file host's ticket is said beside its
    /// cookie, it is the same (`protocol.md §2.7`).
    fn mark_cookies(&mut self, response: &HttpResponse) {
        self.renewed |= response.set_cookies().next().is_some();
        if let Some(ticket) = data_ticket(response) {
            self.access.auth.data_ticket = ticket;
        }
    }

    pub fn filed(&mut self, desk: &mut Desk, question: Question, result: Result<(), Box<str>>) {
        if let Question::Filing(asset) = question {
            self.downloads.filed(desk, asset, result);
        }
    }

    pub fn progress(&mut self, desk: &mut Desk, question: Question, done: u64, of: Option<u64>) {
        if let Question::Load(asset) = question {
            self.downloads.progress(desk, asset, done, of);
        } else {
            self.outbox.progress(desk, done);
        }
    }

    /// Tells the session as it is, where that is not what was told last. While a batch is out nothing is told: an older
    /// key must not be kept after a newer one.
    fn keep(&mut self, desk: &mut Desk) {
        if self.syncing.is_keeping() {
            return;
        }
        let kept = kept(&self.access, &self.syncing, &self.book);
        if self.renewed || self.told.as_ref() != Some(&kept) {
            self.renewed = false;
            desk.tell(News::Keepsake(kept.write()));
            self.told = Some(kept);
        }
    }

    /// Starts what is due. Idempotent.
    pub fn pump(&mut self, desk: &mut Desk, now: Now) {
        self.line.pump(desk, now);
        let mut turn = turn_of(&mut self.access, &mut self.line, &self.book, desk, now);
        self.pulse.pump(&mut turn);
        self.syncing.pump(&mut turn);
        if self.pulse.is_sure() {
            self.downloads.pump(&mut turn);
        }
        if !self.may_write() {
            return;
        }
        let mut turn = turn_of(&mut self.access, &mut self.line, &self.book, desk, now);
        self.outbox.pump(&mut turn);
        self.errands.pump(&mut turn);
        self.notices.pump(&mut turn);
        if self.notices.greeted() {
            self.book.pump(&mut turn);
        }
        self.fetch.pump(&mut turn);
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        // Reading goes on while nothing may be written.
        let sure = self.pulse.is_sure();
        let reading = sure.then(|| self.downloads.deadline(desk)).flatten();
        let writing = if self.may_write() {
            let book = self.notices.greeted().then(|| self.book.deadline(desk)).flatten();
            [
                self.outbox.deadline(desk),
                self.errands.deadline(desk),
                self.notices.deadline(desk),
                book,
                self.fetch.deadline(desk),
            ]
        } else {
            [None; 5]
        };
        // The pause after a 1205 holds the pulse back too.
        let pause = self.line.deadline();
        let pulse = self
            .pulse
            .deadline()
            .map(|at| pause.map_or(at, |until| at.max(until)));
        writing
            .into_iter()
            .chain([self.syncing.deadline(), pulse, pause, reading])
            .flatten()
            .min()
    }

    pub fn goodbye(&self) -> HttpRequest {
        login::logout(&self.access.hosts, &self.access.auth)
    }

    /// What was queued is given back, and the line is down.
    pub fn end(mut self, desk: &mut Desk) {
        self.outbox.give_all_back(desk);
        self.downloads.give_all_up(desk);
        self.errands.give_all_back(desk);
        desk.tell(News::Link(Link::Down));
    }

    /// Neither paused by a 1205 nor in doubt.
    fn may_write(&self) -> bool {
        !self.line.is_paused() && self.pulse.is_sure()
    }
}

/// What the service told of itself.
fn tell_rules(access: &Access, desk: &mut Desk) {
    if let Some(count) = access.invited_from {
        desk.tell(News::InvitedFrom(count));
    }
}

/// Follows what a part has raised. A doubt may itself raise the final alarm.
fn heed(pulse: &mut Pulse, turn: &mut Turn<'_>) -> Option<Ending> {
    if let Some(Alarm::Doubt { code, by }) = turn.alarm {
        pulse.doubt(turn, code, by);
    }
    match turn.alarm {
        Some(Alarm::Over(ending)) => Some(ending),
        Some(Alarm::Doubt { .. }) | None => None,
    }
}

/// The session once the batch that is out, if any, is behind it.
fn kept(access: &Access, syncing: &Syncing, book: &Book) -> Kept {
    Kept {
        book: book.is_complete(),
        access: access.clone(),
        keys: syncing.newest().clone(),
    }
}

/// Borrows the shared parts, and only those, so that a part can be borrowed beside them.
fn turn_of<'a>(
    access: &'a mut Access,
    line: &'a mut Line,
    book: &Book,
    desk: &'a mut Desk,
    now: Now,
) -> Turn<'a> {
    Turn {
        book: book.is_complete(),
        desk,
        access,
        line,
        now,
        alarm: None,
    }
}
