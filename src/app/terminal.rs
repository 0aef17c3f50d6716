//! The terminal as far as it is known: what the person says of it, what its environment speaks for, what it answered.
//!
//! Owns what follows from that: how pictures are shown, and how wide characters are. Never: waits for an answer.

use super::model::Model;
use super::step::{Question, Step, TermCommand, Touched};
use crate::domain::geometry::Size;
use crate::domain::picture::{Canvas, Cell, Protocol, Widths, Wish};

/// What came of a question, whenever it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It knows kitty's graphics, and what it is asked with: that there are placeholders.
    Graphics,
    /// Its name and version (XTVERSION).
    Name(Box<str>),
    /// What it can (DA1): the last answer of all, but for what a multiplexer passes through.
    Attributes { sixel: bool },
    /// Pixels of a cell.
    Cell { width: u16, height: u16 },
    /// Pixels of the window.
    Window { width: u16, height: u16 },
    /// How many columns a probe took: they come in the order of [`PROBES`].
    Columns(u16),
}

/// What is printed to see how wide it is, and the columns where terminals and tables agree: two characters of ambiguous
/// width, emoji joined into one, a flag.
pub const PROBES: [(&str, u16); 3] = [
    ("\u{2026}\u{b7}", 2),
    ("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", 2),
    ("\u{1f1e8}\u{1f1f3}", 2),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// What the person wants, or the environment speaks for.
    pub wish: Wish,
    pub tmux: bool,
    /// What the person says of characters of ambiguous width; `None`: as it was measured.
    pub ambiguous_wide: Option<bool>,
    /// Pixels of a cell, where the system told.
    pub cell: Option<Cell>,
    /// It may be asked: it is none that would print the questions.
    pub answers: bool,
    pub told: Told,
}

/// What it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    graphics: bool,
    name: Option<Protocol>,
    sixel: bool,
    columns: Vec<u16>,
}

impl Default for Terminal {
    /// One of which nothing is known, and that is asked nothing.
    fn default() -> Self {
        Self {
            wish: Wish::Off,
            tmux: false,
            ambiguous_wide: None,
            cell: None,
            answers: false,
            told: Told::default(),
        }
    }
}

impl Terminal {
    /// What pictures are made for; `None` where none are shown.
    pub fn canvas(&self) -> Option<Canvas> {
        let protocol = match self.wish {
            Wish::Off => return None,
            Wish::Only(protocol) => protocol,
            Wish::Auto(guess) => self.best(guess?),
        };
        Some(Canvas {
            protocol,
            cell: self.cell.unwrap_or(Cell::USUAL),
            tmux: self.tmux,
        })
    }

    fn best(&self, guess: Protocol) -> Protocol {
        if self.tmux {
            // What the terminal around it answers came through, so pictures do too. Others answer for kitty's graphics
            // and know no placeholders.
            return match guess {
                Protocol::Kitty if self.told.graphics => Protocol::Kitty,
                Protocol::Kitty | Protocol::Iterm2 | Protocol::Sixel | Protocol::Blocks => {
                    self.sixel_or_blocks()
                }
            };
        }
        match (self.told.name, guess) {
            // A kitty before 0.28 would draw a box for each placeholder.
            (Some(Protocol::Kitty), _) if !self.told.graphics => self.sixel_or_blocks(),
            (Some(named), _) => named,
            (None, Protocol::Blocks) => self.sixel_or_blocks(),
            (None, guess) => guess,
        }
    }

    fn sixel_or_blocks(&self) -> Protocol {
        if self.told.sixel {
            Protocol::Sixel
        } else {
            Protocol::Blocks
        }
    }

    pub fn widths(&self) -> Widths {
        let usual = Widths::default();
        // One answer too few or too many: nobody knows to which probe each belongs.
        let measured = <[u16; PROBES.len()]>::try_from(self.told.columns.as_slice()).ok();
        let measured = measured.map_or(usual, |[ambiguous, joined, flag]| Widths {
            ambiguous_wide: ambiguous == 4,
            joins: joined <= 2,
            flags: flag <= 2,
        });
        Widths {
            ambiguous_wide: self.ambiguous_wide.unwrap_or(measured.ambiguous_wide),
            ..measured
        }
    }
}

/// Once, behind the first frame.
pub(super) fn ask(model: &Model, step: &mut Step) {
    if model.terminal.answers {
        step.term(TermCommand::Ask(Question::Everything {
            tmux: model.terminal.tmux,
            last_row: model.screen.height,
        }));
    }
}

/// Another size may come of another font.
pub(super) fn on_resize(model: &Model, step: &mut Step) {
    if model.terminal.answers {
        step.term(TermCommand::Ask(Question::Cell));
    }
}

pub(super) fn on_answer(model: &mut Model, answer: Answer, step: &mut Step) {
    let before = (model.terminal.canvas(), model.terminal.widths());
    let Size { width, height } = model.screen;
    let terminal = &mut model.terminal;
    let told = &mut terminal.told;
    match answer {
        Answer::Graphics => told.graphics = true,
        Answer::Name(name) => told.name = named(&name),
        Answer::Attributes { sixel } => told.sixel = sixel,
        Answer::Cell { width, height } => terminal.cell = Cell::checked(width, height).or(terminal.cell),
        Answer::Window {
            width: across,
            height: down,
        } if terminal.cell.is_none() => {
            let cell = across.checked_div(width).zip(down.checked_div(height));
            terminal.cell = cell.and_then(|(width, height)| Cell::checked(width, height));
        }
        Answer::Window { .. } => {}
        Answer::Columns(columns) => {
            if told.columns.len() <= PROBES.len() {
                told.columns.push(columns);
            }
        }
    }
    let now = (model.terminal.canvas(), model.terminal.widths());
    if now.1 != before.1 {
        // What is on the screen was written by other widths.
        step.term(TermCommand::Repaint);
    }
    if now != before {
        step.touch(Touched::ALL);
    }
}

/// What terminals of this name draw best; kitty's graphics only where placeholders are known too.
fn named(name: &str) -> Option<Protocol> {
    let name = name.to_ascii_lowercase();
    let is = |names: &[&str]| names.iter().any(|known| name.starts_with(known));
    if is(&["kitty", "ghostty"]) {
        Some(Protocol::Kitty)
    } else if is(&["iterm2", "wezterm", "mintty"]) {
        Some(Protocol::Iterm2)
    } else {
        None
    }
}
