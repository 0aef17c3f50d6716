//! The media thread: decodes pictures, keeps, copies and opens files.
//!
//! Owns what takes long and needs no network. Promises: it is never waited for; what a stranger sent is decoded within
//! bounds; no file of the person's is written over, and nothing that could run is opened. Never: a decision about what is
//! fetched, shown or kept.

mod encode;
mod look;
pub mod name;
mod open;
mod picture;
mod save;
mod scale;
mod shelf;
mod thread;
mod trim;

pub use shelf::Shelf;
pub use thread::{Handle, spawn};

use crate::port::media::{MediaCommand, MediaEvent};
use picture::Easel;

/// The media thread's work without its thread: a command in, its answer out.
#[derive(Debug, Default)]
pub struct Studio {
    pub shelf: Shelf,
    easel: Easel,
}

impl Studio {
    /// Pictures are told apart from those of others in the same terminal by where their numbers begin.
    pub fn numbered_from(shelf: Shelf, first: u32) -> Self {
        Self {
            shelf,
            easel: Easel::numbered_from(first),
        }
    }

    pub fn perform(&mut self, command: MediaCommand) -> Option<MediaEvent> {
        match command {
            MediaCommand::Show { asset, file, view } => Some(self.easel.show(asset, &file, view)),
            MediaCommand::Save { asset, file, name } => Some(self.shelf.save(asset, &file, name.as_str())),
            MediaCommand::Open { asset, file, name } => Some(self.shelf.open(asset, &file, name.as_str())),
            MediaCommand::OpenLink(address) => self.shelf.open_link(address.as_str()),
            MediaCommand::Keep { from, file } => {
                Shelf::keep(&from, &file);
                None
            }
            MediaCommand::List { folder } => Some(self.shelf.list(folder)),
            MediaCommand::Inspect { number, paths } => Some(self.shelf.inspect(number, &paths)),
            MediaCommand::Trim { folder, bytes } => {
                Shelf::trim(&folder, bytes);
                None
            }
        }
    }
}
