//! What a stranger sees in the first two minutes, without pressing more than a few keys.

use weft::app::keymap::Code;

use super::script::Script;

#[test]
fn the_demo_logs_in_by_itself_and_people_write() {
    Script::demo()
        .shows("Scan with WeChat")
        .wait(4)
        .shows("Scanned")
        .wait(10)
        .online()
        .shows("满满&可可")
        .shows("unread")
        .blameless();
}

#[test]
fn within_two_minutes_it_shows_what_a_messenger_meets() {
    let script = Script::demo().resize(120, 40).wait(130).online();
    let bodies: Vec<String> = script
        .model
        .conversations
        .by_peer
        .values()
        .flat_map(|talk| talk.lines.iter())
        .map(|line| {
            format!("{:?}", line.body)
                .split([' ', '(', '{'])
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let kinds = [
        "Text",
        "Image",
        "Sticker",
        "Voice",
        "Video",
        "Location",
        "Card",
        "FriendRequest",
        "Link",
        "File",
        "MiniProgram",
        "Music",
        "ChatHistory",
        "Transfer",
        "RedPacket",
        "Call",
        "Notice",
        "Recalled",
    ];
    for kind in kinds {
        assert!(bodies.iter().any(|body| body == kind), "nobody sent a {kind}");
    }
    assert!(
        script.model.chats.by_peer.values().any(|chat| chat.mentioned),
        "nobody named me"
    );
    script.blameless();
}

#[test]
fn a_reply_in_the_demo_leads_to_what_it_replies_to() {
    let script = Script::demo().wait(70).open("Kettles").alt(Code::Up);
    let script = script.shows("Take 9 is the one").key(Code::Char('g')).wait(1);
    let talk = script.model.talk().unwrap();
    let chosen = &talk.lines[talk.selected.unwrap()].body;
    assert!(
        matches!(chosen, weft::domain::message::Body::Music(_)),
        "{chosen:?}"
    );
    script.blameless();
}

#[test]
fn whom_one_writes_to_in_the_demo_answers() {
    let script = Script::demo().wait(20).open("Sam");
    let before = script.model.talk().unwrap().lines.len();
    let script = script
        .keys("hello there")
        .key(Code::Enter)
        .wait(10)
        .hides("not sent");
    assert!(
        script.model.talk().unwrap().lines.len() >= before + 2,
        "no answer:\n{}",
        script.screen()
    );
    script.blameless();
}
