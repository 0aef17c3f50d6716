//! What is to be done once: in order, one at a time, and what becomes of each when something fails.

use super::*;
use weft::domain::id::MsgId;
use weft::domain::secret::Secret;
use weft::domain::text::SafeText;
use weft::port::{Errand, ErrandId, LeftOut, Unwilling};

const DONE: &str = r#"{"BaseResponse":{"Ret":0,"ErrMsg":""}}"#;

fn remark(words: &str) -> Errand {
    Errand::SetRemark {
        user: "@anna".into(),
        remark: SafeText::line(words),
    }
}

fn add() -> Errand {
    Errand::AddMembers {
        group: "@@room".into(),
        members: vec!["@anna".into()],
    }
}

fn create() -> Errand {
    Errand::CreateGroup {
        members: vec!["@anna".into(), "@zhou".into()],
        topic: SafeText::line("爬山"),
    }
}

/// Every errand with its endpoint, and whether it is tried again.
fn all() -> Vec<(Errand, &'static str, bool)> {
    let (group, members) = (UserName::from("@@room"), vec![UserName::from("@anna")]);
    vec![
        (
            Errand::Recall {
                to: "@anna".into(),
                message: MsgId(7),
                local: None,
            },
            REVOKE,
            true,
        ),
        (remark("安"), OPLOG, true),
        (
            Errand::Pin {
                user: "@anna".into(),
                on: true,
                remark: SafeText::line("安"),
            },
            OPLOG,
            true,
        ),
        (
            Errand::AcceptFriend {
                user: "@anna".into(),
                ticket: Secret::new("v2_1@stranger"),
            },
            VERIFY,
            true,
        ),
        (
            Errand::RenameGroup {
                group: group.clone(),
                topic: SafeText::line("爬山"),
            },
            UPDATE,
            true,
        ),
        (create(), CREATE, false),
        (add(), UPDATE, false),
        (
            Errand::InviteMembers {
                group: group.clone(),
                members: members.clone(),
            },
            UPDATE,
            false,
        ),
        (
            Errand::RemoveMembers {
                group: group.clone(),
                members,
            },
            UPDATE,
            false,
        ),
        (Errand::LeaveGroup { group }, UPDATE, false),
    ]
}

impl Bench {
    fn do_it(&mut self, errand: u64, what: Errand) {
        self.command(NetCommand::Do {
            errand: ErrandId(errand),
            what,
        });
    }
}

fn not_done(news: &[News]) -> Vec<(u64, Failure, &str)> {
    news.iter()
        .filter_map(|news| {
            if let News::NotDone { errand, why, words } = news {
                Some((errand.0, *why, words.as_str()))
            } else {
                None
            }
        })
        .collect()
}

fn done(news: &[News]) -> Vec<u64> {
    let done = |news: &News| {
        if let News::Done(errand) = news {
            Some(errand.0)
        } else {
            None
        }
    };
    news.iter().filter_map(done).collect()
}

