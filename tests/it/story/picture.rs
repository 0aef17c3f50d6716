//! The README's picture, made from a real frame so that it cannot lie. `UPDATE=1 cargo test picture` draws it anew.

use std::fmt::Write;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use weft::domain::text::width;
use weft::ui;
use weft::ui::Look;
use weft::ui::theme::Theme;
use weft::words::{Language, Words};

use super::script::Script;

const CELL: (f32, f32) = (8.5, 19.0);
const BACKGROUND: &str = "#1b1e24";
const FOREGROUND: &str = "#d8dbe2";

#[test]
fn the_picture_is_a_frame_of_the_demo() {
    let script = Script::demo()
        .resize(104, 30)
        .wait(112)
        .open("周末爬山")
        .keys("好，七点见！我带芒果 🥭");
    let look = Look {
        words: Words::new(Language::English),
        theme: Theme::terminal(),
    };
    let svg = picture(&ui::paint(&script.model, &look));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screen.svg");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &svg).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == svg,
        "assets/screen.svg is not what the program shows: UPDATE=1 cargo test picture"
    );
}

fn picture(buffer: &Buffer) -> String {
    let (wide, high) = (
        f32::from(buffer.area.width) * CELL.0,
        f32::from(buffer.area.height) * CELL.1,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-12 -12 {} {}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', \
         Menlo, 'Noto Sans Mono CJK SC', monospace\" font-size=\"14\">\n<rect x=\"-12\" y=\"-12\" width=\"100%\" height=\"100%\" \
         rx=\"8\" fill=\"{BACKGROUND}\"/>\n",
        wide + 24.0,
        high + 24.0
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            x = run(buffer, (x, y), &mut svg);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws from a cell on as long as the look stays the same; wide characters stand alone, so that fonts cannot shift them.
fn run(buffer: &Buffer, (x, y): (u16, u16), svg: &mut String) -> u16 {
    let first = &buffer[(x, y)];
    let cells = u16::try_from(width(first.symbol()).max(1)).unwrap();
    let mut text = first.symbol().to_owned();
    let mut end = x + cells;
    while cells == 1 && end < buffer.area.width {
        let next = &buffer[(end, y)];
        if width(next.symbol()) != 1 || style(next) != style(first) {
            break;
        }
        text.push_str(next.symbol());
        end += 1;
    }
    let (left, top) = (f32::from(x) * CELL.0, f32::from(y) * CELL.1);
    let long = f32::from(end - x) * CELL.0;
    let (ink, ground, attributes) = style(first);
    if let Some(ground) = ground {
        let high = CELL.1;
        writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{long}\" height=\"{high}\" fill=\"{ground}\"/>"
        )
        .unwrap();
    }
    if !text.trim().is_empty() {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let baseline = top + 14.0;
        writeln!(
            svg,
            "<text x=\"{left}\" y=\"{baseline}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" \
             xml:space=\"preserve\" fill=\"{ink}\"{attributes}>{escaped}</text>"
        )
        .unwrap();
    }
    end
}

fn style(cell: &Cell) -> (&'static str, Option<&'static str>, String) {
    let has = |modifier| cell.modifier.contains(modifier);
    let mut attributes = String::new();
    if has(Modifier::BOLD) {
        attributes.push_str(" font-weight=\"bold\"");
    }
    if has(Modifier::DIM) {
        attributes.push_str(" opacity=\"0.6\"");
    }
    if has(Modifier::REVERSED) {
        return (
            BACKGROUND,
            Some(colour(cell.fg).unwrap_or(FOREGROUND)),
            attributes,
        );
    }
    (colour(cell.fg).unwrap_or(FOREGROUND), colour(cell.bg), attributes)
}

fn colour(colour: Color) -> Option<&'static str> {
    match colour {
        Color::Red => Some("#e06c75"),
        Color::Green => Some("#7bc47f"),
        Color::Yellow => Some("#e0b56a"),
        Color::Blue => Some("#6a9fe0"),
        Color::Magenta => Some("#c586d8"),
        Color::Cyan => Some("#5fc0c6"),
        Color::LightBlue => Some("#8ab4f0"),
        Color::LightMagenta => Some("#dba6e8"),
        Color::Reset => None,
        other @ (Color::Black
        | Color::Gray
        | Color::DarkGray
        | Color::LightRed
        | Color::LightGreen
        | Color::LightYellow
        | Color::LightCyan
        | Color::White
        | Color::Rgb(..)
        | Color::Indexed(_)) => panic!("the picture has no {other:?}"),
    }
}
