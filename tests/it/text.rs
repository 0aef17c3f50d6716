//! Text that is safe to show, and how wide it is.

use std::borrow::Cow;
use std::ops::Range;

use proptest::prelude::*;
use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use weft::domain::text::{
    MAX_GRAPHEME_CHARS, SafeText, capped, clean, clip, clip_words, fold, grapheme_width, graphemes,
    is_hostile, next_boundary, prev_boundary, row_count, width, word_left, word_right, wrap, wrap_all,
};

/// Seven graphemes of every awkward sort, eleven cells.
pub const SEVEN: &str = "a中👨‍👩‍👧e\u{301}🇨🇳❤️b";

/// Strings made of what breaks editors and layouts.
pub fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,12}",
        1 => "[一-龥]{1,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    " ",
    " ",
    "   ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "中",
    "文",
    "，",
    "。",
    "「",
    "」",
    "（",
    "）",
    "……",
    "——",
    "https://example.com/a/b?c=d",
    "-",
    "e\u{301}",
    "\u{301}",
    "\u{301}\u{302}\u{303}",
    "👨‍👩‍👧",
    "👩🏽‍🚀",
    "👨",
    "👩",
    "🏽",
    "❤️",
    "❤",
    "#️⃣",
    "🇨🇳",
    "🇨",
    "🇳",
    "\u{200D}",
    "\u{FE0F}",
    "\u{FE0E}",
    "\u{200B}",
    "\u{AD}",
    "ﾞ",
    "ｶﾞ",
    "か\u{3099}",
    "가",
    "ᄀ",
    "ᅡ",
    "ᆨ",
    "\u{600}",
    "क्ष",
    "\u{94D}",
    "ก็",
    "ไทยภาษา",
    "שלום",
    "\u{202E}",
    "\u{2066}",
    "\u{E0041}",
    "\u{1B}[31m",
    "\u{9B}",
    "\u{85}",
    "\u{2028}",
    "\u{FFFE}",
    "\u{3000}",
    "Ａ",
    "①",
    "⸻",
    "\u{FEFF}",
    "ﷺ",
];

/// A part of a text, which must not split a character.
pub fn cut(text: &str, range: Range<usize>) -> &str {
    text.get(range).expect("no range splits a character")
}

fn parts(text: &str, rows: &[Range<usize>]) -> Vec<String> {
    rows.iter().map(|row| cut(text, row.clone()).to_owned()).collect()
}

#[test]
fn seven_graphemes_of_eleven_cells() {
    assert_eq!(graphemes(SEVEN).count(), 7);
    assert_eq!(width(SEVEN), 11);
    let widths: Vec<u16> = graphemes(SEVEN).map(|g| g.width).collect();
    assert_eq!(widths, [1, 2, 2, 1, 2, 2, 1]);
}

#[test]
fn every_character_is_as_wide_as_ratatui_draws_it() {
    for c in ('\0'..=char::MAX).filter(|c| !c.is_control()) {
        let text = c.to_string();
        assert_eq!(grapheme_width(&text), text.cell_width(), "U+{:04X}", u32::from(c));
        assert_eq!(
            width(&text),
            usize::from(text.cell_width()),
            "U+{:04X}",
            u32::from(c)
        );
        assert!(
            width(&text) <= text.len(),
            "U+{:04X} is wider than its bytes",
            u32::from(c)
        );
    }
    assert_eq!(width("\t"), 4);
    assert_eq!(width("\n"), 0);
    assert_eq!(width("ｶﾞ(ﾟ∀ﾟ)"), 7);
}

#[test]
fn nothing_that_a_terminal_must_not_carry_gets_through() {
    let cases = [
        ("\u{1B}]0;owned\u{7}hi\u{1B}[2J", "]0;ownedhi[2J"),
        ("a\u{9B}31mb\u{7F}\0", "a31mb"),
        ("ab\u{202E}cd\u{2066}e\u{2069}", "abcde"),
        ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴"),
        ("a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\n\rg", "a\nb\nc\nd\ne\nf\n\ng"),
        ("one\ttwo\nthree", "one\ttwo\nthree"),
        ("\u{FFFE}\u{FDD0}\u{10FFFF}x", "x"),
        ("שלום \u{200F}א\u{200E}", "שלום \u{200F}א\u{200E}"),
    ];
    for (raw, safe) in cases {
        assert_eq!(SafeText::new(raw).as_str(), safe);
    }
}

