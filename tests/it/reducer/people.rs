//! Who is who, and what they are called.

use weft::app::mention::mentions;
use weft::app::names::{Name, initial};
use weft::domain::contact::{Contact, ContactKind, Pinyin, Sex};
use weft::domain::id::UserName;
use weft::port::{LoginNews, NetCommand, News};

use super::{App, flagged, friend, group, member, says, says_in, text};

fn known(name: Name<'_>) -> String {
    match name {
        Name::Known(name) => name.into_owned(),
        Name::Unknown { kind, tail } => format!("{kind:?} …{tail}"),
    }
}

fn relogin(app: &mut App) {
    app.epoch += 1;
    app.news(News::Login(LoginNews::Fetching));
}

#[test]
fn people_have_the_name_i_gave_them_and_strangers_no_hex() {
    let mut app = App::chatting();
    let mut lan = friend("@lan", "阿岚");
    lan.remark_name = text("岚姐");
    app.changed(vec![lan]);
    assert_eq!(known(app.model.directory.name(app.id("@lan"))), "岚姐");
    app.synced(vec![says(1, "@0f3c9a77", "?"), says(2, "floatbottle", "?")]);
    assert_eq!(
        known(app.model.directory.name(app.id("@0f3c9a77"))),
        "Stranger …9a77"
    );
    assert_eq!(app.model.directory.my_name(), Some("我"));
}

#[test]
fn in_a_group_the_card_name_counts_unless_i_named_the_person() {
    let mut app = App::chatting();
    let mut hike = group("@@hike", "", &[]);
    hike.group.as_mut().unwrap().members = vec![
        member("@me", "我", ""),
        member("@wu", "小吴", "领队"),
        member("@lan", "阿岚", "岚岚"),
    ];
    app.changed(vec![hike]);
    app.synced(vec![
        says_in(1, "@@hike", "@wu", "走"),
        says_in(2, "@@hike", "@lan", "好"),
    ]);
    let (hike, wu, lan) = (app.id("@@hike"), app.id("@wu"), app.id("@lan"));
    assert_eq!(known(app.model.directory.name_in(hike, wu)), "领队");
    assert_eq!(known(app.model.directory.name_in(hike, lan)), "岚岚");
    let mut remarked = friend("@lan", "阿岚");
    remarked.remark_name = text("岚姐");
    app.changed(vec![remarked]);
    assert_eq!(known(app.model.directory.name_in(hike, lan)), "岚姐");
}

#[test]
fn a_group_without_a_name_is_called_by_its_first_members() {
    let mut app = App::chatting();
    let names: Vec<String> = (0..12).map(|n| format!("M{n}")).collect();
    let users: Vec<String> = (0..12).map(|n| format!("@m{n}")).collect();
    let mut members: Vec<(&str, &str)> = users
        .iter()
        .map(String::as_str)
        .zip(names.iter().map(String::as_str))
        .collect();
    members.push(("@me", "我"));
    app.changed(vec![group("@@new", "", &members)]);
    let name = known(app.model.directory.name(app.id("@@new")));
    assert_eq!(name, "M0, M1, M2, M3, M4, M5, M6, M7, M8, M9");
}

#[test]
fn a_record_that_does_not_tell_does_not_take_away() {
    let mut app = App::chatting();
    let mut full = flagged(friend("@lan", "阿岚"), |flags| {
        flags.starred = true;
    });
    full.alias = text("lanlan");
    app.changed(vec![full]);
    let bare = Contact::bare(UserName::from("@lan"));
    app.changed(vec![bare, group("@@hike", "", &[])]);
    let lan = app.model.directory.peer(app.id("@lan")).unwrap();
    assert_eq!(lan.contact.alias.as_str(), "lanlan");
    assert_eq!(lan.contact.kind, ContactKind::Friend);
    assert!(lan.flags().starred);
    assert_eq!(
        app.model
            .directory
            .peer(app.id("@@hike"))
            .unwrap()
            .members()
            .count(),
        3
    );
}

