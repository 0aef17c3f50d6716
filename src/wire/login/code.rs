//! The code to scan, and the poll that waits for the phone (`protocol.md §2.1–2.3`). Both answer in JavaScript.

use std::time::Duration;

use super::{Poll, base64};
use crate::domain::time::Now;
use crate::wire::base::{HELD, LANG, Link, body, inverted_ms};
use crate::wire::hosts::Hosts;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::{Error, Mode};

/// The only value known to work for the web client (`protocol.md §1.2`).
const APP_ID: &str = "wx782c26e4c19acffb";

/// `GET LOGIN/jslogin`. Time-out 10 s.
pub fn jslogin(hosts: &Hosts, mode: Mode, now: Now) -> HttpRequest {
    let desktop = match mode {
        Mode::Web => "",
        Mode::Desktop => "?mod=desktop",
    };
    let back = format!("{}/cgi-bin/mmwebwx-bin/webwxnewloginpage{desktop}", hosts.base);
    Link::new(format!("{}/jslogin", hosts.login))
        .verbatim("appid", APP_ID)
        .text("redirect_uri", &back)
        .verbatim("fun", "new")
        .verbatim("lang", LANG)
        .verbatim("_", now.wall_ms)
        .get(Duration::from_secs(10))
}

/// The uuid, raw.
pub fn parse_jslogin(response: &HttpResponse) -> Result<String, Error> {
    let text = body(response)?;
    match number(&text, "window.QRLogin.code") {
        Some(200) => assigned(&text, "window.QRLogin.uuid")
            .filter(|uuid| is_uuid(uuid))
            .map(str::to_owned)
            .ok_or(Error::Malformed),
        Some(code) => Err(Error::Ret(code)),
        None => Err(Error::Malformed),
    }
}

pub(super) fn is_uuid(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The content of the QR code: `https://login.weixin.qq.com/l/UUID`.
pub fn code_link(uuid: &str) -> String {
    format!("https://login.weixin.qq.com/l/{uuid}")
}

/// The login poll, held about 25 s by the server. Time-out 35 s. `first`: tip=1, which answers as soon as the code is
/// scanned; tip=0 waits for the confirmation instead of repeating 201.
pub fn poll(hosts: &Hosts, uuid: &str, first: bool, now: Now) -> HttpRequest {
    Link::api(&hosts.login, "login")
        .verbatim("loginicon", true)
        .text("uuid", uuid)
        .verbatim("tip", u8::from(first))
        .verbatim("r", inverted_ms(now))
        .verbatim("_", now.wall_ms)
        .get(HELD)
}

pub fn parse_poll(response: &HttpResponse) -> Result<Poll, Error> {
    let text = body(response)?;
    match number(&text, "window.code").ok_or(Error::Malformed)? {
        200 => match assigned(&text, "window.redirect_uri") {
            Some(uri) if !uri.is_empty() => Ok(Poll::Confirmed {
                redirect_uri: uri.to_owned(),
            }),
            _ => Err(Error::Malformed),
        },
        201 => Ok(Poll::Scanned {
            avatar: avatar(&text),
        }),
        202 => Ok(Poll::Cancelled),
        400 => Ok(Poll::Expired),
        408 => Ok(Poll::Waiting),
        code => Ok(Poll::Failed(code)),
    }
}

/// The MIME type is literally `img/jpg` at times: only what follows `base64,` counts.
fn avatar(text: &str) -> Option<Vec<u8>> {
    let (_, data) = assigned(text, "window.userAvatar")?.split_once("base64,")?;
    base64::decode(data).filter(|bytes| !bytes.is_empty())
}

fn number(text: &str, name: &str) -> Option<i32> {
    assigned(text, name)?.trim().parse().ok()
}

/// The value of `name = value;`, without its quotes, whatever blanks there are.
fn assigned<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.split(name).skip(1).find_map(|rest| {
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value
                .strip_prefix(quote)?
                .split_once(quote)
                .map(|(inner, _)| inner),
            _ => value.split([';', '\n', '\r']).next(),
        }
    })
}
