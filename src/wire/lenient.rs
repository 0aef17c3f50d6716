//! serde helpers for a server that is careless with types: nulls, numbers as strings, strings as numbers.
//!
//! Owns how far JSON may stray and still be read. Never: what any field means.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Error;
use super::base::{BaseResponse, body};
use super::http::HttpResponse;

/// A whole number, in whatever clothes. `None` where the field is absent, null or no number at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Int(Option<i128>);

impl Int {
    pub(super) fn get(self) -> Option<i128> {
        self.0
    }

    /// As a narrower type; `None` where it does not fit, which for this service means nonsense.
    pub(super) fn to<T: TryFrom<i128>>(self) -> Option<T> {
        self.0.and_then(|n| T::try_from(n).ok())
    }

    /// As a bit field or a count: what is missing or absurd is 0.
    pub(super) fn or_zero<T: TryFrom<i128> + Default>(self) -> T {
        self.to().unwrap_or_default()
    }
}

/// Text, in whatever clothes; empty where the field is absent, null, a list or an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Str<'a>(Cow<'a, str>);

impl Deref for Str<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

enum Scalar<'a> {
    Number(i128),
    Text(Cow<'a, str>),
    Other,
}

/// Takes any JSON value, and for anything but a scalar only walks past it.
struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Number(flag.into()))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(n.into()))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(n.into()))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(n as i128)) // saturates; fractions do not occur
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match from.deserialize_any(ScalarVisitor)? {
            Scalar::Number(n) => Some(n),
            Scalar::Text(text) => text.trim().parse().ok(),
            Scalar::Other => None,
        }))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Str<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match from.deserialize_any(ScalarVisitor)? {
            Scalar::Number(n) => Cow::Owned(n.to_string()),
            Scalar::Text(text) => text,
            Scalar::Other => Cow::Borrowed(""),
        }))
    }
}

/// A list whose items are read one by one, so that a bad one harms no other. Empty where the field is no list.
#[derive(Debug, Default)]
pub(super) struct List<'a>(Vec<&'a RawValue>);

impl List<'_> {
    /// What `read` makes of each item; items it cannot read are tried once more repaired, then left out.
    pub(super) fn read<T>(&self, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        self.0
            .iter()
            .filter_map(|item| once_more(item.get(), |text| read(text)))
            .collect()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

struct ListVisitor;

impl<'de> Visitor<'de> for ListVisitor {
    type Value = List<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(List::default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor)
    }
}

/// An object of its own shape inside another; `T::default()` where it is null, absent or something else.
#[derive(Debug, Default)]
pub(super) struct Object<T>(T);

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(from)?;
        Ok(Self(serde_json::from_str(raw.get()).unwrap_or_default()))
    }
}

/// A JSON answer, read by `read`, which says `Malformed` where the text is no JSON of its shape: then the text is
/// repaired and read once more.
pub(super) fn answer<T>(
    response: &HttpResponse,
    read: impl Fn(&str) -> Result<T, Error>,
) -> Result<T, Error> {
    let text = body(response)?;
    match read(&text) {
        Err(Error::Malformed) => repaired(&text).map_or(Err(Error::Malformed), |text| read(&text)),
        settled => settled,
    }
}

/// Any answer that is only a `BaseResponse`, or whose other fields do not matter.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Ack {
    #[serde(rename = "BaseResponse")]
    pub(super) base: Object<BaseResponse>,
}

fn once_more<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    read(text).or_else(|| repaired(text).and_then(|text| read(&text)))
}

/// JSON with what a careless server leaves in strings made legal: raw control characters (NUL occurs, `protocol.md
/// §11.2` trap 18), halves of surrogate pairs, unknown escapes. `None` when there was nothing to mend.
fn repaired(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.char_indices();
    let mut quoted = false;
    let mut changed = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            '\\' if quoted => {
                let (escape, legal) = escape_at(text.get(at..).unwrap_or_default());
                out.push_str(if legal { escape } else { "\\ufffd" });
                changed |= !legal;
                for _ in escape.chars().skip(1) {
                    chars.next();
                }
            }
            _ if quoted && c < ' ' => {
                use fmt::Write as _;
                let _ = write!(out, "\\u{:04x}", u32::from(c)); // a String takes whatever is written
                changed = true;
            }
            _ => out.push(c),
        }
    }
    changed.then_some(out)
}

/// The escape that begins `text` (which starts with a backslash), and whether JSON allows it.
fn escape_at(text: &str) -> (&str, bool) {
    let head = |n: usize| text.get(..n);
    let unit = |from: usize| {
        text.get(from..from + 6)
            .and_then(|escape| escape.strip_prefix("\\u"))
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u16::from_str_radix(hex, 16).ok())
    };
    match text.as_bytes().get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (head(2).unwrap_or(text), true),
        Some(b'u') => match (unit(0), unit(6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (head(12).unwrap_or(text), true),
            (Some(0xd800..=0xdfff), _) => (head(6).unwrap_or(text), false),
            (Some(_), _) => (head(6).unwrap_or(text), true),
            (None, _) => (head(2).unwrap_or(text), false),
        },
        _ => (head(1).unwrap_or(text), false),
    }
}
