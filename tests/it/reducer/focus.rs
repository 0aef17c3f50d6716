//! Where the keys are, how one comes back to where one was, and what stays in view meanwhile.

use weft::app::files::Told;
use weft::app::finder::Tab;
use weft::app::model::{Focus, Hint, Overlay};
use weft::app::rows::{Row, visible};

use super::{App, says, says_in};

/// In 阿岚's chat, where more was said than fits.
fn writing() -> App {
    let mut app = App::chatting();
    app.synced((1..80).map(|n| says(n, "@lan", "line")).collect());
    app.open("@lan");
    app.asked.clear();
    app
}

fn chosen(app: &App) -> Option<usize> {
    app.model.talk().unwrap().selected
}

/// Whether anything of the chosen message is on screen.
fn in_view(app: &App) -> bool {
    let talk = app.model.talk().unwrap();
    let rows = visible(talk, &app.model.settings.zone, app.model.messages_room());
    rows.iter().any(|row| row.line() == Some(talk.selected.unwrap()))
}

#[test]
fn esc_gives_the_focus_back_to_the_words_being_written() {
    for way in ["ctrl-p", "f2", "f2 f2", "ctrl-p f2", "f2 ctrl-p"] {
        for typed in ["", "周"] {
            let mut app = writing();
            app.types("about");
            app.keys(way);
            app.types(typed);
            app.keys("esc");
            assert_eq!(app.model.focus, Focus::Composer, "{way} {typed}");
            assert_eq!(
                (app.model.finder.tab, app.model.finder.query.text()),
                (Tab::Chats, ""),
                "{way}"
            );
            app.types(" now");
            assert_eq!(app.draft(), "about now", "{way} {typed}");
        }
    }
}

#[test]
fn whoever_came_to_the_list_by_another_way_stays_in_it() {
    let mut app = writing();
    app.keys("ctrl-p tab tab");
    app.types("周");
    app.keys("esc");
    assert_eq!(app.model.focus, Focus::List, "the filter alone");
    app.keys("f2 esc esc");
    assert_eq!((app.model.focus, app.model.finder.tab), (Focus::List, Tab::Chats));
    let mut app = App::chatting();
    app.keys("f2 esc esc");
    assert_eq!(app.model.focus, Focus::List, "nothing is open to be written in");
}

#[test]
fn esc_closes_the_finder_before_anything_of_the_conversation() {
    let mut app = writing();
    app.keys("alt-up alt-up pageup ctrl-p");
    app.types("周");
    let scroll = app.model.talk().unwrap().scroll;
    let message = chosen(&app);
    assert!(message.is_some() && scroll.is_up());
    app.keys("esc");
    assert!(app.model.finder.query.is_empty());
    let back = (app.model.focus, chosen(&app), app.model.talk().unwrap().scroll);
    assert_eq!(back, (Focus::Composer, message, scroll), "as it was left");
    app.keys("esc");
    assert_eq!(chosen(&app), None);
    app.keys("esc");
    assert!(!app.model.talk().unwrap().scroll.is_up());
    app.keys("esc");
    assert_eq!(app.model.focus, Focus::List);
}

#[test]
fn the_chosen_message_stays_on_screen_however_the_window_changes() {
    let mut app = writing();
    app.resize(80, 24);
    for size in [(40, 12), (200, 60), (24, 8), (80, 24)] {
        while in_view_top(&app) {
            app.keys("alt-up");
        }
        let message = chosen(&app);
        app.resize(size.0, size.1);
        assert_eq!(chosen(&app), message);
        assert!(in_view(&app), "{size:?}");
    }
}

/// Nothing chosen yet, or not on the first row.
fn in_view_top(app: &App) -> bool {
    let talk = app.model.talk().unwrap();
    let rows = visible(talk, &app.model.settings.zone, app.model.messages_room());
    let first = rows.iter().find_map(Row::line);
    talk.selected.is_none() || talk.selected != first
}

