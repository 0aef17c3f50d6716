//! Another account's turn, and the ways back that are met seldom.

use proptest::prelude::*;
use weft::domain::secret::Secret;

use super::returning::{kept, resuming};
use super::*;

fn text() -> String {
    kept("@crypt_old", 300).0.expose().to_owned()
}

fn resume(settings: Settings, text: &str) -> Bench {
    let mut bench = Bench::new(settings);
    bench.command(NetCommand::Resume(Keepsake(Secret::new(text))));
    bench
}

#[test]
fn whatever_it_is_at_a_session_is_left_without_a_word() {
    let kicked = || {
        let mut bench = Bench::settled();
        bench.reply(CHECK, &retcode(1101));
        bench.reply(INIT, &ret(1101));
        bench
    };
    let sending = || {
        let mut bench = Bench::settled();
        bench.command(NetCommand::Send(message(1, "on its way")));
        bench
    };
    let benches: [(&str, Bench); 6] = [
        ("nothing", Bench::new(Settings::default())),
        ("a code", Bench::logging_in()),
        ("coming back", resuming()),
        ("live", Bench::settled()),
        ("sending", sending()),
        ("ended", kicked()),
    ];
    for (at, mut bench) in benches {
        bench.told();
        let kept = bench.kept.len();
        bench.command(NetCommand::Leave);
        assert_eq!(bench.paths(), [""; 0], "{at}");
        let news = bench.told();
        assert_eq!(news.last(), Some(&News::Left), "{at}");
        assert_eq!(ended(&news), None, "{at}: what was kept is good for another time");
        bench.wait(secs(3600));
        assert_eq!((bench.told(), bench.paths()), (Vec::new(), Vec::new()), "{at}");
        assert_eq!((bench.count(LOGOUT), bench.kept.len()), (0, kept), "{at}");
        bench.command(NetCommand::Login);
        assert_eq!(bench.paths(), [JSLOGIN], "{at}: nobody's phone is asked");
    }
}

#[test]
fn what_was_on_its_way_is_given_back_before_the_session_is_left() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "on its way")));
    bench.told();
    bench.command(NetCommand::Leave);
    let news = bench.told();
    let at = |wanted: &dyn Fn(&News) -> bool| news.iter().position(wanted);
    let given_back = at(&|news| {
        matches!(
            news,
            News::NotSent {
                local: LocalId(1),
                ..
            }
        )
    });
    assert!(
        given_back.unwrap() < at(&|news| *news == News::Left).unwrap(),
        "{news:?}"
    );
}

#[test]
fn another_kept_session_follows_one_that_was_left() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Leave);
    bench.command(NetCommand::Resume(kept("@crypt_old", 300)));
    assert_eq!(bench.paths(), [SYNC]);
    assert!(bench.body(SYNC).contains("@crypt_old"));
    bench.reply(SYNC, &synced(&[], 301, 0));
    assert!(matches!(
        bench.told().as_slice(),
        [.., News::Left, News::Resumed { .. }, News::Link(Link::Up)]
    ));
}

#[test]
fn a_kept_session_keeps_its_mode_and_a_new_login_has_the_persons() {
    let desktop = text().replace("\"desktop\":false", "\"desktop\":true");
    for (mode, asks) in [
        (ModeChoice::Web, "uin=2663483803"),
        (ModeChoice::Desktop, "uin=2663483803&mod=desktop"),
    ] {
        for text in [&text(), &desktop] {
            let settings = Settings { server: None, mode };
            let mut bench = resume(settings, text);
            assert_eq!(bench.paths(), [SYNC], "it is the same session");
            bench.reply(SYNC, &ret(1101));
            bench.reply(INIT, &ret(1101));
            assert_eq!(bench.request(PUSH).query(), asks);
        }
    }
}

#[test]
fn a_session_goes_on_at_the_host_that_it_was_kept_at() {
    for (base, poll) in [
        ("https://wx.qq.com", "https://login.wx.qq.com"),
        ("https://web.wechat.com", "https://login.web.wechat.com"),
    ] {
        let mut bench = resume(Settings::default(), &text().replace("https://wx2.qq.com", base));
        assert_eq!(bench.request(SYNC).origin(), base);
        bench.reply(SYNC, &ret(1101));
        assert_eq!(bench.request(INIT).origin(), base);
        bench.reply(INIT, &ret(1101));
        assert_eq!(bench.request(PUSH).origin(), base);
        bench.reply(PUSH, r#"{"ret":"0","msg":"all ok","uuid":"Ya1nBwPV9g=="}"#);
        assert_eq!(bench.request(POLL).origin(), poll);
    }
}

#[test]
fn a_line_that_breaks_at_webwxinit_is_no_answer() {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(1101));
    for failure in [HttpFailure::Offline, HttpFailure::TimedOut, HttpFailure::Offline] {
        bench.told();
        bench.fail(INIT, failure);
        let (_, at, _) = retrying(&bench.told()).unwrap();
        assert_eq!(bench.paths(), [""; 0]);
        bench.wait(at.saturating_sub(bench.now.mono));
        assert_eq!(bench.paths(), [INIT], "the same once more");
    }
    bench.reply(INIT, &ret(3));
    let (_, at, _) = retrying(&bench.told()).unwrap();
    bench.wait(at.saturating_sub(bench.now.mono));
    bench.reply(INIT, &init("@crypt_new"));
    assert_eq!((bench.count(PUSH), bench.count(JSLOGIN)), (0, 0));
    assert!(matches!(
        bench.told().as_slice(),
        [News::Welcome(_), News::Link(Link::Up)]
    ));
}

#[test]
fn a_phone_that_cannot_be_asked_for_long_is_asked_again_and_a_code_is_one_key_away() {
    let mut bench = resuming();
    bench.reply(SYNC, &ret(1101));
    bench.reply(INIT, &ret(1101));
    for _ in 0..5 {
        bench.told();
        bench.fail(PUSH, HttpFailure::TimedOut);
        let (_, at, why) = retrying(&bench.told()).unwrap();
        assert_eq!(why, Failure::TimedOut);
        bench.wait(at.saturating_sub(bench.now.mono));
        assert_eq!(bench.paths(), [PUSH]);
    }
    bench.command(NetCommand::Login);
    assert_eq!(bench.paths(), [JSLOGIN]);
}

proptest! {
    /// A disk that was full when it was written, a file that was edited.
    #[test]
    fn a_keepsake_that_was_cut_short_or_spoilt_is_none_or_still_one(cut in 0..400_usize, spoilt in 0..400_usize, by in any::<u8>()) {
        let whole = text();
        let short = whole.get(..cut.min(whole.len() - 1)).unwrap();
        let bench = resume(Settings::default(), short);
        prop_assert_eq!(bench.paths(), [JSLOGIN]);
        let mut bytes = whole.into_bytes();
        let at = spoilt % bytes.len();
        bytes[at] = by & 0x7f;
        let bench = resume(Settings::default(), &String::from_utf8(bytes).unwrap());
        prop_assert!([&[JSLOGIN][..], &[SYNC]].contains(&bench.paths().as_slice()));
    }
}
