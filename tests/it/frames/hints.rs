//! What stands below a message that failed, and which keys the bar tells for a chosen one: nothing essential is cut.

use weft::app::keymap::{Code, Key};
use weft::domain::id::MsgId;
use weft::domain::message::{Author, Body, File, Request, Transfer, TransferStep};
use weft::domain::text::SafeText;
use weft::port::media::{Asset, Fault, Part, Progress};
use weft::port::{Failure, Link, News};
use weft::words::Language;

use super::scene::Scene;
use super::{SIZES, snapshot};

const SMALL: [(u16, u16); 2] = [(80, 24), (40, 12)];

fn talking(width: u16, height: u16) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('2');
    scene
}

/// The rows of the conversation as one text, whatever was wrapped.
fn flat(frame: &str) -> String {
    let cells = |row: &str| row.rsplit('│').next().unwrap_or_default().trim().to_owned();
    frame.lines().map(cells).collect::<Vec<_>>().join(" ")
}

fn bar(frame: &str) -> String {
    frame.lines().rev().nth(1).unwrap().to_owned()
}

fn not_sent(width: u16, height: u16, why: Failure) -> Scene {
    let mut scene = talking(width, height);
    scene.typed("after leaving").press(Code::Enter);
    let local = scene.model.last_local;
    scene.net(News::Sending(local)).net(News::NotSent { local, why });
    scene
}

fn contract() -> Body {
    Body::File(File {
        name: SafeText::line("合同.pdf"),
        bytes: Some(87_000),
    })
}

/// The last message, a file, was asked for and did not come whole.
fn not_fetched(width: u16, height: u16, why: Fault) -> Scene {
    let mut scene = talking(width, height);
    scene.body("@anna", Author::Peer, -10, contract());
    let message = message(&scene);
    begin(&mut scene, message);
    scene.net(News::Download {
        asset: whole(message),
        progress: Progress::Failed(why),
    });
    scene
}

/// The last that came.
fn message(scene: &Scene) -> MsgId {
    let lines = &scene.model.talk().unwrap().lines;
    lines.iter().filter_map(|line| line.state.id()).max().unwrap()
}

fn whole(message: MsgId) -> Asset {
    Asset::Of {
        message,
        part: Part::Whole,
    }
}

fn begin(scene: &mut Scene, message: MsgId) {
    let begun = Progress::Moving { done: 0, of: None };
    scene.model.files.downloads.insert(whole(message), begun);
}

#[test]
fn why_a_message_was_not_sent_stands_in_full_with_the_keys_that_help() {
    for (width, height) in SIZES {
        let scene = not_sent(width, height, Failure::NotAllowed);
        let frame = scene.frame(Language::English);
        assert!(
            flat(&frame).contains("not sent: WeChat does not allow writing to this chat · Alt-r again"),
            "{frame}"
        );
        snapshot(&format!("not_sent_{width}x{height}"), &frame);
        let frame = scene.frame(Language::Chinese);
        assert!(
            flat(&frame).contains("未发送：微信不允许向这个聊天发消息"),
            "{frame}"
        );
        assert!(flat(&frame).contains("Alt-r 重试"), "{frame}");
        snapshot(&format!("not_sent_{width}x{height}_zh"), &frame);
    }
}

#[test]
fn every_reason_there_is_has_room_on_the_smallest_screen() {
    let reasons = [
        Failure::Status(502),
        Failure::Refused(1101),
        Failure::NotAllowed,
        Failure::ChatGone,
        Failure::TooFrequent,
        Failure::FileGone,
        Failure::FileChanged,
        Failure::Empty,
        Failure::TooLarge,
    ];
    for (width, height) in SMALL {
        for language in [Language::English, Language::Chinese] {
            for why in reasons {
                let frame = not_sent(width, height, why).frame(language);
                let told: Vec<&str> = frame.lines().filter(|row| row.contains('…')).collect();
                let told: Vec<_> = told
                    .into_iter()
                    .filter(|row| row.contains("sent") || row.contains("送"))
                    .collect();
                assert!(told.is_empty(), "{why:?} is cut:\n{frame}");
            }
        }
    }
}

#[test]
fn why_a_file_did_not_come_stands_in_full_with_the_key_that_tries_again() {
    let short = Fault::Short {
        got: 58_000,
        announced: 87_000,
    };
    for (width, height) in SIZES {
        let scene = not_fetched(width, height, short.clone());
        let frame = scene.frame(Language::English);
        let told = flat(&frame);
        assert!(
            told.contains("not downloaded: incomplete (56 KB of 84 KB)"),
            "{frame}"
        );
        assert!(told.contains("Alt-r again"), "{frame}");
        snapshot(&format!("not_downloaded_{width}x{height}"), &frame);
        let frame = scene.frame(Language::Chinese);
        assert!(flat(&frame).contains("未能下载：不完整"), "{frame}");
        assert!(flat(&frame).contains("Alt-r 重试"), "{frame}");
        snapshot(&format!("not_downloaded_{width}x{height}_zh"), &frame);
    }
}

