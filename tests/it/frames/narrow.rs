//! On the smallest screens: what is wanted most, and the way out, are told whatever else has to go.

use weft::app::keymap::{Code, Key};
use weft::domain::message::Author;
use weft::port::News;
use weft::words::Language;

use super::managing::ask;
use super::scene::{Scene, friend};

fn alt(c: char) -> Key {
    Key::alt(Code::Char(c))
}

fn chosen(scene: &mut Scene) -> &mut Scene {
    scene.open('2').key(Key::alt(Code::Up))
}

/// More people than there are rows.
fn crowded() -> Scene {
    let mut scene = Scene::chatting(40, 12);
    scene.model.settings.group_actions = true;
    let many = (0..30).map(|nth| friend(&format!("@p{nth}"), &format!("Person {nth}")));
    scene.net(News::Contacts(many.collect()));
    scene
}

fn request(scene: &mut Scene) {
    ask(
        scene,
        "我是群聊“徒步”的小林，上次一起爬过山，还记得吗？那天拍的照片洗出来了，想请你看看，方便的话加一下",
    );
    chosen(scene).key(alt('i'));
}

/// An overlay by its way there, and what its last row tells before all: the key that is wanted most, and the way out.
type Case = (&'static str, fn(&mut Scene), [&'static str; 2]);

const CASES: [Case; 7] = [
    (
        "forward",
        |scene| _ = chosen(scene).press(Code::Char('f')),
        ["Enter", "Esc"],
    ),
    ("new group", |scene| _ = scene.key(alt('g')), ["Enter", "Esc"]),
    (
        "contact",
        |scene| _ = scene.open('3').key(alt('i')),
        ["Enter", "Esc"],
    ),
    (
        "members",
        |scene| _ = scene.open('3').key(alt('i')).press(Code::Char('/')),
        ["Enter", "Esc"],
    ),
    (
        "details",
        |scene| _ = chosen(scene).press(Code::Char('i')),
        ["c ", "Esc"],
    ),
    ("request", request, ["a ", "Esc"]),
    ("help", |scene| _ = scene.press(Code::F(1)), ["Esc", "Esc"]),
];

#[test]
fn every_page_tells_its_first_key_and_the_way_out() {
    for (name, way, keys) in CASES {
        for language in [Language::English, Language::Chinese] {
            let mut scene = crowded();
            way(&mut scene);
            assert!(scene.model.overlay.is_some(), "{name}");
            let frame = scene.frame(language);
            // Above the edge, and above the status bar below it.
            let rows: Vec<&str> = frame.lines().collect();
            let feet = rows[8..11].join("\n");
            for key in keys {
                assert!(feet.contains(key), "{name}: {key} in\n{frame}");
            }
        }
    }
}

#[test]
fn every_list_says_that_there_is_more() {
    for (name, way) in [("forward", CASES[0].1), ("new group", CASES[1].1)] {
        let mut scene = crowded();
        way(&mut scene);
        if name == "forward" {
            scene.typed("Person");
        }
        assert!(scene.frame(Language::English).contains('↓'), "{name}");
        for _ in 0..10 {
            scene.press(Code::PageDown);
        }
        let end = scene.frame(Language::English);
        assert!(!end.contains('↓'), "{name}: nothing more\n{end}");
    }
}

#[test]
fn where_a_request_stands_is_seen_and_the_rest_is_scrolled_to() {
    let mut scene = crowded();
    request(&mut scene);
    let frame = scene.frame(Language::English);
    assert!(frame.contains("State") && frame.contains('↓'), "{frame}");
    scene.press(Code::End);
    let frame = scene.frame(Language::English);
    assert!(frame.contains("Found you") && !frame.contains('↓'), "{frame}");
}

#[test]
fn what_is_unread_leaves_room_for_the_way_back_and_the_help() {
    let mut scene = Scene::chatting(40, 12);
    scene.open('2');
    for _ in 0..12 {
        scene.say("@li", Author::Peer, 0, "在吗");
    }
    for language in [Language::English, Language::Chinese] {
        let frame = scene.frame(language);
        let bar = frame.lines().nth(11).unwrap();
        assert!(bar.contains("Esc") && bar.contains("F1"), "{frame}");
    }
}
