//! The reducer, the media thread's work and the screen together, on a terminal that understands pictures. What is fetched is
//! there at once, or when the test says so.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use ratatui::buffer::CellWidth;
use tempfile::TempDir;
use weft::app::keymap::{Code, Key};
use weft::app::step::{Effect, Step, Touched};
use weft::app::terminal::Terminal;
use weft::app::{Event, pictures, update};
use weft::domain::geometry::Size;
use weft::domain::message::{Author, Body};
use weft::domain::picture::{Avatars, Cell, Protocol, Wish};
use weft::media::Studio;
use weft::port::media::{Asset, Download, Fault, Ink, MediaCommand, PictureId, Progress};
use weft::port::{NetCommand, NetEvent, News};
use weft::ui::placeholder::part;
use weft::ui::{Look, Pen, Screen, escape, paint};
use weft::words::Language;

use super::eyes::{self, Eyes, Seen, mean, sixel};
use super::{png, tiles};
use crate::frames::scene::{Scene, look};

/// What the terminal was sent since it last looked.
#[derive(Clone, Default)]
struct Line(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub struct Desk {
    pub scene: Scene,
    studio: Studio,
    screen: Screen<Pen<Line>>,
    line: Line,
    pub eyes: Eyes,
    look: Look,
    /// What the service has, by what it is of.
    pub has: HashMap<Asset, Vec<u8>>,
    /// Every question, in order.
    pub shows: Vec<MediaCommand>,
    pub downloads: Vec<Download>,
    /// The same among what was called off, in order.
    pub asked: Vec<Result<Download, Asset>>,
    /// Bytes written by the last step.
    pub written: usize,
    /// Downloads end when told to.
    pub slow: bool,
    /// Of what is held, by number and row.
    decoded: RefCell<HashMap<(u32, usize), image::RgbaImage>>,
    _folder: TempDir,
}

impl Desk {
    pub fn new(wish: Wish, Size { width, height }: Size) -> Self {
        Self::of(Scene::chatting(width, height), wish)
    }

    pub fn of(mut scene: Scene, wish: Wish) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let size = scene.model.screen;
        scene.model.settings.cache = folder.path().into();
        std::fs::create_dir_all(folder.path().join("7")).unwrap();
        scene.model.terminal = Terminal {
            wish,
            cell: Some(Cell::USUAL),
            ..Terminal::default()
        };
        let line = Line::default();
        let screen = Screen::new(Pen::new(line.clone())).painted(escape);
        let mut desk = Self {
            scene,
            studio: Studio::default(),
            screen,
            line,
            eyes: Eyes::new(size.width, size.height, Cell::USUAL),
            look: look(Language::English),
            has: HashMap::new(),
            shows: Vec::new(),
            downloads: Vec::new(),
            asked: Vec::new(),
            written: 0,
            slow: false,
            decoded: RefCell::default(),
            _folder: folder,
        };
        desk.draw(Touched::ALL);
        desk
    }

    pub fn by(protocol: Protocol) -> Self {
        Self::new(
            Wish::Only(protocol),
            Size {
                width: 80,
                height: 40,
            },
        )
    }

    /// People's pictures too, of everybody there is.
    pub fn with_avatars(mut self) -> Self {
        self.scene.model.settings.avatars = Avatars::Auto;
        let people: Vec<_> = self.scene.model.directory.ids().collect();
        for (nth, peer) in (0u32..).zip(people) {
            let wanted = pictures::avatar(&self.scene.model, peer, pictures::LISTED);
            let picture = png(&tiles(4 + nth, 2 + nth / 2, Cell::USUAL));
            self.has.extend(wanted.map(|wanted| (wanted.asset, picture)));
        }
        // Another size of the terminal is another look at all there is.
        let size = self.scene.model.screen;
        self.event(Event::Resize(size));
        self
    }

    /// One event and all that follows from it.
    pub fn event(&mut self, event: Event) -> Step {
        let mut first = None;
        let mut events = std::collections::VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.scene.now = self.scene.now.plus(Duration::from_millis(1));
            if let Event::Resize(size) = event {
                self.eyes.cells = Eyes::new(size.width, size.height, Cell::USUAL).cells;
                self.eyes.pictures.clear();
                self.screen.forget();
            }
            let step = update(&mut self.scene.model, self.scene.now, event);
            self.draw(step.touched);
            for effect in &step.effects {
                match effect {
                    Effect::Media(command @ (MediaCommand::Show { .. } | MediaCommand::ShowBytes { .. })) => {
                        self.shows.push(command.clone());
                        let answer = self.studio.perform(command.clone());
                        events.extend(answer.map(Event::Media));
                    }
                    Effect::Net(NetCommand::Download(download)) => {
                        self.downloads.push(download.clone());
                        self.asked.push(Ok(download.clone()));
                        if !self.slow {
                            events.push_back(self.arrives(download));
                        }
                    }
                    Effect::Net(NetCommand::StopDownload(asset)) => self.asked.push(Err(*asset)),
                    Effect::Net(_)
                    | Effect::Store(_)
                    | Effect::Media(_)
                    | Effect::Edit { .. }
                    | Effect::Term(_)
                    | Effect::RememberWarning
                    | Effect::Quit => {}
                }
            }
            first.get_or_insert(step);
        }
        first.unwrap()
    }

    /// It is on the disk now, if the service has it.
    pub fn arrives(&self, download: &Download) -> Event {
        let progress = match self.has.get(&download.asset) {
            Some(bytes) => {
                std::fs::write(&download.file, bytes).unwrap();
                Progress::Done {
                    bytes: bytes.len() as u64,
                }
            }
            None => Progress::Failed(Fault::Empty),
        };
        let news = News::Download {
            asset: download.asset,
            progress,
        };
        Event::Net(NetEvent {
            epoch: self.scene.model.epoch,
            news,
        })
    }

    pub fn draw(&mut self, touched: Touched) {
        if touched.is_none() {
            return;
        }
        self.line.0.borrow_mut().clear();
        self.screen.draw(&self.scene.model, &self.look, touched).unwrap();
        let bytes = self.line.0.borrow().clone();
        self.written = bytes.len();
        self.eyes.see(&bytes);
    }

    /// What the terminal shows is not known any more, though it may have every picture.
    pub fn forget(&mut self) {
        self.screen.forget();
        self.eyes.again = self.eyes.pictures.keys().copied().collect();
    }

    /// weft ends.
    pub fn leave(&mut self) {
        self.line.0.borrow_mut().clear();
        self.screen.leave(&self.scene.model).unwrap();
        let bytes = self.line.0.borrow().clone();
        self.eyes.see(&bytes);
    }

    pub fn key(&mut self, key: Key) -> Step {
        self.event(Event::Key(key))
    }

    pub fn press(&mut self, code: Code) -> Step {
        self.key(Key::plain(code))
    }

    pub fn letter(&mut self, letter: char) -> Step {
        self.press(Code::Char(letter))
    }

    /// Anna's chat.
    pub fn opened(&mut self) -> &mut Self {
        self.key(Key::alt(Code::Char('2')));
        self
    }

    /// Somebody says this to whom the chat is with.
    pub fn says(&mut self, body: Body) -> &mut Self {
        let event = self.scene.arrival(("@anna", Author::Peer), 0, body);
        self.event(event);
        self
    }

    /// What the terminal shows is what the model says, pictures included.
    #[track_caller]
    pub fn is_right(&self) {
        let whole = self.painted();
        for y in 0..whole.area.height {
            let mut x = 0;
            while x < whole.area.width {
                let cell = &whole[(x, y)];
                let seen = &self.eyes.cells[usize::from(y)][usize::from(x)];
                match part(cell) {
                    Some(part) => {
                        let expected = self.tile(part.id, part.row, part.column);
                        let Seen::Tile(tile) = seen else {
                            panic!("{seen:?} at {x},{y} in place of a picture")
                        };
                        let far = (0..3).map(|n| (tile[n] - expected[n]).abs()).fold(0.0, f64::max);
                        assert!(far < 0.01, "another part of the picture at {x},{y}");
                    }
                    None => assert_eq!(*seen, Seen::Text(cell.symbol().to_owned()), "at {x},{y}"),
                }
                x += cell.cell_width().max(1);
            }
        }
    }

    /// How a part of a picture looks, decoded from what is held of it.
    fn tile(&self, id: u32, row: u16, column: u16) -> [f64; 3] {
        let (_, frame) = self.scene.model.pictures.numbered(PictureId(id)).unwrap();
        let mut decoded = self.decoded.borrow_mut();
        let (column, row) = (usize::from(column), usize::from(row));
        match &frame.ink {
            Ink::Sent(bytes) => {
                let picture = decoded.entry((id, 0)).or_insert_with(|| {
                    let mut eyes = Eyes::new(1, 1, Cell::USUAL);
                    eyes.see(bytes.as_bytes());
                    eyes.pictures.remove(&id).unwrap()
                });
                mean(picture, column, row, Cell::USUAL)
            }
            Ink::Strips(strips) => {
                let strip =
                    decoded
                        .entry((id, row))
                        .or_insert_with(|| match strips[row].strip_prefix("\x1bP") {
                            Some(content) => sixel(content.strip_suffix("\x1b\\").unwrap()),
                            None => eyes::png(
                                strips[row]
                                    .strip_suffix('\x07')
                                    .unwrap()
                                    .split_once(':')
                                    .unwrap()
                                    .1,
                            ),
                        });
                mean(strip, column, 0, Cell::USUAL)
            }
            Ink::Halves(_) => panic!("half blocks have no placeholders"),
        }
    }

    /// The whole screen, composed from nothing.
    pub fn painted(&self) -> ratatui::buffer::Buffer {
        paint(&self.scene.model, &self.look)
    }

    /// Parts of pictures that are seen.
    pub fn tiles(&self) -> usize {
        let tiles = self.eyes.cells.iter().flatten();
        tiles.filter(|seen| matches!(seen, Seen::Tile(_))).count()
    }

    pub fn shown(&self) -> usize {
        let shown = |event: &MediaCommand| matches!(event, MediaCommand::Show { .. });
        self.shows.iter().filter(|command| shown(command)).count()
    }
}
