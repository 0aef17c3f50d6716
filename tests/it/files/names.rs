//! Names of files made of what strangers call them.

use proptest::prelude::*;
use weft::media::name::{extension, numbered, sanitized};

#[test]
fn a_good_name_stays_and_a_bad_one_becomes_good() {
    for (wish, found, name) in [
        ("行程表.xlsx", None, "行程表.xlsx"),
        ("photo-20260921-141325", Some("jpg"), "photo-20260921-141325.jpg"),
        ("report.pdf", Some("exe"), "report.pdf"),
        ("../../etc/passwd", None, "_.._etc_passwd"),
        ("/etc/cron.d/x", None, "_etc_cron.d_x"),
        ("..", None, "file"),
        ("", Some("png"), "file.png"),
        (".bashrc", None, "bashrc"),
        ("-rf", None, "rf"),
        ("a\u{202E}gpj.exe", None, "agpj.exe"),
        ("a\u{200F}b\u{0}c\nd.txt", None, "ab_c d.txt"),
        ("CON", None, "_CON"),
        ("nul.txt", None, "_nul.txt"),
        ("com7.tar.gz", None, "_com7.tar.gz"),
        ("community.txt", None, "community.txt"),
        (
            "what? <really>: \"yes\"|no*.md",
            None,
            "what_ _really__ _yes__no_.md",
        ),
        ("trailing. . .", None, "trailing"),
        ("v1.2 final version", None, "v1.2 final version"),
    ] {
        assert_eq!(sanitized(wish, found), name, "{wish:?}");
    }
    assert_eq!(numbered("行程表.xlsx", 2), "行程表 (2).xlsx");
    assert_eq!(numbered("README", 3), "README (3)");
    assert_eq!(extension("Setup.EXE").as_deref(), Some("exe"));
}

#[test]
fn a_long_name_keeps_whole_characters_and_its_extension() {
    let name = sanitized(&format!("{}.tar", "长".repeat(300)), None);
    assert!(name.len() <= 200 && name.ends_with("长.tar"), "{name}");
    let cut_behind_a_letter = format!("{}..a-{}", "x".repeat(197), "y".repeat(99));
    let name = sanitized(&cut_behind_a_letter, None);
    assert_eq!((&*sanitized(&name, None), name.len()), (&*name, 199));

    let name = sanitized(&format!("{}.jpg", "👍🏽".repeat(60)), None);
    assert!(name.ends_with("👍🏽.jpg"), "{name}: not half a hand");
    let name = sanitized(&"e\u{301}".repeat(150), None);
    assert!(name.ends_with("e\u{301}"), "{name}");
}

proptest! {
    #[test]
    fn no_wish_leaves_the_folder_or_hides(wish in "\\PC{0,40}|[./\\\\\\-~ \u{202E}\u{200B}a\u{0}]{0,12}|.{0,400}", found in prop::option::of("[a-z]{1,4}")) {
        let name = sanitized(&wish, found.as_deref());
        let path = std::path::Path::new("/folder").join(&name);
        prop_assert_eq!(path.parent(), Some(std::path::Path::new("/folder")));
        prop_assert_eq!(path.components().count(), 3);
        prop_assert!(!name.is_empty() && name.len() <= 200);
        prop_assert!(!name.starts_with(['.', '-', ' ']) && !name.ends_with(['.', ' ']));
        prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
        prop_assert!(!name.chars().any(char::is_control));
        let turns = |c| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        prop_assert!(!name.chars().any(turns));
        prop_assert!(numbered(&name, 9999).len() <= 255);
        prop_assert_eq!(sanitized(&name, None), name, "once is enough");
    }
}
