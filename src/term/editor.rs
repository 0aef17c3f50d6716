//! An editor of the person's own, on a draft in a private file.
//!
//! Owns the file, the child and the wait for it. Never: the terminal's modes (`guard`), a shell, or what is done with the text.
//! The file is in a folder nobody else may enter, and so is whatever the editor writes beside it; all of it goes with the
//! editor.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitOptions, getpgrp, getsid, kill_current_process_group, kill_process, waitpid,
};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::app::external::NotEdited;
use crate::domain::text::SafeText;

/// What it left, or why there is nothing.
pub type Outcome = Result<String, NotEdited>;

/// More than any message can be.
const LARGEST: u64 = 1024 * 1024;
/// What shells add to the number of a signal that ended a program.
const BY_SIGNAL: i32 = 128;

/// Starts it. The terminal must have been given back.
pub(super) fn start(command: &[String], text: &str) -> Result<oneshot::Receiver<Outcome>, NotEdited> {
    let (folder, file) = put(text).map_err(|why| system(&why))?;
    let mut child = spawn(command, &file).map_err(|why| system(&why))?;
    let (tell, told) = oneshot::channel();
    let watch = move || {
        let outcome = wait(&mut child).and_then(|()| read(&file));
        drop(folder);
        // Whoever waited has left: the program is ending.
        let _ = tell.send(outcome);
    };
    std::thread::Builder::new()
        .name("editor".into())
        .spawn(watch)
        .map_err(|why| system(&why))?;
    Ok(told)
}

fn system(why: &io::Error) -> NotEdited {
    NotEdited::System(SafeText::line(&why.to_string()))
}

/// The text in a file that only this person can read. Where the system has a place that is not a disk, there.
fn put(text: &str) -> io::Result<(TempDir, PathBuf)> {
    let place = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let place = place
        .filter(|place| place.is_dir())
        .unwrap_or_else(std::env::temp_dir);
    let folder = tempfile::Builder::new()
        .prefix("weft-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(place)?;
    let path = folder.path().join("message.txt");
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    file.write_all(text.as_bytes())?;
    Ok((folder, path))
}

fn spawn(command: &[String], file: &Path) -> io::Result<Child> {
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    Command::new(program)
        .args(arguments)
        .arg(file)
        .stdin(super::tty()?)
        .spawn()
}

/// Until it ends. Where it is stopped instead (Ctrl-Z), all of weft stops with it, or the shell would never get its turn.
fn wait(child: &mut Child) -> Result<(), NotEdited> {
    let child = Pid::from_child(child);
    loop {
        let status = match waitpid(Some(child), WaitOptions::UNTRACED) {
            Ok(Some((_, status))) => status,
            Ok(None) | Err(Errno::INTR) => continue,
            Err(why) => return Err(system(&why.into())),
        };
        if status.stopped() {
            stop(child);
        } else if let Some(code) = status.exit_status() {
            return if code == 0 {
                Ok(())
            } else {
                Err(NotEdited::Status(code))
            };
        } else if let Some(signal) = status.terminating_signal() {
            return Err(NotEdited::Status(BY_SIGNAL + signal));
        }
    }
}

/// The first group of a session has no shell above it that could ever say "go on".
fn stop(child: Pid) {
    let alone = getsid(None).is_ok_and(|session| session == getpgrp());
    let _ = if alone {
        kill_process(child, Signal::CONT)
    } else {
        kill_current_process_group(Signal::STOP)
    };
}

fn read(file: &Path) -> Outcome {
    let bytes = fs::metadata(file).map_err(|why| system(&why))?.len();
    if bytes > LARGEST {
        return Err(NotEdited::NoText);
    }
    let text = fs::read(file).map_err(|why| system(&why))?;
    String::from_utf8(text).map_err(|_| NotEdited::NoText)
}
