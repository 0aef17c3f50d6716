//! What a person wants done once: recall, remark, pin, friends, groups; in order, one in flight (`protocol.md §7.6`–§7.10).
//!
//! Owns the queue from the moment an errand is handed over until it is done or its reason is told. What can be done twice
//! without harm is tried again when nobody answered; a group is never made and nobody added twice. Never drops one in
//! silence.

use std::collections::VecDeque;
use std::time::Duration;

use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::domain::id::LocalId;
use crate::domain::text::SafeText;
use crate::port::{Errand, ErrandId, Failure, LeftOut, News, Unwilling};
use crate::wire::http::HttpRequest;
use crate::wire::login::parse_ack;
use crate::wire::manage::{self, By, Change, Gathered};

/// Tries of what can be done twice, before its reason is told: somebody waits and looks on.
const TRIES: u32 = 4;
/// Between two that bring people into a group (`protocol.md §7.1`: 20 to 60 s).
const GROUPS_APART: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(super) struct Errands {
    queue: VecDeque<Task>,
    /// No earlier than this.
    at: Duration,
    /// The next that brings people into a group, no earlier than this.
    groups_at: Duration,
    backoff: Backoff,
}

#[derive(Debug)]
struct Task {
    id: ErrandId,
    what: Errand,
    tries: u32,
    /// "Session gone" came once.
    doubted: bool,
}

impl Errands {
    pub fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            at: Duration::ZERO,
            groups_at: Duration::ZERO,
            backoff: Backoff::network(),
        }
    }

    pub fn run(&mut self, id: ErrandId, what: Errand) {
        if self.queue.iter().all(|task| task.id != id) {
            self.queue.push_back(Task {
                id,
                what,
                tries: 0,
                doubted: false,
            });
        }
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        let due = self.deadline(turn.desk).is_some_and(|at| at <= turn.now.mono);
        let Some(task) = self.queue.front().filter(|_| due) else {
            return;
        };
        let device = turn.desk.device();
        let by = By {
            hosts: &turn.access.hosts,
            auth: &turn.access.auth,
            device: &device,
            now: turn.now,
        };
        let request = request(by, &task.what);
        turn.desk.ask(Question::Errand, request);
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let Some(task) = self.queue.front_mut() else {
            return;
        };
        if gathers(&task.what) {
            self.groups_at = turn.now.mono.saturating_add(GROUPS_APART);
        }
        match judge(reply, |response| parse(&task.what, response)) {
            Ok(gathered) => {
                let errand = task.id;
                turn.line.wrote();
                if let Some(gathered) = gathered {
                    turn.desk.tell(told(errand, gathered));
                }
                turn.desk.tell(News::Done(errand));
                self.next();
            }
            Err(Trouble::Passing(why)) => {
                task.tries += 1;
                if can_be_repeated(&task.what) && task.tries < TRIES {
                    let pause = self.backoff.next(&mut turn.desk.rng);
                    self.at = turn.now.mono.saturating_add(pause);
                } else {
                    self.give_back(turn.desk, why, SafeText::default());
                }
            }
            // What can be repeated stays first: it goes when the pause is over. For the rest an hour later is another wish.
            Err(Trouble::TooFrequent) => {
                turn.line.slow_down(turn.desk, turn.now);
                if !can_be_repeated(&task.what) {
                    self.give_back(turn.desk, Failure::TooFrequent, words(reply));
                }
            }
            Err(Trouble::Gone(code)) if !task.doubted => {
                task.doubted = true;
                turn.doubt(code, Witness::Other);
            }
            Err(Trouble::Environment) => turn.environment(),
            Err(trouble @ (Trouble::Gone(_) | Trouble::Refused(_) | Trouble::PhoneOffline(_))) => {
                self.give_back(turn.desk, trouble.failure(), words(reply));
            }
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        let task = self.queue.front()?;
        let apart = if gathers(&task.what) {
            self.groups_at
        } else {
            Duration::ZERO
        };
        (!desk.is_open(Question::Errand)).then(|| self.at.max(apart))
    }

    /// Not what the service itself wants apart.
    pub fn retry_now(&mut self, now: Duration) {
        self.at = self.at.min(now);
    }

    /// The session is over: nothing of this is done any more, oldest first.
    pub fn give_all_back(&mut self, desk: &mut Desk) {
        for task in self.queue.drain(..) {
            not_done(desk, task.id, Failure::SessionOver);
        }
    }

    fn give_back(&mut self, desk: &mut Desk, why: Failure, words: SafeText) {
        if let Some(task) = self.queue.front() {
            let errand = task.id;
            desk.tell(News::NotDone { errand, why, words });
        }
        self.next();
    }

    fn next(&mut self) {
        self.queue.pop_front();
        self.backoff.reset();
        self.at = Duration::ZERO;
    }
}

