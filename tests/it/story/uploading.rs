//! Files of the person's, sent: picked or pasted, asked about, brought to the service chunk by chunk, and what arrives there.

use weft::app::keymap::Code;
use weft::sim::world::fault::{Fault, FaultRule};

use super::fetching::{noise, trips};
use super::script::Script;
use super::town;
use crate::pictures::{gif, png, tiles};
use weft::domain::picture::Cell;

/// Of a file too large for one chunk and small enough for three.
pub const THREE_CHUNKS: usize = 1_300_000;

/// Its path is pasted into Anna's chat, and agreed to.
pub fn send(script: Script, name: &str) -> Script {
    let path = script.home(name);
    let script = script.open("Anna").paste(path.to_str().unwrap());
    script.shows("Send?").shows(name).key(Code::Enter)
}

/// The same for a file that is made for it.
pub fn sending(name: &str, bytes: &[u8]) -> Script {
    send(Script::logged_in(town()).has_file(name, bytes), name)
}

/// What others were sent: the kind, and the bytes.
pub fn arrived(script: &Script) -> Vec<(i64, Vec<u8>)> {
    let sent = script.world.delivered().iter();
    sent.map(|sent| (sent.msg_type, sent.media.as_deref().unwrap_or_default().to_vec()))
        .collect()
}

pub fn film(bytes: usize) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    film.extend(noise(bytes));
    film
}

#[test]
fn each_kind_arrives_as_what_it_is() {
    let sea = png(&tiles(20, 10, Cell::USUAL));
    let kinds: [(&str, Vec<u8>, i64, &str); 4] = [
        ("sea.png", sea, 3, "Photo"),
        ("wave.gif", gif(3, 48), 47, "Sticker"),
        ("beach.mp4", film(50_000), 43, "Video"),
        ("plan.txt", b"at seven".to_vec(), 6, "plan.txt"),
    ];
    for (name, bytes, msg_type, shown) in kinds {
        let script = sending(name, &bytes).wait(2).shows(shown).hides("not sent");
        assert_eq!(arrived(&script), [(msg_type, bytes)], "{name}");
        assert_eq!(trips(&script, "webwxuploadmedia").len(), 1, "{name}");
        script.blameless();
    }
}

#[test]
fn an_own_picture_is_seen_without_being_fetched() {
    let script = Script::logged_in(town()).with_pictures();
    let script = script.has_file("sea.png", &png(&tiles(20, 10, Cell::USUAL)));
    let script = send(script, "sea.png").wait(2).alt(Code::Up).keys("v").wait(1);
    assert!(super::fetching::blocks(&script) > 200, "{}", script.screen());
    let whole = |url: &&crate::machine::Trip| url.endpoint == "webwxgetmsgimg" && url.bytes > 1000;
    assert!(
        script.trips.iter().filter(whole).count() <= 1,
        "{:?}",
        script.trips
    );
    script.blameless();
}

#[test]
fn nothing_leaves_before_it_is_agreed_to() {
    let script = Script::logged_in(town())
        .has_file("plan.txt", b"at seven")
        .open("Anna");
    let path = script.home("plan.txt");
    let script = script.paste(path.to_str().unwrap()).shows("Send?").wait(10);
    let script = script.key(Code::Esc).wait(10).hides("Send?").shows("plan.txt");
    assert_eq!(arrived(&script), []);
    script.blameless();
}

#[test]
fn a_file_is_found_by_walking_to_it() {
    let script = Script::logged_in(town())
        .has_file("Pictures/sea.png", &png(&tiles(20, 10, Cell::USUAL)))
        .has_file("notes.txt", b"n")
        .open("Anna")
        .ctrl('o')
        .shows("Send a file to Anna")
        .shows("notes.txt")
        .keys("pic")
        .hides("notes.txt")
        .key(Code::Tab)
        .shows("sea.png")
        .key(Code::Enter)
        .shows("Send?")
        .key(Code::Enter)
        .wait(2);
    assert_eq!(arrived(&script).len(), 1);
    script.blameless();
}

#[test]
fn a_file_of_several_chunks_shows_how_far_it_is() {
    let bytes = noise(THREE_CHUNKS);
    let script = Script::logged_in(town()).has_file("talk.pdf", &bytes);
    let slow = FaultRule::new("webwxuploadmedia", Fault::Delay(2_000)).times(3);
    let script = send(script.server(|world, _| world.inject(slow)), "talk.pdf");
    // Half of the first chunk has left; then half of the second; then half of the rest.
    let script = script
        .wait(1)
        .shows("20%")
        .wait(2)
        .shows("60%")
        .wait(2)
        .shows("90%");
    let script = script.wait(5).hides("%").hides("not sent");
    assert_eq!(arrived(&script), [(6, bytes)]);
    assert_eq!(trips(&script, "webwxuploadmedia").len(), 3);
    script.blameless();
}

#[test]
fn what_is_written_meanwhile_waits_behind_nothing() {
    let script = Script::logged_in(town()).has_file("talk.pdf", &noise(THREE_CHUNKS));
    let slow = FaultRule::new("webwxuploadmedia", Fault::Delay(20_000)).times(3);
    let script = send(script.server(|world, _| world.inject(slow)), "talk.pdf");
    let script = script.wait(1).send("老周", "on my way").wait(5);
    let chats: Vec<&str> = script
        .world
        .delivered()
        .iter()
        .map(|sent| sent.chat.as_str())
        .collect();
    assert_eq!(chats, ["zhou"], "another chat does not wait for a file");
    let script = script.wait(120);
    assert_eq!(script.world.delivered().len(), 2);
    script.blameless();
}

#[test]
fn a_large_file_is_asked_about_and_known_the_second_time() {
    let script = Script::logged_in(town()).has_file("disk.img", &[]);
    let large = std::fs::File::create(script.home("disk.img")).unwrap();
    // Holes, which cost nothing.
    large.set_len(26 * 1024 * 1024).unwrap();
    let script = send(script, "disk.img").wait(10).hides("not sent");
    assert_eq!(script.world.delivered().len(), 1);
    assert_eq!(trips(&script, "webwxuploadmedia").len(), 52);
    let script = send(script, "disk.img").wait(10).hides("not sent");
    let sizes: Vec<usize> = arrived(&script).iter().map(|(_, bytes)| bytes.len()).collect();
    assert_eq!(sizes, [26 * 1024 * 1024; 2]);
    assert_eq!(trips(&script, "webwxuploadmedia").len(), 52, "the service has it");
    script.blameless();
}
