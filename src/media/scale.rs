//! Pixels to as many as the cells have.
//!
//! Owns what of a picture is seen, and how large. Never: what it is written as.

use image::imageops::{self, FilterType};
use image::{GenericImageView, RgbaImage};

use crate::domain::geometry::Size;
use crate::domain::picture::{Canvas, Protocol};
use crate::port::media::View;

/// From this shrinking on every pixel is the mean of those it stands for; below, they are blended.
const MUCH: u32 = 2;

/// The part that the view sees, scaled, with clear pixels up to the edge of its last cells; and its cells.
pub fn fitted(picture: &RgbaImage, view: View) -> (RgbaImage, Size) {
    let (cell_width, cell_height) = grain(view.canvas);
    let (width, height) = picture.dimensions();
    let room = (
        u32::from(view.within.width.max(1)) * cell_width,
        u32::from(view.within.height.max(1)) * cell_height,
    );
    // Blocks are pixels that are not square: shapes are told in those of the terminal.
    let cell = (
        u32::from(view.canvas.cell.width),
        u32::from(view.canvas.cell.height),
    );
    let squash = f64::from(cell_width) * f64::from(cell.1) / (f64::from(cell_height) * f64::from(cell.0));
    let shape = (f64::from(width) * squash, f64::from(height));
    let fit = (f64::from(room.0) / shape.0).min(f64::from(room.1) / shape.1);
    let zoomed = fit * f64::from(view.zoom.percent.max(100)) / 100.0;
    let seen = |whole: f64, room: u32| (whole * zoomed).round().clamp(1.0, f64::from(room));
    let (to_width, to_height) = (seen(shape.0, room.0), seen(shape.1, room.1));
    let cut = |whole: u32, shape: f64, to: f64, middle: u16| -> (u32, u32) {
        let part = (to / (shape * zoomed)).min(1.0);
        let length = (f64::from(whole) * part).round().clamp(1.0, f64::from(whole));
        let start = f64::from(whole) * f64::from(middle.min(1000)) / 1000.0 - length / 2.0;
        (
            pixels(start.clamp(0.0, f64::from(whole) - length)),
            pixels(length),
        )
    };
    let (x, w) = cut(width, shape.0, to_width, view.zoom.middle.0);
    let (y, h) = cut(height, shape.1, to_height, view.zoom.middle.1);
    let part = picture.view(x, y, w, h).to_image();
    let (to_width, to_height) = (pixels(to_width), pixels(to_height));
    let scaled = if (w, h) == (to_width, to_height) {
        part
    } else if w > MUCH * to_width && h > MUCH * to_height {
        imageops::thumbnail(&part, to_width, to_height)
    } else {
        imageops::resize(&part, to_width, to_height, FilterType::Triangle)
    };
    let size = Size {
        width: cells(to_width, cell_width),
        height: cells(to_height, cell_height),
    };
    let whole = (
        u32::from(size.width) * cell_width,
        u32::from(size.height) * cell_height,
    );
    if scaled.dimensions() == whole {
        return (scaled, size);
    }
    let mut padded = RgbaImage::new(whole.0, whole.1);
    imageops::replace(&mut padded, &scaled, 0, 0);
    (padded, size)
}

/// Pixels of one cell.
fn grain(canvas: Canvas) -> (u32, u32) {
    match canvas.protocol {
        Protocol::Blocks => (1, 2),
        Protocol::Kitty | Protocol::Iterm2 | Protocol::Sixel => {
            (u32::from(canvas.cell.width), u32::from(canvas.cell.height))
        }
    }
}

fn cells(pixels: u32, grain: u32) -> u16 {
    u16::try_from(pixels.div_ceil(grain)).unwrap_or(u16::MAX)
}

#[expect(
    clippy::cast_sign_loss,
    reason = "no coordinate is negative, and a cast of a float stops at the ends of the range"
)]
fn pixels(length: f64) -> u32 {
    length as u32
}
