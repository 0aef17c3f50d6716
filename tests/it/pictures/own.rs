//! Own pictures on their way out: seen in their line from the moment they are agreed to, in the space they keep.

use std::path::PathBuf;

use pretty_assertions::assert_eq;
use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::rows::space;
use weft::domain::geometry::Size;
use weft::domain::id::{LocalId, MsgId};
use weft::domain::message::{Attachment, AttachmentKind};
use weft::domain::picture::{Cell, Protocol};
use weft::domain::text::SafeText;
use weft::port::media::{Asset, MediaCommand, MediaEvent, Source};
use weft::port::store::State;
use weft::port::{Failure, NetEvent, News};

use super::desk::Desk;
use super::seen::thumb;
use super::{png, tiles};
use crate::frames::scene::as_text;

/// A photo of the person's, pasted and agreed to.
fn sending(pixels: Option<(u16, u16)>) -> (Desk, PathBuf, tempfile::TempDir) {
    let mut desk = Desk::by(Protocol::Kitty);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sea.png");
    std::fs::write(&path, png(&tiles(10, 2, Cell::USUAL))).unwrap();
    desk.opened();
    desk.event(Event::Paste(path.to_str().unwrap().to_owned()));
    let file = Attachment {
        path: path.clone(),
        name: SafeText::line("sea.png"),
        bytes: 2000,
        md5: "0".repeat(32).into(),
        kind: AttachmentKind::Image,
        pixels,
        spooled: false,
    };
    let (number, found) = (1, vec![Some(file)]);
    desk.event(Event::Media(MediaEvent::Inspected { number, found }));
    desk.press(Code::Enter);
    (desk, path, folder)
}

fn news(desk: &mut Desk, news: News) {
    let epoch = desk.scene.model.epoch;
    desk.event(Event::Net(NetEvent { epoch, news }));
}

fn local(desk: &Desk) -> LocalId {
    desk.scene.model.last_local
}

/// The space of the last line.
fn kept(desk: &Desk) -> Option<Size> {
    let model = &desk.scene.model;
    space(model.talk().unwrap().lines.last().unwrap(), model.messages_room())
}

#[test]
fn it_is_seen_from_the_persons_own_file_in_the_space_it_keeps() {
    let (mut desk, path, _folder) = sending(Some((80, 32)));
    desk.is_right();
    let size = kept(&desk).unwrap();
    assert!(
        desk.tiles() > 0 && size.height < 14,
        "not that of most photos: {size:?}"
    );
    let shows: Vec<_> = desk.shows.iter().collect();
    let [
        MediaCommand::Show {
            asset: Asset::Here(_),
            file,
            ..
        },
    ] = shows.as_slice()
    else {
        panic!("{shows:?}");
    };
    assert_eq!(*file, path);
    assert_eq!(desk.downloads, []);

    desk.has.insert(thumb(77), png(&tiles(10, 2, Cell::USUAL)));
    let (local, id) = (local(&desk), Some(MsgId(77)));
    news(&mut desk, News::Sending(local));
    news(
        &mut desk,
        News::Uploading {
            local,
            done: 1,
            of: 2000,
        },
    );
    assert_eq!(kept(&desk), Some(size));
    news(&mut desk, News::Sent { local, id });
    assert_eq!(kept(&desk), Some(size), "nothing moves when it is sent");
    assert_eq!(desk.downloads[0].source, Source::Thumb(MsgId(77)));
    desk.is_right();
    assert!(desk.tiles() > 0);
}

#[test]
fn without_a_size_it_has_no_space_before_it_is_sent() {
    let (desk, _, _folder) = sending(None);
    assert_eq!(kept(&desk), None);
    assert_eq!(desk.shown(), 0);
}

#[test]
fn one_that_failed_is_still_seen_and_looked_at_closely() {
    let (mut desk, _, _folder) = sending(Some((80, 32)));
    let (local, why) = (local(&desk), Failure::Offline);
    news(&mut desk, News::NotSent { local, why });
    assert!(kept(&desk).is_some() && desk.tiles() > 0);
    desk.key(Key::alt(Code::Up));
    desk.letter('v');
    desk.is_right();
    assert!(desk.tiles() > 0, "from the same file, on the whole screen");
    assert_eq!(desk.downloads, []);
}

#[test]
fn what_is_forwarded_keeps_its_space_until_it_is_there() {
    let (mut desk, _, _folder) = sending(Some((80, 32)));
    let model = &mut desk.scene.model;
    let open = model.chats.open.unwrap();
    let lines = &mut model.conversations.by_peer.get_mut(&open).unwrap().lines;
    // As after a restart without the file: only the line is left.
    lines.last_mut().unwrap().state = State::Failed(LocalId(1), Failure::Offline);
    desk.key(Key::ctrl(Code::Char('l')));
    desk.is_right();
    assert_eq!(desk.tiles(), 0);
    assert!(as_text(&desk.painted()).contains("seen once it is sent"));
}
