//! The login code on the screen.
//!
//! Owns turning a link into half blocks a phone can read. Never: which link, or where it stands.

use qrcode::{Color, EcLevel, QrCode};
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::Row;
use crate::domain::geometry::Area;

/// Modules of white around the code: four by the standard (ISO/IEC 18004), two where four do not fit.
const QUIET: [usize; 2] = [4, 2];

/// A code with its quiet zone.
pub struct Qr {
    modules: Vec<bool>,
    side: usize,
    quiet: usize,
}

impl Qr {
    /// The most generous form of `link` that fits `width` × `height` cells, at the lowest error correction: a screen
    /// has no dirt on it, and a code of fewer modules is larger and read from further away.
    pub fn fitting(link: &str, width: u16, height: u16) -> Option<Self> {
        let code = QrCode::with_error_correction_level(link, EcLevel::L).ok()?;
        let side = code.width();
        let modules: Vec<bool> = code
            .into_colors()
            .into_iter()
            .map(|module| module == Color::Dark)
            .collect();
        let quiet = QUIET.into_iter().find(|quiet| {
            let side = side + 2 * quiet;
            side <= usize::from(width) && side.div_ceil(2) <= usize::from(height)
        })?;
        Some(Self { modules, side, quiet })
    }

    /// Cells: one module a column, two a row.
    pub fn size(&self) -> (u16, u16) {
        let side = self.side + 2 * self.quiet;
        (
            u16::try_from(side).unwrap_or(u16::MAX),
            u16::try_from(side.div_ceil(2)).unwrap_or(u16::MAX),
        )
    }

    /// Every cell has both colours set, so that nothing of the terminal's own shows through.
    pub fn draw(&self, area: Area, style: Style, buffer: &mut Buffer) {
        let (width, height) = self.size();
        for at in 0..height {
            let mut row = Row::new(buffer, area, at);
            for x in 0..width {
                let upper = self.dark(x.into(), usize::from(at) * 2);
                let lower = self.dark(x.into(), usize::from(at) * 2 + 1);
                row.put(half_block(upper, lower), style);
            }
        }
    }

    fn dark(&self, x: usize, y: usize) -> bool {
        let (Some(x), Some(y)) = (x.checked_sub(self.quiet), y.checked_sub(self.quiet)) else {
            return false;
        };
        x < self.side && self.modules.get(y * self.side + x).is_some_and(|dark| *dark)
    }
}

/// Ink is the foreground.
fn half_block(upper: bool, lower: bool) -> &'static str {
    match (upper, lower) {
        (false, false) => " ",
        (true, false) => "▀",
        (false, true) => "▄",
        (true, true) => "█",
    }
}
