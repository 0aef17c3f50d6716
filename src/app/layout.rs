//! Where the panes are. Pure cells, shared by the reducer (scrolling, mouse) and the renderer.

use super::finder::Tab;
use super::model::{Focus, Model, Overlay};
use super::pictures;
use super::rows::Room;
use crate::domain::geometry::{Area, Size};

/// Below this the screen says so and shows nothing else.
pub const MIN_WIDTH: u16 = 20;
pub const MIN_HEIGHT: u16 = 6;
/// From this width on list and conversation stand side by side.
pub const WIDE: u16 = 64;
/// Columns before the text being typed, for the prompt.
pub const PROMPT: u16 = 2;
/// Below this height an entry of the chat list is one row.
pub const LOW: u16 = 16;

/// Rows that are there whatever is typed: title, one message, the composer's rule, the status bar.
const FIXED_ROWS: u16 = 4;

/// The panes of one frame; empty areas are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Tabs and filter field on its first row, the list below, a rule as its last column when wide.
    pub list: Area,
    /// The list's rows alone.
    pub list_rows: Area,
    /// Title on its first row, messages below.
    pub conversation: Area,
    /// The messages alone.
    pub messages: Area,
    /// A rule on its first row, what is replied to where something is, the text below.
    pub composer: Area,
    /// What is replied to.
    pub quote: Area,
    /// The text being typed alone.
    pub input: Area,
    pub status: Area,
}

/// `None` when the screen is too small.
pub fn areas(model: &Model) -> Option<Areas> {
    let (width, height) = (model.screen.width, model.screen.height);
    if width < MIN_WIDTH || height < MIN_HEIGHT {
        return None;
    }
    let status = Area {
        x: 0,
        y: height - 1,
        width,
        height: 1,
    };
    let wide = width >= WIDE;
    let split = if wide { list_width(model) } else { 0 };
    let mut areas = Areas {
        status,
        ..Areas::default()
    };
    if wide || model.focus == Focus::List {
        let columns = if wide { split } else { width };
        areas.list = Area {
            x: 0,
            y: 0,
            width: columns,
            height: height - 1,
        };
        areas.list_rows = Area {
            x: 0,
            y: 1,
            width: columns - u16::from(wide),
            height: height - 2,
        };
    }
    if wide || model.focus == Focus::Composer {
        talk(&mut areas, model, split);
    }
    Some(areas)
}

/// Conversation and composer, from column `x` to the right edge.
fn talk(areas: &mut Areas, model: &Model, x: u16) {
    let (width, height) = (model.screen.width - x, model.screen.height);
    let quote = u16::from(model.talk().is_some_and(|talk| talk.quote.is_some()));
    let rows = model
        .composer_rows
        .clamp(1, most_composer_rows(height).saturating_sub(quote).max(1));
    let above = height - 2 - quote - rows;
    areas.conversation = Area {
        x,
        y: 0,
        width,
        height: above,
    };
    areas.messages = Area {
        x,
        y: 1,
        width,
        height: above - 1,
    };
    areas.composer = Area {
        x,
        y: above,
        width,
        height: rows + quote + 1,
    };
    areas.quote = Area {
        x,
        y: above + 1,
        width,
        height: quote,
    };
    areas.input = Area {
        x: x + PROMPT,
        y: above + quote + 1,
        width: width - PROMPT,
        height: rows,
    };
}

fn list_width(model: &Model) -> u16 {
    (model.screen.width * 3 / 10).clamp(24, 40) + pictures::list_columns(model)
}

/// The composer grows to a third of the screen, at least three rows, but one row of messages stays.
fn most_composer_rows(height: u16) -> u16 {
    (height / 3).max(3).min(height - FIXED_ROWS)
}

/// Columns of the text being typed, also while it is not on screen.
pub(super) fn input_columns(model: &Model) -> u16 {
    let width = model.screen.width;
    let split = if width >= WIDE { list_width(model) } else { 0 };
    width.saturating_sub(split + PROMPT).max(1)
}

/// Rows of one entry of the list: two for a chat, or one on a low screen; one in the address book.
pub fn entry_height(model: &Model) -> u16 {
    let book = model.finder.tab == Tab::Book && model.finder.query.is_empty();
    if book || model.screen.height < LOW { 1 } else { 2 }
}

/// Entries of the list that fit, at least one.
pub fn entries_shown(model: &Model) -> usize {
    let rows = areas(model).map_or(1, |areas| areas.list_rows.height);
    usize::from(rows / entry_height(model)).max(1)
}

/// The search over the panes; all but the status bar may be covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchAreas {
    /// With an edge of one cell.
    pub frame: Area,
    /// The words being typed, without the prompt.
    pub field: Area,
    /// What came of it, in one row; what makes no sense of it, each in one.
    pub told: Area,
    pub hits: Area,
    pub keys: Area,
}

/// Wider than this no row of text is pleasant to read.
const SEARCH_WIDTH: u16 = 104;
const SEARCH_HEIGHT: u16 = 44;

