//! The history carried out and in: what people read, and that nothing is lost or doubled on the way.

use std::io::{BufRead, Cursor};
use std::path::Path;

use jiff::tz::TimeZone;
use weft::archive::{self, Book, Chat, Format, Imported, Refused};
use weft::domain::time::Now;
use weft::port::store::Change;
use weft::port::store::Which;
use weft::store::{Range, Reader, Room};
use weft::words::{Language, Words};

mod html;
mod kinds;
mod paper;
mod program;
mod roundtrip;
mod sweep;
mod when;

use crate::store::{UIN, keep, open};

/// A home with this account.
fn home_with(changes: Vec<Change>) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, changes);
    room.close().unwrap();
    home
}

/// Everything of the account, in UTC and English.
fn export(home: &Path, format: Format) -> String {
    export_some(home, format, |chats| chats)
}

fn export_some(home: &Path, format: Format, some: impl FnOnce(Vec<Chat>) -> Vec<Chat>) -> String {
    let words = Words::new(Language::English);
    let reader = Reader::open(home, &Which::Uin(UIN)).unwrap();
    let book = Book::new(&reader, &words, TimeZone::UTC);
    let chats = some(book.chats(Range::ALL).unwrap());
    let mut out = Vec::new();
    let tally = book
        .write(&chats, (Range::ALL, format), &mut out, &mut |_| {})
        .unwrap();
    assert_eq!(tally.lines, chats.iter().map(|chat| chat.lines).sum::<u64>());
    String::from_utf8(out).unwrap()
}

fn import(home: &Path, file: &str) -> Result<Imported, Refused> {
    let file = file.to_owned();
    let source = || Ok(Box::new(Cursor::new(file.clone())) as Box<dyn BufRead>);
    let now = Now {
        wall_ms: 1_795_000_000_000,
        ..Now::default()
    };
    archive::import(home, (&source, None), now, &mut |_| {})
}
