//! Each kind of message as one body, and who speaks.

use pretty_assertions::assert_eq;
use serde_json::json;
use weft::domain::id::UserName;
use weft::domain::message::{Author, Body, Raw};
use weft::domain::text::SafeText;

use super::{body, escaped, items, message};

fn safe(text: &str) -> SafeText {
    SafeText::new(text)
}

fn text(words: &str) -> Body {
    Body::Text(safe(words))
}

#[test]
fn a_groups_prefix_tells_who_speaks() {
    let said = |content: &str| {
        let m = message(json!({"FromUserName": "@@7c1e", "Content": content}));
        assert_eq!(m.chat.as_str(), "@@7c1e");
        (m.author, m.body)
    };
    let member = |name: &str| Author::Member(UserName::from(name));
    assert_eq!(said("@11aa:<br/>a:<br/>b"), (member("@11aa"), text("a:\nb")));
    assert_eq!(said("wxid_0-a:<br/>hi"), (member("wxid_0-a"), text("hi")));
    assert_eq!(said("@e5403f77:<br/>hi"), (Author::Me, text("hi")));
    assert_eq!(said("hi"), (Author::Service, text("hi")));
    assert_eq!(said("老周:<br/>hi"), (Author::Service, text("老周:\nhi")));
    assert_eq!(said("@:<br/>hi"), (Author::Service, text("@:\nhi")));
}

#[test]
fn nothing_is_taken_off_in_a_chat_of_two() {
    let m = message(json!({"Content": "note:<br/>buy milk"}));
    assert_eq!((m.author, m.body), (Author::Peer, text("note:\nbuy milk")));
}

#[test]
fn a_downgraded_quote_stays_the_text_it_is() {
    let quote = "「阿岚：[图片]」<br/>- - - - - - - - - - - - - - -<br/>这张在哪拍的";
    assert_eq!(
        body(json!({"Content": quote})),
        text("「阿岚：[图片]」\n- - - - - - - - - - - - - - -\n这张在哪拍的")
    );
}

const PLACE: &str = "<?xml version=\"1.0\"?>\n<msg>\n\t<location x=\"31.230378\" y=\"121.473658\" scale=\"16\" label=\"上海市黄浦区人民大道185号\" maptype=\"0\" poiname=\"人民广场\" poiid=\"\" />\n</msg>\n";

#[test]
fn a_location_is_a_text_with_another_number() {
    let map = ":<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=46&pictype=location";
    let label = Body::Location {
        label: safe("上海市黄浦区人民大道185号(人民广场)"),
    };
    for origin in [PLACE.to_owned(), escaped(PLACE)] {
        let fields = json!({"SubMsgType": 48, "Content": format!("x{map}"), "OriContent": origin});
        assert_eq!(body(fields), label);
    }
    let group = json!({"SubMsgType": 48, "FromUserName": "@@7c1e", "Content": format!("@11aa:<br/>人民大道185号{map}")});
    let m = message(group);
    assert_eq!(m.author, Author::Member(UserName::from("@11aa")));
    assert_eq!(
        m.body,
        Body::Location {
            label: safe("人民大道185号")
        }
    );
    let own = json!({"SubMsgType": 48, "FromUserName": "", "ToUserName": "@@7c1e", "Content": format!("Starbucks{map}")});
    assert_eq!(
        message(own).body,
        Body::Location {
            label: safe("Starbucks")
        }
    );
    let foreign = json!({"SubMsgType": 48, "FromUserName": "@@7c1e", "Content": format!("Starbucks{map}")});
    assert_eq!(
        message(foreign).body,
        Body::Location {
            label: safe("Starbucks")
        }
    );
    assert_eq!(body(json!({"MsgType": 48, "Content": escaped(PLACE)})), label);
    let bare = json!({"SubMsgType": 48, "Content": "/cgi-bin/mmwebwx-bin/redirectforward?args="});
    assert_eq!(body(bare), Body::Location { label: safe("") });
}

#[test]
fn media_tell_their_length_by_the_envelope_or_the_xml() {
    let voice = escaped(
        "<msg><voicemsg endflag=\"1\" voiceformat=\"4\" voicelength=\"2112\" length=\"4051\" fromusername = \"wxid_demo\" /></msg>",
    );
    assert_eq!(body(json!({"MsgType": 3, "Content": "@deadbeef"})), Body::Image);
    assert_eq!(
        body(json!({"MsgType": 34, "VoiceLength": 3000, "Content": voice})),
        Body::Voice { millis: 3000 }
    );
    assert_eq!(
        body(json!({"MsgType": 34, "Content": voice})),
        Body::Voice { millis: 2112 }
    );
    assert_eq!(
        body(json!({"MsgType": 34, "VoiceLength": "no", "Content": "@token"})),
        Body::Voice { millis: 0 }
    );
    let video = "&lt;?xml version=\"1.0\"?&gt;<br/>&lt;msg&gt;<br/>\t&lt;videomsg length=\"1764021\" playlength=\"24\" isad=\"0\" /&gt;<br/>&lt;/msg&gt;";
    assert_eq!(
        body(json!({"MsgType": 43, "Content": video})),
        Body::Video { seconds: 24 }
    );
    assert_eq!(
        body(json!({"MsgType": 62, "PlayLength": 7})),
        Body::Video { seconds: 7 }
    );
    assert_eq!(
        body(json!({"MsgType": 47, "Content": "", "HasProductId": 1})),
        Body::Sticker
    );
    for call in [50, 52, 53] {
        assert_eq!(
            body(json!({"MsgType": call, "Content": "&lt;voipinvitemsg&gt;"})),
            Body::Call
        );
    }
}

