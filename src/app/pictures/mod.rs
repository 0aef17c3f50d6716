//! Pictures in memory: which are wanted now, which are there, which move.
//!
//! Owns their bound. Never: a file (`files`), a pixel (the media thread), a cell (`ui`).

mod asking;
mod avatars;
mod failed;
mod wanted;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::model::Model;
use super::step::{Step, Touched};
use crate::port::media::{Asset, Frame, PictureId, Progress, Rendered, View};

pub use asking::MOST_UNDER_WAY;
pub(super) use asking::{on_media, settle};
pub use avatars::{
    BY_NAME, LISTED, at_login, avatar, entry, has_names, in_list, list_columns, page, speaker,
};
pub use failed::failed;
pub(super) use failed::{again, on_return, on_up};
pub use wanted::{Origin, Wanted, moving, of_line, of_request, of_sticker};
pub(super) use wanted::{awaits, here, small, still, unsent};

/// Bytes of pictures in memory, beside those that are wanted at the moment.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// A picture as it is made once.
pub type Made = (Asset, View);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    held: HashMap<Made, Held>,
    /// What became of the question for one that is not held.
    stages: HashMap<Asset, Stage>,
    ids: HashMap<PictureId, Made>,
    bytes: usize,
    /// Goes on with every look at what is wanted.
    turn: u64,
    dropped: u64,
    /// An answer came: there may be room for another question.
    stirred: bool,
    playing: Option<Playing>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    picture: Arc<Rendered>,
    /// When it was last wanted.
    turn: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The media thread was asked.
    Asked { fetched: bool },
    /// No such file yet, and nobody to fetch it.
    Lacking,
    Fetching {
        /// A person waits for it.
        urgent: bool,
        /// When it was last wanted.
        turn: u64,
    },
    /// Not to be had as a picture, in this run.
    Unreadable,
}

/// A picture that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Playing {
    made: Made,
    frame: usize,
    /// When the next frame is due.
    next: Duration,
}

/// Whether a picture that is not there can still come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    Coming,
    /// Not to be had.
    Failed,
    /// What came is no picture.
    Unreadable,
    /// Not before its message is sent.
    Later,
}

impl Pictures {
    /// As it was made, if it is held.
    pub fn get(&self, made: Made) -> Option<&Rendered> {
        self.held.get(&made).map(|held| &*held.picture)
    }

    /// The frame that is seen at the moment.
    pub fn frame_of(&self, made: Made) -> Option<(&Rendered, &Frame)> {
        let picture = self.get(made)?;
        let playing = self.playing.as_ref().filter(|playing| playing.made == made);
        let frame = playing.map_or(0, |playing| playing.frame);
        Some((picture, picture.frames.get(frame)?))
    }

    /// The frame of this number, and what it is of.
    pub fn numbered(&self, id: PictureId) -> Option<(&Rendered, &Frame)> {
        let picture = self.get(*self.ids.get(&id)?)?;
        let frame = picture.frames.iter().find(|frame| frame.id == id)?;
        Some((picture, frame))
    }

    /// Another number: some were dropped since.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Another account's: of those nothing is held.
    pub(super) fn forget(&mut self) {
        *self = Self {
            dropped: self.dropped + 1,
            ..Self::default()
        };
    }

    fn hold(&mut self, made: Made, picture: Arc<Rendered>) {
        self.release(made);
        self.bytes += picture.bytes();
        for frame in &picture.frames {
            self.ids.insert(frame.id, made);
        }
        let turn = self.turn;
        self.held.insert(made, Held { picture, turn });
        while self.bytes > MOST_BYTES {
            let idle = self.held.iter().filter(|(_, held)| held.turn < turn);
            let Some(oldest) = idle.min_by_key(|(_, held)| held.turn).map(|(made, _)| *made) else {
                return;
            };
            self.release(oldest);
        }
    }

    fn release(&mut self, made: Made) {
        if let Some(held) = self.held.remove(&made) {
            self.bytes -= held.picture.bytes();
            for frame in &held.picture.frames {
                self.ids.remove(&frame.id);
            }
            self.dropped += 1;
        }
    }
}

pub fn outlook(model: &Model, wanted: &Wanted) -> Outlook {
    if wanted.origin == Origin::Later {
        return Outlook::Later;
    }
    match model.pictures.stages.get(&wanted.asset) {
        Some(Stage::Unreadable) => Outlook::Unreadable,
        Some(Stage::Fetching { .. }) => match model.files.downloads.get(&wanted.asset) {
            Some(Progress::Failed(_)) => Outlook::Failed,
            Some(Progress::Moving { .. } | Progress::Done { .. }) | None => Outlook::Coming,
        },
        Some(Stage::Asked { .. } | Stage::Lacking) | None => Outlook::Coming,
    }
}

/// It came, for whatever it was wanted: what was looked for in vain may be seen now.
pub(super) fn on_here(model: &mut Model, asset: Asset) {
    let pictures = &mut model.pictures;
    if pictures.stages.get(&asset) == Some(&Stage::Lacking) {
        pictures.stages.remove(&asset);
        pictures.stirred = true;
    }
}

/// Nothing is held of it.
pub(super) fn forget(model: &mut Model, asset: Asset) {
    let pictures = &mut model.pictures;
    pictures.stages.remove(&asset);
    let made: Vec<Made> = pictures
        .held
        .keys()
        .copied()
        .filter(|(of, _)| *of == asset)
        .collect();
    for made in made {
        pictures.release(made);
    }
}

/// Begins, goes on with, or ends what moves.
fn play(model: &mut Model, made: Option<Made>, step: &mut Step) {
    let now = model.now.mono;
    let seen = made.filter(|_| model.window_focused);
    let pictures = &mut model.pictures;
    let moves = seen.filter(|made| {
        pictures
            .get(*made)
            .is_some_and(|picture| picture.frames.len() > 1)
    });
    if pictures.playing.as_ref().map(|playing| playing.made) == moves {
        return;
    }
    if pictures.playing.is_some() {
        // It stands at its first frame again.
        step.touch(Touched::CONVERSATION);
    }
    pictures.playing = moves.and_then(|made| {
        let first = pictures.get(made)?.frames.first()?;
        Some(Playing {
            made,
            frame: 0,
            next: now + Duration::from_millis(first.delay.into()),
        })
    });
}

/// What is to be seen is another thing, whatever was touched.
pub(super) fn look_again(pictures: &mut Pictures) {
    pictures.stirred = true;
}

/// Nothing moves where nobody looks.
pub(super) fn on_focus(model: &mut Model, step: &mut Step) {
    model.pictures.stirred = true;
    if !model.window_focused {
        play(model, None, step);
    }
}

pub(super) fn due(model: &Model) -> Option<Duration> {
    model.pictures.playing.as_ref().map(|playing| playing.next)
}

/// The next frame, if it is time for it.
pub(super) fn turn(model: &mut Model, step: &mut Step) {
    let now = model.now.mono;
    let pictures = &mut model.pictures;
    let Some(playing) = pictures.playing.as_mut().filter(|playing| playing.next <= now) else {
        return;
    };
    let Some(held) = pictures.held.get(&playing.made) else {
        pictures.playing = None;
        return;
    };
    let frames = &held.picture.frames;
    playing.frame = (playing.frame + 1).checked_rem(frames.len()).unwrap_or_default();
    let delay = frames.get(playing.frame).map_or(0, |frame| frame.delay);
    playing.next = now + Duration::from_millis(delay.into());
    step.touch(Touched::CONVERSATION);
}
