//! webwxsendmsg (`protocol.md §7`).

use super::http::{HttpRequest, HttpResponse};
use super::{Auth, Error, hosts::Hosts};
use crate::domain::id::{LocalId, MsgId, UserName};

/// A text on its way: raw UTF-8, no `\u` escapes.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub local: LocalId,
    pub from: &'a UserName,
    pub to: &'a UserName,
    pub content: &'a str,
}

/// `POST webwxsendmsg`, Type 1, Scene 0. Time-out 15 s.
pub fn text(_hosts: &Hosts, _auth: &Auth, _device: &str, _text: Text<'_>) -> HttpRequest {
    HttpRequest::get(String::new(), std::time::Duration::ZERO)
}

/// The service's id for the message, where told.
pub fn parse_sent(_response: &HttpResponse) -> Result<Option<MsgId>, Error> {
    Err(Error::Malformed)
}
