//! What messages carry and what people look like, as bytes: small pictures that were drawn for it, a tune that was hummed
//! for it, files of any size. The same for a message whenever it is asked for. Never: who may have it.

use std::borrow::Cow;
use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::saying::Saying;

/// A small JPEG for wherever any picture does.
pub(crate) const PICTURE: &[u8] = include_bytes!("../../assets/demo/picture.jpg");
/// A GIF that moves.
pub(crate) const STICKER: &[u8] = include_bytes!("../../assets/demo/media/cat.gif");
/// Pixels of the sticker.
pub(crate) const STICKER_SIZE: (u32, u32) = (96, 96);
pub(crate) const MAP: &[u8] = include_bytes!("../../assets/demo/media/map.png");
/// MPEG-2 layer III, 16 kHz, 16 kbit/s, mono: 72 bytes for 36 ms, and no frame leans on the one before.
const HUM: &[u8] = include_bytes!("../../assets/demo/media/hum.mp3");
const FRAME: usize = 72;
const FRAME_MILLIS: u32 = 36;

/// A photograph, its thumbnail, and the thumbnail's pixels.
struct Photo {
    whole: &'static [u8],
    thumb: &'static [u8],
    size: (u32, u32),
}

const PHOTOS: [Photo; 3] = [
    Photo {
        whole: include_bytes!("../../assets/demo/media/summit.jpg"),
        thumb: include_bytes!("../../assets/demo/media/summit-thumb.jpg"),
        size: (120, 90),
    },
    Photo {
        whole: include_bytes!("../../assets/demo/media/tea.jpg"),
        thumb: include_bytes!("../../assets/demo/media/tea-thumb.jpg"),
        size: (90, 120),
    },
    Photo {
        whole: include_bytes!("../../assets/demo/media/lake.jpg"),
        thumb: include_bytes!("../../assets/demo/media/lake-thumb.jpg"),
        size: (120, 67),
    },
];

type Bytes = Cow<'static, [u8]>;

/// What a message itself carries, and what the service calls it. `None`: nothing, or nothing that is to be had.
pub(crate) fn whole(saying: &Saying, id: u64) -> Option<(&'static str, Bytes)> {
    if let Saying::Image = saying {
        Some(("image/jpeg", photo(id).whole.into()))
    } else if let Saying::Sticker | Saying::Dice(_) | Saying::Hand(_) = saying {
        Some(("image/gif", STICKER.into()))
    } else if let Saying::Voice { millis } = saying {
        Some(("audio/mp3", hummed(*millis).into()))
    } else if let Saying::Video { seconds } | Saying::MicroVideo { seconds } = saying {
        Some(("video/mp4", film(*seconds).into()))
    } else if let Saying::File { name, bytes } = saying {
        Some(("application/octet-stream", file(name, *bytes).into()))
    } else {
        None
    }
}

/// How many bytes that is.
pub(crate) fn length(saying: &Saying, id: u64) -> u64 {
    if let Saying::File { bytes, .. } = saying {
        *bytes
    } else {
        whole(saying, id).map_or(0, |(_, bytes)| bytes.len() as u64)
    }
}

/// The small picture of a message. `None` for those that have none.
pub(crate) fn thumb(saying: &Saying, id: u64) -> Option<Bytes> {
    let pictured = matches!(
        saying,
        Saying::Image
            | Saying::Video { .. }
            | Saying::MicroVideo { .. }
            | Saying::Link { .. }
            | Saying::Articles(_)
            | Saying::MiniProgram { .. }
            | Saying::Music { .. }
    );
    if let Saying::Sticker | Saying::Dice(_) | Saying::Hand(_) = saying {
        Some(STICKER.into())
    } else if let Saying::Location { .. } = saying {
        Some(MAP.into())
    } else {
        pictured.then(|| photo(id).thumb.into())
    }
}

/// Pixels of a message's small picture.
pub(crate) fn thumb_size(id: u64) -> (u32, u32) {
    photo(id).size
}

/// The cover of an article.
pub(crate) fn cover(number: u64) -> &'static [u8] {
    photo(number).whole
}

/// Everybody has a colour and a pattern of their own, which stay.
pub(crate) fn face(number: u32) -> Vec<u8> {
    const SIDE: u32 = 64;
    let mut rng = fastrand::Rng::with_seed(number.into());
    let ground = [rng.u8(40..140), rng.u8(40..140), rng.u8(60..160)];
    let figure = ground.map(|part| part.saturating_add(95));
    let cells: Vec<bool> = (0..15).map(|_| rng.bool()).collect();
    png(SIDE, SIDE, |x, y| {
        let (column, row) = (x * 5 / SIDE, y * 5 / SIDE);
        // The same on the left and on the right, as faces are.
        let cell = (column.min(4 - column) * 5 + row) as usize;
        if cells.get(cell) == Some(&true) {
            figure
        } else {
            ground
        }
    })
}

fn photo(id: u64) -> &'static Photo {
    let [summit, tea, lake] = &PHOTOS;
    match id % 3 {
        0 => summit,
        1 => tea,
        _ => lake,
    }
}

/// As much of the tune as takes so long, over and over; a voice has no more than a minute.
fn hummed(millis: u32) -> Vec<u8> {
    let frames = millis.min(60_000).div_ceil(FRAME_MILLIS).max(1);
    let tune = HUM.chunks_exact(FRAME).cycle();
    tune.take(frames as usize).flatten().copied().collect()
}

/// The boxes of an mp4 around nothing to see.
fn film(seconds: u32) -> Vec<u8> {
    let size = (seconds.min(600) as usize) * 8 * 1024 + 1024;
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.extend_from_slice(&(u32::try_from(size).unwrap_or(0) + 8).to_be_bytes());
    bytes.extend_from_slice(b"mdat");
    bytes.extend((0..size).map(|at| (at % 251) as u8));
    bytes
}

/// Its name, over and over.
fn file(name: &str, bytes: u64) -> Vec<u8> {
    let line = format!("{name}\n").into_bytes();
    let size = usize::try_from(bytes).unwrap_or(usize::MAX).min(1 << 30);
    let mut out = line.repeat(size / line.len() + 1);
    out.truncate(size);
    out
}

fn png(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(0);
        rows.extend((0..width).flat_map(|x| colour(x, y)));
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    // A Vec takes whatever is written.
    let _ = packed.write_all(&rows);
    let packed = packed.finish().unwrap_or_default();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend_from_slice(&width.to_be_bytes());
    head.extend_from_slice(&height.to_be_bytes());
    head.extend_from_slice(&[8, 2, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &head);
    chunk(&mut out, *b"IDAT", &packed);
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], bytes: &[u8]) {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(bytes);
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes());
    out.extend_from_slice(&kind);
    out.extend_from_slice(bytes);
    out.extend_from_slice(&crc.sum().to_be_bytes());
}
