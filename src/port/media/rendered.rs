//! How a picture is to be made for the terminal, and one that is made.

use crate::domain::geometry::Size;
use crate::domain::picture::Canvas;

/// How a picture is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// At most so many cells; fewer in one direction where the picture has another shape.
    pub within: Size,
    pub canvas: Canvas,
    pub zoom: Zoom,
    /// All frames of one that moves, else its first.
    pub moving: bool,
}

/// Which part of a picture is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zoom {
    /// 100: all of it, as large as fits.
    pub percent: u16,
    /// Where the middle of what is seen lies, in thousandths of width and height.
    pub middle: (u16, u16),
}

impl Zoom {
    pub const WHOLE: Self = Self {
        percent: 100,
        middle: (500, 500),
    };
}

/// A picture as this terminal shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Cells.
    pub size: Size,
    /// At least one; of one that stands still no more.
    pub frames: Vec<Frame>,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    pub id: PictureId,
    pub ink: Ink,
    /// Milliseconds until the next; 0 where there is none.
    pub delay: u32,
}

/// What is written for a frame.
#[derive(Clone, PartialEq, Eq)]
pub enum Ink {
    /// Row by row, the colours of the upper and the lower half of each cell; `None` is the terminal's own.
    Halves(Vec<[Option<Rgb>; 2]>),
    /// What gives it to the terminal; cells stand for its parts from then on.
    Sent(Box<str>),
    /// One for each row of cells, written where the row begins.
    Strips(Vec<Box<str>>),
}

/// Tells frames apart, as kitty's placeholders can: only the highest and the lowest byte are not zero, and the lowest is no
/// colour of a palette that people change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureId(pub u32);

impl PictureId {
    const LOWEST: u32 = 16;
    const LOW: u32 = 256 - Self::LOWEST;

    /// The `nth` of them; they begin again after some sixty thousand.
    pub const fn nth(nth: u32) -> Self {
        let high = (nth / Self::LOW) % 256;
        Self(high << 24 | (Self::LOWEST + nth % Self::LOW))
    }
}

impl Rendered {
    /// Bytes it takes in memory, but for a few.
    pub fn bytes(&self) -> usize {
        self.frames.iter().map(|frame| frame.ink.bytes()).sum()
    }
}

impl Ink {
    fn bytes(&self) -> usize {
        match self {
            Self::Halves(halves) => size_of_val(halves.as_slice()),
            Self::Sent(bytes) => bytes.len(),
            Self::Strips(strips) => strips.iter().map(|strip| strip.len()).sum(),
        }
    }
}

/// Says how large, not every pixel.
impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Size { width, height } = self.size;
        write!(f, "Rendered({width}×{height}, {} frames)", self.frames.len())
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);
