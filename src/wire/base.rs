//! `BaseRequest`, `BaseResponse`, and what every authenticated request carries (`protocol.md §3`).

use crate::domain::secret::Secret;

/// Plain web, or the UOS desktop client (`protocol.md §1.4`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Web,
    Desktop,
}

/// What proves a session. `DeviceID` is drawn anew for every request by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    pub uin: i64,
    pub sid: Secret,
    /// Follows webwxinit's and webwxsync's `SKey` when non-empty.
    pub skey: Secret,
    /// Verbatim as the XML had it: already percent-encoded once (`protocol.md §3.2`).
    pub pass_ticket: Secret,
}
