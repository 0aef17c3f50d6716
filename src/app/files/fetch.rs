//! Opening and saving what the chosen message carries: looked for here first, fetched where it is missing.
//!
//! Owns what is wanted of each thing until it is had. Nothing is fetched but what a key asked for.

use super::carried::{Carried, carried, file_source};
use super::{Told, place, want};
use crate::app::message_act::chosen;
use crate::app::model::{Hint, Model};
use crate::app::step::{Step, Touched};
use crate::domain::id::{PeerId, Seq};
use crate::domain::text::SafeText;
use crate::port::NetCommand;
use crate::port::media::{Asset, Fault, MediaCommand, Progress, Source};
use crate::port::store::{From, LineRecord, State, StoreCommand};

/// What is to become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Open,
    Save,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    then: Then,
    carried: Carried,
    name: SafeText,
    seq: Seq,
    under: PeerId,
    from: From,
    /// It is being fetched for this: once it is here and missing again, that is the end of it.
    asked: bool,
}

impl Wish {
    /// As announced.
    pub(super) fn bytes(&self) -> Option<u64> {
        self.carried.bytes
    }
}

pub(in crate::app) fn open(model: &mut Model, step: &mut Step) {
    wish(model, Then::Open, step);
}

pub(in crate::app) fn save(model: &mut Model, step: &mut Step) {
    wish(model, Then::Save, step);
}

fn wish(model: &mut Model, then: Then, step: &mut Step) {
    let Some(line) = chosen(model) else {
        return tell(model, Told::Nothing);
    };
    let Some(carried) = carried(line) else {
        let unsent = line.state.local().is_some();
        return tell(model, if unsent { Told::Unsent } else { Told::Nothing });
    };
    if model.media_gone {
        return tell(model, Told::Gone);
    }
    let asset = carried.asset;
    let mut wish = Wish {
        then,
        name: carried.name(line, &model.settings.zone),
        carried,
        seq: line.seq,
        under: line.under,
        from: line.from,
        asked: false,
    };
    let moving = matches!(model.files.downloads.get(&asset), Some(Progress::Moving { .. }));
    if moving {
        // A picture near the screen is fetched without haste; now somebody waits for it.
        wish.asked = true;
        let source = wish.carried.source.clone();
        model.files.wishes.insert(asset, wish);
        if let Some(source) = source {
            fetch(model, asset, source, step);
        }
        return;
    }
    model.files.wishes.insert(asset, wish);
    grant(model, asset, step);
}

/// Tries to do what is wanted; where there is no such file, [`on_missing`] is next.
fn grant(model: &Model, asset: Asset, step: &mut Step) {
    let (Some(wish), Some(file)) = (model.files.wishes.get(&asset), place(model, asset)) else {
        return;
    };
    let name = wish.name.clone();
    step.media(match wish.then {
        Then::Open => MediaCommand::Open { asset, file, name },
        Then::Save => MediaCommand::Save { asset, file, name },
    });
}

/// It is here now.
pub(super) fn on_here(model: &Model, asset: Asset, step: &mut Step) {
    grant(model, asset, step);
}

/// It is not here: fetched, if a key asked for it.
pub(super) fn on_missing(model: &mut Model, asset: Asset, step: &mut Step) {
    let Some(wish) = model.files.wishes.get_mut(&asset) else {
        return;
    };
    if std::mem::replace(&mut wish.asked, true) {
        return fail(model, asset, Fault::Empty, step);
    }
    match wish.carried.source.clone() {
        Some(source) => fetch(model, asset, source, step),
        None => step.store(StoreCommand::Line(wish.seq)),
    }
}

/// A line with all that is kept of it: what fetches a file.
pub(in crate::app) fn on_line(model: &mut Model, seq: Seq, line: Option<Box<LineRecord>>, step: &mut Step) {
    let waiting = model.files.wishes.iter().find(|(asset, wish)| {
        let fetching = model.files.downloads.get(asset);
        let idle = !matches!(fetching, Some(Progress::Moving { .. }));
        wish.seq == seq && wish.asked && wish.carried.source.is_none() && idle
    });
    let Some((asset, under, from)) = waiting.map(|(asset, wish)| (*asset, wish.under, wish.from)) else {
        return;
    };
    // After another login the same person is called by another name.
    let sender = match from {
        From::Me => model.directory.me.clone(),
        From::Peer(_) | From::Service => model.directory.address(under).cloned(),
    };
    let raw = line.and_then(|line| line.raw);
    match (raw, sender) {
        (Some(raw), Some(sender)) => match file_source(&raw, &sender) {
            Some(source) => fetch(model, asset, source, step),
            None => granted(model, asset, Told::NotKept),
        },
        (None, _) => granted(model, asset, Told::NotKept),
        (Some(_), None) => granted(model, asset, Told::NotMet),
    }
}

fn fetch(model: &mut Model, asset: Asset, source: Source, step: &mut Step) {
    let of = model.files.wishes.get(&asset).and_then(Wish::bytes);
    let downloads = &mut model.files.downloads;
    if !matches!(downloads.get(&asset), Some(Progress::Moving { .. })) {
        downloads.insert(asset, Progress::Moving { done: 0, of });
    }
    step.touch(Touched::CONVERSATION);
    want(model, (asset, source), true, step);
}

/// It could not be fetched. What was wanted of it stays known for another try.
pub(super) fn failed(model: &mut Model, asset: Asset, why: Fault) {
    if model.files.wishes.contains_key(&asset) {
        tell(model, Told::NotFetched { why });
    }
}

fn fail(model: &mut Model, asset: Asset, why: Fault, step: &mut Step) {
    failed(model, asset, why.clone());
    model.files.wishes.remove(&asset);
    model.files.downloads.insert(asset, Progress::Failed(why));
    step.touch(Touched::CONVERSATION);
}

/// What came of a wish.
pub(super) fn granted(model: &mut Model, asset: Asset, told: Told) {
    if model.files.wishes.remove(&asset).is_some() {
        tell(model, told);
    }
}

pub(super) fn tell(model: &mut Model, told: Told) {
    model.hint = Some(Hint::File(told));
}

/// Stops the download of what the chosen message carries. Whether there was one.
pub(in crate::app) fn stop(model: &mut Model, step: &mut Step) -> bool {
    let Some(asset) = chosen(model).and_then(carried).map(|carried| carried.asset) else {
        return false;
    };
    if !matches!(model.files.downloads.get(&asset), Some(Progress::Moving { .. })) {
        return false;
    }
    model.files.downloads.remove(&asset);
    model.files.wishes.remove(&asset);
    step.net(NetCommand::StopDownload(asset));
    step.touch(Touched::CONVERSATION);
    tell(model, Told::Stopped);
    true
}

/// Alt-r on a message whose download failed: what was wanted of it is tried again. Whether there was such a download.
pub(in crate::app) fn again(model: &mut Model, step: &mut Step) -> bool {
    let Some(line) = chosen(model).filter(|line| matches!(line.state, State::Kept(_))) else {
        return false;
    };
    let Some(asset) = carried(line).map(|carried| carried.asset) else {
        return false;
    };
    if !matches!(model.files.downloads.get(&asset), Some(Progress::Failed(_))) {
        return false;
    }
    let then = model
        .files
        .wishes
        .get(&asset)
        .map_or(Then::Open, |wish| wish.then);
    wish(model, then, step);
    true
}
