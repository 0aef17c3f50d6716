//! What messages carry, fetched: whole, after the line broke, and when it is not what was announced.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::stream;
use weft::domain::id::{MsgId, PeerId, UserName};
use weft::net::http::Http;
use weft::net::{Answer, Pieces, Sent, Streaming, Transport};
use weft::port::News;
use weft::port::media::{Asset, Fault, Part, Progress, Source};
use weft::sim::saying::Saying;
use weft::sim::world::fault::{Fault as SimFault, FaultRule, WireFault};
use weft::wire::http::{HttpRequest, HttpResponse};

use super::{Line, mode, noise, of};

#[test]
fn whatever_a_message_carries_arrives_and_nobody_else_may_read_it() {
    let mut line = Line::new();
    let photo = [b"\xff\xd8\xff".as_slice(), &noise(300_000)].concat();
    let image = line.say(Saying::Image, Some(photo.clone()));
    let voice = line.say(Saying::Voice { millis: 3_600 }, None);
    let video = line.say(Saying::Video { seconds: 9 }, None);
    let sheet = noise(3_000_001);
    let (file, source) = line.file("a.xlsx", sheet.clone());
    let anna: UserName = line.hub.with(|world, _| world.user_name("anna").unwrap().into());
    let asker = Source::Asker {
        user_name: anna.clone(),
        message: MsgId(6),
    };
    let (user_name, room) = (anna, None);
    let face = Asset::Face {
        peer: PeerId(4),
        seq: 1,
    };
    let sticker = "http://emoji.qpic.cn/wx_emoji/ab/".into();
    let wanted = [
        (
            of(image, Part::Whole),
            Source::Image(image),
            Some(photo.len() as u64),
        ),
        (of(image, Part::Thumb), Source::Thumb(image), None),
        (of(voice, Part::Whole), Source::Voice(voice), Some(7_200)),
        (of(video, Part::Whole), Source::Video(video), None),
        (of(file, Part::Whole), source, Some(3_000_001)),
        (face, Source::Face { user_name, room }, None),
        (of(MsgId(6), Part::Thumb), asker, None),
        (of(MsgId(5), Part::Whole), Source::Elsewhere(sticker), None),
    ];
    for (asset, source, bytes) in wanted {
        let Progress::Done { bytes } = line.fetch(asset, source, bytes) else {
            panic!("{asset:?}: {:?}", line.news.last());
        };
        let path = line.path(asset);
        assert_eq!(fs::metadata(&path).unwrap().len(), bytes);
        assert_eq!(mode(&path), 0o600);
    }
    assert_eq!(fs::read(line.path(of(image, Part::Whole))).unwrap(), photo);
    assert_eq!(fs::read(line.path(of(file, Part::Whole))).unwrap(), sheet);
    let folder = line.cache.path().join("7");
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 8, "no part is left behind");
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

/// Keeps the ranges that were asked for.
struct Ranges(Http, Arc<Mutex<Vec<Option<String>>>>);

impl Transport for Ranges {
    fn call(&self, request: HttpRequest) -> Answer {
        self.0.call(request)
    }

    fn stream(&self, request: HttpRequest, sent: Sent) -> Streaming {
        self.1
            .lock()
            .unwrap()
            .push(request.header("range").map(str::to_owned));
        self.0.stream(request, sent)
    }
}

#[test]
fn a_line_that_breaks_in_the_middle_is_gone_on_with_where_it_broke() {
    let ranges = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&ranges);
    let mut line = Line::over(|http| Ranges(http, kept));
    let bytes = noise(2_000_000);
    let (id, source) = line.file("a.zip", bytes.clone());
    line.hub.with(|world, _| {
        world.inject(FaultRule::new(
            "webwxgetmedia",
            SimFault::Wire(WireFault::HalfBody),
        ));
    });
    let asset = of(id, Part::Whole);
    assert_eq!(
        line.fetch(asset, source, Some(2_000_000)),
        Progress::Done { bytes: 2_000_000 }
    );
    assert_eq!(fs::read(line.path(asset)).unwrap(), bytes);
    assert_eq!(*ranges.lock().unwrap(), [None, Some("bytes=1000000-".to_owned())]);
    line.handle.stop().unwrap();
}