#[test]
fn a_name_is_one_line() {
    assert_eq!(SafeText::line("  王\r\n\r\n小\t明 \n").as_str(), "王 小 明");
    assert_eq!(SafeText::line("\n\t\n").as_str(), "");
}

#[test]
fn a_pile_of_marks_is_cut_and_the_words_around_it_stay() {
    let raw = format!("a{}b", "\u{301}".repeat(5_000));
    let safe = SafeText::new(&raw);
    assert_eq!(
        safe.as_str(),
        format!("a{}b", "\u{301}".repeat(MAX_GRAPHEME_CHARS - 1))
    );
    // the longest that people send
    for whole in ["👩🏻‍❤️‍💋‍👩🏿", "👨🏻‍👩🏼‍👧🏽‍👦🏾", "र्त्स्न्य"]
    {
        assert_eq!(SafeText::new(whole).as_str(), whole);
    }
    // cut jamo would join with those that follow, again and again
    let raw = format!("{}ᅡᆨ가好", "ᄀ".repeat(40));
    assert!(SafeText::new(&raw).as_str().ends_with('好'));
}

#[test]
fn a_log_line_tells_only_a_length() {
    assert_eq!(format!("{:?}", SafeText::new("密码 1234")), "<7 chars>");
}

#[test]
fn rows_break_where_readers_of_both_scripts_expect() {
    let text =
        "微信网页版，你好。“引号”测试（括号）：hello-world https://example.com/a/b?c=d 100% ……——结束！👨‍👩‍👧";
    let rows = parts(text, &wrap(text, 20));
    assert_eq!(
        rows,
        [
            "微信网页版，你好。",
            "“引号”测试（括号）：",
            "hello-world https://",
            "example.com/a/b?c=d",
            "100% ……——结束！👨‍👩‍👧",
        ]
    );
}

#[test]
fn no_row_begins_or_ends_as_chinese_forbids() {
    let text = "他说：「今天（星期日）天气很好，我们去《人民公园》吧！」好吗？“那么”——走‘吧’，“好”吗。“行！”";
    for columns in 6..60 {
        let rows = parts(text, &wrap(text, columns));
        for row in &rows {
            assert!(
                !row.starts_with(['，', '。', '！', '？', '」', '）', '》', '：', '…', '”', '’']),
                "{columns}: {rows:?}"
            );
            assert!(
                !row.ends_with(['「', '（', '《', '“', '‘']),
                "{columns}: {rows:?}"
            );
        }
    }
}

#[test]
fn rows_of_small_cases() {
    let cases: &[(&str, u16, &[&str])] = &[
        ("", 10, &[""]),
        ("hello", 5, &["hello"]),
        ("hello world", 5, &["hello", "world"]),
        ("hello world", 10, &["hello", "world"]),
        ("hello     ", 5, &["hello"]),
        ("hello  ", 10, &["hello  "]),
        ("a\n\nb\n", 10, &["a", "", "b", ""]),
        ("\n", 10, &["", ""]),
        ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
        ("a abcdefghij", 4, &["a", "abcd", "efgh", "ij"]),
        ("    indented-too-far", 8, &["indented", "-too-far"]),
        ("          ", 4, &[""]),
        ("中文字", 3, &["中", "文", "字"]),
        ("中文", 1, &["中", "文"]),
        ("中文", 0, &["中", "文"]),
        ("a\tb", 5, &["a", "b"]),
        ("a\tb", 6, &["a\tb"]),
        ("👨‍👩‍👧👨‍👩‍👧", 3, &["👨‍👩‍👧", "👨‍👩‍👧"]),
    ];
    for &(text, columns, rows) in cases {
        assert_eq!(parts(text, &wrap(text, columns)), rows, "{text:?} at {columns}");
    }
}

