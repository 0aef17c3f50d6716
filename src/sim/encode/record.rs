//! Messages forwarded as one: a document of its own inside `<recorditem>` (`protocol.md §6.6`).
//!
//! An item tells its kind by `datatype`; one that is such a record again holds it as elements, not as text.

use super::text::xml_value;
use crate::sim::saying::{Forwarded, Saying};

/// The title is the message's, and stands in the record once more.
pub(crate) fn forwarded(title: &str, items: &[Forwarded]) -> String {
    let (title, summary) = (xml_value(title), xml_value(&summary(items)));
    let record = record(&title, items, 0);
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title>{title}</title><des>{summary}</des><action>view</action><type>19</type><showtype>0</showtype><content></content><url>https://support.weixin.qq.com/cgi-bin/mmsupport-bin/readtemplate?t=page/favorite_record__w_unsupport&amp;from=singlemessage&amp;isappinstalled=0</url><recorditem><![CDATA[{record}]]></recorditem></appmsg><fromusername>wxid_demo</fromusername><scene>0</scene><appinfo><version>1</version><appname></appname></appinfo></msg>"
    )
}

/// The messages in it are numbered from `before`.
fn record(title: &str, items: &[Forwarded], before: u64) -> String {
    let mut list = String::new();
    for (item, nth) in items.iter().zip(1_u64..) {
        list.push_str(&one(item, before.wrapping_add(nth)));
    }
    format!(
        "<recordinfo><title>{title}</title><desc>{}</desc><datalist count=\"{}\">{list}</datalist><fromscene>0</fromscene></recordinfo>",
        xml_value(&summary(items)),
        items.len()
    )
}

/// The first lines, as the phone shows them.
fn summary(items: &[Forwarded]) -> String {
    let mut lines = Vec::new();
    for item in items.iter().take(4) {
        let words = if let Saying::Text(text) = &*item.what {
            text
        } else {
            placeholder(&item.what)
        };
        lines.push(format!("{}: {words}", item.name));
    }
    lines.join("\n")
}

fn one(item: &Forwarded, id: u64) -> String {
    let (datatype, inside) = inside(&item.what, id);
    format!(
        "<dataitem datatype=\"{datatype}\" dataid=\"{id:032x}\">{inside}<sourcename>{}</sourcename><sourceheadurl></sourceheadurl><sourcetime>{}</sourcetime><srcMsgCreateTime>1714540140</srcMsgCreateTime><fromnewmsgid>{id}</fromnewmsgid></dataitem>",
        xml_value(&item.name),
        xml_value(&item.time)
    )
}

fn inside(what: &Saying, id: u64) -> (u32, String) {
    if let Saying::Text(text) = what {
        return (1, tag("datadesc", text));
    }
    media(what, id)
        .or_else(|| page(what))
        .or_else(|| other(what, id))
        .unwrap_or_else(|| (1, tag("datadesc", placeholder(what))))
}

fn tag(name: &str, value: &str) -> String {
    format!("<{name}>{}</{name}>", xml_value(value))
}

fn media(what: &Saying, id: u64) -> Option<(u32, String)> {
    Some(if matches!(what, Saying::Image) {
        (2, "<datafmt>pic</datafmt><datasize>139120</datasize><thumbwidth>90</thumbwidth><thumbheight>120</thumbheight>".into())
    } else if let Saying::Voice { millis } = what {
        (3, format!("<datafmt>silk</datafmt><duration>{millis}</duration>"))
    } else if let Saying::Video { seconds } = what {
        (4, film(*seconds))
    } else if let Saying::MicroVideo { seconds } = what {
        (15, film(*seconds))
    } else if matches!(what, Saying::Sticker) {
        let emoji = format!(
            "<emojiitem><md5>{id:032x}</md5><cdnurlstring>http://emoji.qpic.cn/wx_emoji/{id:x}/</cdnurlstring><uiemoticonwidth>80</uiemoticonwidth><uiemoticonheight>80</uiemoticonheight></emojiitem>"
        );
        (37, emoji)
    } else {
        return None;
    })
}

