//! The shell loop: look, absorb, draw, hand over, sleep.
//!
//! Owns the order of things: the keyboard before the store, the store before the network, one clock reading and one frame per turn, the frame before
//! the other actors' work (they would take the processor from it), no turn while nothing happens. Never: a decision (`app`), a
//! wait for an actor, a timer of its own, a tick.

mod actor;
mod ended;

use std::collections::VecDeque;
use std::future::pending;
use std::io;

use ratatui::backend::Backend;

use actor::offer_all;
pub use ended::{Fault, Tally};

pub use actor::{Actor, Keeper, Studio};

use crate::app::model::{Model, Settings};
use crate::app::step::{Effect, Question, Step, TermCommand, Touched};
use crate::app::{self, Event};
use crate::domain::id::PeerId;
use crate::domain::time::Clock;
use crate::port::NetCommand;
use crate::port::media::MediaCommand;
use crate::port::store::StoreCommand;
use crate::term::{Arrival, Terminal};
use crate::ui::{Look, Screen};

/// Events taken in between two frames: enough to make a burst one frame, few enough to look at the keyboard often.
const TURN: usize = 64;

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

/// Runs until the person leaves. `connect` is called after the first frame: the screen waits for no network and no disk. What
/// takes its time to find out, and the first frame does not show, it puts into the model's settings.
pub async fn run<T, B, N, K, S, E>(
    desk: &mut Desk<T, B>,
    connect: impl FnOnce(&mut Settings) -> Result<(N, K, S), E>,
) -> Result<Tally, Fault<E>>
where
    T: Terminal,
    B: Backend,
    B::Error: Send + Sync + 'static,
    N: Actor,
    K: Keeper,
    S: Studio,
{
    let mut shell = Shell {
        desk,
        net: None,
        store: None,
        media: None,
        queue: VecDeque::new(),
        commands: Vec::new(),
        writes: Vec::new(),
        works: Vec::new(),
        full: false,
        touched: Touched::ALL,
        editing: None,
        quit: false,
        tally: Tally::default(),
    };
    let outcome = shell.live(connect).await;
    // The terminal first, on failure too: whatever takes its time, the person has their shell back. One that is gone takes
    // nothing more, and its pictures are gone with it.
    let _ = shell.desk.screen.leave(&shell.desk.model);
    shell.desk.terminal.give_back();
    // What is heard ends with the screen, whatever is still to be written.
    shell.media = None;
    if let Some(net) = shell.net {
        net.stop().await;
    }
    if let Some(store) = shell.store {
        let mut rest = app::unwritten(&mut shell.desk.model);
        rest.extend(shell.queue.into_iter().filter_map(unwritten));
        store.finish(rest).await;
    }
    if let Some(media) = shell.media {
        media.stop().await;
    }
    outcome.map(|()| shell.tally)
}

fn unwritten(event: Event) -> Option<StoreCommand> {
    if let Event::Undelivered(Effect::Store(command)) = event {
        Some(command)
    } else {
        None
    }
}

struct Shell<'d, T, B: Backend, N, K, S> {
    desk: &'d mut Desk<T, B>,
    /// `None` before the first frame, and once it has ended.
    net: Option<N>,
    store: Option<K>,
    media: Option<S>,
    /// Events that came out of this turn's effects.
    queue: VecDeque<Event>,
    /// For the network, once this turn's frame is drawn.
    commands: Vec<NetCommand>,
    /// For the store, then too.
    writes: Vec<StoreCommand>,
    /// For the media thread, last.
    works: Vec<MediaCommand>,
    /// The store took no more: until it does, nothing is asked of the network.
    full: bool,
    touched: Touched,
    /// Whose draft an editor has, and the terminal with it.
    editing: Option<PeerId>,
    quit: bool,
    tally: Tally,
}

