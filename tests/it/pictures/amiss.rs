//! Pictures that do not come: why is told where they would stand, and they are tried again.

use weft::app::keymap::{Code, Key};
use weft::domain::picture::{Cell, Protocol, Wish};
use weft::port::media::Asset;
use weft::port::{Failure, Link, NetEvent, News};

use super::desk::Desk;
use super::eyes::Seen;
use super::seen::{photo, thumb, whole};
use super::{png, tiles};
use crate::frames::scene::as_text;

/// Anna's chat, with a photo in it whose thumbnail is not to be had.
fn desk() -> Desk {
    let mut desk = Desk::by(Protocol::Kitty);
    desk.opened();
    desk.says(photo(640, 480));
    desk
}

fn fetched(desk: &Desk, asset: Asset) -> usize {
    let of = |download: &&weft::port::media::Download| download.asset == asset;
    desk.downloads.iter().filter(of).count()
}

/// As the terminal shows it.
fn shown(desk: &Desk) -> String {
    let rows = desk.eyes.cells.iter().map(|row| {
        let cells = row.iter().map(|seen| match seen {
            Seen::Text(text) => text.as_str(),
            Seen::Tile(_) | Seen::Nothing => "#",
        });
        cells.collect::<String>()
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn is_seen(desk: &Desk) -> bool {
    shown(desk).contains('#') && !as_text(&desk.painted()).contains("not downloaded")
}

fn link(desk: &mut Desk, link: Link) {
    let epoch = desk.scene.model.epoch;
    let news = News::Link(link);
    desk.event(weft::app::Event::Net(NetEvent { epoch, news }));
}

#[test]
fn a_picture_that_did_not_come_says_why_and_which_key_tries_again() {
    for size in [(80, 24), (40, 20), (200, 60)] {
        let (width, height) = size;
        let size = weft::domain::geometry::Size { width, height };
        let mut desk = Desk::new(Wish::Only(Protocol::Kitty), size);
        desk.opened();
        desk.says(photo(640, 480));
        let told = shown(&desk);
        assert!(told.contains("not downloaded"), "{told}");
        assert!(told.contains("Alt-r again"), "{told}");
        if height > 20 {
            assert!(told.contains("the phone ") && told.contains("Expired"), "{told}");
        }
        desk.has.insert(thumb(7), png(&tiles(4, 3, Cell::USUAL)));
        desk.key(Key::alt(Code::Char('r')));
        assert!(is_seen(&desk), "{}", shown(&desk));
        desk.is_right();
    }
}

#[test]
fn whoever_comes_back_sees_it_tried_once_more() {
    let mut desk = desk();
    assert_eq!(fetched(&desk, thumb(7)), 1);
    desk.key(Key::alt(Code::Char('1')));
    desk.opened();
    assert_eq!(fetched(&desk, thumb(7)), 2, "still not to be had");
    desk.opened();
    desk.press(Code::PageUp);
    assert_eq!(fetched(&desk, thumb(7)), 2, "nobody went anywhere");
    desk.has.insert(thumb(7), png(&tiles(4, 3, Cell::USUAL)));
    desk.key(Key::alt(Code::Char('1')));
    desk.opened();
    assert!(is_seen(&desk), "{}", shown(&desk));
}

#[test]
fn so_does_whoever_is_connected_again() {
    let mut desk = desk();
    let lost = Link::Retrying {
        attempt: 1,
        at: desk.scene.now.mono,
        why: Failure::Offline,
    };
    link(&mut desk, lost);
    assert_eq!(fetched(&desk, thumb(7)), 1);
    desk.has.insert(thumb(7), png(&tiles(4, 3, Cell::USUAL)));
    link(&mut desk, Link::Up);
    assert_eq!(fetched(&desk, thumb(7)), 2);
    assert!(is_seen(&desk), "{}", shown(&desk));
    link(&mut desk, Link::Up);
    assert_eq!(fetched(&desk, thumb(7)), 2, "it was up");
}

#[test]
fn the_whole_picture_stands_in_for_a_small_one_that_did_not_come() {
    let mut desk = desk();
    desk.has.insert(whole(7), png(&tiles(16, 9, Cell::USUAL)));
    assert!(shown(&desk).contains("not downloaded"));
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    assert_eq!(fetched(&desk, whole(7)), 1, "the viewer fetches it");
    desk.press(Code::Esc);
    assert!(is_seen(&desk), "{}", shown(&desk));
    desk.is_right();
    assert_eq!(fetched(&desk, whole(7)), 1, "it is here");
}
