//! Pixels to what a terminal takes.
//!
//! Owns the formats: half blocks, kitty's transmission, OSC 1337 and sixel. What is written where it stands is made row by
//! row of cells, so that any part of a picture can be written without the rest. Never: where it stands.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use icy_sixel::{EncodeOptions, SixelImage};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbaImage, imageops};

use crate::domain::geometry::Size;
use crate::domain::picture::{Canvas, Protocol, wrapped};
use crate::port::media::{Ink, PictureId, Rgb};

/// Bytes of base64 in one sequence: what kitty's protocol allows.
const CHUNK: usize = 4096;
/// Below this a pixel is not seen: blocks and sixel have no half-tones.
const CLEAR: u8 = 128;
/// Colours of one strip of a sixel picture: each has its own, and a strip is a row of text high.
const COLOURS: u16 = 96;

/// Pixels of one sixel picture from left to right: xterm draws none that is wider (`maxGraphicSize`).
const WIDEST: u32 = 1000;

/// `pixels` fill the cells of `size`. `None`: no encoder takes them.
pub fn encode(pixels: &RgbaImage, (id, size): (PictureId, Size), canvas: Canvas) -> Option<Ink> {
    match canvas.protocol {
        Protocol::Blocks => Some(Ink::Halves(halves(pixels))),
        Protocol::Kitty => Some(Ink::Sent(kitty(pixels, (id, size), canvas.tmux)?.into())),
        Protocol::Iterm2 => strips(pixels, canvas, |strip| iterm2(strip, size.width)),
        Protocol::Sixel => strips(pixels, canvas, |strip| sixels(strip, canvas.cell.width.into())),
    }
}

fn halves(pixels: &RgbaImage) -> Vec<[Option<Rgb>; 2]> {
    let colour = |x, y| {
        let [r, g, b, alpha] = pixels.get_pixel_checked(x, y)?.0;
        (alpha >= CLEAR).then_some(Rgb(r, g, b))
    };
    let cells = (0..pixels.height() / 2).flat_map(|row| (0..pixels.width()).map(move |x| (x, row * 2)));
    cells.map(|(x, y)| [colour(x, y), colour(x, y + 1)]).collect()
}

/// Sent as PNG, to be seen through placeholders (`U=1`); the terminal says nothing to it (`q=2`).
fn kitty(pixels: &RgbaImage, (id, size): (PictureId, Size), tmux: bool) -> Option<String> {
    let data = STANDARD.encode(png(pixels)?);
    let mut all = String::with_capacity(data.len() + data.len() / 64);
    let mut rest = data.as_str();
    let mut first = true;
    while first || !rest.is_empty() {
        let (chunk, after) = rest.split_at_checked(CHUNK).unwrap_or((rest, ""));
        let more = u8::from(!after.is_empty());
        let head = if first {
            let (columns, rows) = (size.width, size.height);
            format!("a=T,U=1,f=100,i={},c={columns},r={rows},q=2,m={more}", id.0)
        } else {
            format!("q=2,m={more}")
        };
        all.push_str(&wrapped(&format!("\x1b_G{head};{chunk}\x1b\\"), tmux));
        (first, rest) = (false, after);
    }
    Some(all)
}

/// One sequence per row of cells.
fn strips(pixels: &RgbaImage, canvas: Canvas, strip: impl Fn(&RgbaImage) -> Option<String>) -> Option<Ink> {
    let high = u32::from(canvas.cell.height);
    let rows = 0..pixels.height() / high;
    let cut = |row| imageops::crop_imm(pixels, 0, row * high, pixels.width(), high).to_image();
    let strips: Option<Vec<_>> = rows.map(|row| strip(&cut(row)).map(Into::into)).collect();
    strips.map(Ink::Strips)
}

/// Size in cells, whatever the terminal's are in pixels; the cursor stays, where the terminal knows that it can.
fn iterm2(strip: &RgbaImage, columns: u16) -> Option<String> {
    let png = png(strip)?;
    let data = STANDARD.encode(&png);
    let size = png.len();
    Some(format!(
        "\x1b]1337;File=inline=1;size={size};width={columns};height=1;preserveAspectRatio=0;doNotMoveCursor=1:{data}\x07"
    ))
}

/// As many pictures beside each other as it takes. Where one leaves the cursor, terminals do not agree.
fn sixels(strip: &RgbaImage, cell: u32) -> Option<String> {
    let (width, height) = strip.dimensions();
    if width <= WIDEST {
        return sixel(strip);
    }
    let across = WIDEST / cell;
    let mut all = String::from("\x1b7");
    for column in (0..width / cell).step_by(usize::try_from(across).ok()?) {
        if column > 0 {
            // Writing to a string cannot fail.
            let _ = write!(all, "\x1b8\x1b[{column}C");
        }
        let (from, columns) = (column * cell, across.min(width / cell - column));
        let part = imageops::crop_imm(strip, from, 0, columns * cell, height).to_image();
        all.push_str(&sixel(&part)?);
    }
    Some(all)
}

fn sixel(strip: &RgbaImage) -> Option<String> {
    let (width, height) = (
        usize::try_from(strip.width()).ok()?,
        usize::try_from(strip.height()).ok()?,
    );
    let options = EncodeOptions {
        max_colors: COLOURS,
        ..EncodeOptions::default()
    };
    let image = SixelImage::try_from_rgba(strip.as_raw().clone(), width, height).ok()?;
    let mut sixel = image.encode_with(&options).ok()?;
    // The last line of pixels is not left: below the screen's last row that would scroll.
    if let Some(kept) = sixel.strip_suffix("-\x1b\\").map(str::len) {
        sixel.truncate(kept);
        sixel.push_str("\x1b\\");
    }
    Some(sixel)
}

fn png(pixels: &RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Sub);
    let (width, height) = pixels.dimensions();
    encoder
        .write_image(pixels.as_raw(), width, height, ExtendedColorType::Rgba8)
        .ok()?;
    Some(bytes)
}
