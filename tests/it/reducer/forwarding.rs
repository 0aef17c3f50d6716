//! A message goes on to others.

use weft::app::Event;
use weft::app::forwarding::{Freight, Lack};
use weft::app::model::{Hint, Overlay};
use weft::domain::message::{Author, Body, Clip, Link, Picture, Place, Quote, Raw, Sticker};
use weft::port::Parcel;
use weft::port::store::{StoreCommand, StoreEvent};

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
    let mut item = says(1, "@lan", "");
    if let weft::domain::message::Item::Message(message) = &mut item {
        message.body = image.clone();
    }
    app.synced(vec![item]);
    app.open("@lan");
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
fn what_has_no_xml_is_said_to_need_an_upload() {
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
        assert_eq!(
            Freight::from_raw(&image, &raw),
            Freight::None(Lack::Upload),
            "{content}"
        );
    }
    let mut app = App::chatting();
    let mut item = says(1, "@lan", "");
    if let weft::domain::message::Item::Message(message) = &mut item {
        message.body = image;
    }
    app.synced(vec![item]);
    app.open("@lan");
    app.keys("alt-up f");
    assert_eq!(
        freight(&app),
        Some(&Freight::None(Lack::NotKept)),
        "no store in this run"
    );
    app.keys("enter enter");
    assert!(app.sends().is_empty());
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
    if let weft::domain::message::Item::Message(message) = &mut item {
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
    let mut item = says(1, "@lan", "");
    if let weft::domain::message::Item::Message(message) = &mut item {
        message.body = Body::Image(Picture::default());
    }
    app.synced(vec![item]);
    app.open("@lan");
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
