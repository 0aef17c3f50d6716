//! Every kind of message as it is drawn: at three widths, in both languages, with both sets of glyphs.

use std::time::Duration;

use weft::app::Event;
use weft::app::conversation::Scroll;
use weft::app::history::Shelf;
use weft::app::keymap::{Code, Key};
use weft::domain::id::MsgId;
use weft::domain::message::{
    Author, Body, By, Card, Clip, File, Link, OnPhone, Picture, Place, Quote, Raw, Recalled, Record, Request,
    Said, Sticker, Thrown, Transfer, TransferStep,
};
use weft::domain::text::{Faces, SafeText};
use weft::port::News;
use weft::port::media::{Asset, Fault, Part, Progress};
use weft::port::store::{LineRecord, State, StoreEvent};
use weft::ui::theme::Theme;
use weft::ui::{Look, paint};
use weft::words::{Language, Words};

use super::scene::{Scene, as_text};
use super::snapshot;

fn text(words: &str) -> SafeText {
    SafeText::line(words)
}

fn link(title: &str, description: &str, source: &str, url: &str) -> Link {
    Link {
        title: text(title),
        description: text(description),
        source: text(source),
        url: text(url),
        ..Link::default()
    }
}

fn said(name: &str, at: &str, body: Body) -> Said {
    Said {
        name: text(name),
        at: text(at),
        body,
    }
}

fn words(words: &str) -> Body {
    Body::Text(SafeText::new(words))
}

fn record() -> Record {
    let inner = Record {
        title: text("Chat history of Kitty and Levin"),
        summary: SafeText::default(),
        items: vec![said("Kitty", "2026-11-20 08:00", words("Shall we skate?"))],
    };
    Record {
        title: text("群聊的聊天记录"),
        summary: SafeText::new("王老师: 这本书我读了三遍\n宁宁: 我读了三页"),
        items: vec![
            said(
                "王老师",
                "2026-11-21 10:00:01",
                words("这本书我读了三遍[呲牙]\n每一遍都不一样"),
            ),
            said("宁宁", "2026-11-21 10:00:09", Body::Image(Picture::default())),
            said(
                "Hattie Bloom",
                "2026-11-21 10:02:00",
                Body::ChatHistory(Box::new(inner)),
            ),
            said(
                "宁宁",
                "2026-11-21 10:03:00",
                Body::Link(Box::new(link(
                    "How trains work",
                    "A primer",
                    "Railway Weekly",
                    "https://example.com/trains",
                ))),
            ),
            said("王老师", "", words("再见")),
        ],
    }
}

fn articles() -> Vec<Link> {
    vec![
        link(
            "春天去哪儿走走",
            "十条适合周末的徒步路线",
            "山野杂志",
            "https://example.com/spring?from=weft",
        ),
        link(
            "为什么下山比上山累",
            "膝盖说它有话要讲",
            "山野杂志",
            "https://example.com/knees",
        ),
        link("一只水壶的二十年", "读者来信", "山野杂志", "javascript:alert(1)"),
    ]
}

fn quote() -> Quote {
    Quote {
        reply: text("Yes, that one"),
        name: text("Anna Karenina"),
        quoted: text("Are you coming to the station?"),
        of: None,
    }
}

fn media() -> Vec<Body> {
    vec![
        Body::Image(Picture {
            width: 640,
            height: 480,
            bytes: 254_000,
        }),
        Body::Sticker(Box::default()),
        Body::Sticker(Box::new(Sticker {
            thrown: Some(Thrown::Dice(5)),
            ..Sticker::default()
        })),
        Body::Sticker(Box::new(Sticker {
            store: true,
            words: text("早安"),
            ..Sticker::default()
        })),
        Body::Voice { millis: 6400 },
        Body::Voice { millis: 58_000 },
        Body::Video(Clip {
            seconds: 75,
            width: 480,
            height: 270,
            bytes: 3_400_000,
            ..Clip::default()
        }),
        Body::File(File {
            name: text("第三季度总结（最终版）_真的最终版_修改后再修改一次的版本_请以此为准2.pdf"),
            bytes: Some(2_254_000),
        }),
        Body::File(File {
            name: text("notes.txt"),
            bytes: None,
        }),
    ]
}

