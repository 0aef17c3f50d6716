//! Where a login leads: the hosts that `redirect_uri` names, and which redirects are refused.
//!
//! The ticket and everything after it goes to these hosts, so a redirect in the clear, or from a loopback server to
//! the outside, is not followed.

use url::{Host, Url};

use crate::wire::hosts::Hosts;

/// The origin of a redirect that is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strayed(pub String);

/// The hosts of the session (`protocol.md §1.1`). With a server of one's own, every role stays on the origin that the
/// redirect names, unless it names one of the service's own.
pub(super) fn follow(server: Option<&str>, redirect_uri: &str) -> Result<Hosts, Strayed> {
    let strayed = |origin: &str| Strayed(origin.to_owned());
    let url = Url::parse(redirect_uri).map_err(|_| strayed(redirect_uri))?;
    let origin = url.origin().ascii_serialization();
    let inside = is_loopback(&url);
    let sealed = url.scheme() == "https" || (url.scheme() == "http" && inside);
    let leaves = !inside
        && server
            .and_then(|s| Url::parse(s).ok())
            .is_some_and(|s| is_loopback(&s));
    if !sealed || leaves {
        return Err(strayed(&origin));
    }
    if server.is_some() && !is_vendor(&url) {
        return Ok(Hosts::before_login(Some(&origin)));
    }
    Hosts::after_login(redirect_uri).ok_or_else(|| strayed(&origin))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn is_vendor(url: &Url) -> bool {
    url.domain()
        .is_some_and(|name| name.ends_with(".qq.com") || name.ends_with(".wechat.com"))
}
