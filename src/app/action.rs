//! What the person meant, after the keymap.

use super::manage::ContactAction;
use super::viewer::Toward;

/// The unit of the key table: every entry is in the help, and can be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    // everywhere
    Help,
    Quit,
    /// Ctrl-C: neither copies nor quits here; says how to quit.
    HowToQuit,
    /// One level back; never destroys text.
    Back,
    Redraw,
    /// Forget the session and keep the history; asks first.
    LogOut,
    /// Yes, to the question on screen.
    Agree,
    // login
    /// The QR code or its link, in turn.
    ToggleLink,
    /// A fresh code, whatever the login is at.
    NewCode,
    /// What the login screen offers: accept the warning, ask for a new code, try again now.
    Continue,
    /// After the session ended: a new login. While the line is down: try now.
    LoginAgain,
    /// Which accounts are kept here; from there to another.
    Accounts,
    // moving between panes and chats
    NextPane,
    JumpToChat,
    Book,
    NthChat(u8),
    NextUnread,
    /// Everything known of somebody.
    Contact,
    /// On that page: the peer suggested at this place is the same.
    Join(u8),
    /// On that page: to a choice among everybody it may be.
    JoinWith,
    /// On that page: who was joined last is somebody else.
    Divide,
    /// About people and groups.
    Manage(ContactAction),
    // the search
    /// In the open chat, or from the list everywhere; while searching, the other of the two.
    Search,
    SearchEverywhere,
    /// To where the reader was before a jump.
    GoBack,
    // the list
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    TabLeft,
    TabRight,
    // a field with hits below it
    /// This one too, or not this one.
    Mark,
    // the conversation
    ScrollUp,
    ScrollDown,
    ScrollPageUp,
    ScrollPageDown,
    ScrollTop,
    ScrollBottom,
    SelectUp,
    SelectDown,
    Resend,
    EditFailed,
    /// It arrived, whatever weft knows.
    MarkSent,
    DropFailed,
    // a chosen message
    Quote,
    Recall,
    Forward,
    /// Into the chosen message: to what it replies to, or what is folded up in it.
    LookInto,
    /// Everything known of the chosen message.
    Details,
    /// With the chosen message, or with files.
    Deed(Deed),
    /// The chosen message's picture on the whole screen.
    View,
    // its picture there
    /// Nearer, or farther.
    Zoom(bool),
    Pan(Side),
    /// To the next, or the one before.
    TurnPicture(Toward),
    // the composer
    Send,
    NewLine,
    /// The draft in an editor of the person's own.
    Editor,
    Edit(Edit),
}

/// What is done with the chosen message and with files, and what is put or sent from a picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// What its kind does by nature.
    Enter,
    Open,
    Save,
    /// A download, or an own message on its way.
    Stop,
    Links,
    /// Its words; in the choice of addresses, the one the bar is on.
    Copy,
    /// In that choice: the one at this place.
    NthLink(u8),
    /// The picker of faces and emoji.
    Faces,
    /// The sticker picker.
    Stickers,
    /// The file picker.
    Attach,
    /// What is on the clipboard.
    Paste,
    /// In it: the path up to what the bar is on. Among faces, over to the stickers, and back.
    Complete,
}

/// A way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Left,
    Right,
    Up,
    Down,
}

/// A readline edit, of the composer or the filter field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    Left,
    Right,
    WordLeft,
    WordRight,
    RowUp,
    RowDown,
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    Backspace,
    Delete,
    KillWordBack,
    KillWordForward,
    KillToStart,
    KillToEnd,
    Yank,
    Transpose,
    Undo,
    Redo,
}