fn people_and_places() -> Vec<Body> {
    vec![
        Body::Location(Box::new(Place {
            name: text("九溪烟树"),
            address: text(
                "浙江省杭州市西湖区龙井路与九溪路交叉口往南一百五十米，过了小桥以后左手边的那个停车场的入口",
            ),
            latitude: "30.206".into(),
            longitude: "120.117".into(),
            ..Place::default()
        })),
        Body::Location(Box::new(Place {
            address: text("上海市黄浦区人民大道200号"),
            live: true,
            ..Place::default()
        })),
        Body::Card(Box::new(Card {
            name: text("Vronsky"),
            alias: text("alexei_v"),
            province: text("北京"),
            city: text("朝阳"),
            ..Card::default()
        })),
        Body::Card(Box::new(Card {
            name: text("人民日报"),
            public: true,
            ..Card::default()
        })),
        Body::FriendRequest(Box::new(Request {
            name: text("Levin"),
            greeting: text(
                "We met at the rink. I was the one who fell, and you were the one who laughed and then helped me up.",
            ),
            scene: 14,
            user_name: "@levin".into(),
            ticket: "v2".into(),
            ..Request::default()
        })),
    ]
}

fn pages() -> Vec<Body> {
    let long = "A title that goes on and on about trains, platforms, timetables and the people who wait for them in the rain";
    vec![
        Body::Link(Box::new(link(
            long,
            "A primer on how trains work, for those who have always wanted to know and never dared to ask anybody on the platform about it",
            "Railway Weekly",
            "https://user@trains.example.com:8080/how?they=work",
        ))),
        Body::Link(Box::new(link("", "只有摘要", "", ""))),
        Body::Link(Box::default()),
        Body::Articles(articles()),
        Body::MiniProgram(Box::new(link("Tickets", "", "12306", ""))),
        Body::Music(Box::new(link(
            "Polonaise",
            "Chopin",
            "QQ音乐",
            "https://y.qq.com/1",
        ))),
        Body::ChatHistory(Box::new(record())),
        Body::ChatHistory(Box::new(Record {
            title: text("Chat history of Anna and Kitty"),
            summary: SafeText::new("Anna: hello\n\nKitty: hi"),
            items: Vec::new(),
        })),
        Body::Quote(Box::new(quote())),
    ]
}

fn others() -> Vec<Body> {
    vec![
        Body::Transfer(Box::new(Transfer {
            amount: text("￥12.00"),
            memo: text("tea"),
            step: TransferStep::Sent,
        })),
        Body::RedPacket {
            title: text("恭喜发财，大吉大利"),
        },
        Body::Call,
        Body::OnPhone {
            what: OnPhone::Channel,
            title: text("给办公室的鱼换水"),
        },
        Body::OnPhone {
            what: OnPhone::Solitaire,
            title: SafeText::default(),
        },
        Body::Announcement(SafeText::new("周六早上七点集合\n地铁口 B")),
        Body::Unsupported {
            msg_type: 49,
            app_type: 92,
            title: text("Something new"),
        },
        Body::Unsupported {
            msg_type: 9999,
            app_type: 0,
            title: SafeText::default(),
        },
        Body::Notice(text("You have joined the group chat")),
        recalled(None),
        recalled(Some(words("I never said this. 我没说过[微笑]"))),
        recalled(Some(Body::Image(Picture::default()))),
        words("[微笑] and [呲牙], but not [nobody] or [蜡烛]"),
    ]
}

fn recalled(was: Option<Body>) -> Body {
    Body::Recalled(Recalled {
        by: By::told(text("“Anna” recalled a message")),
        was: was.map(Box::new),
    })
}

fn kinds() -> Vec<Body> {
    [media(), people_and_places(), pages(), others()].concat()
}

/// Everything said by one person in one chat, on a screen high enough for all of it.
fn scene(width: u16, height: u16, bodies: Vec<Body>) -> Scene {
    let mut scene = Scene::chatting(width, height);
    scene.open('2');
    for (nth, body) in (0..).zip(bodies) {
        scene.body("@anna", Author::Peer, -90 + nth, body);
    }
    scene
}

