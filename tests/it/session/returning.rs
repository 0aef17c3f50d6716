//! Coming back without a scan, and every way it can go wrong.

use proptest::prelude::*;

use super::*;
use weft::domain::secret::Secret;

const ASKED: &str = r#"{"ret":"0","msg":"all ok","uuid":"Ya1nBwPV9g=="}"#;
const NOT_ALLOWED: &str = r#"{"ret":"1","msg":"not allowed","uuid":""}"#;

/// A session of plain web on wx2.qq.com whose SyncKey stands at `key`.
pub(super) fn kept(skey: &str, key: i64) -> Keepsake {
    keepsake(&format!(
        r#"{{"server":null,"base":"https://wx2.qq.com","desktop":false,"uin":2663483803,"sid":"GLRECysse3NhRQe2","skey":"{skey}","pass_ticket":"Nu%2FN","me":"@me","sync_key":[[1,{key}]],"check_key":[[1,{}]],"book":true}}"#,
        key + 5000
    ))
}

/// The same, stopped before its address book was read.
fn half_in(skey: &str, key: i64) -> Keepsake {
    let kept = kept(skey, key);
    keepsake(&kept.0.expose().replace(r#""book":true"#, r#""book":false"#))
}

fn keepsake(text: &str) -> Keepsake {
    Keepsake(Secret::new(text))
}

/// Started with that session: its webwxsync is in flight.
pub(super) fn resuming() -> Bench {
    let mut bench = Bench::new(Settings::default());
    bench.command(NetCommand::Resume(kept("@crypt_old", 300)));
    bench
}

/// Its webwxsync and its webwxinit said 1101: the phone is about to be asked.
fn dead() -> Bench {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(1101));
    bench.reply(INIT, &ret(1101));
    assert_eq!(bench.paths(), [PUSH]);
    bench
}

/// Live, then ended by the service.
fn kicked() -> Bench {
    let mut bench = Bench::settled();
    bench.reply(CHECK, &retcode(1101));
    bench.reply(INIT, &ret(1101));
    assert_eq!(ended(&bench.told()), Some(Ending::ByService { code: 1101 }));
    bench
}

fn asked_phone(news: &[News]) -> Option<Duration> {
    news.iter().find_map(|news| {
        if let News::Login(LoginNews::AskedPhone { expires }) = news {
            Some(*expires)
        } else {
            None
        }
    })
}

#[test]
fn a_kept_session_goes_on_and_misses_nothing() {
    let mut bench = resuming();
    assert_eq!(bench.paths(), [SYNC], "no code, no webwxinit");
    assert_eq!(bench.request(SYNC).origin(), "https://wx2.qq.com");
    let body = bench.body(SYNC);
    assert!(
        body.contains(r#""Key":1,"Val":300"#) && body.contains("@crypt_old"),
        "{body}"
    );
    assert_eq!(bench.told(), []);

    bench.reply(SYNC, &synced(&[(1, "早"), (2, "在吗")], 310, 0));
    let news = bench.told();
    let [News::Resumed { me }, News::Link(Link::Up), News::Synced(batch)] = news.as_slice() else {
        panic!("{news:?}");
    };
    assert_eq!((me.as_str(), batch.items.len()), ("@me", 2));
    assert_eq!(batch.keepsake, Some(kept("@crypt_old", 310)));
    assert_eq!(bench.kept, [], "the batch carries it");
    assert_eq!(bench.paths(), [""; 0], "nothing more until that is kept");

    let id = batch.id;
    bench.keep(id);
    assert!(bench.request(CHECK).query().contains("1_5310"));
    assert_eq!(bench.request(CHECK).origin(), "https://webpush.wx2.qq.com");
    bench.wait(secs(60));
    assert_eq!(
        (bench.count(BOOK), bench.count(NOTIFY)),
        (0, 0),
        "both were done long ago"
    );
    bench.command(NetCommand::Send(message(1, "回来了")));
    assert_eq!(bench.paths(), [CHECK, SEND]);
    assert_eq!(bench.kept, [], "nothing has changed since");
}

#[test]
fn nothing_missed_is_a_session_all_the_same() {
    let mut bench = resuming();
    bench.reply(SYNC, &synced(&[], 301, 0));
    assert_eq!(
        bench.told(),
        [News::Resumed { me: "@me".into() }, News::Link(Link::Up)]
    );
    assert_eq!(bench.kept, [kept("@crypt_old", 301)]);
    assert_eq!(bench.paths(), [CHECK]);
    bench.wait(secs(25));
    bench.reply(CHECK, QUIET);
    bench.wait(secs(25));
    bench.reply(CHECK, QUIET);
    assert_eq!(bench.kept.len(), 1, "an idle hour is not told");
}

#[test]
fn an_address_book_that_was_not_read_is_read_now() {
    let mut bench = Bench::new(Settings::default());
    bench.command(NetCommand::Resume(half_in("@crypt_old", 300)));
    bench.reply(SYNC, &synced(&[], 301, 0));
    assert_eq!(
        bench.told(),
        [
            News::Resumed { me: "@me".into() },
            News::BookProgress {
                contacts: 0,
                complete: false
            },
            News::Link(Link::Up)
        ]
    );
    assert_eq!(bench.paths(), [CHECK, NOTIFY], "in the order of a login");
    bench.reply(NOTIFY, &ret(0));
    bench.reply(BOOK, NO_MORE_PAGES);
    assert_eq!(bench.kept, [half_in("@crypt_old", 301), kept("@crypt_old", 301)]);
}

#[test]
fn a_phone_that_is_away_has_not_ended_it() {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(3));
    let expected = [News::Resumed { me: "@me".into() }, News::Link(Link::PhoneOffline)];
    assert_eq!(bench.told(), expected);
    bench.wait(secs(10));
    bench.reply(SYNC, &synced(&[(1, "早")], 310, 0));
    assert!(matches!(
        bench.told().as_slice(),
        [News::Link(Link::Up), News::Synced(_)]
    ));
}

#[test]
fn without_a_network_it_waits_and_forgets_nothing() {
    let mut bench = resuming();
    for attempt in 1..=20 {
        bench.fail(SYNC, HttpFailure::Offline);
        let (told, at, why) = retrying(&bench.told()).unwrap();
        assert_eq!((told, why), (attempt, Failure::Offline));
        bench.wait(at.saturating_sub(bench.now.mono));
    }
    bench.fail(SYNC, HttpFailure::TimedOut);
    bench.command(NetCommand::RetryNow);
    assert!(bench.body(SYNC).contains(r#""Val":300"#));
    bench.reply(SYNC, &synced(&[(1, "早")], 310, 0));
    assert!(matches!(
        bench.told().as_slice(),
        [.., News::Resumed { .. }, News::Link(Link::Up), News::Synced(_)]
    ));
    assert_eq!((bench.count(INIT), bench.count(JSLOGIN)), (0, 0));
}

#[test]
fn a_hiccup_is_cleared_by_webwxinit_and_the_older_key_is_used() {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(1101));
    assert_eq!(bench.paths(), [INIT]);
    bench.reply(INIT, &init("@crypt_new"));
    let news = bench.told();
    let [News::Welcome(welcome), News::Link(Link::Up)] = news.as_slice() else {
        panic!("{news:?}");
    };
    assert_eq!(welcome.uin, 2_663_483_803);
    assert_eq!(bench.kept, [half_in("@crypt_new", 300)]);
    let body = bench.body(SYNC);
    assert!(
        body.contains(r#""Val":300"#) && body.contains("@crypt_new"),
        "{body}"
    );
    assert_eq!(bench.paths(), [SYNC, NOTIFY]);
}

#[test]
fn under_another_name_the_older_key_means_nothing() {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(1101));
    bench.reply(INIT, &init("").replace("@me", "@other"));
    assert_eq!(bench.paths(), [CHECK, NOTIFY]);
    assert!(bench.request(CHECK).query().contains("1_100"));
}

#[test]
fn nonsense_does_not_end_a_session_at_once_nor_hold_it_for_ever() {
    let mut bench = resuming();
    let mut ways = Vec::new();
    while bench.count(JSLOGIN) == 0 {
        let path = bench.paths()[0].to_owned();
        ways.push(path.clone());
        bench.reply(&path, "<html>log in to this Wi-Fi</html>");
        if bench.paths().is_empty() {
            bench.wait(secs(60));
        }
    }
    assert_eq!(ways, [&[SYNC; 4][..], &[INIT; 4], &[PUSH; 2]].concat());
}

#[test]
fn too_frequent_and_an_abnormal_environment_are_not_argued_with() {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(1205));
    assert_eq!(retrying(&bench.told()).unwrap().2, Failure::TooFrequent);
    bench.wait(secs(59));
    assert_eq!(bench.paths(), [""; 0]);
    bench.wait(secs(1));
    bench.reply(SYNC, &ret(1203));
    bench.reply(INIT, &ret(1203));
    assert!(matches!(
        bench.told().as_slice(),
        [News::Login(LoginNews::Refused { code: 1203, .. })]
    ));
    bench.wait(secs(3600));
    assert_eq!(bench.paths(), [""; 0]);
}

#[test]
fn a_dead_session_asks_the_phone() {
    let mut bench = dead();
    let request = bench.request(PUSH);
    assert_eq!(
        (request.origin(), request.query()),
        ("https://wx2.qq.com", "uin=2663483803")
    );
    bench.reply(PUSH, ASKED);
    assert_eq!(asked_phone(&bench.told()), Some(bench.now.mono + secs(300)));
    for _ in 0..3 {
        let poll = bench.request(POLL);
        assert_eq!(poll.origin(), "https://login.wx2.qq.com");
        assert!(poll.query().contains("uuid=Ya1nBwPV9g%3D%3D") && poll.query().contains("tip=1"));
        bench.wait(secs(25));
        bench.reply(POLL, WAITING);
    }
    assert_eq!(bench.told(), []);
    bench.reply(POLL, CONFIRMED);
    bench.reply(EXCHANGE, GRANTED);
    bench.reply(INIT, &init("@crypt_new"));
    let news = bench.told();
    assert!(
        matches!(
            news.as_slice(),
            [
                News::Login(LoginNews::Confirmed),
                News::Welcome(_),
                News::Link(Link::Up)
            ]
        ),
        "{news:?}"
    );
    assert!(
        bench.request(CHECK).query().contains("1_100"),
        "a new session has new keys"
    );
    assert_eq!(bench.count(JSLOGIN), 0);
}

#[test]
fn a_desktop_session_asks_as_the_desktop() {
    let mut bench = Bench::new(Settings::default());
    let text = kept("@crypt_old", 300)
        .0
        .expose()
        .replace("\"desktop\":false", "\"desktop\":true");
    bench.command(NetCommand::Resume(keepsake(&text)));
    bench.reply(SYNC, &ret(1102));
    bench.reply(INIT, &ret(1102));
    assert_eq!(bench.request(PUSH).query(), "uin=2663483803&mod=desktop");
    bench.reply(PUSH, ASKED);
    bench.reply(POLL, CONFIRMED);
    assert!(bench.request(EXCHANGE).header("client-version").is_some());
}

#[test]
fn where_the_phone_is_not_asked_a_code_is_shown_without_a_word() {
    for answer in [NOT_ALLOWED, r#"{"ret":1}"#, r#"{"ret":"0","msg":"all ok"}"#] {
        let mut bench = dead();
        bench.told();
        bench.reply(PUSH, answer);
        assert_eq!(bench.told(), [News::Login(LoginNews::Fetching)], "{answer}");
        assert_eq!(bench.paths(), [JSLOGIN]);
    }
}

#[test]
fn a_host_that_knows_nothing_of_it_is_not_the_only_one() {
    let mut bench = dead();
    bench.reply(PUSH, "<html>404</html>");
    assert_eq!(bench.request(PUSH).origin(), "https://login.weixin.qq.com");
    bench.reply(PUSH, "<html>404</html>");
    assert_eq!(bench.paths(), [JSLOGIN]);
}

#[test]
fn a_line_that_breaks_while_the_phone_is_being_asked_costs_no_scan() {
    let mut bench = dead();
    bench.told();
    bench.fail(PUSH, HttpFailure::Offline);
    assert_eq!(retrying(&bench.told()).unwrap().2, Failure::Offline);
    bench.wait(secs(2));
    bench.fail(PUSH, HttpFailure::TimedOut);
    bench.wait(secs(3));
    assert_eq!(bench.request(PUSH).origin(), "https://wx2.qq.com");
    bench.reply(PUSH, ASKED);
    let expires = asked_phone(&bench.told()).unwrap();
    bench.fail(POLL, HttpFailure::Offline);
    bench.wait(secs(2));
    assert_eq!(
        asked_phone(&bench.told()),
        Some(expires),
        "asked still, and said again"
    );
    bench.reply(POLL, CONFIRMED);
    assert_eq!(bench.paths(), [EXCHANGE]);
}

#[test]
fn a_phone_that_does_not_answer_is_waited_for_five_minutes() {
    let mut bench = dead();
    bench.reply(PUSH, ASKED);
    bench.told();
    for _ in 0..11 {
        bench.wait(secs(25));
        bench.reply(POLL, WAITING);
    }
    bench.wait(secs(24));
    assert_eq!(bench.paths(), [POLL]);
    bench.wait(secs(1));
    assert_eq!(bench.told(), [News::Login(LoginNews::Fetching)]);
    assert_eq!(bench.paths(), [JSLOGIN], "the poll is given up");
    assert_eq!(bench.request(JSLOGIN).origin(), "https://login.wx.qq.com");
    bench.reply(JSLOGIN, UUID);
    assert!(matches!(
        bench.told().as_slice(),
        [News::Login(LoginNews::Code { .. })]
    ));
}

#[test]
fn a_no_on_the_phone_is_told_and_a_code_that_was_never_shown_does_not_run_out() {
    for (answer, words) in [("window.code=202;", 2), ("window.code=400;", 1)] {
        let mut bench = dead();
        bench.reply(PUSH, ASKED);
        bench.wait(secs(20));
        bench.told();
        bench.reply(POLL, answer);
        let news = bench.told();
        assert_eq!(news.len(), words);
        assert_eq!(news.contains(&News::Login(LoginNews::Cancelled)), words == 2);
        assert_eq!(bench.paths(), [JSLOGIN]);
    }
}

#[test]
fn put_out_by_the_service_the_next_login_asks_the_phone_first_and_once() {
    let mut bench = kicked();
    bench.command(NetCommand::Login);
    assert_eq!(bench.paths(), [PUSH]);
    assert_eq!(bench.request(PUSH).query(), "uin=2663483803");
    bench.reply(PUSH, ASKED);
    assert!(asked_phone(&bench.told()).is_some());
    bench.command(NetCommand::Login);
    assert_eq!(bench.paths(), [JSLOGIN], "the person wants a code");
}

#[test]
fn nobody_is_asked_after_a_logout() {
    let mut bench = kicked();
    bench.command(NetCommand::Logout);
    assert_eq!(bench.told(), [News::Ended(Ending::LoggedOut)]);
    bench.command(NetCommand::Login);
    assert_eq!(bench.paths(), [JSLOGIN]);

    let mut bench = Bench::settled();
    bench.command(NetCommand::Logout);
    bench.reply(LOGOUT, "");
    assert_eq!(ended(&bench.told()), Some(Ending::LoggedOut));
    bench.command(NetCommand::Login);
    assert_eq!(bench.paths(), [JSLOGIN]);
}

#[test]
fn leaving_before_one_is_back_in_is_told_to_the_service_too() {
    let mut bench = resuming();
    bench.fail(SYNC, HttpFailure::Offline);
    bench.told();
    bench.command(NetCommand::Logout);
    assert_eq!(bench.paths(), [LOGOUT]);
    assert!(bench.body(LOGOUT).contains("sid=GLRECysse3NhRQe2"));
    bench.wait(secs(3));
    assert_eq!(bench.told(), [News::Ended(Ending::LoggedOut)]);
}

#[test]
fn a_keepsake_that_says_nothing_here_is_none() {
    let good = kept("@crypt_old", 300).0.expose().to_owned();
    let odd = [
        String::new(),
        "null".into(),
        good.replace("GLRECysse3NhRQe2", ""),
        good.replace("\"server\":null", "\"server\":\"http://127.0.0.1:8080\""),
        good.replace("https://wx2", "http://wx2"),
        good.replace("https://wx2.qq.com", "nowhere"),
        good.replace("[[1,300]]", "7"),
    ];
    for text in odd {
        let mut bench = Bench::new(Settings::default());
        bench.command(NetCommand::Resume(keepsake(&text)));
        assert_eq!(bench.paths(), [JSLOGIN], "{text}");
    }
    let mut bench = Bench::new(Settings {
        server: Some("http://127.0.0.1:8080".into()),
        mode: ModeChoice::Web,
    });
    bench.command(NetCommand::Resume(kept("@crypt_old", 300)));
    assert_eq!(bench.request(JSLOGIN).origin(), "http://127.0.0.1:8080");
}

#[test]
fn a_server_of_ones_own_keeps_every_role() {
    let server = "http://127.0.0.1:8080".to_owned();
    let settings = Settings {
        server: Some(server.clone()),
        mode: ModeChoice::Auto,
    };
    let text = kept("@crypt_old", 300).0.expose().to_owned();
    let text = text
        .replace("\"server\":null", &format!("\"server\":\"{server}\""))
        .replace("https://wx2.qq.com", &server);
    let mut bench = Bench::new(settings);
    bench.command(NetCommand::Resume(keepsake(&text)));
    bench.reply(SYNC, &synced(&[], 301, 0));
    assert_eq!(bench.request(CHECK).origin(), server);
}

#[test]
fn a_batch_carries_the_key_behind_it_and_the_session_keeps_the_one_before() {
    let mut bench = Bench::settled();
    let before = bench.kept.clone();
    assert_eq!(
        before.len(),
        2,
        "told with the welcome, and with the last of the address book"
    );
    bench.reply(CHECK, NEWS);
    let answer = synced(&[(1, "早")], 300, 0).replace(r#""SKey":"""#, r#""SKey":"@crypt_third""#);
    bench.reply(SYNC, &answer);
    let batch = bench.whole_batch();
    let behind = batch.keepsake.unwrap();
    let text = behind.0.expose();
    assert!(
        text.contains("[[1,300]]") && text.contains("@crypt_third"),
        "{text}"
    );
    bench.command(NetCommand::Send(message(1, "嗯")));
    let mut response = HttpResponse::ok(sent(9));
    let cookie = ("Set-Cookie".into(), "wxsid=S; Path=/".into());
    response.headers.push(cookie);
    bench.answer(SEND, Ok(response));
    assert_eq!(bench.kept, before, "nothing is told while the batch is out");
    bench.keep(batch.id);
    assert_eq!(bench.kept.len(), 3, "the cookie is, once it is kept");
    assert_eq!(bench.kept[2], behind);
    bench.reply(CHECK, NEWS);
    bench.reply(SYNC, &synced(&[], 301, 0));
    assert_eq!(bench.kept.len(), 4, "an empty answer has a new key");
    assert!(bench.kept[3].0.expose().contains("[[1,301]]"));
}

#[test]
fn cookies_set_by_any_answer_are_worth_telling() {
    let mut bench = Bench::settled();
    let told = bench.kept.len();
    let mut response = HttpResponse::ok(QUIET);
    response
        .headers
        .push(("Set-Cookie".into(), "wxsid=S; Path=/".into()));
    bench.answer(CHECK, Ok(response));
    assert_eq!(bench.kept.len(), told + 1);
    assert_eq!(bench.kept[told - 1], bench.kept[told]);
}

proptest! {
    /// Written and read again it is the same, to the last byte.
    #[test]
    fn a_keepsake_comes_back_as_it_was(
        skey in "[^\"\\\\\\p{C}]{0,40}",
        key in 1..i64::MAX - 5000,
        check in any::<bool>(),
        desktop in any::<bool>(),
    ) {
        let text = kept(&skey, key).0.expose().replace("\"desktop\":false", &format!("\"desktop\":{desktop}"));
        let text = if check { text } else { text.replace(&format!("[[1,{}]]", key + 5000), "null") };
        let mut bench = Bench::new(Settings::default());
        bench.command(NetCommand::Resume(keepsake(&text)));
        bench.reply(SYNC, &synced(&[], 0, 0));
        prop_assert_eq!(bench.kept.len(), 1);
        prop_assert_eq!(bench.kept[0].0.expose(), text);
    }

    #[test]
    fn no_text_does_harm(text in ".*") {
        let mut bench = Bench::new(Settings::default());
        bench.command(NetCommand::Resume(keepsake(&text)));
        prop_assert_eq!(bench.paths(), [JSLOGIN]);
    }
}
