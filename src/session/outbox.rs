//! Messages on their way out: in order in every chat, one in flight, the same ClientMsgId at every try (`protocol.md
//! §7.1`).
//!
//! Owns the queue from the moment a message is handed over until it is sent or its reason is told. Files are brought to
//! the service beside it, one at a time ([`upload`]): what was said after a picture waits for it in its own chat, and in no
//! other. Never drops one in silence, and never gives one a new name.

mod known;
mod upload;

use std::collections::VecDeque;
use std::time::Duration;

use self::known::Known;
use self::upload::{Held, Upload};
use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::domain::id::LocalId;
use crate::port::{Attachment, AttachmentKind, Failure, MAX_TEXT_BYTES, News, Outgoing, Parcel};
use crate::wire::http::HttpRequest;
use crate::wire::send::{self, Address, Media, Text};

/// Tries before a message that the service does not answer sensibly is given back. Tries that found no connection do not
/// count: a message waits out a tunnel, however long.
const TRIES: u32 = 5;
/// Before the one retry after a Ret -1.
const SECOND_THOUGHT: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Outbox {
    queue: VecDeque<Letter>,
    /// On its way, or to be tried again before any other.
    sending: Option<LocalId>,
    /// Its file is on its way, or to be tried again before any other.
    loading: Option<LocalId>,
    post: Lane,
    load: Lane,
    /// How many files were begun in this session.
    loads: u32,
    known: Known,
}

/// One request after the other.
#[derive(Debug)]
struct Lane {
    /// No earlier than this.
    at: Duration,
    backoff: Backoff,
}

#[derive(Debug)]
struct Letter {
    message: Outgoing,
    stage: Stage,
    tries: u32,
    told: bool,
    /// So often Ret -1 came.
    again: u32,
    /// "Session gone" came once.
    doubted: bool,
    /// What the service has of its file was brought for another message.
    spared: bool,
}

#[derive(Debug)]
enum Stage {
    /// The file is still to be brought to the service.
    Loading(Option<Box<Upload>>),
    /// It is there, and that the message leaves is not written yet.
    Held(Held),
    /// With what the service has of it, where it is a file.
    Ready(Option<Held>),
}

impl Outbox {
    pub fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            sending: None,
            loading: None,
            post: Lane::new(),
            load: Lane::new(),
            loads: 0,
            known: Known::default(),
        }
    }

    pub fn send(&mut self, desk: &mut Desk, message: Outgoing) {
        if let Some(why) = unfit(&message.what) {
            return not_sent(desk, message.local, why);
        }
        if self
            .queue
            .iter()
            .all(|letter| letter.message.local != message.local)
        {
            let stage = match &message.what {
                Parcel::Upload(_) => Stage::Loading(None),
                Parcel::Text(_) | Parcel::Sticker { .. } | Parcel::Forward { .. } => Stage::Ready(None),
            };
            self.queue.push_back(Letter {
                message,
                stage,
                tries: 0,
                told: false,
                again: 0,
                doubted: false,
                spared: false,
            });
        }
    }

    /// That it leaves is written: it may.
    pub fn post(&mut self, local: LocalId) {
        if let Some(letter) = self.letter(local) {
            letter.stage = match std::mem::replace(&mut letter.stage, Stage::Ready(None)) {
                Stage::Held(held) => Stage::Ready(Some(held)),
                stage @ (Stage::Loading(_) | Stage::Ready(_)) => stage,
            };
        }
    }

    /// Only what has not left: of what is on its way nobody knows whether it arrived.
    pub fn cancel(&mut self, desk: &mut Desk, local: LocalId) {
        let waits = self.letter(local).is_some_and(|letter| !letter.told);
        if waits {
            if self.loading == Some(local) {
                desk.abandon(Question::Upload);
            }
            self.give_back(desk, local, Failure::Cancelled);
        }
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        self.pump_post(turn);
        self.pump_load(turn);
    }

    fn pump_post(&mut self, turn: &mut Turn<'_>) {
        if turn.desk.is_open(Question::Send) || self.post.at > turn.now.mono {
            return;
        }
        let Some(local) = self.sending.or_else(|| self.next_ready()) else {
            return;
        };
        let Some(letter) = self.letter(local) else {
            return;
        };
        let Some(request) = letter.request(turn) else {
            self.give_back(turn.desk, local, Failure::NotAllowed);
            return self.pump_post(turn);
        };
        turn.desk.ask(Question::Send, request);
        if !letter.told {
            letter.told = true;
            turn.desk.tell(News::Sending(local));
        }
        self.sending = Some(local);
    }

    /// The first that nothing said before it in the same chat waits in front of.
    fn next_ready(&self) -> Option<LocalId> {
        let mut queue = self.queue.iter().enumerate();
        let (_, letter) = queue.find(|(at, letter)| {
            matches!(letter.stage, Stage::Ready(_))
                && self
                    .queue
                    .iter()
                    .take(*at)
                    .all(|before| before.message.to != letter.message.to)
        })?;
        Some(letter.message.local)
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let Some(local) = self.sending else {
            return;
        };
        let Some(letter) = self.queue.iter_mut().find(|letter| letter.message.local == local) else {
            return;
        };
        match judge(reply, send::parse_sent) {
            Ok(id) => {
                turn.line.wrote();
                turn.desk.tell(News::Sent { local, id });
                self.forget(local);
            }
            Err(Trouble::Passing(why)) => {
                letter.tries += u32::from(why != Failure::Offline);
                if letter.tries < TRIES {
                    self.post.pause(turn);
                } else {
                    self.give_back(turn.desk, local, why);
                }
            }
            // Stays first in the queue: nothing is wrong with the message.
            Err(Trouble::TooFrequent) => {
                turn.line.slow_down(turn.desk, turn.now);
            }
            Err(Trouble::Gone(code)) if !letter.doubted => {
                letter.doubted = true;
                turn.doubt(code, Witness::Other);
            }
            Err(Trouble::Refused(-1)) if letter.spared => self.bring_again(local),
            Err(Trouble::Refused(-1)) if letter.again == 0 => {
                letter.again = 1;
                self.post.at = turn.now.mono.saturating_add(SECOND_THOUGHT);
            }
            Err(Trouble::Environment) => turn.environment(),
            Err(trouble @ (Trouble::Gone(_) | Trouble::Refused(_) | Trouble::PhoneOffline(_))) => {
                self.give_back(turn.desk, local, trouble.failure());
            }
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        let post = self.sending.is_some() || self.next_ready().is_some();
        let load = self.next_load().is_some();
        let post = (post && !desk.is_open(Question::Send)).then_some(self.post.at);
        let load = (load && !desk.is_open(Question::Upload)).then_some(self.load.at);
        [post, load].into_iter().flatten().min()
    }

    pub fn retry_now(&mut self, now: Duration) {
        self.post.at = self.post.at.min(now);
        self.load.at = self.load.at.min(now);
    }

    /// The session is over: everything still here is given back, oldest first.
    pub fn give_all_back(&mut self, desk: &mut Desk) {
        for letter in self.queue.drain(..) {
            not_sent(desk, letter.message.local, Failure::SessionOver);
        }
    }

    fn give_back(&mut self, desk: &mut Desk, local: LocalId, why: Failure) {
        not_sent(desk, local, why);
        self.forget(local);
    }

    fn forget(&mut self, local: LocalId) {
        self.queue.retain(|letter| letter.message.local != local);
        if self.sending == Some(local) {
            self.sending = None;
            self.post = Lane::new();
        }
        if self.loading == Some(local) {
            self.loading = None;
            self.load = Lane::new();
        }
    }

    fn letter(&mut self, local: LocalId) -> Option<&mut Letter> {
        self.queue.iter_mut().find(|letter| letter.message.local == local)
    }
}

