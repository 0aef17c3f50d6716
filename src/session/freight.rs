//! What a request reads from or writes to on this machine's disk, and what came of it: values for whoever has a disk.
//!
//! Bytes of files pass neither through the machine nor through memory as a whole. Never: a file, or a byte of one.

use std::path::PathBuf;

use crate::wire::http::{HttpFailure, HttpResponse};
use crate::wire::media;

/// What goes along with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freight {
    Slice(Slice),
    Spool(Spool),
}

/// A piece of a file, put into the request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub file: PathBuf,
    /// The size of the whole file, as the service was told. Another one: the file has changed, and nothing is sent.
    pub whole: u64,
    pub from: u64,
    pub bytes: u64,
    /// Where in the body it is put.
    pub at: usize,
}

/// A file that the body of a good answer is written to as it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spool {
    /// What is in it already is gone on with (`Range: bytes=N-`), where the host does that.
    pub part: PathBuf,
    /// What is in it is no good: begin with nothing.
    pub anew: bool,
    /// What a good answer is ([`media::judge`]).
    pub kind: media::Kind,
    /// More bytes than this are not taken.
    pub limit: u64,
    /// The service's cookies stay at home.
    pub anonymous: bool,
}

/// The answer to a request with freight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Its body: for a spool only the first bytes, or as much of a page as says what it is.
    pub response: HttpResponse,
    /// How many bytes the part has now, and how many it had before. `None`: nothing was written.
    pub kept: Option<Grown>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grown {
    pub before: u64,
    pub now: u64,
}

/// Why a request with freight has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mishap {
    Http(HttpFailure),
    /// The part cannot be written: the system's words.
    Disk(Box<str>),
    /// More came than the limit; the part is gone.
    TooLarge,
    /// The answer does not go on where the part ends.
    Gap,
    /// The file to be read is not there, or cannot be read.
    FileGone,
    /// It has another size.
    FileChanged,
}

/// What is done with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chore {
    /// It is whole: it gets its name.
    Keep { part: PathBuf, file: PathBuf },
    /// It is no good.
    Drop { part: PathBuf },
}
