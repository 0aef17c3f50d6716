//! Pictures from the clipboard, and copies of what is forwarded: files that weft makes to send them.
//!
//! Owns a folder that nobody else can look into. Its files outlast the program, since a message may wait for the next run; each
//! goes when its message is sent or given up, and what a crash left there, when something new is written much later.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageError};

use super::clipboard::Content;
use super::save;
use crate::port::media::Clip;

/// No message waits as long for a connection.
const LONGEST: Duration = Duration::from_hours(30 * 24);
const EXTENSION: &str = "png";
/// Below the folder: of what is forwarded, whatever it is.
const COPIES: &str = "forwarded";
/// More at once are no files somebody wants to send.
const MOST_FILES: usize = 20;

/// What was found on the clipboard; of a picture, where it is now.
pub(super) fn kept(content: Content, folder: &Path, name: &str) -> Clip {
    match content {
        Content::Files(mut files) => {
            files.truncate(MOST_FILES);
            Clip::Files(files)
        }
        Content::Image { width, height, rgba } => match write(folder, name, ((width, height), &rgba)) {
            Ok(path) => Clip::Image(path),
            Err(why) => Clip::Unreachable(why.to_string().into()),
        },
        Content::Text(text) => Clip::Text(text),
        Content::Nothing => Clip::Nothing,
        Content::Unreachable(why) => Clip::Unreachable(why.into()),
        Content::NotBuilt => Clip::NotBuilt,
    }
}

/// A copy of what was fetched.
pub(super) fn copied(file: &Path, folder: &Path, name: &str) -> io::Result<PathBuf> {
    let copies = folder.join(COPIES);
    save::private_folder(&copies)?;
    let path = save::save(file, &copies, name, None)?;
    sweep(folder, &path);
    Ok(path)
}

fn write(folder: &Path, name: &str, ((width, height), rgba): ((u32, u32), &[u8])) -> io::Result<PathBuf> {
    // What whoever holds the clipboard says of its size is only a claim.
    let claimed = u64::from(width) * u64::from(height) * 4;
    if claimed == 0 || u64::try_from(rgba.len()) != Ok(claimed) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    save::private_folder(folder)?;
    let path = save::fresh((folder, None), (name, Some(EXTENSION)), |file| {
        let mut out = BufWriter::new(file);
        let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive);
        let written = encoder.write_image(rgba, width, height, ExtendedColorType::Rgba8);
        written.map_err(|why| match why {
            ImageError::IoError(why) => why,
            ImageError::Decoding(_)
            | ImageError::Encoding(_)
            | ImageError::Parameter(_)
            | ImageError::Limits(_)
            | ImageError::Unsupported(_) => io::Error::other(why),
        })?;
        out.flush()
    })?;
    sweep(folder, &path);
    Ok(path)
}

/// Whether it was written here.
pub(super) fn owns(folder: &Path, file: &Path) -> bool {
    let within = file.parent();
    let picture = within == Some(folder) && file.extension() == Some(OsStr::new(EXTENSION));
    picture || within == Some(&*folder.join(COPIES))
}

/// Lets go of one file, if it was written here.
pub(super) fn discard(folder: &Path, file: &Path) {
    if owns(folder, file)
        && let Err(error) = fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "what was made to be sent was not removed");
    }
}

/// What is much older than the one that was just written is nobody's any more. The folder's own times are compared: no clock is
/// asked.
fn sweep(folder: &Path, newest: &Path) {
    let Ok(now) = fs::metadata(newest).and_then(|about| about.modified()) else {
        return;
    };
    let folders = [folder, &*folder.join(COPIES)].map(fs::read_dir);
    let entries = folders.into_iter().flatten().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let written = fs::symlink_metadata(&path).and_then(|about| about.modified());
        let age = written.ok().and_then(|then| now.duration_since(then).ok());
        if age.is_some_and(|age| age > LONGEST) {
            discard(folder, &path);
        }
    }
}
