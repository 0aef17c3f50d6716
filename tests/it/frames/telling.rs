//! What weft itself has to say: in the person's language, in full, and with what can be done.

use weft::app::Event;
use weft::app::faces::face;
use weft::app::files::{Told, What};
use weft::app::keymap::{Code, Key};
use weft::app::model::Hint;
use weft::domain::id::{BatchId, MsgId};
use weft::domain::message::{Author, Body, Item};
use weft::domain::text::SafeText;
use weft::port::media::{MediaEvent, Unopened};
use weft::port::{Batch, NetEvent, News};
use weft::words::Language;

use super::at_every_size;
use super::scene::Scene;

/// Anna's chat.
fn anna(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('2');
    scene
}

/// The service tells that the message was taken back, in this sentence.
fn taken_back(scene: &mut Scene, target: u64, notice: &str) {
    let recall = Item::Recall {
        id: MsgId(900 + target),
        chat: "@anna".into(),
        target: Some(MsgId(target)),
        notice: SafeText::line(notice),
    };
    let epoch = scene.model.epoch;
    let news = News::Synced(Batch {
        keepsake: None,
        id: BatchId(900 + target),
        profile: None,
        deleted: Vec::new(),
        changed: Vec::new(),
        items: vec![recall],
    });
    scene.event(Event::Net(NetEvent { epoch, news }));
}

/// The last of Anna's chat, an own one.
fn own(scene: &mut Scene, keep: bool, ago: i64) -> u64 {
    scene.model.settings.keep_recalled = keep;
    scene.say("@anna", Author::Me, ago, "See you at the station");
    let talk = scene.model.talk().unwrap();
    talk.lines.last().unwrap().state.id().unwrap().0
}

#[test]
fn an_own_recall_is_told_in_the_language_of_the_person() {
    at_every_size("recalled_by_me", |width, height| {
        let mut scene = anna(width, height);
        for (keep, ago) in [(true, -20), (false, -10)] {
            let own = own(&mut scene, keep, ago);
            taken_back(&mut scene, own, "你撤回了一条消息");
        }
        scene
    });
    for (notice, language, words, other) in [
        (
            "你撤回了一条消息",
            Language::English,
            "You recalled a message",
            "撤回",
        ),
        (
            "You recalled a message",
            Language::Chinese,
            "你撤回了一条消息",
            "recalled",
        ),
    ] {
        let mut scene = anna(200, 60);
        let own = own(&mut scene, false, -10);
        taken_back(&mut scene, own, notice);
        let frame = scene.frame(language);
        assert_eq!(
            frame.matches(words).count(),
            2,
            "in the list and the chat: {frame}"
        );
        assert!(!frame.contains(other), "{frame}");
    }
}

#[test]
fn others_recalls_are_told_in_the_words_of_the_service() {
    let mut scene = anna(80, 24);
    scene.say("@anna", Author::Peer, -10, "Oops");
    let id = scene.model.talk().unwrap().lines.last().unwrap().state.id();
    taken_back(&mut scene, id.unwrap().0, "\"Anna\" 撤回了一条消息");
    assert!(scene.frame(Language::English).contains("\"Anna\" 撤回了一条消息"));
}

fn reasons() -> [Unopened; 3] {
    let program = SafeText::line("mpv");
    [
        Unopened::NoProgram,
        Unopened::NotThere {
            program: program.clone(),
        },
        Unopened::Ended { program },
    ]
}

/// The status bar after this came of a key.
fn bar(width: u16, language: Language, told: Told) -> String {
    let mut scene = anna(width, 24);
    scene.key(Key::alt(Code::Up));
    scene.model.hint = Some(Hint::File(told));
    let frame = scene.frame(language);
    let mut rows = frame.lines().rev();
    rows.nth(1).unwrap().to_owned()
}

#[test]
fn what_nothing_opens_is_told_with_what_can_be_done() {
    for (what, why) in [What::File, What::Voice, What::Page]
        .into_iter()
        .flat_map(|what| reasons().map(|why| (what, why)))
    {
        let told = |width, language| {
            let why = why.clone();
            bar(width, language, Told::NotOpened { what, why })
        };
        let keys: &[&str] = match what {
            What::File | What::Voice => &["s"],
            What::Page => &["l", "y"],
        };
        for (language, end, mute) in [
            (Language::English, '.', "No sound here."),
            (Language::Chinese, '。', "这里没有声音。"),
        ] {
            let full = told(80, language);
            assert!(full.ends_with(end) && full.contains("opener"), "whole: {full}");
            for key in keys {
                assert!(
                    full.split([' ', '，', ',']).any(|word| word == *key),
                    "{key}: {full}"
                );
            }
            assert_eq!(full.contains(mute), what == What::Voice, "{full}");
            // Where there is room for one sentence it is what happened.
            let short = told(40, language);
            assert!(short.ends_with(end) && full.starts_with(&short), "{short}");
        }
    }
}

