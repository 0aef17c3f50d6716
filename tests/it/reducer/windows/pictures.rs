//! The viewer goes from picture to picture as far as the history goes, not as far as memory does.

use weft::app::model::{Hint, Overlay};
use weft::app::terminal::Terminal;
use weft::app::viewer::Viewer;
use weft::domain::message::{Body, Picture};
use weft::domain::picture::{Cell, Protocol, Wish};

use super::Shelf;

/// So many lines, of which these are pictures; the last of them is chosen.
fn with_pictures(lines: i64, pictures: &[i64]) -> Shelf {
    let mut shelf = Shelf::with(lines);
    let lan = shelf.app.id("@lan");
    for line in shelf.kept.get_mut(&lan).unwrap() {
        if pictures.contains(&line.seq.0) {
            line.body = Body::Image(Picture::default());
        }
    }
    shelf.app.model.terminal = Terminal {
        wish: Wish::Only(Protocol::Blocks),
        cell: Some(Cell::USUAL),
        ..Terminal::default()
    };
    shelf.open("@lan");
    let newest = pictures.iter().max().copied().unwrap();
    while chosen(&shelf) != Some(newest) {
        shelf.keys("alt-up");
    }
    shelf
}

fn chosen(shelf: &Shelf) -> Option<i64> {
    let talk = shelf.talk();
    Some(talk.lines.get(talk.selected?)?.seq.0)
}

fn viewer(shelf: &Shelf) -> Viewer {
    match shelf.app.model.overlay {
        Some(Overlay::Viewer(viewer)) => viewer,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn p_and_n_go_beyond_what_is_in_memory() {
    let mut shelf = with_pictures(5000, &[3, 1800, 4990]);
    shelf.keys("v");
    for seq in [1800, 3] {
        shelf.keys("p");
        assert_eq!((viewer(&shelf).at.1.0, viewer(&shelf).seeking), (seq, None));
        assert_eq!(chosen(&shelf), Some(seq), "behind it the chat stands there");
        shelf.check().unwrap();
    }
    for seq in [1800, 4990] {
        shelf.keys("n");
        assert_eq!((viewer(&shelf).at.1.0, chosen(&shelf)), (seq, Some(seq)));
        shelf.check().unwrap();
    }
    assert!(shelf.talk().lines.len() <= 1400, "memory does not grow");
}

#[test]
fn where_there_is_none_it_says_so_and_stays() {
    let mut shelf = with_pictures(5000, &[4990]);
    shelf.keys("v");
    for key in ["p", "n", "p"] {
        shelf.keys(key);
        assert_eq!(shelf.app.model.hint, Some(Hint::LastPicture), "{key}");
        assert_eq!((viewer(&shelf).at.1.0, viewer(&shelf).seeking), (4990, None));
        assert_eq!(chosen(&shelf), Some(4990), "{key}");
        shelf.check().unwrap();
    }
}

#[test]
fn esc_ends_the_search_where_it_began() {
    let mut shelf = with_pictures(5000, &[3, 4990]);
    shelf.keys("v");
    shelf.app.keys("p");
    shelf.heard();
    assert!(viewer(&shelf).seeking.is_some(), "a page is on its way");
    shelf.app.keys("esc");
    shelf.settle();
    assert_eq!(shelf.app.model.overlay, None);
    assert_eq!(chosen(&shelf), Some(4990));
    shelf.check().unwrap();
}
