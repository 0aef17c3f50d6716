//! Pages: from one to another and back, what is found on them, and what can be copied.

use weft::app::details::Entry;
use weft::app::model::{Hint, Overlay};
use weft::app::step::{Effect, TermCommand};
use weft::domain::contact::Contact;
use weft::domain::id::{PeerId, Seq, UserName};
use weft::domain::message::{Body, Link, Raw};
use weft::port::store::{self, Found, Has, LineRecord, Search, State, StoreCommand, StoreEvent};

use super::*;
use weft::app::files::Told;

/// The page of the group 周末爬山, with somebody who is no contact, and 老周's card name.
fn gathered() -> App {
    let mut app = App::chatting();
    let mut hike = group(
        "@@hike",
        "周末爬山",
        &[("@me", "我"), ("@lan", "阿岚"), ("@wu", "单小姐")],
    );
    let inside = hike.group.as_mut().unwrap();
    inside.members.push(member("@zhou", "老周", "领队"));
    inside.owned_by_me = Some(false);
    inside.owner = Some("@zhou".into());
    let known = Contact {
        alias: text("lan_88"),
        remark_name: text("重庆的岚"),
        ..friend("@lan", "阿岚")
    };
    app.changed(vec![hike, known]);
    app.open("@@hike");
    app.keys("alt-i");
    app
}

fn contact(app: &App, name: &str) -> Overlay {
    Overlay::Contact {
        peer: app.id(name),
        top: 0,
    }
}

#[test]
fn a_member_is_found_by_whatever_they_are_called_a_contact_or_not() {
    let mut app = gathered();
    app.keys("/");
    for (typed, found) in [
        ("shan", "@wu"),
        ("danxj", "@wu"),
        ("领", "@zhou"),
        ("ld", "@zhou"),
        ("laozhou", "@zhou"),
        ("cq", "@lan"),
        ("zhongqing", "@lan"),
        ("lan_88", "@lan"),
        (" 岚 ", "@lan"),
    ] {
        app.keys("ctrl-u");
        app.types(typed);
        let hits = &app.model.manage.roster.picker.hits;
        assert_eq!(hits.first(), Some(&UserName::from(found)), "{typed}: {hits:?}");
    }
    app.keys("ctrl-u");
    assert_eq!(
        app.model.manage.roster.picker.hits.len(),
        4,
        "nothing typed is everybody"
    );
    app.types("zzz");
    assert_eq!(app.model.manage.roster.picker.hits, []);
}

#[test]
fn the_owner_is_told_by_the_name_the_group_has_for_them() {
    let app = gathered();
    let hike = app.id("@@hike");
    assert_eq!(app.model.directory.owner_of(hike), Some("领队"));
    let lan = app.id("@lan");
    assert_eq!(app.model.directory.owner_of(lan), None);
}

#[test]
fn esc_goes_back_the_way_one_came() {
    let mut app = gathered();
    let here = contact(&app, "@@hike");
    app.keys("/");
    app.types("lan");
    app.keys("enter");
    assert_eq!(app.model.overlay, Some(contact(&app, "@lan")));
    app.keys("m f1 esc");
    assert_eq!(
        app.model.overlay,
        Some(Overlay::Shared),
        "the key table lies over it"
    );
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(contact(&app, "@lan")));
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(Overlay::Roster));
    assert_eq!(
        app.model.manage.roster.picker.field.text(),
        "lan",
        "as it was left"
    );
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(here));
    app.keys("esc");
    assert_eq!(app.model.overlay, None);
}

#[test]
fn what_is_done_on_a_members_page_leads_back_to_it_and_no_further() {
    let mut app = gathered();
    app.keys("/");
    app.types("lan");
    app.keys("enter r");
    app.types("岚");
    app.keys("enter");
    assert_eq!(app.model.overlay, Some(contact(&app, "@lan")), "named, and back");
    app.keys("r ctrl-u enter");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmDeed));
    app.keys("enter");
    assert_eq!(
        app.model.overlay,
        Some(contact(&app, "@lan")),
        "its remark is off"
    );
    app.keys("esc esc esc");
    assert_eq!(app.model.overlay, None);
}

#[test]
fn a_way_that_was_left_for_the_chat_is_forgotten() {
    let mut app = gathered();
    app.keys("/ enter enter");
    assert_eq!(app.model.overlay, None, "from the member's page to the chat");
    app.keys("f1 esc");
    assert_eq!(app.model.overlay, None);
    app.keys("alt-i esc");
    assert_eq!(app.model.overlay, None);
}

#[test]
fn going_round_in_circles_does_not_dig_deeper() {
    let mut app = gathered();
    for _ in 0..50 {
        app.keys("/ enter");
        assert_ne!(app.model.overlay, None);
        app.keys("f1 esc esc esc");
    }
    app.keys("esc");
    assert_eq!(app.model.overlay, None);
}

