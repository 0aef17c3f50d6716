//! From the first frame to the panes, and back after a session has ended.

use std::time::Duration;

use weft::app::action::Action;
use weft::app::login::Stage;
use weft::app::model::{Overlay, Service, Settings};
use weft::app::step::{Effect, Step, Touched};
use weft::app::{Event, deadline};
use weft::domain::text::SafeText;
use weft::port::{Ending, Failure, Link, LoginNews, NetCommand, News};

use super::{App, friend, says};

fn code(app: &mut App, seconds: u64) {
    let expires = app.now.mono + Duration::from_secs(seconds);
    app.news(News::Login(LoginNews::Code {
        link: "https://login.weixin.qq.com/l/abc==".to_owned(),
        expires,
    }));
}

#[test]
fn a_login_begins_by_itself_unless_the_warning_was_not_read_yet() {
    let mut app = App::started();
    assert_eq!(app.net(), [NetCommand::Login]);

    let mut warned = App::with(Settings {
        zone: jiff::tz::TimeZone::UTC,
        warn: true,
        bell: false,
        avatars: weft::domain::picture::Avatars::Never,
        fold_accounts: false,
        group_actions: false,
        keep_recalled: false,
        service: Service::Real,
        faces: weft::domain::text::Faces::Emoji,
        cache: "/cache".into(),
    });
    assert_eq!(warned.net(), []);
    assert_eq!(warned.model.login.stage, Stage::Warning);
    warned.keys("tab x f5");
    assert_eq!(warned.net(), [], "only Enter goes on");
    warned.keys("enter");
    assert!(warned.asked.contains(&Effect::RememberWarning));
    assert_eq!(warned.net(), [NetCommand::Login]);
    assert_eq!(warned.model.login.stage, Stage::Fetching);
}

#[test]
fn the_countdown_wakes_once_a_second_and_nothing_else_does() {
    let mut app = App::started();
    assert_eq!(deadline(&app.model), None);
    code(&mut app, 3);
    for left in [2, 1, 0] {
        let due = deadline(&app.model).expect("counting");
        assert_eq!(due, app.now.mono + Duration::from_secs(1));
        app.pass(1);
        assert_eq!(app.event(Event::Wake).touched, Touched::ALL, "{left} s left");
    }
    assert_eq!(deadline(&app.model), None, "over");
    app.welcome(vec![friend("@lan", "阿岚")]);
    assert_eq!(deadline(&app.model), None, "idle");
    let at = app.now.mono + Duration::from_millis(2500);
    app.news(News::Link(Link::Retrying {
        attempt: 1,
        at,
        why: Failure::Offline,
    }));
    assert_eq!(
        deadline(&app.model),
        Some(app.now.mono + Duration::from_millis(500))
    );
    app.now = app.now.plus(Duration::from_millis(500));
    assert_eq!(app.event(Event::Wake).touched, Touched::STATUS);
}

#[test]
fn an_expired_code_says_so_beside_the_next_one() {
    let mut app = App::started();
    code(&mut app, 240);
    app.news(News::Login(LoginNews::Expired));
    app.news(News::Login(LoginNews::Fetching));
    code(&mut app, 240);
    assert!(app.model.login.renewed);
    app.news(News::Login(LoginNews::Scanned { avatar: None }));
    assert!(!app.model.login.renewed);
}

#[test]
fn a_refusal_waits_for_the_person() {
    let mut app = App::started();
    app.net();
    app.news(News::Login(LoginNews::Refused {
        code: 1203,
        message: SafeText::new("当前登录环境异常"),
    }));
    assert_eq!(app.net(), []);
    app.keys("enter");
    assert_eq!(app.net(), [NetCommand::Login]);
}

#[test]
fn tab_shows_the_link_and_quit_needs_no_question() {
    let mut app = App::started();
    code(&mut app, 240);
    app.keys("tab");
    assert!(app.model.login.show_link);
    app.keys("tab");
    assert!(!app.model.login.show_link);
    app.keys("ctrl-q");
    assert!(app.asked.contains(&Effect::Quit));
}

#[test]
fn after_the_session_ended_everything_stays_and_one_key_leads_to_a_new_login() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "在吗")]);
    app.open("@lan");
    app.types("half a tho");
    app.news(News::Ended(Ending::ByService { code: 1101 }));
    assert!(app.model.has_panes() && !app.model.is_live());
    assert_eq!(app.draft(), "half a tho");
    app.net();
    app.keys("f5");
    assert_eq!(app.net(), [NetCommand::Login]);
    assert_eq!(app.model.overlay, Some(Overlay::Login));
    app.keys("esc");
    assert_eq!(app.model.overlay, None, "to read on");
    app.epoch = 2;
    app.news(News::Login(LoginNews::Fetching));
    code(&mut app, 240);
    assert_eq!(app.model.overlay, None);
    app.keys("f5");
    assert_eq!(app.net(), [], "the login goes on, it is only shown again");
    assert_eq!(app.model.overlay, Some(Overlay::Login));
    app.welcome(vec![friend("@lan2", "阿岚")]);
    assert_eq!(app.model.overlay, None);
    assert!(app.model.is_live());
    assert_eq!(app.said("@lan2"), ["在吗"]);
    assert_eq!(app.draft(), "half a tho");
}

#[test]
fn f5_while_the_line_is_down_tries_now() {
    let mut app = App::chatting();
    app.keys("f5");
    assert_eq!(app.net(), [], "nothing to retry");
    let at = app.now.mono + Duration::from_mins(1);
    app.news(News::Link(Link::Retrying {
        attempt: 4,
        at,
        why: Failure::TimedOut,
    }));
    app.keys("f5");
    assert_eq!(app.net(), [NetCommand::RetryNow]);
}

#[test]
fn news_of_an_older_login_change_nothing() {
    let mut app = App::chatting();
    app.epoch = 3;
    app.news(News::Login(LoginNews::Fetching));
    let before = app.model.clone();
    app.epoch = 2;
    let step = app.synced(vec![says(9, "@lan", "ghost")]);
    assert_eq!(step, Step::default());
    assert_eq!(app.model, before);
}

#[test]
fn what_the_network_cannot_take_is_offered_again() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "hi")]);
    let kept = app
        .net()
        .into_iter()
        .find(|command| matches!(command, NetCommand::Kept(_)));
    let kept = Effect::Net(kept.expect("kept"));
    let step = app.event(Event::Undelivered(kept.clone()));
    assert!(step.effects.is_empty(), "not at once: its inbox is full");
    let due = deadline(&app.model).expect("soon");
    app.now = app.now.plus(due.saturating_sub(app.now.mono));
    assert_eq!(app.event(Event::Wake).effects, [kept]);
    assert_eq!(deadline(&app.model), None);
}

#[test]
fn a_dead_network_is_said_and_nothing_is_promised_any_more() {
    let mut app = App::chatting();
    app.open("@lan");
    app.types("hello");
    app.keys("enter");
    app.event(Event::NetGone);
    assert!(app.model.network_gone && app.model.hint.is_some());
    app.net();
    app.types("again");
    app.keys("enter f5");
    assert_eq!(app.net(), []);
    assert_eq!(app.draft(), "again");
}

#[test]
fn the_status_bar_names_keys_that_exist() {
    let app = App::chatting();
    for action in weft::app::keymap::most_wanted(&app.model).iter() {
        let context = weft::app::keymap::context(&app.model);
        assert!(
            weft::app::keymap::binding(context, *action).is_some(),
            "{action:?}"
        );
    }
    assert!(weft::app::keymap::most_wanted(&app.model).contains(&Action::Open));
}
