//! Files on their way out: brought chunk by chunk, then said; and what was said after them.

use std::path::Path;

use super::*;
use weft::domain::text::SafeText;
use weft::port::{Attachment, AttachmentKind};

const UPLOAD: &str = "/cgi-bin/mmwebwx-bin/webwxuploadmedia";
const ASK: &str = "/cgi-bin/mmwebwx-bin/webwxcheckupload";
const SEND_IMAGE: &str = "/cgi-bin/mmwebwx-bin/webwxsendmsgimg";
const SEND_VIDEO: &str = "/cgi-bin/mmwebwx-bin/webwxsendvideomsg";
const SEND_APP: &str = "/cgi-bin/mmwebwx-bin/webwxsendappmsg";
const SEND_EMOTICON: &str = "/cgi-bin/mmwebwx-bin/webwxsendemoticon";
const CHUNK: u64 = 524_288;
const MIB: u64 = 1024 * 1024;

fn attached(local: u64, to: &str, bytes: u64, kind: AttachmentKind) -> Outgoing {
    Outgoing {
        local: LocalId(local),
        to: to.into(),
        what: Parcel::Upload(Attachment {
            path: "/pictures/行程 & 表.xlsx".into(),
            name: SafeText::new("行程 & 表.xlsx"),
            bytes,
            md5: format!("c3055e653564d4c25762fd5cc41d{local:04}").into(),
            kind,
            pixels: None,
            spooled: false,
        }),
    }
}

fn image(local: u64, to: &str) -> Outgoing {
    attached(local, to, 1000, AttachmentKind::Image)
}

fn said(local: u64, to: &str) -> Outgoing {
    Outgoing {
        to: to.into(),
        ..message(local, "字")
    }
}

fn send(bench: &mut Bench, message: Outgoing) {
    bench.command(NetCommand::Send(message));
}

fn stored(media_id: &str) -> Result<Carried, Mishap> {
    unkept(&format!(
        r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"MediaId":"{media_id}","StartPos":1}}"#
    ))
}

fn refused(code: i32, media_id: &str) -> Result<Carried, Mishap> {
    unkept(&format!(
        r#"{{"BaseResponse":{{"Ret":{code},"ErrMsg":""}},"MediaId":"{media_id}"}}"#
    ))
}

fn slice(bench: &Bench) -> (u64, u64) {
    let Freight::Slice(slice) = bench.freight(UPLOAD) else {
        panic!("a chunk is read from a file");
    };
    assert_eq!(slice.file, Path::new("/pictures/行程 & 表.xlsx"));
    (slice.from, slice.bytes)
}

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

