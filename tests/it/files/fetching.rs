//! Opening and saving what others sent: by a key, here first, fetched where it is missing.

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::files::{MANY, Told, USUAL_CACHE, state};
use weft::app::step::Effect;
use weft::domain::id::Seq;
use weft::domain::message::{Body, Clip, Picture, Sticker};
use weft::port::media::{Asset, Download, Fault, MediaCommand, MediaEvent, Progress, Source};
use weft::port::store::{LineRecord, StoreCommand, StoreEvent};
use weft::port::{Failure, NetCommand, News};

use super::{asked, file, said, tell, told, whole};
use crate::reducer::{App, friend, text};

/// 阿岚 sent this, and it is chosen.
fn with(body: Body) -> App {
    let mut app = App::chatting();
    app.synced(vec![said(5, "@lan", body)]);
    app.open("@lan");
    app.keys("alt-up");
    app.asked.clear();
    app
}

fn downloads(app: &mut App) -> Vec<Download> {
    let downloads = app.net().into_iter().filter_map(|command| {
        if let NetCommand::Download(download) = command {
            Some(download)
        } else {
            None
        }
    });
    downloads.collect()
}

fn progress(app: &mut App, progress: Progress) {
    app.news(News::Download {
        asset: whole(5),
        progress,
    });
}

/// It is near the screen, and was asked for unasked.
fn begun(app: &mut App) {
    let begun = Progress::Moving { done: 0, of: None };
    app.model.files.downloads.insert(whole(5), begun);
}

fn shown(app: &App) -> Option<&Progress> {
    state(&app.model, app.model.talk().unwrap().lines.last().unwrap())
}

fn stored(app: &mut App, keep: bool) {
    let asked: Vec<Seq> = std::mem::take(&mut app.asked)
        .into_iter()
        .filter_map(|effect| {
            if let Effect::Store(StoreCommand::Line(seq)) = effect {
                Some(seq)
            } else {
                None
            }
        })
        .collect();
    let seq = *asked
        .first()
        .expect("the store is asked for the rest of the line");
    let line = app.model.talk().unwrap().lines.last().unwrap();
    let raw = weft::domain::message::Raw {
        media_id: "@crypt_1".into(),
        file_name: "plan.pdf".into(),
        encry_file_name: "plan%2Epdf".into(),
        ..Default::default()
    };
    let record = Box::new(LineRecord {
        raw: Some(Box::new(raw)),
        ..line.record()
    });
    let line = keep.then_some(record);
    app.event(Event::Store(StoreEvent::Line { seq, line }));
}

#[test]
fn a_picture_is_fetched_for_whoever_opens_it_and_then_opened() {
    let mut app = with(Body::Image(Picture::default()));
    app.keys("o");
    let open = MediaCommand::Open {
        asset: whole(5),
        file: "/cache/7/5-whole".into(),
        name: text("photo-20260921-141325"),
    };
    assert_eq!(asked(&mut app), std::slice::from_ref(&open), "it may be here");
    assert_eq!(downloads(&mut app), []);
    tell(&mut app, MediaEvent::Missing(whole(5)));
    let wanted = downloads(&mut app);
    assert_eq!(wanted.len(), 1);
    assert_eq!(wanted[0].source, Source::Image(weft::domain::id::MsgId(5)));
    assert!(wanted[0].urgent, "somebody waits for it");
    assert_eq!(shown(&app), Some(&Progress::Moving { done: 0, of: None }));
    progress(
        &mut app,
        Progress::Moving {
            done: 10,
            of: Some(20),
        },
    );
    progress(&mut app, Progress::Done { bytes: 20 });
    assert_eq!(asked(&mut app), [open]);
    tell(&mut app, MediaEvent::Opened(whole(5)));
    assert_eq!(told(&app), Some(&Told::Opened));
    progress(&mut app, Progress::Done { bytes: 20 });
    assert_eq!(asked(&mut app), [], "once");
}

