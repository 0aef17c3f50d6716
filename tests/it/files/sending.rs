//! A file on its way out: picked or pasted, asked about, sent, stopped, tried again, and kept over a restart.

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::files::{Told, upload};
use weft::app::model::{Hint, Overlay};
use weft::domain::id::{LocalId, MsgId};
use weft::domain::message::{Attachment, AttachmentKind, Body};
use weft::domain::time::Timestamp;
use weft::port::media::{Entry, Listing, MediaCommand, MediaEvent};
use weft::port::store::State;
use weft::port::{Failure, NetCommand, News, Outgoing, Parcel};

use super::{asked, attachment, tell, told};
use crate::reducer::{App, text};

fn writing() -> App {
    let mut app = App::chatting();
    app.open("@lan");
    app.asked.clear();
    app
}

fn entry(folder: &str, name: &str) -> Entry {
    Entry {
        name: name.trim_end_matches('/').into(),
        path: format!("/data/me/{}{name}", folder.trim_start_matches("~/")).into(),
        folder: name.ends_with('/'),
        bytes: 3,
        at: Timestamp(0),
    }
}

/// The folder that was asked for, told.
fn listed(app: &mut App, folder: &str, names: &[&str]) {
    assert_eq!(
        asked(app),
        [MediaCommand::List {
            folder: folder.into()
        }]
    );
    let entries = names.iter().map(|name| entry(folder, name)).collect();
    let listing = Listing {
        folder: folder.into(),
        entries,
        more: false,
        fault: None,
    };
    tell(app, MediaEvent::Listed(listing));
}

fn shown(app: &App) -> Vec<&str> {
    let browser = &app.model.attach.browser;
    let entries = &browser.listing.as_ref().unwrap().entries;
    browser.picker.hits.iter().map(|at| &*entries[*at].name).collect()
}

fn inspected(app: &mut App, found: Vec<Option<Attachment>>) {
    let asked = asked(app);
    let [MediaCommand::Inspect { number, .. }] = asked.as_slice() else {
        panic!("nothing was looked at: {asked:?}");
    };
    let number = *number;
    tell(app, MediaEvent::Inspected { number, found });
}

/// Pasted and agreed to; what goes to the network.
fn sends(app: &mut App, file: &Attachment) -> Outgoing {
    app.event(Event::Paste(file.path.to_str().unwrap().to_owned()));
    inspected(app, vec![Some(file.clone())]);
    app.keys("enter");
    let mut sends = app.sends();
    assert_eq!(sends.len(), 1);
    sends.remove(0)
}

fn state(app: &App) -> State {
    app.model.talk().unwrap().lines.last().unwrap().state
}

fn photo() -> Attachment {
    attachment("/data/me/Pictures/sea.png", 2_000_000, AttachmentKind::Image)
}

#[test]
fn a_file_is_picked_by_walking_there() {
    let mut app = writing();
    app.keys("ctrl-o");
    assert_eq!(app.model.overlay, Some(Overlay::Attach));
    listed(
        &mut app,
        "~/",
        &["Documents/", "Pictures/", ".config/", "notes.txt", "plan.pdf"],
    );
    assert_eq!(
        shown(&app),
        ["Documents", "Pictures", "notes.txt", "plan.pdf"],
        "nothing hidden"
    );
    app.types("p");
    assert_eq!(shown(&app), ["Pictures", "plan.pdf"]);
    app.keys("tab");
    listed(&mut app, "~/Pictures/", &["sea.png", "mountain.png"]);
    app.types("PNG");
    assert_eq!(shown(&app), ["sea.png", "mountain.png"], "anywhere in the name");
    app.keys("enter");
    let looked = asked(&mut app);
    let [MediaCommand::Inspect { number, paths }] = looked.as_slice() else {
        panic!("not looked at: {looked:?}");
    };
    assert_eq!(paths, &[std::path::PathBuf::from("/data/me/Pictures/sea.png")]);
    let found = vec![Some(photo())];
    tell(
        &mut app,
        MediaEvent::Inspected {
            number: *number,
            found,
        },
    );
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmSend));
    assert_eq!(app.sends(), [], "nothing leaves unasked");
    app.keys("enter");
    let sends = app.sends();
    assert_eq!(sends.len(), 1);
    assert_eq!(
        (sends[0].to.as_str(), &sends[0].what),
        ("@lan", &Parcel::Upload(photo()))
    );
    assert!(matches!(app.model.talk().unwrap().lines[0].body, Body::Image(_)));
    app.keys("alt-o");
    assert_eq!(
        asked(&mut app),
        [MediaCommand::List {
            folder: "~/Pictures/".into()
        }],
        "where the last one was"
    );
}

#[test]
fn hidden_files_are_for_whoever_types_the_dot() {
    let mut app = writing();
    app.keys("ctrl-o");
    listed(&mut app, "~/", &[".config/", ".bashrc", "a.config"]);
    app.types(".");
    assert_eq!(shown(&app), [".config", ".bashrc", "a.config"]);
    app.keys("esc");
    assert_eq!(app.model.overlay, None);
}

