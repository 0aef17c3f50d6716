//! The whole program on one thread: reducer, store, media, protocol machine and simulated service, a clock that is written
//! by the test.
//!
//! No socket, no sleeping: an hour passes in microseconds. Requests go through the cookie jar and as the
//! bytes they would be on the wire. Whatever crosses from one part to another waits in a queue, as it does in the
//! channels of the program; who is next, what is lost on the way and where the machine stops is for a [`Fate`] to say.

mod fate;
mod haul;
mod road;

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use jiff::tz::TimeZone;
use tempfile::TempDir;
use weft::app::model::{Model, Service, Settings};
use weft::app::step::{Effect, Step, Touched};
use weft::app::terminal::Terminal;
use weft::app::{self, Event};
use weft::domain::geometry::Size;
use weft::domain::time::Now;
use weft::media::{Shelf, Studio};
use weft::net::jar::Jar;
use weft::net::keepsake;
use weft::port::NetCommand;
use weft::port::media::MediaCommand;
use weft::port::store::{Change, StoreCommand, StoreEvent, Which};
use weft::session::{self, ModeChoice, Output, Session};
use weft::sim::script::Director;
use weft::sim::world::World;

use crate::room::Room;
use haul::Porter;
use road::{Arrived, Flight, Way};

pub use fate::{Boundary, Calm, Fate, Loss, Road};
pub use road::Trip;

/// 2026-11-22, 07:45 UTC.
const START_MS: i64 = 1_795_333_500_000;

pub struct Machine<F> {
    pub now: Now,
    pub model: Model,
    pub world: World,
    pub fate: F,
    /// Whoever plays the other side by a script.
    pub director: Option<Director>,
    /// Every effect performed, but for those that went to an actor.
    pub effects: Vec<Effect>,
    /// What each step since the last look touched.
    pub touched: Touched,
    /// Survives every crash.
    pub room: Room,
    /// So does this: what was fetched, what was saved, what there is to be sent.
    pub disk: TempDir,
    /// Before which the person sits, whatever crashes.
    pub terminal: Terminal,
    studio: Studio,
    porter: Porter,
    /// What was in memory when it stopped; until it is started again.
    pub wreck: Option<Box<Wreck>>,
    writes: VecDeque<StoreCommand>,
    told: VecDeque<StoreEvent>,
    commands: VecDeque<NetCommand>,
    news: VecDeque<Output>,
    works: VecDeque<MediaCommand>,
    answers: VecDeque<(Flight, Arrived)>,
    flights: Vec<Flight>,
    protocol: session::Settings,
    pub session: Session,
    pub jar: Jar,
    pub cut: bool,
    /// Who was asked for what: endpoint and host.
    pub asked: BTreeSet<(String, String)>,
    /// Answers to requests with files, in order.
    pub trips: Vec<Trip>,
}

/// What a crash takes with it.
pub struct Wreck {
    pub at: Duration,
    pub model: Model,
    /// Said to the store and not written.
    pub unwritten: Vec<Change>,
}

impl<F: Fate> Machine<F> {
    /// Everything as it is before the program is started for the first time.
    pub fn new(world: World, protocol: session::Settings, fate: F) -> Self {
        let disk = tempfile::tempdir().unwrap();
        let terminal = Terminal::default();
        let shelf = Shelf {
            downloads: disk.path().join("downloads"),
            home: disk.path().join("home"),
            lent: disk.path().join("lent"),
            spool: disk.path().join("spool"),
            // It is there, and shows nothing to anybody.
            opener: Some("true".to_owned()),
            mode: None,
        };
        Self {
            now: Now {
                mono: Duration::ZERO,
                wall_ms: START_MS,
            },
            model: fresh(Which::Last, &disk, &terminal),
            world,
            fate,
            director: None,
            effects: Vec::new(),
            touched: Touched::NONE,
            room: Room::default(),
            disk,
            terminal,
            studio: Studio::numbered_from(shelf, 0),
            porter: Porter::default(),
            wreck: None,
            writes: VecDeque::new(),
            told: VecDeque::new(),
            commands: VecDeque::new(),
            news: VecDeque::new(),
            works: VecDeque::new(),
            answers: VecDeque::new(),
            flights: Vec::new(),
            session: Session::new(protocol.clone(), 7),
            protocol,
            jar: Jar::new(),
            cut: false,
            asked: BTreeSet::new(),
            trips: Vec::new(),
        }
    }

