//! A friend request: who asks, with which words, from where, and what can be done about it.
//!
//! Owns its layout and the words for where somebody comes from. Never: whether it can still be answered.

use ratatui::buffer::Buffer;

use super::super::canvas::Row;
use super::super::{View, card, contact, keys, panel, picture};
use crate::app::action::Action;
use crate::app::manage::ContactAction;
use crate::app::manage::requests::{self, Stage};
use crate::app::pictures;
use crate::domain::geometry::Area;
use crate::domain::id::{PeerId, Seq};
use crate::domain::text::SafeText;

const WIDEST: u16 = 60;

/// `top` rows are scrolled away; what lies behind the end counts as the end.
pub fn draw(view: View<'_>, all: Area, (place, top): ((PeerId, Seq), u16), buffer: &mut Buffer) {
    let Some(request) = requests::line(view.model, place).and_then(requests::of) else {
        return;
    };
    let stage = requests::stage(view.model, request);
    let stands = view.say(match stage {
        Stage::Open => "request-open",
        Stage::Asked => "request-asked",
        Stage::Accepted => "request-accepted",
        Stage::Old => "request-old",
    });
    let home = [&request.province, &request.city].map(SafeText::as_str).join(" ");
    let from = view.say(card::scene(request.scene).unwrap_or("scene-unknown"));
    let facts = [
        ("request-name", request.name.as_str()),
        ("request-greeting", request.greeting.as_str()),
        ("request-state", &*stands),
        ("contact-alias", request.alias.as_str()),
        ("contact-region", home.trim()),
        ("request-from", &*from),
    ];
    let width = WIDEST.min(all.width.saturating_sub(6));
    let lines = contact::labelled(view, width, &facts);
    let face = pictures::of_request(view.model, place);
    let above = face.as_ref().map_or(0, |face| face.view.within.height);
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(above);
    let title = view.say("kind-friend-request");
    let inner = panel::open(view, all, (&title, (width, height.saturating_add(2))), buffer);
    let last = inner.height.saturating_sub(1);
    // On a low screen what they say goes before what they look like.
    let above = if height > last { 0 } else { above };
    if let Some(face) = face.filter(|_| above > 0) {
        let area = Area {
            width: face.view.within.width.min(inner.width),
            height: above,
            ..inner
        };
        picture::whole(view, &face, area, buffer);
    }
    let room = usize::from(last.saturating_sub(above));
    let first = usize::from(top).min(lines.len().saturating_sub(room));
    for (at, line) in (above..last).zip(lines.iter().skip(first)) {
        line.draw(view, &mut Row::new(buffer, inner, at));
    }
    let more = lines.len().saturating_sub(first + room);
    panel::foot(view, inner, (&foot(view, stage), more), buffer);
}

fn foot(view: View<'_>, stage: Stage) -> String {
    let id = match stage {
        Stage::Open => "request-keys",
        Stage::Accepted => "request-keys-accepted",
        Stage::Asked | Stage::Old => "request-keys-old",
    };
    let actions = [
        ("accept", Action::Manage(ContactAction::Accept)),
        ("answer", Action::Manage(ContactAction::Answer)),
        ("open", Action::Open),
        ("back", Action::Back),
    ];
    keys::tell(view, id, &actions)
}
