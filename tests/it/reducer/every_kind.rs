//! Every key of a chosen message on every kind of message: none is pressed in vain without a word.

use weft::app::action::Action;
use weft::app::files::Told;
use weft::app::keymap::{Context, bindings, context};
use weft::app::model::Hint;
use weft::domain::message::{
    Author, Body, Card, Clip, File, Link, Picture, Place, Quote, Recalled, Record, Request, Said, Sticker,
    Transfer,
};

use super::*;
use crate::store::strategies::ON_PHONE;

/// One of each kind, and of what is told of it too little.
fn kinds() -> Vec<Body> {
    let mut kinds = vec![
        Body::Text(text("在吗")),
        Body::Text(text("看 https://example.com/")),
        Body::Quote(Box::new(Quote {
            reply: text("好"),
            name: text("阿岚"),
            quoted: text("走吗"),
            of: None,
        })),
        Body::Image(Picture::default()),
        Body::Sticker(Box::default()),
        Body::Sticker(Box::new(Sticker {
            store: true,
            ..Sticker::default()
        })),
        Body::Voice { millis: 3000 },
        Body::Video(Clip::default()),
        Body::File(File {
            name: text("一.pdf"),
            bytes: Some(9),
        }),
    ];
    kinds.extend(pages());
    kinds.extend(ON_PHONE.map(|what| Body::OnPhone {
        what,
        title: SafeText::default(),
    }));
    kinds
}

/// What leads elsewhere, is folded up, or is not for here.
fn pages() -> Vec<Body> {
    let link = || {
        Box::new(Link {
            title: text("题"),
            url: text("https://example.com/"),
            ..Link::default()
        })
    };
    let place = Place {
        name: text("九溪"),
        url: text("https://example.com/map"),
        ..Place::default()
    };
    let said = Said {
        name: text("宁宁"),
        at: SafeText::default(),
        body: Body::Text(text("早")),
    };
    vec![
        Body::Location(Box::new(place.clone())),
        Body::Location(Box::new(Place {
            live: true,
            url: SafeText::default(),
            ..place
        })),
        Body::Card(Box::<Card>::default()),
        Body::FriendRequest(Box::<Request>::default()),
        Body::Link(link()),
        Body::Link(Box::default()),
        Body::Articles(vec![*link()]),
        Body::MiniProgram(link()),
        Body::MiniProgram(Box::default()),
        Body::Music(link()),
        Body::ChatHistory(Box::new(Record {
            title: text("聊天记录"),
            items: vec![said],
            ..Record::default()
        })),
        Body::ChatHistory(Box::default()),
        Body::Transfer(Box::<Transfer>::default()),
        Body::RedPacket {
            title: text("恭喜发财"),
        },
        Body::Call,
        Body::Announcement(text("周六集合")),
        Body::Notice(text("小吴加入了群聊")),
        Body::Recalled(Recalled {
            notice: text("对方撤回了一条消息"),
            was: None,
        }),
        Body::Unsupported {
            msg_type: 9999,
            app_type: 0,
            title: SafeText::default(),
        },
    ]
}

/// A message of this kind has come, or was sent from the phone, and is chosen.
fn chosen(body: Body, author: Author) -> App {
    let mut app = App::chatting();
    app.synced(vec![
        says(5, "@lan", "走吗"),
        Item::Message(Message {
            raw: Box::default(),
            id: MsgId(6),
            chat: "@lan".into(),
            author,
            at: Timestamp(WALL + 6),
            body,
        }),
    ]);
    app.open("@lan");
    app.keys("alt-up");
    app.asked.clear();
    app
}

/// What only moves about ends somewhere, and is seen to.
fn only_moves(action: Action) -> bool {
    matches!(
        action,
        Action::SelectUp | Action::SelectDown | Action::ScrollPageUp | Action::ScrollPageDown
    )
}

#[test]
fn no_key_is_silent_on_any_kind() {
    for author in [Author::Peer, Author::Me] {
        for body in kinds() {
            let before = chosen(body.clone(), author.clone());
            assert_eq!(context(&before.model), Context::Message, "{body:?}");
            let pressed = bindings()
                .filter(|binding| binding.context == Context::Message && !only_moves(binding.action))
                .flat_map(|binding| binding.keys);
            for key in pressed {
                let mut app = chosen(body.clone(), author.clone());
                let step = app.event(Event::Key(*key));
                let told = app.model.hint.is_some() || app.model.overlay.is_some();
                let draft = app.draft() != before.draft();
                let jumped = app.model.talk().unwrap().selected != before.model.talk().unwrap().selected;
                assert!(
                    told || draft || jumped || !step.effects.is_empty(),
                    "{key:?} on {body:?} by {author:?} says nothing"
                );
            }
        }
    }
}

#[test]
fn what_only_the_phone_can_open_says_so() {
    for body in kinds() {
        let for_phone = matches!(
            body,
            Body::Transfer(_)
                | Body::RedPacket { .. }
                | Body::Call
                | Body::OnPhone { .. }
                | Body::Card(_)
                | Body::Unsupported { .. }
        );
        if for_phone {
            for key in ["enter", "o"] {
                let mut app = chosen(body.clone(), Author::Peer);
                app.keys(key);
                assert_eq!(
                    app.model.hint,
                    Some(Hint::File(Told::OnPhone)),
                    "{key} on {body:?}"
                );
            }
        }
    }
}
