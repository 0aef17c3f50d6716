//! What people typed, out of what the service made of it.

use proptest::prelude::*;
use weft::domain::text::face;
use weft::wire::content::text::decode;

fn span(hex: &str) -> String {
    format!("<span class=\"emoji emoji{hex}\"></span>")
}

#[test]
fn entities_are_undone_exactly_once() {
    for (raw, want) in [
        ("明早&lt;地铁口&gt;", "明早<地铁口>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&amp;amp;", "&amp;"),
        ("&quot;&#39;&apos;&#x4F60;&#22909;", "\"''你好"),
        ("a &amp; b & c &unknown; &;", "a & b & c &unknown; &;"),
        ("?a=1&copy;=2&lt", "?a=1&copy;=2&lt"),
        (
            "&#xD800;&#1114112;&#99999999999;&#x;&#;",
            "&#xD800;&#1114112;&#99999999999;&#x;&#;",
        ),
        ("a<br/>b<br>c<br />d", "a\nb\nc\nd"),
        ("[微笑] 你好", "[微笑] 你好"),
        ("1 < 2", "1 < 2"),
    ] {
        assert_eq!(decode(raw), want, "{raw}");
    }
}

#[test]
fn emoji_spans_become_emoji() {
    for (hex, want) in [
        ("a9", "©"),
        ("2600", "☀"),
        ("1f604", "😄"),
        ("1F604", "😄"),
        ("3120e3", "1⃣"),
        ("26052606", "★☆"),
        ("1f1e81f1f3", "🇨🇳"),
        ("1f63c", "😁"),
        ("1f639", "😂"),
        ("1f63a", "😃"),
        ("1f4ab", "😖"),
        ("1f64d", "😔"),
        ("1f63b", "😍"),
        ("1f63d", "😘"),
        ("1f64e", "😡"),
        ("1f63f", "😢"),
        ("1f6041", "\u{1f}\u{6041}"), // six digits are two and four
        ("1f604aa", "\u{fffd}"),
        ("d800", "\u{fffd}"),
        ("", "\u{fffd}"),
        ("1", "\u{fffd}"),
    ] {
        assert_eq!(decode(&format!("a{}b", span(hex))), format!("a{want}b"), "{hex}");
    }
    assert_eq!(
        decode("<span class='emoji emoji1f604'></span>\u{fe0f}!"),
        "😄\u{fe0f}!"
    );
    assert_eq!(decode(&format!("{}{}", span("1f604"), span("2600"))), "😄☀");
}

#[test]
fn damaged_spans_leave_no_markup_behind() {
    for (raw, want) in [
        ("领队<span class=\"emoji emoji1f450\"></span", "领队👐"),
        ("<span class=\"emoji emoji1f450\"></span 后面", "👐 后面"),
        ("a<span class=\"emoji emoji1f450\">", "a👐"),
        ("a<span class=\"emoji emoji1f450\"", "a👐"),
        ("a<span class=\"emoji emoji1f4", "a"),
        ("a<span class=\"emo", "a"),
        ("a<span class", "a"),
        ("a<span class=\"emoji emoji1f450\"></sp", "a👐"),
    ] {
        assert_eq!(decode(raw), want, "{raw}");
    }
    // typed by a person: arrives escaped, stays what it was
    assert_eq!(
        decode("&lt;span class=&quot;emoji emoji1f604&quot;&gt;"),
        "<span class=\"emoji emoji1f604\">"
    );
    assert_eq!(decode("a <span>b</span>"), "a <span>b</span>");
}

#[test]
fn strays_of_the_old_private_alphabet_are_translated_and_others_left() {
    assert_eq!(decode("\u{e415}\u{e056}\u{e404}"), "😄😊😁");
    assert_eq!(decode("\u{e0a0}\u{e000}\u{efff}"), "\u{e0a0}\u{e000}\u{efff}");
}

#[test]
fn face_codes_are_known_in_every_language() {
    for (name, want) in [
        ("微笑", Some("🙂")),
        ("Smile", Some("🙂")),
        ("發呆", Some("😳")),
        ("爱你", Some("🤟")),
        ("愛你", Some("🙅")),
        ("Bah！L", Some("😾")),
        ("TaiChi R", Some("☯")),
        ("旺柴", Some("🐶")),
        ("666", Some("🤙")),
        ("Thumbs Up", Some("👍")),
        ("smile", None),
        ("", None),
        ("–", None),
        ("没有", None),
    ] {
        assert_eq!(face(name), want, "{name}");
    }
}

proptest! {
    #[test]
    fn what_is_typed_survives_the_services_escapes(typed in "\\PC{0,60}") {
        // what the service does to it on the way
        let wire = typed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;");
        let strays = typed.chars().any(|c| ('\u{e001}'..='\u{e537}').contains(&c));
        prop_assume!(!strays);
        prop_assert_eq!(decode(&wire), typed);
    }

    #[test]
    fn decoding_takes_anything(pieces in prop::collection::vec(prop_oneof![
        Just("<span class=\"emoji emoji".to_owned()), Just("1f604".to_owned()), Just("\"></span>".to_owned()),
        Just("<br/>".to_owned()), Just("&".to_owned()), Just("&#x".to_owned()), Just(";".to_owned()), "\\PC{0,4}",
    ], 0..20)) {
        let raw = pieces.concat();
        let decoded = decode(&raw);
        prop_assert!(decoded.len() <= raw.len() + 2 * pieces.len());
    }
}
