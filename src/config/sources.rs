//! What was given for a setting, looked at: the first source that says something, and whether that may stand there.

use std::path::PathBuf;

use super::{Fault, Given, KEYS, Kind, Name, Raw, words};

pub(super) struct Sources<'a>(pub &'a [Raw]);

impl<'a> Sources<'a> {
    pub fn given(&self, name: Name) -> Option<&'a Given> {
        self.0.iter().find_map(|raw| raw.get(name))
    }

    /// The value where it is one of the choices, the first choice where nothing was said.
    pub fn choice(&self, name: Name) -> Result<&'static str, Fault> {
        let Some(Kind::Choice(choices)) = kind(name) else {
            return Ok("");
        };
        match self.given(name) {
            None => Ok(choices.first().copied().unwrap_or_default()),
            Some(given) => choices
                .iter()
                .copied()
                .find(|choice| *choice == given.value)
                .ok_or_else(|| Fault::value(given)),
        }
    }

    pub fn limit(&self, name: Name) -> Result<Option<u32>, Fault> {
        let number = |given: &Given| match given.value.parse() {
            Ok(0) | Err(_) => Err(Fault::wrong(given)),
            Ok(number) => Ok(number),
        };
        self.given(name).map(number).transpose()
    }

    pub fn switch(&self, name: Name) -> Result<bool, Fault> {
        let Some(Kind::Switch(usual)) = kind(name) else {
            return Ok(false);
        };
        let Some(given) = self.given(name) else {
            return Ok(usual);
        };
        match given.value.as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(Fault::value(given)),
        }
    }

    pub fn command(&self, name: Name) -> Result<Option<Vec<String>>, Fault> {
        let command = |given: &Given| words(&given.value).ok_or_else(|| Fault::wrong(given));
        self.given(name).map(command).transpose()
    }

    /// The name of something: an empty one names nothing.
    pub fn named(&self, name: Name) -> Result<Option<&'a str>, Fault> {
        let named = |given: &'a Given| {
            let is_named = !given.value.is_empty();
            is_named
                .then_some(&*given.value)
                .ok_or_else(|| Fault::wrong(given))
        };
        self.given(name).map(named).transpose()
    }

    /// What was no UTF-8 came here with U+FFFD in its place: it would be another folder.
    pub fn folder(&self, name: Name) -> Result<Option<PathBuf>, Fault> {
        match self.given(name) {
            Some(given) if given.value.contains(char::REPLACEMENT_CHARACTER) => Err(Fault::wrong(given)),
            _ => Ok(self.named(name)?.map(PathBuf::from)),
        }
    }
}

pub(super) fn kind(name: Name) -> Option<Kind> {
    KEYS.iter().find(|key| key.name == name).map(|key| key.kind)
}