fn framed(scene: &Scene, language: Language, theme: Theme) -> String {
    let words = Words::new(language);
    as_text(&paint(&scene.model, &Look { words, theme }))
}

#[test]
fn every_kind_of_message_at_three_widths_in_both_languages() {
    for width in [40, 80, 200] {
        let scene = scene(width, 92, kinds());
        for (language, name) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            let frame = framed(&scene, language, Theme::terminal());
            snapshot(&format!("kinds_{width}_{name}"), &frame);
        }
        let frame = framed(&scene, Language::English, Theme::mono().ascii());
        snapshot(&format!("kinds_{width}_ascii"), &frame);
    }
}

#[test]
fn a_screenful_of_them() {
    for (width, height) in super::SIZES {
        let frame = scene(width, height, kinds()).frame(Language::English);
        snapshot(&format!("kinds_{width}x{height}"), &frame);
    }
}

#[test]
fn a_language_never_changes_how_many_rows_a_message_takes() {
    let scene = scene(80, 92, kinds());
    let rows = |language| {
        let frame = framed(&scene, language, Theme::terminal());
        frame
            .lines()
            .map(|row| !row.trim().is_empty())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(Language::English), rows(Language::Chinese));
}

/// The downloads are known by the ids that the scene gave: the last messages.
#[test]
fn a_download_is_told_in_the_last_row_of_its_card_and_why_it_failed_below() {
    let states = [
        Progress::Moving {
            done: 1_000_000,
            of: Some(2_254_000),
        },
        Progress::Moving {
            done: 1_000_000,
            of: None,
        },
        Progress::Done { bytes: 2_254_000 },
        Progress::Failed(Fault::Short {
            got: 17,
            announced: 2_254_000,
        }),
    ];
    let file = Body::File(File {
        name: text("合同.pdf"),
        bytes: Some(2_254_000),
    });
    for (width, height) in [(80, 24), (40, 16)] {
        let mut scene = scene(width, height, vec![file.clone(); states.len()]);
        let lines = &scene.model.talk().unwrap().lines;
        let ids: Vec<MsgId> = lines
            .iter()
            .rev()
            .take(4)
            .rev()
            .map(|line| id_of(line.state))
            .collect();
        for (message, progress) in ids.into_iter().zip(states.clone()) {
            let asset = Asset::Of {
                message,
                part: Part::Whole,
            };
            let moving = Progress::Moving { done: 0, of: None };
            scene.model.files.downloads.insert(asset, moving);
            scene.net(News::Download { asset, progress });
        }
        snapshot(
            &format!("downloads_{width}x{height}"),
            &scene.frame(Language::English),
        );
        let ascii = framed(&scene, Language::Chinese, Theme::mono().ascii());
        snapshot(&format!("downloads_{width}x{height}_ascii_zh"), &ascii);
    }
}

fn id_of(state: State) -> MsgId {
    if let State::Kept(Some(id)) = state {
        id
    } else {
        panic!("{state:?} has no id")
    }
}

#[test]
fn a_forwarded_record_unfolds_and_so_does_what_is_in_it() {
    for (width, height) in super::SIZES {
        let mut scene = scene(width, height, vec![Body::ChatHistory(Box::new(record()))]);
        scene.key(Key::alt(Code::Up)).press(Code::Enter);
        snapshot(
            &format!("unfolded_{width}x{height}"),
            &scene.frame(Language::English),
        );
        scene.press(Code::Down).press(Code::Down).press(Code::Enter);
        snapshot(
            &format!("unfolded_nested_{width}x{height}"),
            &scene.frame(Language::Chinese),
        );
        scene.press(Code::Esc);
        let frame = scene.frame(Language::English);
        assert!(
            ["3 of 5", "3/5"].iter().any(|nth| frame.contains(nth)),
            "back where one was\n{frame}"
        );
        scene.press(Code::Esc);
        assert!(scene.model.overlay.is_none());
        assert!(scene.model.talk().unwrap().selected.is_some());
    }
}

