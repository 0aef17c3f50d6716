//! One picture on the whole screen.

use weft::app::Event;
use weft::app::keymap::Context;
use weft::app::keymap::{Code, Key, context};
use weft::app::model::{Hint, Overlay};
use weft::app::viewer::Viewer;
use weft::domain::id::{BatchId, MsgId, UserName};
use weft::domain::message::{Body, Item};
use weft::domain::picture::{Cell, Protocol};
use weft::domain::text::SafeText;
use weft::port::media::{Progress, Source, Zoom};
use weft::port::{Batch, NetEvent, News};

use super::desk::Desk;
use super::seen::{photo, thumb, whole};
use super::{gif, png, tiles};

fn desk(protocol: Protocol) -> Desk {
    let mut desk = Desk::by(protocol);
    for message in 7..10 {
        desk.has.insert(thumb(message), png(&tiles(4, 3, Cell::USUAL)));
        desk.has.insert(whole(message), png(&tiles(16, 9, Cell::USUAL)));
    }
    desk.opened();
    desk.says(photo(64, 48));
    desk.says(Body::Text(SafeText::new("and another")));
    desk.says(photo(64, 48));
    desk
}

fn viewer(desk: &Desk) -> Viewer {
    match desk.scene.model.overlay {
        Some(Overlay::Viewer(viewer)) => viewer,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn v_shows_the_whole_picture_and_esc_the_chat_again() {
    for protocol in [Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel] {
        let mut desk = desk(protocol);
        desk.key(Key::alt(Code::Up));
        desk.letter('v');
        assert_eq!(context(&desk.scene.model), Context::Viewer);
        let download = desk.downloads.last().unwrap();
        assert!(
            download.urgent && matches!(download.source, Source::Image(_)),
            "{download:?}"
        );
        desk.is_right();
        assert!(desk.tiles() > 1000, "{}", desk.tiles());
        desk.press(Code::Esc);
        assert_eq!(desk.scene.model.overlay, None);
        desk.is_right();
    }
}

#[test]
fn nearer_farther_and_about() {
    let mut desk = desk(Protocol::Iterm2);
    desk.key(Key::alt(Code::Up));
    desk.key(Key::alt(Code::Char('v')));
    let fetched = desk.downloads.len();
    desk.press(Code::Left);
    assert_eq!(
        viewer(&desk).zoom,
        Zoom::WHOLE,
        "all of it is seen: nowhere to go"
    );
    for _ in 0..20 {
        desk.letter('+');
        desk.is_right();
    }
    assert_eq!(viewer(&desk).zoom.percent, 1000);
    for code in [Code::Left, Code::Up] {
        for _ in 0..50 {
            desk.press(code);
        }
    }
    assert_eq!(viewer(&desk).zoom.middle, (50, 50), "the corner");
    desk.is_right();
    for code in [Code::Right, Code::Down] {
        for _ in 0..50 {
            desk.press(code);
        }
    }
    assert_eq!(viewer(&desk).zoom.middle, (950, 950));
    for _ in 0..20 {
        desk.letter('-');
    }
    assert_eq!(viewer(&desk).zoom, Zoom::WHOLE);
    desk.is_right();
    assert_eq!(desk.downloads.len(), fetched, "it is fetched once");
}

#[test]
fn n_and_p_go_through_the_pictures_of_the_chat() {
    let mut desk = desk(Protocol::Kitty);
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    let last = viewer(&desk).at;
    desk.letter('n');
    assert_eq!(desk.scene.model.hint, Some(Hint::LastPicture));
    desk.letter('p');
    assert!(viewer(&desk).at < last);
    desk.is_right();
    let chosen = desk.scene.model.talk().unwrap();
    assert_eq!(chosen.lines[chosen.selected.unwrap()].key(), viewer(&desk).at);
    desk.letter('p');
    assert_eq!(desk.scene.model.hint, Some(Hint::LastPicture));
    desk.letter('n');
    assert_eq!(viewer(&desk).at, last);
}

#[test]
fn a_message_without_a_picture_says_so() {
    let mut desk = desk(Protocol::Kitty);
    desk.says(Body::Text(SafeText::new("no picture")));
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    assert_eq!(desk.scene.model.overlay, None);
    assert_eq!(desk.scene.model.hint, Some(Hint::NoPicture));
}

#[test]
fn how_much_is_here_is_told_while_it_comes() {
    let mut desk = desk(Protocol::Kitty);
    desk.slow = true;
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    let news = News::Download {
        asset: whole(9),
        progress: Progress::Moving {
            done: 300,
            of: Some(400),
        },
    };
    desk.event(Event::Net(NetEvent {
        epoch: desk.scene.model.epoch,
        news,
    }));
    let row = desk.eyes.cells.iter().map(|row| format!("{row:?}"));
    assert!(
        row.into_iter()
            .any(|row| row.contains("\"7\"), Text(\"5\"), Text(\"%\")"))
    );
}

#[test]
fn what_moves_moves_there_too() {
    let mut desk = desk(Protocol::Blocks);
    desk.has.insert(whole(9), gif(4, 60));
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    let due = weft::app::deadline(&desk.scene.model).expect("it moves");
    let before = desk.eyes.cells.len();
    desk.scene.now.mono = due;
    let step = desk.event(Event::Wake);
    assert!(!step.touched.is_none());
    assert_eq!(desk.eyes.cells.len(), before);
    desk.letter('+');
    assert_eq!(
        weft::app::deadline(&desk.scene.model),
        None,
        "a closer look stands still"
    );
}

#[test]
fn the_small_picture_is_seen_at_once_until_the_whole_one_is_here() {
    let mut desk = desk(Protocol::Kitty);
    desk.slow = true;
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    let whole_one = desk.downloads.last().unwrap().clone();
    assert!(matches!(whole_one.source, Source::Image(_)), "{whole_one:?}");
    desk.is_right();
    let small = desk.tiles();
    assert!(small > 1000, "as large as the screen: {small}");
    let before = desk.shows.len();
    let here = desk.arrives(&whole_one);
    desk.event(here);
    desk.is_right();
    assert_eq!(
        desk.shows.len(),
        before + 1,
        "the whole one is made, the small one no more"
    );
}

#[test]
fn a_picture_that_is_taken_back_leaves_the_screen_and_says_why() {
    for keep in [false, true] {
        let mut desk = desk(Protocol::Kitty);
        desk.scene.model.settings.keep_recalled = keep;
        desk.key(Key::alt(Code::Up));
        desk.letter('v');
        desk.is_right();
        let at = viewer(&desk).at;
        let lines = &desk.scene.model.talk().unwrap().lines;
        let line = lines.iter().find(|line| line.key() == at).unwrap();
        let target = line.state.id();
        let epoch = desk.scene.model.epoch;
        desk.event(Event::Net(NetEvent {
            epoch,
            news: News::Synced(Batch {
                keepsake: None,
                id: BatchId(900),
                profile: None,
                deleted: Vec::new(),
                changed: Vec::new(),
                items: vec![Item::Recall {
                    id: MsgId(900),
                    chat: UserName::from("@anna"),
                    target,
                    notice: SafeText::line("taken back"),
                }],
            }),
        }));
        assert_eq!(desk.scene.model.overlay, None);
        assert_eq!(desk.scene.model.hint, Some(Hint::TakenBack));
        desk.is_right();
    }
}
