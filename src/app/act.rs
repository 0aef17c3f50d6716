//! What each action does. Owns only the way from the key to the file that knows.

use super::accounts;
use super::action::{Action, Edit};
use super::bindings::BINDINGS;
use super::compose::{self, note_draft};
use super::finder::Tab;
use super::joiner;
use super::keymap::{Context, Key, context, resolve};
use super::layout;
use super::list;
use super::login;
use super::model::{Focus, Hint, Model, Overlay};
use super::people;
use super::reading::{self, all_panes, read_open};
use super::scrolling;
use super::search::{self, Scope};
use super::step::{Effect, Step, TermCommand, Touched};

/// Rows of the key table for a page key.
const HELP_PAGE: isize = 10;

pub(super) fn on_key(model: &mut Model, key: Key, step: &mut Step) {
    model.hint = None;
    let context = context(model);
    if let Some(action) = resolve(context, key) {
        if is_for(context, action) {
            act(model, context, action, step);
        }
    } else if let Some(typed) = key.typed() {
        let mut buffer = [0; 4];
        type_text(model, context, typed.encode_utf8(&mut buffer), step);
    }
}

pub(super) fn on_paste(model: &mut Model, text: &str, step: &mut Step) {
    model.hint = None;
    let context = context(model);
    type_text(model, context, text, step);
}

/// Nothing moves behind the login screen, the key table or a question: there only a few actions mean something.
fn is_for(context: Context, action: Action) -> bool {
    match context {
        Context::List | Context::Composer | Context::Everywhere => true,
        Context::Search if matches!(action, Action::Search | Action::SearchEverywhere) => true,
        Context::Login if action == Action::Accounts => true,
        Context::Search
        | Context::Login
        | Context::Help
        | Context::Confirm
        | Context::Contact
        | Context::Accounts => {
            let local = BINDINGS
                .iter()
                .any(|binding| binding.context == context && binding.action == action);
            local || ALWAYS.contains(&action)
        }
    }
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
        Context::Search if joins(model) => joiner::type_text(model, text, step),
        Context::Search => search::type_text(model, text, step),
        Context::Composer => {
            if let Some(talk) = model.talk_mut() {
                talk.draft.insert(text);
                note_draft(model, step);
                step.touch(Touched::INPUT);
            }
        }
        Context::Everywhere
        | Context::Login
        | Context::Help
        | Context::Confirm
        | Context::Contact
        | Context::Accounts => {}
    }
}

fn act(model: &mut Model, context: Context, action: Action, step: &mut Step) {
    match action {
        Action::Help => model.overlay = Some(Overlay::Help { top: 0 }),
        Action::Quit => quit(model, step),
        Action::LogOut => ask_to_log_out(model),
        Action::Agree => agree(model, step),
        Action::HowToQuit => model.hint = Some(Hint::HowToQuit),
        Action::Back => back(model, step),
        Action::Redraw => {
            step.term(TermCommand::Repaint);
            step.touch(Touched::ALL);
        }
        Action::ToggleLink => {
            model.login.show_link = !model.login.show_link;
            step.touch(Touched::ALL);
        }
        Action::NewCode => login::begin(model, step),
        Action::Continue => login::go_on(model, step),
        Action::LoginAgain => login::again(model, step),
        Action::Accounts => accounts::open(model, step),
        Action::Up => move_in(model, context, By::Entries(-1), step),
        Action::Down => move_in(model, context, By::Entries(1), step),
        Action::PageUp => move_in(model, context, By::Pages(-1), step),
        Action::PageDown => move_in(model, context, By::Pages(1), step),
        Action::First => move_in(model, context, By::Entries(isize::MIN), step),
        Action::Last => move_in(model, context, By::Entries(isize::MAX), step),
        Action::Edit(edit) => edit_in(model, context, edit, step),
        Action::NextPane => next_pane(model, step),
        Action::JumpToChat => list::show(model, Tab::Chats, step),
        Action::Book => list::book(model, step),
        Action::NthChat(n) => list::open_nth(model, n, step),
        Action::NextUnread => reading::next_unread(model, step),
        Action::Contact => people::open_page(model, step),
        Action::Join(nth) => people::join_nth(model, nth, step),
        Action::JoinWith => joiner::open(model, step),
        Action::Divide => people::divide(model, step),
        Action::Search => search::open(model, Scope::Here, step),
        Action::SearchEverywhere => search::open(model, Scope::Everywhere, step),
        Action::GoBack => search::back(model, step),
        Action::Open => open_in(model, context, step),
        Action::TabLeft => list::sideways(model, Tab::Chats, step),
        Action::TabRight => list::sideways(model, Tab::Book, step),
        Action::ScrollUp => scrolling::by(model, -1, step),
        Action::ScrollDown => scrolling::by(model, 1, step),
        Action::ScrollPageUp => scrolling::page(model, -1, step),
        Action::ScrollPageDown => scrolling::page(model, 1, step),
        Action::ScrollTop => scrolling::top(model, step),
        Action::ScrollBottom => scrolling::bottom(model, step),
        Action::SelectUp => scrolling::select(model, true, step),
        Action::SelectDown => scrolling::select(model, false, step),
        Action::Resend => compose::resend(model, step),
        Action::EditFailed => compose::edit_failed(model, step),
        Action::MarkSent => compose::mark_sent(model, step),
        Action::DropFailed => compose::drop_failed(model, step),
        Action::Send => compose::send(model, step),
        Action::NewLine => type_text(model, Context::Composer, "\n", step),
    }
}

