//! The envelope of a message, all fields present, with what each kind sets (`protocol.md §6.1`, §6.2).

use super::Object;
use super::contact::View;
use super::text::{encry_file_name, escape, escape_xml};
use super::{record, xml};
use crate::sim::matter;
use crate::sim::saying::{Hand, Saying};
use crate::sim::world::Post;
use crate::sim::world::cast::{Id, Kind, ME};

/// What differs from the all-empty envelope.
#[derive(Default)]
struct Parts {
    msg_type: u32,
    content: String,
    status: u32,
    img_status: u32,
    voice_length: u32,
    play_length: u32,
    file_name: String,
    file_size: String,
    media_id: String,
    url: String,
    app_type: u32,
    notify: Option<(u32, String)>,
    recommend: Option<String>,
    product: u8,
    thumb: (u32, u32),
    sub_type: u32,
    origin: String,
    encry_file_name: String,
}

/// One item of `AddMsgList`.
pub(crate) fn message(view: View<'_>, post: &Post) -> String {
    let mut parts = parts(view, post);
    if view.tokens && matches!(parts.msg_type, 3 | 34 | 43 | 62) {
        parts.content = format!("@{:0128x}", post.id);
    }
    let group = view.cast.get(post.chat).kind == Kind::Group;
    if group && post.from != ME && !post.saying.is_service() {
        parts.content = format!("{}:<br/>{}", view.names.of(post.from), parts.content);
    }
    let (from, to) = ends(view, post);
    envelope(&parts, from, to, post)
}

/// From and to: the chat and oneself, either way round (`protocol.md §5.2`, rule 12).
fn ends<'w>(view: View<'w>, post: &Post) -> (&'w str, &'w str) {
    let (me, chat) = (view.names.of(ME), view.names.of(post.chat));
    let said_here = post.from == ME && !matches!(post.saying, Saying::Notice(_));
    if matches!(post.saying, Saying::FriendRequest { .. }) {
        ("fmessage", me)
    } else if said_here && view.blank {
        ("", chat)
    } else if said_here || matches!(post.saying, Saying::Status { .. }) {
        (me, chat)
    } else {
        (chat, me)
    }
}

fn envelope(parts: &Parts, from: &str, to: &str, post: &Post) -> String {
    let (code, names) = parts.notify.clone().unwrap_or_default();
    let nobody = || recommend(&Whom::default());
    let app_info = Object::new().str("AppID", "").num("Type", 0).end();
    Object::new()
        .str("MsgId", &post.id.to_string())
        .str("FromUserName", from)
        .str("ToUserName", to)
        .num("MsgType", parts.msg_type)
        .str("Content", &parts.content)
        .num("Status", if parts.status == 0 { 3 } else { parts.status })
        .num("ImgStatus", parts.img_status.max(1))
        .num("CreateTime", post.at)
        .num("VoiceLength", parts.voice_length)
        .num("PlayLength", parts.play_length)
        .str("FileName", &parts.file_name)
        .str("FileSize", &parts.file_size)
        .str("MediaId", &parts.media_id)
        .str("Url", &parts.url)
        .num("AppMsgType", parts.app_type)
        .num("StatusNotifyCode", code)
        .str("StatusNotifyUserName", &names)
        .raw("RecommendInfo", &parts.recommend.clone().unwrap_or_else(nobody))
        .num("ForwardFlag", 0)
        .raw("AppInfo", &app_info)
        .num("HasProductId", parts.product)
        .str("Ticket", "")
        .num("ImgHeight", parts.thumb.1)
        .num("ImgWidth", parts.thumb.0)
        .num("SubMsgType", parts.sub_type)
        .num("NewMsgId", post.id)
        .str("OriContent", &parts.origin)
        .str("EncryFileName", &parts.encry_file_name)
        .end()
}

/// Whom a card or a request is about.
#[derive(Default)]
struct Whom<'a> {
    name: &'a str,
    nick: &'a str,
    content: &'a str,
    alias: &'a str,
    region: (&'a str, &'a str),
    scene: u32,
    verify: u32,
    ticket: &'a str,
}

fn recommend(whom: &Whom<'_>) -> String {
    Object::new()
        .str("UserName", whom.name)
        .str("NickName", &escape(whom.nick))
        .num("QQNum", 0)
        .str("Province", whom.region.0)
        .str("City", whom.region.1)
        .str("Content", &escape(whom.content))
        .str("Signature", "")
        .str("Alias", whom.alias)
        .num("Scene", whom.scene)
        .num("VerifyFlag", whom.verify)
        .num("AttrStatus", 0)
        .num("Sex", 0)
        .str("Ticket", whom.ticket)
        .num("OpCode", if whom.ticket.is_empty() { 0 } else { 2 })
        .end()
}