#[test]
fn a_pasted_path_is_offered_as_a_file_and_kept_as_text_where_that_is_not_meant() {
    let mut app = writing();
    app.event(Event::Paste(
        "'/data/me/Pictures/sea.png'\nfile:///data/me/%E8%AE%A1%E5%88%92.pdf\n".into(),
    ));
    let looked = asked(&mut app);
    let [MediaCommand::Inspect { number, paths }] = looked.as_slice() else {
        panic!("not looked at: {looked:?}");
    };
    let paths: Vec<_> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(paths, ["/data/me/Pictures/sea.png", "/data/me/计划.pdf"]);
    let plan = attachment("/data/me/计划.pdf", 9, AttachmentKind::File);
    let found = vec![Some(photo()), Some(plan)];
    tell(
        &mut app,
        MediaEvent::Inspected {
            number: *number,
            found,
        },
    );
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmSend));
    app.keys("esc");
    assert!(app.draft().contains("sea.png"), "the text is still there");
    assert_eq!(app.sends(), []);
    app.keys("ctrl-u ctrl-u backspace ctrl-u backspace ctrl-u");
    sends(&mut app, &photo());
    assert_eq!(app.draft(), "", "sent in place of its path");
}

#[test]
fn what_is_no_file_and_what_is_pasted_into_a_text_stays_text() {
    let mut app = writing();
    app.event(Event::Paste("/join us tomorrow".into()));
    inspected(&mut app, vec![None]);
    assert_eq!(app.model.overlay, None);
    app.types(" ");
    app.event(Event::Paste("/data/me/a.png".into()));
    assert_eq!(asked(&mut app), [], "the composer was not empty");
    let mut app = writing();
    app.event(Event::Paste("see /data/me/a.png".into()));
    assert_eq!(asked(&mut app), [], "not a path alone");
    let mut app = writing();
    app.event(Event::Paste("/data/me/a.png".into()));
    app.types("!");
    inspected(&mut app, vec![Some(photo())]);
    assert_eq!(app.model.overlay, None, "somebody is writing on");
}

#[test]
fn what_the_service_would_refuse_is_refused_before() {
    let mib = 1024 * 1024;
    for (kind, bytes, sent_as) in [
        (AttachmentKind::Image, 20 * mib, Some(AttachmentKind::Image)),
        (AttachmentKind::Image, 20 * mib + 1, Some(AttachmentKind::File)),
        (AttachmentKind::Video, 21 * mib, Some(AttachmentKind::File)),
        (AttachmentKind::File, 100 * mib, Some(AttachmentKind::File)),
        (AttachmentKind::File, 100 * mib + 1, None),
        (AttachmentKind::Image, 0, None),
    ] {
        let mut app = writing();
        app.event(Event::Paste("/data/me/x".into()));
        inspected(&mut app, vec![Some(attachment("/data/me/x", bytes, kind))]);
        let asked = app
            .model
            .attach
            .question
            .as_ref()
            .map(|question| question.files[0].kind);
        assert_eq!(asked, sent_as, "{kind:?} {bytes}");
        let why = if bytes == 0 {
            Failure::Empty
        } else {
            Failure::TooLarge
        };
        let refused = sent_as.is_none().then_some(Told::NotSendable { why });
        assert_eq!(told(&app), refused.as_ref());
    }
}

#[test]
fn the_message_follows_its_file_once_and_can_be_held_back_until_then() {
    let mut app = writing();
    let local = sends(&mut app, &photo()).local;
    app.news(News::Uploaded(local));
    assert_eq!(app.net(), [NetCommand::Post(local)]);
    app.news(News::Sent {
        local,
        id: Some(MsgId(9)),
    });
    app.news(News::Uploaded(local));
    assert_eq!(app.net(), [], "late news of what was sent");
    let local = sends(&mut app, &photo()).local;
    app.keys("alt-up x");
    assert_eq!(app.net(), [NetCommand::CancelSend(local)]);
    app.news(News::Uploaded(local));
    assert_eq!(app.net(), [], "late news of what was stopped");
}

#[test]
fn its_way_is_shown_and_can_be_stopped_and_gone_again_under_the_same_name() {
    let mut app = writing();
    let sent = sends(&mut app, &photo());
    let local = sent.local;
    app.news(News::Sending(local));
    let (done, of) = (524_288, 2_000_000);
    app.news(News::Uploading { local, done, of });
    let line = |app: &App| upload(&app.model, app.model.talk().unwrap().lines.last().unwrap());
    assert_eq!(line(&app), Some((done, of)));
    app.keys("alt-up x");
    assert_eq!(app.net(), [NetCommand::CancelSend(local)]);
    assert_eq!(state(&app), State::Failed(local, Failure::Cancelled));
    assert_eq!(line(&app), None);
    app.news(News::Uploading { local, done, of });
    assert_eq!(line(&app), None, "late news of what was stopped");
    app.keys("alt-r");
    assert_eq!(app.sends(), [], "looked at first");
    app.keys("alt-r");
    app.asked.clear();
    assert_eq!(state(&app), State::Queued(local));
}

