//! What is carried further or taken back: pictures forwarded without an upload, and nothing kept of what was recalled.

use weft::app::keymap::Code;
use weft::domain::picture::Cell;
use weft::sim::saying::Saying;

use super::fetching::{blocks, noise, send_file, trips};
use super::script::Script;
use super::town;
use super::uploading::{arrived, send};
use crate::pictures::{png, tiles};

/// Anna sends a picture, and it is seen small and large.
fn seen(script: Script) -> (Script, u64) {
    let mut id = 0;
    let script = script.with_pictures().open("Anna").server(|world, now| {
        id = world.say(now, "anna", "anna", Saying::Image).unwrap();
    });
    let script = script.wait(1).alt(Code::Up).keys("v").wait(1).key(Code::Esc);
    assert!(blocks(&script) > 20, "{}", script.screen());
    assert_eq!(script.kept().len(), 2);
    (script, id)
}

#[test]
fn a_picture_goes_on_to_two_chats_without_an_upload() {
    let (script, _) = seen(Script::logged_in(town()));
    let script = script
        .keys("f")
        .shows("Forward")
        .keys("laozhou ")
        .ctrl('u')
        .keys("爬山 ");
    let script = script
        .key(Code::Enter)
        .shows("Forward to 老周, 周末爬山?")
        .key(Code::Enter)
        .wait(5);
    let script = script.shows("Forwarded to 2 chats");
    let whole = trips(&script, "webwxgetmsgimg")[1].bytes;
    let arrived: Vec<(i64, usize)> = arrived(&script)
        .iter()
        .map(|(kind, media)| (*kind, media.len()))
        .collect();
    assert_eq!(arrived, [(3, whole), (3, whole)]);
    let chats: Vec<&str> = script
        .world
        .delivered()
        .iter()
        .map(|sent| sent.chat.as_str())
        .collect();
    assert_eq!(chats, ["zhou", "hike"]);
    assert_eq!(trips(&script, "webwxuploadmedia").len(), 0);
    script.blameless();
}

#[test]
fn a_file_goes_on_after_a_restart_without_a_download() {
    let script = Script::logged_in(town()).server(|world, now| {
        send_file(world, now, "plan.pdf", noise(5000));
    });
    let script = script
        .wait(1)
        .reopen()
        .wait(10)
        .open("Anna")
        .alt(Code::Up)
        .keys("f");
    let script = script.keys("laozhou").key(Code::Enter).key(Code::Enter).wait(5);
    assert_eq!(arrived(&script), [(6, noise(5000))]);
    assert_eq!(script.trips, []);
    script.shows("Forwarded").blameless();
}

#[test]
fn without_what_it_came_with_a_picture_goes_up_anew() {
    let script = Script::logged_in(town()).resize(120, 24);
    let script = script.server(|world, now| {
        world.quirks_mut().tokens = true;
        world.say(now, "anna", "anna", Saying::Image).unwrap();
    });
    let script = script.wait(1).open("Anna").alt(Code::Up).keys("f").wait(1);
    let script = script
        .shows("Goes up anew")
        .keys("laozhou ")
        .ctrl('u')
        .keys("爬山 ");
    let script = script.key(Code::Enter).key(Code::Enter).wait(10);
    let script = script.shows("Forwarded to 2 chats");
    let whole = trips(&script, "webwxgetmsgimg").last().unwrap().bytes;
    let arrived: Vec<(i64, usize)> = arrived(&script)
        .iter()
        .map(|(kind, media)| (*kind, media.len()))
        .collect();
    assert_eq!(arrived, [(3, whole), (3, whole)]);
    assert_eq!(trips(&script, "webwxuploadmedia").len(), 1, "once for both");
    assert_eq!(script.outgoing(), Vec::<String>::new(), "no copy is left");
    script.blameless();
}

