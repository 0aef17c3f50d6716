//! Voices as the reducer plays them: one at a time, the next by itself, a second at a time.

use std::time::Duration;

use pretty_assertions::assert_eq;
use weft::app::files::{Told, Voice, What, voice};
use weft::app::{Event, deadline};
use weft::domain::message::{Author, Body, Item, Message};
use weft::port::media::{Asset, Fault, MediaCommand, MediaEvent, Progress, Silence, Unopened};
use weft::port::{NetCommand, News, Welcome};

use super::{asked, said, tell, told, whole};
use crate::reducer::{App, friend, text};

const LONG: Body = Body::Voice { millis: 3000 };

/// 阿岚 said these, and the first is chosen.
fn with(voices: &[u64]) -> App {
    let mut app = App::chatting();
    app.synced(voices.iter().map(|id| said(*id, "@lan", LONG)).collect());
    app.open("@lan");
    for _ in voices {
        app.keys("alt-up");
    }
    app.asked.clear();
    app
}

fn play(number: u64, id: u64) -> MediaCommand {
    MediaCommand::Play {
        number,
        asset: whole(id),
        file: format!("/cache/7/{id}-whole").into(),
    }
}

fn playing(app: &mut App, number: u64) {
    tell(app, MediaEvent::Playing { number, millis: 3000 });
}

fn progress(app: &mut App, id: u64, progress: Progress) {
    app.news(News::Download {
        asset: whole(id),
        progress,
    });
}

fn fetched(app: &mut App) -> Vec<Asset> {
    let downloads = app.net().into_iter().filter_map(|command| {
        if let NetCommand::Download(download) = command {
            Some(download.asset)
        } else {
            None
        }
    });
    downloads.collect()
}

/// How each voice of the open chat stands.
fn shown(app: &App) -> Vec<Voice> {
    let lines = &app.model.talk().unwrap().lines;
    lines.iter().map(|line| voice(&app.model, line)).collect()
}

const fn at(seconds: u32) -> Voice {
    Voice::Playing {
        at: seconds,
        of: 3000,
    }
}

#[test]
fn a_voice_is_fetched_and_heard_and_the_same_key_stops_it() {
    for (key, stop) in [("enter", "enter"), ("o", "o"), ("o", "x"), ("ctrl-o", "enter")] {
        let mut app = with(&[5]);
        assert_eq!(shown(&app), [Voice::Unheard]);
        app.keys(key);
        assert_eq!(asked(&mut app), [play(1, 5)], "it may be here");
        tell(&mut app, MediaEvent::Missing(whole(5)));
        assert_eq!(fetched(&mut app), [whole(5)]);
        progress(&mut app, 5, Progress::Done { bytes: 900 });
        assert_eq!(asked(&mut app), [play(2, 5)]);
        assert_eq!(shown(&app), [Voice::Unheard], "nothing is heard yet");
        playing(&mut app, 2);
        assert_eq!(shown(&app), [at(0)]);
        app.keys(stop);
        assert_eq!(asked(&mut app), [MediaCommand::Quiet], "{stop}");
        assert_eq!(shown(&app), [Voice::Still], "somebody has heard it");
        app.keys(key);
        assert_eq!(asked(&mut app), [play(3, 5)], "from its beginning");
    }
}

#[test]
fn another_voice_stops_the_first_and_what_is_told_of_the_first_is_late() {
    let mut app = with(&[5, 6]);
    app.keys("o");
    playing(&mut app, 1);
    app.keys("down o");
    assert_eq!(asked(&mut app), [play(1, 5), MediaCommand::Quiet, play(2, 6)]);
    for late in [
        MediaEvent::Played(1),
        MediaEvent::Playing { number: 1, millis: 9 },
        MediaEvent::Unplayable {
            number: 1,
            why: Silence::NotSound,
        },
    ] {
        tell(&mut app, late);
    }
    assert_eq!(asked(&mut app), []);
    playing(&mut app, 2);
    assert_eq!(shown(&app), [Voice::Still, at(0)]);
}

#[test]
fn of_two_that_are_being_fetched_the_one_asked_for_last_is_heard() {
    let mut app = with(&[5, 6]);
    app.keys("o");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    app.keys("down o");
    tell(&mut app, MediaEvent::Missing(whole(6)));
    assert_eq!(fetched(&mut app), [whole(5), whole(6)]);
    asked(&mut app);
    progress(&mut app, 6, Progress::Done { bytes: 9 });
    progress(&mut app, 5, Progress::Done { bytes: 9 });
    assert_eq!(asked(&mut app), [play(3, 6)]);
}

#[test]
fn one_that_was_stopped_before_it_was_found_missing_is_not_fetched() {
    let mut app = with(&[5]);
    app.keys("o o");
    assert_eq!(asked(&mut app), [play(1, 5), MediaCommand::Quiet]);
    tell(&mut app, MediaEvent::Missing(whole(5)));
    assert_eq!(fetched(&mut app), []);
}

