//! What messages carry, fetched as a browser would.

use serde_json::json;
use weft::sim::saying::Saying;
use weft::sim::world::Reply;
use weft::wire::http::{HttpRequest, HttpResponse, Method};

use super::browser::{Browser, HOME, ready, setup};

const API: &str = "/cgi-bin/mmwebwx-bin";

fn say(browser: &mut Browser, saying: Saying) -> u64 {
    browser.world.say(browser.now, "zhou", "zhou", saying).unwrap()
}

fn get(browser: &mut Browser, path: &str) -> HttpResponse {
    browser.answer(Method::Get, &format!("{API}/{path}"), b"")
}

/// The same from a byte on.
fn ranged(browser: &mut Browser, path: &str, range: &str) -> Reply {
    let request = HttpRequest::get(format!("{HOME}{API}/{path}"), std::time::Duration::MAX)
        .with_header("Cookie", &browser.cookie_line())
        .with_header("Range", range);
    browser.world.request(browser.now, &request)
}

/// Where a file is fetched.
fn file_path(browser: &mut Browser, name: &str, bytes: u64) -> (String, u64) {
    let id = say(
        browser,
        Saying::File {
            name: name.into(),
            bytes,
        },
    );
    let message = browser.news().pop().unwrap();
    let ticket = browser
        .cookies
        .iter()
        .find(|(name, _)| name == "webwx_data_ticket");
    let path = format!(
        "webwxgetmedia?sender={}&mediaid={}&encryfilename={}&fromuser={}&webwx_data_ticket={}",
        browser.name("zhou"),
        message["MediaId"].as_str().unwrap(),
        message["EncryFileName"].as_str().unwrap(),
        browser.uin,
        ticket.unwrap().1,
    );
    (path, id)
}

#[test]
fn every_kind_has_bytes_of_its_kind_and_as_many_as_it_says() {
    let mut browser = Browser::at_home(setup());
    for _ in 0..3 {
        let image = say(&mut browser, Saying::Image);
        let content = browser.news().pop().unwrap()["Content"]
            .as_str()
            .unwrap()
            .to_owned();
        let whole = get(&mut browser, &format!("webwxgetmsgimg?&MsgID={image}"));
        let thumb = get(&mut browser, &format!("webwxgetmsgimg?&MsgID={image}&type=slave"));
        assert!(whole.body.starts_with(b"\xff\xd8\xff") && thumb.body.starts_with(b"\xff\xd8\xff"));
        assert!(thumb.body.len() * 2 < whole.body.len());
        assert!(
            content.contains(&format!("length=\"{}\"", whole.body.len())),
            "{content}"
        );
    }
    let sticker = say(&mut browser, Saying::Sticker);
    let gif = get(&mut browser, &format!("webwxgetmsgimg?MsgID={sticker}&type=big"));
    assert!(gif.body.starts_with(b"GIF89a"));
    let store = say(&mut browser, Saying::StoreSticker);
    assert_eq!(
        get(&mut browser, &format!("webwxgetmsgimg?MsgID={store}&type=big")).body,
        b""
    );
    let voice = say(&mut browser, Saying::Voice { millis: 7_200 });
    let mp3 = get(&mut browser, &format!("webwxgetvoice?msgid={voice}")).body;
    assert!(mp3.starts_with(b"\xff\xf3"));
    assert_eq!(mp3.len(), 200 * 72, "36 ms in every frame");
    let zhou = browser.name("zhou");
    let face = get(&mut browser, &format!("webwxgeticon?seq=0&username={zhou}")).body;
    let hike = browser.name("hike");
    let room = get(&mut browser, &format!("webwxgetheadimg?seq=0&username={hike}")).body;
    assert!(face.starts_with(b"\x89PNG") && room.starts_with(b"\x89PNG") && face != room);
    assert!(browser.breached().is_empty(), "{:?}", browser.breached());
}

