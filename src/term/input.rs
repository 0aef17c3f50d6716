//! The keyboard and the signals, as events, on the thread that draws: no thread hop lies between a key and its frame.
//!
//! Owns the terminal's file descriptor for reading. Never: what an event means.

use std::collections::VecDeque;
use std::fs::File;
use std::future::pending;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::Signal as Number;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Sleep;

use super::Arrival;
use super::decode::{Decoder, Doubt};
use super::output;
use crate::app::Event;
use crate::app::step::Question;

/// How long the rest of an answer may take: what it begins with is nobody's key.
const ANSWER_WAIT: Duration = Duration::from_secs(2);
/// How long one may pause inside, as a line does that loses packets. What is left of an answer given up would be typed.
const STRING_WAIT: Duration = Duration::from_secs(30);
/// How long a lone ESC waits for the rest of a sequence. Only terminals without kitty's keys are in doubt; a slow
/// line splits sequences, and 25 ms is below what a person notices of the Esc key.
const ESCAPE_WAIT: Duration = Duration::from_millis(25);

pub struct Input {
    tty: AsyncFd<File>,
    decoder: Decoder,
    waiting: VecDeque<Event>,
    /// Runs while the decoder is in doubt.
    doubt: Option<Pin<Box<Sleep>>>,
    signals: Signals,
    /// Nothing was left to read at the last look: what comes later raises a new edge.
    drained: bool,
    /// The terminal is gone: nothing comes any more.
    closed: bool,
}

struct Signals {
    resize: Signal,
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    stop: Signal,
    go_on: Signal,
}

impl Input {
    /// Inside a runtime with I/O and time.
    pub fn open() -> io::Result<Self> {
        #[expect(
            deprecated,
            reason = "the newer constructor is unsafe to call; what it asks for holds: the file is owned and never exchanged"
        )]
        let tty = AsyncFd::with_interest(super::tty()?, Interest::READABLE)?;
        Ok(Self {
            tty,
            decoder: Decoder::default(),
            waiting: VecDeque::new(),
            doubt: None,
            signals: Signals::listen()?,
            drained: false,
            closed: false,
        })
    }

    /// The next event. Cancel-safe: what was read stays here.
    pub async fn next(&mut self) -> Arrival {
        loop {
            let known = if self.drained {
                self.decoded()
            } else {
                self.waiting()
            };
            if let Some(arrival) = known {
                return arrival;
            }
            let doubt = async {
                match &mut self.doubt {
                    Some(sleep) => sleep.await,
                    None => pending().await,
                }
            };
            let readable = async {
                if self.closed {
                    pending().await
                } else {
                    self.tty.readable().await.map(|mut ready| ready.clear_ready())
                }
            };
            tokio::select! { biased;
                // What was ready is read above; the readiness was cleared before, so nothing can be missed.
                ready = readable => match ready {
                    Ok(()) => self.drained = false,
                    Err(_) => self.close(),
                },
                arrival = self.signals.next() => return arrival,
                () = doubt => {
                    self.doubt = None;
                    self.decoder.decide(&mut self.waiting);
                }
            }
        }
    }

    /// The terminal was asked this.
    pub fn expect(&mut self, question: Question) {
        self.decoder.expect(question);
    }

    /// What has arrived already, without waiting. Looks at the terminal itself and not at what the runtime knows, so
    /// that a flood from the network cannot hide a key.
    pub fn waiting(&mut self) -> Option<Arrival> {
        // Until there is an event: half of one is in nobody's way, but what is left unread raises no new edge.
        while self.waiting.is_empty() && !self.closed && self.can_read() {
            self.read();
        }
        self.decoded()
    }

    fn decoded(&mut self) -> Option<Arrival> {
        self.waiting.pop_front().map(meant)
    }

    /// The descriptor is shared with the shell that started weft, so it stays blocking: ask first.
    fn can_read(&mut self) -> bool {
        let mut fds = [PollFd::new(&self.tty, PollFlags::IN)];
        let now = Timespec::default();
        let some = matches!(rustix::event::poll(&mut fds, Some(&now)), Ok(1..));
        self.drained = !some;
        some
    }

    fn read(&mut self) {
        let mut bytes = [0; 4096];
        match rustix::io::read(&self.tty, &mut bytes) {
            // End of file, or EIO once the terminal's other end is closed.
            Ok(0) => self.close(),
            Ok(count) => {
                self.decoder
                    .feed(bytes.get(..count).unwrap_or_default(), &mut self.waiting);
                let wait = self.decoder.doubt().map(|doubt| match doubt {
                    Doubt::Key => ESCAPE_WAIT,
                    Doubt::Answer => ANSWER_WAIT,
                    Doubt::String => STRING_WAIT,
                });
                self.doubt = wait.map(|wait| Box::pin(tokio::time::sleep(wait)));
            }
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Err(_) => self.close(),
        }
    }

    fn close(&mut self) {
        self.closed = true;
        self.waiting.push_back(Event::Terminate);
    }

    /// Ends when the program is to end, whoever has the keyboard.
    pub async fn ended(&mut self) {
        let Signals {
            terminate, hang_up, ..
        } = &mut self.signals;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    }

    /// What was signalled while somebody else had the terminal was meant for them, but for the end of the program.
    pub fn forget_signals(&mut self) -> io::Result<()> {
        let Signals {
            resize,
            interrupt,
            stop,
            go_on,
            ..
        } = Signals::listen()?;
        (self.signals.resize, self.signals.interrupt) = (resize, interrupt);
        (self.signals.stop, self.signals.go_on) = (stop, go_on);
        Ok(())
    }

    /// Ends when the process is told to go on.
    pub async fn continued(&mut self) {
        self.signals.go_on.recv().await;
    }
}

/// In raw mode Ctrl-Z is a key like any other; to the person it is the shell's.
fn meant(event: Event) -> Arrival {
    if event == Event::Key(super::SUSPEND) {
        Arrival::Suspend
    } else {
        Arrival::Event(event)
    }
}

impl Signals {
    fn listen() -> io::Result<Self> {
        let numbered = |number: Number| signal(SignalKind::from_raw(number.as_raw()));
        Ok(Self {
            resize: signal(SignalKind::window_change())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            stop: numbered(Number::TSTP)?,
            go_on: numbered(Number::CONT)?,
        })
    }

    async fn next(&mut self) -> Arrival {
        tokio::select! {
            _ = self.resize.recv() => Arrival::Event(Event::Resize(output::size())),
            _ = self.terminate.recv() => Arrival::Event(Event::Terminate),
            _ = self.hang_up.recv() => Arrival::Event(Event::Terminate),
            _ = self.interrupt.recv() => Arrival::Event(Event::Terminate),
            _ = self.stop.recv() => Arrival::Suspend,
            _ = self.go_on.recv() => Arrival::Resumed,
        }
    }
}
