//! What each action does. Owns only the way from the key to the file that knows.

use super::action::{Action, Deed, Edit};
use super::attach;
use super::bindings::bindings;
use super::compose::{self, note_draft};
use super::fields;
use super::finder::Tab;
use super::joiner;
use super::keymap::{self, Context, Key, context, resolve};
use super::layout;
use super::links;
use super::list;
use super::login;
use super::manage::{self, naming, requests, shared};
use super::message_act;
use super::model::{Focus, Hint, Model, Overlay};
use super::moving;
use super::people;
use super::reach;
use super::reading::{self, all_panes, read_open};
use super::scrolling;
use super::search::{self, Scope};
use super::step::{Effect, Step, TermCommand, Touched};
use super::{
    accounts, closing, completion, details, external, forwarding, help, jump, quoting, recalling, stuck,
    trail, unfold, viewer, windows,
};

pub(super) fn on_key(model: &mut Model, key: Key, step: &mut Step) {
    model.hint = None;
    if model.overlay.is_none() {
        model.trail.end();
    }
    let context = context(model);
    // Where nothing can be marked, the blank is a letter.
    let means = |action: &Action| *action != Action::Mark || fields::marks(model);
    if let Some(action) = resolve(context, key).filter(means) {
        if is_for(model, context, action) {
            act(model, context, action, step);
        } else {
            let inside = model.has_panes();
            model.hint = Some(if inside { Hint::Covered } else { Hint::NotLoggedIn });
        }
    } else if is_read(context) {
        model.hint = Some(Hint::NoMeaning);
    } else if let Some(typed) = key.typed() {
        let mut buffer = [0; 4];
        type_text(model, context, typed.encode_utf8(&mut buffer), step);
    } else if let Some((context, action)) = reach::meant(model, context, key, step) {
        act(model, context, action, step);
    }
}

pub(super) fn on_paste(model: &mut Model, text: &str, step: &mut Step) {
    model.hint = None;
    let context = context(model);
    let writes = matches!(context, Context::Composer | Context::Complete | Context::Message);
    if text.is_empty() && writes {
        // What terminals send where the clipboard holds no words.
        return attach::paste(model, step);
    }
    let was_empty = model.talk().is_some_and(|talk| talk.draft.is_empty());
    if context == Context::Search {
        return fields::paste(model, text, step);
    }
    type_text(model, context, text, step);
    // What was pasted is meant as it is: Enter sends it, and takes no offer for it.
    model.completion = None;
    if matches!(context, Context::Composer | Context::Message) {
        attach::on_paste(model, text, was_empty, step);
    }
}

/// A page without a field: what is typed on it goes nowhere, and that is said.
fn is_read(context: Context) -> bool {
    matches!(
        context,
        Context::Help
            | Context::Contact
            | Context::Accounts
            | Context::Unfolded
            | Context::Details
            | Context::Links
            | Context::Viewer
            | Context::Request
            | Context::Shared
    )
}

/// Nothing moves behind the login screen, the key table or a question: there only a few actions mean something.
fn is_for(model: &Model, context: Context, action: Action) -> bool {
    let picking = matches!(model.overlay, Some(Overlay::Faces | Overlay::Stickers));
    if picking && matches!(action, Action::Deed(Deed::Faces | Deed::Stickers)) {
        return true;
    }
    let panes = matches!(
        context,
        Context::List | Context::Composer | Context::Complete | Context::Message | Context::Everywhere
    );
    let besides = [
        (Context::Search, Action::Search),
        (Context::Search, Action::SearchEverywhere),
        (Context::Login, Action::Accounts),
    ];
    let besides = besides.contains(&(context, action)) || ALWAYS.contains(&action);
    let here = |of| context.kinds().any(|kind| kind == of);
    panes || besides || bindings().any(|binding| binding.action == action && here(binding.context))
}

const ALWAYS: [Action; 6] = [
    Action::Help,
    Action::Quit,
    Action::HowToQuit,
    Action::Back,
    Action::Redraw,
    Action::LoginAgain,
];

