//! The chat list, the address book, the filter, the mouse over them.

use weft::app::finder::Tab;
use weft::app::layout::areas;
use weft::app::model::{Focus, Hint};
use weft::app::search::people;
use weft::app::step::{Effect, TermCommand, Touched};
use weft::app::{Event, Mouse, MouseKind};
use weft::domain::contact::{Contact, ContactKind, Pinyin};
use weft::domain::geometry::Point;
use weft::domain::id::UserName;
use weft::domain::message::{Author, Item};
use weft::port::{NetCommand, News};

use super::{App, flagged, friend, group, message, says, says_in, text};

#[test]
fn who_speaks_moves_up_but_pinned_chats_stay_on_top() {
    let mut app = App::chatting();
    assert_eq!(app.order(), ["@lan", "@zhou", "@@hike"]);
    app.synced(vec![says(1, "@zhou", "a"), says_in(2, "@@hike", "@wu", "b")]);
    assert_eq!(app.order(), ["@@hike", "@zhou", "@lan"]);
    app.changed(vec![flagged(friend("@lan", "阿岚"), |flags| {
        flags.pinned = true;
    })]);
    app.synced(vec![says(3, "@zhou", "c")]);
    assert_eq!(app.order(), ["@lan", "@zhou", "@@hike"]);
}

#[test]
fn the_selection_stays_on_its_chat_and_in_view() {
    let mut app = App::started();
    let people: Vec<_> = (0..40)
        .map(|n| friend(&format!("@p{n:02}"), &format!("P{n}")))
        .collect();
    app.welcome(people);
    app.keys("down down");
    let selected = app.model.chats.selected;
    assert_eq!(selected, Some(app.id("@p02")));
    let items = (0..40)
        .rev()
        .filter(|n| *n != 2)
        .map(|n| says(n + 1, &format!("@p{n:02}"), "hi"))
        .collect();
    app.synced(items);
    assert_eq!(app.model.chats.selected, selected);
    let at = app.model.chats.position(app.id("@p02")).unwrap();
    assert_eq!(at, 39, "everybody else spoke since");
    let top = app.model.chats.top;
    assert!((top..top + 14).contains(&at));
}

#[test]
fn unread_counts_and_the_title_follow_what_was_read() {
    let mut app = App::chatting();
    app.changed(vec![flagged(friend("@zhou", "老周"), |flags| {
        flags.muted = true;
    })]);
    app.asked.clear();
    let step = app.synced(vec![
        says(1, "@lan", "a"),
        says(2, "@lan", "b"),
        says(3, "@zhou", "c"),
    ]);
    assert!(
        step.effects
            .contains(&Effect::Term(TermCommand::Title { unread: 2 })),
        "muted ones do not count"
    );
    assert_eq!((app.unread("@lan"), app.unread("@zhou")), (2, 1));
    app.net();
    app.open("@lan");
    assert_eq!(app.unread("@lan"), 0);
    assert_eq!(app.net(), [NetCommand::MarkRead(UserName::from("@lan"))]);
    assert_eq!(app.model.talk().unwrap().unread_from, Some(0));
    app.synced(vec![says(4, "@lan", "d"), says(5, "@lan", "e")]);
    let marks = app
        .net()
        .into_iter()
        .filter(|command| matches!(command, NetCommand::MarkRead(_)))
        .count();
    assert_eq!(marks, 1, "once for a batch");
    app.event(Event::Focus(false));
    app.synced(vec![says(6, "@lan", "f")]);
    assert_eq!(app.unread("@lan"), 1, "nobody looks");
    assert_eq!(app.model.talk().unwrap().unread_from, Some(4));
    app.event(Event::Focus(true));
    assert_eq!(app.unread("@lan"), 0);
    app.synced(vec![Item::ReadOnPhone(UserName::from("@zhou"))]);
    assert_eq!(app.unread("@zhou"), 0);
}

#[test]
fn the_bell_rings_for_what_is_new_and_not_before_my_eyes() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "a")]);
    assert!(app.rang());
    app.open("@lan");
    app.asked.clear();
    app.synced(vec![says(2, "@lan", "b")]);
    assert!(!app.rang(), "it is being read");
    app.synced(vec![message(3, "@zhou", Author::Peer, -4000, "old")]);
    assert!(!app.rang(), "a login replays what is old");
    app.synced(vec![message(4, "@zhou", Author::Me, 4, "mine")]);
    assert!(!app.rang());
    app.changed(vec![flagged(friend("@zhou", "老周"), |flags| {
        flags.muted = true;
    })]);
    app.synced(vec![says(5, "@zhou", "muted")]);
    assert!(!app.rang());
}

