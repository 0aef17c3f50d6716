//! What leads somewhere: links, articles, music, mini programs (`protocol.md §6.6`).

use super::envelope::RawMessage;
use super::text::entities;
use super::xml::{Part, Xml};
use crate::domain::message::{Body, Link};
use crate::domain::text::SafeText;

/// Articles of one push; the service allows eight.
const ARTICLES: usize = 16;

/// One article, or the several of a public account's push.
pub(super) fn read(title: SafeText, raw: &RawMessage<'_>, xml: &Xml<'_>) -> Body {
    let mut articles = articles(xml);
    match articles.pop() {
        Some(last) if !articles.is_empty() => {
            articles.push(last);
            Body::Articles(articles)
        }
        single => Body::Link(Box::new(one(title, raw, xml, single.unwrap_or_default()))),
    }
}

/// A page; `inner` is what the push says of it, for what the message itself does not.
fn one(title: SafeText, raw: &RawMessage<'_>, xml: &Xml<'_>, inner: Link) -> Link {
    let page = page(title, raw, xml);
    let or = |told: SafeText, inner: SafeText| if told.is_empty() { inner } else { told };
    Link {
        title: or(page.title, inner.title),
        description: or(page.description, inner.description),
        source: or(page.source, inner.source),
        url: or(page.url, inner.url),
        cover: or(page.cover, inner.cover),
    }
}

pub(super) fn page(title: SafeText, raw: &RawMessage<'_>, xml: &Xml<'_>) -> Link {
    Link {
        title,
        description: SafeText::new(xml.text(&["appmsg", "des"])),
        source: SafeText::line(source_name(xml)),
        url: address(
            &raw.url,
            first(xml, &[&["appmsg", "url"], &["appmsg", "dataurl"]]),
        ),
        cover: address(
            "",
            first(
                xml,
                &[
                    &["appmsg", "thumburl"],
                    &["appmsg", "songalbumurl"],
                    &["weappinfo", "weappiconurl"],
                ],
            ),
        ),
    }
}

fn articles(xml: &Xml<'_>) -> Vec<Link> {
    let Some(reader) = xml.part("mmreader") else {
        return Vec::new();
    };
    let name = xml.text(&["mmreader", "category", "name"]);
    let items = reader.parts("item").take(ARTICLES);
    items.map(|item| article(item, name)).collect()
}

fn article(item: Part<'_, '_>, account: &str) -> Link {
    let source = item
        .child("sources")
        .and_then(|sources| sources.child("source"))
        .map(|source| source.text("name"));
    let source = source.filter(|name| !name.is_empty()).unwrap_or(account);
    // Its size stands behind the address.
    let cover = item.text("cover").split('|').next().unwrap_or_default();
    Link {
        title: SafeText::line(item.text("title")),
        description: SafeText::new(item.text("digest")),
        source: SafeText::line(source),
        url: address("", item.text("url")),
        cover: address("", cover),
    }
}

fn source_name<'x>(xml: &'x Xml<'_>) -> &'x str {
    first(
        xml,
        &[
            &["appmsg", "sourcedisplayname"],
            &["appinfo", "appname"],
            &["sources", "source", "name"],
            &["mmreader", "category", "name"],
        ],
    )
}

/// The first that is told.
fn first<'x>(xml: &'x Xml<'_>, paths: &[&[&str]]) -> &'x str {
    let texts = paths.iter().map(|path| xml.text(path));
    texts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// An address, the envelope's first. Its entities are escaped once, now and then twice.
pub(super) fn address(envelope: &str, xml: &str) -> SafeText {
    let told = if envelope.is_empty() { xml } else { envelope };
    SafeText::line(&entities(&entities(told)))
}
