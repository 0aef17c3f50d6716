//! What went wrong, and what can be done, in words.
//!
//! Owns the sentence of every [`Failure`], [`Ending`] and [`Link`]. Never: softens what happened, or promises a cure.

use super::{View, clock, keys};
use crate::app::action::Action;
use crate::app::history::Shelf;
use crate::port::store::{Refusal, Trouble};
use crate::port::{Ending, Failure, Link};
use crate::words::{Arg, Words};

/// Why something failed, as the end of a sentence ("not sent: …").
pub fn failure(why: Failure, words: &Words) -> String {
    let id = match why {
        Failure::Offline => "why-offline",
        Failure::TimedOut => "why-timed-out",
        Failure::Status(status) => {
            return words.say_with("why-status", &[("status", u32::from(status).into())]);
        }
        Failure::Garbled => "why-garbled",
        Failure::Refused(code) => {
            return words.say_with("why-refused", &[("code", code_text(code).as_str().into())]);
        }
        Failure::NotAllowed => "why-not-allowed",
        Failure::ChatGone => "why-chat-gone",
        Failure::TooFrequent => "why-too-frequent",
        Failure::SessionOver => "why-session-over",
        Failure::TooLong => "why-too-long",
        Failure::Cancelled => "why-cancelled",
        Failure::FileGone => "why-file-gone",
        Failure::FileChanged => "why-file-changed",
        Failure::Empty => "why-empty",
        Failure::TooLarge => "why-too-large",
    };
    words.say(id).into_owned()
}

/// Why what happens is not saved, and what becomes of it; `None` while it is.
pub fn saving(view: View<'_>) -> Option<String> {
    let history = &view.model.history;
    let id = match (&history.shelf, history.trouble) {
        (Shelf::Refused(refusal), _) => match refusal {
            Refusal::Locked { .. } => "unsaved-locked",
            Refusal::Newer { .. } => "unsaved-newer",
            Refusal::Unknown { .. } => "unsaved-unknown",
            Refusal::Unnumbered => "unsaved-unnumbered",
            Refusal::Corrupt => "unsaved-damaged",
            Refusal::Unusable(_) => "unsaved-unusable",
        },
        (Shelf::Gone, _) => "unsaved-gone",
        (_, Some(Trouble::DiskFull)) => "unsaved-disk-full",
        (_, Some(Trouble::ReadOnly)) => "unsaved-read-only",
        (_, Some(Trouble::Corrupt)) => "unsaved-corrupt",
        (_, Some(Trouble::Io)) => "unsaved-io",
        (Shelf::None | Shelf::Wanted(_) | Shelf::Opening(_) | Shelf::Empty | Shelf::Open { .. }, None) => {
            return None;
        }
    };
    let why = view.say(id);
    Some(view.say_with("not-saving", &[("why", (&*why).into())]))
}

/// Why an account's history cannot be used, and what can be done: one sentence or two.
pub fn refusal(refusal: &Refusal, words: &Words) -> String {
    match refusal {
        Refusal::Locked { pid: Some(pid) } => {
            let pid = pid.to_string();
            words.say_with("refused-locked", &[("pid", Arg::Text(&pid))])
        }
        Refusal::Locked { pid: None } => words.say("refused-locked-by-nobody").into_owned(),
        Refusal::Newer { found, known } => words.say_with(
            "refused-newer",
            &[
                ("found", Arg::Number((*found).into())),
                ("known", Arg::Number((*known).into())),
            ],
        ),
        Refusal::Unknown { name } => words.say_with("refused-unknown", &[("name", Arg::Text(name))]),
        Refusal::Unnumbered => words.say("refused-unnumbered").into_owned(),
        Refusal::Corrupt => words.say("refused-damaged").into_owned(),
        Refusal::Unusable(why) => words.say_with("refused-unusable", &[("why", Arg::Text(why))]),
    }
}

/// What ended the session.
pub fn ending(ending: Ending, view: View<'_>) -> String {
    match ending {
        Ending::LoggedOut => view.say("ended-logged-out").into_owned(),
        Ending::ByService { code } => {
            view.say_with("ended-by-service", &[("code", code_text(code).as_str().into())])
        }
        Ending::Environment => view.say("ended-environment").into_owned(),
    }
}

/// The line to the service; true at this moment, countdowns included.
pub fn link(link: Link, view: View<'_>) -> String {
    match link {
        Link::Down if view.model.history.resuming => view.say("link-resuming").into_owned(),
        Link::Down => view.say("link-down").into_owned(),
        Link::Up => view.say("link-up").into_owned(),
        Link::Retrying { at, why, .. } => {
            let why = failure(why, &view.look.words);
            let left = clock::countdown(at, view.model.now.mono, view.look);
            if at <= view.model.now.mono {
                return view.say_with("link-trying", &[("why", (&*why).into())]);
            }
            view.say_with(
                "link-retrying",
                &[("why", (&*why).into()), ("left", (&*left).into())],
            )
        }
        Link::PhoneOffline => view.say("link-phone-offline").into_owned(),
        Link::SlowedDown { until } => {
            let left = clock::countdown(until, view.model.now.mono, view.look);
            view.say_with("link-slowed-down", &[("left", (&*left).into())])
        }
    }
}

/// The key that leads to a new login, said after what ended the old one.
pub fn login_again(view: View<'_>) -> String {
    keys::tell(view, "ended-key", &[("key", Action::LoginAgain)])
}

/// A number of the service is a name, not a quantity: never grouped by thousands.
fn code_text(code: i32) -> String {
    code.to_string()
}