fn film(seconds: u32) -> String {
    format!(
        "<datafmt>mp4</datafmt><datasize>1764021</datasize><duration>{seconds}</duration><thumbwidth>365</thumbwidth><thumbheight>640</thumbheight>"
    )
}

/// What leads somewhere.
fn page(what: &Saying) -> Option<(u32, String)> {
    Some(
        if let Saying::Link {
            title,
            description,
            url,
            source,
        } = what
        {
            let web = [
                tag("title", title),
                tag("desc", description),
                tag("link", url),
                tag("appname", source),
            ];
            let told = [
                tag("datatitle", title),
                tag("datadesc", description),
                tag("link", url),
            ];
            (
                5,
                format!("{}<weburlitem>{}</weburlitem>", told.concat(), web.concat()),
            )
        } else if let Saying::Music { title, artist } = what {
            (7, tag("datatitle", title) + &tag("datadesc", artist))
        } else if let Saying::MiniProgram { title, app } = what {
            let program = tag("sourcedisplayname", app);
            (
                19,
                format!(
                    "{}<appbranditem>{program}</appbranditem>",
                    tag("datatitle", title)
                ),
            )
        } else if let Saying::Channel { name, .. } = what {
            (22, tag("datatitle", name))
        } else {
            return None;
        },
    )
}

fn other(what: &Saying, id: u64) -> Option<(u32, String)> {
    Some(
        if let Saying::Location {
            label,
            poi,
            latitude,
            longitude,
        } = what
        {
            let told = tag("label", label) + &tag("poiname", poi);
            (
                6,
                format!(
                    "<locitem>{told}<lat>{latitude}</lat><lng>{longitude}</lng><scale>16</scale></locitem>"
                ),
            )
        } else if let Saying::File { name, bytes } = what {
            (
                8,
                format!("{}<datasize>{bytes}</datasize>", tag("datatitle", name)),
            )
        } else if let Saying::Card { nick, public } = what {
            (16, tag("datadesc", &super::xml::card(nick, *public)))
        } else if let Saying::Forwarded { title, items } = what {
            let told = tag("datatitle", title) + &tag("datadesc", &summary(items));
            let inner = record(&xml_value(title), items, id << 8);
            (17, format!("{told}<recordxml>{inner}</recordxml>"))
        } else {
            return None;
        },
    )
}

/// What stands for a kind where only words can.
fn placeholder(what: &Saying) -> &'static str {
    match what {
        Saying::Image => "[图片]",
        Saying::Voice { .. } => "[语音]",
        Saying::Video { .. } => "[视频]",
        Saying::MicroVideo { .. } => "[小视频]",
        Saying::Sticker | Saying::StoreSticker | Saying::Dice(_) | Saying::Hand(_) => "[动画表情]",
        Saying::Location { .. } | Saying::LiveLocation => "[位置]",
        Saying::Card { .. } | Saying::Suggestion { .. } => "[名片]",
        Saying::Link { .. } | Saying::Articles(_) => "[链接]",
        Saying::File { .. } => "[文件]",
        Saying::MiniProgram { .. } => "[小程序]",
        Saying::Music { .. } => "[音乐]",
        Saying::History { .. } | Saying::Forwarded { .. } => "[聊天记录]",
        Saying::Channel { .. } => "[视频号]",
        Saying::RedPacket { .. } => "[微信红包]",
        Saying::Transfer { .. } | Saying::TransferDone { .. } => "[转账]",
        Saying::Text(_)
        | Saying::Notice(_)
        | Saying::Announcement(_)
        | Saying::QuoteText { .. }
        | Saying::Quote { .. }
        | Saying::QuoteOf { .. }
        | Saying::FriendRequest { .. }
        | Saying::Call
        | Saying::Revoke { .. }
        | Saying::Status { .. }
        | Saying::Unknown { .. } => "[应用消息]",
    }
}