#[test]
fn who_is_no_friend_is_seen_by_the_group_where_they_are_met() {
    let mut browser = Browser::at_home(setup());
    let (hike, amu, zhou) = (browser.name("hike"), browser.name("amu"), browser.name("zhou"));
    let list = json!([{ "UserName": hike, "EncryChatRoomId": "" }]);
    let answer = browser.post("webwxbatchgetcontact", json!({ "Count": 1, "List": list }));
    let room = answer["ContactList"][0]["EncryChatRoomId"].as_str().unwrap();
    let mut seen = |who: &str, more: &str| {
        let path = format!("webwxgeticon?seq=0&username={who}{more}");
        !get(&mut browser, &path).body.is_empty()
    };
    assert!(seen(&zhou, "") && !seen(&amu, ""));
    assert!(seen(&amu, &format!("&chatroomid={room}")));
    assert!(!seen(&amu, "&chatroomid=@nowhere"));
}

#[test]
fn a_video_wants_a_range_and_ranges_are_kept() {
    let mut browser = Browser::at_home(setup());
    let video = say(&mut browser, Saying::Video { seconds: 3 });
    let path = format!("webwxgetvideo?msgid={video}");
    assert_eq!(get(&mut browser, &path).body, b"");
    assert_eq!(browser.breached(), ["NoRange at webwxgetvideo"]);
    let mut fetch = |range: &str| {
        browser.wait(1);
        browser.world.settle(browser.now);
        assert!(matches!(ranged(&mut browser, &path, range), Reply::Held(_)));
        browser.wait(1);
        browser.world.settle(browser.now).remove(0).1.response
    };
    let whole = fetch("bytes=0-");
    assert_eq!(
        (whole.status, whole.header("content-type")),
        (206, Some("video/mp4"))
    );
    assert!(whole.body.get(4..8) == Some(b"ftyp"));
    let rest = fetch("bytes=100-");
    assert_eq!(rest.body, whole.body[100..]);
    let range = format!("bytes 100-{}/{}", whole.body.len() - 1, whole.body.len());
    assert_eq!(rest.header("content-range"), Some(range.as_str()));
    assert_eq!(fetch("bytes=10-19").body, whole.body[10..20]);
    assert_eq!(fetch("bytes=999999-").status, 416);
}

#[test]
fn two_files_at_once_are_the_same_file() {
    let mut browser = Browser::at_home(setup());
    let (one, _) = file_path(&mut browser, "一.txt", 4096);
    let (two, _) = file_path(&mut browser, "二.txt", 100);
    let Reply::Held(_) = ranged(&mut browser, &one, "") else {
        panic!("a file takes its time");
    };
    let wrong = ready(ranged(&mut browser, &two, "")).response.body;
    assert_eq!(browser.breached(), ["ParallelDownload at webwxgetmedia"]);
    browser.wait(1);
    assert_eq!(browser.world.settle(browser.now).remove(0).1.response.body, wrong);
    assert_eq!(get(&mut browser, &two).body.len(), 100);
}

#[test]
fn a_name_encoded_twice_and_an_old_key_bring_nothing() {
    let mut browser = Browser::at_home(setup());
    let (path, id) = file_path(&mut browser, "报告.pdf", 64);
    assert_eq!(get(&mut browser, &path.replace('%', "%25")).body, b"");
    assert_eq!(browser.breached(), ["WrongFileName at webwxgetmedia"]);
    assert_eq!(get(&mut browser, &path).body.len(), 64);
    browser.world.expire_media(id);
    assert_eq!(get(&mut browser, &path).body, b"", "gone after some days");
    let image = say(&mut browser, Saying::Image);
    let asked = format!("webwxgetmsgimg?&MsgID={image}&skey=wrong");
    assert_eq!(get(&mut browser, &asked).body, b"");
    browser.cookies.clear();
    assert_eq!(
        get(&mut browser, &format!("webwxgetmsgimg?&MsgID={image}")).body,
        b""
    );
}

#[test]
fn what_somebody_brought_is_what_is_fetched() {
    let mut browser = Browser::at_home(setup());
    let bytes = b"\x89PNG\r\n\x1a\n of somebody's own".to_vec();
    let id = browser
        .world
        .say_carrying(browser.now, ("zhou", "zhou"), Saying::Image, bytes.clone())
        .unwrap();
    assert_eq!(
        get(&mut browser, &format!("webwxgetmsgimg?&MsgID={id}")).body,
        bytes
    );
}
