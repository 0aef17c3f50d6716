//! The vocabularies that cross the channels between the reducer and its actors: the network here, the store in [`store`], the
//! media thread in [`media`]; what a person wants done once is in [`errand`].
//!
//! Values only: no channel, no closure, no error chain. All can be compared, logged and replayed.

pub mod errand;
pub mod media;
pub mod stickers;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::contact::Contact;
use crate::domain::id::{BatchId, Epoch, LocalId, MsgId, UserName};
use crate::domain::message::Item;
pub use crate::domain::message::{Attachment, AttachmentKind};
use crate::domain::secret::Secret;
use crate::domain::text::SafeText;
use crate::port::media::{Asset, Download, Progress};

pub use errand::{Errand, ErrandId, INVITED_FROM, LeftOut, Unwilling};

/// What the reducer asks of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetCommand {
    /// Begin a login with a fresh code, dropping whatever session there was. Raises the epoch.
    Login,
    /// Go on with a session kept by an earlier run, without a scan: webwxsync with the kept SyncKey, so that nothing is
    /// skipped; if that fails webwxinit; if that fails push login; then a code (`protocol.md §9.4`, `§2.4`). Raises the
    /// epoch.
    Resume(Keepsake),
    /// Tell the service, then end with [`Ending::LoggedOut`].
    Logout,
    /// Put the session aside without a word to the service: what was kept of it is good for another time. Answered by
    /// [`News::Left`], after which nothing of it comes. Raises the epoch.
    Leave,
    /// Do not wait for the back-off: try now.
    RetryNow,
    /// A message, to be sent in order. Sending the same `local` again is a retry, never a twin.
    Send(Outgoing),
    /// It is written that this message leaves, so it may: the answer to [`News::Uploaded`].
    Post(LocalId),
    /// Not to be sent after all: given back with [`Failure::Cancelled`] if it has not left, an upload under way included.
    /// Once the message itself is on its way there is nothing to be cancelled.
    CancelSend(LocalId),
    /// Records wanted soon, what is on screen first. Asked for once each, in batches of at most 50, paced.
    Fetch(Vec<Wanted>),
    /// The chat was read here (`webwxstatusnotify` code 1).
    MarkRead(UserName),
    /// The batch is kept: its cursor may be used (commit before advance).
    Kept(BatchId),
    /// Bytes wanted, into a file. Told by [`News::Download`]; asking for what is under way only makes it more urgent.
    Download(Download),
    /// Not wanted any more. Nothing more is told of it.
    StopDownload(Asset),
    /// Something to be done once. Answered by [`News::Done`] or [`News::NotDone`], also when the session ends before.
    Do { errand: ErrandId, what: Errand },
}

/// What a later run needs to go on with this session: cookies, tickets, both sync keys, hosts, the own UserName. Written
/// by the network side and read by nobody else; access to the account, so never printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keepsake(pub Secret);

/// A message on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub local: LocalId,
    pub to: UserName,
    pub what: Parcel,
}

/// What is sent.
#[derive(Clone, PartialEq, Eq)]
pub enum Parcel {
    /// Exactly what was typed.
    Text(String),
    /// A file of this machine: uploaded, then sent (`protocol.md §7.3`, §7.4).
    Upload(Attachment),
    /// A sticker that the service knows, by its MD5.
    Sticker { md5: Box<str> },
    /// What another message carried, sent on without an upload (`protocol.md §7.3`): its `MsgType`, its `AppMsgType`, and its
    /// content without the sender's prefix, entities undone.
    Forward {
        msg_type: u32,
        app_type: u32,
        content: String,
    },
}

impl Parcel {
    /// What was typed; `None` for what is no text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Upload(_) | Self::Sticker { .. } | Self::Forward { .. } => None,
        }
    }
}

/// Says how much, never what.
impl std::fmt::Debug for Parcel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Upload(attachment) => attachment.fmt(f),
            Self::Sticker { .. } => f.write_str("Sticker"),
            Self::Forward {
                msg_type, app_type, ..
            } => write!(f, "Forward({msg_type}/{app_type})"),
        }
    }
}

/// A record to fetch by `webwxbatchgetcontact` (`protocol.md §4.4`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub user_name: UserName,
    /// For a member: the group.
    pub group: Option<UserName>,
    /// On screen now: goes before all that is not.
    pub urgent: bool,
}