fn line(chat: PeerId, seq: i64, body: Body) -> LineRecord {
    LineRecord {
        seq: Seq(seq),
        chat,
        at: Timestamp(WALL + seq),
        from: store::From::Peer(chat),
        state: State::Kept(Some(MsgId(seq.unsigned_abs()))),
        body,
        raw: None,
    }
}

fn link(title: &str, url: &str) -> Body {
    Body::Link(Box::new(Link {
        title: text(title),
        url: text(url),
        ..Link::default()
    }))
}

fn copied(app: &mut App) -> Option<String> {
    let effects = std::mem::take(&mut app.asked);
    effects.into_iter().find_map(|effect| {
        if let Effect::Term(TermCommand::Copy(words)) = effect {
            Some(words.as_str().to_owned())
        } else {
            None
        }
    })
}

#[test]
fn what_the_bar_is_on_is_copied_from_the_details_and_the_raw_form_as_a_whole() {
    let mut app = App::chatting();
    app.synced(vec![says(5, "@lan", "在吗")]);
    app.open("@lan");
    app.model.history.shelf = weft::app::history::Shelf::Open { uin: 7 };
    app.keys("alt-up i");
    let lan = app.id("@lan");
    let seq = app.model.details.as_ref().unwrap().line.seq;
    let content = "<row>words</row>".repeat(80);
    let kept = LineRecord {
        raw: Some(Box::new(Raw {
            msg_type: 49,
            app_type: 5,
            content: format!("<msg>{content}</msg>").into(),
            ..Raw::default()
        })),
        ..line(lan, seq.0, link("站", "https://example.com/a"))
    };
    app.event(Event::Store(StoreEvent::Line {
        seq,
        line: Some(Box::new(kept)),
    }));
    app.keys("c");
    assert_eq!(copied(&mut app).as_deref(), Some(&*seq.0.to_string()), "its id");
    assert_eq!(app.model.hint, Some(Hint::File(Told::Copied)));
    app.keys("down y");
    assert_eq!(copied(&mut app).as_deref(), Some("49/5"));
    app.keys("down c");
    assert_eq!(copied(&mut app).as_deref(), Some("https://example.com/a"));
    app.keys("down c");
    let raw = copied(&mut app).unwrap();
    assert_eq!(raw.lines().count(), 82, "all of it, seen or not");
    let top = |app: &App| app.model.details.as_ref().unwrap().top;
    let before = top(&app);
    app.keys("down down");
    assert_eq!(
        top(&app),
        before + 2,
        "what is longer than the page is scrolled through"
    );
    app.keys("end pageup");
    let details = app.model.details.as_ref().unwrap();
    assert_eq!(details.entries()[details.chosen], Entry::Raw);
    app.keys("home c");
    assert_eq!(
        (copied(&mut app).as_deref(), top(&app)),
        (Some(&*seq.0.to_string()), 0)
    );
}

fn question(app: &mut App) -> Option<Search> {
    let effects = std::mem::take(&mut app.asked);
    effects.into_iter().rev().find_map(|effect| {
        if let Effect::Store(StoreCommand::Search(search)) = effect {
            Some(search)
        } else {
            None
        }
    })
}

#[test]
fn what_was_shared_is_listed_page_by_page_as_far_as_it_is_kept() {
    let mut app = App::chatting();
    app.model.history.shelf = weft::app::history::Shelf::Open { uin: 7 };
    app.open("@lan");
    app.keys("alt-i m");
    let lan = app.id("@lan");
    let first = question(&mut app).expect("the newest");
    assert!(first.has.contains(&Has::Link) && first.before.is_none());
    let answer = |number, from: i64, to: i64, more| {
        let hits = (to..from).rev();
        let hits = hits
            .map(|n| line(lan, n, link("站", "https://example.com/")))
            .collect();
        Event::Store(StoreEvent::Found(Found { number, hits, more }))
    };
    app.event(answer(first.number, 200, 150, true));
    app.keys("down");
    assert_eq!(question(&mut app), None, "not before the end is near");
    app.keys("end end");
    let next = question(&mut app).expect("older ones");
    assert_eq!(next.before, Some(Seq(150)));
    app.event(answer(first.number, 150, 100, true));
    assert_eq!(app.model.manage.shared.hits.len(), 50, "an answer comes once");
    app.event(answer(next.number, 150, 120, false));
    app.keys("end");
    assert_eq!(app.model.manage.shared.hits.len(), 80);
    assert_eq!(question(&mut app), None, "there are no more");
    app.keys("enter");
    assert_eq!(app.model.overlay, Some(Overlay::Links));
    assert_eq!(app.model.links.list[0].shown.as_str(), "https://example.com/");
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(Overlay::Shared), "and back");
    app.keys("g");
    assert_eq!(
        (app.model.overlay.as_ref(), app.model.chats.open),
        (None, Some(lan))
    );
}
