//! What is written to the terminal besides frames: the window title and the bell. And where frames go.
//!
//! Never a foreign word: the title is ASCII made here, so no byte of it can end the sequence early.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;

use crate::app::step::TermCommand;
use crate::domain::geometry::Size;

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

/// The bytes of a command.
pub fn bytes(command: &TermCommand) -> Vec<u8> {
    match command {
        // Ended by ESC \ and not by the one-byte 0x9C, which is part of many Chinese characters in UTF-8.
        TermCommand::Title { unread: 0 } => b"\x1b]2;weft\x1b\\".to_vec(),
        TermCommand::Title { unread } => format!("\x1b]2;weft ({unread})\x1b\\").into_bytes(),
        TermCommand::Bell => b"\x07".to_vec(),
        // The screen's own affair.
        TermCommand::Repaint => Vec::new(),
    }
}

/// At once. Frames are flushed whole, so this cannot land inside one.
pub fn perform(out: &mut File, command: &TermCommand) -> io::Result<()> {
    out.write_all(&bytes(command))
}
