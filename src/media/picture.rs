//! Files to pictures: read, decoded, turned upright, cut and scaled, encoded.
//!
//! Owns the bounds within which a stranger's picture is decoded. Never: which picture is wanted, or where it stands.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{
    AnimationDecoder, DynamicImage, Frames, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbaImage,
};

use super::encode::encode;
use super::head::regular;
use super::scale::fitted;
use crate::port::media::{Asset, Frame, MediaEvent, PictureId, Rendered, View};

/// Pixels on a side; the service itself takes none larger.
const LARGEST_SIDE: u32 = 16_384;
/// Bytes while decoding, the picture itself among them: some 33 megapixels with alpha.
const MEMORY: u64 = 128 * 1024 * 1024;
/// Pixels on a side of one that moves: every frame is held as large.
const LARGEST_MOVING: u32 = 2_048;
/// Of more frames the first.
const MOST_FRAMES: usize = 240;
/// Pixels of all frames together: a second's work or two.
const MOST_PIXELS: usize = 64 * 1024 * 1024;
/// Bytes of all frames of one picture as the terminal gets them: those beyond it are left out.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Milliseconds of a frame that tells none or next to none, as browsers take it.
const USUAL_DELAY: u32 = 100;
const SHORTEST_DELAY: u32 = 20;

type Source = BufReader<File>;

/// Makes pictures one after the other.
#[derive(Debug, Default)]
pub struct Easel {
    next: u32,
    /// The last one decoded whole for a closer look: moving about in it decodes nothing.
    last: Option<(PathBuf, RgbaImage)>,
}

impl Easel {
    pub fn numbered_from(next: u32) -> Self {
        Self { next, last: None }
    }

    pub fn show(&mut self, asset: Asset, file: &Path, view: View) -> MediaEvent {
        self.answer((asset, view), |easel| easel.made(file, view))
    }

    pub fn show_bytes(&mut self, asset: Asset, bytes: &[u8], view: View) -> MediaEvent {
        self.answer((asset, view), |easel| {
            let pixels = still(guarded(Cursor::new(bytes))?)?;
            easel.still(&pixels, view)
        })
    }

    fn answer(
        &mut self,
        (asset, view): (Asset, View),
        with: impl FnOnce(&mut Self) -> Result<Rendered, Unmade>,
    ) -> MediaEvent {
        // What opens and saves files is on the same thread: a decoder that panics must not take it along.
        let made = catch_unwind(AssertUnwindSafe(|| with(self)));
        match made.unwrap_or(Err(Unmade::Unreadable)) {
            Ok(picture) => MediaEvent::Shown {
                asset,
                view,
                picture: Arc::new(picture),
            },
            Err(Unmade::Missing) => MediaEvent::Missing(asset),
            Err(Unmade::Unreadable) => MediaEvent::Unreadable(asset),
        }
    }

    fn made(&mut self, file: &Path, view: View) -> Result<Rendered, Unmade> {
        if let Some((path, pixels)) = self.last.take_if(|(path, _)| path == file && !view.moving) {
            let still = self.still(&pixels, view);
            self.last = Some((path, pixels));
            return still;
        }
        let reader = open(file)?;
        let format = reader.format().ok_or(Unmade::Unreadable)?;
        if view.moving {
            // What is too large to move may still be seen.
            if let Ok(Some(moving)) = self.moving(reader.into_inner(), format, view) {
                return Ok(moving);
            }
        }
        let pixels = still(open(file)?)?;
        let made = self.still(&pixels, view);
        self.last = (view.zoom.percent > 100).then(|| (file.to_owned(), pixels));
        made
    }

    fn still(&mut self, pixels: &RgbaImage, view: View) -> Result<Rendered, Unmade> {
        let (pixels, size) = fitted(pixels, view);
        let id = self.number();
        let ink = encode(&pixels, (id, size), view.canvas).ok_or(Unmade::Unreadable)?;
        let frames = vec![Frame { id, ink, delay: 0 }];
        Ok(Rendered { size, frames })
    }

    /// `None` where it does not move after all.
    fn moving(&mut self, file: Source, format: ImageFormat, view: View) -> Result<Option<Rendered>, Unmade> {
        let Some(frames) = frames(file, format)? else {
            return Ok(None);
        };
        let mut made = Rendered {
            size: view.within,
            frames: Vec::new(),
        };
        let (mut bytes, mut pixels) = (0, 0);
        for frame in frames.take(MOST_FRAMES) {
            // What came before the damage is shown.
            let Ok(frame) = frame else { break };
            let (numerator, denominator) = frame.delay().numer_denom_ms();
            let delay = match numerator.checked_div(denominator).unwrap_or_default() {
                0..SHORTEST_DELAY => USUAL_DELAY,
                delay => delay,
            };
            let one = self.still(frame.buffer(), view)?;
            bytes += one.bytes();
            pixels += frame.buffer().len() / 4;
            if bytes > MOST_BYTES || pixels > MOST_PIXELS {
                break;
            }
            made.size = one.size;
            made.frames
                .extend(one.frames.into_iter().map(|frame| Frame { delay, ..frame }));
        }
        Ok((made.frames.len() > 1).then_some(made))
    }

    fn number(&mut self) -> PictureId {
        let id = PictureId::nth(self.next);
        self.next = self.next.wrapping_add(1);
        id
    }
}

/// Why there is no picture.
enum Unmade {
    Missing,
    Unreadable,
}

impl From<io::Error> for Unmade {
    fn from(why: io::Error) -> Self {
        if why.kind() == ErrorKind::NotFound {
            Self::Missing
        } else {
            Self::Unreadable
        }
    }
}

impl From<ImageError> for Unmade {
    fn from(_: ImageError) -> Self {
        Self::Unreadable
    }
}

fn open(file: &Path) -> Result<ImageReader<Source>, Unmade> {
    let (file, _) = regular(file)?;
    guarded(BufReader::new(file))
}

fn guarded<R: BufRead + Seek>(bytes: R) -> Result<ImageReader<R>, Unmade> {
    let mut reader = ImageReader::new(bytes).with_guessed_format()?;
    reader.limits(limits(LARGEST_SIDE));
    Ok(reader)
}

fn limits(side: u32) -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(side);
    limits.max_image_height = Some(side);
    limits.max_alloc = Some(MEMORY);
    limits
}

/// Upright, whichever way the camera was held.
fn still<R: BufRead + Seek>(reader: ImageReader<R>) -> Result<RgbaImage, Unmade> {
    let mut decoder = reader.into_decoder()?;
    // What is said of the size is checked before anything is made of it: four bytes a pixel, decoded and as it is kept.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) * 4 > MEMORY || width == 0 || height == 0 {
        return Err(Unmade::Unreadable);
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(upright);
    Ok(picture.into_rgba8())
}

/// All frames of a format that can move.
fn frames(mut file: Source, format: ImageFormat) -> Result<Option<Frames<'static>>, Unmade> {
    file.rewind()?;
    let frames = if format == ImageFormat::Gif {
        let mut decoder = GifDecoder::new(file)?;
        decoder.set_limits(limits(LARGEST_MOVING))?;
        decoder.into_frames()
    } else if format == ImageFormat::WebP {
        let mut decoder = WebPDecoder::new(file)?;
        decoder.set_limits(limits(LARGEST_MOVING))?;
        if !decoder.has_animation() {
            return Ok(None);
        }
        decoder.into_frames()
    } else {
        return Ok(None);
    };
    Ok(Some(frames))
}
