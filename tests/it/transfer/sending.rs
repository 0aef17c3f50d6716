//! Files of this machine, sent.

use std::fs;

use weft::domain::id::LocalId;
use weft::port::media::{Part, Progress, Source};
use weft::port::{AttachmentKind, Failure, News};

use super::{Line, noise, of};

#[test]
fn what_is_sent_is_what_the_other_side_fetches() {
    let mut line = Line::new();
    let photo = [b"\xff\xd8\xff".as_slice(), &noise(1_300_000)].concat();
    let (gif, film, sheet) = (noise(900), noise(524_288), noise(1_048_577));
    let sent = [
        ("春游 & 茶.jpg", photo.clone(), AttachmentKind::Image),
        ("猫.gif", gif, AttachmentKind::Gif),
        ("a.mp4", film, AttachmentKind::Video),
        ("表 <1> \"&\".xlsx", sheet, AttachmentKind::File),
    ];
    let mut ids = Vec::new();
    for (local, (name, bytes, kind)) in (1..).zip(&sent) {
        let attachment = line.attached(&name.replace('/', " "), bytes, *kind);
        ids.push(line.send(local, attachment).unwrap());
    }
    let delivered = line.hub.with(|world, _| world.delivered().to_vec());
    for (delivered, (_, bytes, _)) in delivered.iter().zip(&sent) {
        assert_eq!(delivered.media.as_deref(), Some(bytes.as_slice()));
        assert_eq!(delivered.asked, 1);
    }
    let types: Vec<i64> = delivered.iter().map(|delivered| delivered.msg_type).collect();
    assert_eq!(types, [3, 47, 43, 6]);
    let asset = of(ids[0], Part::Whole);
    let ended = line.fetch(asset, Source::Image(ids[0]), Some(photo.len() as u64));
    assert_eq!(
        ended,
        Progress::Done {
            bytes: photo.len() as u64
        }
    );
    assert_eq!(fs::read(line.path(asset)).unwrap(), photo);
    let up: Vec<u64> = line
        .news
        .iter()
        .filter_map(|news| {
            if let News::Uploading {
                local: LocalId(1),
                done,
                ..
            } = news
            {
                Some(*done)
            } else {
                None
            }
        })
        .collect();
    assert!(
        up.is_sorted() && up.last() == Some(&(photo.len() as u64)),
        "{up:?}"
    );
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

#[test]
fn a_file_that_changes_or_goes_before_it_is_read_is_not_sent() {
    let mut line = Line::new();
    let attachment = line.attached("a.txt", b"as it was", AttachmentKind::File);
    fs::write(&attachment.path, b"longer than it was").unwrap();
    assert_eq!(line.send(1, attachment.clone()), Err(Failure::FileChanged));
    fs::remove_file(&attachment.path).unwrap();
    assert_eq!(line.send(2, attachment), Err(Failure::FileGone));
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

#[test]
fn a_large_file_is_asked_about_brought_once_and_known_the_second_time() {
    let mut line = Line::new();
    let bytes = noise(25 * 1024 * 1024 + 1);
    let first = line.attached("大.zip", &bytes, AttachmentKind::File);
    line.send(1, first.clone()).unwrap();
    let before = line.news.len();
    line.send(2, first).unwrap();
    let again: Vec<u64> = line.news[before..]
        .iter()
        .filter_map(|news| {
            if let News::Uploading { done, .. } = news {
                Some(*done)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(again, [0, bytes.len() as u64], "not a chunk of it");
    let delivered = line.hub.with(|world, _| world.delivered().to_vec());
    assert!(
        delivered
            .iter()
            .all(|delivered| delivered.media.as_deref() == Some(&*bytes))
    );
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}

#[test]
fn a_small_file_for_another_message_is_not_brought_again() {
    let mut line = Line::new();
    let bytes = noise(3000);
    let plan = line.attached("plan.pdf", &bytes, AttachmentKind::File);
    line.send(1, plan.clone()).unwrap();
    let before = line.news.len();
    line.send(2, plan).unwrap();
    let brought = |news: &News| matches!(news, News::Uploading { .. });
    assert!(!line.news[before..].iter().any(brought));
    let delivered = line.hub.with(|world, _| world.delivered().to_vec());
    let whole = |media: Option<&[u8]>| media == Some(&*bytes);
    assert_eq!(delivered.len(), 2);
    assert!(delivered.iter().all(|one| whole(one.media.as_deref())));
    assert_eq!(line.breaches(), [""; 0]);
    line.handle.stop().unwrap();
}
