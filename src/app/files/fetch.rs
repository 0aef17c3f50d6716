//! Opening, hearing and saving what a message carries: looked for here first, fetched where it is missing.
//!
//! Owns what is wanted of each thing until it is had. Nothing is fetched but what a key asked for, and the voice that
//! follows one that was heard.

use super::carried::{Carried, carried, file_source};
use super::{Files, Told, What, place, voice, want};
use crate::app::conversation::Line;
use crate::app::message_act::is_for_phone;
use crate::app::model::{Hint, Model};
use crate::app::pictures;
use crate::app::step::{Step, Touched};
use crate::domain::id::{PeerId, Seq, UserName};
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::Failure;
use crate::port::media::{Asset, Fault, MediaCommand, Progress, Silence, Source, Unopened};
use crate::port::store::{From, LineRecord, StoreCommand};

/// What is to become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Play,
    Open,
    Save,
}

impl Then {
    /// What opening such means.
    fn of(body: &Body) -> Self {
        if let Body::Voice { .. } = body {
            Self::Play
        } else {
            Self::Open
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    pub then: Then,
    /// It is opened because it could not be heard.
    instead: Option<Silence>,
    carried: Carried,
    name: SafeText,
    at: Timestamp,
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

    fn said(&self) -> voice::Said {
        voice::Said {
            chat: self.under,
            line: (self.at, self.seq),
            theirs: matches!(self.from, From::Peer(_)),
        }
    }
}

/// A voice that is heard already ends.
pub(in crate::app) fn open(model: &mut Model, step: &mut Step) {
    if !voice::stop(model, step) {
        let then = model.chosen().map_or(Then::Open, |line| Then::of(&line.body));
        wish(model, then, step);
    }
}

pub(in crate::app) fn save(model: &mut Model, step: &mut Step) {
    wish(model, Then::Save, step);
}

fn wish(model: &mut Model, then: Then, step: &mut Step) {
    match model.chosen().cloned() {
        Some(line) => wish_of(model, &line, then, step),
        None => tell(model, Told::Nothing),
    }
}

pub(super) fn wish_of(model: &mut Model, line: &Line, then: Then, step: &mut Step) {
    let Some(carried) = carried(line) else {
        let unsent = line.state.local().is_some();
        let told = match is_for_phone(&line.body) {
            _ if unsent => Told::Unsent,
            true => Told::OnPhone,
            false => Told::Nothing,
        };
        return tell(model, told);
    };
    if model.media_gone {
        return tell(model, Told::Gone);
    }
    if then == Then::Play {
        voice::quiet(model, step);
    }
    let asset = carried.asset;
    let mut wish = Wish {
        then,
        instead: None,
        name: carried.name(line, &model.settings.zone),
        carried,
        at: line.at,
        seq: line.seq,
        under: line.under,
        from: line.from,
        asked: false,
    };
    if model.files.is_moving(asset) {
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
fn grant(model: &mut Model, asset: Asset, step: &mut Step) {
    let (Some(wish), Some(file)) = (model.files.wishes.get(&asset), place(model, asset)) else {
        return;
    };
    let name = wish.name.clone();
    match wish.then {
        Then::Play => {
            let said = wish.said();
            voice::begin(model, asset, said, step);
        }
        Then::Open => step.media(MediaCommand::Open { asset, file, name }),
        Then::Save => step.media(MediaCommand::Save { asset, file, name }),
    }
}

/// It is here now.
pub(super) fn on_here(model: &mut Model, asset: Asset, step: &mut Step) {
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

impl Files {
    /// Lines that the store was asked for, and perhaps has not told.
    pub(in crate::app) fn lines_asked(&self) -> Vec<Seq> {
        let known = |asset: &Asset| self.downloads.contains_key(asset);
        let asked = self
            .wishes
            .iter()
            .filter(|(asset, wish)| wish.asked && !known(asset));
        asked.map(|(_, wish)| wish.seq).collect()
    }
}

/// A line with all that is kept of it: what fetches a file.
pub(in crate::app) fn on_line(model: &mut Model, seq: Seq, line: Option<Box<LineRecord>>, step: &mut Step) {
    let waiting = model.files.wishes.iter().find(|(asset, wish)| {
        let idle = !model.files.is_moving(**asset);
        wish.seq == seq && wish.asked && wish.carried.source.is_none() && idle
    });
    let Some((asset, under, from)) = waiting.map(|(asset, wish)| (*asset, wish.under, wish.from)) else {
        return;
    };
    let sender = sender(model, (under, from)).cloned();
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

/// Who the service says sent it. After another login the same person is called by another name.
pub(in crate::app) fn sender(model: &Model, (under, from): (PeerId, From)) -> Option<&UserName> {
    match from {
        From::Me => model.directory.me.as_ref(),
        From::Peer(_) | From::Service => model.directory.address(under),
    }
}

fn fetch(model: &mut Model, asset: Asset, source: Source, step: &mut Step) {
    let of = model.files.wishes.get(&asset).and_then(Wish::bytes);
    model.files.begin(asset, of);
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

/// This was wanted of it, and is had.
pub(super) fn had(model: &mut Model, asset: Asset, then: Then) {
    if model
        .files
        .wishes
        .get(&asset)
        .is_some_and(|wish| wish.then == then)
    {
        model.files.wishes.remove(&asset);
    }
}

/// A voice that cannot be heard here, if it is still to be.
pub(super) fn open_instead(model: &mut Model, asset: Asset, why: Silence, step: &mut Step) {
    let wish = model.files.wishes.get_mut(&asset);
    if let Some(wish) = wish.filter(|wish| wish.then == Then::Play) {
        (wish.then, wish.instead) = (Then::Open, Some(why));
        grant(model, asset, step);
    }
}

/// The system's program was started with it: for a voice, that is to have heard it.
pub(super) fn opened(model: &mut Model, asset: Asset, step: &mut Step) {
    let Some(wish) = model.files.wishes.remove(&asset) else {
        return;
    };
    let mut told = Told::Opened;
    if let Some(why) = wish.instead {
        model.files.voices.hear(wish.seq);
        step.touch(Touched::CONVERSATION);
        if model.files.voices.is_news(&why) {
            told = Told::Silent { why };
        }
    }
    tell(model, told);
}

/// No program was started with it, or with the page that was asked for.
pub(super) fn not_opened(model: &mut Model, asset: Option<Asset>, why: Unopened) {
    let Some(asset) = asset else {
        let what = What::Page;
        return tell(model, Told::NotOpened { what, why });
    };
    if let Some(wish) = model.files.wishes.remove(&asset) {
        let what = wish.instead.map_or(What::File, |_| What::Voice);
        tell(model, Told::NotOpened { what, why });
    }
}

pub(super) fn tell(model: &mut Model, told: Told) {
    model.hint = Some(Hint::File(told));
}

/// Stops the download of what the chosen message carries. Whether there was one.
pub(in crate::app) fn stop_chosen(model: &mut Model, step: &mut Step) -> bool {
    let Some(line) = model.chosen() else {
        return false;
    };
    let Some(asset) = carried(line).map(|carried| carried.asset) else {
        return false;
    };
    let unasked = pictures::small(line).is_some_and(|(small, _)| small == asset);
    if voice::stop(model, step) {
        return true;
    }
    if !model.files.is_moving(asset) {
        return false;
    }
    super::stop(model, asset, step);
    if unasked {
        // Near the screen it would be fetched again at once. It stays as it is until somebody asks for it.
        let stopped = Progress::Failed(Fault::Net(Failure::Cancelled));
        model.files.downloads.insert(asset, stopped);
    }
    step.touch(Touched::CONVERSATION);
    tell(model, Told::Stopped);
    true
}

/// Alt-r on a message whose download failed: what was wanted of it is tried again. Whether there was such a download.
pub(in crate::app) fn again(model: &mut Model, line: &Line, step: &mut Step) -> bool {
    let Some((asset, _)) = super::failed(model, line) else {
        return false;
    };
    let usual = Then::of(&line.body);
    let then = model.files.wishes.get(&asset).map_or(usual, |wish| wish.then);
    wish_of(model, line, then, step);
    true
}