fn type_text(model: &mut Model, context: Context, text: &str, step: &mut Step) {
    match context {
        Context::List => list::type_query(model, text, step),
        Context::Search | Context::Roster => fields::type_text(model, text, step),
        Context::Composer | Context::Complete => {
            if let Some(talk) = model.talk_mut() {
                talk.draft.insert(text);
                completion::look(model);
                note_draft(model, step);
                step.touch(Touched::INPUT);
            }
        }
        // What means nothing to the message is meant for the draft.
        Context::Message => {
            unselect(model, step);
            type_text(model, keymap::context(model), text, step);
        }
        Context::Field => naming::type_text(model, text, step),
        Context::Everywhere
        | Context::Login
        | Context::Help
        | Context::Confirm
        | Context::Contact
        | Context::Unfolded
        | Context::Details
        | Context::Links
        | Context::Viewer
        | Context::Request
        | Context::Shared
        | Context::Accounts => {}
    }
}

fn act(model: &mut Model, context: Context, action: Action, step: &mut Step) {
    match action {
        Action::Help => help::open(model),
        Action::Quit => quit(model, step),
        Action::LogOut => ask_to_log_out(model),
        Action::Agree => agree(model, step),
        Action::HowToQuit => model.hint = Some(Hint::HowToQuit),
        Action::Back => closing::back(model, step),
        Action::Redraw => redraw(step),
        Action::ToggleLink => login::toggle_link(model, step),
        Action::NewCode => login::begin(model, step),
        Action::Continue => login::go_on(model, step),
        Action::LoginAgain => login::again(model, step),
        Action::Accounts => accounts::open(model, step),
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
            moving::act(model, context, action, step);
        }
        Action::Edit(edit) => edit_in(model, context, edit, step),
        Action::NextPane => next_pane(model, step),
        Action::JumpToChat => list::show(model, Tab::Chats, step),
        Action::Book => list::book(model, step),
        Action::NthChat(n) => list::open_nth(model, n, step),
        Action::NextUnread => reading::next_unread(model, step),
        Action::Contact => people::open_page(model, step),
        Action::Join(nth) => people::join_nth(model, nth, step),
        Action::JoinWith => joiner::open(model, step),
        Action::Manage(contact) => manage::act(model, contact, step),
        Action::Divide => people::divide(model, step),
        Action::Search => search::open(model, Scope::Here, step),
        Action::SearchEverywhere => search::open(model, Scope::Everywhere, step),
        Action::GoBack => _ = windows::back(model, step),
        Action::Open => open_in(model, context, step),
        Action::TabLeft => list::sideways(model, Tab::Chats, step),
        Action::TabRight => list::sideways(model, Tab::Book, step),
        Action::Mark => fields::mark(model, step),
        Action::ScrollUp => scrolling::by(model, -1, step),
        Action::ScrollDown => scrolling::by(model, 1, step),
        Action::ScrollPageUp => scrolling::page(model, -1, step),
        Action::ScrollPageDown => scrolling::page(model, 1, step),
        Action::ScrollTop => scrolling::top(model, step),
        Action::ScrollBottom => scrolling::bottom(model, step),
        Action::SelectUp => scrolling::select(model, true, step),
        Action::SelectDown => scrolling::select(model, false, step),
        Action::Resend => message_act::again(model, step),
        Action::EditFailed => stuck::edit_failed(model, step),
        Action::MarkSent => stuck::mark_sent(model, step),
        Action::DropFailed => stuck::drop_failed(model, step),
        Action::Quote => quoting::quote(model, step),
        Action::Recall => recalling::ask(model),
        Action::Forward => forwarding::open(model, step),
        Action::Editor => external::open(model, step),
        Action::LookInto => look_into(model, context, step),
        Action::Details => details::open(model, step),
        Action::Deed(deed) => message_act::act(model, deed, step),
        Action::View => viewer::open(model, step),
        Action::Zoom(nearer) => viewer::zoom(model, nearer, step),
        Action::Pan(side) => viewer::pan(model, side, step),
        Action::TurnPicture(toward) => viewer::turn(model, toward, step),
        Action::Send => compose::send(model, step),
        Action::NewLine => type_text(model, Context::Composer, "\n", step),
    }
}

fn look_into(model: &mut Model, context: Context, step: &mut Step) {
    if context == Context::Shared {
        manage::go_there(model, step);
    } else {
        jump::look(model, step);
    }
}

fn redraw(step: &mut Step) {
    step.term(TermCommand::Repaint);
    step.touch(Touched::ALL);
}

