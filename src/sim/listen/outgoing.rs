//! An answer to bytes. Large text goes compressed where it may, as at the service.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::incoming::Incoming;
use crate::sim::world::Answer;
use crate::sim::world::fault::WireFault;

/// Smaller bodies are not worth it.
const GZIP_FROM: usize = 2 * 1024;

pub(super) fn bytes(incoming: &Incoming, answer: &Answer) -> Vec<u8> {
    let response = &answer.response;
    let broken = answer.fault == Some(WireFault::BrokenGzip);
    let text = response
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/"));
    // Half a body is half of what was announced: told plainly, so that the halves are the test's own.
    let whole = answer.fault.is_none() && text && incoming.gzip && response.body.len() >= GZIP_FROM;
    let packed = whole.then(|| gzip(&response.body)).flatten();
    let body = packed.as_deref().unwrap_or(&response.body);
    let mut out = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status)).into_bytes();
    for (name, value) in &response.headers {
        header(&mut out, name, value);
    }
    if packed.is_some() || broken {
        header(&mut out, "Content-Encoding", "gzip");
    }
    header(&mut out, "Content-Length", &body.len().to_string());
    header(
        &mut out,
        "Connection",
        if incoming.close { "close" } else { "keep-alive" },
    );
    out.extend_from_slice(b"\r\n");
    if !incoming.head {
        out.extend_from_slice(body);
    }
    out
}

fn header(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend(value.bytes().filter(|b| !matches!(b, b'\r' | b'\n')));
    out.extend_from_slice(b"\r\n");
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        400 => "Bad Request",
        404 => "Not Found",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Whatever",
    }
}
