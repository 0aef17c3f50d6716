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
    let scaled = scaled(part, (to_width, to_height));
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

/// As many pixels as told. Each counts by how much is seen of it: whatever colour a file gives to what is clear, no edge
/// takes it on.
fn scaled(mut part: RgbaImage, (width, height): (u32, u32)) -> RgbaImage {
    if part.dimensions() == (width, height) {
        return part;
    }
    let clear = part.pixels().any(|pixel| pixel.0[3] < u8::MAX);
    if clear {
        weigh(&mut part, |colour, alpha| (colour * alpha + 127) / 255);
    }
    let mut scaled = if part.width() > MUCH * width && part.height() > MUCH * height {
        imageops::thumbnail(&part, width, height)
    } else {
        imageops::resize(&part, width, height, FilterType::Triangle)
    };
    if clear {
        weigh(&mut scaled, |colour, alpha| {
            (colour * 255 + alpha / 2).checked_div(alpha).unwrap_or_default()
        });
    }
    scaled
}

/// Makes each colour anew, from what it is and how much is seen of it.
fn weigh(picture: &mut RgbaImage, weighed: impl Fn(u32, u32) -> u32) {
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = &mut pixel.0;
        for colour in [red, green, blue] {
            *colour = u8::try_from(weighed(u32::from(*colour), u32::from(*alpha))).unwrap_or(u8::MAX);
        }
    }
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
