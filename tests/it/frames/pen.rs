//! What the pen writes shows what ratatui's own backend would show: cells, colours, weight.
#![expect(
    clippy::string_slice,
    reason = "every index comes from a search in the same text"
)]

use proptest::prelude::*;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use weft::ui::Pen;

const SIZE: (u16, u16) = (24, 5);

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        Just(Color::Reset),
        Just(Color::Green),
        Just(Color::LightBlue),
        Just(Color::Indexed(231))
    ];
    let weight = prop_oneof![
        Just(Modifier::empty()),
        Just(Modifier::BOLD),
        Just(Modifier::DIM),
        Just(Modifier::BOLD | Modifier::REVERSED),
        Just(Modifier::UNDERLINED)
    ];
    (colour.clone(), colour, weight)
        .prop_map(|(fg, bg, weight)| Style::new().fg(fg).bg(bg).add_modifier(weight))
}

fn frame() -> impl Strategy<Value = Buffer> {
    let run = (
        "[a-z ]{0,6}|[中文，。（）ひカー한]{1,4}|[─é…①]{1,3}|[🙂🎉⛰]{1,2}",
        style(),
    );
    prop::collection::vec(prop::collection::vec(run, 0..6), usize::from(SIZE.1)).prop_map(|rows| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        for (y, row) in (0..).zip(rows) {
            let mut x = 0;
            for (text, style) in row {
                let room = usize::from(SIZE.0 - x);
                (x, _) = buffer.set_stringn(x, y, text, room, style);
            }
        }
        buffer
    })
}

fn shown(screen: &vt100::Screen) -> Vec<String> {
    let cell = |y: u16, x: u16| {
        let cell = screen.cell(y, x).unwrap();
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let looks = (cell.bold(), cell.dim(), cell.inverse(), cell.underline());
        (!cell.is_wide_continuation())
            .then(|| format!("{x} {text} {:?} {:?} {looks:?}", cell.fgcolor(), cell.bgcolor()))
    };
    (0..SIZE.1)
        .flat_map(|y| (0..SIZE.0).filter_map(move |x| cell(y, x)))
        .collect()
}

fn terminal() -> vt100::Parser {
    vt100::Parser::new(SIZE.1.try_into().unwrap(), SIZE.0.try_into().unwrap(), 0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_shows_what_ratatui_would_show(first in frame(), second in frame()) {
        let (mut ours, mut theirs) = (terminal(), terminal());
        let mut before = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        for next in [first, second] {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            Pen::new(&mut short).draw(before.diff(&next).into_iter()).unwrap();
            CrosstermBackend::new(&mut long).draw(before.diff(&next).into_iter()).unwrap();
            ours.process(&short);
            theirs.process(&long);
            prop_assert_eq!(shown(ours.screen()), shown(theirs.screen()));
            before = next;
        }
    }
}

#[test]
fn a_row_of_chinese_costs_its_text_and_little_more() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 1));
    let text = "周末要不要去爬山？天气预报说是晴天，我们可以带上水果和茶";
    buffer.set_string(0, 0, text, Style::new());
    let mut written = Vec::new();
    let blank = Buffer::empty(buffer.area);
    Pen::new(&mut written)
        .draw(blank.diff(&buffer).into_iter())
        .unwrap();
    assert!(
        written.len() <= text.len() + 8,
        "{} bytes for {}",
        written.len(),
        text.len()
    );
}

/// A terminal that draws widths its own way: where each character begins.
fn columns_of(bytes: &[u8], wide: impl Fn(&str) -> usize) -> Vec<(usize, usize, String)> {
    let mut rest = std::str::from_utf8(bytes).unwrap();
    let (mut x, mut y) = (0, 0);
    let mut placed: Vec<(usize, usize, String)> = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("\x1b[") {
            let end = after.find(|c: char| ('@'..='~').contains(&c)).unwrap();
            if after[end..].starts_with('H') {
                let (row, column) = after[..end].split_once(';').unwrap();
                (y, x) = (
                    row.parse::<usize>().unwrap() - 1,
                    column.parse::<usize>().unwrap() - 1,
                );
            }
            rest = &after[end + 1..];
            continue;
        }
        let grapheme = weft::domain::text::graphemes(rest).next().unwrap().text;
        placed.retain(|(column, row, _)| (*column, *row) != (x, y));
        placed.push((x, y, grapheme.to_owned()));
        x += wide(grapheme);
        rest = &rest[grapheme.len()..];
    }
    placed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Ambiguous characters two columns wide, emoji not joined, flags of two letters: what follows stands where it should.
    #[test]
    fn no_row_is_sheared_on_a_terminal_with_widths_of_its_own(
        rows in prop::collection::vec("([a-z]{1,3}|[…·─①“”]{1,3}|[中文]{1,2}|👨\u{200d}👩\u{200d}👧|🇨🇳|❤️){1,5}", 1..5),
    ) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 5));
        for (y, row) in (0..).zip(&rows) {
            buffer.set_string(0, y, row, Style::new());
        }
        let widths = weft::domain::picture::Widths { ambiguous_wide: true, joins: false, flags: false };
        let mut written = Vec::new();
        let mut pen = Pen::new(&mut written);
        pen.agree(widths);
        pen.draw(Buffer::empty(buffer.area).diff(&buffer).into_iter()).unwrap();
        let theirs = |symbol: &str| -> usize {
            let wide = |c: char| match c {
                '\u{200d}' | '\u{fe0f}' => 0,
                '\u{1f1e6}'..='\u{1f1ff}' => 2,
                c if weft::domain::text::is_ambiguous(c) => 2,
                c => weft::domain::text::width(&c.to_string()),
            };
            symbol.chars().map(wide).sum()
        };
        let seen = columns_of(&written, theirs);
        for y in 0..5u16 {
            let mut x = 0;
            while x < 60 {
                let symbol = buffer[(x, y)].symbol();
                let columns = ratatui::buffer::CellWidth::cell_width(&buffer[(x, y)]).max(1);
                let ascii_or_han = symbol.chars().count() == 1 && symbol != " ";
                if ascii_or_han {
                    let there = seen.iter().any(|(column, row, seen)| {
                        (*column, *row, seen.as_str()) == (usize::from(x), usize::from(y), symbol)
                    });
                    prop_assert!(there, "{symbol} is not at {x},{y}: {seen:?}");
                }
                x += columns;
            }
            let beyond = seen.iter().filter(|(_, row, _)| *row == usize::from(y));
            let end = beyond.map(|(column, _, seen)| column + theirs(seen)).max().unwrap_or(0);
            prop_assert!(end <= 60 + 1, "row {y} reaches {end}");
        }
    }
}
