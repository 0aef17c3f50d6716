//! Bytes on demand: pictures, voices, videos, files, faces (`protocol.md §8`).
//!
//! Owns the queue, what may be fetched side by side, the retries, and the verdict on what came. Promises: everything
//! asked for ends once, as a whole file, a reason, or a word that it is not wanted any more; no file has its name before it
//! is verified. Never: a byte of any of it.

mod source;

use std::time::Duration;

use self::source::{Lane, is_elsewhere, kind, lane, request};
use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::freight::{Carried, Chore, Freight, Grown, Mishap, Spool};
use super::trouble::{Trouble, passing};
use super::turn::{Turn, Witness};
use crate::port::media::{Asset, Download, Fault, Progress, part_of};
use crate::port::{Failure, News};
use crate::wire::Error;
use crate::wire::http::HttpResponse;
use crate::wire::media::{self, Body, Kind};

/// Nothing that a chat carries comes near it.
pub const LIMIT: u64 = 200 * 1024 * 1024;
/// What may be fetched side by side is, up to so many.
const SIDE_BY_SIDE: usize = 4;
/// Tries that bring not one byte more. Those that do are not counted, nor those while there is no line at all: a file waits
/// out a tunnel, however long.
const TRIES: u32 = 5;
/// The waits after empty answers: the media may not be on the web server yet.
const EMPTY: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(2),
];

#[derive(Debug)]
pub(super) struct Downloads {
    jobs: Vec<Job>,
    asked: u64,
}

#[derive(Debug)]
struct Job {
    what: Download,
    /// When it was asked for, in asking order.
    number: u64,
    state: State,
    empty: usize,
    backoff: Backoff,
    tries: u32,
    /// What is in the part is no good.
    anew: bool,
    /// "Session gone" came once.
    doubted: bool,
}

#[derive(Debug)]
enum State {
    Waiting {
        at: Duration,
    },
    Flying,
    /// Kept or dropped, then told.
    Filing(Progress),
}

impl Downloads {
    pub fn new() -> Self {
        Self {
            jobs: Vec::new(),
            asked: 0,
        }
    }

    pub fn want(&mut self, desk: &mut Desk, what: Download) {
        self.asked += 1;
        let number = self.asked;
        if let Some(job) = self.job(what.asset) {
            if what.urgent && !job.what.urgent {
                job.what.urgent = true;
                job.number = number;
            }
            return;
        }
        if what.bytes.is_some_and(|bytes| bytes > LIMIT) {
            let fault = Fault::TooLarge { limit: LIMIT };
            return tell(desk, what.asset, Progress::Failed(fault));
        }
        self.jobs.push(Job {
            what,
            number,
            state: State::Waiting { at: Duration::ZERO },
            empty: 0,
            backoff: Backoff::network(),
            tries: 0,
            anew: false,
            doubted: false,
        });
    }

    /// What has come so far stays, for another time.
    pub fn stop(&mut self, desk: &mut Desk, asset: Asset) {
        desk.abandon(Question::Load(asset));
        self.jobs.retain(|job| job.what.asset != asset);
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        while let Some(at) = self.next(turn) {
            self.start(turn, at);
        }
    }

    /// Whose turn it is: what somebody waits for in the order it was asked for, then the newest, since what was asked for
    /// earlier may have left the screen.
    fn next(&self, turn: &Turn<'_>) -> Option<usize> {
        let due = |job: &Job| {
            matches!(job.state, State::Waiting { at } if at <= turn.now.mono) && self.has_room(turn.desk, job)
        };
        let rank = |job: &Job| {
            (
                !job.what.urgent,
                if job.what.urgent {
                    job.number
                } else {
                    u64::MAX - job.number
                },
            )
        };
        let (at, _) = self
            .jobs
            .iter()
            .enumerate()
            .filter(|(_, job)| due(job))
            .min_by_key(|(_, job)| rank(job))?;
        Some(at)
    }

    fn has_room(&self, desk: &Desk, job: &Job) -> bool {
        let lane = lane(&job.what.source);
        let flying = self
            .jobs
            .iter()
            .filter(|other| matches!(other.state, State::Flying) && source::lane(&other.what.source) == lane);
        let room = match lane {
            Lane::Wide => SIDE_BY_SIDE,
            Lane::Single => 1,
        };
        // One that was stopped while its file was being put away.
        flying.count() < room && !desk.is_open(Question::Filing(job.what.asset))
    }

