//! What terminals send, byte for byte.

use std::collections::VecDeque;

use proptest::prelude::*;
use weft::app::keymap::{Code, Key};
use weft::app::step::TermCommand;
use weft::app::{Event, Mouse, MouseKind};
use weft::domain::geometry::Point;
use weft::term::decode::{Decoder, Doubt};
use weft::term::output;

/// Everything that was read and then nothing more for a while.
fn read(bytes: &[u8]) -> Vec<Event> {
    let mut decoder = Decoder::default();
    let mut out = VecDeque::new();
    decoder.feed(bytes, &mut out);
    decoder.decide(&mut out);
    out.into()
}

fn keys(bytes: &[u8]) -> Vec<Key> {
    let key = |event| {
        let Event::Key(key) = event else {
            panic!("{event:?}")
        };
        key
    };
    read(bytes).into_iter().map(key).collect()
}

#[track_caller]
fn is(bytes: &[u8], key: Key) {
    assert_eq!(keys(bytes), [key], "{}", bytes.escape_ascii());
}

#[test]
fn letters_and_controls_are_what_they_say() {
    is(b"a", Key::plain(Code::Char('a')));
    is(b"A", Key::plain(Code::Char('A')));
    is("中".as_bytes(), Key::plain(Code::Char('中')));
    is(b"\r", Key::plain(Code::Enter));
    is(b"\t", Key::plain(Code::Tab));
    is(b"\x7f", Key::plain(Code::Backspace));
    is(b"\x11", Key::ctrl(Code::Char('q')));
    is(b"\x1f", Key::ctrl(Code::Char('_')));
    is(b"\x00", Key::ctrl(Code::Char(' ')));
    is(b"\n", Key::ctrl(Code::Char('j')));
}

#[test]
fn alt_is_esc_before_the_key() {
    is(b"\x1ba", Key::alt(Code::Char('a')));
    is("\x1b好".as_bytes(), Key::alt(Code::Char('好')));
    is(b"\x1b\r", Key::alt(Code::Enter));
    is(b"\x1b\x7f", Key::alt(Code::Backspace));
    is(b"\x1b[1;3A", Key::alt(Code::Up));
}

#[test]
fn esc_alone_is_esc_once_nothing_follows() {
    is(b"\x1b", Key::plain(Code::Esc));
    assert_eq!(keys(b"\x1b\x1b"), [Key::plain(Code::Esc); 2]);
    assert_eq!(keys(b"\x1b\x1b[A"), [Key::plain(Code::Esc), Key::plain(Code::Up)]);
    is(b"\x1b[", Key::alt(Code::Char('[')));
    let mut decoder = Decoder::default();
    let mut out = VecDeque::new();
    decoder.feed(b"\x1b", &mut out);
    assert!(decoder.doubt() == Some(Doubt::Key) && out.is_empty());
    decoder.feed(b"[1", &mut out);
    assert!(
        decoder.doubt().is_none(),
        "no finger types this: the rest is on its way, however late"
    );
    decoder.feed(b";5C", &mut out);
    assert_eq!(out, [Event::Key(Key::ctrl(Code::Right))]);
}

#[test]
fn every_terminal_s_word_for_a_key_is_the_same_key() {
    for bytes in [&b"\x1b[H"[..], b"\x1bOH", b"\x1b[1~", b"\x1b[7~", b"\x1b[1;1H"] {
        is(bytes, Key::plain(Code::Home));
    }
    for bytes in [&b"\x1bOP"[..], b"\x1b[11~", b"\x1b[[A", b"\x1b[P"] {
        is(bytes, Key::plain(Code::F(1)));
    }
    is(b"\x1b[24~", Key::plain(Code::F(12)));
    is(b"\x1b[3~", Key::plain(Code::Delete));
    is(b"\x1b[5;5~", Key::ctrl(Code::PageUp));
    is(b"\x1b[Z", Key::plain(Code::BackTab));
    is(b"\x1b[9;2u", Key::plain(Code::BackTab));
    is(b"\x1b[27;2;13~", Key::shift(Code::Enter));
}

#[test]
fn kitty_s_keys_are_told_apart() {
    is(b"\x1b[27u", Key::plain(Code::Esc));
    is(b"\x1b[13;2u", Key::shift(Code::Enter));
    is(b"\x1b[113;5u", Key::ctrl(Code::Char('q')));
    is(b"\x1b[97;4u", Key::alt(Code::Char('A')));
    is(b"\x1b[47;5u", Key::ctrl(Code::Char('_')));
    is(b"\x1b[57414u", Key::plain(Code::Enter));
    assert_eq!(keys(b"\x1b[97;5:3u"), [], "a release is no key");
    assert_eq!(keys(b"\x1b[57358u"), [], "nor is Caps Lock");
    assert_eq!(keys(b"\x1b[113;9u"), [], "nor is what the window manager owns");
}

