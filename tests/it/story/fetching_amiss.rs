//! Every way in which fetching goes wrong: it is said, nothing half is taken for whole, and one key tries again.

use std::fs;

use weft::app::keymap::Code;
use weft::sim::saying::Saying;
use weft::sim::world::fault::{Fault, WireFault};

use super::fetching::{blocks, chosen_file, fault, noise, trips};
use super::script::Script;
use super::town;

const FILE: &str = "webwxgetmedia";

/// A chosen file whose way here is spoilt the first time.
fn once(bytes: usize, way: WireFault) -> Script {
    fault(chosen_file("plan.pdf", bytes), FILE, Fault::Wire(way), 1)
}

/// Every byte of it, and nothing besides.
#[track_caller]
fn is_saved(script: &Script, bytes: usize) {
    assert_eq!(script.saved(), [("plan.pdf".to_owned(), noise(bytes))]);
}

/// Half of it is here.
fn half_way(script: Script) -> Script {
    script.keys("s").wait(5).shows("50%")
}

/// What was here of it is not sent again.
#[track_caller]
fn goes_on(script: &Script) {
    is_saved(script, 3_000_000);
    assert!(trips(script, FILE)[1].bytes < 2_500_000, "{:?}", script.trips);
}

/// Alt-r gets it after all.
#[track_caller]
fn saved_by_another_try(script: Script, bytes: usize) -> Script {
    let script = script.server(|world, _| world.heal());
    let script = script.alt(Code::Char('r')).wait(5).shows("Saved:");
    is_saved(&script, bytes);
    script
}

#[test]
fn whatever_the_service_sends_in_its_place_is_no_file() {
    let ways = [
        (Fault::Empty, "WeChat sends nothing"),
        (Fault::Short, "incomplete (65 KB of 97 KB)"),
        (Fault::HtmlPage, "WeChat sent a page in its place"),
        (Fault::Ret(-1), "WeChat sent a page in its place"),
        (Fault::Status(404), "the server said HTTP 404"),
        (Fault::Status(500), "the server said HTTP 500"),
        (Fault::Status(502), "the server said HTTP 502"),
        (Fault::Wire(WireFault::Reset), "no connection"),
        (
            Fault::Wire(WireFault::GarbledStatus),
            "an answer that makes no sense",
        ),
        (Fault::Hang, "no answer in time"),
    ];
    for (way, words) in ways {
        let script = fault(
            chosen_file("plan.pdf", 100_000).resize(120, 24),
            FILE,
            way.clone(),
            99,
        );
        let script = script.keys("s").wait(600).online();
        assert!(script.screen().contains(words), "{way:?}:\n{}", script.screen());
        let script = script.shows("not downloaded");
        assert_eq!(script.saved(), [], "{way:?}");
        assert_eq!(script.kept(), Vec::<String>::new(), "{way:?}");
        saved_by_another_try(script, 100_000).online();
    }
}

#[test]
fn what_passes_is_tried_again_by_itself() {
    for way in [
        Fault::Status(503),
        Fault::Wire(WireFault::Reset),
        Fault::Hang,
        Fault::Empty,
    ] {
        let script = fault(chosen_file("plan.pdf", 1000), FILE, way.clone(), 2);
        let script = script.keys("s").wait(120).shows("Saved:").blameless();
        is_saved(&script, 1000);
    }
}

#[test]
fn a_connection_that_breaks_in_the_middle_is_gone_on_with_from_there() {
    let script = once(1_000_000, WireFault::HalfBody);
    let script = script.keys("s").wait(60).shows("Saved:").blameless();
    is_saved(&script, 1_000_000);
    let [_, rest] = trips(&script, FILE)[..] else {
        panic!("{:?}", script.trips);
    };
    assert_eq!((rest.range.as_deref(), rest.status), (Some("bytes=500000-"), 206));
    assert_eq!(rest.bytes, 500_000, "what was here is not sent again");
}

#[test]
fn a_host_that_knows_no_ranges_begins_anew() {
    let script = once(1_000_000, WireFault::HalfBody);
    let script = script.server(|world, _| world.quirks_mut().no_range = true);
    let script = script.keys("s").wait(60).shows("Saved:").blameless();
    is_saved(&script, 1_000_000);
    let [_, again] = trips(&script, FILE)[..] else {
        panic!("{:?}", script.trips);
    };
    assert_eq!(
        (again.range.as_deref(), again.status),
        (Some("bytes=500000-"), 200)
    );
}

#[test]
fn the_network_goes_in_the_middle_and_comes_back() {
    let script = once(3_000_000, WireFault::Drip);
    let script = half_way(script)
        .cut()
        .wait(600)
        .hides("Saved:")
        .hides("not downloaded")
        .mend();
    let script = script.wait(120).shows("Saved:").online();
    is_saved(&script, 3_000_000);
    let last = trips(&script, FILE).last().copied().unwrap();
    assert!(last.bytes < 2_000_000, "{:?}", script.trips);
}

