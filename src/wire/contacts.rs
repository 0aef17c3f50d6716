//! webwxgetcontact and webwxbatchgetcontact (`protocol.md §4.3–4.5`).

use super::http::{HttpRequest, HttpResponse};
use super::{Auth, Error, hosts::Hosts};
use crate::domain::contact::Contact;
use crate::domain::id::UserName;
use crate::domain::time::Now;

/// One page of the address book. A record that cannot be read is left out, never the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub contacts: Vec<Contact>,
    /// Ask again with this; 0 when complete.
    pub seq: u64,
}

/// `GET webwxgetcontact`. Time-out 60 s.
pub fn page(_hosts: &Hosts, _auth: &Auth, _seq: u64, _now: Now) -> HttpRequest {
    HttpRequest::get(String::new(), std::time::Duration::ZERO)
}

pub fn parse_page(_response: &HttpResponse) -> Result<Page, Error> {
    Err(Error::Malformed)
}

/// `POST webwxbatchgetcontact`. At most 50 items: who, and for a member the group.
pub fn batch(
    _hosts: &Hosts,
    _auth: &Auth,
    _device: &str,
    _wanted: &[(UserName, Option<UserName>)],
    _now: Now,
) -> HttpRequest {
    HttpRequest::get(String::new(), std::time::Duration::ZERO)
}

pub fn parse_batch(_response: &HttpResponse) -> Result<Vec<Contact>, Error> {
    Err(Error::Malformed)
}
