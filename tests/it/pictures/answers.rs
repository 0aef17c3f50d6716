//! What the terminal answers: an event whenever it comes, in whatever pieces, and never a key.

use std::collections::VecDeque;

use proptest::prelude::*;
use weft::app::Event;
use weft::app::keymap::{Code, Key};
use weft::app::model::Model;
use weft::app::step::{Effect, Question, TermCommand};
use weft::app::terminal::{Answer, PROBES, Terminal};
use weft::app::update;
use weft::domain::geometry::Size;
use weft::domain::picture::{Cell, Protocol, Widths, Wish};
use weft::term::decode::{Decoder, Doubt};
use weft::term::{answers, output};

use crate::frames::scene::Scene;

const EVERYTHING: Question = Question::Everything {
    tmux: true,
    last_row: 24,
};

/// Answers as terminals give them, and what they mean.
fn spoken() -> Vec<(&'static str, Answer)> {
    vec![
        ("\x1b_Gi=31;OK\x1b\\", Answer::Graphics),
        ("\x1bP>|kitty(0.40.1)\x1b\\", Answer::Name("kitty(0.40.1)".into())),
        (
            "\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\",
            Answer::Name("WezTerm 20240203-110809-5046fc22".into()),
        ),
        (
            "\x1b[6;20;10t",
            Answer::Cell {
                width: 10,
                height: 20,
            },
        ),
        (
            "\x1b[4;600;800t",
            Answer::Window {
                width: 800,
                height: 600,
            },
        ),
        ("\x1b[24;5R", Answer::Columns(4)),
    ]
}

const ATTRIBUTES: &str = "\x1b[?62;4;22c";

/// Feeds it in pieces with a pause after each, as long as a lone ESC is waited for.
fn read(pieces: &[&[u8]]) -> Vec<Event> {
    let mut decoder = Decoder::default();
    decoder.expect(EVERYTHING);
    let mut out = VecDeque::new();
    for piece in pieces {
        decoder.feed(piece, &mut out);
        if decoder.doubt() == Some(Doubt::Key) {
            decoder.decide(&mut out);
        }
    }
    // And then nothing for as long as it takes.
    if decoder.doubt().is_some() {
        decoder.decide(&mut out);
    }
    out.into()
}

fn cut<'a>(bytes: &'a [u8], at: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> = at.iter().map(|index| index.index(bytes.len() + 1)).collect();
    at.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for to in at.into_iter().chain([bytes.len()]) {
        pieces.push(&bytes[from..to]);
        from = to;
    }
    pieces
}

#[test]
fn each_answer_is_understood() {
    for (bytes, answer) in spoken() {
        assert_eq!(read(&[bytes.as_bytes()]), [Event::Answer(answer)], "{bytes:?}");
    }
    let with = |sixel| [Event::Answer(Answer::Attributes { sixel })];
    assert_eq!(read(&[ATTRIBUTES.as_bytes()]), with(true));
    assert_eq!(read(&[b"\x1b[?64;14;22c"]), with(false), "14 is not 4");
    assert_eq!(read(&[b"\x1b_Gi=31;ENOTSUP:no\x1b\\"]), []);
    assert_eq!(
        read(&[b"\x1b[1;5R"]),
        [Event::Key(Key::ctrl(Code::F(3)))],
        "a key, on the first row"
    );
}

#[test]
fn keys_that_begin_like_answers_are_keys() {
    let alt = |c| vec![Event::Key(Key::alt(Code::Char(c)))];
    for (bytes, key) in [(&b"\x1b_"[..], '_'), (b"\x1bP", 'P'), (b"\x1b[", '[')] {
        assert_eq!(read(&[bytes]), alt(key), "while answers are on their way");
        let mut decoder = Decoder::default();
        let mut out = VecDeque::new();
        decoder.feed(bytes, &mut out);
        decoder.decide(&mut out);
        assert_eq!(Vec::from(out), alt(key), "without a question");
    }
    let keys = |events: Vec<Event>| -> Vec<Key> {
        let key = |event| {
            let Event::Key(key) = event else {
                panic!("{event:?}")
            };
            key
        };
        events.into_iter().map(key).collect()
    };
    let esc = Key::plain(Code::Esc);
    let typed = |c| Key::plain(Code::Char(c));
    assert_eq!(keys(read(&[b"\x1b", b"P", b"lease"])).len(), 7);
    assert_eq!(keys(read(&[b"\x1b", b"[x"])), [esc, typed('['), typed('x')]);
    assert_eq!(keys(read(&[b"\x1b", b"\x1b[A"])), [esc, Key::plain(Code::Up)]);
}

