//! Search: what counts as found, by the index on disk and in memory; what is typed; and the keys.

mod agree;
mod index;
mod keys;
mod query;
mod words;

use weft::domain::id::{PeerId, Seq};
use weft::domain::message::{Body, File, Link};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::store::{Change, Found, From, LineRecord, Search, State, StoreCommand, StoreEvent, Which};
use weft::store::Room;

/// A history, as the store keeps it.
pub struct History(Room);

impl History {
    pub fn of(lines: &[LineRecord]) -> Self {
        let mut room = Room::in_memory();
        room.perform(StoreCommand::Open(Which::Uin(7)));
        let lines = lines.iter().cloned().map(|line| Change::Line(Box::new(line)));
        room.perform(StoreCommand::Write {
            changes: lines.collect(),
            receipts: Vec::new(),
        });
        Self(room)
    }

    pub fn found(&mut self, search: &Search) -> Found {
        let mut events = self.0.perform(StoreCommand::Search(search.clone()));
        match events.pop() {
            Some(StoreEvent::Found(found)) => found,
            other => panic!("{other:?}"),
        }
    }

    /// The numbers of what has these words, newest first.
    pub fn numbers(&mut self, words: &[&str]) -> Vec<i64> {
        numbers(&self.found(&asking(words)))
    }
}

pub fn asking(words: &[&str]) -> Search {
    Search {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        count: 50,
        ..Search::default()
    }
}

pub fn numbers(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.seq.0).collect()
}

pub fn line(seq: i64, body: Body) -> LineRecord {
    LineRecord {
        seq: Seq(seq),
        chat: PeerId(1),
        at: Timestamp(seq),
        from: From::Peer(PeerId(1)),
        state: State::Kept(None),
        body,
        raw: None,
    }
}

pub fn says(seq: i64, text: &str) -> LineRecord {
    line(seq, Body::Text(SafeText::new(text)))
}

pub fn file(name: &str) -> Body {
    Body::File(File {
        name: SafeText::line(name),
        bytes: None,
    })
}

pub fn link(title: &str) -> Body {
    Body::Link(Box::new(Link {
        title: SafeText::line(title),
        ..Link::default()
    }))
}
