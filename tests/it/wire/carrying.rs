//! What is fetched by which address, and what passes for the thing itself.

use super::*;
use weft::domain::id::{MsgId, UserName};
use weft::wire::http::HttpResponse;
use weft::wire::media::{self, Body, FileRef, Kind};

const BASE: &str = "https://wx2.qq.com/cgi-bin/mmwebwx-bin";
const SKEY: &str = "%40crypt_ae446460_e9e8807e9992e98fb587194ac764792f";

#[test]
fn every_source_has_its_own_spelling() {
    let (hosts, auth, id) = (hosts(), auth(), MsgId(8_656_501_658_143_517_703));
    let asked = [
        (
            media::image(&hosts, &auth, id),
            format!("{BASE}/webwxgetmsgimg?&MsgID=8656501658143517703&skey={SKEY}"),
        ),
        (
            media::thumb(&hosts, &auth, id),
            format!("{BASE}/webwxgetmsgimg?&MsgID=8656501658143517703&skey={SKEY}&type=slave"),
        ),
        (
            media::sticker(&hosts, &auth, id),
            format!("{BASE}/webwxgetmsgimg?&MsgID=8656501658143517703&skey={SKEY}&type=big"),
        ),
        (
            media::voice(&hosts, &auth, id),
            format!("{BASE}/webwxgetvoice?msgid=8656501658143517703&skey={SKEY}"),
        ),
        (
            media::video(&hosts, &auth, id),
            format!("{BASE}/webwxgetvideo?msgid=8656501658143517703&skey={SKEY}"),
        ),
        (
            media::face(&hosts, &auth, &"@a b".into(), Some("@room")),
            format!("{BASE}/webwxgeticon?seq=0&username=%40a%20b&skey={SKEY}&chatroomid=%40room"),
        ),
        (
            media::asker(&hosts, &auth, &"@a".into(), id),
            format!("{BASE}/webwxgeticon?username=%40a&skey={SKEY}&msgid=8656501658143517703"),
        ),
        (
            media::group_face(&hosts, &auth, &"@@room".into()),
            format!("{BASE}/webwxgetheadimg?seq=0&username=%40%40room&skey={SKEY}"),
        ),
    ];
    for (request, url) in asked {
        assert_eq!(request.url, url);
        assert_eq!(request.header("Referer"), Some("https://wx2.qq.com/"));
    }
    assert_eq!(media::video(&hosts, &auth, id).header("Range"), Some("bytes=0-"));
}

#[test]
fn the_name_of_a_file_goes_as_the_service_encoded_it() {
    let sender = UserName::from("@@7c1e");
    let url = |encry_file_name: &str| {
        let file = FileRef {
            sender: &sender,
            media_id: "@crypt_1",
            encry_file_name,
            name: "报告.pdf",
        };
        media::file(&hosts(), &auth(), file).url
    };
    let start =
        "https://file.wx2.qq.com/cgi-bin/mmwebwx-bin/webwxgetmedia?sender=%40%407c1e&mediaid=%40crypt_1";
    let end = "fromuser=2663483803&pass_ticket=NuMItNqHBs1e%252FNgDfLKw%252BEwd%253D&webwx_data_ticket=gSdemo%2F%2B1";
    assert_eq!(
        url("%E6%8A%A5%E5%91%8A%2Epdf"),
        format!("{start}&encryfilename=%E6%8A%A5%E5%91%8A%2Epdf&{end}")
    );
    assert_eq!(url(""), format!("{start}&filename=%E6%8A%A5%E5%91%8A.pdf&{end}"));
    assert_eq!(
        url("a&skey=b"),
        format!("{start}&encryfilename=a%26skey%3Db&{end}"),
        "a name adds no parameter"
    );
}

#[test]
fn only_the_services_own_hosts_are_asked_for_what_a_message_names() {
    let to = |server, address| media::elsewhere(server, address).map(|request| request.url);
    let sticker = "http://emoji.qpic.cn/wx_emoji/ab/?x=1";
    assert_eq!(to(None, sticker).as_deref(), Some(sticker));
    assert_eq!(
        to(Some("http://127.0.0.1:9/"), sticker).as_deref(),
        Some("http://127.0.0.1:9/wx_emoji/ab/?x=1"),
        "one server stands for them all"
    );
    for address in [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://emoji.qpic.cn.evil.example/",
        "http://emoji.qpic.cn:8080/",
        "http://me@emoji.qpic.cn/",
        "ftp://emoji.qpic.cn/",
        "emoji.qpic.cn",
        "",
    ] {
        assert_eq!(to(None, address), None, "{address}");
    }
    let map = "/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=1&pictype=location";
    let asked = media::map(&hosts(), map).map(|request| request.url);
    assert_eq!(asked, Some(format!("https://wx2.qq.com{map}")));
    assert_eq!(media::map(&hosts(), "/cgi-bin/mmwebwx-bin/webwxlogout"), None);
}

fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> HttpResponse {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()));
    HttpResponse {
        status,
        headers: headers.collect(),
        body: body.to_vec(),
    }
}

#[test]
fn pictures_are_known_by_their_first_bytes_whatever_they_are_labelled() {
    let media = Body::Media { from: 0, whole: None };
    let (page, strange) = (Body::Page(Error::Malformed), Body::Strange);
    for (start, verdict) in [
        (&b"\xff\xd8\xff\xe0"[..], media),
        (b"\x89PNG\r\n\x1a\nIHDR", media),
        (b"GIF89a", media),
        (b"RIFF\0\0\0\0WEBPVP8", media),
        (b"BM66", media),
        (b"RIFF\0\0\0\0WAVE", strange),
        (b"<html>", page),
        (b"{}", page),
        (b"anything", strange),
    ] {
        let answer = answer(200, &[("Content-Type", "text/plain")], start);
        assert_eq!(media::judge(Kind::Picture, &answer, 0), verdict, "{start:?}");
    }
}

#[test]
fn errors_are_read_and_a_page_somebody_sent_is_a_file() {
    let refused = br#" {"BaseResponse": {
"Ret": 1101, "ErrMsg": ""}, "List": [1,2"#;
    let html = b"\n<!DOCTYPE HTML><html>";
    let sent = [("Content-Disposition", "attachment; filename=\"a\"")];
    for kind in [Kind::Sound, Kind::Film, Kind::File] {
        assert_eq!(
            media::judge(kind, &answer(200, &[], refused), 0),
            Body::Page(Error::Ret(1101)),
            "cut short"
        );
        assert_eq!(
            media::judge(kind, &answer(200, &[], html), 0),
            Body::Page(Error::Malformed)
        );
        assert_eq!(media::judge(kind, &answer(200, &[], b""), 0), Body::Empty);
        assert_eq!(
            media::judge(kind, &answer(502, &[], b"x"), 0),
            Body::Page(Error::Status(502))
        );
    }
    for body in [&html[..], refused, br#"{"my": "settings"}"#] {
        let whole = Body::Media { from: 0, whole: None };
        assert_eq!(media::judge(Kind::File, &answer(200, &sent, body), 0), whole);
    }
}

#[test]
fn a_range_says_where_it_begins() {
    let judge =
        |headers: &[(&str, &str)], asked| media::judge(Kind::File, &answer(206, headers, b"abc"), asked);
    let nonsense = Body::Page(Error::Malformed);
    assert_eq!(
        judge(&[("Content-Range", "bytes 100-102/1234")], 100),
        Body::Media {
            from: 100,
            whole: Some(1234)
        }
    );
    assert_eq!(
        judge(&[("content-range", "bytes 0-2/*")], 0),
        Body::Media { from: 0, whole: None }
    );
    assert_eq!(judge(&[], 100), nonsense, "a piece of nobody knows what");
    assert_eq!(
        judge(&[("Content-Length", "3")], 0),
        Body::Media {
            from: 0,
            whole: Some(3)
        }
    );
    assert_eq!(judge(&[("Content-Range", "pages 1-2")], 0), nonsense);
    let anew = answer(200, &[("Content-Length", "3")], b"abc");
    assert_eq!(
        media::judge(Kind::File, &anew, 100),
        Body::Media {
            from: 0,
            whole: Some(3)
        },
        "the host knows no ranges"
    );
}

proptest::proptest! {
    #[test]
    fn no_answer_does_harm(
        status in proptest::prelude::any::<u16>(),
        range in ".{0,30}",
        body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80),
        asked in proptest::prelude::any::<u64>(),
    ) {
        let answer = answer(status, &[("Content-Range", &range), ("Content-Length", &range)], &body);
        for kind in [Kind::Picture, Kind::Sound, Kind::Film, Kind::File] {
            media::judge(kind, &answer, asked);
        }
    }
}
