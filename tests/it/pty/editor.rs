//! An editor has the terminal for a while, and gives it back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::desk::Desk;
use super::{SOMEBODY, WEFT, home, leave};

const CTRL_G: &str = "\x07";

/// A program that is an editor to weft; `$1` is the file.
fn editor(home: &Path, script: &str) {
    let program = home.join("my editor");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let line = format!("editor = \"'{}' --quietly\"\n", program.display());
    fs::write(home.join("config.toml"), line).unwrap();
}

/// The demo, with a chat open and something typed.
fn writing(home: &Path, typed: &str) -> Desk {
    let mut desk = Desk::start(WEFT, &["demo"], home);
    desk.until_says(SOMEBODY);
    desk.press("\r");
    desk.until("an input with the cursor in it", |screen| !screen.hide_cursor());
    desk.press(typed);
    desk.until_says(typed);
    desk
}

#[test]
fn the_editor_has_the_keys_and_the_screen_and_its_text_comes_back() {
    let home = home();
    let seen = home.path().join("seen");
    let script = format!(
        "[ \"$1\" = --quietly ] || exit 3\n\
         stat -c '%a' \"$2\" \"$(dirname \"$2\")\" > '{seen}'; cat \"$2\" >> '{seen}'\n\
         printf 'tell me: '; read answer; printf '%s and %s\\n' \"$(cat \"$2\")\" \"$answer\" > \"$2\"\n\
         echo \"$2\" > '{seen}.path'",
        seen = seen.display()
    );
    editor(home.path(), &script);
    let mut desk = writing(home.path(), "words here");
    desk.press(CTRL_G);
    desk.until("the editor's own screen", |screen| {
        !screen.alternate_screen() && screen.contents().contains("tell me:")
    });
    desk.press("q these are not weft's\r");
    desk.until("the messenger", |screen| {
        screen.alternate_screen()
            && screen
                .contents()
                .contains("words here and q these are not weft's")
    });
    assert_eq!(fs::read_to_string(&seen).unwrap(), "600\n700\nwords here");
    let file = fs::read_to_string(home.path().join("seen.path")).unwrap();
    assert!(!Path::new(file.trim()).exists(), "nothing is left behind");
    desk.press("!");
    desk.until_says("not weft's!");
    leave(desk);
}

#[test]
fn an_editor_that_fails_or_is_not_there_loses_nothing() {
    let home = home();
    editor(home.path(), "echo gone > \"$2\"; exit 7");
    let mut desk = writing(home.path(), "kept");
    desk.press(CTRL_G);
    desk.until_says("The editor ended with an error (7)");
    desk.until_says("kept");
    fs::remove_file(home.path().join("my editor")).unwrap();
    desk.press(CTRL_G);
    desk.until_says("The editor did not work");
    desk.until_says("kept");
    leave(desk);
}
