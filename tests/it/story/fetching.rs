//! What others send, fetched, shown, opened and saved: by keys, from the service to the disk.

use weft::app::keymap::Code;
use weft::sim::saying::Saying;
use weft::sim::world::World;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};

use super::script::Script;
use super::town;
use crate::machine::Trip;

/// Bytes that do not repeat, so that a piece in the wrong place is seen.
pub fn noise(bytes: usize) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(bytes as u64);
    std::iter::repeat_with(|| rng.u8(..)).take(bytes).collect()
}

/// Anna sends a file, in her chat.
pub fn send_file(world: &mut World, now: weft::domain::time::Now, name: &str, bytes: Vec<u8>) -> u64 {
    let saying = Saying::File {
        name: name.into(),
        bytes: bytes.len() as u64,
    };
    world.say_carrying(now, ("anna", "anna"), saying, bytes).unwrap()
}

/// A file of Anna's is chosen.
pub fn chosen_file(name: &str, bytes: usize) -> Script {
    let bytes = noise(bytes);
    Script::logged_in(town())
        .server(|world, now| {
            send_file(world, now, name, bytes);
        })
        .open("Anna")
        .alt(Code::Up)
        .shows(name)
}

pub fn fault(script: Script, endpoint: &str, fault: Fault, times: u32) -> Script {
    let rule = FaultRule::new(endpoint, fault).times(times);
    script.server(|world, _| world.inject(rule))
}

pub fn trips<'s>(script: &'s Script, endpoint: &str) -> Vec<&'s Trip> {
    let trips = script.trips.iter();
    trips.filter(|trip| trip.endpoint == endpoint).collect()
}

fn said(script: Script, saying: Saying) -> Script {
    script
        .server(|world, now| {
            world.say(now, "anna", "anna", saying).unwrap();
        })
        .wait(1)
}

/// Cells of a picture on a screen without colours.
pub fn blocks(script: &Script) -> usize {
    script.screen().chars().filter(|c| "░▒▓█".contains(*c)).count()
}

#[test]
fn a_picture_comes_and_its_thumb_is_seen_without_a_key() {
    let script = said(
        Script::logged_in(town()).with_pictures().open("Anna"),
        Saying::Image,
    );
    assert!(blocks(&script) > 20, "no picture:\n{}", script.screen());
    assert_eq!(trips(&script, "webwxgetmsgimg").len(), 1, "{:?}", script.trips);
    // All of it is fetched for whoever wants to see all of it.
    let script = script.alt(Code::Up).keys("v").wait(1);
    assert!(
        blocks(&script) > 200,
        "not the whole screen:\n{}",
        script.screen()
    );
    let bytes: Vec<usize> = trips(&script, "webwxgetmsgimg")
        .iter()
        .map(|trip| trip.bytes)
        .collect();
    assert!(bytes.len() == 2 && bytes[0] < bytes[1], "{bytes:?}");
    let script = script.key(Code::Esc).keys("s").shows("Saved:").blameless();
    let saved = script.saved();
    assert_eq!(saved.len(), 1);
    assert!(saved[0].0.starts_with("photo-20261122-") && saved[0].0.contains(".jpg"));
    assert_eq!(saved[0].1.len(), bytes[1], "once fetched, it is here");
}

#[test]
fn a_picture_of_an_earlier_run_is_on_the_disk_and_not_fetched_again() {
    let script = said(
        Script::logged_in(town()).with_pictures().open("Anna"),
        Saying::Image,
    );
    let before = script.trips.len();
    let script = script.reopen().wait(10).open("Anna").wait(1);
    assert!(blocks(&script) > 20, "no picture:\n{}", script.screen());
    assert_eq!(script.trips.len(), before);
}

#[test]
fn a_file_is_saved_with_its_progress_in_the_line() {
    let script = chosen_file("plan.pdf", 400_000);
    let script = fault(script, "webwxgetmedia", Fault::Wire(WireFault::Drip), 1);
    let script = script
        .keys("s")
        .wait(4)
        .shows("40%")
        .wait(3)
        .shows("70%")
        .wait(10);
    let script = script
        .shows("downloaded")
        .shows("Saved:")
        .shows("downloads/plan.pdf");
    assert_eq!(script.saved(), [("plan.pdf".to_owned(), noise(400_000))]);
    // Saved again it is neither fetched again, nor put over the one there is.
    let script = script.keys("s").shows("plan (2).pdf").blameless();
    let names: Vec<String> = script.saved().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["plan (2).pdf", "plan.pdf"]);
    assert_eq!(trips(&script, "webwxgetmedia").len(), 1);
}