#[test]
fn errands_leave_one_after_the_other_and_each_is_told() {
    let mut bench = Bench::settled();
    for (nth, (what, ..)) in (1..).zip(all()) {
        bench.do_it(nth, what);
    }
    for (nth, (_, path, _)) in (1..).zip(all()) {
        bench.reply(path, DONE);
        assert_eq!(done(&bench.told()), [nth]);
        // People are brought into groups 20 s apart at the least.
        bench.wait(secs(20));
    }
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn groups_are_filled_slowly_and_nothing_else_waits_for_that() {
    let mut bench = Bench::settled();
    bench.do_it(1, add());
    bench.reply(UPDATE, DONE);
    bench.do_it(2, add());
    bench.command(NetCommand::RetryNow);
    bench.wait(millis(19_999));
    assert_eq!(bench.paths(), [CHECK]);
    bench.wait(millis(1));
    bench.reply(UPDATE, DONE);
    bench.do_it(3, remark("安"));
    bench.reply(OPLOG, DONE);
    assert_eq!(done(&bench.told()), [1, 2, 3]);
}

#[test]
fn what_can_be_done_twice_is_tried_again_and_the_rest_never() {
    for (what, path, again) in all() {
        for failure in [
            HttpFailure::Offline,
            HttpFailure::TimedOut,
            HttpFailure::Malformed,
        ] {
            let mut bench = Bench::settled();
            bench.do_it(1, what.clone());
            bench.fail(path, failure);
            bench.wait(secs(30));
            if again {
                assert_eq!(not_done(&bench.told()), []);
                bench.reply(path, DONE);
                assert_eq!(done(&bench.told()), [1], "{path}");
            } else {
                assert_eq!(not_done(&bench.told()).len(), 1);
                assert_eq!(bench.count(path), 1, "{path} is asked once");
            }
        }
    }
}

#[test]
fn nobody_waits_for_ever() {
    let mut bench = Bench::settled();
    bench.do_it(1, remark("安"));
    bench.do_it(2, remark("娜"));
    for _ in 0..4 {
        bench.fail(OPLOG, HttpFailure::TimedOut);
        bench.wait(secs(60));
    }
    assert_eq!(not_done(&bench.told()), [(1, Failure::TimedOut, "")]);
    assert!(bench.body(OPLOG).contains("娜"), "the next one goes");
}

#[test]
fn a_refusal_comes_with_the_services_words_and_is_not_argued_with() {
    for (what, path, _) in all() {
        for (code, why) in [
            (1, Failure::Refused(1)),
            (1201, Failure::ChatGone),
            (1204, Failure::NotAllowed),
            (3, Failure::Refused(3)),
        ] {
            let mut bench = Bench::settled();
            bench.do_it(1, what.clone());
            let no = format!(r#"{{"BaseResponse":{{"Ret":{code},"ErrMsg":"不行"}}}}"#);
            bench.reply(path, &no);
            bench.wait(secs(60));
            assert_eq!(not_done(&bench.told()), [(1, why, "不行")], "{path} {code}");
            assert_eq!(bench.count(path), 1);
        }
    }
}

#[test]
fn too_frequent_slows_the_line_and_only_a_harmless_errand_waits_it_out() {
    for (what, path, again) in all() {
        let mut bench = Bench::settled();
        bench.do_it(1, what);
        bench.reply(path, &ret(1205));
        let until = bench.now.mono + secs(60);
        let told = bench.told();
        assert!(told.contains(&News::Link(Link::SlowedDown { until })));
        bench.command(NetCommand::Send(message(1, "慢")));
        bench.wait(millis(59_999));
        assert_eq!(bench.paths(), [CHECK], "nothing is written");
        bench.wait(millis(1));
        bench.reply(SEND, &sent(9));
        if again {
            assert_eq!(not_done(&told), []);
            bench.reply(path, DONE);
            assert_eq!(done(&bench.told()), [1]);
        } else {
            assert_eq!(not_done(&told), [(1, Failure::TooFrequent, "")]);
            assert_eq!(bench.paths(), [CHECK]);
        }
    }
}

#[test]
fn a_1101_is_asked_about_and_the_errand_goes_on() {
    for (what, path, _) in all() {
        let mut bench = Bench::settled();
        bench.do_it(1, what);
        bench.reply(path, &ret(1101));
        assert_eq!(bench.paths(), [CHECK, INIT], "one question, and the errand waits");
        bench.reply(INIT, &init(""));
        bench.wait(secs(20));
        bench.reply(path, DONE);
        assert_eq!(done(&bench.told()), [1]);
    }
}

#[test]
fn a_1102_twice_is_a_refusal() {
    let mut bench = Bench::settled();
    bench.do_it(1, remark("安"));
    bench.reply(OPLOG, &ret(1102));
    bench.reply(INIT, &init(""));
    bench.reply(OPLOG, &ret(1102));
    assert_eq!(not_done(&bench.told()), [(1, Failure::Refused(1102), "")]);
}

#[test]
fn a_session_that_ends_does_nothing_more() {
    let mut bench = Bench::settled();
    for nth in 1..=3 {
        bench.do_it(nth, add());
    }
    bench.reply(CHECK, &retcode(1101));
    bench.reply(INIT, &ret(1101));
    let why = Failure::SessionOver;
    assert_eq!(
        not_done(&bench.told()),
        [(1, why, ""), (2, why, ""), (3, why, "")]
    );
    assert_eq!(bench.paths(), [""; 0]);
    bench.do_it(4, remark("安"));
    assert_eq!(not_done(&bench.told()), [(4, why, "")]);
}

#[test]
fn an_abnormal_environment_ends_it() {
    let mut bench = Bench::settled();
    bench.do_it(1, remark("安"));
    bench.reply(OPLOG, &ret(1203));
    let news = bench.told();
    assert_eq!(not_done(&news), [(1, Failure::SessionOver, "")]);
    assert_eq!(ended(&news), Some(Ending::Environment));
}

#[test]
fn a_new_group_is_told_with_those_who_are_not_in_it() {
    let mut bench = Bench::settled();
    bench.do_it(1, create());
    bench.reply(
        CREATE,
        r#"{"BaseResponse":{"Ret":-2013,"ErrMsg":""},"ChatRoomName":"@@new","MemberCount":3,"MemberList":[
 {"UserName":"@anna","MemberStatus":3},{"UserName":"@zhou","MemberStatus":0},{"UserName":"@wu","MemberStatus":4}]}"#,
    );
    let left = |user: &str, why| LeftOut {
        user: user.into(),
        why,
    };
    let gathered = News::Gathered {
        errand: ErrandId(1),
        group: Some("@@new".into()),
        left_out: vec![left("@anna", Unwilling::Blocks), left("@wu", Unwilling::Deleted)],
    };
    let news = bench.told();
    let at = |wanted: &News| news.iter().position(|news| news == wanted);
    assert!(at(&gathered).is_some() && at(&gathered) < at(&News::Done(ErrandId(1))));
}

#[test]
fn a_shut_endpoint_is_told_as_no_answer() {
    let mut bench = Bench::settled();
    bench.do_it(1, create());
    bench.reply(CREATE, "{}");
    assert_eq!(not_done(&bench.told()), [(1, Failure::Garbled, "")]);
    assert_eq!(bench.count(CREATE), 1);
}