/// Where the search stands; `None` when the screen is too small.
pub fn search_areas(model: &Model) -> Option<SearchAreas> {
    areas(model)?;
    let (width, height) = (model.screen.width, model.screen.height - 1);
    let frame = Area {
        width: width.min(SEARCH_WIDTH),
        height: height.min(SEARCH_HEIGHT),
        x: (width - width.min(SEARCH_WIDTH)) / 2,
        y: (height - height.min(SEARCH_HEIGHT)) / 2,
    };
    let row = |at: u16, rows: u16| Area {
        x: frame.x + 2,
        y: frame.y + 1 + at,
        width: frame.width - 4,
        height: rows,
    };
    let field = row(0, 1);
    let rows = frame.height - 2;
    let told = told_rows(model).min((rows / 3).max(1));
    Some(SearchAreas {
        frame,
        field: Area {
            x: field.x + PROMPT,
            width: field.width - PROMPT,
            ..field
        },
        told: row(1, told),
        hits: row(1 + told, rows.saturating_sub(2 + told)),
        keys: row(rows.saturating_sub(1), u16::from(rows > 3)),
    })
}

/// Rows for the evidence below whom a contact may be joined with: it is to be seen before it is agreed to.
pub const REASONS: u16 = 3;

/// Those who may be meant, above it.
pub fn joined(hits: Area) -> Area {
    Area {
        height: hits.height.saturating_sub(REASONS),
        ..hits
    }
}

fn told_rows(model: &Model) -> u16 {
    let searches = model.overlay == Some(Overlay::Search);
    let faults = if searches { model.search.faults.len() } else { 0 };
    u16::try_from(faults).unwrap_or(u16::MAX).max(1)
}

/// The file picker: the search, with room for what the bar is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrowserAreas {
    /// What `hits` left to `picture` and `facts` is not among them.
    pub search: SearchAreas,
    /// Beside the list, else below it; empty where no pictures are shown or there is no room for one.
    pub picture: Area,
    /// Below the picture.
    pub facts: Area,
}

/// From so many columns on there is room beside the list, and from so many rows on below it.
const BESIDE: u16 = 60;
const BELOW: u16 = 20;
/// Rows of what is told below the picture.
const FACTS: u16 = 2;

/// `None` when the screen is too small.
pub fn browser_areas(model: &Model) -> Option<BrowserAreas> {
    let mut search = search_areas(model)?;
    let Area { x, y, width, height } = search.hits;
    let seen = if model.terminal.canvas().is_none() {
        Area::default()
    } else if width >= BESIDE && height > 2 * FACTS {
        let columns = width * 2 / 5;
        search.hits.width = width - columns - 2;
        Area {
            x: x + width - columns,
            width: columns,
            ..search.hits
        }
    } else if height >= BELOW {
        let rows = height / 2;
        search.hits.height = height - rows - 1;
        Area {
            y: y + height - rows,
            height: rows,
            ..search.hits
        }
    } else {
        Area::default()
    };
    let rows = seen.height.min(FACTS);
    let facts = Area {
        y: seen.y + seen.height - rows,
        height: rows,
        ..seen
    };
    let picture = Area {
        height: seen.height - rows,
        ..seen
    };
    Some(BrowserAreas {
        search,
        picture,
        facts,
    })
}

/// Rows of a panel above what is in it, and below, on so many rows: the edge, and a blank one where there are rows to spare.
pub fn edge_rows(height: u16) -> u16 {
    if height < LOW - 1 { 1 } else { 2 }
}

/// A page over the panes, as wide and high as the search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageAreas {
    /// With an edge of one cell.
    pub frame: Area,
    pub rows: Area,
    pub keys: Area,
}

/// `None` when the screen is too small.
pub fn page_areas(model: &Model) -> Option<PageAreas> {
    let SearchAreas {
        frame, field, keys, ..
    } = search_areas(model)?;
    let rows = Area {
        x: field.x - PROMPT,
        width: field.width + PROMPT,
        height: frame.height - 2 - keys.height,
        ..field
    };
    Some(PageAreas { frame, rows, keys })
}

/// Rows of one hit: who and when, then the words; on a low screen both on one.
pub fn hit_height(model: &Model) -> u16 {
    if model.screen.height < LOW { 1 } else { 2 }
}

/// Hits that fit, at least one.
pub(super) fn hits_shown(model: &Model) -> usize {
    let rows = search_areas(model).map_or(1, |areas| areas.hits.height);
    usize::from(rows / hit_height(model)).max(1)
}

/// The tab whose half of the list's first row column `x` is in.
pub(super) fn tab_at(list: Area, x: u16) -> Tab {
    if x.saturating_sub(list.x) < list.width / 2 {
        Tab::Chats
    } else {
        Tab::Book
    }
}

impl Model {
    /// The messages pane as rows are counted in it, also while it is not on screen.
    pub fn messages_room(&self) -> Room {
        Room {
            size: self.messages_size(),
            cell: self.terminal.canvas().map(|canvas| canvas.cell),
        }
    }

    /// Cells of the messages pane, also while it is not on screen.
    pub fn messages_size(&self) -> Size {
        let areas = areas(self).unwrap_or_default();
        Size {
            width: areas.messages.width.max(1),
            height: areas.messages.height.max(1),
        }
    }
}
