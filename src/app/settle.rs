//! What follows from any turn, whatever it was about: the list in view, records to fetch, messages to hand on, the
//! title, and the regions that changed as a consequence.

use std::borrow::Cow;

use super::action::Action;
use super::chats::FOLDER;
use super::completion::Completion;
use super::finder::Tab;
use super::keymap::most_wanted;
use super::layout::{self, Areas, areas, entries_shown};
use super::model::{Focus, Hint, Model, Overlay};
use super::on_net::refresh_finder;
use super::step::{Step, TermCommand, Touched};
use super::{
    Event, completion, compose, fetching, files, journal, pictures, recalling, redeliver, scrolling, search,
    windows,
};
use crate::domain::id::PeerId;

/// What the turn is compared with at its end: numbers and what is shared, so that taking it costs a key nothing.
pub(super) struct Before {
    areas: Option<Areas>,
    hint: Option<Hint>,
    covered: bool,
    overlay: Option<Overlay>,
    unread: u32,
    listed: Listed,
    size: Option<usize>,
    offered: Option<Completion>,
    recall: Option<u64>,
    /// The keys that the status bar tells.
    wanted: Cow<'static, [Action]>,
    /// The message to be kept in view.
    held: Option<scrolling::Held>,
}

/// Which entries are in view, as far as it can be told without looking at each.
#[derive(PartialEq, Eq)]
struct Listed {
    chats: (u64, usize),
    hits: usize,
}

impl Listed {
    fn of(model: &Model) -> Self {
        Self {
            chats: (model.chats.moves(), model.chats.top),
            hits: model.finder.top,
        }
    }
}

impl Before {
    pub(super) fn of(model: &Model, event: &Event) -> Self {
        Self {
            areas: areas(model),
            hint: model.hint.clone(),
            covered: is_covered(model),
            overlay: model.overlay,
            unread: model.chats.unread_total(),
            listed: Listed::of(model),
            size: compose::size_to_tell(model),
            offered: completion::offered(model).cloned(),
            recall: recalling::seconds_left(model),
            wanted: most_wanted(model),
            held: scrolling::held(model, event),
        }
    }
}

fn is_covered(model: &Model) -> bool {
    !model.has_panes() || model.overlay.is_some()
}

pub(super) fn settle(model: &mut Model, before: &Before, step: &mut Step) {
    measure(model, before, step);
    follow_folder(model, before, step);
    scrolling::hold(model, before.held, step);
    if step.touched.has_entries() {
        show_selection(model);
    }
    if Listed::of(model) != before.listed {
        step.touch(Touched::LIST);
    }
    if model.focus == Focus::Composer {
        model.finder.from = None;
    }
    if compose::size_to_tell(model) != before.size {
        step.touch(Touched::COMPOSER);
    }
    if completion::offered(model) != before.offered.as_ref()
        || recalling::seconds_left(model) != before.recall
    {
        step.touch(Touched::CONVERSATION);
    }
    fetching::fetch(model, step);
    files::settle(model, step);
    compose::release(model, step);
    journal::flush(model, step);
    compose::hand_on(model, step);
    windows::settle(model, step);
    search::refresh(model, step);
    if model.overlay != before.overlay {
        step.touch(Touched::ALL);
    }
    pictures::settle(model, step);
    redeliver::hold_back(model, step);
    let unread = model.chats.unread_total();
    if unread != before.unread {
        step.term(TermCommand::Title { unread });
        step.touch(Touched::STATUS);
    }
    if model.hint != before.hint || most_wanted(model) != before.wanted {
        step.touch(Touched::STATUS);
    }
    let covered = is_covered(model) || before.covered;
    if covered && !step.touched.is_none() {
        step.touch(Touched::ALL);
    }
}

/// The composer grows with its text, and takes the rows from the conversation.
fn measure(model: &mut Model, before: &Before, step: &mut Step) {
    if step.touched.has(Touched::COMPOSER) || step.touched.has(Touched::INPUT) {
        let columns = layout::input_columns(model);
        let rows = model.talk().map_or(1, |talk| talk.draft.rows(columns).len());
        model.composer_rows = u16::try_from(rows).unwrap_or(u16::MAX);
    }
    let now = areas(model);
    if now == before.areas {
        return;
    }
    let same_frame = match (now, before.areas) {
        (Some(now), Some(then)) => now.list == then.list && now.status == then.status,
        (None | Some(_), None) | (None, Some(_)) => false,
    };
    step.touch(if same_frame {
        Touched::CONVERSATION.and(Touched::COMPOSER)
    } else {
        Touched::ALL
    });
}

/// What happens in the folder shows on its entry, or, where it is what the list shows, in its order.
fn follow_folder(model: &mut Model, before: &Before, step: &mut Step) {
    let inside = |peer: &PeerId| model.chats.is_folded(*peer);
    if step.touched.entries().any(|peer| inside(&peer)) {
        step.touch(Touched::entry(FOLDER));
    }
    let moved = Listed::of(model).chats.0 != before.listed.chats.0;
    if moved && model.finder.tab == Tab::Accounts {
        refresh_finder(model);
        step.touch(Touched::LIST);
    }
}

/// Moves the list's first entry so that the bar is on screen, whatever was sorted or resized.
fn show_selection(model: &mut Model) {
    let shown = entries_shown(model);
    if model.finder.lists_hits() {
        let finder = &mut model.finder;
        finder.top = in_view(finder.top, finder.selected, finder.hits.len(), shown);
        return;
    }
    let chats = &mut model.chats;
    if chats.selected.is_some_and(|peer| chats.is_folded(peer)) {
        chats.selected = Some(FOLDER);
    }
    if chats.selected.is_none_or(|peer| !chats.order.contains(&peer)) {
        // The chat under the bar is gone: the bar stays where it was.
        chats.selected = chats.order.get(chats.top).or(chats.order.last()).copied();
    }
    let at = chats.selected.and_then(|peer| chats.position(peer)).unwrap_or(0);
    chats.top = in_view(chats.top, at, chats.order.len(), shown);
}

/// Keeps the bar on screen. Where it would leave, the list moves by a quarter of what is shown: one sees what comes next,
/// and most steps change two entries instead of all.
fn in_view(top: usize, selected: usize, count: usize, shown: usize) -> usize {
    let last_top = count.saturating_sub(shown);
    let ahead = shown / 4;
    let top = if selected < top {
        selected.saturating_sub(ahead)
    } else if selected >= top + shown {
        (selected + 1 + ahead).saturating_sub(shown)
    } else {
        top
    };
    top.min(last_top)
}
