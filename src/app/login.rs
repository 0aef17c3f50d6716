//! The login screen's state.

use std::sync::Arc;
use std::time::Duration;

use super::files;
use super::model::{Hint, Model, Overlay};
use super::next_second;
use super::pictures;
use super::step::{Effect, Step, Touched};
use super::trail;
use crate::domain::text::SafeText;
use crate::port::{Failure, Link, LoginNews, NetCommand};

/// What the login screen shows. `Done` once webwxinit has answered: the panes are on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Login {
    pub stage: Stage,
    /// The link is shown in place of the code, because the person asked.
    pub show_link: bool,
    /// Plain web was refused; this try is as the desktop client, which displaces PC WeChat.
    pub desktop: bool,
    /// A code ran out since the last scan: said beside the new one.
    pub renewed: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// The one-time warning; Enter goes on, Ctrl-Q leaves.
    Warning,
    #[default]
    Fetching,
    Code {
        link: String,
        expires: Duration,
    },
    Scanned {
        /// Whose phone it was, as a picture.
        avatar: Option<Arc<[u8]>>,
    },
    /// The phone asks by itself whether to log in here.
    AskedPhone {
        expires: Duration,
    },
    Confirmed,
    Cancelled,
    Expired,
    Refused {
        code: i32,
        message: SafeText,
    },
    Retrying {
        attempt: u32,
        at: Duration,
        why: Failure,
    },
    Done,
}

impl Login {
    /// The moment on the mono clock a countdown on screen runs to.
    pub(super) fn counts_to(&self) -> Option<Duration> {
        match self.stage {
            Stage::Code { expires: at, .. }
            | Stage::AskedPhone { expires: at }
            | Stage::Retrying { at, .. } => Some(at),
            Stage::Warning
            | Stage::Fetching
            | Stage::Scanned { .. }
            | Stage::Confirmed
            | Stage::Cancelled
            | Stage::Expired
            | Stage::Refused { .. }
            | Stage::Done => None,
        }
    }
}

/// When the countdown on the login screen next changes.
pub(super) fn countdown(model: &Model) -> Option<Duration> {
    let end = model.login.counts_to().filter(|_| model.shows_login())?;
    next_second(model.now, end)
}

pub(super) fn on_news(model: &mut Model, news: LoginNews, step: &mut Step) {
    let login = &mut model.login;
    login.stage = match news {
        LoginNews::Fetching => Stage::Fetching,
        LoginNews::Code { link, expires } => Stage::Code { link, expires },
        LoginNews::Scanned { avatar } => {
            login.renewed = false;
            pictures::look_again(&mut model.pictures);
            Stage::Scanned { avatar }
        }
        LoginNews::AskedPhone { expires } => Stage::AskedPhone { expires },
        LoginNews::Confirmed => Stage::Confirmed,
        LoginNews::Expired => {
            login.renewed = true;
            Stage::Expired
        }
        LoginNews::Cancelled => Stage::Cancelled,
        LoginNews::TryingDesktop { .. } => {
            login.desktop = true;
            Stage::Fetching
        }
        LoginNews::Refused { code, message } => Stage::Refused { code, message },
        LoginNews::Retrying { attempt, at, why } => Stage::Retrying { attempt, at, why },
    };
    if model.history.resuming {
        taking_up(model, step);
    }
    step.touch(Touched::STATUS);
}

/// While the session of the run before is taken up again the person reads; only what needs them covers the panes.
fn taking_up(model: &mut Model, step: &mut Step) {
    match model.login.stage {
        Stage::Retrying { attempt, at, why } => model.link = Link::Retrying { attempt, at, why },
        Stage::Fetching | Stage::Confirmed | Stage::Warning | Stage::Done => {}
        Stage::Code { .. }
        | Stage::Scanned { .. }
        | Stage::AskedPhone { .. }
        | Stage::Cancelled
        | Stage::Expired
        | Stage::Refused { .. } => {
            model.history.resuming = false;
            model.history.dead = true;
            model.link = Link::Down;
            show(model);
            step.touch(Touched::ALL);
        }
    }
}

/// Forgets the session, here and at the service. What was said stays.
pub(super) fn log_out(model: &mut Model, step: &mut Step) {
    model.overlay = None;
    files::quiet(model, step);
    // A session that is being taken up again would be there a moment later.
    if model.is_live() || model.history.resuming {
        step.net(NetCommand::Logout);
    } else {
        model.journal.keepsake(None);
        model.hint = Some(Hint::LoggedOut);
    }
    step.touch(Touched::ALL);
}

/// Enter on the login screen: whatever it offers.
pub(super) fn go_on(model: &mut Model, step: &mut Step) {
    match model.login.stage {
        Stage::Warning => {
            step.effects.push(Effect::RememberWarning);
            begin(model, step);
        }
        Stage::Cancelled | Stage::Expired | Stage::Refused { .. } => begin(model, step),
        Stage::Retrying { .. } => step.net(NetCommand::RetryNow),
        Stage::Fetching
        | Stage::Code { .. }
        | Stage::Scanned { .. }
        | Stage::AskedPhone { .. }
        | Stage::Confirmed
        | Stage::Done => {}
    }
}

/// F5: log in again once the session is over; try now while the line is down.
pub(super) fn again(model: &mut Model, step: &mut Step) {
    if !model.is_live() {
        match model.login.stage {
            Stage::Warning => {}
            Stage::Retrying { .. } => {
                show(model);
                step.net(NetCommand::RetryNow);
            }
            Stage::Fetching
            | Stage::Code { .. }
            | Stage::Scanned { .. }
            | Stage::AskedPhone { .. }
            | Stage::Confirmed
                if !model.shows_login() =>
            {
                show(model);
            }
            Stage::Fetching
            | Stage::Code { .. }
            | Stage::Scanned { .. }
            | Stage::AskedPhone { .. }
            | Stage::Confirmed
            | Stage::Cancelled
            | Stage::Expired
            | Stage::Refused { .. }
            | Stage::Done => begin(model, step),
        }
        return;
    }
    match model.link {
        Link::Retrying { .. } => step.net(NetCommand::RetryNow),
        Link::Down | Link::Up | Link::PhoneOffline | Link::SlowedDown { .. } => {}
    }
}

/// The code, or its link.
pub(super) fn toggle_link(model: &mut Model, step: &mut Step) {
    model.login.show_link = !model.login.show_link;
    step.touch(Touched::ALL);
}

/// A login from the start, over the panes if there are any.
pub(super) fn begin(model: &mut Model, step: &mut Step) {
    if model.network_gone {
        return;
    }
    model.history.resuming = false;
    model.login = Login {
        show_link: model.login.show_link,
        ..Login::default()
    };
    show(model);
    // While a history opens, its answer begins the login.
    if !model.history.is_opening() {
        step.net(NetCommand::Login);
    }
    step.touch(Touched::ALL);
}

fn show(model: &mut Model) {
    if model.has_panes() {
        trail::open(model, Overlay::Login);
    }
}
