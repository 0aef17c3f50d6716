//! Remark, pin, friend requests and groups, as the reducer decides about them.

use super::*;
use weft::app::files::Told;
use weft::app::manage::asked::{Said, What};
use weft::app::manage::requests::{Stage, stage};
use weft::app::model::{Hint, Overlay};
use weft::domain::message::{File, Request};
use weft::port::{Ending, Errand, ErrandId, Failure};

fn errands(app: &mut App) -> Vec<(ErrandId, Errand)> {
    let all = app.net().into_iter();
    let errand = |command| {
        if let NetCommand::Do { errand, what } = command {
            Some((errand, what))
        } else {
            None
        }
    };
    all.filter_map(errand).collect()
}

fn refused(errand: ErrandId) -> News {
    News::NotDone {
        errand,
        why: Failure::Refused(1),
        words: SafeText::line("不行"),
    }
}

fn remark_of(app: &App, name: &str) -> String {
    let peer = app.model.directory.peer(app.id(name)).unwrap();
    peer.contact.remark_name.as_str().to_owned()
}

fn says(app: &App) -> Option<&Said> {
    if let Some(Hint::Managed(said)) = &app.model.hint {
        Some(said)
    } else {
        None
    }
}

/// Opens somebody's page.
fn page(app: &mut App, name: &str) {
    app.open(name);
    app.keys("alt-i");
}

#[test]
fn a_remark_is_there_at_once_and_goes_again_if_it_is_refused() {
    let mut app = App::chatting();
    page(&mut app, "@lan");
    app.keys("r");
    app.types("岚岚");
    app.keys("enter");
    assert_eq!(remark_of(&app, "@lan"), "岚岚");
    let asked = errands(&mut app);
    let [(errand, Errand::SetRemark { user, remark })] = asked.as_slice() else {
        panic!("one remark, not {asked:?}")
    };
    assert_eq!((user.as_str(), remark.as_str()), ("@lan", "岚岚"));
    app.news(refused(*errand));
    assert_eq!(remark_of(&app, "@lan"), "");
    let Some(Said::Refused { what, words, .. }) = says(&app) else {
        panic!("the reason is told, not {:?}", app.model.hint)
    };
    assert_eq!((*what, words.as_str()), (What::Remark, "不行"));
}

#[test]
fn of_two_remarks_the_one_that_is_taken_holds_whichever_is_refused() {
    for (first, second, holds) in [(true, true, ""), (true, false, "二"), (false, true, "一")] {
        let mut app = App::chatting();
        page(&mut app, "@lan");
        for words in ["一", "二"] {
            app.keys("r ctrl-u");
            app.types(words);
            app.keys("enter");
        }
        let asked = errands(&mut app);
        for ((errand, _), no) in asked.into_iter().zip([first, second]) {
            app.news(if no { refused(errand) } else { News::Done(errand) });
        }
        assert_eq!(remark_of(&app, "@lan"), holds, "refused: {first} {second}");
    }
}

#[test]
fn a_remark_is_taken_off_after_a_question() {
    let mut app = App::chatting();
    let mut lan = friend("@lan", "阿岚");
    lan.remark_name = SafeText::line("岚岚");
    app.changed(vec![lan]);
    page(&mut app, "@lan");
    app.keys("r ctrl-u enter");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmDeed));
    assert_eq!(remark_of(&app, "@lan"), "岚岚");
    app.keys("esc");
    assert_eq!(remark_of(&app, "@lan"), "岚岚", "back, and nothing is done");
    app.keys("r ctrl-u enter enter");
    assert_eq!(remark_of(&app, "@lan"), "");
    assert!(matches!(&*errands(&mut app), [(_, Errand::SetRemark { remark, .. })] if remark.is_empty()));
    app.keys("r enter");
    assert_eq!(errands(&mut app), [], "the same name is no errand");
}

