//! Letting go of what is kept: for its size, or because it was taken back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::port::media::part_of;

/// Lets go of these, and of what has come of them so far. The first that stays, though it should not.
pub(super) fn forget(files: &[PathBuf]) -> io::Result<()> {
    let mut done = Ok(());
    for path in files.iter().flat_map(|file| [file.clone(), part_of(file)]) {
        match fs::remove_file(path) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => done = done.and(Err(why)),
            Ok(()) | Err(_) => {}
        }
    }
    done
}

/// Lets go of the files of `folder` that were written longest ago until the rest is no more than `most` bytes. What a viewer
/// was given is a copy elsewhere, so nothing that is open goes.
pub(super) fn trim(folder: &Path, most: u64) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let about = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        Some((about.modified().ok()?, about.len(), entry.path()))
    };
    let mut files: Vec<_> = entries.filter_map(about).collect();
    files.sort();
    let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    for (_, bytes, path) in files {
        if total <= most {
            break;
        }
        match fs::remove_file(path) {
            // The network has just given it its name.
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            removed => removed?,
        }
        total -= bytes;
    }
    Ok(())
}
