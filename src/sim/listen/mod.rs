//! The world behind a loopback socket: a small HTTP/1.1 server of its own, because faults live at byte level.
//!
//! Keep-alive, pipelining, both kinds of request body, `Expect: 100-continue`, HEAD and OPTIONS. A caller that hangs up
//! while its request is held is noticed at once. Never: TLS, a thread, an opinion on requests.

mod incoming;
mod outgoing;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use self::incoming::{Incoming, Parsed};
use super::control;
use super::hub::Hub;
use super::world::Answer;
use super::world::fault::WireFault;

/// Listens on 127.0.0.1; port 0 takes a free one.
pub async fn bind(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until told to stop.
pub async fn serve(listener: TcpListener, hub: Hub, stop: impl Future<Output = ()>) {
    let mut callers = JoinSet::new();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            Some(_) = callers.join_next() => {}
            accepted = listener.accept() => {
                // Too many open files, or a caller gone before it was met: the next one may fare better.
                let Ok((stream, _)) = accepted else { continue };
                let hub = hub.clone();
                callers.spawn(async move {
                    // A caller that breaks off ends only its own conversation.
                    drop(converse(stream, &hub).await);
                });
            }
        }
    }
}

/// One connection, request after request.
async fn converse(mut stream: TcpStream, hub: &Hub) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(8 * 1024);
    let mut expected = false;
    loop {
        match Incoming::parse(&buffer) {
            Parsed::Whole(incoming, used) => {
                buffer.drain(..used);
                expected = false;
                let close = incoming.close;
                let Some(answer) = answered(&mut stream, &mut buffer, hub, &incoming).await? else {
                    return Ok(());
                };
                if !write(&mut stream, &incoming, &answer).await? || close {
                    return Ok(());
                }
            }
            Parsed::Broken => {
                return stream
                    .write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .await;
            }
            Parsed::Partial { waits_for_go } => {
                if waits_for_go && !expected {
                    expected = true;
                    stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
                }
                if stream.read_buf(&mut buffer).await? == 0 {
                    return Ok(());
                }
            }
        }
    }
}

/// The answer, or nothing if the caller hung up first.
async fn answered(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    hub: &Hub,
    incoming: &Incoming,
) -> io::Result<Option<Answer>> {
    if incoming.request.path().starts_with(control::PREFIX) {
        return Ok(Some(control::handle(hub, &incoming.request).into()));
    }
    let answer = hub.call(&incoming.request);
    tokio::pin!(answer);
    loop {
        tokio::select! {
            biased;
            answer = &mut answer => return Ok(Some(answer)),
            read = stream.read_buf(buffer) => {
                if read? == 0 {
                    return Ok(None);
                }
            }
        }
    }
}

/// Writes an answer with its fault. False: the connection is over.
async fn write(stream: &mut TcpStream, incoming: &Incoming, answer: &Answer) -> io::Result<bool> {
    let bytes = outgoing::bytes(incoming, answer);
    match answer.fault {
        Some(WireFault::Reset) => {
            stream.set_zero_linger()?;
            return Ok(false);
        }
        Some(WireFault::HalfBody) => {
            let half = bytes.len() - answer.response.body.len().div_ceil(2).min(bytes.len());
            stream.write_all(bytes.get(..half).unwrap_or_default()).await?;
            stream.shutdown().await?;
            return Ok(false);
        }
        Some(WireFault::Drip) => {
            for sip in bytes.chunks(bytes.len().div_ceil(40).max(1)) {
                stream.write_all(sip).await?;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        Some(WireFault::GarbledStatus) => {
            stream.write_all(b"HTP/9 \x00\xff ??\r\n\r\n").await?;
            stream.shutdown().await?;
            return Ok(false);
        }
        Some(WireFault::Twice) => {
            stream.write_all(&bytes).await?;
            stream.write_all(&bytes).await?;
        }
        Some(WireFault::BrokenGzip) | None => stream.write_all(&bytes).await?,
    }
    Ok(true)
}
