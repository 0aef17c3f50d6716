//! What is offered for the word being typed, above the composer.
//!
//! Owns how an offer looks. Never: who fits, or where it stands.

use ratatui::buffer::Buffer;

use super::View;
use super::canvas::{Row, clear, columns};
use super::{faces, sheet};
use crate::app::completion::{Offer, area, offered};
use crate::domain::geometry::Area;

pub fn draw(view: View<'_>, messages: Area, buffer: &mut Buffer) {
    let Some(completion) = offered(view.model) else {
        return;
    };
    let area = area(completion, messages);
    clear(buffer, area);
    let offers = (&*completion.offers, completion.selected);
    sheet::list(view, area, offers, buffer, |_, of, row| offer(view, of, row));
}

fn offer(view: View<'_>, offer: &Offer, mut row: Row<'_>) {
    let theme = view.theme();
    row.put(theme.glyphs.vertical, theme.rule).skip(1).reserve(1);
    match offer {
        Offer::Member(member) => {
            if !member.also.is_empty() && columns(&member.also) + columns(&member.name) + 2 <= row.left() {
                row.right(&member.also, theme.dim).reserve(2);
            }
            row.say(&member.name, theme.text);
        }
        Offer::Face(place) => {
            if let Some(also) = faces::also(view, *place).filter(|also| columns(also) + 16 <= row.left()) {
                row.right(also, theme.dim).reserve(2);
            }
            faces::named(view, *place, &mut row);
        }
    }
}
