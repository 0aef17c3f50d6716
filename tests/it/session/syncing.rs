//! Listening: keys, back-off, what the line is said to be, and how a session ends.

use super::*;

fn links(news: &[News]) -> Vec<Link> {
    news.iter()
        .filter_map(|news| {
            if let News::Link(link) = news {
                Some(*link)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn a_message_arrives() {
    let mut bench = Bench::settled();
    bench.wait(secs(9));
    bench.reply(CHECK, NEWS);
    assert!(
        bench.body(SYNC).contains(r#""Key":1,"Val":100"#),
        "the key of webwxinit"
    );
    bench.reply(SYNC, &synced(&[(1, "早")], 300, 0));
    assert_eq!(
        bench.paths(),
        [""; 0],
        "the key is not used before the message is kept"
    );
    let batch = bench.batch();
    bench.keep(batch);
    assert!(
        bench.request(CHECK).query().contains("1_5300"),
        "SyncCheckKey for synccheck"
    );
    bench.reply(CHECK, NEWS);
    assert!(bench.body(SYNC).contains(r#""Val":300"#), "SyncKey for webwxsync");
}

#[test]
fn every_selector_but_zero_means_sync() {
    for selector in ["1", "2", "3", "4", "5", "6", "7", "99"] {
        let mut bench = Bench::settled();
        bench.reply(
            CHECK,
            &QUIET.replace(r#"selector:"0""#, &format!(r#"selector:"{selector}""#)),
        );
        assert_eq!(bench.paths(), [SYNC]);
    }
}

#[test]
fn without_a_check_key_one_key_serves_both() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, NEWS);
    bench.reply(
        SYNC,
        &synced(&[(1, "早")], 300, 0).replace("SyncCheckKey", "Other"),
    );
    let batch = bench.batch();
    bench.keep(batch);
    assert!(bench.request(CHECK).query().contains("1_300"));
}

#[test]
fn an_empty_key_is_never_stored() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, NEWS);
    bench.reply(SYNC, &synced(&[], 0, 0));
    bench.wait(secs(1));
    bench.reply(CHECK, NEWS);
    assert!(bench.body(SYNC).contains(r#""Val":100"#));
}

#[test]
fn a_continued_answer_is_drained_at_once_and_not_for_ever() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, NEWS);
    let mut key = 300_i64;
    while bench.paths() == [SYNC] {
        key += 1;
        bench.reply(SYNC, &synced(&[(key.unsigned_abs(), "多")], key, 1));
        let batch = bench.batch();
        bench.keep(batch);
        assert!(bench.count(SYNC) < 100, "capped");
    }
    assert_eq!(bench.count(SYNC), 51);
    bench.wait(secs(1));
    assert_eq!(bench.paths(), [CHECK], "asks again, and goes on from there");
}

#[test]
fn a_late_kept_of_another_batch_releases_nothing() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, NEWS);
    bench.reply(SYNC, &synced(&[(1, "早")], 300, 0));
    let batch = bench.batch();
    bench.keep(BatchId(batch.0 + 1));
    assert_eq!(bench.paths(), [""; 0]);
    bench.keep(batch);
    bench.keep(batch);
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn a_new_skey_is_taken_and_an_empty_one_is_not() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, NEWS);
    bench.reply(
        SYNC,
        &synced(&[], 300, 0).replace(r#""SKey":"""#, r#""SKey":"@crypt_third""#),
    );
    bench.wait(secs(1));
    assert!(bench.request(CHECK).query().contains("crypt_third"));
    bench.reply(CHECK, NEWS);
    bench.reply(SYNC, &synced(&[], 301, 0));
    bench.wait(secs(2));
    assert!(bench.request(CHECK).query().contains("crypt_third"));
}

#[test]
fn told_to_sync_and_nothing_there_backs_off() {
    let mut bench = Bench::settled();
    let mut waits = Vec::new();
    for _ in 0..6 {
        bench.reply(CHECK, NEWS);
        bench.reply(SYNC, &synced(&[], 0, 0));
        let from = bench.now.mono;
        let wait = bench.session.deadline().unwrap().saturating_sub(from);
        waits.push(wait.as_secs());
        bench.wait(wait);
    }
    assert_eq!(waits, [1, 2, 4, 8, 10, 10]);
    bench.reply(CHECK, NEWS);
    bench.reply(SYNC, &synced(&[(1, "早")], 300, 0));
    let batch = bench.batch();
    bench.keep(batch);
    assert_eq!(bench.paths(), [CHECK], "a real message ends it");
}

#[test]
fn an_hour_offline_loses_nothing_and_hammers_nobody() {
    let mut bench = Bench::settled();
    bench.fail(CHECK, HttpFailure::Offline);
    let (attempt, at, why) = retrying(&bench.told()).unwrap();
    assert_eq!((attempt, why), (1, Failure::Offline));
    assert!(
        at.saturating_sub(bench.now.mono) <= secs(1),
        "the first retry is quick"
    );
    let until = bench.now.mono + secs(3600);
    while bench.now.mono < until {
        bench.wait(secs(1));
        if bench.paths() == [SYNC] {
            bench.fail(SYNC, HttpFailure::Offline);
        }
    }
    assert!(bench.count(SYNC) < 150, "{} tries in an hour", bench.count(SYNC));
    bench.told();
    bench.command(NetCommand::RetryNow);
    assert!(bench.body(SYNC).contains(r#""Val":100"#), "the same key");
    assert_eq!(bench.told(), [], "not up before an answer");
    bench.reply(SYNC, &synced(&[(1, "补")], 300, 0));
    let news = bench.told();
    assert!(matches!(news.as_slice(), [News::Link(Link::Up), News::Synced(_)]));
}

#[test]
fn a_garbled_synccheck_is_answered_by_a_sync_without_a_word() {
    let garbled = [
        Ok(HttpResponse::ok("<html>busy</html>")),
        Ok(HttpResponse::ok("window.synccheck={")),
        Err(HttpFailure::Malformed),
        Err(HttpFailure::TimedOut),
    ];
    for result in garbled {
        let mut bench = Bench::settled();
        bench.answer(CHECK, result);
        assert_eq!(bench.paths(), [SYNC]);
        assert_eq!(bench.told(), []);
        bench.reply(SYNC, &synced(&[], 300, 0));
        assert_eq!(bench.paths(), [CHECK]);
    }
}

#[test]
fn a_push_host_that_never_works_is_asked_less_and_less() {
    let mut bench = Bench::settled();
    let until = bench.now.mono + secs(3600);
    while bench.now.mono < until {
        match bench.paths()[..] {
            [CHECK] => bench.fail(CHECK, HttpFailure::Offline),
            [SYNC] => bench.reply(SYNC, &synced(&[], 300, 0)),
            _ => bench.wait(secs(1)),
        }
    }
    assert!(bench.count(CHECK) < 150, "{} in an hour", bench.count(CHECK));
}

#[test]
fn an_idle_hour_is_one_request_every_25_seconds() {
    let mut bench = Bench::settled();
    let before = bench.made.len();
    for _ in 0..144 {
        assert_eq!(bench.session.deadline(), None, "nothing to wake up for");
        bench.wait(secs(25));
        bench.reply(CHECK, QUIET);
    }
    assert_eq!(bench.made.len() - before, 144);
    assert_eq!(bench.told(), []);
}

#[test]
fn a_server_that_does_not_hold_is_asked_once_a_second() {
    let mut bench = Bench::settled();
    let before = bench.count(CHECK);
    for _ in 0..60 {
        if bench.paths() == [CHECK] {
            bench.reply(CHECK, QUIET);
        }
        bench.wait(secs(1));
    }
    assert!(bench.count(CHECK) - before <= 60);
}

#[test]
fn the_phone_is_offline_for_two_hours() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, NEWS);
    let until = bench.now.mono + secs(7200);
    bench.reply(SYNC, &ret(3));
    assert_eq!(bench.told(), [News::Link(Link::PhoneOffline)]);
    bench.wait(secs(9));
    assert_eq!(bench.paths(), [""; 0]);
    while bench.now.mono < until {
        bench.wait(secs(1));
        if bench.paths() == [SYNC] {
            bench.reply(SYNC, &ret(-3));
        }
    }
    assert!(bench.count(SYNC) < 130);
    bench.wait(secs(60));
    bench.reply(SYNC, &synced(&[(1, "回来了")], 300, 0));
    assert_eq!(links(&bench.told()), [Link::Up]);
}

#[test]
fn a_single_1101_is_a_hiccup() {
    for code in 1100..=1103 {
        let mut bench = Bench::settled();
        bench.reply(CHECK, &retcode(code));
        assert_eq!(bench.paths(), [INIT]);
        bench.reply(INIT, &init("@crypt_new"));
        assert_eq!(bench.paths(), [CHECK]);
        assert!(bench.request(CHECK).query().contains("crypt_new"));
        assert_eq!(bench.told(), []);
        bench.reply(CHECK, NEWS);
        assert!(
            bench.body(SYNC).contains(r#""Val":100"#),
            "the older key: nothing is skipped"
        );
    }
}

#[test]
fn kicked() {
    for (path, answer) in [(CHECK, retcode(1101)), (SYNC, ret(1100))] {
        let mut bench = Bench::settled();
        if path == SYNC {
            bench.reply(CHECK, NEWS);
        }
        bench.reply(path, &answer);
        bench.reply(INIT, &ret(1102));
        let news = bench.told();
        assert_eq!(
            news,
            [
                News::Link(Link::Down),
                News::Ended(Ending::ByService { code: 1102 })
            ]
        );
        assert_eq!(bench.paths(), [""; 0]);
        bench.wait(secs(86_400));
        assert_eq!(bench.paths(), [""; 0], "no login by itself");
    }
}

#[test]
fn a_check_that_says_gone_twice_is_believed() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, &retcode(1100));
    bench.reply(INIT, &init(""));
    bench.reply(CHECK, &retcode(1100));
    assert_eq!(ended(&bench.told()), Some(Ending::ByService { code: 1100 }));
}

#[test]
fn a_question_about_the_session_that_gets_lost_is_asked_again() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, &retcode(1101));
    bench.fail(INIT, HttpFailure::Offline);
    assert!(retrying(&bench.told()).is_some());
    bench.wait(secs(1));
    bench.reply(INIT, &init(""));
    bench.reply(CHECK, QUIET);
    assert_eq!(links(&bench.told()), [Link::Up]);
}

