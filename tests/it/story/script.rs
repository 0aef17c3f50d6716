//! What a person does and sees, told in chained words, on a machine that nothing happens to but what is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::domain::geometry::Size;
use weft::domain::picture::{Protocol, Wish};
use weft::domain::time::Now;
use weft::port::store::Trouble;
use weft::session::{self, ModeChoice};
use weft::sim::demo;
use weft::sim::script::Director;
use weft::sim::world::World;
use weft::sim::world::setup::Setup;
use weft::ui;
use weft::wire::http::HttpRequest;

use crate::machine::{Calm, Machine, at_home};

pub type Script = Machine<Calm>;

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
        let mut script = Self::new(world, protocol, Calm);
        script.director = director;
        script.begin();
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

    /// By the key for it, after a login that is over.
    pub fn logs_in_again(self) -> Self {
        let script = self.key(Code::F(5)).wait(1).confirm();
        script.scan().confirm().wait(10).online()
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
        self.cut_off();
        self
    }

    pub fn mend(mut self) -> Self {
        self.cut = false;
        self
    }

    /// The machine stops: all that was in memory is gone, what is on the disk stays, and the service sees a line break.
    pub fn crash(mut self) -> Self {
        self.stop();
        self
    }

    /// The program is started again, up to where nobody has more to say at this moment.
    pub fn restart(mut self) -> Self {
        self.begin();
        self
    }

    /// Quits and starts again, as a person does.
    pub fn reopen(mut self) -> Self {
        self.quit();
        self.restart()
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

    pub fn disk_mends(mut self) -> Self {
        self.disk_mended();
        self
    }

    /// Lets so many seconds pass.
    pub fn wait(mut self, seconds: u64) -> Self {
        self.pass_until(self.now.mono + Duration::from_secs(seconds));
        self
    }

    pub fn resize(mut self, width: u16, height: u16) -> Self {
        self.feed(Event::Resize(Size { width, height }));
        self
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

    /// With the setting that offers to change groups.
    pub fn with_groups(mut self) -> Self {
        self.model.settings.group_actions = true;
        self
    }

    /// With the setting that keeps what was recalled.
    pub fn keeping_recalled(mut self) -> Self {
        self.model.settings.keep_recalled = true;
        self
    }

    /// Before a terminal that shows pictures in half blocks, from now on.
    pub fn with_pictures(mut self) -> Self {
        self.terminal.wish = Wish::Only(Protocol::Blocks);
        self.model.terminal = self.terminal.clone();
        self
    }

    pub fn paste(mut self, text: &str) -> Self {
        self.feed(Event::Paste(text.to_owned()));
        self
    }

    /// A file of the person's, under their home.
    pub fn has_file(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.home(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn home(&self, name: &str) -> PathBuf {
        self.disk.path().join("home").join(name)
    }

    /// Where saved files go.
    pub fn downloads(&self) -> PathBuf {
        self.disk.path().join("downloads")
    }

    /// What was saved, by name.
    pub fn saved(&self) -> Vec<(String, Vec<u8>)> {
        contents(&self.downloads())
    }

    /// What is kept of what was fetched, by name; parts included.
    pub fn kept(&self) -> Vec<String> {
        let accounts = fs::read_dir(&self.model.settings.cache).into_iter().flatten();
        let files = accounts.flat_map(|account| contents(&account.unwrap().path()));
        files.map(|(name, _)| name).collect()
    }

    /// What was made to be sent and is there yet.
    pub fn outgoing(&self) -> Vec<String> {
        let files = contents(&self.disk.path().join("spool/forwarded"));
        files.into_iter().map(|(name, _)| name).collect()
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
}

/// The files of a folder, by name.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn plain(code: Code) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    }
}
