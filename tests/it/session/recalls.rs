//! What is asked of the service once.

use super::*;
use weft::domain::id::MsgId;
use weft::domain::text::SafeText;
use weft::port::{Errand, ErrandId};

const REVOKE: &str = "webwxrevokemsg";

fn recall(errand: u64) -> NetCommand {
    NetCommand::Do {
        errand: ErrandId(errand),
        what: Errand::Recall {
            to: "@anna".into(),
            message: MsgId(4_527_210_051_674_039_705),
            local: Some(LocalId(15_520_326_327_470_123)),
        },
    }
}

fn not_done(errand: u64, why: Failure, words: &str) -> News {
    News::NotDone {
        errand: ErrandId(errand),
        why,
        words: SafeText::line(words),
    }
}

fn path(bench: &Bench) -> String {
    let paths = bench.paths();
    (*paths.iter().find(|path| path.ends_with(REVOKE)).expect("asked")).to_owned()
}

#[test]
fn a_recall_names_the_message_in_every_way_there_is() {
    let mut bench = Bench::settled();
    bench.command(recall(1));
    let path = path(&bench);
    let body: serde_json::Value = serde_json::from_str(&bench.body(&path)).unwrap();
    assert_eq!(body["SvrMsgId"], "4527210051674039705");
    assert_eq!(body["ClientMsgId"], "15520326327470123");
    assert_eq!(body["ToUserName"], "@anna");
    assert!(body["BaseRequest"]["DeviceID"].is_string());
    bench.reply(&path, &ret(0));
    assert!(bench.told().contains(&News::Done(ErrandId(1))));
}

#[test]
fn a_refusal_brings_the_services_words() {
    let mut bench = Bench::settled();
    bench.command(recall(1));
    let path = path(&bench);
    bench.reply(&path, r#"{"BaseResponse":{"Ret":1,"ErrMsg":"已超过两分钟"}}"#);
    assert!(
        bench
            .told()
            .contains(&not_done(1, Failure::Refused(1), "已超过两分钟"))
    );
}

#[test]
fn without_a_session_it_is_told_at_once_and_when_one_ends_too() {
    let mut bench = Bench::logging_in();
    bench.command(recall(1));
    assert!(bench.told().contains(&not_done(1, Failure::SessionOver, "")));
    let mut bench = Bench::settled();
    bench.command(recall(2));
    bench.command(NetCommand::Logout);
    assert!(bench.told().contains(&not_done(2, Failure::SessionOver, "")));
}
