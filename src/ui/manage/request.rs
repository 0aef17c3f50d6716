//! A friend request: who asks, with which words, from where, and what can be done about it.
//!
//! Owns its layout and the words for where somebody comes from. Never: whether it can still be answered.

use ratatui::buffer::Buffer;

use super::super::canvas::{Row, paragraph_rows};
use super::super::{View, card, contact, keys, panel};
use crate::app::action::Action;
use crate::app::manage::Wish;
use crate::app::manage::requests::{self, Stage};
use crate::domain::geometry::Area;
use crate::domain::id::{PeerId, Seq};
use crate::domain::text::SafeText;

const WIDEST: u16 = 60;

pub fn draw(view: View<'_>, all: Area, place: (PeerId, Seq), buffer: &mut Buffer) {
    let line = requests::line(view.model, place);
    let Some((line, request)) = line.and_then(|line| Some((line, requests::of(line)?))) else {
        return;
    };
    let theme = view.theme();
    let stage = requests::stage(view.model, line);
    let stands = view.say(match stage {
        Stage::Open => "request-open",
        Stage::Asked => "request-asked",
        Stage::Accepted => "request-accepted",
        Stage::Old => "request-old",
    });
    let place = [&request.province, &request.city].map(SafeText::as_str).join(" ");
    let from = view.say(card::scene(request.scene).unwrap_or("scene-unknown"));
    let facts = [
        ("request-name", request.name.as_str()),
        ("request-greeting", request.greeting.as_str()),
        ("contact-alias", request.alias.as_str()),
        ("contact-region", place.trim()),
        ("request-from", &*from),
        ("request-state", &*stands),
    ];
    let width = WIDEST.min(all.width.saturating_sub(6));
    let lines = contact::labelled(view, width, &facts);
    let foot = foot(view, stage);
    let foot_rows = paragraph_rows(&foot, width);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let title = view.say("kind-friend-request");
    let wish = (width, height.saturating_add(1 + foot_rows));
    let inner = panel::open(view, all, (&title, wish), buffer);
    let last = inner.height.saturating_sub(1);
    for (at, line) in (0..last).zip(&lines) {
        line.draw(view, &mut Row::new(buffer, inner, at));
    }
    Row::new(buffer, inner, last).say(&foot, theme.dim);
}

fn foot(view: View<'_>, stage: Stage) -> String {
    let accept = keys::of(view, Action::Manage(Wish::Accept));
    let (open, back) = (keys::of(view, Action::Open), keys::of(view, Action::Back));
    let id = match stage {
        Stage::Open => "request-keys",
        Stage::Accepted => "request-keys-accepted",
        Stage::Asked | Stage::Old => "request-keys-old",
    };
    let args = [
        ("accept", (&*accept).into()),
        ("open", (&*open).into()),
        ("back", (&*back).into()),
    ];
    view.say_with(id, &args)
}
