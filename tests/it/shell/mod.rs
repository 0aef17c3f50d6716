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
use weft::app::external::NotEdited;
use weft::app::files::{Told, What};
use weft::app::history::Shelf as Shelves;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Hint, Model, Service, Settings};
use weft::app::step::{Question, TermCommand};
use weft::domain::contact::Contact;
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, Epoch, LocalId, MsgId, Seq, UserName};
use weft::domain::message::{Author, Body, Item, Message};
use weft::domain::text::SafeText;
use weft::domain::time::{Clock, Now, Timestamp};
use weft::port::media::{MediaCommand, MediaEvent, Unopened};
use weft::port::store::{Account, Opened, Receipt, StoreCommand, StoreEvent, Which};
use weft::port::{Batch, Link, NetCommand, NetEvent, News, Welcome};
use weft::runtime::{Actor, Desk, Fault, Keeper, Studio, Tally, run};
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
    Asked(Question),
    Suspended,
    Retaken,
    GivenBack,
    Connected,
    Offered(NetCommand),
    Refused,
    Took,
    Stopped,
    Told(StoreCommand),
    /// An editor has the terminal, with this text.
    Edits(String),
    /// The media thread took it.
    Worked(MediaCommand),
    Full,
    Finished(Vec<StoreCommand>),
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
            TermCommand::Copy(_) | TermCommand::Repaint => {
                unreachable!("nothing is copied here; the other is the loop's own")
            }
            TermCommand::Ask(question) => Done::Asked(*question),
        });
        Ok(())
    }

    async fn suspend(&mut self) -> io::Result<()> {
        self.log.borrow_mut().push(Done::Suspended);
        Ok(())
    }

    fn edit(&mut self, text: &str) -> Result<(), NotEdited> {
        self.log.borrow_mut().push(Done::Edits(text.to_owned()));
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
    fn offer(&mut self, command: NetCommand) -> Option<NetCommand> {
        if self.full > 0 {
            self.full -= 1;
            self.log.borrow_mut().push(Done::Refused);
            return Some(command);
        }
        self.log.borrow_mut().push(Done::Offered(command));
        None
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

/// The media thread's end of the channels.
struct Bench {
    events: mpsc::Receiver<MediaEvent>,
    log: Log,
}

impl Studio for Bench {
    fn offer(&mut self, command: MediaCommand) -> Option<MediaCommand> {
        self.log.borrow_mut().push(Done::Worked(command));
        None
    }

    async fn next(&mut self) -> Option<MediaEvent> {
        self.events.recv().await
    }

    fn waiting(&mut self) -> Option<MediaEvent> {
        self.events.try_recv().ok()
    }

    async fn stop(self) {}
}

/// The store's end of the channels.
struct Shelf {
    events: mpsc::Receiver<StoreEvent>,
    /// Commands it takes before it is full for good.
    room: usize,
    log: Log,
}

impl Keeper for Shelf {
    fn offer(&mut self, command: StoreCommand) -> Option<StoreCommand> {
        if self.room == 0 {
            self.log.borrow_mut().push(Done::Full);
            return Some(command);
        }
        self.room -= 1;
        self.log.borrow_mut().push(Done::Told(command));
        None
    }

    async fn next(&mut self) -> Option<StoreEvent> {
        self.events.recv().await
    }

    fn waiting(&mut self) -> Option<StoreEvent> {
        self.events.try_recv().ok()
    }

    async fn finish(self, rest: Vec<StoreCommand>) {
        self.log.borrow_mut().push(Done::Finished(rest));
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
    shelf: Shelf,
    studio: Bench,
    news: mpsc::Sender<NetEvent>,
    kept: mpsc::Sender<StoreEvent>,
    shown: mpsc::Sender<MediaEvent>,
    log: Log,
}

fn chosen() -> Settings {
    Settings {
        zone: TimeZone::UTC,
        warn: false,
        bell: true,
        avatars: weft::domain::picture::Avatars::Never,
        fold_accounts: false,
        group_actions: false,
        keep_recalled: false,
        service: Service::Real,
        faces: weft::domain::text::Faces::Emoji,
        cache: "/cache".into(),
    }
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
        model: Model::new(chosen(), SIZE),
        clock,
        remember: Box::new(|| {}),
    };
    let line = Line {
        events,
        full: 0,
        log: Rc::clone(&log),
    };
    let (kept, events) = mpsc::channel(64);
    let shelf = Shelf {
        events,
        room: usize::MAX,
        log: Rc::clone(&log),
    };
    let (shown, events) = mpsc::channel(64);
    let studio = Bench {
        events,
        log: Rc::clone(&log),
    };
    Evening {
        desk,
        line,
        shelf,
        studio,
        news,
        kept,
        shown,
        log,
    }
}

impl Evening {
    /// Lives it beside whoever speaks for the service.
    async fn live(
        mut self,
        service: impl AsyncFnOnce(mpsc::Sender<NetEvent>),
    ) -> (Tally, Desk<Script, Witness>, Vec<Done>) {
        let Self {
            line,
            shelf,
            studio,
            log,
            news,
            ..
        } = self;
        let connected = Rc::clone(&log);
        let connect = move |_: &mut Settings| {
            connected.borrow_mut().push(Done::Connected);
            Ok::<_, Infallible>((line, shelf, studio))
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
        same: false,
        uin: 7,
        me: Contact::bare(UserName::from("@me")),
        order: vec![anna.user_name.clone()],
        recent: vec![anna],
    })))
}