impl Lane {
    fn new() -> Self {
        Self {
            at: Duration::ZERO,
            backoff: Backoff::network(),
        }
    }

    fn pause(&mut self, turn: &mut Turn<'_>) {
        let pause = self.backoff.next(&mut turn.desk.rng);
        self.at = turn.now.mono.saturating_add(pause);
    }
}

impl Letter {
    /// The message itself. `None` where the web protocol cannot say it.
    fn request(&self, turn: &mut Turn<'_>) -> Option<HttpRequest> {
        let device = turn.desk.device();
        let access = &turn.access;
        let (hosts, auth) = (&access.hosts, &access.auth);
        let (local, from, to) = (self.message.local, &access.me, &self.message.to);
        let media = match &self.message.what {
            Parcel::Text(content) => {
                let text = Text {
                    local,
                    from,
                    to,
                    content,
                };
                return Some(send::text(hosts, auth, &device, text));
            }
            Parcel::Upload(attachment) => match &self.stage {
                Stage::Ready(Some(held)) => sent_as(attachment, held),
                Stage::Ready(None) | Stage::Loading(_) | Stage::Held(_) => return None,
            },
            Parcel::Sticker { md5 } => Media::Sticker(md5),
            Parcel::Forward {
                msg_type,
                app_type,
                content,
            } => Media::Forward {
                msg_type: *msg_type,
                app_type: *app_type,
                content,
            },
        };
        send::media(
            hosts,
            auth,
            &device,
            Address { local, from, to },
            (access.mode, media),
        )
    }
}

fn sent_as<'a>(attachment: &'a Attachment, held: &'a Held) -> Media<'a> {
    let media_id = &*held.media_id;
    match attachment.kind {
        AttachmentKind::Image => Media::Image(media_id),
        AttachmentKind::Gif => Media::Gif(media_id),
        AttachmentKind::Video => Media::Video(media_id),
        AttachmentKind::File => Media::File {
            media_id,
            name: attachment.name.as_str(),
            bytes: attachment.bytes,
            signature: held.signature.as_deref(),
        },
    }
}

/// Why this never leaves (`protocol.md §7.1`, §7.3, §7.4).
fn unfit(what: &Parcel) -> Option<Failure> {
    match what {
        Parcel::Text(text) => (text.len() > MAX_TEXT_BYTES).then_some(Failure::TooLong),
        Parcel::Upload(file) => match file.bytes {
            0 => Some(Failure::Empty),
            bytes => (bytes > file.kind.limit()).then_some(Failure::TooLarge),
        },
        Parcel::Sticker { .. } => None,
        Parcel::Forward {
            msg_type,
            app_type,
            content,
        } => {
            if send::forwards(*msg_type, *app_type) {
                (content.len() > MAX_TEXT_BYTES).then_some(Failure::TooLong)
            } else {
                Some(Failure::NotAllowed)
            }
        }
    }
}

pub(super) fn not_sent(desk: &mut Desk, local: LocalId, why: Failure) {
    desk.tell(News::NotSent { local, why });
}
