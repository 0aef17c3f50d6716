//! The address of another service than the real one.

use url::{Host, Url};

use super::Given;
use super::fault::{BadServer, Fault};

/// Scheme, host and port, nothing else: `http://127.0.0.1:8080`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server(String);

impl Server {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn parse(given: &Given) -> Result<Self, Fault> {
        let fault = |value: &str, why| Fault::Server {
            place: given.place.clone(),
            value: value.to_owned(),
            why,
        };
        let url = Url::parse(&given.value).map_err(|_| fault(&given.value, BadServer::NotAnAddress))?;
        let fault = |why| fault(&shown(&url), why);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(fault(BadServer::PlainHttp)),
            _ => return Err(fault(BadServer::NotAnAddress)),
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(fault(BadServer::NotAnOrigin));
        }
        Ok(Self(url.origin().ascii_serialization()))
    }
}

/// Without a password that stands in it: an error is seen and kept by others.
fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    // An address that cannot have them has none.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.into()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
