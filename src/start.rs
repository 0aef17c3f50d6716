//! The programs that weft can be, put together from their parts.

mod archive;

use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;
use rustix::fs::Mode;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use weft::app::model::{self, Model, Service};
use weft::app::terminal::Terminal;
use weft::cli::Sim;
use weft::config::{self, Glyphs, Settings, Surroundings, Theme};
use weft::domain::time::{Clock, Now};
use weft::media::{self, Shelf, Studio};
use weft::net::http::Http;
use weft::net::{self, Transport};
use weft::places::{self, Places, is_for_now};
use weft::port::store::Which;
use weft::runtime::{Desk, Fault, Tally};
use weft::session::{self, ModeChoice};
use weft::sim::hub::Hub;
use weft::sim::loopback::Loopback;
use weft::sim::serve::{Fill, Serve};
use weft::sim::world::setup::Family;
use weft::store::{self, Room};
use weft::term::{Console, Terminal as _, guard, output};
use weft::ui::{self, Look, Pen, Screen, escape, mode_2026, theme};
use weft::words::{Arg, Words};
use weft::{sim, telemetry};

/// Why weft ends without having been asked to: one line, already in the person's language.
pub struct Failed {
    pub code: u8,
    pub line: String,
}

/// Everything that is known before the terminal is taken.
pub struct Start {
    /// What the environment tells of the terminal.
    pub around: Surroundings,
    pub settings: Settings,
    pub places: Places,
    /// Of what is the person's own and not weft's.
    pub mode: Option<Mode>,
    pub words: Words,
}

/// What carries the requests, made on the network's own thread: TLS is set up there, and nothing waits for it.
type Carrier = Box<dyn FnOnce() -> anyhow::Result<Arc<dyn Transport>> + Send>;

/// Why the part behind the first frame could not be started.
enum Unready {
    Folder(PathBuf, io::Error),
    Log(PathBuf, anyhow::Error),
    Network(io::Error),
    Store(io::Error),
}

impl Start {
    /// The messenger, against the real service or another.
    pub fn chat(self) -> Result<(), Failed> {
        let server = self
            .settings
            .server
            .as_ref()
            .map(|server| server.as_str().to_owned());
        let service = if server.is_some() {
            Service::Other
        } else {
            Service::Real
        };
        let carrier = move || Ok(Arc::new(Http::new(server.as_deref())?) as Arc<dyn Transport>);
        self.messenger(service, clock(), Box::new(carrier))
    }

    /// The messenger, against the embedded simulator.
    pub fn demo(mut self) -> Result<(), Failed> {
        self.settings.server = None;
        let clock = clock();
        let time = Arc::clone(&clock);
        let carrier = move || {
            let (world, director) = sim::demo::stage(fastrand::u64(..))?;
            let hub = Hub::new(world, Some(director), time);
            Ok(Arc::new(Loopback::new(hub)) as Arc<dyn Transport>)
        };
        self.messenger(Service::Demo, clock, Box::new(carrier))
    }

