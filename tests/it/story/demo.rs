//! What a stranger sees in the first two minutes, without pressing more than a few keys.

use weft::app::keymap::Code;
use weft::domain::message::Body;
use weft::domain::picture::Cell;
use weft::port::store::From;

use super::fetching::blocks;
use super::script::Script;
use crate::pictures::{png, tiles};

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
    assert!(matches!(chosen, Body::Music(_)), "{chosen:?}");
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

#[test]
fn its_chats_show_a_picture_a_voice_a_file_and_a_reply_on_a_small_screen() {
    let script = Script::demo().with_pictures().wait(60);
    let script = script.open("满满").wait(2);
    assert!(blocks(&script) > 20, "no picture:\n{}", script.screen());
    let script = script.open("一家人").wait(1).shows("[Voice]");
    let script = script
        .open("Kettles")
        .wait(1)
        .shows("Kettle Song (take 9)")
        .shows("Take 9 is the one");
    script
        .open("项目七组")
        .wait(1)
        .shows("第三季度总结")
        .shows("[File] 2.3 MB")
        .blameless();
}

/// What was said last in the open chat, and by whom.
fn last(script: &Script) -> (bool, &Body) {
    let line = script.model.talk().unwrap().lines.last().unwrap();
    (matches!(line.from, From::Peer(_)), &line.body)
}

#[test]
fn who_is_sent_a_picture_in_the_demo_answers_with_one_or_with_a_voice() {
    let script = Script::demo().wait(115);
    let script = script
        .has_file("sea.png", &png(&tiles(20, 10, Cell::USUAL)))
        .has_file("plan.txt", b"at seven");
    let (sea, plan) = (script.home("sea.png"), script.home("plan.txt"));
    let sends = |script: Script, path: &std::path::Path| {
        script.paste(path.to_str().unwrap()).key(Code::Enter).wait(8)
    };
    let script = sends(script.open("满满"), &sea);
    assert!(
        matches!(last(&script), (true, Body::Image(_))),
        "{}",
        script.screen()
    );
    let script = sends(script, &sea);
    assert!(
        matches!(last(&script), (true, Body::Sticker(_))),
        "{}",
        script.screen()
    );
    let script = sends(script.open("妈妈"), &plan);
    assert!(
        matches!(last(&script), (true, Body::Voice { .. })),
        "{}",
        script.screen()
    );
    // Nobody repeats a picture's words, for it has none.
    let script = sends(script.open("Luna"), &sea);
    assert!(!script.screen().contains("appmsg") && !script.screen().contains("— in B flat"));
    script.blameless();
}