#[test]
fn the_next_voice_that_nobody_heard_follows_by_itself_and_is_fetched_for_it() {
    let mut app = with(&[5, 6, 7, 8]);
    app.synced(vec![Item::Message(Message {
        author: Author::Me,
        ..message(9)
    })]);
    // The second is heard already.
    app.keys("down o");
    playing(&mut app, 1);
    app.keys("o up o");
    playing(&mut app, 2);
    asked(&mut app);
    tell(&mut app, MediaEvent::Played(2));
    assert_eq!(asked(&mut app), [play(3, 7)]);
    tell(&mut app, MediaEvent::Missing(whole(7)));
    assert_eq!(fetched(&mut app), [whole(7)], "the person asked to hear");
    progress(&mut app, 7, Progress::Done { bytes: 9 });
    playing(&mut app, 4);
    assert_eq!(
        shown(&app),
        [Voice::Still, Voice::Still, at(0), Voice::Unheard, Voice::Still]
    );
    asked(&mut app);
    // Wherever the person looks meanwhile.
    app.open("@zhou");
    tell(&mut app, MediaEvent::Played(4));
    assert_eq!(asked(&mut app), [play(5, 8)]);
    playing(&mut app, 5);
    tell(&mut app, MediaEvent::Played(5));
    assert_eq!(asked(&mut app), [], "one's own is none to be heard");
}

fn message(id: u64) -> Message {
    let Item::Message(message) = said(id, "@lan", LONG) else {
        unreachable!()
    };
    message
}

#[test]
fn ones_own_voice_is_heard_alone() {
    let mut app = App::chatting();
    let own = Item::Message(Message {
        author: Author::Me,
        ..message(5)
    });
    app.synced(vec![own, said(6, "@lan", LONG)]);
    app.open("@lan");
    app.keys("alt-up alt-up o");
    playing(&mut app, 1);
    asked(&mut app);
    tell(&mut app, MediaEvent::Played(1));
    assert_eq!(asked(&mut app), []);
    assert_eq!(shown(&app), [Voice::Still, Voice::Unheard]);
}

#[test]
fn where_there_is_no_sound_it_is_opened_and_why_is_said_once() {
    let device = |words| Silence::Device(text(words));
    let mut app = with(&[5, 6]);
    let heard = [
        (Silence::NotBuilt, true),
        (Silence::NotBuilt, false),
        (device("no card"), true),
        (device("no card"), false),
        (Silence::NotSound, true),
    ];
    for (number, (why, said)) in (1..).zip(heard) {
        app.keys("o");
        asked(&mut app);
        tell(
            &mut app,
            MediaEvent::Unplayable {
                number,
                why: why.clone(),
            },
        );
        let open = MediaCommand::Open {
            asset: whole(5),
            file: "/cache/7/5-whole".into(),
            name: text("voice-20260921-141325"),
        };
        assert_eq!(asked(&mut app), [open], "{why:?}");
        tell(&mut app, MediaEvent::Opened(whole(5)));
        let expected = if said { Told::Silent { why } } else { Told::Opened };
        assert_eq!(told(&app), Some(&expected));
        assert_eq!(
            shown(&app),
            [Voice::Still, Voice::Unheard],
            "it can be heard there"
        );
    }
}

#[test]
fn one_that_is_neither_heard_nor_opened_is_told_as_both() {
    let mut app = with(&[5]);
    app.keys("o");
    asked(&mut app);
    let why = Silence::NotBuilt;
    tell(&mut app, MediaEvent::Unplayable { number: 1, why });
    asked(&mut app);
    let (asset, why) = (Some(whole(5)), Unopened::NoProgram);
    tell(&mut app, MediaEvent::NotOpened { asset, why });
    let (what, why) = (What::Voice, Unopened::NoProgram);
    assert_eq!(told(&app), Some(&Told::NotOpened { what, why }));
    assert_eq!(shown(&app), [Voice::Unheard]);
}

#[test]
fn a_device_that_goes_away_is_told_and_nothing_else_begins() {
    let mut app = with(&[5, 6]);
    app.keys("o");
    playing(&mut app, 1);
    asked(&mut app);
    let why = text("unplugged");
    tell(
        &mut app,
        MediaEvent::Unplayable {
            number: 1,
            why: Silence::Device(why.clone()),
        },
    );
    assert_eq!(asked(&mut app), []);
    assert_eq!(told(&app), Some(&Told::Failed { why }));
    assert_eq!(shown(&app), [Voice::Still, Voice::Unheard]);
}