pub(super) fn not_done(desk: &mut Desk, errand: ErrandId, why: Failure) {
    let words = SafeText::default();
    desk.tell(News::NotDone { errand, why, words });
}

fn request(by: By<'_>, what: &Errand) -> HttpRequest {
    match what {
        Errand::Recall { to, message, local } => {
            // Seventeen digits of this moment, as a message's own would be (`protocol.md §7.1`).
            let fresh = LocalId(by.now.wall_ms.unsigned_abs().saturating_mul(10_000));
            manage::recall(by, to, *message, local.unwrap_or(fresh))
        }
        Errand::SetRemark { user, remark } => manage::remark(by, user, remark.as_str()),
        Errand::Pin { user, on, remark } => manage::pin(by, user, *on, remark.as_str()),
        Errand::AcceptFriend { user, ticket } => manage::accept(by, user, ticket.expose()),
        Errand::AnswerRequest { user, ticket, words } => {
            manage::reply(by, user, ticket.expose(), words.as_str())
        }
        Errand::CreateGroup { members, topic } => manage::create_group(by, members, topic.as_str()),
        Errand::AddMembers { group, members } => manage::change_group(by, group, Change::Add(members)),
        Errand::InviteMembers { group, members } => manage::change_group(by, group, Change::Invite(members)),
        Errand::RemoveMembers { group, members } => manage::change_group(by, group, Change::Remove(members)),
        Errand::RenameGroup { group, topic } => {
            manage::change_group(by, group, Change::Rename(topic.as_str()))
        }
        Errand::LeaveGroup { group } => manage::change_group(by, group, Change::Leave),
    }
}

fn parse(
    what: &Errand,
    response: &crate::wire::http::HttpResponse,
) -> Result<Option<Gathered>, crate::wire::Error> {
    if gathers(what) {
        manage::parse_gathered(response).map(Some)
    } else {
        parse_ack(response).map(|()| None)
    }
}

/// Whether doing it twice is the same as doing it once.
fn can_be_repeated(what: &Errand) -> bool {
    match what {
        Errand::Recall { .. }
        | Errand::SetRemark { .. }
        | Errand::Pin { .. }
        | Errand::AcceptFriend { .. }
        | Errand::RenameGroup { .. } => true,
        Errand::AnswerRequest { .. }
        | Errand::CreateGroup { .. }
        | Errand::AddMembers { .. }
        | Errand::InviteMembers { .. }
        | Errand::RemoveMembers { .. }
        | Errand::LeaveGroup { .. } => false,
    }
}

/// Whether it brings people into a group.
fn gathers(what: &Errand) -> bool {
    match what {
        Errand::CreateGroup { .. } | Errand::AddMembers { .. } | Errand::InviteMembers { .. } => true,
        Errand::Recall { .. }
        | Errand::SetRemark { .. }
        | Errand::Pin { .. }
        | Errand::AcceptFriend { .. }
        | Errand::AnswerRequest { .. }
        | Errand::RemoveMembers { .. }
        | Errand::RenameGroup { .. }
        | Errand::LeaveGroup { .. } => false,
    }
}

fn told(errand: ErrandId, gathered: Gathered) -> News {
    let left_out = gathered.members.into_iter().filter_map(|(user, status)| {
        let why = match status {
            3 => Unwilling::Blocks,
            4 => Unwilling::Deleted,
            _ => return None,
        };
        Some(LeftOut { user, why })
    });
    News::Gathered {
        errand,
        group: gathered.group,
        left_out: left_out.collect(),
    }
}

fn words(reply: &Reply) -> SafeText {
    reply.as_ref().map(manage::refusal).unwrap_or_default()
}