/// One sync answer with one line from Anna.
fn line(n: u64) -> NetEvent {
    let message = Message {
        raw: Box::default(),
        id: MsgId(n),
        chat: UserName::from("@anna"),
        author: Author::Peer,
        at: Timestamp(NOON),
        body: Body::Text(SafeText::new(&format!("line {n}"))),
    };
    news(News::Synced(Batch {
        keepsake: None,
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
    let end = log.len() - 4;
    let finished = Done::Finished(Vec::new());
    assert_eq!(
        log[end..],
        [Done::Frame, Done::GivenBack, Done::Stopped, finished]
    );
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
async fn what_the_media_thread_tells_is_taken_in_and_its_end_too() {
    let mut evening = evening([quit_at(seconds(9))]);
    let shown = std::mem::replace(&mut evening.shown, mpsc::channel(1).0);
    let _network = evening.news.clone();
    let (_, desk, _) = evening
        .live(async move |events| {
            say(&events, welcome()).await;
            let (asset, why) = (None, Unopened::NoProgram);
            shown.send(MediaEvent::NotOpened { asset, why }).await.unwrap();
            settle(&events).await;
        })
        .await;
    assert!(
        matches!(
            &desk.model.hint,
            Some(Hint::File(Told::NotOpened {
                what: What::Page,
                why: Unopened::NoProgram
            }))
        ),
        "{:?}",
        desk.model.hint
    );
    assert!(desk.model.media_gone);
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
    let connect = |_: &mut Settings| Err::<(Line, Shelf, Bench), _>("no thread");
    let outcome = run(&mut evening.desk, connect).await;
    assert!(matches!(outcome, Err(Fault::Connect("no thread"))));
    assert_eq!(evening.log.take(), [Done::Frame, Done::GivenBack]);
}

/// With a store that opens first.
fn keeping(mut evening: Evening) -> Evening {
    evening.desk.model = evening.desk.model.keeping(Which::Last);
    evening
}

fn opened() -> StoreEvent {
    StoreEvent::Opened(Box::new(Opened {
        account: Account {
            uin: 7,
            name: Box::default(),
        },
        fresh: true,
        me: None,
        peers: Vec::new(),
        chats: Vec::new(),
        tails: Vec::new(),
        unsent: Vec::new(),
        drafts: Vec::new(),
        quotes: Vec::new(),
        faces: Vec::new(),
        seen: Vec::new(),
        last_seq: Seq(0),
        last_local: LocalId(0),
        keepsake: None,
    }))
}

fn receipts(done: &Done) -> &[Receipt] {
    if let Done::Told(StoreCommand::Write { receipts, .. }) = done {
        receipts
    } else {
        &[]
    }
}

#[tokio::test(start_paused = true)]
async fn the_history_opens_after_the_first_frame_and_the_network_begins_after_that() {
    let evening = keeping(evening([quit_at(seconds(9))]));
    let kept = evening.kept.clone();
    let (tally, _, log) = evening
        .live(async |_to| {
            tokio::time::sleep(seconds(2)).await;
            kept.send(StoreEvent::NoAccount { others: Vec::new() })
                .await
                .unwrap();
            tokio::time::sleep(seconds(20)).await;
        })
        .await;
    let begun: Vec<_> = log
        .iter()
        .filter(|done| matches!(done, Done::Connected | Done::Told(_) | Done::Offered(_)))
        .collect();
    assert_eq!(
        begun,
        [
            &Done::Connected,
            &Done::Told(StoreCommand::Open(Which::Last)),
            &Done::Offered(NetCommand::Login)
        ]
    );
    assert!(tally.turns <= 3, "{tally:?}");
}

#[tokio::test(start_paused = true)]
async fn between_two_accounts_no_news_is_taken() {
    let evening = keeping(evening([quit_at(seconds(30))]));
    let kept = evening.kept.clone();
    let (_, desk, log) = evening
        .live(async |to| {
            kept.send(StoreEvent::NoAccount { others: Vec::new() })
                .await
                .unwrap();
            settle(&to).await;
            say(&to, line(1)).await;
            tokio::time::sleep(seconds(5)).await;
            assert_eq!(to.capacity(), to.max_capacity() - 3, "only the welcome was taken");
            kept.send(opened()).await.unwrap();
            tokio::time::sleep(seconds(40)).await;
        })
        .await;
    let open = Done::Told(StoreCommand::Open(Which::Uin(7)));
    let at = log.iter().position(|done| *done == open).unwrap();
    assert_eq!(count(&log[..at], &Done::Took), 1);
    let write = log
        .iter()
        .find(|done| receipts(done) == [Receipt::Batch(BatchId(1))]);
    assert!(write.is_some(), "the batch is told to the account it is of");
    assert!(desk.model.has_panes());
    assert!(
        !log.contains(&Done::Offered(NetCommand::Kept(BatchId(1)))),
        "not written, not acknowledged"
    );
}

#[tokio::test(start_paused = true)]
async fn what_the_store_cannot_take_holds_the_network_back_and_is_written_at_the_end() {
    let mut evening = keeping(evening([quit_at(seconds(30))]));
    evening.shelf.room = 3;
    let kept = evening.kept.clone();
    let (_, _, log) = evening
        .live(async |to| {
            kept.send(StoreEvent::NoAccount { others: Vec::new() })
                .await
                .unwrap();
            settle(&to).await;
            tokio::time::sleep(seconds(1)).await;
            kept.send(opened()).await.unwrap();
            tokio::time::sleep(seconds(1)).await;
            for n in 1..=9 {
                say(&to, line(n)).await;
                tokio::time::sleep(seconds(1)).await;
            }
            assert!(to.capacity() < to.max_capacity(), "the service is held back");
            tokio::time::sleep(seconds(40)).await;
        })
        .await;
    let told: Vec<_> = log.iter().flat_map(receipts).collect();
    let Some(Done::Finished(rest)) = log.last() else {
        panic!("{:?}", log.last());
    };
    let rest: Vec<_> = rest
        .iter()
        .flat_map(|command| match command {
            StoreCommand::Write { receipts, .. } => receipts.as_slice(),
            StoreCommand::Open(_)
            | StoreCommand::Read(_)
            | StoreCommand::Search(_)
            | StoreCommand::Line(_)
            | StoreCommand::Stickers { .. }
            | StoreCommand::Accounts => &[],
        })
        .collect();
    let all: Vec<_> = told.into_iter().chain(rest).collect();
    let wanted: Vec<_> = (1..=all.len() as u64)
        .map(|n| Receipt::Batch(BatchId(n)))
        .collect();
    assert_eq!(all, wanted.iter().collect::<Vec<_>>(), "each once, in order");
    assert!(!all.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_store_that_dies_is_said_and_the_chat_goes_on() {
    let evening = keeping(evening([key(seconds(9), Code::F(1)), quit_at(seconds(10))]));
    let Evening { kept, .. } = &evening;
    let weak = kept.clone();
    let mut evening = evening;
    evening.kept = mpsc::channel(1).0;
    let (tally, desk, _) = evening
        .live(async |to| {
            drop(weak);
            settle(&to).await;
            say(&to, line(1)).await;
            tokio::time::sleep(seconds(20)).await;
        })
        .await;
    assert_eq!(desk.model.history.shelf, Shelves::Gone);
    assert!(desk.model.is_live());
    assert!(tally.turns <= 12, "the dead are not asked again: {tally:?}");
}
