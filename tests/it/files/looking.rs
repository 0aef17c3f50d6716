//! The media threads and the person's own files: only files are read, no more of them than can be sent, and what hangs holds up
//! nobody else.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbaImage};
use pretty_assertions::assert_eq;
use weft::domain::message::{Attachment, AttachmentKind};
use weft::domain::picture::{Cell, Protocol};
use weft::domain::text::SafeText;
use weft::media::clipboard::Content;
use weft::media::{self, Shelf};
use weft::port::media::{Asset, Clip, Glance, MediaCommand, MediaEvent};

use super::house::House;
use super::whole;
use crate::pictures::{ASSET, encoded, png, tiles, view};
use crate::reducer::text;

fn house() -> House {
    House::new(|root| Shelf {
        home: root.into(),
        spool: root.join("outgoing"),
        ..Shelf::default()
    })
}

impl House {
    fn pipe(&self) -> PathBuf {
        let made = std::process::Command::new("mkfifo")
            .arg(self.path("pipe"))
            .status();
        assert!(made.unwrap().success());
        self.path("pipe")
    }

    fn inspects(&mut self, number: u64, path: &Path) -> Option<Attachment> {
        let paths = vec![path.to_owned()];
        match self.studio.perform(MediaCommand::Inspect { number, paths }) {
            Some(MediaEvent::Inspected { mut found, .. }) => found.remove(0),
            other => panic!("no answer: {other:?}"),
        }
    }

    fn glances(&mut self, path: &Path) -> Option<Glance> {
        let path = path.to_owned();
        match self.studio.perform(MediaCommand::Glance { path }) {
            Some(MediaEvent::Glanced { found, .. }) => found,
            other => panic!("no answer: {other:?}"),
        }
    }

    fn pastes(&mut self, board: fn() -> Content) -> Clip {
        self.studio.board = board;
        let (number, name) = (1, text("picture-1"));
        match self.studio.perform(MediaCommand::Paste { number, name }) {
            Some(MediaEvent::Pasted { found, .. }) => found,
            other => panic!("no answer: {other:?}"),
        }
    }
}