#[test]
fn a_row_being_typed_keeps_its_spaces() {
    let cases: &[(&str, u16, &[&str])] = &[
        ("hello   ", 6, &["hello ", "  "]),
        ("say hello world", 6, &["say ", "hello ", "world"]),
        ("say hello", 9, &["say hello"]),
        ("say hello ", 9, &["say hello", " "]),
        ("a\n", 4, &["a", ""]),
        // what takes no cell still needs one for the caret before it
        ("a中\u{200B}", 3, &["a", "中\u{200B}"]),
    ];
    for &(text, columns, rows) in cases {
        assert_eq!(
            parts(text, &wrap_all(text, columns)),
            rows,
            "{text:?} at {columns}"
        );
    }
}

#[test]
fn what_does_not_fit_ends_in_an_ellipsis() {
    let cases = [
        ("hello", 5, "hello"),
        ("hello", 4, "hel…"),
        ("中文名", 6, "中文名"),
        ("中文名", 5, "中文…"),
        ("中文名", 4, "中…"),
        ("中文", 1, "…"),
        ("中文", 0, ""),
        ("", 0, ""),
        ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("two\nlines", 20, "two…"),
        ("a\tb", 4, "a…"),
    ];
    for (text, columns, clipped) in cases {
        assert_eq!(clip(text, columns), clipped, "{text:?} at {columns}");
    }
    assert!(matches!(clip("short", 80), Cow::Borrowed(_)));
}

#[test]
fn what_is_told_ends_with_a_sentence_or_else_with_a_word() {
    let cases = [
        ("Copied.", 20, "Copied."),
        (
            "Off: WeChat shut this. It may come back.",
            24,
            "Off: WeChat shut this.",
        ),
        ("This can run as a program", 15, "This can run…"),
        (
            "Saved: report-of-the-third-quarter.pdf",
            20,
            "Saved: report-of-th…",
        ),
        ("已关闭：微信不允许。以后再试。", 22, "已关闭：微信不允许。"),
        ("已关闭：微信不允许", 11, "已关闭：微…"),
        ("中文", 0, ""),
    ];
    for (text, columns, told) in cases {
        assert_eq!(clip_words(text, columns), told, "{text:?} at {columns}");
    }
}

