//! Everything the program knows: a struct of sub-models, each in the file of its concern.

use jiff::tz::TimeZone;

use super::chats::Chats;
use super::conversation::Conversations;
use super::directory::Directory;
use super::finder::Finder;
use super::login::Login;
use crate::domain::geometry::Size;
use crate::domain::id::{Epoch, LocalId, PeerId};
use crate::domain::time::Now;
use crate::port::{Ending, Failure, Link};

#[derive(Clone, Debug)]
pub struct Model {
    pub settings: Settings,
    pub screen: Size,
    /// The moment of the last turn: "today" for day lines, countdowns.
    pub now: Now,
    pub epoch: Epoch,
    pub login: Login,
    pub directory: Directory,
    pub chats: Chats,
    pub conversations: Conversations,
    pub finder: Finder,
    pub focus: Focus,
    pub overlay: Option<Overlay>,
    pub link: Link,
    /// The session is over; what is on screen stays, one key leads to a new login.
    pub ended: Option<Ending>,
    /// Address book pages so far; `None` once complete.
    pub loading: Option<u32>,
    /// One line that answers the last key, shown in the status bar until the next key.
    pub hint: Option<Hint>,
    /// The last own id handed out: the next is larger.
    pub last_local: LocalId,
    /// The terminal window has the focus.
    pub window_focused: bool,
}

/// What the person chose, resolved.
#[derive(Clone, Debug)]
pub struct Settings {
    pub zone: TimeZone,
    /// Ask before the first login of a real account (`protocol.md §10`, plain reading 4).
    pub warn: bool,
    /// Ring the terminal bell for a new message in a chat that is not open.
    pub bell: bool,
    /// Shown in the login screen and status bar: which service is spoken to.
    pub service: Service,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Real,
    Demo,
    /// `--server`.
    Other,
}

/// Which pane the keys go to. On a narrow screen only that pane is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list, with its filter field.
    #[default]
    List,
    /// The composer, with the conversation above it.
    Composer,
}

/// What covers the panes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The key table, scrolled by so many rows.
    Help { top: u16 },
    /// The question before quitting while a message is unsent.
    ConfirmQuit,
    /// The code for a new login after the session ended (the panes stay underneath).
    Login,
}

/// One line of the status bar, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The text is too long to send: so many bytes of so many allowed.
    TooLong {
        bytes: usize,
        limit: usize,
    },
    NoFailedMessage,
    NoUnread,
    NotLoggedIn,
    /// This chat cannot be written to (fmessage, accounts without an input bar).
    ReadOnly,
    /// A message failed in a chat that is not open.
    SendFailed {
        chat: PeerId,
        why: Failure,
    },
}
