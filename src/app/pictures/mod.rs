//! Pictures in memory: which are wanted now, which are there, which move.
//!
//! Owns their bound, and that nothing is asked for twice. Never: a file (`files`), a pixel (the media thread), a cell (`ui`).

mod wanted;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::files;
use super::model::Model;
use super::step::{Step, Touched};
use crate::port::media::{Asset, Frame, MediaCommand, MediaEvent, PictureId, Progress, Rendered, View};

pub(super) use wanted::small;
pub use wanted::{FACE, Wanted, moving, of_line, of_peer};

/// Bytes of pictures in memory, beside those that are wanted at the moment.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// So many are under way at a time: one that is scrolled past does not hold up what came into view since.
const MOST_UNDER_WAY: usize = 12;
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
    Asked {
        fetched: bool,
    },
    /// No such file yet, and nobody to fetch it.
    Lacking,
    Fetching,
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

    fn under_way(&self) -> usize {
        let under_way = |stage: &&Stage| matches!(stage, Stage::Asked { .. } | Stage::Fetching);
        self.stages.values().filter(under_way).count()
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

pub fn outlook(model: &Model, asset: Asset) -> Outlook {
    match model.pictures.stages.get(&asset) {
        Some(Stage::Unreadable) => Outlook::Unreadable,
        Some(Stage::Fetching) => match model.files.downloads.get(&asset) {
            Some(Progress::Failed(_)) => Outlook::Failed,
            Some(Progress::Moving { .. } | Progress::Done { .. }) | None => Outlook::Coming,
        },
        Some(Stage::Asked { .. } | Stage::Lacking) | None => Outlook::Coming,
    }
}

/// What follows from any turn: questions for what came near, the next frame of what moves.
pub(super) fn settle(model: &mut Model, step: &mut Step) {
    let stirred = std::mem::take(&mut model.pictures.stirred);
    if !stirred && !step.touched.has(Touched::CONVERSATION) {
        return;
    }
    let wanted = wanted::wanted(model);
    model.pictures.turn += 1;
    for wanted in &wanted {
        want(model, wanted, step);
    }
    let moves = wanted.iter().rev().find(|wanted| wanted.view.moving);
    play(model, moves.map(|wanted| (wanted.asset, wanted.view)), step);
}

fn want(model: &mut Model, wanted: &Wanted, step: &mut Step) {
    let pictures = &mut model.pictures;
    if let Some(held) = pictures.held.get_mut(&(wanted.asset, wanted.view)) {
        held.turn = pictures.turn;
        return;
    }
    let free = pictures.under_way() < MOST_UNDER_WAY;
    match pictures.stages.get(&wanted.asset).copied() {
        None if free => show(model, wanted, false, step),
        Some(Stage::Fetching) => match model.files.downloads.get(&wanted.asset) {
            Some(Progress::Done { .. }) => show(model, wanted, true, step),
            Some(Progress::Moving { .. } | Progress::Failed(_)) => {}
            // Whoever fetched it is gone.
            None => {
                model.pictures.stages.insert(wanted.asset, Stage::Lacking);
            }
        },
        Some(Stage::Lacking) if free && model.is_live() => {
            let failed = matches!(
                model.files.downloads.get(&wanted.asset),
                Some(Progress::Failed(_))
            );
            model.pictures.stages.insert(wanted.asset, Stage::Fetching);
            // What failed is tried again when a person says so.
            if !failed {
                files::want(model, (wanted.asset, wanted.source.clone()), wanted.urgent, step);
            }
        }
        Some(Stage::Asked { .. } | Stage::Lacking | Stage::Unreadable) | None => {}
    }
}

fn show(model: &mut Model, wanted: &Wanted, fetched: bool, step: &mut Step) {
    let Some(file) = files::place(model, wanted.asset).filter(|_| !model.media_gone) else {
        return;
    };
    model
        .pictures
        .stages
        .insert(wanted.asset, Stage::Asked { fetched });
    step.media(MediaCommand::Show {
        asset: wanted.asset,
        file,
        view: wanted.view,
    });
}

/// An answer of the media thread, if it is about a picture.
pub(super) fn on_media(model: &mut Model, event: MediaEvent, step: &mut Step) {
    let pictures = &mut model.pictures;
    match event {
        MediaEvent::Shown { asset, view, picture } => {
            pictures.stages.remove(&asset);
            pictures.hold((asset, view), picture);
            step.touch(Touched::CONVERSATION);
        }
        MediaEvent::Missing(asset) => {
            // Fetched, and not there all the same: once is enough.
            let stage = match pictures.stages.get(&asset) {
                Some(Stage::Asked { fetched: true }) => Stage::Unreadable,
                Some(
                    Stage::Asked { fetched: false } | Stage::Lacking | Stage::Fetching | Stage::Unreadable,
                ) => Stage::Lacking,
                // Somebody else asked, to open or to save it.
                None => return,
            };
            pictures.stages.insert(asset, stage);
        }
        MediaEvent::Unreadable(asset) => {
            pictures.stages.insert(asset, Stage::Unreadable);
            step.touch(Touched::CONVERSATION);
        }
        MediaEvent::Saved { .. }
        | MediaEvent::Opened(_)
        | MediaEvent::Program(_)
        | MediaEvent::Listed(_)
        | MediaEvent::Inspected { .. }
        | MediaEvent::Failed { .. }
        | MediaEvent::NotOpened { .. } => return,
    }
    model.pictures.stirred = true;
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
