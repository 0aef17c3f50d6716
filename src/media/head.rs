//! The heads of files: what they are, and how large a picture is, without decoding it.
//!
//! Owns that only files are read: a pipe or a device might never answer. Never: the whole of one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufReader, Read, Seek};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageReader};
use rustix::fs::OFlags;

use super::save::HEAD;
use crate::port::AttachmentKind;
use crate::port::media::Glance;

/// Bytes of the largest file whose pixels are told: of a JPEG all is read for it.
const LARGEST: u64 = 32 * 1024 * 1024;
/// Entries of a folder that are counted.
const MOST: usize = 5000;

/// The file, if that is what it is.
pub(super) fn regular(path: &Path) -> io::Result<(File, Metadata)> {
    let is_file = |about: &Metadata| {
        let other = || io::Error::from(io::ErrorKind::InvalidInput);
        about.is_file().then_some(()).ok_or_else(other)
    };
    is_file(&fs::metadata(path)?)?;
    // It may be another thing by now: to open a pipe for reading waits for who writes, unless told not to.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let about = file.metadata()?;
    is_file(&about)?;
    Ok((file, about))
}

/// What this is, by as little of it as tells.
pub(super) fn glance(path: &Path) -> io::Result<Glance> {
    if fs::metadata(path)?.is_dir() {
        let entries = fs::read_dir(path)?.take(MOST + 1).count();
        return Ok(Glance::Folder {
            entries: entries.min(MOST),
            more: entries > MOST,
        });
    }
    let (mut file, about) = regular(path)?;
    let mut head = Vec::new();
    Read::by_ref(&mut file).take(HEAD).read_to_end(&mut head)?;
    Ok(Glance::File {
        kind: kind(&head),
        pixels: pixels(file, &head, about.len()),
    })
}

/// By its first bytes, whatever it is called (`protocol.md §7.3`).
pub(super) fn kind(head: &[u8]) -> AttachmentKind {
    match infer::get(head).map(|kind| kind.mime_type()) {
        Some("image/jpeg" | "image/png" | "image/bmp") => AttachmentKind::Image,
        Some("image/gif") => AttachmentKind::Gif,
        Some("video/mp4") => AttachmentKind::Video,
        _ => AttachmentKind::File,
    }
}

/// Across and down, as it is seen: upright, whichever way the camera was held.
pub(super) fn pixels(mut file: File, head: &[u8], bytes: u64) -> Option<(u16, u16)> {
    if !infer::is_image(head) || bytes > LARGEST {
        return None;
    }
    file.rewind().ok()?;
    let reader = ImageReader::new(BufReader::new(file))
        .with_guessed_format()
        .ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let (across, down) = decoder.dimensions();
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (across, down) = match upright {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (down, across),
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (across, down),
    };
    let pixels = (u16::try_from(across).ok()?, u16::try_from(down).ok()?);
    (pixels.0 > 0 && pixels.1 > 0).then_some(pixels)
}
