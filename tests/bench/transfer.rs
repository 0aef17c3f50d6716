//! Files on loopback: weft's own way up and down, and plain reqwest over the same socket in the same run.
//!
//! What is compared is the throughput of whole transfers: with the disk, the form and the progress on weft's side, and
//! with a file read and written as simply as can be on the other.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use weft::domain::time::{Clock, Now};
use weft::net::freight::{self, Meter};
use weft::net::http::Http;
use weft::session::{Carried, Freight, Mishap, Slice, Spool, Ticket};
use weft::wire::http::{HttpRequest, Method};
use weft::wire::media::Kind;

const DOWN: usize = 64 * 1024 * 1024;
const CHUNK: u64 = 512 * 1024;
const CHUNKS: u64 = 32;
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers a GET with [`DOWN`] bytes, and a POST with a word.
async fn serve(mut stream: TcpStream, body: Arc<Vec<u8>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let whole = end + length.map_or(0, |length| length.trim().parse::<usize>().unwrap());
        while buffer.len() < whole {
            stream.read_buf(&mut buffer).await?;
        }
        buffer.drain(..whole);
        let answer: &[u8] = if head.starts_with("get") { &body } else { b"{}" };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", answer.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(answer).await?;
    }
}

/// On a thread of its own.
fn listening() -> String {
    let (bound, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            bound.send(listener.local_addr().unwrap()).unwrap();
            let body = Arc::new(vec![7; DOWN]);
            let mut callers = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                callers.spawn(serve(stream, Arc::clone(&body)));
            }
        });
    });
    format!("http://{}", address.recv().unwrap())
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn meter() -> Meter {
    let clock: Clock = Arc::new(Now::default);
    // Nobody listens: what is measured is the telling.
    let (told, _) = tokio::sync::mpsc::channel(16);
    Meter::new(Ticket::default(), told, clock)
}

fn carry(runtime: &Runtime, http: &Http, request: HttpRequest, freight: Freight) -> Result<Carried, Mishap> {
    runtime.block_on(freight::carry(Arc::new(http.clone()), request, freight, meter()))
}

fn down(runtime: &Runtime, http: &Http, origin: &str, part: PathBuf) {
    let spool = Spool {
        part,
        anew: true,
        kind: Kind::File,
        limit: u64::MAX,
        anonymous: true,
    };
    let request = HttpRequest::get(format!("{origin}/"), PATIENCE);
    let carried = carry(runtime, http, request, Freight::Spool(spool)).unwrap();
    assert_eq!(carried.kept.unwrap().now, DOWN as u64);
}

async fn plain_down(client: &reqwest::Client, origin: &str, path: &Path) {
    let mut file = fs::File::create(path).unwrap();
    let mut response = client.get(origin).send().await.unwrap();
    while let Some(piece) = response.chunk().await.unwrap() {
        file.write_all(&piece).unwrap();
    }
}

fn up(runtime: &Runtime, http: &Http, origin: &str, file: &Path) {
    for chunk in 0..CHUNKS {
        let mut request = HttpRequest::get(format!("{origin}/"), PATIENCE);
        request.method = Method::Post;
        let slice = Slice {
            file: file.into(),
            whole: CHUNK * CHUNKS,
            from: chunk * CHUNK,
            bytes: CHUNK,
            at: 0,
        };
        carry(runtime, http, request, Freight::Slice(slice)).unwrap();
    }
}

async fn plain_up(client: &reqwest::Client, origin: &str, file: &Path) {
    let bytes = fs::read(file).unwrap();
    for chunk in bytes.chunks(usize::try_from(CHUNK).unwrap()) {
        let answer = client.post(origin).body(chunk.to_vec()).send().await.unwrap();
        answer.bytes().await.unwrap();
    }
}

fn transfers(c: &mut Criterion) {
    let (runtime, origin) = (runtime(), listening());
    let http = Http::new(Some(&origin)).unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (part, file) = (folder.path().join("a.part"), folder.path().join("a"));
    fs::write(&file, vec![7; usize::try_from(CHUNK * CHUNKS).unwrap()]).unwrap();
    let mut group = c.benchmark_group("transfer");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(DOWN as u64));
    group.bench_function("down/weft", |b| {
        b.iter(|| down(&runtime, &http, &origin, part.clone()));
    });
    group.bench_function("down/reqwest", |b| {
        b.iter(|| runtime.block_on(plain_down(&client, &origin, &part)));
    });
    group.throughput(Throughput::Bytes(CHUNK * CHUNKS));
    group.bench_function("up/weft", |b| b.iter(|| up(&runtime, &http, &origin, &file)));
    group.bench_function("up/reqwest", |b| {
        b.iter(|| runtime.block_on(plain_up(&client, &origin, &file)));
    });
    group.finish();
}

criterion_group!(benches, transfers);
criterion_main!(benches);
