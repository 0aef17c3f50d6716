//! What helps with writing, as people see it.

use ratatui::backend::TestBackend;
use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::step::Touched;
use weft::app::terminal::Terminal;
use weft::domain::message::{Author, Body, Link, Sticker};
use weft::domain::picture::{Cell, Protocol, Wish};
use weft::domain::text::SafeText;
use weft::ui::{Screen, paint};
use weft::words::Language;

use super::at_every_size;
use super::scene::{Scene, as_text, look};

/// Anna's chat, her last message chosen.
fn chosen(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('2').key(Key::alt(Code::Up));
    scene
}

/// The team's chat.
fn team(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('3');
    scene
}

#[test]
fn a_quote_stands_above_the_reply() {
    at_every_size("quote", |width, height| {
        let mut scene = chosen(width, height);
        scene.press(Code::Char('q')).typed("I won't!");
        scene
    });
}

#[test]
fn a_key_leaves_the_quote_above_it_alone() {
    let mut scene = chosen(80, 24);
    scene.press(Code::Char('q'));
    let look = look(Language::English);
    let mut screen = Screen::new(TestBackend::new(80, 24));
    screen.draw(&scene.model, &look, Touched::ALL).unwrap();
    for key in ['a', '你', ':', 's', 'm'] {
        let touched = scene.event(Event::Key(Key::plain(Code::Char(key))));
        screen.draw(&scene.model, &look, touched).unwrap();
        assert_eq!(
            as_text(screen.backend().buffer()),
            as_text(&paint(&scene.model, &look))
        );
    }
}

#[test]
fn members_are_offered_after_an_at() {
    at_every_size("mention", |width, height| {
        let mut scene = team(width, height);
        scene.typed("@").press(Code::Down);
        scene
    });
}

#[test]
fn faces_are_offered_after_a_colon() {
    at_every_size("colon", |width, height| {
        let mut scene = team(width, height);
        scene.typed("好 :xiao");
        scene
    });
}

#[test]
fn faces_can_be_picked() {
    at_every_size("faces", |width, height| {
        let mut scene = team(width, height);
        scene
            .typed("Good")
            .key(Key::alt(Code::Char(';')))
            .press(Code::Enter);
        scene.press(Code::Right).press(Code::Down);
        scene
    });
}

#[test]
fn stickers_are_a_grid_or_a_list_where_there_are_no_pictures() {
    at_every_size("stickers", |width, height| {
        let mut scene = Scene::chatting(width, height);
        for (nth, (chat, author, words)) in [
            ("@anna", Author::Peer, ""),
            ("@@team", Author::Member("@li".into()), "早安"),
            ("@anna", Author::Me, "Thanks a lot!"),
        ]
        .into_iter()
        .enumerate()
        {
            let sticker = Sticker {
                md5: format!("{nth:032x}").into(),
                words: SafeText::line(words),
                ..Sticker::default()
            };
            let ago = i64::try_from(nth).unwrap() * 40_000 - 100_000;
            scene.body(chat, author, ago, Body::Sticker(Box::new(sticker)));
        }
        scene
            .open('2')
            .typed("Good")
            .key(Key::alt(Code::Char(':')))
            .press(Code::Down);
        scene
    });
    at_every_size("stickers_grid", |width, height| {
        let mut scene = Scene::chatting(width, height);
        for nth in 0..12_u16 {
            let sticker = Sticker {
                md5: format!("{nth:032x}").into(),
                width: 120,
                height: 60 + 10 * nth,
                ..Sticker::default()
            };
            let author = if nth == 8 { Author::Me } else { Author::Peer };
            scene.body("@anna", author, -99, Body::Sticker(Box::new(sticker)));
        }
        scene.model.terminal = Terminal {
            wish: Wish::Only(Protocol::Blocks),
            cell: Some(Cell::USUAL),
            ..Terminal::default()
        };
        scene.open('3').press(Code::F(7));
        scene
    });
    at_every_size("stickers_none", |width, height| {
        let mut scene = team(width, height);
        scene.press(Code::F(7));
        scene
    });
}

#[test]
fn a_recall_is_counted_down_and_asked_about() {
    at_every_size("recall", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.say("@anna", Author::Me, -27, "See you at ten");
        scene.open('2').key(Key::alt(Code::Up));
        scene
    });
    at_every_size("recall_question", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.say("@anna", Author::Me, -27, "See you at ten");
        scene.open('2').key(Key::alt(Code::Up)).press(Code::Char('u'));
        scene
    });
}

#[test]
fn a_message_is_forwarded_to_marked_chats() {
    at_every_size("forward", |width, height| {
        let mut scene = chosen(width, height);
        scene.press(Code::Char('f')).press(Code::Char(' '));
        scene.press(Code::Down).press(Code::Char(' ')).press(Code::Enter);
        scene
    });
    at_every_size("forward_link", |width, height| {
        let mut scene = Scene::chatting(width, height);
        let link = Link {
            title: SafeText::line("春天去哪儿走走"),
            url: SafeText::line("https://mp.weixin.qq.com/s?a=1"),
            ..Link::default()
        };
        scene.body("@anna", Author::Peer, -10, Body::Link(Box::new(link)));
        scene.open('2').key(Key::alt(Code::Up)).press(Code::Char('f'));
        scene
    });
}
