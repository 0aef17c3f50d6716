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
    let keys = [
        ("agree", Action::Open),
        ("mark", Action::Mark),
        ("back", Action::Back),
    ];
    let picker = &forwarding.picker;
    let keys = keys::tell_of_list(view, choice, &keys, picker.chosen().is_empty());
    let more = sheet::below(areas.hits, (picker.hits.len(), picker.bar()));
    sheet::frame(view, &areas, (&view.say("forward-title"), &keys, more), buffer);
    sheet::field(view, areas.field, &forwarding.picker.field, buffer);
    let (told, style) = told(view, forwarding);
    let mut row = Row::new(buffer, areas.told, 0);
    if !forwarding.asking {
        sheet::count(view, &forwarding.picker, &mut row);
    }
    row.say(&told, style);
    let hits = (&*forwarding.picker.hits, forwarding.picker.bar());
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
        Some(Freight::Anew(_)) => Some("forward-anew"),
        Some(Freight::None(lack)) => Some(self::lack(*lack)),
    }
}

/// Why it cannot be forwarded.
pub(super) fn lack(lack: Lack) -> &'static str {
    match lack {
        Lack::NotKept => "forward-not-kept",
        Lack::Unsent => "hint-unsent",
        Lack::OnPhone => "forward-on-phone",
    }
}

fn chat(view: View<'_>, (forwarding, peer): (&Forwarding, PeerId), mut row: Row<'_>) {
    let theme = view.theme();
    sheet::mark(view, forwarding.picker.marked.contains(&peer), &mut row);
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
