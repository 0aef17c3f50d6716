//! The file picker's path: as it is typed and pasted, and where it begins.

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::model::Overlay;
use weft::port::media::{Listing, MediaCommand, MediaEvent};

use super::{asked, attachment, tell};
use crate::reducer::App;
use weft::domain::message::AttachmentKind;

fn picking() -> App {
    let mut app = App::chatting();
    app.open("@lan");
    app.keys("ctrl-o");
    app
}

fn path(app: &App) -> &str {
    app.model.attach.browser.picker.field.text()
}

/// The folder that was asked for last.
fn listed(app: &mut App) -> Option<String> {
    let folders = asked(app).into_iter().filter_map(|command| {
        if let MediaCommand::List { folder } = command {
            Some(folder)
        } else {
            None
        }
    });
    folders.last()
}

fn answer(app: &mut App, folder: &str, fault: Option<&str>) {
    let listing = Listing {
        folder: folder.into(),
        entries: Vec::new(),
        more: false,
        fault: fault.map(Into::into),
    };
    tell(app, MediaEvent::Listed(listing));
}

fn looked_at(app: &mut App) -> Vec<String> {
    let looked = asked(app).into_iter().find_map(|command| {
        if let MediaCommand::Inspect { paths, .. } = command {
            Some(paths)
        } else {
            None
        }
    });
    let paths = looked.unwrap_or_default().into_iter();
    paths.map(|path| path.to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_whole_path_is_that_path() {
    for (typed, shown, folder) in [
        ("/tmp/x", "/tmp/x", "/tmp/"),
        ("/", "/", "/"),
        ("docs/~/pics/", "~/pics/", "~/pics/"),
        ("docs//etc/", "/etc/", "/etc/"),
        ("docs/", "~/docs/", "~/docs/"),
    ] {
        let mut app = picking();
        app.types(typed);
        assert_eq!(path(&app), shown);
        assert_eq!(listed(&mut app).as_deref(), Some(folder), "{typed}");
    }
    for (pasted, shown) in [
        ("/data/me/x.png", "/data/me/x.png"),
        ("~/docs/", "~/docs/"),
        ("'/data/me/a b.png'", "/data/me/a b.png"),
        ("/data/me/a\\ b.png\n", "/data/me/a b.png"),
        ("file:///data/me/a%20b.png", "/data/me/a b.png"),
        ("docs/x", "~/docs/x"),
    ] {
        let mut app = picking();
        app.event(Event::Paste(pasted.into()));
        assert_eq!(path(&app), shown);
    }
    let mut app = picking();
    app.types("docs/x");
    app.event(Event::Paste("/data/me/".into()));
    assert_eq!(path(&app), "/data/me/", "in place of whatever stands there");
}

#[test]
fn it_begins_where_a_folder_could_be_read() {
    let mut app = picking();
    answer(&mut app, "~/", None);
    app.types("docs/");
    answer(&mut app, "~/docs/", None);
    app.types("nowhere/");
    answer(&mut app, "~/docs/nowhere/", Some("no such folder"));
    app.keys("esc ctrl-o");
    assert_eq!(path(&app), "~/docs/");
    answer(&mut app, "~/docs/", Some("gone meanwhile"));
    assert_eq!(path(&app), "~/", "home, then");
    assert_eq!(listed(&mut app).as_deref(), Some("~/"));
    answer(&mut app, "~/", Some("not even that"));
    assert_eq!(path(&app), "~/");
    app.types("x/");
    answer(&mut app, "~/x/", Some("not there"));
    assert_eq!(path(&app), "~/x/", "what somebody types stays");
}

const SEVERAL: [(&str, [&str; 2]); 7] = [
    ("/data/a.png /data/b.png", ["/data/a.png", "/data/b.png"]),
    ("'/data/a 1.png' '/data/b.png'", ["/data/a 1.png", "/data/b.png"]),
    ("\"/data/a 1.png\" /data/b.png ", ["/data/a 1.png", "/data/b.png"]),
    ("/data/a\\ 1.png ~/b.png", ["/data/a 1.png", "~/b.png"]),
    ("/data/a.png\n/data/b 1.png\n", ["/data/a.png", "/data/b 1.png"]),
    (
        "file:///data/a%201.png file:///data/b.png",
        ["/data/a 1.png", "/data/b.png"],
    ),
    (
        "file:///data/a.png\r\nfile://localhost/data/b.png\r\n",
        ["/data/a.png", "/data/b.png"],
    ),
];

#[test]
fn several_paths_are_several_files_in_the_composer_and_in_the_picker() {
    for (pasted, paths) in SEVERAL {
        for picker in [false, true] {
            let mut app = picking();
            if !picker {
                app.keys("esc");
            }
            app.asked.clear();
            app.event(Event::Paste(pasted.into()));
            assert_eq!(looked_at(&mut app), paths, "{pasted} picker: {picker}");
        }
    }
    let mut app = picking();
    app.event(Event::Paste("/data/a.png /data/b.png".into()));
    let looked = asked(&mut app);
    let number = looked.iter().find_map(|command| {
        if let MediaCommand::Inspect { number, .. } = command {
            Some(*number)
        } else {
            None
        }
    });
    let found = ["/data/a.png", "/data/b.png"].map(|path| Some(attachment(path, 9, AttachmentKind::File)));
    tell(
        &mut app,
        MediaEvent::Inspected {
            number: number.unwrap(),
            found: found.into(),
        },
    );
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmSend));
    assert_eq!(app.model.attach.question.as_ref().unwrap().files.len(), 2);
}

#[test]
fn what_is_no_path_is_text_and_a_blank_within_one_path_is_part_of_it() {
    for pasted in [
        "see /tmp and /etc",
        "/tmp is full",
        "it's /a",
        "a.png b.png",
        "/data/a.png and b",
    ] {
        let mut app = picking();
        app.keys("esc");
        app.asked.clear();
        app.event(Event::Paste(pasted.into()));
        assert!(looked_at(&mut app).len() < 2, "{pasted}");
        assert_eq!(app.draft(), pasted);
    }
    let mut app = picking();
    app.keys("esc");
    app.asked.clear();
    app.event(Event::Paste("/data/me/计划 x.pdf".into()));
    assert_eq!(looked_at(&mut app), ["/data/me/计划 x.pdf"]);
}
