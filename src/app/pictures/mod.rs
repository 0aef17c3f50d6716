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

pub use wanted::{FACE, Origin, Wanted, moving, of_line, of_peer, of_request, of_sticker};
pub(super) use wanted::{here, small, still, unsent};

/// Bytes of pictures in memory, beside those that are wanted at the moment.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// So many are under way at a time; what is not near the screen any more makes room for what is.
pub const MOST_UNDER_WAY: usize = 12;
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

/// What follows from any turn: questions for what came near, the next frame of what moves.
pub(super) fn settle(model: &mut Model, step: &mut Step) {
    let stirred = std::mem::take(&mut model.pictures.stirred);
    if !stirred && !step.touched.has(Touched::CONVERSATION) {
        return;
    }
    let wanted = wanted::wanted(model);
    model.pictures.turn += 1;
    make_room(model, &wanted, step);
    for wanted in &wanted {
        want(model, wanted, step);
    }
    let moves = wanted.iter().rev().find(|wanted| wanted.view.moving);
    play(model, moves.map(|wanted| (wanted.asset, wanted.view)), step);
}

/// Asked for, and neither here nor given up.
fn under_way(model: &Model) -> usize {
    let moves = |(asset, stage): &(&Asset, &Stage)| match stage {
        Stage::Asked { .. } => true,
        Stage::Fetching { .. } => is_moving(model, **asset),
        Stage::Lacking | Stage::Unreadable => false,
    };
    model.pictures.stages.iter().filter(moves).count()
}

fn has_room(model: &Model) -> bool {
    under_way(model) < MOST_UNDER_WAY
}

fn is_moving(model: &Model, asset: Asset) -> bool {
    matches!(model.files.downloads.get(&asset), Some(Progress::Moving { .. }))
}

/// What is being fetched and has left the neighbourhood of the screen gives way to what waits there: what was wanted longest
/// ago first, and nothing that a person waits for. Nobody is told, since nobody looks; seen again, it is fetched again.
fn make_room(model: &mut Model, wanted: &[Wanted], step: &mut Step) {
    let pictures = &model.pictures;
    let waits = |wanted: &&Wanted| {
        let idle = matches!(pictures.stages.get(&wanted.asset), None | Some(Stage::Lacking));
        idle && !pictures.held.contains_key(&(wanted.asset, wanted.view))
    };
    let waiting = wanted.iter().filter(waits).count();
    if waiting == 0 {
        return;
    }
    let free = MOST_UNDER_WAY.saturating_sub(under_way(model));
    let fetching = pictures.stages.iter().filter_map(|(asset, stage)| match stage {
        Stage::Fetching { urgent: false, turn } => Some((*turn, *asset)),
        Stage::Fetching { .. } | Stage::Asked { .. } | Stage::Lacking | Stage::Unreadable => None,
    });
    let near = |asset: Asset| wanted.iter().any(|wanted| wanted.asset == asset);
    let mut left: Vec<(u64, Asset)> = fetching
        .filter(|(_, asset)| is_moving(model, *asset) && !near(*asset) && !files::is_wished(model, *asset))
        .collect();
    left.sort_unstable();
    for (_, asset) in left.into_iter().take(waiting.saturating_sub(free)) {
        files::stop(model, asset, step);
        model.pictures.stages.remove(&asset);
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

fn want(model: &mut Model, wanted: &Wanted, step: &mut Step) {
    let pictures = &mut model.pictures;
    if let Some(held) = pictures.held.get_mut(&(wanted.asset, wanted.view)) {
        held.turn = pictures.turn;
        return;
    }
    let stage = pictures.stages.get(&wanted.asset).copied();
    let fetching = Stage::Fetching {
        urgent: wanted.urgent || matches!(stage, Some(Stage::Fetching { urgent: true, .. })),
        turn: pictures.turn,
    };
    match stage {
        None if has_room(model) => show(model, wanted, false, step),
        Some(Stage::Fetching { .. }) => match model.files.downloads.get(&wanted.asset) {
            Some(Progress::Done { .. }) => show(model, wanted, true, step),
            Some(Progress::Moving { .. } | Progress::Failed(_)) => {
                model.pictures.stages.insert(wanted.asset, fetching);
            }
            // Whoever fetched it is gone.
            None => {
                model.pictures.stages.insert(wanted.asset, Stage::Lacking);
            }
        },
        Some(Stage::Lacking) if model.is_live() && has_room(model) => {
            let Origin::Service(source) = &wanted.origin else {
                return;
            };
            let failed = matches!(
                model.files.downloads.get(&wanted.asset),
                Some(Progress::Failed(_))
            );
            model.pictures.stages.insert(wanted.asset, fetching);
            // What failed is tried again when a person says so.
            if !failed {
                files::want(model, (wanted.asset, source.clone()), wanted.urgent, step);
            }
        }
        Some(Stage::Asked { .. } | Stage::Lacking | Stage::Unreadable) | None => {}
    }
}

fn show(model: &mut Model, wanted: &Wanted, fetched: bool, step: &mut Step) {
    let file = match &wanted.origin {
        Origin::Service(_) => files::place(model, wanted.asset),
        Origin::Here(path) => Some(path.clone()),
        Origin::Later => None,
    };
    let Some(file) = file.filter(|_| !model.media_gone) else {
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
                // Gone from where it was: nobody else has it.
                Some(_) if matches!(asset, Asset::Here(_)) => Stage::Unreadable,
                Some(
                    Stage::Asked { fetched: false }
                    | Stage::Lacking
                    | Stage::Fetching { .. }
                    | Stage::Unreadable,
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
        | MediaEvent::Playing { .. }
        | MediaEvent::Played(_)
        | MediaEvent::Unplayable { .. }
        | MediaEvent::Program(_)
        | MediaEvent::Listed(_)
        | MediaEvent::Glanced { .. }
        | MediaEvent::Pasted { .. }
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
