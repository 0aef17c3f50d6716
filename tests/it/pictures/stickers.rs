//! The grid of stickers: the pictures in sight are wanted and no others, and the chosen one moves.

use weft::app::keymap::{Code, Key};
use weft::app::pictures::of_sticker;
use weft::domain::geometry::Size;
use weft::domain::message::{Body, Sticker};
use weft::domain::picture::{Protocol, Wish};
use weft::port::media::MediaCommand;

use super::desk::Desk;
use super::gif;
use super::seen::whole;

/// So many came to Anna's chat, and the bar is in another with nothing in it. Scene's people said six things before.
fn received(wish: Wish, count: u64, size: Size) -> Desk {
    let mut desk = Desk::new(wish, size);
    for nth in 0..count {
        desk.has.insert(whole(7 + nth), gif(3, 48));
        desk.says(Body::Sticker(Box::new(Sticker {
            md5: format!("{nth:032x}").into(),
            width: 48,
            height: 48,
            ..Sticker::default()
        })));
    }
    // The group's chat.
    desk.key(Key::alt(Code::Char('3')));
    desk.shows.clear();
    desk
}

const USUAL: Size = Size {
    width: 80,
    height: 24,
};

/// Which were asked for, each as often as it was.
fn asked(desk: &mut Desk) -> Vec<(MediaCommand, bool)> {
    let shows = std::mem::take(&mut desk.shows);
    let moving = |show: &MediaCommand| matches!(show, MediaCommand::Show { view, .. } if view.moving);
    shows
        .into_iter()
        .map(|show| (show.clone(), moving(&show)))
        .collect()
}

#[test]
fn only_what_is_in_sight_is_fetched() {
    for protocol in [Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel] {
        let mut desk = received(Wish::Only(protocol), 30, USUAL);
        desk.downloads.clear();
        desk.press(Code::F(7));
        desk.is_right();
        assert_eq!(desk.downloads.len(), 8, "two rows of four");
        assert!(desk.tiles() >= 8 * 14 * 7, "{}", desk.tiles());
        desk.press(Code::Down);
        assert_eq!(desk.downloads.len(), 8, "the second row was in sight");
        desk.press(Code::Down);
        desk.is_right();
        assert_eq!(desk.downloads.len(), 12, "a row more");
        desk.press(Code::Esc);
        desk.is_right();
        assert_eq!(desk.tiles(), 0);
    }
}

#[test]
fn the_chosen_one_moves_and_the_others_stand() {
    let mut desk = received(Wish::Only(Protocol::Blocks), 5, USUAL);
    desk.press(Code::F(7));
    let moving: Vec<bool> = asked(&mut desk).into_iter().map(|(_, moving)| moving).collect();
    assert_eq!(moving.iter().filter(|moving| **moving).count(), 1);
    assert!(weft::app::deadline(&desk.scene.model).is_some());
    let canvas = desk.scene.model.terminal.canvas().unwrap();
    let frame = |desk: &Desk, nth: usize| {
        let model = &desk.scene.model;
        let still = of_sticker(model.stickers.hit(nth).unwrap(), canvas);
        let moving = weft::app::pictures::moving(&still).unwrap();
        let held = model.pictures.frame_of((moving.asset, moving.view));
        held.map(|(_, frame)| frame.id)
    };
    let before = (frame(&desk, 0), frame(&desk, 1));
    assert!(before.0.is_some() && before.1.is_none());
    desk.scene.now = desk.scene.now.plus(std::time::Duration::from_secs(1));
    desk.event(weft::app::Event::Wake);
    assert_ne!(frame(&desk, 0), before.0, "the next frame");
    desk.press(Code::Right);
    assert!(frame(&desk, 1).is_some(), "now this one moves");
    desk.event(weft::app::Event::Focus(false));
    assert_eq!(weft::app::deadline(&desk.scene.model), None);
}

#[test]
fn the_bar_is_always_in_sight_whatever_the_size() {
    for (width, height) in [(20, 6), (40, 12), (44, 17), (64, 18), (80, 24), (200, 60)] {
        let mut desk = received(Wish::Only(Protocol::Blocks), 40, Size { width, height });
        desk.press(Code::F(7));
        for code in [
            Code::Down,
            Code::Right,
            Code::PageDown,
            Code::Down,
            Code::PageUp,
            Code::Left,
        ] {
            desk.press(code);
            let model = &desk.scene.model;
            let grid = weft::app::stickers::grid(model).unwrap();
            let (at, count) = (model.stickers.picker.selected, model.stickers.picker.hits.len());
            let shown = grid.shown(at, count);
            assert!(shown.contains(&at), "{width}×{height}: {at} in {shown:?}");
            let area = weft::app::layout::search_areas(model).unwrap().hits;
            for nth in 0..shown.len() {
                let tile = grid.tile(nth);
                assert!(tile.x >= area.x && tile.x + tile.width <= area.x + area.width);
                assert!(tile.y >= area.y && tile.y + tile.height <= area.y + area.height.max(1));
            }
        }
    }
}
