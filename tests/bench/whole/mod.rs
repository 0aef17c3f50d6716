//! The program without its threads: reducer, session, cookies, store and screen; and a simulated service for it.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark that cannot go on should say where"
)]

use std::collections::{HashMap, VecDeque};
use std::io::{Sink, sink};
use std::time::Duration;

use jiff::tz::TimeZone;
use weft::app::keymap::Key;
use weft::app::model::{Model, Service, Settings};
use weft::app::step::{Effect, Step, Touched};
use weft::app::{self, Event};
use weft::domain::geometry::Size;
use weft::domain::time::Now;
use weft::net::jar::Jar;
use weft::net::keepsake;
use weft::port::store::{Change, StoreCommand, StoreEvent, Which};
use weft::session::{self, ModeChoice, Output, Session, Ticket};
use weft::sim::saying::Saying;
use weft::sim::world::setup::{Person, Setup};
use weft::sim::world::{HoldId, Reply, World};
use weft::store::Room;
use weft::ui::theme::Theme;
use weft::ui::{Look, Pen, Screen, paint};
use weft::wire::http::{HttpRequest, HttpResponse};
use weft::words::{Language, Words};

/// Who is in the service's world; they speak in turn.
const PEOPLE: usize = 50;

/// How long something took.
pub type Watch = fn(&mut dyn FnMut()) -> Duration;

pub struct Program {
    model: Model,
    /// None: the network has not answered yet.
    session: Option<Session>,
    jar: Jar,
    room: Room,
    screen: Screen<Pen<Sink>>,
    look: Look,
    now: Now,
    touched: Touched,
    told: VecDeque<StoreEvent>,
    asked: VecDeque<(Ticket, HttpRequest)>,
    given_up: Vec<Ticket>,
    /// Lines written, and pages read.
    pub lines: u64,
    pub reads: u64,
}

impl Program {
    /// With a session to come.
    pub fn new(room: Room) -> Self {
        let protocol = session::Settings {
            server: Some("http://127.0.0.1:1".to_owned()),
            mode: ModeChoice::Web,
        };
        Self {
            session: Some(Session::new(protocol, 7)),
            ..Self::before_the_network(room)
        }
    }

    pub fn before_the_network(room: Room) -> Self {
        let settings = Settings {
            zone: TimeZone::UTC,
            warn: false,
            bell: false,
            avatars: weft::domain::picture::Avatars::Never,
            fold_accounts: false,
            group_actions: false,
            keep_recalled: false,
            service: Service::Other,
            faces: weft::domain::text::Faces::Emoji,
            cache: "/cache".into(),
        };
        let size = Size {
            width: 160,
            height: 50,
        };
        Self {
            model: Model::new(settings, size).keeping(Which::Last),
            session: None,
            jar: Jar::new(),
            room,
            screen: Screen::new(Pen::new(sink())),
            look: Look {
                words: Words::new(Language::English),
                theme: Theme::terminal(),
            },
            now: Now {
                mono: Duration::ZERO,
                // Cookies age by the machine's own clock.
                wall_ms: jiff::Timestamp::now().as_millisecond(),
            },
            touched: Touched::ALL,
            told: VecDeque::new(),
            asked: VecDeque::new(),
            given_up: Vec::new(),
            lines: 0,
            reads: 0,
        }
    }

    /// Up to the first frame after which nobody has more to say.
    pub fn start(&mut self) {
        let step = app::start(&mut self.model);
        self.perform(step);
        self.settle();
    }

    pub fn press(&mut self, key: Key) {
        self.feed(Event::Key(key));
        self.settle();
    }

    pub fn shows(&self, words: &str) -> bool {
        let frame = paint(&self.model, &self.look);
        // A wide character has a cell of its own and an empty one behind it.
        let text: String = frame
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        text.replace(' ', "").contains(words)
    }

    fn answer(&mut self, ticket: Ticket, url: &str, response: HttpResponse) {
        self.jar.store(url, &response);
        if let Some(session) = &mut self.session {
            session.answer(ticket, Ok(response), self.now);
        }
        self.settle();
    }

    fn feed(&mut self, event: Event) {
        let step = app::update(&mut self.model, self.now, event);
        self.perform(step);
    }

    fn perform(&mut self, step: Step) {
        self.touched = self.touched.and(step.touched);
        for effect in step.effects {
            match effect {
                Effect::Net(command) => {
                    if let Some(session) = &mut self.session {
                        session.command(keepsake::open(command, &mut self.jar), self.now);
                    }
                }
                Effect::Store(command) => {
                    self.count(&command);
                    self.told.extend(self.room.perform(command));
                }
                Effect::Media(_)
                | Effect::Term(_)
                | Effect::Edit { .. }
                | Effect::RememberWarning
                | Effect::Quit => {}
            }
        }
    }

    fn count(&mut self, command: &StoreCommand) {
        match command {
            StoreCommand::Write { changes, .. } => {
                let lines = changes.iter().filter(|change| matches!(change, Change::Line(_)));
                self.lines += lines.count() as u64;
            }
            StoreCommand::Read(_) => self.reads += 1,
            StoreCommand::Open(_)
            | StoreCommand::Search(_)
            | StoreCommand::Line(_)
            | StoreCommand::Stickers { .. }
            | StoreCommand::Accounts => {}
        }
    }

