//! A message goes on to others.

use weft::app::Event;
use weft::app::files::Told;
use weft::app::forwarding::{Freight, Lack};
use weft::app::model::{Hint, Overlay};
use weft::domain::id::MsgId;
use weft::domain::message::{Author, Body, Clip, File, Item, Link, Picture, Place, Quote, Raw, Sticker};
use weft::port::media::{Asset, Fault, MediaCommand, MediaEvent, Progress, Source};
use weft::port::store::{StoreCommand, StoreEvent};
use weft::port::{Attachment, AttachmentKind, NetCommand, News, Parcel};

use super::{App, says, text};
use weft::app::step::Effect;

/// 阿岚 said something; it is chosen.
fn chosen() -> App {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "明早七点")]);
    app.open("@lan");
    app.keys("alt-up");
    app.asked.clear();
    app
}

/// 阿岚 sent this, and the chat with her is open.
fn sent(app: &mut App, body: Body) {
    let mut item = says(1, "@lan", "");
    if let Item::Message(message) = &mut item {
        message.body = body;
    }
    app.synced(vec![item]);
    app.open("@lan");
}

fn freight(app: &App) -> Option<&Freight> {
    app.model.forwarding.as_deref().unwrap().freight.as_ref()
}

#[test]
fn text_goes_to_several_chats_after_one_question() {
    let mut app = chosen();
    app.keys("f");
    assert_eq!(app.model.overlay, Some(Overlay::Forward));
    app.types("lz");
    let zhou = app.id("@zhou");
    let hits = |app: &App| app.model.forwarding.as_deref().unwrap().picker.hits.clone();
    if hits(&app).is_empty() {
        // Without the service's pinyin it is found by the name.
        app.keys("ctrl-u");
        app.types("老周");
    }
    assert_eq!(hits(&app), [zhou]);
    app.types(" ");
    app.keys("ctrl-u");
    app.types("爬山");
    app.types(" ");
    app.keys("enter");
    assert!(app.sends().is_empty(), "asked first");
    assert!(app.model.forwarding.as_deref().unwrap().asking);
    app.keys("enter");
    let sent: Vec<_> = app.sends().into_iter().map(|out| (out.to, out.what)).collect();
    assert_eq!(
        sent,
        [
            ("@zhou".into(), Parcel::Text("明早七点".into())),
            ("@@hike".into(), Parcel::Text("明早七点".into()))
        ]
    );
    assert_eq!(app.model.hint, Some(Hint::Forwarded { count: 2 }));
    assert_eq!(app.said("@zhou"), ["明早七点"]);
    assert_eq!(app.model.overlay, None);
}

#[test]
fn esc_goes_back_from_the_question_and_then_out() {
    let mut app = chosen();
    app.keys("alt-f enter");
    assert!(app.model.forwarding.as_deref().unwrap().asking);
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(Overlay::Forward));
    let forwarding = app.model.forwarding.as_deref().unwrap();
    assert!(!forwarding.asking && forwarding.picker.marked.is_empty());
    app.keys("down enter");
    let forwarding = app.model.forwarding.as_deref().unwrap();
    assert_eq!(
        forwarding.picker.chosen(),
        [forwarding.picker.hits[1]],
        "the bar moved on, and so did the question"
    );
    app.keys("esc esc");
    assert_eq!((app.model.overlay, app.model.forwarding.is_none()), (None, true));
    assert!(app.sends().is_empty());
}

fn xml() -> String {
    "@lan:<br/>&lt;?xml version=\"1.0\"?&gt;&lt;msg&gt;&lt;img aeskey=\"9f\" length=\"7\" /&gt;&lt;/msg&gt;"
        .to_owned()
}

#[test]
fn a_picture_goes_by_the_xml_it_came_with() {
    let mut app = App::chatting();
    app.model.history.shelf = weft::app::history::Shelf::Open { uin: 7 };
    let image = Body::Image(Picture::default());
    sent(&mut app, image.clone());
    app.asked.clear();
    app.keys("alt-up f");
    assert_eq!(freight(&app), None);
    let line = app.model.talk().unwrap().lines[0].clone();
    assert!(app.asked.contains(&Effect::Store(StoreCommand::Line(line.seq))));
    app.keys("enter");
    assert!(
        !app.model.forwarding.as_deref().unwrap().asking,
        "not before it is known"
    );
    let mut record = line.record();
    record.raw = Some(Box::new(Raw {
        content: xml().into(),
        ..Raw::default()
    }));
    app.event(Event::Store(StoreEvent::Line {
        seq: line.seq,
        line: Some(Box::new(record)),
    }));
    let Some(Freight::Sends {
        parcel,
        body,
        as_text: false,
    }) = freight(&app)
    else {
        panic!("{:?}", freight(&app));
    };
    assert_eq!(*body, image);
    assert_eq!(
        *parcel,
        Parcel::Forward {
            msg_type: 3,
            app_type: 0,
            content: "<?xml version=\"1.0\"?><msg><img aeskey=\"9f\" length=\"7\" /></msg>".into(),
        }
    );
    app.keys("enter enter");
    assert_eq!(app.sends().len(), 1);
}

