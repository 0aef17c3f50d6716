//! What went wrong, and what can be done, in words.
//!
//! Owns the sentence of every [`Failure`], [`Ending`] and [`Link`]. Never: softens what happened, or promises a cure.

use super::{View, clock, keys};
use crate::app::action::Action;
use crate::port::{Ending, Failure, Link};

/// Why something failed, as the end of a sentence ("not sent: …").
pub fn failure(why: Failure, view: View<'_>) -> String {
    let id = match why {
        Failure::Offline => "why-offline",
        Failure::TimedOut => "why-timed-out",
        Failure::Status(status) => {
            return view.say_with("why-status", &[("status", u32::from(status).into())]);
        }
        Failure::Garbled => "why-garbled",
        Failure::Refused(code) => {
            return view.say_with("why-refused", &[("code", code_text(code).as_str().into())]);
        }
        Failure::NotAllowed => "why-not-allowed",
        Failure::ChatGone => "why-chat-gone",
        Failure::TooFrequent => "why-too-frequent",
        Failure::SessionOver => "why-session-over",
        Failure::TooLong => "why-too-long",
    };
    view.say(id).into_owned()
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
        Link::Down => view.say("link-down").into_owned(),
        Link::Up => view.say("link-up").into_owned(),
        Link::Retrying { at, why, .. } => {
            let why = failure(why, view);
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
    view.say_with(
        "ended-key",
        &[("key", (&*keys::of(view, Action::LoginAgain)).into())],
    )
}

/// A number of the service is a name, not a quantity: never grouped by thousands.
fn code_text(code: i32) -> String {
    code.to_string()
}
