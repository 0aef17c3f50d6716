//! A page that nobody can write their way out of.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use weft::archive::Format;
use weft::domain::message::{Body, Link, Raw};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::store::{From, LineRecord};

use super::{export, home_with};
use crate::store::strategies::{body_and_raw, contact};
use crate::store::{line, peer, put, put_peer, text};
use crate::text::nasty;

/// Everything that may stand in it, with the attributes it may have.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "name", "content"]),
    ("title", &[]),
    ("style", &[]),
    ("body", &[]),
    ("nav", &[]),
    ("main", &[]),
    ("section", &["id"]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("ol", &[]),
    ("li", &["class"]),
    ("small", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("time", &["datetime"]),
    ("p", &["dir"]),
    ("q", &[]),
    ("em", &[]),
    ("a", &["href", "rel"]),
];

/// Reads the page strictly, and gives the words of every `<p>`.
fn read(page: &str) -> Vec<String> {
    let mut reader = Reader::from_str(page);
    let (mut depth, mut said, mut in_words) = (0, Vec::new(), false);
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            let name = tag.name().as_ref().to_owned();
            let known = ELEMENTS.iter().find(|(known, _)| *known == name);
            let (_, attributes) = known.unwrap_or_else(|| panic!("<{name}> in {page}"));
            for attribute in tag.attributes() {
                let attribute = attribute.unwrap();
                let key = attribute.key.as_ref().to_owned();
                assert!(attributes.contains(&key.as_str()), "{key} of <{name}>");
                let value = attribute.value.to_string();
                let leads = ["http://", "https://", "#chat-"]
                    .iter()
                    .any(|to| value.to_lowercase().starts_with(to));
                assert!(key != "href" || leads, "a link to {value}");
            }
        }
        match event {
            Event::Start(tag) => {
                depth += 1;
                in_words = tag.name().as_ref() == "p";
                if in_words {
                    said.push(String::new());
                }
            }
            Event::End(_) => {
                depth -= 1;
                in_words = false;
            }
            Event::Text(words) if in_words => said.last_mut().unwrap().push_str(&words),
            Event::GeneralRef(entity) if in_words => {
                let c = match &*entity {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    other => panic!("&{other};"),
                };
                said.last_mut().unwrap().push(c);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::CData(_) | Event::PI(_) => panic!("{page}"),
            Event::Text(_) | Event::GeneralRef(_) | Event::Empty(_) | Event::Decl(_) | Event::DocType(_) => {}
        }
    }
    assert_eq!(depth, 0, "everything that begins ends");
    said
}

/// Words that would like to be more than words.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "</p>",
        "<script>alert(1)</script>",
        "\"",
        "'",
        "&",
        "&lt;",
        "-->",
        "<!--",
        "]]>",
        "</main>",
        "<img src=x onerror=y>",
        "</style>",
        "</title>",
        "javascript:alert(1)",
        "https://",
        " ",
        "\n",
        "中",
        "<",
        ">",
        "=",
        "`",
        "{",
        "\u{0}",
    ]);
    (prop::collection::vec(pieces, 0..8), nasty()).prop_map(|(pieces, more)| pieces.concat() + &more)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_message_breaks_out_of_its_element(
        words in prop::collection::vec(hostile(), 1..6),
        name in hostile(),
        url in hostile(),
        (body, raw) in body_and_raw(),
        contact in contact(),
    ) {
        let mut changes = Vec::new();
        let mut named = peer(0, &name);
        named.contact.group = contact.group.clone();
        changes.push(put_peer(&named));
        changes.push(put_peer(&weft::port::store::PeerRecord { contact, ..peer(1, "") }));
        let texts: Vec<SafeText> = words.iter().map(|words| SafeText::new(words)).collect();
        for (text, seq) in texts.iter().zip(1..) {
            changes.push(put(&LineRecord { body: Body::Text(text.clone()), ..line(seq, 0, "") }));
        }
        let link = LineRecord {
            body: Body::Link(Box::new(Link {
                title: SafeText::new(&name), description: SafeText::new(&url), source: SafeText::new(&name), ..Link::default()
            })),
            raw: Some(Box::new(Raw { url: url.into(), ..Raw::default() })),
            ..line(90, 1, "")
        };
        changes.push(put(&link));
        changes.push(put(&LineRecord { body, raw, from: From::Me, ..line(91, 1, "") }));
        let home = home_with(changes);
        let said = read(&export(home.path(), Format::Html));
        prop_assert_eq!(said.len(), texts.len() + 2);
        for (said, text) in said.iter().zip(&texts) {
            prop_assert_eq!(said.as_str(), text.as_str());
        }
    }
}

#[test]
fn a_page_says_its_language_its_days_and_who_speaks() {
    let home = home_with(vec![
        put_peer(&peer(0, "me")),
        put_peer(&peer(1, "Anna & <Bob>")),
        put(&LineRecord {
            at: Timestamp(1_790_000_000),
            ..line(1, 1, "a < b\n\nc & d")
        }),
        put(&LineRecord {
            at: Timestamp(1_790_000_001),
            from: From::Service,
            body: Body::Notice(SafeText::new("Anna joined")),
            ..line(2, 1, "")
        }),
        put(&LineRecord {
            from: From::Me,
            at: Timestamp(1_790_086_400),
            body: text("好"),
            ..line(3, 1, "")
        }),
    ]);
    let page = export(home.path(), Format::Html);
    read(&page);
    let body = page.split_once("<body>").unwrap().1;
    insta::assert_snapshot!("export_html", body);
    assert!(page.contains("<html lang=\"en\">"));
    assert!(
        !page.contains("src=") && !page.contains("url(") && !page.contains("@import"),
        "it needs nothing else"
    );
}
