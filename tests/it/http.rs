//! Real HTTP on loopback: reqwest against sockets that behave, and sockets that do not; and the actor around it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use weft::domain::id::{LocalId, MsgId};
use weft::domain::time::{Clock, Now};
use weft::net::freight::Meter;
use weft::net::http::Http;
use weft::net::jar::Jar;
use weft::net::{self, Answer, Setup, Transport};
use weft::port::media::{Asset, Download, Part, Progress, Source};
use weft::port::{Failure, LoginNews, NetCommand, NetEvent, News, Outgoing, Parcel};
use weft::session::{Freight, Mishap, ModeChoice, Settings, Spool, Ticket};
use weft::wire::http::{HttpFailure, HttpRequest, HttpResponse};
use weft::wire::media::Kind;

/// What the server does with a request: bytes to write, and whether to hang up after them.
enum Act {
    Write(Vec<u8>),
    WriteAndHangUp(Vec<u8>),
    /// Says nothing until the client gives up.
    Hang,
}

/// A server on loopback. Hands out each request's head and body as they came.
struct Server {
    origin: String,
    heads: mpsc::Receiver<String>,
    /// One for each connection that was accepted.
    accepted: mpsc::Receiver<()>,
}

fn serve(act: impl Fn(&str) -> Act + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (seen, heads) = mpsc::channel();
    let (came, accepted) = mpsc::channel();
    let act = Arc::new(act);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (seen, act) = (seen.clone(), Arc::clone(&act));
            let _ = came.send(());
            thread::spawn(move || talk(&stream.unwrap(), &seen, &*act));
        }
    });
    Server {
        origin,
        heads,
        accepted,
    }
}

fn talk(stream: &TcpStream, seen: &mpsc::Sender<String>, act: &dyn Fn(&str) -> Act) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let length = head.to_lowercase().lines().find_map(|line| {
            line.strip_prefix("content-length: ")
                .map(|n| n.trim().parse::<usize>().unwrap())
        });
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).unwrap();
        let act = act(&head);
        let _ = seen.send(head + &String::from_utf8(body).unwrap());
        let mut out = stream;
        match act {
            Act::Write(bytes) => out.write_all(&bytes).unwrap(),
            Act::WriteAndHangUp(bytes) => {
                let _ = out.write_all(&bytes);
                return;
            }
            Act::Hang => {
                let _ = reader.read(&mut [0]);
                return;
            }
        }
    }
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn get(origin: &str) -> HttpRequest {
    HttpRequest::get(format!("{origin}/cgi-bin/x?sid=a%2Bb"), Duration::from_secs(10))
}

fn call(request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
    runtime().block_on(async { http().call(request).await })
}

