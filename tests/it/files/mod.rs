//! What messages carry and what is sent with them: fetched, opened, saved, picked, asked about.

mod browsing;
mod clip;
mod fetching;
mod house;
mod links;
mod looking;
mod names;
mod picking;
mod sending;
mod shelf;
mod sounding;
mod voices;

use weft::app::Event;
use weft::app::files::Told;
use weft::app::model::Hint;
use weft::app::step::Effect;
use weft::domain::id::{MsgId, UserName};
use weft::domain::message::{Attachment, AttachmentKind, Author, Body, File, Item, Message, Raw};
use weft::domain::time::Timestamp;
use weft::port::media::{Asset, MediaCommand, MediaEvent, Part};

use crate::reducer::{App, WALL, text};

fn whole(id: u64) -> Asset {
    Asset::Of {
        message: MsgId(id),
        part: Part::Whole,
    }
}

/// Said by the other side of a chat.
fn said(id: u64, chat: &str, body: Body) -> Item {
    Item::Message(Message {
        raw: Box::new(Raw {
            msg_type: 49,
            app_type: 6,
            media_id: "@crypt_1".into(),
            file_name: "plan.pdf".into(),
            encry_file_name: "plan%2Epdf".into(),
            ..Raw::default()
        }),
        id: MsgId(id),
        chat: UserName::from(chat),
        author: Author::Peer,
        at: Timestamp(WALL + i64::try_from(id).unwrap()),
        body,
    })
}

fn file(name: &str, bytes: u64) -> Body {
    Body::File(File {
        name: text(name),
        bytes: Some(bytes),
    })
}

fn attachment(path: &str, bytes: u64, kind: AttachmentKind) -> Attachment {
    Attachment {
        path: path.into(),
        name: text(path.rsplit('/').next().unwrap()),
        bytes,
        md5: format!("{bytes:032x}").into(),
        kind,
        pixels: None,
        spooled: false,
    }
}

/// What the media thread was asked for since the last look; the cache's size and what the bar is on are looked at by
/// themselves.
fn asked(app: &mut App) -> Vec<MediaCommand> {
    let mut asked = Vec::new();
    app.asked.retain(|effect| match effect {
        Effect::Media(command) => {
            asked.push(command.clone());
            false
        }
        Effect::Net(_)
        | Effect::Store(_)
        | Effect::Term(_)
        | Effect::Edit { .. }
        | Effect::RememberWarning
        | Effect::Quit => true,
    });
    asked.retain(|command| !matches!(command, MediaCommand::Trim { .. } | MediaCommand::Glance { .. }));
    asked
}

fn tell(app: &mut App, event: MediaEvent) {
    app.event(Event::Media(event));
}

/// What the status bar says of the last key.
fn told(app: &App) -> Option<&Told> {
    if let Some(Hint::File(told)) = &app.model.hint {
        Some(told)
    } else {
        None
    }
}
