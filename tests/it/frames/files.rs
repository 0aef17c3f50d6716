//! Files on the screen: how a download goes, the picker, the question, the addresses of a message.

use std::time::Duration;

use weft::app::Event;
use weft::app::attach::wanted;
use weft::app::keymap::{Code, Key};
use weft::domain::id::MsgId;
use weft::domain::message::{Attachment, AttachmentKind, Author, Body, File, Link};
use weft::domain::picture::{Cell, Protocol, Wish};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::media::Studio;
use weft::port::media::{Asset, Entry, Fault, Glance, Listing, MediaCommand, MediaEvent, Part, Progress};
use weft::port::{Failure, News};

use super::at_every_size;
use super::scene::{NOON, Scene};

fn talking(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('1');
    scene
}

fn text(words: &str) -> SafeText {
    SafeText::line(words)
}

fn file(name: &str, bytes: u64) -> Body {
    Body::File(File {
        name: text(name),
        bytes: Some(bytes),
    })
}

/// How the download of the last message goes.
fn progress(scene: &mut Scene, progress: Progress) {
    let talk = scene.model.talk().unwrap();
    let ids = talk.lines.iter().filter_map(|line| {
        if let weft::port::store::State::Kept(id) = line.state {
            id
        } else {
            None
        }
    });
    let message: MsgId = ids.max().unwrap();
    let part = Part::Whole;
    let asset = Asset::Of { message, part };
    let begun = Progress::Moving { done: 0, of: None };
    scene.model.files.downloads.entry(asset).or_insert(begun);
    scene.net(News::Download { asset, progress });
}

fn chat(scene: &Scene) -> String {
    let open = scene.model.chats.open.unwrap();
    let peer = scene.model.directory.peer(open).unwrap();
    peer.contact.user_name.as_str().to_owned()
}

#[test]
fn what_is_fetched_tells_how_far_it_is_and_why_it_failed() {
    at_every_size("files_fetching", |width, height| {
        let mut scene = talking(width, height);
        let name = chat(&scene);
        let faults = [
            Progress::Moving {
                done: 9_437_184,
                of: Some(26_214_400),
            },
            Progress::Moving {
                done: 300_000,
                of: None,
            },
            Progress::Failed(Fault::Empty),
            Progress::Failed(Fault::Short {
                got: 100,
                announced: 26_214_400,
            }),
            Progress::Failed(Fault::Net(Failure::Offline)),
        ];
        for (at, state) in faults.into_iter().enumerate() {
            let body = file("季度总结和明年的计划 final version.pptx", 26_214_400);
            scene.body(&name, Author::Peer, i64::try_from(at).unwrap() - 50, body);
            progress(&mut scene, state);
        }
        scene
    });
}

#[test]
fn the_picker_shows_what_is_in_the_folder() {
    at_every_size("files_picker", |width, height| {
        let mut scene = talking(width, height);
        scene.key(Key::ctrl(Code::Char('o')));
        let entry = |name: &str, folder, bytes, ago| Entry {
            name: name.into(),
            path: format!("/data/me/{name}").into(),
            folder,
            bytes,
            at: Timestamp(NOON - ago),
        };
        let entries = vec![
            entry("图片", true, 0, 0),
            entry("Documents", true, 0, 0),
            entry(
                "a name that is much longer than any screen of a phone is wide.tar.gz",
                false,
                73_400_320,
                90_000,
            ),
            entry("notes.txt", false, 812, 300),
            entry("sea.png", false, 2_000_000, 40_000_000),
        ];
        scene.event(Event::Media(MediaEvent::Listed(Listing {
            folder: "~/".into(),
            entries,
            more: false,
            fault: None,
        })));
        scene.press(Code::Down).press(Code::Down).press(Code::Down);
        scene
    });
}

/// The picker on a terminal with pictures, over a photo that was made and a folder.
fn picking(width: u16, height: u16, file: &std::path::Path) -> Scene {
    let mut scene = talking(width, height);
    scene.model.terminal.wish = Wish::Only(Protocol::Blocks);
    scene.model.terminal.cell = Some(Cell::USUAL);
    scene.key(Key::ctrl(Code::Char('o')));
    let entry = |name: &str, path: &std::path::Path, folder| Entry {
        name: name.into(),
        path: path.into(),
        folder,
        bytes: 103_000,
        at: Timestamp(NOON - 90_000),
    };
    let folder = std::path::Path::new("/data/me/图片");
    scene.event(Event::Media(MediaEvent::Listed(Listing {
        folder: "~/".into(),
        entries: vec![entry("图片", folder, true), entry("sea.png", file, false)],
        more: false,
        fault: None,
    })));
    let found = Some(Glance::Folder {
        entries: 214,
        more: false,
    });
    let path = folder.into();
    scene.event(Event::Media(MediaEvent::Glanced { path, found }));
    scene
}

#[test]
fn the_picker_tells_how_much_is_in_a_folder() {
    at_every_size("files_picker_folder", |width, height| {
        picking(width, height, std::path::Path::new("/data/me/sea.png"))
    });
}

