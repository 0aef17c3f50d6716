//! Stickers that can be sent again, as the store and the reducer tell each other of them.
//!
//! Owns which those are and in which order they are offered, for a history on disk and for one in memory alike. Never: where
//! the messages come from.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::id::{MsgId, PeerId};
use crate::domain::message::{Body, Sticker};
use crate::domain::time::Timestamp;
use crate::port::store::{From, LineRecord, State};

/// One sticker, and the newest message with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StickerRecord {
    pub sticker: Box<Sticker>,
    /// What its picture is fetched by.
    pub message: MsgId,
    /// Under whom it came in ([`LineRecord::chat`]).
    pub chat: PeerId,
    pub at: Timestamp,
    pub from: From,
    /// So often the person sent it, as far back as was looked.
    pub sent: u32,
}

impl StickerRecord {
    /// `None` for what is no sticker, is not with the service, or cannot be sent again.
    pub fn of(line: LineRecord) -> Option<Self> {
        let State::Kept(Some(message)) = line.state else {
            return None;
        };
        let Body::Sticker(sticker) = line.body else {
            return None;
        };
        sticker.can_be_sent().then(|| Self {
            sticker,
            message,
            chat: line.chat,
            at: line.at,
            from: line.from,
            sent: (line.from == From::Me).into(),
        })
    }
}

/// One of a kind, by MD5, told newest first: what the person sent most comes first, then what is newest; at most so many.
pub fn offered(newest_first: impl IntoIterator<Item = StickerRecord>, most: usize) -> Vec<StickerRecord> {
    let mut kinds: Vec<StickerRecord> = Vec::new();
    let mut places: HashMap<Box<str>, usize> = HashMap::new();
    for record in newest_first {
        match places.entry(record.sticker.md5.clone()) {
            Entry::Vacant(place) => {
                place.insert(kinds.len());
                kinds.push(record);
            }
            Entry::Occupied(place) => {
                if let Some(known) = kinds.get_mut(*place.get()) {
                    known.sent = known.sent.saturating_add(record.sent);
                }
            }
        }
    }
    kinds.sort_by_key(|kind| Reverse(kind.sent));
    kinds.truncate(most);
    kinds
}
