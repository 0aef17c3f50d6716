//! Everything the program knows: a struct of sub-models, each in the file of its concern.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::accounts::Accounts;
use super::attach::Attach;
use super::chats::Chats;
use super::completion::Completion;
use super::conversation::{Conversation, Conversations};
use super::details::Details;
use super::directory::Directory;
use super::external::NotEdited;
use super::fetching::Fetching;
use super::files::{Files, Told};
use super::finder::Finder;
use super::forwarding::{Forwarding, Lack};
use super::history::History;
use super::joiner::Joiner;
use super::journal::Journal;
use super::jump::{Jump, Target};
use super::layout;
use super::links::Links;
use super::login::{Login, Stage};
use super::manage::Manage;
use super::manage::asked::Said;
use super::outbox::Outbox;
use super::pictures::Pictures;
use super::recalling::Recalling;
use super::redeliver::Redeliver;
use super::search::model::Search;
use super::terminal::Terminal;
use super::trail::Trail;
use super::unfold::Unfolded;
use super::viewer::Viewer;
use super::windows::Windows;
use crate::domain::geometry::Size;
use crate::domain::id::{Epoch, LocalId, PeerId, Seq};
use crate::domain::picture::Avatars;
use crate::domain::text::{Faces, SafeText};
use crate::domain::time::Now;
use crate::port::store::Refusal;
use crate::port::{Ending, ErrandId, Failure, Link};

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
    /// What is offered for the word being typed.
    pub completion: Option<Completion>,
    pub faces: super::faces::Faces,
    pub stickers: super::stickers::Stickers,
    /// A message that is being forwarded.
    pub forwarding: Option<Box<Forwarding>>,
    pub(super) recalling: Recalling,
    /// The last question to the service handed out.
    pub last_errand: ErrandId,
    pub(super) jump: Jump,
    pub unfolded: Unfolded,
    /// Of the message whose page is open.
    pub details: Option<Box<Details>>,
    pub manage: Manage,
    pub focus: Focus,
    pub overlay: Option<Overlay>,
    /// What the overlay was opened from.
    pub(super) trail: Trail,
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
    pub files: Files,
    pub links: Links,
    pub attach: Attach,
    pub pictures: Pictures,
    pub terminal: Terminal,
    pub(super) redeliver: Redeliver,
    /// The network actor is no more: nothing can be sent until the program is started again.
    pub network_gone: bool,
    /// The media thread is no more: pictures stay what they are, nothing is saved or opened.
    pub media_gone: bool,
}

