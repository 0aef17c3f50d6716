//! Every key of a chosen message on every kind of message: none is pressed in vain without a word.

use weft::app::action::{Action, Deed};
use weft::app::files::Told;
use weft::app::keymap::{Context, bindings, context, most_wanted};
use weft::app::manage::ContactAction;
use weft::app::model::Hint;
use weft::domain::message::{
    Author, Body, By, Card, Clip, File, Link, Picture, Place, Quote, Recalled, Record, Request, Said,
    Sticker, Transfer,
};
use weft::port::media::{Asset, Fault, MediaEvent, Part, Progress};

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
            by: By::told(text("对方撤回了一条消息")),
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

/// Said by what there is nothing to do for.
fn refuses(hint: &Hint) -> bool {
    matches!(
        hint,
        Hint::NotQuotable
            | Hint::NotForwardable
            | Hint::NotRecallable
            | Hint::NoPicture
            | Hint::PicturesOff
            | Hint::NoFailedMessage
            | Hint::NothingIn(_)
            | Hint::File(
                Told::Nothing | Told::OnPhone | Told::NoLinks | Told::NoWords | Told::NotKept | Told::Unsent
            )
    )
}

/// Of those that lead to the same page one is enough in the bar, and forwarding tells in its own panel that it cannot.
fn leads_there_too(action: Action) -> bool {
    matches!(
        action,
        Action::Deed(Deed::Enter | Deed::Open | Deed::Links) | Action::Forward | Action::Manage(_)
    )
}

#[test]
fn the_bar_offers_what_does_something_for_this_message_and_nothing_else() {
    for author in [Author::Peer, Author::Me] {
        for body in kinds() {
            let before = chosen(body.clone(), author.clone());
            let offered: Vec<Action> = most_wanted(&before.model).to_vec();
            assert!(offered.contains(&Action::Back) && offered.contains(&Action::Help));
            let about = bindings()
                .filter(|binding| binding.context == Context::Message && !only_moves(binding.action));
            for binding in about {
                let mut app = chosen(body.clone(), author.clone());
                app.event(Event::Key(binding.keys[0]));
                let refused = app.model.hint.as_ref().is_some_and(refuses);
                let action = binding.action;
                if offered.contains(&action) {
                    assert!(!refused, "{action:?} is offered on {body:?}");
                } else if !leads_there_too(action) {
                    assert!(refused, "{action:?} is not offered on {body:?} by {author:?}");
                }
            }
        }
    }
}

#[test]
fn what_the_message_is_for_stands_first() {
    let first = |body: Body| most_wanted(&chosen(body, Author::Peer).model)[0];
    let request = Request {
        name: text("小林"),
        user_name: "@lin".into(),
        ticket: "v2_ticket".into(),
        ..Request::default()
    };
    let told = [
        (
            Body::FriendRequest(Box::new(request)),
            Action::Manage(ContactAction::Accept),
        ),
        (
            Body::Text(text("看 https://example.com/")),
            Action::Deed(Deed::Links),
        ),
        (Body::Articles(vec![Link::default()]), Action::LookInto),
        (Body::Voice { millis: 3000 }, Action::Deed(Deed::Open)),
        (Body::Text(text("在吗")), Action::Quote),
        (Body::Notice(text("小吴加入了群聊")), Action::Deed(Deed::Copy)),
    ];
    for (body, action) in told {
        assert_eq!(first(body.clone()), action, "{body:?}");
    }
    let mut app = chosen(Body::Voice { millis: 3000 }, Author::Peer);
    app.keys("o");
    let asset = Asset::Of {
        message: MsgId(6),
        part: Part::Whole,
    };
    app.event(Event::Media(MediaEvent::Missing(asset)));
    assert_eq!(most_wanted(&app.model)[0], Action::Deed(Deed::Stop), "it moves");
    app.news(News::Download {
        asset,
        progress: Progress::Failed(Fault::Empty),
    });
    assert_eq!(most_wanted(&app.model)[0], Action::Resend, "it failed");
    app.keys("esc");
    app.asked.clear();
    app.keys("alt-r");
    let asked = |effect: &Effect| matches!(effect, Effect::Media(_));
    assert!(
        app.asked.iter().any(asked),
        "what failed last, with nothing chosen"
    );
}

#[test]
fn an_own_message_that_failed_offers_what_helps_it() {
    let mut app = App::chatting();
    app.open("@lan");
    app.types("在吗");
    app.keys("enter");
    let local = app.model.last_local;
    app.news(News::Sending(local));
    app.keys("alt-up");
    let offered = |app: &App| most_wanted(&app.model).to_vec();
    assert!(!offered(&app).contains(&Action::DropFailed));
    app.news(News::NotSent {
        local,
        why: weft::port::Failure::NotAllowed,
    });
    assert_eq!(offered(&app)[0], Action::Resend);
    assert!(offered(&app).contains(&Action::EditFailed));
    assert!(offered(&app).contains(&Action::DropFailed));
    assert!(
        !offered(&app).contains(&Action::MarkSent),
        "it is known that it did not"
    );
}
