//! Text being typed.

use proptest::prelude::*;
use weft::app::action::Edit;
use weft::app::editor::Editor;
use weft::domain::text::{clean, graphemes, is_hostile, next_boundary, prev_boundary, width};

use crate::text::{SEVEN, cut, nasty};

const WIDE: u16 = 80;

fn typed(text: &str) -> Editor {
    let mut editor = Editor::default();
    for c in text.chars() {
        editor.insert(c.encode_utf8(&mut [0; 4]));
    }
    editor
}

/// The text with `|` at the caret.
fn seen(editor: &Editor) -> String {
    let (before, after) = editor.text().split_at(editor.caret());
    format!("{before}|{after}")
}

/// A text with its caret at the `|`.
fn at(marked: &str) -> Editor {
    let (before, after) = marked.split_once('|').unwrap();
    let mut editor = Editor::default();
    editor.insert(&[before, after].concat());
    while editor.caret() > before.len() {
        assert!(editor.apply(Edit::Left, WIDE));
    }
    editor
}

fn after(marked: &str, edits: &[Edit]) -> String {
    let mut editor = at(marked);
    for &edit in edits {
        editor.apply(edit, WIDE);
    }
    seen(&editor)
}

#[test]
fn a_caret_steps_and_deletes_by_what_people_call_a_character() {
    let mut editor = typed(SEVEN);
    assert_eq!(editor.caret_at(WIDE), (0, 11));
    let mut columns = Vec::new();
    while editor.apply(Edit::Left, WIDE) {
        columns.push(editor.caret_at(WIDE).1);
    }
    assert_eq!(columns, [10, 8, 6, 5, 3, 1, 0]);
    editor.apply(Edit::TextEnd, WIDE);
    for left in (0..7).rev() {
        assert!(editor.apply(Edit::Backspace, WIDE));
        assert_eq!(graphemes(editor.text()).count(), left);
    }
    assert!(!editor.apply(Edit::Backspace, WIDE));
}

#[test]
fn what_is_typed_beside_a_character_may_become_part_of_it() {
    // an accent typed after its letter, a joiner that makes a family, a flag's second half
    assert_eq!(seen(&typed("e\u{301}👨\u{200D}👩🇨🇳")), "e\u{301}👨\u{200D}👩🇨🇳|");
    // a flag's half before a flag: the caret goes behind the new pair
    let mut editor = at("|🇨🇳");
    editor.insert("🇦");
    assert_eq!(seen(&editor), "🇦🇨|🇳");
    editor.apply(Edit::Undo, WIDE);
    assert_eq!(seen(&editor), "|🇨🇳");
    // what stood between is gone, and two people are a family
    assert_eq!(after("👨\u{200D}x|👩", &[Edit::Backspace]), "👨\u{200D}👩|");
}

#[test]
fn words_are_bounded_by_script_and_punctuation() {
    use Edit::{KillWordBack, KillWordForward, WordLeft, WordRight};
    assert_eq!(after("say 今天好，走吧|", &[WordLeft]), "say 今天好，|走吧");
    assert_eq!(
        after("say 今天好，走吧|", &[WordLeft, WordLeft, WordLeft]),
        "|say 今天好，走吧"
    );
    assert_eq!(after("|say 今天好", &[WordRight, WordRight]), "say 今天好|");
    assert_eq!(after("one two|", &[KillWordBack]), "one |");
    assert_eq!(after("|one two", &[KillWordForward]), "| two");
}

#[test]
fn home_and_end_are_of_the_line_that_was_typed() {
    assert_eq!(after("one\ntw|o\nthree", &[Edit::LineStart]), "one\n|two\nthree");
    assert_eq!(after("one\ntw|o\nthree", &[Edit::LineEnd]), "one\ntwo|\nthree");
    assert_eq!(after("one\ntw|o\nthree", &[Edit::TextStart]), "|one\ntwo\nthree");
    assert_eq!(after("one\ntw|o\nthree", &[Edit::TextEnd]), "one\ntwo\nthree|");
}

