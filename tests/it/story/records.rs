//! Records that no program would write, among good ones: each costs itself and nothing else.

use super::script::Script;
use super::{text, town};

/// None of them can be read in full; some cannot be read at all.
const ODD: [&str; 16] = [
    "null",
    "17",
    "\"a string\"",
    "[]",
    "{}",
    r#"{"UserName":null,"NickName":null}"#,
    r#"{"UserName":"","NickName":"nobody"}"#,
    r#"{"UserName":17,"NickName":{"a":[1]}}"#,
    r#"{"UserName":"@odd1","NickName":null,"MemberList":null,"ContactFlag":null,"Statues":null,"Sex":null}"#,
    r#"{"UserName":"@odd2","NickName":"Odd Two","ContactFlag":"3","VerifyFlag":"0","Sex":"1","Statues":"1"}"#,
    r#"{"UserName":"@odd3","NickName":"Odd Three","ContactFlag":99999999999999999999999999,"AttrStatus":1e400,"Uin":-1,"Sex":255}"#,
    r#"{"UserName":"@odd4","NickName":"Odd Four","ContactFlag":3.7,"MemberCount":-5,"MemberList":{"a":1},"HeadImgUrl":[]}"#,
    r#"{"UserName":"@odd5","NickName":["Odd"],"RemarkName":false,"ContactFlag":true}"#,
    r#"{"UserName":"@@odd6","NickName":"Odd Six","MemberCount":4294967296,"MemberList":[null,{},{"UserName":null},{"UserName":"@m","NickName":7},"x"]}"#,
    r#"{"UserName":"@@odd7","MemberList":[[[[]]]],"IsOwner":"yes","EncryChatRoomId":9}"#,
    r#"{"UserName":"@odd8","UserName":"@odd9","NickName":"Twice","NickName":"Told"}"#,
];

#[test]
fn odd_records_in_the_address_book_lose_nobody_else() {
    let mut script = Script::start(town()).server(|world, _| {
        for odd in ODD {
            world.add_raw_record(odd);
        }
    });
    script = script.scan().confirm().wait(30).online();
    for (typed, found) in [
        ("Anna", "Anna"),
        ("lz", "老周"),
        ("周末", "周末爬山"),
        ("Odd Two", "Odd Two"),
    ] {
        script = script.open(typed).shows(found);
    }
    script
        .send("Anna", "still here")
        .wait(1)
        .hides("not sent")
        .online();
}

#[test]
fn odd_changes_in_a_sync_lose_neither_good_changes_nor_messages() {
    let script = Script::logged_in(town()).server(|world, now| {
        for odd in ODD {
            world.change_raw(odd);
        }
        world.rename(now, "hike", "周末爬山二队", None).unwrap();
        for odd in ODD {
            world.deliver_raw(odd);
        }
        assert!(
            world
                .say(now, "anna", "anna", text("between the odd ones"))
                .is_ok()
        );
    });
    script
        .wait(5)
        .shows("周末爬山二队")
        .open("Anna")
        .shows("between the odd ones")
        .send("Anna", "heard")
        .wait(1)
        .hides("not sent")
        .online();
}

#[test]
fn odd_messages_are_left_out_one_by_one() {
    let odd = [
        r#"{"MsgId":null,"FromUserName":null,"ToUserName":null,"MsgType":null,"Content":null}"#,
        r#"{"MsgId":{},"FromUserName":"${anna}","ToUserName":"${me}","MsgType":"one","Content":[1]}"#,
        r#"{"MsgId":"18446744073709551616","FromUserName":"${anna}","ToUserName":"${me}","MsgType":1,"Content":"too big an id","CreateTime":"soon"}"#,
        r#"{"MsgId":-4,"FromUserName":"${anna}","ToUserName":"${me}","MsgType":"1","Content":"a negative one","CreateTime":-99999999999999}"#,
        r#"{"MsgId":"5","FromUserName":"${anna}","ToUserName":"${me}","MsgType":1,"Content":"beyond all time","CreateTime":9223372036854775807}"#,
        r#"{"MsgId":"6","FromUserName":"@nobody","ToUserName":"@nowhere","MsgType":1,"Content":"astray"}"#,
        r#"{"MsgId":"7","FromUserName":"${hike}","ToUserName":"${me}","MsgType":1,"Content":":<br/>no sender"}"#,
        r#"{"MsgId":"8","MsgType":51,"StatusNotifyCode":"4","StatusNotifyUserName":",,,@x,,${anna},"}"#,
        r#"{"MsgId":"9","FromUserName":"${anna}","ToUserName":"${me}","MsgType":10002,"Content":"&lt;sysmsg type=\"revokemsg\"&gt;&lt;revokemsg&gt;"}"#,
        r#"{"MsgId":"10","FromUserName":"${anna}","ToUserName":"${me}","MsgType":34,"VoiceLength":1e99,"Content":"@crypt_"}"#,
    ];
    let script = Script::logged_in(town()).server(|world, now| {
        for raw in odd {
            world.deliver_raw(raw);
            assert!(world.say(now, "anna", "anna", text("good")).is_ok());
        }
    });
    let script = script.wait(5).open("Anna").wait(1);
    let talk = script.model.talk().unwrap();
    let good = talk
        .lines
        .iter()
        .filter(|line| weft::app::rows::text_of(&line.body).is_some_and(|text| text.as_str() == "good"));
    assert_eq!(good.count(), odd.len());
    script.online();
}

#[test]
fn names_with_faces_and_entities_are_read_once() {
    let name = "a<b>&amp; 😀🥟\u{2764}\u{fe0f} \"q\" 👨‍👩‍👧 [微笑]";
    let setup = town().with(weft::sim::world::setup::Person::new("odd", name));
    let script = Script::logged_in(setup)
        .server(|world, now| assert!(world.say(now, "odd", "odd", text("it is me")).is_ok()))
        .wait(2);
    let known = |peer: &weft::app::directory::Peer| peer.contact.nick_name.as_str() == name;
    assert!(
        script.model.directory.peers.iter().any(known),
        "the name was changed on its way"
    );
    script
        .open("a<b>")
        .shows("a<b>&amp; ")
        .shows("it is me")
        .blameless();
}

#[test]
fn a_damaged_face_in_a_name_is_no_markup() {
    let script = Script::logged_in(town()).server(|world, _| {
        world.change_raw(
            r#"{"UserName":"${anna}","NickName":"Anna<span class=\"emoji emoji1f450\"></span","ContactFlag":3}"#,
        );
    });
    script
        .wait(2)
        .ctrl('p')
        .keys("Anna")
        .hides("<span")
        .hides("</")
        .blameless();
}