#[test]
fn articles_are_listed_with_where_they_lead() {
    for (width, height) in super::SIZES {
        let mut scene = scene(width, height, vec![Body::Articles(articles())]);
        scene.key(Key::alt(Code::Up)).press(Code::Char('g'));
        snapshot(
            &format!("articles_{width}x{height}"),
            &scene.frame(Language::Chinese),
        );
    }
}

#[test]
fn the_details_of_a_message() {
    for (width, height) in super::SIZES {
        let mut scene = scene(
            width,
            height,
            vec![Body::Unsupported {
                msg_type: 49,
                app_type: 92,
                title: text("Something new"),
            }],
        );
        scene.model.history.shelf = Shelf::Open { uin: 7 };
        scene.key(Key::alt(Code::Up)).press(Code::Char('i'));
        snapshot(
            &format!("details_waiting_{width}x{height}"),
            &scene.frame(Language::English),
        );
        let line = kept(&scene);
        scene.event(Event::Store(StoreEvent::Line {
            seq: line.seq,
            line: Some(Box::new(line)),
        }));
        snapshot(
            &format!("details_{width}x{height}"),
            &scene.frame(Language::English),
        );
        scene.press(Code::End);
        snapshot(
            &format!("details_end_{width}x{height}"),
            &scene.frame(Language::Chinese),
        );
    }
}

/// The chosen line with what the service sent.
fn kept(scene: &Scene) -> LineRecord {
    let talk = scene.model.talk().unwrap();
    let content = "&lt;?xml version=\"1.0\"?&gt;<br/>&lt;msg&gt;&lt;appmsg appid=\"\" sdkver=\"0\"&gt;&lt;title&gt;Something new&lt;/title&gt;\
        &lt;des&gt;&lt;![CDATA[words \u{1b}[2J\u{202e}]]&gt;&lt;/des&gt;&lt;type&gt;92&lt;/type&gt;&lt;url&gt;https://example.com/a?b=1&amp;amp;c=2&lt;/url&gt;\
        &lt;appattach&gt;&lt;totallen&gt;20509&lt;/totallen&gt;&lt;/appattach&gt;&lt;md5&gt;0cc175b9c0f1b6a831c399e269772661&lt;/md5&gt;&lt;/appmsg&gt;&lt;/msg&gt;";
    LineRecord {
        raw: Some(Box::new(Raw {
            msg_type: 49,
            app_type: 92,
            content: content.into(),
            file_name: "new\u{7}.bin".into(),
            file_bytes: 20_509,
            url: "https://example.com/a?b=1&c=2".into(),
            ..Raw::default()
        })),
        ..talk.lines[talk.selected.unwrap()].record()
    }
}

#[test]
fn faces_stay_text_where_that_is_wanted() {
    let mut scene = Scene::start(80, 24);
    scene.model.settings.faces = Faces::Text;
    assert!(!framed(&scene, Language::English, Theme::terminal()).contains("🙂"));
    let mut scene = self::scene(80, 24, vec![words("hello [微笑]")]);
    assert!(scene.frame(Language::English).contains("hello 🙂"));
    scene.model.settings.faces = Faces::Text;
    let talk = scene.model.conversations.by_peer.values_mut();
    talk.for_each(|talk| talk.faces = Faces::Text);
    assert!(scene.frame(Language::English).contains("hello [微笑]"));
}

/// What is said with emoji in place of its codes has other rows: the reader's place must be of those.
#[test]
fn scrolling_counts_the_rows_that_are_drawn() {
    let line = "[微笑]".repeat(60);
    let mut scene = scene(40, 12, vec![words(&line); 8]);
    scene.key(Key::ctrl(Code::Up)).key(Key::ctrl(Code::Up));
    assert_ne!(scene.model.talk().unwrap().scroll, Scroll::Follow);
    let up = scene.frame(Language::English);
    scene.now = scene.now.plus(Duration::from_secs(1));
    scene.key(Key::ctrl(Code::Down)).key(Key::ctrl(Code::Down));
    assert_eq!(scene.model.talk().unwrap().scroll, Scroll::Follow);
    assert_ne!(scene.frame(Language::English), up);
}
