//! From the code to the session, and every way not to get there.

use serde_json::json;
use weft::sim::world::setup::{Account, Family};
use weft::wire::http::{HttpRequest, Method};

use super::browser::{Browser, HOME, between, due, held, ready, setup, text};

#[test]
fn a_code_is_held_scanned_confirmed_and_changed_into_a_session() {
    let mut browser = Browser::new(setup());
    let uuid = browser.new_code();
    held(&browser.poll(&uuid, 1));
    browser.wait(25);
    assert_eq!(due(&mut browser), "window.code=408;");

    held(&browser.poll(&uuid, 1));
    assert!(browser.world.settle(browser.now).is_empty());
    browser.world.scan(browser.now);
    assert!(due(&mut browser).starts_with("window.code=201;window.userAvatar = 'data:img/jpg;base64,/9j/"));

    // With tip=1 the scan is told over and over, with tip=0 once.
    assert!(text(&ready(browser.poll(&uuid, 1))).starts_with("window.code=201"));
    held(&browser.poll(&uuid, 0));
    browser.world.confirm(browser.now);
    assert!(
        due(&mut browser)
            .starts_with("window.code=200;\nwindow.redirect_uri=\"http://127.0.0.1:8080/cgi-bin/")
    );

    let xml = browser.log_in();
    assert!(xml.starts_with("<error><ret>0</ret><message></message><skey>@crypt_"));
    assert!(
        browser.sid.contains('+') && browser.sid.contains('/'),
        "both traps are in the sid"
    );
    assert!(browser.ticket.contains("%2F"));
    assert!(browser.uin.parse::<i32>().is_err(), "beyond i32");
    assert!(browser.breached().is_empty(), "{:?}", browser.breached());
}

#[test]
fn a_code_is_cancelled_or_expires() {
    let mut browser = Browser::new(setup());
    let uuid = browser.new_code();
    browser.world.cancel(browser.now);
    assert_eq!(text(&ready(browser.poll(&uuid, 1))), "window.code=202;");

    let uuid = browser.new_code();
    held(&browser.poll(&uuid, 1));
    browser.wait(240);
    assert_eq!(due(&mut browser), "window.code=400;");
    assert_eq!(text(&ready(browser.poll("unheard-of", 1))), "window.code=400;");
    assert_eq!(browser.breached(), ["UnknownCode at login"]);
}

#[test]
fn a_ticket_works_once() {
    let mut browser = Browser::new(setup());
    let redirect = browser.redirect();
    let page = format!("{redirect}&fun=new&version=v2");
    assert!(browser.get(&page).contains("<ret>0</ret>"));
    assert!(
        browser
            .get(&page)
            .contains("<ret>1203</ret><message>check ticket failed</message>")
    );
    assert_eq!(browser.breached(), ["TicketReused at webwxnewloginpage"]);
}

#[test]
fn refusals_carry_their_words_and_no_cookies() {
    let mut browser = Browser::new(setup());
    browser.world.set_account(Account::Refused {
        ret: 1203,
        message: "为了你的帐号安全，新注册的微信号不能登录网页微信".into(),
    });
    let redirect = browser.redirect();
    let xml = browser.get(&format!("{redirect}&fun=new&version=v2"));
    assert!(xml.contains("<ret>1203</ret><message>为了你的帐号安全，新注册"));
    assert!(browser.cookies.is_empty());
}

#[test]
fn a_desktop_account_wants_the_desktops_headers_and_may_answer_301() {
    let mut setup = setup();
    setup.account = Account::DesktopOnly;
    let mut browser = Browser::new(setup);
    browser.world.quirks_mut().desktop_301 = true;
    let redirect = browser.redirect();
    assert!(
        browser
            .get(&format!("{redirect}&fun=new&version=v2&mod=desktop"))
            .contains("<ret>1203</ret>")
    );

    let redirect = browser.redirect();
    let url = format!("{HOME}{redirect}&fun=new&version=v2&mod=desktop");
    let request = HttpRequest::get(url, std::time::Duration::MAX)
        .with_header("client-version", "2.0.0")
        .with_header("extspam", &"x".repeat(880));
    let response = ready(browser.world.request(browser.now, &request)).response;
    assert_eq!((response.status, response.header("Location")), (301, None));
    assert!(String::from_utf8(response.body).unwrap().contains("<ret>0</ret>"));
}

#[test]
fn the_desktops_headers_alone_get_its_301_where_the_version_is_left_out() {
    let mut browser = Browser::new(setup());
    let redirect = browser.redirect();
    let request = HttpRequest::get(format!("{HOME}{redirect}"), std::time::Duration::MAX)
        .with_header("client-version", "2.0.0")
        .with_header("extspam", &"x".repeat(880));
    let response = ready(browser.world.request(browser.now, &request)).response;
    assert_eq!((response.status, response.header("Location")), (301, None));
    assert!(String::from_utf8(response.body).unwrap().contains("<ret>0</ret>"));
    assert_eq!(browser.breached(), ["OldLoginPage at webwxnewloginpage"]);
}

