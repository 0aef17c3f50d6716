//! The real program in a pseudo-terminal, as a person meets it: it starts, is used, and leaves no trace.

pub mod desk;
mod editor;

use std::fs;
use std::io::{IsTerminal, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use desk::Desk;
use rustix::process::Signal;
use tempfile::TempDir;
use weft::term::guard::{self, Guard};

const WEFT: &str = env!("CARGO_BIN_EXE_weft");
const CTRL_Q: &str = "\x11";
const CTRL_Z: &str = "\x1a";
/// Of the demo's cast.
const SOMEBODY: &str = "Sam";

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The demo, once its people are on the screen.
fn demo(home: &Path) -> Desk {
    let mut desk = Desk::start(WEFT, &["demo"], home);
    desk.until_says(SOMEBODY);
    desk
}

/// Leaves it, and looks at what is left.
fn leave(mut desk: Desk) {
    desk.press(CTRL_Q);
    assert_eq!(desk.end().exit_code(), 0);
    desk.is_given_back();
}

#[test]
fn a_stranger_scans_chats_resizes_and_leaves() {
    let home = home();
    let mut desk = Desk::start(WEFT, &["demo"], home.path());
    desk.until("a code that a phone can read", |screen| {
        desk::code(screen).is_some()
    });
    let link = desk::code(desk.screen()).unwrap();
    let uuid = link.strip_prefix("https://login.weixin.qq.com/l/").unwrap();
    assert!(uuid.len() >= 12, "{link}");
    assert!(desk.is_taken());

    desk.until_says(SOMEBODY);
    desk.press("\r");
    desk.until("an input with the cursor in it", |screen| !screen.hide_cursor());
    let words = "你好，weft 🐶";
    desk.press(words);
    desk.until_says(words);
    desk.press("\r");
    desk.until("the line among the messages", |screen| {
        let (caret, _) = screen.cursor_position();
        let rows: Vec<String> = screen.rows(0, 80).collect();
        let above = rows.iter().take(caret.into()).any(|row| row.contains(words));
        above && !rows[usize::from(caret)].contains(words)
    });

    for (rows, cols) in [(24, 20), (6, 19), (1, 1), (2, 200), (1, 2)] {
        desk.resize(rows, cols);
    }
    desk.resize(24, 80);
    desk.until_says(words);
    leave(desk);

    let state = home.path().join("state");
    assert_eq!(fs::metadata(&state).unwrap().permissions().mode() & 0o777, 0o700);
    for file in fs::read_dir(&state).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let log = fs::read_to_string(file.path()).unwrap();
        assert!(log.contains("started") && log.contains("ended"), "{log}");
        assert!(
            !log.contains("你好") && !log.contains(uuid),
            "the log is nobody's diary"
        );
    }
}

/// In pieces, late, unasked, garbled: whatever the terminal answers, nothing is typed.
#[test]
fn no_answer_of_the_terminal_is_typed_into_the_draft() {
    let home = home();
    let mut desk = demo(home.path());
    assert_eq!(desk::count(&desk.raw, b"\x1b[>0q"), 1, "it was asked");
    desk.press("\r");
    desk.until("an input with the cursor in it", |screen| !screen.hide_cursor());
    for piece in [
        "\x1b_Gi=31;O",
        "K\x1b\\",
        "\x1bP>|fo",
        "ot(1.16)\x1b\\\x1b[6;20",
        ";10t\x1b[24;5",
        "R\x1b[24;3R\x1b[24;5R\x1b[24;9R",
        "\x1b_Gi=31;EBAD\x1b\\\x1bP>|brok",
        "\x1b[?62;",
        "22c",
    ] {
        desk.press(piece);
    }
    desk.press("did you");
    desk.until_says("› did you");
    let said = desk.screen().contents();
    for piece in ["31;", "foot", "EBAD", "brok", "62;", "22c", "24;"] {
        assert!(!said.contains(piece), "{piece} in\n{said}");
    }
    desk.press(&"\x7f".repeat(7));
    leave(desk);
}

/// The system's libraries say there what only whoever builds programs wants to read (ALSA does).
#[cfg(target_os = "linux")]
#[test]
fn what_is_said_on_standard_error_does_not_tear_the_screen() {
    let home = home();
    let mut desk = demo(home.path());
    let mut errors = fs::File::options()
        .write(true)
        .open(format!("/proc/{}/fd/2", desk.id()))
        .unwrap();
    errors.write_all(b"ALSA lib: Unknown PCM").unwrap();
    desk.press("\r");
    desk.until("an input with the cursor in it", |screen| !screen.hide_cursor());
    let said = desk.screen().contents();
    assert!(!said.contains("ALSA"), "{said}");
    leave(desk);
}

