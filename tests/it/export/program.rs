//! The program itself: what it writes where, and what it says.

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
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
        (
            "/nowhere/at/all.txt",
            "/nowhere/at/all.txt cannot be written: No such file or directory (os error 2)\n",
        ),
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
        !left.iter().any(|name| name.to_string_lossy().starts_with('.')),
        "{left:?}"
    );
}

#[test]
fn what_is_written_goes_where_the_name_leads() {
    let (home, _room) = weft_with(cast());
    let at = |name: &str| home.path().join(name);
    let export = |name: &str, force: &[&str]| {
        let path = at(name);
        let mut args = vec!["export", "--output", path.to_str().unwrap()];
        args.extend(force);
        said(&weft(home.path(), &args))
    };
    fs::write(at("real.txt"), "before").unwrap();
    symlink(at("real.txt"), at("link.txt")).unwrap();
    assert_eq!(export("link.txt", &["--force"]).0, 0);
    assert!(fs::read_to_string(at("real.txt")).unwrap().starts_with("Anna"));
    assert!(fs::symlink_metadata(at("link.txt")).unwrap().is_symlink());

    symlink(at("nowhere.txt"), at("dangling.txt")).unwrap();
    let (code, words) = export("dangling.txt", &[]);
    assert!(code == 1 && words.contains("is there already"), "{words}");
    let (code, words) = export("folder/", &[]);
    assert!(code == 1 && words.contains("is not a file"), "{words}");
    // As long as a name may be, in bytes.
    let long = format!("{}.txt", "长".repeat(83));
    assert_eq!(export(&long, &[]).0, 0);
    assert_eq!(
        fs::metadata(at(&long)).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

/// The end of the name tells, whatever stands before it.
#[test]
fn a_name_that_is_no_text_has_an_end_all_the_same() {
    let (home, _room) = weft_with(cast());
    let file = home.path().join(OsStr::from_bytes(b"\xff.html"));
    let output = command(home.path(), &["export", "--output"])
        .arg(&file)
        .output()
        .unwrap();
    let (code, words) = said(&output);
    assert_eq!(code, 0, "{words}");
    assert!(fs::read_to_string(file).unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn an_account_that_is_to_be_chosen_is_asked_for() {
    let (home, room) = weft_with(cast());
    room.close().unwrap();
    fs::write(home.path().join("config.toml"), "account = \"ask\"").unwrap();
    let uin = crate::store::UIN;
    let says = format!("weft: choose an account with --account: {uin} (me)\n");
    assert_eq!(said(&weft(home.path(), &["export"])), (1, says));
}

#[test]
fn a_name_out_of_a_file_does_nothing_to_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("in.jsonl");
    let path = file.to_str().unwrap();
    for account in [7, 8] {
        let header =
            format!(r#"{{"weft":"history","version":1,"account":{account},"name":"E\u001b[31mv\ne\u202e"}}"#);
        fs::write(&file, header).unwrap();
        assert_eq!(said(&weft(home.path(), &["import", path])).0, 0);
    }
    fs::remove_file(home.path().join("history/last")).unwrap();
    let says = "weft: choose an account with --account: 7 (E[31mv e), 8 (E[31mv e)\n";
    assert_eq!(said(&weft(home.path(), &["export"])), (1, says.to_owned()));
    let written = weft(home.path(), &["--account", "7", "export", "--format", "jsonl"]);
    let written = String::from_utf8(written.stdout).unwrap();
    assert!(written.contains(r#""name":"E[31mv e""#), "{written}");

    // Nor does what the person wrote, even there.
    fs::write(home.path().join("config.toml"), "\"a\\u001b[2Jb\" = 1").unwrap();
    let (code, words) = said(&weft(home.path(), &["export"]));
    assert!(code == 1 && words.contains("\"a[2Jb\""), "{words}");
}

/// Another folder than the one that is meant would be another history.
#[test]
fn nothing_is_looked_for_where_nobody_said_that_it_is() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("in.jsonl");
    fs::write(&file, r#"{"weft":"history","version":1,"account":7}"#).unwrap();
    let import = |with: &dyn Fn(&mut Command)| {
        let mut command = Command::new(WEFT);
        command.current_dir(home.path()).env("WEFT_LANG", "en");
        command.env_remove("XDG_DATA_HOME").env_remove("WEFT_DATA_DIR");
        with(&mut command);
        said(&command.arg("import").arg(&file).output().unwrap())
    };
    let no_text = OsStr::from_bytes(b"/tmp/\xff");
    for (with, code, says) in [
        (
            &(|weft: &mut Command| {
                weft.env("WEFT_DATA_DIR", no_text).env("HOME", home.path());
            }) as &dyn Fn(&mut Command),
            2,
            "WEFT_DATA_DIR: data_dir must be a folder",
        ),
        (
            &|weft| {
                weft.arg("--data-dir").arg(no_text);
            },
            2,
            "--data-dir: data_dir must be a folder",
        ),
        (
            &|weft| {
                weft.args(["--data-dir", ""]);
            },
            2,
            "--data-dir: data_dir must be a folder",
        ),
        (
            &|weft| {
                weft.env("HOME", "here");
            },
            1,
            "no home directory",
        ),
    ] {
        let (found, words) = import(with);
        assert!(found == code && words.contains(says), "{says}: {words}");
    }
    let left = fs::read_dir(home.path()).unwrap().count();
    assert_eq!(left, 1, "the file alone");
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
    // What cannot be looked into may hold anything.
    fs::write(empty.path().join("history"), "").unwrap();
    let (code, words) = said(&weft(empty.path(), &["export"]));
    assert!(
        code == 1 && words.contains("history cannot be read: Not a directory"),
        "{words}"
    );
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
fn what_does_not_fit_is_not_left_half_written() {
    let mut changes = cast();
    changes.extend((2..500).map(|seq| put(&line(seq, 1, &"words ".repeat(50)))));
    let (home, _room) = weft_with(changes);
    let path = home.path().join("out.txt");
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 8; exec \"$@\"",
            "sh",
            WEFT,
            "--lang",
            "en",
        ])
        .arg("--data-dir")
        .arg(home.path())
        .args(["export", "--output"])
        .arg(&path)
        .output()
        .unwrap();
    let path = path.display();
    let words = format!("weft: {path} cannot be written: File too large (os error 27)\n");
    assert_eq!(said(&output), (1, words));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "the history alone");
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
