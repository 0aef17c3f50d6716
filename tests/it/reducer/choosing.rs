//! What is offered while typing: members after `@`, faces after `:`, and the picker.

use proptest::prelude::*;
use weft::app::Event;
use weft::app::completion::{Offer, offered};
use weft::app::faces::{face, search};
use weft::app::model::{Hint, Overlay};
use weft::domain::contact::Contact;

use super::{App, friend, group, member, says_in, text};

/// A group with card names, a remark and somebody by a rare reading; its chat is open.
fn gathered() -> App {
    let mut app = App::started();
    let mut hike = group(
        "@@hike",
        "周末爬山",
        &[("@me", "我"), ("@lan", "阿岚"), ("@wu", "小吴")],
    );
    let members = &mut hike.group.as_mut().unwrap().members;
    members.push(member("@sam", "Sam 🐶", ""));
    members.push(member("@dan", "单小姐", "领队"));
    let remarked = Contact {
        remark_name: text("大个子"),
        ..friend("@wu", "小吴")
    };
    app.welcome(vec![hike, friend("@lan", "阿岚")]);
    app.changed(vec![remarked]);
    app.open("@@hike");
    app.asked.clear();
    app
}

fn offers(app: &App) -> Vec<String> {
    let Some(completion) = offered(&app.model) else {
        return Vec::new();
    };
    let name = |offer: &Offer| match offer {
        Offer::Member(member) => member.name.to_string(),
        Offer::Face(place) => face(*place).unwrap().insert.clone(),
    };
    completion.offers.iter().map(name).collect()
}

#[test]
fn an_at_offers_everybody_else_and_who_spoke_last_first() {
    let mut app = gathered();
    app.synced(vec![
        says_in(1, "@@hike", "@wu", "早"),
        says_in(2, "@@hike", "@sam", "hi"),
    ]);
    app.types("@");
    assert_eq!(offers(&app), ["Sam 🐶", "小吴", "阿岚", "领队"]);
}

#[test]
fn a_member_is_found_by_card_nickname_remark_and_pinyin_and_put_in_by_the_name_all_read() {
    for (typed, name) in [
        ("领", "领队"),
        ("ld", "领队"),
        ("shan", "领队"),
        ("xw", "小吴"),
        ("dgz", "小吴"),
        ("sam", "Sam 🐶"),
        ("alan", "阿岚"),
    ] {
        for at in ["@", "＠"] {
            let mut app = gathered();
            app.types(at);
            app.types(typed);
            assert_eq!(
                offers(&app).first().map(String::as_str),
                Some(name),
                "{at}{typed}"
            );
            app.keys("tab");
            assert_eq!(app.draft(), format!("@{name}\u{2005}"));
            assert!(offered(&app.model).is_none());
        }
    }
}

#[test]
fn what_is_put_in_is_what_is_sent() {
    let mut app = gathered();
    app.types("好的@xw");
    app.keys("enter");
    assert!(app.sends().is_empty(), "Enter was for the name");
    app.types("来吗");
    app.keys("enter");
    assert_eq!(app.sends()[0].what.text(), Some("好的@小吴\u{2005}来吗"));
}

#[test]
fn backspace_takes_the_whole_mention_and_undo_brings_it() {
    let mut app = gathered();
    app.types("去@sam");
    app.keys("tab backspace");
    assert_eq!(app.draft(), "去");
    app.keys("alt-z");
    assert_eq!(app.draft(), "去@Sam 🐶\u{2005}");
    app.types("!");
    app.keys("backspace");
    assert_eq!(
        app.draft(),
        "去@Sam 🐶\u{2005}",
        "not from behind another character"
    );
}

#[test]
fn arrows_choose_and_esc_leaves_the_word_alone() {
    let mut app = gathered();
    app.types("@");
    app.keys("down down up");
    assert_eq!(offered(&app.model).unwrap().selected, 1);
    app.keys("up up");
    assert_eq!(
        offered(&app.model).unwrap().selected,
        3,
        "past the first comes the last"
    );
    app.keys("esc");
    assert!(offered(&app.model).is_none());
    app.types("s");
    assert!(
        offered(&app.model).is_none(),
        "nor does it come back for the same word"
    );
    assert_eq!(app.draft(), "@s");
    app.types(" @");
    assert!(offered(&app.model).is_some());
    app.keys("esc esc");
    assert_eq!(app.draft(), "@s @", "nothing is lost");
}