#[test]
fn a_pin_carries_the_remark_and_moves_the_chat() {
    let mut app = App::chatting();
    let mut zhou = friend("@zhou", "老周");
    zhou.remark_name = SafeText::line("周队");
    app.changed(vec![zhou]);
    page(&mut app, "@zhou");
    app.keys("p");
    assert_eq!(app.order()[0], "@zhou");
    let asked = errands(&mut app);
    let [(errand, Errand::Pin { on: true, remark, .. })] = asked.as_slice() else {
        panic!("one pin, not {asked:?}")
    };
    assert_eq!(remark.as_str(), "周队");
    app.news(refused(*errand));
    assert!(!app.model.directory.peer(app.id("@zhou")).unwrap().flags().pinned);
}

#[test]
fn what_nobody_will_answer_is_taken_back() {
    let ends = |app: &mut App| drop(app.news(News::Ended(Ending::LoggedOut)));
    let gone = |app: &mut App| drop(app.event(Event::NetGone));
    for end in [&ends as &dyn Fn(&mut App), &gone] {
        let mut app = App::chatting();
        page(&mut app, "@lan");
        app.keys("p r");
        app.types("岚岚");
        app.keys("enter");
        end(&mut app);
        let peer = app.model.directory.peer(app.id("@lan")).unwrap();
        assert!(!peer.flags().pinned && peer.contact.remark_name.is_empty());
        app.keys("p");
        assert_eq!(errands(&mut app).len(), 2, "and nothing more is asked");
    }
}

fn request(user: &str, ticket: &str) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(77),
        chat: "fmessage".into(),
        author: Author::Peer,
        at: Timestamp(WALL),
        body: Body::FriendRequest(Box::new(Request {
            name: SafeText::line("小林"),
            greeting: SafeText::line("你好"),
            user_name: user.into(),
            ticket: ticket.into(),
            scene: 14,
            ..Request::default()
        })),
    })
}

/// A request has come, and is chosen.
fn requested() -> App {
    let mut app = App::chatting();
    app.synced(vec![request("@lin", "v2_1@stranger")]);
    app.open("fmessage");
    app.keys("alt-up");
    app.net();
    app
}

#[test]
fn a_request_is_accepted_once_and_says_so() {
    let mut app = requested();
    app.keys("a a");
    let asked = errands(&mut app);
    let [(errand, Errand::AcceptFriend { user, ticket })] = asked.as_slice() else {
        panic!("one yes, not {asked:?}")
    };
    assert_eq!((user.as_str(), ticket.expose()), ("@lin", "v2_1@stranger"));
    app.news(News::Done(*errand));
    let line = &app.model.talk().unwrap().lines[0];
    assert!(matches!(&line.body, Body::FriendRequest(request) if request.accepted));
    let lin = app.model.directory.peer(app.id("@lin")).unwrap();
    assert_eq!(lin.contact.kind, ContactKind::Friend);
    app.keys("a");
    assert_eq!(says(&app), Some(&Said::AlreadyAccepted));
    app.keys("alt-i enter");
    assert_eq!(
        app.model.chats.open,
        Some(app.id("@lin")),
        "from the page to the chat"
    );
}

#[test]
fn a_refused_request_can_be_tried_again() {
    let mut app = requested();
    app.keys("alt-i a");
    let (errand, _) = errands(&mut app)[0].clone();
    app.news(refused(errand));
    assert!(matches!(
        says(&app),
        Some(Said::Refused {
            what: What::Accept,
            ..
        })
    ));
    app.keys("enter");
    assert_eq!(errands(&mut app).len(), 1);
}

#[test]
fn a_request_of_an_earlier_login_is_for_the_phone() {
    let mut app = requested();
    app.epoch += 1;
    app.welcome(vec![friend("@lan2", "阿岚")]);
    app.keys("a");
    assert_eq!(errands(&mut app), []);
    assert_eq!(says(&app), Some(&Said::RequestOld));
    let mut app = App::chatting();
    app.synced(vec![request("@lin", "")]);
    app.open("fmessage");
    app.keys("alt-up a");
    assert_eq!(
        says(&app),
        Some(&Said::RequestOld),
        "without a ticket there is no yes"
    );
}

