//! Taking back what was said: within two minutes the service forgets it, for everybody.
//!
//! Owns the question, the countdown, and the words, which go back into the composer. Never: the request itself (`session`).

use std::collections::VecDeque;
use std::time::Duration;

use super::conversation::Line;
use super::model::{Hint, Model, Overlay};
use super::rows;
use super::step::{Step, Touched};
use super::stuck::put_before;
use crate::domain::id::{MsgId, PeerId};
use crate::domain::message::{Body, By, TakenBack};
use crate::domain::text::SafeText;
use crate::port::store::{From, State};
use crate::port::{Errand, ErrandId, Failure, NetCommand};

/// `protocol.md §7.6`.
const WITHIN: Duration = Duration::from_mins(2);

/// Recalls that are not answered yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recalling {
    asked: Vec<(ErrandId, Asked)>,
    /// What was taken back last, in this run: one may want to say it better. Newest last.
    said: VecDeque<(MsgId, Body)>,
}

/// So many are kept in mind.
const SAID: usize = 32;

impl Recalling {
    fn keep(&mut self, message: MsgId, said: Body) {
        self.said.push_back((message, said));
        if self.said.len() > SAID {
            self.said.pop_front();
        }
    }

    fn said(&self, state: State) -> Option<&Body> {
        let mut said = self.said.iter().rev();
        said.find(|(id, _)| state == State::Kept(Some(*id)))
            .map(|(_, body)| body)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    chat: PeerId,
    message: MsgId,
}

/// How long the chosen message can still be taken back; `None` where it cannot. Lines sent from the phone count too: the
/// service has told them here, and decides.
pub fn left(model: &Model) -> Option<Duration> {
    left_of(model, model.chosen()?)
}

/// Whether it would be taken back, if that were asked for now.
pub(super) fn is_open(model: &Model, line: &Line) -> bool {
    model.is_live() && left_of(model, line).is_some()
}

fn left_of(model: &Model, line: &Line) -> Option<Duration> {
    mine(line)?;
    let end_ms = line
        .at
        .0
        .saturating_mul(1000)
        .saturating_add(i64::try_from(WITHIN.as_millis()).ok()?);
    let left = end_ms.checked_sub(model.now.wall_ms).filter(|left| *left > 0)?;
    // Should the clocks disagree, no more than there can be.
    let left = Duration::from_millis(left.unsigned_abs()).min(WITHIN);
    (model
        .directory
        .peer(model.chats.open?)?
        .contact
        .user_name
        .as_str()
        != "filehelper")
        .then_some(left)
}

/// The seconds shown of it.
pub fn seconds_left(model: &Model) -> Option<u64> {
    left(model).map(|left| u64::try_from(left.as_millis().div_ceil(1000)).unwrap_or_default())
}

/// When that shows another second. Nothing is chosen: never.
pub(super) fn countdown(model: &Model) -> Option<Duration> {
    let end = model.now.mono.saturating_add(left(model)?);
    super::next_second(model.now, end)
}

/// The message of an own line that the service has, as it was said.
fn mine(line: &Line) -> Option<MsgId> {
    match (line.from, line.state) {
        (From::Me, State::Kept(id)) if !matches!(line.body, Body::Recalled(_) | Body::Notice(_)) => id,
        (From::Me | From::Peer(_) | From::Service, _) => None,
    }
}

/// Asks first: what is recalled is gone for everybody.
pub(super) fn ask(model: &mut Model) {
    model.hint = if !model.is_live() {
        Some(Hint::NotLoggedIn)
    } else if left(model).is_some() {
        model.overlay = Some(Overlay::ConfirmRecall);
        None
    } else {
        Some(Hint::NotRecallable)
    };
}

/// The person said yes.
pub(super) fn recall(model: &mut Model, step: &mut Step) {
    model.overlay = None;
    step.touch(Touched::ALL);
    let chosen = model.chosen().and_then(mine);
    let (Some(message), Some(chat), Some(_)) = (chosen, model.chats.open, left(model)) else {
        model.hint = Some(Hint::NotRecallable);
        return;
    };
    let Some(to) = model.directory.address(chat).cloned() else {
        model.hint = Some(Hint::NotLoggedIn);
        return;
    };
    let errand = model.next_errand();
    model.recalling.asked.push((errand, Asked { chat, message }));
    step.net(NetCommand::Do {
        errand,
        what: Errand::Recall {
            to,
            message,
            local: None,
        },
    });
    model.hint = Some(Hint::Recalling);
}

fn take(model: &mut Model, errand: ErrandId) -> Option<Asked> {
    let asked = &mut model.recalling.asked;
    let at = asked.iter().position(|(known, _)| *known == errand)?;
    Some(asked.swap_remove(at).1)
}

/// It is taken back: the line says so, and what was said is kept in mind for whoever wants to say it better.
pub(super) fn on_done(model: &mut Model, errand: ErrandId, step: &mut Step) {
    let Some(Asked { chat, message }) = take(model, errand) else {
        return;
    };
    let chat = model.directory.resolve(chat);
    let talk = model.conversations.get(chat);
    let said = talk
        .and_then(|talk| talk.kept(message))
        .map(|line| line.body.clone());
    if let Some(said @ (Body::Text(_) | Body::Quote(_))) = said {
        model.recalling.keep(message, said);
    }
    let how = TakenBack {
        by: By::Me,
        keep: model.settings.keep_recalled,
    };
    super::arriving::recall(model, chat, Some(message), how, step);
    model.hint = Some(Hint::Recalled);
}

pub(super) fn on_not_done(model: &mut Model, errand: ErrandId, (why, words): (Failure, SafeText)) {
    if take(model, errand).is_some() {
        model.hint = Some(Hint::NotRecalled { why, words });
    }
}

/// Nobody will answer any more.
pub(super) fn give_up(model: &mut Model) {
    if !std::mem::take(&mut model.recalling.asked).is_empty() {
        let (why, words) = (Failure::SessionOver, SafeText::default());
        model.hint = Some(Hint::NotRecalled { why, words });
    }
}

/// What the words of a message were, where it is an own one that was recalled.
pub(super) fn to_edit_again<'a>(model: &'a Model, line: &'a Line) -> Option<&'a Body> {
    let (Body::Recalled(recalled), From::Me) = (&line.body, line.from) else {
        return None;
    };
    let kept = recalled
        .was
        .as_deref()
        .filter(|was| matches!(was, Body::Text(_) | Body::Quote(_)));
    let said = || model.recalling.said(line.state);
    kept.or_else(said)
}

/// Its words go back into the composer. Whether there were any.
pub(super) fn edit_again(model: &mut Model, step: &mut Step) -> bool {
    let was = model.chosen().and_then(|line| to_edit_again(model, line));
    let Some(was) = was.cloned() else {
        return false;
    };
    if let Some(talk) = model.talk_mut() {
        talk.selected = None;
    }
    let words = rows::text_of(&was).map_or("", SafeText::as_str);
    put_before(model, words, &was, step);
    true
}
