//! The page of a message's details.
//!
//! Owns its layout and the words for each fact. Never: which facts there are (`app::details`), or foreign text that is not
//! safe.

use ratatui::buffer::Buffer;

use super::canvas::{Row, clear, columns, restyle, rows};
use super::card::{kind, size};
use super::{View, clock, fault, keys, names, panel};
use crate::app::action::{Action, Deed};
use crate::app::details::{self, Details, Fact};
use crate::app::layout::page_areas;
use crate::domain::text::{slice, wrap};
use crate::port::store::State;

/// Columns between a label and what it labels.
const BETWEEN: u16 = 2;
const LABELS: [&str; 10] = [
    "details-kind",
    "details-who",
    "details-when",
    "details-state",
    "details-id",
    "details-types",
    "details-size",
    "details-extent",
    "details-file",
    "details-md5",
];

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let (Some(areas), Some(details)) = (page_areas(view.model), view.model.details.as_deref()) else {
        return;
    };
    clear(buffer, areas.frame);
    panel::edge(view, areas.frame, &view.say("details-title"), buffer);
    let theme = view.theme();
    let all = details.rows(areas.rows.width);
    let first = details
        .top
        .min(all.len().saturating_sub(areas.rows.height.into()));
    let labels = LABELS.iter().map(|id| columns(&view.say(id))).max();
    let indent = labels.unwrap_or_default() + BETWEEN;
    let entries = details.entries();
    let chosen = entries.get(details.chosen);
    for (at, row) in (0..areas.rows.height).zip(all.iter().skip(first)) {
        let mut cells = Row::new(buffer, areas.rows, at);
        match row {
            details::Row::Gap => {}
            details::Row::AddressesHead => {
                cells.say(&view.say("details-addresses"), theme.strong);
            }
            details::Row::Address(nth, range) => {
                cells.put(slice(details.address(*nth), range.clone()), theme.text);
            }
            details::Row::RawHead => {
                let id = match (details.raw().is_empty(), details.waiting) {
                    (false, _) => "details-raw",
                    (true, true) => "details-waiting",
                    (true, false) => "details-no-raw",
                };
                cells.say(&view.say(id), theme.strong);
            }
            details::Row::Raw(range) => {
                cells.put(slice(details.raw(), range.clone()), theme.dim);
            }
            details::Row::Why(nth) => {
                let words = state(view, details.line.state);
                cells.skip(indent);
                let row = wrap(&words, cells.left()).into_iter().nth(nth + 1);
                cells.put(slice(&words, row.unwrap_or_default()), theme.text);
            }
            details::Row::Fact(of) => fact(view, (details, of), indent, &mut cells),
        }
        if chosen.is_some_and(|chosen| row.is_of(chosen)) {
            restyle(buffer, rows(areas.rows, at, 1), theme.bar);
        }
    }
    let more = all.len().saturating_sub(first + usize::from(areas.rows.height));
    let [copy, back] = [Action::Deed(Deed::Copy), Action::Back].map(|action| keys::of(view, action));
    let args = [("copy", (&*copy).into()), ("back", (&*back).into())];
    let hints = view.say_with("details-keys", &args);
    panel::foot(view, areas.keys, (&hints, more), buffer);
}

/// A label and what it labels. Why a message failed goes on below.
fn fact(view: View<'_>, (details, fact): (&Details, &Fact), indent: u16, cells: &mut Row<'_>) {
    let theme = view.theme();
    let (label, words) = told(view, details, fact);
    let label = view.say(label);
    cells.put(&label, theme.dim);
    cells.skip(indent.saturating_sub(columns(&label)));
    if let (Fact::State, State::Failed(..)) = (fact, details.line.state) {
        let first = wrap(&words, cells.left()).into_iter().next().unwrap_or_default();
        cells.put(slice(&words, first), theme.text);
    } else {
        cells.tell(&words, theme.text);
    }
}

fn told(view: View<'_>, details: &Details, fact: &Fact) -> (&'static str, String) {
    let line = &details.line;
    match fact {
        Fact::Kind => ("details-kind", view.say(kind(&line.body)).into_owned()),
        Fact::Who => {
            let who = names::from(view, (details.chat, line.from));
            ("details-who", who.into_owned())
        }
        Fact::When => ("details-when", clock::exact(line.at, &view.model.settings.zone)),
        Fact::State => ("details-state", state(view, line.state)),
        Fact::Id(id) => ("details-id", id.0.to_string()),
        Fact::Types(msg_type, 0) => ("details-types", msg_type.to_string()),
        Fact::Types(msg_type, app_type) => ("details-types", format!("{msg_type} · AppMsgType {app_type}")),
        Fact::Bytes(bytes) => ("details-size", format!("{} ({bytes} B)", size(*bytes))),
        Fact::Extent(width, height) => ("details-extent", format!("{width}×{height}")),
        Fact::FileName(name) => ("details-file", name.as_str().to_owned()),
        Fact::Md5(md5) => ("details-md5", md5.to_string()),
    }
}

fn state(view: View<'_>, state: State) -> String {
    let id = match state {
        State::Kept(_) => "details-kept",
        State::Queued(_) => "details-queued",
        State::Sending(_) => "details-sending",
        State::Unconfirmed(_) => "details-unconfirmed",
        State::Failed(_, why) => {
            let why = fault::failure(why, &view.look.words);
            return view.say_with("not-sent", &[("why", (&*why).into())]);
        }
    };
    view.say(id).into_owned()
}
