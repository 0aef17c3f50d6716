//! Bytes to values and back: a builder and a parser for each endpoint of `protocol.md`, and no opinion on when.
//!
//! Owns the URLs, the JSON and XML shapes and the decoding of what people wrote. Never: a clock, a retry, a socket.
//! Parsers take whatever bytes there are: a record that cannot be read is left out, its neighbours stay.

pub mod contacts;
pub mod content;
pub mod hosts;
pub mod http;
pub mod login;
pub mod manage;
pub mod media;
pub mod send;
pub mod sync;
pub mod upload;

mod base;
mod lenient;
mod record;

pub use base::{Auth, Mode, data_ticket};

/// Why an answer is not the value asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An HTTP status that carries no answer (502 …).
    #[error("HTTP status {0}")]
    Status(u16),
    /// HTML, half a body, broken JSON, no `BaseResponse`.
    #[error("not the answer of this endpoint")]
    Malformed,
    /// `BaseResponse.Ret` (or `retcode`, or `ret`) other than 0.
    #[error("refused with {0}")]
    Ret(i32),
}
