//! The whole program on one thread: reducer, store, protocol machine and simulated service, a clock that is written by
//! the test.
//!
//! No runtime, no socket, no sleeping: an hour passes in microseconds. Requests go through the cookie jar and as the
//! bytes they would be on the wire.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use jiff::tz::TimeZone;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::step::{Effect, Step, Touched};
use weft::app::{self, Event};
use weft::domain::geometry::Size;
use weft::domain::time::Now;
use weft::net::jar::Jar;
use weft::net::keepsake;
use weft::port::store::{StoreEvent, Trouble, Which};
use weft::session::{self, ModeChoice, Output, Session, Ticket};
use weft::sim::demo;
use weft::sim::script::Director;
use weft::sim::world::fault::WireFault;
use weft::sim::world::setup::Setup;
use weft::sim::world::{Answer, HoldId, Reply, World};
use weft::ui;
use weft::wire::http::{HttpFailure, HttpRequest, HttpResponse};

use crate::room::Room;

/// 2026-11-22, 07:45 UTC.
const START_MS: i64 = 1_795_333_500_000;

pub struct Script {
    pub now: Now,
    pub model: Model,
    pub world: World,
    /// Whoever plays the other side by a script.
    director: Option<Director>,
    /// Every effect performed, but for those that went to the network.
    pub effects: Vec<Effect>,
    /// What each step since the last look touched.
    pub touched: Touched,
    /// Survives every crash.
    pub room: Room,
    told: VecDeque<StoreEvent>,
    protocol: session::Settings,
    session: Session,
    jar: Jar,
    waiting: HashMap<HoldId, Waiting>,
    /// Requests nobody will ever answer.
    lost: Vec<Waiting>,
    cut: bool,
    /// Who was asked for what: endpoint and host.
    asked: BTreeSet<(String, String)>,
}

struct Waiting {
    ticket: Ticket,
    url: String,
    until: Duration,
}

impl Script {
    /// Starts the program at 80×24 against a world, up to its first frame: the code is being fetched.
    pub fn start(setup: Setup) -> Self {
        Self::start_as(setup, ModeChoice::Auto)
    }

    pub fn start_as(setup: Setup, mode: ModeChoice) -> Self {
        Self::against(World::new(setup), None, at_home(mode))
    }

    /// `weft demo`: its cast and its story.
    pub fn demo() -> Self {
        let (world, director) = demo::stage(1).unwrap();
        Self::against(world, Some(director), at_home(ModeChoice::Auto))
    }

    /// Against the service's own hosts, as they are named in the world, scanned and confirmed.
    pub fn abroad(setup: Setup) -> Self {
        Self::abroad_after(setup, |_| ())
    }

    /// The same, with something done to the world before the scan.
    pub fn abroad_after(setup: Setup, before: impl FnOnce(&mut World)) -> Self {
        let protocol = session::Settings {
            server: None,
            mode: ModeChoice::Auto,
        };
        Self::against(World::new(setup), None, protocol)
            .server(|world, _| before(world))
            .scan()
            .confirm()
            .wait(10)
    }

    fn against(world: World, director: Option<Director>, protocol: session::Settings) -> Self {
        let mut model = fresh(Which::Last);
        let first = app::start(&mut model);
        let mut script = Self {
            now: Now {
                mono: Duration::ZERO,
                wall_ms: START_MS,
            },
            model,
            world,
            director,
            effects: Vec::new(),
            touched: Touched::NONE,
            room: Room::default(),
            told: VecDeque::new(),
            session: Session::new(protocol.clone(), 7),
            protocol,
            jar: Jar::new(),
            waiting: HashMap::new(),
            lost: Vec::new(),
            cut: false,
            asked: BTreeSet::new(),
        };
        script.perform(first);
        script.settle();
        script
    }

    /// Scans and confirms: the panes are on screen, the address book is loaded, the long poll is held.
    pub fn logged_in(setup: Setup) -> Self {
        Self::start(setup).scan().confirm().wait(10)
    }

    pub fn scan(mut self) -> Self {
        self.world.scan(self.now);
        self.settle();
        self
    }

    pub fn confirm(mut self) -> Self {
        self.world.confirm(self.now);
        self.settle();
        self
    }

    /// The other side does something.
    pub fn server(mut self, act: impl FnOnce(&mut World, Now)) -> Self {
        act(&mut self.world, self.now);
        self.settle();
        self
    }

    pub fn key(mut self, code: Code) -> Self {
        self.feed(Event::Key(plain(code)));
        self
    }

    pub fn ctrl(mut self, c: char) -> Self {
        self.feed(Event::Key(Key {
            ctrl: true,
            ..plain(Code::Char(c))
        }));
        self
    }

    pub fn alt(mut self, code: Code) -> Self {
        self.feed(Event::Key(Key {
            alt: true,
            ..plain(code)
        }));
        self
    }

    pub fn keys(mut self, text: &str) -> Self {
        for c in text.chars() {
            self.feed(Event::Key(plain(Code::Char(c))));
        }
        self
    }

