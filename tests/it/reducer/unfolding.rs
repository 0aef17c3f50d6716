//! What the keys do inside a record that is unfolded.

use weft::app::files::Told;
use weft::app::jump::Target;
use weft::app::model::{Hint, Overlay};
use weft::app::step::{Effect, TermCommand};
use weft::domain::id::MsgId;
use weft::domain::message::{Author, Body, File, Item, Link, Message, Picture, Record, Said};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::media::MediaCommand;

use super::{App, WALL, text};

fn said(body: Body) -> Said {
    Said {
        name: text("小吴"),
        at: text("昨天"),
        body,
    }
}

/// A record of these is unfolded.
fn unfolded(items: Vec<Body>) -> App {
    let mut app = App::chatting();
    let record = Record {
        title: text("聊天记录"),
        items: items.into_iter().map(said).collect(),
        ..Record::default()
    };
    app.synced(vec![Item::Message(Message {
        raw: Box::default(),
        id: MsgId(5),
        chat: "@lan".into(),
        author: Author::Peer,
        at: Timestamp(WALL),
        body: Body::ChatHistory(Box::new(record)),
    })]);
    app.open("@lan");
    app.keys("alt-up enter");
    assert_eq!(app.model.overlay, Some(Overlay::Unfolded));
    app.asked.clear();
    app
}

fn copied(app: &mut App) -> Option<String> {
    let asked = std::mem::take(&mut app.asked).into_iter();
    asked
        .filter_map(|effect| match effect {
            Effect::Term(TermCommand::Copy(words)) => Some(words.as_str().to_owned()),
            Effect::Term(_)
            | Effect::Net(_)
            | Effect::Store(_)
            | Effect::Media(_)
            | Effect::Edit { .. }
            | Effect::RememberWarning
            | Effect::Quit => None,
        })
        .last()
}

fn file() -> Body {
    Body::File(File {
        name: SafeText::line("合同.pdf"),
        bytes: Some(9),
    })
}

#[test]
fn its_words_are_copied() {
    let mut app = unfolded(vec![Body::Text(text("周六八点")), file(), Body::Call]);
    app.keys("y");
    assert_eq!(copied(&mut app).as_deref(), Some("周六八点"));
    app.keys("down y");
    assert_eq!(copied(&mut app).as_deref(), Some("合同.pdf"));
    app.keys("down y");
    assert_eq!(copied(&mut app), None);
    assert_eq!(app.model.hint, Some(Hint::File(Told::NoWords)));
}

/// The service tells no way to what stands in a record (`protocol.md §6.6`).
#[test]
fn what_only_the_phone_can_open_is_said_to_be_so() {
    let voice = Body::Voice { millis: 3000 };
    for body in [Body::Image(Picture::default()), file(), voice, Body::Call] {
        let mut app = unfolded(vec![body.clone()]);
        for key in ["enter", "o"] {
            app.keys(key);
            assert_eq!(app.model.hint, Some(Hint::File(Told::OnPhone)), "{body:?}");
        }
    }
    let mut app = unfolded(vec![Body::Text(text("周六八点"))]);
    app.keys("enter");
    assert_eq!(
        app.model.hint,
        Some(Hint::NothingIn(Target::Anything)),
        "words are all there"
    );
}

#[test]
fn its_addresses_are_shown_before_they_are_opened() {
    let mut app = unfolded(vec![
        Body::Text(text("看 https://a.example/1 和 https://b.example/2")),
        Body::Link(Box::new(Link {
            title: text("早报"),
            url: text("https://c.example/3"),
            ..Link::default()
        })),
        Body::Text(text("好")),
    ]);
    for key in ["l", "enter"] {
        app.keys(key);
        assert_eq!(app.model.overlay, Some(Overlay::Links));
        assert_eq!(app.model.links.list.len(), 2);
        app.keys("esc");
        assert_eq!(app.model.overlay, Some(Overlay::Unfolded), "back where one was");
    }
    app.asked.clear();
    app.keys("down enter");
    let opened = Effect::Media(MediaCommand::OpenLink(text("https://c.example/3")));
    assert!(app.asked.contains(&opened), "it stands there in full");
    app.keys("l");
    assert_eq!(app.model.links.list.len(), 1);
    app.keys("esc down l");
    assert_eq!(app.model.hint, Some(Hint::File(Told::NoLinks)));
}

#[test]
fn a_key_without_a_meaning_says_so_on_every_page() {
    let mut app = unfolded(vec![Body::Text(text("周六八点"))]);
    for key in ["s", "v", "f", "x", "i", "alt-y"] {
        app.keys(key);
        assert_eq!(app.model.hint, Some(Hint::NoMeaning), "{key}");
        assert_eq!(app.model.overlay, Some(Overlay::Unfolded));
    }
    for (way, key) in [("esc i", "z"), ("esc esc alt-i", "z"), ("m", "z"), ("f1", "z")] {
        app.keys(way);
        app.keys(key);
        assert_eq!(app.model.hint, Some(Hint::NoMeaning), "{:?}", app.model.overlay);
    }
}
