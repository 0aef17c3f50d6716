//! A file that was to be sent, over the end of the program: the very same goes out, or nothing does.

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::step::Effect;
use weft::domain::id::LocalId;
use weft::domain::message::{Attachment, AttachmentKind, Body};
use weft::port::media::{MediaCommand, MediaEvent};
use weft::port::store::{State, StoreCommand, StoreEvent};
use weft::port::{Failure, Link, News, Outgoing, Parcel};
use weft::store::Room;

use super::lasting::{told, waking};
use super::{App, friend, text};

fn plan() -> Attachment {
    Attachment {
        path: "/data/me/计划 \"x\".pdf".into(),
        name: text("计划.pdf"),
        bytes: 30_000_000,
        md5: "0123456789abcdef0123456789abcdef".into(),
        kind: AttachmentKind::File,
        pixels: None,
        spooled: false,
    }
}

fn serve(app: &mut App, room: &mut Room) {
    loop {
        let asked = told(app);
        if asked.is_empty() {
            return;
        }
        for event in asked.into_iter().flat_map(|command| room.perform(command)) {
            app.event(Event::Store(event));
        }
    }
}

fn looked_at(app: &mut App) -> Vec<u64> {
    let asked = app.asked.iter().filter_map(|effect| {
        if let Effect::Media(MediaCommand::Inspect { number, .. }) = effect {
            Some(*number)
        } else {
            None
        }
    });
    asked.collect()
}

/// Logged in with a store in this folder; the line to the service is cut.
fn cut_off(home: &std::path::Path) -> (App, Room) {
    let (mut app, mut room) = (waking(), Room::at(home));
    serve(&mut app, &mut room);
    app.welcome(vec![friend("@lan", "阿岚")]);
    serve(&mut app, &mut room);
    app.news(News::Link(Link::Retrying {
        attempt: 1,
        at: app.now.mono,
        why: Failure::Offline,
    }));
    app.open("@lan");
    serve(&mut app, &mut room);
    app.asked.clear();
    (app, room)
}

/// The file was pasted and agreed to, and the program ended before it left.
fn queued(home: &std::path::Path) -> LocalId {
    let (mut app, mut room) = cut_off(home);
    app.event(Event::Paste("/data/me/x.pdf".into()));
    let number = looked_at(&mut app)[0];
    let found = vec![Some(plan())];
    app.event(Event::Media(MediaEvent::Inspected { number, found }));
    app.keys("enter");
    serve(&mut app, &mut room);
    assert_eq!(app.sends(), [], "no connection");
    room.close().unwrap();
    app.model.last_local
}

/// The next run, once it is logged in and the file was looked at again.
fn next_run(home: &std::path::Path, now: Option<Attachment>) -> (App, Vec<Outgoing>) {
    let (mut app, mut room) = (waking(), Room::at(home));
    serve(&mut app, &mut room);
    assert_eq!(looked_at(&mut app), [0; 0], "it could not go yet");
    app.welcome(vec![friend("@lan", "阿岚")]);
    serve(&mut app, &mut room);
    let numbers = looked_at(&mut app);
    assert_eq!(numbers.len(), 1);
    app.asked.clear();
    let found = vec![now];
    app.event(Event::Media(MediaEvent::Inspected {
        number: numbers[0],
        found,
    }));
    let sends = loop {
        let asked = told(&mut app);
        if asked.is_empty() {
            break app.sends();
        }
        for event in asked.into_iter().flat_map(|command| room.perform(command)) {
            app.event(Event::Store(event));
        }
    };
    app.open("@lan");
    (app, sends)
}

#[test]
fn a_queued_file_goes_out_in_the_next_run_as_the_same_message() {
    let home = tempfile::tempdir().unwrap();
    let local = queued(home.path());
    let (app, sends) = next_run(home.path(), Some(plan()));
    assert_eq!(sends.len(), 1);
    assert_eq!((sends[0].local, &sends[0].what), (local, &Parcel::Upload(plan())));
    let line = &app.model.talk().unwrap().lines[0];
    assert_eq!(line.body, plan().body());
    assert!(matches!(line.body, Body::File(_)));
}

#[test]
fn a_file_that_changed_or_went_in_between_is_told_and_not_sent() {
    let changed = Attachment { bytes: 1, ..plan() };
    for (now, why) in [(None, Failure::FileGone), (Some(changed), Failure::FileChanged)] {
        let home = tempfile::tempdir().unwrap();
        let local = queued(home.path());
        let (app, sends) = next_run(home.path(), now);
        assert_eq!(sends, []);
        assert_eq!(
            app.model.talk().unwrap().lines[0].state,
            State::Failed(local, why)
        );
    }
}

#[test]
fn once_it_is_sent_nothing_is_kept_of_where_the_file_was() {
    let home = tempfile::tempdir().unwrap();
    let local = queued(home.path());
    let (mut app, _) = next_run(home.path(), Some(plan()));
    let id = Some(weft::domain::id::MsgId(9));
    app.news(News::Sent { local, id });
    let mut room = Room::at(home.path());
    room.perform(StoreCommand::Open(weft::port::store::Which::Last));
    let seq = app.model.talk().unwrap().lines[0].seq;
    for command in told(&mut app) {
        room.perform(command);
    }
    let kept = room.perform(StoreCommand::Line(seq));
    let [StoreEvent::Line { line: Some(line), .. }] = kept.as_slice() else {
        panic!("no line: {kept:?}");
    };
    assert_eq!(line.state, State::Kept(id));
    let raw = line.raw.as_deref().cloned().unwrap_or_default();
    assert_eq!(raw.attached, None);
}

#[test]
fn a_file_that_nobody_can_look_at_any_more_is_told_and_not_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let local = queued(home.path());
    let (mut app, mut room) = (waking(), Room::at(home.path()));
    serve(&mut app, &mut room);
    app.welcome(vec![friend("@lan", "阿岚")]);
    serve(&mut app, &mut room);
    assert_eq!(looked_at(&mut app).len(), 1);
    app.event(Event::MediaGone);
    app.open("@lan");
    let line = &app.model.talk().unwrap().lines[0];
    assert_eq!(line.state, State::Failed(local, Failure::FileGone));
}
