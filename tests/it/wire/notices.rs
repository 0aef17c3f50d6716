//! Grey lines and recalls.

use pretty_assertions::assert_eq;
use serde_json::json;
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::{Author, Body, Item};
use weft::domain::text::SafeText;

use super::{items, message};

fn notice(content: &str) -> String {
    let m = message(json!({"MsgType": 10000, "FromUserName": "@@7c1e", "Status": 4, "Content": content}));
    assert_eq!((m.author, m.chat.as_str()), (Author::Service, "@@7c1e"));
    let Body::Notice(line) = m.body else {
        panic!("{:?}", m.body)
    };
    line.as_str().to_owned()
}

#[test]
fn the_services_words_stay_and_its_tags_go() {
    for (raw, want) in [
        (
            "A invited B to the group chat.   ",
            "A invited B to the group chat.",
        ),
        (
            "\"X\"修改群名为“&lt;3 &amp; &lt;b&gt;”",
            "\"X\"修改群名为“<3 & <b>”",
        ),
        (
            "X开启了朋友验证，你还不是他（她）朋友。&lt;a href=\"weixin://findfriend/verifycontact\"&gt;发送朋友验证&lt;/a&gt;",
            "X开启了朋友验证，你还不是他（她）朋友。发送朋友验证",
        ),
        (
            "&lt;img src=\"SystemMessages_HongbaoIcon.png\"/&gt;  收到红包，请在手机上查看",
            "收到红包，请在手机上查看",
        ),
        ("&lt;a href=\"weixin://x", "<a href=\"weixin://x"),
    ] {
        assert_eq!(notice(raw), want);
    }
}

fn recall(content: &str) -> Vec<Item> {
    items(json!({"MsgType": 10002, "FromUserName": "@@7c1e", "Status": 4, "Content": content}))
}

fn revoke(ids: &str) -> String {
    format!(
        "@11aa:<br/>&lt;sysmsg type=\"revokemsg\"&gt;<br/>\t&lt;revokemsg&gt;<br/>\t\t&lt;session&gt;wxid_demo&lt;/session&gt;<br/>\t\t&lt;oldmsgid&gt;1660000000&lt;/oldmsgid&gt;<br/>\t\t{ids}&lt;replacemsg&gt;&lt;![CDATA[\"阿岚<span class=\"emoji emoji1f604\"></span>\" 撤回了一条消息]]&gt;&lt;/replacemsg&gt;<br/>\t&lt;/revokemsg&gt;<br/>&lt;/sysmsg&gt;<br/>"
    )
}

#[test]
fn a_recall_names_the_message_by_its_newest_id() {
    let notice = SafeText::new("\"阿岚😄\" 撤回了一条消息");
    let chat = UserName::from("@@7c1e");
    for (ids, target) in [
        (
            "&lt;msgid&gt;4835386562261263795&lt;/msgid&gt;",
            Some(MsgId(4_835_386_562_261_263_795)),
        ),
        (
            "&lt;msgid&gt;1&lt;/msgid&gt;&lt;newmsgid&gt;4835386562261263795&lt;/newmsgid&gt;",
            Some(MsgId(4_835_386_562_261_263_795)),
        ),
        (
            "&lt;msgid&gt;5&lt;/msgid&gt;&lt;newmsgid&gt;0&lt;/newmsgid&gt;",
            Some(MsgId(5)),
        ),
        ("&lt;msgid&gt;0&lt;/msgid&gt;", None),
    ] {
        let items = recall(&revoke(ids));
        let [Item::Recall { id, .. }] = items[..] else {
            panic!("{items:?}")
        };
        let want = Item::Recall {
            id,
            chat: chat.clone(),
            target,
            notice: notice.clone(),
        };
        assert_eq!(items, [want], "{ids}");
    }
}

#[test]
fn a_recall_that_names_nothing_takes_nothing_back() {
    for ids in ["", "&lt;msgid&gt;x&lt;/msgid&gt;"] {
        let [Item::Message(m)] = &recall(&revoke(ids))[..] else {
            panic!("{ids}")
        };
        assert_eq!(m.body, Body::Notice(SafeText::new("\"阿岚😄\" 撤回了一条消息")));
    }
}

#[test]
fn an_own_recall_finds_its_chat_from_either_direction() {
    let content = revoke("&lt;msgid&gt;5&lt;/msgid&gt;");
    for (from, to) in [("@2ab0", "@e5403f77"), ("@e5403f77", "@2ab0"), ("", "@2ab0")] {
        let items =
            items(json!({"MsgType": 10002, "FromUserName": from, "ToUserName": to, "Content": content}));
        let [Item::Recall { chat, .. }] = &items[..] else {
            panic!("{items:?}")
        };
        assert_eq!(chat.as_str(), "@2ab0");
    }
}

#[test]
fn other_instructions_are_put_in_words_or_hidden() {
    let sysmsg = |xml: &str| match &recall(&super::escaped(xml))[..] {
        [Item::Message(m)] => super::words(&m.body),
        [] => "hidden".to_owned(),
        other => panic!("{other:?}"),
    };
    let pat = "<sysmsg type=\"pat\"><pat><fromusername>wxid_a</fromusername><template><![CDATA[\"${wxid_a}\" 拍了拍我]]></template></pat></sysmsg>";
    assert_eq!(sysmsg(pat), "\"wxid_a\" 拍了拍我");
    let link = |name: &str, people: &[&str]| {
        let people: Vec<_> = people
            .iter()
            .map(|p| {
                format!("<member><username>wxid</username><nickname><![CDATA[{p}]]></nickname></member>")
            })
            .collect();
        let people = people.concat();
        format!(
            "<link name=\"{name}\" type=\"link_profile\"><memberlist>{people}</memberlist><separator><![CDATA[、]]></separator></link>"
        )
    };
    let template = format!(
        "<sysmsg type=\"sysmsgtemplate\"><sysmsgtemplate><content_template type=\"tmpl\"><plain></plain><template><![CDATA[\"$username$\"邀请\"$names$\"加入了群聊  $revoke$ 共$5]]></template><link_list>{}{}<link name=\"revoke\" type=\"link_revoke\"><title>撤销</title></link></link_list></content_template></sysmsgtemplate></sysmsg>",
        link("username", &["老周"]),
        link("names", &["阿木", "小满"])
    );
    assert_eq!(
        sysmsg(&template),
        "\"老周\"邀请\"阿木、小满\"加入了群聊  撤销 共$5"
    );
    assert_eq!(
        sysmsg(
            "<sysmsg type=\"delchatroommember\"><delchatroommember><plain>你将\"X\"移出了群聊</plain></delchatroommember></sysmsg>"
        ),
        "你将\"X\"移出了群聊"
    );
    assert_eq!(
        sysmsg("<sysmsg type=\"roomtoolstips\"><todo><op>0</op></todo></sysmsg>"),
        "hidden"
    );
    let plain = recall("收到一条撤回消息");
    assert!(matches!(&plain[..], [Item::Message(m)] if super::words(&m.body) == "收到一条撤回消息"));
}
