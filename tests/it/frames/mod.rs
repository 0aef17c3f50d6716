//! What people see: whole screens as text, and what must hold of every one of them.

mod files;
mod golden;
mod hints;
mod kinds;
mod managing;
mod narrow;
mod partial;
mod pen;
pub mod scene;
mod search;
mod telling;
mod terminal;
mod writing;

use std::time::Duration;

use ratatui::buffer::CellWidth;
use scene::{LINK, Scene, as_text, look};
use weft::app::Event;
use weft::app::history::Shelf;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Overlay, Service};
use weft::domain::message::Author;
use weft::domain::picture::{Avatars, Protocol, Wish};
use weft::domain::text::SafeText;
use weft::port::store::{Account, Listed, StoreEvent};
use weft::port::{Ending, Failure, Link, LoginNews, News};
use weft::ui::theme::Theme;
use weft::ui::{Look, paint};
use weft::words::{Language, Words};

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (200, 60)];

fn snapshot(name: &str, frame: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("frame_{name}"), frame));
}

/// The same moment at every size, in English; at 80×24 in Chinese too.
fn at_every_size(name: &str, scene: impl Fn(u16, u16) -> Scene) {
    for (width, height) in SIZES {
        let frame = scene(width, height).frame(Language::English);
        snapshot(&format!("{name}_{width}x{height}"), &frame);
    }
    snapshot(&format!("{name}_zh"), &scene(80, 24).frame(Language::Chinese));
}

#[test]
fn the_code_waits_to_be_scanned() {
    at_every_size("login_code", |width, height| {
        let mut scene = Scene::start(width, height);
        scene.code();
        scene
    });
}

#[test]
fn the_warning_comes_before_the_first_code() {
    at_every_size("login_warning", |width, height| {
        let mut scene = Scene::start(width, height);
        scene.model.settings.warn = true;
        scene.model.login.stage = weft::app::login::Stage::Warning;
        scene
    });
}

#[test]
fn a_refused_login_shows_the_services_own_words() {
    at_every_size("login_refused", |width, height| {
        let mut scene = Scene::start(width, height);
        let words =
            "为了你的帐号安全，此微信号不能登录网页微信。你可以使用Windows微信或Mac微信在电脑端登录。";
        scene.login(LoginNews::Refused {
            code: 1203,
            message: SafeText::new(words),
        });
        scene
    });
}

#[test]
fn every_other_stage_of_the_login_is_told_in_words() {
    type News = fn(&Scene) -> LoginNews;
    let stages: [(&str, News); 6] = [
        ("fetching", |_| LoginNews::Fetching),
        ("scanned", |_| LoginNews::Scanned { avatar: None }),
        ("confirmed", |_| LoginNews::Confirmed),
        ("expired", |_| LoginNews::Expired),
        ("cancelled", |_| LoginNews::Cancelled),
        ("retrying", |scene| LoginNews::Retrying {
            attempt: 3,
            at: scene.now.mono + Duration::from_secs(12),
            why: Failure::Offline,
        }),
    ];
    for (name, news) in stages {
        let mut scene = Scene::start(80, 24);
        let news = news(&scene);
        scene.login(news);
        snapshot(&format!("login_{name}"), &scene.frame(Language::English));
    }
    let mut scene = Scene::start(80, 24);
    scene.model.settings.service = Service::Demo;
    scene.code().press(Code::Tab);
    snapshot("login_link", &scene.frame(Language::English));
}

