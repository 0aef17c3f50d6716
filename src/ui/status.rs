//! The status bar: who is logged in, how the line is, how much is unread, what the last key came to.
//!
//! Owns the choice of what is said where there is not room for all. Never: a state that is not so at this moment.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::{Row, columns, restyle};
use super::{View, fault, files, forwarding, keys, manage, names};
use crate::app::action::{Action, Deed};
use crate::app::external::NotEdited;
use crate::app::jump::Target;
use crate::app::keymap::{Context, context, most_wanted};
use crate::app::layout::WIDE;
use crate::app::manage::ContactAction;
use crate::app::model::{Hint, Service};
use crate::domain::geometry::Area;
use crate::port::Link;

pub fn draw(view: View<'_>, area: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    if let Some(ending) = view.model.ended {
        return ended(view, &fault::ending(ending, view), area, buffer);
    }
    let mut row = Row::new(buffer, area, 0);
    row.skip(1).reserve(1);
    let (glyph, style) = light(view);
    row.put(glyph, style).skip(1);
    // The answer to the last key stands first: it is what the eye looks for.
    if let Some(hint) = &view.model.hint {
        row.tell(&self::hint(hint, view), theme.warning);
        return;
    }
    // What can be done with the chosen message is worth more than what one knows.
    let acting = context(view.model) == Context::Message && area.width < WIDE;
    if acting {
        let troubled = view.model.link != Link::Up || fault::saving(view).is_some();
        key_hints(view, if troubled { MAIN } else { usize::MAX }, &mut row);
    }
    let unread = view.model.chats.unread_total();
    if unread > 0 {
        let words = view.say_with("status-unread", &[("count", unread.into())]);
        row.right(&words, theme.unread).reserve(2);
    }
    // Whose account this is, and what else one knows, gives way to the keys that lead on and out.
    let kept = way_on(view);
    let fits = |words: &str, left: u16| columns(words).saturating_add(kept) < left;
    if view.model.link != Link::Up {
        row.say(&fault::link(view.model.link, view), style).skip(BETWEEN);
    } else if !acting {
        let name = view.model.directory.my_name().unwrap_or_default();
        if fits(name, row.left()) {
            row.say(name, theme.text).skip(BETWEEN);
        }
    }
    if let Some(words) = fault::saving(view) {
        row.say(&words, theme.warning).skip(BETWEEN);
    }
    if acting {
        return;
    }
    for (words, style) in [service(view), loading(view)].into_iter().flatten() {
        if fits(&words, row.left()) {
            row.put(&words, style).skip(BETWEEN);
        }
    }
    key_hints(view, usize::MAX, &mut row);
}

/// Columns between two things that are told.
const BETWEEN: u16 = 2;

/// With a message chosen, these keys stand whatever else there is to tell: what it is for, and the way out.
const MAIN: usize = 2;

/// The session is over: what happened, and the key that leads to a new login, over the whole row.
fn ended(view: View<'_>, what: &str, area: Area, buffer: &mut Buffer) {
    let theme = view.theme();
    let mut row = Row::new(buffer, area, 0);
    row.skip(1).reserve(1);
    let key = fault::login_again(view);
    // Where both do not fit, the key stays: the way on is worth more than the reason.
    row.right(&key, theme.strong).reserve(2).say(what, theme.text);
    restyle(buffer, area, theme.warning.patch(theme.bar));
}

fn light(view: View<'_>) -> (&'static str, Style) {
    let theme = view.theme();
    match view.model.link {
        Link::Up => (theme.glyphs.online, theme.accent),
        Link::Down => (theme.glyphs.offline, theme.dim),
        Link::Retrying { .. } | Link::PhoneOffline | Link::SlowedDown { .. } => {
            (theme.glyphs.offline, theme.warning)
        }
    }
}

fn service(view: View<'_>) -> Option<(String, Style)> {
    let id = match view.model.settings.service {
        Service::Real => return None,
        Service::Demo => "service-demo",
        Service::Other => "service-other",
    };
    Some((view.say(id).into_owned(), view.theme().warning))
}

fn loading(view: View<'_>) -> Option<(String, Style)> {
    let so_far = view.model.loading?;
    Some((
        view.say_with("status-loading", &[("count", so_far.into())]),
        view.theme().dim,
    ))
}

/// The keys most wanted where the keys go now, as many as fit and no more than `most`. The help stands at the end, since it tells
/// the rest; with a message chosen the way out beside it, and before them what it can, the first first.
fn key_hints(view: View<'_>, most: usize, row: &mut Row<'_>) {
    let theme = view.theme();
    let mut wanted: Vec<Action> = most_wanted(view.model).into_owned();
    let about_message = context(view.model) == Context::Message;
    if !about_message {
        wanted.sort_by_key(|action| (*action != Action::Help, *action != Action::Back));
    }
    let told = wanted
        .into_iter()
        .filter_map(|action| Some((action, keys::of(view, action), word(view, action)?)));
    let mut left = row.left();
    let mut fitting: Vec<_> = told
        .take(most)
        .take_while(|(_, key, words)| {
            let width = columns(key) + columns(words) + 4;
            let fits = width <= left;
            left = left.saturating_sub(width - 1);
            fits
        })
        .collect();
    if about_message {
        fitting.reverse();
        fitting.sort_by_key(|(action, ..)| (*action != Action::Help, *action != Action::Back));
    }
    for (_, key, words) in fitting {
        row.right(&words, theme.dim)
            .reserve(1)
            .right(&key, theme.key)
            .reserve(2);
    }
}

/// A key and what it does, in a word.
pub fn told(view: View<'_>, action: Action) -> Option<String> {
    Some(format!("{} {}", keys::of(view, action), word(view, action)?))
}

