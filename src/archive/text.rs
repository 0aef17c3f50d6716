//! Plain text: the chat's name, its days, and one line a message.
//!
//! What a message has on further lines is indented, so that nothing in it looks like another message.

use std::io::{self, Write};

use jiff::civil::Date;

use super::Chat;
use super::said::{Said, Scribe, Who};
use crate::domain::text::width;

/// Before what goes on from the line above: as wide as the hour.
const INDENT: &str = "       ";

pub(super) struct Text<'a> {
    pub out: &'a mut dyn Write,
}

impl Scribe for Text<'_> {
    fn begin(&mut self, _: &[Chat]) -> io::Result<()> {
        Ok(())
    }

    fn chat(&mut self, nth: usize, name: &str) -> io::Result<()> {
        if nth > 1 {
            writeln!(self.out, "\n")?;
        }
        writeln!(self.out, "{name}\n{}", "=".repeat(width(name).max(1)))
    }

    fn day(&mut self, _: Date, words: &str) -> io::Result<()> {
        writeln!(self.out, "\n{words}\n")
    }

    fn line(&mut self, said: &Said<'_>) -> io::Result<()> {
        let hour = said.hour();
        match said.who {
            Who::Notice => write!(self.out, "{hour:5}  * ")?,
            Who::Me | Who::Other => write!(self.out, "{hour:5}  {}: ", said.name)?,
        }
        let mut lines = said.text.lines();
        write!(self.out, "{}", lines.next().unwrap_or_default())?;
        for line in lines {
            let indent = if line.is_empty() { "" } else { INDENT };
            write!(self.out, "\n{indent}{line}")?;
        }
        for more in [&said.url.as_deref().map(Into::into), &said.quoted]
            .into_iter()
            .flatten()
        {
            write!(self.out, "\n{INDENT}{more}")?;
        }
        if let Some(note) = &said.note {
            write!(self.out, "\n{INDENT}[{note}]")?;
        }
        writeln!(self.out)
    }

    fn end_of_chat(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
