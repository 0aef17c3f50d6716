//! What the service has of files that were brought to it in this session: another message with the same file says so, and
//! brings nothing (`protocol.md §7.4`).
//!
//! Owns for how long that is believed. Never: an upload, or whether a message arrives.

use std::collections::VecDeque;
use std::time::Duration;

use super::upload::Held;
use super::{Lane, Outbox, Stage, Turn};
use crate::domain::id::LocalId;
use crate::port::{Attachment, AttachmentKind, News, Parcel};
use crate::wire::upload::ASK_ABOVE;

/// A `MediaId` holds "for a while, but not for days": long enough to send one file to several chats.
const WHILE: Duration = Duration::from_mins(30);
/// More files than somebody sends in that time.
const MOST: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Known(VecDeque<Entry>);

#[derive(Debug)]
struct Entry {
    file: File,
    held: Held,
    at: Duration,
}

/// What makes two files one to the service: their bytes, and what they were brought as.
#[derive(Debug, PartialEq, Eq)]
struct File {
    md5: Box<str>,
    bytes: u64,
    kind: AttachmentKind,
    name: Box<str>,
}

impl File {
    fn of(attachment: &Attachment) -> Self {
        Self {
            md5: attachment.md5.clone(),
            bytes: attachment.bytes,
            kind: attachment.kind,
            name: attachment.name.as_str().into(),
        }
    }
}

impl Known {
    /// What is asked about before it is brought is asked about again: that answer knows more, and the message needs it.
    pub(super) fn note(&mut self, attachment: &Attachment, held: &Held, now: Duration) {
        if attachment.bytes > ASK_ABOVE {
            return;
        }
        self.forget(attachment);
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(Entry {
            file: File::of(attachment),
            held: held.clone(),
            at: now,
        });
    }

    pub(super) fn get(&self, attachment: &Attachment, now: Duration) -> Option<Held> {
        let file = File::of(attachment);
        let fresh = |entry: &&Entry| entry.file == file && now.saturating_sub(entry.at) < WHILE;
        Some(self.0.iter().find(fresh)?.held.clone())
    }

    pub(super) fn forget(&mut self, attachment: &Attachment) {
        let file = File::of(attachment);
        self.0.retain(|entry| entry.file != file);
    }
}

impl Outbox {
    /// Nothing of this file was brought yet, and nothing has to be. Whether that is so.
    pub(super) fn spare(&mut self, turn: &mut Turn<'_>, local: LocalId) -> bool {
        let Some(letter) = self.queue.iter_mut().find(|letter| letter.message.local == local) else {
            return false;
        };
        let (Stage::Loading(None), Parcel::Upload(attachment)) = (&letter.stage, &letter.message.what) else {
            return false;
        };
        let Some(held) = self.known.get(attachment, turn.now.mono) else {
            return false;
        };
        letter.stage = Stage::Held(held);
        letter.spared = true;
        self.loading = None;
        turn.desk.tell(News::Uploaded(local));
        true
    }

    /// The service does not know any more what it had of this file: it is brought again, and the message goes then.
    pub(super) fn bring_again(&mut self, local: LocalId) {
        let Some(letter) = self.queue.iter_mut().find(|letter| letter.message.local == local) else {
            return;
        };
        if let Parcel::Upload(attachment) = &letter.message.what {
            self.known.forget(attachment);
        }
        letter.stage = Stage::Loading(None);
        // Refused is not arrived: until it goes again it can be called off.
        (letter.spared, letter.told) = (false, false);
        self.sending = None;
        self.post = Lane::new();
    }
}