/// Enter on whatever the bar is on.
fn open_in(model: &mut Model, context: Context, step: &mut Step) {
    match context {
        Context::Contact => people::write_to(model, step),
        Context::Search | Context::Roster => fields::agree(model, step),
        Context::Links => links::follow(model, step),
        Context::Accounts => accounts::choose(model, step),
        Context::Complete => completion::choose(model, step),
        Context::List | Context::Composer | Context::Everywhere => list::open(model, step),
        Context::Unfolded => unfold::enter(model, step),
        Context::Request => requests::enter(model, step),
        Context::Field => naming::agree(model, step),
        Context::Shared => shared::enter(model, step),
        Context::Message
        | Context::Login
        | Context::Help
        | Context::Confirm
        | Context::Details
        | Context::Viewer => {}
    }
}

/// An edit of the text that has the keys.
fn edit_in(model: &mut Model, context: Context, edit: Edit, step: &mut Step) {
    match context {
        Context::List => list::edit_query(model, edit, step),
        Context::Search | Context::Roster => fields::edit(model, edit, step),
        Context::Composer | Context::Complete => edit_draft(model, edit, step),
        Context::Field => naming::edit(model, edit, step),
        Context::Everywhere
        | Context::Message
        | Context::Login
        | Context::Help
        | Context::Confirm
        | Context::Contact
        | Context::Unfolded
        | Context::Details
        | Context::Links
        | Context::Viewer
        | Context::Request
        | Context::Shared
        | Context::Accounts => {}
    }
}

/// What is kept goes out, or is asked about, when weft is started again: only what would be lost is asked about now.
fn quit(model: &mut Model, step: &mut Step) {
    let lasts = model.outbox.unsent() == 0 || model.history.keeps();
    if lasts || model.overlay == Some(Overlay::ConfirmQuit) {
        step.effects.push(Effect::Quit);
    } else {
        trail::open(model, Overlay::ConfirmQuit);
    }
}

fn ask_to_log_out(model: &mut Model) {
    if model.has_panes() {
        trail::open(model, Overlay::ConfirmLogout);
    }
}

fn agree(model: &mut Model, step: &mut Step) {
    match model.overlay {
        Some(Overlay::ConfirmQuit) => step.effects.push(Effect::Quit),
        Some(Overlay::ConfirmLogout) => login::log_out(model, step),
        Some(Overlay::ConfirmRecall) => recalling::recall(model, step),
        Some(Overlay::ConfirmSend) => attach::agree(model, step),
        Some(Overlay::ConfirmDeed) => manage::agree_to_deed(model, step),
        None
        | Some(
            Overlay::Help { .. }
            | Overlay::Search
            | Overlay::Contact { .. }
            | Overlay::Request { .. }
            | Overlay::Naming
            | Overlay::Roster
            | Overlay::Shared
            | Overlay::Join
            | Overlay::Faces
            | Overlay::Stickers
            | Overlay::Forward
            | Overlay::Links
            | Overlay::Attach
            | Overlay::Accounts
            | Overlay::Unfolded
            | Overlay::Details
            | Overlay::Viewer(_)
            | Overlay::Login,
        ) => {}
    }
}

pub(super) fn unselect(model: &mut Model, step: &mut Step) {
    if let Some(talk) = model.talk_mut() {
        talk.selected = None;
    }
    step.touch(Touched::CONVERSATION);
}

fn next_pane(model: &mut Model, step: &mut Step) {
    match model.focus {
        Focus::Composer => model.focus = Focus::List,
        Focus::List if model.chats.open.is_none() => list::open(model, step),
        Focus::List => model.focus = Focus::Composer,
    }
    read_open(model, step);
    step.touch(all_panes());
}

/// At the first and last row of the text, ↑ and ↓ go on into the conversation.
fn edit_draft(model: &mut Model, edit: Edit, step: &mut Step) {
    let columns = layout::input_columns(model);
    let mention = completion::whole_mention(model).filter(|_| edit == Edit::Backspace);
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let changed = match mention {
        Some(from) => {
            let caret = talk.draft.caret();
            talk.draft.swap(from..caret, "");
            true
        }
        None => talk.draft.apply(edit, columns),
    };
    let first = talk.draft.caret() == 0;
    if changed {
        completion::look(model);
        note_draft(model, step);
        step.touch(Touched::INPUT);
    } else if edit == Edit::Backspace && first {
        quoting::take_off(model, step);
    } else if edit == Edit::RowUp {
        scrolling::by(model, -1, step);
    } else if edit == Edit::RowDown {
        scrolling::by(model, 1, step);
    }
}
