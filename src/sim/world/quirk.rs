//! Habits of the service that not every account meets: rare, documented, and each the end of some client.
//!
//! Owns what can be switched on. Never: what it does; that is with the endpoint it belongs to.

use std::time::Duration;

use serde::Deserialize;

use super::World;
use super::setup::Family;

/// What is out of the ordinary. Everything as usual by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a record of independent marks: each habit comes with or without the others"
)]
pub struct Quirks {
    /// 201 without `window.userAvatar` (`protocol.md §2.3`).
    pub no_avatar: bool,
    /// So many polls after the scan are answered with 201 at once, whatever their `tip`.
    pub scan_again: u32,
    /// webwxpushloginurl says `ret` as a number (`protocol.md §2.4`).
    pub numeric_ret: bool,
    /// webwxpushloginurl refuses: the sheet on the phone does not come up.
    pub no_push_login: bool,
    /// The desktop's newloginpage answers 301 without `Location`, the body still XML (`protocol.md §1.4`).
    pub desktop_301: bool,
    /// newloginpage names another base in `redirecturl`: the account has moved there (`protocol.md §2.5`).
    pub moved_to: Option<String>,
    /// newloginpage tells no skey: webwxinit is the first to.
    pub late_skey: bool,
    /// webwxinit hands out a new skey.
    pub skey_at_init: bool,
    /// webwxsync without `SyncCheckKey`, as in 2016: one key for both (`protocol.md §5.2`, rule 2).
    pub no_check_key: bool,
    /// synccheck with blanks and without quotes (`protocol.md §5.1`).
    pub loose_check: bool,
    /// Own words from the phone come with an empty `FromUserName` (`protocol.md §5.2`, rule 12).
    pub blank_sender: bool,
    /// So many pages of webwxgetcontact are empty, with a `Seq` that leads on.
    pub empty_pages: u32,
    /// Pictures, sounds and videos come with an opaque token in the place of their XML (`protocol.md §6.7`).
    pub tokens: bool,
    /// Any picture, sound or file has no bytes when asked for the first time (`protocol.md §11.2`, trap 53).
    pub empty_media: bool,
    /// Media come whole, with 200, whatever `Range` asks for (`protocol.md §8`).
    pub no_range: bool,
    /// What the client changed comes back so many seconds later (`protocol.md §7.9`).
    pub lag: Option<u64>,
    /// The endpoints of groups answer without `BaseResponse`, as the service does since 2018 (`protocol.md §7.9`).
    pub no_groups: bool,
    /// So many seconds after a login risk control ends it with 1102, after `0/2` three times (`protocol.md §5.1`).
    pub risk_control: Option<u64>,
}

impl World {
    /// From now on the service has these habits, and no others.
    pub fn behave(&mut self, quirks: Quirks) {
        self.quirks = quirks;
    }

    pub fn quirks(&self) -> &Quirks {
        &self.quirks
    }

    /// The habits of now, to change one of them.
    pub fn quirks_mut(&mut self) -> &mut Quirks {
        &mut self.quirks
    }

    /// The family whose base an address names takes over (`protocol.md §1.1`).
    pub(super) fn move_to(&mut self, address: &str) {
        let host = address.split("://").nth(1).unwrap_or_default();
        let host = host.split(['/', ':', '?']).next().unwrap_or_default();
        if let Some(family) = Family::ALL.into_iter().find(|family| family.base() == host) {
            self.setup.family = family;
        }
    }

    /// Sessions end by themselves: risk control strikes, the phone stays away (`protocol.md §9.1`), or cookies that
    /// nobody renewed are over (`protocol.md §2.5`).
    pub(super) fn end_what_is_over(&mut self, now: Duration) {
        self.away_since = self.phone_away.then(|| self.away_since.unwrap_or(now));
        let away = self
            .away_since
            .is_some_and(|since| since.saturating_add(PATIENCE) <= now);
        let risk = self.quirks.risk_control.map(Duration::from_secs);
        if let Some(session) = self.session_mut() {
            let struck = risk.is_some_and(|after| session.since.mono.saturating_add(after) <= now);
            if struck || session.renewed.saturating_add(COOKIE_LIFE) <= now {
                session.ended = Some(1102);
            } else if away {
                session.ended = Some(1101);
            }
        }
    }

    /// When risk control strikes.
    pub(super) fn next_strike(&self) -> Option<Duration> {
        let after = Duration::from_secs(self.quirks.risk_control?);
        Some(self.session()?.since.mono.saturating_add(after))
    }
}

/// How long the service puts up with a phone that is away.
const PATIENCE: Duration = Duration::from_hours(2);
/// Renewed by every webwxsync.
const COOKIE_LIFE: Duration = Duration::from_hours(12);
