//! Bringing a file to the service: webwxuploadmedia, chunk by chunk, and webwxcheckupload for large ones
//! (`protocol.md §7.4`, §7.5).
//!
//! Owns the multipart form, its order and the limits. Never: the file's bytes, which are put in where the form leaves
//! room for them.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::base::{BaseRequest, BaseResponse, CALL, Link, referred};
use super::hosts::Hosts;
use super::http::{HttpRequest, HttpResponse};
use super::lenient::{Object, Str, answer};
use super::{Auth, Error};
use crate::domain::id::UserName;
use crate::domain::time::Now;

/// Bytes in a chunk; the last one has the rest.
pub const CHUNK: u64 = 512 * 1024;
/// A larger file is asked about first.
pub const ASK_ABOVE: u64 = 25 * 1024 * 1024;

/// A chunk on a slow line: 3 KB/s is enough.
const UPLOAD: Duration = Duration::from_mins(3);

/// What the service is told a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG, PNG or BMP.
    Image,
    /// Goes as a document: as a picture it would be sent as a still (`protocol.md §11.2`, trap 49).
    Gif,
    Video,
    File,
}

/// A file as every request about it names it.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    pub name: &'a str,
    pub bytes: u64,
    /// 32 hex digits.
    pub md5: &'a str,
    pub kind: Kind,
    pub from: &'a UserName,
    pub to: &'a UserName,
}

/// What is the same in every chunk of one upload, and which chunk it is.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    /// Counts the uploads of a session.
    pub number: u32,
    /// From 0.
    pub index: u64,
    pub began: Now,
    pub device: &'a str,
    /// Between the parts: letters and digits that do not occur in the file.
    pub boundary: &'a str,
    pub key: Option<&'a Key>,
}

/// What webwxcheckupload hands out for a large file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub aes: Box<str>,
    pub signature: Box<str>,
}

/// What webwxcheckupload says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The service has the file already: nothing is to be uploaded.
    pub media_id: Option<Box<str>>,
    pub key: Key,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CheckBody<'a> {
    base_request: BaseRequest<'a>,
    file_md5: &'a str,
    file_name: &'a str,
    file_size: u64,
    file_type: u8,
    from_user_name: &'a str,
    to_user_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UploadRequest<'a> {
    upload_type: u8,
    base_request: BaseRequest<'a>,
    client_media_id: i64,
    total_len: u64,
    start_pos: u64,
    data_len: u64,
    media_type: u8,
    from_user_name: &'a str,
    to_user_name: &'a str,
    file_md5: &'a str,
    #[serde(rename = "AESKey", skip_serializing_if = "Option::is_none")]
    aes_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw<'a> {
    #[serde(rename = "BaseResponse")]
    base: Object<BaseResponse>,
    #[serde(rename = "MediaId", borrow)]
    media_id: Str<'a>,
    #[serde(rename = "AESKey", borrow)]
    aes_key: Str<'a>,
    #[serde(rename = "Signature", borrow)]
    signature: Str<'a>,
}

/// `POST webwxcheckupload`: is it known, and what is it to be uploaded under? Time-out 15 s.
pub fn check(hosts: &Hosts, auth: &Auth, device: &str, file: File<'_>) -> HttpRequest {
    let body = CheckBody {
        base_request: BaseRequest::new(auth, device),
        file_md5: file.md5,
        file_name: file.name,
        file_size: file.bytes,
        file_type: 7,
        from_user_name: file.from.as_str(),
        to_user_name: file.to.as_str(),
    };
    referred(
        Link::api(&hosts.base, "webwxcheckupload")
            .ticketed(auth)
            .post(&body, CALL),
        hosts,
    )
}

pub fn parse_check(response: &HttpResponse) -> Result<Checked, Error> {
    answer(response, |text| {
        let raw: Raw<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base.check()?;
        let media_id = Some(&*raw.media_id).filter(|id| !id.is_empty());
        Ok(Checked {
            media_id: media_id.map(Box::from),
            key: Key {
                aes: Box::from(&*raw.aes_key),
                signature: Box::from(&*raw.signature),
            },
        })
    })
}

/// How many chunks a file of that many bytes has.
pub fn chunks(bytes: u64) -> u64 {
    bytes.div_ceil(CHUNK).max(1)
}

/// Where a chunk begins, and how many bytes it has.
pub fn slice(bytes: u64, index: u64) -> (u64, u64) {
    let from = index.saturating_mul(CHUNK).min(bytes);
    (from, (bytes - from).min(CHUNK))
}

