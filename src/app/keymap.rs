//! What a key means where. Owns looking a key up; the table itself is in `bindings`.

use std::borrow::Cow;

use super::action::{Action, Side};
pub use super::bindings::bindings;
use super::finder::Tab;
use super::model::{Focus, Model, Overlay};
use super::viewer::Toward;
use super::{completion, list, possible};

/// A key with its modifiers, as the terminal told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    Char(char),
    F(u8),
    Enter,
    Tab,
    BackTab,
    Esc,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Where a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Whatever has the focus; looked up last.
    Everywhere,
    Login,
    List,
    Composer,
    /// Something is offered for the word being typed; what means nothing here goes to the composer.
    Complete,
    /// The keys go to the message that was chosen.
    Message,
    /// A field with what fits it below: what was said, faces, files.
    Search,
    Help,
    /// A question before something is done.
    Confirm,
    /// The page of a contact.
    Contact,
    /// The list of accounts.
    Accounts,
    /// What was folded up in a message.
    Unfolded,
    /// Everything known of a message.
    Details,
    /// The addresses in a message.
    Links,
    /// A picture on the whole screen.
    Viewer,
    /// A friend request.
    Request,
    /// A field of one line; and what every text field does, whatever stands around it.
    Field,
    /// The same with people or chats below it, of which several can be chosen.
    Roster,
    /// What was shared in a chat.
    Shared,
}

impl Context {
    /// Where a key is looked up that is not bound here: what has a field edits it like any other, and what is read like
    /// the key table is moved in like it.
    fn parent(self) -> Option<Self> {
        match self {
            Self::Roster => Some(Self::Search),
            Self::Complete => Some(Self::Composer),
            Self::List | Self::Composer | Self::Search => Some(Self::Field),
            Self::Contact
            | Self::Accounts
            | Self::Unfolded
            | Self::Details
            | Self::Links
            | Self::Request
            | Self::Shared => Some(Self::Help),
            Self::Everywhere
            | Self::Login
            | Self::Message
            | Self::Field
            | Self::Help
            | Self::Confirm
            | Self::Viewer => None,
        }
    }

    /// This one and what it takes after, the nearest first.
    pub fn kinds(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |context| context.parent())
    }
}

/// A row of the key table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    pub context: Context,
    /// All of them mean the same; the first is the one to show where there is room for one.
    pub keys: &'static [Key],
    pub action: Action,
    /// The message in the catalogue that says what it does.
    pub help: &'static str,
    /// In the help overlay and the README. What every text field on earth does is not.
    pub shown: bool,
}

impl Key {
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    pub const fn ctrl(code: Code) -> Self {
        Self {
            ctrl: true,
            ..Self::plain(code)
        }
    }

    pub const fn alt(code: Code) -> Self {
        Self {
            alt: true,
            ..Self::plain(code)
        }
    }

    pub const fn shift(code: Code) -> Self {
        Self {
            shift: true,
            ..Self::plain(code)
        }
    }

    /// The key as the table writes it: terminals tell Shift beside a character that already is the shifted one, and
    /// beside `BackTab`; and some tell Ctrl with a capital.
    fn written(self) -> Self {
        let mut code = self.code;
        if let Code::Char(c) = &mut code
            && self.ctrl
        {
            c.make_ascii_lowercase();
        }
        let told_by_code = matches!(code, Code::Char(_) | Code::BackTab);
        Self {
            code,
            shift: self.shift && !told_by_code,
            ..self
        }
    }

    /// The character it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            Code::Char(_)
            | Code::F(_)
            | Code::Enter
            | Code::Tab
            | Code::BackTab
            | Code::Esc
            | Code::Backspace
            | Code::Delete
            | Code::Insert
            | Code::Up
            | Code::Down
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End
            | Code::PageUp
            | Code::PageDown => None,
        }
    }
}

