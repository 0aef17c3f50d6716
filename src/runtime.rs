//! The shell loop: look, absorb, draw, hand over, sleep.
//!
//! Owns the order of things: the keyboard before the network, one clock reading and one frame per turn, the frame before
//! the other actors' work (they would take the processor from it), no turn while nothing happens. Never: a decision (`app`), a wait for an actor, a timer of its own, a tick.

use std::collections::VecDeque;
use std::future::pending;
use std::io;

use ratatui::backend::Backend;
use tokio::sync::mpsc::error::TrySendError;

use crate::app::model::Model;
use crate::app::step::{Effect, Step, TermCommand, Touched};
use crate::app::{self, Event};
use crate::domain::time::Clock;
use crate::net;
use crate::port::{NetCommand, NetEvent};
use crate::term::{Arrival, Terminal};
use crate::ui::{Look, Screen};

/// Events taken in between two frames: enough to make a burst one frame, few enough to look at the keyboard often.
const TURN: usize = 64;

/// The network actor as the loop sees it.
pub trait Actor {
    /// Hands a command over without waiting; gives it back when it cannot be taken.
    fn offer(&mut self, command: NetCommand) -> Result<(), NetCommand>;
    /// Cancel-safe. `None` once the actor has ended.
    fn next(&mut self) -> impl Future<Output = Option<NetEvent>>;
    /// What has arrived already.
    fn waiting(&mut self) -> Option<NetEvent>;
    /// Ends it, within a time of its own.
    fn stop(self) -> impl Future<Output = ()>;
}

/// Everything the loop works with.
pub struct Desk<T, B: Backend> {
    pub terminal: T,
    pub screen: Screen<B>,
    pub look: Look,
    pub model: Model,
    pub clock: Clock,
    /// Keeps in mind that the warning was read.
    pub remember: Box<dyn FnMut()>,
}

/// What a run came to, for the log and for tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Times the loop woke up.
    pub turns: u64,
    pub frames: u64,
}

/// Why a run ended by itself.
#[derive(Debug)]
pub enum Fault<E> {
    /// It cannot be written to or taken any more.
    Terminal(io::Error),
    /// What `connect` said.
    Connect(E),
}

impl<E> From<io::Error> for Fault<E> {
    fn from(why: io::Error) -> Self {
        Self::Terminal(why)
    }
}

/// Runs until the person leaves. `connect` is called after the first frame: the screen waits for no network.
pub async fn run<T, B, N, E>(
    desk: &mut Desk<T, B>,
    connect: impl FnOnce() -> Result<N, E>,
) -> Result<Tally, Fault<E>>
where
    T: Terminal,
    B: Backend,
    B::Error: Send + Sync + 'static,
    N: Actor,
{
    let mut shell = Shell {
        desk,
        net: None,
        queue: VecDeque::new(),
        commands: Vec::new(),
        touched: Touched::ALL,
        quit: false,
        tally: Tally::default(),
    };
    let outcome = shell.live(connect).await;
    // The terminal first, on failure too: whatever takes its time, the person has their shell back.
    shell.desk.terminal.give_back();
    if let Some(net) = shell.net {
        net.stop().await;
    }
    outcome.map(|()| shell.tally)
}

struct Shell<'d, T, B: Backend, N> {
    desk: &'d mut Desk<T, B>,
    /// `None` before the first frame, and once it has ended.
    net: Option<N>,
    /// Events that came out of this turn's effects.
    queue: VecDeque<Event>,
    /// For the network, once this turn's frame is drawn.
    commands: Vec<NetCommand>,
    touched: Touched,
    quit: bool,
    tally: Tally,
}

