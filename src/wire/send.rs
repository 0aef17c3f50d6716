//! What is said: a `Msg` to one of the five endpoints (`protocol.md §7.1`–§7.3).
//!
//! Owns the shape of an outgoing message of every kind. Never: when it goes, or whether it goes again.

use quick_xml::escape::escape;
use serde::{Deserialize, Serialize};

use super::base::{BaseRequest, BaseResponse, CALL, Link, referred};
use super::http::{HttpRequest, HttpResponse};
use super::lenient::{Int, Object, answer};
use super::{Auth, Error, Mode, hosts::Hosts};
use crate::domain::id::{LocalId, MsgId, UserName};

/// A text on its way: raw UTF-8, no `\u` escapes.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub local: LocalId,
    pub from: &'a UserName,
    pub to: &'a UserName,
    pub content: &'a str,
}

/// Who says it to whom, under which name.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    pub local: LocalId,
    pub from: &'a UserName,
    pub to: &'a UserName,
}

/// What else than a text can be said.
#[derive(Clone, Copy, Debug)]
pub enum Media<'a> {
    /// By `MediaId`, as the three below.
    Image(&'a str),
    Gif(&'a str),
    Video(&'a str),
    File {
        media_id: &'a str,
        name: &'a str,
        bytes: u64,
        /// Of webwxcheckupload, for a large one.
        signature: Option<&'a str>,
    },
    /// By MD5: the service knows it.
    Sticker(&'a str),
    /// What another message carried: see [`forwards`].
    Forward {
        msg_type: u32,
        app_type: u32,
        content: &'a str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SendBody<'a> {
    base_request: BaseRequest<'a>,
    msg: Msg<'a>,
    /// 0 for a message of one's own, 2 for a forward; leaving it out has made sends fail.
    scene: u8,
}

#[derive(Clone, Copy, Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Msg<'a> {
    r#type: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji_flag: Option<u8>,
    #[serde(rename = "EMoticonMd5", skip_serializing_if = "Option::is_none")]
    emoticon_md5: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
    from_user_name: &'a str,
    to_user_name: &'a str,
    #[serde(rename = "LocalID")]
    local_id: &'a str,
    client_msg_id: &'a str,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SendAnswer {
    #[serde(rename = "BaseResponse")]
    base: Object<BaseResponse>,
    #[serde(rename = "MsgID")]
    id: Int,
}

/// An endpoint's name, and the query it has besides the usual.
type Endpoint = (&'static str, &'static [(&'static str, &'static str)]);

const ASYNC: &[(&str, &str)] = &[("fun", "async"), ("f", "json")];
const SENDMSG: Endpoint = ("webwxsendmsg", &[]);
const IMAGE: Endpoint = ("webwxsendmsgimg", ASYNC);
const VIDEO: Endpoint = ("webwxsendvideomsg", ASYNC);
const APP: Endpoint = ("webwxsendappmsg", ASYNC);
const EMOTICON: Endpoint = ("webwxsendemoticon", &[("fun", "sys")]);

/// `POST webwxsendmsg`, Type 1, Scene 0. Time-out 15 s.
pub fn text(hosts: &Hosts, auth: &Auth, device: &str, text: Text<'_>) -> HttpRequest {
    let Text {
        local,
        from,
        to,
        content,
    } = text;
    let msg = Msg {
        r#type: 1,
        content: Some(content),
        ..Msg::default()
    };
    post(
        (hosts, auth, device),
        SENDMSG,
        Address { local, from, to },
        msg,
        0,
    )
}

/// Anything else, to the endpoint of its kind. `None` where it cannot be said on the web. Time-out 15 s.
pub fn media(
    hosts: &Hosts,
    auth: &Auth,
    device: &str,
    address: Address<'_>,
    (mode, media): (Mode, Media<'_>),
) -> Option<HttpRequest> {
    let ask = (hosts, auth, device);
    Some(match media {
        Media::Image(id) => post(ask, IMAGE, address, by_id(3, id, Some("")), 0),
        Media::Video(id) => post(ask, VIDEO, address, by_id(43, id, Some("")), 0),
        Media::Gif(id) => {
            let media_id = Some(id);
            post(
                ask,
                EMOTICON,
                address,
                Msg {
                    media_id,
                    ..emoticon()
                },
                0,
            )
        }
        Media::Sticker(md5) => {
            let emoticon_md5 = Some(md5);
            post(
                ask,
                EMOTICON,
                address,
                Msg {
                    emoticon_md5,
                    ..emoticon()
                },
                0,
            )
        }
        Media::File {
            media_id,
            name,
            bytes,
            signature,
        } => {
            let content = card(mode, media_id, name, bytes);
            let msg = Msg {
                r#type: 6,
                content: Some(&content),
                signature,
                ..Msg::default()
            };
            app(ask, address, (mode, msg), 0)
        }
        Media::Forward {
            msg_type,
            app_type,
            content,
        } => return forward(ask, address, mode, (msg_type, app_type, content)),
    })
}

fn forward(
    ask: (&Hosts, &Auth, &str),
    address: Address<'_>,
    mode: Mode,
    (msg_type, app_type, content): (u32, u32, &str),
) -> Option<HttpRequest> {
    Some(match (msg_type, app_type) {
        (1 | 48, _) => {
            let msg = Msg {
                r#type: msg_type,
                content: Some(content),
                ..Msg::default()
            };
            post(ask, SENDMSG, address, msg, 2)
        }
        (3, _) => post(ask, IMAGE, address, by_id(3, "", Some(content)), 2),
        (43 | 62, _) => post(ask, VIDEO, address, by_id(msg_type, "", Some(content)), 2),
        (47, _) => {
            let emoticon_md5 = Some(sticker_md5(content)?);
            post(
                ask,
                EMOTICON,
                address,
                Msg {
                    emoticon_md5,
                    ..emoticon()
                },
                2,
            )
        }
        (49, 6) => app(ask, address, (mode, by_id(6, "", Some(content))), 2),
        _ => return None,
    })
}

fn by_id<'a>(r#type: u32, id: &'a str, content: Option<&'a str>) -> Msg<'a> {
    Msg {
        r#type,
        media_id: Some(id),
        content,
        ..Msg::default()
    }
}

fn emoticon() -> Msg<'static> {
    Msg {
        r#type: 47,
        emoji_flag: Some(2),
        ..Msg::default()
    }
}

/// Whether the web protocol sends on what a message of that kind carried: cards, links and what the phone alone makes
/// cannot be composed anew (`protocol.md §7.3`).
pub fn forwards(msg_type: u32, app_type: u32) -> bool {
    matches!((msg_type, app_type), (1 | 3 | 43 | 47 | 48 | 62, _) | (49, 6))
}

/// The service's id for the message, where told.
pub fn parse_sent(response: &HttpResponse) -> Result<Option<MsgId>, Error> {
    answer(response, |text| {
        let raw: SendAnswer = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base.check()?;
        Ok(raw.id.to().filter(|id| *id != 0).map(MsgId))
    })
}

fn post(
    (hosts, auth, device): (&Hosts, &Auth, &str),
    (endpoint, query): Endpoint,
    address: Address<'_>,
    msg: Msg<'_>,
    scene: u8,
) -> HttpRequest {
    let local = address.local.to_string();
    let body = SendBody {
        base_request: BaseRequest::new(auth, device),
        msg: Msg {
            from_user_name: address.from.as_str(),
            to_user_name: address.to.as_str(),
            local_id: &local,
            client_msg_id: &local,
            ..msg
        },
        scene,
    };
    let link = Link::api(&hosts.base, endpoint);
    let link = query
        .iter()
        .fold(link, |link, (name, value)| link.verbatim(name, value));
    referred(link.ticketed(auth).post(&body, CALL), hosts)
}

/// webwxsendappmsg, which the desktop client asks a little differently (`protocol.md §1.4`).
fn app(
    ask: (&Hosts, &Auth, &str),
    address: Address<'_>,
    (mode, msg): (Mode, Msg<'_>),
    scene: u8,
) -> HttpRequest {
    let endpoint = match mode {
        Mode::Web => APP,
        Mode::Desktop => (
            APP.0,
            [("fun", "async"), ("f", "json"), ("mod", "desktop")].as_slice(),
        ),
    };
    post(ask, endpoint, address, msg, scene)
}

/// What the other side is shown a file as. The page does not escape the name, and a `&` in it then breaks the card.
fn card(mode: Mode, media_id: &str, name: &str, bytes: u64) -> String {
    let app_id = match mode {
        Mode::Web => "wxeb7ec651dd0aefa9",
        Mode::Desktop => "",
    };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let (name, extension) = (escape(name), escape(extension));
    format!(
        "<appmsg appid='{app_id}' sdkver=''><title>{name}</title><des></des><action></action><type>6</type><content></content><url></url><lowurl></lowurl><appattach><totallen>{bytes}</totallen><attachid>{media_id}</attachid><fileext>{extension}</fileext></appattach><extinfo></extinfo></appmsg>"
    )
}

/// `md5="…"` of a sticker's XML, blanks around the sign allowed (`protocol.md §6.3`).
fn sticker_md5(content: &str) -> Option<&str> {
    let mut rest = content;
    loop {
        let (before, after) = rest.split_once("md5")?;
        let own = before.ends_with(|c: char| c.is_ascii_whitespace());
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let value = value.and_then(|value| value.strip_prefix('"')?.split_once('"'));
        if let (true, Some((value, _))) = (own, value) {
            return (!value.is_empty()).then_some(value);
        }
        rest = after;
    }
}
