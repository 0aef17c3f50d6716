//! Sending files: a file is picked, its path pasted, or it is on the clipboard; it is looked at, asked about, and only then
//! sent.
//!
//! Owns the picker, the question before anything leaves, the second look at files that wait for their turn, and when a copy that
//! was made for sending is let go of. Never: reads a folder, a file or a clipboard, which is the media thread's.

mod browser;
mod clip;
mod paths;
mod preview;

use std::path::PathBuf;

use super::compose;
use super::files::{self, Told};
use super::letter::Letter;
use super::model::{Hint, Model, Overlay};
use super::step::{Step, Touched};
use crate::domain::id::{LocalId, MsgId, PeerId};
use crate::domain::text::SafeText;
use crate::port::media::{Asset, MediaCommand, Part};
use crate::port::{Attachment, Failure, Parcel};

pub use browser::Browser;
pub(super) use browser::{complete, look_into, on_listed, open, paste_into, pick};
pub(super) use clip::{on_pasted, paste};
pub use preview::{Preview, glance, wanted};
pub(super) use preview::{on_glanced, settle};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attach {
    pub browser: Browser,
    /// What is asked about before it is sent.
    pub question: Option<Question>,
    /// Files the media thread looks at, oldest question first.
    looking: Vec<(u64, Purpose)>,
    /// The clipboard was asked for this chat.
    asking: Option<(u64, PeerId)>,
    number: u64,
}

/// "Send these there?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub chat: PeerId,
    pub files: Vec<Attachment>,
    /// Their paths stand in the composer: agreed to, they go.
    pub pasted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    /// Picked in this chat.
    Pick(PeerId),
    /// Pasted into the empty composer of this chat: it held this afterwards.
    Paste(PeerId, String),
    /// On the clipboard, for this chat; with the copy that was made of it, if any.
    Clip(PeerId, Option<PathBuf>),
    /// Whether this message's file is still the one it was.
    Check(LocalId),
    /// A copy of this, which is forwarded.
    Copy(Asset),
}

impl Attach {
    /// What was picked is being looked at.
    pub fn is_looking(&self) -> bool {
        let picked = |(_, purpose): &(u64, Purpose)| matches!(purpose, Purpose::Pick(_));
        self.looking.iter().any(picked)
    }

    /// Of another account from now on: what is still being looked at was for chats of the one before.
    pub(super) fn forget(&mut self) {
        *self = Self {
            number: self.number,
            ..Self::default()
        };
    }
}

pub(super) fn is_upload(letter: &Letter) -> bool {
    matches!(letter.parcel, Parcel::Upload(_))
}

fn look(model: &mut Model, purpose: Purpose, paths: Vec<PathBuf>, step: &mut Step) {
    let attach = &mut model.attach;
    attach.number += 1;
    attach.looking.push((attach.number, purpose));
    let number = attach.number;
    step.media(MediaCommand::Inspect { number, paths });
}

/// A copy of what was fetched is made, to be sent.
pub(super) fn copy(model: &mut Model, asset: Asset, (file, name): (PathBuf, SafeText), step: &mut Step) {
    let attach = &mut model.attach;
    attach.number += 1;
    attach.looking.push((attach.number, Purpose::Copy(asset)));
    step.media(MediaCommand::Copy {
        number: attach.number,
        asset,
        file,
        name,
    });
}

/// There is none to be had of it. Whether one was asked for.
pub(super) fn not_copied(model: &mut Model, asset: Asset) -> bool {
    let looking = &mut model.attach.looking;
    let asked = looking.len();
    looking.retain(|(_, purpose)| *purpose != Purpose::Copy(asset));
    looking.len() < asked
}

/// Nobody wants a copy of it any more.
pub(super) fn stop_copy(model: &mut Model, asset: Asset, step: &mut Step) {
    stop(model, step, |purpose| *purpose == Purpose::Copy(asset));
}

