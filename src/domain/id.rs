//! Identifiers, each a type of its own so that none can stand in for another.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::special;

/// The service's name for a person, group or account (`protocol.md §3.4`).
///
/// `@` + hex for people, `@@` + hex for groups, a literal such as `filehelper` for special accounts. It is valid
/// within one login only: never a key of anything that outlives the session.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserName(Box<str>);

impl UserName {
    pub fn new(raw: impl Into<Box<str>>) -> Self {
        Self(raw.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Groups start with `@@` or end with `@chatroom` (`protocol.md §4.5`).
    pub fn is_group(&self) -> bool {
        self.0.starts_with("@@") || self.0.ends_with("@chatroom")
    }

    /// One of the service's own accounts, whose names are literal and the same for ever (`protocol.md §4.5`).
    pub fn is_special(&self) -> bool {
        special::is_special(self.as_str())
    }

    /// What people call it, in either language, if it is such an account and has a name among them.
    pub fn common_names(&self) -> &'static [&'static str] {
        special::names(self.as_str())
    }
}

impl fmt::Debug for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for UserName {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

/// A person, group or account as weft knows it, stable while the program runs whatever the service calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerId(pub u32);

/// The service's permanent id of a message: up to 19 decimal digits, the same after a new login (`protocol.md §6.1`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MsgId(pub u64);

/// An outgoing message, named before it is sent: the 17 digits that go out as `ClientMsgId` and `LocalID`
/// (`protocol.md §7.1`). A retry keeps it, a new message never reuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalId(pub u64);

impl fmt::Display for LocalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:017}", self.0)
    }
}

/// A line of the history, numbered in the order weft came to know it: larger is later. Never reused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seq(pub i64);

/// Which login an event belongs to. Counts up; what arrives from an older one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Epoch(pub u32);

/// One `webwxsync` answer, named so that its cursor can be released once what it brought is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BatchId(pub u64);
