//! Looking at the files of this machine that a person may want to send.
//!
//! Owns how much of a folder is told, and what a file is by its bytes. Never: follows a path that the person did not type or
//! choose.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use md5::{Digest, Md5};

use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::media::{Entry, Listing};
use crate::port::{Attachment, AttachmentKind};

/// Entries of a folder that are told: the filter finds among them.
const MOST: usize = 5000;
/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// What is in a folder, folders first, then by name.
pub(super) fn list(folder: String, home: &Path) -> Listing {
    let path = resolved(Path::new(&folder), home);
    let read = fs::read_dir(path).and_then(|entries| {
        // One more than is told, to know that there are.
        entries.take(MOST + 1).collect::<io::Result<Vec<_>>>()
    });
    let (mut entries, fault): (Vec<Entry>, _) = match read {
        Ok(read) => (read.iter().filter_map(entry).collect(), None),
        Err(why) => (Vec::new(), Some(why.to_string().into())),
    };
    let more = entries.len() > MOST;
    entries.truncate(MOST);
    entries.sort_by_cached_key(|entry| (!entry.folder, entry.name.to_lowercase()));
    Listing {
        folder,
        entries,
        more,
        fault,
    }
}

/// `None` for what can be neither walked nor sent, and for names that are not text.
fn entry(entry: &fs::DirEntry) -> Option<Entry> {
    let path = entry.path();
    // Through links: what it leads to is what would be sent.
    let about = fs::metadata(&path).ok()?;
    if !about.is_dir() && !about.is_file() {
        return None;
    }
    let at = about
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Some(Entry {
        name: entry.file_name().to_str()?.into(),
        path,
        folder: about.is_dir(),
        bytes: about.len(),
        at: Timestamp(
            at.and_then(|at| i64::try_from(at.as_secs()).ok())
                .unwrap_or_default(),
        ),
    })
}

/// A file as it is now. `None` where there is none, or it cannot be read.
pub(super) fn inspect(path: &Path, home: &Path) -> Option<Attachment> {
    let path = resolved(path, home);
    let name = SafeText::line(path.file_name()?.to_str()?);
    path.to_str()?;
    let mut file = File::open(&path).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut digest = Md5::new();
    let mut chunk = vec![0; CHUNK];
    let (mut bytes, mut head) = (0_u64, Vec::new());
    loop {
        let read = match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return None,
        };
        let part = chunk.get(..read)?;
        if head.is_empty() {
            head = part.to_vec();
        }
        digest.update(part);
        bytes = bytes.saturating_add(u64::try_from(read).ok()?);
    }
    Some(Attachment {
        kind: kind(&head),
        name,
        bytes,
        md5: hex(&digest.finalize()),
        path,
    })
}

fn hex(bytes: &[u8]) -> Box<str> {
    let mut hex = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex.into()
}

/// By its first bytes, whatever it is called (`protocol.md §7.3`).
fn kind(head: &[u8]) -> AttachmentKind {
    match infer::get(head).map(|kind| kind.mime_type()) {
        Some("image/jpeg" | "image/png" | "image/bmp") => AttachmentKind::Image,
        Some("image/gif") => AttachmentKind::Gif,
        Some("video/mp4") => AttachmentKind::Video,
        _ => AttachmentKind::File,
    }
}

/// `~` is home, and what does not begin at the root begins there.
fn resolved(path: &Path, home: &Path) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => home.join(rest),
        Err(_) => home.join(path),
    }
}
