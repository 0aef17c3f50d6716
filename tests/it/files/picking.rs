//! What the picker's bar is on: looked at where it rests, seen where there is room, and never in the way of picking.

use pretty_assertions::assert_eq;
use weft::app::attach::{glance, wanted};
use weft::app::model::Overlay;
use weft::app::step::Effect;
use weft::domain::message::AttachmentKind;
use weft::domain::picture::{Cell, Protocol, Wish};
use weft::domain::time::Timestamp;
use weft::port::media::{Asset, Entry, Glance, Listing, MediaCommand, MediaEvent};

use super::{asked, attachment, tell};
use crate::reducer::App;

const SEA: Glance = Glance::File {
    kind: AttachmentKind::Image,
    pixels: Some((800, 600)),
};

/// The picker over a folder, on a terminal with pictures.
fn picking(names: &[(&str, u64)]) -> App {
    let mut app = App::chatting();
    app.model.terminal.wish = Wish::Only(Protocol::Blocks);
    app.model.terminal.cell = Some(Cell::USUAL);
    app.open("@lan");
    app.keys("ctrl-o");
    app.asked.clear();
    let entry = |(name, bytes): &(&str, u64)| Entry {
        name: (*name).into(),
        path: format!("/data/me/{name}").into(),
        folder: false,
        bytes: *bytes,
        at: Timestamp(9),
    };
    let listing = Listing {
        folder: "~/".into(),
        entries: names.iter().map(entry).collect(),
        more: false,
        fault: None,
    };
    tell(&mut app, MediaEvent::Listed(listing));
    app
}

/// What was asked of the media thread since the last look, by name.
fn looks(app: &mut App) -> Vec<String> {
    let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let looks = app.asked.iter().filter_map(|effect| {
        if let Effect::Media(MediaCommand::Glance { path }) = effect {
            Some(name(path))
        } else if let Effect::Media(MediaCommand::Show { file, .. }) = effect {
            Some(format!("show {}", name(file)))
        } else {
            None
        }
    });
    let looks = looks.collect();
    app.asked.clear();
    looks
}

fn told(app: &mut App, name: &str, found: Option<Glance>) {
    let path = format!("/data/me/{name}").into();
    tell(app, MediaEvent::Glanced { path, found });
}

#[test]
fn only_where_the_bar_rests_something_is_looked_at() {
    let mut app = picking(&[("a.png", 1), ("b.png", 1), ("c.png", 1), ("d.png", 1)]);
    assert_eq!(looks(&mut app), ["a.png"]);
    app.keys("down down down");
    assert_eq!(looks(&mut app), [""; 0], "one question at a time");
    told(&mut app, "a.png", Some(SEA));
    assert_eq!(glance(&app.model), None, "the bar is elsewhere");
    assert_eq!(looks(&mut app), ["d.png"], "and then for where it is");
    told(&mut app, "d.png", Some(SEA));
    let (entry, found) = glance(&app.model).unwrap();
    assert_eq!((&*entry.name, found), ("d.png", SEA));
    assert_eq!(looks(&mut app), ["show d.png"]);
    app.keys("up");
    told(&mut app, "c.png", None);
    assert_eq!(looks(&mut app), ["c.png"]);
    assert_eq!(glance(&app.model), None, "it cannot be read");
    app.keys("esc");
    app.types("x");
    assert_eq!(looks(&mut app), [""; 0], "nothing without the picker");
}

#[test]
fn the_same_picture_is_made_once_and_another_by_that_name_again() {
    let mut app = picking(&[("a.png", 1)]);
    told(&mut app, "a.png", Some(SEA));
    let first = wanted(&app.model).unwrap();
    assert!(matches!(first.asset, Asset::Here(_)));
    let mut again = picking(&[("a.png", 1)]);
    told(&mut again, "a.png", Some(SEA));
    assert_eq!(wanted(&again.model).unwrap().asset, first.asset);
    let mut other = picking(&[("a.png", 2)]);
    told(&mut other, "a.png", Some(SEA));
    assert_ne!(wanted(&other.model).unwrap().asset, first.asset);
}

#[test]
fn what_is_enormous_or_no_picture_or_has_no_room_is_only_told_of() {
    let mib = 1024 * 1024;
    let seen = |bytes, found, (width, height)| {
        let mut app = picking(&[("a.png", bytes)]);
        app.resize(width, height);
        told(&mut app, "a.png", Some(found));
        assert!(glance(&app.model).is_some());
        wanted(&app.model).is_some()
    };
    let file = Glance::File {
        kind: AttachmentKind::File,
        pixels: None,
    };
    let folder = Glance::Folder {
        entries: 3,
        more: false,
    };
    assert!(seen(mib, SEA, (100, 30)));
    assert!(seen(mib, SEA, (40, 40)));
    assert!(!seen(mib, SEA, (40, 12)));
    assert!(!seen(64 * mib, SEA, (100, 30)));
    assert!(!seen(mib, file, (100, 30)));
    assert!(!seen(mib, folder, (100, 30)));
}

#[test]
fn a_picture_that_is_gone_is_nobodys_to_fetch() {
    let mut app = picking(&[("a.png", 1)]);
    told(&mut app, "a.png", Some(SEA));
    let asset = wanted(&app.model).unwrap().asset;
    app.asked.clear();
    tell(&mut app, MediaEvent::Missing(asset));
    app.keys("f12");
    assert_eq!((looks(&mut app), app.net()), (vec![], vec![]));
}

#[test]
fn no_question_goes_over_what_covers_the_picker() {
    let mut app = picking(&[("film.mkv", 1)]);
    app.keys("enter");
    let looked = asked(&mut app);
    let [MediaCommand::Inspect { number, .. }] = looked.as_slice() else {
        panic!("not looked at: {looked:?}");
    };
    app.keys("f1");
    let found = vec![Some(attachment("/data/me/film.mkv", 9, AttachmentKind::File))];
    let number = *number;
    tell(&mut app, MediaEvent::Inspected { number, found });
    assert!(matches!(app.model.overlay, Some(Overlay::Help { .. })));
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(Overlay::Attach));
    app.keys("enter");
    assert!(
        matches!(asked(&mut app).as_slice(), [MediaCommand::Inspect { .. }]),
        "it is picked again"
    );
}

#[test]
fn leaving_the_picker_calls_off_the_look_at_what_was_picked() {
    let mut app = picking(&[("film.mkv", 1)]);
    app.keys("enter");
    let looked = asked(&mut app);
    let [MediaCommand::Inspect { number, .. }] = looked.as_slice() else {
        panic!("not looked at: {looked:?}");
    };
    app.keys("enter");
    assert_eq!(asked(&mut app), [], "once is enough");
    assert!(app.model.attach.is_looking());
    app.keys("esc");
    let stop = MediaCommand::StopInspect { number: *number };
    assert_eq!(asked(&mut app), [stop]);
    let found = vec![Some(attachment("/data/me/film.mkv", 9, AttachmentKind::File))];
    let number = *number;
    tell(&mut app, MediaEvent::Inspected { number, found });
    assert_eq!(app.model.overlay, None, "the question does not come any more");
    app.keys("ctrl-o");
    assert_eq!(app.model.overlay, Some(Overlay::Attach));
}