/// Something was pasted. Where it was paths, and the composer empty, it may be the files that are meant.
pub(super) fn on_paste(model: &mut Model, text: &str, was_empty: bool, step: &mut Step) {
    let Some(chat) = model.chats.open.filter(|_| was_empty && !model.media_gone) else {
        return;
    };
    let paths = paths::pasted(text);
    let draft = model.talk().map(|talk| talk.draft.text().to_owned());
    if let Some(draft) = draft.filter(|_| !paths.is_empty()) {
        look(model, Purpose::Paste(chat, draft), paths, step);
    }
}

/// A file that waits for its turn is looked at again before that: it may be gone, or another one.
pub(super) fn check(model: &mut Model, local: LocalId, step: &mut Step) {
    let Some(Parcel::Upload(attachment)) = model.outbox.letter(local).map(|letter| &letter.parcel) else {
        return;
    };
    let paths = vec![attachment.path.clone()];
    if model.media_gone {
        compose::on_not_sent(model, local, Failure::FileGone, step);
    } else {
        look(model, Purpose::Check(local), paths, step);
    }
}

pub(super) fn on_inspected(model: &mut Model, number: u64, found: Vec<Option<Attachment>>, step: &mut Step) {
    let looking = &mut model.attach.looking;
    let Some(at) = looking.iter().position(|(asked, _)| *asked == number) else {
        return let_go(model, found.into_iter().flatten(), step);
    };
    let (_, purpose) = looking.remove(at);
    match purpose {
        Purpose::Check(local) => checked(model, local, found.into_iter().next().flatten(), step),
        Purpose::Copy(asset) => files::on_copied(model, asset, found.into_iter().next().flatten(), step),
        Purpose::Pick(chat) if model.overlay == Some(Overlay::Attach) => {
            ask(model, (chat, false), found, step);
        }
        // Something was opened over the picker meanwhile, and no question goes over that.
        Purpose::Pick(_) => {}
        Purpose::Paste(chat, draft) => {
            let same = model.chats.open == Some(chat)
                && model.overlay.is_none()
                && model.talk().is_some_and(|talk| talk.draft.text() == draft);
            // A path that is no file is just something somebody writes about.
            if same && found.iter().all(Option::is_some) {
                ask(model, (chat, true), found, step);
            }
        }
        Purpose::Clip(chat, _) => {
            model.hint = None;
            if clip::is_awaited(model, chat) {
                ask(model, (chat, false), found, step);
            } else {
                let_go(model, found.into_iter().flatten(), step);
            }
        }
    }
}

/// The media thread is no more: what waited for its look goes no further by itself.
pub(super) fn on_gone(model: &mut Model, step: &mut Step) {
    for (_, purpose) in std::mem::take(&mut model.attach.looking) {
        if let Purpose::Check(local) = purpose {
            compose::on_not_sent(model, local, Failure::FileGone, step);
        }
    }
}

/// Nobody waits for these looks any more. Whether there were any.
fn stop(model: &mut Model, step: &mut Step, which: impl Fn(&Purpose) -> bool) -> bool {
    let looking = std::mem::take(&mut model.attach.looking);
    let (stopped, rest): (Vec<_>, Vec<_>) = looking.into_iter().partition(|(_, purpose)| which(purpose));
    model.attach.looking = rest;
    for (number, purpose) in &stopped {
        step.media(MediaCommand::StopInspect { number: *number });
        if let Purpose::Clip(_, Some(copy)) = purpose {
            let file = copy.clone();
            step.media(MediaCommand::Discard { file });
        }
    }
    !stopped.is_empty()
}

/// Esc, before the question came. Whether there was one to come.
pub(super) fn call_off(model: &mut Model, step: &mut Step) -> bool {
    let looked = stop(model, step, |purpose| {
        matches!(purpose, Purpose::Paste(..) | Purpose::Clip(..))
    });
    let called_off = model.attach.asking.take().is_some() || looked;
    if called_off {
        model.hint = Some(Hint::File(Told::Stopped));
    }
    called_off
}

/// Out of the picker.
pub(super) fn leave(model: &mut Model, step: &mut Step) {
    stop(model, step, |purpose| matches!(purpose, Purpose::Pick(_)));
}

/// No, do not send them.
pub(super) fn decline(model: &mut Model, step: &mut Step) {
    if let Some(question) = model.attach.question.take() {
        let_go(model, question.files, step);
    }
}

