//! `MsgType` 49 in its many forms.

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use weft::domain::id::MsgId;
use weft::domain::message::{
    Body, File, Link, OnPhone, Picture, Place, Quote, Sticker, Transfer, TransferStep,
};
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
fn a_link_has_title_words_source_and_an_address() {
    let page = |url: &str| {
        Body::Link(Box::new(Link {
            title: safe("春天去哪儿走走"),
            description: safe("十条适合周末的徒步路线"),
            source: safe("山野志"),
            url: safe(url),
            cover: safe(""),
        }))
    };
    let want = page("http://mp.weixin.qq.com/s?__biz=MzA5&mid=2650&idx=1&sn=abc#rd");
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

    for told in [
        "http://a.b/?c=1&d=2",
        "http://a.b/?c=1&amp;d=2",
        "http://a.b/?c=1&amp;amp;d=2",
    ] {
        let by_envelope = app(5, LINK, json!({ "Url": told }));
        assert_eq!(
            by_envelope,
            page("http://a.b/?c=1&d=2"),
            "the envelope's counts, undone"
        );
    }
    for kind in [4, 7] {
        assert_eq!(app(kind, LINK, json!({})), want);
    }
}

#[test]
fn an_invitation_is_a_link_that_says_so() {
    let xml = "<msg><appmsg><title><![CDATA[邀请你加入群聊]]></title><des><![CDATA[\"A\"邀请你加入群聊T，进入可查看详情。]]></des><type>5</type><url><![CDATA[https://support.weixin.qq.com/cgi-bin/mmsupport-bin/addchatroombyinvite?ticket=A%3D&x=1]]></url><thumburl><![CDATA[http://wx.qlogo.cn/mmcrhead/1/0]]></thumburl></appmsg></msg>";
    let want = Body::Link(Box::new(Link {
        title: safe("邀请你加入群聊"),
        description: safe("\"A\"邀请你加入群聊T，进入可查看详情。"),
        source: safe(""),
        url: safe("https://support.weixin.qq.com/cgi-bin/mmsupport-bin/addchatroombyinvite?ticket=A%3D&x=1"),
        cover: safe("http://wx.qlogo.cn/mmcrhead/1/0"),
    }));
    assert_eq!(app(5, xml, json!({})), want);
}

#[test]
fn a_push_of_several_articles_is_all_of_them() {
    let article = |title: &str, digest: &str, url: &str| Link {
        title: safe(title),
        description: safe(digest),
        source: safe("某某日报"),
        url: safe(url),
        cover: safe(""),
    };
    let want = Body::Articles(vec![
        article("头条 & 首发", "摘要", "http://mp.weixin.qq.com/s?a=1&b=2"),
        article("第二条", "", ""),
        article("第三条", "", ""),
    ]);
    assert_eq!(app(5, ARTICLES, json!({})), want);
    assert_eq!(app(100_001, ARTICLES, json!({})), want);
    let news = json!({"FromUserName": "newsapp", "Content": escaped(ARTICLES)});
    assert_eq!(body(news), want, "as a text of the vendor's news");
}

#[test]
fn a_push_of_one_article_is_a_link_and_a_flood_of_them_is_cut() {
    let item = "<item><title>一</title><url>http://a.b</url><cover>http://c.d/e|640|300</cover><digest>摘要</digest><sources><source><name>原作者</name></source></sources></item>";
    let push = |items: &str| {
        format!(
            "<msg><appmsg><title></title><type>5</type><mmreader><category><name>号</name>{items}</category></mmreader></appmsg></msg>"
        )
    };
    let Body::Link(link) = app(5, &push(item), json!({})) else {
        panic!("a link")
    };
    let told = [
        &link.title,
        &link.description,
        &link.source,
        &link.url,
        &link.cover,
    ]
    .map(SafeText::as_str);
    assert_eq!(told, ["一", "摘要", "原作者", "http://a.b", "http://c.d/e"]);
    let Body::Articles(many) = app(5, &push(&item.repeat(100)), json!({})) else {
        panic!("articles")
    };
    assert_eq!(many.len(), 16);
}

