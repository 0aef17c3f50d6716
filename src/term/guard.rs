//! Taking the terminal, and giving it back.
//!
//! Owns every mode that weft switches on. Each is switched off again in mirrored order, once, whoever asks first: the
//! shell at the end, a drop on an early return, or the panic hook. Never: a question to the terminal (`answers`), so that none
//! is under way before there is somebody to take what comes.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, PoisonError};

use rustix::stdio::dup2_stderr;
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcsetattr};

/// Title kept, alternate screen, bracketed paste, focus reports, then kitty's unambiguous keys (they belong to the
/// screen that is shown, so they come after it), and Alt as an ESC before the key, which in xterm and mlterm would be an
/// accented letter. How that was is saved: to many it is what they are used to. A terminal without one of these ignores it.
const ENTER: &[u8] = b"\x1b[22;2t\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[>1u\x1b[?1036;1039s\x1b[?1036;1039h";
/// The mirror of [`MOUSE_ON`] and [`ENTER`], with colours reset and the cursor shown in between.
const LEAVE: &[u8] =
    b"\x1b[?1006l\x1b[?1000l\x1b[?1036;1039r\x1b[<u\x1b[?1004l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l\x1b[23;2t";
/// Buttons and wheel only, in the encoding without a limit of 223 columns. Motion would wake the loop for nothing.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";

/// How the terminal was found, while weft has it. Process-wide, because the panic hook has nothing else to go by.
static TAKEN: Mutex<Option<Found>> = Mutex::new(None);

struct Found {
    tty: File,
    modes: Termios,
    /// Standard error, where it is a terminal: what libraries of the system say there (ALSA does) would tear the screen.
    errors: Option<OwnedFd>,
}

/// The terminal is weft's while this lives.
#[derive(Debug)]
pub struct Guard {
    mouse: bool,
}

impl Guard {
    /// Raw mode and all of the above.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        take(mouse)?;
        Ok(Self { mouse })
    }

    /// Gives it back for a while: for the shell, when suspended.
    pub fn leave(&mut self) {
        give_back();
    }

    /// Takes it again, whatever was done to it in between.
    pub fn reenter(&mut self) -> io::Result<()> {
        give_back();
        take(self.mouse)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    let tty = super::tty()?;
    let modes = tcgetattr(&tty)?;
    let mut raw = modes.clone();
    raw.make_raw();
    tcsetattr(&tty, OptionalActions::Now, &raw)?;
    *lock() = Some(Found {
        tty,
        modes,
        errors: mute().unwrap_or_default(),
    });
    let mut bytes = ENTER.to_vec();
    if mouse {
        bytes.extend_from_slice(MOUSE_ON);
    }
    write(&bytes).inspect_err(|_| give_back())
}

/// Standard error goes nowhere; where it went before, for the way back. One that is no terminal is left alone.
fn mute() -> io::Result<Option<OwnedFd>> {
    let errors = io::stderr();
    if !isatty(&errors) {
        return Ok(None);
    }
    let before = errors.as_fd().try_clone_to_owned()?;
    dup2_stderr(File::options().write(true).open("/dev/null")?)?;
    Ok(Some(before))
}

/// Does nothing the second time. No error: there is nobody left to tell, and the rest must still be tried.
pub fn give_back() {
    let Some(found) = lock().take() else { return };
    if let Some(errors) = found.errors {
        let _ = dup2_stderr(errors);
    }
    let _ = write(LEAVE);
    let _ = tcsetattr(&found.tty, OptionalActions::Now, &found.modes);
}

/// Past Rust's own buffer: its lock may be held by the very code that panics.
fn write(bytes: &[u8]) -> io::Result<()> {
    let out = io::stdout();
    let mut out = File::from(out.as_fd().try_clone_to_owned()?);
    out.write_all(bytes)
}

fn lock() -> std::sync::MutexGuard<'static, Option<Found>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Replaces the panic hook. A panic of this thread gives the terminal back before anything else; a panic elsewhere
/// (the network's thread) leaves it alone, because the loop goes on and says what happened.
///
/// The log gets the place and the stack. Not the payload: it may quote a person's words.
pub fn install_panic_hook() {
    let owner = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        if thread.id() == owner {
            give_back();
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let stack = std::backtrace::Backtrace::force_capture();
        tracing::error!(thread = thread.name(), place, %stack, "panic");
    }));
}