/// What the person chose, resolved.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, on or off whatever the others are"
)]
pub struct Settings {
    pub zone: TimeZone,
    /// Ask before the first login of a real account (`protocol.md §10`, plain reading 4).
    pub warn: bool,
    /// Ring the terminal bell for a new message in a chat that is not open.
    pub bell: bool,
    /// A recalled message keeps what it said, under its mark.
    pub keep_recalled: bool,
    /// Shown in the login screen and status bar: which service is spoken to.
    pub service: Service,
    /// How WeChat's faces (`[微笑]`) are drawn.
    pub faces: Faces,
    /// People's pictures in the list and before their names.
    pub avatars: Avatars,
    /// Public accounts stand behind one entry of the list.
    pub fold_accounts: bool,
    /// Groups can be made and changed, although the live service refuses it to web clients (`protocol.md §7.9`).
    pub group_actions: bool,
    /// Below it, a folder for each account: what was fetched (`port::media`).
    pub cache: PathBuf,
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

/// What covers the panes: which page, of whom, and where on it. What fills it is in the file of its concern, so that this
/// is a few numbers, told and compared on every turn for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The key table, with the bar on the key at this place.
    Help { chosen: usize },
    /// What was said, searched.
    Search,
    /// The question before quitting while a message would be lost.
    ConfirmQuit,
    /// The question before logging out.
    ConfirmLogout,
    /// The question before taking a message back.
    ConfirmRecall,
    /// Faces and emoji to choose from.
    Faces,
    /// Stickers to choose from.
    Stickers,
    /// To whom a message is forwarded.
    Forward,
    /// Everything known of somebody, scrolled by so many rows.
    Contact { peer: PeerId, top: u16 },
    /// A friend request: the line of this number, scrolled by so many rows.
    Request { chat: PeerId, seq: Seq, top: u16 },
    /// A field of one line: a remark, a group's name.
    Naming,
    /// People to choose from.
    Roster,
    /// What was shared in a chat.
    Shared,
    /// The question before something is done that others notice.
    ConfirmDeed,
    /// Whom that contact is to be joined with.
    Join,
    /// The addresses in the chosen message.
    Links,
    /// The file picker.
    Attach,
    /// The question before files are sent.
    ConfirmSend,
    /// The accounts kept here, to change to another.
    Accounts,
    /// What was folded up in a message.
    Unfolded,
    /// Everything known of a message.
    Details,
    /// One picture on the whole screen.
    Viewer(Viewer),
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
    /// Of files and pages.
    File(Told),
    /// A message was dropped: its words can be yanked.
    Dropped,
    /// The session is forgotten; there was none to tell of it.
    LoggedOut,
    NoUnread,
    /// The chosen message has no picture.
    NoPicture,
    /// Neither the person nor the terminal wants any.
    PicturesOff,
    /// There is no other picture in this direction.
    LastPicture,
    /// The key does nothing on the page that is open.
    NoMeaning,
    /// What was on screen, or about to be quoted or forwarded, was recalled meanwhile.
    TakenBack,
    /// A group that the account is in no more.
    LeftGroup,
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
    /// What came of managing people and groups.
    Managed(Box<Said>),
    /// Two peers are one now, by the person's word.
    Joined,
    /// They are two again.
    Divided,
    /// The account that was chosen cannot be opened.
    NotOpened(Refusal),
    /// Another account now would lose what was typed here.
    NotSaved,
    /// The chosen message does not lead there.
    NothingIn(Target),
    /// The network actor ended although nobody told it to: only a new start helps.
    NetworkGone,
    /// Nothing to write in is open.
    NoChat,
    /// The key is for what stands behind the page on screen.
    Covered,
    /// What failed was never typed: it can be sent again, or dropped.
    NoWords,
    /// Nobody said this.
    NotQuotable,
    NotForwardable,
    /// Why not.
    NotForwarded(Lack),
    /// The key is for a chosen message.
    NoneChosen,
    /// To so many chats.
    Forwarded {
        count: usize,
    },
    /// Not an own message, or older than two minutes.
    NotRecallable,
    /// Asked of the service, not answered yet.
    Recalling,
    Recalled,
    /// The service did not take it back: why, and what it says, if anything.
    NotRecalled {
        why: Failure,
        words: SafeText,
    },
    /// The draft is as it was.
    NotEdited(NotEdited),
}

impl Model {
    pub fn new(settings: Settings, screen: Size) -> Self {
        let mut login = Login::default();
        if settings.warn {
            login.stage = Stage::Warning;
        }
        let conversations = Conversations::drawing(settings.faces);
        Self {
            settings,
            screen,
            now: Now::default(),
            epoch: Epoch::default(),
            login,
            directory: Directory::default(),
            chats: Chats::default(),
            conversations,
            finder: Finder::default(),
            search: Search::default(),
            joiner: Joiner::default(),
            accounts: Accounts::default(),
            completion: None,
            faces: super::faces::Faces::default(),
            stickers: super::stickers::Stickers::default(),
            forwarding: None,
            recalling: Recalling::default(),
            last_errand: ErrandId::default(),
            jump: Jump::default(),
            unfolded: Unfolded::default(),
            details: None,
            manage: Manage::default(),
            focus: Focus::default(),
            overlay: None,
            trail: Trail::default(),
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
            files: Files::default(),
            links: Links::default(),
            attach: Attach::default(),
            pictures: Pictures::default(),
            terminal: Terminal::default(),
            redeliver: Redeliver::default(),
            network_gone: false,
            media_gone: false,
        }
    }

    /// As it is shown on this terminal.
    #[must_use]
    pub fn on(mut self, terminal: Terminal) -> Self {
        self.terminal = terminal;
        self
    }

    /// The number of the next line of the history.
    pub(super) fn next_seq(&mut self) -> Seq {
        self.last_seq = Seq(self.last_seq.0.saturating_add(1));
        self.last_seq
    }

    /// The number of the next question to the service.
    pub(super) fn next_errand(&mut self) -> ErrandId {
        self.last_errand = ErrandId(self.last_errand.0.saturating_add(1));
        self.last_errand
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
    pub(super) fn looks_at(&self, chat: PeerId) -> bool {
        let open = self.chats.open == Some(chat) && self.overlay.is_none() && self.window_focused;
        let shown = self.focus == Focus::Composer || self.screen.width >= layout::WIDE;
        let talk = self.conversations.get(chat);
        let follows = talk.is_none_or(|talk| !talk.scroll.is_up());
        open && shown && follows
    }
}
