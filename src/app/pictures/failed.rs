//! Pictures that did not come: seen without a key, and tried again.
//!
//! Owns when that is done unasked: once for each return to their chat, and once the line to the service is up again. Never: how
//! one is fetched (`files`).

use super::forget;
use super::wanted::{awaits, small};
use crate::app::conversation::Line;
use crate::app::files;
use crate::app::model::Model;
use crate::app::step::{Step, Touched};
use crate::domain::id::PeerId;
use crate::port::Failure;
use crate::port::media::{Asset, Fault};

/// The picture of a message that was to be seen without a key, and did not come.
pub fn failed<'m>(model: &'m Model, line: &Line) -> Option<(Asset, &'m Fault)> {
    let (asset, _) = small(line)?;
    Some((asset, model.files.fault(asset)?))
}

/// Alt-r on such a message. Whether it is one.
pub(in crate::app) fn again(model: &mut Model, line: &Line, step: &mut Step) -> bool {
    let Some((asset, _)) = failed(model, line) else {
        return false;
    };
    start_over(model, asset);
    step.touch(Touched::CONVERSATION);
    true
}

/// As one that nobody asked for yet, it is fetched by being near the screen.
fn start_over(model: &mut Model, asset: Asset) {
    model.files.downloads.remove(&asset);
    forget(model, asset);
    super::look_again(&mut model.pictures);
}

/// Whoever comes back to a chat sees it fetched once more.
pub(in crate::app) fn on_return(model: &mut Model, chat: PeerId) {
    let failed = failed_unasked(model, |model, asset, _| {
        let talk = model.conversations.get(chat);
        let lines = talk.into_iter().flat_map(|talk| &talk.lines);
        lines.filter_map(small).any(|(small, _)| small == asset)
    });
    for asset in failed {
        start_over(model, asset);
    }
}

/// The line to the service is up again: so does whoever waited for that. A face is one of many: only where the line was to blame.
pub(in crate::app) fn on_up(model: &mut Model) {
    let failed = failed_unasked(model, |_, asset, why| {
        let line = matches!(why, Fault::Net(Failure::Offline | Failure::TimedOut));
        line || matches!(asset, Asset::Of { .. })
    });
    for asset in failed {
        start_over(model, asset);
    }
}

/// What was to be seen without a key and did not come; but for what a person stopped, or has asked for.
fn failed_unasked(model: &Model, which: impl Fn(&Model, Asset, &Fault) -> bool) -> Vec<Asset> {
    let awaited = model.pictures.stages.keys().copied();
    let failed = awaited.filter(|asset| {
        let why = model
            .files
            .fault(*asset)
            .filter(|_| awaits(&model.pictures, *asset));
        why.is_some_and(|why| {
            *why != Fault::Net(Failure::Cancelled)
                && !files::is_wished(model, *asset)
                && which(model, *asset, why)
        })
    });
    failed.collect()
}