#[test]
fn the_book_is_sorted_by_pinyin_and_letters() {
    let mut app = App::chatting();
    let mut zhou = friend("@zhou", "老周");
    zhou.pinyin = Pinyin {
        full: "laozhou".into(),
        ..Pinyin::default()
    };
    app.changed(vec![zhou, friend("@bob", "bob"), friend("@star", "★")]);
    app.keys("f2");
    assert_eq!(app.hits(), ["@bob", "@zhou", "@star", "@lan", "@@hike"]);
    assert_eq!(initial(app.model.directory.peer(app.id("@zhou")).unwrap()), 'L');
    assert_eq!(initial(app.model.directory.peer(app.id("@lan")).unwrap()), '#');
}

#[test]
fn shielded_accounts_and_groups_i_left_are_not_listed() {
    let mut app = App::chatting();
    app.changed(vec![
        flagged(friend("@zhou", "老周"), |flags| {
            flags.shielded = true;
        }),
        group("@@hike", "周末爬山", &[("@lan", "阿岚")]),
    ]);
    assert_eq!(app.order(), ["@lan"]);
    app.keys("f2");
    assert_eq!(app.hits(), ["@lan"]);
}

#[test]
fn a_deleted_contact_leaves_the_lists_and_not_the_screen() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "再见")]);
    app.open("@lan");
    let mut batch = app.batch(Vec::new());
    batch.deleted = vec![UserName::from("@lan")];
    app.news(News::Synced(batch));
    assert_eq!(app.said("@lan"), ["再见"], "history stays");
    assert!(
        app.order().contains(&"@lan".to_owned()),
        "the open chat does not vanish"
    );
    app.open("@zhou");
    assert!(!app.order().contains(&"@lan".to_owned()));
}

#[test]
fn after_a_new_login_people_are_known_by_alias_remark_and_place() {
    let mut app = App::started();
    let mut by_alias = friend("@a1", "Lily");
    by_alias.alias = text("lily88");
    let mut by_remark = friend("@b1", "Lily");
    by_remark.remark_name = text("Lily from work");
    let mut by_place = friend("@c1", "小吴");
    (by_place.sex, by_place.city) = (Sex::Male, text("成都"));
    let hike = group("@@g1", "爬山", &[("@me", "我"), ("@y1", "小杨"), ("@z1", "老周")]);
    app.welcome(vec![
        by_alias.clone(),
        by_remark.clone(),
        by_place.clone(),
        hike,
        friend("filehelper", ""),
    ]);
    app.synced(vec![
        says(1, "@a1", "alias"),
        says(2, "@b1", "remark"),
        says(3, "@c1", "place"),
        says_in(4, "@@g1", "@x1", "group"),
        says(5, "filehelper", "file"),
    ]);
    relogin(&mut app);
    by_alias.user_name = UserName::from("@a2");
    by_alias.nick_name = text("Lily renamed");
    by_remark.user_name = UserName::from("@b2");
    by_place.user_name = UserName::from("@c2");
    let hike = group("@@g2", "爬山", &[("@me", "我"), ("@y2", "小杨"), ("@z2", "老周")]);
    app.welcome(vec![
        hike,
        by_place,
        by_remark,
        by_alias,
        friend("filehelper", ""),
    ]);
    assert_eq!(app.said("@a2"), ["alias"]);
    assert_eq!(app.said("@b2"), ["remark"]);
    assert_eq!(app.said("@c2"), ["place"]);
    assert_eq!(app.said("@@g2"), ["group"]);
    assert_eq!(app.said("filehelper"), ["file"]);
    assert_eq!(
        app.model.directory.id_of(&UserName::from("@a1")),
        None,
        "old names mean nothing"
    );
}

