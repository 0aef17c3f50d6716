//! Somebody's picture (avatar) in the list or before their name; until it is there, or where there is none, their initial.
//!
//! Owns how the initial looks. Never: whose it is, or where there is room for one (`app::pictures`).

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::canvas::{Row, columns};
use super::{View, names, picture};
use crate::app::pictures;
use crate::domain::geometry::{Area, Size};
use crate::domain::id::PeerId;
use crate::domain::text::graphemes;

/// In as many cells as `area` has.
pub fn draw(view: View<'_>, peer: PeerId, area: Area, buffer: &mut Buffer) {
    let size = Size {
        width: area.width,
        height: area.height,
    };
    let wanted = pictures::avatar(view.model, peer, size);
    match wanted.filter(|wanted| picture::shown(view, wanted).is_some()) {
        Some(wanted) => picture::whole(view, &wanted, area, buffer),
        None => initial(view, peer, area, buffer),
    }
}

/// A tile in their colour, with the first letter of their name on it.
fn initial(view: View<'_>, peer: PeerId, area: Area, buffer: &mut Buffer) {
    let tile = view.theme().sender(peer).add_modifier(Modifier::REVERSED);
    for at in 0..area.height {
        Row::new(buffer, area, at).fill(" ", tile);
    }
    let name = names::peer(view, peer);
    let letter = |text: &&str| text.chars().any(char::is_alphanumeric);
    let mut letters = graphemes(&name).map(|grapheme| grapheme.text);
    let first = letters.clone().find(letter).or_else(|| letters.next());
    let first = first.unwrap_or_default().to_uppercase();
    let before = area.width.saturating_sub(columns(&first)) / 2;
    Row::new(buffer, area, 0).skip(before).put(&first, tile);
}