#[test]
fn with_a_message_chosen_the_main_key_and_the_way_out_stay() {
    for (width, height) in SIZES {
        let mut scene = talking(width, height);
        let request = Request {
            name: SafeText::line("Levin"),
            user_name: "@levin".into(),
            ticket: "v2".into(),
            ..Request::default()
        };
        scene.body("@anna", Author::Peer, -60, Body::FriendRequest(Box::new(request)));
        scene.body("@anna", Author::Me, -9, Body::Text(SafeText::line("just said")));
        scene.say("@li", Author::Peer, -5, "unread elsewhere");
        scene.key(Key::alt(Code::Up));
        let frame = scene.frame(Language::English);
        assert!(
            bar(&frame).contains("u recall") && bar(&frame).contains("Esc back"),
            "{frame}"
        );
        snapshot(&format!("chosen_own_{width}x{height}"), &frame);
        scene.press(Code::Up);
        let frame = scene.frame(Language::Chinese);
        assert!(
            bar(&frame).contains("a 接受") && bar(&frame).contains("Esc 返回"),
            "{frame}"
        );
        snapshot(&format!("chosen_request_{width}x{height}_zh"), &frame);
        let lost = Link::Retrying {
            attempt: 1,
            at: scene.now.mono,
            why: Failure::Offline,
        };
        scene.net(News::Link(lost));
        let frame = scene.frame(Language::English);
        assert!(
            bar(&frame).contains("a accept") && bar(&frame).contains("Esc back"),
            "{frame}"
        );
    }
}

#[test]
fn while_a_file_moves_the_bar_stops_it_and_when_it_failed_tries_again() {
    for (width, height) in SMALL {
        let mut scene = talking(width, height);
        scene.body("@anna", Author::Peer, -10, contract());
        let message = message(&scene);
        scene.key(Key::alt(Code::Up));
        assert!(bar(&scene.frame(Language::English)).contains("o open"));
        begin(&mut scene, message);
        assert!(bar(&scene.frame(Language::English)).contains("x stop"));
        scene.net(News::Download {
            asset: whole(message),
            progress: Progress::Failed(Fault::Empty),
        });
        let frame = scene.frame(Language::English);
        assert!(bar(&frame).contains("Alt-r again"), "{frame}");
        assert!(!bar(&frame).contains("x stop"), "{frame}");
    }
}

#[test]
fn what_a_card_cannot_be_understood_without_stands_on_every_screen() {
    for (width, height) in SMALL {
        for (language, told) in [
            (
                Language::English,
                [
                    "waiting to be accepted",
                    "type 49/2048 · open on the phone",
                    "waits: a accepts",
                ],
            ),
            (
                Language::Chinese,
                ["待收款", "类型 49/2048 · 请在手机上查看", "待答复：a 通过"],
            ),
        ] {
            let request = Request {
                name: SafeText::line("Levin"),
                scene: 14,
                alias: SafeText::line("konstantin_levin"),
                user_name: "@levin".into(),
                ticket: "v2".into(),
                ..Request::default()
            };
            let bodies = [
                Body::Transfer(Box::new(Transfer {
                    amount: SafeText::line("￥1288.00"),
                    memo: SafeText::line("tea"),
                    step: TransferStep::Sent,
                })),
                Body::Unsupported {
                    msg_type: 49,
                    app_type: 2048,
                    title: SafeText::line("Something new"),
                },
                Body::FriendRequest(Box::new(request)),
            ];
            for (body, told) in bodies.into_iter().zip(told) {
                let mut scene = talking(width, height);
                scene.body("@anna", Author::Peer, -10, body);
                let frame = scene.frame(language);
                assert!(frame.contains(told), "{told}:\n{frame}");
            }
            let mut scene = talking(width, height);
            let untold = Body::Unsupported {
                msg_type: 49,
                app_type: 2048,
                title: SafeText::default(),
            };
            scene.body("@anna", Author::Peer, -10, untold);
            assert!(
                scene.frame(language).contains(told[1]),
                "{}",
                scene.frame(language)
            );
        }
    }
}

#[test]
fn the_page_of_a_message_says_in_full_why_it_was_not_sent() {
    for (width, height) in SMALL {
        let mut scene = not_sent(width, height, Failure::NotAllowed);
        scene.key(Key::alt(Code::Up)).press(Code::Char('i'));
        let frame = scene.frame(Language::English);
        let told = frame
            .split_whitespace()
            .filter(|word| *word != "│")
            .collect::<Vec<_>>()
            .join(" ");
        assert!(
            told.contains("not sent: WeChat does not allow writing to this chat"),
            "{frame}"
        );
    }
}
