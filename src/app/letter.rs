//! An own message with its place in the history, until the service has it: as it is shown, sent and kept.
//!
//! Owns what must be written of it so that another run can send the very same. Never: when it is sent (`outbox`).

use super::quoting;
use crate::domain::id::{LocalId, PeerId, Seq};
use crate::domain::message::{Body, Raw};
use crate::domain::time::Timestamp;
use crate::port::Parcel;
use crate::port::store::{From, LineRecord, State};

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// Under whom it was written: it is in the chat of whoever that is now.
    pub chat: PeerId,
    pub seq: Seq,
    pub at: Timestamp,
    /// Exactly what is sent.
    pub parcel: Parcel,
    /// As it is shown.
    pub body: Body,
}

impl Letter {
    /// As it is kept in this state.
    pub fn record(&self, state: State) -> LineRecord {
        LineRecord {
            seq: self.seq,
            chat: self.chat,
            at: self.at,
            from: From::Me,
            state,
            body: self.body.clone(),
            raw: self.raw(state).map(Box::new),
        }
    }

    /// What another run needs to send it and the line does not say: where more was typed than is shown, all of it; the file;
    /// what is forwarded.
    fn raw(&self, state: State) -> Option<Raw> {
        match &self.parcel {
            Parcel::Text(text) => (self.shown() != Some(text)).then(|| Raw {
                content: text.as_str().into(),
                ..Raw::default()
            }),
            // Where the file is on this machine is of no use to anybody once the service has it.
            Parcel::Upload(attachment) => Some(Raw {
                attached: state.local().map(|_| Box::new(attachment.clone())),
                ..Raw::default()
            }),
            Parcel::Sticker { .. } => None,
            Parcel::Forward {
                msg_type,
                app_type,
                content,
            } => Some(Raw {
                msg_type: *msg_type,
                app_type: *app_type,
                content: content.as_str().into(),
                ..Raw::default()
            }),
        }
    }

    fn shown(&self) -> Option<&str> {
        if let Body::Text(text) = &self.body {
            Some(text.as_str())
        } else {
            None
        }
    }

    /// What the person typed of it; `None` for what was not typed.
    pub fn typed(&self) -> Option<&str> {
        let text = self.parcel.text()?;
        if matches!(self.body, Body::Quote(_)) {
            Some(quoting::reply(text))
        } else {
            Some(text)
        }
    }

    /// As it was kept. `None` where it cannot be sent any more.
    pub fn restored(record: &LineRecord) -> Option<(LocalId, Self)> {
        let local = record.state.local()?;
        let raw = record.raw.as_deref();
        let parcel = if let Some(attachment) = raw.and_then(|raw| raw.attached.as_deref()) {
            Parcel::Upload(attachment.clone())
        } else if let Some(raw) = raw.filter(|raw| raw.msg_type != 0) {
            Parcel::Forward {
                msg_type: raw.msg_type,
                app_type: raw.app_type,
                content: raw.content.as_ref().into(),
            }
        } else if let Body::Text(shown) = &record.body {
            let typed = raw.map(|raw| &*raw.content).filter(|typed| !typed.is_empty());
            Parcel::Text(typed.unwrap_or(shown.as_str()).to_owned())
        } else if let Body::Quote(quote) = &record.body {
            let sent = raw.map(|raw| &*raw.content).filter(|sent| !sent.is_empty());
            let text = sent.map_or_else(|| quoting::text(quote, quote.reply.as_str()), str::to_owned);
            Parcel::Text(text)
        } else if let Body::Sticker(sticker) = &record.body
            && !sticker.md5.is_empty()
        {
            Parcel::Sticker {
                md5: sticker.md5.clone(),
            }
        } else {
            return None;
        };
        let letter = Self {
            chat: record.chat,
            seq: record.seq,
            at: record.at,
            body: record.body.clone(),
            parcel,
        };
        Some((local, letter))
    }
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({:?}, {:?})", self.chat, self.parcel)
    }
}
