//! Quoting: what stands above the reply, and the text that carries both.
//!
//! Owns the text form (`protocol.md §6.5`): the web protocol has no other, and phones read it. Never: how a quote looks.

use super::conversation::Line;
use super::model::{Focus, Hint, Model};
use super::step::{Step, Touched};
use crate::domain::id::PeerId;
use crate::domain::message::{Body, Link, Quote};
use crate::domain::text::{SafeText, graphemes};
use crate::port::store::From;

/// Between what is quoted and the reply.
const RULE: &str = "- - - - - - - - - - - - - - -";
/// So many graphemes are quoted, on one line: it is to be recognised, not read again.
const MOST: usize = 100;

/// The chosen message goes above the composer, and the keys into it.
pub(super) fn quote(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        return;
    };
    let quote = match model.chosen().map(|line| quotable(model, chat, line)) {
        Some(Ok(quote)) => quote,
        Some(Err(why)) => {
            model.hint = Some(why);
            return;
        }
        None => return,
    };
    if let Some(talk) = model.talk_mut() {
        talk.quote = Some(Box::new(quote));
        talk.selected = None;
    }
    model.focus = Focus::Composer;
    changed(model, chat, step);
}

/// What a reply to it would quote, or why there cannot be one.
fn quotable(model: &Model, chat: PeerId, line: &Line) -> Result<Quote, Hint> {
    if model.directory.is_read_only(chat) {
        return Err(Hint::ReadOnly);
    }
    of(model, chat, line).ok_or(Hint::NotQuotable)
}

pub(super) fn is_quotable(model: &Model, line: &Line) -> bool {
    let open = model.chats.open;
    open.is_some_and(|chat| quotable(model, chat, line).is_ok())
}

/// Esc, or Backspace before the first character. Whether there was one.
pub(super) fn take_off(model: &mut Model, step: &mut Step) -> bool {
    let taken = model.talk_mut().and_then(|talk| talk.quote.take()).is_some();
    if let Some(chat) = model.chats.open.filter(|_| taken) {
        changed(model, chat, step);
    }
    taken
}

pub(super) fn changed(model: &mut Model, chat: PeerId, step: &mut Step) {
    model.journal.quote(chat);
    step.touch(Touched::CONVERSATION.and(Touched::COMPOSER).and(Touched::STATUS));
}

/// `None` for what nobody said.
fn of(model: &Model, chat: PeerId, line: &Line) -> Option<Quote> {
    let words = words(&line.body).filter(|words| !words.is_empty())?;
    let name = match line.from {
        From::Me => model.directory.my_name_in(chat),
        From::Peer(peer) => model.directory.public_name_in(chat, peer),
        From::Service => return None,
    };
    Some(Quote {
        reply: SafeText::default(),
        // The first one ends the name.
        name: SafeText::line(&name.unwrap_or_default().replace('：', ":")),
        quoted: cut(&words),
        of: line.state.id(),
    })
}

/// On one line, and no longer than is needed.
fn cut(words: &str) -> SafeText {
    let line = SafeText::line(words);
    match graphemes(line.as_str()).nth(MOST) {
        Some(beyond) => SafeText::line(&format!(
            "{}…",
            line.as_str().get(..beyond.start).unwrap_or_default()
        )),
        None => line,
    }
}

/// What was said, in one line: of media the placeholder that phones write. A quote of a quote is its reply.
pub(super) fn words(body: &Body) -> Option<String> {
    let named = |kind: &str, name: &SafeText| format!("[{kind}]{}", name.as_str());
    Some(match body {
        Body::Text(text) => text.as_str().to_owned(),
        Body::Quote(quote) => quote.reply.as_str().to_owned(),
        Body::Image(_) => "[图片]".to_owned(),
        Body::Sticker(_) => "[动画表情]".to_owned(),
        Body::Voice { .. } => "[语音]".to_owned(),
        Body::Video(clip) if clip.micro => "[小视频]".to_owned(),
        Body::Video(_) => "[视频]".to_owned(),
        Body::Location(place) if place.name.is_empty() => named("位置", &place.address),
        Body::Location(place) => named("位置", &place.name),
        Body::Card(card) => named("名片", &card.name),
        Body::Link(link) => named("链接", &link.title),
        Body::Articles(links) => named("链接", links.first().map_or(&SafeText::default(), title)),
        Body::File(file) => named("文件", &file.name),
        Body::MiniProgram(link) => named("小程序", &link.title),
        Body::Music(link) => named("音乐", &link.title),
        Body::ChatHistory(record) => named("聊天记录", &record.title),
        Body::Transfer(_) => "[转账]".to_owned(),
        Body::RedPacket { .. } => "[红包]".to_owned(),
        Body::Call => "[通话]".to_owned(),
        Body::Announcement(text) => named("群公告", text),
        Body::OnPhone { title, .. } | Body::Unsupported { title, .. } if title.is_empty() => {
            "[消息]".to_owned()
        }
        Body::OnPhone { title, .. } | Body::Unsupported { title, .. } => title.as_str().to_owned(),
        Body::FriendRequest(_) | Body::Notice(_) | Body::Recalled(_) => return None,
    })
}

fn title(link: &Link) -> &SafeText {
    &link.title
}

/// What is sent: exactly `reply`, below what it replies to.
pub fn text(quote: &Quote, reply: &str) -> String {
    parts(quote, reply).concat()
}

/// The size of that, in bytes.
pub fn size(quote: &Quote, reply: &str) -> usize {
    parts(quote, reply).into_iter().map(str::len).sum()
}

fn parts<'a>(quote: &'a Quote, reply: &'a str) -> [&'a str; 8] {
    let (name, quoted) = (quote.name.as_str(), quote.quoted.as_str());
    let mark = if name.is_empty() { "" } else { "：" };
    ["「", name, mark, quoted, "」\n", RULE, "\n", reply]
}

/// The reply alone, as it was typed.
pub(super) fn reply(text: &str) -> &str {
    let mut parts = text.splitn(3, '\n');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(RULE), Some(reply)) => reply,
        (..) => text,
    }
}
