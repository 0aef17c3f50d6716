//! Files of this machine as the media thread handles them: saved, opened, kept, listed, looked at.
//!
//! Owns where they go. Never: a picture's pixels, or a decision about what is fetched.

use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;

use super::halt::Halt;
use super::{head, look, open, save, spool, trim};
use crate::port::media::{Asset, MediaEvent, Unopened};

/// The folders and programs of a person.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// What they save goes here.
    pub downloads: PathBuf,
    /// Who may read that: as what the person makes with their other programs, for it is theirs to share. `None`: they alone.
    pub mode: Option<Mode>,
    pub home: PathBuf,
    /// Copies for viewers, gone with the program.
    pub lent: PathBuf,
    /// Pictures from the clipboard and copies of what is forwarded, until they are sent.
    pub spool: PathBuf,
    /// In place of the system's own.
    pub opener: Option<String>,
}

impl Shelf {
    pub(super) fn save(&self, asset: Asset, file: &Path, name: &str) -> MediaEvent {
        answer(
            asset,
            save::save(file, &self.downloads, name, self.mode),
            |path| MediaEvent::Saved { asset, path },
        )
    }

    pub(super) fn open(&self, asset: Asset, file: &Path, name: &str) -> MediaEvent {
        let opened = open::is_program(file, name).and_then(|program| {
            if program {
                return Ok(MediaEvent::Program(asset));
            }
            let copy = save::lend(file, &self.lent, name)?;
            let handed = open::hand_over(copy.as_os_str(), self.opener.as_deref());
            Ok(handed.map_or_else(
                |why| MediaEvent::NotOpened {
                    asset: Some(asset),
                    why,
                },
                |()| MediaEvent::Opened(asset),
            ))
        });
        answer(asset, opened, |event| event)
    }

    pub(super) fn open_link(&self, address: &str) -> Option<MediaEvent> {
        let opened = if open::is_page(address) {
            open::hand_over(address.as_ref(), self.opener.as_deref())
        } else {
            Err(Unopened::NoProgram)
        };
        let not = |why| MediaEvent::NotOpened { asset: None, why };
        opened.err().map(not)
    }

    pub(super) fn keep(from: &Path, file: &Path) {
        // It can be fetched again.
        if let Err(error) = save::keep(from, file) {
            tracing::warn!(%error, "a sent file was not kept");
        }
    }

    pub(super) fn trim(folder: &Path, most: u64) {
        if let Err(error) = trim::trim(folder, most) {
            tracing::warn!(%error, "the cache was not trimmed");
        }
    }

    pub(super) fn forget(files: &[PathBuf]) {
        if let Err(error) = trim::forget(files) {
            tracing::warn!(%error, "what was taken back is still in the cache");
        }
    }

    pub(super) fn list(&self, folder: String) -> MediaEvent {
        MediaEvent::Listed(look::list(folder, &self.home))
    }

    pub(super) fn glance(path: PathBuf) -> MediaEvent {
        let found = head::glance(&path).ok();
        MediaEvent::Glanced { path, found }
    }

    pub(super) fn inspect(&self, (number, paths): (u64, &[PathBuf]), halt: &Halt) -> MediaEvent {
        halt.begin(number);
        let is_wanted = || !halt.is_called_off(number);
        let look = |path: &PathBuf| {
            is_wanted()
                .then(|| look::inspect(path, self, &is_wanted))
                .flatten()
        };
        let found = paths.iter().map(look).collect();
        MediaEvent::Inspected { number, found }
    }

    /// Looked at too: what is asked about before it is sent is told of others in the same way.
    pub(super) fn copy(
        &self,
        (number, asset): (u64, Asset),
        file: &Path,
        name: &str,
        halt: &Halt,
    ) -> MediaEvent {
        match spool::copied(file, &self.spool, name) {
            Ok(path) => {
                let looked = self.inspect((number, std::slice::from_ref(&path)), halt);
                if matches!(&looked, MediaEvent::Inspected { found, .. } if found.iter().all(Option::is_none))
                {
                    self.discard(&path);
                }
                looked
            }
            Err(why) => answer(asset, Err(why), |event| event),
        }
    }

    pub(super) fn discard(&self, file: &Path) {
        spool::discard(&self.spool, file);
    }
}

fn answer<T>(asset: Asset, done: io::Result<T>, event: impl FnOnce(T) -> MediaEvent) -> MediaEvent {
    match done {
        Ok(done) => event(done),
        Err(why) if why.kind() == io::ErrorKind::NotFound => MediaEvent::Missing(asset),
        Err(why) => MediaEvent::Failed {
            asset,
            why: why.to_string().into(),
        },
    }
}
