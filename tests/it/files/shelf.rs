//! The media thread's half, in folders of its own: nothing is written over, nothing that could run is opened.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, SystemTime};

use pretty_assertions::assert_eq;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use weft::domain::message::AttachmentKind;
use weft::media::Shelf;
use weft::port::media::{Listing, MediaCommand, MediaEvent, Unopened};

use super::house::House;
use super::whole;
use crate::reducer::text;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn house() -> House {
    House::new(|root| {
        let shelf = Shelf {
            downloads: root.join("downloads"),
            mode: Some(Mode::RUSR | Mode::WUSR | Mode::RGRP),
            home: root.join("home"),
            lent: root.join("lent"),
            spool: root.join("spool"),
            opener: None,
        };
        fs::create_dir(&shelf.home).unwrap();
        shelf
    })
}

impl House {
    fn save(&mut self, file: &Path, name: &str) -> MediaEvent {
        let (asset, file, name) = (whole(5), file.to_owned(), text(name));
        self.studio
            .perform(MediaCommand::Save { asset, file, name })
            .unwrap()
    }

    fn open(&mut self, file: &Path, name: &str) -> MediaEvent {
        let (asset, file, name) = (whole(5), file.to_owned(), text(name));
        self.studio
            .perform(MediaCommand::Open { asset, file, name })
            .unwrap()
    }

    /// The name something was saved under.
    fn saved(&mut self, file: &Path, name: &str) -> String {
        let MediaEvent::Saved { path, .. } = self.save(file, name) else {
            panic!("not saved");
        };
        assert_eq!(path.parent(), Some(self.path("downloads").as_path()));
        path.file_name().unwrap().to_str().unwrap().to_owned()
    }

    fn list(&mut self, folder: &str) -> Listing {
        let folder = folder.to_owned();
        match self.studio.perform(MediaCommand::List { folder }) {
            Some(MediaEvent::Listed(listing)) => listing,
            other => panic!("no list: {other:?}"),
        }
    }

