//! Which pictures are wanted, when, and how often.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::{deadline, pictures, rows};
use weft::domain::contact::{Contact, Group, Member};
use weft::domain::message::{Body, Place, Sticker};
use weft::domain::picture::Protocol;
use weft::domain::text::SafeText;
use weft::port::News;
use weft::port::media::{Asset, MediaCommand, Source};

use super::desk::Desk;
use super::eyes::Seen;
use super::seen::{photo, thumb, whole};
use super::{gif, png, tiles};
use weft::domain::picture::Cell;

/// A long chat of photos that the service has.
fn album(photos: u64) -> Desk {
    let mut desk = Desk::by(Protocol::Blocks);
    for message in 0..photos + 10 {
        desk.has.insert(thumb(message), png(&tiles(4, 3, Cell::USUAL)));
    }
    desk.opened();
    for _ in 0..photos {
        desk.says(photo(64, 96));
    }
    desk
}

fn sticker() -> Body {
    Body::Sticker(Box::new(Sticker {
        width: 48,
        height: 48,
        ..Sticker::default()
    }))
}

#[test]
fn nothing_is_asked_twice_however_one_scrolls() {
    let mut desk = album(30);
    for _ in 0..3 {
        for code in [Code::PageUp, Code::PageDown] {
            for _ in 0..20 {
                desk.press(code);
            }
        }
    }
    let mut shows: HashMap<(Asset, _), usize> = HashMap::new();
    for command in &desk.shows {
        if let MediaCommand::Show { asset, view, .. } = command {
            *shows.entry((*asset, *view)).or_default() += 1;
        }
    }
    assert_eq!(shows.len(), 30);
    // Once to learn that it is not there, once when it came.
    assert!(shows.values().all(|count| *count == 2), "{shows:?}");
    let fetched: HashSet<Asset> = desk.downloads.iter().map(|download| download.asset).collect();
    assert_eq!(fetched.len(), desk.downloads.len());
}

#[test]
fn only_what_is_near_the_screen_is_asked_for_and_not_all_at_once() {
    let mut desk = Desk::by(Protocol::Blocks);
    desk.slow = true;
    for _ in 0..100 {
        desk.says(photo(64, 96));
    }
    assert_eq!(desk.shown(), 0, "the chat is not open");
    desk.opened();
    assert!((1..=12).contains(&desk.shown()), "{}", desk.shown());
    let near = rows::near(
        desk.scene.model.talk().unwrap(),
        &desk.scene.model.settings.zone,
        desk.scene.model.messages_room(),
    );
    assert!(near.len() < 20, "{near:?}");
    let answers: Vec<_> = desk.downloads.clone();
    assert!(answers.iter().all(|download| !download.urgent));
    for download in answers {
        let event = desk.arrives(&download);
        desk.event(event);
    }
    assert!(desk.downloads.len() <= near.len());
}

#[test]
fn what_cannot_be_had_is_not_asked_for_again_and_says_so() {
    let mut desk = Desk::by(Protocol::Blocks);
    desk.opened();
    desk.says(photo(64, 96));
    desk.has.insert(thumb(8), b"no picture".to_vec());
    desk.says(photo(64, 96));
    let asked = (desk.shown(), desk.downloads.len());
    for _ in 0..5 {
        desk.key(Key::ctrl(Code::Up));
        desk.key(Key::ctrl(Code::Down));
    }
    assert_eq!((desk.shown(), desk.downloads.len()), asked);
    // Each small one, the one that came once more, and for each whether the whole one is here.
    assert_eq!(asked, (5, 2));
    let text: String = desk
        .eyes
        .cells
        .iter()
        .flatten()
        .map(|seen| match seen {
            Seen::Text(text) => text.as_str(),
            Seen::Tile(_) | Seen::Nothing => "#",
        })
        .collect();
    assert!(text.contains("not downloaded") || text.contains('…'), "{text}");
    assert!(text.contains("not a picture") || text.contains('…'), "{text}");
}

#[test]
fn a_map_and_a_sticker_are_fetched_from_where_they_are() {
    let mut desk = Desk::by(Protocol::Blocks);
    desk.opened();
    desk.says(Body::Location(Box::new(Place {
        name: SafeText::new("西湖"),
        map: "/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=7&pictype=location".into(),
        ..Place::default()
    })));
    desk.says(sticker());
    desk.says(Body::Sticker(Box::new(Sticker {
        store: true,
        ..Sticker::default()
    })));
    let sources: Vec<_> = desk.downloads.iter().map(|download| &download.source).collect();
    assert_eq!(sources.len(), 2, "one of the store is not to be had");
    assert!(matches!(sources[0], Source::Path(path) if path.contains("location")));
    assert!(matches!(sources[1], Source::Sticker(_)));
}

