//! Pictures, stickers, voices, videos, places and friend requests: what of them the envelope tells, and what the XML.

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use weft::domain::id::UserName;
use weft::domain::message::{Author, Body, Clip, Picture, Place, Request, Sticker, Thrown};
use weft::domain::text::SafeText;

use super::{body, escaped, items, message};

fn safe(text: &str) -> SafeText {
    SafeText::new(text)
}

const PLACE: &str = "<?xml version=\"1.0\"?>\n<msg>\n\t<location x=\"31.230378\" y=\"121.473658\" scale=\"16\" label=\"上海市黄浦区人民大道185号\" maptype=\"0\" poiname=\"人民广场\" poiid=\"\" />\n</msg>\n";
const MAP: &str = ":<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&amp;msgid=46&pictype=location";

fn place(fields: Value) -> Place {
    let Body::Location(place) = body(fields) else {
        panic!("a place")
    };
    *place
}

#[test]
fn a_location_is_a_text_with_another_number() {
    let want = Place {
        name: safe("人民广场"),
        address: safe("上海市黄浦区人民大道185号"),
        latitude: "31.230378".into(),
        longitude: "121.473658".into(),
        live: false,
        url: safe("http://apis.map.qq.com/uri/v1/geocoder?coord=1.5,2.5"),
        map: "/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=46&pictype=location".into(),
    };
    let url = "http://apis.map.qq.com/uri/v1/geocoder?coord=1.5,2.5";
    for origin in [PLACE.to_owned(), escaped(PLACE)] {
        let fields =
            json!({"SubMsgType": 48, "Content": format!("x{MAP}"), "OriContent": origin, "Url": url});
        assert_eq!(place(fields), want);
    }
    let bare = place(json!({"MsgType": 48, "Content": escaped(PLACE)}));
    assert_eq!(
        bare,
        Place {
            url: safe(""),
            map: "".into(),
            ..want
        }
    );
}

#[test]
fn what_is_written_in_a_places_xml_is_decoded_once() {
    let xml = "<msg><location x=\"1\" y=\"2\" label=\"R&amp;amp;D\" poiname=\"a &amp;lt;b&gt;\"/></msg>";
    let place = place(json!({"SubMsgType": 48, "Content": format!("x{MAP}"), "OriContent": xml}));
    assert_eq!(
        (place.name.as_str(), place.address.as_str()),
        ("a &lt;b>", "R&amp;D")
    );
}

#[test]
fn a_location_without_its_xml_is_read_off_the_text() {
    let told = |more: Value, content: String| {
        let mut fields = json!({"SubMsgType": 48, "Content": content, "FromUserName": "@@7c1e",
            "Url": "http://apis.map.qq.com/uri/v1/geocoder?coord=-31.5,121.25&amp;x=1"});
        fields
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let m = message(fields);
        let Body::Location(place) = m.body else {
            panic!("a place")
        };
        assert_eq!((&*place.latitude, &*place.longitude), ("-31.5", "121.25"));
        assert!(place.map.starts_with("/cgi-bin/mmwebwx-bin/"));
        (m.author, place.address.as_str().to_owned())
    };
    let member = Author::Member(UserName::from("@11aa"));
    assert_eq!(
        told(json!({}), format!("@11aa:<br/>人民大道185号{MAP}")),
        (member, "人民大道185号".into())
    );
    let own = json!({"FromUserName": "", "ToUserName": "@@7c1e"});
    assert_eq!(
        told(own, format!("Starbucks{MAP}")),
        (Author::Me, "Starbucks".into())
    );
    let foreign = told(json!({}), format!("Starbucks{MAP}"));
    assert_eq!(foreign, (Author::Service, "Starbucks".into()));
    let old = "/cgi-bin/mmwebwx-bin/redirectforward?args=x".to_owned();
    assert_eq!(told(json!({}), old).1, "");
}