#[test]
fn a_file_is_saved_under_the_name_its_sender_gave_it() {
    let mut app = with(file("行程表.xlsx", 20_509));
    app.keys("s");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    // What fetches a file is kept beside its line.
    stored(&mut app, true);
    let wanted = downloads(&mut app);
    assert_eq!(wanted.len(), 1);
    assert_eq!(wanted[0].bytes, Some(20_509), "as announced");
    assert_eq!(
        wanted[0].source,
        Source::File {
            sender: "@lan".into(),
            media_id: "@crypt_1".into(),
            encry_file_name: "plan%2Epdf".into(),
            name: "plan.pdf".into(),
        }
    );
    asked(&mut app);
    progress(&mut app, Progress::Done { bytes: 20_509 });
    let save = MediaCommand::Save {
        asset: whole(5),
        file: "/cache/7/5-whole".into(),
        name: text("行程表.xlsx"),
    };
    assert_eq!(asked(&mut app), [save]);
    let path = "/data/me/下载/行程表 (2).xlsx";
    tell(
        &mut app,
        MediaEvent::Saved {
            asset: whole(5),
            path: path.into(),
        },
    );
    assert_eq!(told(&app), Some(&Told::Saved { path: text(path) }));
}

#[test]
fn after_another_login_its_sender_is_called_by_the_name_of_now() {
    let mut app = with(file("plan.pdf", 9));
    app.epoch += 1;
    app.welcome(vec![friend("@lan-now", "阿岚"), friend("@zhou-now", "老周")]);
    app.asked.clear();
    app.keys("o");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    stored(&mut app, true);
    let wanted = downloads(&mut app);
    let Some(Source::File { sender, .. }) = wanted.first().map(|download| &download.source) else {
        panic!("no file asked for: {wanted:?}");
    };
    assert_eq!(sender.as_str(), "@lan-now");
}

#[test]
fn a_file_whose_rest_is_not_kept_cannot_be_fetched_and_that_is_said() {
    let mut app = with(file("plan.pdf", 9));
    app.keys("o");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    stored(&mut app, false);
    assert_eq!(downloads(&mut app), []);
    assert_eq!(told(&app), Some(&Told::NotKept));
}

#[test]
fn a_failed_download_says_why_and_is_tried_again_by_the_same_key_or_alt_r() {
    let mut app = with(Body::Voice { millis: 3000 });
    app.keys("s");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    assert_eq!(downloads(&mut app).len(), 1);
    for again in ["s", "alt-r"] {
        progress(&mut app, Progress::Failed(Fault::Empty));
        assert_eq!(shown(&app), Some(&Progress::Failed(Fault::Empty)));
        let why = Fault::Empty;
        assert_eq!(
            told(&app),
            Some(&Told::NotFetched { why }),
            "in full, whatever the line has room for"
        );
        asked(&mut app);
        app.keys(again);
        assert!(
            matches!(asked(&mut app).as_slice(), [MediaCommand::Save { .. }]),
            "{again}"
        );
        tell(&mut app, MediaEvent::Missing(whole(5)));
        assert_eq!(downloads(&mut app).len(), 1, "{again}");
        assert!(matches!(shown(&app), Some(Progress::Moving { .. })), "{again}");
    }
}

#[test]
fn x_stops_what_moves() {
    let mut app = with(Body::Video(Clip {
        bytes: 100,
        ..Clip::default()
    }));
    app.keys("x");
    assert_eq!(told(&app), Some(&Told::Nothing), "nothing moves yet");
    app.keys("enter");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    assert_eq!(downloads(&mut app)[0].bytes, Some(100));
    app.keys("x");
    assert_eq!(app.net(), [NetCommand::StopDownload(whole(5))]);
    assert_eq!(shown(&app), None);
    assert_eq!(told(&app), Some(&Told::Stopped));
    progress(&mut app, Progress::Moving { done: 9, of: None });
    assert_eq!(
        shown(&app),
        None,
        "that word was on its way already: no other follows"
    );
}

#[test]
fn a_picture_already_on_its_way_is_only_hastened() {
    let mut app = with(Body::Image(Picture::default()));
    begun(&mut app);
    progress(&mut app, Progress::Moving { done: 3, of: None });
    app.keys("o");
    assert_eq!(asked(&mut app), []);
    assert!(downloads(&mut app)[0].urgent);
    assert_eq!(shown(&app), Some(&Progress::Moving { done: 3, of: None }));
    progress(&mut app, Progress::Done { bytes: 5 });
    assert!(matches!(asked(&mut app).as_slice(), [MediaCommand::Open { .. }]));
}