#[test]
fn an_address_of_mail_offers_nobody_and_neither_does_a_chat_of_two() {
    let mut app = gathered();
    app.types("write to li.lan@l");
    assert_eq!(offers(&app), [""; 0]);
    app.open("@lan");
    app.types("@");
    assert_eq!(offers(&app), [""; 0]);
}

#[test]
fn only_the_owner_can_mean_everybody() {
    let mut app = gathered();
    app.types("@所有");
    assert_eq!(offers(&app), [""; 0]);
    let mut app = gathered();
    let mut hike = group("@@hike", "", &[]);
    hike.group.as_mut().unwrap().owned_by_me = Some(true);
    app.changed(vec![hike]);
    app.types("@syr");
    assert_eq!(offers(&app), ["所有人"]);
    app.keys("tab");
    assert_eq!(app.draft(), "@所有人\u{2005}");
    app.keys("backspace");
    assert_eq!(app.draft(), "");
}

#[test]
fn a_colon_and_two_letters_offer_faces() {
    for (typed, first) in [
        (":weix", "[微笑]"),
        (":微", "[微笑]"),
        (":smile", "[微笑]"),
        (":thumbsup", "[强]"),
        (":doge", "[旺柴]"),
        (":火箭", "🚀"),
        (":huojian", "🚀"),
        (":rocket", "🚀"),
        (":hj", "🚀"),
        // As an input method types it.
        ("：weix", "[微笑]"),
        ("好 ：微", "[微笑]"),
        ("：smile", "[微笑]"),
    ] {
        let mut app = gathered();
        app.types(typed);
        assert!(
            offers(&app).iter().take(8).any(|face| face == first),
            "{typed}: {:?}",
            offers(&app)
        );
    }
    for typed in [
        ":",
        ":s",
        ":)",
        ":3",
        "12:30",
        "http://a",
        "a:smile",
        "他说:好",
        "他说：好",
        "：",
        "：s",
        "12：30",
        ": smile",
    ] {
        let mut app = gathered();
        app.types(typed);
        assert_eq!(offers(&app), [""; 0], "{typed}");
    }
}

#[test]
fn what_is_pasted_is_offered_nothing_until_it_is_typed_on() {
    let mut app = gathered();
    for pasted in [":笑", "@sa"] {
        app.event(Event::Paste(pasted.to_owned()));
        assert_eq!(offers(&app), [""; 0], "{pasted}");
        app.keys("enter");
        assert_eq!(app.draft(), "", "Enter sends it as it is");
    }
    app.event(Event::Paste("@sa".to_owned()));
    app.types("m");
    assert_eq!(offers(&app), ["Sam 🐶"]);
}

#[test]
fn a_face_goes_in_as_its_code_and_comes_first_the_next_time() {
    let mut app = gathered();
    app.types("好！:yinxian");
    app.keys("enter");
    assert_eq!(app.draft(), "好！[阴险]");
    app.keys("alt-;");
    assert_eq!(app.model.overlay, Some(Overlay::Faces));
    assert_eq!(face(app.model.faces.picker.hits[0]).unwrap().insert, "[阴险]");
}

#[test]
fn the_picker_puts_in_several_in_a_row() {
    let mut app = gathered();
    app.types("a");
    app.keys("f6");
    app.types("rocket");
    app.keys("enter enter");
    app.keys("ctrl-u");
    app.types("pqiu");
    assert!(!app.model.faces.picker.hits.is_empty(), "乒乓球");
    app.keys("enter esc");
    assert_eq!(app.model.overlay, None);
    assert!(app.draft().starts_with("a🚀🚀") && app.draft().len() > "a🚀🚀".len());
    app.keys("alt-z alt-z alt-z");
    assert_eq!(app.draft(), "a", "each is one step");
}

