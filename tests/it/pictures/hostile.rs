//! What strangers send instead of pictures: never more than an answer, in bounded memory.

use image::{ImageFormat, RgbaImage};
use proptest::prelude::*;
use weft::domain::picture::{Cell, Protocol};
use weft::port::media::{MediaEvent, View};

use super::{ASSET, Room, encoded, gif, made, png, tiles, view};

const FORMATS: [ImageFormat; 5] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::Gif,
    ImageFormat::WebP,
    ImageFormat::Bmp,
];

fn shows(bytes: &[u8], moving: bool) -> MediaEvent {
    Room::with(bytes).shows(View {
        moving,
        ..view(Protocol::Blocks, 8, 4)
    })
}

#[track_caller]
fn is_unreadable(bytes: &[u8]) {
    for moving in [false, true] {
        assert_eq!(shows(bytes, moving), MediaEvent::Unreadable(ASSET));
    }
}

#[test]
fn what_is_no_picture_is_unreadable_and_what_is_not_there_is_missing() {
    is_unreadable(b"");
    is_unreadable(b"{\"BaseResponse\":{\"Ret\":1}}");
    is_unreadable(b"<html><body>404</body></html>");
    let mut room = Room::with(b"");
    std::fs::remove_file(room.file()).unwrap();
    assert_eq!(
        room.shows(view(Protocol::Kitty, 4, 4)),
        MediaEvent::Missing(ASSET)
    );
}

/// What a header says is believed of nobody: these few bytes would be gigabytes.
#[test]
fn a_size_that_nobody_has_memory_for_is_refused_before_it_is_made() {
    let mut bytes = png(&tiles(1, 1, Cell::USUAL));
    bytes[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    is_unreadable(&bytes);

    let mut bytes = gif(2, 8);
    bytes[6..10].copy_from_slice(&[0xff; 4]);
    is_unreadable(&bytes);

    let mut bytes = encoded(&tiles(1, 1, Cell::USUAL), ImageFormat::Bmp);
    bytes[18..22].copy_from_slice(&50_000u32.to_le_bytes());
    bytes[22..26].copy_from_slice(&50_000u32.to_le_bytes());
    is_unreadable(&bytes);

    // Sides that are taken, and all of it is still too much: a few kilobytes that would be a quarter of a gigabyte.
    let gray = image::GrayImage::new(8_192, 8_192);
    let mut bytes = std::io::Cursor::new(Vec::new());
    gray.write_to(&mut bytes, ImageFormat::Png).unwrap();
    is_unreadable(&bytes.into_inner());
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn a_film_of_thousands_of_frames_is_cut() {
    let moving = made(
        &gif(1_000, 2),
        View {
            moving: true,
            ..view(Protocol::Kitty, 4, 2)
        },
    );
    assert_eq!(moving.frames.len(), 240);
    let large = made(
        &gif(20, 2_000),
        View {
            moving: true,
            ..view(Protocol::Blocks, 4, 2)
        },
    );
    assert!((2..20).contains(&large.frames.len()), "{large:?}");
}

#[test]
fn one_too_large_to_move_is_still_seen() {
    let still = made(
        &gif(2, 2_100),
        View {
            moving: true,
            ..view(Protocol::Blocks, 4, 2)
        },
    );
    assert_eq!(still.frames.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_breaks_off_or_is_damaged_comes_to_an_answer(
        format in prop::sample::select(&FORMATS[..]),
        keep in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        moving in any::<bool>(),
    ) {
        let picture: RgbaImage = tiles(3, 2, Cell::USUAL);
        let mut bytes = if format == ImageFormat::Gif { gif(3, 24) } else { encoded(&picture, format) };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(keep.index(bytes.len()) + 1);
        let answer = shows(&bytes, moving);
        if let MediaEvent::Shown { picture, .. } = answer {
            prop_assert!(picture.size.width <= 8 && picture.size.height <= 4);
            prop_assert!(!picture.frames.is_empty());
        } else {
            prop_assert_eq!(answer, MediaEvent::Unreadable(ASSET));
        }
    }
}
