//! The addresses in a message: which there are, what they lead to, and that none is opened unseen.

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::files::{Told, What};
use weft::app::links::addresses;
use weft::app::model::Overlay;
use weft::app::step::{Effect, TermCommand};
use weft::app::unfold::address;
use weft::domain::message::{Body, Link, Quote};
use weft::port::media::{MediaCommand, MediaEvent, Unopened};

use super::{asked, said, tell, told};
use crate::reducer::{App, text};

fn shown(body: &Body) -> Vec<String> {
    let all = addresses(body);
    all.iter()
        .map(|address| address.shown.as_str().to_owned())
        .collect()
}

fn page(title: &str, url: &str) -> Link {
    Link {
        title: text(title),
        url: text(url),
        ..Link::default()
    }
}

fn with(body: Body) -> App {
    let mut app = App::chatting();
    app.synced(vec![said(5, "@lan", body)]);
    app.open("@lan");
    app.keys("alt-up");
    app.asked.clear();
    app
}

#[test]
fn an_address_ends_where_chinese_begins_and_each_is_told_once() {
    let words = "看https://example.com/a?b=c，还有（http://example.org/路）和 https://example.com/a?b=c 。";
    assert_eq!(
        shown(&Body::Text(text(words))),
        ["https://example.com/a?b=c", "http://example.org/"]
    );
    assert_eq!(shown(&Body::Text(text("no address at all: 12:30, a.b"))), [""; 0]);
}

#[test]
fn every_kind_that_leads_somewhere_tells_where() {
    let articles = Body::Articles(vec![
        page("A", "http://mp.example.test/1"),
        page("B", "http://mp.example.test/2"),
    ]);
    assert_eq!(
        shown(&articles),
        ["http://mp.example.test/1", "http://mp.example.test/2"]
    );
    let music = Body::Music(Box::new(page("Song", "https://music.example.test/s")));
    assert_eq!(shown(&music), ["https://music.example.test/s"]);
    let quote = Body::Quote(Box::new(Quote {
        reply: text("see https://a.example.test"),
        quoted: text("https://b.example.test"),
        ..Quote::default()
    }));
    assert_eq!(
        shown(&quote),
        ["https://a.example.test/", "https://b.example.test/"]
    );
}

#[test]
fn a_host_is_shown_in_the_form_that_cannot_pretend() {
    // The first letter is Cyrillic.
    let body = Body::Link(Box::new(page("Bank", "https://wechat.com@аpple.com/login")));
    let all = addresses(&body);
    assert_eq!(all[0].host.as_str(), "xn--pple-43d.com");
    assert!(
        all[0].shown.as_str().contains("@xn--pple-43d.com/"),
        "{:?}",
        all[0].shown.as_str()
    );
}

#[test]
fn one_address_is_seen_in_full_before_it_is_opened() {
    let mut app = with(Body::Link(Box::new(page("News", "https://example.com/a"))));
    app.keys("enter");
    assert_eq!(app.model.overlay, Some(Overlay::Links));
    assert_eq!(asked(&mut app), [], "seen first");
    app.keys("enter");
    assert_eq!(
        asked(&mut app),
        [MediaCommand::OpenLink(text("https://example.com/a"))]
    );
    assert_eq!(app.model.overlay, None);
    tell(
        &mut app,
        MediaEvent::NotOpened {
            asset: None,
            why: Unopened::NoProgram,
        },
    );
    assert_eq!(
        told(&app),
        Some(&Told::NotOpened {
            what: What::Page,
            why: Unopened::NoProgram
        })
    );
}

#[test]
fn among_several_arrows_and_numbers_choose() {
    let mut app = with(Body::Text(text("https://a.test https://b.test https://c.test")));
    app.keys("l down enter");
    assert_eq!(asked(&mut app), [MediaCommand::OpenLink(text("https://b.test/"))]);
    app.keys("l 3");
    assert_eq!(asked(&mut app), [], "a number goes there");
    app.keys("3");
    assert_eq!(asked(&mut app), [MediaCommand::OpenLink(text("https://c.test/"))]);
    app.keys("l 9 esc");
    assert_eq!((asked(&mut app), &app.model.overlay), (Vec::new(), &None));
}

#[test]
fn what_is_no_page_is_shown_and_never_opened() {
    for url in [
        "weixin://dl/business",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.com/x",
    ] {
        let mut app = with(Body::Link(Box::new(page("", url))));
        app.keys("l");
        assert_eq!(app.model.overlay, Some(Overlay::Links), "{url}");
        app.keys("enter");
        assert_eq!(asked(&mut app), [], "{url}");
        assert_eq!(told(&app), Some(&Told::Foreign), "{url}");
    }
}

#[test]
fn addresses_and_words_can_be_copied() {
    let copied = |app: &App| {
        let copied = app.asked.iter().filter_map(|effect| {
            if let Effect::Term(TermCommand::Copy(words)) = effect {
                Some(words.as_str().to_owned())
            } else {
                None
            }
        });
        copied.collect::<Vec<_>>()
    };
    let mut app = with(Body::Text(text("你好 https://a.test 和 https://b.test")));
    app.keys("y");
    assert_eq!(copied(&app), ["你好 https://a.test 和 https://b.test"]);
    app.asked.clear();
    app.keys("l down c");
    assert_eq!(copied(&app), ["https://b.test/"]);
    assert_eq!(told(&app), Some(&Told::Copied));
    let mut app = with(Body::Text(text("no links")));
    app.keys("l");
    assert_eq!(told(&app), Some(&Told::NoLinks));
}

#[test]
fn what_is_copied_reaches_the_terminal_as_base64() {
    let bytes = weft::term::output::bytes(&TermCommand::Copy(text("你好")));
    assert_eq!(bytes, b"\x1b]52;c;5L2g5aW9\x1b\\");
}

#[test]
fn an_article_on_a_page_of_several_is_opened_as_it_is_shown() {
    let articles = Body::Articles(vec![
        page("A", "http://mp.example.test/1"),
        page("B", "http://пример.example/2"),
        page("C", "weixin://card"),
    ]);
    let mut app = with(articles);
    app.keys("enter down enter");
    let second = &app.model.unfolded.page().unwrap().entries[1];
    let shown = address(&second.body).unwrap().shown;
    let to = "http://xn--e1afmkfd.example/2";
    assert_eq!(shown.as_str(), to);
    assert_eq!(asked(&mut app), [MediaCommand::OpenLink(text(to))]);
    assert_eq!(
        app.model.overlay,
        Some(Overlay::Unfolded),
        "one may want to read the next"
    );
    app.keys("down enter");
    assert_eq!(told(&app), Some(&Told::Foreign));
    assert_eq!(asked(&mut app), []);
    app.event(Event::MediaGone);
    app.keys("up enter");
    assert_eq!(told(&app), Some(&Told::Gone));
}
