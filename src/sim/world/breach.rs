//! What a client did that the service does not like, and what it sent (`protocol.md §11.3`).

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
    /// Requests before webwxinit.
    NotInitialised,
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
    pub client_msg_id: String,
    pub msg_id: u64,
    /// How often the same `ClientMsgId` came; 1 is never retried.
    pub asked: u32,
    /// When it was taken in, on the monotonic clock.
    pub at: Duration,
    pub recalled: bool,
}
