//! Bytes on demand: what is fetched side by side, what is tried again, and what passes for a file.

use std::path::Path;

use super::*;
use proptest::prelude::{any, proptest};
use proptest::{prop_assert, prop_assert_eq};
use weft::domain::id::MsgId;
use weft::port::media::{Asset, Download, Fault, Part, Progress, Source};
use weft::session::{Grown, LIMIT};

const IMAGE: &str = "/cgi-bin/mmwebwx-bin/webwxgetmsgimg";
const VOICE: &str = "/cgi-bin/mmwebwx-bin/webwxgetvoice";
const VIDEO: &str = "/cgi-bin/mmwebwx-bin/webwxgetvideo";
const FILE: &str = "/cgi-bin/mmwebwx-bin/webwxgetmedia";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 and the rest of it";

fn asset(id: u64) -> Asset {
    let (message, part) = (MsgId(id), Part::Whole);
    Asset::Of { message, part }
}

fn wanted(id: u64, source: Source) -> Download {
    Download {
        asset: asset(id),
        source,
        file: format!("/cache/{id}").into(),
        bytes: None,
        urgent: false,
    }
}

fn image(id: u64) -> Download {
    wanted(id, Source::Image(MsgId(id)))
}

fn file(id: u64) -> Download {
    wanted(
        id,
        Source::File {
            sender: "@anna".into(),
            media_id: "@crypt_1".into(),
            encry_file_name: "a%2Epdf".into(),
            name: "a.pdf".into(),
        },
    )
}

fn ask(bench: &mut Bench, what: Download) {
    bench.command(NetCommand::Download(what));
}

/// A good answer with so many bytes in all.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what a request with a file comes back as"
)]
fn kept(bytes: u64) -> Result<Carried, Mishap> {
    let response = HttpResponse::ok(JPEG);
    let kept = Some(Grown {
        before: 0,
        now: bytes,
    });
    Ok(Carried { response, kept })
}

/// How each download ended, in order.
fn ends(news: &[News]) -> Vec<(Asset, Progress)> {
    news.iter()
        .filter_map(|news| {
            let News::Download { asset, progress } = news else {
                return None;
            };
            let moving = matches!(progress, Progress::Moving { .. });
            (!moving).then(|| (*asset, progress.clone()))
        })
        .collect()
}

fn failed(id: u64, fault: Fault) -> (Asset, Progress) {
    (asset(id), Progress::Failed(fault))
}

/// Which messages are being asked about, in the order they were.
fn flying(bench: &Bench, path: &str) -> Vec<String> {
    let of = |request: &HttpRequest| {
        let query = request.query().to_lowercase();
        let (_, id) = query.split_once("msgid=").unwrap();
        id.split('&').next().unwrap().to_owned()
    };
    let open = bench.open.iter();
    open.filter(|(_, request)| request.path() == path)
        .map(|(_, request)| of(request))
        .collect()
}

#[test]
fn a_picture_comes_gets_its_name_and_only_then_is_it_told() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(5));
    let request = bench.request(IMAGE);
    assert_eq!(
        request.url,
        "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxgetmsgimg?&MsgID=5&skey=%40crypt_ae446460_second"
    );
    assert_eq!(request.header("Referer"), Some("https://wx2.qq.com/"));
    let Freight::Spool(spool) = bench.freight(IMAGE) else {
        panic!("a picture is written to a file");
    };
    assert_eq!(spool.part, Path::new("/cache/5.part"));
    let ticket = bench.ticket(IMAGE);
    bench.session.progress(ticket, 10, Some(24));
    bench.drain();
    let moving = Progress::Moving {
        done: 10,
        of: Some(24),
    };
    let (asset, progress) = (asset(5), moving);
    assert_eq!(bench.told(), [News::Download { asset, progress }]);
    bench.carried(IMAGE, kept(24));
    assert_eq!(bench.told(), [], "not before it has its name");
    let (part, file) = ("/cache/5.part".into(), "/cache/5".into());
    assert_eq!(bench.filed(Ok(())), Chore::Keep { part, file });
    assert_eq!(ends(&bench.told()), [(asset, Progress::Done { bytes: 24 })]);
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn four_side_by_side_what_is_waited_for_first_and_then_the_newest() {
    let mut bench = Bench::settled();
    for id in 1..=7 {
        ask(&mut bench, image(id));
    }
    ask(
        &mut bench,
        Download {
            urgent: true,
            ..image(8)
        },
    );
    ask(
        &mut bench,
        Download {
            urgent: true,
            ..image(5)
        },
    );
    assert_eq!(flying(&bench, IMAGE), ["1", "2", "3", "4"]);
    for _ in 0..4 {
        bench.carried(IMAGE, kept(9));
    }
    assert_eq!(flying(&bench, IMAGE), ["8", "5", "7", "6"]);
    ask(&mut bench, image(8));
    assert_eq!(
        bench.count(IMAGE),
        8,
        "asked for while under way, it is not asked for again"
    );
}

