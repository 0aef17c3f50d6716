//! Which host answers what (`protocol.md §1.1`).
//!
//! Owns the vendor's host table and the loopback rule. Never: resolves a name.

use url::{Host, Url};

/// The origins of one login. Before login only `login` and `base` (the page's own host) mean anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// jslogin and the login poll.
    pub login: String,
    /// Everything else.
    pub base: String,
    /// synccheck.
    pub push: String,
    /// Uploads and file downloads.
    pub file: String,
}

/// What the base host contains, and the login, file and push hosts that follow from it. The order matters: `wx2.qq.com`
/// contains `qq.com` as well.
const FAMILIES: [(&str, [&str; 3]); 6] = [
    (
        "wx2.qq.com",
        ["login.wx2.qq.com", "file.wx2.qq.com", "webpush.wx2.qq.com"],
    ),
    (
        "wx8.qq.com",
        ["login.wx8.qq.com", "file.wx8.qq.com", "webpush.wx8.qq.com"],
    ),
    (
        "qq.com",
        ["login.wx.qq.com", "file.wx.qq.com", "webpush.wx.qq.com"],
    ),
    (
        "web2.wechat.com",
        [
            "login.web2.wechat.com",
            "file.web2.wechat.com",
            "webpush.web2.wechat.com",
        ],
    ),
    (
        "wechat.com",
        [
            "login.web.wechat.com",
            "file.web.wechat.com",
            "webpush.web.wechat.com",
        ],
    ),
    (
        "",
        ["login.weixin.qq.com", "file.wx.qq.com", "webpush.weixin.qq.com"],
    ),
];

impl Hosts {
    /// Before login: the vendor's hosts, or one origin for every role (`--server`).
    pub fn before_login(server: Option<&str>) -> Self {
        match server {
            Some(origin) => Self::on_one(origin.trim_end_matches('/')),
            None => Self::family("https://wx.qq.com".into(), "wx.qq.com"),
        }
    }

    /// After login: derived from the host of `redirect_uri` by the table; on a loopback origin all roles stay on it.
    /// `None` where it is no http(s) address, hides a user name before the host, or is plain http to the world.
    pub fn after_login(redirect_uri: &str) -> Option<Self> {
        let url = Url::parse(redirect_uri).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let name = url.host_str()?;
        let origin = url.origin().ascii_serialization();
        match (url.scheme(), is_loopback(&url)) {
            ("http" | "https", true) => Some(Self::on_one(&origin)),
            ("https", false) => Some(Self::family(origin, name)),
            _ => None,
        }
    }

    fn on_one(origin: &str) -> Self {
        Self {
            login: origin.to_owned(),
            base: origin.to_owned(),
            push: origin.to_owned(),
            file: origin.to_owned(),
        }
    }

    fn family(base: String, host: &str) -> Self {
        let [login, file, push] = FAMILIES
            .iter()
            .find(|(part, _)| host.contains(part))
            .map(|(_, hosts)| hosts.map(|host| format!("https://{host}")))
            .unwrap_or_default(); // the last row matches everything
        Self {
            login,
            base,
            push,
            file,
        }
    }
}

/// Whether an address never leaves this machine. So does `localhost` and everything below it, by the resolvers' own rule
/// (RFC 6761).
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