fn leads_on(action: Action) -> bool {
    matches!(action, Action::Help | Action::Back)
}

/// Columns of the help and the way back, where they are among the keys that are told, with what stands between.
fn way_on(view: View<'_>) -> u16 {
    let wanted = most_wanted(view.model);
    let kept = wanted.iter().filter(|action| leads_on(**action));
    kept.filter_map(|action| Some(columns(&keys::of(view, *action)) + columns(&word(view, *action)?) + 4))
        .sum()
}

/// What a key does, in a word. How to send stands on the composer's rule.
const SHORT: [(Action, &str); 23] = [
    (Action::Help, "hint-help"),
    (Action::Quit, "hint-quit"),
    (Action::Open, "hint-open"),
    (Action::Book, "hint-book"),
    (Action::JumpToChat, "hint-jump"),
    (Action::Back, "hint-back"),
    (Action::Manage(ContactAction::Accept), "hint-accept"),
    (Action::Deed(Deed::Stop), "hint-stop"),
    (Action::Resend, "hint-again"),
    (Action::EditFailed, "hint-edit-again"),
    (Action::MarkSent, "hint-arrived"),
    (Action::DropFailed, "hint-drop"),
    (Action::Recall, "hint-recall"),
    (Action::Deed(Deed::Enter), "hint-open"),
    (Action::LookInto, "hint-look-into"),
    (Action::View, "hint-view"),
    (Action::Deed(Deed::Links), "hint-links"),
    (Action::Deed(Deed::Open), "hint-open"),
    (Action::Deed(Deed::Save), "hint-save"),
    (Action::Quote, "hint-quote"),
    (Action::Forward, "hint-forward"),
    (Action::Deed(Deed::Copy), "hint-copy"),
    (Action::Details, "hint-details"),
];

fn word(view: View<'_>, action: Action) -> Option<Cow<'_, str>> {
    let (_, id) = SHORT.into_iter().find(|(of, _)| *of == action)?;
    Some(view.say(id))
}

pub fn hint(hint: &Hint, view: View<'_>) -> String {
    let id = match hint {
        Hint::TooLong { bytes, limit } => {
            return view.say_with(
                "hint-too-long",
                &[("bytes", (*bytes).into()), ("limit", (*limit).into())],
            );
        }
        Hint::SendFailed { chat, why } => {
            let (name, why) = (names::peer(view, *chat), fault::failure(*why, &view.look.words));
            return view.say_with(
                "hint-send-failed",
                &[("name", (&*name).into()), ("why", (&*why).into())],
            );
        }
        Hint::HowToQuit => return keys::tell(view, "hint-how-to-quit", &[("key", Action::Quit)]),
        Hint::NoMeaning => return keys::tell(view, "hint-no-meaning", &[("help", Action::Help)]),
        Hint::Covered => return keys::tell(view, "hint-covered", &[("back", Action::Back)]),
        Hint::Managed(said) => return manage::said(said, view),
        Hint::NotOpened(refusal) => return fault::refusal(refusal, &view.look.words),
        Hint::NotRecalled { why, words } if words.is_empty() => {
            let why = fault::failure(*why, &view.look.words);
            return view.say_with("hint-not-recalled", &[("why", (&*why).into())]);
        }
        Hint::NotRecalled { words, .. } => {
            return view.say_with("hint-not-recalled", &[("why", words.as_str().into())]);
        }
        Hint::NotEdited(why) => return not_edited(why, view),
        Hint::Forwarded { count } => {
            return view.say_with("hint-forwarded", &[("count", (*count).into())]);
        }
        Hint::NoChat => "hint-no-chat",
        Hint::NoWords => "hint-no-words",
        Hint::NotQuotable => "hint-not-quotable",
        Hint::NotForwardable => "hint-not-forwardable",
        Hint::NotForwarded(lack) => forwarding::lack(*lack),
        Hint::NoneChosen => return keys::tell(view, "hint-none-chosen", &[("choose", Action::SelectUp)]),
        Hint::NotRecallable => "hint-not-recallable",
        Hint::Recalling => "hint-recalling",
        Hint::Recalled => "hint-recalled",
        Hint::NothingIn(Target::Quoted) => "hint-no-quoted",
        Hint::NothingIn(Target::Anything) => "hint-nothing-inside",
        Hint::File(told) => return files::told(view, told),
        Hint::NotSaved => "hint-not-saved",
        Hint::Dropped => "hint-dropped",
        Hint::LoggedOut => "ended-logged-out",
        Hint::NetworkGone => "hint-network-gone",
        Hint::NoFailedMessage => "hint-no-failed-message",
        Hint::NoUnread => "hint-no-unread",
        Hint::NoPicture => "hint-no-picture",
        Hint::PicturesOff => "hint-pictures-off",
        Hint::LastPicture => "hint-last-picture",
        Hint::TakenBack => "hint-taken-back",
        Hint::LeftGroup => "hint-left-group",
        Hint::NotLoggedIn => "hint-not-logged-in",
        Hint::ReadOnly => "hint-read-only",
        Hint::Joined => "hint-joined",
        Hint::Divided => "hint-divided",
    };
    view.say(id).into_owned()
}

/// Why the editor gave nothing back.
fn not_edited(why: &NotEdited, view: View<'_>) -> String {
    match why {
        NotEdited::System(why) => view.say_with("hint-editor-failed", &[("why", why.as_str().into())]),
        NotEdited::Status(code) => view.say_with("hint-editor-status", &[("code", (*code).into())]),
        NotEdited::NoText => view.say("hint-editor-no-text").into_owned(),
    }
}
