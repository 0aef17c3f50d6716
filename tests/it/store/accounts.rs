//! Accounts: which is opened, who else has it open, what cannot be opened, and who may read the files.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::tempdir;
use weft::domain::id::PeerId;
use weft::port::store::{Account, Change, Place, Refusal, StoreCommand, StoreEvent, Trouble, Which};
use weft::store::Room;

use super::{UIN, ask, keep, line, lines, open, opened, page, peer, put, put_peer, told};

fn database(home: &Path) -> PathBuf {
    home.join(UIN.to_string()).join("history.db")
}

/// Makes an account that goes by this name.
fn make(room: &mut Room, uin: i64, name: &str) {
    opened(ask(room, Which::Uin(uin)));
    keep(room, vec![put_peer(&peer(0, name)), Change::Me(PeerId(0))]);
}

fn named(room: &mut Room, name: &str) -> StoreEvent {
    ask(room, Which::Named(name.into()))
}

#[test]
fn nobody_was_here_before() {
    let home = tempdir().unwrap();
    for mut room in [Room::at(&home.path().join("new")), Room::in_memory()] {
        let others = Vec::new();
        assert_eq!(ask(&mut room, Which::Last), StoreEvent::NoAccount { others });
    }
    assert!(!home.path().join("new").exists(), "looking made a folder");
}

#[test]
fn the_account_used_last_is_opened_and_others_by_name_or_number() {
    let home = tempdir().unwrap();
    for mut room in [Room::at(home.path()), Room::in_memory()] {
        make(&mut room, 7, "Anna");
        make(&mut room, 8, "Bob");
        make(&mut room, 9, "Bob");
        assert_eq!(opened(ask(&mut room, Which::Last)).account.uin, 9);
        assert_eq!(opened(named(&mut room, "Anna")).account.uin, 7);
        assert_eq!(opened(ask(&mut room, Which::Last)).account.uin, 7);
        assert_eq!(opened(named(&mut room, "Bob")).account.uin, 8);
        assert_eq!(opened(named(&mut room, "9")).account.uin, 9);
        assert_eq!(
            opened(named(&mut room, "Bob")).account.uin,
            9,
            "the one used last"
        );
        let unknown = Refusal::Unknown { name: "Eve".into() };
        assert_eq!(named(&mut room, "Eve"), StoreEvent::Refused(unknown));
    }
    let last = home.path().join("last");
    assert_eq!(fs::read_to_string(&last).unwrap(), "9\n");

    fs::remove_file(last).unwrap();
    let account = |uin, name: &str| Account {
        uin,
        name: name.into(),
    };
    let others = vec![account(7, "Anna"), account(8, "Bob"), account(9, "Bob")];
    let mut room = Room::at(home.path());
    assert_eq!(ask(&mut room, Which::Last), StoreEvent::NoAccount { others });
}

#[test]
fn accounts_do_not_see_each_other() {
    let mut room = Room::in_memory();
    opened(ask(&mut room, Which::Uin(1)));
    keep(&mut room, vec![put(&line(1, 4, "one"))]);
    assert!(opened(ask(&mut room, Which::Uin(2))).fresh);
    assert_eq!(lines(&mut room, 4), []);
    assert!(!opened(ask(&mut room, Which::Uin(1))).fresh);
    assert_eq!(lines(&mut room, 4).len(), 1);
}

#[test]
fn whoever_has_no_number_has_no_history() {
    let home = tempdir().unwrap();
    for mut room in [Room::at(home.path()), Room::in_memory()] {
        make(&mut room, 7, "Anna");
        let refused = StoreEvent::Refused(Refusal::Unnumbered);
        assert_eq!(ask(&mut room, Which::Uin(0)), refused);
        // The account before is not gone on with.
        assert_eq!(room.perform(told(vec![put(&line(1, 1, "whose?"))])), []);
        assert_eq!(opened(ask(&mut room, Which::Last)).account.uin, 7);
        assert_eq!(lines(&mut room, 1), []);
    }
    assert!(!home.path().join("0").exists());
}

