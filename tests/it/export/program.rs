//! The program itself: what it writes where, and what it says.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use weft::domain::id::PeerId;
use weft::domain::message::Body;
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::store::{Change, LineRecord};
use weft::store::Room;

use crate::store::{keep, keepsake, line, open, peer, put, put_peer};

const WEFT: &str = env!("CARGO_BIN_EXE_weft");

/// A folder for `--data-dir` with a history in it, and the room that has it open.
fn weft_with(changes: Vec<Change>) -> (tempfile::TempDir, Room) {
    let home = tempfile::tempdir().unwrap();
    let mut room = Room::at(&home.path().join("history"));
    open(&mut room);
    keep(&mut room, changes);
    (home, room)
}

fn cast() -> Vec<Change> {
    vec![
        put_peer(&peer(0, "me")),
        Change::Me(PeerId(0)),
        put_peer(&peer(1, "Anna")),
        Change::Keepsake(Some(keepsake("skey=@crypt_SECRET"))),
        put(&LineRecord {
            at: Timestamp(1_790_000_000),
            body: Body::Text(SafeText::new("你好 🐶")),
            ..line(1, 1, "")
        }),
    ]
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(WEFT);
    command
        .args(["--lang", "en", "--data-dir"])
        .arg(home)
        .args(args)
        .env("TZ", "Asia/Shanghai");
    command
}

fn weft(home: &Path, args: &[&str]) -> Output {
    command(home, args).output().unwrap()
}

/// Exit code, and what was said on standard error.
fn said(output: &Output) -> (i32, String) {
    let words = String::from_utf8(output.stderr.clone()).unwrap();
    (output.status.code().unwrap(), words)
}

#[test]
fn it_is_written_while_another_weft_has_it_open() {
    let (home, room) = weft_with(cast());
    let shown = weft(home.path(), &["export"]);
    let text = String::from_utf8(shown.stdout.clone()).unwrap();
    assert!(
        text.starts_with("Anna\n====\n") && text.contains("22:13  Anna: 你好 🐶"),
        "{text}"
    );
    assert_eq!(
        said(&shown),
        (
            0,
            "weft: 1 message of 1 chat written to standard output\n".to_owned()
        )
    );
    for format in ["text", "jsonl", "html"] {
        let written = weft(home.path(), &["export", "--format", format]);
        let written = String::from_utf8_lossy(&written.stdout).into_owned();
        assert!(
            written.contains("你好 🐶") && !written.contains("SECRET"),
            "{format}"
        );
    }
    let nothing = said(&weft(home.path(), &["export", "--list", "--until", "1999"]));
    assert_eq!(nothing, (0, "weft: no chat has messages there\n".to_owned()));
    let listed = weft(home.path(), &["export", "--list"]);
    assert_eq!(
        String::from_utf8(listed.stdout).unwrap(),
        "#1 Anna (not a contact, 1 message)\n"
    );
    room.close().unwrap();
}

#[test]
fn a_file_is_its_owner_s_alone_and_never_replaced_without_a_word() {
    let (home, _room) = weft_with(cast());
    let file = home.path().join("out.html");
    let path = file.to_str().unwrap();
    assert_eq!(said(&weft(home.path(), &["export", "--output", path])).0, 0);
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"), "as its name ends");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let (code, words) = said(&weft(
        home.path(),
        &["export", "--format", "text", "--output", path],
    ));
    assert_eq!(code, 1);
    assert_eq!(
        words,
        format!("weft: {path} is there already; --force replaces it\n")
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), page);
    let forced = weft(
        home.path(),
        &["export", "--format", "text", "--force", "--output", path],
    );
    assert_eq!(said(&forced).0, 0);
    assert!(fs::read_to_string(&file).unwrap().starts_with("Anna"));

    for (path, says) in [
        ("/dev/null", "is not a file"),
        ("/nowhere/at/all.txt", "cannot be written"),
    ] {
        let (code, words) = said(&weft(home.path(), &["export", "--force", "--output", path]));
        assert!(
            code == 1 && words.contains(says) && words.lines().count() == 1,
            "{words}"
        );
    }
    let left: Vec<_> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !left.iter().any(|name| name.to_string_lossy().contains("part")),
        "{left:?}"
    );
}

#[test]
fn mistakes_are_said_in_one_line_that_names_them() {
    let (home, _room) = weft_with(cast());
    for (args, code, says) in [
        (
            &["export", "--since", "soon"][..],
            2,
            "--since: \"soon\" is no date; try 2026-11-01",
        ),
        (
            &["export", "--format", "pdf"],
            2,
            "--format: \"pdf\" is not one of text | jsonl | html",
        ),
        (&["export", "--chat", "Bob"], 1, "there is no chat \"Bob\""),
        (&["export", "--chat", "ann"], 1, "there is #1 Anna"),
        (
            &["export", "--chat", "Anna", "--since", "2026-11-01"],
            1,
            "there is no chat \"Anna\" with messages in that time",
        ),
        (
            &["export", "--account", "nobody"],
            1,
            "There is no account \"nobody\" here",
        ),
        (&["import"], 2, "name the file to take in"),
        (&["import", "/dev/null"], 1, "/dev/null is not a file"),
        (&["import", "/nowhere.jsonl"], 1, "/nowhere.jsonl cannot be read"),
        (&["import", "Cargo.toml"], 1, "is not a history that weft wrote"),
    ] {
        let output = weft(home.path(), args);
        let (found, words) = said(&output);
        assert_eq!(found, code, "{args:?}: {words}");
        assert!(
            words.contains(says) && words.lines().count() == 1,
            "{args:?}: {words}"
        );
        assert!(output.stdout.is_empty());
    }
    let empty = tempfile::tempdir().unwrap();
    let (code, words) = said(&weft(empty.path(), &["export"]));
    assert!(code == 1 && words.contains("nothing is kept here yet"), "{words}");
}

#[test]
fn a_reader_that_goes_away_is_not_an_error() {
    let mut changes = cast();
    changes.extend((2..4000).map(|seq| put(&line(seq, 1, &"words ".repeat(50)))));
    let (home, _room) = weft_with(changes);
    let mut child = command(home.path(), &["export"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut some = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(said(&output), (0, String::new()));
}

#[test]
fn it_is_taken_in_elsewhere_and_only_where_no_weft_is_running() {
    let (home, room) = weft_with(cast());
    let file = home.path().join("out.jsonl");
    let path = file.to_str().unwrap();
    assert_eq!(said(&weft(home.path(), &["export", "--output", path])).0, 0);
    let (code, words) = said(&weft(home.path(), &["import", path]));
    let pid = std::process::id();
    assert!(code == 1 && words.contains(&format!("process {pid}")), "{words}");
    room.close().unwrap();

    let elsewhere = tempfile::tempdir().unwrap();
    for (taken, known, newcomers) in [("1 new message", 0, 1), ("0 new messages", 1, 0)] {
        let done = said(&weft(elsewhere.path(), &["import", path]));
        let words = format!(
            "weft: {taken} taken in, {known} here already; new people and groups: {newcomers}; account {}\n",
            crate::store::UIN
        );
        assert_eq!(done, (0, words));
    }
    let again = weft(
        elsewhere.path(),
        &["--account", "me", "export", "--format", "jsonl"],
    );
    assert_eq!(
        String::from_utf8(again.stdout).unwrap(),
        fs::read_to_string(&file).unwrap()
    );
}
