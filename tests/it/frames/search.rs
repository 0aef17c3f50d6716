//! The search on screen.

use weft::app::keymap::{Code, Key};
use weft::domain::message::{Author, Body, File};
use weft::domain::text::SafeText;
use weft::words::Language;

use super::scene::Scene;
use super::{at_every_size, snapshot};

fn talked(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.say(
        "@@team",
        Author::Member("@li".into()),
        -700,
        "我先说一下背景：上个季度的数字大家都看过了，下面的问题是谁来写新的Meeting notes，还有会议室要换到三楼。",
    );
    scene.say("@anna", Author::Me, -500, "The meeting\nis at three, 会议室 B");
    scene.body(
        "@anna",
        Author::Peer,
        -400,
        Body::File(File {
            name: SafeText::line("会议记录 final.pdf"),
            bytes: Some(20_480),
        }),
    );
    scene
}

#[test]
fn hits_with_what_was_looked_for() {
    at_every_size("search", |width, height| {
        let mut scene = talked(width, height);
        scene.press(Code::F(3)).typed("会议").press(Code::Down);
        scene
    });
}

#[test]
fn what_can_be_typed_is_told_before_anything_is() {
    at_every_size("search_help", |width, height| {
        let mut scene = talked(width, height);
        scene.open('2').key(Key::ctrl(Code::Char('f')));
        scene
    });
}

#[test]
fn what_makes_no_sense_is_told() {
    let mut scene = talked(80, 24);
    scene.press(Code::F(3)).typed("meeting before:soon");
    snapshot("search_fault", &scene.frame(Language::English));
    snapshot("search_fault_zh", &scene.frame(Language::Chinese));
}

#[test]
fn all_that_makes_no_sense_is_told() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut scene = talked(width, height);
        scene
            .press(Code::F(3))
            .typed("from:xyz has:nothing before:xx is:foo 会议");
        let frame = scene.frame(Language::English);
        for told in [
            "“xyz”: left out",
            "“nothing” is left out",
            "“xx” is no date",
            "“foo” is left out",
            "会议记录",
        ] {
            assert!(frame.contains(told), "{told}:\n{frame}");
        }
    }
}

#[test]
fn enter_is_not_offered_where_nothing_is_found() {
    let mut scene = talked(80, 24);
    let last = |scene: &Scene| {
        let frame = scene.frame(Language::English);
        frame
            .lines()
            .rev()
            .find(|line| line.contains("F1 "))
            .unwrap()
            .to_owned()
    };
    assert!(last(&scene).contains("Enter open"));
    scene.typed("nobody at all");
    assert!(!last(&scene).contains("Enter"), "{}", last(&scene));
    scene.press(Code::Esc).press(Code::F(3));
    assert!(!scene.frame(Language::English).contains("Enter goes there"));
    scene.typed("会议");
    assert!(scene.frame(Language::English).contains("Enter goes there"));
}
