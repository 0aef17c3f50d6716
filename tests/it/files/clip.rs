//! What is on the clipboard, sent: asked for by a key or by a paste without words, asked about, and let go of afterwards.

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::files::Told;
use weft::app::model::Overlay;
use weft::domain::id::MsgId;
use weft::domain::message::{Attachment, AttachmentKind, Body, Picture};
use weft::port::media::{Clip, MediaCommand, MediaEvent};
use weft::port::{Failure, News, Parcel};

use super::{asked, attachment, tell, told};
use crate::reducer::App;

const SPOOLED: &str = "/data/outgoing/picture-20260301-120000.png";

fn picture() -> Attachment {
    Attachment {
        pixels: Some((320, 200)),
        spooled: true,
        ..attachment(SPOOLED, 2000, AttachmentKind::Image)
    }
}

fn discarded() -> MediaCommand {
    MediaCommand::Discard { file: SPOOLED.into() }
}

fn writing() -> App {
    let mut app = App::chatting();
    app.open("@lan");
    app.asked.clear();
    app
}

/// The clipboard was asked; the number of the question.
fn asking(app: &mut App) -> u64 {
    let asked = asked(app);
    let [MediaCommand::Paste { number, name }] = asked.as_slice() else {
        panic!("the clipboard was not asked: {asked:?}");
    };
    assert!(name.as_str().starts_with("picture-2"), "{}", name.as_str());
    assert_eq!(told(app), Some(&Told::Asking));
    *number
}

fn answer(app: &mut App, number: u64, found: Clip) {
    tell(app, MediaEvent::Pasted { number, found });
}

fn inspected(app: &mut App, found: Vec<Option<Attachment>>) {
    let asked = asked(app);
    let [MediaCommand::Inspect { number, .. }] = asked.as_slice() else {
        panic!("nothing was looked at: {asked:?}");
    };
    let number = *number;
    tell(app, MediaEvent::Inspected { number, found });
}

/// From the key to the question.
fn asked_about(app: &mut App) {
    app.keys("alt-v");
    let number = asking(app);
    answer(app, number, Clip::Image(SPOOLED.into()));
    inspected(app, vec![Some(picture())]);
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmSend));
    assert_eq!(app.sends(), [], "nothing leaves unasked");
}

#[test]
fn a_picture_on_the_clipboard_is_asked_about_sent_and_its_copy_let_go_of() {
    for key in ["alt-v", "ctrl-v"] {
        let mut app = writing();
        app.types("look: ");
        app.keys(key);
        let number = asking(&mut app);
        answer(&mut app, number, Clip::Image(SPOOLED.into()));
        inspected(&mut app, vec![Some(picture())]);
        app.keys("enter");
        let sends = app.sends();
        assert_eq!(sends[0].what, Parcel::Upload(picture()));
        assert_eq!(app.draft(), "look: ", "what is being written stays");
        assert_eq!(
            app.model.talk().unwrap().lines[0].body,
            Body::Image(Picture {
                width: 320,
                height: 200,
                bytes: 2000
            })
        );
        let local = sends[0].local;
        assert_eq!(asked(&mut app), [], "it is needed until it is there");
        let id = Some(MsgId(77));
        app.news(News::Sent { local, id });
        let keep = MediaCommand::Keep {
            from: SPOOLED.into(),
            file: "/cache/7/77-whole".into(),
        };
        assert_eq!(asked(&mut app), [keep, discarded()]);
    }
}

#[test]
fn a_paste_without_words_asks_too() {
    let mut app = writing();
    app.event(Event::Paste(String::new()));
    asking(&mut app);
    app.keys("esc ctrl-f");
    app.event(Event::Paste(String::new()));
    assert_eq!(asked(&mut app), [], "not where words are searched for");
}

#[test]
fn no_is_no_and_leaves_no_copy() {
    let mut app = writing();
    asked_about(&mut app);
    app.keys("esc");
    assert_eq!(asked(&mut app), [discarded()]);
    assert_eq!((app.sends(), &app.model.overlay), (vec![], &None));
}

