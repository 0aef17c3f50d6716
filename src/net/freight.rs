//! Requests with files: a slice of one put into the body, a body written to one as it comes.
//!
//! Owns the disk's side of a transfer: parts that grow, and what was there before being gone on with. Promises: no more of
//! a file is in memory than a chunk of it; nobody else writes to a part at the same time; what is not asked for any more
//! leaves a part that can be gone on with. Never: a verdict on what came, which is the session's.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::Fuse;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use super::{Pieces, Sent, Transport};
use crate::domain::time::Clock;
use crate::session::{Carried, Chore, Freight, Grown, Mishap, Slice, Spool, Ticket};
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};
use crate::wire::media::{self, Body};

/// As much of a page as says what it is.
const PAGE: usize = 64 * 1024;
/// Written at once.
const WRITE: usize = 256 * 1024;
/// Between two words about how far it is.
const OFTEN: Duration = Duration::from_millis(100);

/// How far a file has come: its ticket, the bytes so far, and of how many where told.
pub type Moved = (Ticket, u64, Option<u64>);

/// Tells how far it is, at most ten times a second.
pub struct Meter {
    ticket: Ticket,
    told: mpsc::Sender<Moved>,
    clock: Clock,
    last: Option<Duration>,
}

impl Meter {
    pub fn new(ticket: Ticket, told: mpsc::Sender<Moved>, clock: Clock) -> Self {
        Self {
            ticket,
            told,
            clock,
            last: None,
        }
    }

    fn tell(&mut self, done: u64, of: Option<u64>) {
        let now = (self.clock)().mono;
        if self.last.is_none_or(|last| last.saturating_add(OFTEN) <= now) {
            self.last = Some(now);
            // One that is not taken is made up for by the next.
            let _ = self.told.try_send((self.ticket, done, of));
        }
    }
}

/// Carries a request and its file out.
///
/// # Errors
/// Why there is no answer.
pub async fn carry(
    transport: Arc<dyn Transport>,
    request: HttpRequest,
    freight: Freight,
    meter: Meter,
) -> Result<Carried, Mishap> {
    match freight {
        Freight::Slice(slice) => up(&*transport, request, slice, meter).await,
        Freight::Spool(spool) => down(&*transport, request, spool, meter).await,
    }
}

async fn up(
    transport: &dyn Transport,
    mut request: HttpRequest,
    slice: Slice,
    mut meter: Meter,
) -> Result<Carried, Mishap> {
    let (at, bytes) = (slice.at as u64, slice.bytes);
    let request = on_disk(move || {
        splice(&mut request, &slice)?;
        Ok(request)
    })
    .await?;
    let sent: Sent = Box::new(move |sent| meter.tell(sent.saturating_sub(at).min(bytes), None));
    let (mut response, pieces) = transport.stream(request, sent).await.map_err(Mishap::Http)?;
    let mut pieces = pieces.fuse();
    gather(&mut response, &mut pieces, PAGE).await?;
    let kept = None;
    Ok(Carried { response, kept })
}

async fn down(
    transport: &dyn Transport,
    mut request: HttpRequest,
    spool: Spool,
    mut meter: Meter,
) -> Result<Carried, Mishap> {
    let (kind, limit) = (spool.kind, spool.limit);
    // Compressed it would be of another size, and have other offsets.
    request
        .headers
        .push(("Accept-Encoding".into(), "identity".into()));
    let mut part = on_disk(move || Part::open(&spool)).await?;
    part.ask_for_the_rest(&mut request);
    let (mut response, pieces) = transport
        .stream(request, Box::new(|_| ()))
        .await
        .map_err(Mishap::Http)?;
    let mut pieces = pieces.fuse();
    gather(&mut response, &mut pieces, media::SNIFF).await?;
    let Body::Media { from, whole } = media::judge(kind, &response, part.before) else {
        gather(&mut response, &mut pieces, PAGE).await?;
        let kept = None;
        return Ok(Carried { response, kept });
    };
    if whole.is_some_and(|whole| whole > limit) {
        on_disk(move || part.throw_away()).await?;
        return Err(Mishap::TooLarge);
    }
    let mut waiting = response.body.clone();
    let mut done = from;
    part = on_disk(move || part.go_on(from)).await?;
    loop {
        let piece = pieces.next().await.transpose();
        if waiting.len() >= WRITE || !matches!(piece, Ok(Some(_))) {
            done += waiting.len() as u64;
            if done > limit {
                on_disk(move || part.throw_away()).await?;
                return Err(Mishap::TooLarge);
            }
            let bytes = std::mem::take(&mut waiting);
            part = on_disk(move || part.write(&bytes)).await?;
        }
        match piece {
            Ok(Some(piece)) => waiting.extend_from_slice(&piece),
            Ok(None) => break,
            Err(failure) => return Err(Mishap::Http(failure)),
        }
        meter.tell(done + waiting.len() as u64, whole);
    }
    response.body.truncate(media::SNIFF);
    let kept = Some(Grown {
        before: part.before,
        now: done,
    });
    Ok(Carried { response, kept })
}