fn http() -> Http {
    Http::new(Some("http://127.0.0.1")).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn a_connection_is_kept_alive() {
    let server = serve(|_| Act::Write(ok("", b"{}")));
    runtime().block_on(async {
        let http = http();
        for _ in 0..5 {
            assert_eq!(http.call(get(&server.origin)).await.unwrap().body, b"{}");
        }
    });
    assert_eq!(server.accepted.try_iter().count(), 1);
}

#[test]
fn what_was_asked_arrives_as_it_was() {
    let server = serve(|_| Act::Write(ok("", b"{}")));
    let body = r#"{"Content":"明早七点见[微笑]"}"#;
    let url = format!("{}/cgi-bin/x?a=%252F&b=1%7C2", server.origin);
    let request = HttpRequest::post_json(url, body.into(), Duration::from_secs(10))
        .with_header("extspam", "Go8F")
        .with_header("User-Agent", "Mozilla/5.0 x");
    call(request).unwrap();
    let seen = server.heads.recv().unwrap();
    assert!(
        seen.starts_with("POST /cgi-bin/x?a=%252F&b=1%7C2 HTTP/1.1\r\n"),
        "{seen}"
    );
    assert!(seen.ends_with(body));
    let head = seen.to_lowercase();
    assert!(head.contains("content-type: application/json; charset=utf-8\r\n"));
    assert!(head.contains("extspam: go8f\r\n"));
    let encodings = head
        .lines()
        .find(|line| line.starts_with("accept-encoding: "))
        .unwrap();
    assert!(
        encodings.contains("gzip") && encodings.contains("deflate"),
        "{encodings}"
    );
    assert!(head.contains("user-agent: mozilla/5.0 x\r\n"));
    assert!(!head.contains("cookie"));
}

#[test]
fn gzip_is_unpacked() {
    let server = serve(|_| Act::Write(ok("Content-Encoding: gzip\r\n", &gzip("群".repeat(900).as_str()))));
    assert_eq!(
        call(get(&server.origin)).unwrap().body,
        "群".repeat(900).into_bytes()
    );
}

#[test]
fn a_redirect_is_an_answer() {
    let server = serve(|_| {
        let body = "<error><ret>0</ret></error>";
        let head = "HTTP/1.1 301 Moved\r\nSet-Cookie: wxsid=a; Path=/\r\nSet-Cookie: wxuin=1; Path=/\r\n";
        Act::Write(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into())
    });
    let response = call(get(&server.origin)).unwrap();
    assert_eq!(response.status, 301);
    assert_eq!(response.set_cookies().count(), 2);
    assert!(response.body.starts_with(b"<error>"));
    let server =
        serve(|_| Act::Write(b"HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n".to_vec()));
    assert_eq!(call(get(&server.origin)).unwrap().status, 302);
}

#[test]
fn each_fault_is_told_as_what_it_is() {
    let half = || ok("", b"{\"BaseResponse\":{\"Ret\":0}}").split_at(50).0.to_vec();
    let broken = || {
        let mut packed = gzip(&"群".repeat(900));
        packed.truncate(20);
        ok("Content-Encoding: gzip\r\n", &packed)
    };
    let faults: Vec<(&str, Act, HttpFailure)> = vec![
        (
            "hung up before a word",
            Act::WriteAndHangUp(Vec::new()),
            HttpFailure::Offline,
        ),
        ("half a body", Act::WriteAndHangUp(half()), HttpFailure::Offline),
        (
            "no HTTP",
            Act::WriteAndHangUp(b"window.synccheck={}\r\n\r\n".to_vec()),
            HttpFailure::Malformed,
        ),
        (
            "a bad status",
            Act::WriteAndHangUp(b"HTTP/1.1 abc\r\n\r\n".to_vec()),
            HttpFailure::Malformed,
        ),
        (
            "not gzip",
            Act::Write(ok("Content-Encoding: gzip\r\n", b"plain")),
            HttpFailure::Malformed,
        ),
        ("half a gzip", Act::Write(broken()), HttpFailure::Malformed),
    ];
    for (name, act, failure) in faults {
        let once = std::sync::Mutex::new(Some(act));
        let server = serve(move |_| once.lock().unwrap().take().unwrap_or(Act::Hang));
        assert_eq!(call(get(&server.origin)), Err(failure), "{name}");
    }
}

#[test]
fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(call(get(&origin)), Err(HttpFailure::Offline));
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let server = serve(|_| Act::Hang);
    let request = HttpRequest {
        timeout: Duration::from_millis(50),
        ..get(&server.origin)
    };
    assert_eq!(call(request), Err(HttpFailure::TimedOut));
}

fn cookie(jar: &mut Jar, url: &str) -> Option<String> {
    let mut request = HttpRequest::get(url.into(), Duration::ZERO);
    jar.attach(&mut request);
    request.header("cookie").map(str::to_owned)
}

#[test]
fn one_jar_serves_every_host_of_a_login() {
    let mut jar = Jar::new();
    let mut response = HttpResponse::ok("");
    for cookie in [
        "wxsid=GLRE+/; Domain=wx2.qq.com; Path=/; Secure",
        "webwx_data_ticket=gSd; Domain=.qq.com; Path=/; Secure",
        "evil=1; Domain=example.com; Path=/",
    ] {
        response.headers.push(("Set-Cookie".into(), cookie.into()));
    }
    jar.store(
        "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?x",
        &response,
    );
    for host in ["wx2.qq.com", "webpush.wx2.qq.com", "file.wx2.qq.com"] {
        let sent = cookie(&mut jar, &format!("https://{host}/cgi-bin/mmwebwx-bin/synccheck")).unwrap();
        assert!(
            sent.contains("wxsid=GLRE+/") && sent.contains("webwx_data_ticket=gSd"),
            "{sent}"
        );
    }
    assert_eq!(
        cookie(&mut jar, "https://login.weixin.qq.com/").as_deref(),
        Some("webwx_data_ticket=gSd")
    );
    assert_eq!(cookie(&mut jar, "http://wx2.qq.com/"), None, "never in the clear");
    assert_eq!(cookie(&mut jar, "https://example.com/"), None);
    assert_eq!(format!("{jar:?}"), "Jar(2 cookies)");
}

