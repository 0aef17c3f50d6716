//! Uploads: multipart forms, chunk by chunk, and the question whether a file is known (`protocol.md §7.4`, §7.5).
//!
//! Owns what was brought: whole only where every chunk came and the bytes are those that were announced. What the service
//! would put up with is put up with, and written down.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use md5::{Digest as _, Md5};
use serde_json::Value;

use super::breach::BreachKind;
use super::cast::ME;
use super::form::Form;
use super::session;
use super::{Reply, World};
use crate::sim::asked::{Asked, number, scalar};
use crate::sim::encode::Object;
use crate::sim::encode::text::encry_file_name;
use crate::wire::http::{HttpResponse, Method};

const CHUNK: usize = 512 * 1024;
/// Larger files are asked about first.
const ASK_ABOVE: u64 = 25 * 1024 * 1024;
/// The parts of a form, in their order; those of chunks only where there are several, and one nobody minds.
const ORDER: [&str; 12] = [
    "id",
    "name",
    "type",
    "lastModifiedDate",
    "size",
    "chunks",
    "chunk",
    "mediatype",
    "uploadmediarequest",
    "webwx_data_ticket",
    "pass_ticket",
    "filename",
];

#[derive(Default)]
pub(super) struct Uploads {
    /// By `MediaId`.
    media: HashMap<String, Arc<[u8]>>,
    /// By MD5, the `MediaId`.
    known: HashMap<String, String>,
    /// What was handed out for large files, by MD5: key and signature.
    keys: HashMap<String, (String, String)>,
    /// Chunks of what is not whole yet.
    chunks: HashMap<String, BTreeMap<u64, Vec<u8>>>,
}

/// What an upload says of itself.
struct Announced {
    key: String,
    chunks: u64,
    chunk: u64,
    total: u64,
    md5: String,
    name: String,
}

impl World {
    /// What was uploaded under this id.
    pub(super) fn uploaded(&self, media_id: &str) -> Option<Arc<[u8]>> {
        self.uploads.media.get(media_id).cloned()
    }

    pub(super) fn upload(&mut self, asked: &Asked<'_>) -> Reply {
        if asked.request.method == Method::Options {
            let mut response = HttpResponse::ok("");
            response
                .headers
                .push(("Access-Control-Allow-Origin".into(), "*".into()));
            return Reply::Ready(response.into());
        }
        let taken = self.let_in(asked).and_then(|(form, request)| {
            let announced = self.announced(asked, &form, &request)?;
            self.store(asked, &form, &announced)
        });
        match taken {
            Ok(body) => Reply::ok(body),
            Err(ret) => Reply::ok(Object::answer(ret).str("MediaId", "").num("StartPos", 0).end()),
        }
    }

