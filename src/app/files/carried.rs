//! What a line carries: which bytes, where from, how many, and what they are called.

use jiff::tz::TimeZone;

use crate::app::conversation::Line;
use crate::domain::id::{MsgId, UserName};
use crate::domain::message::{Body, Raw, Sticker};
use crate::domain::text::SafeText;
use crate::domain::time::Timestamp;
use crate::port::media::{Asset, Part, Source};

/// Something to be fetched, opened, saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub asset: Asset,
    /// `None`: only what is kept of the line beside its body tells ([`Raw`]).
    pub source: Option<Source>,
    /// As announced. Of pictures the service hands out another size than it tells.
    pub bytes: Option<u64>,
    /// Begins its name where the sender gave none.
    kind: &'static str,
    name: SafeText,
}

/// What this line carries, if the service has it.
pub fn carried(line: &Line) -> Option<Carried> {
    let id = line.state.id()?;
    let (source, kind) = source(&line.body, id)?;
    let (bytes, name) = if let Body::File(file) = &line.body {
        (file.bytes, file.name.clone())
    } else if let Body::Video(clip) = &line.body {
        (Some(clip.bytes), SafeText::default())
    } else {
        (None, SafeText::default())
    };
    Some(Carried {
        asset: Asset::Of {
            message: id,
            part: Part::Whole,
        },
        source,
        bytes: bytes.filter(|bytes| *bytes > 0),
        kind,
        name,
    })
}

/// Where its bytes come from, and what such is called; `None` for kinds without any.
fn source(body: &Body, id: MsgId) -> Option<(Option<Source>, &'static str)> {
    let told = |source, kind| Some((Some(source), kind));
    match body {
        Body::Image(_) => told(Source::Image(id), "photo"),
        Body::Sticker(sticker) => told(sticker_source(sticker, id), "sticker"),
        Body::Voice { .. } => told(Source::Voice(id), "voice"),
        Body::Video(_) => told(Source::Video(id), "video"),
        Body::File(_) => Some((None, "file")),
        Body::Text(_)
        | Body::Location(_)
        | Body::Card(_)
        | Body::FriendRequest(_)
        | Body::Link(_)
        | Body::Articles(_)
        | Body::MiniProgram(_)
        | Body::Music(_)
        | Body::ChatHistory(_)
        | Body::Quote(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_)
        | Body::Unsupported { .. } => None,
    }
}

/// The service answers nothing for stickers of the store: those only have an address of their own (`protocol.md §6.7`).
fn sticker_source(sticker: &Sticker, id: MsgId) -> Source {
    if sticker.store && !sticker.url.is_empty() {
        Source::Elsewhere(sticker.url.as_str().into())
    } else {
        Source::Sticker(id)
    }
}

impl Carried {
    /// As the sender called it; else its kind and the moment it was said, so that names sort and tell themselves apart.
    pub(super) fn name(&self, line: &Line, zone: &TimeZone) -> SafeText {
        if !self.name.is_empty() {
            return self.name.clone();
        }
        nameless(self.kind, line.at, zone)
    }
}

/// What is called nothing: its kind and a moment.
pub(in crate::app) fn nameless(kind: &str, at: Timestamp, zone: &TimeZone) -> SafeText {
    let moment = jiff::Timestamp::from_second(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let at = zone.to_datetime(moment);
    SafeText::line(&format!(
        "{kind}-{:04}{:02}{:02}-{:02}{:02}{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    ))
}

/// What fetches a file, from what is kept beside its line; `None` where that is not enough.
pub(in crate::app) fn file_source(raw: &Raw, sender: &UserName) -> Option<Source> {
    (!raw.media_id.is_empty()).then(|| Source::File {
        sender: sender.clone(),
        media_id: raw.media_id.clone(),
        encry_file_name: raw.encry_file_name.clone(),
        name: raw.file_name.clone(),
    })
}
