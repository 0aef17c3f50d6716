//! What is on the clipboard, sent: a picture or files are asked about like any other, words go into the composer.
//!
//! Owns the question to the clipboard, of which an answer may never come. Never: whether there is one to be asked.

use super::{Purpose, look};
use crate::app::act;
use crate::app::compose;
use crate::app::files::{Told, nameless};
use crate::app::model::{Hint, Model};
use crate::app::step::Step;
use crate::domain::id::PeerId;
use crate::domain::text::SafeText;
use crate::port::media::{Clip, MediaCommand};

/// Begins the name of a picture that never had one.
const KIND: &str = "picture";

pub(in crate::app) fn paste(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        model.hint = Some(Hint::NoChat);
        return;
    };
    if model.media_gone {
        return tell(model, Told::Gone);
    }
    if let Some(hint) = compose::refusal(model, chat, 0) {
        model.hint = Some(hint);
        return;
    }
    let attach = &mut model.attach;
    attach.number += 1;
    attach.asking = Some((attach.number, chat));
    let number = attach.number;
    let name = nameless(KIND, model.now.wall(), &model.settings.zone);
    step.media(MediaCommand::Paste { number, name });
    tell(model, Told::Asking);
}

/// Whether the person still is where they asked for it.
pub(super) fn is_awaited(model: &Model, chat: PeerId) -> bool {
    model.chats.open == Some(chat) && model.overlay.is_none()
}

pub(in crate::app) fn on_pasted(model: &mut Model, number: u64, found: Clip, step: &mut Step) {
    let asked = model.attach.asking.take_if(|(asked, _)| *asked == number);
    let chat = asked.map(|(_, chat)| chat);
    let Some(chat) = chat.filter(|chat| is_awaited(model, *chat)) else {
        if let Clip::Image(file) = found {
            step.media(MediaCommand::Discard { file });
        }
        return;
    };
    model.hint = None;
    match found {
        Clip::Image(path) => {
            let purpose = Purpose::Clip(chat, Some(path.clone()));
            look(model, purpose, vec![path], step);
        }
        Clip::Files(paths) => look(model, Purpose::Clip(chat, None), paths, step),
        Clip::Text(text) if !text.is_empty() => act::on_paste(model, &text, step),
        Clip::Text(_) | Clip::Nothing => tell(model, Told::NoClip),
        Clip::Busy => tell(model, Told::Asking),
        Clip::NotBuilt => tell(model, Told::NotBuilt),
        Clip::Unreachable(why) => {
            let why = SafeText::line(&why);
            tell(model, Told::Unreachable { why });
        }
    }
}

fn tell(model: &mut Model, told: Told) {
    model.hint = Some(Hint::File(told));
}