    fn start(&mut self, turn: &mut Turn<'_>, at: usize) {
        let Some(job) = self.jobs.get_mut(at) else {
            return;
        };
        let asset = job.what.asset;
        let Some(request) = request(turn.access, &job.what.source) else {
            self.jobs.swap_remove(at);
            return tell(turn.desk, asset, Progress::Failed(Fault::NotMedia));
        };
        job.state = State::Flying;
        let spool = Spool {
            part: part_of(&job.what.file),
            anew: std::mem::take(&mut job.anew),
            kind: kind(&job.what.source),
            limit: LIMIT,
            anonymous: is_elsewhere(&job.what.source),
        };
        turn.desk
            .carry(Question::Load(asset), request, Freight::Spool(spool));
    }

    /// So many bytes are here, of so many where the host told.
    pub fn progress(&mut self, desk: &mut Desk, asset: Asset, done: u64, of: Option<u64>) {
        if let Some(job) = self.job(asset) {
            let of = job.what.bytes.or(of);
            job.moved();
            tell(desk, asset, Progress::Moving { done, of });
        }
    }

    /// Whether it comes from no host of the service's.
    pub fn is_elsewhere(&self, asset: Asset) -> bool {
        let is = |job: &Job| job.what.asset == asset && is_elsewhere(&job.what.source);
        self.jobs.iter().any(is)
    }

    pub fn carried(&mut self, turn: &mut Turn<'_>, asset: Asset, result: &Result<Carried, Mishap>) {
        if self.job(asset).is_none() {
            return;
        }
        match result {
            Ok(Carried {
                response,
                kept: Some(kept),
            }) => self.verify(turn, asset, *kept, response),
            Ok(Carried { response, kept: None }) => match media::judge(self.kind(asset), response, 0) {
                Body::Empty => self.empty(turn, asset),
                Body::Page(error) => self.page(turn, asset, error),
                Body::Strange => self.fail(turn.desk, asset, Fault::NotMedia),
                Body::Media { .. } => self.anew(turn, asset),
            },
            Err(Mishap::Http(failure)) => self.again(turn, asset, passing(*failure)),
            Err(Mishap::Disk(words)) => self.fail(turn.desk, asset, Fault::Disk(words.clone())),
            Err(Mishap::TooLarge) => self.fail(turn.desk, asset, Fault::TooLarge { limit: LIMIT }),
            Err(Mishap::Gap | Mishap::FileGone | Mishap::FileChanged) => self.anew(turn, asset),
        }
    }