/// The actor against a transport of one's own, on a clock that stands still.
fn actor(server: &str, transport: Arc<dyn Transport>) -> net::Handle {
    let clock: Clock = Arc::new(Now::default);
    let settings = Settings {
        server: Some(server.into()),
        mode: ModeChoice::Web,
    };
    net::spawn(
        Setup {
            settings,
            seed: 7,
            clock,
        },
        || Ok(transport),
    )
    .unwrap()
}

/// The first news that `wanted` takes.
fn first<T>(handle: &mut net::Handle, wanted: impl Fn(&NetEvent) -> Option<T>) -> T {
    loop {
        let event = handle.events.blocking_recv().expect("the actor lives");
        if let Some(found) = wanted(&event) {
            return found;
        }
    }
}

/// A service that lets everybody in and then says nothing.
fn welcoming() -> Server {
    serve(|head| {
        let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        let path = head.split([' ', '?']).nth(1).unwrap();
        Act::Write(match path {
            "/jslogin" => ok("", br#"window.QRLogin.code = 200; window.QRLogin.uuid = "Qe3P=="; "#),
            "/cgi-bin/mmwebwx-bin/login" => {
                let url = format!("http://{host}/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=A&uuid=Q");
                ok("", format!("window.code=200;\nwindow.redirect_uri=\"{url}\";").as_bytes())
            }
            "/cgi-bin/mmwebwx-bin/webwxnewloginpage" => ok(
                "Set-Cookie: wxsid=S+1; Path=/; Secure\r\nSet-Cookie: wxuin=26; Path=/; Secure\r\n",
                b"<error><ret>0</ret><skey>@crypt_1</skey><wxsid>S+1</wxsid><wxuin>26</wxuin><pass_ticket>p</pass_ticket></error>",
            ),
            "/cgi-bin/mmwebwx-bin/webwxinit" => ok(
                "",
                br#"{"BaseResponse":{"Ret":0},"ContactList":[],"SyncKey":{"Count":1,"List":[{"Key":1,"Val":1}]},"User":{"UserName":"@me","NickName":"x"},"ChatSet":"","SKey":""}"#,
            ),
            "/cgi-bin/mmwebwx-bin/webwxsync" => ok("", br#"{"BaseResponse":{"Ret":0}}"#),
            "/wx_emoji/ab/" => ok("Set-Cookie: wxuin=99; Path=/\r\n", b"GIF89a"),
            _ => return Act::Hang,
        })
    })
}

#[test]
fn the_actor_logs_in_with_its_cookies() {
    let server = welcoming();
    let mut handle = actor(&server.origin, Arc::new(http()));
    handle.commands.blocking_send(NetCommand::Login).unwrap();
    first(&mut handle, |event| {
        matches!(event.news, News::Welcome(_)).then_some(())
    });
    let head = loop {
        let head = server.heads.recv().unwrap();
        if head.contains("synccheck") {
            break head.to_lowercase();
        }
    };
    assert!(head.contains("wxsid=s+1") && head.contains("wxuin=26"), "{head}");
    handle.stop().unwrap();
}

#[test]
fn what_a_strangers_host_sets_is_not_kept() {
    let server = welcoming();
    let mut handle = actor(&server.origin, Arc::new(http()));
    handle.commands.blocking_send(NetCommand::Login).unwrap();
    first(&mut handle, |event| {
        matches!(event.news, News::Welcome(_)).then_some(())
    });
    let folder = tempfile::tempdir().unwrap();
    let sticker = NetCommand::Download(Download {
        asset: Asset::Of {
            message: MsgId(5),
            part: Part::Whole,
        },
        source: Source::Elsewhere("http://emoji.qpic.cn/wx_emoji/ab/".into()),
        file: folder.path().join("5"),
        bytes: None,
        urgent: true,
    });
    handle.commands.blocking_send(sticker).unwrap();
    first(&mut handle, |event| {
        let News::Download { progress, .. } = &event.news else {
            return None;
        };
        (*progress == Progress::Done { bytes: 6 }).then_some(())
    });
    let message = NetCommand::Send(Outgoing {
        local: LocalId(1),
        to: "filehelper".into(),
        what: Parcel::Text("x".into()),
    });
    handle.commands.blocking_send(message).unwrap();
    let mut heads = server.heads.iter().map(|head| head.to_lowercase());
    let head = heads.find(|head| head.contains("webwxsendmsg")).unwrap();
    assert!(head.contains("wxsid=s+1") && head.contains("wxuin=26"), "{head}");
    handle.stop().unwrap();
}

/// Compressed it would have other offsets than the file has.
#[test]
fn a_file_is_asked_for_as_it_is_and_gone_on_with_by_its_own_bytes() {
    let lines: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
    let text = lines.join("\n");
    let whole = text.clone();
    let server = serve(move |head| {
        let packed = head.to_lowercase().contains("gzip").then(|| gzip(&whole));
        let bytes = packed.as_deref().unwrap_or(whole.as_bytes());
        let how = if packed.is_some() {
            "Content-Encoding: gzip\r\n"
        } else {
            ""
        };
        match head
            .split_once("bytes=")
            .and_then(|(_, rest)| rest.split_once('-'))
        {
            None => {
                let answer = ok(how, bytes);
                Act::WriteAndHangUp(answer[..answer.len() / 2].to_vec())
            }
            Some((from, _)) => {
                let (from, end) = (from.parse::<usize>().unwrap(), bytes.len());
                let range = format!("{how}Content-Range: bytes {from}-{}/{end}\r\n", end - 1);
                let answer = String::from_utf8_lossy(&ok(&range, b"")).replacen("200 OK", "206 x", 1);
                let answer = answer.replace("Length: 0", &format!("Length: {}", end - from));
                Act::Write([answer.as_bytes(), &bytes[from..]].concat())
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("a.part");
    let carry = || {
        let freight = Freight::Spool(Spool {
            part: part.clone(),
            anew: false,
            kind: Kind::File,
            limit: 1 << 20,
            anonymous: false,
        });
        let clock: Clock = Arc::new(Now::default);
        let meter = Meter::new(Ticket::default(), tokio::sync::mpsc::channel(1).0, clock);
        runtime().block_on(net::freight::carry(
            Arc::new(http()),
            get(&server.origin),
            freight,
            meter,
        ))
    };
    assert_eq!(carry(), Err(Mishap::Http(HttpFailure::Offline)));
    assert!(carry().is_ok_and(|carried| carried.kept.is_some()));
    assert_eq!(std::fs::read_to_string(&part).unwrap(), text);
}

#[test]
fn another_actor_goes_on_with_what_the_first_has_told() {
    let server = welcoming();
    let mut handle = actor(&server.origin, Arc::new(http()));
    handle.commands.blocking_send(NetCommand::Login).unwrap();
    let kept = first(&mut handle, |event| {
        if let News::Keepsake(kept) = &event.news {
            Some(kept.clone())
        } else {
            None
        }
    });
    handle.stop().unwrap();

    let mut handle = actor(&server.origin, Arc::new(http()));
    handle.commands.blocking_send(NetCommand::Resume(kept)).unwrap();
    let me = first(&mut handle, |event| {
        if let News::Resumed { me } = &event.news {
            Some(me.clone())
        } else {
            None
        }
    });
    assert_eq!(me.as_str(), "@me");
    let head = loop {
        let head = server.heads.recv().unwrap();
        if head.contains("webwxsync") {
            break head.to_lowercase();
        }
    };
    assert!(head.contains("wxsid=s+1") && head.contains("wxuin=26"), "{head}");
    handle.stop().unwrap();
}

struct Panics;

impl Transport for Panics {
    fn call(&self, _: HttpRequest) -> Answer {
        Box::pin(async { panic!("a fault in a call, for the test") })
    }
}

#[test]
fn a_call_that_dies_still_settles_its_ticket() {
    let mut handle = actor("http://127.0.0.1:1", Arc::new(Panics));
    handle.commands.blocking_send(NetCommand::Login).unwrap();
    let why = first(&mut handle, |event| {
        if let News::Login(LoginNews::Retrying { why, .. }) = event.news {
            Some(why)
        } else {
            None
        }
    });
    assert_eq!(why, Failure::Offline);
    handle.stop().unwrap();
}

#[test]
fn stopping_waits_for_no_answer() {
    let server = serve(|_| Act::Hang);
    let mut handle = actor(&server.origin, Arc::new(http()));
    handle.commands.blocking_send(NetCommand::Login).unwrap();
    first(&mut handle, |event| {
        (event.news == News::Login(LoginNews::Fetching)).then_some(())
    });
    server.heads.recv().unwrap();
    handle.stop().unwrap();
}

#[test]
fn a_transport_that_cannot_be_built_ends_the_actor_with_the_reason() {
    let clock: Clock = Arc::new(Now::default);
    let setup = Setup {
        settings: Settings::default(),
        seed: 7,
        clock,
    };
    let mut handle = net::spawn(setup, || Err(anyhow::anyhow!("no certificates"))).unwrap();
    assert!(handle.events.blocking_recv().is_none());
    assert!(format!("{:#}", handle.stop().unwrap_err()).contains("no certificates"));
}
