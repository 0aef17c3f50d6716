//! The terminal: taken and given back, listened to, and told what is no frame.
//!
//! Owns raw mode, the alternate screen, the keyboard, the signals, title and bell. Never: what an event means, what a
//! frame shows, the network.

pub mod answers;
pub mod decode;
pub mod editor;
pub mod guard;
pub mod input;
pub mod keys;
pub mod output;

use std::fs::File;
use std::io;
use std::os::fd::AsFd;

use crossterm::style::force_color_output;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use tokio::sync::oneshot;

use crate::app::Event;
use crate::app::external::NotEdited;
use crate::app::keymap::{Code, Key};
use crate::app::step::TermCommand;
use crate::domain::geometry::Size;
use crate::domain::text::SafeText;
use editor::Outcome;
use guard::Guard;
use input::Input;

/// Ctrl-Z, the one key that is not the messenger's: the shell that started it expects it.
pub const SUSPEND: Key = Key {
    code: Code::Char('z'),
    ctrl: true,
    alt: false,
    shift: false,
};

/// What comes from a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    Event(Event),
    /// The person wants the shell back for a while.
    Suspend,
    /// The process was stopped from outside and goes on: the screen and the modes may be anybody's.
    Resumed,
    /// The editor has ended, and the terminal is weft's again.
    Edited(Outcome),
}

/// A terminal as the shell loop sees it: the real one, or a script.
pub trait Terminal {
    /// Cancel-safe.
    fn next(&mut self) -> impl Future<Output = Arrival>;
    /// What has arrived already.
    fn waiting(&mut self) -> Option<Arrival>;
    fn size(&self) -> Size;
    fn perform(&mut self, command: &TermCommand) -> io::Result<()>;
    /// Gives the terminal back, stops the process, and takes the terminal again once it goes on.
    fn suspend(&mut self) -> impl Future<Output = io::Result<()>>;
    /// Gives the terminal to an editor with this text. Until it has ended nothing comes but that, or the end of the program.
    fn edit(&mut self, text: &str) -> Result<(), NotEdited>;
    /// Sets every mode anew.
    fn retake(&mut self) -> io::Result<()>;
    /// For good.
    fn give_back(&mut self);
}

/// The terminal that weft was started in.
pub struct Console {
    guard: Guard,
    input: Input,
    out: File,
    /// What edits a draft: a program and its arguments.
    editor: Vec<String>,
    /// It has the terminal.
    editing: Option<oneshot::Receiver<Outcome>>,
}

impl Console {
    /// Inside a runtime with I/O and time.
    pub fn open(mouse: bool, editor: Vec<String>) -> io::Result<Self> {
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        // The theme decides about colour. With NO_COLOR set the backend would write a bare reset for every colour,
        // and take bold and reverse away with it.
        force_color_output(true);
        let input = Input::open()?;
        let guard = Guard::enter(mouse)?;
        Ok(Self {
            guard,
            input,
            out,
            editor,
            editing: None,
        })
    }

    /// What was meant for the editor is not weft's: not its Ctrl-C, not its Ctrl-Z.
    fn back(&mut self) -> io::Result<()> {
        self.input.forget_signals()?;
        self.guard.reenter()
    }
}

impl Terminal for Console {
    async fn next(&mut self) -> Arrival {
        let Some(ending) = &mut self.editing else {
            return self.input.next().await;
        };
        let outcome = tokio::select! { biased;
            outcome = ending => outcome.unwrap_or(Err(NotEdited::Status(1))),
            () = self.input.ended() => return Arrival::Event(Event::Terminate),
        };
        self.editing = None;
        match self.back() {
            Ok(()) => Arrival::Edited(outcome),
            // The terminal is gone, and with it whoever wrote.
            Err(_) => Arrival::Event(Event::Terminate),
        }
    }

    fn waiting(&mut self) -> Option<Arrival> {
        if self.editing.is_some() {
            return None;
        }
        self.input.waiting()
    }

    fn size(&self) -> Size {
        output::size()
    }

    fn perform(&mut self, command: &TermCommand) -> io::Result<()> {
        if let TermCommand::Ask(question) = command {
            self.input.expect(*question);
        }
        output::perform(&mut self.out, command)
    }

    async fn suspend(&mut self) -> io::Result<()> {
        // The first group of a session has no shell above it that could ever say "go on".
        if getsid(None)? == getpgrp() {
            return Ok(());
        }
        self.guard.leave();
        // The whole group, or a program that started weft and waits for it would keep the shell waiting as well. STOP,
        // because TSTP is caught; and only the signal to go on ends the wait, wherever the stop takes effect.
        kill_current_process_group(Signal::STOP)?;
        self.input.continued().await;
        self.guard.reenter()
    }

    fn edit(&mut self, text: &str) -> Result<(), NotEdited> {
        self.guard.leave();
        match editor::start(&self.editor, text) {
            Ok(ending) => {
                self.editing = Some(ending);
                Ok(())
            }
            Err(why) => {
                let system = |why: io::Error| NotEdited::System(SafeText::line(&why.to_string()));
                self.guard.reenter().map_err(system)?;
                Err(why)
            }
        }
    }

    fn retake(&mut self) -> io::Result<()> {
        self.guard.reenter()
    }

    fn give_back(&mut self) {
        self.guard.leave();
    }
}

/// The terminal for reading and for its modes: standard input, or the controlling terminal when that is redirected.
fn tty() -> io::Result<File> {
    let stdin = io::stdin();
    if rustix::termios::isatty(&stdin) {
        return Ok(File::from(stdin.as_fd().try_clone_to_owned()?));
    }
    File::options().read(true).write(true).open("/dev/tty")
}