    /// Goes to a chat by typing its name into the filter.
    pub fn open(self, name: &str) -> Self {
        self.ctrl('p').keys(name).key(Code::Enter)
    }

    /// Opens a chat and sends a line.
    pub fn send(self, name: &str, text: &str) -> Self {
        self.open(name).keys(text).key(Code::Enter)
    }

    /// The network is gone: what is in flight breaks, what is asked fails at once.
    pub fn cut(mut self) -> Self {
        self.cut = true;
        let broken: Vec<Waiting> = self
            .waiting
            .drain()
            .map(|(hold, waiting)| (self.world.abandon(hold), waiting).1)
            .collect();
        for waiting in broken.into_iter().chain(std::mem::take(&mut self.lost)) {
            self.session
                .answer(waiting.ticket, Err(HttpFailure::Offline), self.now);
        }
        self.settle();
        self
    }

    pub fn mend(mut self) -> Self {
        self.cut = false;
        self
    }

    /// The machine stops: all that was in memory is gone, what is on the disk stays, and the service sees a line break.
    pub fn crash(mut self) -> Self {
        self.room.crash();
        self.told.clear();
        for hold in std::mem::take(&mut self.waiting).into_keys() {
            self.world.abandon(hold);
        }
        self.lost.clear();
        self.jar = Jar::new();
        self.session = Session::new(self.protocol.clone(), 11);
        self.model = fresh(Which::Last);
        self
    }

    /// The program is started again, up to where nobody has more to say at this moment.
    pub fn restart(mut self) -> Self {
        let first = app::start(&mut self.model);
        self.perform(first);
        self.settle();
        self
    }

    /// Quits and starts again, as a person does.
    pub fn reopen(mut self) -> Self {
        self.feed(Event::Terminate);
        self.crash().restart()
    }

    /// The phone of another account is at hand, in a world of its own.
    pub fn meet(mut self, world: World) -> (Self, World) {
        let before = std::mem::replace(&mut self.world, world);
        (self, before)
    }

    pub fn disk_fails(mut self, trouble: Trouble) -> Self {
        self.room.trouble = Some(trouble);
        self
    }

    pub fn disk_mended(mut self) -> Self {
        let events = self.room.mend();
        self.told.extend(events);
        self.settle();
        self
    }

    /// Lets so many seconds pass.
    pub fn wait(mut self, seconds: u64) -> Self {
        let end = self.now.mono + Duration::from_secs(seconds);
        for _ in 0..200_000 {
            self.settle();
            let Some(next) = self.next_deadline().filter(|&next| next <= end) else {
                self.pass(end);
                self.settle();
                return self;
            };
            self.pass(next);
            self.expire();
        }
        panic!("time does not pass: something asks to be woken again and again");
    }

    pub fn resize(mut self, width: u16, height: u16) -> Self {
        self.feed(Event::Resize(Size { width, height }));
        self
    }

    pub fn feed(&mut self, event: Event) {
        let step = app::update(&mut self.model, self.now, event);
        self.perform(step);
        self.settle();
    }

    /// Which hosts an endpoint was asked on.
    pub fn hosts_of(&self, endpoint: &str) -> Vec<&str> {
        let asked = self.asked.iter().filter(|(name, _)| name == endpoint);
        asked.map(|(_, host)| host.as_str()).collect()
    }

    /// The cookies that would go along to an address.
    pub fn cookies_for(&mut self, url: &str) -> String {
        let mut request = HttpRequest::get(url.to_owned(), Duration::ZERO);
        self.jar.attach(&mut request);
        request.header("cookie").unwrap_or_default().to_owned()
    }

    /// The screen as text, one line a row, trailing blanks cut.
    pub fn screen(&self) -> String {
        super::screen::text(&ui::paint(&self.model, &super::screen::look()))
    }

    /// Asserts that the screen shows this.
    #[track_caller]
    pub fn shows(self, what: &str) -> Self {
        let screen = self.screen();
        assert!(
            screen.contains(what),
            "the screen does not show {what:?}:\n{screen}"
        );
        self
    }

    #[track_caller]
    pub fn hides(self, what: &str) -> Self {
        let screen = self.screen();
        assert!(!screen.contains(what), "the screen shows {what:?}:\n{screen}");
        self
    }

    /// Asserts that the session lives and the line is up.
    #[track_caller]
    pub fn online(self) -> Self {
        assert_eq!(
            self.model.link,
            weft::port::Link::Up,
            "not online:\n{}",
            self.screen()
        );
        assert!(self.model.is_live(), "no session:\n{}", self.screen());
        self
    }

    /// Asserts that the client did nothing the service would not have liked.
    #[track_caller]
    pub fn blameless(self) -> Self {
        assert!(
            self.world.breaches().is_empty(),
            "breaches: {:?}",
            self.world.breaches()
        );
        self
    }

    fn perform(&mut self, step: Step) {
        self.touched = self.touched.and(step.touched);
        for effect in step.effects {
            match effect {
                Effect::Net(command) => {
                    let command = keepsake::open(command, &mut self.jar);
                    self.session.command(command, self.now);
                }
                Effect::Store(command) => self.told.extend(self.room.perform(command)),
                Effect::Term(_) | Effect::RememberWarning | Effect::Quit => self.effects.push(effect),
            }
        }
    }