#[test]
fn x_stops_it_and_another_time_it_goes_on() {
    let script = once(3_000_000, WireFault::Drip);
    let script = half_way(script).keys("x").shows("Stopped.").hides("50%");
    let script = script.wait(60).hides("Saved:");
    assert_eq!(script.saved(), []);
    let script = script.keys("s").wait(2).shows("Saved:").blameless();
    goes_on(&script);
}

#[test]
fn logged_out_in_the_middle_it_goes_on_in_the_next_login() {
    let script = once(3_000_000, WireFault::Drip);
    let script = half_way(script).server(|world, _| world.kick(1101)).wait(30);
    assert_eq!(script.saved(), []);
    let script = script.logs_in_again();
    let script = script.resize(120, 24).open("Anna").alt(Code::Up);
    let script = script.shows("the session had ended");
    let script = script.keys("s").wait(5).shows("Saved:");
    goes_on(&script);
}

#[test]
fn the_program_dies_in_the_middle_and_what_came_is_not_lost() {
    let script = once(3_000_000, WireFault::Drip);
    let script = script.keys("s").wait(6).crash().restart().wait(20).online();
    let script = script
        .open("Anna")
        .alt(Code::Up)
        .keys("s")
        .wait(3)
        .shows("Saved:");
    goes_on(&script);
}

#[test]
fn what_has_expired_is_for_the_phone() {
    let script = chosen_file("plan.pdf", 1000).resize(120, 24);
    let script = script.server(|world, _| {
        let id = world.last_said("anna", "anna").unwrap();
        world.expire_media(id);
    });
    let script = script
        .keys("o")
        .wait(30)
        .shows("Expired or not ready: see the phone")
        .online();
    assert_eq!(script.kept(), Vec::<String>::new());
}

#[test]
fn what_is_too_large_is_not_begun_with() {
    let script = Script::logged_in(town()).resize(120, 24).server(|world, now| {
        let film = Saying::File {
            name: "film.mkv".into(),
            bytes: 300 * 1024 * 1024,
        };
        world.say(now, "anna", "anna", film).unwrap();
    });
    let script = script.open("Anna").alt(Code::Up).keys("s").wait(5);
    let script = script
        .shows("larger than 200 MB; open it on the phone")
        .blameless();
    assert_eq!(trips(&script, FILE).len(), 0);
}

#[test]
fn a_cache_that_cannot_be_written_says_so_and_mends() {
    let mut script = chosen_file("plan.pdf", 1000).resize(120, 24);
    let uin = script.model.directory.uin.unwrap().to_string();
    let id = script.world.last_said("anna", "anna").unwrap();
    let part = script
        .model
        .settings
        .cache
        .join(uin)
        .join(format!("{id}-whole.part"));
    fs::create_dir_all(&part).unwrap();
    script = script.keys("s").wait(5).shows("it cannot be written");
    fs::remove_dir(&part).unwrap();
    saved_by_another_try(script, 1000).blameless();
}

#[test]
fn a_folder_for_downloads_that_cannot_be_written_is_told_before_anything_is_fetched() {
    let script = chosen_file("plan.pdf", 1000);
    let downloads = script.downloads();
    fs::write(&downloads, "in the way").unwrap();
    let script = script.keys("s").wait(5).shows("That did not work:");
    assert_eq!(trips(&script, FILE).len(), 0);
    fs::remove_file(&downloads).unwrap();
    let script = script.keys("s").wait(1).shows("Saved:").blameless();
    is_saved(&script, 1000);
}

#[test]
fn what_was_let_go_of_meanwhile_is_fetched_again() {
    let script = chosen_file("plan.pdf", 1000).keys("s").wait(2).shows("Saved:");
    fs::remove_dir_all(&script.model.settings.cache).unwrap();
    let script = script.keys("s").wait(2).shows("plan (2).pdf").blameless();
    assert_eq!(trips(&script, FILE).len(), 2);
}

#[test]
fn a_picture_that_does_not_come_is_said_in_its_place_and_comes_by_another_try() {
    let script = Script::logged_in(town()).with_pictures().open("Anna");
    let script = fault(script, "webwxgetmsgimg", Fault::Empty, 4);
    let script = script
        .server(|world, now| {
            world.say(now, "anna", "anna", Saying::Image).unwrap();
        })
        .wait(30);
    assert_eq!(blocks(&script), 0, "{}", script.screen());
    let script = script.shows("not downloaded").online();
    let script = script.server(|world, _| world.heal());
    let script = script
        .alt(Code::Up)
        .alt(Code::Char('r'))
        .wait(5)
        .hides("not downloaded");
    assert!(blocks(&script) > 20, "no picture:\n{}", script.screen());
}