fn of_type(msg_type: u32, content: String) -> Parts {
    Parts {
        msg_type,
        content,
        ..Parts::default()
    }
}

fn picture(msg_type: u32, xml: &str, play_length: u32, thumb: (u32, u32)) -> Parts {
    Parts {
        img_status: 2,
        thumb,
        play_length,
        ..of_type(msg_type, escape_xml(xml))
    }
}

/// An application message: the XML, and its title a second time as `FileName`.
fn app(app_type: u32, title: &str, url: &str, xml: &str) -> Parts {
    Parts {
        app_type,
        file_name: escape(title),
        url: escape(url),
        ..of_type(49, escape_xml(xml))
    }
}

fn parts(view: View<'_>, post: &Post) -> Parts {
    let (id, bytes, thumb) = (post.id, view.bytes(post), matter::thumb_size(post.id));
    match &post.saying {
        Saying::Text(text) => of_type(1, escape(text)),
        Saying::QuoteText { name, quoted, reply } => of_type(1, escape(&quote_text(name, quoted, reply))),
        Saying::Location {
            label,
            poi,
            latitude,
            longitude,
        } => location(id, label, poi, (*latitude, *longitude)),
        Saying::Image => picture(3, &xml::image(id, bytes, thumb), 0, thumb),
        Saying::Video { seconds } => film(43, id, *seconds, (bytes, thumb)),
        Saying::MicroVideo { seconds } => film(62, id, *seconds, (bytes, thumb)),
        Saying::Sticker => picture(47, &xml::sticker(id, bytes, (0, 0)), 0, matter::STICKER_SIZE),
        Saying::StoreSticker => store_sticker(),
        Saying::Dice(points) => thrown(id, bytes, (2, points + 3)),
        Saying::Hand(hand) => thrown(id, bytes, (1, shape(*hand))),
        Saying::Voice { millis } => voice(id, *millis),
        Saying::Card { nick, public } => card(id, nick, *public),
        Saying::Suggestion { nick } => suggestion(id, nick),
        Saying::FriendRequest { nick, greeting } => friend_request(view, post, nick, greeting),
        Saying::Call => of_type(50, escape_xml(xml::CALL)),
        Saying::Status { code, chats } => status(*code, named(view, chats)),
        Saying::Notice(text) => service(10000, escape(text)),
        Saying::Revoke { target, notice } => service(10002, escape_xml(&xml::revoke(*target, notice))),
        Saying::Link {
            title,
            description,
            url,
            source,
        } => app(5, title, url, &xml::link(title, description, url, source)),
        Saying::Articles(articles) => push(articles, &view.cast.get(post.from).person.nick),
        Saying::File { name, bytes } => file(id, name, *bytes),
        Saying::MiniProgram { title, app: program } => app(33, title, "", &xml::app(33, title, "", program)),
        Saying::Music { title, artist } => app(3, title, MUSIC, &xml::app(3, title, artist, "")),
        Saying::History { title, lines } => app(19, title, "", &xml::app(19, title, &lines.join("\n"), "")),
        Saying::Forwarded { title, items } => app(19, title, "", &record::forwarded(title, items)),
        Saying::Quote { name, quoted, reply } => app(57, reply, "", &xml::quote(name, quoted, reply, 0)),
        Saying::QuoteOf {
            target,
            name,
            quoted,
            reply,
        } => app(57, reply, "", &xml::quote(name, quoted, reply, *target)),
        Saying::Transfer { amount, memo } => transfer((amount, memo), 1, post),
        Saying::TransferDone {
            amount,
            memo,
            accepted,
        } => transfer((amount, memo), if *accepted { 3 } else { 4 }, post),
        Saying::Announcement(words) => app(87, "群公告", "", &xml::announcement(words)),
        Saying::Channel { name, words } => app(51, UPGRADE, "", &xml::channel(UPGRADE, name, words)),
        Saying::RedPacket { title } => app(2001, title, "", &xml::app(2001, title, "", "微信红包")),
        Saying::LiveLocation => app(17, LIVE, "", &xml::app(17, LIVE, "", "")),
        Saying::Unknown {
            msg_type,
            app_type,
            title,
        } => unknown(*msg_type, *app_type, title),
    }
}

fn film(msg_type: u32, id: u64, seconds: u32, (bytes, thumb): (u64, (u32, u32))) -> Parts {
    picture(msg_type, &xml::video(id, seconds, bytes, thumb), seconds, thumb)
}

