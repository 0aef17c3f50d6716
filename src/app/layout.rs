//! Where the panes are. Pure cells, shared by the reducer (scrolling, mouse) and the renderer.

use super::model::Model;
use crate::domain::geometry::Area;

/// Below this the screen says so and shows nothing else.
pub const MIN_WIDTH: u16 = 20;
pub const MIN_HEIGHT: u16 = 6;
/// From this width on list and conversation stand side by side.
pub const WIDE: u16 = 64;

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
    /// A rule on its first row, the text below.
    pub composer: Area,
    /// The text being typed alone.
    pub input: Area,
    pub status: Area,
}

/// `None` when the screen is too small.
pub fn areas(_model: &Model) -> Option<Areas> {
    None
}

/// Rows of one entry of the chat list: two, or one on a low screen.
pub fn entry_height(_model: &Model) -> u16 {
    2
}
