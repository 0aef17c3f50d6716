//! Keeping the cache within its bounds.

use std::fs;
use std::io;
use std::path::Path;

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
        fs::remove_file(path)?;
        total -= bytes;
    }
    Ok(())
}