    /// The program is started, up to where nobody has more to say at this moment.
    pub fn begin(&mut self) {
        self.wreck = None;
        let first = app::start(&mut self.model);
        self.perform(first);
        self.settle();
    }

    pub fn feed(&mut self, event: Event) {
        self.turn(event);
        self.settle();
    }

    /// One turn of the reducer; what it asked for waits.
    pub fn turn(&mut self, event: Event) {
        if self.is_down() {
            return;
        }
        let step = app::update(&mut self.model, self.now, event);
        self.perform(step);
    }

    /// The machine stops: all that was in memory is gone, what is on the disk stays, and the service sees a line break.
    pub fn stop(&mut self) {
        let told = self.writes.drain(..).filter_map(changes);
        let held = std::mem::take(&mut self.room.held);
        let unwritten = held.into_iter().map(|(changes, _)| changes).chain(told);
        let unwritten = unwritten.flatten().collect();
        self.room.crash();
        self.told.clear();
        self.commands.clear();
        self.news.clear();
        self.works.clear();
        self.answers.clear();
        for flight in std::mem::take(&mut self.flights) {
            self.give_up(&flight);
        }
        self.jar = Jar::new();
        self.session = Session::new(self.protocol.clone(), 11);
        let model = std::mem::replace(&mut self.model, fresh(Which::Last, &self.disk, &self.terminal));
        self.wreck = Some(Box::new(Wreck {
            at: self.now.mono,
            model,
            unwritten,
        }));
    }

    /// The program ends as it does when the person wants it: what the store could not take so far is given to it.
    pub fn quit(&mut self) {
        self.feed(Event::Terminate);
        if self.is_down() {
            return;
        }
        for command in app::unwritten(&mut self.model) {
            if let (StoreCommand::Write { changes, .. }, None) = (&command, self.room.trouble) {
                self.fate.commits(changes);
            }
            self.room.perform(command);
        }
        self.stop();
    }

    pub fn is_down(&self) -> bool {
        self.wreck.is_some()
    }

    /// The disk can be written again.
    pub fn disk_mended(&mut self) {
        for (changes, _) in &self.room.held {
            self.fate.commits(changes);
        }
        let events = self.room.mend();
        if !self.is_down() {
            self.told.extend(events);
        }
        self.settle();
    }

    /// Lets time pass up to a moment on the monotonic clock.
    pub fn pass_until(&mut self, end: Duration) {
        for _ in 0..200_000 {
            self.settle();
            let Some(next) = self.next_deadline().filter(|&next| next <= end) else {
                self.pass(end);
                self.settle();
                return;
            };
            self.pass(next);
            self.expire();
        }
        panic!("time does not pass: something asks to be woken again and again");
    }

    /// Lets the next thing that waits for its time happen, if that is before a moment.
    pub fn pass_some(&mut self, end: Duration) -> bool {
        self.settle();
        let next = self.next_deadline().filter(|&next| next <= end);
        if let Some(next) = next {
            self.pass(next);
            self.expire();
            self.settle();
        }
        next.is_some()
    }

    fn perform(&mut self, step: Step) {
        self.touched = self.touched.and(step.touched);
        let mut refused = Vec::new();
        for effect in step.effects {
            let same = |other: &Effect| std::mem::discriminant(other) == std::mem::discriminant(&effect);
            let actors = matches!(effect, Effect::Net(_) | Effect::Store(_));
            // What is behind something refused does not overtake it.
            if actors && (refused.iter().any(same) || self.fate.is_full(&effect)) {
                refused.push(effect);
                continue;
            }
            match effect {
                Effect::Net(command) => self.commands.push_back(command),
                Effect::Store(command) => self.writes.push_back(command),
                Effect::Media(command) => self.works.push_back(command),
                Effect::Term(_) | Effect::Edit { .. } | Effect::RememberWarning | Effect::Quit => {
                    self.effects.push(effect);
                }
            }
        }
        for effect in refused {
            self.turn(Event::Undelivered(effect));
        }
    }

    /// Until nobody has anything more to say at this moment.
    pub fn settle(&mut self) {
        for _ in 0..100_000 {
            if let Some(director) = &mut self.director {
                director.play(&mut self.world, self.now);
            }
            if self.step() {
                continue;
            }
            let let_go = self.world.settle(self.now);
            if let_go.is_empty() {
                return;
            }
            for (hold, answer) in let_go {
                let ours = |flight: &Flight| matches!(flight.state, Way::Held(held) if held == hold);
                if let Some(at) = self.flights.iter().position(ours) {
                    let flight = self.flights.remove(at);
                    self.answers.push_back((flight, Arrived::Answer(Ok(answer))));
                }
            }
        }
        panic!("the program and the service talk without end");
    }