#[test]
fn the_code_on_the_screen_is_the_link() {
    for (width, height) in [(80, 24), (200, 60), (40, 22)] {
        let mut scene = Scene::start(width, height);
        scene.code();
        let buffer = paint(&scene.model, &look(Language::English));
        let side = |cells: u16| usize::from(cells) * 8;
        // Eight pixels a module; a cell is one module wide and two high.
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side(width), side(height) * 2, |x, y| {
            let cell = &buffer[((x / 8) as u16, (y / 16) as u16)];
            if cell.bg != Theme::terminal().qr.bg.unwrap() {
                return 128;
            }
            let dark = match cell.symbol() {
                "█" => true,
                "▀" => y % 16 < 8,
                "▄" => y % 16 >= 8,
                _ => false,
            };
            if dark { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code at {width}×{height}");
        assert_eq!(grids[0].decode().unwrap().1, LINK);
    }
}

#[test]
fn chats_with_chinese_and_emoji() {
    at_every_size("chats", Scene::chatting);
}

/// None of the pictures is here yet: their initials are.
#[test]
fn chats_with_room_for_everybodys_picture() {
    let pictured = |width: u16, height: u16| {
        let mut scene = Scene::chatting(width, height);
        scene.model.settings.avatars = Avatars::Auto;
        scene.model.terminal.wish = Wish::Only(Protocol::Kitty);
        scene
    };
    at_every_size("avatars", |width, height| {
        let mut scene = pictured(width, height);
        scene.open('3');
        scene
    });
    snapshot("avatars_list_40x16", &pictured(40, 16).frame(Language::English));
}

#[test]
fn a_conversation_beside_the_list() {
    at_every_size("conversation", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene
            .open('2')
            .typed("On my way")
            .press(Code::Enter)
            .typed("到了给你打电话");
        scene
    });
}

#[test]
fn reading_further_up_while_messages_arrive() {
    at_every_size("scrolled_up", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.open('2');
        for nth in 0..80 {
            scene.say(
                "@anna",
                Author::Peer,
                -90 + nth,
                &format!("line {nth} of a long story 很长的故事"),
            );
        }
        scene.press(Code::PageUp).press(Code::PageUp);
        for nth in 0..3 {
            scene.say("@anna", Author::Peer, nth, "and another");
        }
        scene
    });
}

#[test]
fn a_message_that_failed_says_why() {
    at_every_size("failed", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.open('2').typed("Wait for me!").press(Code::Enter);
        let local = scene.model.last_local;
        scene.net(News::Sending(local)).net(News::NotSent {
            local,
            why: Failure::TimedOut,
        });
        scene.key(Key::alt(Code::Up));
        scene
    });
}

#[test]
fn the_key_table() {
    at_every_size("help", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.press(Code::F(1));
        scene
    });
}

#[test]
fn the_end_of_the_key_table() {
    at_every_size("help_end", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.press(Code::F(1)).press(Code::End).press(Code::Up);
        scene
    });
}

#[test]
fn whom_to_join_is_chosen_with_the_reasons_in_view() {
    at_every_size("join", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.return_with_another_picture();
        scene.key(Key::alt(Code::Char('i'))).press(Code::Char('j'));
        scene
    });
}

fn listed(uin: i64, name: &str, session: bool) -> Listed {
    let name = name.into();
    Listed {
        account: Account { uin, name },
        session,
    }
}

#[test]
fn the_accounts_kept_here() {
    let list = || {
        StoreEvent::Accounts(vec![
            listed(2_748_112_906, "阿岚", true),
            listed(2_748_112_907, "Work", true),
            listed(2_748_112_908, "旧号", false),
        ])
    };
    at_every_size("accounts", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.model.history.shelf = Shelf::Open { uin: 2_748_112_906 };
        scene.press(Code::F(4));
        scene.event(Event::Store(list()));
        scene.press(Code::Down);
        scene
    });
    at_every_size("accounts_login", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.model.history.shelf = Shelf::Open { uin: 2_748_112_906 };
        scene.model.history.dead = true;
        scene.model.overlay = Some(Overlay::Login);
        scene.code();
        scene
    });
}

