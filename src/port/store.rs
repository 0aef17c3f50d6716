//! The vocabulary between the reducer and the store: what is kept, and what is read back.
//!
//! The reducer gives every line its [`Seq`] and every peer its id; the store keeps what it is told and decides nothing.

use crate::domain::contact::Contact;
use crate::domain::id::{BatchId, LocalId, MsgId, PeerId, Seq};
use crate::domain::message::{Body, Quote, Raw, TakenBack};
use crate::domain::time::Timestamp;
use crate::port::stickers::StickerRecord;
use crate::port::{Failure, Keepsake};

/// What the reducer asks of the store. Answers come in the order of the questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreCommand {
    /// Use this account's history from now on. Answered by [`StoreEvent::Opened`], `NoAccount` or `Refused`.
    Open(Which),
    /// One transaction. Answered by [`StoreEvent::Kept`] once it is on disk; while the disk cannot be written, the store
    /// holds it and says [`StoreEvent::Trouble`] instead.
    Write {
        changes: Vec<Change>,
        receipts: Vec<Receipt>,
    },
    /// Lines of one chat. Answered by [`StoreEvent::Page`].
    Read(Read),
    /// Answered by [`StoreEvent::Found`].
    Search(Search),
    /// One line with all that is kept of it. Answered by [`StoreEvent::Line`].
    Line(Seq),
    /// The stickers that can be sent again, at most so many. Answered by [`StoreEvent::Stickers`].
    Stickers { most: u16 },
    /// Which accounts are kept. Answered by [`StoreEvent::Accounts`].
    Accounts,
}

/// Which account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one used last, if there is any.
    Last,
    /// By number or by the name it had here: `--account`.
    Named(Box<str>),
    /// By number; made where it is new.
    Uin(i64),
    /// One that is not known yet: none is open, until a login tells whose. Answered by `NoAccount`.
    New,
}

/// What a write was for, given back once it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Receipt {
    Batch(BatchId),
    /// A line that may be sent now (write before send).
    Outgoing(LocalId),
}

/// One thing that changed. Each is whole: what was kept under the same key is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Me(PeerId),
    Peer(Box<PeerRecord>),
    Chat(ChatRecord),
    /// By [`LineRecord::seq`]. One whose `MsgId` is kept under another seq already is left out.
    Line(Box<LineRecord>),
    /// Taken back into the composer.
    LineGone(Seq),
    /// A message that may be far from memory is taken back: the one with this id, in whatever chat; without an id, the
    /// last one sent by oneself in `chat`. One that is not kept changes nothing. Where what it said does not stay, nothing
    /// of how it came does either.
    Recalled {
        chat: PeerId,
        target: Option<MsgId>,
        how: TakenBack,
    },
    /// Empty: none.
    Draft {
        chat: PeerId,
        text: String,
    },
    /// What the draft there replies to.
    Quote {
        chat: PeerId,
        quote: Option<Box<Quote>>,
    },
    /// The faces and emoji used last, the last first.
    Faces(Vec<Box<str>>),
    /// Two peers turned out to be one: `twin`'s chat is part of `into`'s. Its lines stay marked as the twin's, and who spoke
    /// stays who it was. What draft there is now is told beside it; the twin has none.
    Joined {
        twin: PeerId,
        into: PeerId,
    },
    /// Two peers that were joined are two again: of `from`'s chat the lines of `twin`, and of whoever is still joined into it
    /// ([`PeerRecord::same_as`], told before), go with it. Drafts are told beside it.
    Divided {
        twin: PeerId,
        from: PeerId,
    },
    /// `None` after a logout.
    Keepsake(Option<Keepsake>),
}

/// A person, group or account as weft knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerRecord {
    pub id: PeerId,
    /// Without its members, whose names change with every login: only [`PeerRecord::members`] outlives it.
    pub contact: Contact,
    /// Deleted, or left.
    pub gone: bool,
    /// Its UserName is of the session that is kept.
    pub current: bool,
    pub same_as: Option<PeerId>,
    /// A group's members by name, as evidence of who it is after the next login (`protocol.md §3.4`).
    pub members: Vec<Box<str>>,
    /// Numbers the joins that can be taken apart again, upwards: the last one goes first. Zero: none.
    pub joined: u32,
    /// Whom the person said it is not: never joined by itself.
    pub apart: Vec<PeerId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatRecord {
    pub peer: PeerId,
    pub unread: u32,
    pub mentioned: bool,
    pub last_at: Timestamp,
    pub opened_at: Timestamp,
    pub rank: u32,
}

/// One line of a chat. `Debug` tells no word of it: [`Body`] does not either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRecord {
    pub seq: Seq,
    /// Under whom it came in: it stands in the chat of whoever that turned out to be ([`PeerRecord::same_as`]), for as long
    /// as the two are one.
    pub chat: PeerId,
    pub at: Timestamp,
    pub from: From,
    pub state: State,
    pub body: Body,
    /// As it came, for features to come; `None` leaves what is kept.
    pub raw: Option<Box<Raw>>,
}

/// Who said a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Me,
    /// A person: the other side, or a member of the group.
    Peer(PeerId),
    Service,
}

/// Where an own message stands; everything received is `Kept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// From the service, or accepted by it.
    Kept(Option<MsgId>),
    Queued(LocalId),
    Sending(LocalId),
    Failed(LocalId, Failure),
    /// It was on its way when the program died: nobody knows whether it arrived. The person decides.
    Unconfirmed(LocalId),
}

impl State {
    /// The own id of a message that is not (yet) with the service.
    pub fn local(self) -> Option<LocalId> {
        match self {
            Self::Kept(_) => None,
            Self::Queued(local)
            | Self::Sending(local)
            | Self::Failed(local, _)
            | Self::Unconfirmed(local) => Some(local),
        }
    }