#[test]
fn a_shared_name_is_no_evidence() {
    let mut app = App::started();
    app.welcome(vec![friend("@a1", "Lily"), friend("@b1", "Lily")]);
    app.synced(vec![says(1, "@a1", "one"), says(2, "@b1", "two")]);
    relogin(&mut app);
    app.welcome(vec![friend("@a2", "Lily")]);
    assert_eq!(app.said("@a2"), Vec::<String>::new());
}

#[test]
fn who_is_met_nameless_is_joined_with_who_it_turns_out_to_be() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "before")]);
    app.open("@lan");
    app.types("draft");
    relogin(&mut app);
    app.welcome(vec![friend("@zhou2", "老周")]);
    app.synced(vec![says(2, "@lan2", "after")]);
    assert_eq!(app.said("@lan2"), ["after"], "nobody known yet");
    app.news(News::Contacts(vec![friend("@lan2", "阿岚")]));
    assert_eq!(app.said("@lan2"), ["before", "after"]);
    assert_eq!(app.model.chats.open, Some(app.id("@lan2")));
    assert_eq!(app.draft(), "draft");
    let listed = app.order().iter().filter(|name| *name == "@lan2").count();
    assert_eq!(listed, 1);
}

#[test]
fn another_account_sees_nothing_of_the_one_before() {
    let mut app = App::chatting();
    app.synced(vec![says(1, "@lan", "secret")]);
    relogin(&mut app);
    app.news(News::Welcome(Box::new(weft::port::Welcome {
        same: false,
        uin: 8,
        me: friend("@other", "我"),
        recent: vec![friend("@lan", "阿岚")],
        order: vec![],
    })));
    assert_eq!(app.said("@lan"), Vec::<String>::new());
}

#[test]
fn records_are_asked_for_once_and_what_is_on_screen_goes_first() {
    let mut app = App::started();
    let order = (0..50).map(|n| UserName::new(format!("@@g{n:02}"))).collect();
    app.news(News::Welcome(Box::new(weft::port::Welcome {
        same: false,
        uin: 7,
        me: friend("@me", "我"),
        recent: vec![],
        order,
    })));
    let first = app.fetches();
    assert!(first.iter().all(|wanted| wanted.urgent));
    assert_eq!(first.len(), 14, "two rows each on 28");
    app.keys("pagedown");
    assert_eq!(app.fetches().len(), 14);
    app.news(News::BookProgress {
        contacts: 0,
        complete: true,
    });
    let rest = app.fetches();
    assert_eq!(rest.len(), 22);
    assert!(rest.iter().all(|wanted| !wanted.urgent));
    app.keys("end home");
    assert_eq!(app.fetches(), []);
}

#[test]
fn a_nameless_speaker_is_asked_about_with_the_group() {
    let mut app = App::chatting();
    app.open("@@hike");
    app.net();
    app.synced(vec![
        says_in(1, "@@hike", "@ghost", "boo"),
        says_in(2, "@@hike", "@ghost", "boo"),
    ]);
    let wanted = app.fetches();
    assert_eq!(wanted.len(), 1);
    assert_eq!(wanted[0].user_name, UserName::from("@ghost"));
    assert_eq!(wanted[0].group, Some(UserName::from("@@hike")));
    assert!(wanted[0].urgent);
    assert!(
        !app.net()
            .iter()
            .any(|command| matches!(command, NetCommand::Fetch(_)))
    );
}

#[test]
fn a_mention_is_my_name_and_an_end() {
    for yes in ["@我\u{2005}来", "来 @我", "@我 来", "@阿@我\u{2005}", "@我\n来"] {
        assert!(mentions(yes, "我"), "{yes}");
    }
    for no in ["@我们 来", "我 来", "a@b", "@"] {
        assert!(!mentions(no, "我"), "{no}");
    }
    assert!(
        mentions("@小❤\u{2005}", "小❤\u{fe0f}"),
        "emoji may be written either way"
    );
    assert!(!mentions("@ x", ""));
}
