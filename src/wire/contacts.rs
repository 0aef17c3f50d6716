//! webwxgetcontact and webwxbatchgetcontact (`protocol.md §4.3–4.5`).
//!
//! Owns the two requests and their envelopes; a single record is `record`'s. Never: which contacts to ask for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::base::{BaseRequest, BaseResponse, CALL, Link, referred};
use super::http::{HttpRequest, HttpResponse};
use super::lenient::{Int, List, Object, answer};
use super::{Auth, Error, hosts::Hosts, record};
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

/// More than these in one batch are silently ignored by the service.
pub const BATCH_MAX: usize = 50;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct BatchBody<'a> {
    base_request: BaseRequest<'a>,
    count: usize,
    list: Vec<BatchItem<'a>>,
}

/// `EncryChatRoomId` is the group's UserName for a member, "" for a group or anybody else (`protocol.md §4.4`).
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct BatchItem<'a> {
    user_name: &'a str,
    encry_chat_room_id: &'a str,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct PageAnswer<'a> {
    base_response: Object<BaseResponse>,
    #[serde(borrow)]
    member_list: List<'a>,
    seq: Int,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct BatchAnswer<'a> {
    base_response: Object<BaseResponse>,
    #[serde(borrow)]
    contact_list: List<'a>,
}

/// `GET webwxgetcontact`. Time-out 60 s: books of thousands are slow to come.
pub fn page(hosts: &Hosts, auth: &Auth, seq: u64, now: Now) -> HttpRequest {
    let link = Link::api(&hosts.base, "webwxgetcontact")
        .ticketed(auth)
        .verbatim("r", now.wall_ms)
        .verbatim("seq", seq)
        .text("skey", auth.skey.expose());
    referred(link.get(Duration::from_mins(1)), hosts)
}

pub fn parse_page(response: &HttpResponse) -> Result<Page, Error> {
    answer(response, |text| {
        let raw: PageAnswer<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base_response.check()?;
        Ok(Page {
            contacts: raw.member_list.read(|item| record::read(item, None)),
            seq: raw.seq.or_zero(),
        })
    })
}

/// `POST webwxbatchgetcontact`. At most [`BATCH_MAX`] items: who, and for a member the group.
pub fn batch(
    hosts: &Hosts,
    auth: &Auth,
    device: &str,
    wanted: &[(UserName, Option<UserName>)],
    now: Now,
) -> HttpRequest {
    let list: Vec<_> = wanted
        .iter()
        .take(BATCH_MAX)
        .map(|(who, group)| BatchItem {
            user_name: who.as_str(),
            encry_chat_room_id: group.as_ref().map_or("", UserName::as_str),
        })
        .collect();
    let body = BatchBody {
        base_request: BaseRequest::new(auth, device),
        count: list.len(),
        list,
    };
    let link = Link::api(&hosts.base, "webwxbatchgetcontact")
        .verbatim("type", "ex")
        .verbatim("r", now.wall_ms)
        .ticketed(auth);
    referred(link.post(&body, CALL), hosts)
}

pub fn parse_batch(response: &HttpResponse) -> Result<Vec<Contact>, Error> {
    answer(response, |text| {
        let raw: BatchAnswer<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base_response.check()?;
        Ok(raw.contact_list.read(|item| record::read(item, None)))
    })
}