#[test]
fn on_any_other_message_the_letter_says_that_there_is_no_request() {
    let mut app = App::chatting();
    app.synced(vec![text("@lan", 5, "在")]);
    app.open("@lan");
    app.keys("alt-up a");
    assert_eq!(app.draft(), "");
    assert_eq!(app.model.hint, Some(Hint::File(Told::Nothing)));
}

fn text(chat: &str, id: u64, words: &str) -> Item {
    body(chat, id, Body::Text(SafeText::new(words)))
}

fn body(chat: &str, id: u64, body: Body) -> Item {
    Item::Message(Message {
        raw: Box::default(),
        id: MsgId(id),
        chat: chat.into(),
        author: Author::Peer,
        at: Timestamp(WALL + i64::try_from(id).unwrap()),
        body,
    })
}

#[test]
fn groups_are_left_alone_unless_the_person_wants_to_try() {
    let mut app = App::chatting();
    page(&mut app, "@@hike");
    for key in ["a", "x", "n", "e", "esc alt-g"] {
        app.keys(key);
        assert_eq!(says(&app), Some(&Said::GroupsOff), "{key}");
    }
    assert_eq!(errands(&mut app), []);
    page(&mut app, "@lan");
    app.model.settings.group_actions = true;
    app.keys("e");
    assert_eq!(says(&app), Some(&Said::NotHere));
}

#[test]
fn only_the_owner_removes() {
    let mut app = App::chatting();
    app.model.settings.group_actions = true;
    let mut hike = group("@@hike", "周末爬山", &[("@me", "我"), ("@lan", "阿岚")]);
    hike.group.as_mut().unwrap().owned_by_me = Some(false);
    app.changed(vec![hike]);
    page(&mut app, "@@hike");
    app.keys("x");
    assert_eq!(says(&app), Some(&Said::NotOwner));
}

#[test]
fn from_forty_on_people_are_invited() {
    for (members, invited) in [(38, false), (39, true)] {
        let mut app = App::chatting();
        app.model.settings.group_actions = true;
        let names: Vec<String> = (1..members).map(|n| format!("@m{n}")).collect();
        let mut all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "某")).collect();
        all.push(("@me", "我"));
        app.changed(vec![group("@@hike", "周末爬山", &all)]);
        page(&mut app, "@@hike");
        app.keys("a enter enter");
        let asked = errands(&mut app);
        assert_eq!(
            matches!(&*asked, [(_, Errand::InviteMembers { .. })]),
            invited,
            "{members} and one: {asked:?}"
        );
        let before = app
            .model
            .directory
            .peer(app.id("@@hike"))
            .unwrap()
            .members()
            .count();
        app.news(News::Done(asked[0].0));
        let after = app
            .model
            .directory
            .peer(app.id("@@hike"))
            .unwrap()
            .members()
            .count();
        assert_eq!(
            after - before,
            usize::from(!invited),
            "whoever is invited has yet to say yes"
        );
    }
}

#[test]
fn members_are_found_by_card_name_and_lead_to_their_page() {
    let mut app = App::chatting();
    let mut hike = group(
        "@@hike",
        "周末爬山",
        &[("@me", "我"), ("@lan", "阿岚"), ("@wu", "小吴")],
    );
    hike.group.as_mut().unwrap().members[2].card_name = SafeText::line("领队");
    app.changed(vec![hike]);
    page(&mut app, "@@hike");
    app.keys("/");
    assert_eq!(app.model.manage.roster.picker.hits.len(), 3);
    app.types("领");
    assert_eq!(app.model.manage.roster.picker.hits, [UserName::from("@wu")]);
    app.keys("enter");
    let wu = app.id("@wu");
    assert_eq!(app.model.overlay, Some(Overlay::Contact { peer: wu, top: 0 }));
    app.keys("esc esc");
    let hike = app.id("@@hike");
    assert_eq!(
        app.model.overlay,
        Some(Overlay::Contact { peer: hike, top: 0 }),
        "back on the page"
    );
}

