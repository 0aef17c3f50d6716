//! How many pictures are fetched at a time, and which give way.

use std::collections::HashSet;

use proptest::prelude::*;
use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::pictures::MOST_UNDER_WAY;
use weft::domain::geometry::Size;
use weft::domain::message::{Body, Sticker};
use weft::domain::picture::{Cell, Protocol};
use weft::domain::text::SafeText;
use weft::port::media::{Asset, Download, MediaEvent, Progress};
use weft::port::{NetEvent, News};

use super::desk::Desk;
use super::seen::{photo, thumb, whole};
use super::{png, tiles};

/// A long chat of photos that nobody has brought yet.
fn album(photos: u64) -> Desk {
    let mut desk = Desk::by(Protocol::Blocks);
    desk.slow = true;
    for message in 0..photos + 10 {
        desk.has.insert(thumb(message), png(&tiles(4, 3, Cell::USUAL)));
        desk.has.insert(whole(message), png(&tiles(4, 3, Cell::USUAL)));
    }
    for _ in 0..photos {
        desk.says(photo(64, 96));
    }
    desk.opened();
    desk
}

/// What was asked for, has not come, and was not called off.
fn open(desk: &Desk, came: &HashSet<Asset>) -> Vec<Download> {
    let mut open: Vec<Download> = Vec::new();
    for asked in &desk.asked {
        match asked {
            Ok(download) if !open.iter().any(|other| other.asset == download.asset) => {
                open.push(download.clone());
            }
            Ok(_) => {}
            Err(stopped) => open.retain(|download| download.asset != *stopped),
        }
    }
    open.retain(|download| !came.contains(&download.asset));
    open
}

#[test]
fn what_was_scrolled_past_gives_way_to_what_is_seen() {
    let mut desk = album(60);
    let first = open(&desk, &HashSet::new());
    assert!(!first.is_empty());
    // Nothing comes, however far one scrolls.
    for _ in 0..12 {
        desk.press(Code::PageUp);
    }
    let now = open(&desk, &HashSet::new());
    assert!(now.len() <= MOST_UNDER_WAY, "{}", now.len());
    let near: HashSet<Asset> = now.iter().map(|download| download.asset).collect();
    assert!(first.iter().all(|download| !near.contains(&download.asset)));
    // Back there, they are fetched after all.
    for _ in 0..14 {
        desk.press(Code::PageDown);
    }
    let back: HashSet<Asset> = open(&desk, &HashSet::new())
        .iter()
        .map(|download| download.asset)
        .collect();
    assert!(first.iter().any(|download| back.contains(&download.asset)));
}

#[test]
fn pictures_that_are_not_to_be_had_hold_nothing_up() {
    let mut desk = Desk::by(Protocol::Blocks);
    desk.opened();
    for _ in 0..3 * MOST_UNDER_WAY {
        desk.says(photo(64, 96));
    }
    let failed = desk.downloads.len();
    assert_eq!(failed, 3 * MOST_UNDER_WAY, "each was tried");
}

#[test]
fn pictures_that_came_after_they_were_scrolled_past_hold_nothing_up() {
    let mut desk = album(60);
    for _ in 0..8 {
        desk.press(Code::PageUp);
        // All of it comes a moment later, when other things are seen.
        let late = desk.downloads.clone();
        for _ in 0..2 {
            desk.press(Code::PageUp);
        }
        for download in late {
            let event = desk.arrives(&download);
            desk.event(event);
        }
    }
    desk.slow = false;
    for _ in 0..40 {
        desk.press(Code::PageDown);
    }
    desk.says(photo(64, 96));
    let asked: HashSet<Asset> = desk.downloads.iter().map(|download| download.asset).collect();
    assert!(asked.contains(&thumb(67)), "the newest is not asked for");
}

#[derive(Clone, Debug)]
enum Doing {
    Key(Key),
    /// A download that is under way ends.
    Comes(prop::sample::Index),
    Says,
}

