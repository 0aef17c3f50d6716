//! To whom a message is forwarded: what it is, a field, the chats it finds, and the question.
//!
//! Owns its layout. Never: what becomes of the message.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::Row;
use super::{View, keys, names, sheet};
use crate::app::action::Action;
use crate::app::forwarding::{Forwarding, Freight, Lack, MOST};
use crate::app::layout::search_areas;
use crate::domain::id::PeerId;

/// Names told before it is only said how many more.
const NAMED: usize = 3;

pub fn draw(view: View<'_>, buffer: &mut Buffer) {
    let (Some(areas), Some(forwarding)) = (search_areas(view.model), view.model.forwarding.as_deref()) else {
        return;
    };
    let choice = if forwarding.asking {
        "forward-choice"
    } else {
        "forward-keys"
    };
    let keys = [("agree", Action::Open), ("back", Action::Back)];
    let keys = keys::tell(view, choice, &keys);
    sheet::frame(view, &areas, (&view.say("forward-title"), &keys), buffer);
    sheet::field(view, areas.field, &forwarding.picker.field, buffer);
    let (told, style) = told(view, forwarding);
    Row::new(buffer, areas.told, 0).say(&told, style);
    let hits = (&*forwarding.picker.hits, forwarding.picker.selected);
    sheet::list(view, areas.hits, hits, buffer, |_, peer, row| {
        chat(view, (forwarding, *peer), row);
    });
}

/// The question, or what is to be known before it, or what to do.
fn told(view: View<'_>, forwarding: &Forwarding) -> (String, Style) {
    let theme = view.theme();
    if forwarding.asking {
        let chats = named(view, forwarding.picker.chosen());
        let args = [("names", (&*chats).into())];
        return (
            view.say_with("forward-question", &args),
            theme.accent.patch(theme.strong),
        );
    }
    if let Some(id) = what(forwarding) {
        return (view.say(id).into_owned(), theme.warning);
    }
    if forwarding.picker.marked.len() >= MOST {
        let args = [("count", MOST.into())];
        return (view.say_with("forward-most", &args), theme.warning);
    }
    (view.say("forward-what").into_owned(), theme.dim)
}

/// What is to be known before it is sent.
fn what(forwarding: &Forwarding) -> Option<&'static str> {
    match &forwarding.freight {
        None => Some("forward-looking"),
        Some(Freight::Sends { as_text: false, .. }) => None,
        Some(Freight::Sends { as_text: true, .. }) => Some("forward-as-text"),
        Some(Freight::None(Lack::NotKept)) => Some("forward-not-kept"),
        Some(Freight::Anew(_)) => Some("forward-anew"),
        Some(Freight::None(Lack::Unsent)) => Some("hint-unsent"),
        Some(Freight::None(Lack::OnPhone)) => Some("forward-on-phone"),
    }
}

fn chat(view: View<'_>, (forwarding, peer): (&Forwarding, PeerId), mut row: Row<'_>) {
    let theme = view.theme();
    let mark = if forwarding.picker.marked.contains(&peer) {
        theme.glyphs.mark
    } else {
        " "
    };
    row.put(mark, theme.accent).skip(1);
    row.say(&names::peer(view, peer), theme.text);
}

fn named(view: View<'_>, chats: &[PeerId]) -> String {
    let first = chats.iter().take(NAMED);
    let first: Vec<_> = first.map(|peer| names::peer(view, *peer)).collect();
    let told = first.join(&view.say("contact-comma"));
    match chats.len().saturating_sub(NAMED) {
        0 => told,
        more => view.say_with(
            "forward-more",
            &[("names", (&*told).into()), ("count", more.into())],
        ),
    }
}
