//! What a message of the client's carries: what it brought, or what another message carried (`protocol.md §7.3`).
//!
//! Owns how both are found. Never: whether the message is let through.

use std::sync::Arc;

use super::World;
use super::breach::BreachKind;
use crate::sim::asked::Asked;
use crate::sim::encode::message;
use crate::sim::saying::Saying;

/// A message's substance, and its bytes where it has some.
pub(super) struct Parcel {
    pub saying: Saying,
    pub media: Option<Arc<[u8]>>,
}

impl World {
    /// As others will be shown it. The error is the `Ret`.
    pub(super) fn parcel(&mut self, asked: &Asked<'_>, msg_type: i64, text: &str) -> Result<Parcel, i32> {
        let (endpoint, saying) = match msg_type {
            1 | 48 => ("webwxsendmsg", Saying::text(text)),
            3 => ("webwxsendmsgimg", Saying::Image),
            43 | 62 => ("webwxsendvideomsg", Saying::Video { seconds: 1 }),
            47 => ("webwxsendemoticon", Saying::Sticker),
            6 => ("webwxsendappmsg", file_of(text)),
            other => (
                "webwxsendappmsg",
                Saying::Unknown {
                    msg_type: u32::try_from(other).unwrap_or(0),
                    app_type: 6,
                    title: String::new(),
                },
            ),
        };
        if asked.endpoint() != endpoint {
            self.breach(asked, BreachKind::WrongEndpoint);
        }
        if msg_type == 47 && asked.number("/Msg/EmojiFlag") != Some(2) {
            self.breach(asked, BreachKind::OddBody);
        }
        let media = match msg_type {
            3 | 43 | 62 | 47 | 6 => Some(self.media_of(asked, text)?),
            _ => None,
        };
        let (Some(bytes), Saying::File { name, bytes: told }) = (&media, &saying) else {
            return Ok(Parcel { saying, media });
        };
        let (size, name) = (bytes.len() as u64, name.clone());
        if *told != size {
            self.breach(asked, BreachKind::WrongLength);
        }
        let saying = Saying::File { name, bytes: size };
        if asked.number("/Scene") != Some(2) && !self.signed(bytes, asked.text("/Msg/Signature")) {
            self.breach(asked, BreachKind::Unchecked);
        }
        Ok(Parcel { saying, media })
    }

    fn media_of(&mut self, asked: &Asked<'_>, text: &str) -> Result<Arc<[u8]>, i32> {
        let brought = match asked.text("/Msg/MediaId") {
            "" => between(text, "<attachid>", "</attachid>").unwrap_or_default(),
            id => id,
        };
        let (found, anew) = match self.uploaded(brought) {
            Some(bytes) => (Some(bytes), true),
            None => (
                self.known(asked, text, brought),
                !asked.text("/Msg/EMoticonMd5").is_empty(),
            ),
        };
        let scene = asked.number("/Scene");
        // What is sent on says so; what is new, or chosen from one's own stickers, may be either.
        if found.is_some() && !anew && scene.is_some_and(|scene| scene != 2) {
            self.breach(asked, BreachKind::WrongScene);
        }
        found.ok_or_else(|| {
            self.breach(asked, BreachKind::UnknownMedia);
            1
        })
    }

    /// What another message carried, by what its content names it.
    fn known(&self, asked: &Asked<'_>, text: &str, attached: &str) -> Option<Arc<[u8]>> {
        let hex = match asked.text("/Msg/EMoticonMd5") {
            "" => between(text, "aeskey=\"", "\""),
            md5 => Some(md5),
        };
        let id = hex.and_then(|hex| u64::try_from(u128::from_str_radix(hex, 16).ok()?).ok());
        let post = self.log.iter().rev().find(|post| {
            id == Some(post.id) || (!attached.is_empty() && message::media_id(post.id) == attached)
        })?;
        let (_, bytes) = self.whole(post)?;
        Some(Arc::from(&*bytes))
    }
}

/// A file as its card describes it.
fn file_of(content: &str) -> Saying {
    let title = between(content, "<title>", "</title>").unwrap_or_default();
    let name = title
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    let bytes = between(content, "<totallen>", "</totallen>").and_then(|bytes| bytes.parse().ok());
    Saying::File {
        name,
        bytes: bytes.unwrap_or(0),
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inner, _)| inner)
}