#[test]
fn a_second_weft_is_told_who_is_first() {
    let home = tempdir().unwrap();
    let mut first = Room::at(home.path());
    make(&mut first, UIN, "Anna");
    let mut second = Room::at(home.path());
    let locked = Refusal::Locked {
        pid: Some(std::process::id()),
    };
    assert_eq!(ask(&mut second, Which::Last), StoreEvent::Refused(locked.clone()));
    // Another account is another matter, and a name is found though the account is in use.
    opened(ask(&mut second, Which::Uin(1)));
    assert_eq!(named(&mut second, "Anna"), StoreEvent::Refused(locked));
    opened(ask(&mut first, Which::Uin(2)));
    assert_eq!(opened(named(&mut second, "Anna")).account.uin, UIN);
}

#[test]
fn files_are_their_owners_alone() {
    let home = tempdir().unwrap();
    let home = home.path().join("accounts");
    let mut room = Room::at(&home);
    open(&mut room);
    keep(&mut room, vec![put(&line(1, 1, "hi"))]);
    let mut files = 0;
    for folder in [home.clone(), home.join(UIN.to_string())] {
        assert_eq!(mode(&folder), 0o700);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                assert_eq!(mode(&path), 0o600, "{path:?}");
                files += 1;
            }
        }
    }
    assert_eq!(files, 5, "last, lock, database, WAL and shared memory");

    // Somebody with other habits was here.
    drop(room);
    let path = database(&home);
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    open(&mut Room::at(&home));
    assert_eq!(mode(&path), 0o600);
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_newer_history_is_left_as_it_is() {
    let home = tempdir().unwrap();
    open(&mut Room::at(home.path()));
    let path = database(home.path());
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = fs::read(&path).unwrap();
    let refused = StoreEvent::Refused(Refusal::Newer { found: 99, known: 3 });
    assert_eq!(ask(&mut Room::at(home.path()), Which::Uin(UIN)), refused);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_history_is_refused_and_left_as_it_is() {
    let home = tempdir().unwrap();
    let path = database(home.path());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let refused = StoreEvent::Refused(Refusal::Corrupt);

    fs::write(
        &path,
        "not a database, but long enough to be taken for one".repeat(100),
    )
    .unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(ask(&mut Room::at(home.path()), Which::Uin(UIN)), refused);
    assert_eq!(fs::read(&path).unwrap(), before);

    fs::remove_file(&path).unwrap();
    let others = Connection::open(&path).unwrap();
    others.execute_batch("CREATE TABLE recipes (name)").unwrap();
    drop(others);
    let before = fs::read(&path).unwrap();
    assert_eq!(ask(&mut Room::at(home.path()), Which::Uin(UIN)), refused);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_history_without_its_tables_is_damaged() {
    let home = tempdir().unwrap();
    open(&mut Room::at(home.path()));
    let db = Connection::open(database(home.path())).unwrap();
    db.execute_batch("DROP TABLE line").unwrap();
    drop(db);
    let refused = StoreEvent::Refused(Refusal::Corrupt);
    assert_eq!(ask(&mut Room::at(home.path()), Which::Uin(UIN)), refused);
}

#[test]
fn a_folder_that_cannot_be_used_is_told_in_the_systems_words() {
    let home = tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let event = ask(&mut Room::at(&file), Which::Uin(UIN));
    let StoreEvent::Refused(Refusal::Unusable(words)) = event else {
        panic!("{event:?}");
    };
    assert!(!words.is_empty());
}

#[test]
fn a_history_in_a_folder_that_cannot_be_written_is_read_until_it_can_be() {
    let home = tempdir().unwrap();
    let mut room = Room::at(home.path());
    open(&mut room);
    keep(&mut room, vec![put(&line(1, 1, "hi"))]);
    drop(room);
    let folder = home.path().join(UIN.to_string());
    fs::set_permissions(&folder, Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        // To this user no folder is read-only.
        return;
    }
    let mut room = Room::at(home.path());
    let events = room.perform(StoreCommand::Open(Which::Uin(UIN)));
    assert_eq!(events.get(1), Some(&StoreEvent::Trouble(Trouble::ReadOnly)));
    assert_eq!(lines(&mut room, 1).len(), 1);
    assert_eq!(room.perform(told(vec![put(&line(2, 1, "lost?"))])), []);
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    assert_eq!(
        room.retry(),
        [StoreEvent::Kept(Vec::new()), StoreEvent::Recovered]
    );
    assert_eq!(lines(&mut room, 1).len(), 2);
}

#[test]
fn a_name_nobody_wrote_yet_keeps_the_one_before() {
    let mut room = Room::in_memory();
    make(&mut room, UIN, "Anna");
    keep(&mut room, vec![put_peer(&peer(0, "Anna B."))]);
    assert_eq!(&*open(&mut room).account.name, "Anna B.");
    keep(&mut room, vec![Change::Me(PeerId(3))]);
    assert_eq!(&*open(&mut room).account.name, "Anna B.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the disk did to the file: words or history, never a panic.
    #[test]
    fn a_damaged_file_is_read_as_far_as_it_goes(
        harm in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let home = tempdir().unwrap();
        let mut room = Room::at(home.path());
        open(&mut room);
        let many: Vec<_> = (1..60).map(|seq| put(&line(seq, 1, &"今天天气真好".repeat(9)))).collect();
        keep(&mut room, many);
        drop(room);
        let path = database(home.path());
        let mut bytes = fs::read(&path).unwrap();
        for (at, byte) in harm {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, bytes).unwrap();
        let mut room = Room::at(home.path());
        let events = room.perform(StoreCommand::Open(Which::Uin(UIN)));
        prop_assert!(!events.is_empty());
        let read = super::Read { chat: PeerId(1), from: Place::End, count: 100 };
        room.perform(StoreCommand::Read(read));
        room.perform(told((1..9).map(|seq| put(&line(seq, 1, "edited"))).collect()));
        room.retry();
    }
}

#[test]
fn what_it_holds_is_in_no_debug() {
    let mut room = Room::in_memory();
    make(&mut room, UIN, "Anna");
    keep(
        &mut room,
        vec![Change::Keepsake(Some(super::keepsake("wxsid=secret")))],
    );
    let told = format!("{room:?} {:?}", open(&mut room));
    assert!(!told.contains("wxsid"), "{told}");
    page(&mut room, 1, Place::End, 1);
}

#[test]
fn every_account_is_told_with_its_name_and_whether_its_session_is_kept() {
    let home = tempdir().unwrap();
    for mut room in [Room::at(home.path()), Room::in_memory()] {
        let list = |room: &mut Room| -> Vec<(i64, String, bool)> {
            match room.perform(StoreCommand::Accounts).as_slice() {
                [StoreEvent::Accounts(list)] => list
                    .iter()
                    .map(|listed| {
                        (
                            listed.account.uin,
                            listed.account.name.to_string(),
                            listed.session,
                        )
                    })
                    .collect(),
                other => panic!("no list: {other:?}"),
            }
        };
        assert_eq!(list(&mut room), []);
        make(&mut room, 8, "Bob");
        keep(&mut room, vec![Change::Keepsake(Some(super::keepsake("secret")))]);
        make(&mut room, 7, "Anna");
        let both = [(7, "Anna".to_owned(), false), (8, "Bob".to_owned(), true)];
        assert_eq!(list(&mut room), both, "the one in use too");
        let none = ask(&mut room, Which::New);
        assert!(
            matches!(&none, StoreEvent::NoAccount { others } if others.len() == 2),
            "{none:?}"
        );
        assert_eq!(list(&mut room), both);
        assert!(
            Room::at(home.path())
                .perform(StoreCommand::Open(Which::Uin(7)))
                .len()
                == 1,
            "none is locked"
        );
        let told = room.perform(told(vec![put(&line(1, 1, "nowhere"))]));
        assert_eq!(told, [], "there is nothing to write to");
    }
}
