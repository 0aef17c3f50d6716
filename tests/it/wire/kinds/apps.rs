//! What apps and public accounts attach.

use weft::domain::id::MsgId;
use weft::domain::message::{
    Body, File, Link, OnPhone, Picture, Quote, Record, Sticker, Transfer, TransferStep,
};
use weft::sim::saying::Saying;

use super::{Case, case, safe};

pub fn cases() -> Vec<Case> {
    [pages(), pushes(), others(), money(), on_phone(), bare()].concat()
}

fn link(title: &str, description: &str, source: &str, url: &str) -> Link {
    Link {
        title: safe(title),
        description: safe(description),
        source: safe(source),
        url: safe(url),
        cover: safe(""),
    }
}

fn shared(title: &str, description: &str, source: &str, url: &str) -> Saying {
    Saying::Link {
        title: title.into(),
        description: description.into(),
        source: source.into(),
        url: url.into(),
    }
}

fn pages() -> Vec<Case> {
    let url = "http://mp.weixin.qq.com/s?__biz=MzA5&mid=2650&idx=1&sn=abc#rd";
    let (title, description) = ("春天 & <去哪儿>走走", "十条适合周末的徒步路线");
    let invited = "\"A\"邀请你加入群聊T，进入可查看详情。";
    vec![
        case(
            "link",
            shared(title, description, "山野志", url),
            Body::Link(Box::new(link(title, description, "山野志", url))),
        ),
        case(
            "invitation",
            shared("邀请你加入群聊", invited, "", "http://a.b/?c&d"),
            Body::Link(Box::new(link("邀请你加入群聊", invited, "", "http://a.b/?c&d"))),
        ),
        case(
            "mini_program",
            Saying::MiniProgram {
                title: "喝什么？".into(),
                app: "抽签".into(),
            },
            Body::MiniProgram(Box::new(link("喝什么？", "", "抽签", ""))),
        ),
        case(
            "music",
            Saying::Music {
                title: "一首歌".into(),
                artist: "歌手".into(),
            },
            Body::Music(Box::new(link(
                "一首歌",
                "歌手",
                "",
                "http://music.example.com/play?id=1",
            ))),
        ),
    ]
}

fn pushes() -> Vec<Case> {
    let article = |title: &str, digest: &str, nth: u8| Link {
        title: safe(title),
        description: safe(digest),
        source: safe("老周"),
        url: safe(&format!(
            "http://mp.weixin.qq.com/s?__biz=MzA5&mid=2650&idx={nth}&sn=abc#rd"
        )),
        cover: safe("http://mmbiz.qpic.cn/demo/0"),
    };
    let push = |articles: &[(&str, &str)]| {
        let owned = articles
            .iter()
            .map(|(title, digest)| ((*title).into(), (*digest).into()));
        Saying::Articles(owned.collect())
    };
    vec![
        case(
            "article",
            push(&[("头条 & 首发", "摘要")]),
            Body::Link(Box::new(article("头条 & 首发", "摘要", 1))),
        ),
        case(
            "articles",
            push(&[("头条", "一"), ("次条", ""), ("三条", "三")]),
            Body::Articles(vec![
                article("头条", "一", 1),
                article("次条", "", 2),
                article("三条", "三", 3),
            ]),
        ),
    ]
}

fn others() -> Vec<Case> {
    let quote = |of| {
        Body::Quote(Box::new(Quote {
            reply: safe("晚\n了"),
            name: safe("阿岚"),
            quoted: safe("早 & \"好\""),
            of,
        }))
    };
    let (name, quoted, reply): (String, String, String) =
        ("阿岚".into(), "早 & \"好\"".into(), "晚\n了".into());
    vec![
        case(
            "file",
            Saying::File {
                name: "报告 (终稿)_1.pdf".into(),
                bytes: 4096,
            },
            Body::File(File {
                name: safe("报告 (终稿)_1.pdf"),
                bytes: Some(4096),
            }),
        ),
        case(
            "history",
            Saying::History {
                title: "群聊的聊天记录".into(),
                lines: vec!["A: 1".into(), "B: 2".into()],
            },
            Body::ChatHistory(Box::new(Record {
                title: safe("群聊的聊天记录"),
                summary: safe("A: 1\nB: 2"),
                items: Vec::new(),
            })),
        ),
        case(
            "quote",
            Saying::Quote {
                name: name.clone(),
                quoted: quoted.clone(),
                reply: reply.clone(),
            },
            quote(None),
        ),
        case(
            "quote_of",
            Saying::QuoteOf {
                target: 7_000_000_000_000_000_001,
                name,
                quoted,
                reply,
            },
            quote(Some(MsgId(7_000_000_000_000_000_001))),
        ),
    ]
}

