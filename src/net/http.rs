//! Real HTTP: one reqwest client, its connections kept alive.
//!
//! Owns TLS roots, time-outs, decompression and the size limit. Promises: no redirect is followed, no cookie is added,
//! no timer runs while nothing is asked. Never: a retry.

use std::error::Error as _;
use std::io::{self, ErrorKind};
use std::time::Duration;

use anyhow::Context as _;
use futures_util::stream;
use reqwest::{Body, Certificate, Client, ClientBuilder, RequestBuilder, Response, redirect};
use tokio::time::timeout;

use super::{Answer, Pieces, Sent, Streaming, Transport};
use crate::session::is_loopback;
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse, Method};

/// Nothing weft asks for comes near it; a service gone mad must not fill the memory.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// How much of a body leaves at once, as far as anybody is told.
const SIP: usize = 32 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

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

    fn stream(&self, request: HttpRequest, sent: Sent) -> Streaming {
        let client = self.0.clone();
        Box::pin(async move {
            let path = request.path().to_owned();
            let silence = request.timeout;
            let failed = |error: Fault| {
                tracing::debug!(%path, why = chain(&error), "no answer");
                failure(&error)
            };
            let mut call = prepared(&client, &request);
            if !request.body.is_empty() {
                // A stream does not say how long it is, and would go out in chunks of HTTP's own.
                call = call.header("Content-Length", request.body.len());
            }
            let call = call.body(in_sips(&request.body, sent));
            let answer = timeout(silence, call.send()).await;
            let response = answer
                .map_err(|_| HttpFailure::TimedOut)?
                .map_err(|error| failed(error.into()))?;
            let head = head(&response);
            let pieces: Pieces = Box::pin(stream::unfold(Some(response), move |response| {
                next(response, silence)
            }));
            Ok((head, pieces))
        })
    }
}

/// The next piece of a body. After one that failed there is none.
async fn next(
    response: Option<Response>,
    silence: Duration,
) -> Option<(Result<Vec<u8>, HttpFailure>, Option<Response>)> {
    let mut response = response?;
    match timeout(silence, response.chunk()).await {
        Ok(Ok(Some(piece))) => Some((Ok(piece.into()), Some(response))),
        Ok(Ok(None)) => None,
        Ok(Err(error)) => Some((Err(failure(&error.into())), None)),
        Err(_) => Some((Err(HttpFailure::TimedOut), None)),
    }
}

/// A body that says when its pieces are taken by the connection.
fn in_sips(body: &[u8], mut sent: Sent) -> Body {
    if body.is_empty() {
        return Body::default();
    }
    let mut done = 0;
    let sips: Vec<Vec<u8>> = body.chunks(SIP).map(<[u8]>::to_vec).collect();
    Body::wrap_stream(stream::iter(sips.into_iter().map(move |sip| {
        done += sip.len() as u64;
        sent(done);
        Ok::<_, io::Error>(sip)
    })))
}

fn builder(server: Option<&str>) -> ClientBuilder {
    let builder = Client::builder()
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
    let call = prepared(client, &request).timeout(request.timeout);
    let mut response = call.body(request.body).send().await?;
    let HttpResponse { status, headers, .. } = head(&response);
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

fn prepared(client: &Client, request: &HttpRequest) -> RequestBuilder {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Options => reqwest::Method::OPTIONS,
    };
    let mut call = client.request(method, &request.url);
    for (name, value) in &request.headers {
        call = call.header(name, value);
    }
    call
}

fn head(response: &Response) -> HttpResponse {
    let headers = response.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    HttpResponse {
        status: response.status().as_u16(),
        headers: headers.collect(),
        body: Vec::new(),
    }
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
