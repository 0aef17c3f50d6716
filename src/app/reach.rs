//! Keys of the conversation pressed where they are not bound: in the list, or for a message while none is chosen.
//!
//! Owns the way of the focus there, and why there is none. Never: what a key then does.

use super::act::unselect;
use super::action::Action;
use super::compose;
use super::keymap::{Context, Key, own};
use super::layout;
use super::model::{Focus, Hint, Model};
use super::reading::all_panes;
use super::step::Step;
use crate::domain::id::PeerId;

/// What the key means in the conversation, which has the keys now; where it cannot be, it is said why.
pub(super) fn meant(
    model: &mut Model,
    context: Context,
    key: Key,
    step: &mut Step,
) -> Option<(Context, Action)> {
    if !matches!(context, Context::List | Context::Composer | Context::Complete) {
        return None;
    }
    let of_message = own(Context::Message, key);
    let chosen = model.chosen().is_some() && is_seen(model);
    if let Some(action) = of_message.filter(|_| chosen) {
        model.focus = Focus::Composer;
        step.touch(all_panes());
        return Some((Context::Message, action));
    }
    if let Some(action) = own(Context::Composer, key) {
        to_composer(model, step)?;
        return Some((Context::Composer, action));
    }
    if of_message.is_some() {
        let hint = if is_seen(model) {
            Hint::NoneChosen
        } else {
            Hint::NoChat
        };
        model.hint = Some(hint);
    }
    None
}

/// The chat on screen, with the keys in its composer: they may have been in the list, or with a message that was chosen.
/// Where nothing can be written, the hint says why.
pub(super) fn to_composer(model: &mut Model, step: &mut Step) -> Option<PeerId> {
    let chat = model.chats.open.filter(|_| is_seen(model));
    let shut = chat.map_or(Some(Hint::NoChat), |chat| compose::shut(model, chat));
    let written = chat.filter(|_| shut.is_none());
    if written.is_some() {
        model.focus = Focus::Composer;
        unselect(model, step);
        step.touch(all_panes());
    } else {
        model.hint = shut;
    }
    written
}

/// A chat is on screen.
fn is_seen(model: &Model) -> bool {
    let shown = model.focus == Focus::Composer || model.screen.width >= layout::WIDE;
    shown && model.chats.open.is_some()
}
