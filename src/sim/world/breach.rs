//! What a client did that the service does not like, and what it sent (`protocol.md §11.3`).

use std::sync::Arc;
use std::time::Duration;

/// A breach, and where it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub kind: BreachKind,
    /// `webwxsync` …
    pub endpoint: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreachKind {
    UnknownEndpoint,
    WrongAppId,
    /// A code that was never given out, or is over.
    UnknownCode,
    /// newloginpage twice with one ticket.
    TicketReused,
    /// `version=v2` left out.
    OldLoginPage,
    MissingCookies,
    WrongCookies,
    /// No `BaseRequest`, or one without `Uin` or `Sid`.
    NoBaseRequest,
    WrongUin,
    WrongSid,
    WrongSkey,
    /// An empty skey where one is known: accepted.
    NoSkey,
    /// Not `e` and 15 digits: accepted.
    OddDeviceId,
    /// A ticket that is not this session's: accepted, as the service does.
    WrongPassTicket,
    WrongDataTicket,
    /// A key that was never given out.
    UnknownSyncKey,
    /// One synccheck while another is held.
    SecondSyncCheck,
    /// On the wrong one of the family's hosts.
    WrongHost,
    /// More than 50 in a batch.
    BatchTooLong,
    /// A name of no contact of this session.
    UnknownName,
    /// Text written as `\uXXXX`.
    EscapedText,
    /// Over 16 KiB.
    TextTooLong,
    /// `FromUserName` is not oneself.
    WrongSender,
    /// Not 17 digits, or not the `LocalID` as well: accepted.
    OddClientMsgId,
    /// Fields that are missing from a JSON body or contradict each other: accepted.
    OddBody,
    /// Pinned without the remark, which is gone now (`protocol.md §7.7`).
    RemarkErased,
    /// Oneself, where only others will do.
    WrongTarget,
    /// A friend request's ticket that was never given out.
    WrongTicket,
    /// A group that was changed by somebody who may not, or with people who cannot be in it.
    WrongMembers,
    /// Added where people must be invited, or the other way round.
    NotInvited,
    /// People brought into groups again within 20 s (`protocol.md §7.1`).
    GroupsTooFast,
    /// Requests before webwxinit.
    NotInitialised,
    /// Two files or videos fetched at once: both get the first one.
    ParallelDownload,
    /// A video asked for without `Range`.
    NoRange,
    /// `encryfilename` that is not the file's, encoded once more perhaps.
    WrongFileName,
    /// The session's cookies on a host that is none of the service's.
    CookiesElsewhere,
    /// A form with parts that are unknown or in another order, or that contradict each other: accepted.
    OddForm,
    /// `mediatype` that does not fit the name: accepted, and shown as something else.
    WrongMediaType,
    /// Not 524 288 bytes, but for the last one: accepted.
    WrongChunk,
    EmptyUpload,
    /// `TotalLen` is not what came.
    WrongLength,
    /// `FileMd5` is not what came.
    WrongMd5,
    /// Above 25 MiB without what webwxcheckupload hands out.
    Unchecked,
    /// A `MediaId`, MD5 or content that names nothing here.
    UnknownMedia,
    /// A kind of message at another kind's endpoint.
    WrongEndpoint,
    /// No `Scene`, a forward without 2, or one said anew with it: accepted.
    WrongScene,
}

/// A message the client sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// The chat's key.
    pub chat: String,
    /// 1 text, 3 image, 6 file, 43 video, 47 sticker, 48 location.
    pub msg_type: i64,
    /// Exactly as the recipient sees it.
    pub text: String,
    /// Of which sticker it is, where it was sent as one of those the service knows; else empty.
    pub md5: String,
    /// What it carried, as it came from the client or is known here.
    pub media: Option<Arc<[u8]>>,
    pub client_msg_id: String,
    pub msg_id: u64,
    /// How often the same `ClientMsgId` came; 1 is never retried.
    pub asked: u32,
    /// When it was taken in, on the monotonic clock.
    pub at: Duration,
    pub recalled: bool,
}
