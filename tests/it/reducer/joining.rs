//! Joining and dividing people: by the person's word, and by a message that comes twice.

use weft::app::model::{Hint, Overlay};
use weft::app::outbox::MOST_IN_FLIGHT;
use weft::app::step::Effect;
use weft::domain::contact::{Contact, Sex};
use weft::domain::id::PeerId;
use weft::port::store::State;
use weft::port::{LoginNews, News};

use super::lasting::{serve, waking};
use super::{App, friend, group, says, text};
use crate::room::Room;

fn zhang(name: &str, picture: u64) -> Contact {
    Contact {
        sex: Sex::Female,
        city: text("成都"),
        avatar_seq: picture,
        ..friend(name, "张三")
    }
}

fn send(app: &mut App, words: &str) {
    app.types(words);
    app.keys("enter");
}

/// 张三 has spoken, and is back after a new login with another picture: the same name, sex and city are not enough.
fn back_with_another_picture() -> (App, PeerId, PeerId) {
    let mut app = App::started();
    app.welcome(vec![zhang("@z1", 11), friend("@lan", "阿岚")]);
    app.synced(vec![says(1, "@z1", "before")]);
    let old = app.id("@z1");
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    app.welcome(vec![zhang("@z2", 22), friend("@lan2", "阿岚")]);
    app.synced(vec![says(2, "@z2", "after")]);
    let new = app.id("@z2");
    (app, old, new)
}

fn page(app: &App) -> Option<PeerId> {
    match app.model.overlay {
        Some(Overlay::Contact { peer, .. }) => Some(peer),
        _ => None,
    }
}

#[test]
fn what_is_unsure_is_offered_and_joined_by_one_key() {
    let (mut app, old, new) = back_with_another_picture();
    assert_ne!(old, new);
    assert_eq!(app.said("@z2"), ["after"]);
    let offers: Vec<_> = app
        .model
        .directory
        .suggestions(new)
        .map(|offer| offer.old)
        .collect();
    assert_eq!(offers, [old]);
    app.open("@z2");
    app.types("a draft");
    app.keys("alt-i");
    assert_eq!(page(&app), Some(new));
    app.keys("1");
    assert_eq!(app.model.hint, Some(Hint::Joined));
    assert_eq!(app.id("@z2"), old);
    assert_eq!(app.said("@z2"), ["before", "after"]);
    assert_eq!(app.model.directory.resolve(new), old);
    app.keys("esc");
    assert_eq!(app.model.chats.open, Some(old));
    assert_eq!(app.draft(), "a draft");
    assert_eq!(app.order().iter().filter(|name| *name == "@z2").count(), 1);
}

#[test]
fn what_was_joined_is_taken_apart_and_everybody_has_their_own_again() {
    let (mut app, old, new) = back_with_another_picture();
    app.open("@z2");
    app.keys("alt-i 1 esc");
    app.synced(vec![says(3, "@z2", "later")]);
    app.types("to the new one");
    app.keys("enter");
    assert_eq!(app.sends().len(), 1);
    app.types("half");
    app.keys("alt-i s");
    assert_eq!(app.model.hint, Some(Hint::Divided));
    assert_eq!(app.id("@z2"), new);
    assert_eq!(app.said("@z2"), ["after", "later", "to the new one"]);
    let talk = app.model.conversations.get(old).unwrap();
    assert_eq!(talk.lines.len(), 1, "before");
    assert_eq!(app.model.directory.peer(old).unwrap().contact.avatar_seq, 11);
    assert_eq!(app.model.directory.peer(new).unwrap().contact.avatar_seq, 22);
    app.keys("esc");
    assert_eq!(
        app.model.chats.open,
        Some(new),
        "what is typed goes where it went"
    );
    assert_eq!(app.draft(), "half");
    let local = app.model.last_local;
    assert_eq!(app.model.outbox.chat_of(local), Some(new));
}

#[test]
fn who_was_taken_apart_is_never_joined_by_itself() {
    let (mut app, old, new) = back_with_another_picture();
    app.open("@z2");
    app.keys("alt-i 1 s esc");
    // Now it even has the picture of the other.
    app.changed(vec![zhang("@z2", 11)]);
    assert_eq!(app.id("@z2"), new);
    app.keys("alt-i 1");
    assert_eq!(app.id("@z2"), old, "the person may change their mind");
}

