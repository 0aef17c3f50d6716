//! What counts as found.

use proptest::prelude::*;
use weft::domain::text::Sought;
use weft::store::tokens::spaced;

fn sought(words: &[&str]) -> Sought {
    Sought::new(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

#[track_caller]
fn finds(word: &str, text: &str) {
    assert!(sought(&[word]).is_in(text), "{word} in {text}");
}

#[track_caller]
fn misses(word: &str, text: &str) {
    assert!(!sought(&[word]).is_in(text), "{word} not in {text}");
}

#[test]
fn chinese_is_found_by_any_run_of_characters() {
    for word in ["好", "你好", "好世", "世界", "你好世界"] {
        finds(word, "你好世界");
    }
    misses("好界", "你好世界");
    misses("我们，的", "我们的");
    misses("我们的", "我们，的");
    finds("我们，的", "这是我们，的确是");
}

#[test]
fn letters_are_found_by_the_beginning_of_a_word() {
    finds("meet", "Meeting at nine");
    finds("meeting at", "Meeting at nine");
    finds("meeting a", "meeting a friend");
    misses("eeting", "Meeting at nine");
    misses("meet at", "Meeting at nine");
    finds("138", "打13812345678");
    finds("final", "合同_final.pdf");
    finds("pdf", "合同_final.pdf");
}

#[test]
fn a_single_letter_is_only_itself() {
    finds("a", "plan A");
    finds("T", "去T，别去F");
    misses("a", "an apple");
    finds("5", "5点见");
}

#[test]
fn case_width_and_accents_do_not_matter() {
    finds("wechat", "WeChat 很好");
    finds("ＷｅＣｈａｔ", "wechat");
    finds("wechat", "ＷｅＣｈａｔ");
    finds("cafe", "Café");
    finds("Café", "CAFE\u{301}");
    finds("好?", "你好？");
}

#[test]
fn punctuation_alone_asks_for_nothing() {
    assert!(sought(&["？", "...", " "]).is_empty());
    finds("？", "好");
}

#[test]
fn spaces_between_chinese_and_letters_do_not_matter() {
    finds("iPhone手机", "新的iPhone 手机");
    finds("iPhone 手机", "新的iPhone手机");
    finds("hello world", "hello\n  world");
    misses("hello world", "helloworld");
    misses("helloworld", "hello world");
}

#[test]
fn emoji_are_found() {
    finds("👍", "好的👍👍");
    finds("❤", "爱你❤️");
    finds("👩", "👨‍👩‍👧 Family");
    misses("👍", "好的");
}

#[test]
fn what_is_found_is_marked_in_whole_characters() {
    let marked = |words: &[&str], text: &'static str| -> Vec<&'static str> {
        let marks = sought(words).marks(text);
        marks.into_iter().map(|mark| text.get(mark).unwrap()).collect()
    };
    assert_eq!(marked(&["好"], "你好，好的"), ["好", "好"]);
    assert_eq!(marked(&["你好", "好世"], "你好世界"), ["你好世"]);
    assert_eq!(marked(&["meet"], "Meeting"), ["Meet"]);
    assert_eq!(marked(&["❤"], "爱你❤️！"), ["❤️"]);
    assert_eq!(marked(&["👩"], "👨‍👩‍👧 x"), ["👨‍👩‍👧"]);
    assert_eq!(marked(&["cafe"], "Cafe\u{301}!"), ["Cafe\u{301}"]);
    assert_eq!(marked(&["没有"], "你好"), [""; 0]);
}

#[test]
fn the_index_has_a_token_for_every_character_that_can_be_looked_for() {
    assert_eq!(spaced("今天去KTV，走！").trim(), "今 天 去 ktv 走");
    assert_eq!(spaced("Ａb é").trim(), "ab e");
    assert_eq!(spaced("好👍").trim(), "好 u1f44d");
    assert_eq!(spaced("，。！"), "");
}

proptest! {
    #[test]
    fn every_mark_can_be_cut_out(words in prop::collection::vec("\\PC{0,6}", 0..4), text in "\\PC{0,40}") {
        let marks = Sought::new(&words).marks(&text);
        let mut last = 0;
        for mark in marks {
            prop_assert!(text.get(mark.clone()).is_some() && mark.start >= last && mark.end > mark.start);
            last = mark.end;
        }
    }

    #[test]
    fn a_text_is_found_by_itself(text in "\\PC{1,40}") {
        prop_assert!(Sought::new(std::slice::from_ref(&text)).is_in(&text));
    }
}