#[test]
fn files_and_videos_come_one_at_a_time_and_hold_no_picture_up() {
    let mut bench = Bench::settled();
    ask(&mut bench, file(1));
    ask(&mut bench, wanted(2, Source::Video(MsgId(2))));
    ask(&mut bench, image(3));
    ask(&mut bench, wanted(4, Source::Voice(MsgId(4))));
    assert_eq!(bench.paths(), [CHECK, FILE, IMAGE, VOICE]);
    bench.carried(FILE, kept(9));
    assert_eq!(bench.request(VIDEO).header("Range"), Some("bytes=0-"));
}

#[test]
fn nothing_comes_at_first_and_then_for_good() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(1));
    for pause in [1, 2, 2] {
        bench.carried(IMAGE, unkept(""));
        bench.wait(millis(pause * 1000 - 1));
        assert_eq!(bench.paths(), [CHECK]);
        bench.wait(millis(1));
    }
    bench.carried(IMAGE, unkept(""));
    assert_eq!(ends(&bench.told()), [failed(1, Fault::Empty)]);
}

#[test]
fn a_page_is_no_picture_and_raises_a_doubt() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(1));
    bench.carried(IMAGE, unkept("<!DOCTYPE html><html>log in</html>"));
    assert_eq!(ends(&bench.told()), [failed(1, Fault::NotMedia)]);
    assert_eq!(bench.paths(), [CHECK, INIT], "does the session live?");
}

#[test]
fn a_picture_of_a_kind_nobody_knows_here_says_nothing_about_the_session() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(1));
    bench.carried(IMAGE, unkept("\0\0\0\x18ftypheic and the rest of it"));
    assert_eq!(ends(&bench.told()), [failed(1, Fault::NotMedia)]);
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn an_error_for_a_file_is_asked_about_and_the_file_comes_if_the_session_lives() {
    let mut bench = Bench::settled();
    ask(&mut bench, file(1));
    bench.carried(FILE, unkept(&ret(1101)));
    assert_eq!(bench.paths(), [CHECK, INIT]);
    bench.reply(INIT, &init(""));
    bench.carried(FILE, unkept(&ret(1101)));
    assert_eq!(ends(&bench.told()), [failed(1, Fault::NotMedia)]);
    ask(&mut bench, file(2));
    bench.carried(FILE, unkept(&ret(1)));
    assert_eq!(ends(&bench.told()), [failed(2, Fault::NotMedia)]);
}

#[test]
fn another_size_than_announced_is_no_file_and_its_part_goes() {
    for (announced, got) in [(30, 24), (20, 24)] {
        let mut bench = Bench::settled();
        let bytes = Some(announced);
        ask(&mut bench, Download { bytes, ..image(1) });
        bench.carried(IMAGE, kept(got));
        assert_eq!(bench.told(), []);
        let part = "/cache/1.part".into();
        assert_eq!(bench.filed(Ok(())), Chore::Drop { part });
        assert_eq!(ends(&bench.told()), [failed(1, Fault::Short { got, announced })]);
    }
}

#[test]
fn what_is_announced_as_too_large_is_not_even_begun() {
    let mut bench = Bench::settled();
    let bytes = Some(LIMIT + 1);
    ask(&mut bench, Download { bytes, ..file(1) });
    let limit = LIMIT;
    assert_eq!(ends(&bench.told()), [failed(1, Fault::TooLarge { limit })]);
    ask(&mut bench, file(1));
    bench.carried(FILE, Err(Mishap::TooLarge));
    assert_eq!(ends(&bench.told()), [failed(1, Fault::TooLarge { limit })]);
}

#[test]
fn a_line_that_breaks_is_tried_five_times_unless_bytes_come() {
    let mut bench = Bench::settled();
    ask(&mut bench, file(1));
    let broken = || Err(Mishap::Http(HttpFailure::Offline));
    for done in 1..20 {
        let ticket = bench.ticket(FILE);
        bench.session.progress(ticket, done, None);
        bench.drain();
        bench.carried(FILE, broken());
        bench.wait(secs(60));
    }
    for _ in 0..4 {
        bench.carried(FILE, broken());
        bench.wait(secs(60));
    }
    assert_eq!(ends(&bench.told()), [failed(1, Fault::Net(Failure::Offline))]);
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn while_there_is_no_line_at_all_a_download_waits() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(1));
    // What listens has broken, too.
    bench.fail(CHECK, HttpFailure::Offline);
    for _ in 0..50 {
        bench.carried(IMAGE, Err(Mishap::Http(HttpFailure::Offline)));
        bench.wait(secs(30));
        if bench.paths().contains(&CHECK) {
            bench.fail(CHECK, HttpFailure::Offline);
        }
        bench.wait(secs(30));
        if bench.paths().contains(&CHECK) {
            bench.fail(CHECK, HttpFailure::Offline);
        }
    }
    assert_eq!(ends(&bench.told()), []);
}

