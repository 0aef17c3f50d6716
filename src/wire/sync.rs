//! synccheck and webwxsync (`protocol.md §5`).

use super::http::{HttpRequest, HttpResponse};
use super::{Auth, Error, hosts::Hosts};
use crate::domain::contact::Contact;
use crate::domain::id::UserName;
use crate::domain::message::Item;
use crate::domain::secret::Secret;
use crate::domain::time::Now;

/// `SyncKey` or `SyncCheckKey`: opaque pairs in the server's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncKey(pub Vec<(i64, i64)>);

/// synccheck's two numbers, uninterpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    pub retcode: i32,
    pub selector: i32,
}

/// webwxsync's answer with Ret 0. Keys are `None` when absent or of Count 0: never store those.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sync {
    pub profile: Option<Box<Contact>>,
    pub deleted: Vec<UserName>,
    pub changed: Vec<Contact>,
    /// Messages sorted by CreateTime then arrival; what cannot be read is left out, never the batch.
    pub items: Vec<Item>,
    pub more: bool,
    pub sync_key: Option<SyncKey>,
    pub sync_check_key: Option<SyncKey>,
    /// `SKey`, where non-empty: adopt it.
    pub skey: Option<Secret>,
}

/// `GET PUSH/synccheck`, held about 25 s. Time-out 35 s.
pub fn check(_hosts: &Hosts, _auth: &Auth, _device: &str, _key: &SyncKey, _now: Now) -> HttpRequest {
    HttpRequest::get(String::new(), std::time::Duration::ZERO)
}

pub fn parse_check(_response: &HttpResponse) -> Result<Check, Error> {
    Err(Error::Malformed)
}

/// `POST webwxsync`. Time-out 15 s.
pub fn sync(_hosts: &Hosts, _auth: &Auth, _device: &str, _key: &SyncKey, _now: Now) -> HttpRequest {
    HttpRequest::get(String::new(), std::time::Duration::ZERO)
}

/// `me` tells own messages from others'.
pub fn parse_sync(_response: &HttpResponse, _me: &UserName) -> Result<Sync, Error> {
    Err(Error::Malformed)
}
