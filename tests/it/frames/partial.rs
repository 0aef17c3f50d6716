//! Whatever happens, drawing only what was touched arrives at the frame that is painted from nothing.

use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Modifier, Style};
use weft::app::keymap::{Code, Key, bindings};
use weft::app::step::Touched;
use weft::app::{Event, Mouse, MouseKind};
use weft::domain::geometry::{Point, Size};
use weft::domain::message::{Author, Body, Picture};
use weft::domain::text::SafeText;
use weft::port::media::MediaEvent;
use weft::port::{Ending, Failure, Link, News};
use weft::ui::{Screen, paint};
use weft::words::Language;

use super::scene::{Scene, look};
use super::terminal::Terminal;

#[derive(Clone, Debug)]
enum Happening {
    Key(Key),
    Typed(&'static str),
    Arrives(&'static str, &'static str),
    Photo(&'static str),
    Voice(&'static str),
    /// The voice of this number is heard, or was.
    Heard(u64, bool),
    Resize(u16, u16),
    Click(u16, u16),
    Wheel(u16, u16, bool),
    LinkUp,
    LinkLost,
    Failed,
    Ended,
    Wake,
}

fn happening() -> impl Strategy<Value = Happening> {
    let keys: Vec<Key> = bindings().flat_map(|binding| binding.keys).copied().collect();
    // What begins a word that something is offered for, and goes on with it.
    let letters: Vec<char> = "@@::alism".chars().collect();
    let chat = prop::sample::select(vec!["@anna", "@@team", "@li", "@news", "@new"]);
    let words = prop::sample::select(vec![
        "hi",
        "你好，世界",
        "👨‍👩‍👧",
        "a\tb\nc",
        "宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽",
    ]);
    prop_oneof![
        8 => prop::sample::select(keys).prop_map(Happening::Key),
        6 => words.clone().prop_map(Happening::Typed),
        6 => prop::sample::select(letters).prop_map(|c| Happening::Key(Key::plain(Code::Char(c)))),
        6 => (chat.clone(), words).prop_map(|(chat, words)| Happening::Arrives(chat, words)),
        1 => chat.prop_map(Happening::Photo),
        1 => prop::sample::select(vec!["@anna", "@li"]).prop_map(Happening::Voice),
        2 => (1u64..5, any::<bool>()).prop_map(|(number, over)| Happening::Heard(number, over)),
        1 => (1u16..100, 1u16..40).prop_map(|(width, height)| Happening::Resize(width, height)),
        2 => (0u16..100, 0u16..40).prop_map(|(x, y)| Happening::Click(x, y)),
        2 => (0u16..100, 0u16..40, any::<bool>()).prop_map(|(x, y, up)| Happening::Wheel(x, y, up)),
        1 => Just(Happening::LinkUp),
        1 => Just(Happening::LinkLost),
        1 => Just(Happening::Failed),
        1 => Just(Happening::Ended),
        1 => Just(Happening::Wake),
    ]
}

fn event(scene: &Scene, happening: &Happening) -> Event {
    let net = |news| {
        Event::Net(weft::port::NetEvent {
            epoch: scene.model.epoch,
            news,
        })
    };
    match *happening {
        Happening::Key(key) => Event::Key(key),
        Happening::Typed(words) => Event::Paste(words.to_owned()),
        Happening::Resize(width, height) => Event::Resize(Size { width, height }),
        Happening::Click(x, y) => Event::Mouse(Mouse {
            at: Point { x, y },
            kind: MouseKind::Press,
        }),
        Happening::Wheel(x, y, up) => {
            let kind = if up {
                MouseKind::WheelUp
            } else {
                MouseKind::WheelDown
            };
            Event::Mouse(Mouse {
                at: Point { x, y },
                kind,
            })
        }
        Happening::LinkUp => net(News::Link(Link::Up)),
        Happening::LinkLost => net(News::Link(Link::Retrying {
            attempt: 1,
            at: scene.now.mono,
            why: Failure::Offline,
        })),
        Happening::Failed => net(News::NotSent {
            local: scene.model.last_local,
            why: Failure::TooFrequent,
        }),
        Happening::Ended => net(News::Ended(Ending::ByService { code: 1101 })),
        Happening::Heard(number, true) => Event::Media(MediaEvent::Played(number)),
        Happening::Heard(number, false) => Event::Media(MediaEvent::Playing { number, millis: 4000 }),
        Happening::Arrives(..) | Happening::Photo(_) | Happening::Voice(_) | Happening::Wake => Event::Wake,
    }
}

/// What a person sees of a cell; the other half of a wide character is not seen.
fn seen(buffer: &Buffer) -> Vec<(u16, u16, String, Style)> {
    let mut cells = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let cell = &buffer[(x, y)];
            cells.push((x, y, cell.symbol().to_owned(), visible(cell)));
            x += cell.cell_width().max(1);
        }
    }
    cells
}

/// Weight and colour of ink are not seen where there is none.
fn visible(cell: &Cell) -> Style {
    let style = cell.style();
    let inked = cell.symbol() != " "
        || cell
            .modifier
            .intersects(Modifier::REVERSED | Modifier::UNDERLINED);
    if inked { style } else { Style::new().bg(cell.bg) }
}

fn check(happenings: &[Happening]) -> Result<(), TestCaseError> {
    let look = look(Language::Chinese);
    let mut scene = Scene::chatting(80, 24);
    let mut screen = Screen::new(Terminal::new(80, 24));
    screen.draw(&scene.model, &look, Touched::ALL).unwrap();
    for happening in happenings {
        let touched = match *happening {
            Happening::Arrives(chat, words) => {
                scene.message(chat, Author::Peer, Body::Text(SafeText::new(words)))
            }
            Happening::Photo(chat) => scene.message(chat, Author::Me, Body::Image(Picture::default())),
            Happening::Voice(chat) => scene.message(chat, Author::Peer, Body::Voice { millis: 4000 }),
            Happening::Key(_)
            | Happening::Typed(_)
            | Happening::Heard(..)
            | Happening::Resize(..)
            | Happening::Click(..)
            | Happening::Wheel(..)
            | Happening::LinkUp
            | Happening::LinkLost
            | Happening::Failed
            | Happening::Ended
            | Happening::Wake => {
                let event = event(&scene, happening);
                scene.event(event)
            }
        };
        if let Happening::Resize(width, height) = *happening {
            *screen.backend_mut() = Terminal::new(width, height);
            screen.resize();
        }
        screen.draw(&scene.model, &look, touched).unwrap();
        let whole = paint(&scene.model, &look);
        let (drawn, painted) = (seen(&screen.backend().shown), seen(&whole));
        let first = drawn
            .iter()
            .zip(&painted)
            .find(|(drawn, painted)| drawn != painted);
        prop_assert!(
            first.is_none(),
            "after {happening:?} (touched {touched:?}): {first:?}"
        );
        prop_assert_eq!(drawn.len(), painted.len());
        if let Some(at) = screen.backend().cursor.filter(|_| screen.backend().cursor_shown) {
            let size = scene.model.screen;
            prop_assert!(
                at.x < size.width && at.y < size.height,
                "the caret left the screen: {at:?}"
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn drawing_what_was_touched_is_drawing_all(happenings in prop::collection::vec(happening(), 1..60)) {
        check(&happenings)?;
    }
}

/// What is offered for a word covers the conversation, and leaves it as it was.
#[test]
fn what_is_offered_comes_and_goes_with_the_word() {
    let key = |code| Happening::Key(Key::plain(code));
    let letter = |c| key(Code::Char(c));
    check(&[
        Happening::Key(Key::alt(Code::Char('3'))),
        letter('@'),
        key(Code::Down),
        letter('l'),
        key(Code::Backspace),
        key(Code::Esc),
        letter(' '),
        letter('@'),
        key(Code::Left),
        key(Code::Right),
        letter('x'),
        letter('x'),
        Happening::Typed(" "),
        letter(':'),
        letter('s'),
        letter('m'),
        Happening::Key(Key::alt(Code::Char('2'))),
        Happening::Key(Key::alt(Code::Char('3'))),
    ])
    .unwrap();
}

/// A wide character goes over the left half of another: its right half is blank then, and on a bar in the wrong colour.
#[test]
fn half_of_a_wide_character_leaves_no_hole_in_the_bar() {
    let key = |code| Happening::Key(Key::plain(code));
    let arrives = Happening::Arrives("@anna", "你好，世界");
    check(&[
        Happening::Voice("@anna"),
        key(Code::F(1)),
        key(Code::Esc),
        arrives,
    ])
    .unwrap();
}

/// What a terminal was sent.
#[derive(Clone, Default)]
struct Written(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_key_in_the_composer_costs_at_most_forty_bytes() {
    let look = look(Language::English);
    let mut scene = Scene::chatting(160, 50);
    scene.open('2').typed("x");
    let written = Written::default();
    let mut screen = Screen::new(weft::ui::Pen::new(written.clone()));
    screen.draw(&scene.model, &look, Touched::ALL).unwrap();
    for c in "hello你好".chars() {
        written.0.borrow_mut().clear();
        let touched = scene.event(Event::Key(Key::plain(Code::Char(c))));
        screen.draw(&scene.model, &look, touched).unwrap();
        let bytes = written.0.borrow().len();
        assert!((1..=40).contains(&bytes), "{bytes} bytes for {c}");
    }
}

/// A terminal's buffer holds 4 KiB: a page that fits is there at once.
#[test]
fn a_page_of_chinese_is_wiped_by_a_byte_a_column() {
    let look = look(Language::English);
    let mut scene = Scene::chatting(160, 50);
    let chinese = "周末要不要去爬山？天气预报说是晴天，我们可以带上水果和茶，中午在山顶吃面包";
    for _ in 0..12 {
        scene.say("@anna", Author::Peer, 1, chinese);
        scene.say("@anna", Author::Peer, 1, "ok");
    }
    scene.open('2');
    let written = Written::default();
    let mut screen = Screen::new(weft::ui::Pen::new(written.clone()));
    screen.draw(&scene.model, &look, Touched::ALL).unwrap();
    written.0.borrow_mut().clear();
    let touched = scene.message(
        "@anna",
        Author::Peer,
        Body::Text(SafeText::new("one row further")),
    );
    screen.draw(&scene.model, &look, touched).unwrap();
    let bytes = written.0.borrow().len();
    assert!(bytes < 4096, "{bytes} bytes");
}

/// Some terminals draw a flag as the two letters it is made of, each in a column of its own.
#[test]
fn a_flag_drawn_as_two_letters_is_gone_with_its_message() {
    let look = look(Language::English);
    let mut scene = Scene::chatting(80, 24);
    scene.say("@anna", Author::Peer, 1, "🇯🇵 はい");
    scene.say("@anna", Author::Peer, 1, "ok");
    scene.open('2');
    let written = Written::default();
    let mut screen = Screen::new(weft::ui::Pen::new(written.clone()));
    let mut terminal = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
    screen.draw(&scene.model, &look, Touched::ALL).unwrap();
    terminal.process(&written.0.take());
    assert!(terminal.screen().contents().contains('🇵'), "two letters");
    let touched = scene.event(Event::Key(Key::alt(Code::Char('1'))));
    screen.draw(&scene.model, &look, touched).unwrap();
    terminal.process(&written.0.take());
    let left = terminal.screen().contents();
    assert!(!left.contains(['🇯', '🇵']), "{left}");
}
