//! The shell loop on a paused clock: a scripted terminal, a network that is two channels, and the real reducer and
//! screen between them. And what the terminal's bytes mean.

mod decode;
mod settings;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size as Cells};
use tokio::sync::mpsc;
use tokio::time::Instant;
use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::step::TermCommand;
use weft::domain::contact::Contact;
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, Epoch, MsgId, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::text::SafeText;
use weft::domain::time::{Clock, Now, Timestamp};
use weft::port::{Batch, Link, NetCommand, NetEvent, News, Welcome};
use weft::runtime::{Actor, Desk, Fault, Tally, run};
use weft::term::{Arrival, Terminal};
use weft::ui::theme::Theme;
use weft::ui::{Look, Screen};
use weft::words::{Language, Words};

const SIZE: Size = Size {
    width: 80,
    height: 24,
};
/// 2026-11-22 12:00 UTC: no midnight near, so no day line changes.
const NOON: i64 = 1_795_348_800;

/// What happened at the edges, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Done {
    Frame,
    Key(Key),
    Title(u32),
    Bell,
    Suspended,
    Retaken,
    GivenBack,
    Connected,
    Offered(NetCommand),
    Refused,
    Took,
    Stopped,
}

type Log = Rc<RefCell<Vec<Done>>>;

/// A person at a terminal, by the clock.
struct Script {
    begun: Instant,
    due: VecDeque<(Duration, Arrival)>,
    log: Log,
}

impl Script {
    fn take(&mut self) -> Option<Arrival> {
        let (_, arrival) = self.due.pop_front()?;
        if let Arrival::Event(Event::Key(key)) = arrival {
            self.log.borrow_mut().push(Done::Key(key));
        }
        Some(arrival)
    }
}

impl Terminal for Script {
    async fn next(&mut self) -> Arrival {
        match self.due.front() {
            Some((at, _)) => tokio::time::sleep_until(self.begun + *at).await,
            None => pending().await,
        }
        self.take().unwrap()
    }

    fn waiting(&mut self) -> Option<Arrival> {
        let (at, _) = self.due.front()?;
        if self.begun.elapsed() < *at {
            None
        } else {
            self.take()
        }
    }

    fn size(&self) -> Size {
        SIZE
    }

    fn perform(&mut self, command: &TermCommand) -> io::Result<()> {
        self.log.borrow_mut().push(match command {
            TermCommand::Title { unread } => Done::Title(*unread),
            TermCommand::Bell => Done::Bell,
            TermCommand::Repaint => unreachable!("the loop's own"),
        });
        Ok(())
    }

    async fn suspend(&mut self) -> io::Result<()> {
        self.log.borrow_mut().push(Done::Suspended);
        Ok(())
    }

    fn retake(&mut self) -> io::Result<()> {
        self.log.borrow_mut().push(Done::Retaken);
        Ok(())
    }

    fn give_back(&mut self) {
        self.log.borrow_mut().push(Done::GivenBack);
    }
}

/// The network's end of the channels.
struct Line {
    events: mpsc::Receiver<NetEvent>,
    /// Commands it refuses before it takes any.
    full: usize,
    log: Log,
}

impl Actor for Line {
    fn offer(&mut self, command: NetCommand) -> Result<(), NetCommand> {
        if self.full > 0 {
            self.full -= 1;
            self.log.borrow_mut().push(Done::Refused);
            return Err(command);
        }
        self.log.borrow_mut().push(Done::Offered(command));
        Ok(())
    }

    async fn next(&mut self) -> Option<NetEvent> {
        let event = self.events.recv().await;
        self.log.borrow_mut().push(Done::Took);
        event
    }

    fn waiting(&mut self) -> Option<NetEvent> {
        let event = self.events.try_recv().ok()?;
        self.log.borrow_mut().push(Done::Took);
        Some(event)
    }

    async fn stop(self) {
        self.log.borrow_mut().push(Done::Stopped);
    }
}

/// ratatui's test backend, which tells when a frame is out.
struct Witness {
    cells: TestBackend,
    log: Log,
}

impl Backend for Witness {
    type Error = Infallible;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> Result<(), Infallible> {
        self.cells.draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cells.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cells.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        panic!("the loop asks the terminal nothing")
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cells.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.cells.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        self.cells.clear_region(region)
    }

    fn size(&self) -> Result<Cells, Infallible> {
        self.cells.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.cells.window_size()
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.log.borrow_mut().push(Done::Frame);
        self.cells.flush()
    }
}

