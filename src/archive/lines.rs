//! A file of JSON Lines, read line by line and checked: what is wrong in it is told with the line's number.

use std::io::{self, BufRead, Read as _};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::record::{From, HISTORY, Header, Message, Peer, VERSION};

/// Bytes of a line: several times what the longest message takes.
const LONGEST: u64 = 4 << 20;

/// What is wrong with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// From one.
    pub line: usize,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Not written by weft.
    NoHeader,
    /// Written by a newer one.
    Newer,
    /// Not JSON, or not a record of this kind: a field is missing or is of another type.
    Garbled,
    /// A number that no record before it gave to anybody.
    Nobody(u32),
    /// A number that was given before.
    Twice(u32),
    /// More lines than can be numbered.
    TooMany,
}

#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("line {}", .0.line)]
    Bad(Bad),
}

/// What is in the file, as far as it fits into memory: all but the messages.
pub(super) struct Survey {
    pub account: i64,
    pub name: String,
    pub peers: Vec<Peer>,
    pub messages: u32,
}

#[derive(Deserialize)]
struct Probe {
    peer: Option<IgnoredAny>,
}

pub(super) enum Record {
    Peer(Peer),
    Message(Message),
}

struct Lines<R> {
    input: R,
    line: usize,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The next line that has anything in it.
    fn next(&mut self) -> Result<Option<&[u8]>, Unreadable> {
        loop {
            self.bytes.clear();
            self.line += 1;
            let mut some = (&mut self.input).take(LONGEST);
            if some.read_until(b'\n', &mut self.bytes)? == 0 {
                return Ok(None);
            }
            if !self.bytes.ends_with(b"\n") && some.limit() == 0 {
                return Err(self.bad(Why::Garbled));
            }
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(Some(&self.bytes));
            }
        }
    }

    fn bad(&self, why: Why) -> Unreadable {
        Unreadable::Bad(Bad { line: self.line, why })
    }

    fn header(&mut self) -> Result<Header<'static>, Unreadable> {
        let header = match self.next()? {
            Some(bytes) => serde_json::from_slice::<Header<'_>>(bytes).ok(),
            None => None,
        };
        let header = header
            // An account without a number could be anybody's: none is kept.
            .filter(|header| header.weft == HISTORY && header.account != 0)
            .ok_or_else(|| self.bad(Why::NoHeader))?;
        if header.version > VERSION {
            return Err(self.bad(Why::Newer));
        }
        Ok(Header {
            weft: header.weft.into_owned().into(),
            name: header.name.into_owned().into(),
            ..header
        })
    }
}

fn parse(bytes: &[u8]) -> serde_json::Result<Record> {
    let probe: Probe = serde_json::from_slice(bytes)?;
    if probe.peer.is_some() {
        serde_json::from_slice(bytes).map(Record::Peer)
    } else {
        serde_json::from_slice(bytes).map(Record::Message)
    }
}

/// Reads the whole file and says what is in it, or the first thing that is wrong.
pub(super) fn survey(input: impl BufRead) -> Result<Survey, Unreadable> {
    let mut lines = Lines {
        input,
        line: 0,
        bytes: Vec::new(),
    };
    let header = lines.header()?;
    let mut survey = Survey {
        account: header.account,
        name: header.name.into_owned(),
        peers: Vec::new(),
        messages: 0,
    };
    let mut known = std::collections::HashSet::new();
    while let Some(bytes) = lines.next()? {
        let wrong = match parse(bytes) {
            Err(_) => Some(Why::Garbled),
            Ok(Record::Peer(peer)) => {
                let number = peer.number;
                survey.peers.push(peer);
                (!known.insert(number)).then_some(Why::Twice(number))
            }
            Ok(Record::Message(message)) => {
                survey.messages = survey.messages.saturating_add(1);
                wrong(&message, |number| known.contains(&number))
                    .or_else(|| (survey.messages == u32::MAX).then_some(Why::TooMany))
            }
        };
        if let Some(why) = wrong {
            return Err(lines.bad(why));
        }
    }
    Ok(survey)
}

fn wrong(message: &Message, is_known: impl Fn(u32) -> bool) -> Option<Why> {
    let speaker = match message.from {
        From::Word(_) => message.chat,
        From::Peer(number) => number,
    };
    let nobody = [message.chat, speaker]
        .into_iter()
        .find(|number| !is_known(*number));
    let id = message.id.as_ref().is_none_or(|id| id.parse::<u64>().is_ok());
    nobody.map(Why::Nobody).or((!id).then_some(Why::Garbled))
}

/// The messages of a file that was surveyed, one after the other.
pub(super) fn each<E: std::convert::From<Unreadable>>(
    input: impl BufRead,
    mut each: impl FnMut(Message) -> Result<(), E>,
) -> Result<(), E> {
    let mut lines = Lines {
        input,
        line: 0,
        bytes: Vec::new(),
    };
    lines.header()?;
    while let Some(bytes) = lines.next()? {
        match parse(bytes) {
            Ok(Record::Message(message)) => each(message)?,
            Ok(Record::Peer(_)) => {}
            // It was fine when it was surveyed: it is another file by now.
            Err(_) => return Err(lines.bad(Why::Garbled).into()),
        }
    }
    Ok(())
}
