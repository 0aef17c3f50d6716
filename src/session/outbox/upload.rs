//! Bringing a file to the service before the message that carries it: asked about if it is large, then chunk after chunk
//! with the same fields at every try (`protocol.md §7.4`, §7.5).
//!
//! Owns how far a file is, and what the answers to its chunks mean. Never: a byte of it.

use super::{Outbox, SECOND_THOUGHT, Stage, TRIES};
use crate::domain::id::{LocalId, UserName};
use crate::domain::time::Now;
use crate::port::{Attachment, AttachmentKind, Failure, News, Outgoing, Parcel};
use crate::session::desk::{Desk, Question};
use crate::session::freight::{Carried, Freight, Mishap, Slice};
use crate::session::trouble::{Reply, Trouble, judge};
use crate::session::turn::{Access, Turn, Witness};
use crate::wire::Error;
use crate::wire::http::HttpResponse;
use crate::wire::upload::{self, Chunk, File, Key, Kind};

/// Ret -1 is put up with so often for one file: first the chunk goes again, then the file from its first chunk, since the
/// service may have lost one before.
const PATIENCE: u32 = 3;

/// A file on its way: everything that stays the same while it is.
#[derive(Debug)]
pub(super) struct Upload {
    number: u32,
    began: Now,
    device: String,
    boundary: String,
    key: Option<Key>,
    /// Asked about, or small enough not to be.
    checked: bool,
    index: u64,
}

/// What the service has of a file.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub media_id: Box<str>,
    pub signature: Option<Box<str>>,
}

/// What an answer says.
enum Told {
    Checked(upload::Checked),
    /// The `MediaId`, which only the last chunk gets.
    Stored(Box<str>),
}

impl Upload {
    fn begin(number: u32, attachment: &Attachment, turn: &mut Turn<'_>) -> Self {
        let boundary: String = (0..16).map(|_| turn.desk.rng.alphanumeric()).collect();
        Self {
            number,
            began: turn.now,
            device: turn.desk.device(),
            boundary: format!("----WebKitFormBoundary{boundary}"),
            key: None,
            checked: attachment.bytes <= upload::ASK_ABOVE,
            index: 0,
        }
    }

    fn ask(&self, desk: &mut Desk, access: &Access, to: &UserName, attachment: &Attachment) {
        let (hosts, auth) = (&access.hosts, &access.auth);
        let file = File {
            name: attachment.name.as_str(),
            bytes: attachment.bytes,
            md5: &attachment.md5,
            kind: kind(attachment.kind),
            from: &access.me,
            to,
        };
        if !self.checked {
            return desk.ask(Question::Upload, upload::check(hosts, auth, &self.device, file));
        }
        let chunk = Chunk {
            number: self.number,
            index: self.index,
            began: self.began,
            device: &self.device,
            boundary: &self.boundary,
            key: self.key.as_ref(),
        };
        let (request, at) = upload::chunk(hosts, auth, file, chunk);
        let (from, bytes) = upload::slice(attachment.bytes, self.index);
        let slice = Slice {
            file: attachment.path.clone(),
            whole: attachment.bytes,
            from,
            bytes,
            at,
        };
        desk.carry(Question::Upload, request, Freight::Slice(slice));
    }

    fn read(&self, response: &HttpResponse) -> Result<Told, Error> {
        if self.checked {
            upload::parse_chunk(response).map(Told::Stored)
        } else {
            upload::parse_check(response).map(Told::Checked)
        }
    }

    fn is_last(&self, bytes: u64) -> bool {
        self.index + 1 >= upload::chunks(bytes)
    }

    /// Takes the next step. `Ok`: the service has the file. `Err`: it says so, and names nothing.
    fn take(&mut self, told: Told, bytes: u64) -> Option<Result<Held, Failure>> {
        match told {
            Told::Checked(upload::Checked { media_id, key }) => {
                self.checked = true;
                let signature = Some(key.signature.clone());
                self.key = Some(key);
                media_id.map(|media_id| Ok(Held { media_id, signature }))
            }
            Told::Stored(_) if !self.is_last(bytes) => {
                self.index += 1;
                None
            }
            Told::Stored(media_id) if media_id.is_empty() => Some(Err(Failure::Garbled)),
            Told::Stored(media_id) => {
                let signature = self.key.as_ref().map(|key| key.signature.clone());
                Some(Ok(Held { media_id, signature }))
            }
        }
    }
}

impl Outbox {
    pub(super) fn next_load(&self) -> Option<LocalId> {
        let first = || {
            self.queue
                .iter()
                .find(|letter| matches!(letter.stage, Stage::Loading(_)))
        };
        self.loading.or_else(|| Some(first()?.message.local))
    }

    pub(super) fn pump_load(&mut self, turn: &mut Turn<'_>) {
        if turn.desk.is_open(Question::Upload) || self.load.at > turn.now.mono {
            return;
        }
        let Some(local) = self.next_load() else {
            return;
        };
        if self.spare(turn, local) {
            return self.pump_load(turn);
        }
        self.loading = Some(local);
        let Some(letter) = self.queue.iter_mut().find(|letter| letter.message.local == local) else {
            return;
        };
        let (Stage::Loading(load), Parcel::Upload(attachment)) = (&mut letter.stage, &letter.message.what)
        else {
            return;
        };
        let begun = load.is_some();
        let load = load.get_or_insert_with(|| {
            self.loads = self.loads.wrapping_add(1);
            Box::new(Upload::begin(self.loads - 1, attachment, turn))
        });
        load.ask(turn.desk, turn.access, &letter.message.to, attachment);
        if !begun {
            uploading(turn.desk, local, 0, attachment.bytes);
        }
    }

