//! What gives access to the account is forgotten when it is to be.

use std::fs;

use tempfile::tempdir;
use weft::port::store::Change;
use weft::store::Room;

use super::{UIN, keep, keepsake, line, open, put};

/// How often the marks of a session are found in the account's files.
fn found(home: &std::path::Path) -> usize {
    let files = fs::read_dir(home.join(UIN.to_string())).unwrap();
    let bytes = files.map(|file| fs::read(file.unwrap().path()).unwrap());
    let mark = b"webwx_data_ticket";
    bytes
        .map(|bytes| bytes.windows(mark.len()).filter(|window| window == mark).count())
        .sum()
}

#[test]
fn after_a_logout_no_file_holds_any_session_and_the_history_stays() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    for round in 1..30 {
        // Of different lengths, over several pages: each leaves the place of the one before.
        let words = "webwx_data_ticket=gSc7;".repeat(round * 37);
        let session = Change::Keepsake(Some(keepsake(&words)));
        keep(
            &mut room,
            vec![put(&line(i64::try_from(round).unwrap(), 1, "hi")), session],
        );
    }
    assert!(found(home.path()) > 0);
    keep(&mut room, vec![Change::Keepsake(None)]);
    assert_eq!(found(home.path()), 0);
    let opened = open(&mut room);
    assert_eq!(opened.keepsake, None);
    assert_eq!(opened.seen.len(), 29);
}
