//! The clipboard of the machine weft runs on.
//!
//! Owns what is taken from it: files before a picture before words, since file managers put a picture of the file, and
//! browsers the address of a picture, beside what was copied. Never waits on a thread that others need: without a display, or
//! where whoever holds the clipboard does not answer, this takes until the system gives up.

use std::path::PathBuf;

/// What a clipboard holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    Files(Vec<PathBuf>),
    /// Four bytes a pixel, row by row.
    Image {
        width: u32,
        height: u32,
        rgba: Vec<u8>,
    },
    Text(String),
    Nothing,
    /// The system's words.
    Unreachable(String),
    /// Not part of this program.
    NotBuilt,
}

/// What reads it.
pub type Board = fn() -> Content;

/// What is on it now.
#[cfg(not(feature = "clipboard"))]
pub fn content() -> Content {
    Content::NotBuilt
}

/// What is on it now.
#[cfg(feature = "clipboard")]
pub fn content() -> Content {
    read().unwrap_or_else(|why| Content::Unreachable(why.to_string()))
}

#[cfg(feature = "clipboard")]
fn read() -> Result<Content, arboard::Error> {
    let mut board = arboard::Clipboard::new()?;
    let files = board.get().file_list();
    if let Some(files) = files.ok().filter(|files| !files.is_empty()) {
        return Ok(Content::Files(files));
    }
    // Some programs hand out what they have whatever they are asked for: one form that makes no sense says nothing of the next.
    let unread = match board.get_image() {
        Ok(image) => return pixels(image),
        Err(arboard::Error::ContentNotAvailable) => None,
        Err(why) => Some(why),
    };
    match board.get_text() {
        Ok(text) if !text.is_empty() => Ok(Content::Text(text)),
        // That there is no picture is no fault; that it cannot be read is one.
        Ok(_) | Err(arboard::Error::ContentNotAvailable) => unread.map_or(Ok(Content::Nothing), Err),
        Err(why) => Err(why),
    }
}

#[cfg(feature = "clipboard")]
fn pixels(image: arboard::ImageData<'_>) -> Result<Content, arboard::Error> {
    let side = |side| u32::try_from(side).map_err(|_| arboard::Error::ConversionFailure);
    Ok(Content::Image {
        width: side(image.width)?,
        height: side(image.height)?,
        rgba: image.bytes.into_owned(),
    })
}
