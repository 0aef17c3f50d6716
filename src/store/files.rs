//! The folder of the accounts: `home/last`, and for each account `home/UIN/history.db` and `home/UIN/lock`.
//!
//! Folders are the owner's alone (0700), and so are files (0600), whatever the umask; SQLite gives what it puts beside the
//! database the database's mode.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::ground::Barred;
use crate::port::store::{Refusal, Trouble};

/// Held while the file is open: the system lets go of it however the program ends.
pub(super) struct Lock(#[expect(dead_code, reason = "it is open, which is all it is for")] File);

/// What stands in a `file:` URI as it is.
const IN_URI: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

pub(super) fn history(home: &Path, uin: i64) -> PathBuf {
    folder(home, uin).join("history.db")
}

fn folder(home: &Path, uin: i64) -> PathBuf {
    home.join(uin.to_string())
}

/// The accounts that have a history here, by number.
pub(super) fn accounts(home: &Path) -> Vec<i64> {
    let entries = fs::read_dir(home).into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let mut accounts: Vec<i64> = numbers.filter(|uin| history(home, *uin).is_file()).collect();
    accounts.sort_unstable();
    accounts
}

/// The account that was used last.
pub(super) fn last(home: &Path) -> Option<i64> {
    let text = fs::read_to_string(home.join("last")).ok()?;
    text.trim().parse().ok()
}

pub(super) fn remember(home: &Path, uin: i64) -> io::Result<()> {
    if last(home) == Some(uin) {
        return Ok(());
    }
    // Written beside and put in place: a program that dies here leaves the one before.
    let beside = home.join("last.new");
    let mut file = private(OpenOptions::new().truncate(true), &beside)?;
    writeln!(file, "{uin}")?;
    fs::rename(beside, home.join("last"))
}

/// Makes the account's folder and its empty database where they are missing.
pub(super) fn make(home: &Path, uin: i64) -> io::Result<()> {
    let folder = folder(home, uin);
    private_folder(home)?;
    private_folder(&folder)?;
    // SQLite needs room beside the database, not only in it.
    rustix::fs::access(&folder, rustix::fs::Access::WRITE_OK)?;
    private(&mut OpenOptions::new(), &history(home, uin)).map(drop)
}

/// Makes sure that no other weft has this account open.
pub(super) fn lock(home: &Path, uin: i64) -> Result<Lock, Barred> {
    let path = folder(home, uin).join("lock");
    let mut file = private(OpenOptions::new().read(true), &path)?;
    hold(&mut file)?;
    // Only for the words of whoever comes second: a disk that is full does not take the history away. Over the number
    // before, for a file that is emptied first is flushed by some file systems, and start-up waits for the disk.
    let pid = writeln!(file, "{:>10}", std::process::id());
    pid.unwrap_or_else(|error| tracing::warn!(%error, "the lock has no number in it"));
    Ok(Lock(file))
}

/// The same where nothing can be written; without a file there is nothing to be locked out of.
pub(super) fn lock_read_only(home: &Path, uin: i64) -> Result<Option<Lock>, Refusal> {
    let Ok(mut file) = File::open(folder(home, uin).join("lock")) else {
        return Ok(None);
    };
    hold(&mut file)?;
    Ok(Some(Lock(file)))
}

fn hold(file: &mut File) -> Result<(), Refusal> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let read = file.read_to_string(&mut text);
            Err(Refusal::Locked {
                pid: read.ok().and_then(|_| text.trim().parse().ok()),
            })
        }
        Err(TryLockError::Error(error)) => Err(unusable(&error)),
    }
}

/// A database in a place where nothing can be written, as SQLite wants it named: nothing beside it says that it is
/// complete and will not change; else what is beside it has to be read too.
pub(super) fn read_only_uri(home: &Path, uin: i64) -> String {
    let wal = history(home, uin).with_extension("db-wal");
    let complete = fs::metadata(wal).map_or(true, |wal| wal.len() == 0);
    uri(home, uin, if complete { "immutable=1" } else { "mode=ro" })
}

/// The database to be read while somebody else may be writing to it. Only where nothing can be written at all is nobody.
pub(super) fn reading_uri(home: &Path, uin: i64) -> String {
    match rustix::fs::access(folder(home, uin), rustix::fs::Access::WRITE_OK) {
        Ok(()) => uri(home, uin, "mode=ro"),
        Err(_) => read_only_uri(home, uin),
    }
}

fn uri(home: &Path, uin: i64, how: &str) -> String {
    let path = history(home, uin);
    let path = percent_encode(path.as_os_str().as_bytes(), IN_URI);
    format!("file:{path}?{how}")
}

pub(super) fn unusable(error: &io::Error) -> Refusal {
    Refusal::Unusable(error.to_string().into())
}

pub(super) fn trouble(error: &io::Error) -> Trouble {
    let is = |kinds: &[ErrorKind]| kinds.contains(&error.kind());
    if is(&[ErrorKind::StorageFull, ErrorKind::QuotaExceeded]) {
        Trouble::DiskFull
    } else if is(&[ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem]) {
        Trouble::ReadOnly
    } else {
        Trouble::Io
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    let is_new = !path.exists();
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    make_private(path, is_new, 0o700)
}

fn private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let is_new = !path.exists();
    let file = options.write(true).create(true).mode(0o600).open(path)?;
    make_private(path, is_new, 0o600)?;
    Ok(file)
}

/// What is new gets all of `mode`, whatever the umask; of what is there somebody may have taken more away.
fn make_private(path: &Path, is_new: bool, mode: u32) -> io::Result<()> {
    let found = fs::metadata(path)?.permissions().mode() & 0o777;
    let wanted = if is_new { mode } else { found & mode };
    if wanted != found {
        fs::set_permissions(path, Permissions::from_mode(wanted))?;
    }
    Ok(())
}
