//! Which host answers what (`protocol.md §1.1`).

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

impl Hosts {
    /// Before login: the vendor's hosts, or one origin for every role (`--server`).
    pub fn before_login(server: Option<&str>) -> Self {
        let _ = server;
        todo()
    }

    /// After login: derived from the host of `redirect_uri` by the table; on a loopback origin all roles stay on it.
    pub fn after_login(redirect_uri: &str) -> Option<Self> {
        let _ = redirect_uri;
        None
    }
}

fn todo() -> Hosts {
    Hosts {
        login: String::new(),
        base: String::new(),
        push: String::new(),
        file: String::new(),
    }
}
