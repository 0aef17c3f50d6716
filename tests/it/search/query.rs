//! What is typed into the field.

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use weft::app::directory::Directory;
use weft::app::search::query::{By, Fault, read};
use weft::domain::contact::Contact;
use weft::domain::id::PeerId;
use weft::domain::time::{Now, Timestamp};
use weft::port::store::{From, Has, Search};

use crate::reducer::{App, friend, group, text};

/// A Wednesday, 20:00 in Shanghai.
const NOW: jiff::civil::DateTime = date(2026, 11, 18).at(20, 0, 0, 0);

fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

fn moment(day: jiff::civil::Date) -> Timestamp {
    Timestamp(day.to_zoned(zone()).unwrap().timestamp().as_second())
}

fn read_by(directory: &Directory, typed: &str) -> (Search, Vec<Fault>) {
    let now = NOW.to_zoned(zone()).unwrap().timestamp();
    let by = By {
        directory,
        now: Now {
            wall_ms: now.as_millisecond(),
            ..Now::default()
        },
        zone: &zone(),
    };
    read(typed, by)
}

fn typed(typed: &str) -> (Search, Vec<Fault>) {
    read_by(&Directory::default(), typed)
}

fn words(search: &Search) -> Vec<&str> {
    search.words.iter().map(String::as_str).collect()
}

#[test]
fn words_and_phrases() {
    for (said, expected) in [
        ("", vec![]),
        ("  你好  world\u{3000}again ", vec!["你好", "world", "again"]),
        ("\"hello world\" x", vec!["hello world", "x"]),
        ("“我们 的” 「再见」", vec!["我们 的", "再见"]),
        ("\"not closed yet", vec!["not closed yet"]),
        (
            "12:30 https://example.test note:x 他说：好",
            vec!["12:30", "https://example.test", "note:x", "他说：好"],
        ),
        ("it's 5\" wide", vec!["it's", "5\"", "wide"]),
    ] {
        let (search, faults) = typed(said);
        assert_eq!((words(&search), faults), (expected, vec![]), "{said}");
    }
}

#[test]
fn filters_have_two_languages_and_two_colons() {
    for said in [
        "has:image is:mine",
        "HAS：Photo is：me",
        "含:图片 是:我的",
        "有：照片 发自：我",
    ] {
        let (search, faults) = typed(said);
        assert_eq!(
            (search.has, search.from, faults),
            (vec![Has::Image], vec![From::Me], vec![]),
            "{said}"
        );
        assert!(search.words.is_empty());
    }
    let (search, _) = typed("has:file has:link 合同 has:voice has:video has:文件");
    assert_eq!(search.has, [Has::File, Has::Link, Has::Voice, Has::Video]);
    assert_eq!(words(&search), ["合同"]);
}

#[test]
fn a_filter_still_being_typed_asks_nothing() {
    for said in ["from:", "has:", "before: ", "在："] {
        assert_eq!(typed(said), (Search::default(), vec![]), "{said}");
    }
}

#[test]
fn dates_are_read_as_people_write_them() {
    let days = [
        ("2026-11-01", date(2026, 11, 1)),
        ("2026/11/1", date(2026, 11, 1)),
        ("2026.11.1", date(2026, 11, 1)),
        ("2026年11月1日", date(2026, 11, 1)),
        ("2025-03", date(2025, 3, 1)),
        ("2025年3月", date(2025, 3, 1)),
        ("2024", date(2024, 1, 1)),
        ("2024年", date(2024, 1, 1)),
        ("11-01", date(2026, 11, 1)),
        ("12-24", date(2025, 12, 24)),
        ("10月1日", date(2026, 10, 1)),
        ("12月", date(2025, 12, 1)),
        ("today", date(2026, 11, 18)),
        ("昨天", date(2026, 11, 17)),
        ("Yesterday", date(2026, 11, 17)),
        ("前天", date(2026, 11, 16)),
        ("3d", date(2026, 11, 15)),
        ("3天前", date(2026, 11, 15)),
        ("2w", date(2026, 11, 4)),
        ("6个月", date(2026, 5, 18)),
        ("1y", date(2025, 11, 18)),
        ("this week", date(2026, 11, 16)),
        ("上周", date(2026, 11, 9)),
        ("last month", date(2026, 10, 1)),
        ("\"last year\"", date(2025, 1, 1)),
        ("去年", date(2025, 1, 1)),
        ("２０２６－１１－０１", date(2026, 11, 1)),
    ];
    for (said, day) in days {
        let (search, faults) = typed(&format!("after:{said} x"));
        assert_eq!((search.since, faults), (Some(moment(day)), vec![]), "{said}");
        assert_eq!(words(&search), ["x"], "{said}");
        let (search, _) = typed(&format!("早于：{said}"));
        assert_eq!(search.until, Some(moment(day)), "{said}");
    }
    let (search, _) = typed("after:2026-01-01 after:2026-02-01 before:2026-05 before:2026-04");
    assert_eq!(search.since, Some(moment(date(2026, 2, 1))));
    assert_eq!(search.until, Some(moment(date(2026, 4, 1))));
}

