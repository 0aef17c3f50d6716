//! From one account to another: at once, with every word, and with no word of the one in the other.

use proptest::collection::vec;
use proptest::prelude::*;
use weft::app::history::Shelf;
use weft::app::login::Stage;
use weft::app::model::{Hint, Overlay};
use weft::app::step::Effect;
use weft::app::{Event, start, takes_news};
use weft::domain::secret::Secret;
use weft::port::store::{Account, Refusal, StoreCommand, StoreEvent, Which};
use weft::port::{Failure, Keepsake, NetCommand, News, Welcome};

use super::lasting::{again, chatting, serve, told};
use super::{App, friend, says};
use crate::room::Room;

fn keepsake(of: &str) -> Keepsake {
    Keepsake(Secret::new(of))
}

/// Another account logs in.
fn log_in(app: &mut App, room: &mut Room, uin: i64, me: &str) {
    app.epoch += 1;
    app.news(News::Welcome(Box::new(Welcome {
        same: false,
        uin,
        me: friend("@me", me),
        recent: vec![friend("@bert", "Bert")],
        order: Vec::new(),
    })));
    serve(app, room);
    app.news(News::BookProgress {
        contacts: 1,
        complete: true,
    });
    serve(app, room);
}

/// Accounts 7 and 8 are kept, each with a session; 8 is in use.
fn two() -> (App, Room) {
    let (mut app, mut room) = chatting();
    app.news(News::Keepsake(keepsake("seven")));
    app.synced(vec![says(1, "@lan", "for seven")]);
    app.open("@lan");
    app.types("half");
    serve(&mut app, &mut room);
    log_in(&mut app, &mut room, 8, "八");
    app.news(News::Keepsake(keepsake("eight")));
    serve(&mut app, &mut room);
    app.asked.clear();
    (app, room)
}

fn left(app: &mut App) {
    app.epoch += 1;
    app.news(News::Left);
}

/// The list is on screen, with the bar on the account of this place.
fn list(app: &mut App, room: &mut Room, nth: usize) {
    app.keys("f4");
    serve(app, room);
    app.keys("home");
    for _ in 0..nth {
        app.keys("down");
    }
}

#[test]
fn the_list_tells_every_account_and_where_one_is() {
    let (mut app, mut room) = two();
    app.keys("f4");
    assert_eq!(app.model.overlay, Some(Overlay::Accounts));
    serve(&mut app, &mut room);
    let names: Vec<(i64, &str, bool)> = app
        .model
        .accounts
        .list
        .iter()
        .map(|listed| (listed.account.uin, &*listed.account.name, listed.session))
        .collect();
    assert_eq!(names, [(7, "我", true), (8, "八", true)]);
    assert_eq!(app.model.accounts.selected, 1, "the one in use");
    app.keys("down down up up up");
    assert_eq!(app.model.accounts.selected, 0);
    app.keys("end");
    assert_eq!(app.model.accounts.selected, 2, "a new one");
    app.keys("esc");
    assert_eq!((app.model.overlay, app.net()), (None, Vec::new()));
    list(&mut app, &mut room, 1);
    app.keys("enter");
    assert_eq!(
        (app.model.overlay, app.net()),
        (None, Vec::new()),
        "it is the one in use"
    );
}

#[test]
fn another_account_is_there_at_once_with_what_was_typed_and_goes_on_without_a_scan() {
    let (mut app, mut room) = two();
    app.open("@bert");
    app.types("to bert");
    list(&mut app, &mut room, 0);
    app.keys("enter");
    assert_eq!(app.net(), [NetCommand::Leave], "and no logout");
    assert!(
        app.model.is_live(),
        "until the session is left nothing else is opened"
    );
    app.synced(vec![says(2, "@bert", "still for eight")]);
    left(&mut app);
    assert!(!takes_news(&app.model), "between two accounts");
    serve(&mut app, &mut room);
    assert_eq!(app.model.history.shelf, Shelf::Open { uin: 7 });
    assert_eq!(app.net().last(), Some(&NetCommand::Resume(keepsake("seven"))));
    assert_eq!(app.said("@lan"), ["for seven"]);
    assert!(app.model.chats.get(app.id("@lan")).unwrap().has_draft);
    assert!(app.model.directory.id_of(&"@bert".into()).is_none());

    list(&mut app, &mut room, 1);
    app.keys("enter");
    left(&mut app);
    serve(&mut app, &mut room);
    app.open("@bert");
    assert_eq!(app.said("@bert"), ["still for eight"]);
    assert_eq!(app.draft(), "to bert");
}