#[test]
fn cookies_belong_to_the_host_on_loopback_and_to_their_domains_elsewhere() {
    let mut browser = Browser::new(setup());
    let redirect = browser.redirect();
    let response = browser.answer(Method::Get, &format!("{redirect}&fun=new&version=v2"), b"");
    let all: Vec<&str> = response.set_cookies().collect();
    assert_eq!(all.len(), 7);
    assert!(
        all.iter()
            .all(|cookie| !cookie.contains("Domain") && !cookie.contains("Secure"))
    );

    let mut away = setup();
    away.family = Family::Wx2;
    let mut browser = Browser::new(away);
    let ask = |url: &str| HttpRequest::get(url.to_owned(), std::time::Duration::MAX);
    let code = ready(browser.world.request(
        browser.now,
        &ask("https://login.wx.qq.com/jslogin?appid=wx782c26e4c19acffb&fun=new"),
    ));
    let uuid = between(&text(&code), "uuid = \"", "\"");
    browser.world.scan(browser.now);
    browser.world.confirm(browser.now);
    let poll = ask(&format!(
        "https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login?uuid={uuid}&tip=0"
    ));
    let redirect = between(
        &text(&ready(browser.world.request(browser.now, &poll))),
        "uri=\"",
        "\"",
    );
    assert!(redirect.starts_with("https://wx2.qq.com/"));
    let page = ready(
        browser
            .world
            .request(browser.now, &ask(&format!("{redirect}&fun=new&version=v2"))),
    );
    let cookies: Vec<&str> = page.response.set_cookies().collect();
    assert!(cookies.iter().any(|c| c.starts_with("wxsid=")
        && c.contains("; Domain=wx2.qq.com; Path=/; Expires=")
        && c.ends_with("; Secure")));
    assert!(
        cookies
            .iter()
            .any(|c| c.starts_with("webwx_data_ticket=") && c.contains("; Domain=.qq.com;"))
    );
}

#[test]
fn a_second_login_ends_the_first_and_renames_everybody() {
    let mut browser = Browser::at_home(setup());
    let (old, name) = (browser.cookies.clone(), browser.name("xiaoman"));
    held(&browser.check());
    browser
        .world
        .say(
            browser.now,
            "zhou",
            "zhou",
            weft::sim::saying::Saying::text("hello"),
        )
        .unwrap();
    assert!(due(&mut browser).contains("selector:\"2\""));
    let first = browser.news()[0]["MsgId"].clone();

    browser.log_in();
    browser.initialise();
    assert_ne!(browser.name("xiaoman"), name);
    assert_eq!(
        browser.news()[0]["MsgId"],
        first,
        "recent messages come again, under their own number"
    );
    let fresh = std::mem::replace(&mut browser.cookies, old);
    assert_eq!(browser.post("webwxsync", json!({}))["BaseResponse"]["Ret"], 1101);
    browser.cookies = fresh;
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 0);
}

#[test]
fn push_login_needs_the_old_cookies_and_no_scan() {
    let mut browser = Browser::at_home(setup());
    let path = format!("/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin={}", browser.uin);
    let answer: serde_json::Value = serde_json::from_str(&browser.get(&path)).unwrap();
    assert_eq!(answer["ret"], "0");
    let uuid = answer["uuid"].as_str().unwrap().to_owned();
    held(&browser.poll(&uuid, 1));
    browser.world.confirm(browser.now);
    assert!(due(&mut browser).starts_with("window.code=200;"));

    browser.cookies.clear();
    let answer: serde_json::Value = serde_json::from_str(&browser.get(&path)).unwrap();
    assert_eq!(answer["ret"], "1");
}

#[test]
fn push_login_wants_the_number_that_the_cookies_tell_and_waits_five_minutes() {
    let mut browser = Browser::at_home(setup());
    let other: serde_json::Value =
        serde_json::from_str(&browser.get("/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin=1")).unwrap();
    assert_eq!(other["ret"], "1");
    assert_eq!(browser.breached(), ["WrongUin at webwxpushloginurl"]);

    let path = format!("/cgi-bin/mmwebwx-bin/webwxpushloginurl?uin={}", browser.uin);
    let answer: serde_json::Value = serde_json::from_str(&browser.get(&path)).unwrap();
    let uuid = answer["uuid"].as_str().unwrap().to_owned();
    browser.wait(299);
    held(&browser.poll(&uuid, 1));
    browser.wait(1);
    assert_eq!(due(&mut browser), "window.code=400;");
}

#[test]
fn a_session_outlives_its_client_until_its_cookies_are_over() {
    let mut browser = Browser::at_home(setup());
    browser.news();
    let (keys, now) = (browser.keys.clone(), browser.now);
    browser
        .world
        .say(now, "zhou", "zhou", weft::sim::saying::Saying::text("hello"))
        .unwrap();
    browser.wait(11 * 3600);
    assert_eq!(browser.news().len(), 1);
    browser.wait(11 * 3600);
    browser.keys = keys;
    assert_eq!(browser.news().len(), 1, "an older key brings it again");
    browser.wait(13 * 3600);
    assert_eq!(browser.sync()["BaseResponse"]["Ret"], 1102);
    assert_eq!(
        browser.post("webwxinit?r=-1", json!({}))["BaseResponse"]["Ret"],
        1102
    );
}