#[test]
fn what_makes_no_sense_is_told_and_the_rest_counts() {
    let (search, faults) =
        typed("before:soon has:cake is:yours from:nobody 好 after:2026-13-01 before:99999999999");
    assert_eq!(words(&search), ["好"]);
    assert_eq!(
        Search {
            words: Vec::new(),
            ..search
        },
        Search::default()
    );
    let said = |text: &str| text.to_owned();
    assert_eq!(
        faults,
        [
            Fault::NoDate(said("soon")),
            Fault::NoKind(said("cake")),
            Fault::NotMine(said("yours")),
            Fault::Nobody(said("nobody")),
            Fault::NoDate(said("2026-13-01")),
            Fault::NoDate(said("99999999999")),
        ]
    );
}

fn named(name: &str, nick: &str, full: &str, initials: &str) -> Contact {
    let mut contact = friend(name, nick);
    contact.pinyin.full = full.into();
    contact.pinyin.initials = initials.into();
    contact
}

#[test]
fn names_are_found_by_remark_alias_pinyin_and_initials() {
    let mut app = App::started();
    let mut zhang = named("@z", "张三", "zhangsan", "ZS");
    zhang.remark_name = text("三哥");
    zhang.alias = text("sanshu88");
    app.welcome(vec![
        zhang,
        named("@zs", "赵四", "zhaosi", "ZS"),
        named("@w", "Anna K", "AnnaK", "AK"),
        group("@@g", "张三的群", &[("@me", "我")]),
    ]);
    let directory = &app.model.directory;
    let (zhang, zhao, anna, team) = (app.id("@z"), app.id("@zs"), app.id("@w"), app.id("@@g"));
    let from = |said: &str| read_by(directory, said).0.from;
    let peers = |peers: &[PeerId]| peers.iter().map(|peer| From::Peer(*peer)).collect::<Vec<_>>();
    for said in [
        "from:三哥",
        "from:张三",
        "from:sanshu88",
        "发自：zhangs",
        "from:zhangsan",
    ] {
        assert_eq!(from(said), peers(&[zhang]), "{said}");
    }
    assert_eq!(from("from:zs"), peers(&[zhang, zhao]), "several");
    assert_eq!(from("from:\"anna k\""), peers(&[anna]));
    assert_eq!(from("from:zhao from:anna"), peers(&[zhao, anna]));
    assert_eq!(
        read_by(directory, "in:张三").0.within,
        [zhang],
        "the name itself comes first"
    );
    assert_eq!(read_by(directory, "in:张三的").0.within, [team]);
    assert_eq!(from("from:张三的"), [], "a group says nothing itself");
    assert_eq!(from("from:我"), [From::Me]);
}

proptest! {
    #[test]
    fn anything_can_be_typed(said in any::<String>()) {
        typed(&said);
    }

    #[test]
    fn anything_can_follow_a_filter(
        filter in prop::sample::select(vec!["from:", "in：", "before:", "晚于:", "has:", "is:", "\"", "“"]),
        said in "[0-9a-z年月日天前.:/ -]{0,12}",
    ) {
        typed(&format!("{filter}{said}"));
    }
}