#[test]
fn a_page_without_a_browser_is_told() {
    at_every_size("no_browser", |width, height| {
        let mut scene = anna(width, height);
        scene.say("@anna", Author::Peer, -1, "https://example.com/a");
        scene
            .key(Key::alt(Code::Up))
            .press(Code::Enter)
            .press(Code::Enter);
        let (asset, why) = (None, Unopened::NoProgram);
        scene.event(Event::Media(MediaEvent::NotOpened { asset, why }));
        scene
    });
}

/// As long as those that shops and sign-ins make.
fn long() -> String {
    let values: Vec<String> = (100..198).map(|nth| format!("{nth}")).collect();
    format!("https://shop.example/{}/the-end", values.join("/"))
}

#[test]
fn a_long_address_is_seen_to_its_end() {
    let long_one = |width, height| {
        let mut scene = anna(width, height);
        scene.say("@anna", Author::Peer, -1, &long());
        scene.key(Key::alt(Code::Up)).press(Code::Char('l'));
        scene
    };
    at_every_size("long_address", long_one);
    for (width, height) in [(80, 24), (40, 12), (20, 6)] {
        let mut scene = long_one(width, height);
        let mut seen = String::new();
        for _ in 0..200 {
            let frame = scene.frame(Language::English);
            if width > 20 && scene.model.overlay.is_some() {
                assert!(
                    frame.contains("leads to shop.example"),
                    "whose it is, always: {frame}"
                );
            }
            seen.push_str(&frame);
            if scene.model.overlay.is_none() {
                break;
            }
            scene.press(Code::Enter);
        }
        assert!(scene.model.overlay.is_none(), "the last Enter opens it");
        for value in 100..198 {
            assert!(
                seen.contains(&format!("{value}")),
                "{value} was never seen at {width}"
            );
        }
        assert!(seen.contains("end"));
    }
}

#[test]
fn an_article_with_a_long_address_is_seen_to_its_end() {
    let page = |url: &str| weft::domain::message::Link {
        title: SafeText::line("News"),
        url: SafeText::line(url),
        ..Default::default()
    };
    let mut scene = anna(40, 12);
    let articles = Body::Articles(vec![page(&long()), page("https://b.example/")]);
    scene.body("@anna", Author::Peer, -1, articles);
    scene.key(Key::alt(Code::Up)).press(Code::Enter);
    assert!(!scene.frame(Language::English).contains("the-end"));
    for _ in 0..4 {
        let step = weft::app::update(&mut scene.model, scene.now, Event::Key(Key::plain(Code::Enter)));
        let opened = step
            .effects
            .iter()
            .any(|effect| format!("{effect:?}").contains("OpenLink"));
        if opened {
            assert!(scene.frame(Language::English).contains("the-end"));
            return;
        }
    }
    panic!("never opened");
}

#[test]
fn the_key_table_opens_where_one_is() {
    let title = |scene: &mut Scene| {
        scene.press(Code::F(1));
        let frame = scene.frame(Language::English);
        // Below the edge and a blank row.
        frame.lines().nth(2).unwrap().trim_matches(['│', ' ']).to_owned()
    };
    let mut scene = Scene::chatting(80, 24);
    assert_eq!(title(&mut scene), "In the list");
    let mut scene = anna(80, 24);
    assert_eq!(title(&mut scene), "While writing");
    let mut scene = anna(80, 24);
    scene.key(Key::alt(Code::Up));
    assert_eq!(title(&mut scene), "On a chosen message");
    at_every_size("help_message", |width, height| {
        let mut scene = anna(width, height);
        scene.key(Key::alt(Code::Up)).press(Code::F(1));
        scene
    });
}

#[test]
fn the_key_that_leaves_the_table_is_called_the_same_in_it_and_below() {
    for (language, words) in [(Language::English, "Esc back"), (Language::Chinese, "Esc 返回")] {
        let mut scene = Scene::chatting(40, 12);
        scene.press(Code::F(1));
        let frame = scene.frame(language);
        assert_eq!(frame.matches(words).count(), 2, "{frame}");
    }
}

#[test]
fn a_face_is_named_in_full() {
    for (width, height) in super::SIZES {
        let mut scene = anna(width, height);
        scene.key(Key::alt(Code::Char(';'))).typed("smiling");
        let chosen = scene.model.faces.picker.hit().and_then(|place| face(*place));
        let name = chosen.unwrap().english;
        let frame = scene.frame(Language::English);
        assert!(name.len() > 20 && frame.contains(name), "{name}: {frame}");
    }
}
