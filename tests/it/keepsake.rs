//! What a run leaves for the next: the session's part and the cookies as one text, and back.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use weft::domain::id::{BatchId, Epoch};
use weft::domain::secret::Secret;
use weft::net::jar::Jar;
use weft::net::keepsake::{open, seal};
use weft::port::{Batch, Ending, Keepsake, NetCommand, NetEvent, News};
use weft::wire::http::{HttpRequest, HttpResponse};

const BASE: &str = "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage";
const PART: &str = r#"{"sid":"of the session"}"#;

fn set(jar: &mut Jar, cookies: &[&str]) {
    let mut response = HttpResponse::ok("");
    for cookie in cookies {
        response.headers.push(("Set-Cookie".into(), (*cookie).into()));
    }
    jar.store(BASE, &response);
}

/// A jar as a login leaves it (`protocol.md §2.5`).
fn filled() -> Jar {
    let mut jar = Jar::new();
    set(
        &mut jar,
        &[
            "wxsid=GLRE+/; Domain=wx2.qq.com; Path=/; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Secure",
            "wxuin=2663483803; Path=/; Secure; HttpOnly",
            "webwx_data_ticket=gSd; Domain=.qq.com; Path=/; Max-Age=43200; Secure",
            "wxloadtime=1_expired; Domain=wx2.qq.com; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
        ],
    );
    jar
}

fn cookies(jar: &mut Jar, url: &str) -> Vec<String> {
    let mut request = HttpRequest::get(url.into(), Duration::ZERO);
    jar.attach(&mut request);
    let line = request.header("cookie").unwrap_or_default();
    let mut cookies: Vec<String> = line.split("; ").map(str::to_owned).collect();
    cookies.sort();
    cookies
}

fn secret(text: &str) -> Keepsake {
    Keepsake(Secret::new(text))
}

fn news(news: News) -> NetEvent {
    let epoch = Epoch(1);
    NetEvent { epoch, news }
}

/// What is told of a session's part; `None` where that is nothing new.
fn told(part: &str, jar: &mut Jar) -> Option<Keepsake> {
    let NetEvent { news, .. } = seal(news(News::Keepsake(secret(part))), jar)?;
    let News::Keepsake(whole) = news else {
        panic!("{news:?}");
    };
    Some(whole)
}

/// The session's part, and the jar that comes with it.
fn opened(keepsake: Keepsake) -> Option<(Keepsake, Jar)> {
    let mut jar = filled();
    let command = open(NetCommand::Resume(keepsake), &mut jar);
    if let NetCommand::Resume(part) = command {
        return Some((part, jar));
    }
    assert_eq!(command, NetCommand::Login);
    None
}

#[test]
fn every_cookie_comes_back_to_its_hosts_with_its_end() {
    let mut jar = filled();
    let whole = told(PART, &mut jar).unwrap();
    assert!(
        whole.0.expose().contains("\"expires\":4102444800"),
        "as the service set it"
    );
    assert!(!whole.0.expose().contains("wxloadtime"), "over already");
    let (part, mut back) = opened(whole.clone()).unwrap();
    assert_eq!(part, secret(PART));
    for url in [
        "https://wx2.qq.com/",
        "https://webpush.wx2.qq.com/cgi-bin/mmwebwx-bin/synccheck",
        "https://login.weixin.qq.com/",
        "http://wx2.qq.com/",
        "https://example.com/",
    ] {
        assert_eq!(cookies(&mut back, url), cookies(&mut jar, url), "{url}");
    }
    assert_eq!(cookies(&mut back, "https://wx2.qq.com/").len(), 3);
    assert_eq!(
        cookies(&mut back, "https://webpush.wx2.qq.com/").len(),
        2,
        "wxuin had no domain"
    );
    assert_eq!(told(PART, &mut back), Some(whole), "word for word");
}

#[test]
fn a_cookie_that_has_run_out_meanwhile_stays_away() {
    let whole = told(PART, &mut filled()).unwrap();
    let text = whole.0.expose().replace("4102444800", "1700000000");
    let (_, mut jar) = opened(secret(&text)).unwrap();
    let left = cookies(&mut jar, "https://wx2.qq.com/");
    assert_eq!(left, ["webwx_data_ticket=gSd", "wxuin=2663483803"]);
}

#[test]
fn the_kept_cookies_take_the_place_of_all_others() {
    let whole = told(PART, &mut Jar::new()).unwrap();
    let (_, mut jar) = opened(whole).unwrap();
    assert_eq!(cookies(&mut jar, "https://wx2.qq.com/"), [""]);
}

