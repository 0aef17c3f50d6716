//! A file of this machine that is to be sent.
//!
//! Owns what is known of it from the moment a person says so until the service has it, a restart included; what of it is too
//! large to be sent, and how it is shown. Never: reads it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Body, Clip, File, Picture, Sticker};
use crate::domain::text::SafeText;

/// A file to be sent, as it was when the person said so.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// In UTF-8: another is not offered.
    pub path: PathBuf,
    /// As the other side sees it.
    pub name: SafeText,
    pub bytes: u64,
    /// Of the whole file, 32 hex digits.
    pub md5: Box<str>,
    pub kind: AttachmentKind,
    /// Across and down, upright; `None` where it is no picture, or its head does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u16, u16)>,
    /// A copy that weft made to send it, of what was on the clipboard: let go of once nothing needs it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spooled: bool,
}

/// What the service takes it for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// JPEG, PNG or BMP.
    Image,
    /// Sent as a sticker; as an image it would stand still.
    Gif,
    /// MP4.
    Video,
    File,
}

impl AttachmentKind {
    /// The most that the service takes, in bytes (`protocol.md §7.4`): the web page's own limits of 20 MB for what is shown,
    /// and what other clients found for files.
    pub fn limit(self) -> u64 {
        const MIB: u64 = 1024 * 1024;
        match self {
            Self::Image | Self::Gif | Self::Video => 20 * MIB,
            Self::File => 100 * MIB,
        }
    }
}

impl Attachment {
    /// What is too large to be shown goes as a file.
    #[must_use]
    pub fn fitting(mut self) -> Self {
        if self.bytes > self.kind.limit() {
            self.kind = AttachmentKind::File;
        }
        self
    }

    /// The service refuses empty files, and those above the limit.
    pub fn is_sendable(&self) -> bool {
        self.bytes > 0 && self.bytes <= self.kind.limit()
    }

    /// The same bytes, whatever became of its name.
    pub fn is_same(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.md5 == other.md5
    }

    /// As a line of the chat.
    pub fn body(&self) -> Body {
        let (width, height) = self.pixels.unwrap_or_default();
        match self.kind {
            AttachmentKind::Image => Body::Image(Picture {
                width,
                height,
                bytes: u32::try_from(self.bytes).unwrap_or_default(),
            }),
            AttachmentKind::Gif => Body::Sticker(Box::new(Sticker {
                md5: self.md5.clone(),
                width,
                height,
                ..Sticker::default()
            })),
            AttachmentKind::Video => Body::Video(Clip {
                bytes: self.bytes,
                ..Clip::default()
            }),
            AttachmentKind::File => Body::File(File {
                name: self.name.clone(),
                bytes: Some(self.bytes),
            }),
        }
    }
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}({} bytes)", self.kind, self.bytes)
    }
}
