//! Remarks, pins, friend requests, groups, recalls (`protocol.md §7.6`, §7.7, §7.9, §7.10).
//!
//! Owns the shapes of what is done once. Never: when, whether it is allowed, or whether it is tried again.

use serde::{Deserialize, Serialize};

use super::base::{BaseRequest, BaseResponse, CALL, Link, body, referred};
use super::http::{HttpRequest, HttpResponse};
use super::lenient::{Int, List, Object, Str, answer};
use super::{Auth, Error, hosts::Hosts, record};
use crate::domain::id::{LocalId, MsgId, UserName};
use crate::domain::text::SafeText;
use crate::domain::time::Now;

/// What every request here needs.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    pub hosts: &'a Hosts,
    pub auth: &'a Auth,
    pub device: &'a str,
    pub now: Now,
}

/// How a group is changed: `fun` and the field that goes with it.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    Add(&'a [UserName]),
    Invite(&'a [UserName]),
    Remove(&'a [UserName]),
    Rename(&'a str),
    Leave,
}

/// What the service made of a group: its name where it is new, and who is in it with which `MemberStatus`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    pub group: Option<UserName>,
    pub members: Vec<(UserName, i64)>,
}

/// `SceneList`: from the web page.
const FROM_WEB: u8 = 33;
/// `Opcode`: yes to a request.
const VERIFY_OK: u8 = 3;
/// `Opcode`: words from the one who is asked. The sheet's "5/6 replies" are the asker's and this side's, in this order.
const RECEIVER_REPLY: u8 = 6;
/// webwxcreatechatroom made the group without some of those named.
const PARTLY: i32 = -2013;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RemarkBody<'a> {
    base_request: BaseRequest<'a>,
    user_name: &'a str,
    cmd_id: u8,
    remark_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PinBody<'a> {
    base_request: BaseRequest<'a>,
    user_name: &'a str,
    cmd_id: u8,
    #[serde(rename = "OP")]
    op: u8,
    remark_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct VerifyBody<'a> {
    base_request: BaseRequest<'a>,
    opcode: u8,
    verify_user_list_size: u8,
    verify_user_list: [Verified<'a>; 1],
    verify_content: &'a str,
    scene_list_count: u8,
    scene_list: [u8; 1],
    #[serde(rename = "skey")]
    skey: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Verified<'a> {
    value: &'a str,
    verify_user_ticket: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CreateBody<'a> {
    base_request: BaseRequest<'a>,
    member_count: usize,
    member_list: Vec<Named<'a>>,
    topic: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Named<'a> {
    user_name: &'a str,
}

/// One of the last four is there, by `fun`; none for `quitchatroom`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateBody<'a> {
    base_request: BaseRequest<'a>,
    chat_room_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    add_member_list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invite_member_list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    del_member_list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_topic: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecallBody<'a> {
    base_request: BaseRequest<'a>,
    svr_msg_id: &'a str,
    to_user_name: &'a str,
    client_msg_id: &'a str,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct GroupAnswer<'a> {
    base_response: Object<BaseResponse>,
    #[serde(borrow)]
    chat_room_name: Str<'a>,
    #[serde(borrow)]
    member_list: List<'a>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct RawMember<'a> {
    #[serde(borrow)]
    user_name: Str<'a>,
    member_status: Int,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Refusal<'a> {
    #[serde(borrow)]
    base_response: Option<Said<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Said<'a> {
    #[serde(borrow)]
    err_msg: Str<'a>,
}

impl By<'_> {
    fn base(&self) -> BaseRequest<'_> {
        BaseRequest::new(self.auth, self.device)
    }

    fn post(&self, link: Link, body: &impl Serialize) -> HttpRequest {
        referred(link.ticketed(self.auth).post(body, CALL), self.hosts)
    }

    fn link(&self, endpoint: &str) -> Link {
        Link::api(&self.hosts.base, endpoint)
    }
}

/// `POST webwxoplog`, `CmdId` 2. An empty remark takes it off.
pub fn remark(by: By<'_>, user: &UserName, remark: &str) -> HttpRequest {
    let body = RemarkBody {
        base_request: by.base(),
        user_name: user.as_str(),
        cmd_id: 2,
        remark_name: remark,
    };
    by.post(by.link("webwxoplog"), &body)
}

/// `POST webwxoplog`, `CmdId` 3. `remark` is the one of now: without it the service erases it.
pub fn pin(by: By<'_>, user: &UserName, on: bool, remark: &str) -> HttpRequest {
    let body = PinBody {
        base_request: by.base(),
        user_name: user.as_str(),
        cmd_id: 3,
        op: on.into(),
        remark_name: remark,
    };
    by.post(by.link("webwxoplog"), &body)
}

