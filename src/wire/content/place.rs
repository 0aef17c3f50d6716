//! Places: a text with another number, as the service delivers them (`protocol.md §6.5`).

use super::envelope::RawMessage;
use super::page::address;
use super::text::{BREAKS, decode, entities, prefix};
use super::xml::{Xml, source};
use crate::domain::message::Place;
use crate::domain::text::SafeText;

/// Where the pictures of maps are.
const MAPS: &str = "/cgi-bin/mmwebwx-bin/";
/// No path to one is longer, bytes.
const PATH: usize = 2048;

/// From the original XML, else from the address of the map and the text before the picture's path.
pub(super) fn read(raw: &RawMessage<'_>, content: &str) -> Place {
    let origin = if raw.ori_content.is_empty() {
        content
    } else {
        &*raw.ori_content
    };
    let text = source(origin);
    let xml = Xml::parse(&text);
    let told = |name| xml.attribute("location", name);
    let (name, label) = (told("poiname"), told("label"));
    let (spoken, path) = spoken(content);
    let address_told = if name.is_empty() && label.is_empty() && !xml.has("msg") {
        decode(spoken)
    } else {
        label.into()
    };
    let url = address(&raw.url, "");
    let by_url = coordinates(url.as_str());
    let (latitude, longitude) = valid(&told("x"), &told("y")).or(by_url).unwrap_or_default();
    Place {
        name: SafeText::line(&name),
        address: SafeText::line(&address_told),
        latitude,
        longitude,
        live: false,
        map: map(path),
        url,
    }
}

/// The text before the first break, without the colon that ends it, and what follows: the path of the map's picture.
fn spoken(content: &str) -> (&str, &str) {
    let content = prefix(content)
        .filter(|(name, _)| name.starts_with('@'))
        .map_or(content, |(_, rest)| rest);
    let breaks = BREAKS
        .iter()
        .filter_map(|mark| Some((content.find(mark)?, mark.len())));
    let (first, rest) = match breaks.min() {
        Some((end, mark)) => (
            content.get(..end).unwrap_or_default(),
            content.get(end + mark..).unwrap_or_default(),
        ),
        None => (content, ""),
    };
    if first.starts_with(MAPS) || first.contains("://") {
        ("", first)
    } else {
        (first.strip_suffix(':').unwrap_or(first), rest)
    }
}

/// A path on the base host that is nothing else: it is fetched with the session's cookies.
fn map(path: &str) -> Box<str> {
    let path = entities(path.trim());
    let valid = path.len() <= PATH && path.starts_with(MAPS) && path.bytes().all(|b| b.is_ascii_graphic());
    if valid { path.into() } else { Box::default() }
}

/// `coord=31.230378,121.473658`.
fn coordinates(url: &str) -> Option<(Box<str>, Box<str>)> {
    let (_, told) = url.split_once("coord=")?;
    let pair = told.split('&').next().unwrap_or(told);
    let (latitude, longitude) = pair.split_once(',')?;
    valid(latitude, longitude)
}

/// As they are written, if they are a place on earth.
pub(super) fn valid(latitude: &str, longitude: &str) -> Option<(Box<str>, Box<str>)> {
    const LONGEST: usize = 24;
    let within = |told: &str, most: f64| {
        let plain = told
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        plain && told.len() <= LONGEST && told.parse().is_ok_and(|degrees: f64| degrees.abs() <= most)
    };
    let (latitude, longitude) = (latitude.trim(), longitude.trim());
    (within(latitude, 90.0) && within(longitude, 180.0)).then(|| (latitude.into(), longitude.into()))
}