impl<T, B, N> Shell<'_, T, B, N>
where
    T: Terminal,
    B: Backend,
    B::Error: Send + Sync + 'static,
    N: Actor,
{
    async fn live<E>(&mut self, connect: impl FnOnce() -> Result<N, E>) -> Result<(), Fault<E>> {
        self.desk.model.now = (self.desk.clock)();
        let step = app::start(&mut self.desk.model);
        self.draw()?;
        self.net = Some(connect().map_err(Fault::Connect)?);
        self.settle(step)?;
        while !self.quit {
            self.draw()?;
            self.hand_over();
            let woken = match self.queue.pop_front() {
                Some(event) => Woken::By(Arrival::Event(event)),
                None => self.wait().await,
            };
            self.tally.turns += 1;
            self.absorb(woken).await?;
        }
        // The last frame: a terminal without an alternate screen keeps it.
        self.draw()?;
        self.hand_over();
        Ok(())
    }

    /// Sleeps until a key, a signal, news, or the model's own deadline.
    async fn wait(&mut self) -> Woken {
        let deadline = app::deadline(&self.desk.model);
        let left = deadline.map(|at| at.saturating_sub((self.desk.clock)().mono));
        let wake = async {
            match left {
                Some(left) => tokio::time::sleep(left).await,
                None => pending().await,
            }
        };
        let news = async {
            match &mut self.net {
                Some(net) => net.next().await,
                None => pending().await,
            }
        };
        tokio::select! { biased;
            arrival = self.desk.terminal.next() => Woken::By(arrival),
            news = news => news.map_or(Woken::NetGone, |news| Woken::By(Arrival::Event(Event::Net(news)))),
            () = wake => Woken::By(Arrival::Event(Event::Wake)),
        }
    }

    /// This event and those that wait behind it, keys first, under one clock reading.
    async fn absorb(&mut self, woken: Woken) -> io::Result<()> {
        let now = (self.desk.clock)();
        let mut next = Some(match woken {
            Woken::By(arrival) => arrival,
            Woken::NetGone => {
                if let Some(net) = self.net.take() {
                    net.stop().await; // says why it ended
                }
                Arrival::Event(Event::NetGone)
            }
        });
        let mut left = TURN;
        while let Some(arrival) = next {
            let event = match arrival {
                Arrival::Event(event) => event,
                Arrival::Suspend => {
                    self.hand_over();
                    self.desk.terminal.suspend().await?;
                    self.repaint()
                }
                Arrival::Resumed => {
                    self.desk.terminal.retake()?;
                    self.repaint()
                }
            };
            let step = app::update(&mut self.desk.model, now, event);
            self.settle(step)?;
            left -= 1;
            next = if self.quit || left == 0 {
                None
            } else {
                self.waiting()
            };
        }
        Ok(())
    }

    fn waiting(&mut self) -> Option<Arrival> {
        if let Some(event) = self.queue.pop_front() {
            return Some(Arrival::Event(event));
        }
        let news = |net: &mut N| net.waiting().map(|news| Arrival::Event(Event::Net(news)));
        self.desk
            .terminal
            .waiting()
            .or_else(|| self.net.as_mut().and_then(news))
    }

    /// Somebody else has had the screen: nothing on it can be relied on, and its size may be another.
    fn repaint(&mut self) -> Event {
        self.desk.screen.forget();
        self.touched = Touched::ALL;
        Event::Resize(self.desk.terminal.size())
    }

    fn settle(&mut self, step: Step) -> io::Result<()> {
        self.touched = self.touched.and(step.touched);
        for effect in step.effects {
            self.perform(effect)?;
        }
        Ok(())
    }

    /// What the network cannot take comes back as an event.
    fn hand_over(&mut self) {
        for command in self.commands.drain(..) {
            let refused = match &mut self.net {
                Some(net) => net.offer(command).err(),
                None => Some(command),
            };
            self.queue
                .extend(refused.map(|command| Event::Undelivered(Effect::Net(command))));
        }
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Net(command) => {
                self.commands.push(command);
                Ok(())
            }
            Effect::Term(TermCommand::Repaint) => {
                self.desk.screen.forget();
                Ok(())
            }
            Effect::Term(command @ (TermCommand::Title { .. } | TermCommand::Bell)) => {
                self.desk.terminal.perform(&command)
            }
            Effect::RememberWarning => {
                (self.desk.remember)();
                Ok(())
            }
            Effect::Quit => {
                self.quit = true;
                Ok(())
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        if self.touched.is_none() {
            return Ok(());
        }
        let touched = std::mem::take(&mut self.touched);
        self.tally.frames += 1;
        let Desk {
            screen, look, model, ..
        } = &mut *self.desk;
        screen.draw(model, look, touched).map_err(io::Error::other)
    }
}

enum Woken {
    By(Arrival),
    NetGone,
}

impl Actor for net::Handle {
    fn offer(&mut self, command: NetCommand) -> Result<(), NetCommand> {
        self.commands.try_send(command).map_err(TrySendError::into_inner)
    }

    async fn next(&mut self) -> Option<NetEvent> {
        self.events.recv().await
    }

    fn waiting(&mut self) -> Option<NetEvent> {
        self.events.try_recv().ok()
    }

    /// Waits on this thread: the screen is given back, and there is nothing else to do.
    async fn stop(self) {
        if let Err(error) = net::Handle::stop(self) {
            tracing::error!(error = format!("{error:#}"), "network");
        }
    }
}
