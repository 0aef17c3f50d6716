//! How far what is fetched has come.
//!
//! Owns how much of that is remembered through a run: all that somebody sees or waits for, and of the rest a thousand. Never:
//! asks for anything.

use std::collections::HashSet;

use super::Files;
use super::carried::carried;
use crate::app::model::Model;
use crate::app::pictures;
use crate::port::Failure;
use crate::port::media::{Asset, Fault, Progress};

/// So many, and they are looked through; then at twice as many as were left.
pub const MANY: usize = 1024;

impl Files {
    pub(super) fn is_moving(&self, asset: Asset) -> bool {
        matches!(self.downloads.get(&asset), Some(Progress::Moving { .. }))
    }

    /// Why it did not come, if it was to.
    pub fn fault(&self, asset: Asset) -> Option<&Fault> {
        if let Some(Progress::Failed(why)) = self.downloads.get(&asset) {
            Some(why)
        } else {
            None
        }
    }

    /// On its way from now on: whatever came of it before does not count. So many bytes of it are announced, if any.
    pub(super) fn begin(&mut self, asset: Asset, of: Option<u64>) {
        if !self.is_moving(asset) {
            self.downloads.insert(asset, Progress::Moving { done: 0, of });
        }
    }
}

/// Forgets what became of things that are in no chat in memory, that no picture waits for and that no key asked for or stopped.
pub(super) fn tidy(model: &mut Model) {
    let files = &mut model.files;
    if files.downloads.len() < files.crowded {
        return;
    }
    let lines = model.conversations.by_peer.values().flat_map(|talk| &talk.lines);
    let seen: HashSet<Asset> = lines.filter_map(|line| Some(carried(line)?.asset)).collect();
    let (wishes, going) = (&mut files.wishes, &files.going);
    files.downloads.retain(|asset, progress| {
        let granted = match progress {
            // A person's word holds for the run.
            Progress::Moving { .. } | Progress::Failed(Fault::Net(Failure::Cancelled)) => return true,
            Progress::Done { .. } => {
                !wishes.contains_key(asset) && going.iter().all(|going| going.asset != *asset)
            }
            Progress::Failed(_) => true,
        };
        let over = granted && !seen.contains(asset) && !pictures::awaits(&model.pictures, *asset);
        if over {
            wishes.remove(asset);
        }
        !over
    });
    files.crowded = MANY.max(files.downloads.len() * 2);
}