/// What a key means here.
pub fn resolve(context: Context, key: Key) -> Option<Action> {
    let key = key.written();
    let contexts = context.kinds().chain([Context::Everywhere]);
    first(contexts, |binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// What a key means in this context alone, and nowhere around it.
pub(super) fn own(context: Context, key: Key) -> Option<Action> {
    let key = key.written();
    first([context].into_iter(), |binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// The binding to show for an action here: what holds everywhere rather than what this only takes after.
pub fn binding(context: Context, action: Action) -> Option<&'static Binding> {
    let contexts = [context, Context::Everywhere].into_iter().chain(context.kinds());
    first(contexts, |binding| binding.action == action)
}

fn first(
    mut contexts: impl Iterator<Item = Context>,
    is_meant: impl Fn(&Binding) -> bool,
) -> Option<&'static Binding> {
    contexts.find_map(|context| bindings().find(|binding| binding.context == context && is_meant(binding)))
}

/// Where the keys go now.
pub fn context(model: &Model) -> Context {
    match (&model.overlay, model.focus) {
        (Some(Overlay::Help { .. }), _) => Context::Help,
        (
            Some(
                Overlay::ConfirmQuit
                | Overlay::ConfirmLogout
                | Overlay::ConfirmRecall
                | Overlay::ConfirmSend
                | Overlay::ConfirmDeed,
            ),
            _,
        ) => Context::Confirm,
        (Some(Overlay::Contact { .. }), _) => Context::Contact,
        (Some(Overlay::Search | Overlay::Join | Overlay::Faces | Overlay::Stickers | Overlay::Attach), _) => {
            Context::Search
        }
        (Some(Overlay::Links), _) => Context::Links,
        (Some(Overlay::Accounts), _) => Context::Accounts,
        (Some(Overlay::Unfolded), _) => Context::Unfolded,
        (Some(Overlay::Details), _) => Context::Details,
        (Some(Overlay::Viewer(_)), _) => Context::Viewer,
        (Some(Overlay::Request { .. }), _) => Context::Request,
        (Some(Overlay::Naming), _) => Context::Field,
        (Some(Overlay::Roster | Overlay::Forward), _) => Context::Roster,
        (Some(Overlay::Shared), _) => Context::Shared,
        (Some(Overlay::Login), _) => Context::Login,
        (None, _) if !model.has_panes() => Context::Login,
        (None, Focus::List) => Context::List,
        (None, Focus::Composer) if model.talk().is_some_and(|talk| talk.selected.is_some()) => {
            Context::Message
        }
        (None, Focus::Composer) if completion::offered(model).is_some() => Context::Complete,
        (None, Focus::Composer) => Context::Composer,
    }
}

/// The few keys that matter most here, for the status bar: those that would do something, what matters most first.
pub fn most_wanted(model: &Model) -> Cow<'static, [Action]> {
    let fixed: &[Action] = match context(model) {
        Context::Message => return of_message(model).into(),
        Context::Login => &[Action::ToggleLink, Action::Help, Action::Quit],
        Context::Help
        | Context::Confirm
        | Context::Search
        | Context::Accounts
        | Context::Complete
        | Context::Request
        | Context::Field
        | Context::Roster
        | Context::Shared
        | Context::Links
        | Context::Details => &[Action::Back],
        Context::Viewer => &[
            Action::Zoom(true),
            Action::Zoom(false),
            Action::Pan(Side::Left),
            Action::TurnPicture(Toward::Newer),
            Action::TurnPicture(Toward::Older),
            Action::Back,
        ],
        Context::Contact | Context::Unfolded => &[Action::Open, Action::Back],
        Context::Composer => &[Action::Send, Action::NewLine, Action::Back, Action::Help],
        // Nothing is there to be opened.
        Context::List | Context::Everywhere if list::under_bar(model).is_none() => {
            if model.finder.query.is_empty() {
                &[Action::Help, Action::Quit]
            } else {
                &[Action::Back, Action::Help, Action::Quit]
            }
        }
        Context::List | Context::Everywhere => match model.finder.tab {
            Tab::Chats => &[Action::Open, Action::Book, Action::Help, Action::Quit],
            Tab::Accounts => &[Action::Open, Action::TabLeft, Action::Help, Action::Quit],
            Tab::Book => &[Action::Open, Action::JumpToChat, Action::Help, Action::Quit],
        },
    };
    fixed.into()
}

/// The main one and the way out stay where there is no room for more.
fn of_message(model: &Model) -> Vec<Action> {
    let mut wanted = possible::with_chosen(model);
    let second = wanted.len().min(1);
    wanted.splice(second..second, [Action::Back, Action::Help]);
    wanted
}
