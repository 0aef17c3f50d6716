//! Messages on their way out.

use super::*;
use weft::domain::id::MsgId;
use weft::port::MAX_TEXT_BYTES;

fn not_sent(news: &[News]) -> Vec<(u64, Failure)> {
    news.iter()
        .filter_map(|news| {
            if let News::NotSent { local, why } = news {
                Some((local.0, *why))
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn three_lines_leave_one_after_the_other() {
    let mut bench = Bench::settled();
    for local in 1..=3 {
        bench.command(NetCommand::Send(message(local, "明早七点见")));
    }
    for local in 1..=3_u64 {
        assert!(bench.told().contains(&News::Sending(LocalId(local))));
        assert!(bench.body(SEND).contains(&LocalId(local).to_string()));
        bench.reply(SEND, &sent(900 + local));
        let id = Some(MsgId(900 + local));
        assert!(bench.news.contains(&News::Sent {
            local: LocalId(local),
            id
        }));
    }
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn the_same_line_twice_is_one_message() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "一次")));
    bench.command(NetCommand::Send(message(1, "一次")));
    bench.reply(SEND, &sent(9));
    assert_eq!(bench.count(SEND), 1);
}

#[test]
fn what_is_stopped_before_its_turn_never_leaves_and_what_left_is_told() {
    let mut bench = Bench::settled();
    for local in 1..=3 {
        bench.command(NetCommand::Send(message(local, "等一下")));
    }
    bench.command(NetCommand::CancelSend(LocalId(1)));
    bench.command(NetCommand::CancelSend(LocalId(2)));
    bench.reply(SEND, &sent(901));
    assert!(
        bench.body(SEND).contains(&LocalId(3).to_string()),
        "the second is passed over"
    );
    bench.reply(SEND, &sent(903));
    let told = bench.told();
    let ids = told.iter().filter_map(|news| {
        if let News::Sent { local, .. } = news {
            Some(local.0)
        } else {
            None
        }
    });
    assert_eq!(ids.collect::<Vec<_>>(), [1, 3], "the first was under way already");
    assert_eq!(not_sent(&told), [(2, Failure::Cancelled)]);
}

#[test]
fn a_retry_keeps_its_name() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(15_520_326_327_470_123, "再试")));
    for failure in [
        HttpFailure::Offline,
        HttpFailure::TimedOut,
        HttpFailure::Malformed,
    ] {
        assert_eq!(
            bench.body(SEND).matches("15520326327470123").count(),
            2,
            "LocalID and ClientMsgId"
        );
        bench.fail(SEND, failure);
        bench.wait(secs(5));
    }
    bench.reply(SEND, "<html>502</html>");
    bench.wait(secs(10));
    bench.reply(SEND, &sent(9));
    let news = bench.told();
    assert_eq!(not_sent(&news), []);
    assert_eq!(news.iter().filter(|n| matches!(n, News::Sending(_))).count(), 1);
}

#[test]
fn a_line_that_gets_no_sensible_answer_is_given_back_and_the_next_one_goes() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "一")));
    bench.command(NetCommand::Send(message(2, "二")));
    for _ in 0..5 {
        bench.fail(SEND, HttpFailure::TimedOut);
        bench.wait(secs(60));
    }
    assert_eq!(not_sent(&bench.told()), [(1, Failure::TimedOut)]);
    assert!(bench.body(SEND).contains("二"));
}

#[test]
fn a_line_that_finds_no_connection_is_kept() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "一")));
    for _ in 0..50 {
        bench.fail(SEND, HttpFailure::Offline);
        bench.wait(secs(60));
    }
    assert_eq!(not_sent(&bench.told()), []);
    bench.reply(SEND, &sent(9));
    let id = Some(MsgId(9));
    assert!(bench.told().contains(&News::Sent {
        local: LocalId(1),
        id
    }));
}

#[test]
fn what_the_service_refuses_is_told_in_words() {
    let refusals = [
        (1201, Failure::ChatGone, 1),
        (-1, Failure::ChatGone, 2),
        (1204, Failure::NotAllowed, 1),
        (1, Failure::Refused(1), 1),
        (3, Failure::Refused(3), 1),
    ];
    for (code, why, tries) in refusals {
        let mut bench = Bench::settled();
        bench.command(NetCommand::Send(message(1, "喂")));
        for _ in 0..tries {
            bench.reply(SEND, &ret(code));
            bench.wait(secs(2));
        }
        assert_eq!(not_sent(&bench.told()), [(1, why)], "Ret {code}");
        assert_eq!(bench.count(SEND), tries);
    }
}

#[test]
fn too_long_never_leaves() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, &"长".repeat(MAX_TEXT_BYTES / 3 + 1))));
    bench.command(NetCommand::Send(message(2, &"x".repeat(MAX_TEXT_BYTES))));
    assert_eq!(not_sent(&bench.told()), [(1, Failure::TooLong)]);
    assert_eq!(bench.count(SEND), 1);
}

#[test]
fn too_frequent_keeps_the_line_and_waits_longer_each_time() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "慢")));
    bench.told();
    for pause in [60, 120, 240] {
        bench.reply(SEND, &ret(1205));
        let until = bench.now.mono + secs(pause);
        assert_eq!(bench.told(), [News::Link(Link::SlowedDown { until })]);
        bench.command(NetCommand::RetryNow);
        bench.command(NetCommand::MarkRead("@anna".into()));
        bench.wait(millis(pause * 1000 - 1));
        assert_eq!(
            bench.paths(),
            [CHECK],
            "nothing is written, and weft still listens"
        );
        bench.wait(millis(1));
        assert_eq!(bench.told(), [News::Link(Link::Up)]);
        if bench.paths().contains(&NOTIFY) {
            bench.reply(NOTIFY, "<html>");
        }
    }
    bench.reply(SEND, &sent(9));
    assert_eq!(not_sent(&bench.told()), []);
}

#[test]
fn a_session_that_ends_gives_every_line_back() {
    let mut bench = Bench::settled();
    for local in 1..=3 {
        bench.command(NetCommand::Send(message(local, "在吗")));
    }
    bench.reply(CHECK, &retcode(1101));
    bench.reply(INIT, &ret(1101));
    let why = Failure::SessionOver;
    assert_eq!(not_sent(&bench.told()), [(1, why), (2, why), (3, why)]);
    assert_eq!(bench.paths(), [""; 0]);
    bench.command(NetCommand::Send(message(4, "还在吗")));
    assert_eq!(not_sent(&bench.told()), [(4, why)]);
}

#[test]
fn a_1101_on_a_message_is_asked_about_and_the_message_goes_out() {
    let mut bench = Bench::settled();
    bench.command(NetCommand::Send(message(1, "在")));
    bench.reply(SEND, &ret(1101));
    assert_eq!(bench.paths(), [CHECK, INIT], "one question, and the line waits");
    bench.reply(INIT, &init(""));
    bench.reply(SEND, &sent(9));
    assert!(bench.told().contains(&News::Sent {
        local: LocalId(1),
        id: Some(MsgId(9))
    }));
}