/// A JPEG that says the camera was held upright: the picture is to be turned by a quarter.
fn turned() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    let pixels = vec![90; 40 * 30 * 3];
    encoder
        .write_image(&pixels, 40, 30, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

#[test]
fn a_picture_tells_its_size_without_being_decoded() {
    let mut house = house();
    let picture = RgbaImage::new(64, 48);
    let mut cases = vec![
        ("turned.jpg", turned(), AttachmentKind::Image, Some((30, 40))),
        ("words.txt", b"words".to_vec(), AttachmentKind::File, None),
    ];
    for (name, format, kind) in [
        ("a.png", ImageFormat::Png, AttachmentKind::Image),
        ("a.jpg", ImageFormat::Jpeg, AttachmentKind::Image),
        ("a.bmp", ImageFormat::Bmp, AttachmentKind::Image),
        ("a.gif", ImageFormat::Gif, AttachmentKind::Gif),
        ("a.webp", ImageFormat::WebP, AttachmentKind::File),
    ] {
        cases.push((name, encoded(&picture, format), kind, Some((64, 48))));
    }
    // Its head is enough.
    let head = png(&picture).into_iter().take(45).collect();
    cases.push(("head.png", head, AttachmentKind::Image, Some((64, 48))));
    for (nth, (name, bytes, kind, pixels)) in (1..).zip(cases) {
        let path = house.has(name, &bytes);
        let found = house.inspects(nth, &path).unwrap();
        assert_eq!((found.kind, found.pixels), (kind, pixels), "{name}");
        assert!(!found.spooled);
        assert_eq!(
            house.glances(&path),
            Some(Glance::File { kind, pixels }),
            "{name}"
        );
    }
}

#[test]
fn a_folder_tells_how_much_is_in_it() {
    let mut house = house();
    house.has("a", b"1");
    house.has("b", b"2");
    let root = house.root.path().to_owned();
    let (entries, more) = (2, false);
    assert_eq!(house.glances(&root), Some(Glance::Folder { entries, more }));
    assert_eq!(house.glances(&root.join("none")), None);
}

#[test]
fn what_is_no_file_is_not_read() {
    let mut house = house();
    let pipe = house.pipe();
    let link = house.path("link");
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    for path in [
        pipe.as_path(),
        &link,
        Path::new("/dev/zero"),
        Path::new("/dev/null"),
    ] {
        assert_eq!(house.inspects(1, path), None, "{}", path.display());
        assert_eq!(house.glances(path), None, "{}", path.display());
        let show = MediaCommand::Show {
            asset: Asset::Here(1),
            file: path.into(),
            view: view(Protocol::Blocks, 4, 4),
        };
        let shown = house.studio.perform(show);
        assert_eq!(shown, Some(MediaEvent::Unreadable(Asset::Here(1))));
    }
}

#[test]
fn what_could_never_be_sent_is_not_read_to_its_end() {
    let mut house = house();
    // A hole of a terabyte: to read it would take an hour.
    let path = house.path("huge");
    File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let found = house.inspects(1, &path).unwrap();
    assert_eq!((found.bytes, &*found.md5), (1 << 40, ""));
    assert!(!found.fitting().is_sendable());
    // Says that it is empty, and goes on for ever where nobody writes to it.
    let endless = house.inspects(2, Path::new("/proc/self/status")).unwrap();
    assert!(!endless.is_sendable());
}

#[test]
fn what_was_called_off_is_not_read() {
    let mut house = house();
    let path = house.has("a.txt", b"words");
    house.studio.perform(MediaCommand::StopInspect { number: 7 });
    assert_eq!(house.inspects(7, &path), None);
    assert!(house.inspects(8, &path).is_some(), "the next is");
}

fn two_by_one() -> Content {
    Content::Image {
        width: 2,
        height: 1,
        rgba: vec![255, 0, 0, 255, 0, 0, 255, 255],
    }
}

#[test]
fn a_picture_from_the_clipboard_is_a_file_of_ones_own_until_it_is_discarded() {
    let mut house = house();
    let Clip::Image(path) = house.pastes(two_by_one) else {
        panic!("no picture");
    };
    assert_eq!(path, house.path("outgoing/picture-1.png"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let pixels = image::open(&path).unwrap().into_rgba8().into_raw();
    assert_eq!(pixels, [255, 0, 0, 255, 0, 0, 255, 255]);
    let found = house.inspects(1, &path).unwrap();
    assert!(found.spooled && found.pixels == Some((2, 1)));
    assert_eq!(
        house.pastes(two_by_one),
        Clip::Image(house.path("outgoing/picture-1 (2).png")),
        "the first may still be on its way"
    );
    let mine = house.has("mine.png", b"mine");
    for file in [path.clone(), mine.clone(), house.path("outgoing/../mine.png")] {
        house.studio.perform(MediaCommand::Discard { file });
    }
    assert!(!path.exists() && mine.exists(), "only what was made here");
}

#[test]
fn what_a_crash_left_goes_a_month_later() {
    let mut house = house();
    house.pastes(two_by_one);
    let now = fs::metadata(house.path("outgoing/picture-1.png"));
    let now = now.unwrap().modified().unwrap();
    let days = |days: u64| now - Duration::from_secs(days * 86_400);
    for (name, age) in [("old.png", 31), ("new.png", 29), ("note.txt", 99)] {
        let path = house.has(&format!("outgoing/{name}"), b"x");
        File::open(path).unwrap().set_modified(days(age)).unwrap();
    }
    house.pastes(two_by_one);
    let has = |name: &str| house.path("outgoing").join(name).exists();
    assert!(!has("old.png") && has("new.png") && has("note.txt"));
}

#[test]
fn what_is_forwarded_is_copied_under_its_name_looked_at_and_let_go_of() {
    let mut house = house();
    let file = house.has("cache/7-whole", &png(&tiles(2, 1, Cell::USUAL)));
    let copy = |house: &mut House, number| {
        let name = SafeText::line("../sea");
        let file = house.path("cache/7-whole");
        house.studio.perform(MediaCommand::Copy {
            number,
            asset: ASSET,
            file,
            name,
        })
    };
    let Some(MediaEvent::Inspected { number: 3, found }) = copy(&mut house, 3) else {
        panic!("no copy");
    };
    let [Some(copied)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(fs::read(&copied.path).unwrap(), fs::read(&file).unwrap());
    assert!(copied.path.starts_with(house.path("outgoing")) && copied.spooled);
    assert_eq!(
        (copied.kind, copied.pixels),
        (AttachmentKind::Image, Some((16, 16)))
    );
    assert!(
        copied.name.as_str().ends_with("sea.png"),
        "{}",
        copied.name.as_str()
    );
    let old = fs::metadata(&copied.path).unwrap().modified().unwrap() - Duration::from_hours(31 * 24);
    File::open(&copied.path).unwrap().set_modified(old).unwrap();
    let Some(MediaEvent::Inspected { found, .. }) = copy(&mut house, 4) else {
        panic!("no second copy");
    };
    assert!(!copied.path.exists(), "nobody's any more");
    let second = found[0].clone().unwrap().path;
    house
        .studio
        .perform(MediaCommand::Discard { file: second.clone() });
    assert!(!second.exists() && file.exists());
    house.studio.perform(MediaCommand::StopInspect { number: 5 });
    copy(&mut house, 5);
    assert_eq!(
        fs::read_dir(second.parent().unwrap()).unwrap().count(),
        0,
        "called off"
    );
    fs::remove_file(&file).unwrap();
    assert_eq!(copy(&mut house, 6), Some(MediaEvent::Missing(ASSET)));
}

#[test]
fn what_else_is_on_the_clipboard_is_told_as_it_is() {
    let mut house = house();
    let many = || Content::Files((0..50).map(|nth| format!("/{nth}").into()).collect());
    let Clip::Files(files) = house.pastes(many) else {
        panic!("no files");
    };
    assert_eq!(files.len(), 20);
    let broken = || Content::Image {
        width: 9,
        height: 9,
        rgba: Vec::new(),
    };
    let words = || Content::Text("words".into());
    assert!(matches!(house.pastes(|| Content::Nothing), Clip::Nothing));
    assert_eq!(house.pastes(words), Clip::Text("words".into()));
    assert!(matches!(house.pastes(broken), Clip::Unreachable(_)));
}

/// Whether the clipboard below may answer.
static ANSWERS: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

fn in_its_own_time() -> Content {
    let (may, changed) = &ANSWERS;
    let answered = changed.wait_while(may.lock().unwrap(), |may| !*may);
    drop(answered.unwrap());
    Content::Nothing
}

#[test]
fn a_clipboard_that_does_not_answer_holds_up_nobody() {
    let house = house();
    let picture = house.has("a.png", &png(&RgbaImage::new(8, 16)));
    let House {
        root: _root,
        mut studio,
    } = house;
    studio.board = in_its_own_time;
    let mut handle = media::spawn(studio).unwrap();
    let ask = |command| handle.commands.blocking_send(command).unwrap();
    let paste = |number| MediaCommand::Paste {
        number,
        name: text("picture"),
    };
    ask(paste(1));
    ask(paste(2));
    let view = view(Protocol::Blocks, 4, 4);
    let assets = [whole(5), Asset::Here(5)];
    for asset in assets {
        let file = picture.clone();
        ask(MediaCommand::Show { asset, file, view });
    }
    let (mut shown, mut told) = (Vec::new(), Vec::new());
    while shown.len() < 2 || told.is_empty() {
        let event = handle.events.blocking_recv().unwrap();
        if let MediaEvent::Shown { asset, picture, .. } = event {
            shown.push((asset, picture.frames[0].id));
        } else if let MediaEvent::Pasted { number, found } = event {
            told.push((number, found));
        } else {
            panic!("{event:?}");
        }
    }
    assert_eq!(told, [(2, Clip::Busy)]);
    shown.sort();
    assert_eq!([shown[0].0, shown[1].0], assets);
    assert_ne!(shown[0].1, shown[1].1, "told apart in one terminal");
    *ANSWERS.0.lock().unwrap() = true;
    ANSWERS.1.notify_all();
    let answer = handle.events.blocking_recv().unwrap();
    let found = Clip::Nothing;
    assert_eq!(answer, MediaEvent::Pasted { number: 1, found });
    drop(handle.commands);
    assert_eq!(handle.events.blocking_recv(), None, "both threads end");
}