#[test]
fn no_place_lies_off_the_earth_and_no_map_off_the_host() {
    for (x, y) in [
        ("91", "0"),
        ("0", "181"),
        ("1e1", "2"),
        ("", "2"),
        ("31.2)", "1"),
        ("NaN", "1"),
    ] {
        let xml = format!("<msg><location x=\"{x}\" y=\"{y}\" label=\"a\"/></msg>");
        let place = place(json!({"SubMsgType": 48, "OriContent": xml}));
        assert_eq!((&*place.latitude, &*place.longitude), ("", ""), "{x},{y}");
    }
    for path in [
        "//evil.test/cgi-bin/mmwebwx-bin/x",
        "http://evil.test/",
        "/cgi-bin/other",
        "/cgi-bin/mmwebwx-bin/a b",
        "/cgi-bin/mmwebwx-bin/é",
    ] {
        let place = place(json!({"SubMsgType": 48, "Content": format!("x:<br/>{path}")}));
        assert_eq!(&*place.map, "", "{path}");
    }
}

#[test]
fn a_picture_tells_its_thumbs_size_and_its_own_bytes() {
    let xml = escaped(
        "<?xml version=\"1.0\"?>\n<msg><img aeskey=\"9\" cdnthumbheight=\"120\" cdnthumbwidth=\"90\" length=\"139120\" hdlength=\"0\" /></msg>",
    );
    let picture = |width, height, bytes| Body::Image(Picture { width, height, bytes });
    assert_eq!(
        body(json!({"MsgType": 3, "Content": xml})),
        picture(90, 120, 139_120)
    );
    let sized = json!({"MsgType": 3, "Content": xml, "ImgWidth": 60, "ImgHeight": 80});
    assert_eq!(body(sized), picture(60, 80, 139_120));
    let token = json!({"MsgType": 3, "Content": "@deadbeef", "ImgWidth": 60, "ImgHeight": 80});
    assert_eq!(body(token), picture(60, 80, 0));
    let absurd =
        json!({"MsgType": 3, "Content": "@deadbeef", "ImgWidth": 99_999_999_999_u64, "ImgHeight": -1});
    assert_eq!(body(absurd), picture(0, 0, 0));
}

#[test]
fn media_tell_their_length_by_the_envelope_or_the_xml() {
    let voice = escaped(
        "<msg><voicemsg endflag=\"1\" voiceformat=\"4\" voicelength=\"2112\" length=\"4051\" fromusername = \"wxid_demo\" /></msg>",
    );
    for (told, millis) in [
        (json!({"VoiceLength": 3000, "Content": voice}), 3000),
        (json!({"Content": voice}), 2112),
        (json!({"VoiceLength": "no", "Content": "@token"}), 0),
    ] {
        let mut fields = json!({"MsgType": 34});
        fields
            .as_object_mut()
            .unwrap()
            .extend(told.as_object().unwrap().clone());
        assert_eq!(body(fields), Body::Voice { millis });
    }
    let video = "&lt;?xml version=\"1.0\"?&gt;<br/>&lt;msg&gt;<br/>\t&lt;videomsg length=\"1764021\" playlength=\"24\" cdnthumbwidth=\"365\" cdnthumbheight=\"640\" isad=\"0\" /&gt;<br/>&lt;/msg&gt;";
    let clip = Clip {
        seconds: 24,
        micro: false,
        width: 365,
        height: 640,
        bytes: 1_764_021,
    };
    assert_eq!(body(json!({"MsgType": 43, "Content": video})), Body::Video(clip));
    let short = Clip {
        seconds: 7,
        micro: true,
        ..Clip::default()
    };
    assert_eq!(body(json!({"MsgType": 62, "PlayLength": 7})), Body::Video(short));
    for call in [50, 52, 53] {
        let call = json!({"MsgType": call, "Content": "&lt;voipinvitemsg&gt;"});
        assert_eq!(body(call), Body::Call);
    }
}

fn sticker(fields: Value) -> Sticker {
    let Value::Object(mut all) = fields else {
        panic!("fields are an object")
    };
    all.insert("MsgType".into(), 47.into());
    let Body::Sticker(sticker) = body(all.into()) else {
        panic!("a sticker")
    };
    *sticker
}