/// A run that has not begun.
struct Evening {
    desk: Desk<Script, Witness>,
    line: Line,
    news: mpsc::Sender<NetEvent>,
    log: Log,
}

#[expect(clippy::disallowed_methods, reason = "tokio's paused clock is the test's own")]
fn evening(keys: impl IntoIterator<Item = (Duration, Arrival)>) -> Evening {
    let log = Log::default();
    let begun = Instant::now();
    let clock: Clock = Arc::new(move || {
        let start = Now {
            mono: Duration::ZERO,
            wall_ms: NOON * 1000,
        };
        start.plus(begun.elapsed())
    });
    let settings = Settings {
        zone: TimeZone::UTC,
        warn: false,
        bell: true,
        service: Service::Real,
    };
    let (news, events) = mpsc::channel(64);
    let desk = Desk {
        terminal: Script {
            begun,
            due: keys.into_iter().collect(),
            log: Rc::clone(&log),
        },
        screen: Screen::new(Witness {
            cells: TestBackend::new(SIZE.width, SIZE.height),
            log: Rc::clone(&log),
        }),
        look: Look {
            words: Words::new(Language::English),
            theme: Theme::terminal(),
        },
        model: Model::new(settings, SIZE),
        clock,
        remember: Box::new(|| {}),
    };
    let line = Line {
        events,
        full: 0,
        log: Rc::clone(&log),
    };
    Evening {
        desk,
        line,
        news,
        log,
    }
}

