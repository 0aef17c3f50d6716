//! A file's form, part by part, as the vendor's page writes it.

use super::*;
use weft::domain::id::UserName;
use weft::wire::http::HttpResponse;
use weft::wire::upload::{self, Chunk, File, Key, Kind};

const MIB: u64 = 1024 * 1024;

fn form(name: &str, bytes: u64, kind: Kind, key: Option<&Key>) -> (String, usize) {
    let (from, to) = (UserName::from("@me"), UserName::from("@@7c1e"));
    let file = File {
        name,
        bytes,
        md5: "c3055e653564d4c25762fd5cc41d5eba",
        kind,
        from: &from,
        to: &to,
    };
    let chunk = Chunk {
        number: 3,
        index: 1,
        began: now(),
        device: DEVICE,
        boundary: "XX",
        key,
    };
    let (request, at) = upload::chunk(&hosts(), &auth(), file, chunk);
    assert_eq!(
        request.url,
        "https://file.wx2.qq.com/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json"
    );
    assert_eq!(
        request.header("Content-Type"),
        Some("multipart/form-data; boundary=XX")
    );
    assert_eq!(request.header("Referer"), Some("https://wx2.qq.com/"));
    (String::from_utf8(request.body).unwrap(), at)
}

/// The names of the parts in order, and the text of each.
fn parts(form: &str) -> Vec<(&str, &str)> {
    form.split("--XX")
        .filter_map(|part| {
            let (_, rest) = part.split_once("name=\"")?;
            let (name, rest) = rest.split_once('"')?;
            let (_, text) = rest.split_once("\r\n\r\n")?;
            Some((name, text.strip_suffix("\r\n").unwrap_or(text)))
        })
        .collect()
}

#[test]
fn the_parts_are_in_their_order_and_the_file_is_last() {
    let (form, at) = form("春游 \"1\".JPG", 600_000, Kind::Image, None);
    let about = r#"{"UploadType":2,"BaseRequest":{"Uin":2663483803,"Sid":"GLRE+yss/3NhRQe2","Skey":"@crypt_ae446460_e9e8807e9992e98fb587194ac764792f","DeviceID":"e138413478611227"},"ClientMediaId":1552032632747,"TotalLen":600000,"StartPos":0,"DataLen":600000,"MediaType":4,"FromUserName":"@me","ToUserName":"@@7c1e","FileMd5":"c3055e653564d4c25762fd5cc41d5eba"}"#;
    assert_eq!(
        parts(&form),
        [
            ("id", "WU_FILE_3"),
            ("name", "春游 \"1\".JPG"),
            ("type", "image/jpeg"),
            ("lastModifiedDate", "Fri Mar 08 2019 08:10:32 GMT+0000"),
            ("size", "600000"),
            ("chunks", "2"),
            ("chunk", "1"),
            ("mediatype", "pic"),
            ("uploadmediarequest", about),
            ("webwx_data_ticket", "gSdemo/+1"),
            ("pass_ticket", "NuMItNqHBs1e/NgDfLKw+Ewd="),
            ("filename", ""),
        ]
    );
    let (head, tail) = form.split_at(at);
    assert!(
        head.ends_with(
            "name=\"filename\"; filename=\"春游 %221%22.JPG\"\r\nContent-Type: image/jpeg\r\n\r\n"
        )
    );
    assert_eq!(tail, "\r\n--XX--\r\n");
}

#[test]
fn one_chunk_is_not_numbered_and_every_kind_has_its_labels() {
    let label = |name: &str, kind| {
        let (form, _) = form(name, 1000, kind, None);
        let parts = parts(&form);
        assert!(parts.iter().all(|(name, _)| !name.starts_with("chunk")));
        let of = |wanted| {
            parts
                .iter()
                .find(|(name, _)| *name == wanted)
                .unwrap()
                .1
                .to_owned()
        };
        (of("type"), of("mediatype"))
    };
    let labels = [
        (label("a.png", Kind::Image), "image/png", "pic"),
        (label("a.bmp", Kind::Image), "image/bmp", "pic"),
        (label("a.gif", Kind::Gif), "image/gif", "doc"),
        (label("a.mp4", Kind::Video), "video/mp4", "video"),
        (label("a", Kind::File), "application/octet-stream", "doc"),
    ];
    for ((mime, media), right_mime, right_media) in labels {
        assert_eq!((mime.as_str(), media.as_str()), (right_mime, right_media));
    }
}

#[test]
fn a_large_file_carries_what_was_handed_out_for_it() {
    let key = Key {
        aes: "9f3a".into(),
        signature: "v1x".into(),
    };
    let (form, _) = form("big.zip", 30 * MIB, Kind::File, Some(&key));
    assert!(
        form.contains(r#""FileMd5":"c3055e653564d4c25762fd5cc41d5eba","AESKey":"9f3a","Signature":"v1x"}"#)
    );
}

#[test]
fn a_large_file_is_asked_about_with_all_that_is_known_of_it() {
    let (from, to) = (UserName::from("@me"), UserName::from("@@7c1e"));
    let file = File {
        name: "big.zip",
        bytes: 30 * MIB,
        md5: "c3055e653564d4c25762fd5cc41d5eba",
        kind: Kind::File,
        from: &from,
        to: &to,
    };
    let request = upload::check(&hosts(), &auth(), DEVICE, file);
    assert_eq!(
        request.url,
        "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxcheckupload?lang=zh_CN&pass_ticket=NuMItNqHBs1e%252FNgDfLKw%252BEwd%253D"
    );
    let body = String::from_utf8(request.body).unwrap();
    assert!(
        body.ends_with(r#""FileMd5":"c3055e653564d4c25762fd5cc41d5eba","FileName":"big.zip","FileSize":31457280,"FileType":7,"FromUserName":"@me","ToUserName":"@@7c1e"}"#),
        "{body}"
    );
}

#[test]
fn chunks_cover_a_file_and_nothing_else() {
    for bytes in [1, upload::CHUNK - 1, upload::CHUNK, upload::CHUNK + 1, 30 * MIB] {
        let slices: Vec<(u64, u64)> = (0..upload::chunks(bytes))
            .map(|index| upload::slice(bytes, index))
            .collect();
        let mut end = 0;
        for (from, size) in slices {
            assert_eq!(from, end);
            assert!(size > 0 && size <= upload::CHUNK);
            end = from + size;
        }
        assert_eq!(end, bytes);
    }
}

#[test]
fn answers_are_read_and_refusals_too() {
    let stored = r#"{"BaseResponse":{"Ret":0,"ErrMsg":""},"MediaId":"@crypt_e35","StartPos":19838,"CDNThumbImgHeight":100,"CDNThumbImgWidth":100,"EncryFileName":"%E5%BE%AE%2Ejpg"}"#;
    assert_eq!(
        upload::parse_chunk(&HttpResponse::ok(stored)),
        Ok("@crypt_e35".into())
    );
    let quota = r#"{"BaseResponse":{"Ret":1205},"MediaId":"@another"}"#;
    assert_eq!(
        upload::parse_chunk(&HttpResponse::ok(quota)),
        Err(Error::Ret(1205))
    );
    assert_eq!(upload::parse_chunk(&HttpResponse::ok("")), Err(Error::Malformed));
    let checked = r#"{"BaseResponse":{"Ret":0},"MediaId":null,"AESKey":"9f3a","Signature":"v1x"}"#;
    let checked = upload::parse_check(&HttpResponse::ok(checked)).unwrap();
    assert_eq!((checked.media_id, &*checked.key.signature), (None, "v1x"));
}