#[test]
fn who_names_me_comes_first() {
    let mut app = App::chatting();
    app.keys("alt-a");
    assert_eq!(app.model.hint, Some(Hint::NoUnread));
    app.synced(vec![
        says_in(1, "@@hike", "@wu", "@我\u{2005}几点"),
        says(2, "@lan", "newer, but nobody named"),
    ]);
    let hike = app.id("@@hike");
    assert!(app.model.chats.get(hike).unwrap().mentioned);
    app.keys("alt-a");
    assert_eq!(app.model.chats.open, Some(hike));
    assert!(!app.model.chats.get(hike).unwrap().mentioned);
    app.keys("alt-a");
    assert_eq!(app.model.chats.open, Some(app.id("@lan")));
}

#[test]
fn typing_finds_people_by_name_and_by_pinyin() {
    let mut app = App::chatting();
    let mut zhou = friend("@zhou", "老周");
    zhou.pinyin = Pinyin {
        initials: "LZ".into(),
        full: "laozhou".into(),
        ..Pinyin::default()
    };
    app.changed(vec![zhou, friend("@lz", "Liz"), friend("@al", "Alzheimer e.V.")]);
    for (typed, found) in [
        ("lz", &["@zhou", "@al"][..]),
        ("周", &["@@hike", "@zhou"]),
        ("ＬＩＺ", &["@lz"]),
        ("zhou", &["@zhou"]),
        ("爬", &["@@hike"]),
        ("nobody", &[]),
    ] {
        app.types(typed);
        assert_eq!(app.hits(), found, "{typed}");
        app.keys("esc");
    }
    app.types("lz");
    app.keys("enter");
    assert_eq!(app.model.chats.open, Some(app.id("@zhou")));
    assert!(app.model.finder.query.is_empty());
    assert_eq!(app.model.focus, Focus::Composer);
}

#[test]
fn a_chat_opened_from_the_book_joins_the_list_on_top() {
    let mut app = App::chatting();
    app.changed(vec![friend("@new", "Aaron")]);
    app.keys("f2 enter");
    assert_eq!(app.model.chats.open, Some(app.id("@new")));
    assert_eq!(app.order()[0], "@new");
    assert_eq!(app.model.finder.tab, Tab::Chats);
}

#[test]
fn esc_steps_back_one_level_at_a_time_and_keeps_every_word() {
    let mut app = App::chatting();
    app.synced((1..60).map(|n| says(n, "@lan", "line")).collect());
    app.open("@lan");
    app.types("draft");
    app.keys("alt-up alt-up pageup f1");
    app.keys("esc");
    assert!(app.model.overlay.is_none() && app.model.talk().unwrap().selected.is_some());
    app.keys("esc");
    assert!(app.model.talk().unwrap().selected.is_none() && app.model.talk().unwrap().scroll.is_up());
    app.keys("esc");
    assert!(!app.model.talk().unwrap().scroll.is_up());
    assert_eq!(app.model.focus, Focus::Composer);
    app.keys("esc");
    assert_eq!(app.model.focus, Focus::List);
    app.types("周");
    app.keys("esc");
    assert!(app.model.finder.query.is_empty());
    app.keys("esc esc");
    assert_eq!(app.draft(), "draft");
}

#[test]
fn the_mouse_opens_scrolls_and_places() {
    let mut app = App::chatting();
    app.synced((1..80).map(|n| says(n, "@lan", "line")).collect());
    let at = areas(&app.model).unwrap();
    let press = |x, y| {
        Event::Mouse(Mouse {
            at: Point { x, y },
            kind: MouseKind::Press,
        })
    };
    app.event(press(3, at.list_rows.y + 2));
    assert_eq!(
        app.model.chats.open,
        Some(app.id("@zhou")),
        "the second entry of two rows"
    );
    app.types("hello");
    app.event(press(at.input.x + 2, at.input.y));
    assert_eq!(app.model.talk().unwrap().draft.caret(), 2);
    app.event(press(at.list.width - 3, 0));
    assert_eq!(app.model.finder.tab, Tab::Book);
    app.event(press(1, 0));
    assert_eq!(app.model.finder.tab, Tab::Chats);
    app.open("@lan");
    app.event(Event::Mouse(Mouse {
        at: Point {
            x: at.messages.x + 1,
            y: at.messages.y + 1,
        },
        kind: MouseKind::WheelUp,
    }));
    assert!(app.model.talk().unwrap().scroll.is_up());
}