fn unknown(msg_type: u32, app_type: u32, title: &str) -> Parts {
    if msg_type == 49 {
        app(app_type, title, "", &xml::app(app_type, title, "", ""))
    } else {
        Parts {
            app_type,
            ..of_type(msg_type, escape(title))
        }
    }
}

fn store_sticker() -> Parts {
    Parts {
        product: 1,
        ..of_type(47, String::new())
    }
}

fn voice(id: u64, millis: u32) -> Parts {
    Parts {
        voice_length: millis,
        ..of_type(34, escape_xml(&xml::voice(id, millis)))
    }
}

fn status(code: u32, names: String) -> Parts {
    Parts {
        notify: Some((code, names)),
        ..of_type(51, String::new())
    }
}

/// A public account's: the first article is the message's own title.
fn push(articles: &[(String, String)], account: &str) -> Parts {
    let title = articles.first().map_or("", |(title, _)| title.as_str());
    app(5, title, xml::ARTICLE_URL, &xml::articles(articles, account))
}

/// Made by the service itself.
fn service(msg_type: u32, content: String) -> Parts {
    Parts {
        status: 4,
        ..of_type(msg_type, content)
    }
}

const MUSIC: &str = "http://music.example.com/play?id=1";
const LIVE: &str = "我发起了位置共享";
/// In the place of a title that an old client could show.
const UPGRADE: &str = "当前微信版本不支持展示该内容，请升级至最新版本。";

/// The form in which the service delivers a quote: text, with 15 hyphens between (`protocol.md §6.5`).
fn quote_text(name: &str, quoted: &str, reply: &str) -> String {
    let line = ["-"; 15].join(" ");
    format!("「{name}：{quoted}」\n{line}\n{reply}")
}

fn transfer(told: (&str, &str), step: u8, post: &Post) -> Parts {
    app(2000, "微信转账", "", &xml::transfer(told, step, post))
}

fn thrown(id: u64, bytes: u64, game: (u8, u8)) -> Parts {
    picture(47, &xml::sticker(id, bytes, game), 0, matter::STICKER_SIZE)
}

fn shape(hand: Hand) -> u8 {
    match hand {
        Hand::Scissors => 1,
        Hand::Rock => 2,
        Hand::Paper => 3,
    }
}

fn location(id: u64, label: &str, poi: &str, at: (f64, f64)) -> Parts {
    let (latitude, longitude) = at;
    let picture =
        format!("/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&amp;msgid={id}&amp;pictype=location");
    Parts {
        sub_type: 48,
        url: format!("http://apis.map.qq.com/uri/v1/geocoder?coord={latitude},{longitude}"),
        origin: xml::location(label, poi, latitude, longitude),
        ..of_type(1, format!("{}({}):<br/>{picture}", escape(label), escape(poi)))
    }
}

fn card(id: u64, nick: &str, public: bool) -> Parts {
    let whom = Whom {
        name: &format!("@{id:064x}"),
        nick,
        region: xml::REGION,
        scene: 17,
        verify: if public { 24 } else { 0 },
        ..Whom::default()
    };
    Parts {
        recommend: Some(recommend(&whom)),
        ..of_type(42, escape_xml(&xml::card(nick, public)))
    }
}

/// What an answer to the request that came as this message needs.
pub(crate) fn ticket_of(id: u64) -> String {
    format!("v2_{id:032x}@stranger")
}

fn suggestion(id: u64, nick: &str) -> Parts {
    Parts {
        msg_type: 40,
        ..card(id, nick, false)
    }
}

fn friend_request(view: View<'_>, post: &Post, nick: &str, greeting: &str) -> Parts {
    let ticket = ticket_of(post.id);
    let whom = Whom {
        name: view.names.of(post.from),
        nick,
        content: greeting,
        alias: xml::ALIAS,
        region: xml::REGION,
        scene: 14,
        verify: 0,
        ticket: &ticket,
    };
    Parts {
        recommend: Some(recommend(&whom)),
        ..of_type(37, escape_xml(&xml::friend_request(nick, greeting, &ticket)))
    }
}

fn file(id: u64, name: &str, bytes: u64) -> Parts {
    let media = media_id(id);
    Parts {
        file_size: bytes.to_string(),
        encry_file_name: encry_file_name(name),
        media_id: media.clone(),
        ..app(6, name, "", &xml::file(name, bytes, &media))
    }
}

/// What webwxgetmedia is asked for.
pub(crate) fn media_id(id: u64) -> String {
    format!("@crypt_{:08x}_{id:0128x}", id >> 32)
}

fn named(view: View<'_>, chats: &[String]) -> String {
    let ids = chats.iter().filter_map(|key| view.cast.find(key).ok());
    let names: Vec<&str> = ids.map(|id: Id| view.names.of(id)).collect();
    names.join(",")
}