#[test]
fn a_face_goes_to_the_composer_from_a_chosen_message_and_from_the_list() {
    for way in ["alt-up f6", "alt-up alt-;", "tab f6"] {
        let mut app = gathered();
        app.synced(vec![says_in(1, "@@hike", "@wu", "走")]);
        app.types("a");
        app.keys(way);
        assert_eq!(app.model.overlay, Some(Overlay::Faces), "{way}");
        app.types("rocket");
        app.keys("enter esc");
        assert_eq!(app.draft(), "a🚀", "{way}");
        app.types("b");
        assert_eq!(app.draft(), "a🚀b", "{way}: the keys are where the face went");
    }
}

#[test]
fn nothing_is_put_into_a_chat_that_is_not_on_screen() {
    let mut app = gathered();
    app.resize(40, 12);
    app.keys("esc f6");
    assert_eq!(
        (app.model.overlay, app.model.hint.clone()),
        (None, Some(Hint::NoChat))
    );
}

#[test]
fn a_key_for_what_is_covered_says_so() {
    let mut app = gathered();
    for page in ["f1", "alt-;", "alt-i", "ctrl-f"] {
        app.keys(page);
        let shown = app.model.overlay;
        for key in ["f2", "f4", "alt-1"] {
            app.keys(key);
            let told = (app.model.overlay, app.model.hint.clone());
            assert_eq!(told, (shown, Some(Hint::Covered)), "{page} {key}");
        }
        app.keys("esc");
        assert_eq!(app.model.hint, None);
    }
}

#[test]
fn the_grid_is_walked_with_arrows() {
    let mut app = gathered();
    app.keys("alt-; right right");
    assert_eq!(app.model.faces.picker.selected, 2);
    app.keys("down");
    assert_eq!(
        app.model.faces.picker.selected,
        2 + weft::app::faces::grid(&app.model).unwrap().across()
    );
    app.keys("up left left left");
    assert_eq!(app.model.faces.picker.selected, 0, "no further than the first");
}

#[test]
fn what_was_used_is_kept_and_bounded() {
    let mut app = gathered();
    app.keys("alt-;");
    for _ in 0..40 {
        app.keys("enter right");
    }
    assert_eq!(app.model.faces.recent.len(), 32);
    let unique: std::collections::HashSet<_> = app.model.faces.recent.iter().collect();
    assert_eq!(unique.len(), 32);
}

#[test]
fn no_two_faces_of_wechat_are_called_the_same() {
    let mut names = std::collections::HashMap::new();
    for face in (0..).map_while(face).filter(|face| face.insert.starts_with('[')) {
        let other = names.insert(face.english, &face.insert);
        assert_eq!(other, None, "{}: {}", face.english, face.insert);
    }
    let found = |words: &str| search(words, &[]).first().copied().and_then(face);
    // A code of older phones finds the same face under its name of today.
    for (old, new) in [
        ("可爱", "[愉快]"),
        ("大兵", "[悠闲]"),
        ("示爱", "[嘴唇]"),
        ("折磨", "[疯了]"),
    ] {
        assert_eq!(found(old).map(|face| face.insert.as_str()), Some(new), "{old}");
    }
}

#[test]
fn every_face_has_names_and_is_found_by_them() {
    let all = search("", &[]);
    assert!(all.len() > 1500);
    for place in all {
        let face = face(place).unwrap();
        for name in face.chinese.iter().chain([&face.english]) {
            assert!(search(name, &[]).contains(&place), "{} by {name}", face.insert);
        }
    }
}

proptest! {
    #[test]
    fn nothing_that_is_typed_breaks_it(typed in "[@:＠a-z微 阿\u{2005}👨‍👩‍👧]{0,24}", keys in "[a-e]{0,6}") {
        let mut app = gathered();
        app.types(&typed);
        for key in keys.chars() {
            app.keys(match key {
                'a' => "tab",
                'b' => "backspace",
                'c' => "left",
                'd' => "down",
                _ => "esc",
            });
        }
        if let Some(completion) = offered(&app.model) {
            prop_assert!(completion.selected < completion.offers.len());
        }
    }
}
