//! Copies for the person: into the folder for downloads, or for a program to show.
//!
//! Owns that no file is ever written over, and that one is either whole or not there. Never: chooses a folder.

use std::fs::{DirBuilder, File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, fchmod};
use tempfile::Builder;

use super::name::{numbered, sanitized};

/// Enough to know what a file is.
pub(super) const HEAD: u64 = 8 * 1024;
/// Files of one name in one folder before weft gives up.
const MOST_ALIKE: u32 = 10_000;

/// Puts a copy of `file` into `folder` under a name like `wish`. Where it is.
///
/// As readable as `mode` says, else for its owner alone.
pub(super) fn save(file: &Path, folder: &Path, wish: &str, mode: Option<Mode>) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    copy(file, folder, wish, mode)
}

/// A copy that a viewer can be given, in a folder of its own that nobody else can look into.
pub(super) fn lend(file: &Path, folder: &Path, wish: &str) -> io::Result<PathBuf> {
    private_folder(folder)?;
    let own = Builder::new()
        .prefix("")
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(folder)?;
    copy(file, &own.keep(), wish, None)
}

/// Keeps a file of this machine as one that was fetched.
pub(super) fn keep(from: &Path, file: &Path) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new(""));
    private_folder(folder)?;
    let mut source = File::open(from)?;
    let mut part = Builder::new()
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(folder)?;
    io::copy(&mut source, &mut part)?;
    part.persist(file).map_err(|error| error.error)?;
    Ok(())
}

fn copy(file: &Path, folder: &Path, wish: &str, mode: Option<Mode>) -> io::Result<PathBuf> {
    let mut source = File::open(file)?;
    let mut head = Vec::new();
    Read::by_ref(&mut source).take(HEAD).read_to_end(&mut head)?;
    let found = infer::get(&head).map(|kind| kind.extension());
    fresh((folder, mode), (wish, found), |part| {
        part.write_all(&head)?;
        io::copy(&mut source, part).map(drop)
    })
}

/// A new file under a name like `wish`, with this extension where that has none: whole, and over no other.
pub(super) fn fresh(
    (folder, mode): (&Path, Option<Mode>),
    (wish, extension): (&str, Option<&str>),
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<PathBuf> {
    let name = sanitized(wish, extension);
    let mut part = Builder::new().prefix(".weft-").tempfile_in(folder)?;
    write(part.as_file_mut())?;
    if let Some(mode) = mode {
        fchmod(part.as_file(), mode)?;
    }
    part.as_file().sync_all()?;
    let mut path = folder.join(&name);
    for number in 2..MOST_ALIKE {
        match part.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                part = error.file;
                path = folder.join(numbered(&name, number));
            }
            Err(error) => return Err(error.error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

pub(super) fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}