#[test]
fn a_sticker_can_be_fetched_sent_again_and_read() {
    let xml = |game: &str| {
        escaped(&format!(
            "<msg><emoji fromusername = \"wxid_a\" md5=\"E683{}\" cdnurl = \"http://emoji.qpic.cn/wx_emoji/a/?x=1&amp;y=2\" width= \"80\" height= \"60\" attachedtext= \"早\"></emoji>{game}</msg>",
            "0".repeat(28)
        ))
    };
    let told = sticker(json!({"Content": xml(""), "ImgWidth": 5, "ImgHeight": 5}));
    let want = Sticker {
        md5: format!("e683{}", "0".repeat(28)).into(),
        url: safe("http://emoji.qpic.cn/wx_emoji/a/?x=1&y=2"),
        width: 80,
        height: 60,
        store: false,
        thrown: None,
        words: safe("早"),
    };
    assert_eq!(told, want);
    let thrown = |kind: u8, content: u8| {
        let game = format!("<gameext type=\"{kind}\" content=\"{content}\"></gameext>");
        sticker(json!({"Content": xml(&game)})).thrown
    };
    let dice: Vec<_> = (4..=9).map(|content| thrown(2, content)).collect();
    assert_eq!(dice, (1..=6).map(|n| Some(Thrown::Dice(n))).collect::<Vec<_>>());
    let hands = [1, 2, 3].map(|content| thrown(1, content));
    assert_eq!(hands, [Thrown::Scissors, Thrown::Rock, Thrown::Paper].map(Some));
    for (kind, content) in [(0, 0), (1, 0), (1, 4), (2, 3), (2, 10), (3, 1)] {
        assert_eq!(thrown(kind, content), None);
    }
}

#[test]
fn a_sticker_of_the_store_says_so_and_a_broken_one_is_none() {
    assert!(sticker(json!({"Content": "", "HasProductId": 1})).store);
    assert!(sticker(json!({"Content": ""})).store);
    let broken = sticker(json!({"Content": escaped("<msg><emoji md5=\"../../etc/passwd\"/></msg>")}));
    assert_eq!(broken, Sticker::default());
}

#[test]
fn a_friend_request_brings_its_greeting_and_what_answers_it() {
    let xml = escaped(
        "<msg fromusername=\"wxid_demo\" encryptusername=\"v1_1887@stranger\" fromnickname=\"阿木\" content=\"我是群聊&quot;徒步&quot;的阿木\" scene=\"14\" province=\"Beijing\" city=\"Chaoyang\" alias=\"amu\" ticket=\"v2_9d2e@stranger\"><brandlist count=\"0\"></brandlist></msg>",
    );
    let want = Request {
        name: safe("阿木"),
        greeting: safe("我是群聊\"徒步\"的阿木"),
        alias: safe("amu"),
        province: safe("Beijing"),
        city: safe("Chaoyang"),
        scene: 14,
        user_name: "".into(),
        ticket: "v2_9d2e@stranger".into(),
        accepted: false,
    };
    let request = |fields| Body::FriendRequest(Box::new(fields));
    let fields = json!({"MsgType": 37, "FromUserName": "fmessage", "Content": xml});
    assert_eq!(body(fields), request(want.clone()));
    let told = json!({"MsgType": 37, "FromUserName": "fmessage", "Content": "",
        "RecommendInfo": {"UserName": "@2cbb", "NickName": "阿木", "Content": "我是群聊\"徒步\"的阿木", "Scene": 14,
            "Alias": "amu", "Province": "Beijing", "City": "Chaoyang", "Ticket": "v2_9d2e@stranger"}});
    let by_envelope = Request {
        user_name: "@2cbb".into(),
        ..want
    };
    assert_eq!(body(told), request(by_envelope));
    let own = json!({"MsgType": 37, "FromUserName": "fmessage", "RecommendInfo": {"UserName": "@e5403f77"}});
    assert_eq!(items(own), []);
}

/// A log may carry the form that is made for finding faults.
#[test]
fn no_body_tells_a_word_or_a_secret_to_those_who_look_for_faults() {
    let place = body(json!({"SubMsgType": 48, "Content": format!("x{MAP}"), "OriContent": PLACE}));
    let request = body(json!({"MsgType": 37, "FromUserName": "fmessage", "RecommendInfo":
        {"UserName": "@2cbb", "NickName": "阿木", "Content": "hello", "Ticket": "v2_9d2e@stranger"}}));
    let told = format!("{place:?} {request:?}");
    for word in ["31.2", "121.4", "人民", "msgid", "2cbb", "9d2e", "阿木", "hello"] {
        assert!(!told.contains(word), "{word} in {told}");
    }
}
