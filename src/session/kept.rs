//! What a session leaves for a later run: the session's own part of a keepsake (`protocol.md §9.4`).
//!
//! Owns that part's text, and which of it is believed: a session of another server is none. Never: the cookies, which
//! `net` puts beside it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::redirect;
use super::turn::Access;
use crate::domain::id::UserName;
use crate::domain::secret::Secret;
use crate::port::Keepsake;
use crate::wire::hosts::Hosts;
use crate::wire::sync::SyncKey;
use crate::wire::{Auth, Mode};

/// Where the sync loop stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keys {
    pub sync: SyncKey,
    /// `None`: the service names one key for both.
    pub check: Option<SyncKey>,
}

/// A session as it can be taken up again. `DeviceID` is drawn for every request and so is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub access: Access,
    pub keys: Keys,
    /// Its address book was read to the end.
    pub book: bool,
}

/// An account that was logged in here: whom its phone is asked about (`protocol.md §2.4`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Former {
    pub hosts: Hosts,
    pub uin: i64,
}

impl From<&Access> for Former {
    fn from(access: &Access) -> Self {
        Self {
            hosts: access.hosts.clone(),
            uin: access.auth.uin,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Text<'a> {
    /// `--server`, where there was one.
    server: Option<Cow<'a, str>>,
    /// The other hosts follow from it (`protocol.md §1.1`).
    #[serde(borrow)]
    base: Cow<'a, str>,
    desktop: bool,
    uin: i64,
    #[serde(borrow)]
    sid: Cow<'a, str>,
    #[serde(borrow)]
    skey: Cow<'a, str>,
    #[serde(borrow)]
    pass_ticket: Cow<'a, str>,
    /// Not in those of earlier versions: the first webwxsync sets it.
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    data_ticket: Cow<'a, str>,
    #[serde(borrow)]
    me: Cow<'a, str>,
    sync_key: Cow<'a, [(i64, i64)]>,
    check_key: Option<Cow<'a, [(i64, i64)]>>,
    #[serde(default)]
    book: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    invited_from: Option<usize>,
}

impl Kept {
    pub fn write(&self) -> Keepsake {
        let Self { access, keys, book } = self;
        let text = Text {
            server: access.server.as_deref().map(Cow::from),
            base: (&*access.hosts.base).into(),
            desktop: access.mode == Mode::Desktop,
            uin: access.auth.uin,
            sid: access.auth.sid.expose().into(),
            skey: access.auth.skey.expose().into(),
            pass_ticket: access.auth.pass_ticket.expose().into(),
            data_ticket: access.auth.data_ticket.expose().into(),
            me: access.me.as_str().into(),
            sync_key: (&*keys.sync.0).into(),
            check_key: keys.check.as_ref().map(|key| (&*key.0).into()),
            book: *book,
            invited_from: access.invited_from,
        };
        // Strings and numbers only: there is nothing in it that JSON cannot say.
        Keepsake(Secret::new(serde_json::to_string(&text).unwrap_or_default()))
    }

    /// `None` for what cannot be read, or is of another server than the one in use: its secrets go nowhere else.
    pub fn read(keepsake: &Keepsake, server: Option<&str>) -> Option<Self> {
        let text: Text<'_> = serde_json::from_str(keepsake.0.expose()).ok()?;
        if text.server.as_deref() != server || text.sid.is_empty() || text.me.is_empty() {
            return None;
        }
        let access = Access {
            server: server.map(str::to_owned),
            hosts: redirect::follow(server, &text.base).ok()?,
            mode: if text.desktop { Mode::Desktop } else { Mode::Web },
            auth: Auth {
                uin: text.uin,
                sid: Secret::new(text.sid),
                skey: Secret::new(text.skey),
                pass_ticket: Secret::new(text.pass_ticket),
                data_ticket: Secret::new(text.data_ticket),
            },
            me: UserName::from(&*text.me),
            invited_from: text.invited_from,
        };
        let keys = Keys {
            sync: SyncKey(text.sync_key.into_owned()),
            check: text.check_key.map(|key| SyncKey(key.into_owned())),
        };
        Some(Self {
            access,
            keys,
            book: text.book,
        })
    }
}
