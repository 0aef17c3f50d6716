//! What becomes of a message that is forwarded (`protocol.md §7.3`).
//!
//! Text goes on as it is; a sticker by its MD5; pictures, videos and files by the XML they came with, without an upload, while
//! that is there, else by their bytes; what the web protocol cannot make anew goes on as text.

use crate::app::quoting;
use crate::domain::message::{Body, Link, Place, Raw};
use crate::domain::text::SafeText;
use crate::port::Parcel;
use crate::port::media::Source;

/// What arrives in the other chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freight {
    Sends {
        parcel: Parcel,
        /// As it is shown here.
        body: Body,
        /// It becomes text, which it was not.
        as_text: bool,
    },
    /// Nothing told makes it anew: its bytes are sent up again, fetched from here where they are not at hand.
    Anew(Source),
    None(Lack),
}

/// Why it cannot be forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// What came with it would do, but nothing is kept in this run.
    NotKept,
    /// The service does not have it yet.
    Unsent,
    /// The web protocol has nothing to say it with.
    OnPhone,
}

const IMAGE: u32 = 3;
const VIDEO: u32 = 43;
const LOCATION: u32 = 48;
const APP: u32 = 49;
const MICRO: u32 = 62;
const FILE: u32 = 6;

impl Freight {
    /// `None` where that depends on what came with it.
    pub fn of(body: &Body) -> Option<Self> {
        let link = |link: &Link| Some(Self::text(lines([&link.title, &link.url]), true));
        match body {
            Body::Text(text) | Body::Announcement(text) => Some(Self::text(text.as_str().to_owned(), false)),
            Body::Quote(quote) => Some(Self::Sends {
                parcel: Parcel::Text(quoting::text(quote, quote.reply.as_str())),
                body: body.clone(),
                as_text: false,
            }),
            Body::Sticker(sticker) if !sticker.md5.is_empty() => Some(Self::Sends {
                parcel: Parcel::Sticker {
                    md5: sticker.md5.clone(),
                },
                body: body.clone(),
                as_text: false,
            }),
            Body::Image(_) | Body::Video(_) | Body::File(_) => None,
            Body::Location(place) => Some(Self::place(place, body)),
            Body::Link(told) | Body::MiniProgram(told) | Body::Music(told) => link(told),
            Body::Articles(links) => {
                let all: Vec<String> = links.iter().map(|link| lines([&link.title, &link.url])).collect();
                Some(Self::text(all.join("\n"), true))
            }
            Body::ChatHistory(_) | Body::Card(_) | Body::OnPhone { .. } => {
                let said = body.said();
                Some(if said.is_empty() {
                    Self::None(Lack::OnPhone)
                } else {
                    Self::text(said.into_owned(), true)
                })
            }
            Body::Sticker(_)
            | Body::Voice { .. }
            | Body::FriendRequest(_)
            | Body::Transfer(_)
            | Body::RedPacket { .. }
            | Body::Call
            | Body::Notice(_)
            | Body::Recalled(_)
            | Body::Unsupported { .. } => Some(Self::None(Lack::OnPhone)),
        }
    }

    /// By the XML that came; `None` where none did.
    pub fn from_raw(body: &Body, raw: &Raw) -> Option<Self> {
        let (msg_type, app_type) = if let Body::Video(clip) = body {
            (if clip.micro { MICRO } else { VIDEO }, 0)
        } else if matches!(body, Body::File(_)) {
            (APP, FILE)
        } else {
            (IMAGE, 0)
        };
        let content = content(&raw.content)?;
        Some(Self::Sends {
            parcel: Parcel::Forward {
                msg_type,
                app_type,
                content,
            },
            body: body.clone(),
            as_text: false,
        })
    }

    fn text(text: String, as_text: bool) -> Self {
        Self::Sends {
            body: Body::Text(SafeText::new(&text)),
            parcel: Parcel::Text(text),
            as_text,
        }
    }

    /// Its XML is made anew: it is small, and all of it is known.
    fn place(place: &Place, body: &Body) -> Self {
        if place.live || place.latitude.is_empty() || place.longitude.is_empty() {
            let said = lines([&place.name, &place.address, &place.url]);
            return Self::text(said, true);
        }
        let quoted = |text: &str| html_escape::encode_quoted_attribute(text).into_owned();
        let content = format!(
            "<?xml version=\"1.0\"?>\n<msg>\n\t<location x=\"{}\" y=\"{}\" scale=\"16\" label=\"{}\" maptype=\"0\" \
             poiname=\"{}\" poiid=\"\" />\n</msg>\n",
            quoted(&place.latitude),
            quoted(&place.longitude),
            quoted(place.address.as_str()),
            quoted(place.name.as_str()),
        );
        Self::Sends {
            parcel: Parcel::Forward {
                msg_type: LOCATION,
                app_type: 0,
                content,
            },
            body: body.clone(),
            as_text: false,
        }
    }
}

fn lines<const N: usize>(parts: [&SafeText; N]) -> String {
    let told: Vec<&str> = parts
        .into_iter()
        .map(SafeText::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    told.join("\n")
}

/// The XML of what came, as the sending endpoints take it: without the sender's prefix, entities undone. Since about 2019 the
/// service may tell a mere token in its place (`protocol.md §6.7`): `None`.
pub fn content(raw: &str) -> Option<String> {
    let bare = raw.replace("<br/>", "\n");
    let bare = html_escape::decode_html_entities(&bare);
    let from = bare.find('<')?;
    // Before it may stand who said it, and nothing else.
    let prefix = bare.get(..from)?.trim();
    let xml = bare.get(from..)?.trim();
    let fits = prefix.is_empty() || prefix.ends_with(':');
    let whole = ["<img", "<videomsg", "<appmsg"]
        .iter()
        .any(|tag| xml.contains(tag));
    (fits && whole && xml.ends_with('>')).then(|| xml.to_owned())
}
