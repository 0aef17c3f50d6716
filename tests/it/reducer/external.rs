//! The draft in an editor of one's own.

use proptest::prelude::*;
use weft::app::Event;
use weft::app::external::NotEdited;
use weft::app::model::Hint;
use weft::app::step::Effect;
use weft::domain::text::clean;

use super::App;

fn writing(draft: &str) -> App {
    let mut app = App::chatting();
    app.open("@lan");
    app.event(Event::Paste(draft.to_owned()));
    app.asked.clear();
    app
}

fn edited(app: &mut App, outcome: Result<&str, NotEdited>) {
    let chat = app.id("@lan");
    let outcome = outcome.map(str::to_owned);
    app.event(Event::Edited { chat, outcome });
}

#[test]
fn the_text_goes_out_whole_and_comes_back_whole() {
    let mut app = writing("你好\n  b");
    app.keys("ctrl-g");
    let edit = Effect::Edit {
        chat: app.id("@lan"),
        text: "你好\n  b".into(),
    };
    assert!(app.asked.contains(&edit));
    edited(&mut app, Ok("再见\n\n  b\t\n"));
    assert_eq!(app.draft(), "再见\n\n  b\t", "the last break is the editor's");
}

#[test]
fn an_editor_that_fails_or_empties_loses_nothing() {
    let mut app = writing("kept");
    edited(&mut app, Err(NotEdited::Status(1)));
    assert_eq!(app.draft(), "kept");
    assert_eq!(app.model.hint, Some(Hint::NotEdited(NotEdited::Status(1))));
    edited(&mut app, Ok(""));
    assert_eq!(app.draft(), "");
    app.keys("alt-z");
    assert_eq!(app.draft(), "kept");
}

#[test]
fn it_comes_back_to_the_chat_it_went_out_from() {
    let mut app = writing("a");
    app.open("@zhou");
    edited(&mut app, Ok("b\n"));
    assert_eq!(app.draft(), "");
    app.open("@lan");
    assert_eq!(app.draft(), "b");
}

proptest! {
    #[test]
    fn an_editor_that_changes_nothing_changes_nothing(draft in "(?s).{0,60}") {
        let draft = clean(&draft).into_owned();
        for added in ["", "\n"] {
            let mut app = writing(&draft);
            edited(&mut app, Ok(&format!("{draft}{added}")));
            if added.is_empty() || !draft.ends_with('\n') {
                prop_assert_eq!(app.draft(), &draft);
            }
        }
    }
}
