//! Messages, decoded: one [`Body`] per kind.

mod attachment;
mod body;
mod kinds;
mod quote;
mod said;

pub use attachment::{Attachment, AttachmentKind};
pub use body::{Body, By, Recalled, TakenBack};
pub use kinds::{
    Card, Clip, File, Link, OnPhone, Picture, Place, Quote, Record, Request, Said, Sticker, Thrown, Transfer,
    TransferStep,
};

use super::id::{MsgId, UserName};
use super::text::SafeText;
use super::time::Timestamp;

/// A message as it came from the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MsgId,
    /// The other side: a person, a group, an account. Never oneself.
    pub chat: UserName,
    pub author: Author,
    pub at: Timestamp,
    pub body: Body,
    /// As it came.
    pub raw: Box<Raw>,
}

/// What the service sent, for whatever a later version can make of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Raw {
    pub msg_type: u32,
    pub app_type: u32,
    /// `Content`, cut at [`Raw::LIMIT`] bytes.
    pub content: Box<str>,
    /// What fetches the picture, voice, video or file (`protocol.md §8`); empty where there is none.
    pub media_id: Box<str>,
    pub file_name: Box<str>,
    /// `EncryFileName`: percent-encoded already, and put into the download's address as it is.
    pub encry_file_name: Box<str>,
    /// 0 where not told.
    pub file_bytes: u64,
    pub url: Box<str>,
    /// The file that an own message carries, until the service has it.
    pub attached: Option<Box<Attachment>>,
}

impl Raw {
    /// Bytes of raw content kept: enough for every kind the service sends.
    pub const LIMIT: usize = 64 * 1024;
}

/// Says of what kind, never what.
impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Raw({}/{}, {} bytes)",
            self.msg_type,
            self.app_type,
            self.content.len()
        )
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    Me,
    /// The other side of a chat of two.
    Peer,
    /// A member of the group, by the prefix that is a group's only proof of authorship (`protocol.md §6.3`).
    Member(UserName),
    /// The service itself: joins, leaves, renames, red packets.
    Service,
}

/// One item of a sync, in the order to be obeyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Message(Message),
    /// `target` is `None` when the service names none: the last message sent by oneself (`protocol.md §6.8`).
    Recall {
        /// The recall's own: a second delivery of one that names no message must not take back another.
        id: MsgId,
        chat: UserName,
        target: Option<MsgId>,
        notice: SafeText,
    },
    /// The phone opened this chat: it is read (`protocol.md §5.3`, codes 1 and 2).
    ReadOnPhone(UserName),
    /// The phone's recent chats, in order (code 4).
    RecentChats(Vec<UserName>),
}
