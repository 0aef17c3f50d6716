//! Voices, one at a time.
//!
//! Owns that a voice which begins ends the one before it. Each has a thread of its own, there only while it is heard: the media
//! thread goes on decoding, and where nothing is heard nothing wakes up. Never: which voice comes next.

use std::fs::File;
use std::io;
use std::path::Path;

use tokio::sync::mpsc::Sender;

#[cfg(feature = "voice")]
use super::speaker::Speaking;
use crate::port::media::{Asset, MediaEvent, Silence};

#[derive(Debug, Default)]
pub(super) struct Voice {
    pub later: Option<Sender<MediaEvent>>,
    speaking: Option<Speaking>,
}

impl Voice {
    /// What is to be said of it at once.
    pub fn play(&mut self, number: u64, asset: Asset, path: &Path) -> Option<MediaEvent> {
        let before = self.speaking.take();
        match File::open(path) {
            Ok(file) => {
                let begun = Speaking::begin(number, file, before, self.later.clone());
                let begun = begun.map_err(|why| MediaEvent::Unplayable { number, why });
                begun.map(|speaking| self.speaking = Some(speaking)).err()
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(MediaEvent::Missing(asset)),
            Err(_) => Some(MediaEvent::Unplayable {
                number,
                why: Silence::NotSound,
            }),
        }
    }

    pub fn quiet(&mut self) {
        if let Some(speaking) = &mut self.speaking {
            speaking.quiet();
        }
    }
}

/// Without the feature nothing ever is.
#[cfg(not(feature = "voice"))]
#[derive(Debug)]
enum Speaking {}

#[cfg(not(feature = "voice"))]
impl Speaking {
    fn begin(_: u64, _: File, _: Option<Self>, _: Option<Sender<MediaEvent>>) -> Result<Self, Silence> {
        Err(Silence::NotBuilt)
    }

    fn quiet(&mut self) {
        match *self {}
    }
}
