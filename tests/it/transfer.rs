//! Files over a real socket: the actor and the simulated service on loopback, and a disk between them.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use futures_util::stream;
use md5::{Digest as _, Md5};
use tempfile::TempDir;
use tokio::sync::oneshot;
use weft::domain::id::{LocalId, MsgId, PeerId, UserName};
use weft::domain::text::SafeText;
use weft::domain::time::{Clock, Now};
use weft::net::http::Http;
use weft::net::{self, Answer, Pieces, Sent, Setup, Streaming, Transport};
use weft::port::media::{Asset, Download, Fault, Part, Progress, Source};
use weft::port::{Attachment, AttachmentKind, Failure, NetCommand, News, Outgoing, Parcel};
use weft::session::{ModeChoice, Settings};
use weft::sim::hub::Hub;
use weft::sim::listen;
use weft::sim::saying::Saying;
use weft::sim::script::{Director, Script};
use weft::sim::world::World;
use weft::sim::world::fault::{Fault as SimFault, FaultRule, WireFault};
use weft::sim::world::setup::{Person, Setup as Town};
use weft::wire::http::{HttpRequest, HttpResponse};

/// The clock of the machine: the service serves one file after the other, and that takes time.
#[expect(
    clippy::disallowed_methods,
    reason = "the edge: a real clock for a real socket"
)]
fn clock() -> Clock {
    let start = Instant::now();
    Arc::new(move || Now {
        mono: start.elapsed(),
        // Of today: the jar throws away what is over.
        wall_ms: jiff::Timestamp::now().as_millisecond(),
    })
}

/// A person who is logged in, and the service.
struct Line {
    hub: Hub,
    handle: net::Handle,
    cache: TempDir,
    news: Vec<News>,
    _stop: oneshot::Sender<()>,
}

impl Line {
    fn new() -> Self {
        Self::over(|http| http)
    }

    fn over<T: Transport>(carrier: impl FnOnce(Http) -> T) -> Self {
        let town = Town {
            hold: Duration::from_millis(200),
            ..Town::new(3).with(Person::new("anna", "Anna"))
        };
        let script = Script {
            scan_after: Some(0.0),
            confirm_after: Some(0.0),
            ..Script::default()
        };
        let hub = Hub::new(World::new(town), Some(Director::new(script, 3)), clock());
        let (stop, stopped) = oneshot::channel();
        let (bound, address) = std::sync::mpsc::channel();
        let there = hub.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let (listener, address) = listen::bind(0).await.unwrap();
                bound.send(address).unwrap();
                listen::serve(listener, there, async { drop(stopped.await) }).await;
            });
        });
        let server = format!("http://{}", address.recv().unwrap());
        let carrier: Arc<dyn Transport> = Arc::new(carrier(Http::new(Some(&server)).unwrap()));
        let settings = Settings {
            server: Some(server),
            mode: ModeChoice::Web,
        };
        let setup = Setup {
            settings,
            seed: 7,
            clock: clock(),
        };
        let handle = net::spawn(setup, || Ok(carrier)).unwrap();
        let mut line = Self {
            hub,
            handle,
            cache: tempfile::tempdir().unwrap(),
            news: Vec::new(),
            _stop: stop,
        };
        line.tell(NetCommand::Login);
        line.until(|news| matches!(news, News::BookProgress { complete: true, .. }).then_some(()));
        line
    }

    fn tell(&self, command: NetCommand) {
        self.handle.commands.blocking_send(command).unwrap();
    }

    /// The first news that `wanted` takes; what came before is kept too.
    fn until<T>(&mut self, wanted: impl Fn(&News) -> Option<T>) -> T {
        loop {
            let news = self.handle.events.blocking_recv().expect("the actor lives").news;
            if let News::Synced(batch) = &news {
                self.tell(NetCommand::Kept(batch.id));
            }
            if let News::Uploaded(local) = news {
                self.tell(NetCommand::Post(local));
            }
            let found = wanted(&news);
            self.news.push(news);
            if let Some(found) = found {
                return found;
            }
        }
    }

    fn say(&self, saying: Saying, bytes: Option<Vec<u8>>) -> MsgId {
        let said = self.hub.with(|world, now| match bytes {
            Some(bytes) => world.say_carrying(now, ("anna", "anna"), saying, bytes),
            None => world.say(now, "anna", "anna", saying),
        });
        MsgId(said.unwrap())
    }

    /// A file that Anna sends, and where it is.
    fn file(&mut self, name: &str, bytes: Vec<u8>) -> (MsgId, Source) {
        let saying = Saying::File {
            name: name.into(),
            bytes: bytes.len() as u64,
        };
        let id = self.say(saying, Some(bytes));
        let source = Source::File {
            sender: self.hub.with(|world, _| world.user_name("anna").unwrap().into()),
            media_id: format!("@crypt_{:08x}_{:0128x}", id.0 >> 32, id.0).into(),
            encry_file_name: name.replace('.', "%2E").into(),
            name: name.into(),
        };
        (id, source)
    }

    fn path(&self, asset: Asset) -> PathBuf {
        self.cache.path().join("7").join(asset.file_name())
    }

    /// Fetches it; how it ended.
    fn fetch(&mut self, asset: Asset, source: Source, bytes: Option<u64>) -> Progress {
        self.tell(NetCommand::Download(Download {
            asset,
            source,
            file: self.path(asset),
            bytes,
            urgent: true,
        }));
        self.until(|news| {
            let News::Download { progress, .. } = news else {
                return None;
            };
            let moving = matches!(progress, Progress::Moving { .. });
            (!moving).then(|| progress.clone())
        })
    }

    fn breaches(&self) -> Vec<String> {
        self.hub.with(|world, _| {
            world
                .breaches()
                .iter()
                .map(|breach| format!("{breach:?}"))
                .collect()
        })
    }

    /// A file of this machine, to be sent.
    fn attached(&self, name: &str, bytes: &[u8], kind: AttachmentKind) -> Attachment {
        let path = self.cache.path().join(name);
        fs::write(&path, bytes).unwrap();
        Attachment {
            path,
            name: SafeText::new(name),
            bytes: bytes.len() as u64,
            md5: md5_of(bytes).into(),
            kind,
            pixels: None,
            spooled: false,
        }
    }

    /// Sends it to Anna; how it ended.
    fn send(&mut self, local: u64, attachment: Attachment) -> Result<MsgId, Failure> {
        let to = self.hub.with(|world, _| world.user_name("anna").unwrap().into());
        self.tell(NetCommand::Send(Outgoing {
            local: LocalId(local),
            to,
            what: Parcel::Upload(attachment),
        }));
        self.until(|news| {
            if let News::Sent { id, .. } = news {
                Some(Ok(id.unwrap()))
            } else if let News::NotSent { why, .. } = news {
                Some(Err(*why))
            } else {
                None
            }
        })
    }
}

