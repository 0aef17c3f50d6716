//! Looking at the files of this machine that a person may want to send.
//!
//! Owns how much of a folder is told, and that no more of a file is read than could be sent. Never: follows a path that the person did not type or
//! choose.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use md5::{Digest, Md5};

use super::head::{self, regular};
use super::shelf::Shelf;
use super::spool;
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

/// A file as it is now. `None` where there is none, it cannot be read, or nobody waits for the answer any more.
pub(super) fn inspect(path: &Path, shelf: &Shelf, is_wanted: &dyn Fn() -> bool) -> Option<Attachment> {
    let path = resolved(path, &shelf.home);
    let name = SafeText::line(path.file_name()?.to_str()?);
    path.to_str()?;
    let (file, about) = regular(&path).ok()?;
    let mut found = Attachment {
        kind: AttachmentKind::File,
        name,
        bytes: about.len(),
        md5: Box::default(),
        pixels: None,
        spooled: spool::owns(&shelf.spool, &path),
        path,
    };
    // What could never be sent is not read either; some files of the system say that they are empty, and never end.
    if found.is_sendable() {
        read(file, &mut found, is_wanted)?;
    }
    Some(found)
}

fn read(mut file: File, found: &mut Attachment, is_wanted: &dyn Fn() -> bool) -> Option<()> {
    let mut digest = Md5::new();
    let mut chunk = vec![0; CHUNK];
    let (mut bytes, mut head) = (0_u64, Vec::new());
    // It may grow while it is read.
    while is_wanted() && bytes <= found.kind.limit() {
        let read = match file.read(&mut chunk) {
            Ok(0) => {
                found.kind = head::kind(&head);
                found.bytes = bytes;
                found.md5 = hex(&digest.finalize());
                found.pixels = head::pixels(file, &head, bytes);
                return Some(());
            }
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
    None
}

fn hex(bytes: &[u8]) -> Box<str> {
    let mut hex = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex.into()
}

/// `~` is home, and what does not begin at the root begins there.
pub(super) fn resolved(path: &Path, home: &Path) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => home.join(rest),
        Err(_) => home.join(path),
    }
}