#[test]
fn kills_in_a_row_are_yanked_as_one() {
    use Edit::{KillToEnd, KillToStart, KillWordBack, LineStart, TextEnd, Yank};
    assert_eq!(
        after("one two three|", &[KillWordBack, KillWordBack, LineStart, Yank]),
        "two three|one "
    );
    assert_eq!(
        after("a|b\ncd", &[KillToEnd, KillToEnd, TextEnd, Yank]),
        "acdb\n|"
    );
    assert_eq!(after("ab\ncd|", &[KillToStart, KillToStart, Yank]), "ab\ncd|");
    assert_eq!(after("ab|", &[Yank]), "ab|");
    // another edit between starts afresh
    assert_eq!(
        after("one two|", &[KillWordBack, Edit::Backspace, KillWordBack, Yank]),
        "one|"
    );
}

#[test]
fn transpose_swaps_what_people_call_characters() {
    assert_eq!(after("ab|", &[Edit::Transpose]), "ba|");
    assert_eq!(after("a|中b", &[Edit::Transpose]), "中a|b");
    assert_eq!(after("x\n👨‍👩‍👧é|\ny", &[Edit::Transpose]), "x\né👨‍👩‍👧|\ny");
    for alone in ["|ab", "a|", "|", "a\n|b", "a\nb|"] {
        assert_eq!(after(alone, &[Edit::Transpose]), alone);
    }
}

#[test]
fn undo_takes_words_back_as_people_count_them() {
    let mut editor = typed("hello big world");
    let mut steps = Vec::new();
    while editor.apply(Edit::Undo, WIDE) {
        steps.push(editor.text().to_owned());
    }
    assert_eq!(steps, ["hello big ", "hello ", ""]);
    while editor.apply(Edit::Redo, WIDE) {}
    assert_eq!(seen(&editor), "hello big world|");

    let mut editor = typed("one");
    editor.insert("pasted words");
    editor.insert("x");
    editor.apply(Edit::Undo, WIDE);
    assert_eq!(editor.text(), "onepasted words");
    editor.apply(Edit::Undo, WIDE);
    assert_eq!(editor.text(), "one");
    // what was undone cannot come back over something new
    editor.insert("!");
    assert!(!editor.apply(Edit::Redo, WIDE));
}

#[test]
fn backspaces_in_a_row_come_back_word_by_word() {
    let mut editor = typed("hello world");
    for _ in 0..11 {
        editor.apply(Edit::Backspace, WIDE);
    }
    let mut steps = Vec::new();
    while editor.text() != "hello world" {
        assert!(editor.apply(Edit::Undo, WIDE));
        steps.push(editor.text().to_owned());
    }
    assert_eq!(steps, ["hello", "hello world"]);
}

#[test]
fn a_sent_or_cleared_text_can_be_had_back() {
    let mut editor = typed("precious");
    assert_eq!(editor.take(), "precious");
    assert!(editor.is_empty());
    assert!(editor.apply(Edit::Undo, WIDE));
    assert_eq!(seen(&editor), "precious|");
    assert!(editor.clear());
    assert!(!editor.clear());
    editor.apply(Edit::Undo, WIDE);
    editor.set_text("other\r\nwords");
    assert_eq!(seen(&editor), "other\nwords|");
}

#[test]
fn a_row_that_is_full_sends_the_caret_to_the_next() {
    let editor = typed("12345");
    assert_eq!(editor.rows(5), [0..5, 5..5]);
    assert_eq!(editor.caret_at(5), (1, 0));
    // only as long as the caret is there
    let mut editor = at("12345|\nx");
    assert_eq!(editor.caret_at(5), (1, 0));
    assert_eq!(editor.rows(5).len(), 3);
    editor.apply(Edit::Left, 5);
    assert_eq!(editor.caret_at(5), (0, 4));
    assert_eq!(editor.rows(5).len(), 2);
    // a wide character that does not fit leaves a cell free
    let editor = typed("中文中");
    assert_eq!(editor.rows(5), [0..6, 6..9]);
    assert_eq!(editor.caret_at(5), (1, 2));
    assert_eq!(typed("a  ").caret_at(2), (1, 1));
}