#[test]
fn a_step_touches_what_it_changes_and_no_more() {
    let mut app = App::chatting();
    app.open("@lan");
    app.types("a");
    assert_eq!(app.types("b").touched, Touched::INPUT);
    let newline = app.keys("alt-enter").touched;
    assert_eq!(newline, Touched::COMPOSER.and(Touched::CONVERSATION), "it grew");
    app.keys("esc");
    let left = app.model.chats.selected.unwrap();
    let step = app.keys("down").touched;
    let entered = app.model.chats.selected.unwrap();
    assert_eq!(step, Touched::entry(left).and(Touched::entry(entered)));
    app.keys("up");
    assert_eq!(app.types("周").touched, Touched::LIST);
    app.keys("esc");
    app.synced((1..90).map(|n| says(n, "@lan", "line")).collect());
    assert_eq!(app.keys("ctrl-up").touched, Touched::CONVERSATION);
    app.keys("ctrl-end");
    let arrival = app.synced(vec![says(100, "@lan", "new")]).touched;
    assert_eq!(arrival, Touched::entry(left).and(Touched::CONVERSATION));
    let elsewhere = app.synced(vec![says(101, "@zhou", "new")]).touched;
    assert_eq!(elsewhere, Touched::LIST.and(Touched::STATUS), "it moves up");
    let again = app.synced(vec![says(102, "@zhou", "new")]).touched;
    assert_eq!(again, Touched::entry(entered).and(Touched::STATUS));
    assert_eq!(app.keys("ctrl-l").touched, Touched::ALL);
    assert_eq!(app.event(Event::Wake).touched, Touched::NONE);
}

#[test]
fn a_small_screen_shows_the_pane_with_the_keys() {
    let mut app = App::chatting();
    app.resize(40, 12);
    let at = areas(&app.model).unwrap();
    assert!(at.conversation.is_empty() && at.list.width == 40);
    app.synced(vec![says(1, "@lan", "hi")]);
    app.open("@lan");
    let at = areas(&app.model).unwrap();
    assert!(at.list.is_empty() && at.conversation.width == 40);
    app.keys("tab");
    app.synced(vec![says(2, "@lan", "unseen")]);
    assert_eq!(app.unread("@lan"), 1, "the conversation is not on screen");
    app.keys("tab");
    assert_eq!(app.unread("@lan"), 0);
    app.resize(19, 6);
    assert_eq!(areas(&app.model), None);
}

#[test]
fn a_group_that_throws_me_out_disappears_with_its_unread_count() {
    let mut app = App::chatting();
    app.synced(vec![says_in(1, "@@hike", "@wu", "bye")]);
    assert_eq!(app.model.chats.unread_total(), 1);
    app.changed(vec![group("@@hike", "", &[("@wu", "小吴")])]);
    assert_eq!(app.model.chats.unread_total(), 0);
    app.news(News::Contacts(vec![group(
        "@@hike",
        "",
        &[("@wu", "小吴"), ("@me", "我")],
    )]));
    assert_eq!(app.model.chats.unread_total(), 1, "back again");
}

#[test]
fn the_wheel_moves_in_whatever_covers_the_panes() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "https://a.example https://b.example")]);
    app.open("@lan");
    app.keys("alt-up l");
    let turn = |app: &mut App, kind| {
        let at = Point { x: 50, y: 15 };
        app.event(Event::Mouse(Mouse { at, kind }));
        app.model.links.selected
    };
    assert_eq!(turn(&mut app, MouseKind::WheelDown), 1);
    assert_eq!(turn(&mut app, MouseKind::WheelUp), 0);
    app.keys("q");
    assert_eq!(app.model.overlay, None, "as the key table is left");
}

#[test]
fn the_services_own_accounts_are_found_by_what_people_call_them() {
    let mut app = App::chatting();
    let special = |name: &str, nick: &str| Contact {
        kind: ContactKind::Special,
        ..friend(name, nick)
    };
    app.changed(vec![
        special("fmessage", "朋友推荐消息"),
        special("filehelper", "文件传输助手"),
        special("floatbottle", ""),
    ]);
    for (account, names) in [
        (
            "fmessage",
            "friend requests|Friend re|new friends|新的朋友|好友申请|朋友推荐|xindepengyou|xdpy|pengyou",
        ),
        (
            "filehelper",
            "file transfer|transfer|文件传输|wenjianchuanshu|wjcszs",
        ),
        ("floatbottle", "drift bottle|漂流瓶|piaoliuping"),
    ] {
        let id = app.id(account);
        for typed in names.split('|') {
            app.keys("ctrl-p");
            app.types(typed);
            assert_eq!(app.model.finder.hits, [id], "{typed}");
            assert_eq!(people::chats(&app.model.directory, typed), [id], "in:{typed}");
        }
        let name = app.model.directory.name(id);
        assert!(!name.is_known(), "{name:?} is of one language");
    }
    let remarked = Contact {
        remark_name: text("我的文件"),
        ..special("filehelper", "文件传输助手")
    };
    app.changed(vec![remarked]);
    assert!(app.model.directory.name(app.id("filehelper")).is_known());
}