#[test]
fn the_picker_shows_the_picture_the_bar_is_on() {
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("sea.png");
    // Dark above, light below: seen without colours.
    let shade = |_, y| image::Rgba([u8::try_from(y * 250 / 90).unwrap(); 4].map(|grey| grey.max(1)));
    let picture = image::RgbaImage::from_fn(160, 90, shade);
    picture.save(&file).unwrap();
    at_every_size("files_picker_picture", |width, height| {
        let mut scene = picking(width, height, &file);
        scene.press(Code::Down);
        let found = Some(Glance::File {
            kind: AttachmentKind::Image,
            pixels: Some((160, 90)),
        });
        let path = file.clone();
        scene.event(Event::Media(MediaEvent::Glanced { path, found }));
        if let Some(wanted) = wanted(&scene.model) {
            let show = MediaCommand::Show {
                asset: wanted.asset,
                file: file.clone(),
                view: wanted.view,
            };
            let shown = Studio::default().perform(show).unwrap();
            scene.event(Event::Media(shown));
        }
        scene
    });
}

#[test]
fn nothing_leaves_before_it_was_asked_about() {
    at_every_size("files_question", |width, height| {
        let mut scene = talking(width, height);
        scene.event(Event::Paste("/data/me/sea.png\n/data/me/plan.pdf".into()));
        let attachment = |name: &str, bytes, kind| {
            Some(Attachment {
                path: format!("/data/me/{name}").into(),
                name: text(name),
                bytes,
                md5: "0".repeat(32).into(),
                kind,
                pixels: matches!(kind, AttachmentKind::Image).then_some((1920, 1080)),
                spooled: false,
            })
        };
        scene.event(Event::Media(MediaEvent::Inspected {
            number: 1,
            found: vec![
                attachment("sea.png", 2_000_000, AttachmentKind::Image),
                attachment(
                    "季度总结和明年的计划 final version.pptx",
                    26_214_400,
                    AttachmentKind::File,
                ),
            ],
        }));
        scene
    });
}

#[test]
fn the_addresses_of_a_message_are_told_in_full() {
    at_every_size("files_links", |width, height| {
        let mut scene = talking(width, height);
        let name = chat(&scene);
        let page = |title: &str, url: &str| Link {
            title: text(title),
            url: text(url),
            ..Link::default()
        };
        let long = format!(
            "https://mp.weixin.qq.com/s?__biz=MzA5&mid=2650&sn={}",
            "0f".repeat(60)
        );
        let articles = vec![
            page("今天的头条：一个很长很长的标题，长到放不下", &long),
            page("", "https://аpple.com/login"),
            page("小程序", "weixin://dl/business"),
        ];
        scene.body(&name, Author::Peer, -1, Body::Articles(articles));
        scene.key(Key::alt(Code::Up)).press(Code::Char('l'));
        scene
    });
}

#[test]
fn one_address_is_a_question_by_itself() {
    at_every_size("files_link", |width, height| {
        let mut scene = talking(width, height);
        let name = chat(&scene);
        scene.say(
            &name,
            Author::Peer,
            -1,
            "看 https://example.com/a/long/path?with=a&query=too 吧",
        );
        scene.key(Key::alt(Code::Up)).press(Code::Enter);
        scene
    });
}

#[test]
fn a_file_on_its_way_out_tells_how_far_it_is() {
    at_every_size("files_sending", |width, height| {
        let mut scene = talking(width, height);
        scene.event(Event::Paste("/data/me/plan.pdf".into()));
        scene.event(Event::Media(MediaEvent::Inspected {
            number: 1,
            found: vec![Some(Attachment {
                path: "/data/me/plan.pdf".into(),
                name: text("行程.pdf"),
                bytes: 5_000_000,
                md5: "0".repeat(32).into(),
                kind: AttachmentKind::File,
                pixels: None,
                spooled: false,
            })],
        }));
        scene.press(Code::Enter);
        let local = scene.model.last_local;
        scene.net(News::Sending(local));
        scene.net(News::Uploading {
            local,
            done: 1_572_864,
            of: 5_000_000,
        });
        scene
    });
}

#[test]
fn a_voice_shows_whether_it_was_heard_and_how_far_it_is() {
    at_every_size("files_voices", |width, height| {
        let mut scene = talking(width, height);
        let name = chat(&scene);
        for (at, millis) in [(-9, 2000), (-8, 58_000), (-7, 12_400), (-6, 0), (-5, 7000)] {
            scene.body(&name, Author::Peer, at, Body::Voice { millis });
        }
        scene.body(&name, Author::Me, -4, Body::Voice { millis: 4000 });
        // The first was heard, and the long one follows it.
        let alt_up = Key::alt(Code::Up);
        scene.key(alt_up);
        for _ in 0..5 {
            scene.press(Code::Up);
        }
        scene.press(Code::Enter);
        for told in [
            MediaEvent::Playing {
                number: 1,
                millis: 2000,
            },
            MediaEvent::Played(1),
            MediaEvent::Playing {
                number: 2,
                millis: 58_000,
            },
        ] {
            scene.event(Event::Media(told));
        }
        scene.now = scene.now.plus(Duration::from_millis(31_400));
        scene.event(Event::Wake);
        scene
    });
}