    /// Until nobody has more to say; then the frame.
    fn settle(&mut self) {
        loop {
            if let Some(event) = self.told.pop_front() {
                self.feed(Event::Store(event));
            } else if let Some(output) = self.session.as_mut().and_then(Session::poll) {
                self.carry(output);
            } else {
                break;
            }
        }
        let touched = std::mem::take(&mut self.touched);
        let drawn = self.screen.draw(&self.model, &self.look, touched);
        drawn.expect("a sink takes everything");
    }

    fn carry(&mut self, output: Output) {
        match output {
            Output::Emit(event) => {
                if let Some(event) = keepsake::seal(event, &mut self.jar) {
                    self.feed(Event::Net(event));
                }
            }
            Output::Transmit { ticket, mut request } => {
                self.jar.attach(&mut request);
                self.asked.push_back((ticket, request));
            }
            // Nobody asks for a file here.
            Output::Carry { .. } | Output::File { .. } => {}
            Output::Cancel(ticket) => self.given_up.push(ticket),
        }
    }

    /// What was due is done.
    fn wake(&mut self, now: Now) {
        self.now = now;
        if let Some(session) = &mut self.session {
            session.timeout(now);
        }
        if app::deadline(&self.model).is_some_and(|at| at <= now.mono) {
            self.feed(Event::Wake);
        }
        self.settle();
    }

    fn deadline(&self) -> Option<Duration> {
        let session = self.session.as_ref().and_then(Session::deadline);
        let due = [app::deadline(&self.model), session];
        due.into_iter().flatten().min()
    }
}

/// A program that is logged in, and people who speak.
pub struct Talk {
    program: Program,
    world: World,
    held: HashMap<HoldId, (Ticket, String)>,
    said: u64,
}

impl Talk {
    pub fn begin(room: Room) -> Self {
        let people = (0..PEOPLE).map(|nth| Person::new(&key(nth), &format!("朋友{nth}")));
        let setup = Setup {
            recent: (0..PEOPLE).map(key).collect(),
            ..Setup::new(7)
        };
        let world = World::new(people.fold(setup, Setup::with));
        let mut talk = Self {
            program: Program::new(room),
            world,
            held: HashMap::new(),
            said: 0,
        };
        talk.program.start();
        talk.exchange(unwatched);
        assert!(talk.world.scan(talk.program.now), "a code");
        talk.exchange(unwatched);
        assert!(talk.world.confirm(talk.program.now), "scanned");
        for _ in 0..20 {
            talk.exchange(unwatched);
            talk.pass();
        }
        assert!(talk.program.shows("朋友0"), "logged in");
        talk
    }

    /// So many messages at once, up to all of them on disk. How long the program took for them.
    pub fn hear(&mut self, count: u64, watch: Watch) -> Duration {
        for _ in 0..count {
            let (who, text) = (key(self.said as usize % PEOPLE), words(self.said));
            let said = self.world.say(self.program.now, &who, &who, Saying::Text(text));
            said.expect("somebody we know");
            self.said += 1;
        }
        let mut spent = Duration::ZERO;
        for _ in 0..1000 {
            spent += self.exchange(watch);
            if self.program.lines >= self.said {
                return spent;
            }
            self.pass();
        }
        panic!("{} were said, {} are kept", self.said, self.program.lines);
    }

    /// Questions and answers, until both wait.
    fn exchange(&mut self, watch: Watch) -> Duration {
        let mut spent = Duration::ZERO;
        loop {
            for ticket in std::mem::take(&mut self.program.given_up) {
                let hold = self.held.iter().find(|(_, (held, _))| *held == ticket);
                if let Some(hold) = hold.map(|(hold, _)| *hold) {
                    self.held.remove(&hold);
                    self.world.abandon(hold);
                }
            }
            let now = self.program.now;
            if let Some((ticket, request)) = self.program.asked.pop_front() {
                match self.world.request(now, &request) {
                    Reply::Ready(answer) => spent += self.tell(ticket, &request.url, answer.response, watch),
                    Reply::Held(hold) => {
                        self.held.insert(hold, (ticket, request.url));
                    }
                }
                continue;
            }
            let answers = self.world.settle(now);
            if answers.is_empty() {
                return spent;
            }
            for (hold, answer) in answers {
                if let Some((ticket, url)) = self.held.remove(&hold) {
                    spent += self.tell(ticket, &url, answer.response, watch);
                }
            }
        }
    }

    fn tell(&mut self, ticket: Ticket, url: &str, response: HttpResponse, watch: Watch) -> Duration {
        let mut response = Some(response);
        watch(&mut || {
            if let Some(response) = response.take() {
                self.program.answer(ticket, url, response);
            }
        })
    }

    /// On to the next moment at which anybody does anything.
    fn pass(&mut self) {
        let due = [self.program.deadline(), self.world.deadline()];
        let now = self.program.now;
        let next = due.into_iter().flatten().min().unwrap_or(now.mono);
        let now = now.plus(next.saturating_sub(now.mono));
        self.program.wake(now);
    }
}

fn unwatched(act: &mut dyn FnMut()) -> Duration {
    act();
    Duration::ZERO
}

fn key(nth: usize) -> String {
    format!("friend-{nth}")
}

fn words(nth: u64) -> String {
    const SAID: [&str; 4] = [
        "好的",
        "路上堵车，大概晚十分钟到",
        "The train is on time for once, see you at the station",
        "周末要不要去爬山？天气预报说是晴天，我们可以带上水果和茶，中午在山顶吃面包",
    ];
    let at = usize::try_from(nth).unwrap_or_default() % SAID.len();
    format!("{} {nth}", SAID.get(at).copied().unwrap_or_default())
}