#[test]
fn an_answer_that_pauses_inside_is_not_given_up_for_the_pause() {
    for (begun, rest, answer) in [
        (
            "\x1bP>|kit",
            "ty(0.40.1)\x1b\\",
            Answer::Name("kitty(0.40.1)".into()),
        ),
        ("\x1b_Gi=3", "1;OK\x1b\\", Answer::Graphics),
    ] {
        let mut decoder = Decoder::default();
        let mut out = VecDeque::new();
        decoder.expect(EVERYTHING);
        decoder.feed(begun.as_bytes(), &mut out);
        assert_eq!(decoder.doubt(), Some(Doubt::String), "{begun:?}");
        decoder.feed(rest.as_bytes(), &mut out);
        assert_eq!(Vec::from(out), [Event::Answer(answer)], "{begun:?}");
    }
}

#[derive(Clone, Debug)]
enum Harm {
    None,
    BreaksOff(prop::sample::Index),
    /// Another letter inside.
    Wrong(prop::sample::Index, char),
    Twice,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        Just(Harm::None),
        any::<prop::sample::Index>().prop_map(Harm::BreaksOff),
        (any::<prop::sample::Index>(), prop::char::range('0', '9')).prop_map(|(at, c)| Harm::Wrong(at, c)),
        Just(Harm::Twice),
    ]
}