/// These are not sent: of what weft made itself nothing is left.
pub(super) fn let_go(model: &Model, files: impl IntoIterator<Item = Attachment>, step: &mut Step) {
    for file in files {
        let_go_of(model, &file, LocalId(0), step);
    }
}

fn let_go_of(model: &Model, file: &Attachment, by: LocalId, step: &mut Step) {
    if file.spooled && !model.outbox.carries(&file.path, by) {
        let file = file.path.clone();
        step.media(MediaCommand::Discard { file });
    }
}

/// An own message is given up, or is known to have arrived. Whether a copy went with it.
pub(super) fn on_dropped(model: &Model, local: LocalId, step: &mut Step) -> bool {
    let Some(Parcel::Upload(file)) = model.outbox.letter(local).map(|letter| &letter.parcel) else {
        return false;
    };
    let_go_of(model, file, local, step);
    file.spooled
}

fn checked(model: &mut Model, local: LocalId, now: Option<Attachment>, step: &mut Step) {
    let Some(Parcel::Upload(then)) = model.outbox.letter(local).map(|letter| &letter.parcel) else {
        return;
    };
    match now {
        None => compose::on_not_sent(model, local, Failure::FileGone, step),
        Some(now) if !now.is_same(then) => {
            compose::on_not_sent(model, local, Failure::FileChanged, step);
        }
        Some(_) => {
            model.outbox.again(local);
        }
    }
}

/// Nothing leaves without having been asked about.
fn ask(model: &mut Model, (chat, pasted): (PeerId, bool), found: Vec<Option<Attachment>>, step: &mut Step) {
    let files: Vec<_> = found.into_iter().flatten().map(Attachment::fitting).collect();
    let refused = match unsendable(&files) {
        Some(why) => Some(Hint::File(Told::NotSendable { why })),
        None => compose::refusal(model, chat, 0),
    };
    // One that was covered up by something else is not answered any more.
    decline(model, step);
    if refused.is_some() {
        model.hint = refused;
        let_go(model, files, step);
    } else {
        model.attach.question = Some(Question { chat, files, pasted });
        model.overlay = Some(Overlay::ConfirmSend);
    }
    step.touch(Touched::ALL);
}

/// Why these cannot go out.
pub(super) fn unsendable(files: &[Attachment]) -> Option<Failure> {
    if files.is_empty() {
        return Some(Failure::FileGone);
    }
    let refused = files.iter().find(|file| !file.is_sendable())?;
    Some(if refused.bytes == 0 {
        Failure::Empty
    } else {
        Failure::TooLarge
    })
}

/// Yes, send them.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    model.overlay = None;
    step.touch(Touched::ALL);
    let Some(question) = model.attach.question.take() else {
        return;
    };
    if question.pasted
        && let Some(talk) = model.talk_mut()
    {
        talk.draft.take();
        compose::note_draft(model, step);
        step.touch(Touched::COMPOSER);
    }
    for attachment in question.files {
        let body = attachment.body();
        compose::post(model, question.chat, (Parcel::Upload(attachment), body), step);
    }
}

/// The service has it: what it shows is the file it was, and need not be fetched.
pub(super) fn on_sent(model: &mut Model, local: LocalId, id: Option<MsgId>, step: &mut Step) {
    model.files.uploads.remove(&local);
    let what = model.outbox.letter(local).map(|letter| &letter.parcel);
    let Some(Parcel::Upload(attachment)) = what else {
        return;
    };
    let part = Part::Whole;
    let from = attachment.path.clone();
    let kept = id.and_then(|message| files::place(model, Asset::Of { message, part }));
    if let Some(file) = kept {
        step.media(MediaCommand::Keep { from, file });
    }
    let_go_of(model, attachment, local, step);
}

/// So much of it is with the service.
pub(super) fn on_uploading(model: &mut Model, local: LocalId, (done, of): (u64, u64), step: &mut Step) {
    let on_its_way = model.outbox.letter(local).is_some_and(is_upload) && model.outbox.is_given(local);
    if on_its_way {
        model.files.uploads.insert(local, (done, of));
        step.touch(Touched::CONVERSATION);
    }
}