fn money() -> Vec<Case> {
    let transfer = |step| {
        Body::Transfer(Box::new(Transfer {
            amount: safe("￥12.00"),
            memo: safe("饭钱"),
            step,
        }))
    };
    let (amount, memo): (String, String) = ("￥12.00".into(), "饭钱".into());
    let done = |accepted| Saying::TransferDone {
        amount: amount.clone(),
        memo: memo.clone(),
        accepted,
    };
    let sent = Saying::Transfer {
        amount: amount.clone(),
        memo: memo.clone(),
    };
    let title = "恭喜发财，大吉大利";
    vec![
        case("transfer", sent, transfer(TransferStep::Sent)),
        case("transfer_accepted", done(true), transfer(TransferStep::Accepted)),
        case("transfer_returned", done(false), transfer(TransferStep::Returned)),
        case(
            "red_packet",
            Saying::RedPacket { title: title.into() },
            Body::RedPacket { title: safe(title) },
        ),
    ]
}

fn on_phone() -> Vec<Case> {
    let named = |name, app_type, what| {
        let saying = Saying::Unknown {
            msg_type: 49,
            app_type,
            title: "标题".into(),
        };
        let title = safe("标题");
        case(name, saying, Body::OnPhone { what, title })
    };
    let channel = Saying::Channel {
        name: "山野志".into(),
        words: "雪山 & 日出".into(),
    };
    let seen = Body::OnPhone {
        what: OnPhone::Channel,
        title: safe("山野志: 雪山 & 日出"),
    };
    let words = "周六七点 & 老地方\n带水";
    let unknown = Saying::Unknown {
        msg_type: 49,
        app_type: 4711,
        title: "标题".into(),
    };
    vec![
        named("voice_reminder", 9, OnPhone::VoiceReminder),
        named("scanned_product", 10, OnPhone::Product),
        named("product", 13, OnPhone::Product),
        named("sticker_pack", 15, OnPhone::StickerPack),
        named("coupon", 16, OnPhone::Coupon),
        case("channel", channel, seen),
        named("solitaire", 53, OnPhone::Solitaire),
        named("live", 63, OnPhone::Live),
        named("uploading", 74, OnPhone::Uploading),
        case(
            "announcement",
            Saying::Announcement(words.into()),
            Body::Announcement(safe(words)),
        ),
        case(
            "unknown_app",
            unknown,
            Body::Unsupported {
                msg_type: 49,
                app_type: 4711,
                title: safe("标题"),
            },
        ),
    ]
}

/// Types of which the envelope and the XML tell a title and nothing besides.
fn bare() -> Vec<Case> {
    let title = "标题 & <副题>";
    let page = || Box::new(link(title, "", "", ""));
    let told = |name, app_type, body| {
        let saying = Saying::Unknown {
            msg_type: 49,
            app_type,
            title: title.into(),
        };
        case(name, saying, body)
    };
    vec![
        told("shared_text", 1, Body::Text(safe(title))),
        told("shared_picture", 2, Body::Image(Picture::default())),
        told("video_link", 4, Body::Link(page())),
        told("opened_app", 7, Body::Link(page())),
        told("app_sticker", 8, Body::Sticker(Box::<Sticker>::default())),
        told("mini_program_page", 36, Body::MiniProgram(page())),
        told("music_video", 92, Body::Music(page())),
    ]
}
