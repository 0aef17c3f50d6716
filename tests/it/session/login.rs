//! From a code on the screen to a session, and every way it can go wrong.

use super::*;

fn login_news(news: &[News]) -> Vec<&LoginNews> {
    news.iter()
        .filter_map(|news| {
            if let News::Login(news) = news {
                Some(news)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn scan_confirm_chat() {
    let mut bench = Bench::logging_in();
    assert_eq!(bench.told(), [News::Login(LoginNews::Fetching)]);
    assert_eq!(bench.request(JSLOGIN).origin(), "https://login.wx.qq.com");

    bench.reply(JSLOGIN, UUID);
    let link = "https://login.weixin.qq.com/l/Qe3PDEPf1Q==".to_owned();
    let expires = bench.now.mono + secs(240);
    assert_eq!(bench.told(), [News::Login(LoginNews::Code { link, expires })]);
    assert!(bench.request(POLL).query().contains("tip=1"));

    bench.wait(secs(25));
    bench.reply(POLL, WAITING);
    assert_eq!(bench.told(), []);
    assert!(
        bench.request(POLL).query().contains("tip=0"),
        "the first poll only"
    );

    bench.reply(POLL, SCANNED);
    assert_eq!(bench.told(), [News::Login(LoginNews::Scanned { avatar: None })]);

    bench.reply(POLL, CONFIRMED);
    assert_eq!(bench.told(), [News::Login(LoginNews::Confirmed)]);
    assert_eq!(bench.request(EXCHANGE).origin(), "https://wx2.qq.com");

    bench.reply(EXCHANGE, GRANTED);
    assert_eq!(bench.request(INIT).origin(), "https://wx2.qq.com");

    bench.reply(INIT, &init("@crypt_ae446460_second"));
    let news = bench.told();
    assert!(matches!(&news[0], News::Welcome(w) if w.me.user_name.as_str() == "@me" && w.order.len() == 2));
    assert_eq!(news[1], News::Link(Link::Up));
    assert_eq!(bench.paths(), [CHECK, NOTIFY], "listening already, and saying so");
    assert_eq!(bench.request(CHECK).origin(), "https://webpush.wx2.qq.com");
    assert!(
        bench.body(NOTIFY).contains("@crypt_ae446460_second"),
        "the newer skey"
    );

    bench.reply(NOTIFY, ACK);
    assert_eq!(bench.paths(), [CHECK, BOOK]);
}

#[test]
fn a_ticket_without_a_number_leaves_it_to_the_first_answer() {
    let mut bench = Bench::logging_in();
    for (path, answer) in [(JSLOGIN, UUID), (POLL, SCANNED), (POLL, CONFIRMED)] {
        bench.reply(path, answer);
    }
    bench.reply(EXCHANGE, &GRANTED.replace("2663483803", "0"));
    bench.told();
    bench.reply(INIT, &init(""));
    assert!(matches!(&bench.told()[0], News::Welcome(w) if w.uin == 2_663_483_803));
}

#[test]
fn a_code_that_runs_out_is_replaced_without_being_asked() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.wait(secs(205));
    bench.told();
    bench.reply(POLL, "window.code=400;");
    let expected = [News::Login(LoginNews::Expired), News::Login(LoginNews::Fetching)];
    assert_eq!(bench.told(), expected);
    bench.reply(JSLOGIN, UUID);
    assert!(
        bench.request(POLL).query().contains("tip=1"),
        "a new code begins anew"
    );
}

#[test]
fn a_service_that_expires_every_code_at_once_is_not_hammered() {
    let mut bench = Bench::logging_in();
    let until = bench.now.mono + secs(3600);
    while bench.now.mono < until {
        if bench.paths() == [JSLOGIN] {
            bench.reply(JSLOGIN, UUID);
        } else if bench.paths() == [POLL] {
            bench.reply(POLL, "window.code=400;");
        }
        bench.wait(secs(1));
    }
    assert!(
        bench.count(JSLOGIN) < 150,
        "{} codes in an hour",
        bench.count(JSLOGIN)
    );
}

#[test]
fn cancelled_on_the_phone() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.wait(secs(30));
    bench.told();
    bench.reply(POLL, "window.code=202;");
    assert_eq!(login_news(&bench.told())[0], &LoginNews::Cancelled);
    assert_eq!(bench.paths(), [JSLOGIN]);
}

#[test]
fn a_repeated_201_does_not_spin() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.told();
    for _ in 0..60 {
        bench.reply(POLL, SCANNED);
        bench.wait(secs(1));
    }
    assert_eq!(bench.count(POLL), 61);
    assert_eq!(login_news(&bench.told()).len(), 1, "told once");
}

#[test]
fn refused_in_the_services_own_words() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.reply(POLL, CONFIRMED);
    bench.told();
    bench.reply(
        EXCHANGE,
        "<error><ret>1203</ret><message>登录失败。</message></error>",
    );
    let news = bench.told();
    let [News::Login(LoginNews::Refused { code: 1203, message })] = news.as_slice() else {
        panic!("{news:?}");
    };
    assert_eq!(message.as_str(), "登录失败。");
    bench.wait(secs(3600));
    assert_eq!(bench.paths(), [""; 0], "nothing more by itself");
    bench.command(NetCommand::Login);
    assert_eq!(bench.paths(), [JSLOGIN]);
}

