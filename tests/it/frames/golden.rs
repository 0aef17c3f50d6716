//! Every golden item, parsed and drawn: what the service writes is what people see, type by type, at three widths.

use weft::domain::message::{Author, Body};
use weft::domain::text::SafeText;
use weft::words::Language;

use super::scene::Scene;
use super::snapshot;
use crate::wire::kinds::messages;

/// Rows that hold all of them at the narrowest.
const ROWS: u16 = 480;

/// Each under its name, which is oneself's.
fn drawn(width: u16, language: Language) -> String {
    let mut scene = Scene::chatting(width, ROWS);
    scene.open('2');
    let messages = messages();
    for ((name, body), nth) in messages.iter().zip(0..) {
        let title = Body::Text(SafeText::line(&format!("[{name}]")));
        scene.body("@anna", Author::Me, -900 + 2 * nth, title);
        scene.body("@anna", Author::Peer, -899 + 2 * nth, body.clone());
    }
    let frame = scene.frame(language);
    for (name, _) in messages {
        assert!(frame.contains(&format!("[{name}]")), "no room for {name}");
    }
    let is_blank = |row: &&str| row.trim_matches([' ', '│']).is_empty();
    let rows: Vec<&str> = frame.lines().filter(|row| !is_blank(row)).collect();
    rows.join("\n")
}

#[test]
fn every_golden_item_at_three_widths() {
    for width in [40, 80, 200] {
        snapshot(&format!("golden_{width}"), &drawn(width, Language::English));
    }
    snapshot("golden_80_zh", &drawn(80, Language::Chinese));
}