    /// Whoever may: by host, form, cookies, ticket and keys. The error is the `Ret`.
    fn let_in<'a>(&mut self, asked: &Asked<'a>) -> Result<(Form<'a>, Value), i32> {
        let host = self.setup.family.file();
        if !self.on_host(asked, &host) {
            return Err(1);
        }
        let form = Form::read(asked).ok_or(1)?;
        let at = self.by_cookies(asked)?;
        let session = self.sessions.get(at).ok_or(1101)?;
        if form.text("webwx_data_ticket") != session.data_ticket {
            self.breach(asked, BreachKind::WrongDataTicket);
            return Err(-14);
        }
        let request: Value = serde_json::from_str(&form.text("uploadmediarequest")).unwrap_or_default();
        let base = |name: &str| scalar(request.get("BaseRequest").and_then(|base| base.get(name)));
        if base("Uin") != self.uin.to_string() {
            self.breach(asked, BreachKind::WrongUin);
            return Err(1101);
        }
        self.keys_fit(asked, at, &base("Sid"), &base("Skey"))?;
        self.device_fits(asked, &base("DeviceID"));
        self.ticket_fits(asked, at, Some(&form.text("pass_ticket")));
        if self.slow > 0 {
            self.slow -= 1;
            return Err(1205);
        }
        self.addressed(asked, at, &request);
        Ok((form, request))
    }

    /// From whom to whom a file is to go.
    fn addressed(&mut self, asked: &Asked<'_>, at: usize, request: &Value) {
        let from = scalar(request.get("FromUserName"));
        let to = scalar(request.get("ToUserName"));
        let names = self.sessions.get(at).map(|session| &session.names);
        let right = names.is_some_and(|names| from == names.of(ME));
        let known = names.is_some_and(|names| names.id(&to).is_some());
        if !right {
            self.breach(asked, BreachKind::WrongSender);
        }
        if !known {
            self.breach(asked, BreachKind::UnknownName);
        }
    }

    /// What the form says, held against itself.
    fn announced(&mut self, asked: &Asked<'_>, form: &Form<'_>, request: &Value) -> Result<Announced, i32> {
        let places: Vec<Option<usize>> = form
            .parts
            .iter()
            .map(|part| ORDER.iter().position(|name| *name == part.name))
            .collect();
        if places.contains(&None) || !places.is_sorted() {
            self.breach(asked, BreachKind::OddForm);
        }
        let file = form.file().ok_or(1)?;
        if file.is_encoded() {
            return Err(1);
        }
        let name = file.file_name().unwrap_or_else(|| form.text("name"));
        let md5 = scalar(request.get("FileMd5"));
        let field = |name: &str| u64::try_from(request.get(name).and_then(number)?).ok();
        let total = field("TotalLen").unwrap_or(0);
        if total == 0 {
            self.breach(asked, BreachKind::EmptyUpload);
            return Err(1);
        }
        let (start, length) = (field("StartPos"), field("DataLen"));
        let whole = (start, length) == (Some(0), Some(total));
        let piece = length == Some(file.bytes.len() as u64);
        let kind = matches!(field("MediaType"), Some(1 | 2 | 4));
        let size = form.text("size").parse() == Ok(total);
        // One chunk is not numbered.
        let numbered = form.parts.iter().any(|part| part.name == "chunks");
        let chunked = numbered == (total > CHUNK as u64);
        if !(whole || piece) || !kind || !size || !chunked || field("UploadType") != Some(2) {
            self.breach(asked, BreachKind::OddForm);
        }
        if form.text("mediatype") != media_type(&name) {
            self.breach(asked, BreachKind::WrongMediaType);
        }
        if total > ASK_ABOVE {
            let given = (scalar(request.get("AESKey")), scalar(request.get("Signature")));
            if self.uploads.keys.get(&md5) != Some(&given) {
                self.breach(asked, BreachKind::Unchecked);
                return Err(1);
            }
        }
        let client = scalar(request.get("ClientMediaId"));
        Ok(Announced {
            key: format!("{md5} {client} {}", form.text("id")),
            chunks: form.text("chunks").parse().unwrap_or(1),
            chunk: form.text("chunk").parse().unwrap_or(0),
            total,
            md5,
            name,
        })
    }

    /// Only the last chunk is answered with an id, and only where none was lost (`protocol.md §7.4`, §9.1).
    fn store(&mut self, asked: &Asked<'_>, form: &Form<'_>, about: &Announced) -> Result<String, i32> {
        let bytes = form.file().map_or(&[][..], |file| file.bytes);
        let last = about.chunk + 1 >= about.chunks;
        if bytes.is_empty() || (!last && bytes.len() != CHUNK) || bytes.len() > CHUNK {
            self.breach(asked, BreachKind::WrongChunk);
        }
        let chunks = self.uploads.chunks.entry(about.key.clone()).or_default();
        chunks.insert(about.chunk, bytes.to_vec());
        if last && (chunks.len() as u64) < about.chunks {
            return Err(-1);
        }
        let media = if last {
            let whole: Vec<u8> = std::mem::take(chunks).into_values().flatten().collect();
            self.uploads.chunks.remove(&about.key);
            self.take_in(asked, about, whole)?
        } else {
            String::new()
        };
        Ok(Object::answer(0)
            .str("MediaId", &media)
            .num("StartPos", about.total)
            .num("CDNThumbImgHeight", 100)
            .num("CDNThumbImgWidth", 100)
            .str("EncryFileName", &encry_file_name(&about.name))
            .end())
    }

    /// A file that is whole gets its id.
    fn take_in(&mut self, asked: &Asked<'_>, about: &Announced, whole: Vec<u8>) -> Result<String, i32> {
        if whole.len() as u64 != about.total {
            self.breach(asked, BreachKind::WrongLength);
            return Err(1);
        }
        if !about.md5.is_empty() && about.md5 != md5_of(&whole) {
            self.breach(asked, BreachKind::WrongMd5);
            return Err(1);
        }
        let media = format!(
            "@crypt_{}_{}",
            session::hex(&mut self.rng, 8),
            session::hex(&mut self.rng, 128)
        );
        self.uploads.media.insert(media.clone(), whole.into());
        if !about.md5.is_empty() {
            self.uploads.known.insert(about.md5.clone(), media.clone());
        }
        Ok(media)
    }

    pub(super) fn check_upload(&mut self, asked: &Asked<'_>) -> Reply {
        let at = match self.admit(asked) {
            Ok(at) => at,
            Err(ret) => return Reply::ok(Object::answer(ret).str("MediaId", "").end()),
        };
        self.addressed(asked, at, &asked.json);
        let sized = asked.number("/FileSize").is_some_and(|bytes| bytes > 0);
        if !sized || asked.number("/FileType") != Some(7) || asked.text("/FileName").is_empty() {
            self.breach(asked, BreachKind::OddBody);
        }
        let md5 = asked.text("/FileMd5").to_owned();
        let known = self.uploads.known.get(&md5).cloned().unwrap_or_default();
        let key = session::hex(&mut self.rng, 32);
        let signature = format!("v1{key}");
        let answer = Object::answer(0)
            .str("MediaId", &known)
            .str("AESKey", &key)
            .str("Signature", &signature)
            .str("EncryFileName", &encry_file_name(asked.text("/FileName")))
            .end();
        self.uploads.keys.insert(md5, (key, signature));
        Reply::ok(answer)
    }

    /// Whether this is what was handed out for a file that is to be sent, where it is large enough to need it.
    pub(super) fn signed(&self, bytes: &[u8], signature: &str) -> bool {
        let signed = || self.uploads.keys.values().any(|(_, known)| known == signature);
        bytes.len() as u64 <= ASK_ABOVE || signed()
    }
}

/// What a name says a file is (`protocol.md §7.4`).
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "bmp" => "pic",
        "mp4" => "video",
        _ => "doc",
    }
}

fn md5_of(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(32);
    for byte in Md5::digest(bytes) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}
