//! A full-text index that is damaged: whatever is wrong with it, everything is found again.

use std::path::Path;

use pretty_assertions::assert_eq;
use rusqlite::Connection;
use tempfile::tempdir;
use weft::port::store::{Search, StoreCommand, StoreEvent};
use weft::store::Room;

use super::{UIN, keep, line, lines, open, put};

fn database(home: &Path) -> Connection {
    Connection::open(home.join(UIN.to_string()).join("history.db")).unwrap()
}

/// So much was said that the index has many pages.
fn talk(home: &Path) {
    let mut room = Room::at(home);
    open(&mut room);
    for part in 0..30_i64 {
        let said = |seq: i64| {
            put(&line(
                seq,
                1,
                &format!("今天{}天气{seq}真好 hello {}", seq % 97, seq % 31),
            ))
        };
        keep(&mut room, (part * 100 + 1..=part * 100 + 100).map(said).collect());
    }
}

fn search(room: &mut Room, word: &str) -> Vec<StoreEvent> {
    room.perform(StoreCommand::Search(Search {
        words: vec![word.to_owned()],
        count: 5000,
        ..Search::default()
    }))
}

fn hits(events: &[StoreEvent]) -> usize {
    match events {
        [StoreEvent::Found(found)] => found.hits.len(),
        other => panic!("not found: {other:?}"),
    }
}

/// Each is real: SQLite meets it in reading. The last it takes for an index of nothing, until it is to be written to.
const HARM: [&str; 4] = [
    "DELETE FROM said_data",
    "DELETE FROM said_data WHERE id = 10",
    "UPDATE said_data SET block = randomblob(length(block)) WHERE id > 10",
    "UPDATE said_data SET block = x'00' WHERE id = 10",
];

#[test]
fn a_damaged_index_is_made_anew_by_the_search_that_meets_it() {
    for harm in &HARM[..3] {
        let home = tempdir().unwrap();
        talk(home.path());
        database(home.path()).execute_batch(harm).unwrap();
        let mut room = Room::at(home.path());
        open(&mut room);
        assert_eq!(hits(&search(&mut room, "天气")), 3000, "{harm}");
        assert_eq!(hits(&search(&mut room, "天气1777真")), 1, "{harm}");
        keep(&mut room, vec![put(&line(9000, 1, "天气还好"))]);
        assert_eq!(hits(&search(&mut room, "天气")), 3001, "{harm}");
        drop(room);
        let check = "INSERT INTO said (said) VALUES ('integrity-check')";
        database(home.path()).execute_batch(check).unwrap();
    }
}

#[test]
fn a_damaged_index_keeps_nothing_from_being_written() {
    for harm in HARM {
        let home = tempdir().unwrap();
        talk(home.path());
        database(home.path()).execute_batch(harm).unwrap();
        let mut room = Room::at(home.path());
        open(&mut room);
        keep(&mut room, vec![put(&line(9000, 1, "天气还好"))]);
        keep(
            &mut room,
            (1..=3000).map(|seq| put(&line(seq, 1, "别的话"))).collect(),
        );
        assert_eq!(lines(&mut room, 1).len(), 3001, "{harm}");
        assert_eq!(hits(&search(&mut room, "别的")), 3000, "{harm}");
        assert_eq!(hits(&search(&mut room, "天气")), 1, "{harm}");
    }
}