/// Enter on whatever the bar is on.
fn open_in(model: &mut Model, context: Context, step: &mut Step) {
    match context {
        Context::Contact => people::write_to(model, step),
        Context::Search if joins(model) => joiner::agree(model, step),
        Context::Search => search::jump(model, step),
        Context::Accounts => accounts::choose(model, step),
        Context::List | Context::Composer | Context::Everywhere => list::open(model, step),
        Context::Login | Context::Help | Context::Confirm => {}
    }
}

/// An edit of the text that has the keys.
fn edit_in(model: &mut Model, context: Context, edit: Edit, step: &mut Step) {
    match context {
        Context::List => list::edit_query(model, edit, step),
        Context::Search if joins(model) => joiner::edit(model, edit, step),
        Context::Search => search::edit(model, edit, step),
        Context::Composer => edit_draft(model, edit, step),
        Context::Everywhere
        | Context::Login
        | Context::Help
        | Context::Confirm
        | Context::Contact
        | Context::Accounts => {}
    }
}

/// The field is that of whom to join.
fn joins(model: &Model) -> bool {
    model.overlay == Some(Overlay::Join)
}

#[derive(Clone, Copy)]
enum By {
    Entries(isize),
    Pages(isize),
}

/// Up, down, pages and ends: of the key table while it is shown, else of the list.
fn move_in(model: &mut Model, context: Context, by: By, step: &mut Step) {
    match (context, by) {
        (Context::Help, By::Entries(rows)) => scroll_help(model, rows, step),
        (Context::Help, By::Pages(pages)) => scroll_help(model, pages * HELP_PAGE, step),
        (Context::Contact, By::Entries(rows)) => people::scroll(model, rows, step),
        (Context::Contact, By::Pages(pages)) => people::scroll(model, pages * HELP_PAGE, step),
        (Context::Search, By::Entries(entries)) if joins(model) => joiner::move_by(model, entries, step),
        (Context::Search, By::Pages(pages)) if joins(model) => joiner::page(model, pages, step),
        (Context::Accounts, By::Entries(entries)) => accounts::move_by(model, entries, step),
        (Context::Search, By::Entries(hits)) => search::move_by(model, hits, step),
        (Context::Search, By::Pages(pages)) => search::page(model, pages, step),
        (Context::List, By::Entries(entries)) => list::move_by(model, entries, step),
        (Context::List, By::Pages(pages)) => list::page(model, pages, step),
        (
            Context::Everywhere | Context::Login | Context::Composer | Context::Confirm | Context::Accounts,
            _,
        ) => {}
    }
}

/// What is kept goes out, or is asked about, when weft is started again: only what would be lost is asked about now.
fn quit(model: &mut Model, step: &mut Step) {
    let lasts = model.outbox.unsent() == 0 || model.history.keeps();
    if lasts || model.overlay == Some(Overlay::ConfirmQuit) {
        step.effects.push(Effect::Quit);
    } else {
        model.overlay = Some(Overlay::ConfirmQuit);
    }
}

fn ask_to_log_out(model: &mut Model) {
    if model.has_panes() {
        model.overlay = Some(Overlay::ConfirmLogout);
    }
}

fn agree(model: &mut Model, step: &mut Step) {
    match model.overlay {
        Some(Overlay::ConfirmQuit) => step.effects.push(Effect::Quit),
        Some(Overlay::ConfirmLogout) => login::log_out(model, step),
        None
        | Some(
            Overlay::Help { .. }
            | Overlay::Search
            | Overlay::Contact { .. }
            | Overlay::Join
            | Overlay::Accounts
            | Overlay::Login,
        ) => {}
    }
}

/// One step back, the nearest first. Text is taken away by no step but the filter's own.
fn back(model: &mut Model, step: &mut Step) {
    if let Some(closed) = model.overlay.take() {
        match closed {
            Overlay::Accounts => accounts::on_closed(model, step),
            // Back on the page it was opened from.
            Overlay::Join => people::show_page(model, model.joiner.peer),
            Overlay::Help { .. }
            | Overlay::Search
            | Overlay::ConfirmQuit
            | Overlay::ConfirmLogout
            | Overlay::Contact { .. }
            | Overlay::Login => {}
        }
        read_open(model, step);
        step.touch(Touched::ALL);
        return;
    }
    if !model.has_panes() {
        return;
    }
    let (chosen, up) = model.talk().map_or((false, false), |talk| {
        (talk.selected.is_some(), talk.scroll.is_up())
    });
    let filtered = model.focus == Focus::List && !model.finder.query.is_empty();
    if chosen {
        if let Some(talk) = model.talk_mut() {
            talk.selected = None;
        }
        step.touch(Touched::CONVERSATION);
    } else if up {
        scrolling::bottom(model, step);
    } else if filtered {
        list::clear_query(model, step);
    } else if model.focus == Focus::Composer {
        model.focus = Focus::List;
        step.touch(all_panes());
    } else if model.finder.tab == Tab::Book {
        list::show(model, Tab::Chats, step);
    }
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
    let Some(talk) = model.talk_mut() else {
        return;
    };
    if talk.draft.apply(edit, columns) {
        note_draft(model, step);
        step.touch(Touched::INPUT);
    } else if edit == Edit::RowUp {
        scrolling::by(model, -1, step);
    } else if edit == Edit::RowDown {
        scrolling::by(model, 1, step);
    }
}

/// Scrolls the key table; it ends with its last key on top at the latest.
pub(super) fn scroll_help(model: &mut Model, rows: isize, step: &mut Step) {
    let last = BINDINGS.iter().filter(|binding| binding.shown).count();
    if let Some(Overlay::Help { top }) = &mut model.overlay {
        let to = usize::from(*top).saturating_add_signed(rows).min(last);
        *top = u16::try_from(to).unwrap_or(u16::MAX);
        step.touch(Touched::ALL);
    }
}