    /// One part hands on to another. `false`: nothing is to be handed on.
    fn step(&mut self) -> bool {
        if self.is_down() {
            return false;
        }
        if self.news.is_empty() {
            self.news.extend(self.session.poll());
        }
        let takes = app::takes_news(&self.model);
        let heard = self
            .news
            .front()
            .is_some_and(|news| takes || !matches!(news, Output::Emit(_)));
        let all = [
            (Boundary::Commit, !self.writes.is_empty()),
            (Boundary::Command, !self.commands.is_empty()),
            (Boundary::Receipt, !self.told.is_empty()),
            (Boundary::Answer, !self.answers.is_empty()),
            (Boundary::News, heard),
            (Boundary::Media, !self.works.is_empty()),
        ];
        let ready: Vec<Boundary> = all
            .iter()
            .filter(|(_, any)| *any)
            .map(|(which, _)| *which)
            .collect();
        if ready.is_empty() {
            return false;
        }
        let next = self.fate.next(&ready);
        if self.fate.stops(next, self.now) {
            self.stop();
            return false;
        }
        self.hand_on(next);
        true
    }

    fn hand_on(&mut self, boundary: Boundary) {
        match boundary {
            Boundary::Commit => {
                let command = self.writes.pop_front().unwrap();
                if let (StoreCommand::Write { changes, .. }, None) = (&command, self.room.trouble) {
                    self.fate.commits(changes);
                }
                self.told.extend(self.room.perform(command));
            }
            Boundary::Command => {
                let command = self.commands.pop_front().unwrap();
                let command = keepsake::open(command, &mut self.jar);
                self.session.command(command, self.now);
            }
            Boundary::Receipt => {
                let event = self.told.pop_front().unwrap();
                self.turn(Event::Store(event));
            }
            Boundary::Answer => {
                let (flight, arrived) = self.answers.pop_front().unwrap();
                self.arrive(flight, arrived);
            }
            Boundary::News => {
                let output = self.news.pop_front().unwrap();
                self.carry(output);
            }
            Boundary::Media => {
                let command = self.works.pop_front().unwrap();
                if let Some(event) = self.studio.perform(command) {
                    self.turn(Event::Media(event));
                }
            }
        }
    }

    fn next_deadline(&self) -> Option<Duration> {
        let flying = self.flights.iter().map(|flight| match flight.state {
            Way::Coming(at, _) => at.min(flight.until),
            Way::Held(_) | Way::Nowhere => flight.until,
        });
        let told = self
            .director
            .as_ref()
            .and_then(|director| director.deadline(&self.world));
        let own = [app::deadline(&self.model), self.session.deadline()];
        let own = own.into_iter().filter(|_| !self.is_down());
        own.chain([self.world.deadline(), told])
            .flatten()
            .chain(flying)
            .min()
    }

    fn pass(&mut self, to: Duration) {
        self.now = self.now.plus(to.saturating_sub(self.now.mono));
    }
}

/// The program before anything has happened.
fn fresh(which: Which, disk: &TempDir, terminal: &Terminal) -> Model {
    let settings = Settings {
        zone: TimeZone::UTC,
        warn: false,
        bell: true,
        avatars: weft::domain::picture::Avatars::Never,
        fold_accounts: false,
        group_actions: false,
        keep_recalled: false,
        service: Service::Demo,
        faces: weft::domain::text::Faces::Emoji,
        cache: disk.path().join("cache"),
    };
    let size = Size {
        width: 80,
        height: 24,
    };
    let mut model = Model::new(settings, size).keeping(which);
    model.terminal = terminal.clone();
    model
}

/// What a command to the store would have written.
pub fn changes(command: StoreCommand) -> Option<Vec<Change>> {
    match command {
        StoreCommand::Write { changes, .. } => Some(changes),
        StoreCommand::Open(_)
        | StoreCommand::Read(_)
        | StoreCommand::Search(_)
        | StoreCommand::Line(_)
        | StoreCommand::Stickers { .. }
        | StoreCommand::Accounts => None,
    }
}

/// One origin for every host.
pub fn at_home(mode: ModeChoice) -> session::Settings {
    session::Settings {
        server: Some("http://127.0.0.1:1".to_owned()),
        mode,
    }
}
