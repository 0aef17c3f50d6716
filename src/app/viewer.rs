//! One picture on the whole screen: which one, how near, which part of it.
//!
//! Owns where it stands, and the way to the next: through memory, then page by page through what is kept of the chat
//! (`windows` reads on where the pane stands). Never: whether it is there (`pictures`).

use super::action::Side;
use super::conversation::{Edge, Key, Line, Scroll};
use super::model::{Hint, Model, Overlay};
use super::pictures::{self, Origin, Wanted};
use super::rows;
use super::step::{Step, Touched};
use super::{trail, windows};
use crate::domain::geometry::Size;
use crate::domain::message::Body;
use crate::port::media::{Asset, Part, Source, View, Zoom};
use crate::port::store::{LineRecord, State};

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
    /// The next one lies beyond what is in memory, in this direction, and is being looked for.
    pub seeking: Option<Toward>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Toward {
    Older,
    Newer,
}

/// The whole picture where it can be had, else what is seen of it in the chat.
fn whole(model: &Model, line: &Line) -> Option<(Asset, Origin)> {
    if let Some(local) = line.state.local() {
        return Some(pictures::unsent(model, local));
    }
    let (asset, source) = match (&line.body, line.state) {
        (Body::Image(_), State::Kept(Some(message))) => {
            let part = Part::Whole;
            (Asset::Of { message, part }, Source::Image(message))
        }
        _ => pictures::small(line)?,
    };
    Some((asset, Origin::Service(source)))
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
    let (asset, origin) = whole(model, line)?;
    let Size { width, height } = model.screen;
    Some(Wanted {
        asset,
        origin,
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

/// What is seen until that is here, as large: the small picture.
pub fn meanwhile(model: &Model, viewer: &Viewer) -> Option<Wanted> {
    let whole = wanted(model, viewer)?;
    let (asset, source) = pictures::small(line(model, viewer)?.1)?;
    let is_here = model.pictures.get((whole.asset, whole.view)).is_some();
    (asset != whole.asset && !is_here).then_some(Wanted {
        asset,
        origin: Origin::Service(source),
        view: View {
            moving: false,
            ..whole.view
        },
        urgent: true,
    })
}

/// Whether its picture can be looked at here.
pub(super) fn shows(model: &Model, line: &Line) -> bool {
    model.terminal.canvas().is_some() && rows::has_picture(line)
}

/// The chosen message's picture.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let chosen = model.chosen().filter(|line| rows::has_picture(line));
    let Some(at) = chosen.map(Line::key) else {
        model.hint = Some(Hint::NoPicture);
        return;
    };
    if model.terminal.canvas().is_none() {
        model.hint = Some(Hint::PicturesOff);
        return;
    }
    look_at(model, at, step);
}

/// The picture of a message that may not be in memory: the chat goes there behind it. Whether it has one that can be shown.
pub(super) fn open_at(model: &mut Model, hit: &LineRecord, step: &mut Step) -> bool {
    let line = Line::of(hit.clone());
    let shows = shows(model, &line);
    if shows {
        windows::jump(model, hit.chat, hit.seq, step);
        look_at(model, line.key(), step);
    }
    shows
}

fn look_at(model: &mut Model, at: Key, step: &mut Step) {
    let viewer = Viewer {
        at,
        zoom: Zoom::WHOLE,
        seeking: None,
    };
    trail::open(model, Overlay::Viewer(viewer));
    step.touch(Touched::ALL);
}

fn open_viewer(model: &mut Model) -> Option<&mut Viewer> {
    if let Some(Overlay::Viewer(viewer)) = &mut model.overlay {
        Some(viewer)
    } else {
        None
    }
}

/// The next picture of the chat, or the one before.
pub(super) fn turn(model: &mut Model, toward: Toward, step: &mut Step) {
    let Some(viewer) = open_viewer(model).copied() else {
        return;
    };
    let (size, zone) = (model.messages_room(), model.settings.zone.clone());
    let reading = model.windows.reading;
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let mut lines = talk.lines.iter().enumerate();
    let (found, edge, last) = match toward {
        Toward::Older => (
            lines.rfind(|(_, line)| line.key() < viewer.at && rows::has_picture(line)),
            talk.older,
            0,
        ),
        Toward::Newer => (
            lines.find(|(_, line)| line.key() > viewer.at && rows::has_picture(line)),
            talk.newer,
            talk.lines.len().saturating_sub(1),
        ),
    };
    if let Some((nth, key)) = found.map(|(nth, line)| (nth, line.key())) {
        // Behind it the chat stands where the reader is.
        talk.selected = Some(nth);
        talk.scroll = rows::to_line(talk, &zone, size, nth);
        look_at(model, key, step);
    } else if reading && edge == Edge::More {
        talk.scroll = Scroll::At { line: last, row: 0 };
        if let Some(viewer) = open_viewer(model) {
            viewer.seeking = Some(toward);
        }
        step.touch(Touched::ALL);
    } else {
        stop(model, step);
        model.hint = Some(Hint::LastPicture);
    }
}

/// More of the chat is in memory: goes on looking, if that is what it was read for.
pub(super) fn on_page(model: &mut Model, step: &mut Step) {
    if let Some(toward) = open_viewer(model).and_then(|viewer| viewer.seeking) {
        turn(model, toward, step);
    }
}

/// Looks no further: the chat goes back to the picture that is on screen.
fn stop(model: &mut Model, step: &mut Step) {
    let sought = open_viewer(model).and_then(|viewer| {
        let (_, seq) = viewer.at;
        viewer.seeking.take().map(|_| seq)
    });
    if let Some(seq) = sought {
        windows::return_to(model, seq, step);
        step.touch(Touched::ALL);
    }
}

/// It was closed.
pub(super) fn on_closed(model: &mut Model, closed: Viewer, step: &mut Step) {
    if closed.seeking.is_some() {
        windows::return_to(model, closed.at.1, step);
    }
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
