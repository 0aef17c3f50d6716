//! The same world behind a real socket: how it speaks HTTP, and every way it can fail to.

use std::future::Future;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use weft::domain::time::{Clock, Now};
use weft::sim::hub::Hub;
use weft::sim::listen;
use weft::sim::world::World;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::sim::world::setup::Setup;

use super::browser::setup;

const JSLOGIN: &str = "GET /jslogin?appid=wx782c26e4c19acffb HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

/// A clock that stands still: nothing here happens by waiting.
fn still() -> Clock {
    Arc::new(|| Now {
        mono: Duration::from_secs(1),
        wall_ms: 1_795_000_000_000,
    })
}

/// Runs a story against a served world.
fn served<F: Future<Output = ()>>(setup: Setup, story: impl FnOnce(Hub, u16) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let hub = Hub::new(World::new(setup), None, still());
        let (listener, address) = listen::bind(0).await.unwrap();
        tokio::select! {
            () = listen::serve(listener, hub.clone(), std::future::pending()) => {}
            () = story(hub, address.port()) => {}
        }
    });
}

async fn connect(port: u16) -> TcpStream {
    TcpStream::connect(("127.0.0.1", port)).await.unwrap()
}

/// Everything until the other side closes; a reset is an end like any other.
async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    while stream.read_buf(&mut bytes).await.is_ok_and(|n| n > 0) {}
    bytes
}

/// One response: head and body, and not a byte of the next.
async fn response(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("closed within a head"));
    }
    let head = String::from_utf8(head).unwrap();
    let told = head.split("Content-Length: ").nth(1);
    let length = told.map_or(0, |rest| rest.split("\r\n").next().unwrap().parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.expect("closed within a body");
    (head, body)
}

