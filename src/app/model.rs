//! Everything the program knows: a struct of sub-models, each in the file of its concern.

use jiff::tz::TimeZone;

use super::accounts::Accounts;
use super::chats::Chats;
use super::conversation::{Conversation, Conversations};
use super::directory::Directory;
use super::fetching::Fetching;
use super::finder::Finder;
use super::history::History;
use super::joiner::Joiner;
use super::journal::Journal;
use super::layout;
use super::login::{Login, Stage};
use super::outbox::Outbox;
use super::redeliver::Redeliver;
use super::search::model::Search;
use super::windows::Windows;
use crate::domain::geometry::Size;
use crate::domain::id::{Epoch, LocalId, PeerId, Seq};
use crate::domain::time::Now;
use crate::port::store::Refusal;
use crate::port::{Ending, Failure, Link};

#[derive(Clone, Debug, PartialEq)]
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
    pub search: Search,
    pub joiner: Joiner,
    pub accounts: Accounts,
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
    /// The last number of the history handed out.
    pub last_seq: Seq,
    /// The terminal window has the focus.
    pub window_focused: bool,
    /// Rows the open chat's draft takes, uncapped: kept so that the layout need not wrap it again.
    pub composer_rows: u16,
    pub outbox: Outbox,
    pub history: History,
    pub(super) journal: Journal,
    pub windows: Windows,
    pub(super) fetching: Fetching,
    pub(super) redeliver: Redeliver,
    /// The network actor is no more: nothing can be sent until the program is started again.
    pub network_gone: bool,
}

/// What the person chose, resolved.
#[derive(Clone, Debug, PartialEq)]
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
    /// What was said, searched.
    Search,
    /// The question before quitting while a message would be lost.
    ConfirmQuit,
    /// The question before logging out.
    ConfirmLogout,
    /// Everything known of somebody, scrolled by so many rows.
    Contact { peer: PeerId, top: u16 },
    /// Whom that contact is to be joined with.
    Join,
    /// The accounts kept here, to change to another.
    Accounts,
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
    /// A message was dropped: its words can be yanked.
    Dropped,
    /// The session is forgotten; there was none to tell of it.
    LoggedOut,
    NoUnread,
    NotLoggedIn,
    /// This chat cannot be written to (fmessage, accounts without an input bar).
    ReadOnly,
    /// A message failed in a chat that is not open.
    SendFailed {
        chat: PeerId,
        why: Failure,
    },
    /// Ctrl-C was pressed: which key quits.
    HowToQuit,
    /// Two peers are one now, by the person's word.
    Joined,
    /// They are two again.
    Divided,
    /// The account that was chosen cannot be opened.
    NotOpened(Refusal),
    /// Another account now would lose what was typed here.
    NotSaved,
    /// The network actor ended although nobody told it to: only a new start helps.
    NetworkGone,
}

impl Model {
    pub fn new(settings: Settings, screen: Size) -> Self {
        let login = Login {
            stage: if settings.warn {
                Stage::Warning
            } else {
                Stage::Fetching
            },
            ..Login::default()
        };
        Self {
            settings,
            screen,
            now: Now::default(),
            epoch: Epoch::default(),
            login,
            directory: Directory::default(),
            chats: Chats::default(),
            conversations: Conversations::default(),
            finder: Finder::default(),
            search: Search::default(),
            joiner: Joiner::default(),
            accounts: Accounts::default(),
            focus: Focus::default(),
            overlay: None,
            link: Link::Down,
            ended: None,
            loading: None,
            hint: None,
            last_local: LocalId(0),
            last_seq: Seq::default(),
            window_focused: true,
            composer_rows: 1,
            outbox: Outbox::default(),
            history: History::default(),
            journal: Journal::default(),
            windows: Windows::default(),
            fetching: Fetching::default(),
            redeliver: Redeliver::default(),
            network_gone: false,
        }
    }

    /// The number of the next line of the history.
    pub(super) fn next_seq(&mut self) -> Seq {
        self.last_seq = Seq(self.last_seq.0.saturating_add(1));
        self.last_seq
    }

    /// A session was welcomed since the program started: the panes have something to show, during a new login too.
    pub fn has_panes(&self) -> bool {
        self.directory.me.is_some()
    }

    /// Messages can be handed to a session.
    pub fn is_live(&self) -> bool {
        self.login.stage == Stage::Done && self.ended.is_none() && !self.network_gone
    }

    /// The login screen or its overlay is on screen.
    pub fn shows_login(&self) -> bool {
        !self.has_panes() || self.overlay == Some(Overlay::Login)
    }

    /// The conversation in the pane.
    pub fn talk(&self) -> Option<&Conversation> {
        self.conversations.get(self.chats.open?)
    }

    pub(super) fn talk_mut(&mut self) -> Option<&mut Conversation> {
        self.conversations.by_peer.get_mut(&self.chats.open?)
    }

    /// Whether the person has the end of this chat before their eyes.
    pub fn looks_at(&self, chat: PeerId) -> bool {
        let open = self.chats.open == Some(chat) && self.overlay.is_none() && self.window_focused;
        let shown = self.focus == Focus::Composer || self.screen.width >= layout::WIDE;
        let follows = self
            .conversations
            .get(chat)
            .is_none_or(|talk| !talk.scroll.is_up());
        open && shown && follows
    }

    /// Cells of the messages pane, also while it is not on screen.
    pub fn messages_size(&self) -> Size {
        let areas = layout::areas(self).unwrap_or_default();
        Size {
            width: areas.messages.width.max(1),
            height: areas.messages.height.max(1),
        }
    }
}
