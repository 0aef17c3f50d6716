//! The whole program on one thread: reducer, store, protocol machine and simulated service, a clock that is written by
//! the test.
//!
//! No runtime, no socket, no sleeping: an hour passes in microseconds. Requests go through the cookie jar and as the
//! bytes they would be on the wire. Whatever crosses from one part to another waits in a queue, as it does in the
//! channels of the program; who is next, what is lost on the way and where the machine stops is for a [`Fate`] to say.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use jiff::tz::TimeZone;
use tempfile::TempDir;
use weft::app::model::{Model, Service, Settings};
use weft::app::step::{Effect, Step, Touched};
use weft::app::{self, Event};
use weft::domain::geometry::Size;
use weft::domain::time::Now;
use weft::net::freight::{self, Part};
use weft::net::jar::Jar;
use weft::net::keepsake;
use weft::port::NetCommand;
use weft::port::store::{Change, StoreCommand, StoreEvent, Which};
use weft::session::{self, Carried, Freight, Grown, Mishap, ModeChoice, Output, Session, Ticket};
use weft::sim::script::Director;
use weft::sim::world::fault::WireFault;
use weft::sim::world::{Answer, HoldId, Reply, World};
use weft::wire::http::{HttpFailure, HttpRequest, HttpResponse};
use weft::wire::media::{self, Body};

use crate::room::Room;

/// 2026-11-22, 07:45 UTC.
const START_MS: i64 = 1_795_333_500_000;

/// Where one part hands on to another: each a place where the machine may stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// The store takes what it was told.
    Commit,
    /// The session takes a command.
    Command,
    /// The reducer hears of the store.
    Receipt,
    /// The session hears of the service.
    Answer,
    /// What the session wants is done: the reducer hears of it, or a request leaves.
    News,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    Clear,
    /// It never reaches the service.
    RequestLost(Loss),
    /// The service has it, and nobody hears of that.
    AnswerLost(Loss),
    /// It comes so late.
    Slow(Duration),
    /// It comes as something else.
    Garbled,
}

/// How one learns that something was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The connection breaks after so long.
    Broken(Duration),
    /// Not at all.
    Silent,
}

/// What happens to the machine. By itself nothing does.
pub trait Fate {
    /// Who is next of those that could be.
    fn next(&mut self, ready: &[Boundary]) -> Boundary {
        ready[0]
    }

    /// Whether the machine stops before this.
    fn stops(&mut self, _before: Boundary, _now: Now) -> bool {
        false
    }

    fn road(&mut self, _endpoint: &str, _now: Now) -> Road {
        Road::Clear
    }

    /// Whether the inbox of the network, or of the store, has no room for this.
    fn is_full(&mut self, _effect: &Effect) -> bool {
        false
    }

    /// This is about to be written.
    fn commits(&mut self, _changes: &[Change]) {}
}

/// Good luck.
#[derive(Default)]
pub struct Calm;

impl Fate for Calm {}

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
    /// Where files go; so does this.
    pub cache: TempDir,
    /// What was in memory when it stopped; until it is started again.
    pub wreck: Option<Box<Wreck>>,
    writes: VecDeque<StoreCommand>,
    told: VecDeque<StoreEvent>,
    commands: VecDeque<NetCommand>,
    news: VecDeque<Output>,
    answers: VecDeque<(Flight, Arrived)>,
    flights: Vec<Flight>,
    protocol: session::Settings,
    pub session: Session,
    pub jar: Jar,
    pub cut: bool,
    /// Who was asked for what: endpoint and host.
    pub asked: BTreeSet<(String, String)>,
}

/// What a crash takes with it.
pub struct Wreck {
    pub at: Duration,
    pub model: Model,
    /// Said to the store and not written.
    pub unwritten: Vec<Change>,
}

type Arrived = Result<HttpResponse, HttpFailure>;

/// A request on its way.
struct Flight {
    ticket: Ticket,
    /// What comes back goes there.
    freight: Option<Freight>,
    url: String,
    until: Duration,
    state: Way,
}

enum Way {
    Held(HoldId),
    /// Decided, and there at that moment.
    Coming(Duration, Arrived),
    Nowhere,
}

