//! What is folded up in one message: a forwarded record, the articles of a public account, on a page of their own.
//!
//! Owns the way in and out of pages, which of their messages is chosen, and which rows are in view. Never: how a row looks,
//! or the conversation underneath.

use std::ops::Range;

use super::conversation::Line;
use super::files::Told;
use super::jump::Target;
use super::layout;
use super::links::{self, Address};
use super::message_act;
use super::model::{Hint, Model, Overlay};
use super::moving::along;
use super::rows::{self, Part};
use super::step::{Step, Touched};
use crate::domain::id::MsgId;
use crate::domain::message::{Body, Link, Said};
use crate::domain::text::{Faces, SafeText, for_each_row};

/// The pages that are open, each opened from the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfolded {
    pages: Vec<Page>,
    /// The message all of it is in.
    of: Option<MsgId>,
}

/// Where Enter leads from one of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Into what is folded up once more.
    Inside,
    /// To the page whose address stands below it.
    Browser,
    /// To the choice among the addresses in it.
    Links,
    /// The service tells no way to it from here (`protocol.md §6.6`).
    OnPhone,
    /// It is all there.
    Nowhere,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// As the message calls it; may be empty.
    pub title: SafeText,
    /// At least one.
    pub entries: Vec<Said>,
    pub chosen: usize,
    /// The first row in view.
    pub top: usize,
}

/// A row of a page; the number is the entry's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Who said it and when.
    Head(usize),
    Part {
        entry: usize,
        part: Part,
    },
    /// A byte range of the address it leads to: nobody is led where they cannot see.
    Address {
        entry: usize,
        range: Range<usize>,
    },
    Gap,
}

impl Row {
    pub fn entry(&self) -> Option<usize> {
        match self {
            Self::Head(entry) | Self::Part { entry, .. } | Self::Address { entry, .. } => Some(*entry),
            Self::Gap => None,
        }
    }
}

impl Unfolded {
    pub fn page(&self) -> Option<&Page> {
        self.pages.last()
    }

    pub(super) fn is_of(&self, message: MsgId) -> bool {
        self.of == Some(message)
    }
}

impl Page {
    /// What can be looked into; `None` for a message that is all there.
    fn of(body: &Body) -> Option<Self> {
        let (title, entries) = if let Body::ChatHistory(record) = body {
            (record.title.clone(), record.items.clone())
        } else if let Body::Articles(links) = body {
            let source = links.first().map(|link| link.source.clone());
            (source.unwrap_or_default(), links.iter().map(article).collect())
        } else {
            return None;
        };
        is_folded(body).then_some(Self {
            title,
            entries,
            chosen: 0,
            top: 0,
        })
    }

    /// Moves the view as little as shows the chosen one. A long one come to from below is read from its end.
    fn show(&mut self, rows: &[Row], height: usize, from_below: bool) {
        let (first, last) = span(rows, self.chosen);
        let end = (last + 1).saturating_sub(height);
        if first < self.top {
            self.top = if from_below { first.max(end) } else { first };
        } else if last >= self.top + height {
            self.top = first.min(end);
        }
    }

    pub fn entry(&self) -> Option<&Said> {
        self.entries.get(self.chosen)
    }

    /// All rows, top to bottom.
    pub fn rows(&self, columns: u16, faces: Faces) -> Vec<Row> {
        let mut rows = Vec::new();
        for (entry, said) in self.entries.iter().enumerate() {
            if !rows.is_empty() {
                rows.push(Row::Gap);
            }
            if !said.name.is_empty() || !said.at.is_empty() {
                rows.push(Row::Head(entry));
            }
            let columns = rows::text_columns(columns);
            rows::for_each_part(&said.body, columns, faces, |part| {
                rows.push(Row::Part { entry, part });
            });
            if let Some(address) = address(&said.body) {
                for_each_row(address.shown.as_str(), rows::card_columns(columns), |range| {
                    rows.push(Row::Address { entry, range });
                });
            }
        }
        rows
    }
}

/// Whether there is a page of it.
pub(super) fn is_folded(body: &Body) -> bool {
    if let Body::ChatHistory(record) = body {
        !record.items.is_empty()
    } else if let Body::Articles(links) = body {
        !links.is_empty()
    } else {
        false
    }
}

fn article(link: &Link) -> Said {
    Said {
        name: SafeText::default(),
        at: SafeText::default(),
        body: Body::Link(Box::new(link.clone())),
    }
}

/// The address of one that leads somewhere.
pub fn address(body: &Body) -> Option<Address> {
    let link = body.link()?;
    Address::of(link.url.as_str(), &link.title)
}

pub fn leads(body: &Body) -> Leads {
    if Page::of(body).is_some() {
        Leads::Inside
    } else if address(body).is_some() {
        Leads::Browser
    } else if !links::addresses(body).is_empty() {
        Leads::Links
    } else if message_act::is_media(body) || message_act::is_for_phone(body) {
        Leads::OnPhone
    } else {
        Leads::Nowhere
    }
}

/// What can be copied of it; may be empty.
pub fn words(body: &Body) -> SafeText {
    message_act::words(body)
}

