//! What is written to the terminal besides frames: the window title, the bell, and what is copied. And where frames go.
//!
//! Never a foreign word as it is: the title is ASCII made here, and what is copied goes as Base64, so no byte of it can end
//! the sequence early.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use super::answers;
use crate::app::step::TermCommand;
use crate::domain::geometry::Size;
use crate::domain::picture::Cell;

/// Where frames go: one write per frame, whatever its size.
pub type Out = BufWriter<File>;

/// A full frame of a large screen fits, so a frame never appears in two parts.
const FRAME_BYTES: usize = 1 << 16;

/// What a terminal that does not know its size is taken for (a serial line says 0×0).
const USUAL: Size = Size {
    width: 80,
    height: 24,
};

/// Standard output without Rust's line buffering, which would look for line breaks in every frame.
pub fn out() -> io::Result<Out> {
    let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    Ok(BufWriter::with_capacity(FRAME_BYTES, file))
}

pub fn size() -> Size {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(found) if found.ws_col > 0 && found.ws_row > 0 => Size {
            width: found.ws_col,
            height: found.ws_row,
        },
        _ => USUAL,
    }
}

/// Pixels of a cell, where the system knows them.
pub fn cell() -> Option<Cell> {
    let found = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    let width = found.ws_xpixel.checked_div(found.ws_col)?;
    let height = found.ws_ypixel.checked_div(found.ws_row)?;
    Cell::checked(width, height)
}

/// The bytes of a command.
pub fn bytes(command: &TermCommand) -> Vec<u8> {
    match command {
        // Ended by ESC \ and not by the one-byte 0x9C, which is part of many Chinese characters in UTF-8.
        TermCommand::Title { unread: 0 } => b"\x1b]2;weft\x1b\\".to_vec(),
        TermCommand::Title { unread } => format!("\x1b]2;weft ({unread})\x1b\\").into_bytes(),
        TermCommand::Bell => b"\x07".to_vec(),
        TermCommand::Copy(text) => {
            let mut sequence = String::new();
            // Writing to a string cannot fail.
            let _ = CopyToClipboard::to_clipboard_from(text.as_str()).write_ansi(&mut sequence);
            sequence.into_bytes()
        }
        TermCommand::Ask(question) => answers::question(*question).into_bytes(),
        // The screen's own affair.
        TermCommand::Repaint => Vec::new(),
    }
}

/// At once. Frames are flushed whole, so this cannot land inside one.
pub fn perform(out: &mut File, command: &TermCommand) -> io::Result<()> {
    out.write_all(&bytes(command))
}