impl<F: Fate> Machine<F> {
    /// Everything as it is before the program is started for the first time.
    pub fn new(world: World, protocol: session::Settings, fate: F) -> Self {
        let cache = tempfile::tempdir().unwrap();
        Self {
            now: Now {
                mono: Duration::ZERO,
                wall_ms: START_MS,
            },
            model: fresh(Which::Last, &cache),
            world,
            fate,
            director: None,
            effects: Vec::new(),
            touched: Touched::NONE,
            room: Room::default(),
            cache,
            wreck: None,
            writes: VecDeque::new(),
            told: VecDeque::new(),
            commands: VecDeque::new(),
            news: VecDeque::new(),
            answers: VecDeque::new(),
            flights: Vec::new(),
            session: Session::new(protocol.clone(), 7),
            protocol,
            jar: Jar::new(),
            cut: false,
            asked: BTreeSet::new(),
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
        let told = self.writes.drain(..).filter_map(|command| match command {
            StoreCommand::Write { changes, .. } => Some(changes),
            StoreCommand::Open(_)
            | StoreCommand::Read(_)
            | StoreCommand::Search(_)
            | StoreCommand::Line(_)
            | StoreCommand::Accounts => None,
        });
        let held = std::mem::take(&mut self.room.held);
        let unwritten = held.into_iter().map(|(changes, _)| changes).chain(told);
        let unwritten = unwritten.flatten().collect();
        self.room.crash();
        self.told.clear();
        self.commands.clear();
        self.news.clear();
        self.answers.clear();
        for flight in std::mem::take(&mut self.flights) {
            self.give_up(&flight);
        }
        self.jar = Jar::new();
        self.session = Session::new(self.protocol.clone(), 11);
        let model = std::mem::replace(&mut self.model, fresh(Which::Last, &self.cache));
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

    /// The network is gone: what is in flight breaks, what is asked fails at once.
    pub fn cut_off(&mut self) {
        self.cut = true;
        for flight in std::mem::take(&mut self.flights) {
            self.give_up(&flight);
            self.answers.push_back((flight, Err(HttpFailure::Offline)));
        }
        self.settle();
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

    /// The endpoints of whatever is in flight; the long polls that wait for something to happen are not.
    pub fn in_flight(&self) -> impl Iterator<Item = &str> {
        let busy = |flight: &&Flight| !matches!(flight.state, Way::Held(_));
        self.flights.iter().filter(busy).map(|flight| flight.url.as_str())
    }

    /// A long poll is held: whatever happens is heard of at once.
    pub fn is_listening(&self) -> bool {
        self.flights
            .iter()
            .any(|flight| matches!(flight.state, Way::Held(_)))
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
                Effect::Media(_)
                | Effect::Term(_)
                | Effect::Edit { .. }
                | Effect::RememberWarning
                | Effect::Quit => {
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
                    self.answers.push_back((flight, arrived(answer)));
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
                let (flight, answer) = self.answers.pop_front().unwrap();
                if let Ok(response) = &answer {
                    self.jar.store(&flight.url, &without_end(response));
                }
                match flight.freight {
                    None => self.session.answer(flight.ticket, answer, self.now),
                    Some(freight) => {
                        let carried = answer
                            .map_err(Mishap::Http)
                            .and_then(|answer| landed(freight, answer));
                        self.session.carried(flight.ticket, carried, self.now);
                    }
                }
            }
            Boundary::News => {
                let output = self.news.pop_front().unwrap();
                self.carry(output);
            }
        }
    }

    fn carry(&mut self, output: Output) {
        match output {
            Output::Emit(event) => {
                if let Some(event) = keepsake::seal(event, &mut self.jar) {
                    self.turn(Event::Net(event));
                }
            }
            Output::Transmit { ticket, request } => self.transmit(ticket, request, None),
            Output::Carry {
                ticket,
                mut request,
                freight,
            } => match laden(&mut request, &freight) {
                Ok(()) => self.transmit(ticket, request, Some(freight)),
                Err(mishap) => self.session.carried(ticket, Err(mishap), self.now),
            },
            Output::File { ticket, chore } => self.session.filed(ticket, freight::file(&chore), self.now),
            Output::Cancel(ticket) => {
                self.answers.retain(|(flight, _)| flight.ticket != ticket);
                if let Some(at) = self.flights.iter().position(|flight| flight.ticket == ticket) {
                    let flight = self.flights.remove(at);
                    self.give_up(&flight);
                }
            }
        }
    }

    /// Nobody waits for this any more.
    fn give_up(&mut self, flight: &Flight) {
        if let Way::Held(hold) = flight.state {
            self.world.abandon(hold);
        }
    }

    fn transmit(&mut self, ticket: Ticket, mut request: HttpRequest, freight: Option<Freight>) {
        let until = self.now.mono + request.timeout;
        let anonymous = matches!(&freight, Some(Freight::Spool(spool)) if spool.anonymous);
        let flight = |url: &str, state| Flight {
            ticket,
            freight,
            url: url.to_owned(),
            until,
            state,
        };
        if self.cut {
            let flight = flight(&request.url, Way::Nowhere);
            return self.answers.push_back((flight, Err(HttpFailure::Offline)));
        }
        let endpoint = request.path().rsplit('/').next().unwrap_or_default().to_owned();
        let road = self.fate.road(&endpoint, self.now);
        self.asked.insert((endpoint, request.origin().to_owned()));
        let url = request.url.clone();
        let coming = |after: Duration, arrived| Way::Coming(self.now.mono + after, arrived);
        let lost = |how| match how {
            Loss::Broken(after) => coming(after, Err(HttpFailure::Offline)),
            Loss::Silent => Way::Nowhere,
        };
        if let Road::RequestLost(loss) = road {
            return self.flights.push(flight(&url, lost(loss)));
        }
        if !anonymous {
            self.jar.attach(&mut request);
        }
        let state = match (self.world.request(self.now, &request), road) {
            (Reply::Ready(answer), Road::Clear | Road::RequestLost(_)) => {
                let flight = flight(&url, Way::Nowhere);
                return self.answers.push_back((flight, arrived(answer)));
            }
            (Reply::Ready(answer), Road::Slow(by)) => coming(by, arrived(answer)),
            (Reply::Held(hold), Road::Clear | Road::RequestLost(_) | Road::Slow(_)) => Way::Held(hold),
            (Reply::Held(hold), Road::AnswerLost(how)) => {
                self.world.abandon(hold);
                lost(how)
            }
            (Reply::Ready(_), Road::AnswerLost(how)) => lost(how),
            (Reply::Held(hold), Road::Garbled) => {
                self.world.abandon(hold);
                coming(Duration::ZERO, Err(HttpFailure::Malformed))
            }
            (Reply::Ready(_), Road::Garbled) => coming(Duration::ZERO, Err(HttpFailure::Malformed)),
        };
        self.flights.push(flight(&url, state));
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

    fn expire(&mut self) {
        let mono = self.now.mono;
        let mut at = 0;
        while let Some(flight) = self.flights.get(at) {
            let there = matches!(flight.state, Way::Coming(there, _) if there <= mono);
            if !there && flight.until > mono {
                at += 1;
                continue;
            }
            let mut flight = self.flights.remove(at);
            self.give_up(&flight);
            let arrived = match std::mem::replace(&mut flight.state, Way::Nowhere) {
                Way::Coming(_, arrived) if there => arrived,
                Way::Coming(..) | Way::Held(_) | Way::Nowhere => Err(HttpFailure::TimedOut),
            };
            self.answers.push_back((flight, arrived));
        }
        if self.is_down() {
            return;
        }
        if self.session.deadline().is_some_and(|at| at <= mono) {
            self.session.timeout(self.now);
        }
        if app::deadline(&self.model).is_some_and(|at| at <= mono) {
            self.feed(Event::Wake);
        }
    }
}

/// A request with what it reads from the disk, as the network side puts it together.
fn laden(request: &mut HttpRequest, freight: &Freight) -> Result<(), Mishap> {
    match freight {
        Freight::Slice(slice) => freight::splice(request, slice),
        Freight::Spool(spool) => {
            Part::open(spool)?.ask_for_the_rest(request);
            Ok(())
        }
    }
}

/// What came, on the disk where it is good.
fn landed(freight: Freight, mut response: HttpResponse) -> Result<Carried, Mishap> {
    let spool = match freight {
        Freight::Slice(_) => {
            let kept = None;
            return Ok(Carried { response, kept });
        }
        Freight::Spool(spool) => spool,
    };
    let part = Part::open(&spool)?;
    let before = part.before;
    let Body::Media { from, .. } = media::judge(spool.kind, &response, before) else {
        let kept = None;
        return Ok(Carried { response, kept });
    };
    let now = from + response.body.len() as u64;
    part.go_on(from)?.write(&response.body)?;
    response.body.truncate(media::SNIFF);
    let kept = Some(Grown { before, now });
    Ok(Carried { response, kept })
}

/// The program before anything has happened.
fn fresh(which: Which, cache: &TempDir) -> Model {
    let settings = Settings {
        zone: TimeZone::UTC,
        warn: false,
        bell: true,
        fold_accounts: false,
        group_actions: false,
        keep_recalled: false,
        service: Service::Demo,
        faces: weft::domain::text::Faces::Emoji,
        cache: cache.path().into(),
    };
    let size = Size {
        width: 80,
        height: 24,
    };
    Model::new(settings, size).keeping(which)
}

/// One origin for every host.
pub fn at_home(mode: ModeChoice) -> session::Settings {
    session::Settings {
        server: Some("http://127.0.0.1:1".to_owned()),
        mode,
    }
}

/// What a transport makes of an answer that was spoilt below HTTP.
fn arrived(answer: Answer) -> Arrived {
    match answer.fault {
        None | Some(WireFault::Twice | WireFault::Drip) => Ok(answer.response),
        Some(WireFault::Reset | WireFault::HalfBody) => Err(HttpFailure::Offline),
        Some(WireFault::BrokenGzip | WireFault::GarbledStatus) => Err(HttpFailure::Malformed),
    }
}

/// The jar ages cookies by the machine's clock, which is not the story's: those with a value last as long as the story.
fn without_end(response: &HttpResponse) -> HttpResponse {
    let mut response = response.clone();
    for (name, value) in &mut response.headers {
        let empty = value.split(';').next().is_some_and(|pair| pair.ends_with('='));
        if name == "Set-Cookie" && !empty {
            let kept = value.split("; ").filter(|part| !part.starts_with("Expires="));
            *value = kept.collect::<Vec<_>>().join("; ");
        }
    }
    response
}