    fn names(&mut self, folder: &str) -> Vec<String> {
        let listing = self.list(folder);
        listing
            .entries
            .iter()
            .map(|entry| entry.name.to_string())
            .collect()
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn saving_never_writes_over_a_file() {
    let mut house = house();
    let file = house.has("cache/5-whole", b"new");
    house.has("downloads/plan.pdf", b"mine");
    symlink("/nowhere", house.path("downloads/plan (2).pdf")).unwrap();
    assert_eq!(house.saved(&file, "plan.pdf"), "plan (3).pdf");
    assert_eq!(house.saved(&file, "plan.pdf"), "plan (4).pdf");
    assert_eq!(fs::read(house.path("downloads/plan.pdf")).unwrap(), b"mine");
    assert_eq!(fs::read(house.path("downloads/plan (3).pdf")).unwrap(), b"new");
    let left: Vec<_> = fs::read_dir(house.path("downloads"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 4, "no half copies: {left:?}");
}

#[test]
fn what_is_saved_is_readable_for_whom_the_persons_other_files_are() {
    let mut house = house();
    let file = house.has("cache/5-whole", PNG);
    let MediaEvent::Saved { path, .. } = house.save(&file, "a") else {
        panic!("not saved");
    };
    assert_eq!(mode(&path), 0o640);
}

#[test]
fn what_nobody_named_is_named_by_what_it_is() {
    let mut house = house();
    let file = house.has("cache/5-whole", PNG);
    assert_eq!(house.saved(&file, "photo-1"), "photo-1.png");
    assert_eq!(house.saved(&file, ""), "file.png");
    assert_eq!(house.saved(&file, "../../x"), "_.._x.png");
}

#[test]
fn what_is_not_here_is_said_to_be_missing() {
    let mut house = house();
    let nowhere = house.path("cache/5-whole");
    assert_eq!(house.save(&nowhere, "x"), MediaEvent::Missing(whole(5)));
    assert_eq!(house.open(&nowhere, "x"), MediaEvent::Missing(whole(5)));
    assert_eq!(
        house.open(&nowhere, "x.exe"),
        MediaEvent::Program(whole(5)),
        "not even fetched for that"
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_told_in_the_systems_words() {
    let mut house = house();
    let file = house.has("cache/5-whole", b"x");
    house.has("downloads", b"a file where the folder should be");
    let MediaEvent::Failed { why, .. } = house.save(&file, "x") else {
        panic!("saved into a file?");
    };
    assert!(!why.is_empty());
}

#[test]
fn a_viewer_is_given_a_copy_with_a_proper_name_that_nobody_else_can_read() {
    let mut house = house();
    // Writes down what it is called with, and where from.
    let told = house.path("told");
    let viewer = house.has(
        "viewer",
        format!(
            "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > {0}.part && mv {0}.part {0}\n",
            told.display()
        )
        .as_bytes(),
    );
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).unwrap();
    house.studio.shelf.opener = Some(viewer.to_str().unwrap().to_owned());
    let file = house.has("cache/5-whole", PNG);
    assert_eq!(
        house.open(&file, "a; touch pwned $(b).jpg"),
        MediaEvent::Opened(whole(5))
    );
    while !told.exists() {
        std::thread::yield_now();
    }
    let told = fs::read_to_string(told).unwrap();
    let (count, path) = told.trim_end().split_once('\n').unwrap();
    assert_eq!(count, "1", "one argument, whatever is in the name");
    let path = Path::new(path);
    assert_eq!(path.file_name().unwrap(), "a; touch pwned $(b).jpg");
    assert!(path.starts_with(house.path("lent")));
    assert_eq!(
        (
            mode(path),
            mode(path.parent().unwrap()),
            mode(&house.path("lent"))
        ),
        (0o600, 0o700, 0o700)
    );
    fs::remove_file(&file).unwrap();
    assert_eq!(
        fs::read(path).unwrap(),
        PNG,
        "a copy: the cache may let go of its own"
    );
}

#[test]
fn programs_are_never_opened_whatever_they_are_called() {
    let mut house = house();
    for (name, bytes) in [
        ("game.exe", &b"x"[..]),
        ("Note.DESKTOP", b"x"),
        ("run.sh", b"x"),
        ("invoice.html", b"<script>"),
        ("tool.AppImage", b"x"),
        ("page.html.lnk", b"x"),
        // As it is called once it is a file here.
        ("invoice.html.", b"<script>"),
        ("run.sh ", b"x"),
        ("ru\u{AD}n.s\u{AD}h", b"x"),
        ("photo.jpg", b"\x7fELF\x02"),
        ("photo.jpg", b"#!/bin/sh\nrm -rf ~"),
        ("photo.jpg", b"MZ\x90\0"),
        ("notes.txt", b"[Desktop Entry]\nExec=x"),
        ("an update", b"!<arch>\ndebian-binary   "),
        ("a page", b"<!DOCTYPE html><script>"),
    ] {
        let file = house.has("cache/5-whole", bytes);
        assert_eq!(house.open(&file, name), MediaEvent::Program(whole(5)), "{name}");
        assert!(!house.path("lent").exists(), "{name}");
    }
}

#[test]
fn a_program_that_is_not_there_is_told_and_not_taken_for_a_missing_file() {
    let mut house = house();
    house.studio.shelf.opener = Some("/no/such/program".to_owned());
    let file = house.has("cache/5-whole", PNG);
    let program = text("/no/such/program");
    let not = |asset| MediaEvent::NotOpened {
        asset,
        why: Unopened::NotThere {
            program: program.clone(),
        },
    };
    assert_eq!(house.open(&file, "a.png"), not(Some(whole(5))));
    let page = house
        .studio
        .perform(MediaCommand::OpenLink(text("https://example.test/")));
    assert_eq!(page, Some(not(None)));
    house.studio.shelf.opener = Some("true".to_owned());
    let file = house
        .studio
        .perform(MediaCommand::OpenLink(text("file:///etc/passwd")));
    assert!(matches!(file, Some(MediaEvent::NotOpened { .. })), "{file:?}");
}

#[test]
fn a_program_that_cannot_show_it_is_told() {
    let mut house = house();
    let file = house.has("cache/5-whole", PNG);
    let ended = |program: &str| MediaEvent::NotOpened {
        asset: Some(whole(5)),
        why: Unopened::Ended {
            program: text(program),
        },
    };
    let data = house.has("data", b"no program").to_str().unwrap().to_owned();
    house.studio.shelf.opener = Some(data.clone());
    assert_eq!(house.open(&file, "a.png"), ended(&data));
    house.studio.shelf.opener = Some("false".to_owned());
    // On a machine that is busy its end may come too late to be told.
    while house.open(&file, "a.png") != ended("false") {}
    house.studio.shelf.opener = Some("true".to_owned());
    assert_eq!(house.open(&file, "a.png"), MediaEvent::Opened(whole(5)));
}

#[test]
fn the_cache_lets_go_of_what_is_oldest() {
    let mut house = house();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000);
    for (age, name) in [(4, "a"), (1, "b"), (3, "c"), (2, "d")] {
        let path = house.has(&format!("cache/{name}"), &[0; 100]);
        let file = fs::File::open(path).unwrap();
        file.set_modified(now - Duration::from_secs(age)).unwrap();
    }
    let folder = house.path("cache");
    let left = |house: &mut House, bytes| {
        let folder = folder.clone();
        assert_eq!(house.studio.perform(MediaCommand::Trim { folder, bytes }), None);
        house.names(house.path("cache/").to_str().unwrap())
    };
    assert_eq!(left(&mut house, 400), ["a", "b", "c", "d"]);
    assert_eq!(left(&mut house, 399), ["b", "c", "d"]);
    assert_eq!(left(&mut house, 150), ["b"]);
    assert_eq!(left(&mut house, 0), [""; 0]);
}

#[test]
fn what_was_taken_back_goes_with_what_came_of_it_and_nothing_else_does() {
    let mut house = house();
    for name in ["5-whole", "5-thumb", "5-whole.part", "55-whole"] {
        house.has(&format!("cache/{name}"), b"abc");
    }
    let files = ["5-thumb", "5-whole", "6-whole"].map(|name| house.path(&format!("cache/{name}")));
    let forget = MediaCommand::Forget { files: files.into() };
    assert_eq!(house.studio.perform(forget), None);
    assert_eq!(house.names(house.path("cache/").to_str().unwrap()), ["55-whole"]);
}

#[test]
fn a_folder_is_told_with_its_folders_first_and_home_is_a_tilde() {
    let mut house = house();
    for name in ["home/b.txt", "home/A.png", "home/work/x", "home/.hidden"] {
        house.has(name, b"abc");
    }
    symlink("/nowhere", house.path("home/broken")).unwrap();
    assert_eq!(house.names("~/"), ["work", ".hidden", "A.png", "b.txt"]);
    assert_eq!(
        house.names("work/"),
        ["x"],
        "what does not begin at the root begins at home"
    );
    let listing = house.list("~/");
    assert_eq!(
        (listing.folder.as_str(), listing.more, listing.fault.is_none()),
        ("~/", false, true)
    );
    let entry = &listing.entries[2];
    assert_eq!((entry.bytes, entry.folder, entry.at.0 > 0), (3, false, true));
    assert!(house.list("/no/such/folder/").fault.is_some());
}

#[test]
fn a_file_is_known_by_its_bytes_and_not_by_its_name() {
    let mut house = house();
    let mut mp4 = vec![0, 0, 0, 0x18];
    mp4.extend(b"ftypmp42\0\0\0\0mp42isom");
    for (name, bytes, kind) in [
        ("home/a.txt", PNG, AttachmentKind::Image),
        ("home/b.png", b"GIF89a\x01\0\x01\0", AttachmentKind::Gif),
        ("home/c.bin", &mp4, AttachmentKind::Video),
        ("home/d.jpg", b"hello", AttachmentKind::File),
        ("home/e", b"", AttachmentKind::File),
    ] {
        let path = house.has(name, bytes);
        let asked = MediaCommand::Inspect {
            number: 3,
            paths: vec![path.clone()],
        };
        let Some(MediaEvent::Inspected { number: 3, found }) = house.studio.perform(asked) else {
            panic!("not inspected");
        };
        let found = found[0].clone().unwrap();
        assert_eq!(
            (found.kind, found.bytes, &found.path),
            (kind, bytes.len() as u64, &path),
            "{name}"
        );
        assert_eq!(found.name.as_str(), path.file_name().unwrap().to_str().unwrap());
    }
    let asked = MediaCommand::Inspect {
        number: 4,
        paths: vec!["~/d.jpg".into(), "~/nowhere".into(), "~".into()],
    };
    let Some(MediaEvent::Inspected { found, .. }) = house.studio.perform(asked) else {
        panic!("not inspected");
    };
    assert_eq!(
        found[0].as_ref().unwrap().md5.as_ref(),
        "5d41402abc4b2a76b9719d911017c592",
        "RFC 1321's own way"
    );
    assert_eq!(
        found[1..],
        [None, None],
        "neither nothing nor a folder can be sent"
    );
}

#[test]
fn a_pipe_is_no_file_and_nobody_waits_for_what_is_in_it() {
    let mut house = house();
    let pipe = house.has("home/pipe", b"");
    fs::remove_file(&pipe).unwrap();
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR, 0).unwrap();
    let asked = MediaCommand::Inspect {
        number: 5,
        paths: vec![pipe],
    };
    let Some(MediaEvent::Inspected { found, .. }) = house.studio.perform(asked) else {
        panic!("not inspected");
    };
    assert_eq!(found, [None]);
}

#[test]
fn downloads_go_where_the_desktop_says() {
    let told = |text: &str| weft::places::told_downloads(text, Path::new("/people/me"));
    let file = "# a comment\nXDG_DESKTOP_DIR=\"$HOME/桌面\"\nXDG_DOWNLOAD_DIR=\"$HOME/下载\"\n";
    assert_eq!(told(file), Some("/people/me/下载".into()));
    assert_eq!(told("XDG_DOWNLOAD_DIR=\"/data/down\""), Some("/data/down".into()));
    assert_eq!(told("XDG_DOWNLOAD_DIR=\"relative\""), None, "the file's own rule");
    assert_eq!(told("#XDG_DOWNLOAD_DIR=\"/x\""), None);
}

#[test]
fn what_was_sent_is_kept_as_if_it_had_been_fetched() {
    let mut house = house();
    let from = house.has("home/photo.png", PNG);
    let file = house.path("cache/7/5-whole");
    let keep = MediaCommand::Keep {
        from: from.clone(),
        file: file.clone(),
    };
    assert_eq!(house.studio.perform(keep), None);
    assert_eq!(fs::read(&file).unwrap(), PNG);
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    fs::write(&from, b"another").unwrap();
    assert_eq!(
        fs::read(&file).unwrap(),
        PNG,
        "what was sent, not what it becomes"
    );
    let gone = MediaCommand::Keep {
        from: house.path("nowhere"),
        file: house.path("cache/7/6-whole"),
    };
    assert_eq!(house.studio.perform(gone), None);
    assert!(!house.path("cache/7/6-whole").exists());
}