#[test]
fn the_chosen_message_stays_on_screen_whatever_is_said_below_it() {
    let mut app = writing();
    while in_view_top(&app) {
        app.keys("alt-up");
    }
    let message = chosen(&app);
    app.synced((100..140).map(|n| says(n, "@lan", "more")).collect());
    assert_eq!(chosen(&app), message);
    assert!(in_view(&app));
    assert!(app.model.talk().unwrap().below > 0, "what is below is counted");
    // Whoever scrolls away from it does so.
    app.keys("pageup pageup pageup");
    assert!(!in_view(&app));
    app.synced(vec![says(150, "@lan", "more")]);
    assert!(!in_view(&app), "and stays there");
}

#[test]
fn in_a_narrow_window_the_place_is_the_same_after_a_look_at_the_list() {
    let mut app = writing();
    app.resize(40, 12);
    app.keys("alt-up pageup pageup");
    let scroll = app.model.talk().unwrap().scroll;
    assert!(!in_view(&app));
    app.keys("ctrl-p esc");
    assert_eq!(app.model.talk().unwrap().scroll, scroll);
}

#[test]
fn a_key_for_the_composer_takes_the_keys_there_from_the_list() {
    for (key, overlay) in [
        ("ctrl-o", Some(Overlay::Attach)),
        ("alt-o", Some(Overlay::Attach)),
        ("ctrl-g", None),
    ] {
        let mut app = writing();
        app.keys("tab");
        assert_eq!(app.model.focus, Focus::List);
        app.keys(key);
        assert_eq!(
            (app.model.focus, app.model.overlay),
            (Focus::Composer, overlay),
            "{key}"
        );
        assert!(!app.asked.is_empty(), "{key}");
    }
    let mut app = writing();
    app.keys("tab alt-v");
    assert_eq!(app.model.hint, Some(Hint::File(Told::Asking)));
    let mut app = App::chatting();
    app.keys("ctrl-o");
    assert_eq!(app.model.hint, Some(Hint::NoChat));
}

#[test]
fn a_key_for_a_chosen_message_does_it_or_says_why_not_wherever_the_keys_are() {
    for place in ["", "tab"] {
        for key in ["alt-y", "alt-l", "alt-'", "alt-k", "ctrl-s", "ctrl-x"] {
            let mut app = writing();
            app.keys(place);
            app.keys(key);
            assert!(app.model.hint.is_some(), "{place} {key}: silence");
            assert_eq!(app.draft(), "");
        }
    }
    let mut app = writing();
    app.keys("alt-up tab alt-y");
    assert_eq!(app.model.hint, Some(Hint::File(Told::Copied)));
    assert_eq!(app.model.focus, Focus::Composer, "where the message is");
    let mut app = writing();
    app.keys("alt-up tab alt-'");
    assert!(app.model.talk().unwrap().quote.is_some());
}

#[test]
fn a_letter_that_acts_on_messages_says_so_where_it_cannot() {
    for key in ["a", "ctrl-a", "o", "x", "l", "g", "u"] {
        let mut app = writing();
        app.keys("alt-up");
        app.keys(key);
        assert!(app.model.hint.is_some(), "{key}: silence");
        assert_eq!((app.draft(), chosen(&app)), ("", Some(78)), "{key}");
    }
    let mut app = writing();
    app.keys("alt-up");
    app.types("hm");
    assert_eq!(app.draft(), "hm", "every other letter is written");
}

#[test]
fn what_was_said_by_several_keeps_the_chosen_one_in_view_too() {
    let mut app = App::chatting();
    app.synced(
        (1..40)
            .map(|n| says_in(n, "@@hike", "@wu", &"长 ".repeat(60)))
            .collect(),
    );
    app.open("@@hike");
    app.resize(120, 30);
    app.keys("alt-up alt-up alt-up");
    for (width, height) in [(64, 20), (30, 9), (20, 6), (120, 30)] {
        app.resize(width, height);
        assert!(in_view(&app), "{width}×{height}");
    }
}
