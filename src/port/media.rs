//! The vocabulary between the reducer and the media thread: pictures, voices, videos and files, as files on this machine.
//!
//! The reducer names every file; the thread reads, decodes, copies and opens what it is told, and decides nothing.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::geometry::Size;
use crate::domain::id::{MsgId, PeerId, UserName};
use crate::domain::picture::Canvas;
use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::{Attachment, Failure};

/// Something that can be had as bytes. The same asset is the same bytes for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asset {
    /// What a message carries.
    Of { message: MsgId, part: Part },
    /// Somebody's picture; with another `seq` it is another picture.
    Face { peer: PeerId, seq: u64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The small picture of an image, video, link or place.
    Thumb,
    /// The image, sticker, voice, video or file itself.
    Whole,
}

impl Asset {
    /// Letters, digits and `-` alone. The extension is unknown until the bytes are seen, and no part of the name.
    pub fn file_name(self) -> String {
        match self {
            Self::Of { message, part } => {
                let part = match part {
                    Part::Thumb => "thumb",
                    Part::Whole => "whole",
                };
                format!("{}-{part}", message.0)
            }
            Self::Face { peer, seq } => format!("face-{}-{seq}", peer.0),
        }
    }
}

/// What the network is asked to fetch (`protocol.md §8`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    pub asset: Asset,
    pub source: Source,
    /// Where it is kept once it is whole. Until then it grows beside it, and what came is gone on with another time.
    pub file: PathBuf,
    /// As announced by the message: another size is an error.
    pub bytes: Option<u64>,
    /// A person waits for it: goes before what is only near the screen.
    pub urgent: bool,
}

/// Where bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// webwxgetmsgimg, whole.
    Image(MsgId),
    /// webwxgetmsgimg `type=slave`.
    Thumb(MsgId),
    /// webwxgetmsgimg `type=big`: a sticker as it moves.
    Sticker(MsgId),
    /// webwxgetvoice.
    Voice(MsgId),
    /// webwxgetvideo.
    Video(MsgId),
    /// webwxgetmedia.
    File {
        /// `FromUserName`: the group, the other side, or oneself.
        sender: UserName,
        media_id: Box<str>,
        /// As the service encoded it; empty in old messages, then `name` is sent.
        encry_file_name: Box<str>,
        name: Box<str>,
    },
    /// A path and query on the base host: the map of a place.
    Path(Box<str>),
    /// webwxgeticon of a person or account; of a group's member with `EncryChatRoomId`.
    Face {
        user_name: UserName,
        room: Option<Box<str>>,
    },
    /// webwxgetheadimg.
    GroupFace(UserName),
    /// An address anywhere, without cookies: a sticker's own, an article's picture.
    Elsewhere(Box<str>),
}

/// How a download goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes are here, of so many where told.
    Moving {
        done: u64,
        of: Option<u64>,
    },
    /// Whole, and under its name.
    Done {
        bytes: u64,
    },
    Failed(Fault),
}

/// Why bytes are not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The line or the service.
    Net(Failure),
    /// Empty answers only: not on the web server yet, expired, or never to be had (`protocol.md §8`).
    Empty,
    /// So many bytes came where so many were announced.
    Short { got: u64, announced: u64 },
    /// A page or an error came in its place.
    NotMedia,
    /// Larger than weft takes.
    TooLarge { limit: u64 },
    /// The file cannot be written: the system's words.
    Disk(Box<str>),
}

/// What the reducer asks of the media thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaCommand {
    /// This picture, made for the terminal. Answered by [`MediaEvent::Shown`], `Missing` or `Unreadable`.
    Show { asset: Asset, file: PathBuf, view: View },
    /// A copy under this name in the person's folder for downloads, over no other file. Answered by `Saved`, `Missing` or
    /// `Failed`.
    Save {
        asset: Asset,
        file: PathBuf,
        /// As the sender called it; empty: named by what it is.
        name: SafeText,
    },
    /// Shown by the system's own program, as a copy under this name. Answered by `Opened`, `Missing`, `Program` or `Failed`.
    Open {
        asset: Asset,
        file: PathBuf,
        name: SafeText,
    },
    /// Shown by the system's browser. Answered only by `NotOpened`.
    OpenLink(SafeText),
    /// A file of this machine that the service has now: a copy of it is kept as this asset, so that it need not be fetched.
    Keep { from: PathBuf, file: PathBuf },
    /// What is in this folder, as a person types it: `~` is home, and what does not begin at the root begins there.
    /// Answered by `Listed`.
    List { folder: String },
    /// What these files are, as they are now. Answered by `Inspected`.
    Inspect { number: u64, paths: Vec<PathBuf> },
    /// Lets go of the oldest files below this folder until they are no more than so many bytes.
    Trim { folder: PathBuf, bytes: u64 },
}

/// What the media thread tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaEvent {
    Shown {
        asset: Asset,
        view: View,
        picture: Arc<Rendered>,
    },
    /// There is no such file (any more).
    Missing(Asset),
    /// What is in it is no picture, or one that is too large to be decoded.
    Unreadable(Asset),
    Saved {
        asset: Asset,
        path: PathBuf,
    },
    /// The system's program was started with it.
    Opened(Asset),
    /// It can run as a program: such is saved, and never opened.
    Program(Asset),
    /// Saving or opening did not work: the system's words.
    Failed {
        asset: Asset,
        why: Box<str>,
    },
    NotOpened {
        why: Box<str>,
    },
    Listed(Listing),
    /// In the order of the question; `None` where there is no file that could be sent.
    Inspected {
        number: u64,
        found: Vec<Option<Attachment>>,
    },
}

/// What is in a folder of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// As it was asked for.
    pub folder: String,
    /// Folders first, then by name.
    pub entries: Vec<Entry>,
    /// There are more than are told.
    pub more: bool,
    /// It cannot be read: the system's words.
    pub fault: Option<Box<str>>,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: Box<str>,
    pub path: PathBuf,
    pub folder: bool,
    pub bytes: u64,
    /// When it was last written; 0 where not told.
    pub at: Timestamp,
}

/// What somebody's folders are called is theirs.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({} bytes)", self.bytes)
    }
}

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
