//! webwxpushloginurl: the phone of a returning user is asked, with no scan (`protocol.md §2.4`).

use std::time::Duration;

use serde::Deserialize;

use super::code::is_uuid;
use crate::wire::base::{Link, referred};
use crate::wire::hosts::Hosts;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::lenient::{Int, Str, answer};
use crate::wire::{Error, Mode};

/// Where some clients ask, for when the account's own host knows nothing of it.
pub const PUSH_DOOR: &str = "https://login.weixin.qq.com";

/// `ret` is a string or a number.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Answer<'a> {
    ret: Int,
    #[serde(borrow)]
    uuid: Str<'a>,
}

/// `GET DOOR/webwxpushloginurl`, to go with the old session's cookies: by them the account is known. Time-out 10 s.
pub fn push_login(door: &str, hosts: &Hosts, uin: i64, mode: Mode) -> HttpRequest {
    let link = Link::api(door, "webwxpushloginurl").verbatim("uin", uin);
    let link = match mode {
        Mode::Web => link,
        Mode::Desktop => link.verbatim("mod", "desktop"),
    };
    referred(link.get(Duration::from_secs(10)), hosts)
}

/// The uuid to poll for. `Ret` where the service will not: also with 0, where it names no uuid.
pub fn parse_push_login(response: &HttpResponse) -> Result<String, Error> {
    answer(response, |text| {
        let raw: Answer<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        match raw.ret.get() {
            Some(0) if is_uuid(&raw.uuid) => Ok(raw.uuid.to_string()),
            Some(ret) => Err(Error::Ret(i32::try_from(ret).unwrap_or(i32::MIN))),
            None => Err(Error::Malformed),
        }
    })
}
