//! What the picker's bar is on, seen before it is picked.
//!
//! Owns that only what the bar rests on is looked at: one question at a time, and the next for wherever the bar is by then.
//! Never: a picture's pixels, or where on the screen it stands (`layout`).

use std::path::PathBuf;

use crate::app::layout;
use crate::app::model::{Model, Overlay};
use crate::app::pictures::{Origin, Wanted, here, still};
use crate::app::rows;
use crate::app::step::{Step, Touched};
use crate::domain::geometry::Size;
use crate::port::media::{Entry, Glance, MediaCommand};

/// Bytes of the largest picture that is decoded only to be looked at.
const LARGEST: u64 = 32 * 1024 * 1024;

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Not answered yet.
    asked: Option<PathBuf>,
    /// What was told last; `None` where it cannot be read.
    seen: Option<(PathBuf, Option<Glance>)>,
}

/// Where somebody keeps their files is theirs.
impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Preview({:?})", self.seen.as_ref().map(|(_, glance)| glance))
    }
}

/// What is known of the entry the bar is on, beside what its row tells.
pub fn glance(model: &Model) -> Option<(&Entry, Glance)> {
    let browser = &model.attach.browser;
    let entry = browser.chosen()?;
    let (path, glance) = browser.preview.seen.as_ref()?;
    (*path == entry.path).then_some((entry, (*glance)?))
}

/// The end of a turn.
pub(in crate::app) fn settle(model: &mut Model, step: &mut Step) {
    if model.overlay != Some(Overlay::Attach) || model.media_gone {
        return;
    }
    let browser = &mut model.attach.browser;
    let Some(path) = browser.chosen().map(|entry| &entry.path) else {
        return;
    };
    let seen = browser.preview.seen.as_ref().map(|(seen, _)| seen);
    if browser.preview.asked.is_none() && seen != Some(path) {
        let path = path.clone();
        browser.preview.asked = Some(path.clone());
        step.media(MediaCommand::Glance { path });
    }
}

pub(in crate::app) fn on_glanced(model: &mut Model, path: PathBuf, found: Option<Glance>, step: &mut Step) {
    let preview = &mut model.attach.browser.preview;
    // Else the picker was opened anew since.
    if preview.asked.take_if(|asked| *asked == path).is_some() {
        preview.seen = Some((path, found));
        if model.overlay == Some(Overlay::Attach) {
            step.touch(Touched::ALL);
        }
    }
}

/// The picture to be seen beside the list, where there is one and room for it.
pub fn wanted(model: &Model) -> Option<Wanted> {
    let canvas = model.terminal.canvas()?;
    let room = layout::browser_areas(model)?.picture;
    let (entry, glance) = glance(model)?;
    let Glance::File {
        pixels: Some(pixels), ..
    } = glance
    else {
        return None;
    };
    if room.is_empty() || entry.bytes > LARGEST {
        return None;
    }
    let most = Size {
        width: room.width,
        height: room.height,
    };
    Some(Wanted {
        asset: here((&entry.path, entry.bytes, entry.at.0)),
        origin: Origin::Here(entry.path.clone()),
        view: still(rows::fit(pixels, most, canvas.cell), canvas),
        urgent: true,
    })
}