#[test]
fn rows_keep_the_column_over_shorter_ones() {
    let mut editor = at("12345\n1\n中中中|");
    assert_eq!(editor.caret_at(WIDE), (2, 6));
    assert!(editor.apply(Edit::RowUp, WIDE));
    assert_eq!(editor.caret_at(WIDE), (1, 1));
    assert!(editor.apply(Edit::RowUp, WIDE));
    assert_eq!(editor.caret_at(WIDE), (0, 5));
    assert!(
        !editor.apply(Edit::RowUp, WIDE),
        "the key may mean something else now"
    );
    assert!(editor.apply(Edit::RowDown, WIDE));
    assert!(editor.apply(Edit::RowDown, WIDE));
    assert_eq!(editor.caret_at(WIDE), (2, 6));
    assert!(!editor.apply(Edit::RowDown, WIDE));
    // another move forgets it
    editor.apply(Edit::Left, WIDE);
    editor.apply(Edit::RowUp, WIDE);
    editor.apply(Edit::RowUp, WIDE);
    assert_eq!(editor.caret_at(WIDE), (0, 4));
}

#[test]
fn a_click_puts_the_caret_there() {
    let mut editor = typed("hello world\n中文");
    assert!(editor.place(0, 2, 6));
    assert_eq!(editor.caret(), 2);
    assert!(editor.place(1, 5, 6));
    assert_eq!(editor.caret_at(6), (1, 5));
    editor.place(2, 1, 6);
    assert_eq!(
        editor.caret(),
        12,
        "the left half of a wide character and its right are one"
    );
    editor.place(9, 60, 6);
    assert_eq!(editor.caret(), editor.text().len());
}

#[test]
fn a_field_of_one_line_stays_one() {
    let mut field = Editor::line();
    field.insert("one\r\ntwo\nthree");
    assert_eq!(field.text(), "one two three");
    assert_eq!(field.line_view(20), (0..13, 13));
    assert_eq!(field.line_view(6), (8..13, 5));
    field.apply(Edit::TextStart, 6);
    assert_eq!(field.line_view(6), (0..6, 0));
}

#[test]
fn a_log_line_never_tells_the_text() {
    let said = format!("{:?}", typed("secret"));
    assert!(!said.contains("secret"), "{said}");
}

#[derive(Clone, Debug)]
enum Op {
    Edit(Edit),
    Insert(String),
    Place(usize, u16),
    Take,
    Clear,
    Set(String),
}

const EDITS: [Edit; 20] = [
    Edit::Left,
    Edit::Right,
    Edit::WordLeft,
    Edit::WordRight,
    Edit::RowUp,
    Edit::RowDown,
    Edit::LineStart,
    Edit::LineEnd,
    Edit::TextStart,
    Edit::TextEnd,
    Edit::Backspace,
    Edit::Delete,
    Edit::KillWordBack,
    Edit::KillWordForward,
    Edit::KillToStart,
    Edit::KillToEnd,
    Edit::Yank,
    Edit::Transpose,
    Edit::Undo,
    Edit::Redo,
];

fn any_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => prop::sample::select(&EDITS[..]).prop_map(Op::Edit),
        6 => nasty().prop_map(Op::Insert),
        2 => any::<char>().prop_map(|c| Op::Insert(c.into())),
        1 => (0..6_usize, 0..20_u16).prop_map(|(row, column)| Op::Place(row, column)),
        1 => Just(Op::Take),
        1 => Just(Op::Clear),
        1 => nasty().prop_map(Op::Set),
    ]
}

fn perform(editor: &mut Editor, op: &Op, columns: u16) {
    match op {
        Op::Edit(edit) => {
            let before = (editor.text().to_owned(), editor.caret());
            let changed = editor.apply(*edit, columns);
            let now = (editor.text(), editor.caret()) != (before.0.as_str(), before.1);
            assert!(changed || !now, "{edit:?} changed something and did not say so");
        }
        Op::Insert(text) => _ = editor.insert(text),
        Op::Place(row, column) => _ = editor.place(*row, *column, columns),
        Op::Take => _ = editor.take(),
        Op::Clear => _ = editor.clear(),
        Op::Set(text) => editor.set_text(text),
    }
}

