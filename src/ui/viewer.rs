//! One picture on the whole screen.
//!
//! Owns its layout. The last row stays free of it: a terminal may scroll what is drawn there. Never: which part is seen.

use ratatui::buffer::Buffer;

use super::canvas::{Row, clear, columns, rows};
use super::{View, clock, keys, names, picture};
use crate::app::action::Action;
use crate::app::conversation::Line;
use crate::app::viewer::{self, FOOT, Viewer};
use crate::domain::geometry::{Area, Size};
use crate::port::store::From;

pub fn draw(view: View<'_>, all: Area, at: &Viewer, buffer: &mut Buffer) {
    clear(buffer, all);
    let Some((wanted, (_, line))) = viewer::wanted(view.model, at).zip(viewer::line(view.model, at)) else {
        return;
    };
    let room = rows(all, 0, all.height.saturating_sub(FOOT));
    let size = picture::shown(view, &wanted).map_or(
        Size {
            width: room.width,
            height: room.height,
        },
        |(picture, _)| picture.size,
    );
    let middle = Area {
        x: room.x + room.width.saturating_sub(size.width) / 2,
        y: room.y + room.height.saturating_sub(size.height) / 2,
        width: size.width.min(room.width),
        height: size.height.min(room.height),
    };
    picture::whole(view, &wanted, middle, buffer);
    foot(view, all, (line, at), buffer);
}

/// Whose picture it is, and the keys.
fn foot(view: View<'_>, all: Area, (line, at): (&Line, &Viewer), buffer: &mut Buffer) {
    let theme = view.theme();
    let name = match (line.from, view.model.chats.open) {
        (From::Peer(id), Some(chat)) => names::speaker(view, chat, id),
        (From::Me, _) => view.say("you"),
        (From::Service | From::Peer(_), _) => view.say("service"),
    };
    let hour = clock::civil(line.at, &view.model.settings.zone)
        .map(clock::hour)
        .unwrap_or_default();
    let mut row = Row::new(buffer, all, all.height.saturating_sub(1));
    row.skip(1).reserve(1);
    let told = match &view.model.hint {
        Some(hint) => super::status::hint(hint, view),
        None => String::new(),
    };
    let [nearer, farther, next, previous, back] = [
        Action::Zoom(true),
        Action::Zoom(false),
        Action::TurnPicture(true),
        Action::TurnPicture(false),
        Action::Back,
    ]
    .map(|action| keys::of(view, action));
    let args = [
        ("in", (&*nearer).into()),
        ("out", (&*farther).into()),
        ("next", (&*next).into()),
        ("previous", (&*previous).into()),
        ("back", (&*back).into()),
    ];
    let how = view.say_with("viewer-keys", &args);
    let zoom = (at.zoom.percent > 100).then(|| format!("{}%", at.zoom.percent));
    if told.is_empty() && columns(&how) + 12 <= row.left() {
        row.right(&how, theme.dim).reserve(2);
    }
    row.say(&name, theme.strong).skip(2).say(&hour, theme.dim);
    row.skip(2).say(&zoom.unwrap_or_default(), theme.dim);
    row.skip(2).say(&told, theme.warning);
}
