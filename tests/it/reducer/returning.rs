//! What was done while the session was not back yet.

use weft::app::files::{Voice, voice};
use weft::domain::message::{Body, Item};
use weft::domain::secret::Secret;
use weft::port::{Keepsake, NetCommand, News};

use super::lasting::{again, chatting, serve};
use super::{App, friend, says};

#[test]
fn what_is_read_before_the_session_is_back_is_told_to_the_phone_once_it_is() {
    let (mut app, mut room) = chatting();
    app.news(News::Keepsake(Keepsake(Secret::new("s"))));
    app.synced(vec![says(1, "@lan", "hi"), says(2, "@zhou", "hi")]);
    serve(&mut app, &mut room);
    let mut app = again(&mut room);
    app.epoch = 2;
    app.open("@lan");
    let read = |app: &mut App| -> Vec<String> {
        let mut read = Vec::new();
        for command in app.net() {
            if let NetCommand::MarkRead(name) = command {
                read.push(name.as_str().to_owned());
            }
        }
        read
    };
    assert_eq!(read(&mut app), [""; 0]);
    assert_eq!(app.unread("@lan"), 0);
    app.news(News::Resumed { me: "@me".into() });
    assert_eq!(read(&mut app), ["@lan"], "and once");
    app.keys("ctrl-p");
    app.open("@zhou");
    assert_eq!(read(&mut app), ["@zhou"]);
}

#[test]
fn what_was_read_is_told_by_the_new_name_where_a_new_login_was_needed() {
    let (mut app, mut room) = chatting();
    app.synced(vec![says(1, "@lan", "hi")]);
    serve(&mut app, &mut room);
    let mut app = again(&mut room);
    app.epoch = 2;
    app.keys("esc");
    app.model.overlay = None;
    app.open("@lan");
    serve(&mut app, &mut room);
    app.net();
    app.welcome(vec![friend("@lan2", "阿岚")]);
    serve(&mut app, &mut room);
    assert!(app.net().contains(&NetCommand::MarkRead("@lan2".into())));
}

#[test]
fn a_voice_of_an_earlier_run_counts_as_heard() {
    let spoken = |id| {
        let mut item = says(id, "@lan", "");
        if let Item::Message(message) = &mut item {
            message.body = Body::Voice { millis: 3000 };
        }
        item
    };
    let shown = |app: &App| -> Vec<Voice> {
        let lines = &app.model.talk().unwrap().lines;
        lines.iter().map(|line| voice(&app.model, line)).collect()
    };
    let (mut app, mut room) = chatting();
    app.synced(vec![spoken(1)]);
    serve(&mut app, &mut room);
    app.open("@lan");
    assert_eq!(shown(&app), [Voice::Unheard]);
    let mut app = again(&mut room);
    app.epoch = 2;
    app.welcome(vec![friend("@lan", "阿岚")]);
    app.synced(vec![spoken(2)]);
    serve(&mut app, &mut room);
    app.open("@lan");
    serve(&mut app, &mut room);
    assert_eq!(shown(&app), [Voice::Still, Voice::Unheard]);
}