#[test]
fn a_full_disk_is_said_as_the_system_says_it() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(1));
    ask(&mut bench, image(2));
    bench.carried(IMAGE, Err(Mishap::Disk("No space left on device".into())));
    bench.carried(IMAGE, kept(9));
    bench.filed(Err("Read-only file system".into()));
    let words = |words: &str| Fault::Disk(words.into());
    assert_eq!(
        ends(&bench.told()),
        [
            failed(1, words("No space left on device")),
            failed(2, words("Read-only file system"))
        ]
    );
}

#[test]
fn a_part_that_does_not_fit_is_begun_anew() {
    let mut refused = HttpResponse::ok("");
    refused.status = 416;
    let beyond = Ok(Carried {
        response: refused,
        kept: None,
    });
    for answer in [beyond, Err(Mishap::Gap)] {
        let mut bench = Bench::settled();
        ask(&mut bench, file(1));
        bench.carried(FILE, answer);
        bench.wait(secs(1));
        let Freight::Spool(spool) = bench.freight(FILE) else {
            panic!("a file is written to a file");
        };
        assert!(spool.anew);
        bench.carried(FILE, kept(9));
        bench.filed(Ok(()));
        assert_eq!(ends(&bench.told()), [(asset(1), Progress::Done { bytes: 9 })]);
    }
}

#[test]
fn a_host_that_sends_a_range_in_pieces_is_asked_on() {
    let mut bench = Bench::settled();
    ask(&mut bench, file(1));
    for (before, now) in [(0, 10), (10, 20)] {
        let range = format!("bytes {before}-{}/20", now - 1);
        let mut response = HttpResponse::ok(JPEG).clone();
        response.status = 206;
        response.headers.push(("Content-Range".into(), range));
        let kept = Some(Grown { before, now });
        bench.carried(FILE, Ok(Carried { response, kept }));
    }
    bench.filed(Ok(()));
    assert_eq!(ends(&bench.told()), [(asset(1), Progress::Done { bytes: 20 })]);
}

#[test]
fn what_is_stopped_is_not_spoken_of_again_and_may_be_asked_for_again() {
    let mut bench = Bench::settled();
    ask(&mut bench, file(1));
    let ticket = bench.ticket(FILE);
    bench.command(NetCommand::StopDownload(asset(1)));
    assert_eq!(bench.paths(), [CHECK], "the request is called off");
    bench.session.carried(ticket, kept(9), bench.now);
    bench.session.progress(ticket, 9, None);
    bench.drain();
    assert_eq!(bench.told(), []);
    ask(&mut bench, file(1));
    assert_eq!(bench.paths(), [CHECK, FILE]);
}

#[test]
fn one_that_is_asked_for_while_its_part_is_put_away_waits() {
    let mut bench = Bench::settled();
    ask(&mut bench, image(1));
    bench.carried(IMAGE, kept(9));
    bench.command(NetCommand::StopDownload(asset(1)));
    ask(&mut bench, image(1));
    assert_eq!(bench.paths(), [CHECK]);
    bench.filed(Ok(()));
    assert_eq!(bench.told(), []);
    assert_eq!(bench.paths(), [CHECK, IMAGE]);
}

#[test]
fn the_end_of_the_session_ends_them_all() {
    let mut bench = Bench::settled();
    for id in 1..=6 {
        ask(&mut bench, image(id));
    }
    bench.carried(IMAGE, kept(9));
    bench.reply(CHECK, &retcode(1101));
    bench.reply(INIT, &ret(1101));
    let over = Fault::Net(Failure::SessionOver);
    let all: Vec<_> = ends(&bench.told()).into_iter().collect();
    assert_eq!(all.len(), 6);
    assert!((1..=6).all(|id| all.contains(&failed(id, over.clone()))));
    assert_eq!(bench.paths(), [""; 0]);
    ask(&mut bench, image(9));
    assert_eq!(ends(&bench.told()), [failed(9, over)]);
}

