//! What a reply is to, where the service tells it as XML (`protocol.md §6.5`).
//!
//! The text form that is far more common is [`Quote::spoken`].

use super::xml::{Xml, source};
use crate::domain::id::MsgId;
use crate::domain::message::Quote;
use crate::domain::text::SafeText;

pub(super) fn read(reply: SafeText, xml: &Xml<'_>) -> Quote {
    let told = |name| xml.text(&["refermsg", name]);
    let of = told("svrid").parse().ok();
    Quote {
        reply,
        name: SafeText::line(told("displayname")),
        quoted: SafeText::new(&words(told("type"), told("content"))),
        of: of.filter(|id| *id != 0).map(MsgId),
    }
}

/// What was said. Of what is XML again, the placeholder that the text form has in its place.
fn words(kind: &str, content: &str) -> String {
    let text = source(content);
    let xml = Xml::parse(&text);
    let markup = ["msg", "appmsg"].into_iter().any(|root| xml.has(root));
    if kind == "1" && !markup {
        return content.to_owned();
    }
    let element = |name| markup && xml.has(name);
    match kind {
        "3" => "[图片]".into(),
        "34" => "[语音]".into(),
        "42" => "[名片]".into(),
        "43" | "62" => "[视频]".into(),
        "47" => "[动画表情]".into(),
        "48" => "[位置]".into(),
        _ if element("appmsg") => attached(&xml),
        _ if element("img") => "[图片]".into(),
        _ if element("voicemsg") => "[语音]".into(),
        _ if element("videomsg") => "[视频]".into(),
        _ if element("emoji") => "[动画表情]".into(),
        _ if element("location") => "[位置]".into(),
        _ if markup => String::new(),
        _ => content.to_owned(),
    }
}

fn attached(xml: &Xml<'_>) -> String {
    let title = xml.text(&["appmsg", "title"]);
    let label = match xml.text(&["appmsg", "type"]) {
        "3" => "[音乐]",
        "4" | "5" | "7" => "[链接]",
        "6" | "74" => "[文件]",
        "19" => "[聊天记录]",
        _ => "",
    };
    format!("{label}{title}")
}