#[test]
fn what_is_no_xml_makes_nothing_anew() {
    let image = Body::Image(Picture::default());
    for content in [
        "",
        "@9f3ac0ffee",
        "@lan:<br/>@9f3ac0ffee",
        "&lt;msg&gt;&lt;img aeskey=",
        "<msg></msg>",
    ] {
        let raw = Raw {
            content: content.into(),
            ..Raw::default()
        };
        assert_eq!(Freight::from_raw(&image, &raw), None, "{content}");
    }
}

#[test]
fn its_bytes_are_fetched_copied_and_sent_up_once_for_all() {
    let mut app = App::chatting();
    sent(&mut app, Body::Image(Picture::default()));
    app.keys("alt-up f");
    let source = Source::Image(MsgId(1));
    assert_eq!(
        freight(&app),
        Some(&Freight::Anew(source.clone())),
        "no store in this run"
    );
    app.types(" ");
    app.keys("down");
    app.types(" ");
    let to = app.model.forwarding.as_deref().unwrap().picker.marked.clone();
    assert_eq!(to.len(), 2);
    app.keys("enter enter");
    assert_eq!(told(&app), Some(&Told::GoesAnew));
    let (number, asset) = copied(&app).expect("a copy is asked for first");
    app.asked.clear();
    app.event(Event::Media(MediaEvent::Missing(asset)));
    let fetched = app.asked.iter().any(|effect| {
        matches!(effect, Effect::Net(NetCommand::Download(download))
            if download.asset == asset && download.source == source && download.urgent)
    });
    assert!(fetched, "{:?}", app.asked);
    app.asked.clear();
    let progress = Progress::Done { bytes: 3 };
    app.news(News::Download { asset, progress });
    let (again, _) = copied(&app).expect("once it is here");
    assert!(again > number && app.sends().is_empty());
    let found = vec![Some(attachment())];
    app.event(Event::Media(MediaEvent::Inspected {
        number: again,
        found: found.clone(),
    }));
    assert_eq!(app.model.hint, Some(Hint::Forwarded { count: 2 }));
    for chat in to {
        let last = app.model.conversations.get(chat).unwrap().last_line().unwrap();
        assert!(matches!(last.body, Body::Image(_)), "{:?}", last.body);
    }
    let sent: Vec<_> = app.sends().into_iter().map(|out| out.what).collect();
    assert_eq!(sent, [Parcel::Upload(attachment()), Parcel::Upload(attachment())]);
    app.event(Event::Media(MediaEvent::Inspected { number: again, found }));
    assert!(app.sends().is_empty(), "once");
}

fn told(app: &App) -> Option<&Told> {
    if let Some(Hint::File(told)) = &app.model.hint {
        Some(told)
    } else {
        None
    }
}

/// The last copy that was asked for.
fn copied(app: &App) -> Option<(u64, Asset)> {
    app.asked.iter().rev().find_map(|effect| {
        if let Effect::Media(MediaCommand::Copy { number, asset, .. }) = effect {
            Some((*number, *asset))
        } else {
            None
        }
    })
}

fn attachment() -> Attachment {
    Attachment {
        path: "/outgoing/photo.jpg".into(),
        name: text("photo.jpg"),
        bytes: 3,
        md5: "900150983cd24fb0d6963f7d28e17f72".into(),
        kind: AttachmentKind::Image,
        pixels: None,
        spooled: true,
    }
}

/// A picture of 阿岚's on its way to 老周, with nothing but its bytes to make it of.
fn going() -> (App, Asset) {
    let mut app = App::chatting();
    sent(&mut app, Body::Image(Picture::default()));
    app.keys("alt-up f enter enter");
    let (_, asset) = copied(&app).unwrap();
    app.event(Event::Media(MediaEvent::Missing(asset)));
    (app, asset)
}

#[test]
fn what_cannot_be_had_goes_nowhere_and_that_is_said() {
    let (mut app, asset) = going();
    let progress = Progress::Failed(Fault::Empty);
    app.news(News::Download { asset, progress });
    assert_eq!(told(&app), Some(&Told::NotFetched { why: Fault::Empty }));
    let (mut app, asset) = going();
    app.asked.clear();
    app.news(News::Download {
        asset,
        progress: Progress::Done { bytes: 3 },
    });
    app.event(Event::Media(MediaEvent::Missing(asset)));
    assert_eq!(
        told(&app),
        Some(&Told::NotFetched { why: Fault::Empty }),
        "gone again"
    );
    let (mut app, asset) = going();
    app.news(News::Download {
        asset,
        progress: Progress::Done { bytes: 3 },
    });
    let why = "No space left on device".into();
    app.event(Event::Media(MediaEvent::Failed { asset, why }));
    assert!(
        matches!(told(&app), Some(Told::Failed { .. })),
        "{:?}",
        app.model.hint
    );
    assert!(app.sends().is_empty());
}