#[test]
fn the_page_of_a_group_and_of_somebody_who_may_be_known() {
    let mut scene = Scene::chatting(80, 24);
    scene.open('1').key(Key::alt(Code::Char('i')));
    snapshot("contact_group", &scene.frame(Language::English));
    for (width, height, language, name) in [
        (80, 24, Language::English, "80x24"),
        (40, 12, Language::English, "40x12"),
        (80, 24, Language::Chinese, "zh"),
    ] {
        let mut scene = Scene::chatting(width, height);
        scene.return_with_another_picture();
        scene.key(Key::alt(Code::Char('i')));
        snapshot(&format!("contact_{name}"), &scene.frame(language));
        scene.press(Code::Char('1'));
        snapshot(&format!("contact_joined_{name}"), &scene.frame(language));
    }
}

#[test]
fn the_session_is_over() {
    at_every_size("ended", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.open('2').typed("half a sent");
        scene.net(News::Ended(Ending::ByService { code: 1101 }));
        scene
    });
}

#[test]
fn the_line_is_down() {
    at_every_size("retrying", |width, height| {
        let mut scene = Scene::chatting(width, height);
        let at = scene.now.mono + Duration::from_secs(8);
        scene.net(News::Link(Link::Retrying {
            attempt: 2,
            at,
            why: Failure::Status(502),
        }));
        scene
    });
}

#[test]
fn the_address_book_and_the_filter() {
    at_every_size("book", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.press(Code::F(2));
        scene
    });
    at_every_size("filter", |width, height| {
        let mut scene = Scene::chatting(width, height);
        scene.typed("l");
        scene
    });
}

#[test]
fn quitting_with_a_message_unsent() {
    let mut scene = Scene::chatting(80, 24);
    scene
        .open('2')
        .typed("Wait!")
        .press(Code::Enter)
        .key(Key::ctrl(Code::Char('q')));
    snapshot("confirm_quit", &scene.frame(Language::English));
}

#[test]
fn a_long_draft_grows_the_composer_and_says_when_it_is_too_long() {
    let mut scene = Scene::chatting(80, 24);
    scene
        .open('2')
        .event(Event::Paste("许多话 many words ".repeat(900)));
    scene.press(Code::Enter);
    snapshot("too_long", &scene.frame(Language::English));
}

#[test]
fn a_screen_too_small_says_so() {
    for (width, height) in [(30, 5), (19, 8), (12, 3), (1, 1)] {
        let scene = Scene::chatting(width, height);
        snapshot(
            &format!("too_small_{width}x{height}"),
            &scene.frame(Language::English),
        );
    }
}

/// A panel's left edge falls on every offset of the wide characters beneath.
#[test]
fn an_overlay_never_cuts_a_character_in_half() {
    for width in 64..130 {
        let mut scene = Scene::chatting(width, 24);
        scene.open('2');
        for nth in 0..20i64 {
            let lead = if nth % 2 == 0 { "" } else { " " };
            scene.say("@anna", Author::Peer, nth, &format!("{lead}{}", "宽".repeat(60)));
        }
        for key in [Key::plain(Code::F(1)), Key::ctrl(Code::Char('q'))] {
            scene.key(key);
            let buffer = paint(&scene.model, &look(Language::Chinese));
            for y in 0..buffer.area.height {
                let mut x = 0;
                while x < width {
                    let cells = buffer[(x, y)].cell_width().max(1);
                    assert!(x + cells <= width, "a character over the right edge at {width}");
                    for half in x + 1..x + cells {
                        assert_eq!(
                            buffer[(half, y)].symbol(),
                            " ",
                            "half a character at {x},{y} of {width}"
                        );
                    }
                    x += cells;
                }
            }
            scene.press(Code::Esc);
        }
    }
}

#[test]
fn without_colour_and_in_ascii_nothing_is_lost() {
    let mut scene = Scene::chatting(80, 24);
    scene.open('2');
    let look = Look {
        words: Words::new(Language::English),
        theme: Theme::mono().ascii(),
    };
    let buffer = paint(&scene.model, &look);
    let coloured = buffer
        .content
        .iter()
        .filter(|cell| cell.fg != ratatui::style::Color::Reset);
    assert_eq!(coloured.count(), 0);
    snapshot("ascii", &as_text(&buffer));
}