/// Opens what is folded up in this line. `false` where there is nothing.
pub(super) fn open(model: &mut Model, line: &Line, step: &mut Step) -> bool {
    let Some(page) = Page::of(&line.body) else {
        return false;
    };
    model.unfolded = Unfolded {
        pages: vec![page],
        of: line.state.id(),
    };
    model.overlay = Some(Overlay::Unfolded);
    step.touch(Touched::ALL);
    true
}

fn chosen(model: &Model) -> Option<Body> {
    let entry = model.unfolded.page().and_then(Page::entry);
    entry.map(|said| said.body.clone())
}

/// Enter, on what is chosen; where it leads nowhere, that is said.
pub(super) fn enter(model: &mut Model, step: &mut Step) {
    let Some(body) = chosen(model) else {
        return;
    };
    step.touch(Touched::ALL);
    match leads(&body) {
        Leads::Inside => model.unfolded.pages.extend(Page::of(&body)),
        Leads::Browser if below_view(model) > 0 => page_on(model),
        Leads::Browser => {
            if let Some(address) = address(&body) {
                links::browse(model, address, step);
            }
        }
        Leads::Links => links(model, step),
        Leads::OnPhone => model.hint = Some(Hint::File(Told::OnPhone)),
        Leads::Nowhere => model.hint = Some(Hint::NothingIn(Target::Anything)),
    }
}

/// The choice among the addresses in what is chosen.
pub(super) fn links(model: &mut Model, step: &mut Step) {
    let of = model.unfolded.of;
    if !chosen(model).is_some_and(|body| links::offer(model, (&body, of), step)) {
        model.hint = Some(Hint::File(Told::NoLinks));
    }
}

/// Its words, to the clipboard.
pub(super) fn copy(model: &mut Model, step: &mut Step) {
    if let Some(body) = chosen(model) {
        message_act::copy(model, words(&body), step);
    }
}

/// Rows of the chosen message that are below the page: the last ones are the end of its address.
fn below_view(model: &Model) -> usize {
    let (rows, height) = measured(model);
    model.unfolded.page().map_or(0, |page| {
        let (_, last) = span(&rows, page.chosen);
        (last + 1).saturating_sub(page.top + height)
    })
}

/// On to the end of the chosen message, a page at most.
fn page_on(model: &mut Model) {
    let (below, (_, height)) = (below_view(model), measured(model));
    if let Some(page) = model.unfolded.pages.last_mut() {
        page.top += below.min(height);
    }
}

/// One page back, if this is not the first; the overlay closes behind the first.
pub(super) fn back(model: &mut Model) {
    model.unfolded.pages.pop();
    if model.unfolded.page().is_some() {
        model.overlay = Some(Overlay::Unfolded);
    }
}

/// The message above or below; one that is longer than the page is scrolled through first.
pub(super) fn move_by(model: &mut Model, by: isize, step: &mut Step) {
    let (rows, height) = measured(model);
    let Some(page) = model.unfolded.pages.last_mut() else {
        return;
    };
    let (first, last) = span(&rows, page.chosen);
    if by == 1 && last >= page.top + height {
        page.top += 1;
    } else if by == -1 && first < page.top {
        page.top -= 1;
    } else {
        page.chosen = along(page.chosen, by, page.entries.len());
        page.show(&rows, height, by == -1);
    }
    step.touch(Touched::ALL);
}

/// In another window: what is chosen is in view.
pub(super) fn show_chosen(model: &mut Model) {
    let (rows, height) = measured(model);
    if let Some(page) = model.unfolded.pages.last_mut() {
        page.show(&rows, height, false);
    }
}

/// A click on the nth row in view: its entry is chosen; where it is already, this is Enter.
pub(super) fn press(model: &mut Model, nth: usize, step: &mut Step) {
    let rows = measured(model).0;
    let Some(page) = model.unfolded.pages.last_mut() else {
        return;
    };
    let Some(entry) = rows.get(page.top + nth).and_then(Row::entry) else {
        return;
    };
    if page.chosen == entry {
        enter(model, step);
    } else {
        page.chosen = entry;
        step.touch(Touched::ALL);
    }
}

/// A page up or down, but for one row; what is first in view is chosen.
pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    let (rows, height) = measured(model);
    let Some(page) = model.unfolded.pages.last_mut() else {
        return;
    };
    let by = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    let last = rows.len().saturating_sub(height);
    page.top = page.top.saturating_add_signed(by.saturating_mul(pages)).min(last);
    let in_view = rows.iter().skip(page.top).find_map(Row::entry);
    page.chosen = in_view.unwrap_or(page.chosen);
    step.touch(Touched::ALL);
}

/// The first and last row of an entry.
fn span(rows: &[Row], entry: usize) -> (usize, usize) {
    let is_of = |row: &Row| row.entry() == Some(entry);
    let first = rows.iter().position(is_of).unwrap_or_default();
    (first, rows.iter().rposition(is_of).unwrap_or(first))
}

/// All rows of the page, and how many of them are in view.
fn measured(model: &Model) -> (Vec<Row>, usize) {
    let Some((page, areas)) = model.unfolded.page().zip(layout::page_areas(model)) else {
        return (Vec::new(), 1);
    };
    let rows = page.rows(areas.rows.width, model.settings.faces);
    (rows, usize::from(areas.rows.height).max(1))
}
