//! The catalogues: complete, alike in every language, and nothing in them that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use weft::words::{Language, Words};

/// Ids with the names of the values that go into them.
fn catalogue(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/locales")
        .join(language);
    let mut entries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let mut id = None;
        for line in fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                assert!(
                    !entries.contains_key(name),
                    "{name} twice, again in {}",
                    path.display()
                );
                entries.insert(name.to_owned(), BTreeSet::new());
                id = Some(name.to_owned());
            }
            if let Some(values) = id.as_ref().and_then(|id| entries.get_mut(id)) {
                let names = line.split('$').skip(1);
                let name = |rest: &str| {
                    rest.chars()
                        .take_while(|c| c.is_alphanumeric())
                        .collect::<String>()
                };
                values.extend(names.map(name));
            }
        }
    }
    entries
}

/// Every string literal of the program that looks like an id.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let id = |text: &&str| {
                !text.is_empty()
                    && text
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            };
            found.extend(source.split('"').filter(id).map(str::to_owned));
        }
    }
}

fn said() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

#[test]
fn both_languages_say_the_same_things() {
    let (english, chinese) = (catalogue("en"), catalogue("zh-CN"));
    let ids = |entries: &BTreeMap<String, _>| entries.keys().cloned().collect::<BTreeSet<_>>();
    pretty_assertions::assert_eq!(ids(&english), ids(&chinese));
    for (id, values) in &english {
        pretty_assertions::assert_eq!(values, &chinese[id], "values of {id}");
    }
}

#[test]
fn no_entry_is_left_that_nobody_says() {
    let said = said();
    let unused: Vec<_> = catalogue("en")
        .into_keys()
        .filter(|id| !said.contains(id))
        .collect();
    assert!(unused.is_empty(), "never said: {unused:?}");
}

#[test]
fn everything_said_has_an_entry() {
    let entries = catalogue("en");
    let groups: BTreeSet<_> = entries
        .keys()
        .filter_map(|id| id.split_once('-'))
        .map(|(group, _)| group)
        .collect();
    // A literal with an id's first word that is no id would be a sentence that is missing.
    let own = |id: &String| {
        id.split_once('-')
            .is_some_and(|(group, _)| groups.contains(group))
    };
    let missing: Vec<_> = said()
        .into_iter()
        .filter(own)
        .filter(|id| !entries.contains_key(id))
        .collect();
    assert!(missing.is_empty(), "no entry for: {missing:?}");
}

/// Every file of the program, as it is written.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Whoever says a sentence with values names each of them: none is read as `{$name}`, on whatever page nobody looked at.
#[test]
fn whoever_says_a_sentence_names_every_value_in_it() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut files);
    let mut missing = Vec::new();
    // An id of one word may be the name of a value, too.
    let sentences = catalogue("en").into_iter().filter(|(id, _)| id.contains('-'));
    for (id, values) in sentences {
        for (file, source) in &files {
            if source.contains(&format!("\"{id}\"")) {
                let unnamed = values
                    .iter()
                    .filter(|value| !source.contains(&format!("\"{value}\"")));
                missing.extend(unnamed.map(|value| format!("{file}: {id} without {value}")));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "title-members")]
fn a_sentence_without_its_values_is_never_said() {
    _ = Words::new(Language::English).say("title-members");
}

#[test]
fn the_catalogues_have_no_mistakes() {
    for language in ["en", "zh-CN"] {
        for file in ["main.ftl", "shell.ftl"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("assets/locales")
                .join(language)
                .join(file);
            let source = fs::read_to_string(path).unwrap();
            if let Err((_, errors)) = fluent_bundle::FluentResource::try_new(source) {
                panic!("{language}/{file}: {errors:?}");
            }
        }
    }
}

#[test]
fn numbers_choose_their_form() {
    let words = Words::new(Language::English);
    assert_eq!(
        words.say_with("new-below", &[("count", 1u32.into())]),
        "1 new below"
    );
    assert_eq!(
        words.say_with("title-members", &[("count", 1u32.into())]),
        "1 member"
    );
    assert_eq!(
        words.say_with("title-members", &[("count", 500u32.into())]),
        "500 members"
    );
    let words = Words::new(Language::Chinese);
    assert_eq!(
        words.say_with("title-members", &[("count", 500u32.into())]),
        "500 人"
    );
}

#[test]
fn what_goes_into_a_sentence_is_not_wrapped_in_invisible_marks() {
    let words = Words::new(Language::English);
    assert_eq!(
        words.say_with("list-preview", &[("name", "安娜".into()), ("text", "hi".into())]),
        "安娜: hi"
    );
}

#[test]
fn locales_of_every_spelling_find_their_language() {
    for tag in ["zh", "zh-CN", "zh_CN.UTF-8", "zh-Hans-SG", "ZH_tw"] {
        assert_eq!(Language::from_tag(tag), Language::Chinese, "{tag}");
    }
    for tag in ["en", "en_GB.UTF-8", "C", "POSIX", "", "de_DE"] {
        assert_eq!(Language::from_tag(tag), Language::English, "{tag}");
    }
}