fn uploaded(news: &[News]) -> Vec<u64> {
    news.iter()
        .filter_map(|news| {
            if let News::Uploading { done, .. } = news {
                Some(*done)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn a_picture_is_brought_in_chunks_and_then_said() {
    let mut bench = Bench::settled();
    let bytes = 2 * CHUNK + 5;
    send(&mut bench, attached(1, "@anna", bytes, AttachmentKind::Image));
    assert_eq!(slice(&bench), (0, CHUNK));
    let first = bench.body(UPLOAD);
    let ticket = bench.ticket(UPLOAD);
    bench.session.progress(ticket, 100, None);
    bench.drain();
    bench.carried(UPLOAD, stored(""));
    assert_eq!(slice(&bench), (CHUNK, CHUNK));
    assert_eq!(
        bench.body(UPLOAD),
        first.replace("name=\"chunk\"\r\n\r\n0", "name=\"chunk\"\r\n\r\n1"),
        "the same fields every time"
    );
    bench.carried(UPLOAD, stored(""));
    assert_eq!(slice(&bench), (2 * CHUNK, 5));
    let news = bench.told();
    assert!(!news.contains(&News::Sending(LocalId(1))), "nothing was said yet");
    assert_eq!(uploaded(&news), [0, 100, CHUNK, 2 * CHUNK]);
    bench.carried(UPLOAD, stored("@crypt_9"));
    let body = bench.body(SEND_IMAGE);
    assert!(
        body.contains(r#""Type":3,"Content":"","MediaId":"@crypt_9""#),
        "{body}"
    );
    assert!(body.ends_with(r#""Scene":0}"#));
    bench.reply(SEND_IMAGE, &sent(9));
    let news = bench.told();
    assert_eq!(uploaded(&news), [bytes]);
    assert!(news.contains(&News::Sending(LocalId(1))));
    assert!(matches!(
        news.last(),
        Some(News::Sent {
            local: LocalId(1),
            ..
        })
    ));
}

#[test]
fn what_is_uploaded_leaves_once_that_is_written_and_can_be_called_off_before() {
    let mut bench = Bench::settled();
    bench.signs = false;
    send(&mut bench, image(1, "@anna"));
    send(&mut bench, said(2, "@anna"));
    bench.carried(UPLOAD, stored("@1"));
    bench.wait(secs(60));
    assert!(bench.told().contains(&News::Uploaded(LocalId(1))));
    assert_eq!(bench.paths(), [CHECK], "and nothing overtakes it");
    bench.command(NetCommand::Post(LocalId(2)));
    bench.command(NetCommand::Post(LocalId(1)));
    assert_eq!(bench.paths(), [CHECK, SEND_IMAGE]);
    bench.reply(SEND_IMAGE, &sent(1));
    bench.reply(SEND, &sent(2));
    send(&mut bench, image(3, "@anna"));
    bench.carried(UPLOAD, stored("@3"));
    bench.command(NetCommand::CancelSend(LocalId(3)));
    assert_eq!(not_sent(&bench.told()), [(3, Failure::Cancelled)]);
    bench.command(NetCommand::Post(LocalId(3)));
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn every_kind_has_an_endpoint_of_its_own() {
    let kinds = [
        (AttachmentKind::Image, SEND_IMAGE, r#""Type":3,"#),
        (
            AttachmentKind::Gif,
            SEND_EMOTICON,
            r#""Type":47,"MediaId":"@c","EmojiFlag":2,"#,
        ),
        (AttachmentKind::Video, SEND_VIDEO, r#""Type":43,"#),
        (
            AttachmentKind::File,
            SEND_APP,
            "<title>行程 &amp; 表.xlsx</title>",
        ),
    ];
    for (kind, path, part) in kinds {
        let mut bench = Bench::settled();
        send(&mut bench, attached(1, "@anna", 1000, kind));
        bench.carried(UPLOAD, stored("@c"));
        assert!(bench.body(path).contains(part), "{}", bench.body(path));
    }
}

#[test]
fn a_large_file_is_asked_about_and_what_is_known_is_not_brought() {
    let mut bench = Bench::settled();
    send(&mut bench, attached(1, "@anna", 30 * MIB, AttachmentKind::File));
    assert!(bench.body(ASK).contains(r#""FileSize":31457280,"FileType":7"#));
    let checked = |media_id: &str| {
        format!(
            r#"{{"BaseResponse":{{"Ret":0,"ErrMsg":""}},"MediaId":"{media_id}","AESKey":"9f3a","Signature":"v1x","EncryFileName":"a"}}"#
        )
    };
    bench.reply(ASK, &checked(""));
    let body = bench.body(UPLOAD);
    assert!(body.contains(r#""AESKey":"9f3a","Signature":"v1x"}"#), "{body}");
    assert!(body.contains("name=\"chunks\"\r\n\r\n60\r\n"));
    bench.command(NetCommand::CancelSend(LocalId(1)));
    assert_eq!(not_sent(&bench.told()), [(1, Failure::Cancelled)]);

    send(&mut bench, attached(2, "@anna", 30 * MIB, AttachmentKind::File));
    bench.reply(ASK, &checked("@known"));
    let body = bench.body(SEND_APP);
    assert!(body.contains("<attachid>@known</attachid>") && body.contains(r#""Signature":"v1x""#));
}

#[test]
fn nothing_overtakes_a_picture_in_its_chat_and_no_other_chat_waits() {
    let mut bench = Bench::settled();
    send(&mut bench, image(1, "@anna"));
    send(&mut bench, said(2, "@anna"));
    send(&mut bench, said(3, "@zhou"));
    send(&mut bench, image(4, "@zhou"));
    send(&mut bench, said(5, "@zhou"));
    assert_eq!(bench.paths(), [CHECK, UPLOAD, SEND]);
    assert!(bench.body(SEND).contains("@zhou"));
    bench.reply(SEND, &sent(3));
    assert_eq!(bench.paths(), [CHECK, UPLOAD]);
    bench.carried(UPLOAD, stored("@1"));
    assert_eq!(
        bench.paths(),
        [CHECK, UPLOAD, SEND_IMAGE],
        "the next is brought meanwhile"
    );
    bench.carried(UPLOAD, stored("@4"));
    bench.reply(SEND_IMAGE, &sent(1));
    assert!(bench.body(SEND).contains("@anna"));
    bench.reply(SEND, &sent(2));
    assert!(bench.body(SEND_IMAGE).contains("@4"));
    bench.reply(SEND_IMAGE, &sent(4));
    bench.reply(SEND, &sent(5));
    let order: Vec<u64> = bench
        .told()
        .iter()
        .filter_map(|news| {
            if let News::Sent { local, .. } = news {
                Some(local.0)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(order, [3, 1, 2, 4, 5]);
}

/// The file of another message, to somebody else.
fn same(local: u64, to: &str, of: &Outgoing) -> Outgoing {
    Outgoing {
        local: LocalId(local),
        to: to.into(),
        what: of.what.clone(),
    }
}

#[test]
fn one_file_for_several_chats_is_brought_once() {
    let mut bench = Bench::settled();
    let first = image(1, "@anna");
    send(&mut bench, first.clone());
    send(&mut bench, same(2, "@zhou", &first));
    assert_eq!(bench.paths(), [CHECK, UPLOAD]);
    bench.carried(UPLOAD, stored("@crypt_9"));
    bench.reply(SEND_IMAGE, &sent(1));
    let body = bench.body(SEND_IMAGE);
    assert!(body.contains("@zhou") && body.contains("@crypt_9"), "{body}");
    bench.reply(SEND_IMAGE, &sent(2));
    assert_eq!(bench.paths(), [CHECK], "nothing was brought a second time");
    bench.wait(secs(29 * 60));
    send(&mut bench, same(3, "@zhou", &first));
    assert!(bench.body(SEND_IMAGE).contains("@crypt_9"), "for a while");
    bench.reply(SEND_IMAGE, &sent(3));
    bench.wait(secs(2 * 60));
    send(&mut bench, same(4, "@zhou", &first));
    assert!(bench.paths().contains(&UPLOAD), "and not for ever");
}

#[test]
fn another_file_of_the_same_name_or_kind_is_brought() {
    let mut bench = Bench::settled();
    let first = image(1, "@anna");
    send(&mut bench, first.clone());
    bench.carried(UPLOAD, stored("@crypt_9"));
    bench.reply(SEND_IMAGE, &sent(1));
    send(&mut bench, image(2, "@zhou"));
    assert!(bench.paths().contains(&UPLOAD), "other bytes");
    bench.command(NetCommand::CancelSend(LocalId(2)));
    let Parcel::Upload(file) = first.what else {
        panic!("a file");
    };
    let as_file = Attachment {
        kind: AttachmentKind::File,
        ..file
    };
    let what = Parcel::Upload(as_file);
    let (local, to) = (LocalId(3), "@zhou".into());
    send(&mut bench, Outgoing { local, to, what });
    assert!(bench.paths().contains(&UPLOAD), "brought as something else");
}

#[test]
fn what_the_service_has_forgotten_is_brought_again_and_can_be_called_off_meanwhile() {
    for called_off in [false, true] {
        let mut bench = Bench::settled();
        let first = image(1, "@anna");
        send(&mut bench, first.clone());
        bench.carried(UPLOAD, stored("@old"));
        bench.reply(SEND_IMAGE, &sent(1));
        send(&mut bench, same(2, "@zhou", &first));
        bench.reply(SEND_IMAGE, &ret(-1));
        assert_eq!(not_sent(&bench.told()), []);
        assert!(bench.paths().contains(&UPLOAD));
        if called_off {
            bench.command(NetCommand::CancelSend(LocalId(2)));
            assert_eq!(not_sent(&bench.told()), [(2, Failure::Cancelled)]);
            continue;
        }
        bench.carried(UPLOAD, stored("@new"));
        assert!(bench.body(SEND_IMAGE).contains("@new"));
        bench.reply(SEND_IMAGE, &ret(-1));
        bench.wait(secs(1));
        bench.reply(SEND_IMAGE, &ret(-1));
        assert_eq!(not_sent(&bench.told()), [(2, Failure::ChatGone)], "no third time");
    }
}

#[test]
fn a_chunk_that_is_lost_goes_again_and_then_the_whole_file() {
    let mut bench = Bench::settled();
    send(&mut bench, attached(1, "@anna", 2 * CHUNK, AttachmentKind::File));
    bench.carried(UPLOAD, stored(""));
    for (place, code) in [(CHUNK, -1), (CHUNK, -1), (0, 0), (CHUNK, -1)] {
        assert_eq!(slice(&bench).0, place);
        bench.carried(UPLOAD, if code == 0 { stored("") } else { refused(code, "") });
        bench.wait(secs(1));
    }
    assert_eq!(not_sent(&bench.told()), [(1, Failure::Refused(-1))]);
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn a_line_that_breaks_is_waited_out() {
    let mut bench = Bench::settled();
    send(&mut bench, image(1, "@anna"));
    for _ in 0..30 {
        bench.carried(UPLOAD, Err(Mishap::Http(HttpFailure::Offline)));
        bench.wait(secs(60));
    }
    assert_eq!(not_sent(&bench.told()), []);
    for _ in 0..5 {
        bench.carried(UPLOAD, Err(Mishap::Http(HttpFailure::TimedOut)));
        bench.wait(secs(60));
    }
    assert_eq!(not_sent(&bench.told()), [(1, Failure::TimedOut)]);
}

#[test]
fn what_was_brought_does_not_break_a_pause() {
    let mut bench = Bench::settled();
    send(&mut bench, image(1, "@anna"));
    send(&mut bench, said(2, "@zhou"));
    bench.reply(SEND, &ret(1205));
    bench.carried(UPLOAD, stored("@c"));
    bench.wait(secs(59));
    assert_eq!(bench.paths(), [CHECK]);
    bench.wait(secs(1));
    bench.reply(SEND, &sent(2));
    bench.reply(SEND_IMAGE, &sent(1));
    assert_eq!(not_sent(&bench.told()), []);
}

#[test]
fn what_the_service_says_to_the_last_chunk_is_told() {
    let answers = [
        (refused(1, ""), Failure::Refused(1)),
        (stored(""), Failure::Garbled),
        (refused(1205, "@another_picture"), Failure::TooFrequent),
        (Err(Mishap::FileGone), Failure::FileGone),
        (Err(Mishap::FileChanged), Failure::FileChanged),
    ];
    for (answer, why) in answers {
        let mut bench = Bench::settled();
        send(&mut bench, image(1, "@anna"));
        send(&mut bench, said(2, "@anna"));
        bench.carried(UPLOAD, answer);
        assert_eq!(not_sent(&bench.told()), [(1, why)]);
        bench.wait(secs(60));
        assert!(bench.paths().contains(&SEND), "what was said after it goes on");
    }
}

#[test]
fn a_ticket_that_is_refused_raises_a_doubt_and_goes_once_more() {
    let mut bench = Bench::settled();
    send(&mut bench, image(1, "@anna"));
    bench.carried(UPLOAD, refused(-14, ""));
    assert_eq!(bench.paths(), [CHECK, INIT], "does the session live?");
    bench.reply(INIT, &init(""));
    bench.carried(UPLOAD, refused(-14, ""));
    assert_eq!(not_sent(&bench.told()), [(1, Failure::Refused(-14))]);
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn what_does_not_fit_never_leaves() {
    let mut bench = Bench::settled();
    let unfit = [
        (attached(1, "@anna", 0, AttachmentKind::File), Failure::Empty),
        (
            attached(1, "@anna", 20 * MIB + 1, AttachmentKind::Video),
            Failure::TooLarge,
        ),
        (
            attached(1, "@anna", 100 * MIB + 1, AttachmentKind::File),
            Failure::TooLarge,
        ),
    ];
    for (message, why) in unfit {
        send(&mut bench, message);
        assert_eq!(not_sent(&bench.told()), [(1, why)]);
    }
    assert_eq!(bench.paths(), [CHECK]);
}

#[test]
fn an_upload_is_called_off_and_what_has_left_is_not() {
    let mut bench = Bench::settled();
    send(&mut bench, image(1, "@anna"));
    send(&mut bench, image(2, "@anna"));
    bench.command(NetCommand::CancelSend(LocalId(2)));
    bench.command(NetCommand::CancelSend(LocalId(1)));
    assert_eq!(
        not_sent(&bench.told()),
        [(2, Failure::Cancelled), (1, Failure::Cancelled)]
    );
    assert_eq!(bench.paths(), [CHECK]);
    send(&mut bench, image(3, "@anna"));
    bench.carried(UPLOAD, stored("@c"));
    bench.command(NetCommand::CancelSend(LocalId(3)));
    bench.reply(SEND_IMAGE, &sent(3));
    assert_eq!(not_sent(&bench.told()), []);
}

#[test]
fn the_end_of_the_session_gives_an_upload_back() {
    let mut bench = Bench::settled();
    send(&mut bench, image(1, "@anna"));
    send(&mut bench, said(2, "@zhou"));
    bench.reply(CHECK, &retcode(1101));
    bench.reply(INIT, &ret(1101));
    let why = Failure::SessionOver;
    assert_eq!(not_sent(&bench.told()), [(1, why), (2, why)]);
    assert_eq!(bench.paths(), [""; 0]);
}

#[test]
fn a_sticker_goes_by_its_md5_and_what_is_sent_on_by_what_it_said() {
    let mut bench = Bench::settled();
    let forward = |msg_type, app_type, content: &str| Parcel::Forward {
        msg_type,
        app_type,
        content: content.into(),
    };
    let parcels = [
        (
            Parcel::Sticker { md5: "e683".into() },
            SEND_EMOTICON,
            r#""EMoticonMd5":"e683""#,
            0,
        ),
        (forward(1, 0, "<b>"), SEND, r#""Type":1,"Content":"<b>""#, 2),
        (
            forward(3, 0, "<msg><img aeskey=\"1\"/></msg>"),
            SEND_IMAGE,
            r#""Type":3,"Content":"<msg><img aeskey=\"1\"/></msg>","MediaId":"""#,
            2,
        ),
        (
            forward(62, 0, "<msg/>"),
            SEND_VIDEO,
            r#""Type":62,"Content":"<msg/>","MediaId":"""#,
            2,
        ),
        (
            forward(47, 0, "<emoji androidmd5=\"0\" md5 = \"abc\" len=\"1\"/>"),
            SEND_EMOTICON,
            r#""EMoticonMd5":"abc""#,
            2,
        ),
        (
            forward(49, 6, "<appmsg/>"),
            SEND_APP,
            r#""Type":6,"Content":"<appmsg/>""#,
            2,
        ),
    ];
    for (what, path, part, scene) in parcels {
        let (local, to) = (LocalId(1), "@anna".into());
        send(&mut bench, Outgoing { local, to, what });
        let body = bench.body(path);
        assert!(body.contains(part), "{body}");
        assert!(body.ends_with(&format!(r#""Scene":{scene}}}"#)), "{body}");
        bench.reply(path, &sent(1));
        assert_eq!(not_sent(&bench.told()), []);
    }
    let (local, to, what) = (LocalId(1), "@anna".into(), forward(49, 33, "<msg/>"));
    send(&mut bench, Outgoing { local, to, what });
    assert_eq!(
        not_sent(&bench.told()),
        [(1, Failure::NotAllowed)],
        "the web cannot say it"
    );
}
