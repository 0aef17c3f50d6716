//! What a picture costs the media thread, by what it is made for; and what one that arrives costs the loop.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should say where"
)]

use std::io::Cursor;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::tz::TimeZone;
use weft::app::keymap::{Code, Key};
use weft::app::model::{Model, Service, Settings};
use weft::app::pictures::of_line;
use weft::app::step::Touched;
use weft::app::terminal::Terminal;
use weft::app::{Event, update};
use weft::domain::contact::Contact;
use weft::domain::geometry::Size;
use weft::domain::id::{BatchId, MsgId};
use weft::domain::message::{Author, Body, Item, Message, Picture};
use weft::domain::picture::{Canvas, Cell, Protocol, Wish};
use weft::domain::time::{Now, Timestamp};
use weft::media::Studio;
use weft::port::media::{Asset, MediaCommand, MediaEvent, Part, View, Zoom};
use weft::port::{Batch, NetEvent, News, Welcome};
use weft::ui::theme::Theme;
use weft::ui::{Look, Pen, Screen, escape};
use weft::words::{Language, Words};

const PHOTOS: u64 = 50;
const NOW: Now = Now {
    mono: Duration::from_mins(1),
    wall_ms: 1_795_320_900_000,
};
const PROTOCOLS: [Protocol; 4] = [
    Protocol::Kitty,
    Protocol::Iterm2,
    Protocol::Sixel,
    Protocol::Blocks,
];

/// A thumbnail as the service sends them, with as much in it as a photo has.
fn photo() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    let picture = RgbImage::from_fn(240, 180, |x, y| {
        let light = |n: u32| u8::try_from(n * 200 / 240).unwrap();
        image::Rgb([light(x), light(y), random.u8(60..90)])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

fn made(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("photo");
    std::fs::write(&file, photo()).unwrap();
    let mut studio = Studio::default();
    for protocol in PROTOCOLS {
        let command = MediaCommand::Show {
            asset: thumb(1),
            file: file.clone(),
            view: View {
                within: Size {
                    width: 38,
                    height: 14,
                },
                canvas: canvas(protocol),
                zoom: Zoom::WHOLE,
                moving: false,
            },
        };
        bench.bench_function(&format!("a thumbnail decoded and made for {protocol:?}"), |run| {
            run.iter(|| studio.perform(command.clone()));
        });
    }
}

fn canvas(protocol: Protocol) -> Canvas {
    Canvas {
        protocol,
        cell: Cell::USUAL,
        tmux: false,
    }
}

fn thumb(message: u64) -> Asset {
    Asset::Of {
        message: MsgId(message),
        part: Part::Thumb,
    }
}

fn net(model: &mut Model, news: News) {
    let epoch = model.epoch;
    update(model, NOW, Event::Net(NetEvent { epoch, news }));
}

/// A chat of photos, open on a screen of 160×50.
fn chat(protocol: Protocol) -> Model {
    let settings = Settings {
        zone: TimeZone::UTC,
        warn: false,
        bell: false,
        service: Service::Other,
        faces: weft::domain::text::Faces::Emoji,
        keep_recalled: false,
        avatars: weft::domain::picture::Avatars::Never,
        fold_accounts: false,
        group_actions: false,
        cache: "/cache".into(),
    };
    let size = Size {
        width: 160,
        height: 50,
    };
    let mut model = Model::new(settings, size).on(Terminal {
        wish: Wish::Only(protocol),
        cell: Some(Cell::USUAL),
        ..Terminal::default()
    });
    let welcome = Welcome {
        same: false,
        uin: 7,
        me: Contact::bare("@me".into()),
        recent: vec![Contact::bare("@anna".into())],
        order: vec!["@anna".into()],
    };
    net(&mut model, News::Welcome(Box::new(welcome)));
    let photo = |nth| {
        Item::Message(Message {
            raw: Box::default(),
            id: MsgId(nth),
            chat: "@anna".into(),
            author: Author::Peer,
            at: Timestamp(NOW.wall().0 + i64::try_from(nth).unwrap()),
            body: Body::Image(Picture {
                width: 240,
                height: 180,
                bytes: 0,
            }),
        })
    };
    let batch = Batch {
        keepsake: None,
        id: BatchId(1),
        profile: None,
        deleted: Vec::new(),
        changed: Vec::new(),
        items: (1..=PHOTOS).map(photo).collect(),
    };
    net(&mut model, News::Synced(batch));
    update(&mut model, NOW, Event::Key(Key::alt(Code::Char('1'))));
    model
}

/// Fifty pictures come one by one, each with its frame: those on screen, and those a page away.
fn arriving(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("photo");
    std::fs::write(&file, photo()).unwrap();
    for protocol in PROTOCOLS {
        let model = chat(protocol);
        let mut studio = Studio::default();
        let lines = &model.talk().unwrap().lines;
        let arrivals: Vec<MediaEvent> = lines
            .iter()
            .filter_map(|line| of_line(&model, line, model.messages_room(), canvas(protocol)))
            .filter_map(|wanted| {
                let command = MediaCommand::Show {
                    asset: wanted.asset,
                    file: file.clone(),
                    view: wanted.view,
                };
                studio.perform(command)
            })
            .collect();
        let look = Look {
            words: Words::new(Language::English),
            theme: Theme::terminal(),
        };
        let begin = || {
            let mut screen = Screen::new(Pen::new(std::io::sink())).painted(escape);
            screen.draw(&model, &look, Touched::ALL).unwrap();
            (model.clone(), screen, arrivals.clone())
        };
        bench.bench_function(
            &format!("fifty pictures arriving, each with a frame, {protocol:?}"),
            |run| {
                run.iter_batched(
                    begin,
                    |(mut model, mut screen, arrivals)| {
                        for arrival in arrivals {
                            let touched = update(&mut model, NOW, Event::Media(arrival)).touched;
                            screen.draw(&model, &look, touched).unwrap();
                        }
                    },
                    BatchSize::LargeInput,
                );
            },
        );
    }
}

criterion_group!(benches, made, arriving);
criterion_main!(benches);