    /// The part is what it is to be, or not.
    pub fn filed(&mut self, desk: &mut Desk, asset: Asset, result: Result<(), Box<str>>) {
        let Some(at) = self.jobs.iter().position(|job| job.what.asset == asset) else {
            return;
        };
        let State::Filing(_) = self.jobs.get(at).map_or(&State::Flying, |job| &job.state) else {
            return;
        };
        let job = self.jobs.swap_remove(at);
        match (job.state, result) {
            (State::Filing(Progress::Done { .. }), Err(words)) => {
                tell(desk, asset, Progress::Failed(Fault::Disk(words)));
            }
            (State::Filing(progress), _) => tell(desk, asset, progress),
            (State::Waiting { .. } | State::Flying, _) => {}
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        let waits = |job: &Job| match job.state {
            State::Waiting { at } if self.has_room(desk, job) => Some(at),
            State::Waiting { .. } | State::Flying | State::Filing(_) => None,
        };
        self.jobs.iter().filter_map(waits).min()
    }

    pub fn retry_now(&mut self, now: Duration) {
        for job in &mut self.jobs {
            if let State::Waiting { at } = &mut job.state {
                *at = (*at).min(now);
            }
        }
    }

    /// The session is over: nothing more comes.
    pub fn give_all_up(&mut self, desk: &mut Desk) {
        for job in self.jobs.drain(..) {
            let fault = Fault::Net(Failure::SessionOver);
            tell(desk, job.what.asset, Progress::Failed(fault));
        }
    }

    fn verify(&mut self, turn: &mut Turn<'_>, asset: Asset, kept: Grown, response: &HttpResponse) {
        let Some(job) = self.job(asset) else {
            return;
        };
        let whole = match media::judge(kind(&job.what.source), response, kept.before) {
            Body::Media { whole, .. } => whole,
            Body::Empty | Body::Strange | Body::Page(_) => None,
        };
        let got = kept.now;
        if let Some(whole) = whole.filter(|whole| got < *whole) {
            // A host may send a range piece by piece.
            if response.status == 206 && got > kept.before {
                job.moved();
                job.state = State::Waiting { at: Duration::ZERO };
                return;
            }
            let fault = Fault::Short {
                got,
                announced: whole,
            };
            return self.drop_part(turn.desk, asset, fault);
        }
        if let Some(announced) = job.what.bytes.filter(|announced| *announced != got) {
            return self.drop_part(turn.desk, asset, Fault::Short { got, announced });
        }
        job.state = State::Filing(Progress::Done { bytes: got });
        let (part, file) = (part_of(&job.what.file), job.what.file.clone());
        turn.desk
            .file(Question::Filing(asset), Chore::Keep { part, file });
    }

    fn empty(&mut self, turn: &mut Turn<'_>, asset: Asset) {
        let Some(job) = self.job(asset) else {
            return;
        };
        match EMPTY.get(job.empty) {
            Some(pause) => {
                job.empty += 1;
                let at = turn.now.mono.saturating_add(*pause);
                job.state = State::Waiting { at };
            }
            None => self.fail(turn.desk, asset, Fault::Empty),
        }
    }

    fn page(&mut self, turn: &mut Turn<'_>, asset: Asset, error: Error) {
        match error {
            // The part has all there is, or more than that.
            Error::Status(416) => self.anew(turn, asset),
            Error::Status(status @ (408 | 429 | 500..)) => self.again(turn, asset, Failure::Status(status)),
            Error::Status(status) => self.fail(turn.desk, asset, Fault::Net(Failure::Status(status))),
            Error::Malformed => {
                // The page a browser would be shown to log in again, perhaps.
                if !self.is_elsewhere(asset) {
                    turn.doubt(0, Witness::Other);
                }
                self.fail(turn.desk, asset, Fault::NotMedia);
            }
            Error::Ret(code) => match Trouble::of_code(code) {
                Trouble::Gone(code) => self.gone(turn, asset, code),
                Trouble::TooFrequent => {
                    turn.line.slow_down(turn.desk, turn.now);
                    self.again(turn, asset, Failure::TooFrequent);
                }
                Trouble::Environment => {
                    turn.environment();
                    self.fail(turn.desk, asset, Fault::NotMedia);
                }
                Trouble::Passing(_) | Trouble::PhoneOffline(_) | Trouble::Refused(_) => {
                    self.fail(turn.desk, asset, Fault::NotMedia);
                }
            },
        }
    }

    /// Once more if the session turns out to live.
    fn gone(&mut self, turn: &mut Turn<'_>, asset: Asset, code: i32) {
        turn.doubt(code, Witness::Other);
        let Some(job) = self.job(asset) else {
            return;
        };
        if std::mem::replace(&mut job.doubted, true) {
            self.fail(turn.desk, asset, Fault::NotMedia);
        } else {
            job.state = State::Waiting { at: turn.now.mono };
        }
    }

    fn anew(&mut self, turn: &mut Turn<'_>, asset: Asset) {
        if let Some(job) = self.job(asset) {
            job.anew = true;
        }
        self.again(turn, asset, Failure::Garbled);
    }

    fn again(&mut self, turn: &mut Turn<'_>, asset: Asset, why: Failure) {
        let Some(job) = self.job(asset) else {
            return;
        };
        job.tries += u32::from(why != Failure::Offline || turn.line.is_up());
        if job.tries >= TRIES {
            return self.fail(turn.desk, asset, Fault::Net(why));
        }
        let pause = job.backoff.next(&mut turn.desk.rng);
        let at = turn.now.mono.saturating_add(pause);
        job.state = State::Waiting { at };
    }

    fn drop_part(&mut self, desk: &mut Desk, asset: Asset, fault: Fault) {
        if let Some(job) = self.job(asset) {
            job.state = State::Filing(Progress::Failed(fault));
            let part = part_of(&job.what.file);
            desk.file(Question::Filing(asset), Chore::Drop { part });
        }
    }

    fn fail(&mut self, desk: &mut Desk, asset: Asset, fault: Fault) {
        self.jobs.retain(|job| job.what.asset != asset);
        tell(desk, asset, Progress::Failed(fault));
    }

    fn job(&mut self, asset: Asset) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.what.asset == asset)
    }

    fn kind(&mut self, asset: Asset) -> Kind {
        self.job(asset).map_or(Kind::File, |job| kind(&job.what.source))
    }
}

impl Job {
    /// More of it is here.
    fn moved(&mut self) {
        self.backoff.reset();
        self.tries = 0;
    }
}

fn tell(desk: &mut Desk, asset: Asset, progress: Progress) {
    desk.tell(News::Download { asset, progress });
}