#[test]
fn the_end_of_a_session_ends_what_was_under_way() {
    let mut app = with(Body::Image(Picture::default()));
    begun(&mut app);
    progress(&mut app, Progress::Moving { done: 3, of: None });
    app.epoch += 1;
    app.welcome(vec![friend("@lan", "阿岚")]);
    assert_eq!(
        shown(&app),
        Some(&Progress::Failed(Fault::Net(Failure::SessionOver)))
    );
}

#[test]
fn files_videos_and_voices_are_never_fetched_by_themselves() {
    let mut app = App::chatting();
    app.open("@lan");
    app.asked.clear();
    app.synced(vec![
        said(5, "@lan", file("a.pdf", 3)),
        said(6, "@lan", Body::Voice { millis: 1 }),
        said(7, "@lan", Body::Video(Clip::default())),
    ]);
    app.keys("alt-up up up down");
    assert_eq!(downloads(&mut app), []);
    assert_eq!(asked(&mut app), []);
}

#[test]
fn a_sticker_of_the_store_comes_from_its_own_address() {
    let store = Sticker {
        store: true,
        url: text("https://emoji.example.test/1"),
        ..Sticker::default()
    };
    let mut app = with(Body::Sticker(Box::new(store)));
    app.keys("o");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    let source = downloads(&mut app).remove(0).source;
    assert_eq!(source, Source::Elsewhere("https://emoji.example.test/1".into()));
}

#[test]
fn a_program_is_not_opened_and_words_carry_nothing() {
    let mut app = with(file("setup.exe", 9));
    app.keys("o");
    tell(&mut app, MediaEvent::Program(whole(5)));
    assert_eq!(told(&app), Some(&Told::Program));
    let mut app = with(Body::Text(text("hi")));
    app.keys("o");
    assert_eq!(told(&app), Some(&Told::Nothing));
    assert_eq!(asked(&mut app), []);
}

#[test]
fn the_cache_is_looked_at_once_and_again_after_every_fifty_megabytes() {
    let mut app = App::started();
    let trims = |app: &mut App| {
        let trim = Effect::Media(MediaCommand::Trim {
            folder: "/cache/7".into(),
            bytes: USUAL_CACHE,
        });
        let trims = app.asked.iter().filter(|effect| **effect == trim).count();
        app.asked.clear();
        trims
    };
    assert_eq!(trims(&mut app), 0, "whose cache is not known yet");
    app.welcome(vec![friend("@lan", "阿岚")]);
    assert_eq!(trims(&mut app), 1);
    let fetched = |app: &mut App, id, megabytes: u64| {
        let bytes = megabytes * 1024 * 1024;
        let asset: Asset = whole(id);
        app.news(News::Download {
            asset,
            progress: Progress::Done { bytes },
        });
    };
    fetched(&mut app, 1, 49);
    assert_eq!(trims(&mut app), 0);
    fetched(&mut app, 2, 1);
    assert_eq!(trims(&mut app), 1);
    fetched(&mut app, 3, 49);
    assert_eq!(trims(&mut app), 0);
}

#[test]
fn a_long_run_remembers_what_is_seen_and_wanted_and_not_all_that_ever_came() {
    let mut app = with(file("plan.pdf", 9));
    app.keys("o");
    tell(&mut app, MediaEvent::Missing(whole(5)));
    stored(&mut app, true);
    progress(&mut app, Progress::Done { bytes: 9 });
    tell(&mut app, MediaEvent::Opened(whole(5)));
    let came = |app: &mut App, id| {
        app.news(News::Download {
            asset: whole(id),
            progress: Progress::Done { bytes: 1 },
        });
    };
    let stopped = Progress::Failed(Fault::Net(Failure::Cancelled));
    app.model.files.downloads.insert(whole(6), stopped.clone());
    for id in 100..20_000 {
        came(&mut app, id);
        assert!(app.model.files.downloads.len() <= MANY);
    }
    assert_eq!(shown(&app), Some(&Progress::Done { bytes: 9 }), "it is on screen");
    assert_eq!(app.model.files.downloads.get(&whole(6)), Some(&stopped));
}