#[test]
fn a_message_does_not_choose_what_is_asked_in_the_persons_name() {
    let mut bench = Bench::settled();
    let addresses = [
        Source::Path("/cgi-bin/mmwebwx-bin/webwxlogout?redirect=1".into()),
        Source::Path("@evil.example/".into()),
        Source::Elsewhere("http://192.168.0.1/admin".into()),
        Source::Elsewhere("https://tracker.example/seen.gif".into()),
        Source::Elsewhere("https://evilqpic.cn/a".into()),
        Source::Elsewhere("file:///etc/passwd".into()),
    ];
    for (id, source) in (1..).zip(addresses) {
        ask(&mut bench, wanted(id, source));
        assert_eq!(ends(&bench.told()), [failed(id, Fault::NotMedia)]);
    }
    let sticker = "http://emoji.qpic.cn/wx_emoji/ab/";
    ask(&mut bench, wanted(9, Source::Elsewhere(sticker.into())));
    let (_, request) = bench.open.last().unwrap();
    assert_eq!(request.url, sticker);
    assert_eq!(request.header("Referer"), None);
    assert!(matches!(bench.freight("/wx_emoji/ab/"), Freight::Spool(spool) if spool.anonymous));
}

/// An answer by chance: good, short, empty, a page, a break, a disk that fails.
fn any_answer(luck: u8) -> Result<Carried, Mishap> {
    match luck % 11 {
        0..=3 => kept(9),
        4 => unkept(""),
        5 => unkept("<html></html>"),
        6 => unkept(&ret(1101)),
        7 => Err(Mishap::Http(HttpFailure::Offline)),
        8 => Err(Mishap::Disk("no".into())),
        9 => Err(Mishap::Gap),
        _ => Err(Mishap::TooLarge),
    }
}

proptest! {
    /// Whatever comes, and in whatever order: what was asked for ends once, or was called off.
    #[test]
    fn every_download_has_exactly_one_end(pushes in proptest::collection::vec((0_u8..6, any::<u8>()), 0..120)) {
        let mut bench = Bench::settled();
        // Those that are open, and how many ends are owed.
        let mut open = std::collections::BTreeSet::new();
        for (what, luck) in pushes {
            let id = u64::from(luck % 12);
            match what {
                0 | 1 => {
                    let source = if id.is_multiple_of(2) { image(id) } else { file(id) };
                    open.insert(asset(id));
                    ask(&mut bench, Download { bytes: (luck > 200).then_some(8), urgent: luck > 100, ..source });
                }
                2 if luck > 200 => {
                    open.remove(&asset(id));
                    bench.command(NetCommand::StopDownload(asset(id)));
                }
                2 => bench.wait(millis(u64::from(luck) * 40)),
                3 | 4 => {
                    let at = usize::from(luck) % bench.freight.len().max(1);
                    if let Some((ticket, _)) = bench.freight.get(at) {
                        let ticket = *ticket;
                        bench.land(ticket, any_answer(luck));
                    }
                }
                _ if !bench.chores.is_empty() => drop(bench.filed(if luck > 220 { Err("no".into()) } else { Ok(()) })),
                _ => {}
            }
            if bench.paths().contains(&INIT) {
                bench.reply(INIT, &init(""));
            }
            for (asset, _) in ends(&bench.told()) {
                prop_assert!(open.remove(&asset), "ended twice, or after it was called off");
            }
            let alone = bench.paths().iter().filter(|path| **path == FILE).count();
            let beside = bench.paths().iter().filter(|path| **path == IMAGE).count();
            prop_assert!(alone <= 1 && beside <= 4);
        }
        bench.command(NetCommand::Logout);
        for (asset, _) in ends(&bench.told()) {
            prop_assert!(open.remove(&asset), "ended twice");
        }
        prop_assert_eq!(open.len(), 0, "one that never ends");
    }
}

/// The file host wants its cookie said beside it, and the cookie is what an answer set last, this host's own among them.
#[test]
fn the_ticket_that_came_with_a_file_is_the_next_ones() {
    let with_cookie = |ticket: &str| {
        let mut answer = kept(9).unwrap();
        let cookie = format!("webwx_data_ticket={ticket}; Domain=.qq.com; Path=/; Secure");
        answer.response.headers.push(("Set-Cookie".into(), cookie));
        Ok(answer)
    };
    let mut bench = Bench::settled();
    let before = bench.kept.len();
    ask(&mut bench, file(1));
    bench.carried(FILE, with_cookie("gSnew"));
    assert_eq!(bench.kept.len(), before + 1, "a later run has it too");
    assert!(bench.kept.last().unwrap().0.expose().contains("gSnew"));
    ask(&mut bench, file(2));
    assert!(bench.request(FILE).query().contains("webwx_data_ticket=gSnew"));
    // What somebody else's host sets is not the service's.
    ask(
        &mut bench,
        wanted(3, Source::Elsewhere("http://emoji.qpic.cn/3".into())),
    );
    bench.carried("/3", with_cookie("gSforeign"));
    bench.carried(FILE, kept(9));
    ask(&mut bench, file(4));
    assert!(bench.request(FILE).query().contains("webwx_data_ticket=gSnew"));
}