/// Reads on until there are so many bytes, or no more.
async fn gather(response: &mut HttpResponse, pieces: &mut Fuse<Pieces>, enough: usize) -> Result<(), Mishap> {
    while response.body.len() < enough {
        match pieces.next().await {
            Some(Ok(piece)) => response.body.extend_from_slice(&piece),
            Some(Err(failure)) => return Err(Mishap::Http(failure)),
            None => break,
        }
    }
    Ok(())
}

/// Away from the actor's loop: a disk may take its time.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Mishap> + Send + 'static,
) -> Result<T, Mishap> {
    spawn_blocking(work)
        .await
        .unwrap_or(Err(Mishap::Http(HttpFailure::Offline)))
}

/// Puts the slice into the body.
///
/// # Errors
/// When the file is not there, or not the one that was announced.
pub fn splice(request: &mut HttpRequest, slice: &Slice) -> Result<(), Mishap> {
    let gone = |_| Mishap::FileGone;
    let mut file = File::open(&slice.file).map_err(gone)?;
    let there = file.metadata().map_err(gone)?;
    if !there.is_file() || there.len() != slice.whole {
        return Err(Mishap::FileChanged);
    }
    file.seek(SeekFrom::Start(slice.from)).map_err(gone)?;
    let tail = request.body.split_off(slice.at.min(request.body.len()));
    let before = request.body.len() as u64;
    file.take(slice.bytes)
        .read_to_end(&mut request.body)
        .map_err(gone)?;
    if request.body.len() as u64 != before + slice.bytes {
        return Err(Mishap::FileChanged);
    }
    request.body.extend(tail);
    Ok(())
}

/// A file that grows. Nobody else writes to it meanwhile: an abandoned request may still be at its last write, and another
/// weft at the same file.
pub struct Part {
    file: File,
    path: Box<Path>,
    /// So many bytes were in it.
    pub before: u64,
}

impl Part {
    /// Its folder and it, for nobody else's eyes.
    ///
    /// # Errors
    /// When the disk will not have it.
    pub fn open(spool: &Spool) -> Result<Self, Mishap> {
        if let Some(folder) = spool.part.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(disk)?;
        }
        let file = loop {
            if let Some(file) = lone(&spool.part).map_err(disk)? {
                break file;
            }
        };
        if spool.anew {
            file.set_len(0).map_err(disk)?;
        }
        let before = file.metadata().map_err(disk)?.len();
        Ok(Self {
            file,
            path: spool.part.clone().into(),
            before,
        })
    }

    /// Only what is not here yet.
    pub fn ask_for_the_rest(&self, request: &mut HttpRequest) {
        if self.before > 0 {
            request.headers.retain(|(name, _)| name != "Range");
            let range = format!("bytes={}-", self.before);
            request.headers.push(("Range".into(), range));
        }
    }

    /// What comes belongs from there on.
    ///
    /// # Errors
    /// When the part ends elsewhere, or the disk fails.
    pub fn go_on(mut self, from: u64) -> Result<Self, Mishap> {
        if from != self.before {
            if from != 0 {
                return Err(Mishap::Gap);
            }
            self.file.set_len(0).map_err(disk)?;
        }
        self.file.seek(SeekFrom::Start(from)).map_err(disk)?;
        Ok(self)
    }

    /// # Errors
    /// When the disk fails.
    pub fn write(mut self, bytes: &[u8]) -> Result<Self, Mishap> {
        self.file.write_all(bytes).map_err(disk)?;
        Ok(self)
    }

    /// What nothing is in goes.
    ///
    /// # Errors
    /// When the disk fails.
    fn throw_away(self) -> Result<(), Mishap> {
        self.file.set_len(0).map_err(disk)
    }
}

/// The file, once nobody else has it. `None`: whoever had it took it away.
fn lone(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    match file.lock() {
        Err(why) if why.kind() != ErrorKind::Unsupported => return Err(why),
        // Some network drives know no locks.
        Ok(()) | Err(_) => {}
    }
    let (ours, there) = (file.metadata()?, fs::metadata(path));
    let same = there.is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino()));
    Ok(same.then_some(file))
}

/// One that nothing came for leaves nothing behind.
impl Drop for Part {
    fn drop(&mut self) {
        if self.file.metadata().is_ok_and(|there| there.len() == 0) {
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Does a chore.
///
/// # Errors
/// The system's words.
pub fn file(chore: &Chore) -> Result<(), Box<str>> {
    let done = match chore {
        // On the disk before it is under its name: a power cut must not leave half a file that passes for a whole one.
        Chore::Keep { part, file } => File::open(part)
            .and_then(|whole| whole.sync_data())
            .and_then(|()| fs::rename(part, file)),
        Chore::Drop { part } => match fs::remove_file(part) {
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(()),
            done => done,
        },
    };
    done.map_err(|why| why.to_string().into())
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn disk(why: io::Error) -> Mishap {
    Mishap::Disk(why.to_string().into())
}