#[test]
fn nothing_of_the_persons_is_written_over() {
    let script = chosen_file("plan.pdf", 1000);
    std::fs::create_dir_all(script.downloads()).unwrap();
    std::fs::write(script.downloads().join("plan.pdf"), "mine").unwrap();
    let script = script.keys("s").wait(1).shows("plan (2).pdf").blameless();
    let saved = [
        ("plan (2).pdf".to_owned(), noise(1000)),
        ("plan.pdf".to_owned(), b"mine".to_vec()),
    ];
    assert_eq!(script.saved(), saved);
}

#[test]
fn a_name_that_wants_out_of_the_folder_stays_in() {
    let name = "../../.ssh/\u{202e}fdp.authorized_keys";
    let script = Script::logged_in(town())
        .server(|world, now| {
            send_file(world, now, name, noise(1000));
        })
        .open("Anna")
        .alt(Code::Up)
        .keys("s")
        .wait(1)
        .shows("Saved:");
    let saved = script.saved();
    assert_eq!(saved.len(), 1, "{saved:?}");
    assert!(!saved[0].0.starts_with('.') && !saved[0].0.contains(['/', '\u{202e}']));
    let above = std::fs::read_dir(script.disk.path()).unwrap();
    let mut above: Vec<_> = above.map(|entry| entry.unwrap().file_name()).collect();
    above.sort();
    assert_eq!(above, ["cache", "downloads"]);
}

#[test]
fn o_and_enter_open_what_is_not_a_program() {
    for key in [Code::Char('o'), Code::Enter] {
        let script = said(
            Script::logged_in(town()).open("Anna"),
            Saying::Voice { millis: 4000 },
        );
        let script = script
            .alt(Code::Up)
            .key(key)
            .wait(1)
            .shows("Given to the system's program");
        assert_eq!(trips(&script, "webwxgetvoice").len(), 1);
        script.blameless();
    }
    let script = chosen_file("setup.sh", 100).keys("o").wait(1);
    script.shows("This can run as a program").blameless();
}

#[test]
fn a_video_is_asked_for_by_range() {
    let script = said(
        Script::logged_in(town()).open("Anna"),
        Saying::Video { seconds: 3 },
    );
    let script = script.alt(Code::Up).keys("s").wait(1).shows("Saved:").blameless();
    let trip = trips(&script, "webwxgetvideo")[0];
    assert_eq!((trip.range.as_deref(), trip.status), (Some("bytes=0-"), 206));
    assert_eq!(script.saved()[0].1.len(), trip.bytes);
}

#[test]
fn two_files_at_once_are_two_files() {
    let script = Script::logged_in(town()).server(|world, now| {
        send_file(world, now, "one.txt", noise(1000));
        send_file(world, now, "two.txt", noise(2000));
    });
    let script = script
        .open("Anna")
        .alt(Code::Up)
        .keys("s")
        .key(Code::Up)
        .keys("s")
        .wait(2);
    let saved = [
        ("one.txt".to_owned(), noise(1000)),
        ("two.txt".to_owned(), noise(2000)),
    ];
    assert_eq!(script.saved(), saved);
    script.blameless();
}

#[test]
fn what_is_not_on_the_web_server_yet_is_waited_for() {
    let script = chosen_file("plan.pdf", 5000).server(|world, _| world.quirks_mut().empty_media = true);
    let script = script.keys("s").wait(10).shows("Saved:").blameless();
    let bytes: Vec<usize> = trips(&script, "webwxgetmedia")
        .iter()
        .map(|trip| trip.bytes)
        .collect();
    assert_eq!(bytes, [0, 5000]);
}

#[test]
fn after_a_restart_a_file_is_fetched_by_what_was_kept_of_it() {
    let script = chosen_file("plan.pdf", 5000).reopen().wait(10).open("Anna");
    let script = script.alt(Code::Up).keys("s").wait(2).shows("Saved:").blameless();
    assert_eq!(script.saved(), [("plan.pdf".to_owned(), noise(5000))]);
}
