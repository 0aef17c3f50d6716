//! People's pictures in the list of chats and before the names of who speaks.

use weft::app::keymap::{Code, Key};
use weft::app::{Event, pictures};
use weft::domain::contact::Contact;
use weft::domain::geometry::Size;
use weft::domain::picture::{Avatars, Cell, Protocol, Wish};
use weft::domain::text::SafeText;
use weft::port::media::{Asset, Source};
use weft::port::{LoginNews, NetEvent, News, Welcome};

use super::desk::Desk;
use super::eyes::Seen;
use super::{PROTOCOLS, png};
use crate::frames::scene::{Scene, account, friend};

const GRAPHICS: [Protocol; 3] = [Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel];

fn desk(protocol: Protocol, width: u16, height: u16) -> Desk {
    Desk::new(Wish::Only(protocol), Size { width, height }).with_avatars()
}

/// Parts of pictures in these columns and rows of the screen.
fn tiles_in(desk: &Desk, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> usize {
    let rows = &desk.eyes.cells[rows];
    let cells = rows.iter().flat_map(|row| &row[columns.clone()]);
    cells.filter(|seen| matches!(seen, Seen::Tile(_))).count()
}

#[test]
fn every_chat_of_the_list_has_its_picture_and_the_bar_goes_around_it() {
    for protocol in GRAPHICS {
        let mut desk = desk(protocol, 100, 30);
        let chats = desk.scene.model.chats.order.len();
        assert!(chats >= 4, "{chats}");
        for _ in 0..chats {
            desk.is_right();
            assert_eq!(tiles_in(&desk, 1..5, 1..29), chats * 8, "{protocol:?}");
            assert_eq!(tiles_in(&desk, 0..100, 0..30), chats * 8, "nowhere else");
            desk.press(Code::Down);
        }
    }
}

#[test]
fn in_a_group_they_stand_before_names_ones_own_among_them() {
    for protocol in GRAPHICS {
        let mut desk = desk(protocol, 100, 30);
        let group = desk.scene.model.directory.id_of(&"@@team".into()).unwrap();
        let at = desk.scene.model.chats.position(group).unwrap();
        desk.key(Key::alt(Code::Char(char::from_digit(at as u32 + 1, 10).unwrap())));
        let split = 100 * 3 / 10 + 5;
        let before = tiles_in(&desk, split..100, 0..30);
        assert_eq!(before, 4, "two have spoken");
        for letter in "好".chars() {
            desk.letter(letter);
        }
        desk.press(Code::Enter);
        assert_eq!(tiles_in(&desk, split + 2..split + 4, 0..30), 6, "{protocol:?}");
        desk.is_right();
    }
}

#[test]
fn with_one_other_they_stand_in_the_list_alone() {
    let mut desk = desk(Protocol::Kitty, 100, 30);
    desk.opened();
    assert_eq!(tiles_in(&desk, 35..100, 0..30), 0);
    assert!(tiles_in(&desk, 0..35, 0..30) > 0);
}

#[test]
fn where_there_is_no_room_the_list_is_words_alone_and_nothing_is_asked_for() {
    for (width, height) in [(79, 30), (64, 30), (100, 15), (27, 30)] {
        let desk = desk(Protocol::Kitty, width, height);
        assert_eq!(desk.tiles(), 0, "{width}×{height}");
        assert_eq!(desk.downloads.len(), 0, "{width}×{height}");
    }
    for (width, height) in [(80, 16), (40, 20), (28, 30)] {
        let desk = desk(Protocol::Kitty, width, height);
        assert!(desk.tiles() > 0, "{width}×{height}");
    }
}

#[test]
fn half_blocks_show_them_only_when_that_is_wished_for_and_never_is_never() {
    for protocol in PROTOCOLS {
        for (avatars, shown) in [
            (Avatars::Auto, protocol != Protocol::Blocks),
            (Avatars::Always, true),
            (Avatars::Never, false),
        ] {
            let mut desk = Desk::by(protocol).with_avatars();
            desk.scene.model.pictures = pictures::Pictures::default();
            desk.scene.model.settings.avatars = avatars;
            assert_eq!(
                pictures::in_list(&desk.scene.model),
                shown,
                "{protocol:?} {avatars:?}"
            );
            let (asked, size) = (desk.shown(), desk.scene.model.screen);
            desk.event(Event::Resize(size));
            assert_eq!(desk.shown() > asked, shown, "{protocol:?} {avatars:?}");
        }
    }
}

#[test]
fn until_it_is_here_their_initial_stands_there_and_nothing_moves_when_it_comes() {
    let mut desk = Desk::new(
        Wish::Only(Protocol::Kitty),
        Size {
            width: 100,
            height: 30,
        },
    );
    desk.slow = true;
    let mut desk = desk.with_avatars();
    let row = |desk: &Desk, columns: std::ops::Range<usize>| -> String {
        let cells = &desk.eyes.cells[1][columns];
        let text = cells.iter().map(|seen| match seen {
            Seen::Text(text) => text.as_str(),
            Seen::Tile(_) | Seen::Nothing => "#",
        });
        text.collect()
    };
    assert_eq!(desk.tiles(), 0);
    assert_eq!(row(&desk, 1..5), " 李 ", "the first of the list is 李雷's");
    let words = row(&desk, 5..35);
    for download in desk.downloads.clone() {
        let event = desk.arrives(&download);
        desk.event(event);
    }
    assert_eq!((row(&desk, 1..5), row(&desk, 5..35)), ("####".to_owned(), words));
    desk.is_right();
}

#[test]
fn one_that_cannot_be_had_is_asked_for_once() {
    let mut desk = desk(Protocol::Kitty, 100, 30);
    desk.scene.model.pictures = pictures::Pictures::default();
    desk.has.clear();
    desk.scene.model.files.downloads.clear();
    for file in std::fs::read_dir(desk.scene.model.settings.cache.join("7")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let before = desk.downloads.len();
    for _ in 0..10 {
        let size = desk.scene.model.screen;
        desk.event(Event::Resize(size));
        desk.press(Code::Down);
    }
    let chats = desk.scene.model.chats.order.len();
    assert_eq!(desk.downloads.len() - before, chats);
    assert_eq!(desk.tiles(), 0);
    desk.is_right();
}

#[test]
fn behind_a_list_that_is_not_seen_nothing_is_asked_for() {
    let mut desk = Desk::new(
        Wish::Only(Protocol::Kitty),
        Size {
            width: 60,
            height: 30,
        },
    );
    desk.opened();
    let mut desk = desk.with_avatars();
    assert_eq!(
        (desk.tiles(), desk.downloads.len()),
        (0, 0),
        "the chat alone is on screen"
    );
    desk.press(Code::Esc);
    assert!(desk.tiles() > 0);
}

/// A new login: everybody is called otherwise.
fn return_as(desk: &mut Desk, me: &str) {
    let epoch = desk.scene.model.epoch;
    desk.event(Event::Net(NetEvent {
        epoch,
        news: News::Welcome(Box::new(Welcome {
            same: false,
            uin: 7,
            me: friend(me, "小明"),
            recent: Vec::new(),
            order: Vec::new(),
        })),
    }));
}

#[test]
fn whoever_is_not_met_in_this_login_yet_has_the_picture_that_is_kept() {
    let mut desk = desk(Protocol::Kitty, 100, 30);
    let (before, fetched) = (desk.tiles(), desk.downloads.len());
    assert!(before > 0);
    // What was in memory is gone, as after a restart.
    return_as(&mut desk, "@me3");
    desk.scene.model.pictures = pictures::Pictures::default();
    let size = desk.scene.model.screen;
    desk.event(Event::Resize(size));
    assert_eq!(
        (desk.tiles(), desk.downloads.len()),
        (before, fetched),
        "from the cache"
    );
    desk.is_right();
}

#[test]
fn where_no_number_tells_pictures_apart_each_login_looks_again() {
    let mut desk = desk(Protocol::Kitty, 100, 30);
    let ada = |name: &str| Contact {
        alias: SafeText::line("ada_l"),
        ..friend(name, "Ada")
    };
    desk.scene.net(News::Contacts(vec![ada("@ada")]));
    let id = |desk: &Desk, name: &str| desk.scene.model.directory.id_of(&name.into()).unwrap();
    let peer = id(&desk, "@ada");
    let before = pictures::avatar(&desk.scene.model, peer, pictures::LISTED).unwrap();
    return_as(&mut desk, "@me3");
    desk.scene.net(News::Contacts(vec![ada("@ada9")]));
    desk.scene.net(News::BookProgress {
        contacts: 1,
        complete: true,
    });
    assert_eq!(desk.scene.model.directory.resolve(id(&desk, "@ada9")), peer);
    let now = pictures::avatar(&desk.scene.model, peer, pictures::LISTED).unwrap();
    assert!(before.asset != now.asset, "{:?}", now.asset);
    assert!(matches!(now.asset, Asset::Face { peer: of, .. } if of == peer));
    let pictures::Origin::Service(Source::Face { user_name, .. }) = now.origin else {
        panic!("{:?}", now.origin)
    };
    assert_eq!(user_name.as_str(), "@ada9");
}

#[test]
fn the_folder_has_the_picture_of_the_account_heard_of_last() {
    let mut desk = Desk::by(Protocol::Kitty);
    desk.scene.model.settings.fold_accounts = true;
    desk.scene.net(News::Contacts(vec![account("@news", "人民日报")]));
    let desk = desk.with_avatars();
    let model = &desk.scene.model;
    let news = model.directory.id_of(&"@news".into()).unwrap();
    assert_eq!(model.chats.folded.first(), Some(&news));
    assert_eq!(pictures::entry(model, weft::app::chats::FOLDER), news);
    assert_eq!(desk.tiles(), model.chats.order.len() * 8);
    desk.is_right();
}

#[test]
fn whoever_scanned_the_code_sees_themselves_above_what_to_do() {
    for protocol in GRAPHICS {
        for (width, height, tiles) in [(80, 24, 50), (200, 60, 50), (40, 16, 50), (40, 12, 8)] {
            let mut desk = Desk::of(Scene::start(width, height), Wish::Only(protocol));
            let epoch = desk.scene.model.epoch;
            let login = |news| {
                Event::Net(NetEvent {
                    epoch,
                    news: News::Login(news),
                })
            };
            let avatar = Some(png(&super::tiles(10, 5, Cell::USUAL)).into());
            desk.event(login(LoginNews::Scanned { avatar }));
            assert_eq!(desk.tiles(), tiles, "{protocol:?} {width}×{height}");
            desk.is_right();
            desk.event(login(LoginNews::Confirmed));
            assert_eq!(desk.tiles(), 0);
            desk.event(login(LoginNews::Scanned { avatar: None }));
            desk.event(login(LoginNews::Scanned {
                avatar: Some((*b"no picture").into()),
            }));
            assert_eq!(desk.tiles(), 0);
            desk.is_right();
        }
    }
}
