//! The history as JSON Lines.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::record::{From, HISTORY, Header, Message, Peer, Said, State, VERSION, Word};
use super::said::{url, zoned};
use super::{Book, Broken, Chat, person};
use crate::domain::id::PeerId;
use crate::port::Failure;
use crate::port::store::{self, LineRecord};
use crate::store::Range;

/// All that was said in these chats, in the order of time.
pub(super) fn write(
    book: &Book<'_>,
    (chats, range): (&[Chat], Range),
    out: &mut dyn Write,
    count: &mut dyn FnMut(),
) -> Result<(), Broken> {
    let account = &book.reader.account;
    let header = Header {
        weft: HISTORY.into(),
        version: VERSION,
        account: account.uin,
        name: (&*account.name).into(),
    };
    put(out, &header)?;
    let mut numbers = Numbers {
        book,
        numbers: HashMap::new(),
    };
    // All chats before anybody who only speaks in one: taken in from the file they stand in the same order again.
    for chat in chats {
        numbers.of(chat.id, out)?;
    }
    let ids: Vec<PeerId> = chats.iter().map(|chat| chat.id).collect();
    book.reader.in_time(&ids, range, |line| {
        let chat = numbers.of(line.chat, out)?;
        let from = match line.from {
            store::From::Me => From::Word(Word::Me),
            store::From::Service => From::Word(Word::Service),
            store::From::Peer(peer) => From::Peer(numbers.of(peer, out)?),
        };
        put(out, &message(book, &line, (chat, from)))?;
        count();
        Ok(())
    })
}

fn put(out: &mut dyn Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}

/// The numbers of this file.
struct Numbers<'a> {
    book: &'a Book<'a>,
    numbers: HashMap<PeerId, u32>,
}

impl Numbers<'_> {
    /// A peer's number; it is told who that is before it is used.
    fn of(&mut self, id: PeerId, out: &mut dyn Write) -> io::Result<u32> {
        let id = self.book.directory.resolve(id);
        if let Some(number) = self.numbers.get(&id) {
            return Ok(*number);
        }
        let number = u32::try_from(self.numbers.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        self.numbers.insert(id, number);
        put(out, &self.peer(number, id))?;
        Ok(number)
    }

    fn peer(&self, number: u32, id: PeerId) -> Peer {
        let kept = self.book.reader.peers.get(id.0 as usize);
        kept.map_or_else(|| person::nobody(number), |kept| person::record(number, kept))
    }
}

fn message(book: &Book<'_>, line: &LineRecord, (chat, from): (u32, From)) -> Message {
    let own = line.from == store::From::Me;
    let (state, why) = if own { state(line.state) } else { (None, None) };
    let id = match line.state {
        store::State::Kept(id) => id,
        store::State::Queued(_)
        | store::State::Sending(_)
        | store::State::Failed(..)
        | store::State::Unconfirmed(_) => None,
    };
    Message {
        chat,
        from,
        time: zoned(book, line.at).map(|at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        epoch: line.at.0,
        id: id.map(|id| id.0.to_string()),
        state,
        why,
        said: Said::of(&line.body).leading(url(line)),
    }
}

/// What still waits has not been sent, and what is on its way may or may not arrive: so it is for whoever reads the file.
fn state(state: store::State) -> (Option<State>, Option<Failure>) {
    match state {
        store::State::Kept(_) => (None, None),
        store::State::Queued(_) => (Some(State::Unsent), None),
        store::State::Failed(_, why) => (Some(State::Unsent), Some(why).filter(|why| *why != USUAL)),
        store::State::Sending(_) | store::State::Unconfirmed(_) => (Some(State::Unconfirmed), None),
    }
}

/// That there was no connection is what is meant where nothing is said.
const USUAL: Failure = Failure::Offline;

/// As it is taken in: told to nobody but the person.
pub(super) fn failure(why: Option<Failure>) -> Failure {
    why.unwrap_or(USUAL)
}
