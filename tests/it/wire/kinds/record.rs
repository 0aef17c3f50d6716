//! Messages forwarded as one, with one of every kind that can be.

use weft::domain::message::{Body, Card, Clip, File, Link, OnPhone, Picture, Place, Record, Said, Sticker};
use weft::sim::saying::{Forwarded, Saying};

use super::{Case, case, safe};

/// What is said in the record, as it goes in and as it comes out.
type Pair = (Saying, Body);

pub fn cases() -> Vec<Case> {
    let inner: Vec<Pair> = vec![(Saying::text("里层 <1> & 2"), Body::Text(safe("里层 <1> & 2")))];
    let nested = (
        Saying::Forwarded {
            title: "里面的".into(),
            items: items(&inner),
        },
        Body::ChatHistory(Box::new(Record {
            title: safe("里面的"),
            summary: safe("老周: 里层 <1> & 2"),
            items: said(&inner),
        })),
    );
    let all = [media(), pages(), others(), vec![nested]].concat();
    let summary = "老周: 早上 & <好>\n二行\n老周: [图片]\n老周: [语音]\n老周: [视频]";
    vec![case(
        "forwarded",
        Saying::Forwarded {
            title: "群聊的聊天记录".into(),
            items: items(&all),
        },
        Body::ChatHistory(Box::new(Record {
            title: safe("群聊的聊天记录"),
            summary: safe(summary),
            items: said(&all),
        })),
    )]
}

fn items(all: &[Pair]) -> Vec<Forwarded> {
    let item = |(saying, _): &Pair| Forwarded {
        name: "老周".into(),
        time: "2024-5-1 13:09".into(),
        what: Box::new(saying.clone()),
    };
    all.iter().map(item).collect()
}

fn said(all: &[Pair]) -> Vec<Said> {
    let item = |(_, body): &Pair| Said {
        name: safe("老周"),
        at: safe("2024-5-1 13:09"),
        body: body.clone(),
    };
    all.iter().map(item).collect()
}

fn media() -> Vec<Pair> {
    let clip = |seconds, micro| {
        Body::Video(Clip {
            seconds,
            micro,
            width: 365,
            height: 640,
            bytes: 1_764_021,
        })
    };
    let picture = Picture {
        width: 90,
        height: 120,
        bytes: 139_120,
    };
    let words = "早上 & <好>\n二行";
    vec![
        (Saying::text(words), Body::Text(safe(words))),
        (Saying::Image, Body::Image(picture)),
        (Saying::Voice { millis: 2112 }, Body::Voice { millis: 2112 }),
        (Saying::Video { seconds: 24 }, clip(24, false)),
        (Saying::MicroVideo { seconds: 6 }, clip(6, true)),
        (
            Saying::Sticker,
            Body::Sticker(Box::new(Sticker {
                md5: format!("{:032x}", 6).into(),
                url: safe("http://emoji.qpic.cn/wx_emoji/6/"),
                width: 80,
                height: 80,
                ..Sticker::default()
            })),
        ),
    ]
}

fn pages() -> Vec<Pair> {
    let page = |title: &str, description: &str, source: &str, url: &str| {
        Box::new(Link {
            title: safe(title),
            description: safe(description),
            source: safe(source),
            url: safe(url),
            cover: safe(""),
        })
    };
    vec![
        (
            Saying::Link {
                title: "标题".into(),
                description: "描述".into(),
                url: "http://a.b/?c=1&d=2".into(),
                source: "来源".into(),
            },
            Body::Link(page("标题", "描述", "来源", "http://a.b/?c=1&d=2")),
        ),
        (
            Saying::Music {
                title: "一首歌".into(),
                artist: "歌手".into(),
            },
            Body::Music(page("一首歌", "歌手", "", "")),
        ),
        (
            Saying::MiniProgram {
                title: "喝什么？".into(),
                app: "抽签".into(),
            },
            Body::MiniProgram(page("喝什么？", "", "抽签", "")),
        ),
    ]
}

fn others() -> Vec<Pair> {
    let place = Place {
        name: safe("人民广场"),
        address: safe("人民大道185号"),
        latitude: "31.25".into(),
        longitude: "121.5".into(),
        ..Place::default()
    };
    let card = Card {
        name: safe("小吴"),
        ..Card::default()
    };
    vec![
        (
            Saying::Location {
                label: "人民大道185号".into(),
                poi: "人民广场".into(),
                latitude: 31.25,
                longitude: 121.5,
            },
            Body::Location(Box::new(place)),
        ),
        (
            Saying::File {
                name: "报告.pdf".into(),
                bytes: 4096,
            },
            Body::File(File {
                name: safe("报告.pdf"),
                bytes: Some(4096),
            }),
        ),
        (
            Saying::Card {
                nick: "小吴".into(),
                public: false,
            },
            Body::Card(Box::new(card)),
        ),
        (
            Saying::Channel {
                name: "山野志".into(),
                words: "雪山".into(),
            },
            Body::OnPhone {
                what: OnPhone::Channel,
                title: safe("山野志"),
            },
        ),
        (
            Saying::RedPacket { title: "x".into() },
            Body::Text(safe("[微信红包]")),
        ),
    ]
}