proptest! {
    #[test]
    fn what_is_typed_is_what_is_there(text in nasty()) {
        let mut editor = Editor::default();
        editor.insert(&text);
        let kept = clean(&text);
        prop_assert_eq!(editor.text(), kept.as_ref());
        prop_assert_eq!(editor.caret(), kept.len());
        let one_by_one: String = text.chars().filter(|c| !is_hostile(*c)).collect();
        prop_assert_eq!(typed(&one_by_one).take(), one_by_one);
    }

    #[test]
    fn the_caret_is_always_inside_and_between_characters(ops in prop::collection::vec(any_op(), 0..40), columns in 1..24_u16) {
        let mut editor = Editor::default();
        for op in &ops {
            perform(&mut editor, op, columns);
            let (text, caret) = (editor.text(), editor.caret());
            prop_assert!(caret == text.len() || graphemes(text).any(|g| g.start == caret), "{:?}", seen(&editor));
            let rows = editor.rows(columns);
            let (row, column) = editor.caret_at(columns);
            prop_assert!(row < rows.len() && column < columns);
            let exact = width(cut(text, rows[row].start..caret));
            prop_assert_eq!(exact, usize::from(column), "the caret's cell is what the row's width says");
            let (shown, at) = editor.line_view(columns);
            prop_assert!(at < columns && shown.start <= caret && caret <= shown.end);
            prop_assert!(width(cut(text, shown.clone())) <= usize::from(columns));
            prop_assert_eq!(width(cut(text, shown.start..caret)), usize::from(at));
        }
    }

    #[test]
    fn undoing_everything_is_an_empty_field_and_redoing_it_the_text(ops in prop::collection::vec(any_op(), 0..40)) {
        let mut editor = Editor::default();
        for op in &ops {
            perform(&mut editor, op, 12);
        }
        while editor.apply(Edit::Redo, 12) {}
        let last = editor.text().to_owned();
        while editor.apply(Edit::Undo, 12) {}
        prop_assert_eq!(editor.text(), "");
        while editor.apply(Edit::Redo, 12) {}
        prop_assert_eq!(editor.text(), last);
    }

    #[test]
    fn a_click_on_the_caret_leaves_it(text in nasty(), steps in 0..20_usize, columns in 2..24_u16) {
        let mut editor = Editor::default();
        editor.insert(&text);
        for _ in 0..steps {
            editor.apply(Edit::Left, columns);
        }
        let visible = graphemes(editor.text()).all(|g| g.width > 0 || g.text == "\n");
        let (row, column) = editor.caret_at(columns);
        let caret = editor.caret();
        editor.place(row, column, columns);
        prop_assert!(!visible || editor.caret() == caret, "{:?}", seen(&editor));
    }

    #[test]
    fn every_row_can_be_walked(text in nasty(), columns in 2..24_u16) {
        let mut editor = Editor::default();
        editor.insert(&text);
        let mut row = editor.caret_at(columns).0;
        while editor.apply(Edit::RowUp, columns) {
            let now = editor.caret_at(columns).0;
            prop_assert_eq!(now + 1, row);
            row = now;
        }
        prop_assert_eq!(row, 0);
        while editor.apply(Edit::RowDown, columns) {
            prop_assert_eq!(editor.caret_at(columns).0, row + 1);
            row += 1;
        }
        prop_assert_eq!(row + 1, editor.rows(columns).len());
    }

    #[test]
    fn backspace_takes_one_character_each(text in nasty()) {
        let mut editor = Editor::default();
        editor.insert(&text);
        while !editor.is_empty() {
            let (caret, start) = (editor.caret(), prev_boundary(editor.text(), editor.caret()));
            prop_assert_eq!(next_boundary(editor.text(), start), caret);
            editor.apply(Edit::Backspace, 20);
            prop_assert_eq!(editor.caret(), start);
        }
    }
}