    /// So many bytes of the chunk have left.
    pub fn progress(&mut self, desk: &mut Desk, done: u64) {
        let Some((local, load, bytes)) = self.under_way() else {
            return;
        };
        let (from, size) = upload::slice(bytes, load.index);
        uploading(desk, local, from + done.min(size), bytes);
    }

    pub fn carried(&mut self, turn: &mut Turn<'_>, result: &Result<Carried, Mishap>) {
        let reply = match result {
            Ok(carried) => Ok(carried.response.clone()),
            Err(Mishap::Http(failure)) => Err(*failure),
            Err(Mishap::FileChanged) => return self.give_load_back(turn, Failure::FileChanged),
            Err(Mishap::FileGone | Mishap::Disk(_) | Mishap::Gap | Mishap::TooLarge) => {
                return self.give_load_back(turn, Failure::FileGone);
            }
        };
        self.loaded(turn, &reply);
    }

    /// The answer to a question about the file, or to a chunk of it.
    pub fn loaded(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let Some((local, load, bytes)) = self.under_way() else {
            return;
        };
        match judge(reply, |response| load.read(response)) {
            Ok(told) => {
                turn.line.wrote();
                let outcome = load.take(told, bytes);
                let done = upload::slice(bytes, load.index).0;
                self.load.backoff.reset();
                match outcome {
                    None => uploading(turn.desk, local, done, bytes),
                    Some(Ok(held)) => {
                        uploading(turn.desk, local, bytes, bytes);
                        self.held(turn, local, held);
                    }
                    Some(Err(why)) => self.give_load_back(turn, why),
                }
            }
            Err(trouble) => self.troubled(turn, local, trouble),
        }
    }

    fn held(&mut self, turn: &mut Turn<'_>, local: LocalId, held: Held) {
        self.loading = None;
        self.load = super::Lane::new();
        if let Some(letter) = self.queue.iter_mut().find(|letter| letter.message.local == local) {
            if let Parcel::Upload(attachment) = &letter.message.what {
                self.known.note(attachment, &held, turn.now.mono);
            }
            letter.stage = Stage::Held(held);
            (letter.tries, letter.again, letter.doubted) = (0, 0, false);
        }
        turn.desk.tell(News::Uploaded(local));
    }

    fn troubled(&mut self, turn: &mut Turn<'_>, local: LocalId, trouble: Trouble) {
        let Some(letter) = self.queue.iter_mut().find(|letter| letter.message.local == local) else {
            return;
        };
        match trouble {
            Trouble::Passing(why) => {
                letter.tries += u32::from(why != Failure::Offline);
                if letter.tries < TRIES {
                    self.load.pause(turn);
                } else {
                    self.give_load_back(turn, why);
                }
            }
            Trouble::Gone(code) if !letter.doubted => {
                letter.doubted = true;
                turn.doubt(code, Witness::Other);
            }
            Trouble::Refused(-1) if letter.again + 1 < PATIENCE => {
                letter.again += 1;
                if let (Stage::Loading(Some(load)), true) = (&mut letter.stage, letter.again > 1) {
                    load.index = 0;
                }
                self.load.at = turn.now.mono.saturating_add(SECOND_THOUGHT);
            }
            // Over the quota: a MediaId beside it would be another picture's (`protocol.md §11.2`, trap 51).
            Trouble::TooFrequent => {
                turn.line.slow_down(turn.desk, turn.now);
                self.give_load_back(turn, Failure::TooFrequent);
            }
            Trouble::Environment => turn.environment(),
            // It says nothing about the chat.
            Trouble::Refused(code) => self.give_load_back(turn, Failure::Refused(code)),
            Trouble::Gone(_) | Trouble::PhoneOffline(_) => self.give_load_back(turn, trouble.failure()),
        }
    }

    fn give_load_back(&mut self, turn: &mut Turn<'_>, why: Failure) {
        if let Some(local) = self.loading {
            self.give_back(turn.desk, local, why);
        }
    }

    /// The file that is on its way, and its size.
    fn under_way(&mut self) -> Option<(LocalId, &mut Upload, u64)> {
        let local = self.loading?;
        let letter = self.letter(local)?;
        match letter {
            super::Letter {
                message:
                    Outgoing {
                        what: Parcel::Upload(attachment),
                        ..
                    },
                stage: Stage::Loading(Some(load)),
                ..
            } => Some((local, load, attachment.bytes)),
            _ => None,
        }
    }
}

fn uploading(desk: &mut Desk, local: LocalId, done: u64, of: u64) {
    desk.tell(News::Uploading { local, done, of });
}

fn kind(kind: AttachmentKind) -> Kind {
    match kind {
        AttachmentKind::Image => Kind::Image,
        AttachmentKind::Gif => Kind::Gif,
        AttachmentKind::Video => Kind::Video,
        AttachmentKind::File => Kind::File,
    }
}