#[test]
fn what_was_shared_is_listed_and_leads_to_its_line() {
    let mut app = App::chatting();
    let file = |name: &str| {
        Body::File(File {
            name: SafeText::line(name),
            bytes: None,
        })
    };
    app.synced(vec![
        body("@lan", 5, file("一.pdf")),
        text("@lan", 6, "看看"),
        body("@lan", 7, file("二.pdf")),
        body("@zhou", 8, file("三.pdf")),
    ]);
    page(&mut app, "@lan");
    app.keys("m");
    let names: Vec<String> = app
        .model
        .manage
        .shared
        .hits
        .iter()
        .map(|hit| hit.body.said().into_owned())
        .collect();
    assert_eq!(names, ["二.pdf", "一.pdf"], "newest first");
    app.keys("down enter");
    assert_eq!(app.model.overlay, None, "a file is opened where it was said");
    let talk = app.model.talk().unwrap();
    assert_eq!(
        talk.selected
            .map(|at| talk.lines[at].body.said().into_owned())
            .as_deref(),
        Some("一.pdf")
    );
    page(&mut app, "@@hike");
    app.keys("m enter");
    assert_eq!(says(&app), Some(&Said::NothingShared));
}

#[test]
fn the_key_table_leads_back_to_what_it_covered() {
    let mut app = App::chatting();
    let mut lan = friend("@lan", "阿岚");
    lan.remark_name = SafeText::line("岚岚");
    app.changed(vec![lan]);
    page(&mut app, "@lan");
    app.keys("r ctrl-u enter f1 down f1 esc");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmDeed));
    app.keys("esc");
    assert_eq!(app.model.overlay, Some(Overlay::Naming), "as it was typed");
    app.keys("esc");
    let peer = app.id("@lan");
    assert_eq!(app.model.overlay, Some(Overlay::Contact { peer, top: 0 }));
}

#[test]
fn a_question_that_something_else_covered_leads_nowhere_later() {
    let mut app = App::chatting();
    page(&mut app, "@lan");
    app.keys("r");
    app.types("岚岚");
    app.keys("enter r ctrl-u enter");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmDeed));
    app.news(News::Ended(Ending::LoggedOut));
    app.keys("f5 esc");
    assert_eq!(app.model.overlay, Some(Overlay::ConfirmDeed), "as it was left");
    app.keys("esc esc esc");
    page(&mut app, "@zhou");
    app.keys("m esc");
    let peer = app.id("@zhou");
    assert_eq!(app.model.overlay, Some(Overlay::Contact { peer, top: 0 }));
}

#[test]
fn whoever_is_a_friend_by_now_was_accepted_wherever_that_is_told() {
    let mut app = requested();
    app.changed(vec![friend("@lin", "小林")]);
    let line = &app.model.talk().unwrap().lines[0];
    let Body::FriendRequest(request) = &line.body else {
        panic!("{line:?}")
    };
    assert_eq!(stage(&app.model, request), Stage::Accepted);
    app.keys("a");
    assert_eq!(says(&app), Some(&Said::AlreadyAccepted));
    assert_eq!(errands(&mut app), []);
}

#[test]
fn in_a_group_that_was_left_nothing_is_offered_that_cannot_work() {
    let mut app = App::chatting();
    app.model.settings.group_actions = true;
    page(&mut app, "@@hike");
    app.keys("e enter");
    let (errand, _) = errands(&mut app)[0].clone();
    app.news(News::Done(errand));
    app.keys("alt-i");
    for key in ["r", "p", "u", "a", "x", "n", "e"] {
        app.keys(key);
        assert_eq!(app.model.hint, Some(Hint::LeftGroup), "{key}");
        let peer = app.id("@@hike");
        assert_eq!(app.model.overlay, Some(Overlay::Contact { peer, top: 0 }));
    }
    app.keys("esc");
    app.types("再见");
    app.keys("enter");
    assert_eq!(app.model.hint, Some(Hint::LeftGroup));
    assert_eq!(app.draft(), "再见", "and nothing is lost");
    assert_eq!(app.sends(), []);
}