#[test]
fn a_new_account_begins_with_a_code_and_leads_back() {
    let (mut app, mut room) = two();
    list(&mut app, &mut room, 2);
    app.keys("enter");
    left(&mut app);
    serve(&mut app, &mut room);
    assert_eq!(app.model.history.shelf, Shelf::Empty);
    assert_eq!(app.net(), [NetCommand::Leave, NetCommand::Login]);
    assert!(app.model.shows_login());
    list(&mut app, &mut room, 1);
    app.keys("enter");
    left(&mut app);
    serve(&mut app, &mut room);
    assert_eq!(
        app.net(),
        [NetCommand::Leave, NetCommand::Resume(keepsake("eight"))]
    );
}

#[test]
fn an_account_that_cannot_be_opened_leads_back_to_the_one_that_was_left() {
    let (mut app, mut room) = two();
    list(&mut app, &mut room, 0);
    app.keys("enter");
    left(&mut app);
    let locked = Refusal::Locked { pid: Some(99) };
    told(&mut app);
    app.event(Event::Store(StoreEvent::Refused(locked.clone())));
    assert_eq!(app.model.hint, Some(Hint::NotOpened(locked)));
    assert_eq!(told(&mut app), [StoreCommand::Open(Which::Uin(8))]);
    let opened = room.perform(StoreCommand::Open(Which::Uin(8)));
    app.event(Event::Store(opened.into_iter().next().unwrap()));
    assert_eq!(
        app.net(),
        [NetCommand::Leave, NetCommand::Resume(keepsake("eight"))]
    );
    assert!(!app.asked.contains(&Effect::Quit));
}

#[test]
fn where_several_are_kept_and_none_was_used_last_the_person_chooses() {
    let (_, mut room) = two();
    for chosen in ["down enter", "esc", "end enter"] {
        room.crash();
        let mut app = App::started();
        app.model = app.model.keeping(Which::New);
        app.asked = start(&mut app.model).effects;
        serve(&mut app, &mut room);
        assert_eq!(app.model.overlay, Some(Overlay::Accounts));
        assert_eq!(app.net(), [], "nothing begins before");
        app.keys(chosen);
        serve(&mut app, &mut room);
        let begins = if chosen == "down enter" {
            NetCommand::Resume(keepsake("eight"))
        } else {
            NetCommand::Login
        };
        assert_eq!(app.net(), [begins], "{chosen}");
    }
}

#[test]
fn one_account_is_no_choice() {
    let (_, mut room) = chatting();
    room.crash();
    let mut app = App::started();
    app.model = app.model.keeping(Which::New);
    app.asked = start(&mut app.model).effects;
    serve(&mut app, &mut room);
    assert_eq!(
        (&app.model.overlay, &app.model.history.shelf),
        (&Some(Overlay::Login), &Shelf::Open { uin: 7 })
    );
}

#[test]
fn words_that_nothing_keeps_are_not_left_behind() {
    let mut app = App::chatting();
    app.open("@lan");
    app.types("half");
    app.keys("f4 enter");
    assert_eq!(
        (app.model.hint.clone(), app.net()),
        (Some(Hint::NotSaved), Vec::new())
    );
    app.keys("ctrl-u f4 enter");
    assert_eq!(app.net(), [NetCommand::Leave]);
    left(&mut app);
    assert_eq!(app.net(), [NetCommand::Login]);
}

#[test]
fn a_network_that_is_gone_keeps_nobody_from_reading_another_account() {
    let (mut app, mut room) = two();
    app.event(Event::NetGone);
    list(&mut app, &mut room, 0);
    app.keys("enter");
    serve(&mut app, &mut room);
    assert_eq!(app.said("@lan"), ["for seven"]);
}

#[test]
fn the_end_of_a_session_is_told_where_its_account_logs_in_again() {
    let (_, mut room) = two();
    let mut app = again(&mut room);
    app.epoch = 9;
    app.news(News::Login(weft::port::LoginNews::Code {
        link: "x".to_owned(),
        expires: std::time::Duration::from_secs(99),
    }));
    assert_eq!(app.model.overlay, Some(Overlay::Login));
    assert!(app.model.history.dead && matches!(app.model.login.stage, Stage::Code { .. }));
    app.keys("f4");
    assert_eq!(app.model.overlay, Some(Overlay::Accounts), "from the login too");
}

