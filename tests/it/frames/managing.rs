//! The pages, questions and lists for managing people and groups, and the folder of accounts.

use weft::app::keymap::{Code, Key};
use weft::domain::contact::{Contact, ContactKind};
use weft::domain::message::{Author, Body, File, Link as Page, Request};
use weft::domain::text::SafeText;
use weft::port::News;
use weft::words::Language;

use super::at_every_size;
use super::scene::Scene;

fn alt(c: char) -> Key {
    Key::alt(Code::Char(c))
}

/// A friend's chat, the second of the list.
fn friend(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('2').key(alt('i'));
    scene
}

/// The group's page, where groups can be changed.
fn group(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.model.settings.group_actions = true;
    scene.open('3').key(alt('i'));
    scene
}

#[test]
fn a_remark_is_typed() {
    at_every_size("naming", |width, height| {
        let mut scene = friend(width, height);
        scene.press(Code::Char('r')).typed("安娜");
        scene
    });
}

#[test]
fn a_group_that_can_be_changed() {
    at_every_size("group_page", group);
}

#[test]
fn the_members_of_a_group() {
    at_every_size("members", |width, height| {
        let mut scene = group(width, height);
        scene.press(Code::Char('/')).press(Code::Down);
        scene
    });
}

#[test]
fn people_for_a_new_group() {
    at_every_size("picker", |width, height| {
        let mut scene = group(width, height);
        scene
            .press(Code::Esc)
            .key(alt('g'))
            .press(Code::Char(' '))
            .press(Code::Char(' '));
        scene
    });
}

#[test]
fn the_question_before_leaving() {
    at_every_size("leaving", |width, height| {
        let mut scene = group(width, height);
        scene.press(Code::Char('e'));
        scene
    });
}

#[test]
fn what_was_shared() {
    at_every_size("shared", |width, height| {
        let mut scene = Scene::chatting(width, height);
        let file = Body::File(File {
            name: SafeText::line("合同（终稿）.pdf"),
            bytes: Some(2_500_000),
        });
        let link = Body::Link(Box::new(Page {
            title: SafeText::line("How trains keep time"),
            source: SafeText::line("城市早报"),
            url: SafeText::line("https://city.example/trains"),
            ..Page::default()
        }));
        scene
            .body("@anna", Author::Peer, -50, file)
            .body("@anna", Author::Me, -40, link);
        scene.open('2').key(alt('i')).press(Code::Char('m'));
        scene
    });
}

#[test]
fn nobody_is_told_of_a_key_that_does_something_else() {
    let mut scene = Scene::chatting(80, 24);
    let file = File {
        name: SafeText::line("合同.pdf"),
        bytes: Some(9),
    };
    scene.body("@anna", Author::Peer, -50, Body::File(file));
    scene.open('2').key(alt('i')).press(Code::Char('m'));
    let frame = scene.frame(Language::English);
    assert!(
        frame.contains("│ Enter goes to the message · Esc back"),
        "{frame}"
    );
    for key in ['g', 'o'] {
        scene.key(alt('i')).press(Code::Char('m'));
        scene.press(Code::Char(key));
        assert_eq!(scene.model.overlay, None, "{key}");
    }
}

#[test]
fn a_group_that_was_left() {
    let left = |width, height| {
        let mut scene = group(width, height);
        scene.press(Code::Char('e')).press(Code::Enter);
        let errand = scene.model.last_errand;
        scene.net(News::Done(errand));
        scene
    };
    at_every_size("left_chat", |width, height| {
        let mut scene = left(width, height);
        scene.press(Code::Left);
        scene
    });
    at_every_size("left_page", |width, height| {
        let mut scene = left(width, height);
        scene.key(alt('i'));
        scene
    });
}

#[test]
fn a_friend_request_in_the_chat_stands_as_on_its_page() {
    at_every_size("request_line", |width, height| {
        let mut scene = requested(width, height);
        scene.press(Code::Esc);
        scene.net(News::Contacts(vec![super::scene::friend("@lin", "小林")]));
        scene
    });
    let mut scene = requested(80, 24);
    scene.press(Code::Esc);
    let frame = scene.frame(Language::English);
    assert!(frame.contains("waits: a accepts"), "{frame}");
}

#[test]
fn a_friend_request_on_its_page() {
    at_every_size("request", requested);
}

/// A request has come, and its page is open.
fn requested(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    ask(&mut scene, "我是群聊“徒步”的小林，上次一起爬过山");
    scene.open('2').key(Key::alt(Code::Up)).key(alt('i'));
    scene
}

/// 小林 asks to be a friend, in these words.
pub fn ask(scene: &mut Scene, greeting: &str) {
    let request = Body::FriendRequest(Box::new(Request {
        name: SafeText::line("小林"),
        greeting: SafeText::line(greeting),
        alias: SafeText::line("xiaolin88"),
        province: SafeText::line("四川"),
        city: SafeText::line("成都"),
        scene: 14,
        user_name: "@lin".into(),
        ticket: "v2_1@stranger".into(),
        ..Request::default()
    }));
    let requests = Contact {
        kind: ContactKind::Special,
        nick_name: SafeText::new("朋友推荐消息"),
        ..Contact::bare("fmessage".into())
    };
    scene.net(News::Contacts(vec![requests]));
    scene.body("fmessage", Author::Peer, 0, request);
}

#[test]
fn accounts_behind_one_entry_and_their_list() {
    let folded = |width, height| {
        let mut scene = Scene::start(width, height);
        scene.model.settings.fold_accounts = true;
        scene.chat();
        scene
    };
    at_every_size("folder_closed", folded);
    at_every_size("folder_open", |width, height| {
        let mut scene = folded(width, height);
        scene.press(Code::End).press(Code::Enter);
        scene
    });
}
