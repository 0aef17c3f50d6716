//! The history carried out of weft, to be read elsewhere or kept, and back in.
//!
//! Owns the formats: text and HTML for people (`text`, `html`), JSON Lines for programs and for the way back (`record` says
//! what is in a line, `jsonl` writes it, `import` takes it in, `whom` tells whose it is). Never: the session, a token, a name of the service's that
//! ends with a login; more than a page of lines in memory; a word of its own.

mod choose;
mod html;
mod import;
mod jsonl;
mod kind;
mod lines;
mod person;
mod record;
mod said;
mod target;
mod text;
mod when;
mod whom;

use std::io::{self, Write};

use jiff::tz::TimeZone;

pub use choose::{Chat, Unclear, choose, near, told_apart};
pub use import::{Bad, Imported, Refused, Source, Unreadable, Why, import};
pub use target::{Taken, Target};
pub use when::{Side, moment};

use crate::app::directory::Directory;
use crate::domain::id::PeerId;
use crate::store::{Fault, Range, Reader};
use crate::ui::plain;
use crate::words::Words;
use said::Scribe;

/// What the history is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    /// JSON Lines.
    Jsonl,
    Html,
}

impl Format {
    pub const NAMES: &[&str] = &["text", "jsonl", "html"];

    pub fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "jsonl" => Some(Self::Jsonl),
            "html" => Some(Self::Html),
            _ => None,
        }
    }

    /// As the end of a file's name tells.
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

/// A history with everything that is needed to say it.
pub struct Book<'a> {
    pub reader: &'a Reader,
    pub directory: Directory,
    pub words: &'a Words,
    pub zone: TimeZone,
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub lines: u64,
    pub chats: usize,
}

/// Why writing ended early.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The history cannot be read.
    #[error(transparent)]
    History(#[from] Fault),
    /// What was written cannot be taken.
    #[error(transparent)]
    Output(#[from] io::Error),
}

impl<'a> Book<'a> {
    pub fn new(reader: &'a Reader, words: &'a Words, zone: TimeZone) -> Self {
        Self {
            reader,
            directory: Directory::kept(reader.peers.clone(), reader.me),
            words,
            zone,
        }
    }

    /// The chats of which anything is kept in this range.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn chats(&self, range: Range) -> Result<Vec<Chat>, Fault> {
        let kept = self.reader.chats(range)?;
        let chat = |(id, lines)| Chat {
            id,
            name: self.name(id),
            lines,
        };
        Ok(kept.into_iter().map(chat).collect())
    }

    /// One line, as the title of the pane has it.
    fn name(&self, id: PeerId) -> String {
        let name = plain::name(&self.directory, self.words, id);
        crate::domain::text::SafeText::line(&name).as_str().to_owned()
    }

    /// Writes these chats. `told` hears the number of lines so far after each.
    ///
    /// # Errors
    /// When the history cannot be read, or `out` not be written.
    pub fn write(
        &self,
        chats: &[Chat],
        (range, format): (Range, Format),
        out: &mut dyn Write,
        told: &mut dyn FnMut(u64),
    ) -> Result<Tally, Broken> {
        let mut lines = 0;
        let mut count = || {
            lines += 1;
            told(lines);
        };
        match format {
            Format::Text => self.scribble(chats, range, &mut text::Text { out }, &mut count)?,
            Format::Html => {
                let mut html = html::Html::new(out, self.words);
                self.scribble(chats, range, &mut html, &mut count)?;
            }
            Format::Jsonl => jsonl::write(self, (chats, range), out, &mut count)?,
        }
        out.flush()?;
        Ok(Tally {
            lines,
            chats: chats.len(),
        })
    }

    fn scribble(
        &self,
        chats: &[Chat],
        range: Range,
        scribe: &mut dyn Scribe,
        count: &mut dyn FnMut(),
    ) -> Result<(), Broken> {
        scribe.begin(chats)?;
        for (chat, nth) in chats.iter().zip(1..) {
            scribe.chat(nth, &chat.name)?;
            let mut day = None;
            self.reader.lines(chat.id, range, |line| {
                let said = said::said(self, &line);
                let date = said.at.as_ref().map(jiff::Zoned::date);
                if let Some(date) = date.filter(|date| day != Some(*date)) {
                    day = Some(date);
                    scribe.day(date, &plain::day(date, self.words))?;
                }
                scribe.line(&said)?;
                count();
                Ok::<_, Broken>(())
            })?;
            scribe.end_of_chat()?;
        }
        Ok(scribe.end()?)
    }
}