/// `POST webwxverifyuser`, Opcode 3: yes to a request.
pub fn accept(by: By<'_>, user: &UserName, ticket: &str) -> HttpRequest {
    verify(by, (user, ticket), VERIFY_OK, "")
}

/// `POST webwxverifyuser`, Opcode 6: words to whoever asks, before any yes.
pub fn reply(by: By<'_>, user: &UserName, ticket: &str, words: &str) -> HttpRequest {
    verify(by, (user, ticket), RECEIVER_REPLY, words)
}

/// One request for one call.
fn verify(by: By<'_>, (user, ticket): (&UserName, &str), opcode: u8, words: &str) -> HttpRequest {
    let body = VerifyBody {
        base_request: by.base(),
        opcode,
        verify_user_list_size: 1,
        verify_user_list: [Verified {
            value: user.as_str(),
            verify_user_ticket: ticket,
        }],
        verify_content: words,
        scene_list_count: 1,
        scene_list: [FROM_WEB],
        skey: by.auth.skey.expose(),
    };
    let link = by.link("webwxverifyuser").verbatim("r", by.now.wall_ms);
    by.post(link, &body)
}

/// `POST webwxcreatechatroom`: oneself is not among the members named.
pub fn create_group(by: By<'_>, members: &[UserName], topic: &str) -> HttpRequest {
    let body = CreateBody {
        base_request: by.base(),
        member_count: members.len(),
        member_list: members
            .iter()
            .map(|member| Named {
                user_name: member.as_str(),
            })
            .collect(),
        topic,
    };
    let link = by.link("webwxcreatechatroom").verbatim("r", by.now.wall_ms);
    by.post(link, &body)
}

/// `POST webwxupdatechatroom`.
pub fn change_group(by: By<'_>, group: &UserName, change: Change<'_>) -> HttpRequest {
    let mut body = UpdateBody {
        base_request: by.base(),
        chat_room_name: group.as_str(),
        add_member_list: None,
        invite_member_list: None,
        del_member_list: None,
        new_topic: None,
    };
    let fun = match change {
        Change::Add(members) => {
            body.add_member_list = Some(listed(members));
            "addmember"
        }
        Change::Invite(members) => {
            body.invite_member_list = Some(listed(members));
            "invitemember"
        }
        Change::Remove(members) => {
            body.del_member_list = Some(listed(members));
            "delmember"
        }
        Change::Rename(topic) => {
            body.new_topic = Some(topic);
            "modtopic"
        }
        Change::Leave => "quitchatroom",
    };
    let link = by
        .link("webwxupdatechatroom")
        .verbatim("fun", fun)
        .verbatim("f", "json");
    by.post(link, &body)
}

/// `POST webwxrevokemsg`. Where the id it was sent under is not known, a fresh one works too.
pub fn recall(by: By<'_>, to: &UserName, message: MsgId, local: LocalId) -> HttpRequest {
    let body = RecallBody {
        base_request: by.base(),
        svr_msg_id: &message.0.to_string(),
        to_user_name: to.as_str(),
        client_msg_id: &local.to_string(),
    };
    by.post(by.link("webwxrevokemsg"), &body)
}

/// Of webwxcreatechatroom and webwxupdatechatroom. A group that was made without some of them was made.
pub fn parse_gathered(response: &HttpResponse) -> Result<Gathered, Error> {
    answer(response, |text| {
        let raw: GroupAnswer<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        match raw.base_response.check() {
            Ok(()) | Err(Error::Ret(PARTLY)) => {}
            Err(refused) => return Err(refused),
        }
        Ok(Gathered {
            group: (!raw.chat_room_name.is_empty()).then(|| UserName::from(&*raw.chat_room_name)),
            members: raw.member_list.read(member),
        })
    })
}

/// The service's own words for a refusal; empty where it has none.
pub fn refusal(response: &HttpResponse) -> SafeText {
    let Ok(text) = body(response) else {
        return SafeText::default();
    };
    let said: Refusal<'_> = serde_json::from_str(&text).unwrap_or_default();
    record::line(&said.base_response.unwrap_or_default().err_msg)
}

fn member(json: &str) -> Option<(UserName, i64)> {
    let raw: RawMember<'_> = serde_json::from_str(json).ok()?;
    let name = UserName::from(&*raw.user_name);
    (!name.is_empty()).then(|| (name, raw.member_status.or_zero()))
}

/// Names with commas between.
fn listed(members: &[UserName]) -> String {
    let names: Vec<&str> = members.iter().map(UserName::as_str).collect();
    names.join(",")
}