#[test]
fn what_is_stopped_on_its_way_here_goes_nowhere_and_its_copy_is_let_go_of() {
    let (mut app, asset) = going();
    app.keys("alt-up x");
    assert_eq!(told(&app), Some(&Told::Stopped));
    assert!(app.asked.contains(&Effect::Net(NetCommand::StopDownload(asset))));
    let (mut app, asset) = going();
    let progress = Progress::Done { bytes: 3 };
    app.news(News::Download { asset, progress });
    let (number, _) = copied(&app).unwrap();
    // Whoever said it takes it back meanwhile.
    app.synced(vec![Item::Recall {
        id: MsgId(2),
        chat: "@lan".into(),
        target: Some(MsgId(1)),
        notice: text("recalled"),
    }]);
    app.asked.clear();
    app.event(Event::Media(MediaEvent::Inspected {
        number,
        found: vec![Some(attachment())],
    }));
    let file = "/outgoing/photo.jpg".into();
    assert_eq!(app.asked, [Effect::Media(MediaCommand::Discard { file })]);
}

#[test]
fn a_second_forward_of_what_is_on_its_way_goes_along_with_the_first() {
    let (mut app, asset) = going();
    app.keys("alt-up f down enter enter");
    let progress = Progress::Done { bytes: 3 };
    app.news(News::Download { asset, progress });
    let (number, _) = copied(&app).unwrap();
    app.event(Event::Media(MediaEvent::Inspected {
        number,
        found: vec![Some(attachment())],
    }));
    assert_eq!(app.model.hint, Some(Hint::Forwarded { count: 2 }));
}

#[test]
fn each_kind_goes_as_what_the_web_protocol_can_say() {
    let sticker = Sticker {
        md5: "e683".into(),
        ..Sticker::default()
    };
    let link = Link {
        title: text("春天"),
        url: text("https://mp.weixin.qq.com/s?a=1"),
        ..Link::default()
    };
    let place = Place {
        name: text("人民广场 <\"东\">"),
        address: text("黄浦区"),
        latitude: "31.23".into(),
        longitude: "121.47".into(),
        ..Place::default()
    };
    let quote = Quote {
        reply: text("七点"),
        name: text("阿岚"),
        quoted: text("几点"),
        of: None,
    };
    let sends = |body: Body| match Freight::of(&body) {
        Some(Freight::Sends { parcel, as_text, .. }) => (parcel, as_text),
        other => panic!("{other:?}"),
    };
    let md5 = "e683".into();
    assert_eq!(
        sends(Body::Sticker(Box::new(sticker))),
        (Parcel::Sticker { md5 }, false)
    );
    let words = "春天\nhttps://mp.weixin.qq.com/s?a=1".to_owned();
    assert_eq!(sends(Body::Link(Box::new(link))), (Parcel::Text(words), true));
    let words = "「阿岚：几点」\n- - - - - - - - - - - - - - -\n七点".to_owned();
    assert_eq!(sends(Body::Quote(Box::new(quote))), (Parcel::Text(words), false));
    let (
        Parcel::Forward {
            msg_type: 48,
            content,
            ..
        },
        false,
    ) = sends(Body::Location(Box::new(place)))
    else {
        panic!("no place");
    };
    assert!(
        content.contains("x=\"31.23\"") && content.contains("&lt;&quot;东&quot;&gt;"),
        "{content}"
    );
    assert_eq!(Freight::of(&Body::Video(Clip::default())), None);
    assert_eq!(Freight::of(&Body::Call), Some(Freight::None(Lack::OnPhone)));
    assert_eq!(
        Freight::of(&Body::Sticker(Box::default())),
        Some(Freight::None(Lack::OnPhone)),
        "of the store"
    );
}

#[test]
fn a_notice_is_not_forwarded() {
    let mut app = App::chatting();
    let mut item = says(1, "@lan", "");
    if let Item::Message(message) = &mut item {
        (message.author, message.body) = (Author::Service, Body::Notice(text("…")));
    }
    app.synced(vec![item]);
    app.open("@lan");
    app.keys("alt-up f");
    assert_eq!(app.model.hint, Some(Hint::NotForwardable));
}

#[test]
fn what_the_store_was_asked_is_not_waited_for_once_it_is_gone() {
    let mut app = App::chatting();
    app.model.history.shelf = weft::app::history::Shelf::Open { uin: 7 };
    sent(&mut app, Body::File(File::default()));
    app.keys("alt-up f");
    assert_eq!(freight(&app), None, "the store is asked");
    app.event(Event::StoreGone);
    assert_eq!(freight(&app), Some(&Freight::None(Lack::NotKept)));
    app.keys("esc alt-up i");
    assert!(!app.model.details.as_deref().unwrap().waiting, "nobody to ask");
}

#[test]
fn details_that_the_store_was_asked_for_are_not_waited_for_once_it_is_gone() {
    let mut app = chosen();
    app.model.history.shelf = weft::app::history::Shelf::Open { uin: 7 };
    app.keys("i");
    assert!(app.model.details.as_deref().unwrap().waiting);
    app.event(Event::StoreGone);
    assert!(!app.model.details.as_deref().unwrap().waiting);
}