#[test]
fn a_sticker_moves_while_it_is_chosen_and_somebody_looks() {
    for protocol in super::PROTOCOLS {
        let mut desk = Desk::by(protocol);
        desk.has.insert(whole(7), gif(3, 48));
        desk.opened().says(sticker());
        let due = |desk: &Desk| deadline(&desk.scene.model);
        assert_eq!(due(&desk), None);
        desk.key(Key::alt(Code::Up));
        let first = due(&desk).expect("it moves");
        let before = desk.painted();
        desk.scene.now.mono = first;
        desk.event(Event::Wake);
        assert!(desk.painted() != before, "{protocol:?}");
        assert!(due(&desk).unwrap() >= first + Duration::from_millis(100));
        desk.event(Event::Focus(false));
        assert_eq!(due(&desk), None, "nobody looks");
        desk.event(Event::Focus(true));
        assert!(due(&desk).is_some());
        desk.press(Code::F(1));
        assert_eq!(due(&desk), None, "it is covered");
        desk.press(Code::Esc);
        assert!(due(&desk).is_some());
        desk.press(Code::Esc);
        assert_eq!(due(&desk), None, "it is not chosen any more");
    }
}

#[test]
fn somebodys_picture_is_on_their_page() {
    for protocol in [Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel] {
        let mut desk = Desk::by(protocol);
        desk.scene.return_with_another_picture();
        let peer = desk.scene.model.chats.open.unwrap();
        let seq = desk.scene.model.directory.peer(peer).unwrap().contact.avatar_seq;
        desk.has
            .insert(Asset::Face { peer, seq }, png(&tiles(10, 5, Cell::USUAL)));
        desk.key(Key::alt(Code::Char('i')));
        assert!(
            matches!(&desk.downloads[0].source, Source::Face { user_name, .. } if user_name.as_str() == "@lu2")
        );
        assert_eq!(desk.tiles(), 50, "ten by five cells");
        desk.is_right();
        desk.press(Code::Down);
        desk.is_right();
    }
}

#[test]
fn space_depends_on_the_message_and_the_pane_alone() {
    let mut desk = album(3);
    let talk = desk.scene.model.talk().unwrap().clone();
    let room = desk.scene.model.messages_room();
    let line = talk.lines.last().unwrap();
    let space = rows::space(line, room).unwrap();
    assert!(
        space.height <= room.size.height / 2 && space.width <= 40,
        "{space:?}"
    );
    for (width, height) in [(40, 8), (20, 30), (4, 4)] {
        let small = rows::Room {
            size: weft::domain::geometry::Size { width, height },
            ..room
        };
        assert_eq!(rows::space(line, small), None, "no room at {width}×{height}");
    }
    // The same before and after it came.
    desk.scene.model.pictures = pictures::Pictures::default();
    assert_eq!(rows::space(line, desk.scene.model.messages_room()), Some(space));
}

#[test]
fn a_members_picture_is_asked_for_by_the_group_in_which_they_are_met() {
    let mut desk = Desk::by(Protocol::Kitty);
    let member = Member {
        user_name: "@sha".into(),
        nick_name: SafeText::line("沙僧"),
        card_name: SafeText::default(),
    };
    let group = Group {
        owner: None,
        room_id: "@a9e3".into(),
        owned_by_me: None,
        member_count: 1,
        members: vec![member],
    };
    let records = vec![
        Contact {
            group: Some(Box::new(group)),
            ..Contact::bare("@@journey".into())
        },
        Contact {
            avatar_seq: 3,
            nick_name: SafeText::line("沙僧"),
            ..Contact::bare("@sha".into())
        },
    ];
    desk.scene.net(News::Contacts(records));
    let model = &mut desk.scene.model;
    let id = |name: &str| model.directory.id_of(&name.into()).unwrap();
    let (journey, sha) = (id("@@journey"), id("@sha"));
    for (open, room) in [(None, None), (Some(journey), Some("@a9e3".into()))] {
        model.chats.open = open;
        let user_name = "@sha".into();
        assert_eq!(
            pictures::page(model, sha).unwrap().origin,
            pictures::Origin::Service(Source::Face { user_name, room })
        );
    }
}
