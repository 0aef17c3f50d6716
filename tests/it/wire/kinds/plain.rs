//! What people say, show and recommend.

use weft::domain::message::{Body, Card, Clip, Picture, Place, Quote, Request, Sticker, Thrown};
use weft::sim::saying::{Hand, Saying};

use super::{Case, ID, case, safe};

pub fn cases() -> Vec<Case> {
    [words(), media(), stickers(), people(), service()].concat()
}

fn words() -> Vec<Case> {
    let (name, quoted, reply) = ("阿岚", "[图片]", "这张在哪拍的");
    let said = "a<b> & \"q\"\n明早七点😄";
    vec![
        case("text", Saying::text(said), Body::Text(safe(said))),
        case(
            "quote_text",
            Saying::QuoteText {
                name: name.into(),
                quoted: quoted.into(),
                reply: reply.into(),
            },
            Body::Quote(Box::new(Quote {
                reply: safe(reply),
                name: safe(name),
                quoted: safe(quoted),
                of: None,
            })),
        ),
    ]
}

fn media() -> Vec<Case> {
    let clip = |seconds, micro| {
        Body::Video(Clip {
            seconds,
            micro,
            width: 90,
            height: 120,
            bytes: 1_764_021,
        })
    };
    let picture = Picture {
        width: 90,
        height: 120,
        bytes: 139_120,
    };
    vec![
        case("image", Saying::Image, Body::Image(picture)),
        case(
            "voice",
            Saying::Voice { millis: 2112 },
            Body::Voice { millis: 2112 },
        ),
        case("video", Saying::Video { seconds: 24 }, clip(24, false)),
        case("micro_video", Saying::MicroVideo { seconds: 6 }, clip(6, true)),
    ]
}

fn stickers() -> Vec<Case> {
    let sticker = |thrown| {
        Body::Sticker(Box::new(Sticker {
            md5: format!("{ID:032x}").into(),
            url: safe(&format!("http://emoji.qpic.cn/wx_emoji/{ID:x}/")),
            width: 96,
            height: 96,
            thrown,
            ..Sticker::default()
        }))
    };
    let store = Body::Sticker(Box::new(Sticker {
        store: true,
        ..Sticker::default()
    }));
    let hand = |hand| Saying::Hand(hand);
    vec![
        case("sticker", Saying::Sticker, sticker(None)),
        case("store_sticker", Saying::StoreSticker, store),
        case("dice", Saying::Dice(6), sticker(Some(Thrown::Dice(6)))),
        case("scissors", hand(Hand::Scissors), sticker(Some(Thrown::Scissors))),
        case("rock", hand(Hand::Rock), sticker(Some(Thrown::Rock))),
        case("paper", hand(Hand::Paper), sticker(Some(Thrown::Paper))),
    ]
}

fn people() -> Vec<Case> {
    let card = |name: &str, public| {
        Body::Card(Box::new(Card {
            name: safe(name),
            alias: safe(""),
            province: safe("Beijing"),
            city: safe("Chaoyang"),
            public,
        }))
    };
    let shared = |nick: &str, public| Saying::Card {
        nick: nick.into(),
        public,
    };
    let greeting = "我是群聊\"徒步\"的阿木";
    let asked = Saying::FriendRequest {
        nick: "阿木".into(),
        greeting: greeting.into(),
    };
    let request = Request {
        name: safe("阿木"),
        greeting: safe(greeting),
        alias: safe("amu"),
        province: safe("Beijing"),
        city: safe("Chaoyang"),
        scene: 14,
        user_name: "@zhou".into(),
        ticket: format!("v2_{ID:032x}@stranger").into(),
        accepted: false,
    };
    vec![
        case("card", shared("老周 & 朋友", false), card("老周 & 朋友", false)),
        case("account_card", shared("某某日报", true), card("某某日报", true)),
        case(
            "suggestion",
            Saying::Suggestion {
                nick: "小吴".into()
            },
            card("小吴", false),
        ),
        case("friend_request", asked, Body::FriendRequest(Box::new(request))),
        case("location", here(), Body::Location(Box::new(place()))),
        case("place", placed(), Body::Location(Box::new(bare_place()))),
        case(
            "live_location",
            Saying::LiveLocation,
            Body::Location(Box::new(Place {
                name: safe("我发起了位置共享"),
                live: true,
                ..Place::default()
            })),
        ),
    ]
}

fn here() -> Saying {
    Saying::Location {
        label: "上海市黄浦区人民大道185号".into(),
        poi: "人民广场".into(),
        latitude: 31.230_378,
        longitude: 121.473_658,
    }
}

fn place() -> Place {
    Place {
        name: safe("人民广场"),
        address: safe("上海市黄浦区人民大道185号"),
        latitude: "31.230378".into(),
        longitude: "121.473658".into(),
        live: false,
        url: safe("http://apis.map.qq.com/uri/v1/geocoder?coord=31.230378,121.473658"),
        map: format!("/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid={ID}&pictype=location").into(),
    }
}

/// 48, as such: the XML alone says where.
fn placed() -> Saying {
    Saying::Unknown {
        msg_type: 48,
        app_type: 0,
        title: "<msg><location x=\"31.230378\" y=\"121.473658\" scale=\"16\" label=\"上海市黄浦区人民大道185号\" \
            maptype=\"0\" poiname=\"人民广场\" poiid=\"\" /></msg>"
            .into(),
    }
}

fn bare_place() -> Place {
    Place {
        url: safe(""),
        map: "".into(),
        ..place()
    }
}

fn service() -> Vec<Case> {
    let joined = "\"阿岚\"邀请\"小吴\"加入了群聊";
    let unknown = |msg_type| Saying::Unknown {
        msg_type,
        app_type: 0,
        title: "x".into(),
    };
    let packet = Saying::Unknown {
        msg_type: 1,
        app_type: 2001,
        title: "恭喜发财 & 大吉大利".into(),
    };
    vec![
        case(
            "notice",
            Saying::Notice(joined.into()),
            Body::Notice(safe(joined)),
        ),
        case(
            "red_packet_text",
            packet,
            Body::RedPacket {
                title: safe("恭喜发财 & 大吉大利"),
            },
        ),
        case("call", Saying::Call, Body::Call),
        case("call_notice", unknown(52), Body::Call),
        case("call_invitation", unknown(53), Body::Call),
        case(
            "unknown",
            unknown(35),
            Body::Unsupported {
                msg_type: 35,
                app_type: 0,
                title: safe(""),
            },
        ),
    ]
}