/// What the network tells the reducer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetEvent {
    pub epoch: Epoch,
    pub news: News,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Login(LoginNews),
    /// `webwxinit` answered: the session lives.
    Welcome(Box<Welcome>),
    /// A kept session lives on: the names of the run before still hold, and what was missed follows as batches.
    Resumed {
        me: UserName,
    },
    /// A group of so many, those to be added included, is joined by invitation. Follows `Welcome` and `Resumed` where the
    /// service told; else it is [`INVITED_FROM`].
    InvitedFrom(usize),
    /// The session as it is now, where no batch brings it: keep it in place of the one before.
    Keepsake(Keepsake),
    /// Records, from a page of the address book or a batch. Merge.
    Contacts(Vec<Contact>),
    /// Address book pages so far; `complete` with the last.
    BookProgress {
        contacts: u32,
        complete: bool,
    },
    /// One `webwxsync` answer. Answer with [`NetCommand::Kept`].
    Synced(Batch),
    /// The request left for the service.
    Sending(LocalId),
    Sent {
        local: LocalId,
        id: Option<MsgId>,
    },
    NotSent {
        local: LocalId,
        why: Failure,
    },
    /// The service has the whole file. The message that carries it waits for [`NetCommand::Post`]: up to there nothing was
    /// said, and a run that ends can begin anew; from there on nobody knows whether it arrived.
    Uploaded(LocalId),
    /// So much of a file is with the service; the message itself follows.
    Uploading {
        local: LocalId,
        done: u64,
        of: u64,
    },
    Download {
        asset: Asset,
        progress: Progress,
    },
    /// What the service says of a group that was made or added to; [`News::Done`] follows.
    Gathered {
        errand: ErrandId,
        /// The new one's name; `None` where it is not new.
        group: Option<UserName>,
        left_out: Vec<LeftOut>,
    },
    Done(ErrandId),
    /// With the service's own words, where it has any.
    NotDone {
        errand: ErrandId,
        why: Failure,
        words: SafeText,
    },
    Link(Link),
    /// There is no session any more, by [`NetCommand::Leave`].
    Left,
    Ended(Ending),
}

/// What a person sees while logging in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginNews {
    /// Asking for a code.
    Fetching,
    /// Scan this link (`https://login.weixin.qq.com/l/UUID`); expected to live until `expires` on the mono clock.
    Code {
        link: String,
        expires: Duration,
    },
    /// The phone has seen the code. The avatar is a JPEG, where told.
    Scanned {
        avatar: Option<Arc<[u8]>>,
    },
    /// The phone shows a question of its own: this account logged in here before (push login, `protocol.md §2.4`).
    /// Expected to be answered until `expires` on the mono clock; then a code is fetched.
    AskedPhone {
        expires: Duration,
    },
    /// The phone said yes: exchanging the ticket, then loading.
    Confirmed,
    /// The code ran out, or was cancelled on the phone; a new one is being fetched.
    Expired,
    Cancelled,
    /// Plain web was refused with 1203: trying once as the desktop client (`--mode auto`).
    TryingDesktop {
        code: i32,
        message: SafeText,
    },
    /// Refused for good: the server's words verbatim. A new login starts only when the person asks.
    Refused {
        code: i32,
        message: SafeText,
    },
    /// No network or a failing server; tries again at `at` on the mono clock.
    Retrying {
        attempt: u32,
        at: Duration,
        why: Failure,
    },
}

/// The session's first answer (`protocol.md §4.1`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// No new login: the service vouches for the session that was kept, and everybody is called what they were.
    pub same: bool,
    pub me: Contact,
    /// The account's number, the same for ever (`protocol.md §3.4`); 0 where the service told none.
    pub uin: i64,
    /// About ten recent conversations, records as told.
    pub recent: Vec<Contact>,
    /// `ChatSet`: recent first; may name people not in `recent`.
    pub order: Vec<UserName>,
}

/// One `webwxsync` answer, in the order to be obeyed: profile, deleted, changed, items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    /// Own record, where it changed; empty fields mean "not told".
    pub profile: Option<Box<Contact>>,
    pub deleted: Vec<UserName>,
    pub changed: Vec<Contact>,
    pub items: Vec<Item>,
    /// The session once this batch is behind it: to be kept in the same transaction as the items.
    pub keepsake: Option<Keepsake>,
}

/// The state of the line to the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Not logged in.
    #[default]
    Down,
    /// Logged in, listening.
    Up,
    /// Something failed; tries again at `at` on the mono clock.
    Retrying {
        attempt: u32,
        at: Duration,
        why: Failure,
    },
    /// Ret 3 or -3: the phone has been offline too long (`protocol.md §9.1`).
    PhoneOffline,
    /// Ret 1205: too frequent; nothing is written until `until` on the mono clock.
    SlowedDown { until: Duration },
}

/// Why a session is over (`protocol.md §9.2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By the person, here.
    LoggedOut,
    /// 1100, 1101, 1102 or 1103: on the phone, by another login, or by the service.
    ByService { code: i32 },
    /// 1203: the service calls the environment abnormal.
    Environment,
}

/// Why something failed, in words one can decide on. The names stand in people's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No connection could be made, or it broke.
    Offline,
    TimedOut,
    /// An HTTP status that is no answer.
    Status(u16),
    /// An answer that makes no sense: HTML, half a body, broken JSON.
    Garbled,
    /// `Ret` other than the ones below, with its number.
    Refused(i32),
    /// 1204: no permission for this target.
    NotAllowed,
    /// 1201 or -1: the chat does not exist any more.
    ChatGone,
    /// 1205.
    TooFrequent,
    /// The session ended before it could be done.
    SessionOver,
    /// Over the limit of [`MAX_TEXT_BYTES`].
    TooLong,
    /// By the person, before it left.
    Cancelled,
    /// The file to be sent is not there, or cannot be read.
    FileGone,
    /// The file to be sent is another one by now.
    FileChanged,
    /// A file without a byte: the service takes none.
    Empty,
    /// Over [`AttachmentKind::limit`].
    TooLarge,
}

/// The longest text sent, in bytes of UTF-8 (`protocol.md §7.1`).
pub const MAX_TEXT_BYTES: usize = 16 * 1024;