fn harmed(bytes: &str, harm: &Harm) -> String {
    match harm {
        Harm::None => bytes.to_owned(),
        Harm::BreaksOff(at) => bytes.chars().take(1 + at.index(bytes.len())).collect(),
        Harm::Wrong(at, other) => {
            // Past what makes it an answer, up to what ends it.
            let inside = 3..bytes.len() - 2;
            let at = inside.start + at.index(inside.len());
            bytes
                .chars()
                .enumerate()
                .map(|(nth, c)| if nth == at { *other } else { c })
                .collect()
        }
        Harm::Twice => bytes.repeat(2),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_answer_is_ever_typed(
        said in prop::collection::vec((prop::sample::select(spoken()), harm()), 0..8),
        pieces in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut bytes: String = said.iter().map(|((bytes, _), harm)| harmed(bytes, harm)).collect();
        bytes.push_str(ATTRIBUTES);
        for event in read(&cut(bytes.as_bytes(), &pieces)) {
            let esc = event == Event::Key(Key::plain(Code::Esc));
            prop_assert!(esc || matches!(event, Event::Answer(_)), "{event:?} out of {bytes:?}");
        }
    }

    #[test]
    fn what_is_typed_between_answers_is_typed(
        parts in prop::collection::vec(prop_oneof![
            prop::sample::select(spoken()).prop_map(|(bytes, _)| (bytes.to_owned(), 0)),
            "[a-zA-Z0-9 ;你好]{1,6}".prop_map(|words| { let count = words.chars().count(); (words, count) }),
        ], 0..8),
        pieces in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let bytes: String = parts.iter().map(|(bytes, _)| bytes.as_str()).collect();
        let typed: usize = parts.iter().map(|(_, count)| count).sum();
        let events = read(&cut(bytes.as_bytes(), &pieces));
        let keys = events.iter().filter(|event| matches!(event, Event::Key(key) if key.typed().is_some()));
        prop_assert_eq!(keys.count(), typed);
    }

    #[test]
    fn no_byte_can_break_the_decoder(bytes in prop::collection::vec(any::<u8>(), 0..200), pieces in prop::collection::vec(any::<prop::sample::Index>(), 0..5)) {
        read(&cut(&bytes, &pieces));
    }
}

fn told(scene: &mut Scene, answer: Answer) {
    scene.event(Event::Answer(answer));
}

fn on(wish: Wish, tmux: bool) -> Scene {
    let mut scene = Scene::chatting(80, 24);
    scene.model.terminal = Terminal {
        wish,
        tmux,
        ..Terminal::default()
    };
    scene
}

fn protocol(model: &Model) -> Option<Protocol> {
    model.terminal.canvas().map(|canvas| canvas.protocol)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of terminals")]
fn the_best_that_the_terminal_can_is_taken() {
    let attributes = |sixel| Answer::Attributes { sixel };
    let name = |name: &str| Answer::Name(name.into());
    let blocks = Some(Protocol::Blocks);
    for (guess, tmux, said, best) in [
        (blocks, false, vec![], Protocol::Blocks),
        (blocks, false, vec![attributes(true)], Protocol::Sixel),
        (
            blocks,
            false,
            vec![Answer::Graphics, name("kitty(0.40)"), attributes(false)],
            Protocol::Kitty,
        ),
        // Before 0.28 it had no placeholders, would draw them as boxes, and says nothing to a question that names them.
        (
            Some(Protocol::Kitty),
            false,
            vec![name("kitty(0.26.5)"), attributes(false)],
            Protocol::Blocks,
        ),
        (
            blocks,
            false,
            vec![Answer::Graphics, name("ghostty 1.1"), attributes(false)],
            Protocol::Kitty,
        ),
        (
            blocks,
            false,
            vec![name("WezTerm 2024"), attributes(true)],
            Protocol::Iterm2,
        ),
        // It has kitty's graphics, but not the placeholders.
        (
            blocks,
            false,
            vec![Answer::Graphics, name("Konsole 24.08"), attributes(true)],
            Protocol::Sixel,
        ),
        (
            Some(Protocol::Iterm2),
            false,
            vec![attributes(true)],
            Protocol::Iterm2,
        ),
        (
            Some(Protocol::Kitty),
            true,
            vec![name("tmux 3.5"), attributes(false)],
            Protocol::Blocks,
        ),
        (
            Some(Protocol::Kitty),
            true,
            vec![attributes(false), Answer::Graphics],
            Protocol::Kitty,
        ),
        (blocks, true, vec![attributes(true)], Protocol::Sixel),
    ] {
        let mut scene = on(Wish::Auto(guess), tmux);
        for answer in said.clone() {
            told(&mut scene, answer);
        }
        assert_eq!(protocol(&scene.model), Some(best), "{guess:?} {tmux} {said:?}");
    }
    let mut scene = on(Wish::Only(Protocol::Blocks), false);
    told(&mut scene, name("kitty"));
    assert_eq!(protocol(&scene.model), blocks, "the person's word holds");
    let mut scene = on(Wish::Auto(None), false);
    told(&mut scene, attributes(true));
    assert_eq!(protocol(&scene.model), None);
}

#[test]
fn cells_are_as_large_as_the_terminal_says() {
    let cell = |scene: &Scene| scene.model.terminal.canvas().unwrap().cell;
    let mut scene = on(Wish::Only(Protocol::Kitty), false);
    assert_eq!(cell(&scene), Cell::USUAL);
    told(
        &mut scene,
        Answer::Window {
            width: 800,
            height: 480,
        },
    );
    assert_eq!(
        cell(&scene),
        Cell {
            width: 10,
            height: 20
        }
    );
    told(
        &mut scene,
        Answer::Cell {
            width: 11,
            height: 22,
        },
    );
    assert_eq!(
        cell(&scene),
        Cell {
            width: 11,
            height: 22
        }
    );
    for garbled in [(0, 0), (1, 9_000), (500, 20)] {
        told(
            &mut scene,
            Answer::Cell {
                width: garbled.0,
                height: garbled.1,
            },
        );
        told(
            &mut scene,
            Answer::Window {
                width: garbled.0,
                height: garbled.1,
            },
        );
        assert_eq!(
            cell(&scene),
            Cell {
                width: 11,
                height: 22
            }
        );
    }
}

#[test]
fn widths_are_measured_once_and_the_persons_word_holds() {
    let mut scene = on(Wish::Off, false);
    for columns in [4, 6, 4] {
        assert_eq!(scene.model.terminal.widths(), Widths::default());
        told(&mut scene, Answer::Columns(columns));
    }
    let measured = Widths {
        ambiguous_wide: true,
        joins: false,
        flags: false,
    };
    assert_eq!(scene.model.terminal.widths(), measured);
    scene.model.terminal.ambiguous_wide = Some(false);
    assert!(!scene.model.terminal.widths().ambiguous_wide);
    told(&mut scene, Answer::Columns(2));
    assert_eq!(
        scene.model.terminal.widths(),
        Widths::default(),
        "one too many: none is believed"
    );
}

#[test]
fn what_is_asked_is_answered_by_any_terminal_and_leaves_nothing() {
    let bytes = output::bytes(&TermCommand::Ask(EVERYTHING));
    let bytes = String::from_utf8(bytes).unwrap();
    assert_eq!(bytes, answers::question(EVERYTHING));
    assert!(bytes.ends_with("\x1b[2K\x1b8\x1b[c"), "{bytes:?}");
    assert!(bytes.contains("\x1bPtmux;\x1b\x1b_Gi=31,"));
    assert!(
        bytes.contains(",U=1,"),
        "a kitty without placeholders must not say yes"
    );
    assert_eq!(bytes.matches("\x1b[6n").count(), PROBES.len());
    let mut scene = Scene::chatting(80, 24);
    let asked = |scene: &mut Scene| {
        let size = Size {
            width: 90,
            height: 30,
        };
        let effects = update(&mut scene.model, scene.now, Event::Resize(size)).effects;
        effects.contains(&Effect::Term(TermCommand::Ask(Question::Cell)))
    };
    assert!(
        !asked(&mut scene),
        "one that would print the question is asked nothing"
    );
    scene.model.terminal.answers = true;
    assert!(asked(&mut scene));
}
