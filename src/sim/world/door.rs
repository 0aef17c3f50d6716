//! Who may pass: cookies, `BaseRequest`, hosts (`protocol.md §2.7`, §3.1, §11.3), and the cookies handed out (§2.5).

use jiff::Timestamp as Instant;
use jiff::fmt::rfc2822::DateTimePrinter;

use super::World;
use super::breach::BreachKind;
use super::setup::Account;
use crate::domain::time::Now;
use crate::sim::asked::{Asked, fully_decoded, same_sid, scalar};

const HOURS: i64 = 3600;
const YEARS: i64 = 365 * 24 * HOURS;

impl World {
    /// By cookies alone. The error is the retcode.
    pub(super) fn by_cookies(&mut self, asked: &Asked<'_>) -> Result<usize, i32> {
        let (Some(uin), Some(sid)) = (asked.cookie("wxuin"), asked.cookie("wxsid")) else {
            self.breach(asked, BreachKind::MissingCookies);
            return Err(1102);
        };
        let known = self.sessions.iter().position(|s| s.sid == sid);
        let Some(at) = known.filter(|_| uin == self.uin.to_string()) else {
            self.breach(asked, BreachKind::WrongCookies);
            return Err(1102);
        };
        match self.sessions.get(at).and_then(|s| s.ended) {
            Some(code) => Err(code),
            None => Ok(at),
        }
    }

    /// By cookies and `BaseRequest`. The error is the `Ret`.
    pub(super) fn by_base_request(&mut self, asked: &Asked<'_>) -> Result<usize, i32> {
        let at = self.by_cookies(asked)?;
        self.on_host(asked, self.setup.family.base());
        let sid = scalar(asked.json.pointer("/BaseRequest/Sid"));
        let uin = asked.number("/BaseRequest/Uin");
        if sid.is_empty() || uin.is_none() {
            self.breach(asked, BreachKind::NoBaseRequest);
            return Err(1101);
        }
        if uin != Some(i64::from(self.uin)) {
            self.breach(asked, BreachKind::WrongUin);
            return Err(1101);
        }
        let skey = scalar(asked.json.pointer("/BaseRequest/Skey"));
        let device = scalar(asked.json.pointer("/BaseRequest/DeviceID"));
        self.keys_fit(asked, at, &sid, &skey)?;
        self.device_fits(asked, &device);
        self.ticket_fits(asked, at, asked.param("pass_ticket"));
        Ok(at)
    }

    /// Everything a JSON post needs, after the service's own patience.
    pub(super) fn admit(&mut self, asked: &Asked<'_>) -> Result<usize, i32> {
        let at = self.by_base_request(asked)?;
        if self.slow > 0 {
            self.slow -= 1;
            return Err(1205);
        }
        if !self.sessions.get(at).is_some_and(|s| s.inited) {
            self.breach(asked, BreachKind::NotInitialised);
        }
        Ok(at)
    }

    /// Sid and skey of a request. An empty skey passes: webwxinit is where desktop sessions learn theirs, and clients that
    /// never send one are known to work (`protocol.md §2.5`, §3.1). A wrong one does not.
    pub(super) fn keys_fit(
        &mut self,
        asked: &Asked<'_>,
        at: usize,
        sid: &str,
        skey: &str,
    ) -> Result<(), i32> {
        let Some(session) = self.sessions.get(at) else {
            return Err(1101);
        };
        let right_sid = same_sid(sid, &session.sid);
        let right_skey = skey.is_empty() || skey == session.skey || skey == session.skey_before;
        if !right_sid {
            self.breach(asked, BreachKind::WrongSid);
            return Err(1101);
        }
        if skey.is_empty() && !matches!(asked.endpoint(), "webwxinit" | "webwxsync") {
            self.breach(asked, BreachKind::NoSkey);
        }
        if !right_skey {
            self.breach(asked, BreachKind::WrongSkey);
            return Err(1101);
        }
        Ok(())
    }