#[test]
fn a_file_has_a_name_and_a_size() {
    let file = |bytes| {
        Body::File(File {
            name: safe("行程表.xlsx"),
            bytes,
        })
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
fn money_names_its_sum_and_how_far_it_is() {
    for (number, step) in [
        ("1", TransferStep::Sent),
        ("3", TransferStep::Accepted),
        ("4", TransferStep::Returned),
        ("77", TransferStep::Unknown),
        ("", TransferStep::Unknown),
    ] {
        let want = Body::Transfer(Box::new(Transfer {
            amount: safe("￥12.00"),
            memo: safe("饭钱"),
            step,
        }));
        let xml = TRANSFER.replace("<paysubtype>1<", &format!("<paysubtype>{number}<"));
        assert_eq!(app(2000, &xml, json!({"FileName": "微信转账"})), want);
    }
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

const NAMED: &str = "<msg><appmsg><title>标题</title><des>歌手</des><url>http://a/?b&amp;c</url><dataurl>http://stream</dataurl><thumburl>http://t</thumburl><sourcedisplayname>小店</sourcedisplayname><appattach><emoticonmd5>E6830A1B2C3D4E5F60718293A4B5C6D7</emoticonmd5></appattach></appmsg></msg>";

#[test]
fn music_and_programs_are_pages_and_what_apps_attach_is_media() {
    let page = Link {
        title: safe("标题"),
        description: safe("歌手"),
        source: safe("小店"),
        url: safe("http://a/?b&c"),
        cover: safe("http://t"),
    };
    for kind in [3, 92] {
        assert_eq!(app(kind, NAMED, json!({})), Body::Music(Box::new(page.clone())));
    }
    for kind in [33, 36] {
        assert_eq!(
            app(kind, NAMED, json!({})),
            Body::MiniProgram(Box::new(page.clone()))
        );
    }
    let streamed = NAMED.replace("<url>http://a/?b&amp;c</url>", "<url></url>");
    let Body::Music(music) = app(3, &streamed, json!({})) else {
        panic!("music")
    };
    assert_eq!(music.url.as_str(), "http://stream");

    assert_eq!(app(1, NAMED, json!({})), Body::Text(safe("标题")));
    let sized = json!({"ImgWidth": 90, "ImgHeight": 120});
    let picture = Picture {
        width: 90,
        height: 120,
        bytes: 0,
    };
    assert_eq!(app(2, NAMED, sized.clone()), Body::Image(picture));
    let sticker = Sticker {
        md5: "e6830a1b2c3d4e5f60718293a4b5c6d7".into(),
        width: 90,
        height: 120,
        ..Sticker::default()
    };
    assert_eq!(app(8, NAMED, sized), Body::Sticker(Box::new(sticker)));
}

#[test]
fn what_only_the_phone_shows_is_told_by_kind_and_title() {
    for (app_type, what) in [
        (9, OnPhone::VoiceReminder),
        (10, OnPhone::Product),
        (13, OnPhone::Product),
        (15, OnPhone::StickerPack),
        (16, OnPhone::Coupon),
        (51, OnPhone::Channel),
        (53, OnPhone::Solitaire),
        (63, OnPhone::Live),
        (74, OnPhone::Uploading),
    ] {
        let title = safe("标题");
        assert_eq!(app(app_type, NAMED, json!({})), Body::OnPhone { what, title });
    }
    let live = Body::Location(Box::new(Place {
        name: safe("标题"),
        live: true,
        ..Place::default()
    }));
    assert_eq!(app(17, NAMED, json!({})), live);
    for app_type in [0, 76, 4711] {
        let title = safe("标题");
        let unknown = Body::Unsupported {
            msg_type: 49,
            app_type,
            title,
        };
        assert_eq!(app(app_type, NAMED, json!({})), unknown);
    }
}

#[test]
fn a_channels_video_is_told_by_its_own_words_not_by_a_plea_for_a_newer_client() {
    let plea = json!({"FileName": "当前微信版本不支持展示该内容，请升级至最新版本。"});
    let told = |inner: &str| {
        let xml = format!("<msg><appmsg><title></title><type>51</type>{inner}</appmsg></msg>");
        let Body::OnPhone { what, title } = app(51, &xml, plea.clone()) else {
            panic!("{xml}")
        };
        assert_eq!(what, OnPhone::Channel);
        title.as_str().to_owned()
    };
    let feed = "<finderFeed><nickname>山野志</nickname><desc>雪山\n日出</desc></finderFeed>";
    assert_eq!(told(feed), "山野志: 雪山 日出");
    assert_eq!(told("<finderFeed><desc>雪山</desc></finderFeed>"), "雪山");
    assert_eq!(
        told("<finderFeed><nickname>山野志</nickname></finderFeed>"),
        "山野志"
    );
    assert_eq!(told(""), "");
}

#[test]
fn an_announcement_is_its_words() {
    let xml =
        |words: &str| format!("<msg><appmsg><title>群公告</title><type>87</type>{words}</appmsg></msg>");
    let said = |words: &str| app(87, &xml(words), json!({"FileName": "群公告"}));
    let announced = |words: &str| Body::Announcement(safe(words));
    assert_eq!(
        said("<textannouncement>周六七点\n老地方</textannouncement>"),
        announced("周六七点\n老地方")
    );
    assert_eq!(said(""), announced("群公告"));
}

#[test]
fn a_quote_as_xml_shows_what_it_answers() {
    let quote = |kind: &str, content: &str| {
        let xml = format!(
            "<msg><appmsg><title>在哪\n拍的</title><type>57</type><refermsg><type>{kind}</type><svrid>4835386562261263795</svrid><displayname>阿岚</displayname><content>{content}</content></refermsg></appmsg></msg>"
        );
        let Body::Quote(quote) = app(57, &xml, json!({})) else {
            panic!("{xml}")
        };
        assert_eq!(
            (quote.reply.as_str(), quote.name.as_str()),
            ("在哪\n拍的", "阿岚")
        );
        assert_eq!(quote.of, Some(MsgId(4_835_386_562_261_263_795)));
        quote.quoted.as_str().to_owned()
    };
    assert_eq!(quote("1", "明早七点"), "明早七点");
    assert_eq!(quote("1", ""), "");
    let image = "&lt;msg&gt;&lt;img aeskey=\"x\"/&gt;&lt;/msg&gt;";
    for kind in ["1", "3", ""] {
        assert_eq!(quote(kind, image), "[图片]");
    }
    for (kind, told) in [
        ("34", "[语音]"),
        ("42", "[名片]"),
        ("43", "[视频]"),
        ("47", "[动画表情]"),
        ("48", "[位置]"),
    ] {
        assert_eq!(quote(kind, "@1f2e"), told);
    }
    let attached = |kind: &str| {
        let xml = format!(
            "&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;报告.pdf&lt;/title&gt;{kind}&lt;/appmsg&gt;&lt;/msg&gt;"
        );
        quote("49", &xml)
    };
    assert_eq!(attached(""), "报告.pdf");
    assert_eq!(attached("&lt;type&gt;6&lt;/type&gt;"), "[文件]报告.pdf");
    assert_eq!(attached("&lt;type&gt;5&lt;/type&gt;"), "[链接]报告.pdf");
    let nameless = app(57, "<msg><appmsg><title>r</title></appmsg></msg>", json!({}));
    let want = Body::Quote(Box::new(Quote {
        reply: safe("r"),
        ..Quote::default()
    }));
    assert_eq!(nameless, want);
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
        let Body::Link(link) = app(5, xml, json!({})) else {
            panic!("{xml}")
        };
        assert_eq!(
            (link.title.as_str(), link.description.as_str()),
            ("标题", "词"),
            "{xml}"
        );
    }
}
