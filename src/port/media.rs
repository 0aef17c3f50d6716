//! The vocabulary between the reducer and the media thread: pictures, voices, videos and files, as files on this machine.
//!
//! The reducer names every file; the thread reads, decodes, copies and opens what it is told, and decides nothing.

mod rendered;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::id::{MsgId, PeerId, UserName};
use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::{Attachment, AttachmentKind, Failure};

pub use rendered::{Frame, Ink, PictureId, Rendered, Rgb, View, Zoom};

/// Something that can be had as bytes. The same asset is the same bytes for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asset {
    /// What a message carries.
    Of { message: MsgId, part: Part },
    /// Somebody's picture; with another `seq` it is another picture.
    Face { peer: PeerId, seq: u64 },
    /// A file of this machine, seen before it is sent: known by its bytes, or by its path, size and date.
    Here(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The small picture of an image, video, link or place, or of whoever asks to be a friend.
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
            Self::Here(number) => format!("here-{number:016x}"),
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
    /// webwxgeticon of whoever asks to be a friend, by the message in which they do.
    Asker { user_name: UserName, message: MsgId },
    /// webwxgetheadimg.
    GroupFace(UserName),
    /// An address anywhere, without cookies: a sticker's own, an article's picture.
    Elsewhere(Box<str>),
}

/// Where a file grows until it is whole: beside it.
pub fn part_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
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
    /// The same of bytes that are in no file. Answered by `Shown` or `Unreadable`.
    ShowBytes {
        asset: Asset,
        bytes: Arc<[u8]>,
        view: View,
    },
    /// A copy under this name in the person's folder for downloads, over no other file. Answered by `Saved`, `Missing` or
    /// `Failed`.
    Save {
        asset: Asset,
        file: PathBuf,
        /// As the sender called it; empty: named by what it is.
        name: SafeText,
    },
    /// Shown by the system's own program, as a copy under this name. Answered by `Opened`, `Missing`, `Program`, `NotOpened` or
    /// `Failed`.
    Open {
        asset: Asset,
        file: PathBuf,
        name: SafeText,
    },
    /// This voice is heard from its beginning, in place of any other. Answered by `Playing` and, at its end, `Played`; else by
    /// `Missing` or `Unplayable`. One that was told to be quiet is answered no more.
    Play {
        number: u64,
        asset: Asset,
        file: PathBuf,
    },
    /// What is heard ends. Not answered.
    Quiet,
    /// Shown by the system's browser. Answered only by `NotOpened`.
    OpenLink(SafeText),
    /// A file of this machine that the service has now: a copy of it is kept as this asset, so that it need not be fetched.
    Keep { from: PathBuf, file: PathBuf },
    /// What is in this folder, as a person types it: `~` is home, and what does not begin at the root begins there.
    /// Answered by `Listed`.
    List { folder: String },
    /// What this is, without reading all of it. Answered by `Glanced`.
    Glance { path: PathBuf },
    /// What these files are, as they are now. Answered by `Inspected`.
    Inspect { number: u64, paths: Vec<PathBuf> },
    /// A copy of this under this name, to be sent: there until it is discarded. Answered by `Inspected`, `Missing` or `Failed`.
    Copy {
        number: u64,
        asset: Asset,
        file: PathBuf,
        name: SafeText,
    },
    /// That look is not needed any more: its answer, if it comes, tells of nothing.
    StopInspect { number: u64 },
    /// What is on the clipboard of this machine; a picture is written into a file of about this name, which is there until
    /// it is discarded. Answered by `Pasted`, late where no clipboard answers.
    Paste { number: u64, name: SafeText },
    /// A file that [`MediaCommand::Paste`] or [`MediaCommand::Copy`] wrote has done its service. No other file is ever removed.
    Discard { file: PathBuf },
    /// Lets go of the oldest files below this folder until they are no more than so many bytes.
    Trim { folder: PathBuf, bytes: u64 },
    /// These are kept no more, nor what has come of them so far.
    Forget { files: Vec<PathBuf> },
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
    /// The voice of this number is heard from now on: so long, in milliseconds, as its samples tell.
    Playing {
        number: u64,
        millis: u32,
    },
    /// It was heard to its end.
    Played(u64),
    /// It is not heard here, or no longer.
    Unplayable {
        number: u64,
        why: Silence,
    },
    /// It can run as a program: such is saved, and never opened.
    Program(Asset),
    /// Saving did not work, or what was to be opened could not be copied: the system's words.
    Failed {
        asset: Asset,
        why: Box<str>,
    },
    /// No program was started with it; with no asset, with the page that was asked for last.
    NotOpened {
        asset: Option<Asset>,
        why: Unopened,
    },
    Listed(Listing),
    /// In the order of the question; `None` where there is no file that could be sent.
    Inspected {
        number: u64,
        found: Vec<Option<Attachment>>,
    },
    /// `None` where it cannot be read.
    Glanced {
        path: PathBuf,
        found: Option<Glance>,
    },
    Pasted {
        number: u64,
        found: Clip,
    },
}

/// What a folder or file is, beside what its entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glance {
    Folder {
        entries: usize,
        /// There are more than were counted.
        more: bool,
    },
    File {
        kind: AttachmentKind,
        /// Across and down, of a picture whose head tells.
        pixels: Option<(u16, u16)>,
    },
}

/// What was on the clipboard.
#[derive(Clone, PartialEq, Eq)]
pub enum Clip {
    /// A picture, written into this file.
    Image(PathBuf),
    /// Files, as a file manager copies them.
    Files(Vec<PathBuf>),
    Text(String),
    Nothing,
    /// There is no clipboard to be asked, no display to have one, or the picture could not be written: the system's words.
    Unreachable(Box<str>),
    /// The one before is still being waited for.
    Busy,
    /// This program was built without it.
    NotBuilt,
}

/// Says what kind of thing, never what.
impl std::fmt::Debug for Clip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Image(_) => "Image",
            Self::Files(_) => "Files",
            Self::Text(_) => "Text",
            Self::Nothing => "Nothing",
            Self::Unreachable(_) => "Unreachable",
            Self::Busy => "Busy",
            Self::NotBuilt => "NotBuilt",
        })
    }
}

/// Why no program shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// The system has nothing that opens such, or nobody to ask.
    NoProgram,
    /// The program of the settings is not there.
    NotThere { program: SafeText },
    /// The program of the settings cannot be started, or ended with an error at once.
    Ended { program: SafeText },
}

/// Why a voice is not heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Built without the feature `voice`.
    NotBuilt,
    /// No device takes sound: the system's words.
    Device(SafeText),
    /// What is in the file is no sound, or more than a voice can be.
    NotSound,
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
