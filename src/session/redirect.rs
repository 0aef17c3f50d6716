//! Where a login leads: the hosts that `redirect_uri` names, and which redirects are refused.
//!
//! The ticket and everything after it goes to these hosts, so a redirect in the clear, or from a loopback server to
//! the outside, is not followed.

use url::Url;

use crate::wire::hosts::{self, Hosts};

/// The origin of a redirect that is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strayed(pub String);

/// The hosts of the session (`protocol.md §1.1`). With a server of one's own, every role stays on the origin that the
/// redirect names, unless it names one of the service's own.
pub(super) fn follow(server: Option<&str>, redirect_uri: &str) -> Result<Hosts, Strayed> {
    let url = Url::parse(redirect_uri).map_err(|_| Strayed(redirect_uri.to_owned()))?;
    let origin = url.origin().ascii_serialization();
    let leaves = server.is_some_and(is_loopback) && !is_loopback(redirect_uri);
    match Hosts::after_login(redirect_uri) {
        Some(_) if server.is_some() && !leaves && !is_vendor(&url) => Ok(Hosts::before_login(Some(&origin))),
        Some(hosts) if !leaves => Ok(hosts),
        Some(_) | None => Err(Strayed(origin)),
    }
}

/// Whether an address never leaves this machine.
pub fn is_loopback(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| hosts::is_loopback(&url))
}

fn is_vendor(url: &Url) -> bool {
    url.domain()
        .is_some_and(|name| name.ends_with(".qq.com") || name.ends_with(".wechat.com"))
}