fn doing() -> impl Strategy<Value = Doing> {
    let keys = prop::sample::select(vec![
        Key::plain(Code::PageUp),
        Key::plain(Code::PageUp),
        Key::plain(Code::PageDown),
        Key::alt(Code::Up),
        Key::plain(Code::Esc),
        Key::plain(Code::Char('v')),
        Key::plain(Code::Char('s')),
        Key::alt(Code::Char('1')),
        Key::alt(Code::Char('2')),
    ]);
    prop_oneof![
        6 => keys.prop_map(Doing::Key),
        2 => any::<prop::sample::Index>().prop_map(Doing::Comes),
        1 => Just(Doing::Says),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn never_more_than_so_many_and_nobody_who_waits_is_let_down(doings in prop::collection::vec(doing(), 1..60)) {
        let mut desk = album(40);
        let mut came = HashSet::new();
        for doing in doings {
            match doing {
                Doing::Key(key) => { desk.event(Event::Key(key)); }
                Doing::Says => { desk.says(photo(64, 96)); }
                Doing::Comes(which) => {
                    let open = open(&desk, &came);
                    if !open.is_empty() {
                        let download = which.get(&open).clone();
                        came.insert(download.asset);
                        let event = desk.arrives(&download);
                        desk.event(event);
                    }
                }
            }
            let idle = open(&desk, &came).iter().filter(|download| !download.urgent).count();
            prop_assert!(idle <= MOST_UNDER_WAY, "{idle} are under way");
            let mut urgent = HashSet::new();
            for asked in &desk.asked {
                match asked {
                    Ok(download) if download.urgent => { urgent.insert(download.asset); }
                    Ok(_) => {}
                    Err(stopped) => prop_assert!(!urgent.contains(stopped), "{stopped:?} was waited for"),
                }
            }
        }
    }
}

#[test]
fn a_sticker_that_was_stopped_stays_so_until_it_is_asked_for() {
    let mut desk = Desk::by(Protocol::Kitty);
    desk.slow = true;
    desk.has.insert(whole(7), png(&tiles(4, 3, Cell::USUAL)));
    desk.opened();
    desk.says(Body::Sticker(Box::new(Sticker {
        width: 48,
        height: 48,
        ..Sticker::default()
    })));
    assert_eq!(desk.downloads.len(), 1, "it is near the screen");
    let late = desk.downloads[0].clone();
    desk.key(Key::alt(Code::Up));
    desk.letter('x');
    assert_eq!(desk.asked.last(), Some(&Err(whole(7))));
    let word = |desk: &mut Desk, progress| {
        let epoch = desk.scene.model.epoch;
        let news = News::Download {
            asset: whole(7),
            progress,
        };
        desk.event(Event::Net(NetEvent { epoch, news }));
    };
    word(&mut desk, Progress::Moving { done: 1, of: None });
    desk.press(Code::Esc);
    desk.says(Body::Text(SafeText::new("and whatever happens")));
    desk.press(Code::PageUp);
    desk.press(Code::PageDown);
    desk.is_right();
    assert_eq!((desk.downloads.len(), desk.tiles()), (1, 0));
    // Asked for, it comes.
    desk.key(Key::alt(Code::Up));
    desk.key(Key::alt(Code::Up));
    desk.letter('o');
    desk.event(Event::Media(MediaEvent::Missing(whole(7))));
    assert!(desk.downloads.len() > 1);
    let comes = desk.arrives(&late);
    desk.event(comes);
    desk.is_right();
    assert!(desk.tiles() > 0);
}

/// The cache has a size, and what it lets go of may be looked at again.
#[test]
fn a_picture_that_is_not_on_the_disk_any_more_is_fetched_again() {
    let mut desk = Desk::by(Protocol::Kitty);
    desk.has.insert(thumb(7), png(&tiles(12, 9, Cell::USUAL)));
    desk.opened();
    desk.says(photo(1600, 1200));
    assert_eq!(desk.downloads.len(), 1);
    assert!(desk.tiles() > 0);
    let first = desk.downloads[0].clone();
    std::fs::remove_file(&first.file).unwrap();
    desk.slow = true;
    // Another size is made of it.
    desk.event(Event::Resize(Size {
        width: 40,
        height: 24,
    }));
    desk.says(Body::Text(SafeText::new("meanwhile")));
    assert_eq!(desk.downloads.len(), 2, "it is missing");
    let comes = desk.arrives(&first);
    desk.event(comes);
    desk.press(Code::PageUp);
    desk.is_right();
    assert!(desk.tiles() > 0);
}
