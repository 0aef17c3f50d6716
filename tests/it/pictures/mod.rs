//! Pictures, from the bytes a stranger sent to what a terminal shows.

mod amiss;
mod answers;
mod avatars;
mod desk;
mod eyes;
mod hostile;
mod made;
mod model;
mod own;
mod queue;
mod seen;
mod stickers;
mod viewer;

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use image::codecs::gif::GifEncoder;
use image::{Delay, DynamicImage, Frame, ImageFormat, Rgba, RgbaImage};
use tempfile::TempDir;
use weft::domain::geometry::Size;
use weft::domain::id::MsgId;
use weft::domain::picture::{Canvas, Cell, Protocol};
use weft::media::Studio;
use weft::port::media::{Asset, MediaCommand, MediaEvent, Part, Rendered, View, Zoom};

pub const PROTOCOLS: [Protocol; 4] = [
    Protocol::Kitty,
    Protocol::Iterm2,
    Protocol::Sixel,
    Protocol::Blocks,
];

pub const fn canvas(protocol: Protocol) -> Canvas {
    Canvas {
        protocol,
        cell: Cell::USUAL,
        tmux: false,
    }
}

pub const fn view(protocol: Protocol, width: u16, height: u16) -> View {
    View {
        within: Size { width, height },
        canvas: canvas(protocol),
        zoom: Zoom::WHOLE,
        moving: false,
    }
}

pub const ASSET: Asset = Asset::Of {
    message: MsgId(1),
    part: Part::Thumb,
};

/// A picture of columns and rows of cells, every cell of one colour that no other has.
pub fn tiles(columns: u32, rows: u32, cell: Cell) -> RgbaImage {
    let (across, down) = (u32::from(cell.width), u32::from(cell.height));
    RgbaImage::from_fn(columns * across, rows * down, |x, y| tile(x / across, y / down))
}

/// The colour of a tile: far from every neighbour's.
pub fn tile(column: u32, row: u32) -> Rgba<u8> {
    let shade = |n: u32| u8::try_from(20 + (n * 53) % 216).unwrap();
    Rgba([shade(column), shade(row), shade(column + 3 * row + 1), 255])
}

pub fn encoded(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgba8(picture.clone());
    // JPEG knows no alpha.
    let picture = if format == ImageFormat::Jpeg {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    } else {
        picture
    };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png(picture: &RgbaImage) -> Vec<u8> {
    encoded(picture, ImageFormat::Png)
}

/// So many frames of a tenth of a second and more, each of one colour.
pub fn gif(frames: u32, side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    for nth in 0..frames {
        let picture = RgbaImage::from_pixel(side, side, tile(nth, 2 * nth));
        let delay = Delay::from_numer_denom_ms(100 + 10 * nth, 1);
        encoder
            .encode_frame(Frame::from_parts(picture, 0, 0, delay))
            .unwrap();
    }
    drop(encoder);
    bytes
}

/// A studio with one file.
pub struct Room {
    studio: Studio,
    folder: TempDir,
}

impl Room {
    pub fn with(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("picture"), bytes).unwrap();
        Self {
            studio: Studio::default(),
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("picture")
    }

    pub fn shows(&mut self, view: View) -> MediaEvent {
        let file = self.file();
        let command = MediaCommand::Show {
            asset: ASSET,
            file,
            view,
        };
        self.studio.perform(command).unwrap()
    }

    #[track_caller]
    pub fn makes(&mut self, view: View) -> Arc<Rendered> {
        let answer = self.shows(view);
        let MediaEvent::Shown {
            asset,
            view: made,
            picture,
        } = answer
        else {
            panic!("{answer:?}")
        };
        assert_eq!((asset, made), (ASSET, view));
        picture
    }
}

#[track_caller]
pub fn made(bytes: &[u8], view: View) -> Arc<Rendered> {
    Room::with(bytes).makes(view)
}
