//! Files over a real socket: the actor and the simulated service on loopback, and a disk between them.

mod fetching;
mod sending;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use md5::{Digest as _, Md5};
use tempfile::TempDir;
use tokio::sync::oneshot;
use weft::domain::id::{LocalId, MsgId};
use weft::domain::text::SafeText;
use weft::domain::time::{Clock, Now};
use weft::net::http::Http;
use weft::net::{self, Setup, Transport};
use weft::port::media::{Asset, Download, Part, Progress, Source};
use weft::port::{Attachment, AttachmentKind, Failure, NetCommand, News, Outgoing, Parcel};
use weft::session::{ModeChoice, Settings};
use weft::sim::hub::Hub;
use weft::sim::listen;
use weft::sim::saying::Saying;
use weft::sim::script::{Director, Script};
use weft::sim::world::World;
use weft::sim::world::setup::{Person, Setup as Town};

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
