//! One picture on the whole screen: which one, how near, which part of it.
//!
//! Owns where it stands. Never: whether it is there (`pictures`).

use super::action::Side;
use super::conversation::{Key, Line};
use super::model::{Hint, Model, Overlay};
use super::pictures::{self, Wanted};
use super::rows;
use super::step::{Step, Touched};
use crate::domain::geometry::Size;
use crate::domain::message::Body;
use crate::port::media::{Asset, Part, Source, View, Zoom};
use crate::port::store::State;

/// Rows below the picture: whose it is, and the keys.
pub const FOOT: u16 = 1;
/// How near one can go, in percent of what fits.
const STEPS: [u16; 7] = [100, 150, 225, 350, 500, 750, 1000];
/// A step to the side, of what is seen.
const PAN: u32 = 4;

/// The picture that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The message's place in the open chat.
    pub at: Key,
    pub zoom: Zoom,
}

/// The whole picture where it can be had, else what is seen of it in the chat.
fn whole(line: &Line) -> Option<(Asset, Source)> {
    let small = pictures::small(line)?;
    match (&line.body, line.state) {
        (Body::Image(_), State::Kept(Some(message))) => Some((
            Asset::Of {
                message,
                part: Part::Whole,
            },
            Source::Image(message),
        )),
        _ => Some(small),
    }
}

fn has_picture(line: &Line) -> bool {
    // Any room will do: it is the message that tells.
    let room = rows::Room {
        size: Size {
            width: u16::MAX / 2,
            height: u16::MAX / 2,
        },
        cell: Some(crate::domain::picture::Cell::USUAL),
    };
    rows::space(line, room).is_some()
}

/// The message that is looked at, and where it stands among those of the chat.
pub fn line<'m>(model: &'m Model, viewer: &Viewer) -> Option<(usize, &'m Line)> {
    let lines = &model.talk()?.lines;
    let at = lines.binary_search_by_key(&viewer.at, Line::key).ok()?;
    Some((at, lines.get(at)?))
}

pub fn wanted(model: &Model, viewer: &Viewer) -> Option<Wanted> {
    let canvas = model.terminal.canvas()?;
    let (_, line) = line(model, viewer)?;
    let (asset, source) = whole(line)?;
    let Size { width, height } = model.screen;
    Some(Wanted {
        asset,
        source,
        view: View {
            within: Size {
                width: width.max(1),
                height: height.saturating_sub(FOOT).max(1),
            },
            canvas,
            zoom: viewer.zoom,
            moving: viewer.zoom == Zoom::WHOLE,
        },
        urgent: true,
    })
}

/// The chosen message's picture.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let chosen = model.talk().and_then(|talk| talk.lines.get(talk.selected?));
    let Some(at) = chosen.filter(|line| has_picture(line)).map(Line::key) else {
        model.hint = Some(Hint::NoPicture);
        return;
    };
    if model.terminal.canvas().is_none() {
        model.hint = Some(Hint::PicturesOff);
        return;
    }
    look_at(model, at, step);
}

fn look_at(model: &mut Model, at: Key, step: &mut Step) {
    model.overlay = Some(Overlay::Viewer(Viewer {
        at,
        zoom: Zoom::WHOLE,
    }));
    step.touch(Touched::ALL);
}

fn open_viewer(model: &mut Model) -> Option<&mut Viewer> {
    if let Some(Overlay::Viewer(viewer)) = &mut model.overlay {
        Some(viewer)
    } else {
        None
    }
}

/// The next picture of the chat, or the one before: as far as the chat is in memory.
pub(super) fn turn(model: &mut Model, forward: bool, step: &mut Step) {
    let Some(viewer) = open_viewer(model).copied() else {
        return;
    };
    let Some((at, _)) = line(model, &viewer) else {
        return;
    };
    let size = model.messages_room();
    let zone = model.settings.zone.clone();
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let mut lines = talk.lines.iter().enumerate();
    let found = if forward {
        lines.find(|(nth, line)| *nth > at && has_picture(line))
    } else {
        lines.rfind(|(nth, line)| *nth < at && has_picture(line))
    };
    let Some((nth, key)) = found.map(|(nth, line)| (nth, line.key())) else {
        model.hint = Some(Hint::LastPicture);
        return;
    };
    // Behind it the chat stands where the reader is.
    talk.selected = Some(nth);
    talk.scroll = rows::to_line(talk, &zone, size, nth);
    look_at(model, key, step);
}

pub(super) fn zoom(model: &mut Model, nearer: bool, step: &mut Step) {
    if let Some(Viewer { zoom, .. }) = open_viewer(model) {
        let mut steps = STEPS.iter().copied();
        let to = if nearer {
            steps.find(|percent| *percent > zoom.percent)
        } else {
            steps.rfind(|percent| *percent < zoom.percent)
        };
        zoom.percent = to.unwrap_or(zoom.percent);
        keep_inside(zoom);
        step.touch(Touched::ALL);
    }
}

pub(super) fn pan(model: &mut Model, side: Side, step: &mut Step) {
    if let Some(Viewer { zoom, .. }) = open_viewer(model) {
        let by = u16::try_from(1000 * 100 / u32::from(zoom.percent.max(100)) / PAN).unwrap_or_default();
        let (x, y) = zoom.middle;
        zoom.middle = match side {
            Side::Left => (x.saturating_sub(by), y),
            Side::Right => (x.saturating_add(by), y),
            Side::Up => (x, y.saturating_sub(by)),
            Side::Down => (x, y.saturating_add(by)),
        };
        keep_inside(zoom);
        step.touch(Touched::ALL);
    }
}

/// The middle stays as far from the edges as half of what is seen.
fn keep_inside(zoom: &mut Zoom) {
    let half = u16::try_from(500 * 100 / u32::from(zoom.percent.max(100))).unwrap_or(500);
    let inside = |at: u16| at.clamp(half, 1000 - half);
    zoom.middle = (inside(zoom.middle.0), inside(zoom.middle.1));
}
