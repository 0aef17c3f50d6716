//! A terminal of cells that treats the halves of wide characters as terminals do, which `TestBackend` does not: there
//! the right half keeps whatever was in it before.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect, Size};

#[derive(Debug)]
pub struct Terminal {
    pub shown: Buffer,
    pub cursor: Option<Position>,
    pub cursor_shown: bool,
}

impl Terminal {
    pub fn new(width: u16, height: u16) -> Self {
        Self {
            shown: Buffer::empty(Rect::new(0, 0, width, height)),
            cursor: None,
            cursor_shown: false,
        }
    }
}

impl Backend for Terminal {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            if x > 0 && self.shown[(x - 1, y)].cell_width() > 1 {
                self.shown[(x - 1, y)].set_symbol(" ");
            }
            if self.shown[(x, y)].cell_width() > 1 && x + 1 < self.shown.area.width {
                self.shown[(x + 1, y)].set_symbol(" ");
            }
            self.shown[(x, y)] = cell.clone();
            for half in x + 1..x + cell.cell_width().max(1) {
                self.shown[(half, y)].reset();
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor_shown = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor_shown = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        panic!("nobody may ask a terminal where its cursor is");
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.shown.reset();
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.shown.area.as_size())
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