#[test]
fn a_card_names_whom_it_recommends() {
    let xml = escaped(
        "<?xml version=\"1.0\"?>\n<msg username=\"v1_18ab@stranger\" nickname=\"老周 &amp; 朋友\" certflag=\"0\" />",
    );
    let told =
        json!({"MsgType": 42, "Content": xml, "RecommendInfo": {"NickName": "老&amp;周", "VerifyFlag": 0}});
    assert_eq!(
        body(told),
        Body::Card {
            name: safe("老&周"),
            public: false
        }
    );
    let xml_only = json!({"MsgType": 42, "Content": xml, "RecommendInfo": null});
    assert_eq!(
        body(xml_only),
        Body::Card {
            name: safe("老周 & 朋友"),
            public: false
        }
    );
    let public = json!({"MsgType": 42, "RecommendInfo": {"NickName": "山野志", "VerifyFlag": 24}});
    assert_eq!(
        body(public),
        Body::Card {
            name: safe("山野志"),
            public: true
        }
    );
    let suggested = json!({"MsgType": 40, "RecommendInfo": {"NickName": "阿木"}});
    assert_eq!(
        body(suggested),
        Body::Card {
            name: safe("阿木"),
            public: false
        }
    );
}

#[test]
fn emoji_inside_an_attribute_do_not_break_the_xml() {
    let xml = format!(
        "{}{}",
        escaped("<msg nickname=\"老周"),
        "<span class=\"emoji emoji1f604\"></span>&quot; certflag=&quot;8&quot; /&gt;"
    );
    assert_eq!(
        body(json!({"MsgType": 42, "Content": xml})),
        Body::Card {
            name: safe("老周😄"),
            public: true
        }
    );
    let inner = escaped("<msg nickname=\"老周<span class=\"emoji emoji1f604\"></span>\" certflag=\"8\" />");
    assert_eq!(
        body(json!({"MsgType": 42, "Content": inner})),
        Body::Card {
            name: safe("老周😄"),
            public: true
        }
    );
}

#[test]
fn a_friend_request_brings_its_greeting() {
    let xml = escaped(
        "<msg fromusername=\"wxid_demo\" fromnickname=\"阿木\" content=\"我是群聊&quot;徒步&quot;的阿木\" ticket=\"v2_9d2e@stranger\"><brandlist count=\"0\"></brandlist></msg>",
    );
    let want = Body::FriendRequest {
        name: safe("阿木"),
        greeting: safe("我是群聊\"徒步\"的阿木"),
    };
    let fields = json!({"MsgType": 37, "FromUserName": "fmessage", "Content": xml});
    assert_eq!(body(fields), want);
    let told = json!({"MsgType": 37, "FromUserName": "fmessage", "Content": "",
        "RecommendInfo": {"UserName": "@2cbb", "NickName": "阿木", "Content": "我是群聊\"徒步\"的阿木"}});
    assert_eq!(body(told), want);
    let own = json!({"MsgType": 37, "FromUserName": "fmessage", "RecommendInfo": {"UserName": "@e5403f77"}});
    assert_eq!(items(own), []);
}

#[test]
fn a_kind_nobody_knows_keeps_its_numbers_and_title() {
    let want = Body::Unsupported {
        msg_type: 12345,
        app_type: 6,
        title: safe("<t>"),
    };
    assert_eq!(
        body(json!({"MsgType": 12345, "AppMsgType": 6, "FileName": "&lt;t&gt;", "Content": "&lt;x&gt;"})),
        want
    );
    let red = json!({"MsgType": 1, "AppMsgType": 2001, "Content": "恭喜发财"});
    assert_eq!(
        body(red),
        Body::RedPacket {
            title: safe("恭喜发财")
        }
    );
}

#[test]
fn everything_is_kept_as_it_came() {
    let fields = json!({
        "FromUserName": "@@7c1e", "MsgType": 49, "AppMsgType": 6, "Content": "@11aa:<br/>&lt;msg&gt;",
        "MediaId": "@crypt_0a1b", "FileName": "报告.pdf", "FileSize": "4096", "Url": "http://a.b/?c=1&amp;d=2",
    });
    let raw = message(fields).raw;
    assert_eq!((raw.msg_type, raw.app_type, raw.file_bytes), (49, 6, 4096));
    assert_eq!(&*raw.content, "@11aa:<br/>&lt;msg&gt;");
    assert_eq!(&*raw.media_id, "@crypt_0a1b");
    assert_eq!(&*raw.file_name, "报告.pdf");
    assert_eq!(&*raw.url, "http://a.b/?c=1&amp;d=2");
    assert!(!format!("{raw:?}").contains("msg&gt"));

    let notice = message(json!({"MsgType": 10000, "Content": "你已添加了小满"})).raw;
    assert_eq!((notice.msg_type, &*notice.content), (10000, "你已添加了小满"));
    let empty = message(json!({"Content": ""})).raw;
    assert_eq!((empty.msg_type, empty.app_type, empty.file_bytes), (1, 0, 0));
}

#[test]
fn what_is_kept_is_bounded_and_no_character_is_cut_in_two() {
    let raw = message(json!({"Content": format!("a{}", "群".repeat(40_000))})).raw;
    assert_eq!(raw.content.len(), 1 + (Raw::LIMIT - 1) / 3 * 3);
    assert!(raw.content.ends_with('群'));
}