#[test]
fn a_message_that_comes_again_proves_whose_chat_it_is() {
    let (mut app, old, new) = back_with_another_picture();
    app.synced(vec![says(1, "@z2", "before")]);
    assert_eq!(app.id("@z2"), old);
    assert_eq!(app.said("@z2"), ["before", "after"]);
    assert_eq!(app.model.directory.resolve(new), old);
}

#[test]
fn a_group_is_known_by_its_name_and_members_and_not_by_one_of_them() {
    let five = [
        ("@a", "一"),
        ("@b", "二"),
        ("@c", "三"),
        ("@d", "四"),
        ("@e", "五"),
    ];
    let other = [("@f", "六"), ("@g", "七"), ("@h", "八")];
    let (mut app, login) = (App::started(), |app: &mut App| {
        app.epoch += 1;
        app.news(News::Login(LoginNews::Fetching));
    });
    app.welcome(vec![group("@@1", "同学", &five), group("@@2", "球队", &other)]);
    let (class, team) = (app.id("@@1"), app.id("@@2"));
    login(&mut app);
    // The first with one member less, the second name with other people, and the people under another name.
    let four: Vec<_> = five.into_iter().skip(1).collect();
    app.welcome(vec![
        group("@@3", "同学", &four),
        group("@@4", "球队", &[("@i", "九"), ("@j", "十")]),
        group("@@5", "爬山", &other),
    ]);
    assert_eq!(app.id("@@3"), class);
    assert_ne!(app.id("@@4"), team);
    assert_ne!(app.id("@@5"), team);
    let hill = app.id("@@5");
    assert!(
        app.model
            .directory
            .suggestions(hill)
            .any(|offer| offer.old == team),
        "but it is offered"
    );
}

#[test]
fn the_page_is_of_whom_the_keys_mean() {
    let mut app = App::chatting();
    app.keys("home alt-i");
    let first = app.model.chats.selected;
    assert_eq!(page(&app), first);
    app.keys("enter");
    assert_eq!(app.model.overlay, None);
    assert_eq!(app.model.chats.open, first);
    app.open("@@hike");
    app.synced(vec![super::says_in(1, "@@hike", "@wu", "走")]);
    app.keys("alt-i");
    assert_eq!(page(&app), Some(app.id("@@hike")));
    app.keys("esc alt-up alt-i");
    assert_eq!(page(&app), Some(app.id("@wu")), "who said the chosen message");
    app.keys("1 s down pagedown home");
    assert_eq!(
        page(&app),
        Some(app.id("@wu")),
        "nothing to join, nothing to divide"
    );
    assert!(!app.asked.contains(&Effect::Quit));
}

#[test]
fn anybody_of_the_same_kind_can_be_joined_by_name_and_pinyin_and_taken_apart() {
    let mut app = App::started();
    let mut wang = friend("@w1", "王大锤");
    wang.pinyin.full = "wangdachui".into();
    app.welcome(vec![
        wang,
        group("@@g1", "爬山", &[("@x", "王大锤")]),
        friend("@lan", "阿岚"),
    ]);
    app.synced(vec![says(1, "@w1", "before")]);
    let old = app.id("@w1");
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    app.welcome(vec![friend("@n2", "Captain"), friend("@lan2", "阿岚")]);
    app.synced(vec![says(2, "@n2", "after")]);
    let new = app.id("@n2");
    app.open("@n2");
    app.keys("alt-i j");
    assert_eq!(app.model.overlay, Some(Overlay::Join));
    assert_eq!(
        app.model.joiner.picker.hits,
        [old],
        "neither groups, nor who is met as another, nor myself"
    );
    app.types("nobody");
    assert_eq!(app.model.joiner.picker.hits, []);
    app.keys("enter ctrl-u");
    app.types("wangda");
    assert_eq!(app.model.joiner.picker.hits, [old]);
    let evidence = app.model.joiner.evidence.clone().unwrap();
    assert!(evidence.same.is_empty() && !evidence.differing.is_empty());
    app.keys("enter");
    assert_eq!(app.model.hint, Some(Hint::Joined));
    assert_eq!(app.said("@n2"), ["before", "after"]);
    assert_eq!(page(&app), Some(old));
    app.keys("s");
    assert_eq!(app.said("@n2"), ["after"]);
    assert_eq!(app.id("@n2"), new);
    app.keys("j esc");
    assert_eq!(page(&app), Some(new), "one step back");
}

