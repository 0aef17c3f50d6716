//! Whatever bytes arrive: no parser panics, no message is lost, no XML reaches a person.

use proptest::prelude::*;
use serde_json::json;
use weft::domain::message::{Body, Item};
use weft::wire::http::HttpResponse;
use weft::wire::{contacts, login, send, sync};

use super::{batch, escaped, me, message, raw, words};

/// Every parser of the protocol on one answer.
pub(super) fn read_all(response: &HttpResponse) {
    let _ = login::parse_jslogin(response);
    let _ = login::parse_poll(response);
    let _ = login::parse_new_login_page(response);
    let _ = login::parse_init(response);
    let _ = login::parse_ack(response);
    let _ = contacts::parse_page(response);
    let _ = contacts::parse_batch(response);
    let _ = sync::parse_check(response);
    let _ = sync::parse_sync(response, &me());
    let _ = send::parse_sent(response);
}

const ANSWERS: [&str; 5] = [
    include_str!("../fixtures/wire/init.json"),
    include_str!("../fixtures/wire/contacts_mixed.json"),
    include_str!("../fixtures/wire/batch_group.json"),
    include_str!("../fixtures/wire/sync.json"),
    include_str!("../fixtures/wire/newloginpage.xml"),
];

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "\\PC{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[A-Za-z]{1,8}", inner, 0..4).prop_map(|m| m.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_parser_minds_arbitrary_bytes(body in prop::collection::vec(any::<u8>(), 0..300), status in 0u16..600) {
        read_all(&HttpResponse { status, ..HttpResponse::ok(body) });
    }

    #[test]
    fn no_parser_minds_a_golden_answer_cut_or_damaged(
        which in 0..ANSWERS.len(), cut in 0usize..4000, at in 0usize..4000, byte: u8
    ) {
        let mut body = ANSWERS[which].as_bytes().to_vec();
        body.truncate(cut);
        if let Some(b) = body.get_mut(at) { *b = byte; }
        read_all(&HttpResponse::ok(body));
    }

    #[test]
    fn fields_of_any_shape_lose_no_message(field in prop::sample::select(vec![
        "MsgId", "NewMsgId", "Content", "CreateTime", "VoiceLength", "PlayLength", "FileName", "FileSize", "AppMsgType",
        "SubMsgType", "StatusNotifyCode", "RecommendInfo", "OriContent", "HasProductId", "ImgWidth", "ImgHeight", "Url",
        "EncryFileName", "Unknown",
    ]), value in any_json(), kind in prop::sample::select(vec![1, 3, 34, 40, 42, 43, 47, 48, 49, 50, 62, 10000])) {
        let mut fields = json!({"MsgType": kind, "Content": "&lt;msg/&gt;"});
        fields[field] = value;
        let list = [raw(fields), raw(json!({"Content": "neighbour"}))].join(",");
        prop_assert_eq!(batch(&list).items.len(), 2);
    }

    #[test]
    fn contents_of_any_kind_become_a_body(content in prop_oneof![
        "\\PC{0,80}",
        "(&lt;|<)(\\?xml|msg|appmsg|sysmsg|!DOCTYPE|!\\[CDATA\\[)[ a-z=\"'&;/<>\\[\\]]{0,60}",
        prop::collection::vec(prop::sample::select(vec![
            "<", ">", "&lt;", "&gt;", "&amp;", "&", "\"", "msg", "appmsg", "title", "/", "=", " ", "<![CDATA[", "]]>", "<!--",
            "-->", "<?", "?>", "<br/>", "sysmsg", "template", "$", "{", "}", "revokemsg", "link", "标题", "\u{0}", "recorditem", "recordinfo", "dataitem",
            " datatype=\"17\"", "recordxml", "mmreader", "item", "refermsg", "content", "emoji", "location", "img", "「", "：", "」",
        ]), 0..40).prop_map(|parts| parts.concat()),
    ], kind in prop::sample::select(vec![1, 3, 34, 40, 42, 43, 47, 48, 49, 50, 62]), app in prop_oneof![0u32..100, 2000u32..2002]) {
        let fields = json!({"MsgType": kind, "AppMsgType": app, "Content": content, "OriContent": content});
        prop_assert_eq!(batch(&raw(fields)).items.len(), 1);
        let _ = batch(&raw(json!({"MsgType": 10002, "Content": format!("<sysmsg{content}")})));
        let _ = batch(&raw(json!({"MsgType": 37, "Content": content})));
    }
}

