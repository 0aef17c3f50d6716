//! What came, as columns: the service's two numbers, and JSON of all that the line's text does not say already.
//!
//! Most messages are plain text and their raw content is that text: nothing is written twice for them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::message::{Attachment, Raw};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Rest<'a> {
    /// Absent where it is the line's text, letter for letter. `write::LINE` writes this key by its name when that text
    /// changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    media_id: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    file_name: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    encry_file_name: Cow<'a, str>,
    #[serde(skip_serializing_if = "is_zero")]
    file_bytes: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attached: Option<Box<Attachment>>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands every field by reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The JSON; `None` where there is nothing more to say.
pub(super) fn column(raw: &Raw, text: &str) -> Option<String> {
    let Raw {
        msg_type: _,
        app_type: _,
        content,
        media_id,
        file_name,
        encry_file_name,
        file_bytes,
        url,
        attached,
    } = raw;
    let rest = Rest {
        content: (**content != *text).then_some(Cow::Borrowed(content)),
        media_id: Cow::Borrowed(media_id),
        file_name: Cow::Borrowed(file_name),
        encry_file_name: Cow::Borrowed(encry_file_name),
        file_bytes: *file_bytes,
        url: Cow::Borrowed(url),
        attached: attached.clone(),
    };
    serde_json::to_string(&rest).ok().filter(|json| json != "{}")
}

/// What came. JSON that makes no sense is as good as none.
pub(super) fn restored(types: (u32, u32), json: Option<&str>, text: &str) -> Raw {
    let rest: Rest<'_> = json
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    Raw {
        msg_type: types.0,
        app_type: types.1,
        content: rest.content.map_or_else(|| text.into(), Into::into),
        media_id: rest.media_id.into(),
        file_name: rest.file_name.into(),
        encry_file_name: rest.encry_file_name.into(),
        file_bytes: rest.file_bytes,
        url: rest.url.into(),
        attached: rest.attached,
    }
}
