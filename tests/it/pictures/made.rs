//! What is made for each kind of terminal is the picture, pixel by pixel.

use std::sync::Arc;

use image::{ImageFormat, Rgba, RgbaImage};
use pretty_assertions::assert_eq;
use proptest::prelude::*;
use weft::domain::geometry::Size;
use weft::domain::picture::{Canvas, Cell, Protocol};
use weft::port::media::{Ink, PictureId, Rendered, Rgb, View, Zoom};

use super::eyes::{Eyes, Seen, mean, png as decoded, sixel};
use super::{Room, encoded, gif, made, png, tile, tiles, view};

const CELL: Cell = Cell::USUAL;

fn strips(picture: &Rendered) -> &[Box<str>] {
    let Ink::Strips(strips) = &picture.frames[0].ink else {
        panic!("{picture:?}")
    };
    strips
}

/// The strips of a picture below each other again.
fn stacked(strips: impl Iterator<Item = RgbaImage>) -> RgbaImage {
    let strips: Vec<_> = strips.collect();
    let (width, height) = strips[0].dimensions();
    let rows = u32::try_from(strips.len()).unwrap();
    let mut whole = RgbaImage::new(width, rows * height);
    for (row, strip) in (0i64..).zip(&strips) {
        image::imageops::replace(&mut whole, strip, 0, row * i64::from(height));
    }
    whole
}