#[test]
fn what_is_no_media_leaves_no_file() {
    let mut line = Line::new();
    let (id, source) = line.file("a.zip", noise(50_000));
    let asset = of(id, Part::Whole);
    let fault = |line: &Line, fault| {
        line.hub
            .with(|world, _| world.inject(FaultRule::new("webwxgetmedia", fault)));
    };
    fault(&line, SimFault::Ret(1));
    let ended = line.fetch(asset, source.clone(), None);
    assert_eq!(ended, Progress::Failed(Fault::NotMedia));
    let (got, announced) = (50_000, 50_001);
    let ended = line.fetch(asset, source.clone(), Some(announced));
    assert_eq!(ended, Progress::Failed(Fault::Short { got, announced }));
    assert_eq!(fs::read_dir(line.cache.path().join("7")).unwrap().count(), 0);
    fs::remove_dir(line.cache.path().join("7")).unwrap();
    fs::write(line.cache.path().join("7"), "in the way").unwrap();
    let ended = line.fetch(asset, source, None);
    assert!(matches!(ended, Progress::Failed(Fault::Disk(_))), "{ended:?}");
    line.handle.stop().unwrap();
}

/// Half a kilobyte of it is the service's; the rest is never in memory together.
struct Fountain {
    http: Http,
    part: Arc<Mutex<PathBuf>>,
    /// The most that had come and was not on the disk.
    backlog: Arc<AtomicU64>,
}

const PIECE: u64 = 64 * 1024;
const PIECES: u64 = 1024;

impl Transport for Fountain {
    fn call(&self, request: HttpRequest) -> Answer {
        self.http.call(request)
    }

    fn stream(&self, _: HttpRequest, _: Sent) -> Streaming {
        let (part, backlog) = (self.part.lock().unwrap().clone(), Arc::clone(&self.backlog));
        let pieces: Pieces = Box::pin(stream::iter((0..PIECES).map(move |came| {
            let kept = fs::metadata(&part).map_or(0, |part| part.len());
            backlog.fetch_max(came * PIECE - kept, Ordering::Relaxed);
            Ok(vec![7; PIECE as usize])
        })));
        let mut head = HttpResponse::ok("");
        head.headers = vec![("Content-Length".into(), (PIECE * PIECES).to_string())];
        Box::pin(async { Ok((head, pieces)) })
    }
}

#[test]
fn of_a_large_file_little_is_in_memory_and_its_progress_only_grows() {
    let part = Arc::new(Mutex::new(PathBuf::new()));
    let backlog = Arc::new(AtomicU64::new(0));
    let (path, most) = (Arc::clone(&part), Arc::clone(&backlog));
    let mut line = Line::over(|http| Fountain {
        http,
        part: path,
        backlog: most,
    });
    let asset = of(MsgId(9), Part::Whole);
    *part.lock().unwrap() = line.path(asset).with_extension("part");
    let (_, source) = line.file("a.zip", vec![1]);
    let ended = line.fetch(asset, source, Some(PIECE * PIECES));
    assert_eq!(
        ended,
        Progress::Done {
            bytes: PIECE * PIECES
        }
    );
    assert!(backlog.load(Ordering::Relaxed) <= 8 * PIECE);
    let moved: Vec<u64> = line
        .news
        .iter()
        .filter_map(|news| {
            let News::Download {
                progress: Progress::Moving { done, of },
                ..
            } = news
            else {
                return None;
            };
            assert_eq!(*of, Some(PIECE * PIECES));
            Some(*done)
        })
        .collect();
    assert!(!moved.is_empty() && moved.is_sorted() && moved.iter().all(|done| *done <= PIECE * PIECES));
    line.handle.stop().unwrap();
}
