//! Who is who: the service's `UserName`s of this login, and the peers weft knows them as.

use std::collections::HashMap;

use crate::domain::contact::Contact;
use crate::domain::id::{PeerId, UserName};

/// Peers by stable id. A `PeerId` is an index: peers are never removed, only marked as gone.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub peers: Vec<Peer>,
    pub by_name: HashMap<UserName, PeerId>,
    pub me: Option<UserName>,
}

#[derive(Clone, Debug)]
pub struct Peer {
    pub contact: Contact,
    /// Deleted, or left.
    pub gone: bool,
    /// The record was fetched, or is on its way: do not ask again.
    pub fetched: bool,
}
