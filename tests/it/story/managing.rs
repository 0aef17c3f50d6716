//! What is done about people and groups, from the key to the service and back.

use weft::app::keymap::Code;
use weft::sim::saying::Saying;
use weft::sim::world::breach::BreachKind;
use weft::sim::world::fault::{Fault, FaultRule};
use weft::sim::world::setup::{Group, Person, Setup};

use super::script::Script;
use super::{text, town};

const ESC: Code = Code::Esc;
const ENTER: Code = Code::Enter;

/// The page of a chat.
fn page(script: Script, name: &str) -> Script {
    script.open(name).alt(Code::Char('i'))
}

#[test]
fn a_remark_is_kept_by_the_service_and_a_pin_does_not_erase_it() {
    let script = page(Script::logged_in(town()), "Anna");
    let script = script.key(Code::Char('r')).keys("安娜").key(ENTER).wait(2);
    let script = script.shows("Remark: done").shows("安娜");
    let script = script.key(Code::Char('p')).wait(2).shows("Pinning: done");
    let script = script.key(ESC).shows("^").blameless();
    // What the service has is what a new login is told.
    let script = script.reopen().wait(10).open("安娜").shows("安娜").blameless();
    let anna = script.world.user_name("anna").map(str::to_owned);
    assert!(anna.is_some());
}

#[test]
fn a_refused_remark_is_taken_back_and_a_slow_service_is_waited_for() {
    let no = r#"{"BaseResponse":{"Ret":1,"ErrMsg":"备注含有敏感词"}}"#;
    let rule = FaultRule::new("webwxoplog", Fault::Body(no.into())).swallowed();
    let script = Script::logged_in(town()).server(|world, _| world.inject(rule));
    let script = page(script, "Anna").key(Code::Char('r')).keys("安娜").key(ENTER);
    let script = script.wait(2).shows("备注含有敏感词").hides("安娜");
    let script = script.server(|world, _| world.slow_down_at("webwxoplog", 1));
    let script = script
        .key(Code::Char('p'))
        .wait(2)
        .shows("WeChat asks for a pause");
    script.wait(90).shows("Pinning: done").online().blameless();
}

#[test]
fn the_change_comes_back_late_and_changes_nothing() {
    let script = Script::logged_in(town()).server(|world, _| world.quirks_mut().lag = Some(120));
    let script = page(script, "老周").key(Code::Char('r')).keys("周队").key(ENTER);
    let script = script.wait(5).shows("周队");
    script.wait(180).shows("周队").online().blameless();
}

/// Somebody who is not in the book wants to be.
fn asked() -> Script {
    let setup = town().with(Person {
        stranger: true,
        ..Person::new("lin", "小林")
    });
    let request = Saying::FriendRequest {
        nick: "小林".into(),
        greeting: "我是小林".into(),
    };
    Script::logged_in(setup)
        .server(|world, now| {
            world.say(now, "lin", "fmessage", request).unwrap();
        })
        .wait(1)
        .open("朋友推荐")
        .alt(Code::Up)
}

#[test]
fn a_friend_request_is_accepted_and_one_can_write() {
    let script = asked()
        .alt(Code::Char('i'))
        .shows("waits for your answer")
        .shows("from a group");
    let script = script.key(Code::Char('a')).wait(2).shows("accepted");
    let script = script.key(ENTER).keys("你好").key(ENTER).wait(2).blameless();
    assert_eq!(script.world.delivered()[0].chat, "lin");
    // It is still accepted in the next run.
    script
        .reopen()
        .wait(10)
        .open("朋友推荐")
        .wait(1)
        .shows("accepted")
        .hides("waits for your answer")
        .blameless();
}

#[test]
fn whoever_asks_is_answered_before_a_yes_and_no_word_is_lost() {
    let rule = FaultRule::new("webwxverifyuser", Fault::Ret(1)).swallowed();
    let script = asked().server(|world, _| world.inject(rule));
    let script = script
        .alt(Code::Char('i'))
        .key(Code::Char('r'))
        .keys("请问是哪位？");
    let script = script.key(ENTER).wait(2).shows("Answer failed");
    let script = script
        .key(Code::Char('r'))
        .shows("请问是哪位？")
        .key(ENTER)
        .wait(2);
    let script = script.shows("Answer: done").shows("waits for your answer");
    let told = [("lin".to_owned(), "请问是哪位？".to_owned())];
    assert_eq!(script.world.answered(), told);
    let script = script.key(Code::Char('a')).wait(2).shows("accepted");
    script.key(Code::Char('r')).shows("Already accepted").blameless();
}

#[test]
fn a_refused_friend_request_says_why_and_stays_open() {
    let rule = FaultRule::new("webwxverifyuser", Fault::Ret(1)).swallowed();
    let script = asked().server(|world, _| world.inject(rule));
    let script = script.key(Code::Char('a')).wait(2).shows("Friend request failed");
    script.key(Code::Char('a')).wait(2).shows("accepted").blameless();
}

#[test]
fn a_request_of_the_login_before_is_for_the_phone() {
    let script = asked();
    let script = script.server(|world, _| world.kick(1101)).wait(5);
    let script = script.logs_in_again();
    let script = script.open("朋友推荐").alt(Code::Up).key(Code::Char('a'));
    script.shows("only the phone can accept it").blameless();
}

/// Friends enough for a large group, and one's own group of 38.
fn crowd() -> Setup {
    let mut setup = town();
    let keys: Vec<String> = (0..38).map(|n| format!("p{n}")).collect();
    for key in &keys {
        setup = setup.with(Person::new(key, &format!("友{key}")));
    }
    let members: Vec<&str> = keys.iter().map(String::as_str).collect();
    setup.with_group(Group {
        owner: "me".into(),
        ..Group::new("big", "大群", &members)
    })
}