#[test]
fn the_same_again_is_not_told_again() {
    let mut jar = filled();
    assert!(told(PART, &mut jar).is_some());
    assert!(told(PART, &mut jar).is_none());
    let renewed = "wxsid=GLRE+/; Domain=wx2.qq.com; Path=/; Expires=Fri, 01 Jan 2100 00:00:01 GMT; Secure";
    set(&mut jar, &[renewed]);
    assert!(told(PART, &mut jar).is_none(), "a second longer");
    set(&mut jar, &[&renewed.replace("00:00:01", "10:00:00")]);
    assert!(told(PART, &mut jar).is_some(), "ten hours longer");
    set(&mut jar, &["wxsid=another; Domain=wx2.qq.com; Path=/; Secure"]);
    assert!(told(PART, &mut jar).is_some(), "another value");
    assert!(told(r#"{"sid":"another"}"#, &mut jar).is_some());
}

#[test]
fn a_batch_takes_the_cookies_along_and_speaks_for_what_follows() {
    let mut jar = filled();
    let batch = Batch {
        id: BatchId(1),
        profile: None,
        deleted: Vec::new(),
        changed: Vec::new(),
        items: Vec::new(),
        keepsake: Some(secret(PART)),
    };
    let event = seal(news(News::Synced(batch)), &mut jar).unwrap();
    let News::Synced(batch) = event.news else {
        panic!("{event:?}");
    };
    let (part, mut back) = opened(batch.keepsake.unwrap()).unwrap();
    assert_eq!(part, secret(PART));
    assert_eq!(cookies(&mut back, "https://wx2.qq.com/").len(), 3);
    assert!(told(PART, &mut jar).is_none());
}

#[test]
fn a_logout_empties_the_jar_and_being_put_out_does_not() {
    let mut jar = filled();
    seal(news(News::Ended(Ending::ByService { code: 1101 })), &mut jar).unwrap();
    assert_eq!(
        cookies(&mut jar, "https://wx2.qq.com/").len(),
        3,
        "the phone can be asked"
    );
    seal(news(News::Ended(Ending::LoggedOut)), &mut jar).unwrap();
    assert_eq!(format!("{jar:?}"), "Jar(0 cookies)");
}

#[test]
fn nothing_of_one_account_goes_along_with_another() {
    let mut jar = filled();
    set(&mut jar, &["wxuin=2663483803; Domain=wx2.qq.com; Path=/"]);
    assert_eq!(
        cookies(&mut jar, "https://wx2.qq.com/").len(),
        3,
        "the same again"
    );
    set(&mut jar, &["wxuin=; Domain=wx2.qq.com; Path=/; Max-Age=0"]);
    assert_eq!(cookies(&mut jar, "https://wx2.qq.com/").len(), 2, "taken away");
    set(
        &mut jar,
        &[
            "webwx_data_ticket=gSe; Domain=.qq.com; Path=/",
            "wxuin=1; Domain=wx2.qq.com; Path=/",
        ],
    );
    assert_eq!(
        cookies(&mut jar, "https://wx2.qq.com/"),
        ["webwx_data_ticket=gSe", "wxuin=1"]
    );
}

#[test]
fn another_versions_text_is_none() {
    let whole = told(PART, &mut filled()).unwrap();
    let text = whole.0.expose();
    assert!(opened(secret(&text.replace("\"version\":1", "\"version\":2"))).is_none());
    assert!(opened(secret(&text.replace("cookies", "biscuits"))).is_none());
    assert!(opened(secret("")).is_none());
}

#[test]
fn no_secret_is_printed() {
    let mut jar = filled();
    let whole = told(PART, &mut jar).unwrap();
    let command = NetCommand::Resume(whole.clone());
    let printed = format!("{jar:?} {command:?} {:?}", news(News::Keepsake(whole)));
    for word in ["GLRE", "2663483803", "gSd", "session\""] {
        assert!(!printed.contains(word), "{printed}");
    }
}

fn any_cookie() -> impl Strategy<Value = String> {
    let word = "[!-:<-~]{0,12}";
    let end = prop_oneof![
        Just(String::new()),
        (0_i64..100_000).prop_map(|s| format!("; Max-Age={s}")),
        Just("; Expires=Fri, 01 Jan 2100 00:00:00 GMT".into()),
    ];
    let domain = prop_oneof![
        Just(""),
        Just("; Domain=wx2.qq.com"),
        Just("; Domain=.qq.com"),
        Just("; Domain=qq.co")
    ];
    let marks = prop_oneof![Just(""), Just("; Secure"), Just("; Secure; HttpOnly")];
    (word, "\\PC{0,12}", end, domain, "(; Path=/[a-z/]{0,6})?", marks).prop_map(
        |(name, value, end, domain, path, marks)| format!("{name}={value}{domain}{path}{end}{marks}"),
    )
}

proptest! {
    /// Whatever cookies a service sets: to text and back, and the text is the same.
    #[test]
    fn text_and_back(lines in vec(any_cookie(), 0..8)) {
        let mut jar = Jar::new();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        set(&mut jar, &lines);
        let whole = told(PART, &mut jar).unwrap();
        let (part, mut back) = opened(whole.clone()).unwrap();
        prop_assert_eq!(part, secret(PART));
        prop_assert_eq!(told(PART, &mut back), Some(whole));
    }

    #[test]
    fn no_text_panics(text in ".*", cut in 0_usize..400, byte in any::<char>()) {
        drop(opened(secret(&text)));
        let whole = told(PART, &mut filled()).unwrap();
        let mut text = whole.0.expose().to_owned();
        let cut = text.floor_char_boundary(cut.min(text.len()));
        text.insert(cut, byte);
        drop(opened(secret(&text)));
        text.truncate(cut);
        prop_assert!(opened(secret(&text)).is_none());
    }
}