#[test]
fn what_a_hurried_hand_types_finds_a_careful_name() {
    let same = [
        ("Ａｄａ　Ｌｏｖｅｌａｃｅ", "ada lovelace"),
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("Café ÀÉÎÕÜ", "cafeaeiou"),
        ("STRASSE", "straße"),
        ("Łódź", "lodz"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("㎏①", "KG1"),
        ("ΟΔΟΣ", "οδος"),
        ("❤️", "❤"),
    ];
    for (one, other) in same {
        assert_eq!(fold(one), fold(other));
    }
    assert_eq!(fold("Zoë 张三"), "zoe张三");
    assert_ne!(fold("が"), fold("か"));
}

#[test]
fn words_end_at_spaces_punctuation_and_scripts() {
    let text = "hi, 今天天气好，走吧！ OK2 カナ한글 😀😀";
    let mut at = 0;
    let mut words = Vec::new();
    while at < text.len() {
        let end = word_right(text, at);
        words.push(cut(text, at..end));
        at = end;
    }
    assert_eq!(
        words,
        ["hi", ", 今天天气好", "，走吧", "！ OK2", " カナ", "한글", " 😀😀"]
    );
    let mut words = Vec::new();
    while at > 0 {
        let start = word_left(text, at);
        words.push(cut(text, start..at));
        at = start;
    }
    assert_eq!(
        words,
        ["😀😀", "한글 ", "カナ", "OK2 ", "走吧！ ", "今天天气好，", "hi, "]
    );
}

#[test]
fn marks_that_close_up_when_what_stood_between_is_dropped_get_their_order() {
    let folded = fold("\u{94d}\u{200d}\u{ff9e}");
    assert_eq!(fold(&folded), folded);
}

proptest! {
    #[test]
    fn graphemes_are_those_of_unicode_and_as_wide_as_drawn(text in nasty()) {
        let ours: Vec<&str> = graphemes(&text).map(|g| g.text).collect();
        let theirs: Vec<&str> = text.graphemes(true).collect();
        prop_assert_eq!(&ours, &theirs);
        for g in graphemes(&text).filter(|g| !g.text.contains(char::is_control)) {
            prop_assert_eq!(g.width, g.text.cell_width(), "{:?}", g.text);
            prop_assert!(usize::from(g.width) <= g.text.len(), "{:?}", g.text);
            prop_assert_eq!(next_boundary(&text, g.start), g.end());
            prop_assert_eq!(prev_boundary(&text, g.end()), g.start);
        }
    }

    #[test]
    fn safe_text_is_safe(raw in nasty()) {
        let safe = SafeText::new(&raw);
        prop_assert!(!safe.as_str().contains(is_hostile));
        prop_assert!(graphemes(safe.as_str()).all(|g| capped(g.text) == g.text));
        prop_assert_eq!(&SafeText::new(safe.as_str()), &safe);
        let piled = text_has_a_pile(&raw);
        prop_assert!(piled || clean(&raw) == safe.as_str());
        let line = SafeText::line(&raw);
        prop_assert!(!line.as_str().contains(['\n', '\t']));
        prop_assert_eq!(&SafeText::line(line.as_str()), &line);
    }

    #[test]
    fn piles_of_anything_are_bounded(pieces in prop::collection::vec((prop::sample::select(PIECES), 1..40_usize), 0..6)) {
        let raw: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
        let safe = SafeText::new(&raw);
        prop_assert!(graphemes(safe.as_str()).all(|g| g.text.chars().count() <= MAX_GRAPHEME_CHARS));
        prop_assert_eq!(&SafeText::new(safe.as_str()), &safe);
    }

    #[test]
    fn rows_fit_and_lose_nothing_but_breaks_and_spaces(raw in nasty(), columns in 0..40_u16) {
        let text = clean(&raw);
        let rows = wrap(&text, columns);
        prop_assert_eq!(rows.len(), row_count(&text, columns));
        prop_assert!(!rows.is_empty());
        let mut at = 0;
        for row in &rows {
            prop_assert!(cut(&text, at..row.start).chars().all(|c| "\n \t\u{3000}".contains(c)), "{:?}", rows);
            check_row(&text, row, columns)?;
            at = row.end;
        }
        let rest_is_space = cut(&text, at..text.len()).chars().all(|c| [' ', '\t', '\u{3000}'].contains(&c));
        prop_assert!(rest_is_space);
    }

    #[test]
    fn rows_being_typed_hold_everything_but_breaks(raw in nasty(), columns in 0..40_u16) {
        let text = clean(&raw);
        let rows = wrap_all(&text, columns);
        let mut at = 0;
        for row in &rows {
            prop_assert!(row.start == at || cut(&text, at..row.start) == "\n", "{:?}", rows);
            check_row(&text, row, columns)?;
            at = row.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn clipped_text_fits(raw in nasty(), columns in 0..20_u16) {
        let text = clean(&raw);
        let clipped = clip(&text, columns);
        prop_assert!(width(&clipped) <= usize::from(columns));
        prop_assert!(*clipped == *text || columns == 0 || clipped.ends_with('…'));
    }

    #[test]
    fn folding_twice_changes_nothing(text in nasty()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn words_move_on_and_stay_inside(text in nasty(), at in 0..200_usize) {
        let at = at.min(text.len());
        let at = if text.is_char_boundary(at) { at } else { 0 };
        prop_assert!(word_left(&text, at) < at || at == 0);
        prop_assert!(word_right(&text, at) > at || at == text.len());
    }
}

fn text_has_a_pile(text: &str) -> bool {
    graphemes(&clean(text)).any(|g| capped(g.text) != g.text)
}

fn check_row(text: &str, row: &Range<usize>, columns: u16) -> Result<(), TestCaseError> {
    let part = cut(text, row.clone());
    let drawn = graphemes(part).filter(|g| g.width > 0).count();
    prop_assert!(
        width(part) <= usize::from(columns) || drawn <= 1,
        "{part:?} in {columns}"
    );
    for end in [row.start, row.end] {
        let whole = end == text.len() || graphemes(text).any(|g| g.start == end);
        prop_assert!(whole, "{end} splits a grapheme of {text:?}");
    }
    Ok(())
}
