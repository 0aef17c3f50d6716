//! Real HTTP: one reqwest client, its connections kept alive.
//!
//! Owns TLS roots, time-outs, decompression and the size limit. Promises: no redirect is followed, no cookie is added,
//! no timer runs while nothing is asked. Never: a retry.

use std::error::Error as _;
use std::io::{self, ErrorKind};
use std::time::Duration;

use anyhow::Context as _;
use reqwest::{Certificate, Client, ClientBuilder, redirect};

use super::{Answer, Transport};
use crate::session::is_loopback;
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse, Method};

/// Nothing weft asks for comes near it; a service gone mad must not fill the memory.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The service wants a desktop browser (`protocol.md §1.3`). A request that names its own goes with that.
const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                          Chrome/131.0.0.0 Safari/537.36";

#[derive(Clone, Debug)]
pub struct Http(Client);

impl Http {
    /// A client for the service, or for the server given. Reads the machine's certificates, which takes milliseconds.
    ///
    /// # Errors
    /// When TLS cannot be set up, with the system's roots or with the ones built in.
    pub fn new(server: Option<&str>) -> anyhow::Result<Self> {
        // Once a process; whoever was first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = match builder(server).build() {
            Ok(client) => client,
            Err(why) => {
                tracing::warn!(%why, "no certificate store on this machine: using the built-in roots");
                let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS
                    .iter()
                    .map(|der| Certificate::from_der(der))
                    .collect::<Result<Vec<_>, _>>()
                    .context("the built-in certificates cannot be read")?;
                builder(server)
                    .tls_certs_only(roots)
                    .build()
                    .context("TLS cannot be set up")?
            }
        };
        Ok(Self(client))
    }
}

impl Transport for Http {
    fn call(&self, request: HttpRequest) -> Answer {
        let client = self.0.clone();
        Box::pin(async move {
            let path = request.path().to_owned();
            let answer = exchange(&client, request).await;
            if let Err(error) = &answer {
                // Without its URL, which carries secrets.
                tracing::debug!(%path, why = chain(error), "no answer");
            }
            answer.map_err(|error| failure(&error))
        })
    }
}

fn builder(server: Option<&str>) -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        // A time-out here would need a timer that wakes an idle program.
        .pool_idle_timeout(None)
        .tcp_nodelay(true)
        .http1_only();
    if server.is_some_and(is_loopback) {
        builder.no_proxy()
    } else {
        builder
    }
}

/// What a call can die of.
#[derive(Debug)]
enum Fault {
    Http(reqwest::Error),
    TooLarge,
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error.without_url())
    }
}

async fn exchange(client: &Client, request: HttpRequest) -> Result<HttpResponse, Fault> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Options => reqwest::Method::OPTIONS,
    };
    let mut call = client.request(method, &request.url).timeout(request.timeout);
    for (name, value) in &request.headers {
        call = call.header(name, value);
    }
    let mut response = call.body(request.body).send().await?;
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse {
        status,
        headers,
        body,
    })
}

/// Folds an error to what the session decides on.
fn failure(fault: &Fault) -> HttpFailure {
    let error = match fault {
        Fault::Http(error) => error,
        Fault::TooLarge => return HttpFailure::Malformed,
    };
    if error.is_timeout() {
        return HttpFailure::TimedOut;
    }
    // What hyper or the system says about the connection decides over what the decoder made of it.
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(http) = inner.downcast_ref::<hyper::Error>() {
            return if http.is_parse() {
                HttpFailure::Malformed
            } else {
                HttpFailure::Offline
            };
        }
        if inner.downcast_ref::<io::Error>().is_some_and(broke) {
            return HttpFailure::Offline;
        }
        cause = inner.source();
    }
    if error.is_decode() || error.is_builder() {
        HttpFailure::Malformed
    } else {
        HttpFailure::Offline
    }
}

fn broke(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe
    )
}

/// The error and its causes, on one line.
fn chain(fault: &Fault) -> String {
    let error = match fault {
        Fault::Http(error) => error,
        Fault::TooLarge => return "the body is too large".to_owned(),
    };
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        line.push_str(": ");
        line.push_str(&inner.to_string());
        cause = inner.source();
    }
    line
}