    /// Until nobody has anything more to say at this moment.
    fn settle(&mut self) {
        for _ in 0..100_000 {
            let mut quiet = true;
            if let Some(director) = &mut self.director {
                director.play(&mut self.world, self.now);
            }
            while self.hear_store() || self.hear_session() {
                quiet = false;
            }
            for (hold, answer) in self.world.settle(self.now) {
                quiet = false;
                if let Some(waiting) = self.waiting.remove(&hold) {
                    self.deliver(&waiting, answer);
                }
            }
            if quiet {
                return;
            }
        }
        panic!("the program and the service talk without end");
    }

    fn hear_store(&mut self) -> bool {
        let Some(event) = self.told.pop_front() else {
            return false;
        };
        let step = app::update(&mut self.model, self.now, Event::Store(event));
        self.perform(step);
        true
    }

    fn hear_session(&mut self) -> bool {
        assert!(app::takes_news(&self.model), "the store has answered");
        let output = self.session.poll();
        let any = output.is_some();
        if let Some(output) = output {
            self.carry(output);
        }
        any
    }

    fn carry(&mut self, output: Output) {
        match output {
            Output::Emit(event) => {
                let Some(event) = keepsake::seal(event, &mut self.jar) else {
                    return;
                };
                let step = app::update(&mut self.model, self.now, Event::Net(event));
                self.perform(step);
            }
            Output::Transmit { ticket, request } => self.transmit(ticket, request),
            Output::Cancel(ticket) => {
                self.lost.retain(|waiting| waiting.ticket != ticket);
                let hold = self
                    .waiting
                    .iter()
                    .find(|(_, waiting)| waiting.ticket == ticket)
                    .map(|(&hold, _)| hold);
                if let Some(hold) = hold {
                    self.waiting.remove(&hold);
                    self.world.abandon(hold);
                }
            }
        }
    }

    fn transmit(&mut self, ticket: Ticket, mut request: HttpRequest) {
        if self.cut {
            return self.session.answer(ticket, Err(HttpFailure::Offline), self.now);
        }
        let endpoint = request.path().rsplit('/').next().unwrap_or_default();
        self.asked
            .insert((endpoint.to_owned(), request.origin().to_owned()));
        self.jar.attach(&mut request);
        let waiting = Waiting {
            ticket,
            url: request.url.clone(),
            until: self.now.mono + request.timeout,
        };
        match self.world.request(self.now, &request) {
            Reply::Ready(answer) => self.deliver(&waiting, answer),
            Reply::Held(hold) => drop(self.waiting.insert(hold, waiting)),
        }
    }

    fn deliver(&mut self, waiting: &Waiting, answer: Answer) {
        let result = arrived(answer);
        if let Ok(response) = &result {
            self.jar.store(&waiting.url, &without_end(response));
        }
        self.session.answer(waiting.ticket, result, self.now);
    }

    fn next_deadline(&self) -> Option<Duration> {
        let held = self
            .waiting
            .values()
            .chain(&self.lost)
            .map(|waiting| waiting.until);
        let told = self
            .director
            .as_ref()
            .and_then(|director| director.deadline(&self.world));
        [
            app::deadline(&self.model),
            self.session.deadline(),
            self.world.deadline(),
            told,
        ]
        .into_iter()
        .flatten()
        .chain(held)
        .min()
    }

    fn pass(&mut self, to: Duration) {
        self.now = self.now.plus(to.saturating_sub(self.now.mono));
    }

    fn expire(&mut self) {
        let mono = self.now.mono;
        let late: Vec<HoldId> = self
            .waiting
            .iter()
            .filter(|(_, w)| w.until <= mono)
            .map(|(&hold, _)| hold)
            .collect();
        for hold in late {
            self.world.abandon(hold);
            if let Some(waiting) = self.waiting.remove(&hold) {
                self.session
                    .answer(waiting.ticket, Err(HttpFailure::TimedOut), self.now);
            }
        }
        if self.session.deadline().is_some_and(|at| at <= mono) {
            self.session.timeout(self.now);
        }
        if app::deadline(&self.model).is_some_and(|at| at <= mono) {
            self.feed(Event::Wake);
        }
    }
}

/// The program before anything has happened.
fn fresh(which: Which) -> Model {
    let settings = Settings {
        zone: TimeZone::UTC,
        warn: false,
        bell: true,
        service: Service::Demo,
    };
    let size = Size {
        width: 80,
        height: 24,
    };
    Model::new(settings, size).keeping(which)
}

/// One origin for every host.
fn at_home(mode: ModeChoice) -> session::Settings {
    session::Settings {
        server: Some("http://127.0.0.1:1".to_owned()),
        mode,
    }
}

/// What a transport makes of an answer that was spoilt below HTTP.
fn arrived(answer: Answer) -> Result<HttpResponse, HttpFailure> {
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

fn plain(code: Code) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    }
}
