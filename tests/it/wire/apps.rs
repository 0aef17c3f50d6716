//! `MsgType` 49 in its many forms.

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use weft::domain::message::Body;
use weft::domain::text::SafeText;

use super::{body, escaped};

const LINK: &str = include_str!("../fixtures/wire/link.xml");
const FILE: &str = include_str!("../fixtures/wire/file.xml");
const TRANSFER: &str = include_str!("../fixtures/wire/transfer.xml");
const ARTICLES: &str = include_str!("../fixtures/wire/articles.xml");

fn app(kind: u32, xml: &str, more: Value) -> Body {
    let mut fields = json!({"MsgType": 49, "AppMsgType": kind, "Content": escaped(xml)});
    let Value::Object(more) = more else {
        panic!("fields are an object")
    };
    fields.as_object_mut().unwrap().extend(more);
    body(fields)
}

fn safe(text: &str) -> SafeText {
    SafeText::new(text)
}

#[test]
fn a_link_has_title_words_and_source() {
    let want = Body::Link {
        title: safe("春天去哪儿走走"),
        description: safe("十条适合周末的徒步路线"),
        source: safe("山野志"),
    };
    assert_eq!(app(5, LINK, json!({})), want);
    assert_eq!(
        app(0, LINK, json!({})),
        want,
        "the XML tells the type where the envelope does not"
    );
    assert_eq!(app(5, LINK, json!({"FileName": "春天去哪儿走走"})), want);
    let in_group = json!({"MsgType": 49, "AppMsgType": 5, "FromUserName": "@@7c1e",
        "Content": format!("@11aa:<br/>{}", escaped(LINK))});
    assert_eq!(body(in_group), want);
    let plain = json!({"MsgType": 49, "AppMsgType": 5, "Content": LINK});
    assert_eq!(body(plain), want, "XML that nobody escaped");
}

#[test]
fn an_invitation_is_a_link_that_says_so() {
    let xml = "<msg><appmsg><title><![CDATA[邀请你加入群聊]]></title><des><![CDATA[\"A\"邀请你加入群聊T，进入可查看详情。]]></des><type>5</type></appmsg></msg>";
    let want = Body::Link {
        title: safe("邀请你加入群聊"),
        description: safe("\"A\"邀请你加入群聊T，进入可查看详情。"),
        source: safe(""),
    };
    assert_eq!(app(5, xml, json!({})), want);
}

#[test]
fn a_push_of_several_articles_shows_all_their_titles() {
    let want = Body::Link {
        title: safe("头条 & 首发"),
        description: safe("第二条\n第三条"),
        source: safe("某某日报"),
    };
    assert_eq!(app(5, ARTICLES, json!({})), want);
}

#[test]
fn a_file_has_a_name_and_a_size() {
    let file = |bytes| Body::File {
        name: safe("行程表.xlsx"),
        bytes,
    };
    assert_eq!(app(6, FILE, json!({})), file(Some(20_509)));
    assert_eq!(
        app(
            6,
            FILE,
            json!({"FileName": "行程表.xlsx", "FileSize": "99999999999"})
        ),
        file(Some(99_999_999_999))
    );
    assert_eq!(
        app(6, "", json!({"FileName": "行程表.xlsx", "FileSize": ""})),
        file(None)
    );
}

#[test]
fn money_names_its_sum() {
    let want = Body::Transfer {
        amount: safe("￥12.00"),
        memo: safe("饭钱"),
    };
    assert_eq!(app(2000, TRANSFER, json!({"FileName": "微信转账"})), want);
    let red = app(
        2001,
        "<msg><appmsg><title>恭喜发财</title><type>2001</type></appmsg></msg>",
        json!({}),
    );
    assert_eq!(
        red,
        Body::RedPacket {
            title: safe("恭喜发财")
        }
    );
}

#[test]
fn the_other_kinds_keep_their_title() {
    let title = || safe("标题");
    let named = |kind| {
        app(
            kind,
            "<msg><appmsg><title>标题</title><sourcedisplayname>小店</sourcedisplayname></appmsg></msg>",
            json!({}),
        )
    };
    assert_eq!(named(3), Body::Music { title: title() });
    assert_eq!(named(19), Body::ChatHistory { title: title() });
    for kind in [33, 36] {
        assert_eq!(
            named(kind),
            Body::MiniProgram {
                title: title(),
                app: safe("小店")
            }
        );
    }
    assert_eq!(named(1), Body::Text(title()));
    assert_eq!(named(2), Body::Image);
    assert_eq!(named(8), Body::Sticker);
    for app_type in [0, 10, 13, 15, 16, 17, 51, 53, 63, 74, 87, 4711] {
        assert_eq!(
            named(app_type),
            Body::Unsupported {
                msg_type: 49,
                app_type,
                title: title()
            }
        );
    }
    let history = "<msg><appmsg><title>标题</title><recorditem><![CDATA[<recordinfo><title>x</title></recordinfo>]]></recorditem></appmsg></msg>";
    assert_eq!(app(0, history, json!({})), Body::ChatHistory { title: title() });
}

#[test]
fn a_quote_as_xml_shows_what_it_answers() {
    let quote = |content: &str| {
        let xml = format!(
            "<msg><appmsg><title>在哪\n拍的</title><type>57</type><refermsg><type>1</type><displayname>阿岚</displayname><content>{content}</content></refermsg></appmsg></msg>"
        );
        let Body::Quote { reply, quoted } = app(57, &xml, json!({})) else {
            panic!("{xml}")
        };
        assert_eq!(reply.as_str(), "在哪\n拍的");
        quoted.as_str().to_owned()
    };
    assert_eq!(quote("明早七点"), "阿岚：明早七点");
    assert_eq!(quote(""), "阿岚");
    assert_eq!(quote("&lt;msg&gt;&lt;img aeskey=\"x\"/&gt;&lt;/msg&gt;"), "阿岚");
    assert_eq!(
        quote("&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;报告.pdf&lt;/title&gt;&lt;/appmsg&gt;&lt;/msg&gt;"),
        "阿岚：报告.pdf"
    );
}

#[test]
fn xml_that_no_parser_would_take_is_read_as_far_as_it_goes() {
    for xml in [
        "<msg><appmsg><title>标题</title><url>http://a/?b=1&c=2&amp;d</url><des>词</appmsg></msg>",
        "\n\n<?xml version=\"1.0\"?>\n<msg><appmsg><br><title>标题</title><p></div><des>词</des></msg>",
        "<msg><appmsg a=1 b = '2' c><title><![CDATA[标题]]></title><des>词</des>",
        "<msg><appmsg><title>标&#39064;</title><des>&#x8bcd;</des><x",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><msg><appmsg><title>标题</title><des>词</des></appmsg></msg>",
    ] {
        let Body::Link {
            title, description, ..
        } = app(5, xml, json!({}))
        else {
            panic!("{xml}")
        };
        assert_eq!((title.as_str(), description.as_str()), ("标题", "词"), "{xml}");
    }
}