async fn control(stream: &mut TcpStream, name: &str, body: &str) -> Value {
    let request = format!(
        "POST /_sim/{name} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    serde_json::from_slice(&response(stream).await.1).unwrap()
}

#[test]
fn a_connection_is_kept_and_requests_may_follow_each_other_at_once() {
    served(setup(), |_, port| async move {
        let mut stream = connect(port).await;
        stream
            .write_all(format!("{JSLOGIN}{JSLOGIN}").as_bytes())
            .await
            .unwrap();
        for _ in 0..2 {
            let (head, body) = response(&mut stream).await;
            assert!(
                head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"),
                "{head}"
            );
            assert!(body.starts_with(b"window.QRLogin.code = 200;"));
        }
        stream
            .write_all(
                JSLOGIN
                    .replace("GET", "HEAD")
                    .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                    .as_bytes(),
            )
            .await
            .unwrap();
        let bytes = rest(&mut stream).await;
        assert!(bytes.ends_with(b"\r\n\r\n"), "no body after HEAD");
    });
}

#[test]
fn bodies_may_be_chunked_and_may_wait_for_a_go_ahead() {
    served(setup(), |hub, port| async move {
        let mut stream = connect(port).await;
        let head = "POST /_sim/say HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        assert_eq!(response(&mut stream).await.0, "HTTP/1.1 100 Continue\r\n\r\n");
        stream
            .write_all(b"f\r\n{\"from\":\"zhou\",\r\nd\r\n\"text\":\"hej\"}\r\n0\r\n\r\n")
            .await
            .unwrap();
        let (head, body) = response(&mut stream).await;
        assert!(
            head.starts_with("HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(&body)
        );
        assert!(hub.with(|world, _| world.last_said("zhou", "zhou")).is_some());
    });
}

#[test]
fn a_held_poll_is_answered_the_moment_the_phone_scans() {
    served(setup(), |_, port| async move {
        let (mut client, mut phone) = (connect(port).await, connect(port).await);
        let login = JSLOGIN.replace("Host: 127.0.0.1", &format!("Host: 127.0.0.1:{port}"));
        client.write_all(login.as_bytes()).await.unwrap();
        response(&mut client).await;
        let state = control(&mut phone, "state", "").await;
        let uuid = state["codes"][0]["uuid"].as_str().unwrap();
        let poll = format!(
            "GET /cgi-bin/mmwebwx-bin/login?uuid={uuid}&tip=1 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        );
        client.write_all(poll.as_bytes()).await.unwrap();
        while control(&mut phone, "state", "").await["held"] != 1 {}
        assert_eq!(control(&mut phone, "scan", "").await["ok"], true);
        assert!(response(&mut client).await.1.starts_with(b"window.code=201;"));
        assert!(
            control(&mut phone, "scan", "").await["error"]
                .as_str()
                .unwrap()
                .contains("login code")
        );
        assert_eq!(control(&mut phone, "confirm", "").await["ok"], true);
        client.write_all(poll.as_bytes()).await.unwrap();
        let body = String::from_utf8(response(&mut client).await.1).unwrap();
        assert!(
            body.contains(&format!("redirect_uri=\"http://127.0.0.1:{port}/cgi-bin/")),
            "{body}"
        );
    });
}

#[test]
fn hanging_up_gives_the_poll_back() {
    served(setup(), |hub, port| async move {
        let mut client = connect(port).await;
        client.write_all(JSLOGIN.as_bytes()).await.unwrap();
        response(&mut client).await;
        let uuid = hub.with(|world, _| world.codes()[0].uuid.clone());
        let poll = format!("GET /cgi-bin/mmwebwx-bin/login?uuid={uuid}&tip=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        client.write_all(poll.as_bytes()).await.unwrap();
        while hub.with(|world, _| world.held()) == 0 {
            tokio::task::yield_now().await;
        }
        drop(client);
        while hub.with(|world, _| world.held()) == 1 {
            tokio::task::yield_now().await;
        }
    });
}

/// What a client sees of a fault at jslogin.
fn seen(fault: Fault) -> Vec<u8> {
    let mut bytes = Vec::new();
    served(setup(), |hub, port| {
        hub.with(|world, _| world.inject(FaultRule::new("jslogin", fault)));
        let bytes = &mut bytes;
        async move {
            let mut stream = connect(port).await;
            stream
                .write_all(
                    JSLOGIN
                        .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                        .as_bytes(),
                )
                .await
                .unwrap();
            *bytes = rest(&mut stream).await;
        }
    });
    bytes
}

#[test]
fn faults_look_as_they_do_in_the_wild() {
    let text = |fault| String::from_utf8_lossy(&seen(fault)).into_owned();
    assert!(text(Fault::Status(502)).starts_with("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html"));
    assert!(text(Fault::HtmlPage).contains("200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"));
    assert!(text(Fault::WrongType).contains("Content-Type: image/jpeg\r\n"));
    assert!(text(Fault::Empty).contains("Content-Length: 0\r\n"));
    assert!(
        text(Fault::Redirect("http://127.0.0.1:1/".into()))
            .contains("302 Found\r\nContent-Type: text/html; charset=utf-8\r\nLocation: http://127.0.0.1:1/")
    );
    assert!(text(Fault::Wire(WireFault::GarbledStatus)).starts_with("HTP/9"));
    assert!(text(Fault::Wire(WireFault::BrokenGzip)).contains("Content-Encoding: gzip\r\n"));
    assert!(text(Fault::Wire(WireFault::Drip)).ends_with("==\";"));
    assert_eq!(
        text(Fault::Wire(WireFault::Twice))
            .matches("HTTP/1.1 200 OK")
            .count(),
        2
    );
    assert_eq!(seen(Fault::Wire(WireFault::Reset)), b"");
    let half = text(Fault::Wire(WireFault::HalfBody));
    let (head, body) = half.split_once("\r\n\r\n").unwrap();
    let told: usize = head
        .split("Content-Length: ")
        .nth(1)
        .unwrap()
        .split("\r\n")
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(!body.is_empty() && body.len() < told, "{half}");
}

#[test]
fn faults_keep_to_their_endpoint_and_count_and_may_swallow_the_request() {
    let mut browser = super::browser::Browser::at_home(setup());
    let rule: FaultRule = serde_json::from_value(
        json!({ "endpoint": "webwxsendmsg", "fault": { "ret": 1205 }, "skip": 1, "times": 2 }),
    )
    .unwrap();
    browser.world.inject(rule);
    let rets: Vec<i64> = (0..4)
        .map(|_| {
            browser.send("filehelper", "x")["BaseResponse"]["Ret"]
                .as_i64()
                .unwrap()
        })
        .collect();
    assert_eq!(rets, [0, 1205, 1205, 0]);
    assert_eq!(
        browser.world.delivered().len(),
        4,
        "the answer was spoiled, not the deed"
    );
    browser
        .world
        .inject(FaultRule::new("webwxsendmsg", Fault::Ret(-1)).swallowed());
    assert_eq!(browser.send("filehelper", "y")["BaseResponse"]["Ret"], -1);
    assert_eq!(browser.world.delivered().len(), 4);
    browser.world.inject(FaultRule::new("synccheck", Fault::Hang));
    super::browser::held(&browser.check());
    browser.wait(900);
    assert!(browser.world.settle(browser.now).is_empty(), "never means never");
    browser
        .world
        .inject(FaultRule::new("synccheck", Fault::Wire(WireFault::Reset)));
    assert_eq!(
        super::browser::ready(browser.check()).fault,
        Some(WireFault::Reset)
    );
}

#[test]
fn large_answers_are_compressed_where_they_may_be() {
    served(setup(), |_, port| async move {
        let mut stream = connect(port).await;
        stream
            .write_all(
                JSLOGIN
                    .replace("\r\n\r\n", "\r\nAccept-Encoding: gzip\r\n\r\n")
                    .as_bytes(),
            )
            .await
            .unwrap();
        assert!(
            !response(&mut stream).await.0.contains("gzip"),
            "small ones are not"
        );
        stream
            .write_all(b"GET /_sim/help HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
            .await
            .unwrap();
        let (head, body) = response(&mut stream).await;
        assert!(head.contains("Content-Encoding: gzip"), "{head}");
        let mut help = String::new();
        flate2::read::GzDecoder::new(body.as_slice())
            .read_to_string(&mut help)
            .unwrap();
        assert_eq!(help, weft::sim::control::HELP);
    });
}