#[test]
fn an_abnormal_environment_ends_it() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, &retcode(1203));
    assert_eq!(ended(&bench.told()), Some(Ending::Environment));
}

#[test]
fn nonsense_for_long_asks_whether_the_session_lives() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, "<html>");
    for _ in 0..3 {
        bench.reply(SYNC, "");
        bench.wait(secs(20));
    }
    assert_eq!(bench.paths(), [INIT]);
    bench.reply(INIT, &ret(1101));
    assert_eq!(ended(&bench.told()), Some(Ending::ByService { code: 1101 }));
}

#[test]
fn too_frequent_on_the_sync_loop_waits_a_minute() {
    let mut bench = Bench::settled();
    bench.reply(CHECK, &retcode(1205));
    let until = bench.now.mono + secs(60);
    assert_eq!(bench.told(), [News::Link(Link::SlowedDown { until })]);
    bench.command(NetCommand::RetryNow);
    assert_eq!(bench.paths(), [""; 0]);
    bench.wait(secs(60));
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn logging_out_tells_the_service_and_waits_for_nobody() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Logout);
    assert_eq!(bench.paths(), [LOGOUT]);
    bench.wait(secs(3));
    assert_eq!(ended(&bench.told()), Some(Ending::LoggedOut));
    assert_eq!(bench.paths(), [""; 0]);
}