#[test]
fn two_who_are_not_here_can_be_one_and_two_who_are_cannot() {
    let mut app = App::started();
    app.welcome(vec![zhang("@a1", 1), zhang("@b1", 2), friend("@lan", "阿岚")]);
    app.synced(vec![says(1, "@a1", "one"), says(2, "@b1", "two")]);
    let (a, b) = (app.id("@a1"), app.id("@b1"));
    assert!(
        !app.model.directory.can_unite(a, b),
        "the service knows them as two"
    );
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    app.welcome(vec![friend("@lan2", "阿岚")]);
    assert!(app.model.directory.can_unite(a, b));
    assert!(!app.model.directory.can_unite(a, app.id("@me")) && !app.model.directory.can_unite(a, a));
    app.keys("home down alt-i j enter esc");
    let talk = app.model.conversations.get(a).unwrap();
    assert_eq!((talk.lines.len(), app.model.directory.resolve(b)), (2, a));
    assert!(app.model.directory.address(a).is_none(), "nobody is here by that");
    app.keys("alt-i s");
    assert_eq!(app.model.directory.resolve(b), b);
    assert_eq!(app.model.conversations.get(a).unwrap().lines.len(), 1);
}

#[test]
fn what_is_forwarded_to_somebody_who_turns_out_to_be_another_is_in_their_chat() {
    let (mut app, old, new) = back_with_another_picture();
    app.synced(vec![says(3, "@lan2", "for both")]);
    app.open("@lan2");
    app.keys("alt-up f");
    app.types("张三");
    app.keys("enter");
    assert_eq!(app.model.forwarding.as_deref().unwrap().picker.chosen(), [new]);
    app.synced(vec![says(1, "@z2", "before")]);
    assert_eq!(app.model.directory.resolve(new), old);
    app.keys("enter");
    assert_eq!(app.said("@z2"), ["before", "after", "for both"]);
}

/// The disk is told that a message leaves, and before it answers, the person says that its chat is not whom it was taken for.
#[test]
fn what_waits_for_somebody_without_a_name_holds_nobody_up() {
    let (mut app, mut room) = (waking(), Room::default());
    serve(&mut app, &mut room);
    app.welcome(vec![zhang("@z1", 11), friend("@lan", "阿岚")]);
    serve(&mut app, &mut room);
    app.synced(vec![says(1, "@z1", "before")]);
    let old = app.id("@z1");
    app.open("@z1");
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
    app.welcome(vec![zhang("@z2", 22), friend("@lan2", "阿岚")]);
    serve(&mut app, &mut room);
    for nth in 0..=MOST_IN_FLIGHT {
        send(&mut app, &nth.to_string());
    }
    serve(&mut app, &mut room);
    assert_eq!(app.sends(), [], "whoever that is, they have no name");
    app.keys("alt-i 1 s esc");
    assert!(app.model.directory.address(old).is_none());
    serve(&mut app, &mut room);
    app.open("@lan2");
    send(&mut app, "on time");
    serve(&mut app, &mut room);
    let sent = app.sends();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(
        (sent[0].to.as_str(), sent[0].what.text()),
        ("@lan2", Some("on time"))
    );
    let on_disk = room.book().lines.values().filter(|line| line.chat == old);
    let unsent = on_disk.filter(|line| matches!(line.state, State::Queued(_)));
    assert_eq!(
        unsent.count(),
        MOST_IN_FLIGHT + 1,
        "killed now, none of them is in doubt"
    );
    // They are the same after all, and what was waiting goes out as it was typed.
    app.open("@z2");
    app.keys("alt-i 1 esc");
    serve(&mut app, &mut room);
    let mut sent = app.sends();
    let mut at = 0;
    while let Some(next) = sent.get(at) {
        let local = next.local;
        app.news(News::Sent { local, id: None });
        serve(&mut app, &mut room);
        sent.extend(app.sends());
        at += 1;
    }
    let texts: Vec<_> = sent.iter().filter_map(|sent| sent.what.text()).collect();
    let typed: Vec<_> = (0..=MOST_IN_FLIGHT).map(|nth| nth.to_string()).collect();
    assert_eq!(texts, typed);
}
