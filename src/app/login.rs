//! The login screen's state.

use std::time::Duration;

use crate::domain::text::SafeText;
use crate::port::Failure;

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
        avatar: bool,
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