    /// The service's id of a message, where it told one.
    pub fn id(self) -> Option<MsgId> {
        match self {
            Self::Kept(id) => id,
            Self::Queued(_) | Self::Sending(_) | Self::Failed(..) | Self::Unconfirmed(_) => None,
        }
    }

    /// The own id of a message that goes no further by itself.
    pub fn stuck(self) -> Option<LocalId> {
        match self {
            Self::Failed(local, _) | Self::Unconfirmed(local) => Some(local),
            Self::Kept(_) | Self::Queued(_) | Self::Sending(_) => None,
        }
    }
}

/// A page of a chat to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub chat: PeerId,
    pub from: Place,
    /// At most so many lines; around a place, so many to either side.
    pub count: u16,
}

/// Where a page begins. Lines stand in the order of (`at`, `seq`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The last lines.
    End,
    /// The lines just before this one.
    Before(Timestamp, Seq),
    /// The lines just after this one.
    After(Timestamp, Seq),
    /// The lines on both sides of this one, and itself.
    Around(Seq),
}

/// What is looked for in what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Tells answers apart: only the last question's counts.
    pub number: u64,
    /// All of them must be in the line.
    pub words: Vec<String>,
    /// By one of these. Empty: by anybody.
    pub from: Vec<From>,
    /// In one of these chats. Empty: in all.
    pub within: Vec<PeerId>,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    pub has: Vec<Has>,
    /// The line of this message.
    pub id: Option<MsgId>,
    /// Older than this line: the next page.
    pub before: Option<Seq>,
    /// At most so many hits.
    pub count: u16,
}

/// A kind of content that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Has {
    Image,
    File,
    Link,
    Voice,
    Video,
}

impl Has {
    /// Whether this is such content. A link that somebody wrote is one, too.
    pub fn is_in(self, body: &Body) -> bool {
        match (self, body) {
            (Self::Image, Body::Image(_))
            | (Self::File, Body::File(_))
            | (Self::Link, Body::Link(_) | Body::Articles(_))
            | (Self::Voice, Body::Voice { .. })
            | (Self::Video, Body::Video(_)) => true,
            (Self::Link, Body::Text(_) | Body::Quote(_) | Body::Announcement(_)) => {
                let said = body.said();
                ["http://", "https://"].iter().any(|scheme| said.contains(scheme))
            }
            (Self::Image | Self::File | Self::Link | Self::Voice | Self::Video, _) => false,
        }
    }

    /// Whether such content comes with words that a search can look at.
    pub fn has_words(self) -> bool {
        matches!(self, Self::File | Self::Link)
    }
}

/// What the store tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreEvent {
    Opened(Box<Opened>),
    /// None is open: the next login makes an account, or opens its own. `others` can be chosen.
    NoAccount {
        others: Vec<Account>,
    },
    Refused(Refusal),
    Kept(Vec<Receipt>),
    Page(Page),
    Found(Found),
    /// `None` where it is not kept (any more).
    Line {
        seq: Seq,
        line: Option<Box<LineRecord>>,
    },
    /// In the order in which they are offered ([`offered`](crate::port::stickers::offered)).
    Stickers(Vec<StickerRecord>),
    /// In the order of their numbers.
    Accounts(Vec<Listed>),
    /// Writing failed; what was to be written is held, and tried again from time to time.
    Trouble(Trouble),
    /// Everything held is written.
    Recovered,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub uin: i64,
    /// As last known here; may be empty.
    pub name: Box<str>,
}

/// An account as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub account: Account,
    /// Its session is kept: as far as is known here, no scan is needed.
    pub session: bool,
}

/// What was kept, as far as the first frames need it: no history but each chat's last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub account: Account,
    /// Nothing was kept under this account before.
    pub fresh: bool,
    pub me: Option<PeerId>,
    /// In the order of their ids, none left out.
    pub peers: Vec<PeerRecord>,
    pub chats: Vec<ChatRecord>,
    /// The last line of each chat that has one.
    pub tails: Vec<LineRecord>,
    /// Own lines the service does not have, oldest first.
    pub unsent: Vec<LineRecord>,
    pub drafts: Vec<(PeerId, String)>,
    /// What those reply to.
    pub quotes: Vec<(PeerId, Quote)>,
    /// [`Change::Faces`].
    pub faces: Vec<Box<str>>,
    /// The newest ids, oldest first: enough to know a message that is delivered again.
    pub seen: Vec<MsgId>,
    /// The largest of each handed out so far.
    pub last_seq: Seq,
    pub last_local: LocalId,
    pub keepsake: Option<Keepsake>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub chat: PeerId,
    pub from: Place,
    /// In the order of the chat.
    pub lines: Vec<LineRecord>,
    /// More is kept before the first and after the last of them.
    pub older: bool,
    pub newer: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub number: u64,
    /// Newest first.
    pub hits: Vec<LineRecord>,
    /// There may be older ones.
    pub more: bool,
}

/// Why an account's history cannot be used at all. Nothing in it was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another weft has it open.
    Locked { pid: Option<u32> },
    /// Written by a newer weft: its schema, and the newest this one knows.
    Newer { found: u32, known: u32 },
    /// The service did not say whose account it is: somebody else's history may be under the number that stands for none.
    Unnumbered,
    /// `--account` names nobody.
    Unknown { name: Box<str> },
    /// The file is not a database, or is damaged.
    Corrupt,
    /// The folder or the file cannot be used: the system's words.
    Unusable(Box<str>),
}

/// Why writing fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    DiskFull,
    ReadOnly,
    /// The file was damaged under us.
    Corrupt,
    /// Anything else the system says.
    Io,
}