fn md5_of(bytes: &[u8]) -> String {
    hex(&Md5::digest(bytes))
}

/// 32 digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn noise(bytes: usize) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(bytes as u64);
    (0..bytes).map(|_| rng.u8(..)).collect()
}

fn of(message: MsgId, part: Part) -> Asset {
    Asset::Of { message, part }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

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

#[test]
fn what_is_sent_is_what_the_other_side_fetches() {
    let mut line = Line::new();
    let photo = [b"\xff\xd8\xff".as_slice(), &noise(1_300_000)].concat();
    let (gif, film, sheet) = (noise(900), noise(524_288), noise(1_048_577));
    let sent = [
        ("春游 & 茶.jpg", photo.clone(), AttachmentKind::Image),
        ("猫.gif", gif, AttachmentKind::Gif),
        ("a.mp4", film, AttachmentKind::Video),
        ("表 <1> \"&\".xlsx", sheet, AttachmentKind::File),
    ];
    let mut ids = Vec::new();
    for (local, (name, bytes, kind)) in (1..).zip(&sent) {
        let attachment = line.attached(&name.replace('/', " "), bytes, *kind);
        ids.push(line.send(local, attachment).unwrap());
    }
    let delivered = line.hub.with(|world, _| world.delivered().to_vec());
    for (delivered, (_, bytes, _)) in delivered.iter().zip(&sent) {
        assert_eq!(delivered.media.as_deref(), Some(bytes.as_slice()));
        assert_eq!(delivered.asked, 1);
    }
    let types: Vec<i64> = delivered.iter().map(|delivered| delivered.msg_type).collect();
    assert_eq!(types, [3, 47, 43, 6]);
    let asset = of(ids[0], Part::Whole);
    let ended = line.fetch(asset, Source::Image(ids[0]), Some(photo.len() as u64));
    assert_eq!(
        ended,
        Progress::Done {
            bytes: photo.len() as u64
        }
    );
    assert_eq!(fs::read(line.path(asset)).unwrap(), photo);
    let up: Vec<u64> = line
        .news
        .iter()
        .filter_map(|news| {
            if let News::Uploading {
                local: LocalId(1),
                done,
                ..
            } = news
            {
                Some(*done)
            } else {
                None
            }
        })
        .collect();
    assert!(
        up.is_sorted() && up.last() == Some(&(photo.len() as u64)),
        "{up:?}"
    );
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

#[test]
fn a_file_that_changes_or_goes_before_it_is_read_is_not_sent() {
    let mut line = Line::new();
    let attachment = line.attached("a.txt", b"as it was", AttachmentKind::File);
    fs::write(&attachment.path, b"longer than it was").unwrap();
    assert_eq!(line.send(1, attachment.clone()), Err(Failure::FileChanged));
    fs::remove_file(&attachment.path).unwrap();
    assert_eq!(line.send(2, attachment), Err(Failure::FileGone));
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

#[test]
fn a_large_file_is_asked_about_brought_once_and_known_the_second_time() {
    let mut line = Line::new();
    let bytes = noise(25 * 1024 * 1024 + 1);
    let first = line.attached("大.zip", &bytes, AttachmentKind::File);
    line.send(1, first.clone()).unwrap();
    let before = line.news.len();
    line.send(2, first).unwrap();
    let again: Vec<u64> = line.news[before..]
        .iter()
        .filter_map(|news| {
            if let News::Uploading { done, .. } = news {
                Some(*done)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(again, [0, bytes.len() as u64], "not a chunk of it");
    let delivered = line.hub.with(|world, _| world.delivered().to_vec());
    assert!(
        delivered
            .iter()
            .all(|delivered| delivered.media.as_deref() == Some(&*bytes))
    );
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

#[test]
fn a_small_file_for_another_message_is_not_brought_again() {
    let mut line = Line::new();
    let bytes = noise(3000);
    let plan = line.attached("plan.pdf", &bytes, AttachmentKind::File);
    line.send(1, plan.clone()).unwrap();
    let before = line.news.len();
    line.send(2, plan).unwrap();
    let brought = |news: &News| matches!(news, News::Uploading { .. });
    assert!(!line.news[before..].iter().any(brought));
    let delivered = line.hub.with(|world, _| world.delivered().to_vec());
    let whole = |media: Option<&[u8]>| media == Some(&*bytes);
    assert_eq!(delivered.len(), 2);
    assert!(delivered.iter().all(|one| whole(one.media.as_deref())));
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}