#[test]
fn declared_entities_are_never_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><msg><appmsg><title>&b;&x;</title><type>5</type></appmsg></msg>";
    let m = message(json!({"MsgType": 49, "AppMsgType": 5, "Content": escaped(bomb)}));
    assert!(matches!(m.body, Body::Link(link) if link.title.as_str() == "&b;&x;"));
}

#[test]
fn a_million_letters_and_a_million_tags_are_only_long() {
    let long = "好".repeat(350_000);
    let m = message(json!({"Content": long}));
    assert!(matches!(m.body, Body::Text(text) if text.as_str().len() > 1000));
    for xml in [
        "<a>".repeat(200_000),
        "</a>".repeat(200_000),
        "<msg>".to_owned() + &"<a b=\"c\"/>".repeat(100_000),
        format!(
            "<sysmsg><template>{}</template>{}",
            "$a$".repeat(100_000),
            "<link name=\"a\"><nickname>b</nickname></link>".repeat(10_000)
        ),
        "<msg ".to_owned() + &"a=\"b\" ".repeat(100_000),
        "<msg><![CDATA[".to_owned() + &"]]".repeat(100_000),
        "<!DOCTYPE ".to_owned() + &"[<".repeat(100_000),
        "<".repeat(300_000),
        "&".repeat(300_000),
        "&lt;".repeat(100_000),
        "<span class=\"emoji emoji".repeat(20_000),
    ] {
        for kind in [1, 34, 37, 42, 48, 49, 10000, 10002] {
            let fields = json!({"MsgType": kind, "Content": xml, "RecommendInfo": null});
            assert!(batch(&raw(fields)).items.len() <= 1);
        }
    }
    let deep = format!(
        "{{\"BaseResponse\":{{\"Ret\":0}},\"AddMsgList\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    read_all(&HttpResponse::ok(deep));
}

#[test]
fn no_person_is_shown_xml() {
    let xmls = [
        include_str!("../fixtures/wire/link.xml"),
        include_str!("../fixtures/wire/file.xml"),
        include_str!("../fixtures/wire/transfer.xml"),
        include_str!("../fixtures/wire/articles.xml"),
        include_str!("../fixtures/wire/record.xml"),
        "<msg><appmsg><title>r</title><type>57</type><refermsg><type>49</type><content>&lt;msg&gt;&lt;appmsg&gt;&lt;/appmsg&gt;&lt;/msg&gt;</content></refermsg></appmsg></msg>",
        "<msg><img aeskey=\"9\" cdnthumburl=\"3050\" length=\"139120\" /></msg>",
        "<msg><emoji fromusername=\"wxid_a\" cdnurl=\"http://emoji.qpic.cn/wx_emoji/\"></emoji><gameext type=\"0\"></gameext></msg>",
    ];
    for xml in xmls {
        for kind in [3, 34, 37, 40, 42, 43, 47, 48, 49, 50, 62, 10002, 77] {
            for app in [
                0, 1, 2, 3, 5, 6, 8, 17, 19, 33, 51, 53, 57, 74, 87, 2000, 2001, 99,
            ] {
                for content in [
                    escaped(xml),
                    xml.to_owned(),
                    format!("@11aa:<br/>{}", escaped(xml)),
                ] {
                    let content = if kind == 10002 {
                        format!("<sysmsg>{content}</sysmsg>")
                    } else {
                        content
                    };
                    let fields = json!({"MsgType": kind, "AppMsgType": app, "Content": content, "FromUserName": "@@7c1e"});
                    for item in batch(&raw(fields)).items {
                        let Item::Message(m) = item else { continue };
                        let words = words(&m.body);
                        assert!(
                            !words.contains("</") && !words.contains("<msg"),
                            "{kind}/{app}: {words}"
                        );
                    }
                }
            }
        }
    }
}
