//! jslogin, the login poll, webwxpushloginurl, webwxnewloginpage, webwxinit, webwxstatusnotify, webwxlogout (`protocol.md §2, §4.1, §4.2`).
//!
//! Owns what the way in and out looks like on the wire. Never: the order of its steps.

mod base64;
mod code;
mod push;
mod start;
mod ticket;

pub use code::{code_link, jslogin, parse_jslogin, parse_poll, poll};
pub use push::{PUSH_DOOR, parse_push_login, push_login};
pub use start::{Notify, init, logout, parse_ack, parse_init, status_notify};
pub use ticket::{new_login_page, parse_new_login_page};

use super::Auth;
use super::sync::SyncKey;
use crate::domain::contact::Contact;
use crate::domain::id::UserName;
use crate::domain::secret::Secret;
use crate::domain::text::SafeText;

/// What the login poll said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Poll {
    /// 408.
    Waiting,
    /// 201, with the avatar's JPEG where told.
    Scanned { avatar: Option<Vec<u8>> },
    /// 200. One shot.
    Confirmed { redirect_uri: String },
    /// 400.
    Expired,
    /// 202.
    Cancelled,
    /// 500 and anything else.
    Failed(i32),
}

/// What webwxnewloginpage said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ticket {
    Granted {
        auth: Auth,
        /// `redirecturl`: the account moved to another base host.
        moved_to: Option<String>,
    },
    /// `ret` ≠ 0, or no wxsid anywhere; the message verbatim.
    Refused { code: i32, message: SafeText },
}

/// webwxinit's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Init {
    pub me: Contact,
    /// `User.Uin`; 0 where it is not told.
    pub uin: i64,
    pub recent: Vec<Contact>,
    pub chat_set: Vec<UserName>,
    pub sync_key: SyncKey,
    /// `SKey`, where non-empty: adopt it.
    pub skey: Option<Secret>,
    /// `InviteStartCount`: from so many on people are invited into a group (`protocol.md §7.9`).
    pub invited_from: Option<usize>,
}