#[test]
fn an_account_that_is_not_there_is_said_once_the_terminal_is_given_back() {
    let home = home();
    let mut desk = Desk::start(WEFT, &["--lang", "en", "--account", "nobody"], home.path());
    assert_eq!(desk.end().exit_code(), 1);
    desk.is_given_back();
    let said = desk.screen().contents();
    assert!(said.contains("There is no account \"nobody\" here"), "{said}");
}

#[test]
fn sigterm_and_a_closed_window_end_it_as_ctrl_q_does() {
    let homes = [home(), home(), home()];
    // All three log in at the same time.
    let desks: Vec<_> = homes
        .iter()
        .map(|home| Desk::start(WEFT, &["demo"], home.path()))
        .collect();
    for (mut desk, signal) in desks.into_iter().zip([Signal::TERM, Signal::HUP, Signal::INT]) {
        desk.until_says(SOMEBODY);
        desk.signal(signal);
        assert_eq!(desk.end().exit_code(), 0, "{signal:?}");
        desk.is_given_back();
    }
}

#[test]
fn ctrl_z_gives_the_shell_and_fg_the_messenger() {
    let home = home();
    let mut desk = Desk::start("/bin/sh", &["-i"], home.path());
    desk.press(&format!("{WEFT} demo\n"));
    desk.until_says(SOMEBODY);
    desk.press(CTRL_Z);
    desk.until("the shell's own screen", |screen| !screen.alternate_screen());
    desk.press("echo back in $((40+2))\n");
    desk.until_says("back in 42");
    desk.press("fg\n");
    desk.until("the messenger", |screen| {
        screen.alternate_screen() && screen.contents().contains(SOMEBODY)
    });
    desk.press(CTRL_Q);
    desk.until("the shell again", |screen| !screen.alternate_screen());
    desk.press("exit 7\n");
    assert_eq!(desk.end().exit_code(), 7);
    desk.is_given_back();
}

#[test]
fn ctrl_z_without_a_shell_above_stops_nothing() {
    let home = home();
    let mut desk = demo(home.path());
    desk.press(CTRL_Z);
    desk.press("\x1bOP");
    desk.until_says("Keys");
    desk.press("\x1b[27u");
    leave(desk);
}

#[test]
fn a_panic_gives_the_terminal_back_before_anything_else() {
    let home = home();
    let this = std::env::current_exe().unwrap();
    let args = [
        "--exact",
        "pty::panics_where_it_is_told_to",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ];
    let mut desk = Desk::start(this.to_str().unwrap(), &args, home.path());
    assert_ne!(desk.end().exit_code(), 0);
    assert_eq!(
        desk::count(&desk.raw, b"\x1b[?1049h"),
        1,
        "it had taken the terminal"
    );
    assert!(desk.raw.iter().all(|byte| *byte != b'\0'));
    desk.is_given_back();
}

#[test]
#[ignore = "the test above runs it in a terminal of its own"]
fn panics_where_it_is_told_to() {
    if !std::io::stdout().is_terminal() {
        return;
    }
    guard::install_panic_hook();
    // Forgotten, so that no drop can do what the hook is there for.
    std::mem::forget(Guard::enter(true).unwrap());
    panic!("as it was told to");
}

/// Without a terminal.
fn weft(args: &[&str], home: &Path) -> Output {
    let mut command = Command::new(WEFT);
    command
        .args(args)
        .env("WEFT_LANG", "en")
        .env("WEFT_DATA_DIR", home);
    command.output().unwrap()
}

#[track_caller]
fn refuses(output: &Output, code: i32, says: &str) {
    let line = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{line}");
    assert!(
        line.starts_with("weft: ") && line.lines().count() == 1 && line.contains(says),
        "{line}"
    );
    assert_eq!(output.stdout, b"");
}

#[test]
fn what_cannot_be_is_said_in_one_line() {
    let home = home();
    refuses(&weft(&[], home.path()), 1, "is not a terminal");
    refuses(&weft(&["demo"], home.path()), 1, "is not a terminal");
    refuses(&weft(&["--colour"], home.path()), 2, "--colour");
    refuses(
        &weft(&["--server", "http://wx.example.test"], home.path()),
        2,
        "in clear",
    );
    fs::write(home.path().join("config.toml"), "bell = 3\n").unwrap();
    refuses(
        &weft(&["demo"], home.path()),
        1,
        "config.toml:1:8: bell must be true | false",
    );
    let help = weft(&["--help"], home.path());
    assert_eq!(
        (help.status.code(), help.stderr.as_slice()),
        (Some(0), &b""[..]),
        "help needs no settings"
    );
}