/// `POST webwxuploadmedia` without the chunk's bytes, and where in the body they belong. Time-out 3 min.
pub fn chunk(hosts: &Hosts, auth: &Auth, file: File<'_>, chunk: Chunk<'_>) -> (HttpRequest, usize) {
    let mut form = Form {
        boundary: chunk.boundary,
        body: String::new(),
    };
    let mime = mime(file);
    form.field("id", format_args!("WU_FILE_{}", chunk.number));
    form.field("name", file.name);
    form.field("type", mime);
    form.field("lastModifiedDate", date(chunk.began));
    form.field("size", file.bytes);
    let chunks = chunks(file.bytes);
    if chunks > 1 {
        form.field("chunks", chunks);
        form.field("chunk", chunk.index);
    }
    form.field("mediatype", media_type(file.kind));
    form.field("uploadmediarequest", about(auth, file, chunk));
    form.field("webwx_data_ticket", auth.data_ticket.expose());
    form.field(
        "pass_ticket",
        percent_encoding::percent_decode_str(auth.pass_ticket.expose()).decode_utf8_lossy(),
    );
    // Raw UTF-8, as browsers write it; the form of RFC 2231 is refused (`protocol.md §7.4`).
    let name = file
        .name
        .replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    form.begin(
        "filename",
        format_args!("; filename=\"{name}\"\r\nContent-Type: {mime}"),
    );
    let at = form.body.len();
    let boundary = chunk.boundary;
    let _ = write!(form.body, "\r\n--{boundary}--\r\n"); // a String takes whatever is written
    let link = Link::api(&hosts.file, "webwxuploadmedia").verbatim("f", "json");
    let mut request = link.form(form.body, UPLOAD);
    request.headers.retain(|(name, _)| name != "Content-Type");
    let request = request
        .with_header(
            "Content-Type",
            &format!("multipart/form-data; boundary={boundary}"),
        )
        .with_header("Origin", &hosts.base);
    (referred(request, hosts), at)
}

/// The `MediaId` the file is sent by: empty for every chunk but the last.
pub fn parse_chunk(response: &HttpResponse) -> Result<Box<str>, Error> {
    answer(response, |text| {
        let raw: Raw<'_> = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
        raw.base.check()?;
        Ok(Box::from(&*raw.media_id))
    })
}

/// The JSON inside the form: the same for every chunk, as the vendor's page has it.
fn about(auth: &Auth, file: File<'_>, chunk: Chunk<'_>) -> String {
    let request = UploadRequest {
        upload_type: 2,
        base_request: BaseRequest::new(auth, chunk.device),
        client_media_id: chunk.began.wall_ms,
        total_len: file.bytes,
        start_pos: 0,
        data_len: file.bytes,
        media_type: 4,
        from_user_name: file.from.as_str(),
        to_user_name: file.to.as_str(),
        file_md5: file.md5,
        aes_key: chunk.key.map(|key| &*key.aes),
        signature: chunk.key.map(|key| &*key.signature),
    };
    serde_json::to_string(&request).unwrap_or_default() // strings and numbers only
}

struct Form<'a> {
    boundary: &'a str,
    body: String,
}

impl Form<'_> {
    fn begin(&mut self, name: &str, rest: impl std::fmt::Display) {
        let boundary = self.boundary;
        // A String takes whatever is written.
        let _ = write!(
            self.body,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n"
        );
    }

    fn field(&mut self, name: &str, value: impl std::fmt::Display) {
        self.begin(name, "");
        let _ = write!(self.body, "{value}\r\n");
    }
}

fn media_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Image => "pic",
        Kind::Video => "video",
        Kind::Gif | Kind::File => "doc",
    }
}

fn mime(file: File<'_>) -> &'static str {
    let end = |ends: &[&str]| {
        let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        ends.iter().any(|end| extension.eq_ignore_ascii_case(end))
    };
    match file.kind {
        Kind::Image if end(&["png"]) => "image/png",
        Kind::Image if end(&["bmp"]) => "image/bmp",
        Kind::Image => "image/jpeg",
        Kind::Gif => "image/gif",
        Kind::Video => "video/mp4",
        Kind::File => "application/octet-stream",
    }
}

/// `Tue May 17 2022 15:22:56 GMT+0000`, as JavaScript writes a date. Any will do (`protocol.md §7.4`).
fn date(at: Now) -> impl std::fmt::Display {
    let at = Timestamp::from_millisecond(at.wall_ms).unwrap_or_default();
    at.to_zoned(TimeZone::UTC)
        .strftime("%a %b %d %Y %H:%M:%S GMT%z")
        .to_string()
}