#[test]
fn one_that_cannot_be_fetched_is_tried_again_by_alt_r() {
    let mut app = with(&[5]);
    for number in [1, 2] {
        asked(&mut app);
        app.keys(if number == 1 { "o" } else { "alt-r" });
        assert_eq!(asked(&mut app), [play(number, 5)]);
        tell(&mut app, MediaEvent::Missing(whole(5)));
        assert_eq!(fetched(&mut app), [whole(5)]);
        progress(&mut app, 5, Progress::Failed(Fault::Empty));
        assert_eq!(told(&app), Some(&Told::NotFetched { why: Fault::Empty }));
        assert_eq!(shown(&app), [Voice::Unheard]);
    }
}

#[test]
fn saving_it_meanwhile_neither_stops_it_nor_is_lost() {
    let mut app = with(&[5]);
    app.keys("o s");
    let commands = asked(&mut app);
    assert!(
        matches!(
            commands.as_slice(),
            [MediaCommand::Play { .. }, MediaCommand::Save { .. }]
        ),
        "{commands:?}"
    );
    playing(&mut app, 1);
    assert_eq!(shown(&app), [at(0)]);
    let path = "/data/me/voice.mp3";
    tell(
        &mut app,
        MediaEvent::Saved {
            asset: whole(5),
            path: path.into(),
        },
    );
    assert_eq!(told(&app), Some(&Told::Saved { path: text(path) }));
}

/// Turns until nothing is due, a wake-up for each.
fn wakes(app: &mut App) -> Vec<Voice> {
    let mut seen = Vec::new();
    while let Some(due) = deadline(&app.model) {
        app.now.mono = due;
        let step = app.event(Event::Wake);
        assert!(!step.touched.is_none(), "no wake-up for nothing");
        seen.push(shown(app)[0]);
    }
    seen
}

#[test]
fn its_line_counts_the_seconds_and_nothing_wakes_up_but_for_those() {
    let mut app = with(&[5]);
    // Whatever else counts down is none of a voice's.
    assert_eq!(deadline(&app.model), None);
    app.keys("o");
    assert_eq!(deadline(&app.model), None, "nothing is heard yet");
    playing(&mut app, 1);
    assert_eq!(wakes(&mut app), [at(1), at(2)]);
    tell(&mut app, MediaEvent::Played(1));
    assert_eq!(deadline(&app.model), None);
}

#[test]
fn nothing_counts_where_nobody_looks() {
    let begun = |width| {
        let mut app = with(&[5]);
        app.resize(width, 30);
        app.keys("o");
        playing(&mut app, 1);
        assert!(deadline(&app.model).is_some());
        app
    };
    let due = |app: &App| deadline(&app.model);
    let mut app = begun(100);
    app.keys("f1");
    assert_eq!(due(&app), None, "under the key table");
    app.pass(2);
    app.keys("esc");
    assert!(due(&app).is_some_and(|due| due <= app.now.mono), "it lags");
    app.event(Event::Wake);
    assert_eq!(shown(&app), [at(2)]);
    assert_eq!(due(&app), None, "its last second");
    let mut app = begun(100);
    app.open("@zhou");
    assert_eq!(due(&app), None, "in another chat");
    let mut app = begun(40);
    app.keys("esc esc");
    assert_eq!(due(&app), None, "behind the list");
    let mut app = begun(100);
    let words = (10..80).map(|id| said(id, "@lan", Body::Text(text("hi"))));
    app.synced(words.collect());
    app.keys("esc ctrl-end");
    assert_eq!(due(&app), None, "scrolled away");
}

#[test]
fn it_ends_with_the_account_and_with_the_media_thread_but_not_with_the_line() {
    let begun = || {
        let mut app = with(&[5]);
        app.keys("o");
        playing(&mut app, 1);
        asked(&mut app);
        app
    };
    let mut app = begun();
    app.event(Event::NetGone);
    assert_eq!(asked(&mut app), []);
    assert_eq!(shown(&app), [at(0)]);
    let mut app = begun();
    app.event(Event::MediaGone);
    assert_eq!(shown(&app), [Voice::Still]);
    let mut app = begun();
    app.keys("alt-q enter");
    assert_eq!(asked(&mut app), [MediaCommand::Quiet], "logged out");
    let mut app = begun();
    app.news(News::Welcome(Box::new(Welcome {
        same: false,
        uin: 8,
        me: friend("@else", "别人"),
        recent: Vec::new(),
        order: Vec::new(),
    })));
    assert_eq!(asked(&mut app), [MediaCommand::Quiet], "another account");
    tell(&mut app, MediaEvent::Played(1));
    assert_eq!(asked(&mut app), []);
}

#[test]
fn a_second_is_a_second_whatever_else_wakes_the_loop() {
    let mut app = with(&[5]);
    app.keys("o");
    playing(&mut app, 1);
    app.now = app.now.plus(Duration::from_millis(700));
    let step = app.event(Event::Wake);
    assert!(step.touched.is_none());
    assert_eq!(shown(&app), [at(0)]);
}
