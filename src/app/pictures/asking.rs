//! Asking for pictures: what is to be seen and not there yet.
//!
//! Owns that nothing is asked for twice, nor too much at a time, and what becomes of each question. Never: which pictures are
//! to be seen (`wanted`), what is held of them (`pictures`), how one is fetched (`files`).

use std::sync::Arc;

use super::super::files;
use super::super::model::Model;
use super::super::step::{Step, Touched};
use super::wanted::{self, Origin, Wanted};
use super::{Stage, play};
use crate::port::media::{Asset, MediaCommand, MediaEvent, Progress};

/// So many are under way at a time; what is not near the screen any more makes room for what is.
pub const MOST_UNDER_WAY: usize = 12;
/// Beyond so many questions those whose answer can be had again are forgotten.
const MOST_STAGES: usize = 512;

/// What follows from any turn: questions for what came near, the next frame of what moves.
pub(in crate::app) fn settle(model: &mut Model, step: &mut Step) {
    let stirred = std::mem::take(&mut model.pictures.stirred);
    let touched = [Touched::CONVERSATION, Touched::LIST].map(|region| step.touched.has(region));
    if !stirred && touched == [false; 2] {
        return;
    }
    let wanted = wanted::wanted(model);
    model.pictures.turn += 1;
    let mut free = make_room(model, &wanted, step);
    for wanted in &wanted {
        let begun = want(model, wanted, free > 0, step);
        free = free.saturating_sub(usize::from(begun));
    }
    if model.pictures.stages.len() > MOST_STAGES {
        tidy(model, &wanted);
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

fn is_moving(model: &Model, asset: Asset) -> bool {
    matches!(model.files.downloads.get(&asset), Some(Progress::Moving { .. }))
}

/// How many more can be asked for. What is being fetched and has left the neighbourhood of the screen gives way to what waits
/// there: what was wanted longest ago first, and nothing that a person waits for. Nobody is told, since nobody looks; seen
/// again, it is fetched again.
fn make_room(model: &mut Model, wanted: &[Wanted], step: &mut Step) -> usize {
    let pictures = &model.pictures;
    let waits = |wanted: &&Wanted| {
        let idle = matches!(pictures.stages.get(&wanted.asset), None | Some(Stage::Lacking));
        idle && !pictures.held.contains_key(&(wanted.asset, wanted.view))
    };
    let waiting = wanted.iter().filter(waits).count();
    if waiting == 0 {
        return 0;
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
    left.truncate(waiting.saturating_sub(free));
    for (_, asset) in &left {
        files::stop(model, *asset, step);
        model.pictures.stages.remove(asset);
    }
    free + left.len()
}

/// Whether something is under way by this that was not before.
fn want(model: &mut Model, wanted: &Wanted, has_room: bool, step: &mut Step) -> bool {
    let pictures = &mut model.pictures;
    if let Some(held) = pictures.held.get_mut(&(wanted.asset, wanted.view)) {
        held.turn = pictures.turn;
        return false;
    }
    let stage = pictures.stages.get(&wanted.asset).copied();
    let fetching = Stage::Fetching {
        urgent: wanted.urgent || matches!(stage, Some(Stage::Fetching { urgent: true, .. })),
        turn: pictures.turn,
    };
    match stage {
        None if has_room => return show(model, wanted, false, step),
        Some(Stage::Fetching { .. }) => match model.files.downloads.get(&wanted.asset) {
            Some(Progress::Done { .. }) => return show(model, wanted, true, step),
            Some(Progress::Moving { .. } | Progress::Failed(_)) => {
                pictures.stages.insert(wanted.asset, fetching);
            }
            // Whoever fetched it is gone.
            None => {
                pictures.stages.insert(wanted.asset, Stage::Lacking);
            }
        },
        Some(Stage::Lacking) if has_room && model.is_live() => {
            let Origin::Service(source) = &wanted.origin else {
                return false;
            };
            model.pictures.stages.insert(wanted.asset, fetching);
            // What failed is tried again when a person says so.
            let failed = matches!(
                model.files.downloads.get(&wanted.asset),
                Some(Progress::Failed(_))
            );
            if !failed {
                files::want(model, (wanted.asset, source.clone()), wanted.urgent, step);
                return true;
            }
        }
        Some(Stage::Asked { .. } | Stage::Lacking | Stage::Unreadable) | None => {}
    }
    false
}

/// Whether it could be asked for.
fn show(model: &mut Model, wanted: &Wanted, fetched: bool, step: &mut Step) -> bool {
    let (asset, view) = (wanted.asset, wanted.view);
    let of_file = |file| MediaCommand::Show { asset, file, view };
    let command = match &wanted.origin {
        Origin::Service(_) | Origin::Kept => files::place(model, asset).map(of_file),
        Origin::Here(path) => Some(of_file(path.clone())),
        Origin::Bytes(bytes) => Some(MediaCommand::ShowBytes {
            asset,
            bytes: Arc::clone(bytes),
            view,
        }),
        Origin::Later => None,
    };
    let Some(command) = command.filter(|_| !model.media_gone) else {
        return false;
    };
    model.pictures.stages.insert(asset, Stage::Asked { fetched });
    step.media(command);
    true
}

/// Forgets what is not wanted now and would be found out again: that a file is not there, or that it came.
fn tidy(model: &mut Model, wanted: &[Wanted]) {
    let (files, stages) = (&model.files, &mut model.pictures.stages);
    stages.retain(|asset, stage| {
        let to_be_had = match stage {
            Stage::Lacking => true,
            Stage::Fetching { .. } => {
                matches!(files.downloads.get(asset), Some(Progress::Done { .. }) | None)
            }
            Stage::Asked { .. } | Stage::Unreadable => false,
        };
        !to_be_had || wanted.iter().any(|wanted| wanted.asset == *asset)
    });
}

/// An answer of the media thread, if it is about a picture.
pub(in crate::app) fn on_media(model: &mut Model, event: MediaEvent, step: &mut Step) {
    let pictures = &mut model.pictures;
    match event {
        MediaEvent::Shown { asset, view, picture } => {
            pictures.stages.remove(&asset);
            pictures.hold((asset, view), picture);
            step.touch(Touched::CONVERSATION);
            if let Asset::Face { peer, .. } = asset {
                step.touch(Touched::entry(peer));
            }
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
            // What stands in its place may be another one.
            step.touch(Touched::CONVERSATION);
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
