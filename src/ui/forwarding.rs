//! To whom a message is forwarded: what it is, a field, the chats it finds, and the question.
//!
//! Owns its layout. Never: what becomes of the message.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::{Row, clear, restyle, rows};
use super::{View, keys, names, panel};
use crate::app::action::Action;
use crate::app::forwarding::{Forwarding, Freight, Lack, MOST};
use crate::app::layout::{PROMPT, search_areas};
use crate::domain::geometry::Area;
use crate::domain::text::slice;

/// Names told before it is only said how many more.
const NAMED: usize = 3;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let (Some(areas), Some(forwarding)) = (search_areas(view.model), view.model.forwarding.as_deref()) else {
        return;
    };
    let theme = view.theme();
    clear(buffer, areas.frame);
    panel::edge(view, areas.frame, &view.say("forward-title"), buffer);
    let prompt = Area {
        x: areas.field.x - PROMPT,
        width: PROMPT,
        ..areas.field
    };
    Row::new(buffer, prompt, 0).put(theme.glyphs.prompt, theme.accent);
    let (shown, _) = forwarding.field.line_view(areas.field.width);
    Row::new(buffer, areas.field, 0).put(slice(forwarding.field.text(), shown), theme.text);
    let (told, style) = told(view, forwarding);
    Row::new(buffer, areas.told, 0).say(&told, style);
    chats(view, forwarding, (areas.hits, buffer));
    let (agree, back) = (keys::of(view, Action::Open), keys::of(view, Action::Back));
    let args = [("agree", (&*agree).into()), ("back", (&*back).into())];
    let choice = if forwarding.asking {
        "forward-choice"
    } else {
        "forward-keys"
    };
    Row::new(buffer, areas.keys, 0).say(&view.say_with(choice, &args), theme.dim);
}

/// The question, or what is to be known before it, or what to do.
fn told(view: View<'_>, forwarding: &Forwarding) -> (String, Style) {
    let theme = view.theme();
    if forwarding.asking {
        let chats = marked(view, forwarding);
        let args = [("names", (&*chats).into())];
        return (
            view.say_with("forward-question", &args),
            theme.accent.patch(theme.strong),
        );
    }
    if let Some(id) = what(forwarding) {
        return (view.say(id).into_owned(), theme.warning);
    }
    if forwarding.marked.len() >= MOST {
        let args = [("count", MOST.into())];
        return (view.say_with("forward-most", &args), theme.warning);
    }
    (view.say("forward-what").into_owned(), theme.dim)
}

/// Where the caret of the field stands.
pub fn caret(view: View<'_>) -> Option<Position> {
    let area = search_areas(view.model)?.field;
    let (_, at) = view.model.forwarding.as_deref()?.field.line_view(area.width);
    Some(Position::new(area.x + at, area.y))
}

/// What is to be known before it is sent.
fn what(forwarding: &Forwarding) -> Option<&'static str> {
    match &forwarding.freight {
        None => Some("forward-looking"),
        Some(Freight::Sends { as_text: false, .. }) => None,
        Some(Freight::Sends { as_text: true, .. }) => Some("forward-as-text"),
        Some(Freight::None(Lack::NotKept)) => Some("forward-not-kept"),
        Some(Freight::None(Lack::Upload)) => Some("forward-upload"),
        Some(Freight::None(Lack::OnPhone)) => Some("forward-on-phone"),
    }
}

fn chats(view: View<'_>, forwarding: &Forwarding, (area, buffer): (Area, &mut Buffer)) {
    let theme = view.theme();
    let first = (forwarding.selected + 1).saturating_sub(area.height.into());
    let listed = forwarding.hits.iter().enumerate().skip(first);
    for (at, (nth, peer)) in (0..area.height).zip(listed) {
        let mut row = Row::new(buffer, area, at);
        let mark = if forwarding.marked.contains(peer) {
            theme.glyphs.mark
        } else {
            " "
        };
        row.put(mark, theme.accent).skip(1);
        row.say(&names::peer(view, *peer), theme.text);
        if nth == forwarding.selected {
            restyle(buffer, rows(area, at, 1), theme.bar);
        }
    }
}

fn marked(view: View<'_>, forwarding: &Forwarding) -> String {
    let first = forwarding.marked.iter().take(NAMED);
    let first: Vec<_> = first.map(|peer| names::peer(view, *peer)).collect();
    let told = first.join(&view.say("contact-comma"));
    match forwarding.marked.len().saturating_sub(NAMED) {
        0 => told,
        more => view.say_with(
            "forward-more",
            &[("names", (&*told).into()), ("count", more.into())],
        ),
    }
}
