//! Stories through the real layers, in the person's words.

mod accounts;
mod answering;
mod carrying;
mod chance;
mod contacts;
mod demo;
mod faults;
mod fetching;
mod fetching_amiss;
mod hostile;
mod hosts;
mod kinds;
mod lasting;
mod login;
mod looking;
mod managing;
mod order;
mod picture;
mod quirks;
mod records;
mod screen;
mod script;
mod sending;
mod stickers;
mod sync;
mod uploading;
mod uploading_amiss;

use weft::sim::saying::Saying;
use weft::sim::world::setup::{Group, Person, Setup};

/// A small world: two friends, a group of three and me, a public account.
fn town() -> Setup {
    let person = |key: &str, nick: &str, pinyin: &str| Person {
        pinyin: pinyin.into(),
        ..Person::new(key, nick)
    };
    let public = Person {
        public: true,
        ..person("news", "城市早报", "cheng shi zao bao")
    };
    let group = Group {
        saved: true,
        ..Group::new("hike", "周末爬山", &["me", "anna", "zhou"])
    };
    Setup::new(11)
        .with(person("anna", "Anna", "anna"))
        .with(person("zhou", "老周", "lao zhou"))
        .with(public)
        .with_group(group)
}

fn text(words: &str) -> Saying {
    Saying::Text(words.into())
}
