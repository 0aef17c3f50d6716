//! The address book, records on demand, and read marks.

use super::*;
use weft::port::Wanted;

fn wanted(name: &str, urgent: bool) -> Wanted {
    Wanted {
        user_name: name.into(),
        group: None,
        urgent,
    }
}

fn many(range: std::ops::Range<u32>, urgent: bool) -> NetCommand {
    NetCommand::Fetch(range.map(|n| wanted(&format!("@p{n:03}"), urgent)).collect())
}

fn page(name: &str, seq: u64) -> String {
    format!(
        r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"MemberCount":1,"MemberList":[{{"UserName":"{name}","NickName":"甲","ContactFlag":3}}],"Seq":{seq}}}"#
    )
}

fn records(names: &[&str]) -> String {
    let list: Vec<String> = names
        .iter()
        .map(|name| format!(r#"{{"UserName":"{name}","NickName":"乙"}}"#))
        .collect();
    format!(
        r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"Count":{},"ContactList":[{}]}}"#,
        list.len(),
        list.join(",")
    )
}

/// How many names a request in flight asks for.
fn asked(bench: &Bench) -> usize {
    bench.body(RECORDS).matches("UserName").count()
}

fn progress(news: &[News]) -> Vec<(u32, bool)> {
    news.iter()
        .filter_map(|news| {
            if let News::BookProgress { contacts, complete } = news {
                Some((*contacts, *complete))
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn every_page_of_the_address_book_is_asked_for() {
    let mut bench = Bench::welcomed();
    bench.reply(NOTIFY, ACK);
    for (n, seq) in [(1, 653_469_746), (2, 7), (3, 0)] {
        bench.reply(BOOK, &page(&format!("@p{n}"), seq));
        if seq != 0 {
            assert!(bench.request(BOOK).query().contains(&format!("seq={seq}")));
        }
    }
    assert_eq!(progress(&bench.told()), [(1, false), (2, false), (3, true)]);
    assert_eq!(bench.paths(), [CHECK], "and synccheck ran all the while");
}

#[test]
fn a_page_number_that_repeats_is_the_end() {
    let mut bench = Bench::welcomed();
    bench.reply(NOTIFY, ACK);
    bench.reply(BOOK, &page("@a", 5));
    bench.reply(BOOK, &page("@b", 5));
    assert_eq!(progress(&bench.told()), [(1, false), (2, true)]);
}

#[test]
fn an_endless_book_is_closed_after_17_pages() {
    let mut bench = Bench::welcomed();
    bench.reply(NOTIFY, ACK);
    for seq in 1..=17 {
        bench.reply(BOOK, &page("@a", seq));
    }
    assert_eq!(bench.paths(), [CHECK]);
    assert_eq!(progress(&bench.told()).last(), Some(&(17, true)));
}

#[test]
fn a_page_that_fails_is_asked_for_again() {
    let mut bench = Bench::welcomed();
    bench.fail(NOTIFY, HttpFailure::Offline);
    bench.reply(BOOK, &page("@a", 5));
    bench.fail(BOOK, HttpFailure::TimedOut);
    bench.wait(secs(2));
    assert!(bench.request(BOOK).query().contains("seq=5"));
}

#[test]
fn what_is_on_screen_goes_first_and_soon() {
    let mut bench = Bench::settled();
    bench.command(many(0..120, false));
    bench.wait(millis(200));
    assert_eq!(asked(&bench), 50);
    bench.command(NetCommand::Fetch(vec![
        wanted("@p110", true),
        wanted("@seen", true),
    ]));
    bench.reply(RECORDS, &records(&["@p000"]));
    bench.wait(millis(200));
    let body = bench.body(RECORDS);
    assert!(
        body.contains("@seen") && body.contains("@p110"),
        "hurried, though it waited its turn"
    );
    bench.reply(RECORDS, &records(&[]));
    bench.wait(millis(1999));
    assert_eq!(bench.paths(), [CHECK], "the rest is paced");
    bench.wait(millis(1));
    assert_eq!(asked(&bench), 21);
    bench.reply(RECORDS, &records(&[]));
    bench.command(many(0..120, true));
    bench.wait(secs(60));
    assert_eq!(bench.count(RECORDS), 3, "each is asked for once");
}

#[test]
fn one_bad_record_spoils_only_itself() {
    let mut bench = Bench::settled();
    bench.command(many(0..50, false));
    let mut good = 0;
    let mut sizes = Vec::new();
    bench.wait(millis(200));
    while bench.paths().contains(&RECORDS) {
        sizes.push(asked(&bench));
        if bench.body(RECORDS).contains("@p013") {
            bench.reply(RECORDS, &ret(1));
        } else {
            good += asked(&bench);
            bench.reply(RECORDS, &records(&[]));
        }
        bench.wait(secs(70));
    }
    assert_eq!(good, 49);
    assert_eq!(sizes.iter().filter(|size| **size == 1).count(), 5, "{sizes:?}");
}

#[test]
fn an_outage_blames_no_record() {
    let mut bench = Bench::settled();
    bench.command(many(0..3, false));
    for _ in 0..20 {
        bench.wait(secs(70));
        assert_eq!(asked(&bench), 3);
        bench.fail(RECORDS, HttpFailure::Offline);
    }
}

#[test]
fn a_burst_in_the_open_chat_is_one_read_mark() {
    let mut bench = Bench::settled();
    for _ in 0..30 {
        bench.command(NetCommand::MarkRead("@anna".into()));
    }
    bench.wait(secs(1));
    assert!(bench.body(NOTIFY).contains(r#""Code":1"#));
    bench.reply(NOTIFY, ACK);
    bench.wait(secs(5));
    let marks = bench.count(NOTIFY) - 1;
    assert!(marks <= 2, "{marks} marks");
}