impl<T, B, N, K, S> Shell<'_, T, B, N, K, S>
where
    T: Terminal,
    B: Backend,
    B::Error: Send + Sync + 'static,
    N: Actor,
    K: Keeper,
    S: Studio,
{
    async fn live<E>(
        &mut self,
        connect: impl FnOnce(&mut Settings) -> Result<(N, K, S), E>,
    ) -> Result<(), Fault<E>> {
        self.desk.model.now = (self.desk.clock)();
        let step = app::start(&mut self.desk.model);
        self.draw()?;
        let (net, store, media) = connect(&mut self.desk.model.settings).map_err(Fault::Connect)?;
        (self.net, self.store, self.media) = (Some(net), Some(store), Some(media));
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
        let takes_news = self.takes_news();
        let news = async {
            match &mut self.net {
                Some(net) if takes_news => net.next().await,
                Some(_) | None => pending().await,
            }
        };
        let kept = async {
            match &mut self.store {
                Some(store) => store.next().await,
                None => pending().await,
            }
        };
        let works = async {
            match &mut self.media {
                Some(media) => media.next().await,
                None => pending().await,
            }
        };
        tokio::select! { biased;
            arrival = self.desk.terminal.next() => Woken::By(arrival),
            kept = kept => kept.map_or(Woken::StoreGone, |kept| Woken::By(Arrival::Event(Event::Store(kept)))),
            news = news => news.map_or(Woken::NetGone, |news| Woken::By(Arrival::Event(Event::Net(news)))),
            work = works => work.map_or(Woken::MediaGone, |work| Woken::By(Arrival::Event(Event::Media(work)))),
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
            Woken::StoreGone => {
                self.store = None;
                Arrival::Event(Event::StoreGone)
            }
            Woken::MediaGone => {
                self.media = None;
                Arrival::Event(Event::MediaGone)
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
                Arrival::Edited(outcome) => {
                    let (resize, chat) = (self.repaint(), self.editing.take());
                    let step = app::update(&mut self.desk.model, now, resize);
                    self.settle(step)?;
                    chat.map_or(Event::Wake, |chat| Event::Edited { chat, outcome })
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

    /// Not between two accounts, and not faster than the store writes: then the network waits, and the service with it.
    fn takes_news(&self) -> bool {
        !self.full && app::takes_news(&self.desk.model)
    }

    fn waiting(&mut self) -> Option<Arrival> {
        if let Some(event) = self.queue.pop_front() {
            return Some(Arrival::Event(event));
        }
        if let Some(arrival) = self.desk.terminal.waiting() {
            return Some(arrival);
        }
        let kept = self.store.as_mut().and_then(Keeper::waiting).map(Event::Store);
        let event = kept.or_else(|| {
            let takes_news = self.takes_news();
            let net = self.net.as_mut().filter(|_| takes_news);
            net.and_then(Actor::waiting).map(Event::Net)
        });
        let event = event.or_else(|| self.media.as_mut().and_then(Studio::waiting).map(Event::Media));
        event.map(Arrival::Event)
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

    /// What an actor cannot take comes back as an event, and all that is behind it.
    fn hand_over(&mut self) {
        let net = |command| match &mut self.net {
            Some(net) => net.offer(command),
            None => Some(command),
        };
        let refused = offer_all(self.commands.drain(..), net);
        self.queue
            .extend(refused.map(|command| Event::Undelivered(Effect::Net(command))));
        let media = |command| match &mut self.media {
            Some(media) => media.offer(command),
            None => Some(command),
        };
        let refused = offer_all(self.works.drain(..), media);
        self.queue
            .extend(refused.map(|command| Event::Undelivered(Effect::Media(command))));
        if self.writes.is_empty() {
            return;
        }
        let store = |command| match &mut self.store {
            Some(store) => store.offer(command),
            None => Some(command),
        };
        let refused: Vec<_> = offer_all(self.writes.drain(..), store).collect();
        self.full = self.store.is_some() && !refused.is_empty();
        let refused = refused.into_iter().map(Effect::Store);
        self.queue.extend(refused.map(Event::Undelivered));
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Net(command) => {
                self.commands.push(command);
                Ok(())
            }
            Effect::Store(command) => {
                self.writes.push(command);
                Ok(())
            }
            Effect::Media(command) => {
                self.works.push(command);
                Ok(())
            }
            Effect::Term(TermCommand::Repaint) => {
                self.desk.screen.forget();
                Ok(())
            }
            Effect::Term(command @ TermCommand::Ask(question)) => {
                self.desk.terminal.perform(&command)?;
                if let Question::Everything { last_row, .. } = question {
                    self.desk.screen.smudge(last_row.saturating_sub(1));
                    self.touched = self.touched.and(Touched::ALL);
                }
                Ok(())
            }
            // Not into another program's screen: what it missed is told when it ends.
            Effect::Term(TermCommand::Title { .. } | TermCommand::Bell) if self.editing.is_some() => Ok(()),
            Effect::Term(
                command @ (TermCommand::Title { .. } | TermCommand::Bell | TermCommand::Copy(_)),
            ) => self.desk.terminal.perform(&command),
            Effect::Edit { chat, text } => {
                match self.desk.terminal.edit(&text) {
                    Ok(()) => self.editing = Some(chat),
                    Err(why) => {
                        let resize = self.repaint();
                        let outcome = Err(why);
                        self.queue.extend([resize, Event::Edited { chat, outcome }]);
                    }
                }
                Ok(())
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
        if self.touched.is_none() || self.editing.is_some() {
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
    StoreGone,
    MediaGone,
}