#[derive(Clone, Debug)]
enum Happens {
    /// The service tells a message of whichever account its session is of.
    Says,
    /// The person chooses the other account.
    Change,
    /// The network takes the next command.
    Net,
    /// The store takes the next command.
    Store,
    Types,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// However late either side answers.
    #[test]
    fn no_word_of_one_account_lands_in_the_other(happens in vec(prop_oneof![
        4 => Just(Happens::Says),
        2 => Just(Happens::Change),
        4 => Just(Happens::Net),
        6 => Just(Happens::Store),
        2 => Just(Happens::Types),
    ], 1..80)) {
        let (mut app, mut room) = two();
        app.model.settings.bell = false;
        // Commands to either side, and news on their way: of which session, none after it was left.
        let (mut net, mut store) = (std::collections::VecDeque::new(), std::collections::VecDeque::new());
        let mut news = std::collections::VecDeque::new();
        let (mut session, mut number) = (Some(8_i64), 100_u64);
        for happens in happens {
            match happens {
                Happens::Says => if let Some(uin) = session {
                    number += 1;
                    let name = if uin == 7 { "@lan" } else { "@bert" };
                    let batch = app.batch(vec![says(number, name, &format!("for {uin}"))]);
                    news.push_back((app.epoch, News::Synced(batch)));
                },
                Happens::Change => {
                    app.keys("f4");
                    let other = usize::from(app.model.history.shelf == Shelf::Open { uin: 7 });
                    if !app.model.accounts.list.is_empty() {
                        app.model.accounts.selected = other;
                        app.keys("enter");
                    }
                }
                Happens::Net => if let Some(command) = net.pop_front() {
                    match command {
                        NetCommand::Leave => {
                            session = None;
                            app.epoch += 1;
                            news.push_back((app.epoch, News::Left));
                        }
                        NetCommand::Resume(kept) => {
                            session = Some(if kept == keepsake("seven") { 7 } else { 8 });
                            app.epoch += 1;
                            news.push_back((app.epoch, News::Resumed { me: "@me".into() }));
                        }
                        NetCommand::Login
                        | NetCommand::Logout
                        | NetCommand::RetryNow
                        | NetCommand::Send(_)
                        | NetCommand::Post(_)
                        | NetCommand::CancelSend(_)
                        | NetCommand::Fetch(_)
                        | NetCommand::MarkRead(_)
                        | NetCommand::Download(_)
                        | NetCommand::StopDownload(_)
                        | NetCommand::Do { .. }
                        | NetCommand::Kept(_) => {}
                    }
                },
                Happens::Store => if let Some(command) = store.pop_front() {
                    for event in room.perform(command) {
                        app.event(Event::Store(event));
                    }
                },
                Happens::Types => {
                    app.keys("esc esc enter");
                    app.types("x");
                }
            }
            while takes_news(&app.model) && let Some((epoch, told)) = news.pop_front() {
                let now = std::mem::replace(&mut app.epoch, epoch);
                app.news(told);
                app.epoch = now;
            }
            for effect in std::mem::take(&mut app.asked) {
                match effect {
                    Effect::Net(command) => net.push_back(command),
                    Effect::Store(command) => store.push_back(command),
                    Effect::Media(_) | Effect::Term(_) | Effect::Edit { .. } | Effect::RememberWarning | Effect::Quit => {}
                }
            }
        }
        while let Some(command) = store.pop_front() {
            room.perform(command);
        }
        for uin in [7, 8] {
            room.perform(StoreCommand::Open(Which::Uin(uin)));
            let others = format!("for {}", 15 - uin);
            for line in room.book().lines.values() {
                prop_assert!(!line.body.said().contains(&others), "{uin}: {others}");
            }
        }
    }
}

#[test]
fn whoever_is_kept_is_told_where_none_is_open() {
    let (_, mut room) = two();
    let events = room.perform(StoreCommand::Open(Which::New));
    let account = |uin, name: &str| Account {
        uin,
        name: name.into(),
    };
    let others = vec![account(7, "我"), account(8, "八")];
    assert_eq!(events, [StoreEvent::NoAccount { others }]);
}

#[test]
fn nothing_of_the_account_before_stays_on_screen() {
    for open in [
        "alt-i", "alt-i m", "alt-up i", "alt-up f", "alt-up l", "f3", "alt-q",
    ] {
        let (mut app, mut room) = two();
        app.synced(vec![says(2, "@bert", "see https://bert.example")]);
        app.open("@bert");
        list(&mut app, &mut room, 0);
        app.keys("enter");
        app.keys(open);
        assert!(app.model.overlay.is_some(), "{open}");
        let (chat, why) = (app.id("@bert"), Failure::Offline);
        app.model.hint = Some(Hint::SendFailed { chat, why });
        left(&mut app);
        serve(&mut app, &mut room);
        assert_eq!(app.model.overlay, None, "{open}");
        assert!(
            app.model.details.is_none() && app.model.links.list.is_empty(),
            "{open}"
        );
    }
}

#[test]
fn whoever_logs_out_while_the_session_is_taken_up_again_is_logged_out() {
    let (_, mut room) = two();
    let mut app = again(&mut room);
    assert_eq!(app.net(), [NetCommand::Resume(keepsake("eight"))]);
    app.keys("alt-q enter");
    assert_eq!(
        app.net(),
        [NetCommand::Logout],
        "or it would be there a moment later"
    );
}