#[test]
fn the_mouse_reports_cells_from_zero() {
    let at = |x, y, kind| {
        Event::Mouse(Mouse {
            at: Point { x, y },
            kind,
        })
    };
    assert_eq!(read(b"\x1b[<0;1;1M"), [at(0, 0, MouseKind::Press)]);
    assert_eq!(read(b"\x1b[<0;1;1m"), []);
    assert_eq!(read(b"\x1b[<64;300;5M"), [at(299, 4, MouseKind::WheelUp)]);
    assert_eq!(read(b"\x1b[<81;3;5M"), [at(2, 4, MouseKind::WheelDown)]);
    assert_eq!(read(b"\x1b[M !\""), [at(0, 1, MouseKind::Press)]);
    assert_eq!(read(b"\x1b[<0;0;0M"), [], "there is no cell before the first");
    assert_eq!(read(b"\x1b[<35;9;9M"), [], "motion");
}

#[test]
fn focus_and_paste_come_through_whole() {
    assert_eq!(read(b"\x1b[I\x1b[O"), [Event::Focus(true), Event::Focus(false)]);
    let pasted = Event::Paste("两行\nrm -rf\x1b[A \x1b[20 ok".into());
    assert_eq!(
        read("\x1b[200~两行\nrm -rf\x1b[A \x1b[20 ok\x1b[201~".as_bytes()),
        [pasted]
    );
    assert_eq!(
        read(b"\x1b[200~a\x1b\x1b[201~b"),
        [
            Event::Paste("a\x1b".into()),
            Event::Key(Key::plain(Code::Char('b')))
        ]
    );
}

#[test]
fn what_makes_no_sense_is_dropped_and_the_next_key_is_not() {
    let a = Key::plain(Code::Char('a'));
    for noise in [
        &b"\xff"[..],
        b"\xe4\xb8",
        b"\x1b[?1;2d",
        b"\x1b[999~",
        b"\x1b[38;5",
        b"\x1bOz",
        b"\xc2\x85",
    ] {
        let mut bytes = noise.to_vec();
        if noise.ends_with(b"5") {
            bytes.push(b'X');
        }
        bytes.push(b'a');
        assert_eq!(keys(&bytes), [a], "{}", noise.escape_ascii());
    }
}

#[test]
fn no_title_can_end_early() {
    assert_eq!(
        output::bytes(&TermCommand::Title { unread: 0 }),
        b"\x1b]2;weft\x1b\\"
    );
    assert_eq!(
        output::bytes(&TermCommand::Title { unread: 12 }),
        b"\x1b]2;weft (12)\x1b\\"
    );
    for unread in [0, 1, u32::MAX] {
        assert!(output::bytes(&TermCommand::Title { unread }).is_ascii());
    }
}

/// Bytes as terminals send them, and bytes as nobody does.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\x1b[200~".to_vec()),
        Just(b"\x1b[201~".to_vec()),
        Just(b"\x1b[<0;3;4M".to_vec()),
        Just(b"\x1b".to_vec()),
        "\\PC{0,4}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn where_a_read_ends_changes_nothing(bytes in noise(), cut in any::<prop::sample::Index>()) {
        let whole = read(&bytes);
        let (head, tail) = bytes.split_at(if bytes.is_empty() { 0 } else { cut.index(bytes.len()) });
        let mut decoder = Decoder::default();
        let mut out = VecDeque::new();
        decoder.feed(head, &mut out);
        decoder.feed(tail, &mut out);
        decoder.decide(&mut out);
        prop_assert_eq!(whole, Vec::from(out));
    }

    #[test]
    fn what_is_typed_is_what_arrives(text in "\\PC{0,40}") {
        let typed: String = keys(text.as_bytes()).into_iter().filter_map(Key::typed).collect();
        prop_assert_eq!(typed, text);
    }

    #[test]
    fn what_is_pasted_is_what_arrives(text in "[^\\x1b]{0,80}") {
        let bytes = format!("\x1b[200~{text}\x1b[201~");
        prop_assert_eq!(read(bytes.as_bytes()), [Event::Paste(text)]);
    }
}