#[test]
fn a_group_is_made_joined_renamed_thinned_and_left() {
    let setup = town().with(Person::new("wu", "小吴")).with(Person {
        unwilling: Some(4),
        ..Person::new("ex", "Exe")
    });
    let script = Script::logged_in(setup).with_groups().resize(160, 40);
    let space = Code::Char(' ');
    // Made of three, one of whom cannot be in it.
    let script = script.alt(Code::Char('g')).shows("New group with");
    let script = ["Anna", "老周", "Exe"]
        .into_iter()
        .fold(script, |script, name| script.keys(name).key(space).ctrl('u'));
    let script = script.shows("3 chosen").key(ENTER).keys("新群").key(ENTER);
    let script = script.shows("Make a group with").key(ENTER).wait(2);
    let script = script.shows("without Exe (deleted you)").shows("新群");
    let script = script.keys("大家好").key(ENTER).wait(2).blameless();
    // One more, not too soon.
    let script = script
        .alt(Code::Char('i'))
        .key(Code::Char('a'))
        .keys("小吴")
        .key(ENTER);
    let script = script
        .shows("Add 小吴 to 新群")
        .key(ENTER)
        .wait(25)
        .shows("Adding to the group: done");
    assert_eq!(members(&script, "新群"), 4);
    let script = script
        .key(Code::Char('n'))
        .ctrl('u')
        .keys("周日")
        .key(ENTER)
        .key(ENTER)
        .wait(2);
    let script = script.shows("周日").hides("新群 ");
    let script = script
        .key(Code::Char('x'))
        .keys("小吴")
        .key(ENTER)
        .shows("Remove 小吴")
        .key(ENTER)
        .wait(2);
    assert_eq!(members(&script, "周日"), 3);
    let script = script
        .key(Code::Char('e'))
        .shows("Leave 周日?")
        .key(ENTER)
        .wait(2);
    script.shows("Leaving the group: done").blameless();
}

fn members(script: &Script, name: &str) -> usize {
    let directory = &script.model.directory;
    let named = |peer: &&weft::app::directory::Peer| peer.contact.nick_name.as_str() == name;
    directory.peers.iter().find(named).unwrap().members().count()
}

#[test]
fn the_fortieth_is_invited() {
    let script = Script::logged_in(crowd()).with_groups().resize(160, 40);
    let script = page(script, "大群").key(Code::Char('a')).keys("Anna").key(ENTER);
    script
        .shows("Invite Anna to 大群")
        .key(ENTER)
        .wait(2)
        .shows("Inviting to the group: done")
        .blameless();
}

#[test]
fn from_when_on_people_are_invited_is_the_services_to_say() {
    let setup = Setup {
        invited_from: 4,
        ..town().with(Person::new("wu", "小吴"))
    };
    let script = Script::logged_in(setup).with_groups().resize(160, 40);
    let ask = |script| {
        page(script, "周末爬山")
            .key(Code::Char('a'))
            .keys("小吴")
            .key(ENTER)
    };
    let question = "Invite 小吴 to 周末爬山? From 4 members on";
    let script = ask(script).shows(question).key(ESC);
    // A later run of the same session has not heard it again.
    let script = ask(script.reopen().wait(5).with_groups()).shows(question);
    script
        .key(ENTER)
        .wait(2)
        .shows("Inviting to the group: done")
        .blameless();
}

#[test]
fn the_live_service_shut_it_and_weft_says_so() {
    let script = Script::logged_in(crowd()).server(|world, _| world.quirks_mut().no_groups = true);
    let script = page(script.resize(160, 40), "大群").shows("WeChat shut");
    let script = script.key(Code::Char('e')).shows("group_actions = true");
    let script = script.with_groups().key(Code::Char('e')).key(ENTER).wait(2);
    let script = script.shows("WeChat shut this for web clients in 2018. The phone can.");
    assert_eq!(script.world.breaches(), []);
    script.online();
}

#[test]
fn a_member_list_of_others_is_left_to_their_owner() {
    let script = Script::logged_in(town()).with_groups();
    let script = page(script, "周末爬山")
        .key(Code::Char('x'))
        .shows("Only the group's owner");
    script.blameless();
}

#[test]
fn two_groups_in_a_row_are_made_apart() {
    let script = Script::logged_in(town()).with_groups().resize(160, 40);
    let space = Code::Char(' ');
    let script = (0..2).fold(script, |script, _| {
        let script = script.alt(Code::Char('g')).key(space).key(space).key(ENTER);
        script.key(ENTER).key(ENTER)
    });
    let script = script.wait(60).online();
    let kinds: Vec<BreachKind> = script.world.breaches().iter().map(|breach| breach.kind).collect();
    assert_eq!(kinds, []);
    let groups = script.model.directory.peers.iter();
    assert_eq!(groups.filter(|peer| peer.contact.user_name.is_group()).count(), 3);
}

#[test]
fn accounts_stand_in_their_folder() {
    let mut script = Script::logged_in(town());
    script.model.settings.fold_accounts = true;
    let script = script
        .server(|world, now| {
            world.say(now, "news", "news", text("早报来了")).unwrap();
        })
        .wait(2)
        .shows("Accounts")
        .hides("城市早报\n");
    let script = script
        .ctrl('p')
        .key(Code::Home)
        .key(ENTER)
        .shows("城市早报")
        .key(ENTER);
    script
        .shows("早报来了")
        .key(ESC)
        .key(ESC)
        .shows("Chats")
        .blameless();
}