#[test]
fn auto_mode_tries_the_desktop_once() {
    let mut bench = Bench::new(Settings::default());
    bench.command(NetCommand::Login);
    let refusal = "<error><ret>1203</ret><message>不能登录</message></error>";
    for desktop in [false, true] {
        assert_eq!(bench.request(JSLOGIN).query().contains("mod%3Ddesktop"), desktop);
        bench.reply(JSLOGIN, UUID);
        bench.reply(POLL, CONFIRMED);
        let page = bench.request(EXCHANGE);
        assert_eq!(page.header("client-version").is_some(), desktop);
        bench.told();
        bench.reply(EXCHANGE, refusal);
    }
    assert!(matches!(
        bench.told().as_slice(),
        [News::Login(LoginNews::Refused { code: 1203, .. })]
    ));
    bench.command(NetCommand::Login);
    assert!(
        !bench.request(JSLOGIN).query().contains("mod%3Ddesktop"),
        "plain web again"
    );
}

#[test]
fn without_a_network_it_says_when_it_tries_again() {
    let mut bench = Bench::logging_in();
    bench.told();
    let mut last = Duration::ZERO;
    for attempt in 1..=10 {
        bench.fail(JSLOGIN, HttpFailure::Offline);
        let (told, at, why) = retrying(&bench.told()).unwrap();
        assert_eq!((told, why), (attempt, Failure::Offline));
        last = at.saturating_sub(bench.now.mono);
        assert!(last <= secs(60));
        bench.wait(last);
    }
    assert!(last >= secs(30), "the waits grow");
    bench.fail(JSLOGIN, HttpFailure::Offline);
    bench.command(NetCommand::RetryNow);
    assert_eq!(bench.paths(), [JSLOGIN], "at once when asked");
}

#[test]
fn a_poll_that_fails_keeps_the_code() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.reply(POLL, SCANNED);
    bench.told();
    bench.fail(POLL, HttpFailure::Offline);
    assert!(retrying(&bench.told()).is_some());
    bench.wait(secs(2));
    bench.reply(POLL, WAITING);
    assert_eq!(
        bench.told(),
        [News::Login(LoginNews::Scanned { avatar: None })],
        "back where it was"
    );
    assert_eq!(bench.count(JSLOGIN), 1);
}

#[test]
fn a_ticket_is_used_once_whatever_becomes_of_the_answer() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.reply(POLL, CONFIRMED);
    bench.fail(EXCHANGE, HttpFailure::TimedOut);
    bench.wait(secs(60));
    assert_eq!(bench.count(EXCHANGE), 1);
    assert_eq!(bench.paths(), [JSLOGIN]);
}