impl Evening {
    /// Lives it beside whoever speaks for the service.
    async fn live(
        mut self,
        service: impl AsyncFnOnce(mpsc::Sender<NetEvent>),
    ) -> (Tally, Desk<Script, Witness>, Vec<Done>) {
        let Self { line, log, news, .. } = self;
        let connected = Rc::clone(&log);
        let connect = move || {
            connected.borrow_mut().push(Done::Connected);
            Ok::<_, Infallible>(line)
        };
        let (outcome, ()) = tokio::join!(run(&mut self.desk, connect), service(news));
        let tally = outcome.unwrap();
        (tally, self.desk, log.take())
    }
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn quit_at(at: Duration) -> (Duration, Arrival) {
    (at, Arrival::Event(Event::Terminate))
}

fn key(at: Duration, code: Code) -> (Duration, Arrival) {
    (at, Arrival::Event(Event::Key(Key::plain(code))))
}

fn news(news: News) -> NetEvent {
    NetEvent {
        epoch: Epoch(1),
        news,
    }
}

fn welcome() -> NetEvent {
    let anna = Contact {
        nick_name: SafeText::new("Anna"),
        ..Contact::bare(UserName::from("@anna"))
    };
    news(News::Welcome(Box::new(Welcome {
        me: Contact::bare(UserName::from("@me")),
        order: vec![anna.user_name.clone()],
        recent: vec![anna],
    })))
}

/// One sync answer with one line from Anna.
fn line(n: u64) -> NetEvent {
    let message = Message {
        id: MsgId(n),
        chat: UserName::from("@anna"),
        author: Author::Peer,
        at: Timestamp(NOON),
        body: Body::Text(SafeText::new(&format!("line {n}"))),
    };
    news(News::Synced(Batch {
        id: BatchId(n),
        profile: None,
        deleted: Vec::new(),
        changed: Vec::new(),
        items: vec![Item::Message(message)],
    }))
}

async fn say(to: &mpsc::Sender<NetEvent>, what: NetEvent) {
    to.send(what).await.unwrap();
}

/// Logged in, everything loaded, nothing going on.
async fn settle(to: &mpsc::Sender<NetEvent>) {
    say(to, welcome()).await;
    let complete = News::BookProgress {
        contacts: 1,
        complete: true,
    };
    say(to, news(complete)).await;
    say(to, news(News::Link(Link::Up))).await;
}

fn count(log: &[Done], what: &Done) -> usize {
    log.iter().filter(|done| *done == what).count()
}

#[tokio::test(start_paused = true)]
async fn an_idle_hour_draws_nothing_and_wakes_nobody() {
    let mut tallies = Vec::new();
    for idle in [10, 3600] {
        let evening = evening([quit_at(seconds(idle))]);
        let (tally, _, _) = evening
            .live(async |to| {
                settle(&to).await;
                // The line stays open.
                tokio::time::sleep(seconds(idle + 1)).await;
            })
            .await;
        tallies.push(tally);
    }
    let [short, long] = tallies.try_into().unwrap();
    assert_eq!(short, long, "an hour costs what ten seconds cost");
    assert!(long.turns <= 5, "{long:?}");
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_five_hundred_is_a_few_frames_and_keys_go_first() {
    let evening = evening([key(seconds(2), Code::F(1)), quit_at(seconds(60))]);
    let (tally, desk, log) = evening
        .live(async |to| {
            settle(&to).await;
            tokio::time::sleep(seconds(2)).await;
            for n in 1..=500 {
                say(&to, line(n)).await;
            }
            tokio::time::sleep(seconds(100)).await;
        })
        .await;
    assert_eq!(count(&log, &Done::Took), 503);
    assert!(tally.frames <= 20, "{tally:?}");
    let pressed = log.iter().position(|done| matches!(done, Done::Key(_))).unwrap();
    let before = count(&log[..pressed], &Done::Took);
    assert!(before <= 3 + 64, "{before} events went before the key");
    assert!(desk.model.overlay.is_some(), "the help is open");
}

#[tokio::test(start_paused = true)]
async fn the_first_frame_waits_for_no_network() {
    let (_, _, log) = evening([quit_at(seconds(1))])
        .live(async |_to| tokio::time::sleep(seconds(2)).await)
        .await;
    assert_eq!(log[..2], [Done::Frame, Done::Connected]);
    assert!(log.contains(&Done::Offered(NetCommand::Login)));
}

#[tokio::test(start_paused = true)]
async fn the_end_is_in_order() {
    let evening = evening([key(seconds(5), Code::F(1)), quit_at(seconds(5))]);
    let (_, _, log) = evening
        .live(async |to| {
            settle(&to).await;
            tokio::time::sleep(seconds(9)).await;
        })
        .await;
    let end = log.len() - 3;
    assert_eq!(log[end..], [Done::Frame, Done::GivenBack, Done::Stopped]);
}

#[tokio::test(start_paused = true)]
async fn a_network_that_dies_is_an_event_and_the_screen_stays() {
    let evening = evening([key(seconds(9), Code::F(1)), quit_at(seconds(10))]);
    let (tally, desk, log) = evening
        .live(async |to| {
            settle(&to).await;
            drop(to);
        })
        .await;
    assert!(desk.model.network_gone);
    assert!(desk.model.has_panes(), "what was on screen is kept");
    assert_eq!(count(&log, &Done::Stopped), 1, "and it is joined once");
    assert!(tally.turns <= 8, "the dead are not asked again: {tally:?}");
}

#[tokio::test(start_paused = true)]
async fn what_a_full_channel_refuses_is_offered_again_and_not_lost() {
    let mut evening = evening([quit_at(seconds(10))]);
    evening.line.full = 3;
    let (tally, _, log) = evening
        .live(async |_to| tokio::time::sleep(seconds(20)).await)
        .await;
    assert_eq!(count(&log, &Done::Refused), 3);
    assert_eq!(count(&log, &Done::Offered(NetCommand::Login)), 1);
    assert!(tally.turns <= 10, "nothing spins while it is full: {tally:?}");
}

#[tokio::test(start_paused = true)]
async fn coming_back_from_the_shell_paints_everything_anew() {
    let evening = evening([
        (seconds(3), Arrival::Suspend),
        (seconds(6), Arrival::Resumed),
        quit_at(seconds(9)),
    ]);
    let (_, desk, log) = evening
        .live(async |to| {
            settle(&to).await;
            tokio::time::sleep(seconds(20)).await;
        })
        .await;
    for moment in [Done::Suspended, Done::Retaken] {
        let at = log.iter().position(|done| *done == moment).unwrap();
        assert_eq!(log[at + 1], Done::Frame, "after {moment:?}");
    }
    assert!(!desk.terminal.due.iter().any(|_| true), "everything was read");
}

#[tokio::test(start_paused = true)]
async fn a_network_that_cannot_start_gives_the_terminal_back() {
    let mut evening = evening([]);
    let connect = || Err::<Line, _>("no thread");
    let outcome = run(&mut evening.desk, connect).await;
    assert!(matches!(outcome, Err(Fault::Connect("no thread"))));
    assert_eq!(evening.log.take(), [Done::Frame, Done::GivenBack]);
}
