//! The media threads: they decode pictures, play voices, keep, copy and open files, look at the person's own, and ask the
//! clipboard.
//!
//! Owns what takes long and needs no network. Promises: they are never waited for; what a stranger sent is decoded within
//! bounds; sound is taken from the system while a voice is heard, and not a moment longer; no file of the person's is written
//! over or removed, nothing but files is read, and nothing that could run is opened. Never: a decision about what is fetched,
//! shown or kept.

pub mod clipboard;
mod encode;
mod halt;
mod head;
mod look;
pub mod name;
mod open;
mod picture;
mod save;
mod scale;
mod shelf;
#[cfg(feature = "voice")]
mod speaker;
mod spool;
mod thread;
mod trim;
mod voice;

pub use shelf::Shelf;
pub use thread::{Handle, spawn};

use tokio::sync::mpsc::Sender;

use crate::port::media::{Asset, MediaCommand, MediaEvent};
use clipboard::Board;
use halt::Halt;
use picture::Easel;
use voice::Voice;

/// Pictures of one thread before their numbers meet those of the other: half of all there are.
const APART: u32 = 30_000;

/// The media thread's work without its thread: a command in, its answer out.
#[derive(Debug)]
pub struct Studio {
    pub shelf: Shelf,
    /// What reads the clipboard.
    pub board: Board,
    easel: Easel,
    voice: Voice,
    halt: Halt,
    first: u32,
}

impl Default for Studio {
    fn default() -> Self {
        Self::numbered_from(Shelf::default(), 0)
    }
}

/// Whose work something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    /// Done at once, or with files of weft's own.
    Kept,
    /// With files of the person's, wherever those are.
    Files,
    Clipboard,
}

fn desk(command: &MediaCommand) -> Desk {
    match command {
        MediaCommand::Show {
            asset: Asset::Here(_),
            ..
        }
        | MediaCommand::List { .. }
        | MediaCommand::Glance { .. }
        | MediaCommand::Inspect { .. }
        | MediaCommand::Copy { .. } => Desk::Files,
        MediaCommand::Paste { .. } => Desk::Clipboard,
        MediaCommand::Show {
            asset: Asset::Of { .. } | Asset::Face { .. },
            ..
        }
        | MediaCommand::ShowBytes { .. }
        | MediaCommand::Save { .. }
        | MediaCommand::Open { .. }
        | MediaCommand::OpenLink(_)
        | MediaCommand::Play { .. }
        | MediaCommand::Quiet
        | MediaCommand::Keep { .. }
        | MediaCommand::Forget { .. }
        | MediaCommand::StopInspect { .. }
        | MediaCommand::Discard { .. }
        | MediaCommand::Trim { .. } => Desk::Kept,
    }
}

impl Studio {
    /// Pictures are told apart from those of others in the same terminal by where their numbers begin.
    pub fn numbered_from(shelf: Shelf, first: u32) -> Self {
        Self {
            shelf,
            board: clipboard::content,
            easel: Easel::numbered_from(first),
            voice: Voice::default(),
            halt: Halt::default(),
            first,
        }
    }

    /// Another for the same person, on a thread of its own: what is called off here is called off there.
    fn for_files(&self) -> Self {
        let first = self.first.wrapping_add(APART);
        Self {
            board: self.board,
            halt: self.halt.clone(),
            ..Self::numbered_from(self.shelf.clone(), first)
        }
    }

    /// Where what happens later is told: that a voice is heard, and that it has ended.
    pub fn tell(&mut self, later: Sender<MediaEvent>) {
        self.voice.later = Some(later);
    }

    pub fn perform(&mut self, command: MediaCommand) -> Option<MediaEvent> {
        match command {
            MediaCommand::Show { asset, file, view } => Some(self.easel.show(asset, &file, view)),
            MediaCommand::ShowBytes { asset, bytes, view } => {
                Some(self.easel.show_bytes(asset, &bytes, view))
            }
            MediaCommand::Save { asset, file, name } => Some(self.shelf.save(asset, &file, name.as_str())),
            MediaCommand::Open { asset, file, name } => Some(self.shelf.open(asset, &file, name.as_str())),
            MediaCommand::Play { number, asset, file } => self.voice.play(number, asset, &file),
            MediaCommand::Quiet => {
                self.voice.quiet();
                None
            }
            MediaCommand::OpenLink(address) => self.shelf.open_link(address.as_str()),
            MediaCommand::Keep { from, file } => {
                Shelf::keep(&from, &file);
                None
            }
            MediaCommand::List { folder } => Some(self.shelf.list(folder)),
            MediaCommand::Glance { path } => Some(Shelf::glance(path)),
            MediaCommand::Inspect { number, paths } => Some(self.shelf.inspect((number, &paths), &self.halt)),
            MediaCommand::Copy {
                number,
                asset,
                file,
                name,
            } => Some(self.shelf.copy((number, asset), &file, name.as_str(), &self.halt)),
            MediaCommand::StopInspect { number } => {
                self.halt.call_off(number);
                None
            }
            MediaCommand::Paste { number, name } => {
                let found = spool::kept((self.board)(), &self.shelf.spool, name.as_str());
                Some(MediaEvent::Pasted { number, found })
            }
            MediaCommand::Discard { file } => {
                self.shelf.discard(&file);
                None
            }
            MediaCommand::Trim { folder, bytes } => {
                Shelf::trim(&folder, bytes);
                None
            }
            MediaCommand::Forget { files } => {
                Shelf::forget(&files);
                None
            }
        }
    }
}