#[test]
fn from_when_on_people_are_invited_is_told_and_kept() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.reply(POLL, CONFIRMED);
    bench.reply(EXCHANGE, GRANTED);
    let told = init("").replace(r#""ClientVersion":1"#, r#""InviteStartCount":100"#);
    bench.reply(INIT, &told);
    let rule = News::InvitedFrom(100);
    let news = bench.told();
    let welcome = news.iter().position(|news| matches!(news, News::Welcome(_)));
    let at = news.iter().position(|news| *news == rule);
    assert!(welcome.is_some() && welcome < at, "{news:?}");
    let kept = bench.kept.last().unwrap().clone();
    // The same session in a later run, without a webwxinit.
    let mut bench = Bench::new(Settings::default());
    bench.command(NetCommand::Resume(kept));
    let nobody = synced(&[], 101, 0);
    bench.reply(SYNC, &nobody);
    assert!(bench.told().contains(&rule));
}

#[test]
fn webwxinit_is_tried_twice_on_a_broken_line_and_then_needs_a_new_code() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.reply(POLL, CONFIRMED);
    bench.reply(EXCHANGE, GRANTED);
    bench.fail(INIT, HttpFailure::Offline);
    bench.wait(secs(2));
    bench.fail(INIT, HttpFailure::Offline);
    bench.wait(secs(10));
    assert_eq!(bench.count(INIT), 2);
    assert_eq!(bench.paths(), [JSLOGIN]);
}

#[test]
fn a_loopback_server_cannot_send_the_ticket_outside() {
    let mut bench = Bench::new(Settings {
        server: Some("http://127.0.0.1:8080".into()),
        mode: ModeChoice::Web,
    });
    bench.command(NetCommand::Login);
    assert_eq!(bench.request(JSLOGIN).origin(), "http://127.0.0.1:8080");
    bench.reply(JSLOGIN, UUID);
    bench.told();
    bench.reply(POLL, CONFIRMED);
    assert!(matches!(
        bench.told().last(),
        Some(News::Login(LoginNews::Refused { code: 0, .. }))
    ));
    assert_eq!(bench.count(EXCHANGE), 0);
}

#[test]
fn a_loopback_server_keeps_every_role_on_the_origin_it_names() {
    let mut bench = Bench::new(Settings {
        server: Some("http://127.0.0.1:8080".into()),
        mode: ModeChoice::Web,
    });
    bench.command(NetCommand::Login);
    bench.reply(JSLOGIN, UUID);
    bench.reply(
        POLL,
        &CONFIRMED.replace("https://wx2.qq.com", "http://127.0.0.1:9090"),
    );
    assert_eq!(bench.request(EXCHANGE).origin(), "http://127.0.0.1:9090");
    bench.reply(EXCHANGE, GRANTED);
    bench.reply(INIT, &init(""));
    assert_eq!(bench.request(CHECK).origin(), "http://127.0.0.1:9090");
}

#[test]
fn an_account_that_moved_is_followed() {
    let mut bench = Bench::logging_in();
    bench.reply(JSLOGIN, UUID);
    bench.reply(POLL, CONFIRMED);
    let moved = GRANTED.replace(
        "<isgrayscale>",
        "<redirecturl>https://wx8.qq.com/</redirecturl><isgrayscale>",
    );
    bench.reply(EXCHANGE, &moved);
    assert_eq!(bench.request(INIT).origin(), "https://wx8.qq.com");
}

#[test]
fn a_new_login_leaves_nothing_of_the_old_one() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "你好")));
    let (late, _) = bench.open[0].clone();
    bench.told();
    bench.session.command(NetCommand::Login, bench.now);
    let mut epochs = Vec::new();
    let mut cancelled = 0;
    while let Some(output) = bench.session.poll() {
        match output {
            Output::Emit(NetEvent { epoch, news }) => epochs.push((epoch.0, news)),
            Output::Cancel(_) => cancelled += 1,
            Output::Transmit { .. } | Output::Carry { .. } | Output::File { .. } => {}
        }
    }
    let why = Failure::SessionOver;
    assert_eq!(
        epochs[0],
        (
            1,
            News::NotSent {
                local: LocalId(1),
                why
            }
        )
    );
    assert_eq!(epochs.last(), Some(&(2, News::Login(LoginNews::Fetching))));
    assert_eq!(cancelled, 2, "synccheck and the message");
    bench.session.answer(late, Ok(HttpResponse::ok(NEWS)), bench.now);
    assert_eq!(bench.session.poll(), None, "a late answer dies at the door");
}