/// Any picture of so many cells, some of its pixels clear.
fn any_picture(columns: u32, rows: u32) -> impl Strategy<Value = RgbaImage> {
    let (width, height) = (columns * 8, rows * 16);
    let pixels = usize::try_from(width * height).unwrap();
    let pixel = (any::<[u8; 3]>(), prop::bool::weighted(0.9));
    prop::collection::vec(pixel, pixels).prop_map(move |pixels| {
        let bytes = pixels
            .into_iter()
            .flat_map(|([r, g, b], seen)| if seen { [r, g, b, 255] } else { [0; 4] })
            .collect();
        RgbaImage::from_raw(width, height, bytes).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_kitty_is_sent_is_the_picture(picture in any_picture(6, 3), tmux in any::<bool>()) {
        let wanted = View {
            canvas: Canvas { tmux, ..super::canvas(Protocol::Kitty) },
            ..view(Protocol::Kitty, 6, 3)
        };
        let made = made(&png(&picture), wanted);
        let Ink::Sent(bytes) = &made.frames[0].ink else { panic!("{made:?}") };
        prop_assert_eq!(bytes.starts_with("\x1bPtmux;\x1b\x1b_G"), tmux);
        let mut eyes = Eyes::new(10, 5, CELL);
        eyes.see(bytes.as_bytes());
        prop_assert_eq!(&eyes.pictures[&made.frames[0].id.0], &picture);
        prop_assert!(bytes.contains(",c=6,r=3,"));
    }

    #[test]
    fn what_iterm2_is_sent_is_the_picture_row_by_row(picture in any_picture(5, 3)) {
        let made = made(&png(&picture), view(Protocol::Iterm2, 5, 3));
        let strips = strips(&made).iter().map(|strip| {
            let (_, data) = strip.strip_suffix('\x07').unwrap().split_once(':').unwrap();
            decoded(data)
        });
        prop_assert_eq!(&stacked(strips), &picture);
    }

    #[test]
    fn half_blocks_are_two_pixels_each(pixels in prop::collection::vec(any::<[u8; 3]>(), 60), clear in 0usize..60) {
        let mut picture = RgbaImage::new(10, 6);
        for (nth, (pixel, [r, g, b])) in picture.pixels_mut().zip(&pixels).enumerate() {
            *pixel = if nth == clear { Rgba([0; 4]) } else { Rgba([*r, *g, *b, 255]) };
        }
        let made = made(&png(&picture), view(Protocol::Blocks, 10, 3));
        prop_assert_eq!(made.size, Size { width: 10, height: 3 });
        let Ink::Halves(halves) = &made.frames[0].ink else { panic!("{made:?}") };
        for (nth, [upper, lower]) in halves.iter().enumerate() {
            let (x, y) = (u32::try_from(nth % 10).unwrap(), u32::try_from(nth / 10).unwrap());
            let colour = |y| {
                let Rgba([r, g, b, alpha]) = *picture.get_pixel(x, y);
                (alpha > 0).then_some(Rgb(r, g, b))
            };
            prop_assert_eq!((*upper, *lower), (colour(2 * y), colour(2 * y + 1)));
        }
    }
}

fn unsixeled(picture: &Rendered) -> RgbaImage {
    stacked(strips(picture).iter().map(|strip| {
        let content = strip
            .strip_prefix("\x1bP")
            .unwrap()
            .strip_suffix("\x1b\\")
            .unwrap();
        assert!(!content.ends_with('-'), "a line further the screen could scroll");
        sixel(content)
    }))
}

#[test]
fn sixels_of_few_colours_are_the_picture_but_for_percents() {
    let mut picture = tiles(7, 4, CELL);
    for x in 0..9 {
        picture.put_pixel(x, 20, Rgba([0; 4]));
    }
    let back = unsixeled(&made(&png(&picture), view(Protocol::Sixel, 7, 4)));
    assert_eq!(back.dimensions(), picture.dimensions());
    let mut astray = 0;
    for (was, is) in picture.pixels().zip(back.pixels()) {
        assert_eq!(was.0[3], is.0[3]);
        astray += usize::from((0..3).any(|n| was.0[n].abs_diff(is.0[n]) > 4));
    }
    // Dithering puts a neighbour's colour here and there.
    assert!(astray * 100 < 56 * 64, "{astray} pixels of another colour");
}

#[test]
fn sixels_of_many_colours_are_near_the_picture() {
    let picture = RgbaImage::from_fn(160, 64, |x, y| {
        let [r, g, b] = [x * 255 / 159, y * 255 / 63, 255 - x * 255 / 159].map(|n| u8::try_from(n).unwrap());
        Rgba([r, g, b, 255])
    });
    let back = unsixeled(&made(&png(&picture), view(Protocol::Sixel, 20, 4)));
    let apart = |(was, is): (&Rgba<u8>, &Rgba<u8>)| -> f64 {
        (0..3).map(|n| f64::from(was.0[n].abs_diff(is.0[n]))).sum::<f64>() / 3.0
    };
    let mean = picture.pixels().zip(back.pixels()).map(apart).sum::<f64>() / f64::from(160 * 64);
    assert!(mean < 8.0, "{mean} of 255 apart");
}

#[test]
fn a_row_wider_than_xterm_draws_is_several_sixels_side_by_side() {
    let picture = tiles(160, 2, CELL);
    let made = made(&png(&picture), view(Protocol::Sixel, 160, 2));
    let mut eyes = Eyes::new(160, 3, CELL);
    for (row, strip) in strips(&made).iter().enumerate() {
        eyes.see(format!("\x1b[{};1H{strip}", row + 1).as_bytes());
    }
    for (row, column) in (0..2).flat_map(|row| (0..160).map(move |column| (row, column))) {
        let Seen::Tile(seen) = eyes.cells[row][column] else {
            panic!("nothing at {row}, {column}")
        };
        let wanted = mean(&picture, column, row, CELL);
        let apart = seen
            .iter()
            .zip(wanted)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        assert!(apart < 40.0, "{apart} of 255 apart at {row}, {column}");
    }
}

#[test]
fn every_format_is_read_and_keeps_its_shape() {
    let picture = tiles(8, 2, CELL);
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ] {
        for (protocol, room) in super::PROTOCOLS
            .into_iter()
            .flat_map(|p| [(p, (40, 14)), (p, (4, 14))])
        {
            let made = made(&encoded(&picture, format), view(protocol, room.0, room.1));
            let expected = Size {
                width: room.0,
                height: room.0.div_ceil(4),
            };
            assert_eq!(made.size, expected, "{format:?} {protocol:?}");
        }
    }
}

#[test]
fn a_picture_of_any_shape_fits() {
    for (width, height) in [(1, 1), (1, 3000), (3000, 1), (17, 333), (1920, 1080)] {
        let bytes = png(&RgbaImage::from_pixel(width, height, tile(1, 2)));
        for protocol in super::PROTOCOLS {
            let size = made(&bytes, view(protocol, 30, 9)).size;
            assert!(
                (1..=30).contains(&size.width) && (1..=9).contains(&size.height),
                "{size:?}"
            );
            assert!(size.width == 30 || size.height == 9, "{size:?}");
        }
    }
}

/// A sticker's clear ground has some colour in the file, which nobody is to see.
#[test]
fn what_is_clear_lends_its_colour_to_no_edge() {
    let disc = |hidden: u8| {
        RgbaImage::from_fn(30, 30, |x, y| {
            if x.abs_diff(15).pow(2) + y.abs_diff(15).pow(2) < 150 {
                Rgba([200, 20, 10, 255])
            } else {
                Rgba([hidden, hidden, hidden, 0])
            }
        })
    };
    // Shrunk much, a little, and enlarged.
    for (width, height) in [(5, 3), (22, 11), (60, 30)] {
        for hidden in [0, 255] {
            let made = made(&png(&disc(hidden)), view(Protocol::Blocks, width, height));
            let Ink::Halves(halves) = &made.frames[0].ink else {
                panic!("{made:?}")
            };
            let seen: Vec<Rgb> = halves.iter().flatten().flatten().copied().collect();
            assert!(!seen.is_empty());
            for Rgb(r, g, b) in seen {
                let near = r.abs_diff(200) <= 4 && g.abs_diff(20) <= 4 && b.abs_diff(10) <= 4;
                assert!(near, "{r},{g},{b} at {width}×{height}, on {hidden}");
            }
        }
    }
}

#[test]
fn a_photo_taken_sideways_stands_upright() {
    let jpeg = encoded(&tiles(8, 2, CELL), ImageFormat::Jpeg);
    // APP1 with one entry, orientation 6: turned by 90 degrees.
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
    let upright = made(&jpeg, view(Protocol::Blocks, 20, 20)).size;
    let sideways = made(&turned, view(Protocol::Blocks, 20, 20)).size;
    assert_eq!((upright.width, upright.height), (20, 5));
    assert_eq!((sideways.width, sideways.height), (20, 20));
}

#[test]
fn a_closer_look_shows_the_part_that_was_asked_for() {
    let mut room = Room::with(&png(&tiles(8, 8, Cell { width: 8, height: 8 })));
    let square = Cell { width: 8, height: 8 };
    let mut at = |percent, middle| {
        let wanted = View {
            within: Size { width: 4, height: 4 },
            canvas: Canvas {
                cell: square,
                ..super::canvas(Protocol::Iterm2)
            },
            zoom: Zoom { percent, middle },
            moving: false,
        };
        let made = room.makes(wanted);
        let whole = stacked(strips(&made).iter().map(|strip| {
            let (_, data) = strip.strip_suffix('\x07').unwrap().split_once(':').unwrap();
            decoded(data)
        }));
        (*whole.get_pixel(0, 0), *whole.get_pixel(31, 31))
    };
    assert_eq!(at(200, (250, 250)), (tile(0, 0), tile(3, 3)));
    assert_eq!(at(200, (750, 750)), (tile(4, 4), tile(7, 7)));
    assert_eq!(at(200, (750, 250)), (tile(4, 0), tile(7, 3)));
    assert_eq!(
        at(800, (0, 1000)),
        (tile(0, 7), tile(0, 7)),
        "the edge is the end"
    );
}

#[test]
fn what_moves_has_its_frames_and_their_times() {
    let bytes = gif(3, 32);
    for protocol in super::PROTOCOLS {
        let wanted = view(protocol, 4, 2);
        assert_eq!(made(&bytes, wanted).frames.len(), 1);
        let moving = made(
            &bytes,
            View {
                moving: true,
                ..wanted
            },
        );
        let delays: Vec<u32> = moving.frames.iter().map(|frame| frame.delay).collect();
        assert_eq!(delays, [100, 110, 120]);
        assert_eq!(moving.size, Size { width: 4, height: 2 });
        let still = made(
            &png(&tiles(1, 1, CELL)),
            View {
                moving: true,
                ..wanted
            },
        );
        assert_eq!((still.frames.len(), still.frames[0].delay), (1, 0));
    }
    let moving = made(
        &bytes,
        View {
            moving: true,
            ..view(Protocol::Blocks, 4, 2)
        },
    );
    for (nth, frame) in (0..).zip(&moving.frames) {
        let Ink::Halves(halves) = &frame.ink else { panic!() };
        let Rgba([r, g, b, _]) = tile(nth, 2 * nth);
        assert!(
            halves.iter().all(|half| *half == [Some(Rgb(r, g, b)); 2]),
            "frame {nth}"
        );
    }
}

#[test]
fn no_two_pictures_have_the_same_number() {
    let mut room = Room::with(&png(&tiles(1, 1, CELL)));
    let number = |picture: Arc<Rendered>| picture.frames[0].id;
    let first = number(room.makes(view(Protocol::Blocks, 2, 1)));
    assert_ne!(first, number(room.makes(view(Protocol::Blocks, 2, 1))));
    let numbers: std::collections::HashSet<_> = (0..61_440).map(PictureId::nth).collect();
    assert_eq!(numbers.len(), 61_440);
    assert!(
        numbers
            .iter()
            .all(|id| id.0 & 0x00ff_ff00 == 0 && id.0 & 0xff >= 16)
    );
}

/// The first of kitty's own list, by which it counts rows and columns.
#[test]
fn placeholders_are_counted_as_kitty_counts() {
    use ratatui::buffer::{Cell as Letter, CellWidth};
    use weft::ui::placeholder::{Part, part, put};
    let marks = "\u{305}\u{30d}\u{30e}\u{310}\u{312}\u{33d}\u{33e}\u{33f}\u{346}\u{34a}\u{34b}\u{34c}\u{350}\u{351}\u{352}\u{357}";
    for (nth, mark) in (0..).zip(marks.chars()) {
        let mut cell = Letter::new("");
        let id = PictureId::nth(u32::from(nth)).0;
        put(
            &mut cell,
            Part {
                id,
                row: nth,
                column: nth,
            },
        );
        assert_eq!(cell.symbol(), format!("\u{10EEEE}{mark}{mark}\u{305}"));
    }
    for row in 0..256 {
        for (column, nth) in (0..256).zip([0, 1, 239, 240, 61_439].into_iter().cycle()) {
            let id = PictureId::nth(nth).0;
            let mut cell = Letter::new("");
            put(&mut cell, Part { id, row, column });
            assert_eq!(part(&cell), Some(Part { id, row, column }));
            assert_eq!(cell.cell_width(), 1);
        }
    }
}
