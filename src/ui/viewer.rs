//! One picture on the whole screen.
//!
//! Owns its layout. The last row stays free of it: a terminal may scroll what is drawn there. Never: which part is seen.

use ratatui::buffer::Buffer;

use super::canvas::{Row, clear, columns, fitting, rows};
use super::{View, clock, keys, names, picture};
use crate::app::action::{Action, Deed};
use crate::app::conversation::Line;
use crate::app::pictures::Wanted;
use crate::app::viewer::{self, FOOT, Toward, Viewer};
use crate::domain::geometry::{Area, Size};
use crate::domain::message::Body;

/// Columns kept beside the keys for whose picture it is.
const WHOSE: u16 = 12;

pub fn draw(view: View<'_>, all: Area, at: &Viewer, buffer: &mut Buffer) {
    clear(buffer, all);
    let mut told = match &view.model.hint {
        Some(hint) => super::status::hint(hint, view),
        None if at.seeking.is_some() => view.say("viewer-seeking").into_owned(),
        None => String::new(),
    };
    let line = viewer::line(view.model, at).map(|(_, line)| line);
    if let Some(wanted) = viewer::wanted(view.model, at) {
        let small = viewer::meanwhile(view.model, at);
        let small = small.filter(|small| picture::shown(view, small).is_some());
        if small.is_some() && told.is_empty() {
            told = picture::outlook(view, &wanted);
        }
        middle(view, all, &small.unwrap_or(wanted), buffer);
    } else if told.is_empty() {
        let id = if line.is_some() {
            "hint-no-picture"
        } else {
            "picture-coming"
        };
        told = view.say(id).into_owned();
    }
    foot(view, all, (line, at, &told), buffer);
}

/// The picture, or the frame it is to fill.
fn middle(view: View<'_>, all: Area, wanted: &Wanted, buffer: &mut Buffer) {
    let room = rows(all, 0, all.height.saturating_sub(FOOT));
    let size = picture::shown(view, wanted).map_or(
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
    picture::whole(view, wanted, middle, buffer);
}

/// Whose picture it is, what is to be told of it, and the keys.
fn foot(view: View<'_>, all: Area, (line, at, told): (Option<&Line>, &Viewer, &str), buffer: &mut Buffer) {
    let theme = view.theme();
    let mut row = Row::new(buffer, all, all.height.saturating_sub(1));
    row.skip(1).reserve(1);
    let how = how(view, line);
    let kept = if told.is_empty() {
        WHOSE
    } else {
        columns(told).saturating_add(2)
    };
    let room = row.left().saturating_sub(kept);
    row.right(&fitting(&how, room), theme.dim).reserve(2);
    if told.is_empty()
        && let Some(line) = line
    {
        let name = match view.model.chats.open {
            Some(chat) => names::from(view, (chat, line.from)),
            None => view.say("service"),
        };
        let hour = clock::civil(line.at, &view.model.settings.zone)
            .map(clock::hour)
            .unwrap_or_default();
        let zoom = (at.zoom.percent > 100).then(|| format!("{}%", at.zoom.percent));
        row.say(&name, theme.strong)
            .skip(2)
            .right(&zoom.unwrap_or_default(), theme.dim);
        if columns(&hour) <= row.left() {
            row.put(&hour, theme.dim);
        }
    }
    row.tell(told, theme.warning);
}

/// The keys: what the message is for before all.
fn how(view: View<'_>, line: Option<&Line>) -> String {
    let [open, nearer, farther, next, previous, back] = [
        Action::Deed(Deed::Enter),
        Action::Zoom(true),
        Action::Zoom(false),
        Action::TurnPicture(Toward::Newer),
        Action::TurnPicture(Toward::Older),
        Action::Back,
    ]
    .map(|action| keys::of(view, action));
    let args = [
        ("open", (&*open).into()),
        ("in", (&*nearer).into()),
        ("out", (&*farther).into()),
        ("next", (&*next).into()),
        ("previous", (&*previous).into()),
        ("back", (&*back).into()),
    ];
    let id = match line.map(|line| &line.body) {
        Some(Body::Video(_)) => "viewer-keys-video",
        Some(Body::Location(place)) if !place.url.is_empty() => "viewer-keys-map",
        Some(_) | None => "viewer-keys",
    };
    view.say_with(id, &args)
}