#[test]
fn an_own_picture_goes_on_to_somebody_else_from_what_is_kept_of_it() {
    let script = Script::logged_in(town()).with_pictures();
    let picture = png(&tiles(20, 10, Cell::USUAL));
    let script = script.has_file("sea.png", &picture);
    let script = send(script, "sea.png").wait(2);
    let small = trips(&script, "webwxgetmsgimg").len();
    let script = script.alt(Code::Up).keys("f").wait(1).shows("Goes up anew");
    let script = script.keys("laozhou").key(Code::Enter).key(Code::Enter).wait(5);
    assert_eq!(arrived(&script), [(3, picture.clone()), (3, picture)]);
    assert_eq!(
        trips(&script, "webwxgetmsgimg").len(),
        small,
        "what is here is not fetched"
    );
    script.shows("Forwarded").blameless();
}

#[test]
fn an_own_picture_is_recalled_and_nothing_is_kept_of_it() {
    let script = Script::logged_in(town()).with_pictures();
    let script = script.has_file("sea.png", &png(&tiles(20, 10, Cell::USUAL)));
    let script = send(script, "sea.png").wait(2);
    assert!(blocks(&script) > 20, "{}", script.screen());
    assert!(!script.kept().is_empty());
    let script = script
        .alt(Code::Up)
        .keys("u")
        .shows("Recall?")
        .key(Code::Enter)
        .wait(2);
    assert!(script.world.delivered()[0].recalled);
    let script = script.shows("You recalled a message");
    assert_eq!(
        (script.kept(), blocks(&script)),
        (Vec::new(), 0),
        "{}",
        script.screen()
    );
    assert!(script.home("sea.png").exists(), "the person's own file is theirs");
    script.blameless();
}

#[test]
fn what_somebody_recalls_is_gone_from_the_disk_too() {
    let (script, id) = seen(Script::logged_in(town()));
    let script = script.keys("s").shows("Saved:");
    let script = script.server(|world, now| assert!(world.recall(now, id))).wait(2);
    assert_eq!(
        (script.kept(), blocks(&script)),
        (Vec::new(), 0),
        "{}",
        script.screen()
    );
    assert_eq!(script.saved().len(), 1, "what was saved is theirs");
    // It stays gone.
    let script = script.reopen().wait(10).open("Anna").wait(2);
    assert_eq!(
        (script.kept(), blocks(&script)),
        (Vec::new(), 0),
        "{}",
        script.screen()
    );
    script.blameless();
}

#[test]
fn what_is_recalled_far_above_is_gone_from_the_disk_too() {
    let (mut script, id) = seen(Script::logged_in(town()));
    for nth in 0..30 {
        script = script.server(move |world, now| {
            for line in 0..30 {
                let text = Saying::text(format!("line {line} of part {nth}"));
                assert!(world.say(now, "anna", "anna", text).is_ok());
            }
        });
    }
    let script = script.wait(20).reopen().wait(10);
    assert_eq!(script.kept().len(), 2);
    let script = script.server(|world, now| assert!(world.recall(now, id))).wait(2);
    assert_eq!(script.kept(), Vec::<String>::new());
    script.blameless();
}

#[test]
fn what_is_recalled_on_its_way_here_stops() {
    let mut id = 0;
    let script = Script::logged_in(town()).server(|world, now| {
        id = send_file(world, now, "plan.pdf", noise(3_000_000));
    });
    let slow = weft::sim::world::fault::Fault::Wire(weft::sim::world::fault::WireFault::Drip);
    let script = super::fetching::fault(script, "webwxgetmedia", slow, 1);
    let script = script.open("Anna").alt(Code::Up).keys("s").wait(6).shows("60%");
    assert_eq!(script.kept().len(), 1, "what came so far");
    let script = script
        .server(|world, now| assert!(world.recall(now, id)))
        .wait(30);
    assert_eq!((script.kept(), script.saved()), (Vec::new(), Vec::new()));
    script.hides("%").online().blameless();
}

#[test]
fn with_the_setting_what_was_recalled_is_kept() {
    let (script, id) = seen(Script::logged_in(town()).keeping_recalled());
    let script = script.server(|world, now| assert!(world.recall(now, id))).wait(2);
    assert_eq!(script.kept().len(), 2);
    script.blameless();
}
