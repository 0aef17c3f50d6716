//! Where Esc leads from a page: to the page it was opened from, as that was left.
//!
//! Owns the pages below the one on screen. Never: what any of them shows; that stays in the file of its concern, once for
//! each kind of page, which is why no kind but a contact's is below itself.

use std::mem::discriminant;

use super::directory::Directory;
use super::model::{Model, Overlay};

/// Deeper than any way there is.
const MOST: usize = 8;

/// The nearest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(Vec<Overlay>);

impl Trail {
    /// Nothing is below what comes next.
    pub(super) fn end(&mut self) {
        self.0.clear();
    }
}

/// Opens a page over the one on screen. One that is below already is gone back to.
pub(super) fn open(model: &mut Model, page: Overlay) {
    let Model {
        overlay,
        trail: Trail(below),
        directory,
        ..
    } = model;
    let is_page = |known: &Overlay| is_same(directory, known, &page);
    let Some(left) = overlay.take() else {
        below.clear();
        *overlay = Some(page);
        return;
    };
    if is_page(&left) {
        *overlay = Some(page);
    } else if let Some(at) = below.iter().position(is_page) {
        *overlay = below.drain(at..).next();
    } else {
        below.drain(..(below.len() + 1).saturating_sub(MOST));
        below.push(left);
        *overlay = Some(page);
    }
}

/// To the page below, or to the panes.
pub(super) fn back(model: &mut Model) {
    // A login that came to its end meanwhile has nothing more to show.
    let live = model.is_live();
    let ended = |page: &Overlay| *page == Overlay::Login && live;
    model.overlay = model.trail.0.pop().filter(|page| !ended(page));
}

/// Closes these pages, wherever they are on the way. Whether any was open.
pub(super) fn close(model: &mut Model, is: impl Fn(&Overlay) -> bool) -> bool {
    let Some(top) = model.overlay else {
        return false;
    };
    let below = &mut model.trail.0;
    let count = below.len();
    below.retain(|page| !is(page));
    let closed = is(&top) || below.len() < count;
    if is(&top) {
        back(model);
    }
    closed
}

fn is_same(directory: &Directory, one: &Overlay, other: &Overlay) -> bool {
    if let (Overlay::Contact { peer: one, .. }, Overlay::Contact { peer: other, .. }) = (one, other) {
        directory.resolve(*one) == directory.resolve(*other)
    } else {
        discriminant(one) == discriminant(other)
    }
}