#[test]
fn whoever_has_gone_on_meanwhile_is_not_asked_and_no_copy_is_left() {
    let mut app = writing();
    app.keys("alt-v");
    let number = asking(&mut app);
    app.open("@zhou");
    answer(&mut app, number, Clip::Image(SPOOLED.into()));
    assert_eq!(asked(&mut app), [discarded()]);
    let mut app = writing();
    app.keys("alt-v");
    let number = asking(&mut app);
    answer(&mut app, number, Clip::Image(SPOOLED.into()));
    app.keys("f1");
    inspected(&mut app, vec![Some(picture())]);
    assert_eq!(asked(&mut app), [discarded()]);
    let mut app = writing();
    app.keys("alt-v");
    let number = asking(&mut app);
    app.keys("f1");
    answer(&mut app, number, Clip::Text("words".into()));
    app.keys("esc");
    assert_eq!(app.draft(), "", "words of a while ago are not typed either");
}

#[test]
fn esc_calls_it_off_before_the_question_comes() {
    let mut app = writing();
    app.keys("alt-v");
    let number = asking(&mut app);
    app.keys("esc");
    assert_eq!(told(&app), Some(&Told::Stopped));
    answer(&mut app, number, Clip::Image(SPOOLED.into()));
    assert_eq!(asked(&mut app), [discarded()]);
    app.keys("alt-v");
    let number = asking(&mut app);
    answer(&mut app, number, Clip::Image(SPOOLED.into()));
    assert_eq!(asked(&mut app).len(), 1);
    app.keys("esc");
    let stopped = asked(&mut app);
    assert!(matches!(
        stopped.as_slice(),
        [MediaCommand::StopInspect { .. }, last] if *last == discarded()
    ));
    app.keys("alt-v");
    let number = asking(&mut app);
    answer(&mut app, number, Clip::Files(vec!["/data/me/film.mkv".into()]));
    let looked = asked(&mut app);
    let [MediaCommand::Inspect { number, .. }] = looked.as_slice() else {
        panic!("not looked at: {looked:?}");
    };
    app.keys("esc");
    let stop = MediaCommand::StopInspect { number: *number };
    assert_eq!(asked(&mut app), [stop]);
    let found = vec![Some(attachment("/data/me/film.mkv", 9, AttachmentKind::File))];
    tell(
        &mut app,
        MediaEvent::Inspected {
            number: *number,
            found,
        },
    );
    assert_eq!(app.model.overlay, None);
}

#[test]
fn files_copied_in_a_file_manager_are_asked_about_and_stay_where_they_are() {
    let mut app = writing();
    app.keys("alt-v");
    let number = asking(&mut app);
    let plan = attachment("/data/me/plan.pdf", 9, AttachmentKind::File);
    answer(&mut app, number, Clip::Files(vec![plan.path.clone()]));
    inspected(&mut app, vec![Some(plan)]);
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmSend));
    app.keys("esc");
    assert_eq!(asked(&mut app), [], "nothing of the person's is removed");
}

#[test]
fn words_are_pasted_and_what_else_there_is_is_said() {
    let mut app = writing();
    app.types("a ");
    app.keys("alt-v");
    let number = asking(&mut app);
    answer(&mut app, number, Clip::Text("two\nrows".into()));
    assert_eq!((app.draft(), told(&app)), ("a two\nrows", None));
    let why = || "no display".into();
    for (found, says) in [
        (Clip::Nothing, Told::NoClip),
        (Clip::Text(String::new()), Told::NoClip),
        (Clip::NotBuilt, Told::NotBuilt),
        (Clip::Busy, Told::Asking),
        (
            Clip::Unreachable(why()),
            Told::Unreachable {
                why: crate::reducer::text("no display"),
            },
        ),
    ] {
        app.keys("alt-v");
        let number = asking(&mut app);
        answer(&mut app, number, found);
        assert_eq!(told(&app), Some(&says));
        assert_eq!(asked(&mut app), []);
    }
}

#[test]
fn a_copy_goes_with_the_last_message_that_needs_it() {
    let mut app = writing();
    let mut locals = Vec::new();
    for _ in 0..2 {
        asked_about(&mut app);
        app.keys("enter");
        locals.extend(app.sends().iter().map(|sent| sent.local));
        app.asked.clear();
    }
    let why = Failure::Offline;
    for local in &locals {
        app.news(News::NotSent { local: *local, why });
    }
    app.keys("alt-x");
    assert_eq!(asked(&mut app), [], "the other message has it");
    app.keys("alt-x");
    assert_eq!(asked(&mut app), [discarded()]);
    assert_eq!(told(&app), Some(&Told::CopyDropped));
}

#[test]
fn what_is_on_a_clipboard_is_in_no_debug_output() {
    let said = format!(
        "{:?} {:?}",
        Clip::Text("secret".into()),
        Clip::Image("/secret".into())
    );
    assert!(!said.contains("secret"), "{said}");
}
