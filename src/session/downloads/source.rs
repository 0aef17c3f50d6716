//! Where bytes come from: the request for each source, what it is to bring, and what it gets in the way of.
//!
//! Owns the list of sources on the session's side. Never: when any of them is asked.

use crate::port::media::Source;
use crate::session::turn::Access;
use crate::wire::http::HttpRequest;
use crate::wire::media::{self, FileRef, Kind};

/// Which downloads get in each other's way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Wide,
    /// One at a time, or the service sends the same bytes to all (`protocol.md §8`).
    Single,
}

pub(super) fn kind(source: &Source) -> Kind {
    match source {
        Source::Image(_)
        | Source::Thumb(_)
        | Source::Sticker(_)
        | Source::Path(_)
        | Source::Face { .. }
        | Source::Asker { .. }
        | Source::GroupFace(_)
        | Source::Elsewhere(_) => Kind::Picture,
        Source::Voice(_) => Kind::Sound,
        Source::Video(_) => Kind::Film,
        Source::File { .. } => Kind::File,
    }
}

/// No host of the service's: it gets no cookies, and its own are nobody's here.
pub(super) fn is_elsewhere(source: &Source) -> bool {
    matches!(source, Source::Elsewhere(_))
}

pub(super) fn lane(source: &Source) -> Lane {
    match source {
        Source::Video(_) | Source::File { .. } => Lane::Single,
        Source::Image(_)
        | Source::Thumb(_)
        | Source::Sticker(_)
        | Source::Voice(_)
        | Source::Path(_)
        | Source::Face { .. }
        | Source::Asker { .. }
        | Source::GroupFace(_)
        | Source::Elsewhere(_) => Lane::Wide,
    }
}

/// `None` for an address that is not followed.
pub(super) fn request(access: &Access, source: &Source) -> Option<HttpRequest> {
    let (hosts, auth) = (&access.hosts, &access.auth);
    Some(match source {
        Source::Image(id) => media::image(hosts, auth, *id),
        Source::Thumb(id) => media::thumb(hosts, auth, *id),
        Source::Sticker(id) => media::sticker(hosts, auth, *id),
        Source::Voice(id) => media::voice(hosts, auth, *id),
        Source::Video(id) => media::video(hosts, auth, *id),
        Source::File {
            sender,
            media_id,
            encry_file_name,
            name,
        } => {
            let file = FileRef {
                sender,
                media_id,
                encry_file_name,
                name,
            };
            media::file(hosts, auth, file)
        }
        Source::Path(path) => media::map(hosts, path)?,
        Source::Face { user_name, room } => media::face(hosts, auth, user_name, room.as_deref()),
        Source::Asker { user_name, message } => media::asker(hosts, auth, user_name, *message),
        Source::GroupFace(group) => media::group_face(hosts, auth, group),
        Source::Elsewhere(address) => media::elsewhere(access.server.as_deref(), address)?,
    })
}
