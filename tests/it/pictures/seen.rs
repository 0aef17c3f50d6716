//! Pictures on the screen: whatever is scrolled, covered, chosen or resized, the terminal shows what the model says.

use proptest::prelude::*;
use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::step::Touched;
use weft::app::terminal::Answer;
use weft::domain::geometry::Size;
use weft::domain::id::MsgId;
use weft::domain::message::{Body, Picture, Sticker};
use weft::domain::picture::{Cell, Protocol, Wish};
use weft::domain::text::SafeText;
use weft::port::media::{Asset, Part, PictureId};

use super::desk::Desk;
use super::{gif, png, tiles};

const GRAPHICS: [Protocol; 3] = [Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel];

pub fn photo(width: u16, height: u16) -> Body {
    Body::Image(Picture {
        width,
        height,
        bytes: 0,
    })
}

pub fn thumb(message: u64) -> Asset {
    Asset::Of {
        message: MsgId(message),
        part: Part::Thumb,
    }
}

pub fn whole(message: u64) -> Asset {
    Asset::Of {
        message: MsgId(message),
        part: Part::Whole,
    }
}

/// A chat with photos, a sticker that moves, and words between them. Scene's people said six things before.
fn album(wish: Wish, size: Size) -> Desk {
    let mut desk = Desk::new(wish, size);
    for message in 0..40 {
        desk.has.insert(thumb(message), png(&tiles(12, 5, Cell::USUAL)));
        desk.has.insert(whole(message), gif(3, 48));
    }
    desk.opened();
    for nth in 0..6u16 {
        desk.says(photo(120, 80 + 10 * nth));
        desk.says(Body::Text(SafeText::new("看，宽宽的字 and some narrow ones")));
        if nth % 3 == 1 {
            desk.says(Body::Sticker(Box::new(Sticker {
                width: 48,
                height: 48,
                ..Sticker::default()
            })));
        }
    }
    desk
}

const LARGE: Size = Size {
    width: 80,
    height: 40,
};

#[test]
fn a_picture_is_there_once_it_came_and_nothing_moved_for_it() {
    for protocol in GRAPHICS {
        let mut desk = Desk::by(protocol);
        desk.slow = true;
        desk.opened();
        desk.has.insert(thumb(7), png(&tiles(10, 4, Cell::USUAL)));
        desk.says(photo(80, 64));
        desk.says(Body::Text(SafeText::new("did you see it?")));
        desk.is_right();
        let text = |desk: &Desk| {
            let rows = desk.eyes.cells.iter();
            rows.map(|row| format!("{row:?}"))
                .position(|row| row.contains("did".get(..1).unwrap()) && row.contains('?'))
        };
        let (before, tiles) = (text(&desk), desk.tiles());
        assert_eq!(tiles, 0);
        let download = desk.downloads[0].clone();
        let event = desk.arrives(&download);
        desk.event(event);
        desk.is_right();
        assert!(desk.tiles() > 40, "{}", desk.tiles());
        assert_eq!(text(&desk), before);
    }
}

#[derive(Clone, Debug)]
enum Doing {
    Key(Key),
    Resize(u16, u16),
    Says(bool),
    Focus(bool),
    Wait,
    Told(Answer),
}

fn doing() -> impl Strategy<Value = Doing> {
    let keys = prop::sample::select(vec![
        Key::ctrl(Code::Up),
        Key::ctrl(Code::Up),
        Key::ctrl(Code::Down),
        Key::plain(Code::PageUp),
        Key::plain(Code::PageDown),
        Key::alt(Code::Up),
        Key::alt(Code::Down),
        Key::plain(Code::Esc),
        Key::plain(Code::F(1)),
        Key::alt(Code::Char('i')),
        Key::alt(Code::Char('v')),
        Key::plain(Code::Char('+')),
        Key::plain(Code::Left),
        Key::plain(Code::Char('n')),
        Key::plain(Code::Char('p')),
        Key::ctrl(Code::Char('f')),
        Key::ctrl(Code::Char('q')),
        Key::alt(Code::Char('1')),
        Key::alt(Code::Char('2')),
        Key::alt(Code::Char('3')),
        Key::plain(Code::Down),
        Key::ctrl(Code::Char('p')),
        Key::alt(Code::Enter),
        Key::plain(Code::Tab),
    ]);
    prop_oneof![
        16 => keys.prop_map(Doing::Key),
        1 => (40u16..100, 14u16..44).prop_map(|(width, height)| Doing::Resize(width, height)),
        2 => any::<bool>().prop_map(Doing::Says),
        1 => any::<bool>().prop_map(Doing::Focus),
        2 => Just(Doing::Wait),
        1 => Just(Doing::Told(Answer::Name("kitty(0.40)".into()))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(18))]

    #[test]
    fn whatever_is_done_what_is_shown_is_right(
        protocol in prop::sample::select(&GRAPHICS[..]),
        doings in prop::collection::vec(doing(), 1..25),
    ) {
        let mut desk = album(Wish::Auto(Some(protocol)), LARGE).with_avatars();
        desk.event(Event::Answer(Answer::Graphics));
        desk.is_right();
        for doing in doings {
            match doing {
                Doing::Key(key) if key == Key::ctrl(Code::Char('q')) && desk.scene.model.overlay.is_some() => {}
                Doing::Key(key) => { desk.key(key); }
                Doing::Resize(width, height) => { desk.event(Event::Resize(Size { width, height })); }
                Doing::Says(true) => { desk.says(photo(100, 100)); }
                Doing::Says(false) => { desk.says(Body::Text(SafeText::new("还有这张"))); }
                Doing::Focus(focused) => { desk.event(Event::Focus(focused)); }
                Doing::Wait => {
                    desk.scene.now = desk.scene.now.plus(std::time::Duration::from_millis(150));
                    desk.event(Event::Wake);
                }
                Doing::Told(answer) => { desk.event(Event::Answer(answer)); }
            }
            desk.is_right();
        }
    }
}

