//! Forwarding what nothing but its own bytes can make anew: fetched where it is not here, copied, and sent up again.
//!
//! Owns what waits for that. Never: to whom something may go (`forwarding`), how a file goes up (`attach`).

use super::carried::carried;
use super::{Told, attach, fetch, place, want};
use crate::app::compose;
use crate::app::conversation::Line;
use crate::app::model::{Hint, Model};
use crate::app::step::{Step, Touched};
use crate::domain::id::PeerId;
use crate::domain::text::SafeText;
use crate::port::media::{Asset, Fault, Source};
use crate::port::{Attachment, Parcel};

/// What is on its way here to go on to these chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Going {
    pub asset: Asset,
    source: Source,
    /// As announced.
    pub bytes: Option<u64>,
    name: SafeText,
    to: Vec<PeerId>,
    /// It was fetched for this: missing once more, that is the end of it.
    asked: bool,
}

/// To these chats, once it is here.
pub(in crate::app) fn send_anew(
    model: &mut Model,
    line: &Line,
    (source, to): (Source, Vec<PeerId>),
    step: &mut Step,
) {
    let Some(carried) = carried(line) else {
        return fetch::tell(model, Told::Unsent);
    };
    if model.media_gone {
        return fetch::tell(model, Told::Gone);
    }
    fetch::tell(model, Told::GoesAnew);
    let asset = carried.asset;
    let name = carried.name(line, &model.settings.zone);
    if let Some(going) = going(model, asset) {
        going.to.extend(to);
        return;
    }
    model.files.going.push(Going {
        asset,
        source,
        bytes: carried.bytes,
        name,
        to,
        asked: false,
    });
    copy(model, asset, step);
}

fn going(model: &mut Model, asset: Asset) -> Option<&mut Going> {
    model.files.going.iter_mut().find(|going| going.asset == asset)
}

/// Whether somebody waits for it to go on.
pub(super) fn goes(model: &Model, asset: Asset) -> bool {
    model.files.going.iter().any(|going| going.asset == asset)
}

fn take(model: &mut Model, asset: Asset) -> Option<Going> {
    let files = &mut model.files;
    let at = files.going.iter().position(|going| going.asset == asset)?;
    Some(files.going.remove(at))
}

/// What is sent is a copy: the cache may let go of its own before its turn comes.
fn copy(model: &mut Model, asset: Asset, step: &mut Step) {
    let name = going(model, asset).map(|going| going.name.clone());
    if let Some((name, file)) = name.zip(place(model, asset)) {
        attach::copy(model, asset, (file, name), step);
    }
}

pub(super) fn on_here(model: &mut Model, asset: Asset, step: &mut Step) {
    if goes(model, asset) {
        copy(model, asset, step);
    }
}

pub(super) fn on_missing(model: &mut Model, asset: Asset, step: &mut Step) {
    let Some(going) = going(model, asset) else {
        return;
    };
    if std::mem::replace(&mut going.asked, true) {
        return failed(model, asset, Fault::Empty);
    }
    let source = going.source.clone();
    step.touch(Touched::CONVERSATION);
    want(model, (asset, source), true, step);
}

/// It cannot be fetched: nothing goes out.
pub(super) fn failed(model: &mut Model, asset: Asset, why: Fault) {
    if take(model, asset).is_some() {
        fetch::tell(model, Told::NotFetched { why });
    }
}

/// It could not be copied: the system's words.
pub(super) fn not_copied(model: &mut Model, asset: Asset, why: &SafeText) {
    if take(model, asset).is_some() {
        let why = why.clone();
        fetch::tell(model, Told::Failed { why });
    }
}

/// Nobody can copy it any more.
pub(in crate::app) fn on_gone(model: &mut Model) {
    if !std::mem::take(&mut model.files.going).is_empty() {
        fetch::tell(model, Told::Gone);
    }
}

/// It does not go on any more.
pub(super) fn stop(model: &mut Model, asset: Asset, step: &mut Step) {
    if take(model, asset).is_some() {
        attach::stop_copy(model, asset, step);
    }
}

/// The copy of it, as a file that could be sent.
pub(in crate::app) fn on_copied(model: &mut Model, asset: Asset, copy: Option<Attachment>, step: &mut Step) {
    let Some(Going { to, .. }) = take(model, asset) else {
        return attach::let_go(model, copy, step);
    };
    let copy = copy.map(Attachment::fitting);
    if let Some(why) = attach::unsendable(copy.as_slice()) {
        attach::let_go(model, copy, step);
        return fetch::tell(model, Told::NotSendable { why });
    }
    let Some(copy) = copy else { return };
    let mut count = 0;
    for chat in to {
        if let Some(hint) = compose::refusal(model, chat, 0) {
            model.hint = Some(hint);
            continue;
        }
        let parcel = Parcel::Upload(copy.clone());
        compose::post(model, chat, (parcel, copy.body()), step);
        count += 1;
    }
    if count > 0 {
        model.hint = Some(Hint::Forwarded { count });
    } else {
        attach::let_go(model, Some(copy), step);
    }
}
