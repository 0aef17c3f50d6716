//! A sticker that came goes out again: the same one.

use weft::app::keymap::Code;
use weft::sim::saying::Saying;

use super::script::Script;
use super::town;

/// Anna sent one, and then 老周 another, in the group.
fn received() -> Script {
    Script::logged_in(town())
        .server(|world, now| {
            world.say(now, "anna", "anna", Saying::Sticker).unwrap();
            world.say(now, "anna", "anna", Saying::StoreSticker).unwrap();
            world.say(now, "anna", "anna", Saying::Dice(3)).unwrap();
        })
        .wait(2)
        .server(|world, now| {
            world.say(now, "zhou", "hike", Saying::Sticker).unwrap();
        })
        .wait(2)
}

/// Which stickers arrived, where, in order.
fn sent(script: &Script) -> Vec<(&str, &str)> {
    let delivered = script.world.delivered().iter();
    delivered
        .map(|one| (one.chat.as_str(), one.md5.as_str()))
        .collect()
}

fn offered(script: &Script) -> Vec<String> {
    let stickers = &script.model.stickers;
    let hits = stickers.picker.hits.iter();
    hits.map(|place| stickers.all[*place].sticker.md5.to_string())
        .collect()
}

#[test]
fn two_came_and_the_chosen_one_is_what_the_other_side_gets() {
    let script = received().open("Anna").keys("wait").alt(Code::Char(':'));
    let md5 = offered(&script);
    assert_eq!(md5.len(), 2, "neither a throw nor one of the store's");
    let script = script
        .shows("老周 in 周末爬山")
        .key(Code::Down)
        .shows("from Anna")
        .key(Code::Enter)
        .wait(2);
    assert_eq!(sent(&script), [("anna", &*md5[1])]);
    let carried = script.world.delivered()[0].media.as_deref();
    assert!(carried.is_some_and(|bytes| bytes.starts_with(b"GIF89a")));
    script.shows("› wait").hides("not sent").blameless();
}

#[test]
fn what_was_sent_comes_first_the_next_time_and_after_a_restart() {
    let script = received().open("Anna").key(Code::F(7));
    let md5 = offered(&script);
    let script = script.key(Code::Down).key(Code::Enter).wait(2);
    let script = script.key(Code::F(7)).shows("sent once");
    assert_eq!(offered(&script), [&*md5[1], &*md5[0]]);
    let script = script
        .key(Code::Esc)
        .reopen()
        .wait(10)
        .open("老周")
        .key(Code::F(7));
    assert_eq!(offered(&script), [&*md5[1], &*md5[0]]);
    let script = script.key(Code::Enter).wait(2);
    assert_eq!(sent(&script), [("anna", &*md5[1]), ("zhou", &*md5[1])]);
    script.blameless();
}
