//! Each kind of message as one body, and who speaks.

use pretty_assertions::assert_eq;
use serde_json::json;
use weft::domain::id::UserName;
use weft::domain::message::{Author, Body, Card, Raw};
use weft::domain::text::SafeText;

use super::{body, escaped, message};

fn safe(text: &str) -> SafeText {
    SafeText::new(text)
}

fn card(name: &str, public: bool) -> Body {
    Body::Card(Box::new(Card {
        name: safe(name),
        public,
        ..Card::default()
    }))
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
fn a_card_names_whom_it_recommends() {
    let xml = escaped(
        "<?xml version=\"1.0\"?>\n<msg username=\"v1_18ab@stranger\" nickname=\"老周 &amp; 朋友\" certflag=\"0\" />",
    );
    let told =
        json!({"MsgType": 42, "Content": xml, "RecommendInfo": {"NickName": "老&amp;周", "VerifyFlag": 0}});
    assert_eq!(body(told), card("老&周", false));
    let xml_only = json!({"MsgType": 42, "Content": xml, "RecommendInfo": null});
    assert_eq!(body(xml_only), card("老周 & 朋友", false));
    let public = json!({"MsgType": 42, "RecommendInfo": {"NickName": "山野志", "VerifyFlag": 24}});
    assert_eq!(body(public), card("山野志", true));
    let suggested = json!({"MsgType": 40, "RecommendInfo": {"NickName": "阿木"}});
    assert_eq!(body(suggested), card("阿木", false));
}

#[test]
fn emoji_inside_an_attribute_do_not_break_the_xml() {
    let xml = format!(
        "{}{}",
        escaped("<msg nickname=\"老周"),
        "<span class=\"emoji emoji1f604\"></span>&quot; certflag=&quot;8&quot; /&gt;"
    );
    assert_eq!(body(json!({"MsgType": 42, "Content": xml})), card("老周😄", true));
    let inner = escaped("<msg nickname=\"老周<span class=\"emoji emoji1f604\"></span>\" certflag=\"8\" />");
    assert_eq!(
        body(json!({"MsgType": 42, "Content": inner})),
        card("老周😄", true)
    );
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
        "MediaId": "@crypt_0a1b", "FileName": "报告.pdf", "FileSize": "4096",
        "EncryFileName": "%E6%8A%A5%E5%91%8A%2Epdf", "Url": "http://a.b/?c=1&amp;d=2",
    });
    let raw = message(fields).raw;
    assert_eq!((raw.msg_type, raw.app_type, raw.file_bytes), (49, 6, 4096));
    assert_eq!(&*raw.encry_file_name, "%E6%8A%A5%E5%91%8A%2Epdf");
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