#[test]
fn a_file_that_is_gone_or_changed_is_not_sent_again() {
    let changed = Attachment {
        md5: "f".repeat(32).into(),
        ..photo()
    };
    for (now, why) in [
        (None, Some(Failure::FileGone)),
        (Some(changed), Some(Failure::FileChanged)),
        (Some(photo()), None),
    ] {
        let mut app = writing();
        let local = sends(&mut app, &photo()).local;
        app.news(News::NotSent {
            local,
            why: Failure::Offline,
        });
        app.keys("alt-r");
        inspected(&mut app, vec![now]);
        let again: Vec<LocalId> = app.sends().iter().map(|sent| sent.local).collect();
        match why {
            Some(why) => assert_eq!((state(&app), again), (State::Failed(local, why), vec![])),
            None => assert_eq!((state(&app), again), (State::Queued(local), vec![local])),
        }
    }
}

#[test]
fn once_it_is_sent_the_file_is_what_its_line_shows() {
    let mut app = writing();
    let local = sends(&mut app, &photo()).local;
    app.news(News::Uploading {
        local,
        done: 1,
        of: 2,
    });
    asked(&mut app);
    let id = Some(MsgId(77));
    app.news(News::Sent { local, id });
    assert_eq!(state(&app), State::Kept(id));
    let keep = MediaCommand::Keep {
        from: "/data/me/Pictures/sea.png".into(),
        file: "/cache/7/77-whole".into(),
    };
    assert_eq!(asked(&mut app), [keep]);
    assert!(app.model.files.uploads.is_empty());
}

#[test]
fn what_was_looked_at_for_one_account_is_not_sent_from_another() {
    let mut app = writing();
    app.event(Event::Paste("/data/me/x".into()));
    let looked = asked(&mut app);
    let [MediaCommand::Inspect { number, .. }] = looked.as_slice() else {
        panic!("not looked at: {looked:?}");
    };
    app.epoch += 1;
    app.news(News::Welcome(Box::new(weft::port::Welcome {
        same: false,
        uin: 8,
        me: crate::reducer::friend("@other", "别人"),
        recent: vec![crate::reducer::friend("@lan", "另一个阿岚")],
        order: vec!["@lan".into()],
    })));
    app.open("@lan");
    tell(
        &mut app,
        MediaEvent::Inspected {
            number: *number,
            found: vec![Some(photo())],
        },
    );
    assert_eq!(app.model.overlay, None);
    app.event(Event::Paste("/data/me/y".into()));
    let again = asked(&mut app);
    assert!(
        !again
            .iter()
            .any(|command| matches!(command, MediaCommand::Inspect { number: new, .. } if new == number))
    );
}

#[test]
fn a_file_has_no_words_to_take_back() {
    let mut app = writing();
    let local = sends(&mut app, &photo()).local;
    app.news(News::NotSent {
        local,
        why: Failure::Offline,
    });
    app.keys("alt-e");
    assert_eq!(app.model.hint, Some(Hint::NoWords));
    assert_eq!(app.model.talk().unwrap().lines.len(), 1, "still there");
    app.types("words");
    app.keys("ctrl-u alt-x");
    assert_eq!(told(&app), Some(&Told::Dropped));
    assert_eq!(app.model.talk().unwrap().lines.len(), 0);
    app.keys("ctrl-y");
    assert_eq!(app.draft(), "words", "what was cut before is not lost for it");
}

#[test]
fn nothing_is_picked_where_nothing_can_be_sent() {
    let mut app = writing();
    app.event(Event::MediaGone);
    app.keys("ctrl-o");
    assert_eq!((told(&app), &app.model.overlay), (Some(&Told::Gone), &None));
    let mut app = writing();
    app.event(Event::NetGone);
    app.keys("ctrl-o");
    assert_eq!(app.model.hint, Some(Hint::NotLoggedIn));
}

#[test]
fn names_and_paths_of_files_are_in_no_debug_output() {
    let said = format!(
        "{:?} {:?} {:?}",
        photo(),
        Parcel::Upload(photo()),
        entry("~/", "secret.txt")
    );
    assert!(
        !said.contains("sea") && !said.contains("secret") && !said.contains("home"),
        "{said}"
    );
    assert!(!format!("{:?}", text("sea")).contains("sea"));
}

#[test]
fn a_file_that_is_still_looked_at_when_the_picker_is_left_is_not_asked_about() {
    let mut app = writing();
    app.keys("ctrl-o");
    listed(&mut app, "~/", &["plan.pdf"]);
    app.keys("enter");
    asked(&mut app);
    app.keys("esc");
    let stopped = asked(&mut app);
    let [MediaCommand::StopInspect { number }] = stopped.as_slice() else {
        panic!("it is looked at on: {stopped:?}");
    };
    // The answer was on its way already.
    let plan = attachment("/data/me/plan.pdf", 3, AttachmentKind::File);
    let (number, found) = (*number, vec![Some(plan)]);
    tell(&mut app, MediaEvent::Inspected { number, found });
    assert_eq!(app.model.overlay, None);
}
