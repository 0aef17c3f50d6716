//! Answers that are not what was asked for, folded to what the machines decide on (`protocol.md §9.1`).

use crate::port::Failure;
use crate::wire::Error;
use crate::wire::http::{HttpFailure, HttpResponse};

/// What came back for a ticket.
pub(super) type Reply = Result<HttpResponse, HttpFailure>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing was decided by the service: try again.
    Passing(Failure),
    /// 1100 to 1103, and -14, which says it of a ticket: the session may be over. To be confirmed by one webwxinit.
    Gone(i32),
    /// 1203.
    Environment,
    /// 1205.
    TooFrequent,
    /// 3 or -3.
    PhoneOffline(i32),
    /// Any other number.
    Refused(i32),
}

pub(super) const ENVIRONMENT: i32 = 1203;

impl Trouble {
    pub fn of_code(code: i32) -> Self {
        match code {
            -14 | 1100..=1103 => Self::Gone(code),
            ENVIRONMENT => Self::Environment,
            1205 => Self::TooFrequent,
            3 | -3 => Self::PhoneOffline(code),
            other => Self::Refused(other),
        }
    }

    /// The reason as a person is told it.
    pub fn failure(self) -> Failure {
        match self {
            Self::Passing(failure) => failure,
            Self::TooFrequent => Failure::TooFrequent,
            Self::Environment => Failure::Refused(ENVIRONMENT),
            Self::Refused(1201 | -1) => Failure::ChatGone,
            Self::Refused(1204) => Failure::NotAllowed,
            Self::Gone(code) | Self::PhoneOffline(code) | Self::Refused(code) => Failure::Refused(code),
        }
    }
}

/// The value that was asked for, or why there is none.
pub(super) fn judge<T>(
    reply: &Reply,
    parse: impl FnOnce(&HttpResponse) -> Result<T, Error>,
) -> Result<T, Trouble> {
    let response = reply
        .as_ref()
        .map_err(|failure| Trouble::Passing(passing(*failure)))?;
    parse(response).map_err(|error| match error {
        Error::Status(status) => Trouble::Passing(Failure::Status(status)),
        Error::Malformed => Trouble::Passing(Failure::Garbled),
        Error::Ret(code) => Trouble::of_code(code),
    })
}

/// No answer at all.
pub(super) fn passing(failure: HttpFailure) -> Failure {
    match failure {
        HttpFailure::Offline => Failure::Offline,
        HttpFailure::TimedOut => Failure::TimedOut,
        HttpFailure::Malformed => Failure::Garbled,
    }
}