    /// The simulator alone, until it is interrupted.
    pub fn serve(self, asked: Sim) -> Result<(), Failed> {
        let failed = |why: &dyn std::fmt::Display| Failed::because(&self.words, "error-serve", why);
        let runtime = runtime().map_err(|why| failed(&why))?;
        let usual = Serve::default();
        let options = Serve {
            port: asked.port,
            seed: asked.seed.unwrap_or(usual.seed),
            auto_login: asked.auto_login.map(Duration::from_millis),
            story: asked.story,
            hold: asked.hold.map_or(usual.hold, Duration::from_millis),
            family: if asked.overseas { Family::Web } else { usual.family },
            fill: Fill {
                chats: asked.chats,
                messages: asked.messages,
                members: asked.members,
            },
        };
        let ready = |address: SocketAddr| {
            let address = format!("http://{address}");
            let line = self
                .words
                .say_with("sim-serving", &[("address", Arg::Text(&address))]);
            // Whoever started it reads the port here; that nobody reads is their affair.
            let _ = writeln!(io::stdout(), "{line}");
        };
        let stop = async {
            // Without the handler there is still the signal's own way of ending a program.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let served = runtime.block_on(sim::serve::serve(options, clock(), ready, stop));
        served.map_err(|why| failed(&format!("{why:#}")))
    }

    fn messenger(self, service: Service, clock: Clock, carrier: Carrier) -> Result<(), Failed> {
        if !io::stdout().is_terminal() {
            return Err(Failed::new(&self.words, 1, &self.words.say("error-no-terminal")));
        }
        let runtime = runtime().map_err(|why| Failed::because(&self.words, "error-terminal", &why))?;
        let panicked = Failed::at(&self.words, "error-panic", &self.places.state, &"");
        guard::install_panic_hook();
        let life = AssertUnwindSafe(|| runtime.block_on(self.live(service, clock, carrier)));
        std::panic::catch_unwind(life).unwrap_or(Err(panicked))
    }

    async fn live(self, service: Service, clock: Clock, carrier: Carrier) -> Result<(), Failed> {
        let Self {
            around,
            settings,
            mut places,
            mode,
            words,
        } = self;
        let terminal = |why: &io::Error| Failed::because(&words, "error-terminal", why);
        let out = output::out().map_err(|why| terminal(&why))?;
        let console = Console::open(settings.mouse, editor(&settings)).map_err(|why| terminal(&why))?;
        let (_own, files) = files(&settings, &mut places, (service, mode));
        let chosen = chosen(&settings, &places, service);
        let memory = places.clone();
        let mut desk = Desk {
            model: Model::new(chosen, console.size())
                .keeping(account(&settings, service))
                .on(known(&settings, &around)),
            terminal: console,
            screen: Screen::new(Pen::new(out)).synchronized(mode_2026).painted(escape),
            look: Look {
                words,
                theme: look(&settings, &around),
            },
            clock: Arc::clone(&clock),
            remember: Box::new(move || {
                if let Err(error) = memory.remember_warned() {
                    tracing::warn!(%error, "the warning will be shown again");
                }
            }),
        };
        desk.model.files.most = u64::from(settings.cache_megabytes) * 1024 * 1024;
        let connect = |chosen: &mut model::Settings| {
            // A walk through every folder of zones there is: a third of the way to the first frame.
            chosen.zone = TimeZone::system();
            log(&places, settings.log)?;
            tracing::info!(version = env!("CARGO_PKG_VERSION"), ?service, "started");
            let room = room(&settings, &places, (service, Arc::clone(&clock)));
            let setup = net::Setup {
                settings: asked(&settings),
                seed: fastrand::u64(..),
                clock,
            };
            let net = net::spawn(setup, carrier).map_err(Unready::Network)?;
            let store = store::spawn(room).map_err(Unready::Store)?;
            let studio = Studio::numbered_from(files, fastrand::u32(..));
            let media = media::spawn(studio).map_err(Unready::Store)?;
            Ok((net, store, media))
        };
        let outcome = weft::runtime::run(&mut desk, connect).await;
        ended(outcome, &desk.look.words)?;
        let words = &desk.look.words;
        let refused = |refusal| Failed::new(words, 1, &ui::refusal(refusal, words));
        desk.model
            .history
            .fatal()
            .map_or(Ok(()), |refusal| Err(refused(refusal)))
    }
}

/// What the reducer goes by. The zone is looked up later.
fn chosen(settings: &Settings, places: &Places, service: Service) -> model::Settings {
    model::Settings {
        zone: TimeZone::UTC,
        warn: service == Service::Real && !places.is_warned(),
        bell: settings.bell,
        avatars: settings.avatars,
        fold_accounts: settings.fold_accounts,
        group_actions: settings.group_actions,
        keep_recalled: settings.keep_recalled,
        service,
        faces: settings.faces,
        cache: places.cache.clone(),
    }
}

/// Where files go, and the folder that is gone with the program: for what viewers are given, and all that the demo fetches.
fn files(
    settings: &Settings,
    places: &mut Places,
    (service, mode): (Service, Option<Mode>),
) -> (Option<TempDir>, Shelf) {
    let own = tempfile::Builder::new().prefix("weft-").tempdir().ok();
    if let (Service::Demo, Some(own)) = (service, &own) {
        places.cache = own.path().join("cache");
        places.spool = own.path().join("outgoing");
    }
    let home = places::home();
    let downloads = match &settings.downloads {
        Some(folder) => home.join(folder.strip_prefix("~").unwrap_or(folder)),
        None => places::downloads(&home),
    };
    let below = own.as_ref().map_or(places.cache.as_path(), TempDir::path);
    let shelf = Shelf {
        downloads,
        mode,
        home,
        lent: below.join("opened"),
        spool: places.spool.clone(),
        opener: settings.opener.clone(),
    };
    (own, shelf)
}

/// A full or read-only disk keeps nobody from chatting: then there is no log, and the history tells why nothing is saved.
fn log(places: &Places, level: config::Level) -> Result<(), Unready> {
    let folder = || places.state.clone();
    match places.make_state() {
        Err(why) if is_for_now(&why) => return Ok(()),
        made => made.map_err(|why| Unready::Folder(folder(), why))?,
    }
    match telemetry::start(&places.state, level) {
        Err(why)
            if why
                .chain()
                .any(|cause| cause.downcast_ref().is_some_and(is_for_now)) =>
        {
            Ok(())
        }
        begun => begun.map_err(|why| Unready::Log(folder(), why)),
    }
}

fn ended(outcome: Result<Tally, Fault<Unready>>, words: &Words) -> Result<(), Failed> {
    match outcome {
        Ok(tally) => {
            tracing::info!(tally.turns, tally.frames, "ended");
            Ok(())
        }
        Err(Fault::Terminal(why)) => {
            tracing::error!(%why, "lost the terminal");
            Err(Failed::because(words, "error-terminal", &why))
        }
        Err(Fault::Connect(Unready::Folder(path, why))) => {
            Err(Failed::at(words, "error-folder", &path, &why))
        }
        Err(Fault::Connect(Unready::Log(path, why))) => Err(Failed::at(words, "error-folder", &path, &why)),
        Err(Fault::Connect(Unready::Network(why))) => Err(Failed::because(words, "error-network", &why)),
        Err(Fault::Connect(Unready::Store(why))) => Err(Failed::because(words, "error-store", &why)),
    }
}

/// What a draft is edited with: the setting, else what the person's other programs use.
fn editor(settings: &Settings) -> Vec<String> {
    let usual = || {
        let names = ["VISUAL", "EDITOR"].into_iter();
        names
            .filter_map(|name| std::env::var(name).ok())
            .find_map(|line| config::words(&line))
    };
    let chosen = settings.editor.clone().or_else(usual);
    chosen.unwrap_or_else(|| vec!["vi".to_owned()])
}

/// The demo has one account, new each time.
fn account(settings: &Settings, service: Service) -> Which {
    let named = settings.account.clone().filter(|_| service != Service::Demo);
    named.map_or(Which::Last, which)
}

fn which(name: Box<str>) -> Which {
    if *name == *config::ASK {
        Which::New
    } else {
        Which::Named(name)
    }
}

/// Where the history is: nothing of the demo's is kept.
fn room(settings: &Settings, places: &Places, (service, clock): (Service, Clock)) -> Room {
    let keep = store::Keep {
        days: settings.keep_days,
        megabytes: settings.keep_megabytes,
    };
    match service {
        Service::Demo => Room::in_memory(),
        Service::Real | Service::Other => Room::at(&places.history).keeping(keep, clock),
    }
}

fn asked(settings: &Settings) -> session::Settings {
    session::Settings {
        server: settings.server.as_ref().map(|server| server.as_str().to_owned()),
        mode: match settings.mode {
            config::Mode::Auto => ModeChoice::Auto,
            config::Mode::Web => ModeChoice::Web,
            config::Mode::Desktop => ModeChoice::Desktop,
        },
    }
}

/// The terminal as far as it is known before it is asked.
fn known(settings: &Settings, around: &Surroundings) -> Terminal {
    Terminal {
        wish: settings.pictures,
        tmux: around.tmux,
        ambiguous_wide: settings.ambiguous_wide,
        cell: output::cell(),
        answers: around.answers(),
        ..Terminal::default()
    }
}

fn look(settings: &Settings, around: &Surroundings) -> theme::Theme {
    let theme = match settings.theme {
        Theme::Terminal => theme::Theme::terminal(),
        Theme::Mono => theme::Theme::mono(),
    };
    let theme = if around.true_colour() {
        theme.in_true_colour()
    } else {
        theme
    };
    match settings.glyphs {
        Glyphs::Unicode => theme,
        Glyphs::Ascii => theme.ascii(),
    }
}

/// One thread: the loop, the keyboard and the screen share it.
fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

/// The only clock of the program.
#[expect(clippy::disallowed_methods, reason = "time becomes data here")]
fn clock() -> Clock {
    let start = Instant::now();
    Arc::new(move || {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now {
            mono: start.elapsed(),
            wall_ms: i64::try_from(wall.as_millis()).unwrap_or(i64::MAX),
        }
    })
}
