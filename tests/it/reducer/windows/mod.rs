//! A conversation as a window over the store: what was said long ago is one page away, and memory does not grow.

mod paging;
mod pictures;
mod properties;

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;
use weft::app::conversation::{Conversation, Edge, Scroll};
use weft::app::model::Focus;
use weft::app::rows::{self, Row};
use weft::app::step::Effect;
use weft::app::{Event, windows};
use weft::domain::id::{LocalId, MsgId, PeerId, Seq};
use weft::domain::message::{Author, Body};
use weft::domain::time::Timestamp;
use weft::port::store::{From, LineRecord, Page, Place, Read, State, StoreCommand, StoreEvent};

use super::{App, WALL, message, text};

/// The program, and a store made of lists.
struct Shelf {
    app: App,
    kept: BTreeMap<PeerId, Vec<LineRecord>>,
    /// Read when they were asked for, as from a disk; on their way since.
    pages: VecDeque<Page>,
    reads: usize,
    last_id: u64,
}

impl Shelf {
    /// So many lines with 阿岚 from earlier days, a minute apart; the chat list is shown.
    fn with(lines: i64) -> Self {
        let mut shelf = Self::empty();
        let lan = shelf.app.id("@lan");
        for n in 1..=lines {
            let at = WALL - (lines - n + 1) * 60;
            let body = Body::Text(text(&format!("line {n}")));
            let state = State::Kept(Some(MsgId(n.unsigned_abs())));
            shelf.keep(record((n, at), lan, From::Peer(lan), state, body));
        }
        shelf.app.model.last_seq = Seq(lines);
        shelf.last_id = lines.unsigned_abs();
        if let Some(last) = shelf.kept.get(&lan).and_then(|lines| lines.last()) {
            windows::begin(&mut shelf.app.model, last.clone());
        }
        shelf
    }

    fn empty() -> Self {
        let mut app = App::chatting();
        app.model.windows.reading = true;
        Self {
            app,
            kept: BTreeMap::new(),
            pages: VecDeque::new(),
            reads: 0,
            last_id: 0,
        }
    }

    /// Opened, with the first pages there.
    fn reading(lines: i64) -> Self {
        let mut shelf = Self::with(lines);
        shelf.open("@lan");
        shelf
    }

    fn keep(&mut self, record: LineRecord) {
        let lines = self.kept.entry(record.chat).or_default();
        lines.retain(|line| line.seq != record.seq);
        let at = lines.partition_point(|line| (line.at, line.seq) < (record.at, record.seq));
        lines.insert(at, record);
    }

    fn open(&mut self, name: &str) {
        self.app.open(name);
        self.settle();
    }

    fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            self.app.keys(name);
            self.settle();
        }
    }

    /// What was asked is read now, and comes back later.
    fn heard(&mut self) {
        for effect in std::mem::take(&mut self.app.asked) {
            if let Effect::Store(StoreCommand::Read(read)) = effect {
                self.reads += 1;
                let page = page(self.kept.get(&read.chat).map_or(&[], Vec::as_slice), read);
                self.pages.push_back(page);
            }
        }
    }

    /// The oldest page on its way arrives. `false` if there is none.
    fn deliver(&mut self) -> bool {
        let Some(page) = self.pages.pop_front() else {
            return false;
        };
        self.app.event(Event::Store(StoreEvent::Page(page)));
        self.heard();
        true
    }

    /// Everything asked for arrives.
    fn settle(&mut self) {
        self.heard();
        let mut pages = 0;
        while self.deliver() {
            pages += 1;
            assert!(pages < 1000, "asks for ever");
        }
    }

    /// A message `after` seconds after now, kept as the journal would.
    fn says(&mut self, name: &str, after: i64, author: Author) {
        self.last_id += 1;
        let id = self.last_id;
        let said = format!("news {id}");
        let chat = self.app.id(name);
        let from = if author == Author::Me {
            From::Me
        } else {
            From::Peer(chat)
        };
        let seq = self.app.model.last_seq.0 + 1;
        let body = Body::Text(text(&said));
        let state = State::Kept(Some(MsgId(id)));
        self.keep(record((seq, WALL + after), chat, from, state, body));
        self.app.synced(vec![message(id, name, author, after, &said)]);
        assert_eq!(self.app.model.last_seq, Seq(seq));
        self.heard();
    }

    /// Typed and sent: on its way, and in the store as that.
    fn sends(&mut self, said: &str) -> LocalId {
        while self.app.model.focus != Focus::Composer {
            self.app.keys("tab");
        }
        self.app.event(Event::Paste(said.to_owned()));
        self.app.keys("enter");
        let (seq, local) = (self.app.model.last_seq.0, self.app.model.last_local);
        let chat = self.app.model.chats.open.unwrap();
        let line = self.talk().last_line().unwrap();
        assert_eq!(line.seq, Seq(seq));
        let (at, body) = (line.at.0, line.body.clone());
        self.keep(record((seq, at), chat, From::Me, State::Queued(local), body));
        self.heard();
        local
    }

    /// One chat known by two names: its lines are kept together.
    fn join(&mut self, twin: PeerId, into: PeerId) {
        for mut line in self.kept.remove(&twin).unwrap_or_default() {
            line.chat = into;
            self.keep(line);
        }
    }

    fn talk(&self) -> &Conversation {
        self.app.model.talk().unwrap()
    }

    fn kept(&self) -> &[LineRecord] {
        let chat = self.app.model.chats.open.unwrap();
        self.kept.get(&chat).map_or(&[], Vec::as_slice)
    }

    /// The rows of messages on screen: the row, which line, and what of it.
    fn screen(&self) -> Vec<(usize, Seq, Row)> {
        let talk = self.talk();
        let size = self.app.model.messages_size();
        let rows = rows::visible(talk, &jiff::tz::TimeZone::UTC, size);
        let mut told = Vec::new();
        for (at, row) in rows.into_iter().enumerate() {
            if let Row::Text { line, range, last } = row {
                let (line, seq) = (0, talk.lines[line].seq);
                told.push((at, seq, Row::Text { line, range, last }));
            }
        }
        told
    }

    fn shown(&self) -> Vec<i64> {
        self.screen().into_iter().map(|(_, seq, _)| seq.0).collect()
    }

    /// What must hold of every window.
    fn check(&self) -> Result<(), TestCaseError> {
        for (chat, talk) in &self.app.model.conversations.by_peer {
            let kept = self.kept.get(chat).map_or(&[][..], Vec::as_slice);
            let first = talk.lines.first().map(|line| line.seq);
            let from = kept
                .iter()
                .position(|record| Some(record.seq) == first)
                .unwrap_or(0);
            let seqs: Vec<_> = talk.lines.iter().map(|line| line.seq).collect();
            let run: Vec<_> = kept
                .iter()
                .skip(from)
                .take(seqs.len())
                .map(|line| line.seq)
                .collect();
            prop_assert_eq!(&seqs, &run, "a gap");
            if !seqs.is_empty() || talk.newer == Edge::End && talk.older == Edge::End {
                prop_assert!(talk.older == Edge::More || from == 0, "older lines are forgotten");
                let end = from + seqs.len() == kept.len();
                prop_assert!(talk.newer == Edge::More || end, "newer lines are forgotten");
            }
            let follows = talk.scroll == Scroll::Follow;
            prop_assert!(
                !follows || talk.newer == Edge::End || seqs.is_empty(),
                "follows from afar"
            );
            let last = talk.last_line().map(|line| line.seq);
            prop_assert_eq!(
                last,
                kept.last().map(|line| line.seq),
                "the list tells the last line"
            );
            for index in [talk.selected, talk.unread_from].into_iter().flatten() {
                prop_assert!(index < seqs.len());
            }
        }
        Ok(())
    }
}

fn record((seq, at): (i64, i64), chat: PeerId, from: From, state: State, body: Body) -> LineRecord {
    LineRecord {
        seq: Seq(seq),
        chat,
        at: Timestamp(at),
        from,
        state,
        body,
        raw: None,
    }
}

fn page(kept: &[LineRecord], read: Read) -> Page {
    let count = usize::from(read.count);
    let place = |at: Timestamp, seq: Seq| kept.partition_point(|line| (line.at, line.seq) < (at, seq));
    let (from, to) = match read.from {
        Place::End => (kept.len().saturating_sub(count), kept.len()),
        Place::Before(at, seq) => {
            let to = place(at, seq);
            (to.saturating_sub(count), to)
        }
        Place::After(at, seq) => {
            let from = place(at, Seq(seq.0.saturating_add(1)));
            (from, (from + count).min(kept.len()))
        }
        Place::Around(seq) => match kept.iter().position(|line| line.seq == seq) {
            Some(at) => (at.saturating_sub(count), (at + count + 1).min(kept.len())),
            None => (0, 0),
        },
    };
    Page {
        chat: read.chat,
        from: read.from,
        lines: kept[from..to].to_vec(),
        older: from > 0,
        newer: to < kept.len(),
    }
}
