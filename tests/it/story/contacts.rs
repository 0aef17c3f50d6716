//! People and groups: many of them, badly told, and changing.

use weft::app::keymap::Code;
use weft::sim::world::setup::{Group, Person, Setup};

use super::script::Script;
use super::{text, town};

#[test]
fn five_thousand_contacts_come_in_pages_and_are_found_by_initials() {
    let mut setup = Setup { page: 700, ..town() };
    for n in 0..5000 {
        setup = setup.with(Person {
            pinyin: format!("ren {n}"),
            ..Person::new(&format!("p{n}"), &format!("人{n}号"))
        });
    }
    let script = Script::logged_in(setup).wait(30).blameless();
    script
        .ctrl('p')
        .keys("人4999")
        .shows("人4999号")
        .key(Code::Enter)
        .keys("hello")
        .key(Code::Enter)
        .wait(1)
        .shows("hello");
}

#[test]
fn friends_are_found_by_the_initials_of_their_pinyin() {
    Script::logged_in(town())
        .ctrl('p')
        .keys("lz")
        .shows("老周")
        .key(Code::Enter)
        .keys("hi")
        .key(Code::Enter)
        .wait(1)
        .shows("hi")
        .blameless();
}

#[test]
fn five_hundred_groups_of_five_hundred_members_are_fetched_without_a_breach() {
    let mut setup = town();
    let members: Vec<String> = (0..499).map(|n| format!("m{n}")).collect();
    for member in &members {
        setup = setup.with(Person {
            stranger: true,
            ..Person::new(member, &format!("member {member}"))
        });
    }
    let mut names: Vec<&str> = members.iter().map(String::as_str).collect();
    names.push("me");
    for n in 0..500 {
        setup = setup.with_group(Group {
            saved: true,
            ..Group::new(&format!("g{n}"), &format!("群{n}"), &names)
        });
    }
    let script = Script::logged_in(setup).wait(120).blameless();
    script
        .server(|world, now| assert!(world.say(now, "m7", "g499", text("who am I")).is_ok()))
        .wait(5)
        .open("群499")
        .shows("who am I")
        .shows("member m7")
        .blameless();
}

#[test]
fn a_new_name_shows_at_once() {
    Script::logged_in(town())
        .shows("周末爬山")
        .server(|world, now| world.rename(now, "hike", "周末爬山二队", Some("anna")).unwrap())
        .wait(1)
        .shows("周末爬山二队")
        .blameless();
}

#[test]
fn a_new_friend_can_be_written_to_at_once() {
    let script =
        Script::logged_in(town()).server(|world, now| world.add_contact(now, Person::new("lin", "小林")));
    let script = script
        .wait(1)
        .open("小林")
        .keys("欢迎")
        .key(Code::Enter)
        .wait(1)
        .shows("欢迎");
    assert_eq!(script.world.delivered().len(), 1);
    script.blameless();
}

#[test]
fn a_deleted_friend_leaves_the_list_and_their_words_stay() {
    let script = Script::logged_in(town())
        .server(|world, now| assert!(world.say(now, "anna", "anna", text("bye")).is_ok()));
    script
        .open("Anna")
        .shows("bye")
        .server(|world, _| world.delete_contact("anna").unwrap())
        .wait(1)
        .shows("bye")
        .blameless();
}

#[test]
fn being_removed_from_a_group_is_told() {
    let script = Script::logged_in(town())
        .server(|world, now| assert!(world.say(now, "anna", "hike", text("集合！")).is_ok()));
    script
        .open("周末")
        .shows("集合！")
        .server(|world, now| world.remove_me(now, "hike", "anna").unwrap())
        .wait(2)
        .shows("集合！")
        .blameless();
}

#[test]
fn a_member_speaks_under_the_card_name_of_the_group() {
    let mut setup = town();
    let mut group = Group {
        saved: true,
        ..Group::new("team", "项目组", &["me", "anna", "zhou"])
    };
    group.cards.insert("zhou".into(), "领队老周".into());
    setup = setup.with_group(group);
    let script = Script::logged_in(setup)
        .server(|world, now| assert!(world.say(now, "zhou", "team", text("开会")).is_ok()));
    script
        .wait(3)
        .open("项目组")
        .shows("领队老周")
        .shows("开会")
        .blameless();
}

#[test]
fn what_is_mine_and_what_is_starred_is_told() {
    let mut star = Person::new("star", "Stella");
    star.starred = true;
    let mut team = Group::new("team", "项目组", &["me", "anna"]);
    (team.owner, team.saved) = ("me".into(), true);
    let script = Script::logged_in(town().with(star).with_group(team));
    script
        .open("项目组")
        .wait(3)
        .shows("your group")
        .open("Stella")
        .shows("starred");
}