    pub(super) fn device_fits(&mut self, asked: &Asked<'_>, device: &str) {
        let digits = device.strip_prefix('e').unwrap_or_default();
        if digits.len() != 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            self.breach(asked, BreachKind::OddDeviceId);
        }
    }

    /// Optional, at any depth of encoding (`protocol.md §3.2`).
    pub(super) fn ticket_fits(&mut self, asked: &Asked<'_>, at: usize, given: Option<&str>) {
        let right = self.sessions.get(at).map(|s| fully_decoded(&s.pass_ticket));
        if given.is_some_and(|given| Some(fully_decoded(given).replace(' ', "+")) != right) {
            self.breach(asked, BreachKind::WrongPassTicket);
        }
    }

    /// On loopback every host is the right one; by its real names it must be the role's own (`protocol.md §1.1`).
    pub(super) fn on_host(&mut self, asked: &Asked<'_>, host: &str) -> bool {
        let right = asked.on_loopback() || asked.host() == host;
        if !right {
            self.breach(asked, BreachKind::WrongHost);
        }
        right
    }

    /// `moves`: to be good on the family's other bases too, or they would not come along to the new one.
    pub(super) fn login_cookies(&self, now: Now, asked: &Asked<'_>, moves: bool) -> Vec<(String, String)> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let loaded = now.wall().0.to_string();
        let uin = self.uin.to_string();
        let mut cookies = vec![
            ("wxuin", uin.as_str(), 12 * HOURS),
            ("wxsid", session.sid.as_str(), 12 * HOURS),
            ("wxloadtime", loaded.as_str(), 12 * HOURS),
            ("mm_lang", "zh_CN", 12 * HOURS),
            ("webwx_data_ticket", session.data_ticket.as_str(), 12 * HOURS),
            ("webwxuvid", self.device.0.as_str(), 10 * YEARS),
            ("webwx_auth_ticket", self.device.1.as_str(), 10 * YEARS),
        ];
        if self.setup.account == Account::WithoutSid {
            cookies.retain(|(name, _, _)| *name != "wxsid");
        }
        self.baked(now, asked, moves, &cookies)
    }

    /// Every webwxsync renews them, or the session would die after 12 h (`protocol.md §2.5`).
    pub(super) fn fresh_cookies(&self, now: Now, asked: &Asked<'_>) -> Vec<(String, String)> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let plugin = now.wall().0.to_string();
        let uin = self.uin.to_string();
        let cookies = [
            ("wxuin", uin.as_str(), 72 * HOURS),
            ("wxsid", session.sid.as_str(), 12 * HOURS),
            ("webwx_data_ticket", session.data_ticket.as_str(), 12 * HOURS),
            ("wxpluginkey", plugin.as_str(), 12 * HOURS),
        ];
        self.baked(now, asked, false, &cookies)
    }

    pub(super) fn spent_cookies(&self, now: Now, asked: &Asked<'_>) -> Vec<(String, String)> {
        let loaded = format!("{}_expired", now.wall().0);
        let cookies = [
            ("wxsid", "", -HOURS),
            ("wxuin", "", -HOURS),
            ("wxloadtime", loaded.as_str(), 12 * HOURS),
        ];
        self.baked(now, asked, false, &cookies)
    }

    /// `Set-Cookie` with the attributes of `protocol.md §2.5`; host-only and not `Secure` on loopback.
    fn baked(
        &self,
        now: Now,
        asked: &Asked<'_>,
        wide: bool,
        cookies: &[(&str, &str, i64)],
    ) -> Vec<(String, String)> {
        let base = self.setup.family.base();
        cookies
            .iter()
            .map(|(name, value, life)| {
                let expires = http_date(now.wall().0 + life);
                let place = match (asked.on_loopback(), *name) {
                    (true, _) => String::new(),
                    (false, name) if wide || name == "webwx_data_ticket" => {
                        format!("Domain={}; ", self.setup.family.parent())
                    }
                    (false, _) => format!("Domain={base}; "),
                };
                let secure = if asked.on_loopback() { "" } else { "; Secure" };
                let cookie = format!("{name}={value}; {place}Path=/; Expires={expires}{secure}");
                ("Set-Cookie".to_owned(), cookie)
            })
            .collect()
    }
}

/// `Sun, 22 Nov 2026 10:00:00 GMT`.
fn http_date(seconds: i64) -> String {
    Instant::from_second(seconds)
        .and_then(|at| DateTimePrinter::new().timestamp_to_rfc9110_string(&at))
        .unwrap_or_default()
}