#[test]
fn what_is_dropped_is_taken_from_kitty_and_sent_again_when_needed() {
    let mut desk = album(Wish::Only(Protocol::Kitty), LARGE);
    let before = desk.eyes.pictures.len();
    assert!(before > 0);
    // Every message now is as large as memory takes a few of: the first ones have to go.
    for nth in 40..170 {
        desk.has.insert(thumb(nth), png(&noise(1_000 + nth)));
        desk.says(photo(640, 448));
    }
    assert!(desk.eyes.pictures.len() < 120, "{}", desk.eyes.pictures.len());
    desk.is_right();
    for _ in 0..10 {
        for _ in 0..6 {
            desk.press(Code::PageUp);
        }
        desk.is_right();
    }
}

#[test]
fn what_was_sent_before_the_screen_was_drawn_anew_is_taken_from_kitty_too() {
    let mut desk = album(Wish::Only(Protocol::Kitty), LARGE);
    let before: Vec<u32> = desk.eyes.pictures.keys().copied().collect();
    desk.forget();
    for nth in 40..170 {
        desk.has.insert(thumb(nth), png(&noise(1_000 + nth)));
        desk.says(photo(640, 448));
    }
    let held = |id: &&u32| desk.scene.model.pictures.numbered(PictureId(**id)).is_some();
    assert!(before.iter().any(|id| !held(&id)), "some had to go");
    for id in before.iter().filter(|id| !held(id)) {
        assert!(
            !desk.eyes.pictures.contains_key(id),
            "{id} is still in the terminal"
        );
    }
}

#[test]
fn nothing_is_left_in_kitty_when_weft_leaves() {
    for tmux in [false, true] {
        let mut desk = album(Wish::Only(Protocol::Kitty), LARGE);
        desk.scene.model.terminal.tmux = tmux;
        desk.forget();
        desk.draw(Touched::ALL);
        assert!(!desk.eyes.pictures.is_empty());
        desk.leave();
        assert!(desk.eyes.pictures.is_empty(), "{:?}", desk.eyes.pictures.keys());
    }
}

/// Hardly to be compressed.
fn noise(seed: u64) -> image::RgbaImage {
    let mut random = fastrand::Rng::with_seed(seed);
    image::RgbaImage::from_fn(320, 224, |_, _| {
        image::Rgba([random.u8(..), random.u8(..), random.u8(..), 255])
    })
}

#[test]
fn a_step_of_scrolling_sends_no_picture_to_kitty_again() {
    let mut desk = album(Wish::Only(Protocol::Kitty), LARGE);
    desk.key(Key::ctrl(Code::Up));
    desk.key(Key::ctrl(Code::Down));
    assert!(desk.written < 60_000, "{} bytes", desk.written);
}

#[test]
fn pictures_that_are_off_take_no_room_and_are_not_asked_for() {
    let mut desk = album(Wish::Off, LARGE);
    desk.is_right();
    assert_eq!((desk.shown(), desk.downloads.len(), desk.tiles()), (0, 0, 0));
    desk.key(Key::alt(Code::Up));
    desk.key(Key::alt(Code::Char('v')));
    assert!(desk.scene.model.overlay.is_none());
}

#[test]
fn without_colour_a_picture_is_shades() {
    use weft::ui::theme::Theme;
    use weft::ui::{Look, paint};
    let mut desk = Desk::by(Protocol::Blocks);
    let gradient = image::RgbaImage::from_fn(64, 64, |x, _| {
        image::Rgba(
            [u8::try_from(x * 4).unwrap(); 3]
                .map(|n| n)
                .into_iter()
                .chain([255])
                .collect::<Vec<_>>()
                .try_into()
                .unwrap(),
        )
    });
    desk.has.insert(thumb(7), png(&gradient));
    desk.opened().says(photo(64, 64));
    for (theme, glyphs) in [(Theme::mono(), "░▒▓█"), (Theme::mono().ascii(), ".:-=+*#%@")] {
        let look = Look {
            words: weft::words::Words::new(weft::words::Language::English),
            theme,
        };
        let frame = paint(&desk.scene.model, &look);
        let coloured = |cell: &ratatui::buffer::Cell| {
            cell.fg != ratatui::style::Color::Reset || cell.bg != ratatui::style::Color::Reset
        };
        assert!(!frame.content.iter().any(coloured));
        let row: String = (0..24)
            .find_map(|y| {
                let row: String = (0..80).map(|x| frame[(x, y)].symbol()).collect();
                glyphs.chars().all(|glyph| row.contains(glyph)).then_some(row)
            })
            .unwrap_or_default();
        let places: Vec<_> = glyphs.chars().map(|glyph| row.find(glyph)).collect();
        assert!(
            !places.is_empty() && places.iter().all(Option::is_some) && places.is_sorted(),
            "{row}"
        );
    }
}
