//! What is offered for the word being typed, above the composer.
//!
//! Owns its layout: over the last rows of the messages, so that neither they nor the text move. Never: who fits.

use ratatui::buffer::Buffer;

use super::View;
use super::canvas::{Row, clear, columns, rows};
use super::{faces, sheet};
use crate::app::completion::{Offer, ROWS, offered};
use crate::domain::geometry::Area;

/// Columns at most: what is more is far from the name it belongs to.
const WIDEST: u16 = 48;

pub fn draw(view: View<'_>, messages: Area, buffer: &mut Buffer) {
    let Some(completion) = offered(view.model) else {
        return;
    };
    let count = u16::try_from(completion.offers.len()).unwrap_or(u16::MAX);
    let height = count.min(ROWS).min(messages.height);
    let area = Area {
        width: messages.width.min(WIDEST),
        ..rows(messages, messages.height - height, height)
    };
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
